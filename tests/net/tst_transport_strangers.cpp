// SPDX-License-Identifier: GPL-3.0-or-later
//
// Those who must not get in, and what they send: other rings, doubles of this node, servers of another kind, and bytes
// that are no frames. Each loses its connection and nothing else happens.

#include "net_fixture.h"

#include <QtTest>

using namespace net;
using namespace Qt::StringLiterals;

class TestTransportStrangers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesOtherRings_data();
    void refusesOtherRings();
    void refusesTheFormerVersion();
    void refusesAPeerWithItsOwnId();
    void refusesToCallItself();
    void refusesServersOfAnotherKind_data();
    void refusesServersOfAnotherKind();
    void closesOnWrongBytes_data();
    void closesOnWrongBytes();
    void readsAGreetingInAnyPieces();
    void bearsAReplayedConnection();
    void boundsTheNumberOfGreetings();
};

void TestTransportStrangers::refusesOtherRings_data()
{
    QTest::addColumn<QByteArray>("ringName");
    QTest::addColumn<int>("idBits");
    QTest::addColumn<int>("replicas");
    QTest::addColumn<QString>("word");
    QTest::newRow("ring name") << QByteArray("other") << 160 << 3 << u"other"_s;
    QTest::newRow("identifier bits") << QByteArray(testRing) << 64 << 3 << u"64"_s;
    QTest::newRow("replicas") << QByteArray(testRing) << 160 << 2 << u"replicas"_s;
}

void TestTransportStrangers::refusesOtherRings()
{
    QFETCH(QByteArray, ringName);
    QFETCH(int, idBits);
    QFETCH(int, replicas);
    QFETCH(QString, word);
    chord::Config config;
    config.idBits = idBits;
    config.replicas = replicas;
    TestPeer newcomer({.id = 1, .ringName = ringName, .config = config});
    TestPeer member(2);
    newcomer.transport().send(member.address(), numbered(1));
    QTRY_COMPARE(newcomer.refusals.size(), 1u);
    const auto &[address, reason] = newcomer.refusals[0];
    QCOMPARE(address, member.address());
    QVERIFY2(reason.contains(word), qPrintable(reason));
    QVERIFY(newcomer.unreachable.empty());
    QVERIFY(member.refusals.empty()); // it has only been asked
    QVERIFY(member.received.empty());
    QCOMPARE(member.transport().counters().connectionsRefused, 1u);
    QCOMPARE(newcomer.transport().counters().connectionsRefused, 1u);
    QCOMPARE(member.transport().counters().connections, 0);

    member.transport().send(newcomer.address(), numbered(1));
    QTRY_COMPARE(member.refusals.size(), 1u);
    QVERIFY(newcomer.received.empty());
}

// A node of version 1 gets a refusal that it can read, with a sentence for its user.
void TestTransportStrangers::refusesTheFormerVersion()
{
    TestPeer member(1);
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), member.port());
    socket.write(QByteArray::fromHex("464b5653 0000002f 87 6568656c6c6f 01 69 66756e6e656c6b7673 06 03 1a01000000"
                                     "83 4108 6f 3132372e302e302e313a3131303038 191f40"));
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    const wire::Greeting greeting = wire::decodeGreeting(socket.readAll().mid(wire::frameHeaderBytes));
    QVERIFY(std::holds_alternative<wire::Refusal>(greeting));
    QCOMPARE(std::get<wire::Refusal>(greeting).reason, wire::Refusal::Reason::ProtocolVersion);
    QVERIFY(std::get<wire::Refusal>(greeting).text.contains(u"version 4 of the protocol, yours speaks version 1"_s));
    QCOMPARE(member.transport().counters().connectionsRefused, 1u);
}

void TestTransportStrangers::refusesAPeerWithItsOwnId()
{
    TestPeer a(1);
    TestPeer twin({.id = 1, .incarnation = 101});
    twin.transport().send(a.address(), numbered(1));
    QTRY_COMPARE(twin.refusals.size(), 1u);
    QVERIFY2(twin.refusals[0].second.contains(u"identifier"_s), qPrintable(twin.refusals[0].second));
    QVERIFY(a.received.empty());
}

void TestTransportStrangers::refusesToCallItself()
{
    TestPeer a(1);
    a.transport().send(a.address(), numbered(1));
    QVERIFY(a.refusals.empty()); // never from within send
    QTRY_COMPARE(a.refusals.size(), 1u);
    QCOMPARE(a.refusals[0].first, a.address());

    const QByteArray alias = "localhost:" + QByteArray::number(a.port());
    a.transport().send(alias, numbered(2));
    QTRY_COMPARE(a.refusals.size(), 2u);
    QCOMPARE(a.refusals[1].first, alias);
    QVERIFY2(a.refusals[1].second.contains(u"itself"_s), qPrintable(a.refusals[1].second));
    QVERIFY(a.received.empty());
}

void TestTransportStrangers::refusesServersOfAnotherKind_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("TLS alert") << QByteArray("\x15\x03\x01\x00\x02\x02\x46", 7);
    QTest::newRow("zeros") << QByteArray(100, '\0');
    QTest::newRow("a frame that is no hello") << frameOf(numbered(1));
    QTest::newRow("its own greeting back") << greetingOf(strangerWith(1, "127.0.0.1:1"));
}

void TestTransportStrangers::refusesServersOfAnotherKind()
{
    QFETCH(QByteArray, answer);
    TestPeer a(1);
    MutePort server(answer);
    a.transport().send(server.address(), numbered(1));
    QTRY_COMPARE(a.refusals.size(), 1u);
    QCOMPARE(a.transport().problem(server.address()), a.refusals[0].second);
    QVERIFY(a.unreachable.empty());
    QCOMPARE(a.transport().counters().connections, 0);
}

void TestTransportStrangers::closesOnWrongBytes_data()
{
    QTest::addColumn<QByteArray>("bytes"); // $ stands for a proper greeting
    QTest::addColumn<int>("delivered");
    QTest::newRow("other magic") << QByteArray("HELO, is anybody there?") << 0;
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n") << 0;
    QTest::newRow("zeros") << QByteArray(1000, '\0') << 0;
    QTest::newRow("magic, then zeros") << QByteArray("FKVS" + QByteArray(1000, '\0')) << 0;
    QTest::newRow("magic, then a huge hello") << QByteArray("FKVS\x7f\xff\xff\xff") << 0;
    QTest::newRow("magic, then a message") << QByteArray("FKVS" + frameOf(numbered(1))) << 0;
    QTest::newRow("garbage after the greeting")
        << QByteArray('$' + QByteArray::fromHex("00000005") + "hello" + QByteArray(100, 'x')) << 0;
    QTest::newRow("empty frame") << QByteArray("$" + QByteArray(4, '\0')) << 0;
    QTest::newRow("oversized frame") << QByteArray("$\x7f\xff\xff\xff") << 0;
    QTest::newRow("second hello") << QByteArray("$" + greetingOf(strangerWith(2, "127.0.0.1:9")).sliced(4)) << 0;
    QTest::newRow("garbage after a message")
        << QByteArray('$' + frameOf(numbered(1)) + QByteArray::fromHex("00000001ff")) << 1;
    QTest::newRow("two messages, then zeros")
        << QByteArray("$" + frameOf(numbered(1)) + frameOf(numbered(2)) + QByteArray(8, '\0')) << 2;
}

void TestTransportStrangers::closesOnWrongBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, delivered);
    TestPeer a(1);
    TestPeer other(3);
    other.transport().send(a.address(), numbered(1));
    QTRY_COMPARE(a.received.size(), 1u);

    QTcpSocket stranger;
    stranger.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
    const chord::NodeRef self = strangerWith(2, "127.0.0.1:" + QByteArray::number(freePort()));
    stranger.write(bytes.startsWith('$') ? greetingOf(self) + bytes.sliced(1) : bytes);
    QTRY_COMPARE(stranger.state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(numbersFrom(a, self), upTo(quint64(delivered)));
    QCOMPARE(a.transport().counters().connections, 1);
    const TransportCounters counters = a.transport().counters();
    QCOMPARE(counters.connectionsBroken + counters.connectionsRefused, 1u);

    // Nobody else notices.
    other.transport().send(a.address(), numbered(2));
    QTRY_COMPARE(numbersFrom(a, other.self()), upTo(2));
    QCOMPARE(other.transport().counters().connectionsOpened, 1u);
}

void TestTransportStrangers::readsAGreetingInAnyPieces()
{
    TestPeer a(1);
    const chord::NodeRef self = strangerWith(2, "127.0.0.1:" + QByteArray::number(freePort()));
    const QByteArray bytes = greetingOf(self) + frameOf(numbered(1)) + frameOf(numbered(2));
    for (qsizetype split = 1; split < bytes.size(); ++split) {
        a.received.clear();
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
        QVERIFY(socket.waitForConnected());
        socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        socket.write(bytes.first(split));
        socket.flush();
        QTRY_VERIFY(a.transport().counters().bytesReceived > 0 || split < 5);
        QCoreApplication::processEvents();
        socket.write(bytes.sliced(split));
        QTRY_COMPARE(numbersFrom(a, self), upTo(2));
    }
    // Truncated for good: nothing is delivered, nothing breaks.
    a.received.clear();
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
        socket.write(bytes.chopped(1));
        QTRY_COMPARE(a.received.size(), 1u);
    }
    QTRY_COMPARE(a.transport().counters().connections, 0);
    QCOMPARE(a.received.size(), 1u);
    QCOMPARE(a.transport().counters().connectionsBroken, 0u);
}

void TestTransportStrangers::bearsAReplayedConnection()
{
    TestPeer a(1);
    TestPeer b(2);
    b.transport().send(a.address(), numbered(1));
    QTRY_COMPARE(a.received.size(), 1u);
    const QByteArray recorded = greetingOf(b.self()) + frameOf(numbered(1));
    for (quint64 i = 1; i <= 3; ++i) {
        QTcpSocket replay;
        replay.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
        replay.write(recorded);
        // Messages may come twice, on any network: the core is used to it.
        QTRY_COMPARE(a.received.size(), size_t(1 + i));
        replay.abort();
    }
    // Whatever a sends reaches the real peer in the end.
    quint64 next = 10;
    QTRY_VERIFY([&] {
        a.transport().send(b.address(), numbered(next++));
        return !b.received.empty();
    }());
    b.transport().send(a.address(), numbered(5));
    QTRY_COMPARE(a.received.back().second, numbered(5));
    QVERIFY(a.unreachable.empty());
}

void TestTransportStrangers::boundsTheNumberOfGreetings()
{
    TransportLimits limits = quickLimits();
    limits.helloTimeoutMs = 10'000;
    limits.greetingsMax = 3;
    TestPeer a({.id = 1, .limits = limits});
    std::vector<std::unique_ptr<QTcpSocket>> strangers;
    for (int i = 0; i < 10; ++i) {
        strangers.push_back(std::make_unique<QTcpSocket>());
        strangers.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
        QVERIFY(strangers.back()->waitForConnected());
    }
    QTRY_COMPARE(a.transport().counters().connectionsRefused, 7u);
    QTRY_COMPARE(std::count_if(strangers.begin(), strangers.end(),
                               [](const auto &socket) { return socket->state() == QAbstractSocket::ConnectedState; }),
                 3);
}

QTEST_GUILESS_MAIN(TestTransportStrangers)
#include "tst_transport_strangers.moc"
