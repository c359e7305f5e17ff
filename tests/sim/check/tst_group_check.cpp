// SPDX-License-Identifier: GPL-3.0-or-later
//
// What may be excused and what may not, on small rings: which ranges have a majority of their voters, what a recorded
// loss excuses, and when it is itself a fault; ranges that are served twice.

#include "sim/check/group_check.h"
#include "sim/check/serving_check.h"
#include "sim/cluster.h"
#include "sim/workload.h"

#include <QTest>

using chord::Id;
using chord::Range;
using sim::Cluster;
using sim::ClusterSettings;
using sim::GroupCheck;
using sim::Time;

namespace {

constexpr Time s = 1'000'000;

// A ring at rest, with a watch on its groups.
class WatchedRing : private sim::Listener {
public:
    explicit WatchedRing(int nodes)
        : cluster(settings())
        , watch(cluster, history)
    {
        cluster.addListener(this);
        for (int i = 0; i < nodes; ++i)
            hosts.push_back(cluster.addHost());
        cluster.startIdeal(hosts);
        cluster.runUntil(3 * s);
    }

    static ClusterSettings settings()
    {
        ClusterSettings settings;
        settings.config.replicas = 3;
        return settings;
    }

    // A read of this key was asked for.
    void read(int key)
    {
        sim::Operation operation;
        operation.key = key;
        history.end(history.begin(operation, cluster.now()), operation, cluster.now());
    }
    Id idOf(int key) const { return cluster.settings().config.space().hash(sim::keyText(key)); }

    Cluster cluster;
    sim::History history;
    GroupCheck watch;
    std::vector<int> hosts;
    QByteArray wrong; // the first that the watch has said

private:
    void touched(int host) override
    {
        const chord::Node *node = cluster.node(host);
        note(watch.touched(host, node ? node->served(cluster.localTime(host)) : std::vector<Range>()));
    }
    void failing(int host) override { note(watch.ending(host)); }
    void note(const QByteArray &said)
    {
        if (wrong.isEmpty())
            wrong = said;
    }
};

} // namespace

class TestGroupCheck : public QObject {
    Q_OBJECT

private slots:
    void quietRing();
    void majorityOfVoters();
    void allGone();
    void recordedLoss();
    void lossOfTheLiving();
    void servedTwice();
};

void TestGroupCheck::quietRing()
{
    WatchedRing ring(5);
    QVERIFY2(ring.wrong.isEmpty(), ring.wrong.constData());
    for (int host : ring.hosts)
        QVERIFY(ring.watch.isLiving(ring.cluster.ref(host).id));
    QVERIFY(ring.watch.livingPlace(Range()).has_value());
    ring.read(1);
    QCOMPARE(ring.watch.countsUntil(1), sim::noMoment);
    QCOMPARE(ring.watch.lostKeys(), 0u);
}

void TestGroupCheck::majorityOfVoters()
{
    WatchedRing ring(3);
    ring.cluster.crash(0);
    QVERIFY(ring.watch.isLiving(ring.cluster.ref(0).id));
    ring.cluster.crash(1);
    QVERIFY(!ring.watch.isLiving(ring.cluster.ref(0).id));
    QVERIFY(!ring.watch.livingPlace(Range()).has_value());
    // A program that is started again has no memory, and is another voter.
    ring.cluster.join(1, {2});
    QVERIFY(!ring.watch.isLiving(ring.cluster.ref(0).id));
    QVERIFY2(ring.wrong.isEmpty(), ring.wrong.constData());
}

// With the last voter all data is gone, and no node is left that could record it.
void TestGroupCheck::allGone()
{
    WatchedRing ring(3);
    ring.read(1);
    ring.cluster.crash(0);
    ring.cluster.crash(1);
    QCOMPARE(ring.watch.countsUntil(1), sim::noMoment);
    ring.cluster.crash(2);
    QVERIFY(ring.watch.countsUntil(1) != sim::noMoment);
    QCOMPARE(ring.watch.lostKeys(), 1u);
}

void TestGroupCheck::recordedLoss()
{
    WatchedRing ring(3);
    ring.read(1);
    ring.read(2);
    ring.cluster.crash(0);
    ring.cluster.crash(1);
    ring.cluster.runUntil(ring.cluster.now() + 5 * s); // for leases to end
    const Id id = ring.idOf(1);
    QVERIFY(ring.watch.recordedLoss(2, Range{Id(), id}).isEmpty());
    QVERIFY(ring.watch.countsUntil(1) != sim::noMoment);
    QCOMPARE(ring.watch.countsUntil(2) != sim::noMoment, Range({Id(), id}).contains(ring.idOf(2)));
}

void TestGroupCheck::lossOfTheLiving()
{
    WatchedRing ring(5);
    const Id &id = ring.cluster.ref(0).id;
    QVERIFY(ring.watch.recordedLoss(1, Range{Id(), id}).contains("serves"));
    // Not served any more, but two of three voters are there.
    for (int host : ring.hosts)
        ring.cluster.pause(host);
    ring.cluster.runUntil(ring.cluster.now() + 20 * s);
    QVERIFY(ring.watch.recordedLoss(1, Range{Id(), id}).contains("majority"));
}

void TestGroupCheck::servedTwice()
{
    WatchedRing ring(3);
    sim::ServingCheck watch(ring.cluster);
    for (int host : ring.hosts) {
        const auto served = ring.cluster.node(host)->served(ring.cluster.localTime(host));
        QVERIFY(!served.empty());
        QVERIFY(watch.touched(host, served).isEmpty());
    }
    const auto served = ring.cluster.node(0)->served(ring.cluster.localTime(0));
    QVERIFY(!watch.touched(1, served).isEmpty()); // as if node 1 served that, too
    QVERIFY(!watch.touched(2, {served.front(), served.front()}).isEmpty());
    QVERIFY(!watch.touched(2, {Range()}).isEmpty());
}

QTEST_APPLESS_MAIN(TestGroupCheck)
#include "tst_group_check.moc"
