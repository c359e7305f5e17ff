// SPDX-License-Identifier: GPL-3.0-or-later
//
// The guarded port inside TLS: requests, large values, pipelining, peers, deadlines; and callers that bring the wrong
// protocol, which are closed upon, named in the log, and change nothing.

#include "http_fixture.h"
#include "raw_client.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTest>

#include <future>

namespace {

QByteArray contentOf(const char *name)
{
    QFile file(QStringLiteral(FUNNELKVS_SOURCE_DIR "/tests/certificates/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QSslConfiguration serving(const char *certificate, const char *key, QSsl::KeyAlgorithm algorithm = QSsl::Ec)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(contentOf(certificate)));
    configuration.setPrivateKey(QSslKey(contentOf(key), algorithm));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

struct TlsFixture : HttpFixture {
    explicit TlsFixture(const http::HttpLimits &limits = {}, const listener::ListenerLimits &portLimits = {})
        : HttpFixture(limits, portLimits)
    {
        port->setTls(serving("node.pem", "node.key"));
    }
};

QByteArray get(const QByteArray &path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: n\r\n\r\n";
}

// A client that trusts the tests' authority.
class TlsClient {
public:
    explicit TlsClient(quint16 port)
    {
        QSslConfiguration configuration = m_socket.sslConfiguration();
        configuration.setCaCertificates({QSslCertificate(contentOf("ca.pem"))});
        m_socket.setSslConfiguration(configuration);
        m_socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
    }

    bool waitUntilEncrypted()
    {
        return QTest::qWaitFor([this] { return m_socket.isEncrypted() || hasEnded(); }, 10'000)
            && m_socket.isEncrypted();
    }
    bool hasEnded() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    bool waitForClose()
    {
        return QTest::qWaitFor([this] { return hasEnded(); }, 10'000);
    }
    void send(const QByteArray &bytes) { m_socket.write(bytes); }
    // The body of the next answer; null if none comes.
    QByteArray readBody(int status = 200)
    {
        qsizetype head = -1;
        qsizetype length = 0;
        const auto complete = [&] {
            if (m_socket.isOpen())
                m_read += m_socket.readAll();
            if (head < 0 && m_read.contains("\r\n\r\n")) {
                head = m_read.indexOf("\r\n\r\n") + 4;
                const qsizetype field = m_read.indexOf("Content-Length: ") + 16;
                length = m_read.mid(field, m_read.indexOf('\r', field) - field).toLongLong();
            }
            return head >= 0 && m_read.size() >= head + length;
        };
        if (!QTest::qWaitFor([&] { return complete() || hasEnded(); }, 20'000) || !complete())
            return {};
        const bool isAsWanted = m_read.startsWith("HTTP/1.1 " + QByteArray::number(status));
        const QByteArray body = m_read.mid(head, length);
        m_read.remove(0, head + length);
        return isAsWanted ? body : QByteArray();
    }
    QSslSocket &socket() { return m_socket; }

private:
    QSslSocket m_socket;
    QByteArray m_read;
};

QByteArrayList logLines;

void keepLine(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logLines.append(text.toUtf8());
}

} // namespace

class TestPortTls : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void requests();
    void largeValuesBothWays();
    void pipelinedWithDelayedAnswers();
    void slowReaderCostsOneSlice();
    void peers();
    void plainTextAtATlsPort_data();
    void plainTextAtATlsPort();
    void tlsAtAPlainPort();
    void wrongProtocolDoesNotFloodTheLog();
    void handshakeThatStops();
    void silenceAfterTheHandshake();
    void abortedHandshakes();
    void clientThatLeavesEarly();
    void newCertificateForNewConnections();
};

void TestPortTls::initTestCase()
{
    QVERIFY2(QSslSocket::supportsSsl(), "Qt has no TLS backend here");
}

void TestPortTls::cleanup()
{
    qInstallMessageHandler(nullptr);
    logLines.clear();
}

void TestPortTls::requests()
{
    const TlsFixture guard;
    TlsClient client(guard.portNumber());
    QVERIFY(client.waitUntilEncrypted());
    for (int i = 0; i < 3; ++i) {
        client.send(get("/a"));
        QCOMPARE(client.readBody(), QByteArray("GET /a 0"));
    }
    client.send("GET / HTTP/9.9\r\n\r\n");
    QVERIFY(client.readBody(505).contains("HTTP/1.1"));
    QVERIFY(client.waitForClose());
    QCOMPARE(guard.counters().requestsTotal, 3U);
    QCOMPARE(guard.portCounters().undecidedConnections, 0);
    QVERIFY(guard.waitForConnections(0));
}

void TestPortTls::largeValuesBothWays()
{
    const TlsFixture guard;
    QByteArray value(5'000'000, Qt::Uninitialized);
    for (qsizetype i = 0; i < value.size(); ++i)
        value[i] = char(i * 7 + i / 256);
    TlsClient client(guard.portNumber());
    for (int i = 0; i < 2; ++i) {
        client.send("PUT /echo HTTP/1.1\r\nHost: n\r\nContent-Length: 5000000\r\n\r\n" + value);
        QVERIFY(client.readBody() == value);
    }
}

void TestPortTls::pipelinedWithDelayedAnswers()
{
    TlsFixture guard;
    TlsClient client(guard.portNumber());
    client.send(get("/held/1") + get("/2") + get("/held/3") + get("/4"));
    QVERIFY(guard.waitForHeld(1));
    QTest::qWait(20);
    QCOMPARE(guard.handler.paths.size(), 1);
    guard.handler.held.front().reply.send(200, {}, "one");
    QCOMPARE(client.readBody(), QByteArray("one"));
    QCOMPARE(client.readBody(), QByteArray("GET /2 0"));
    QVERIFY(guard.waitForHeld(2));
    guard.handler.held.back().reply.send(200, {}, "three");
    QCOMPARE(client.readBody(), QByteArray("three"));
    QCOMPARE(client.readBody(), QByteArray("GET /4 0"));
}

// What the socket has taken to send but not sent counts, so that a large answer is not copied whole. The client stops
// running its events when it has asked.
void TestPortTls::slowReaderCostsOneSlice()
{
    http::HttpLimits limits;
    limits.writeTimeoutMs = 300;
    limits.transferBytesPerSecondMin = 100'000'000;
    const TlsFixture guard(limits);
    std::promise<void> over;
    std::future<bool> asking =
        std::async(std::launch::async, [number = guard.portNumber(), end = over.get_future()]() mutable {
            QSslSocket socket;
            socket.setPeerVerifyMode(QSslSocket::VerifyNone);
            socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), number);
            bool isAsked = socket.waitForEncrypted(10'000);
            socket.write(get("/size/50000000"));
            isAsked = isAsked && socket.waitForBytesWritten(10'000);
            end.wait();
            return isAsked;
        });
    const bool wasThere = guard.waitForConnections(1);
    const bool isGone = guard.waitForConnections(0);
    over.set_value();
    QVERIFY(asking.get());
    QVERIFY(wasThere);
    QVERIFY(isGone);
    QCOMPARE(guard.counters().timeoutsTotal, 1U);
}

void TestPortTls::peers()
{
    const TlsFixture guard;
    std::vector<QTcpSocket *> sockets;
    QObject::connect(guard.port, &listener::PortListener::peerConnected, guard.port,
                     [&sockets](QTcpSocket *socket) { sockets.push_back(socket); });
    TlsClient client(guard.portNumber());
    client.send("FK");
    QVERIFY(client.waitUntilEncrypted());
    QTest::qWait(20);
    QCOMPARE(sockets.size(), size_t(0));
    client.send("VS hello");
    QTRY_COMPARE(sockets.size(), size_t(1));
    QTRY_COMPARE(sockets.front()->bytesAvailable(), 10);
    QCOMPARE(sockets.front()->readAll(), QByteArray("FKVS hello"));
    sockets.front()->write("welcome");
    QTRY_COMPARE(client.socket().bytesAvailable(), 7);
    QCOMPARE(guard.portCounters().peerConnectionsTotal, 1U);
    QCOMPARE(guard.counters().connectionsTotal, 0U);
}

void TestPortTls::plainTextAtATlsPort_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("HTTP") << get("/");
    QTest::newRow("a peer") << QByteArray("FKVS hello");
    QTest::newRow("garbage") << QByteArray("\0\1\2\3", 4);
}

void TestPortTls::plainTextAtATlsPort()
{
    QFETCH(QByteArray, bytes);
    const TlsFixture guard;
    qInstallMessageHandler(keepLine);
    RawClient client(guard.portNumber());
    client.send(bytes);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.unread(), QByteArray());
    QVERIFY(guard.handler.paths.isEmpty());
    QCOMPARE(guard.portCounters().wrongProtocolTotal, 1U);
    QCOMPARE(guard.counters().connectionsTotal, 0U);
    QCOMPARE(logLines.size(), 1);
    QVERIFY2(logLines.first().startsWith("127.0.0.1: It speaks plain text"), logLines.first().constData());
}

void TestPortTls::tlsAtAPlainPort()
{
    const HttpFixture guard;
    qInstallMessageHandler(keepLine);
    TlsClient client(guard.portNumber());
    QVERIFY(!client.waitUntilEncrypted());
    QVERIFY(client.waitForClose());
    QCOMPARE(guard.portCounters().wrongProtocolTotal, 1U);
    QCOMPARE(guard.counters().connectionsTotal, 0U);
    QCOMPARE(logLines.size(), 1);
    QVERIFY2(logLines.first().startsWith("127.0.0.1: It speaks TLS"), logLines.first().constData());
    qInstallMessageHandler(nullptr);
    RawClient other(guard.portNumber());
    other.send(get("/"));
    QCOMPARE(other.readAnswer().status, 200);
}

void TestPortTls::wrongProtocolDoesNotFloodTheLog()
{
    const TlsFixture guard;
    qInstallMessageHandler(keepLine);
    for (int i = 0; i < 20; ++i) {
        RawClient client(guard.portNumber());
        client.send(get("/"));
        QVERIFY(client.waitForClose());
    }
    QCOMPARE(guard.portCounters().wrongProtocolTotal, 20U);
    QVERIFY(logLines.size() < 10);
}

void TestPortTls::handshakeThatStops()
{
    const TlsFixture guard({}, listener::ListenerLimits{.firstBytesTimeoutMs = 200});
    RawClient client(guard.portNumber());
    client.send(QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
    QVERIFY(client.waitForClose());
    QCOMPARE(guard.portCounters().timeoutsTotal, 1U);
    QCOMPARE(guard.portCounters().undecidedConnections, 0);
}

void TestPortTls::silenceAfterTheHandshake()
{
    const TlsFixture guard({}, listener::ListenerLimits{.firstBytesTimeoutMs = 500});
    TlsClient client(guard.portNumber());
    QVERIFY(client.waitUntilEncrypted());
    QVERIFY(client.waitForClose());
    QTRY_COMPARE(guard.portCounters().undecidedConnections, 0);
}

void TestPortTls::abortedHandshakes()
{
    const TlsFixture guard;
    for (int i = 0; i < 20; ++i) {
        RawClient client(guard.portNumber());
        client.send(QByteArray("\x16\x03\x01", 3) + QByteArray(i, 'x'));
        if (i % 2 == 0)
            QTest::qWait(5);
        client.abort();
    }
    QTRY_COMPARE(guard.portCounters().undecidedConnections, 0);
    TlsClient client(guard.portNumber());
    client.send(get("/"));
    QCOMPARE(client.readBody(), QByteArray("GET / 0"));
}

void TestPortTls::clientThatLeavesEarly()
{
    TlsFixture guard;
    {
        TlsClient client(guard.portNumber());
        client.send(get("/held"));
        QVERIFY(guard.waitForHeld(1));
        client.socket().abort();
        QVERIFY(guard.waitForConnections(0));
    }
    guard.handler.held.front().reply.send(200, {}, "to nobody");
    QCOMPARE(guard.counters().requestsInFlight, 0);
}

void TestPortTls::newCertificateForNewConnections()
{
    const TlsFixture guard;
    TlsClient before(guard.portNumber());
    QVERIFY(before.waitUntilEncrypted());
    guard.port->setTls(serving("other.pem", "other.key"));
    TlsClient after(guard.portNumber());
    QVERIFY(after.waitUntilEncrypted());
    QCOMPARE(before.socket().peerCertificate(), QSslCertificate(contentOf("node.pem")));
    QCOMPARE(after.socket().peerCertificate(), QSslCertificate(contentOf("other.pem")));
    for (TlsClient *client : {&before, &after}) {
        client->send(get("/"));
        QCOMPARE(client->readBody(), QByteArray("GET / 0"));
    }
    guard.port->setTls(serving("rsa.pem", "rsa.key", QSsl::Rsa));
    TlsClient untrusting(guard.portNumber());
    QVERIFY(!untrusting.waitUntilEncrypted());
}

QTEST_GUILESS_MAIN(TestPortTls)
#include "tst_port_tls.moc"
