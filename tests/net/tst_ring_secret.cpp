// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ring's secret over real sockets: who gets in, what those are told who do not, and what somebody can do who has
// recorded everything or answers with what was sent to him.

#include "net_fixture.h"

#include <QtTest>

using namespace net;
using namespace Qt::StringLiterals;

namespace {

TestPeer::Settings settingsOf(quint64 id, const QByteArray &secret)
{
    TestPeer::Settings settings;
    settings.id = id;
    settings.security.ringSecret = secret;
    return settings;
}

constexpr char secret[] = "a secret of this test";

// A caller that is no node: says what it is told to, and keeps what comes back.
class Stranger {
public:
    explicit Stranger(quint16 port)
        : m_self(strangerWith(9, "127.0.0.1:9"))
    {
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        m_socket.waitForConnected();
    }

    QByteArray hello(const QByteArray &nonce) const
    {
        wire::Hello hello = wire::makeHello(testRing, chord::Config(), m_self);
        hello.nonce = nonce;
        QByteArray frame;
        wire::appendHello(frame, hello);
        return frame;
    }

    void send(const QByteArray &bytes) { m_socket.write(bytes); }

    // The next frame, length included; empty if none comes before the connection ends.
    QByteArray readFrame()
    {
        const auto size = [this] {
            return m_read.size() < 4 ? 4 : qsizetype(4 + qFromBigEndian<quint32>(m_read.constData()));
        };
        const auto complete = [&] {
            m_read += m_socket.isOpen() ? m_socket.readAll() : QByteArray();
            return m_read.size() > 4 && m_read.size() >= size();
        };
        if (!QTest::qWaitFor([&] { return complete() || m_socket.state() != QAbstractSocket::ConnectedState; })
            || !complete())
            return {};
        const QByteArray frame = m_read.first(size());
        m_read.remove(0, frame.size());
        return frame;
    }

    wire::Greeting readGreeting() { return wire::decodeGreeting(readFrame().mid(4)); }

    bool waitForClose()
    {
        return QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; });
    }

    const chord::NodeRef &self() const { return m_self; }

private:
    const chord::NodeRef m_self;
    QTcpSocket m_socket;
    QByteArray m_read;
};

QByteArray proofFrame(const wire::Proof &proof)
{
    QByteArray frame;
    wire::appendProof(frame, proof);
    return frame;
}

} // namespace

class TestRingSecret : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalSecretsTalk();
    void messagesWaitForTheProofs();
    void othersAreRefused_data();
    void othersAreRefused();
    void noncesAreNew();
    void proofByHand();
    void callerIsAskedFirst();
    void replayedProofIsRefused();
    void reflectedProofIsRefused();
    void messageInsteadOfAProof();
    void proofOutOfTurn_data();
    void proofOutOfTurn();
    void proofNeverComes();
};

void TestRingSecret::equalSecretsTalk()
{
    TestPeer a(settingsOf(1, secret));
    TestPeer b(settingsOf(2, secret));
    a.transport().send(b.address(), numbered(1));
    QTRY_COMPARE(numbersFrom(b, a.self()), upTo(1));
    b.transport().send(a.address(), numbered(1));
    QTRY_COMPARE(numbersFrom(a, b.self()), upTo(1));
    QCOMPARE(a.transport().counters().connections, 1);
}

// Both dial at once, and many messages are on their way: none is lost or goes before the greeting.
void TestRingSecret::messagesWaitForTheProofs()
{
    TestPeer a(settingsOf(1, secret));
    TestPeer b(settingsOf(2, secret));
    for (quint64 i = 1; i <= 100; ++i) {
        a.transport().send(b.address(), numbered(i));
        b.transport().send(a.address(), numbered(i));
    }
    QTRY_COMPARE(numbersFrom(b, a.self()), upTo(100));
    QTRY_COMPARE(numbersFrom(a, b.self()), upTo(100));
}

void TestRingSecret::othersAreRefused_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("newcomers");
    QTest::addColumn<QString>("said");
    QTest::newRow("none") << QByteArray(secret) << QByteArray() << u"started without one"_s;
    QTest::newRow("one too many") << QByteArray() << QByteArray(secret) << u"Your node has a ring secret"_s;
    QTest::newRow("another") << QByteArray(secret) << QByteArray("another secret") << u"is not this ring's"_s;
}

void TestRingSecret::othersAreRefused()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, newcomers);
    QFETCH(QString, said);
    TestPeer member(settingsOf(1, members));
    TestPeer newcomer(settingsOf(2, newcomers));
    newcomer.transport().send(member.address(), numbered(1));
    QTRY_COMPARE(newcomer.refusals.size(), 1u);
    QVERIFY2(newcomer.refusals[0].second.contains(said), qPrintable(newcomer.refusals[0].second));
    QCOMPARE(newcomer.transport().refusal(member.address()), std::optional(wire::Refusal::Reason::Secret));
    QVERIFY(!newcomer.refusals[0].second.contains(QLatin1String(secret)));
    member.transport().send(newcomer.address(), numbered(1));
    QTRY_COMPARE(member.refusals.size(), 1u);
    QVERIFY(member.received.empty());
    QVERIFY(newcomer.received.empty());
    QVERIFY(member.unreachable.empty());
}

void TestRingSecret::noncesAreNew()
{
    TestPeer a(settingsOf(1, secret));
    QByteArrayList nonces;
    for (int i = 0; i < 3; ++i) {
        Stranger stranger(a.port());
        stranger.send("FKVS" + stranger.hello(QByteArray(wire::nonceBytes, 'n')));
        const wire::Greeting greeting = stranger.readGreeting();
        QVERIFY(std::holds_alternative<wire::Hello>(greeting));
        const QByteArray nonce = std::get<wire::Hello>(greeting).nonce;
        QCOMPARE(nonce.size(), wire::nonceBytes);
        QVERIFY(!nonces.contains(nonce));
        nonces.append(nonce);
    }
}

// As common/wire/README.md has it, step by step.
void TestRingSecret::proofByHand()
{
    TestPeer a(settingsOf(1, secret));
    Stranger stranger(a.port());
    const QByteArray ours = stranger.hello(QByteArray(wire::nonceBytes, 'n'));
    stranger.send("FKVS" + ours);
    const QByteArray theirs = stranger.readFrame();
    stranger.send(proofFrame(wire::proofOf(secret, wire::Role::Caller, ours, theirs)) + frameOf(numbered(1)));
    QCOMPARE(stranger.readGreeting(), wire::Greeting(wire::proofOf(secret, wire::Role::Answerer, ours, theirs)));
    QTRY_COMPARE(numbersFrom(a, stranger.self()), upTo(1));
}

// A program without the secret gets nothing that is made with it.
void TestRingSecret::callerIsAskedFirst()
{
    TestPeer a(settingsOf(1, secret));
    Stranger stranger(a.port());
    stranger.send("FKVS" + stranger.hello(QByteArray(wire::nonceBytes, 'n')));
    QVERIFY(!stranger.readFrame().isEmpty());
    stranger.send(proofFrame({QByteArray(wire::proofBytes, 'p')}));
    const wire::Greeting answer = stranger.readGreeting();
    QVERIFY(std::holds_alternative<wire::Refusal>(answer));
    QCOMPARE(std::get<wire::Refusal>(answer).reason, wire::Refusal::Reason::Secret);
    QVERIFY(stranger.waitForClose());
    QCOMPARE(a.transport().counters().connectionsRefused, 1u);
}

void TestRingSecret::replayedProofIsRefused()
{
    TestPeer a(settingsOf(1, secret));
    const QByteArray nonce(wire::nonceBytes, 'n');
    QByteArray recorded;
    {
        Stranger first(a.port());
        first.send("FKVS" + first.hello(nonce));
        recorded = proofFrame(wire::proofOf(secret, wire::Role::Caller, first.hello(nonce), first.readFrame()));
        first.send(recorded);
        QVERIFY(std::holds_alternative<wire::Proof>(first.readGreeting()));
    }
    Stranger second(a.port());
    second.send("FKVS" + second.hello(nonce));
    QVERIFY(!second.readFrame().isEmpty());
    second.send(recorded + frameOf(numbered(1)));
    QVERIFY(std::holds_alternative<wire::Refusal>(second.readGreeting()));
    QVERIFY(second.waitForClose());
    QVERIFY(a.received.empty());
}

// Somebody in the middle gives a node its own proof back, as if it were the answerer's.
void TestRingSecret::reflectedProofIsRefused()
{
    TestPeer a(settingsOf(1, secret));
    MutePort server;
    a.transport().send(server.address(), numbered(1));
    QTRY_COMPARE(server.count(), 1u);
    QTcpSocket *socket = server.socket(0);
    const Stranger stranger(a.port());
    QTRY_VERIFY(socket->bytesAvailable() > 4);
    socket->readAll();
    socket->write(stranger.hello(QByteArray(wire::nonceBytes, 'n')));
    QTRY_VERIFY(socket->bytesAvailable() > wire::proofBytes);
    socket->write(socket->readAll());
    QTRY_COMPARE(a.refusals.size(), 1u);
    QVERIFY2(a.refusals[0].second.contains(u"does not know the secret"_s), qPrintable(a.refusals[0].second));
    QCOMPARE(a.transport().counters().connections, 0);
}

void TestRingSecret::messageInsteadOfAProof()
{
    TestPeer a(settingsOf(1, secret));
    Stranger stranger(a.port());
    stranger.send("FKVS" + stranger.hello(QByteArray(wire::nonceBytes, 'n')) + frameOf(numbered(1)));
    QVERIFY(stranger.waitForClose());
    QVERIFY(a.received.empty());
}

void TestRingSecret::proofOutOfTurn_data()
{
    QTest::addColumn<bool>("hasSecret");
    QTest::addColumn<bool>("helloFirst");
    QTest::newRow("before the hello") << true << false;
    QTest::newRow("no secret, before the hello") << false << false;
    QTest::newRow("no secret, behind the hello") << false << true;
}

void TestRingSecret::proofOutOfTurn()
{
    QFETCH(bool, hasSecret);
    QFETCH(bool, helloFirst);
    TestPeer a(settingsOf(1, hasSecret ? secret : ""));
    Stranger stranger(a.port());
    stranger.send("FKVS" + (helloFirst ? stranger.hello({}) : QByteArray())
                  + proofFrame({QByteArray(wire::proofBytes, 'p')}));
    QVERIFY(stranger.waitForClose());
    QTRY_COMPARE(a.transport().counters().connections, 0);
}

void TestRingSecret::proofNeverComes()
{
    TestPeer::Settings settings = settingsOf(1, secret);
    settings.limits.helloTimeoutMs = 100;
    TestPeer a(settings);
    Stranger stranger(a.port());
    stranger.send("FKVS" + stranger.hello(QByteArray(wire::nonceBytes, 'n')));
    QVERIFY(!stranger.readFrame().isEmpty());
    QVERIFY(stranger.waitForClose());
}

QTEST_GUILESS_MAIN(TestRingSecret)
#include "tst_ring_secret.moc"
