// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node writes, and what becomes of the node if nobody takes it: a log's reader that goes away or stops reading,
// a full disk, a file that was renamed.

#include "support/daemon.h"
#include "support/program_run.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using support::Daemon;
using support::runProgram;
using support::waitFor;

namespace {

constexpr int patienceMs = 20'000;

// A node whose standard output and error are one end of what open() made; the test has the other.
class PipedNode {
public:
    PipedNode(const std::function<int(int (&)[2])> &open, const QStringList &words)
    {
        if (open(m_ends) != 0)
            qFatal("no pipe");
        fcntl(m_ends[0], F_SETFL, O_NONBLOCK);
        fcntl(m_ends[0], F_SETFD, FD_CLOEXEC);
        support::endWithParent(m_process);
        const int end = m_ends[1];
        m_process.setChildProcessModifier([end] {
            dup2(end, STDOUT_FILENO);
            dup2(end, STDERR_FILENO);
            ::close(end);
        });
        m_process.setProcessChannelMode(QProcess::ForwardedChannels);
        m_process.start(support::programPath(), QStringList{u"node"_s, u"--founding-hold"_s, u"0"_s} + words);
        m_process.waitForStarted();
        ::close(end);
    }
    ~PipedNode()
    {
        closeReader();
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(PipedNode)

    QByteArray read()
    {
        char bytes[65536];
        QByteArray all;
        ssize_t count = 0;
        while ((count = ::read(m_ends[0], bytes, sizeof bytes)) > 0)
            all.append(bytes, count);
        return all;
    }
    void closeReader()
    {
        if (m_ends[0] >= 0)
            ::close(m_ends[0]);
        m_ends[0] = -1;
    }
    QProcess &process() { return m_process; }

private:
    int m_ends[2] = {-1, -1};
    QProcess m_process;
};

int openPipe(int (&ends)[2])
{
    return ::pipe(ends);
}

// As systemd's journal has it.
int openSocketPair(int (&ends)[2])
{
    return ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

class TestOutput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readerGoesAway_data();
    void readerGoesAway();
    void readerStopsReading_data() { readerGoesAway_data(); }
    void readerStopsReading();
    void fullDisk();
    void logIsReopened();
    void logThatCannotBeReopened();
};

void TestOutput::readerGoesAway_data()
{
    QTest::addColumn<bool>("isSocket");
    QTest::newRow("pipe") << false;
    QTest::newRow("socket") << true;
}

void TestOutput::readerGoesAway()
{
    QFETCH(bool, isSocket);
    const QString address = u"127.0.0.1:%1"_s.arg(freePort());
    PipedNode node(isSocket ? openSocketPair : openPipe, {u"--listen"_s, address, u"--log-level"_s, u"debug"_s});
    QByteArray log;
    QVERIFY(waitFor([&] { return (log += node.read()).contains("ready "); }, patienceMs));
    node.closeReader();
    const QStringList to{u"--node"_s, address};
    for (int i = 0; i < 3; ++i)
        QCOMPARE(runProgram(QStringList{u"put"_s, u"k"_s, u"v"_s} + to).exitCode, 0);
    node.process().terminate();
    QVERIFY(waitFor([&] { return node.process().state() == QProcess::NotRunning; }, patienceMs));
    QCOMPARE(node.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(node.process().exitCode(), 0);
}

// The node goes on, and says later how much of its log is missing.
void TestOutput::readerStopsReading()
{
    QFETCH(bool, isSocket);
    const QString address = u"127.0.0.1:%1"_s.arg(freePort());
    PipedNode node(isSocket ? openSocketPair : openPipe, {u"--listen"_s, address, u"--log-level"_s, u"debug"_s});
    QByteArray log;
    QVERIFY(waitFor([&] { return (log += node.read()).contains("ready "); }, patienceMs));
    const QStringList to{u"--node"_s, address};
    // Every request is a line of the log, and its path makes it long: more than any pipe holds.
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, address.section(u':', 1).toUShort());
    QVERIFY(client.waitForConnected());
    QByteArray answers;
    constexpr int requests = 2000;
    for (int i = 0; i < requests; ++i)
        client.write("GET /v1/kv/" + QByteArray(1000, 'k') + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(waitFor([&] { return (answers += client.readAll()).count("HTTP/1.1 404") == requests; }, patienceMs));
    QCOMPARE(runProgram(QStringList{u"put"_s, u"k"_s, u"v"_s} + to).exitCode, 0);
    log = node.read();
    QCOMPARE(runProgram(QStringList{u"put"_s, u"k"_s, u"v"_s} + to).exitCode, 0);
    QVERIFY(waitFor([&] { return (log += node.read()).contains("lines of the log were lost"); }, patienceMs));
    // No line is cut off by the next.
    for (const QByteArray &line : log.left(log.lastIndexOf('\n')).split('\n'))
        QVERIFY2(line.size() > 24 && line[4] == '-' && line[10] == 'T' && line[23] == 'Z', line.constData());
    node.process().terminate();
    QVERIFY(waitFor([&] { return node.process().state() == QProcess::NotRunning; }, patienceMs));
    QCOMPARE(node.process().exitCode(), 0);
}

void TestOutput::fullDisk()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"log"_s);
    Daemon node({u"--log-file"_s, path});
    QVERIFY(node.waitUntilReady());
    const auto content = [&path] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray before = content();
    rlimit unlimited = {};
    const rlimit none{0, RLIM_INFINITY};
    QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_FSIZE, &none, &unlimited), 0);
    const QStringList to{u"--node"_s, node.addressText()};
    node.signalProcess(SIGHUP); // a line of the log
    QTest::qWait(300);
    QCOMPARE(runProgram(QStringList{u"put"_s, u"k"_s, u"v"_s} + to).exitCode, 0);
    QCOMPARE(content(), before);
    QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_FSIZE, &unlimited, nullptr), 0);
    node.signalProcess(SIGHUP);
    QVERIFY(waitFor([&] { return content().contains("lines of the log were lost"); }, patienceMs));
}

// What logrotate does: it renames the file and sends SIGHUP.
void TestOutput::logIsReopened()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"log"_s);
    const QString old = path + u".1"_s;
    Daemon node({u"--log-file"_s, path});
    QVERIFY(node.waitUntilReady());
    QVERIFY(QFile::rename(path, old));
    node.signalProcess(SIGHUP);
    QVERIFY(waitFor([&] { return QFileInfo(path).size() > 0; }, patienceMs));
    const qint64 oldBytes = QFileInfo(old).size();
    const qint64 bytes = QFileInfo(path).size();
    node.signalProcess(SIGTERM);
    QVERIFY(node.waitUntilEnded());
    QCOMPARE(QFileInfo(old).size(), oldBytes);
    QVERIFY(QFileInfo(path).size() > bytes);
}

void TestOutput::logThatCannotBeReopened()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"log"_s);
    const QString old = path + u".1"_s;
    Daemon node({u"--log-file"_s, path});
    QVERIFY(node.waitUntilReady());
    QVERIFY(QFile::rename(path, old));
    QVERIFY(QDir(folder.path()).mkdir(u"log"_s));
    node.signalProcess(SIGHUP);
    QVERIFY(waitFor(
        [&] {
            QFile file(old);
            return file.open(QIODevice::ReadOnly) && file.readAll().contains("The log goes on in the file");
        },
        patienceMs));
    QCOMPARE(runProgram({u"put"_s, u"k"_s, u"v"_s, u"--node"_s, node.addressText()}).exitCode, 0);
}

QTEST_GUILESS_MAIN(TestOutput)
#include "tst_output.moc"
