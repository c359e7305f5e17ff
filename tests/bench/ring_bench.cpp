// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ring of real nodes on loopback, R = 3, loaded by wrk (Debian package wrk) with 32 connections spread over all
// nodes: PUT on 3 nodes, GET of keys that are there through any of 8 nodes. Prints, for each program given, the medians
// of requests a second and of requests per second of processor time of all nodes; with two programs, measured in turns,
// the ratio of the second to the first. Also the resident memory per key at R = 1, keys of 16 bytes and values of 100,
// after each has been overwritten a few times.
//
//     ring_bench [--rounds N] [--seconds N] PROGRAM [PROGRAM]
//
// PROGRAM: a funnelkvs of any version, built for release.

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QThread>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

constexpr int keyCount = 1000;
constexpr int memoryKeys = 200'000;
constexpr int connections = 32; // shared out among the nodes

// Nodes first to last; the last is destroyed, and so killed, first.
class BenchRing {
public:
    BenchRing(const QString &program, int nodes, int replicas)
    {
        for (int i = 0; i < nodes; ++i) {
            auto process = std::make_unique<QProcess>();
            QStringList words{
                u"node"_s,        u"--listen"_s, u"127.0.0.1:0"_s, u"--replicas"_s, QString::number(replicas),
                u"--log-level"_s, u"warning"_s};
            if (!m_addresses.isEmpty())
                words += {u"--join"_s, m_addresses.first()};
            process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
            process->start(program, words);
            QByteArray line;
            while (!line.contains('\n') && process->waitForReadyRead(30'000))
                line += process->readAllStandardOutput();
            const QRegularExpressionMatch match =
                QRegularExpression(u"^ready \\w+ http://([^/]+)/"_s).match(QString::fromUtf8(line));
            if (!match.hasMatch())
                qFatal("%s does not start as a node", qPrintable(program));
            m_addresses.append(match.captured(1));
            m_processes.push_back(std::move(process));
        }
        waitUntilItServes(program);
    }

    ~BenchRing()
    {
        for (const auto &process : m_processes) {
            process->kill();
            process->waitForFinished();
        }
    }

    const QStringList &addresses() const { return m_addresses; }

    // Of all nodes since they started, in seconds.
    double cpuSeconds() const
    {
        double sum = 0;
        for (const auto &process : m_processes) {
            QFile file(u"/proc/%1/stat"_s.arg(process->processId()));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QByteArray text = file.readAll();
            const QList<QByteArray> fields = text.sliced(text.lastIndexOf(')') + 2).split(' ');
            sum += (fields[11].toDouble() + fields[12].toDouble()) / double(sysconf(_SC_CLK_TCK));
        }
        return sum;
    }

    // Of the first node, in bytes.
    double residentBytes() const
    {
        QFile file(u"/proc/%1/statm"_s.arg(m_processes.front()->processId()));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        return file.readAll().split(' ')[1].toDouble() * double(sysconf(_SC_PAGESIZE));
    }

private:
    // A founder may hold its first write back, and a ring takes a moment to give each node its place.
    void waitUntilItServes(const QString &program) const
    {
        const auto succeeds = [&](const QStringList &words) {
            QProcess process;
            process.start(program, words + QStringList{u"--node"_s, m_addresses.first()});
            return process.waitForFinished() && process.exitCode() == 0;
        };
        const QDeadlineTimer deadline(30'000);
        while (!succeeds({u"check-chain"_s}) || !succeeds({u"put"_s, u"warm"_s, u"v"_s})) {
            if (deadline.hasExpired())
                qFatal("the ring of %s does not serve after 30 s", qPrintable(program));
            QThread::msleep(50);
        }
    }

    QStringList m_addresses;
    std::vector<std::unique_ptr<QProcess>> m_processes;
};

// Requests that were answered with success; all others are counted in `failed`.
struct Answers {
    double done = 0;
    double failed = 0;
    double seconds = 0;
};

// Each thread of wrk has an address of its own. keys: how many, with numbers of 16 digits; each thread begins
// elsewhere.
Answers load(const QStringList &addresses, const QByteArray &method, int keys, int seconds)
{
    QByteArray script = "local addresses = {";
    for (const QString &address : addresses)
        script += "{'" + address.section(u':', 0, 0).toUtf8() + "', '" + address.section(u':', 1).toUtf8() + "'},";
    script += "}\nlocal n = 0\nfunction setup(thread)\n  local a = addresses[n % #addresses + 1]\n"
              "  thread.addr = wrk.lookup(a[1], a[2])[1]\n  thread:set('at', n * 7919)\n  n = n + 1\nend\n"
              "wrk.method = '"
        + method + "'\n" + (method == "PUT" ? "wrk.body = string.rep('v', 100)\n" : "")
        + "function request()\n  at = at + 1\n  return wrk.format(nil, string.format('/v1/kv/%016d', at % "
        + QByteArray::number(keys) + "))\nend\n";
    QTemporaryFile file;
    if (!file.open())
        qFatal("no temporary file");
    file.write(script);
    file.flush();
    QProcess wrk;
    wrk.start(u"wrk"_s,
              {u"-t%1"_s.arg(addresses.size()), u"-c%1"_s.arg(connections), u"-d%1s"_s.arg(seconds), u"-s"_s,
               file.fileName(), u"http://%1/"_s.arg(addresses.first())});
    QElapsedTimer timer;
    timer.start();
    if (!wrk.waitForFinished((seconds + 30) * 1000) || wrk.exitCode() != 0)
        qFatal("wrk does not run: install Debian's package wrk");
    const QString text = QString::fromUtf8(wrk.readAllStandardOutput());
    Answers answers;
    answers.seconds = double(timer.elapsed()) / 1000;
    answers.done = QRegularExpression(u"(\\d+) requests in"_s).match(text).captured(1).toDouble();
    answers.failed = QRegularExpression(u"Non-2xx or 3xx responses: (\\d+)"_s).match(text).captured(1).toDouble();
    answers.done -= answers.failed;
    return answers;
}

struct Figures {
    std::vector<double> perSecond;
    std::vector<double> perCpuSecond;
    double failed = 0;
};

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

void measure(const QString &program, const QByteArray &method, int nodes, int seconds, Figures &figures)
{
    const BenchRing ring(program, nodes, 3);
    load(ring.addresses(), "PUT", keyCount, 2);
    load(ring.addresses(), method, keyCount, 1);
    const double before = ring.cpuSeconds();
    const Answers answers = load(ring.addresses(), method, keyCount, seconds);
    figures.perSecond.push_back(answers.done / answers.seconds);
    figures.perCpuSecond.push_back(answers.done / (ring.cpuSeconds() - before));
    figures.failed += answers.failed;
}

double bytesPerKey(const QString &program)
{
    const BenchRing ring(program, 1, 1);
    load(ring.addresses(), "GET", 1, 2); // what the HTTP server takes
    const double before = ring.residentBytes();
    for (int round = 0; round < 30; ++round)
        load(ring.addresses(), "PUT", memoryKeys, 1);
    return (ring.residentBytes() - before) / memoryKeys;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addOptions({{u"rounds"_s, u"Measurements of each program."_s, u"N"_s, u"5"_s},
                        {u"seconds"_s, u"Of each measurement."_s, u"N"_s, u"5"_s}});
    options.addPositionalArgument(u"PROGRAM"_s, u"One or two."_s);
    options.process(app);
    const QStringList programs = options.positionalArguments();
    if (programs.isEmpty() || programs.size() > 2)
        options.showHelp(1);
    struct Row {
        const char *method;
        int nodes;
    };
    for (const Row &row : {Row{"PUT", 3}, Row{"GET", 8}}) {
        std::vector<Figures> figures(size_t(programs.size()));
        for (int round = 0; round < options.value(u"rounds"_s).toInt(); ++round) {
            for (qsizetype i = 0; i < programs.size(); ++i)
                measure(programs[i], row.method, row.nodes, options.value(u"seconds"_s).toInt(), figures[size_t(i)]);
        }
        for (qsizetype i = 0; i < programs.size(); ++i)
            std::printf("%s, %d nodes: %8.0f a second, %8.0f a processor second, %.0f failed   %s\n", row.method,
                        row.nodes, median(figures[size_t(i)].perSecond), median(figures[size_t(i)].perCpuSecond),
                        figures[size_t(i)].failed, qPrintable(programs[i]));
        if (programs.size() == 2)
            std::printf("%s, second to first: %.2f a second, %.2f a processor second\n", row.method,
                        median(figures[1].perSecond) / median(figures[0].perSecond),
                        median(figures[1].perCpuSecond) / median(figures[0].perCpuSecond));
        std::fflush(stdout);
    }
    for (const QString &program : programs)
        std::printf("memory: %.0f bytes a key   %s\n", bytesPerKey(program), qPrintable(program));
    return 0;
}
