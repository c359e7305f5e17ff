// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the transport promises while nothing goes wrong: order, one connection a pair, names of every kind, large
// values, and many messages at once.

#include "net_fixture.h"

#include <QtTest>

using namespace net;
using namespace Qt::StringLiterals;

class TestTransport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsOrderBothWays_data();
    void keepsOrderBothWays();
    void answersOverThePeersConnection();
    void settlesOnOneConnectionWhenBothDial();
    void reachesAPeerByItsAlias();
    void carriesTheLargestValue();
    void refusesToSendMoreThanThePeerTakes();
    void letsSmallMessagesOvertakeLargeOnes();
    void carriesABigPipeline();
    void deliversWhatIsReadTogetherAsOneBatch();
    void survivesItsDeletionByTheReceiver();
    void closesIdleConnections();
    void makesRoomForNewConnections();
    void endsWithWhatIsQueued();
};

void TestTransport::keepsOrderBothWays_data()
{
    QTest::addColumn<QHostAddress>("host");
    QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
}

void TestTransport::keepsOrderBothWays()
{
    QFETCH(QHostAddress, host);
    constexpr quint64 count = 5000;
    TestPeer a({.id = 1, .host = host});
    TestPeer b({.id = 2, .host = host});
    for (quint64 i = 1; i <= count; ++i) {
        a.transport().send(b.address(), numbered(i));
        b.transport().send(a.address(), numbered(i));
        if (i % 100 == 0)
            QCoreApplication::processEvents(); // connections are established while messages are being sent
    }
    QTRY_COMPARE(a.received.size(), count);
    QTRY_COMPARE(b.received.size(), count);
    for (const auto &[from, message] : b.received)
        QCOMPARE(message, numbered(message.requestId));
    QCOMPARE(a.transport().counters().messagesDropped, 0u);
    QCOMPARE(b.transport().counters().messagesDropped, 0u);
    // Both dialled at once, so the first messages of a side may come over either connection, but none twice.
    std::vector<quint64> numbers = numbersFrom(b, a.self());
    std::sort(numbers.begin(), numbers.end());
    QCOMPARE(numbers, upTo(count));

    a.received.clear();
    b.received.clear();
    for (quint64 i = 1; i <= count; ++i) {
        a.transport().send(b.address(), numbered(i));
        b.transport().send(a.address(), numbered(i));
    }
    QTRY_COMPARE(a.received.size(), count);
    QTRY_COMPARE(b.received.size(), count);
    QCOMPARE(numbersFrom(b, a.self()), upTo(count));
    QCOMPARE(numbersFrom(a, b.self()), upTo(count));
}

void TestTransport::answersOverThePeersConnection()
{
    TestPeer a(1);
    TestPeer b(2);
    a.transport().send(b.address(), numbered(1));
    QTRY_COMPARE(b.received.size(), 1u);
    b.transport().send(a.address(), numbered(2));
    QTRY_COMPARE(a.received.size(), 1u);
    QCOMPARE(a.received[0].first, b.self());
    QCOMPARE(b.received[0].first, a.self());
    QCOMPARE(a.transport().counters().connectionsOpened, 1u);
    QCOMPARE(b.transport().counters().connectionsOpened, 1u);
}

void TestTransport::settlesOnOneConnectionWhenBothDial()
{
    TestPeer a(1);
    TestPeer b(2);
    a.transport().send(b.address(), numbered(1));
    b.transport().send(a.address(), numbered(1));
    QTRY_COMPARE(a.transport().counters().connectionsOpened, 2u);
    QTRY_COMPARE(b.transport().counters().connectionsOpened, 2u);
    QTRY_COMPARE(a.received.size(), 1u);
    QTRY_COMPARE(b.received.size(), 1u);
    // The one that is not preferred falls silent, although the pair talks on.
    for (quint64 i = 2; a.transport().counters().connections != 1 || b.transport().counters().connections != 1; ++i) {
        QVERIFY(i < 500);
        a.transport().send(b.address(), numbered(i));
        b.transport().send(a.address(), numbered(i));
        QTRY_COMPARE(a.received.size(), i);
        QTRY_COMPARE(b.received.size(), i);
        QTest::qWait(5);
    }
    QCOMPARE(a.transport().counters().connectionsOpened, 2u);
    QVERIFY(a.unreachable.empty());
    QVERIFY(b.unreachable.empty());
}

void TestTransport::reachesAPeerByItsAlias()
{
    TestPeer a(1);
    TestPeer b(2);
    const QByteArray alias = "localhost:" + QByteArray::number(b.port());
    a.transport().send(alias, numbered(1));
    QTRY_COMPARE(b.received.size(), 1u);
    a.transport().send(b.address(), numbered(2));
    a.transport().send(alias, numbered(3));
    QTRY_COMPARE(b.received.size(), 3u);
    QCOMPARE(numbersFrom(b, a.self()), upTo(3));
    QCOMPARE(a.transport().counters().connectionsOpened, 1u);
}

void TestTransport::carriesTheLargestValue()
{
    TestPeer a(1);
    TestPeer b(2);
    const chord::Message message = withValue(1, chord::Config().valueBytesMax);
    a.transport().send(b.address(), message);
    QTRY_COMPARE(b.received.size(), 1u);
    QCOMPARE(b.received[0].second, message);

    a.transport().send(b.address(), withValue(2, chord::Config().valueBytesMax + 1));
    a.transport().send(b.address(), numbered(3));
    QTRY_COMPARE(b.received.size(), 2u);
    QCOMPARE(b.received[1].second, numbered(3));
    QCOMPARE(a.transport().counters().messagesDropped, 1u);
}

void TestTransport::refusesToSendMoreThanThePeerTakes()
{
    chord::Config modest;
    modest.valueBytesMax = 1000;
    TestPeer a(1);
    TestPeer b({.id = 2, .config = modest});
    a.transport().send(b.address(), withValue(1, 1001));
    a.transport().send(b.address(), withValue(2, 1000));
    QTRY_COMPARE(b.received.size(), 1u);
    QCOMPARE(b.received[0].second.requestId, 2u);
    QCOMPARE(a.transport().counters().messagesDropped, 1u);
    QCOMPARE(b.transport().counters().connectionsBroken, 0u);
}

void TestTransport::letsSmallMessagesOvertakeLargeOnes()
{
    TestPeer a(1);
    TestPeer b(2);
    a.transport().send(b.address(), numbered(1));
    QTRY_COMPARE(b.received.size(), 1u);
    for (quint64 i = 2; i <= 4; ++i)
        a.transport().send(b.address(), withValue(i, 4'000'000));
    a.transport().send(b.address(), numbered(5));
    QTRY_COMPARE(b.received.size(), 5u);
    QCOMPARE(numbersFrom(b, a.self()), (std::vector<quint64>{1, 5, 2, 3, 4}));
}

void TestTransport::carriesABigPipeline()
{
    constexpr quint64 count = 100'000;
    TestPeer a(1);
    TestPeer b(2);
    for (quint64 i = 1; i <= count; ++i)
        a.transport().send(b.address(), numbered(i));
    QTRY_COMPARE_WITH_TIMEOUT(b.received.size(), count, 20'000);
    QCOMPARE(numbersFrom(b, a.self()), upTo(count));
    QCOMPARE(a.transport().counters().messagesDropped, 0u);
    QCOMPARE(a.transport().counters().messagesSent, count);
    QCOMPARE(b.transport().counters().messagesReceived, count);
}

void TestTransport::deliversWhatIsReadTogetherAsOneBatch()
{
    TestPeer a(1);
    TestPeer b(2);
    a.transport().send(b.address(), numbered(1));
    QTRY_COMPARE(b.received.size(), 1u);
    int batches = 0;
    size_t messages = 0;
    b.transport().setReceiver([&](const chord::NodeRef &, std::vector<chord::Message> &batch) {
        ++batches;
        messages += batch.size();
    });
    for (quint64 i = 0; i < 32; ++i)
        a.transport().send(b.address(), numbered(i));
    QTRY_COMPARE(messages, 32u);
    QCOMPARE(batches, 1);
}

void TestTransport::survivesItsDeletionByTheReceiver()
{
    TestPeer a(1);
    TestPeer b(2);
    int batches = 0;
    b.transport().setReceiver([&](const chord::NodeRef &, std::vector<chord::Message> &) {
        ++batches;
        b.die();
    });
    a.transport().send(b.address(), numbered(1));
    QTRY_COMPARE(batches, 1);
    // a finds out that nobody is there any more, and that is all.
    QTRY_VERIFY(!a.unreachable.empty());
    QCOMPARE(a.unreachable.front(), b.address());
}

void TestTransport::closesIdleConnections()
{
    TransportLimits limits = quickLimits();
    limits.idleMsMax = 100;
    TestPeer a({.id = 1, .limits = limits});
    TestPeer b(2);
    a.transport().send(b.address(), numbered(1));
    QTRY_COMPARE(b.received.size(), 1u);
    QTRY_COMPARE(a.transport().counters().connections, 0);
    QTRY_COMPARE(b.transport().counters().connections, 0);
    // It comes back when it is needed.
    a.transport().send(b.address(), numbered(2));
    QTRY_COMPARE(b.received.size(), 2u);
    QVERIFY(a.unreachable.empty());
}

void TestTransport::makesRoomForNewConnections()
{
    TransportLimits limits = quickLimits();
    limits.connectionsMax = 2;
    limits.inUseMs = 300;
    TestPeer a({.id = 1, .limits = limits});
    TestPeer b({.id = 2, .limits = limits});
    TestPeer c(3);
    TestPeer d(4);
    a.transport().send(b.address(), numbered(1));
    QTRY_COMPARE(b.received.size(), 1u);
    a.transport().send(c.address(), numbered(1));
    QTRY_COMPARE(c.received.size(), 1u);
    // Nobody who is in use has to go...
    a.transport().send(d.address(), numbered(1));
    QTRY_COMPARE(d.received.size(), 1u);
    QCOMPARE(a.transport().counters().connections, 3);
    // ...but the longest unused has.
    quint64 next = 2;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            a.transport().send(c.address(), numbered(next));
            a.transport().send(d.address(), numbered(next));
            a.transport().send("127.0.0.1:" + QByteArray::number(freePort()), numbered(next++));
            return b.transport().counters().connections == 0;
        }(),
        10'000);
    QVERIFY(c.transport().counters().connections == 1 && d.transport().counters().connections == 1);
}

void TestTransport::endsWithWhatIsQueued()
{
    TestPeer a(1);
    TestPeer b(2);
    a.transport().send(b.address(), numbered(1));
    QTRY_COMPARE(b.received.size(), 1u);
    a.transport().send(b.address(), numbered(2));
    a.die();
    QTRY_COMPARE(b.received.size(), 2u);
}

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
