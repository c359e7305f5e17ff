// SPDX-License-Identifier: GPL-3.0-or-later
//
// A node in a ring lets a newcomer in only if the address that the newcomer advertises leads to it.

#include "net_fixture.h"

#include <QtTest>

using namespace net;
using namespace Qt::StringLiterals;

namespace {

constexpr quint64 someRing = 5;

// A caller that advertises this address, whatever leads there.
struct Caller {
    explicit Caller(const TestPeer &member, const chord::Address &address)
    {
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), member.port());
        socket.write(greetingOf(strangerWith(9, address)));
        socket.write(frameOf(numbered(1)));
    }

    std::optional<wire::Refusal> refusal()
    {
        bytes += socket.readAll();
        if (bytes.size() <= wire::frameHeaderBytes)
            return {};
        const wire::Greeting greeting = wire::decodeGreeting(QByteArrayView(bytes).sliced(wire::frameHeaderBytes));
        const auto *found = std::get_if<wire::Refusal>(&greeting);
        return found ? std::optional(*found) : std::nullopt;
    }

    QTcpSocket socket;
    QByteArray bytes;
};

} // namespace

class TestTransportAdmission : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesWrongAddresses_data();
    void refusesWrongAddresses();
    void letsInWhoIsThere();
    void letsInWhoHasBeenStartedAnew();
    void membersAreNotDialled();
    void looksAtThoseThatCameBefore();
};

void TestTransportAdmission::refusesWrongAddresses_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("word");
    QTest::newRow("nobody listens there") << u"nobody"_s << u"cannot be reached"_s;
    QTest::newRow("another node is there") << u"node"_s << u"another node"_s;
    QTest::newRow("another server is there") << u"server"_s << u"no node of FunnelKVS"_s;
    QTest::newRow("nobody answers there") << u"mute"_s << u"no"_s;
}

void TestTransportAdmission::refusesWrongAddresses()
{
    QFETCH(QString, where);
    QFETCH(QString, word);
    TestPeer member(1);
    TestPeer other(2);
    MutePort server("HTTP/1.1 400 Bad Request\r\n\r\n");
    MutePort mute;
    const QHash<QString, chord::Address> addresses{{u"nobody"_s, "127.0.0.1:" + QByteArray::number(freePort())},
                                                   {u"node"_s, other.address()},
                                                   {u"server"_s, server.address()},
                                                   {u"mute"_s, mute.address()}};
    member.transport().setRing(someRing);
    const chord::Address address = addresses[where];
    Caller caller(member, address);
    QTRY_VERIFY(caller.refusal());
    QCOMPARE(caller.refusal()->reason, wire::Refusal::Reason::Unreachable);
    const QString text = caller.refusal()->text;
    QVERIFY2(text.contains(QString::fromUtf8(address) + u", does not lead to it from here"_s), qPrintable(text));
    QVERIFY2(text.contains(word), qPrintable(text));
    QVERIFY2(!text.contains(u"--"_s), qPrintable(text));
    QVERIFY(member.received.empty());
    QTRY_COMPARE(caller.socket.state(), QAbstractSocket::UnconnectedState);
}

void TestTransportAdmission::letsInWhoIsThere()
{
    TestPeer member(1);
    TestPeer newcomer(2);
    member.transport().setRing(someRing);
    newcomer.transport().send(member.address(), numbered(1));
    QTRY_COMPARE(numbersFrom(member, newcomer.self()), upTo(1));
    member.transport().send(newcomer.address(), numbered(1));
    QTRY_COMPARE(numbersFrom(newcomer, member.self()), upTo(1));
    QVERIFY(newcomer.refusals.empty());
    // Of the two connections the pair keeps one.
    QTRY_COMPARE(member.transport().counters().connections, 1);
    QCOMPARE(newcomer.transport().counters().connections, 1);
}

// What was learned of the former program at this address, and the waits after dialling without success, do not matter.
void TestTransportAdmission::letsInWhoHasBeenStartedAnew()
{
    TestPeer member(1);
    member.transport().setRing(someRing);
    auto newcomer = std::make_unique<TestPeer>(2);
    newcomer->transport().send(member.address(), numbered(1));
    QTRY_COMPARE(member.received.size(), 1u);
    const quint16 port = newcomer->port();
    newcomer->die();
    for (int i = 0; i < 3; ++i) {
        member.transport().send(newcomer->address(), numbered(1));
        QTRY_VERIFY(member.unreachable.size() > i);
    }
    newcomer = std::make_unique<TestPeer>(TestPeer::Settings{.id = 2, .incarnation = 101, .port = port});
    newcomer->transport().send(member.address(), numbered(2));
    QTRY_COMPARE(numbersFrom(member, newcomer->self()), std::vector<quint64>{2});
    QVERIFY(newcomer->refusals.empty());
}

void TestTransportAdmission::membersAreNotDialled()
{
    TestPeer member(1);
    TestPeer other(2);
    member.transport().setRing(someRing);
    other.transport().setRing(someRing);
    other.transport().send(member.address(), numbered(1));
    QTRY_COMPARE(member.received.size(), 1u);
    QCOMPARE(member.transport().counters().connectionsOpened, 1u);
}

// They connected while the node was itself in no ring.
void TestTransportAdmission::looksAtThoseThatCameBefore()
{
    TestPeer member(1);
    TestPeer newcomer(2);
    newcomer.transport().send(member.address(), numbered(1));
    Caller caller(member, "127.0.0.1:" + QByteArray::number(freePort()));
    QTRY_COMPARE(member.received.size(), 2u);
    member.transport().setRing(someRing);
    QTRY_COMPARE(caller.socket.state(), QAbstractSocket::UnconnectedState);
    newcomer.transport().send(member.address(), numbered(2));
    QTRY_COMPARE(numbersFrom(member, newcomer.self()), upTo(2));
}

QTEST_GUILESS_MAIN(TestTransportAdmission)
#include "tst_transport_admission.moc"
