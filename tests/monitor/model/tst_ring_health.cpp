// SPDX-License-Identifier: GPL-3.0-or-later
//
// The health of a ring: which word for which ring, and what is listed of it.

#include "model/ring_health.h"
#include "ring_fixture.h"

#include <QTest>

using namespace monitor;
using namespace Qt::StringLiterals;
using Kind = RingIssue::Kind;
using State = RingHealth::State;

class TestRingHealth : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsKnown();
    void whole();
    void deadNodes();
    void fewerNodesThanReplicas();
    void surplus();
    void rangesWithoutQuorum();
    void wrongPointers();
};

void TestRingHealth::nothingIsKnown()
{
    QCOMPARE(RingHealth::of({}).state, State::Unknown);
    QVERIFY(issuesOf({}).empty());
}

void TestRingHealth::whole()
{
    const RingHealth health = RingHealth::of(textbookRing(3));
    QCOMPARE(health.state, State::Whole);
    QCOMPARE(health.liveNodes, 10);
    QCOMPARE(health.allNodes, 10);
    QVERIFY(issuesOf(textbookRing(3)).empty());
}

void TestRingHealth::deadNodes()
{
    RingSnapshot ring = textbookRing(3);
    ring.nodes[4].condition = NodeCondition::Dead;
    giveRanges(ring);
    RingHealth health = RingHealth::of(ring);
    QVERIFY(health.state != State::Whole);
    QCOMPARE(health.liveNodes, 9);
    QCOMPARE(health.count(Kind::SilentNode), 1);
    for (NodeView &node : ring.nodes)
        node.condition = NodeCondition::Dead;
    health = RingHealth::of(ring);
    QCOMPARE(health.state, State::Unreachable);
    QCOMPARE(health.liveNodes, 0);
    QCOMPARE(health.count(Kind::SilentNode), 10);
}

void TestRingHealth::fewerNodesThanReplicas()
{
    RingSnapshot ring = idealRing(6, {chord::Id(8), chord::Id(32)}, {chord::Id(10)}, 3);
    ring.replicas = 3;
    giveRanges(ring);
    const RingHealth health = RingHealth::of(ring);
    QCOMPARE(health.state, State::Degraded);
    QCOMPARE(health.count(Kind::UnderReplicated), 2);
    QVERIFY(issuesOf(ring).front().text.startsWith(u"2 of 3 voters"_s));
}

void TestRingHealth::surplus()
{
    RingSnapshot ring = textbookRing(3);
    ring.ranges[2].view.voters.push_back(peerAt(56));
    const RingHealth health = RingHealth::of(ring);
    QCOMPARE(health.count(Kind::Surplus), 1);
    QCOMPARE(health.state, State::Whole); // nothing is missing
}

void TestRingHealth::rangesWithoutQuorum()
{
    RingSnapshot ring = textbookRing(3);
    ring.ranges[2].condition = RangeCondition::NoLeader;
    QCOMPARE(RingHealth::of(ring).state, State::Degraded);
    ring.ranges[2].condition = RangeCondition::NoQuorum;
    ring.ranges[3].condition = RangeCondition::NoVoter;
    const RingHealth health = RingHealth::of(ring);
    QCOMPARE(health.state, State::NoQuorum);
    QCOMPARE(health.count(Kind::NoQuorum), 1);
    QCOMPARE(health.count(Kind::Lost), 1);
    const std::vector<RingIssue> issues = issuesOf(ring);
    QCOMPARE(issues.size(), size_t(2));
    QCOMPARE(issues.front().kind, Kind::Lost); // the worst first
}

void TestRingHealth::wrongPointers()
{
    RingSnapshot ring = textbookRing(3);
    ring.nodes[2].successors.front() = peerAt(56);
    ring.chainWhole = false;
    const RingHealth health = RingHealth::of(ring);
    QCOMPARE(health.state, State::Degraded);
    QVERIFY(health.count(Kind::WrongPointer) > 0);
    QVERIFY(issuesOf(ring).front().text.contains(u"N14"_s));
}

QTEST_GUILESS_MAIN(TestRingHealth)
#include "tst_ring_health.moc"
