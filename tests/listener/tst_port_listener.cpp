// SPDX-License-Identifier: GPL-3.0-or-later
//
// The port alone, without anything that speaks HTTP: who is taken for a peer and who for a client, and how long and in
// what numbers callers may be undecided.

#include "raw_client.h"

#include "listener/port_listener.h"

#include <QTest>

#include <memory>
#include <vector>

namespace {

// A port, and the sockets it has told of.
class Port {
public:
    explicit Port(const listener::ListenerLimits &limits = {.firstBytesTimeoutMs = 60'000})
        : m_port(limits)
    {
        QObject::connect(&m_port, &listener::PortListener::peerConnected, &m_port,
                         [this](QTcpSocket *socket) { peers.push_back(socket); });
        QObject::connect(&m_port, &listener::PortListener::clientConnected, &m_port,
                         [this](QAbstractSocket *socket) { clients.push_back(socket); });
        if (!m_port.listen(QHostAddress::LocalHost))
            qFatal("Cannot listen on a free port");
    }

    quint16 number() const { return m_port.serverPort(); }
    const listener::ListenerCounters &counters() const { return m_port.counters(); }
    void close() { m_port.close(); }

    std::vector<QTcpSocket *> peers;
    std::vector<QAbstractSocket *> clients;

private:
    listener::PortListener m_port;
};

// An unbuffered socket tells what is there only by reading it.
QByteArray readFrom(QAbstractSocket *socket, qsizetype bytes)
{
    QByteArray read;
    (void)QTest::qWaitFor([&] {
        read += socket->read(bytes - read.size());
        return read.size() >= bytes;
    });
    return read;
}

} // namespace

class TestPortListener : public QObject {
    Q_OBJECT

private slots:
    void peerWhole();
    void peerInPieces();
    void clients_data();
    void clients();
    void withoutTaker_data();
    void withoutTaker();
    void closedPort();
    void slowStart_data();
    void slowStart();
    void endsBeforeItIsDecided();
    void burstOfConnections();
    void undecidedConnections();
};

void TestPortListener::peerWhole()
{
    Port port;
    RawClient client(port.number());
    client.send("FKVS hello");
    QTRY_COMPARE(port.peers.size(), size_t(1));
    QTcpSocket *socket = port.peers.front();
    QCOMPARE(socket->metaObject(), &QTcpSocket::staticMetaObject);
    QCOMPARE(socket->peerAddress(), QHostAddress(QHostAddress::LocalHost));
    QTRY_COMPARE(socket->bytesAvailable(), 10);
    QCOMPARE(socket->readAll(), QByteArray("FKVS hello"));
    client.send(" more");
    QTRY_COMPARE(socket->bytesAvailable(), 5);
    socket->write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"); // whatever a peer says
    QCOMPARE(client.readAnswer().status, 200);
    QCOMPARE(port.counters().peerConnectionsTotal, 1U);
    QCOMPARE(port.counters().undecidedConnections, 0);
    QCOMPARE(port.clients.size(), size_t(0));
}

void TestPortListener::peerInPieces()
{
    Port port;
    RawClient client(port.number());
    for (const char byte : QByteArray("FKVS")) {
        QTest::qWait(25);
        QCOMPARE(port.peers.size(), size_t(0));
        client.send(QByteArray(1, byte));
    }
    QTRY_COMPARE(port.peers.size(), size_t(1));
    QTRY_COMPARE(port.peers.front()->bytesAvailable(), 4);
}

void TestPortListener::clients_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("then");
    QTest::newRow("a request") << QByteArray("GET / HTTP/1.1\r\n\r\n") << QByteArray();
    QTest::newRow("other method") << QByteArray("FKVX / HTTP/1.1\r\n\r\n") << QByteArray();
    QTest::newRow("other method in pieces") << QByteArray("FKV") << QByteArray("X / HTTP/1.1\r\n\r\n");
    QTest::newRow("F only") << QByteArray("F") << QByteArray("OO / HTTP/1.1\r\n\r\n");
    QTest::newRow("lower case") << QByteArray("fkvs\r\n") << QByteArray();
    QTest::newRow("cut short") << QByteArray("FKV") << QByteArray("\r\n");
    QTest::newRow("space in front") << QByteArray(" FKVS") << QByteArray();
}

void TestPortListener::clients()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, then);
    Port port;
    RawClient client(port.number());
    client.send(first);
    QTest::qWait(30);
    client.send(then);
    QTRY_COMPARE(port.clients.size(), size_t(1));
    QCOMPARE(readFrom(port.clients.front(), first.size() + then.size()), first + then);
    QCOMPARE(port.peers.size(), size_t(0));
    QCOMPARE(port.counters().peerConnectionsTotal, 0U);
}

void TestPortListener::withoutTaker_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("peer") << QByteArray("FKVS");
    QTest::newRow("client") << QByteArray("GET");
}

void TestPortListener::withoutTaker()
{
    QFETCH(QByteArray, bytes);
    listener::PortListener port;
    QVERIFY(port.listen(QHostAddress::LocalHost));
    RawClient client(port.serverPort());
    client.send(bytes);
    QVERIFY(client.waitForClose());
    QCOMPARE(port.counters().peerConnectionsTotal, 0U);
}

// A client that has not said what it wants when the port closes is not taken any more.
void TestPortListener::closedPort()
{
    Port port;
    RawClient client(port.number());
    QTRY_COMPARE(port.counters().undecidedConnections, 1);
    port.close();
    client.send("GET");
    QVERIFY(client.waitForClose());
    QCOMPARE(port.clients.size(), size_t(0));
}

void TestPortListener::slowStart_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("one byte of the magic") << QByteArray("F");
    QTest::newRow("three bytes of the magic") << QByteArray("FKV");
}

void TestPortListener::slowStart()
{
    QFETCH(QByteArray, bytes);
    Port port({.firstBytesTimeoutMs = 100});
    RawClient client(port.number());
    client.send(bytes);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.unread(), QByteArray());
    QCOMPARE(port.counters().timeoutsTotal, 1U);
}

void TestPortListener::endsBeforeItIsDecided()
{
    Port port;
    {
        RawClient client(port.number());
        client.send("FK");
        QTRY_COMPARE(port.counters().undecidedConnections, 1);
        client.abort();
    }
    RawClient closing(port.number());
    closing.halfClose();
    QVERIFY(closing.waitForClose());
    QTRY_COMPARE(port.counters().undecidedConnections, 0);
    QCOMPARE(port.counters().timeoutsTotal, 0U);
}

// In a burst there are more newcomers than may be undecided before anybody has looked at the first of them.
void TestPortListener::burstOfConnections()
{
    Port port({.undecidedMax = 4, .firstBytesTimeoutMs = 60'000});
    std::vector<std::unique_ptr<QTcpSocket>> callers;
    for (int i = 0; i < 40; ++i) {
        callers.push_back(std::make_unique<QTcpSocket>());
        callers.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), port.number());
        QVERIFY(callers.back()->waitForConnected()); // by the kernel; the port has not run yet
        callers.back()->write("GET");
        QVERIFY(callers.back()->waitForBytesWritten());
    }
    QTRY_COMPARE(port.clients.size(), size_t(40));
}

void TestPortListener::undecidedConnections()
{
    Port port({.undecidedMax = 2, .firstBytesTimeoutMs = 60'000});
    RawClient oldest(port.number());
    QTRY_COMPARE(port.counters().undecidedConnections, 1);
    QTest::qWait(5);
    RawClient second(port.number());
    RawClient third(port.number());
    QVERIFY(oldest.waitForClose());
    third.send("GET");
    QTRY_COMPARE(port.clients.size(), size_t(1));
    second.send("FKVS");
    QTRY_COMPARE(port.peers.size(), size_t(1));
}

QTEST_GUILESS_MAIN(TestPortListener)
#include "tst_port_listener.moc"
