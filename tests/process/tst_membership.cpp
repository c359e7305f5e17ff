// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nodes that come and go as they should, or almost: joins and leaves under load, crashes in the middle of a hand-over,
// signals.

#include "support/verify.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QtTest>

#include <csignal>

using namespace Qt::StringLiterals;
using support::Daemon;
using support::Load;
using support::LoadOptions;
using support::Ring;
using support::waitFor;

class TestMembership : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void joinsAndLeavesUnderLoadLoseNothing();
    void oneListForAll_data();
    void oneListForAll();
    void handOverOutlivesItsReceiver();
    void ringOutlivesANodeThatDiesWhileJoining_data();
    void ringOutlivesANodeThatDiesWhileJoining();
    void leavesOnSignal_data();
    void leavesOnSignal();
    void endsAtOnceOnTheSecondSignal();
    void endsAtOnceWithItsInput();
    void leavesWhenAskedOverRest();
};

void TestMembership::joinsAndLeavesUnderLoadLoseNothing()
{
    Ring ring;
    QVERIFY(ring.start(3));
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    for (int i = 0; i < 3; ++i) {
        QVERIFY(ring.add().waitUntilReady());
        load.setNodes(ring.addresses());
    }
    VERIFY_WHOLE(ring, 6);
    for (int i = 0; i < 3; ++i) {
        Daemon &leaver = ring.node(i);
        QList<net::HostPort> others = ring.addresses();
        others.removeAll(leaver.address());
        load.setNodes(others);
        leaver.signalProcess(SIGTERM);
        QVERIFY(leaver.waitUntilEnded());
        QVERIFY(leaver.exitedNormally());
        QCOMPARE(leaver.exitCode(), 0);
    }
    VERIFY_WHOLE(ring, 3);
    const quint64 acknowledged = load.acknowledged();
    QVERIFY(waitFor([&] { return load.acknowledged() > acknowledged + 100; }, 30'000));
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

// The node that is to take over dies while it is given the data.
void TestMembership::oneListForAll_data()
{
    QTest::addColumn<QString>("host");
    QTest::addRow("by the addresses that they tell others") << u"127.0.0.1"_s;
    QTest::addRow("by a name of this machine") << u"localhost"_s;
}

// All have the same command line but for their own address: one of them founds the ring.
void TestMembership::oneListForAll()
{
    QFETCH(QString, host);
    constexpr int count = 3;
    std::vector<std::unique_ptr<QTcpServer>> probes; // all open at once, so that the ports differ
    QStringList joins;
    QList<quint16> ports;
    for (int i = 0; i < count; ++i) {
        probes.push_back(std::make_unique<QTcpServer>());
        QVERIFY(probes.back()->listen(QHostAddress::LocalHost));
        ports.append(probes.back()->serverPort());
        joins << u"--join"_s << u"%1:%2"_s.arg(host).arg(ports.last());
    }
    probes.clear();
    std::vector<std::unique_ptr<Daemon>> nodes;
    for (const quint16 port : std::as_const(ports))
        nodes.push_back(std::make_unique<Daemon>(QStringList{u"--listen"_s, u"127.0.0.1:%1"_s.arg(port)} + joins));
    for (const auto &node : nodes)
        QVERIFY2(node->waitUntilReady(), node->log().constData());
    cli::Chain chain;
    const bool isWhole = waitFor(
        [&] {
            chain = cli::walkChain(nodes.front()->address(), 2000);
            return chain.isWhole() && chain.links.size() == count;
        },
        30'000);
    QVERIFY2(isWhole, qPrintable(chain.problems.empty() ? u"too few nodes"_s : chain.problems.front()));
}

void TestMembership::handOverOutlivesItsReceiver()
{
    Ring ring;
    QVERIFY(ring.start(4));
    LoadOptions options;
    options.valueBytes = 30'000;
    options.deletePercent = 0;
    Load load(options);
    load.setNodes(ring.addresses());
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > 400; }, 60'000));
    load.stop();
    QVERIFY(ring.waitUntilReplicated(3));

    const cli::Chain chain = cli::walkChain(ring.node(0).address(), 3000);
    const auto leaver = std::find_if(chain.links.begin(), chain.links.end(), [&](const cli::ChainLink &link) {
        return link.node.node.address == ring.node(0).address().toAddress();
    });
    QVERIFY(leaver != chain.links.end());
    const QByteArray receiver = leaver->successor().address;
    ring.node(0).signalProcess(SIGTERM);
    for (int i = 1; i < 4; ++i) {
        if (ring.node(i).address().toAddress() == receiver)
            ring.node(i).kill();
    }
    QVERIFY(ring.node(0).waitUntilEnded(60'000));
    VERIFY_WHOLE(ring, 2);
    VERIFY_NOTHING_LOST(load, ring);
}

void TestMembership::ringOutlivesANodeThatDiesWhileJoining_data()
{
    QTest::addColumn<int>("livesForMs");
    for (const int ms : {0, 30, 60, 120, 250, 500})
        QTest::addRow("%d ms", ms) << ms;
}

void TestMembership::ringOutlivesANodeThatDiesWhileJoining()
{
    QFETCH(int, livesForMs);
    Ring ring;
    QVERIFY(ring.start(3));
    LoadOptions options;
    options.valueBytes = 10'000;
    Load load(options);
    load.setNodes(ring.addresses());
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > 150; }, 60'000));

    // How far it comes differs from run to run; the ring must not mind.
    Daemon &joiner = ring.add();
    QTest::qWait(livesForMs);
    joiner.kill();
    VERIFY_WHOLE(ring, 3);
    const quint64 acknowledged = load.acknowledged();
    QVERIFY(waitFor([&] { return load.acknowledged() > acknowledged + 50; }, 30'000));
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

void TestMembership::leavesOnSignal_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestMembership::leavesOnSignal()
{
    QFETCH(int, number);
    Ring ring;
    QVERIFY(ring.start(2));
    for (int i = 0; i < 2; ++i) { // the second is then alone
        ring.node(i).signalProcess(number);
        QVERIFY(ring.node(i).waitUntilEnded());
        QVERIFY(ring.node(i).exitedNormally());
        QCOMPARE(ring.node(i).exitCode(), 0);
        if (i == 0)
            VERIFY_WHOLE(ring, 1);
    }
}

// Its neighbours are stopped, so that it cannot hand over.
void TestMembership::endsAtOnceOnTheSecondSignal()
{
    Ring ring;
    QVERIFY(ring.start(3));
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > 100; }, 30'000));
    load.stop();
    ring.node(0).signalProcess(SIGSTOP);
    ring.node(1).signalProcess(SIGSTOP);
    ring.node(2).signalProcess(SIGTERM);
    QVERIFY(waitFor([&] { return ring.node(2).log().contains("leaving the ring"); }, 10'000));
    QElapsedTimer clock;
    clock.start();
    ring.node(2).signalProcess(SIGTERM);
    QVERIFY(ring.node(2).waitUntilEnded(10'000));
    QVERIFY(clock.elapsed() < 2000);
}

// As the pipe from a program that started it ends with that program.
void TestMembership::endsAtOnceWithItsInput()
{
    Ring ring;
    QVERIFY(ring.start(2));
    Daemon &node = ring.add({QStringLiteral("--end-with-stdin")});
    QVERIFY(node.waitUntilReady());
    ring.node(0).closeInput(); // without the option it is nothing to it
    node.closeInput();
    QVERIFY(node.waitUntilEnded(10'000));
    QVERIFY(node.exitedNormally());
    QCOMPARE(node.exitCode(), 0);
    QVERIFY(node.log().contains("the program that started this node has ended"));
    VERIFY_WHOLE(ring, 2);
}

void TestMembership::leavesWhenAskedOverRest()
{
    Ring ring;
    QVERIFY(ring.start(3));
    client::NodeClient client(ring.node(1).address().host, ring.node(1).address().port);
    bool isAccepted = false;
    client.leave([&](client::Result<client::Done> &&result) { isAccepted = bool(result); });
    QVERIFY(waitFor([&] { return isAccepted; }, 10'000));
    QVERIFY(ring.node(1).waitUntilEnded());
    QCOMPARE(ring.node(1).exitCode(), 0);
    VERIFY_WHOLE(ring, 2);
}

QTEST_GUILESS_MAIN(TestMembership)
#include "tst_membership.moc"
