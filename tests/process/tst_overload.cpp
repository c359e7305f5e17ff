// SPDX-License-Identifier: GPL-3.0-or-later
//
// A node that is asked for much, has too little, or is to stop while it is busy: it goes on answering, says what it
// lacks, and leaves nobody without an answer.

#include "support/daemon.h"
#include "support/ring.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpSocket>
#include <QtTest>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using support::Daemon;
using support::Ring;
using support::waitFor;

namespace {

constexpr int patienceMs = 30'000;

// Sends one request after the other on one connection, as long as the node keeps it.
class Client {
public:
    Client(const net::HostPort &node, int number)
        : m_number(number)
    {
        m_socket.connectToHost(node.host, node.port);
        QObject::connect(&m_socket, &QTcpSocket::connected, &m_socket, [this] { next(); });
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] { take(); });
    }

    bool hasEnded() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    // The key of a request that was sent and not answered; empty if there is none.
    QByteArray unanswered() const { return m_waits ? key() : QByteArray(); }
    const QList<int> &statuses() const { return m_statuses; }
    bool wasToldToClose() const { return m_isTold; }

private:
    QByteArray key() const { return QByteArray::number(m_number) + '-' + QByteArray::number(m_sent); }
    void next()
    {
        ++m_sent;
        m_waits = true;
        m_socket.write("PUT /v1/kv/" + key() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nv");
    }
    void take()
    {
        m_buffer += m_socket.readAll();
        const qsizetype headEnd = m_buffer.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return;
        const QByteArray head = m_buffer.first(headEnd);
        const qsizetype length = head.indexOf("Content-Length: ");
        const qsizetype bodyBytes = length < 0 ? 0 : head.sliced(length + 16).split('\r').first().toLongLong();
        if (m_buffer.size() < headEnd + 4 + bodyBytes)
            return;
        m_buffer.remove(0, headEnd + 4 + bodyBytes);
        m_statuses.append(head.sliced(9, 3).toInt());
        m_waits = false;
        m_isTold = head.contains("Connection: close");
        if (!m_isTold)
            next();
    }

    QTcpSocket m_socket;
    QByteArray m_buffer;
    QList<int> m_statuses;
    int m_number;
    int m_sent = 0;
    bool m_waits = false;
    bool m_isTold = false;
};

double processorSeconds(qint64 pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray stat = file.readAll();
    const QList<QByteArray> fields = stat.sliced(stat.lastIndexOf(')') + 2).split(' ');
    return (fields[11].toDouble() + fields[12].toDouble()) / double(sysconf(_SC_CLK_TCK));
}

// KiB
qint64 memoryPeak(qint64 pid)
{
    QFile file(u"/proc/%1/status"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray status = file.readAll();
    return status.sliced(status.indexOf("VmHWM:") + 6).trimmed().split(' ').first().toLongLong();
}

QByteArray exchange(QTcpSocket &socket, const QByteArray &request)
{
    QByteArray answer;
    socket.write(request);
    waitFor([&] { return (answer += socket.readAll()).contains("\r\n\r\n"); }, patienceMs);
    return answer;
}

} // namespace

class TestOverload : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneBatchHoldsUpNobody();
    void stopUnderLoad_data();
    void stopUnderLoad();
    void outOfDescriptors();
    void outOfDescriptorsForPeers();
    void outOfMemory();
};

// Values that become six times as long as JSON, sixteen times in one batch. It is bounded, and while it is made others
// are answered.
void TestOverload::oneBatchHoldsUpNobody()
{
    Daemon node({});
    QVERIFY(node.waitUntilReady());
    QTcpSocket asking;
    asking.connectToHost(node.address().host, node.address().port);
    QVERIFY(asking.waitForConnected());
    const QByteArray value(4'000'000, '\0');
    const QByteArray put = exchange(asking,
                                    "PUT /v1/kv/big HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                        + QByteArray::number(value.size()) + "\r\n\r\n" + value);
    QVERIFY2(put.startsWith("HTTP/1.1 201"), put);
    const qint64 before = memoryPeak(node.pid());

    QByteArray batch = "[" + QByteArray(R"({"op":"get","key":"big"},)").repeated(16);
    batch.back() = ']';
    QTcpSocket other;
    other.connectToHost(node.address().host, node.address().port);
    QVERIFY(other.waitForConnected());
    asking.write("POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                 + QByteArray::number(batch.size()) + "\r\nConnection: close\r\n\r\n" + batch);
    qint64 longestMs = 0;
    QByteArray answer;
    while (asking.state() == QAbstractSocket::ConnectedState) {
        QElapsedTimer clock;
        clock.start();
        const QByteArray alive = exchange(other, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QVERIFY(alive.startsWith("HTTP/1.1 200"));
        longestMs = std::max(longestMs, clock.elapsed());
        answer += asking.readAll();
    }
    answer += asking.readAll();
    QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.left(100));
    QVERIFY(answer.contains("\"status\":413"));
    QVERIFY2(answer.size() > 24'000'000 && answer.size() < 70'000'000, qPrintable(QString::number(answer.size())));
    QVERIFY2(longestMs < 200, qPrintable(u"%1 ms"_s.arg(longestMs)));
    const qint64 grownKiB = memoryPeak(node.pid()) - before;
    QVERIFY2(grownKiB < 250 * 1024, qPrintable(u"%1 KiB"_s.arg(grownKiB)));
}

void TestOverload::stopUnderLoad_data()
{
    QTest::addColumn<bool>("bySignal");
    QTest::newRow("SIGTERM") << true;
    QTest::newRow("leave") << false;
}

// Everybody is answered, and told that it was the last answer there.
void TestOverload::stopUnderLoad()
{
    QFETCH(bool, bySignal);
    Ring ring;
    QVERIFY(ring.start(3));
    Daemon &node = ring.node(1);
    constexpr int clientCount = 16;
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < clientCount; ++i)
        clients.push_back(std::make_unique<Client>(node.address(), i));
    QTest::qWait(500);
    if (bySignal) {
        node.signalProcess(SIGTERM);
    } else {
        QTcpSocket leaving;
        leaving.connectToHost(node.address().host, node.address().port);
        QVERIFY(leaving.waitForConnected());
        QVERIFY(exchange(leaving, "POST /v1/node/leave HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                    .startsWith("HTTP/1.1 202"));
    }
    const auto ended = [&] {
        return std::all_of(clients.begin(), clients.end(), [](const auto &client) { return client->hasEnded(); });
    };
    QVERIFY(waitFor(ended, patienceMs));
    for (const auto &client : clients) {
        QCOMPARE(client->unanswered(), QByteArray());
        QVERIFY(client->wasToldToClose());
        QVERIFY(client->statuses().size() > 1);
        for (const int status : client->statuses().first(client->statuses().size() - 1))
            QVERIFY2(status == 201 || status == 204, qPrintable(QString::number(status)));
    }
    QVERIFY(node.waitUntilEnded());
    QCOMPARE(node.exitCode(), 0);
}

// It waits for others to end, takes no time over it, and says so once.
void TestOverload::outOfDescriptors()
{
    Daemon node({});
    QVERIFY(node.waitUntilReady());
    rlimit limit = {};
    QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_NOFILE, nullptr, &limit), 0);
    const rlimit few{40, limit.rlim_max};
    QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_NOFILE, &few, nullptr), 0);
    std::vector<std::unique_ptr<QTcpSocket>> idle;
    for (int i = 0; i < 80; ++i) {
        idle.push_back(std::make_unique<QTcpSocket>());
        idle.back()->connectToHost(node.address().host, node.address().port);
        QVERIFY(idle.back()->waitForConnected());
    }
    QVERIFY(waitFor([&] { return node.log().contains("cannot accept connections"); }, patienceMs));
    const double secondsBefore = processorSeconds(node.pid());
    QTest::qWait(2000);
    const double seconds = processorSeconds(node.pid()) - secondsBefore;
    QVERIFY2(seconds < 0.4, qPrintable(u"%1 s of 2"_s.arg(seconds)));
    QCOMPARE(node.log().count("cannot accept connections"), 1);
    idle.clear();
    QTcpSocket late;
    late.connectToHost(node.address().host, node.address().port);
    QVERIFY(exchange(late, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n").startsWith("HTTP/1.1 200"));
    QVERIFY(waitFor([&] { return node.log().contains("connections are accepted again"); }, patienceMs));
}

// No peer can be dialled: it says so once, takes no time over it, and goes on when there are some again.
void TestOverload::outOfDescriptorsForPeers()
{
    Daemon node({});
    QVERIFY(node.waitUntilReady());
    Daemon peer({u"--join"_s, node.addressText()});
    QVERIFY(peer.waitUntilReady());
    const QString peerAddress = peer.addressText();
    rlimit limit = {};
    QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_NOFILE, nullptr, &limit), 0);
    const auto descriptors = [&] {
        return QDir(u"/proc/%1/fd"_s.arg(node.pid())).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
    };
    const qsizetype before = descriptors().size();
    peer.kill();
    QVERIFY(waitFor([&] { return descriptors().size() < before; }, patienceMs));
    // The first free number is the limit; with one far below those in use, poll() itself would fail.
    const QStringList used = descriptors();
    rlim_t firstFree = 0;
    while (used.contains(QString::number(firstFree)))
        ++firstFree;
    const rlimit few{firstFree, limit.rlim_max};
    QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_NOFILE, &few, nullptr), 0);
    QVERIFY(waitFor([&] { return node.log().contains("No connection to it can be opened"); }, patienceMs));
    const double secondsBefore = processorSeconds(node.pid());
    QTest::qWait(2000);
    const double seconds = processorSeconds(node.pid()) - secondsBefore;
    QVERIFY2(seconds < 0.4, qPrintable(u"%1 s of 2"_s.arg(seconds)));
    QCOMPARE(node.log().count("warning funnelkvs.net"), 1);
    QVERIFY(node.isRunning());
    QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_NOFILE, &limit, nullptr), 0);
    Daemon again({u"--listen"_s, peerAddress, u"--join"_s, node.addressText()});
    QVERIFY(again.waitUntilReady(60'000));
}

// It cannot go on, but ends with the reason, and not as if it had crashed.
void TestOverload::outOfMemory()
{
    Daemon node({});
    QVERIFY(node.waitUntilReady());
    QFile status(u"/proc/%1/statm"_s.arg(node.pid()));
    QVERIFY(status.open(QIODevice::ReadOnly));
    const rlim_t pages = status.readAll().split(' ').first().toULongLong();
    const rlim_t bytes = pages * rlim_t(sysconf(_SC_PAGESIZE)) + 100 * 1024 * 1024;
    const rlimit little{bytes, bytes};
    QCOMPARE(prlimit(pid_t(node.pid()), RLIMIT_AS, &little, nullptr), 0);
    const QByteArray value(8 * 1024 * 1024, 'v');
    for (int i = 0; i < 100 && node.isRunning(); ++i) {
        QTcpSocket client;
        client.connectToHost(node.address().host, node.address().port);
        if (!client.waitForConnected())
            break;
        client.write("PUT /v1/kv/" + QByteArray::number(i) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                     + "Content-Length: " + QByteArray::number(value.size()) + "\r\n\r\n" + value);
        while (client.state() == QAbstractSocket::ConnectedState && client.waitForReadyRead(patienceMs)) { }
        QTest::qWait(1);
    }
    QVERIFY(node.waitUntilEnded());
    QVERIFY(node.exitedNormally());
    QCOMPARE(node.exitCode(), 1);
    QVERIFY2(node.log().contains("out of memory"), node.log().constData());
}

QTEST_GUILESS_MAIN(TestOverload)
#include "tst_overload.moc"
