// SPDX-License-Identifier: GPL-3.0-or-later
//
// Watching keys of real nodes that are killed, stopped and started again, with the command line and its client.

#include "client/key_watch.h"
#include "client/security_files.h"
#include "support/daemon.h"
#include "support/program_run.h"
#include "support/ring.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <csignal>

using namespace Qt::StringLiterals;
using support::Daemon;
using support::ProgramRun;
using support::Ring;
using support::runProgram;
using support::waitFor;

namespace {

constexpr int patienceMs = 30'000;

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

QString certificate(const char *name)
{
    return QStringLiteral(FUNNELKVS_SOURCE_DIR "/tests/certificates/") + QLatin1String(name);
}

// Everything that is told of a key through a node, "put a", "absent, skipped", …; and "lost".
class Watch {
public:
    Watch(const net::HostPort &node, const QByteArray &key)
        : m_watch(node.host, node.port, key, {})
    {
        QObject::connect(&m_watch, &client::KeyWatch::told, &m_watch, [this](const api::WatchDocument &event) {
            QByteArray text = api::watchEventText(event.event);
            if (event.value)
                text += ' ' + *event.value;
            m_texts.append(event.mayHaveSkipped ? text + ", skipped" : text);
        });
        QObject::connect(&m_watch, &client::KeyWatch::lost, &m_watch,
                         [this](const client::Failure &, bool isFinal) { m_texts.append(isFinal ? "final" : "lost"); });
        m_watch.start();
    }

    const QByteArrayList &texts() const { return m_texts; }
    bool waitForLast(const QByteArray &text)
    {
        return waitFor([&] { return !m_texts.isEmpty() && m_texts.last() == text; }, patienceMs);
    }
    // The numbers of values "v1", "v2", … that were told, in order.
    std::vector<int> numbers() const
    {
        std::vector<int> numbers;
        for (const QByteArray &text : m_texts) {
            if (const qsizetype at = text.indexOf(" v"); at > 0)
                numbers.push_back(text.sliced(at + 2).split(',').first().toInt());
        }
        return numbers;
    }

private:
    client::KeyWatch m_watch;
    QByteArrayList m_texts;
};

ProgramRun put(const Daemon &node, const QByteArray &key, const QByteArray &value)
{
    return runProgram({u"put"_s, QString::fromUtf8(key), QString::fromUtf8(value), u"--node"_s, node.addressText()});
}

// A key that the node owns.
QByteArray keyOf(const Daemon &node)
{
    for (int i = 0;; ++i) {
        const QByteArray key = "key" + QByteArray::number(i);
        const ProgramRun lookup =
            runProgram({u"lookup"_s, QString::fromUtf8(key), u"--json"_s, u"--node"_s, node.addressText()});
        if (QJsonDocument::fromJson(lookup.output)[u"owner"_s][u"address"_s].toString() == node.addressText())
            return key;
    }
}

// nginx as Debian has it, with the example of README.md for two nodes: nothing but proxy_pass.
class Nginx {
public:
    Nginx(const Daemon &one, const Daemon &other)
        : m_port(freePort())
    {
        const QStringList paths = qEnvironmentVariable("PATH").split(u':') + QStringList{u"/usr/sbin"_s};
        const QString program = QStandardPaths::findExecutable(u"nginx"_s, paths);
        QFile file(m_directory.filePath(u"nginx.conf"_s));
        if (program.isEmpty() || !file.open(QIODevice::WriteOnly))
            return;
        QByteArray text =
            "daemon off; master_process off; pid pid; error_log error.log; events {}\nhttp {\naccess_log off;\n";
        for (const char *kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            text += QByteArray(kind) + "_temp_path " + kind + ";\n";
        text += "upstream ring { server " + one.addressText().toUtf8() + "; server " + other.addressText().toUtf8()
            + "; }\nserver { listen 127.0.0.1:" + QByteArray::number(m_port)
            + "; location / { proxy_pass http://ring; proxy_set_header Host localhost; } }\n}\n";
        file.write(text);
        file.close();
        support::endWithParent(m_process);
        m_process.start(program, {u"-p"_s, m_directory.path(), u"-e"_s, u"error.log"_s, u"-c"_s, file.fileName()});
    }
    ~Nginx()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    net::HostPort address() const { return {u"127.0.0.1"_s, m_port}; }
    bool waitUntilListening()
    {
        return waitFor(
                   [this] {
                       QTcpSocket socket;
                       socket.connectToHost(u"127.0.0.1"_s, m_port);
                       return m_process.state() == QProcess::NotRunning || socket.waitForConnected(patienceMs);
                   },
                   patienceMs)
            && m_process.state() == QProcess::Running;
    }

private:
    QTemporaryDir m_directory;
    const quint16 m_port;
    QProcess m_process;
};

} // namespace

class TestWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leaderIsKilled();
    void throughNginx();
    void nodeIsStoppedAndStartedAgain();
    void commandLine();
    void withTokensAndTls();
    void forPagesOfOtherSites();
};

void TestWatch::leaderIsKilled()
{
    Ring ring;
    QVERIFY2(ring.start(4), qPrintable(ring.lastProblems()));
    const QByteArray key = keyOf(ring.node(3)); // watched through the others
    std::vector<std::unique_ptr<Watch>> watches;
    for (int i = 0; i < 3; ++i)
        watches.push_back(std::make_unique<Watch>(ring.node(i).address(), key));
    for (const auto &watch : watches)
        QVERIFY(watch->waitForLast("absent"));
    int number = 0;
    for (int round = 0; round < 5; ++round) {
        const ProgramRun run = put(ring.node(round % 3), key, "v" + QByteArray::number(++number));
        QVERIFY2(run.exitCode == 0, run.errors);
    }
    ring.node(3).kill();
    for (int round = 0; round < 5; ++round) {
        const ProgramRun run = put(ring.node(round % 3), key, "v" + QByteArray::number(++number));
        QVERIFY2(run.exitCode == 0, run.errors);
    }
    for (const auto &watch : watches) {
        QVERIFY2(waitFor([&] { return !watch->numbers().empty() && watch->numbers().back() == number; }, patienceMs),
                 watch->texts().join('|').constData());
        const std::vector<int> numbers = watch->numbers();
        QVERIFY2(std::is_sorted(numbers.begin(), numbers.end(), std::less_equal()),
                 watch->texts().join('|').constData());
        const bool isMarked = watch->texts().join('|').contains("skipped");
        QVERIFY2(isMarked || numbers.size() == size_t(number), watch->texts().join('|').constData());
    }
}

// Each event passes nginx at once, and the stream goes on when the key's leader is killed.
void TestWatch::throughNginx()
{
    Ring ring;
    QVERIFY2(ring.start(4), qPrintable(ring.lastProblems()));
    const QByteArray key = keyOf(ring.node(3));
    Nginx nginx(ring.node(0), ring.node(1));
    QVERIFY2(nginx.waitUntilListening(), "run: sh resources/install-packages.sh test");
    Watch watch(nginx.address(), key);
    QVERIFY2(watch.waitForLast("absent"), watch.texts().join('|').constData());
    int number = 0;
    const auto putOne = [&] { return put(ring.node(2), key, "v" + QByteArray::number(++number)).exitCode; };
    const auto isTold = [&] { return !watch.numbers().empty() && watch.numbers().back() == number; };
    // Each event comes at once, not when nginx has a buffer full.
    for (int round = 0; round < 3; ++round) {
        QCOMPARE(putOne(), 0);
        QVERIFY2(waitFor(isTold, patienceMs), watch.texts().join('|').constData());
    }
    ring.node(3).kill();
    QCOMPARE(putOne(), 0);
    QVERIFY2(waitFor(isTold, patienceMs), watch.texts().join('|').constData());
    QVERIFY2(!watch.texts().contains("lost"), watch.texts().join('|').constData());
    const std::vector<int> numbers = watch.numbers();
    QVERIFY2(std::is_sorted(numbers.begin(), numbers.end(), std::less_equal()), watch.texts().join('|').constData());
}

// The command line's client goes on with the node that comes back.
void TestWatch::nodeIsStoppedAndStartedAgain()
{
    QTemporaryDir directory;
    const QString listen = u"127.0.0.1:%1"_s.arg(freePort());
    const QStringList words{u"--listen"_s, listen, u"--data-dir"_s, directory.filePath(u"data"_s)};
    auto node = std::make_unique<Daemon>(words);
    QVERIFY(node->waitUntilReady());
    QCOMPARE(put(*node, "k", "a").exitCode, 0);
    Watch watch(node->address(), "k");
    QVERIFY(watch.waitForLast("present a"));
    node->signalProcess(SIGTERM);
    QVERIFY(node->waitUntilEnded());
    QCOMPARE(node->exitCode(), 0);
    QVERIFY2(waitFor([&] { return watch.texts().contains("lost"); }, patienceMs), watch.texts().join('|').constData());
    QCOMPARE(watch.texts().first(2), (QByteArrayList{"present a", "ended"}));
    node = std::make_unique<Daemon>(words);
    QVERIFY(node->waitUntilReady());
    QVERIFY2(watch.waitForLast("unchanged"), watch.texts().join('|').constData());
    QCOMPARE(put(*node, "k", "b").exitCode, 0);
    QVERIFY(watch.waitForLast("put b"));
    QVERIFY(!watch.texts().contains("final"));
}

void TestWatch::commandLine()
{
    Daemon node({});
    QVERIFY(node.waitUntilReady());
    QCOMPARE(put(node, "k", "a").exitCode, 0);
    const QStringList to{u"--node"_s, node.addressText()};
    const ProgramRun text = runProgram(QStringList{u"watch"_s, u"k"_s, u"--events"_s, u"1"_s} + to);
    QCOMPARE(text.exitCode, 0);
    QVERIFY2(text.output.startsWith("present    \"") && text.output.endsWith("\"  a\n"), text.output.constData());
    const ProgramRun json = runProgram(QStringList{u"watch"_s, u"k"_s, u"--events"_s, u"1"_s, u"--json"_s} + to);
    const QJsonDocument event = QJsonDocument::fromJson(json.output);
    QCOMPARE(event[u"event"_s].toString(), u"present"_s);
    QCOMPARE(event[u"value"_s].toString(), u"a"_s);
    const QString id = event[u"id"_s].toString();
    const ProgramRun known = runProgram(QStringList{u"watch"_s, u"k"_s, u"--events"_s, u"1"_s, u"--after"_s, id} + to);
    QVERIFY2(known.output.startsWith("unchanged"), known.output.constData());
    QCOMPARE(runProgram(QStringList{u"watch"_s, QString(2000, u'k')} + to).exitCode, 1);
    const ProgramRun nobody = runProgram({u"watch"_s, u"k"_s, u"--node"_s, u"127.0.0.1:%1"_s.arg(freePort())});
    QCOMPARE(nobody.exitCode, 1);
    QVERIFY2(nobody.errors.contains("watch k"), nobody.errors.constData());
    // Its reader sees each event at once.
    QProcess process;
    process.start(support::programPath(), QStringList{u"watch"_s, u"k"_s, u"--events"_s, u"2"_s} + to);
    QByteArray output;
    QVERIFY(waitFor([&] { return (output += process.readAllStandardOutput()).endsWith("a\n"); }, patienceMs));
    QCOMPARE(put(node, "k", "b").exitCode, 0);
    QVERIFY(waitFor([&] { return (output += process.readAllStandardOutput()).endsWith("b\n"); }, patienceMs));
    QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished(patienceMs));
    QCOMPARE(process.exitCode(), 0);
}

void TestWatch::withTokensAndTls()
{
    QTemporaryDir directory;
    QFile tokens(directory.filePath(u"tokens"_s));
    QVERIFY(tokens.open(QIODevice::WriteOnly));
    tokens.write("read token-that-reads viewer\nwrite token-that-writes\n");
    tokens.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    tokens.close();
    Daemon node({u"--tls-cert"_s, certificate("node.pem"), u"--tls-key"_s, certificate("node.key"), u"--tokens"_s,
                 tokens.fileName()});
    QVERIFY(node.waitUntilReady());
    const QStringList to{u"--node"_s, u"https://"_s + node.addressText(), u"--ca"_s, certificate("ca.pem")};
    const QStringList reader{u"FUNNELKVS_TOKEN=token-that-reads"_s};
    const QStringList writer{u"FUNNELKVS_TOKEN=token-that-writes"_s};
    QCOMPARE(runProgram(QStringList{u"put"_s, u"k"_s, u"a"_s} + to, {}, writer).exitCode, 0);
    const QStringList watch = QStringList{u"watch"_s, u"k"_s, u"--events"_s, u"1"_s} + to;
    const ProgramRun seen = runProgram(watch, {}, reader);
    QCOMPARE(seen.exitCode, 0);
    QVERIFY2(seen.output.startsWith("present"), seen.output.constData());
    const ProgramRun refused = runProgram(watch);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("token"), refused.errors.constData());
    const ProgramRun distrusted =
        runProgram({u"watch"_s, u"k"_s, u"--node"_s, u"https://"_s + node.addressText()}, {}, reader);
    QCOMPARE(distrusted.exitCode, 1);
    QVERIFY2(distrusted.errors.contains("certificate"), distrusted.errors.constData());
}

void TestWatch::forPagesOfOtherSites()
{
    Daemon node({u"--cors-origin"_s, u"https://app.example.org"_s});
    QVERIFY(node.waitUntilReady());
    const auto answerFor = [&](const QByteArray &origin) {
        QTcpSocket socket;
        socket.connectToHost(node.address().host, node.address().port);
        socket.write("GET /v1/kv/k HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nOrigin: " + origin
                     + "\r\n\r\n");
        QByteArray answer;
        waitFor([&] { return (answer += socket.readAll()).contains("}"); }, patienceMs);
        return answer;
    };
    const QByteArray permitted = answerFor("https://app.example.org");
    QVERIFY2(permitted.startsWith("HTTP/1.1 200"), permitted.constData());
    QVERIFY2(permitted.contains("\r\nAccess-Control-Allow-Origin: https://app.example.org\r\n"), permitted.constData());
    QVERIFY2(permitted.contains("\"event\":\"absent\""), permitted.constData());
    QVERIFY(answerFor("https://other.example.org").startsWith("HTTP/1.1 403"));
}

QTEST_GUILESS_MAIN(TestWatch)
#include "tst_watch.moc"
