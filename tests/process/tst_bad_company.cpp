// SPDX-License-Identifier: GPL-3.0-or-later
//
// Wrong addresses, wrong rings, strangers at the port: a clear error, or no effect at all.

#include "support/verify.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

using namespace Qt::StringLiterals;
using support::Daemon;
using support::Load;
using support::LoadOptions;
using support::Ring;
using support::waitFor;

namespace {

QString freeAddress()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return u"127.0.0.1:%1"_s.arg(probe.serverPort());
}

// The daemon must end by itself, with exit code 1, and say all of these words on standard error.
#define VERIFY_REFUSED(daemon, words)                                                                                  \
    do {                                                                                                               \
        QVERIFY2((daemon).waitUntilEnded(20'000), (daemon).log().constData());                                         \
        QVERIFY((daemon).exitedNormally());                                                                            \
        QCOMPARE((daemon).exitCode(), 1);                                                                              \
        for (const char *word : words)                                                                                 \
            QVERIFY2((daemon).log().contains(word), (daemon).log().constData());                                       \
        QVERIFY((daemon).output().isEmpty());                                                                          \
    } while (false)

using Words = QList<const char *>;

} // namespace

class TestBadCompany : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void joinAddressNobodyListensAt();
    void joinAddressThatDoesNotResolve();
    void joinAddressThatAcceptsAndNeverAnswers();
    void joinAddressThatIsAnotherServer();
    void joinsItself();
    void joinsItselfByAnotherName();
    void advertisesAnAddressThatDoesNotLeadToIt_data();
    void advertisesAnAddressThatDoesNotLeadToIt();
    void portInUse();
    void twoNodesWithTheSameId();
    void otherRingParameters_data();
    void otherRingParameters();
    void oneGoodContactAmongBadOnes();
    void garbageAtThePort_data();
    void garbageAtThePort();
};

void TestBadCompany::joinAddressNobodyListensAt()
{
    const QString nobody = freeAddress();
    Daemon node({u"--join"_s, nobody, u"--join-timeout"_s, u"2"_s});
    const QByteArray address = nobody.toUtf8();
    VERIFY_REFUSED(node, (Words{"cannot join the ring", address.constData()}));
}

void TestBadCompany::joinAddressThatDoesNotResolve()
{
    Daemon node({u"--join"_s, u"no-such-host.invalid:11000"_s, u"--join-timeout"_s, u"2"_s});
    VERIFY_REFUSED(node, (Words{"cannot join the ring", "no-such-host.invalid"}));
}

void TestBadCompany::joinAddressThatAcceptsAndNeverAnswers()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const QString address = u"127.0.0.1:%1"_s.arg(silent.serverPort());
    Daemon node({u"--join"_s, address, u"--join-timeout"_s, u"4"_s});
    VERIFY_REFUSED(node, (Words{"cannot join the ring"}));
    QVERIFY(silent.hasPendingConnections());
}

void TestBadCompany::joinAddressThatIsAnotherServer()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            socket->disconnectFromHost();
        });
    });
    Daemon node({u"--join"_s, u"127.0.0.1:%1"_s.arg(server.serverPort()), u"--join-timeout"_s, u"4"_s});
    VERIFY_REFUSED(node, (Words{"cannot join the ring"}));
}

void TestBadCompany::joinsItself()
{
    const QString address = freeAddress();
    Daemon node({u"--listen"_s, address, u"--join"_s, address});
    VERIFY_REFUSED(node, (Words{"names this node itself", "--join"}));
}

void TestBadCompany::joinsItselfByAnotherName()
{
    const QString address = freeAddress();
    QString alias = address;
    alias.replace(u"127.0.0.1"_s, u"localhost"_s);
    Daemon node({u"--listen"_s, address, u"--join"_s, alias});
    VERIFY_REFUSED(node, (Words{"names this node itself", "--join"}));
}

void TestBadCompany::advertisesAnAddressThatDoesNotLeadToIt_data()
{
    QTest::addColumn<bool>("nobody");
    QTest::addRow("nobody listens there") << true;
    QTest::addRow("another node listens there") << false;
}

// It must not be told to the others: their requests would fail.
void TestBadCompany::advertisesAnAddressThatDoesNotLeadToIt()
{
    QFETCH(bool, nobody);
    Ring ring;
    QVERIFY(ring.start(2));
    const QString wrong = nobody ? freeAddress() : ring.node(1).addressText();
    const QByteArray said = wrong.toUtf8() + ", does not lead to it from here";
    Daemon node({u"--advertise"_s, wrong, u"--join"_s, ring.node(0).addressText(), u"--join-timeout"_s, u"3"_s,
                 u"--id"_s, u"5"_s});
    VERIFY_REFUSED(node, (Words{"cannot join the ring", said.constData(), "--advertise"}));
    QVERIFY2(ring.waitUntilWhole(2), qPrintable(ring.lastProblems()));
    QVERIFY(!ring.logs().contains("knows no predecessor"));
}

void TestBadCompany::portInUse()
{
    Ring ring;
    QVERIFY(ring.start(1));
    Daemon second({u"--listen"_s, ring.node(0).addressText()});
    VERIFY_REFUSED(second, (Words{"cannot listen at", "Another program has the port"}));
    VERIFY_WHOLE(ring, 1);
}

void TestBadCompany::twoNodesWithTheSameId()
{
    Ring ring;
    QVERIFY(ring.start(2));
    const QString id = QString::fromLatin1(ring.node(0).id());
    // Through the node that has the identifier, and through another, which has to find that out.
    for (int contact = 0; contact < 2; ++contact) {
        Daemon twin({u"--id"_s, id, u"--join"_s, ring.node(contact).addressText()});
        VERIFY_REFUSED(twin, (Words{"cannot join the ring", "identifier"}));
    }
    VERIFY_WHOLE(ring, 2);
}

void TestBadCompany::otherRingParameters_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("replicas") << QStringList{u"--replicas"_s, u"2"_s} << QByteArray("replica");
    QTest::newRow("id bits") << QStringList{u"--id-bits"_s, u"32"_s} << QByteArray("bits");
    QTest::newRow("ring name") << QStringList{u"--ring-name"_s, u"another"_s} << QByteArray("another");
}

void TestBadCompany::otherRingParameters()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, reason);
    Ring ring;
    QVERIFY(ring.start(2));
    Daemon stranger(words + QStringList{u"--join"_s, ring.node(0).addressText()});
    VERIFY_REFUSED(stranger, (Words{"cannot join the ring", reason.constData()}));
    VERIFY_WHOLE(ring, 2);
}

void TestBadCompany::oneGoodContactAmongBadOnes()
{
    Ring ring;
    QVERIFY(ring.start(1));
    Daemon &node = ring.add({u"--join"_s, freeAddress()});
    QVERIFY(node.waitUntilReady());
    VERIFY_WHOLE(ring, 2);
}

void TestBadCompany::garbageAtThePort_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QByteArray noise(100'000, '\0');
    QRandomGenerator random(7);
    for (char &c : noise)
        c = char(random.bounded(256));
    QTest::newRow("noise") << noise;
    QTest::newRow("magic, then noise") << "FKVS" + noise;
    QTest::newRow("magic, then an endless frame") << QByteArray("FKVS\xff\xff\xff\xff", 8) + noise;
    QTest::newRow("magic, then an empty frame") << QByteArray("FKVS\0\0\0\0", 8);
    QTest::newRow("half a magic") << QByteArray("FK");
    QTest::newRow("a TLS hello") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + noise;
    QTest::newRow("an endless header") << "GET / HTTP/1.1\r\nX: " + QByteArray(1'000'000, 'x');
}

void TestBadCompany::garbageAtThePort()
{
    QFETCH(QByteArray, bytes);
    Ring ring;
    QVERIFY(ring.start(2));
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > 50; }, 30'000));
    for (int i = 0; i < 5; ++i) {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, ring.node(0).address().port);
        QVERIFY(socket.waitForConnected());
        socket.write(bytes);
        socket.flush();
        const quint64 acknowledged = load.acknowledged();
        QVERIFY(waitFor([&] { return load.acknowledged() > acknowledged + 20; }, 30'000));
    }
    load.stop();
    QVERIFY(ring.node(0).isRunning());
    VERIFY_WHOLE(ring, 2);
    QCOMPARE(load.failed(), quint64(0));
    VERIFY_NOTHING_LOST(load, ring);
}

QTEST_GUILESS_MAIN(TestBadCompany)
#include "tst_bad_company.moc"
