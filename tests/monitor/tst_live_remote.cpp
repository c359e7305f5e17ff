// SPDX-License-Identifier: GPL-3.0-or-later
//
// The live source and a ring of others: found from one node, read-only until unlocked, and followed through its
// troubles.

#include "live_fixture.h"
#include "support/ring.h"

#include <QtTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace monitor;
using support::Daemon;
using support::Ring;
using support::waitFor;

class TestLiveRemote : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void findsTheRing();
    void readOnlyUntilUnlocked();
    void nodeDiesBetweenPolls();
    void stoppedNodeIsSuspectThenWell();
    void joinsAndLeavesOfOthers();
    void joinsANodeOfItsOwn();
    void nodeOfAnotherRingTakesThePort();
    void limitsOfTheNode();
    void quietWhenNothingHappens();

private:
    LiveEnvironment m_environment;
};

// Quicker than people want it, slower than the nodes of these tests.
static LiveTimes quickTimes()
{
    LiveTimes times;
    times.timeout = 1000;
    times.period = 200;
    times.hurriedPeriod = 50;
    times.retryMin = 100;
    times.retryMax = 500;
    times.listingPause = 100;
    times.refreshPause = 100;
    times.deadAfter = 2000;
    times.crashShows = 1500; // three rounds of stabilization take 1200 ms
    return times;
}

#define CONNECT_TO(daemon, count)                                                                                      \
    LiveSource source(nullptr, quickTimes());                                                                          \
    SourceWatch watch(source);                                                                                         \
    source.connectTo((daemon).addressText());                                                                          \
    VERIFY_SAID(watch.waitUntilOpen(), watch);                                                                         \
    VERIFY_SAID(watch.waitUntilWhole(count), watch)

void TestLiveRemote::findsTheRing()
{
    Ring ring;
    QVERIFY(ring.start(4));
    CONNECT_TO(ring.node(2), 4);
    VERIFY_SAID(watch.waitForSnapshot([](const RingSnapshot &snapshot) { // fingers are filled in one after the other
        return std::none_of(snapshot.nodes.begin(), snapshot.nodes.end(),
                            [](const NodeView &node) { return node.fingers.empty(); });
    }),
                watch);
    QCOMPARE(source.title(), ring.node(2).addressText());
    for (int i = 0; i < 4; ++i) {
        const NodeView node = nodeIn(*source.snapshot(), ring.node(i).address().toAddress());
        QCOMPARE(chord::IdSpace().toHex(node.self.id), ring.node(i).id());
        QVERIFY(!node.local);
        QVERIFY(!node.successors.empty());
        QVERIFY(!node.version.isEmpty());
        QCOMPARE(source.logPath(node.self.address), QString());
    }
    QVERIFY(!watch.hasEvent(RingEvent::Kind::Joined)); // they were there before
}

void TestLiveRemote::readOnlyUntilUnlocked()
{
    Ring ring;
    QVERIFY(ring.start(2));
    CONNECT_TO(ring.node(0), 2);
    const QByteArray first = ring.node(0).address().toAddress();
    QVERIFY(source.isReadOnly());
    for (const Action action :
         {Action::Put, Action::Delete, Action::Join, Action::Leave, Action::Kill, Action::Restart})
        QVERIFY2(source.whyNot(action).contains(u"read-only"_s), qPrintable(source.whyNot(action)));
    QCOMPARE(source.whyNot(Action::Get), QString());
    QCOMPARE(source.whyNot(Action::Lookup), QString());
    ActionReport report = watch.run(onKey(Action::Put, "k", "v"));
    QVERIFY(!report.ok);
    QVERIFY(report.text.contains(u"Unlock"_s));
    QVERIFY(watch.run(onKey(Action::Lookup, "k")).ok);
    QVERIFY2(watch.run(onKey(Action::Get, "k")).text.contains(u"no such key"_s), "the refused put was not sent");

    source.setReadOnly(false);
    QVERIFY(!source.isReadOnly());
    report = watch.run(onKey(Action::Put, "k", "v"));
    QVERIFY2(report.ok, qPrintable(report.text));
    QVERIFY2(source.whyNot(Action::Kill).contains(u"Only nodes that this program started"_s),
             qPrintable(source.whyNot(Action::Kill)));
    report = watch.run(onNode(Action::Kill, first));
    QVERIFY(!report.ok);
    QVERIFY(ring.node(0).isRunning());

    VERIFY_SAID(watch.waitForSnapshot([](const RingSnapshot &snapshot) {
        return snapshot.nodes[0].totals.primary + snapshot.nodes[1].totals.primary == 1;
    }),
                watch);
    const NodeView owner = source.snapshot()->nodes[source.snapshot()->nodes[0].totals.primary == 1 ? 0 : 1];
    QVERIFY2(source.effectOf(Action::Leave, owner.self.address).endsWith(u": 1 key moves"_s),
             qPrintable(source.effectOf(Action::Leave, owner.self.address)));
    report = watch.run(onNode(Action::Leave, owner.self.address));
    QVERIFY2(report.ok, qPrintable(report.text));
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Left, owner.self.address), watch);
    VERIFY_SAID(watch.waitUntilWhole(1), watch);
    QCOMPARE(watch.run(onKey(Action::Get, "k")).value, QByteArray("v"));

    source.setReadOnly(true);
    QVERIFY(!watch.run(onKey(Action::Delete, "k")).ok);
}

void TestLiveRemote::nodeDiesBetweenPolls()
{
    Ring ring;
    QVERIFY(ring.start(4));
    CONNECT_TO(ring.node(0), 4);
    source.setReadOnly(false);
    for (int i = 0; i < 30; ++i)
        QVERIFY(watch.run(onKey(Action::Put, "key" + QByteArray::number(i), "v")).ok);
    const QByteArray victim = ring.node(1).address().toAddress();
    VERIFY_SAID(watch.waitForSnapshot([&](const RingSnapshot &snapshot) {
        return nodeIn(snapshot, victim).totals.primary + nodeIn(snapshot, victim).totals.replica > 0;
    }),
                watch);
    ring.node(1).kill();
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Died, victim), watch);
    const NodeView dead = nodeIn(*source.snapshot(), victim);
    QVERIFY2(dead.trouble.contains(u"connection refused"_s) && dead.trouble.contains(u"on its machine"_s),
             qPrintable(dead.trouble));
    VERIFY_SAID(watch.waitUntilWhole(3), watch);
    for (int i = 0; i < 30; ++i)
        QVERIFY(watch.run(onKey(Action::Get, "key" + QByteArray::number(i))).ok);
    // What was asked by name cannot be asked; another node is.
    ActionRequest get = onKey(Action::Get, "key0");
    get.node = victim;
    QVERIFY(watch.run(get).ok);

    const Daemon &again = ring.add({u"--listen"_s, QString::fromUtf8(victim)});
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Recovered, victim), watch);
    VERIFY_SAID(watch.waitUntilWhole(4), watch);
    QVERIFY(again.isRunning());
}

// A node that keeps its connections and says nothing: SIGSTOP.
void TestLiveRemote::stoppedNodeIsSuspectThenWell()
{
    Ring ring;
    QVERIFY(ring.start(3));
    CONNECT_TO(ring.node(0), 3);
    const QByteArray stopped = ring.node(1).address().toAddress();
    ring.node(1).signalProcess(SIGSTOP);
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Suspected, stopped), watch);
    QVERIFY(!source.snapshot()->chainWhole);
    QVERIFY2(nodeIn(*source.snapshot(), stopped).trouble.contains(u"request timed out"_s),
             qPrintable(nodeIn(*source.snapshot(), stopped).trouble));
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Died, stopped), watch);
    ring.node(1).signalProcess(SIGCONT);
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Recovered, stopped), watch);
    VERIFY_SAID(watch.waitUntilWhole(3), watch);
}

void TestLiveRemote::joinsAndLeavesOfOthers()
{
    Ring ring;
    QVERIFY(ring.start(2));
    CONNECT_TO(ring.node(0), 2);
    Daemon &joining = ring.add();
    QVERIFY(joining.waitUntilReady());
    const QByteArray address = joining.address().toAddress();
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Joined, address), watch);
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::PointerChanged), watch);
    VERIFY_SAID(watch.waitUntilWhole(3), watch);
    joining.signalProcess(SIGTERM);
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Left, address), watch);
    VERIFY_SAID(watch.waitUntilWhole(2), watch);
    QVERIFY2(!watch.hasEvent(RingEvent::Kind::Died), qPrintable(watch.said())); // whether it was seen leaving or not
}

// The nodes are on this machine, so one that is started here can join them.
void TestLiveRemote::joinsANodeOfItsOwn()
{
    Ring ring({u"--id-bits"_s, u"32"_s, u"--replicas"_s, u"2"_s});
    QVERIFY(ring.start(2));
    CONNECT_TO(ring.node(0), 2);
    source.setReadOnly(false);
    const ActionReport report = watch.run(onNode(Action::Join, {}));
    QVERIFY2(report.ok, qPrintable(report.text));
    VERIFY_SAID(watch.waitUntilWhole(3), watch);
    const auto &nodes = source.snapshot()->nodes;
    const auto own = std::find_if(nodes.begin(), nodes.end(), [](const NodeView &node) { return node.local; });
    QVERIFY(own != nodes.end());
    const QByteArray address = own->self.address;
    QVERIFY(!source.whyNotAt(Action::Kill, ring.node(0).address().toAddress()).isEmpty());
    QCOMPARE(source.whyNotAt(Action::Kill, address), QString());
    QVERIFY(watch.run(onNode(Action::Kill, address)).ok);
    VERIFY_SAID(watch.waitUntilWhole(2), watch);
}

void TestLiveRemote::nodeOfAnotherRingTakesThePort()
{
    Ring ring;
    QVERIFY(ring.start(3));
    CONNECT_TO(ring.node(0), 3);
    const QString address = ring.node(1).addressText();
    ring.node(1).kill();
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Died), watch);
    Daemon other({u"--listen"_s, address, u"--id-bits"_s, u"32"_s});
    QVERIFY(other.waitUntilReady());
    VERIFY_SAID(watch.waitForSnapshot([](const RingSnapshot &snapshot) {
        return std::any_of(snapshot.problems.begin(), snapshot.problems.end(),
                           [](const QString &problem) { return problem.contains(u"belongs to another ring"_s); });
    }),
                watch);
    QCOMPARE(nodeIn(*source.snapshot(), address.toUtf8()).condition, NodeCondition::Dead);
}

void TestLiveRemote::limitsOfTheNode()
{
    Daemon daemon({u"--value-bytes-max"_s, u"1000"_s});
    QVERIFY(daemon.waitUntilReady());
    CONNECT_TO(daemon, 1);
    source.setReadOnly(false);
    QVERIFY(watch.run(onKey(Action::Put, "k", QByteArray(1000, 'v'))).ok);
    for (const int size : {1001, 1'000'000, 30'000'000}) {
        const ActionReport report = watch.run(onKey(Action::Put, "k", QByteArray(size, 'v')));
        QVERIFY(!report.ok);
        QVERIFY2(report.text.contains(u"1000 are allowed"_s)
                     || report.text.contains(u"larger than any that this node takes"_s)
                     || report.text.contains(u"more than it accepts"_s),
                 qPrintable(report.text));
    }
    QCOMPARE(watch.run(onKey(Action::Get, "k")).value.size(), 1000);
    QVERIFY(watch.run(onKey(Action::Put, QByteArray(1024, '/'), "v")).ok);
    QVERIFY(!watch.run(onKey(Action::Put, QByteArray(1025, '/'), "v")).ok);
}

// Ages go on, the picture stays: nobody is told to draw anything.
void TestLiveRemote::quietWhenNothingHappens()
{
    Ring ring;
    QVERIFY(ring.start(3));
    CONNECT_TO(ring.node(0), 3);
    QVERIFY(waitFor(
        [&] { // until fingers, too, are as they will be
            const int changes = watch.changes;
            return !waitFor([&] { return watch.changes != changes; }, 2000);
        },
        60'000));
    const int changes = watch.changes;
    const int refreshes = watch.refreshes;
    QVERIFY(waitFor([&] { return watch.refreshes >= refreshes + 4; }, 20'000));
    QCOMPARE(watch.changes, changes);
    const SnapshotPtr snapshot = source.snapshot();
    for (const NodeView &node : snapshot->nodes)
        QVERIFY(source.nowMs() - node.seenMs < 5000);
}

QTEST_GUILESS_MAIN(TestLiveRemote)
#include "tst_live_remote.moc"
