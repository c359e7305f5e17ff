// SPDX-License-Identifier: GPL-3.0-or-later
//
// setup-nodes and stop-nodes: a ring of detached processes on this machine, for trying things out.

#include "api/json_writer.h"
#include "cli/chain.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/local_ring.h"
#include "cli/node_options.h"
#include "cli/settings_sources.h"
#include "cli/target.h"
#include "client/security_files.h"
#include "http/token_table.h"
#include "server/signal_watcher.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QProcess>
#include <QTcpServer>
#include <QTimer>

#include <algorithm>
#include <array>
#include <functional>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int nodesMax = 200; // processes on one machine; the original's script started 30
constexpr int pollPauseMs = 30;
constexpr int pollTimeoutMs = 1000; // for one answer of one node
constexpr int setupTimeoutMs = 30'000; // and a little more for each node
constexpr int setupTimeoutPerNodeMs = 500;
constexpr int patienceMs = 2000; // with a leaving node, until the next is asked to leave
constexpr int logLinesShown = 10;

constexpr std::array setupOptions{
    Option{"base-port", Option::Kind::Number, "PORT", "port of the first node; the others follow", "11000", 1, 65535},
    Option{"replicas", Option::Kind::Number, "R", "nodes that hold a key", "3", 1, 64},
    Option{"id-bits", Option::Kind::Number, "M", "bits of an identifier", "160", 3, 160},
    tlsCertOption,
    tlsKeyOption,
    tlsCaOption,
    tokensOption,
    ringSecretFileOption,
    Option{"data-dir", Option::Kind::Text, "DIR",
           "keep the nodes' data below this directory, in one of its own for each port: the next setup-nodes with the "
           "same ports and directory goes on where they stopped"},
    jsonOption,
};
// Handed on to the nodes: they run in another folder, so under the whole name.
constexpr std::array fileOptions{tlsCertOption, tlsKeyOption, tlsCaOption, tokensOption, ringSecretFileOption};
constexpr std::array stopOptions{
    Option{"base-port", Option::Kind::Number, "PORT", "stop only the ring that begins at this port", "", 1, 65535},
    Option{"timeout", Option::Kind::Number, "SECONDS", "what still runs after so long is killed", "10", 1, 3600},
};

void pauseFor(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

QString plural(qsizetype count, const QString &noun)
{
    return u"%1 %2%3"_s.arg(count).arg(noun, count == 1 ? QString() : u"s"_s);
}

// The whole name of the file that an option names; empty if it is not given.
QString fileOf(const Arguments &arguments, const Option &option)
{
    const QByteArray name = arguments.text(option.name);
    return name.isEmpty() ? QString() : QFileInfo(QFile::decodeName(name)).absoluteFilePath();
}

// Lets this program ask the nodes how they are, by what they themselves are told. Returns what is wrong, if anything
// is.
QString becomeClient(const Arguments &arguments)
{
    client::Security security;
    QString problem;
    security.usesTls = arguments.has(tlsCertOption.name);
    if (const QString file = fileOf(arguments, tlsCaOption); security.usesTls && !file.isEmpty()) {
        security.authorities = client::loadCertificates(file, &problem);
        if (security.authorities.isEmpty())
            return u"--tls-ca: %1"_s.arg(problem);
    }
    if (const QString file = fileOf(arguments, tokensOption); !file.isEmpty()) {
        const std::optional<QByteArray> text = client::readSecretFile(file, &problem);
        if (!text)
            return u"--tokens: %1"_s.arg(problem);
        security.token = http::firstToken(*text);
    }
    client::setDefaultSecurity(security);
    return {};
}

// Starts the processes of one ring and follows them until the chain is whole.
class RingSetup {
public:
    explicit RingSetup(const Arguments &arguments)
        : m_arguments(arguments)
    {
    }

    // Each step returns what is wrong, as sentences for the user; empty: all is well.
    QString checkPlace(int count);
    QString start();
    QString waitUntilWhole();
    void stop();

    const LocalRing &ring() const { return m_ring; }
    void print(double seconds) const;

private:
    QString startNode(int index);
    QString endedNodeProblem() const;
    int countReady();

    const Arguments &m_arguments;
    LocalRing m_ring;
    QList<bool> m_isReady;
    server::SignalWatcher m_signals;
    ProgressLine m_progress;
    bool m_isInterrupted = false;
};

QString RingSetup::checkPlace(int count)
{
    QObject::connect(&m_signals, &server::SignalWatcher::endRequested, &m_signals, [this] { m_isInterrupted = true; });
    m_ring.basePort = quint16(m_arguments.number("base-port"));
    const std::optional<LocalRing> earlier = LocalRing::load(m_ring.basePort);
    if (earlier && earlier->runningCount() > 0)
        return u"a ring of %1 is up already, from port %2 on. 'funnelkvs check-chain --node 127.0.0.1:%2' shows it, "
               "'funnelkvs stop-nodes' ends it, --base-port starts another elsewhere."_s
                   .arg(plural(earlier->runningCount(), u"node"_s))
                   .arg(m_ring.basePort);
    QStringList taken;
    for (int i = 0; i < count; ++i) {
        const quint16 port = quint16(m_ring.basePort + i);
        QTcpServer probe;
        if (!probe.listen(QHostAddress::LocalHost, port))
            taken.append(QString::number(port));
        m_ring.nodes.append({{u"127.0.0.1"_s, port}, {}, u"%1/node-%2.log"_s.arg(LocalRing::folder()).arg(port)});
    }
    m_isReady.fill(false, count);
    if (taken.isEmpty())
        return {};
    return u"another program has port %1 of 127.0.0.1. Choose other ports with --base-port PORT."_s.arg(
        taken.join(u", "_s));
}

QString RingSetup::start()
{
    for (int i = 0; i < m_ring.nodes.size(); ++i) {
        if (const QString problem = startNode(i); !problem.isEmpty())
            return problem;
    }
    return m_ring.save();
}

QString RingSetup::startNode(int index)
{
    LocalNode &node = m_ring.nodes[index];
    QFile::remove(node.logFile);
    QProcess process;
    process.setProgram(QCoreApplication::applicationFilePath());
    QStringList words{u"node"_s,
                      u"--listen"_s,
                      addressText(node.address),
                      u"--born-id"_s,
                      QString::number(index + 1),
                      u"--replicas"_s,
                      QString::number(m_arguments.number("replicas")),
                      u"--id-bits"_s,
                      QString::number(m_arguments.number("id-bits"))};
    if (index > 0)
        words += {u"--join"_s, addressText(m_ring.nodes.first().address)};
    else
        words += {u"--founding-hold"_s, u"0"_s}; // this ring is certainly new
    if (const QByteArray directory = m_arguments.text("data-dir"); !directory.isEmpty())
        words +=
            {u"--data-dir"_s,
             u"%1/node-%2"_s.arg(QFileInfo(QFile::decodeName(directory)).absoluteFilePath()).arg(node.address.port)};
    for (const Option &option : fileOptions) {
        if (m_arguments.has(option.name))
            words += {u"--"_s + QLatin1StringView(option.name), fileOf(m_arguments, option)};
    }
    process.setArguments(words);
    process.setWorkingDirectory(LocalRing::folder());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(node.logFile);
    process.setStandardInputFile(QProcess::nullDevice());
    qint64 pid = 0;
    if (!process.startDetached(&pid))
        return u"cannot start %1: %2."_s.arg(process.program(), process.errorString());
    node.process = localProcess(pid);
    return {};
}

// Which node has ended, and its log's last lines.
QString RingSetup::endedNodeProblem() const
{
    for (const LocalNode &node : m_ring.nodes) {
        if (node.isRunning())
            continue;
        QFile log(node.logFile);
        QStringList lines;
        if (log.open(QIODevice::ReadOnly))
            lines = QString::fromLocal8Bit(log.readAll()).split(u'\n', Qt::SkipEmptyParts);
        lines = lines.sliced(std::max<qsizetype>(0, lines.size() - logLinesShown));
        return u"the node at %1 has ended. Its log, %2, closes with:\n  %3"_s.arg(addressText(node.address),
                                                                                  node.logFile, lines.join(u"\n  "_s));
    }
    return {};
}

int RingSetup::countReady()
{
    for (qsizetype i = 0; i < m_ring.nodes.size(); ++i) {
        if (m_isReady[i])
            continue;
        const net::HostPort &address = m_ring.nodes[i].address;
        client::NodeClient client(address.host, address.port);
        client.setTimeoutMs(pollTimeoutMs);
        const auto node = await<api::NodeDocument>([&](auto done) { client.node(done); });
        m_isReady[i] = node && node.value->state == chord::NodeState::Ready;
    }
    return int(m_isReady.count(true));
}

QString RingSetup::waitUntilWhole()
{
    const int count = int(m_ring.nodes.size());
    QDeadlineTimer deadline(setupTimeoutMs + setupTimeoutPerNodeMs * count);
    QString lacking;
    while (!deadline.hasExpired() && !m_isInterrupted) {
        if (const QString problem = endedNodeProblem(); !problem.isEmpty())
            return problem;
        const int ready = countReady();
        if (ready == count) {
            m_progress.show(u"%1 of %1 joined, stabilizing"_s.arg(count));
            const Chain chain = walkChain(m_ring.nodes.first().address, pollTimeoutMs);
            if (chain.isWhole() && chain.links.size() == size_t(count))
                return {};
            lacking = chain.isWhole()
                ? u"The chain from the first node has only %1."_s.arg(plural(qsizetype(chain.links.size()), u"node"_s))
                : chain.problems.front();
        } else {
            m_progress.show(u"%1 of %2 joined"_s.arg(ready).arg(count));
            lacking = u"Only %1 of %2 nodes have joined."_s.arg(ready).arg(count);
        }
        pauseFor(pollPauseMs);
    }
    if (m_isInterrupted)
        return u"interrupted."_s;
    return u"the chain is still not whole. %1 The logs are in %2."_s.arg(lacking, LocalRing::folder());
}

void RingSetup::stop()
{
    m_progress.end();
    for (const LocalNode &node : m_ring.nodes)
        node.process.kill();
    m_ring.forget();
}

void RingSetup::print(double seconds) const
{
    if (!m_arguments.has("json")) {
        writeLine(u"%1 up at 127.0.0.1:%2 to %3, the chain is whole (%4 s). The logs are in %5."_s
                      .arg(plural(m_ring.nodes.size(), u"node"_s))
                      .arg(m_ring.nodes.first().address.port)
                      .arg(m_ring.nodes.last().address.port)
                      .arg(seconds, 0, 'f', 2)
                      .arg(LocalRing::folder()));
        return;
    }
    api::JsonWriter json;
    json.beginObject();
    json.name("nodes");
    json.beginArray();
    for (const LocalNode &node : m_ring.nodes) {
        json.beginObject();
        json.name("address");
        json.text(addressText(node.address));
        json.name("pid");
        json.number(node.process.pid);
        json.name("log");
        json.text(node.logFile);
        json.endObject();
    }
    json.endArray();
    json.name("milliseconds");
    json.number(qint64(seconds * 1000));
    json.endObject();
    writeLine(json.json());
}

int setupNodes(const Arguments &given)
{
    Arguments arguments = given;
    if (const std::optional<UsageError> error = readEnvironment(arguments, fileOptions))
        return usageFailure(error->text, "setup-nodes");
    bool isNumber = false;
    const int count = arguments.positionals().first().toInt(&isNumber);
    if (!isNumber || count < 1 || count > nodesMax)
        return usageFailure(u"N, the number of nodes, must be from 1 to %1, not \"%2\"."_s.arg(nodesMax).arg(
                                QString::fromLocal8Bit(arguments.positionals().first())),
                            "setup-nodes");
    const qint64 lastPort = arguments.number("base-port") + count - 1;
    if (lastPort > 65535)
        return usageFailure(u"The last node would be at port %1, but ports end at 65535."_s.arg(lastPort),
                            "setup-nodes");
    if (const QString problem = becomeClient(arguments); !problem.isEmpty())
        return usageFailure(problem, "setup-nodes");
    if (LocalRing::folder().isEmpty())
        return failure(u"setup-nodes: there is no folder for its files: HOME (or XDG_DATA_HOME) must name one that can "
                       "be written to."_s);
    QLockFile lock(u"%1/setup-%2.lock"_s.arg(LocalRing::folder()).arg(arguments.number("base-port")));
    if (!lock.tryLock())
        return failure(u"setup-nodes: another setup-nodes for the same ports is running. Wait for it to end."_s);

    QElapsedTimer clock;
    clock.start();
    RingSetup setup(arguments);
    if (const QString problem = setup.checkPlace(count); !problem.isEmpty())
        return failure(u"setup-nodes: "_s + problem);
    QString problem = setup.start();
    if (problem.isEmpty())
        problem = setup.waitUntilWhole();
    if (!problem.isEmpty()) {
        setup.stop();
        return failure(u"setup-nodes: %1\nThe nodes it had started were stopped."_s.arg(problem));
    }
    setup.print(double(clock.elapsed()) / 1000);
    return ExitDone;
}

QList<LocalNode> runningNodes(const QList<LocalRing> &rings)
{
    QList<LocalNode> running;
    for (const LocalRing &ring : rings) {
        for (const LocalNode &node : ring.nodes) {
            if (node.isRunning())
                running.append(node);
        }
    }
    return running;
}

// Waits until all have ended or the deadline is over; returns those that still run.
QList<LocalNode> waitForEnd(QList<LocalNode> nodes, QDeadlineTimer deadline)
{
    const auto isRunning = [](const LocalNode &node) { return node.isRunning(); };
    while (std::any_of(nodes.begin(), nodes.end(), isRunning) && !deadline.hasExpired())
        pauseFor(pollPauseMs);
    nodes.removeIf(std::not_fn(isRunning));
    return nodes;
}

// Asks one after the other, so that each has somebody to hand over to; one that takes long does not keep the next from
// being asked. Returns those that still run after the deadline.
QList<LocalNode> leaveInTurn(const QList<LocalNode> &nodes, QDeadlineTimer deadline)
{
    ProgressLine progress;
    for (qsizetype i = 0; i < nodes.size() && !deadline.hasExpired(); ++i) {
        progress.show(u"%1 of %2 stopped"_s.arg(i).arg(nodes.size()));
        nodes[i].process.requestEnd();
        waitForEnd({nodes[i]}, QDeadlineTimer(std::min<qint64>(patienceMs, deadline.remainingTime())));
    }
    return waitForEnd(nodes, deadline);
}

int stopNodes(const Arguments &arguments)
{
    QList<LocalRing> rings = LocalRing::all();
    if (arguments.has("base-port"))
        rings.removeIf([&](const LocalRing &ring) { return ring.basePort != arguments.number("base-port"); });
    const QList<LocalNode> nodes = runningNodes(rings);
    const QList<LocalNode> late = leaveInTurn(nodes, QDeadlineTimer(arguments.number("timeout") * 1000));
    for (const LocalNode &node : late) {
        notice(u"The node at %1 did not end by itself and is killed."_s.arg(addressText(node.address)));
        node.process.kill();
    }
    const QList<LocalNode> left = waitForEnd(late, QDeadlineTimer(pollTimeoutMs));
    if (!left.isEmpty())
        return failure(u"stop-nodes: process %1 cannot be stopped: it may belong to another user."_s.arg(
            left.first().process.pid));
    for (const LocalRing &ring : rings)
        ring.forget();
    writeLine(nodes.isEmpty() ? u"No nodes that setup-nodes started are running."_s
                              : u"%1 stopped."_s.arg(plural(nodes.size(), u"node"_s)));
    return ExitDone;
}

constexpr std::array localRingCommandTable{
    Command{"setup-nodes", "N", 1, 1, "start N nodes on this machine and wait until they are a ring",
            "The first starts a ring, the others join it. They go on running when this command has ended; stop-nodes "
            "ends them. What a node logs is in a file. With TLS, the certificate must be for 127.0.0.1.",
            "$ funnelkvs setup-nodes 8\n"
            "$ funnelkvs setup-nodes 3 --base-port 12000 --tokens tokens\n"
            "$ funnelkvs setup-nodes 3 --data-dir ~/ring",
            setupOptions, setupNodes},
    Command{"stop-nodes", "", 0, 0, "stop the nodes that setup-nodes started",
            "They are asked to leave; what still runs after the timeout is killed. No other process is touched. Unless "
            "they have data directories, the nodes keep their data in memory only: with the last node of a ring, it is "
            "gone.",
            "$ funnelkvs stop-nodes", stopOptions, stopNodes},
};

} // namespace

std::span<const Command> localRingCommands()
{
    return localRingCommandTable;
}

} // namespace cli
