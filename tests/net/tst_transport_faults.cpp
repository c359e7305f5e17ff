// SPDX-License-Identifier: GPL-3.0-or-later
//
// Peers that die, are not there, come back as somebody else, do not answer, or do not read.

#include "net_fixture.h"

#include <QtTest>

using namespace net;
using namespace Qt::StringLiterals;

class TestTransportFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsWhenAPeerDies_data();
    void tellsWhenAPeerDies();
    void reconnectsWhenOnlyTheConnectionBreaks();
    void tellsWhenNobodyListens();
    void refusalProvesDeath_data();
    void refusalProvesDeath();
    void restartedPeerIsNotDead();
    void nameThatDoesNotResolveProvesNothing();
    void tellsWhenTheAddressIsNone();
    void dialsAgainWithBackoffWhileThereIsSomethingToSend();
    void givesUpOnAPeerThatSendsNoHello();
    void closesOnAPeerThatFallsSilent();
    void boundsWhatWaitsForASlowReader();
    void boundsWhatWaitsForAConnection();
    void dropsWhatIsStaleWhenAConnectionComesAbout();
    void meetsARestartedPeerAnew();
    void replacesTheConnectionOfAFormerIncarnation();
};

void TestTransportFaults::tellsWhenAPeerDies_data()
{
    QTest::addColumn<bool>("dialledByTheDead");
    QTest::addColumn<int>("ageMs");
    QTest::newRow("who was dialled") << false << 0;
    QTest::newRow("who had dialled") << true << 0;
    QTest::newRow("after some time") << false << 1100;
}

void TestTransportFaults::tellsWhenAPeerDies()
{
    QFETCH(bool, dialledByTheDead);
    QFETCH(int, ageMs);
    TestPeer a(1);
    TestPeer b(2);
    TestPeer other(3);
    (dialledByTheDead ? b : a).transport().send(dialledByTheDead ? a.address() : b.address(), numbered(1));
    a.transport().send(other.address(), numbered(1));
    QTRY_COMPARE((dialledByTheDead ? a : b).received.size(), 1u);
    QTRY_COMPARE(other.received.size(), 1u);
    QTest::qWait(ageMs); // young connections are probed later than old ones
    b.die();
    QElapsedTimer timer;
    timer.start();
    QTRY_COMPARE(a.unreachable, QByteArrayList{b.address()});
    QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(a.proofs, std::vector<bool>{!systemBootId().isEmpty()});
    QVERIFY(!a.transport().problem(b.address()).isEmpty());
    // The rest of the world goes on.
    a.transport().send(other.address(), numbered(2));
    QTRY_COMPARE(other.received.size(), 2u);
    QVERIFY(other.unreachable.empty());
}

void TestTransportFaults::reconnectsWhenOnlyTheConnectionBreaks()
{
    TestPeer a(1);
    TestPeer b(2);
    a.transport().send(b.address(), numbered(1));
    QTRY_COMPARE(b.received.size(), 1u);
    b.cutConnections();
    // Found out, and dialled again, without anything to send.
    QTRY_VERIFY(a.transport().counters().connectionsOpened >= 2);
    QTRY_VERIFY(a.transport().counters().connections >= 1);
    a.transport().send(b.address(), numbered(2));
    QTRY_COMPARE(b.received.size(), 2u);
    QVERIFY(a.unreachable.empty());
    QVERIFY(b.unreachable.empty());
    QCOMPARE(a.transport().problem(b.address()), QString());
}

void TestTransportFaults::tellsWhenNobodyListens()
{
    TestPeer a(1);
    const chord::Address nobody = "127.0.0.1:" + QByteArray::number(freePort());
    a.transport().send(nobody, numbered(1));
    QVERIFY(a.unreachable.empty()); // never from within send
    QTRY_COMPARE(a.unreachable, QByteArrayList{nobody});
    QCOMPARE(a.transport().counters().messagesDropped, 1u);
    QCOMPARE(a.proofs, std::vector<bool>{false}); // nobody is known to have been there
    QCOMPARE(a.transport().counters().connectionsFailed, 1u);
    QVERIFY(a.transport().problem(nobody).contains(u"refused"_s));
}

void TestTransportFaults::refusalProvesDeath_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("bootId");
    QTest::addColumn<bool>("proof");
    const QByteArray here = systemBootId();
    QTest::newRow("IPv4") << QByteArray("127.0.0.1") << here << !here.isEmpty();
    QTest::newRow("all of 127.0.0.0/8") << QByteArray("127.8.9.10") << here << !here.isEmpty();
    QTest::newRow("IPv6") << QByteArray("[::1]") << here << !here.isEmpty();
    QTest::newRow("a name") << QByteArray("localhost") << here << false;
    QTest::newRow("another machine") << QByteArray("127.0.0.1") << QByteArray(wire::bootIdBytes, 'b') << false;
    QTest::newRow("a machine without a name") << QByteArray("127.0.0.1") << QByteArray() << false;
}

// Says hello, is gone, and refuses to be connected to.
void TestTransportFaults::refusalProvesDeath()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, bootId);
    QFETCH(bool, proof);
    TestPeer a(1);
    const chord::NodeRef self = strangerWith(2, host + ':' + QByteArray::number(freePort()));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
    socket.write(greetingOf(self, testRing, {}, bootId));
    QTRY_COMPARE(a.transport().counters().connections, 1);
    a.transport().send(self.address, numbered(1)); // in use: it is dialled again when it is lost
    QTRY_VERIFY(socket.bytesAvailable() >= frameOf(numbered(1)).size());
    QVERIFY(a.unreachable.empty());
    socket.abort();
    QTRY_COMPARE(a.unreachable, QByteArrayList{self.address});
    QCOMPARE(a.proofs, std::vector<bool>{proof});
}

void TestTransportFaults::restartedPeerIsNotDead()
{
    TestPeer a(1);
    auto b = std::make_unique<TestPeer>(TestPeer::Settings{.id = 2, .incarnation = 100});
    const quint16 port = b->port();
    const chord::Address address = b->address();
    a.transport().send(address, numbered(1));
    QTRY_COMPARE(b->received.size(), 1u);
    b->die();
    b = std::make_unique<TestPeer>(TestPeer::Settings{.id = 2, .incarnation = 101, .port = port});
    b->transport().send(a.address(), numbered(2));
    QTRY_COMPARE(numbersFrom(a, b->self()), std::vector<quint64>{2});
    QVERIFY2(std::count(a.proofs.begin(), a.proofs.end(), true) == 0, "another incarnation lives at this address");
}

void TestTransportFaults::nameThatDoesNotResolveProvesNothing()
{
    TestPeer a(1);
    const chord::Address nobody = "no-such-host.invalid:11000";
    a.transport().send(nobody, numbered(1));
    QTRY_COMPARE_WITH_TIMEOUT(a.transport().counters().connectionsFailed, 1u, 30'000);
    QVERIFY(a.transport().problem(nobody).contains(u"cannot be resolved"_s));
    a.transport().send(nobody, numbered(2));
    QTRY_COMPARE_WITH_TIMEOUT(a.transport().counters().connectionsFailed, 2u, 30'000);
    QCoreApplication::processEvents();
    QVERIFY2(a.unreachable.empty(), "a resolver that does not answer must not make a peer dead");
}

void TestTransportFaults::tellsWhenTheAddressIsNone()
{
    TestPeer a(1);
    for (const QByteArray &address : QByteArrayList{"", "nonsense", "::1:80", "a b:80", "\xff\xfe:80"}) {
        a.unreachable.clear();
        a.transport().send(address, numbered(1));
        QVERIFY(a.unreachable.empty());
        QTRY_COMPARE(a.unreachable, QByteArrayList{address});
        QVERIFY(a.transport().problem(address).contains(u"HOST:PORT"_s));
    }
}

void TestTransportFaults::dialsAgainWithBackoffWhileThereIsSomethingToSend()
{
    TestPeer a(1);
    const quint16 port = freePort();
    const chord::Address address = "127.0.0.1:" + QByteArray::number(port);
    QElapsedTimer timer;
    timer.start();
    for (int failures = 1; failures <= 4; ++failures) {
        a.transport().send(address, numbered(1));
        QTRY_COMPARE(a.unreachable.size(), qsizetype(failures));
    }
    // Waits of at least 50, 50 and 100 ms lie between the four.
    QVERIFY2(timer.elapsed() >= 195, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(a.transport().counters().connectionsFailed, 4u);
    // It is not dialled for nothing.
    QTest::qWait(500);
    QCOMPARE(a.transport().counters().connectionsFailed, 4u);

    TestPeer late({.id = 2, .port = port});
    a.transport().send(address, numbered(2));
    QTRY_COMPARE(late.received.size(), 1u);
}

void TestTransportFaults::givesUpOnAPeerThatSendsNoHello()
{
    TestPeer a(1);
    MutePort mute;
    a.transport().send(mute.address(), numbered(1));
    QTRY_VERIFY(a.transport().problem(mute.address()).contains(u"no hello"_s));
    QCOMPARE(a.transport().counters().messagesDropped, 1u);
    // It may be stopped, or busy: whether it is dead is not for the transport to say.
    QVERIFY(a.unreachable.empty());
    QVERIFY(a.refusals.empty());

    // The same the other way round: somebody connects and sends nothing.
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
    QVERIFY(socket.waitForConnected());
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
}

void TestTransportFaults::closesOnAPeerThatFallsSilent()
{
    TransportLimits limits = quickLimits();
    limits.silenceMsMax = 300;
    TestPeer a({.id = 1, .limits = limits});
    QTcpSocket silent;
    silent.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
    const chord::NodeRef self = strangerWith(2, "127.0.0.1:" + QByteArray::number(freePort()));
    silent.write(greetingOf(self));
    QTRY_COMPARE(a.transport().counters().connections, 1);
    // As long as nothing is sent, nothing is expected.
    QTest::qWait(600);
    QCOMPARE(a.transport().counters().connections, 1);
    a.transport().send(self.address, numbered(1));
    QTRY_COMPARE(a.transport().counters().connections, 0);
    QVERIFY(a.transport().problem(self.address).contains(u"not said anything"_s));
}

void TestTransportFaults::boundsWhatWaitsForASlowReader()
{
    TestPeer a(1);
    TestPeer other(3);
    QTcpSocket slow;
    slow.setReadBufferSize(1000);
    slow.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
    const chord::NodeRef self = strangerWith(2, "127.0.0.1:" + QByteArray::number(freePort()));
    slow.write(greetingOf(self));
    QTRY_COMPARE(a.transport().counters().connections, 1);

    const qsizetype boundBytes = quickLimits().sendQueueBytesMax + wire::Limits(chord::Config()).frameBytesMax();
    for (quint64 i = 1; i <= 200; ++i) {
        a.transport().send(self.address, withValue(i, 1024 * 1024));
        a.transport().send(self.address, numbered(i));
        a.transport().send(other.address(), numbered(i));
        QVERIFY(a.transport().counters().queuedBytes <= boundBytes);
        if (i % 10 == 0)
            QCoreApplication::processEvents();
    }
    QVERIFY(a.transport().counters().messagesDropped > 200);
    // Nobody else notices.
    QTRY_COMPARE(numbersFrom(other, a.self()), upTo(200));
}

void TestTransportFaults::boundsWhatWaitsForAConnection()
{
    TransportLimits limits = quickLimits();
    limits.sendQueueBytesMax = 100'000;
    TestPeer a({.id = 1, .limits = limits});
    MutePort mute;
    for (quint64 i = 0; i < 10'000; ++i)
        a.transport().send(mute.address(), numbered(i));
    const quint64 dropped = a.transport().counters().messagesDropped;
    QVERIFY(dropped > 9000 && dropped < 10'000);
    QTRY_COMPARE(a.transport().counters().messagesDropped, 10'000u);
}

void TestTransportFaults::dropsWhatIsStaleWhenAConnectionComesAbout()
{
    TransportLimits limits = quickLimits();
    limits.waitingMsMax = 20;
    limits.helloTimeoutMs = 10'000;
    TestPeer a({.id = 1, .limits = limits});
    MutePort late;
    a.transport().send(late.address(), numbered(1));
    QTRY_COMPARE(late.count(), 1u);
    QTest::qWait(100);
    a.transport().send(late.address(), numbered(2));
    QTcpSocket *socket = late.socket(0);
    QByteArray hello;
    wire::appendHello(hello, wire::makeHello(testRing, chord::Config(), strangerWith(2, late.address())));
    socket->write(hello);
    QTRY_VERIFY(socket->bytesAvailable() >= greetingOf(a.self()).size() + frameOf(numbered(2)).size());
    QCOMPARE(socket->readAll(), greetingOf(a.self()) + frameOf(numbered(2)));
    QCOMPARE(a.transport().counters().messagesDropped, 1u);
}

void TestTransportFaults::meetsARestartedPeerAnew()
{
    TestPeer a(1);
    auto b = std::make_unique<TestPeer>(TestPeer::Settings{.id = 2, .incarnation = 100});
    const quint16 port = b->port();
    const chord::Address address = b->address();
    a.transport().send(address, numbered(1));
    QTRY_COMPARE(b->received.size(), 1u);
    b->die();
    QTRY_COMPARE(a.unreachable.size(), 1);

    b = std::make_unique<TestPeer>(TestPeer::Settings{.id = 2, .incarnation = 101, .port = port});
    a.transport().send(address, numbered(2));
    QTRY_COMPARE(b->received.size(), 1u);
    QCOMPARE(b->received[0].second, numbered(2));
    b->transport().send(a.address(), numbered(3));
    QTRY_COMPARE(a.received.size(), 1u);
    QCOMPARE(a.received[0].first, b->self());
    QCOMPARE(a.received[0].first.incarnation, 101u);
}

void TestTransportFaults::replacesTheConnectionOfAFormerIncarnation()
{
    // The former one's machine has lost its power: nothing says that it is gone until the new one calls.
    TestPeer a(1);
    const QByteArray address = "127.0.0.1:" + QByteArray::number(freePort());
    QTcpSocket former;
    former.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
    former.write(greetingOf(strangerWith(2, address, 100)) + frameOf(numbered(1)));
    QTRY_COMPARE(a.received.size(), 1u);

    QTcpSocket present;
    present.connectToHost(QHostAddress(QHostAddress::LocalHost), a.port());
    present.write(greetingOf(strangerWith(2, address, 101)) + frameOf(numbered(2)));
    QTRY_COMPARE(a.received.size(), 2u);
    QCOMPARE(a.received[1].first.incarnation, 101u);
    QTRY_COMPARE(former.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(a.transport().counters().connections, 1);
    QVERIFY(a.unreachable.empty());

    QTRY_VERIFY(present.bytesAvailable() > 0);
    present.readAll(); // the answer to its hello
    a.transport().send(address, numbered(3));
    QTRY_COMPARE(present.bytesAvailable(), frameOf(numbered(3)).size());
    QCOMPARE(present.readAll(), frameOf(numbered(3)));
}

QTEST_GUILESS_MAIN(TestTransportFaults)
#include "tst_transport_faults.moc"
