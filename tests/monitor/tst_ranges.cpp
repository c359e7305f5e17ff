// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who serves which range, made of what the nodes say: old and new news, nodes that are gone, parts that nobody knows,
// and the sentences about them.

#include "model/ring_ranges.h"
#include "ring_fixture.h"

#include <QTest>

#include <functional>
#include <map>

using namespace monitor;
using namespace Qt::StringLiterals;

namespace {

NodeView &nodeAt(RingSnapshot &ring, quint64 id)
{
    return ring.nodes[size_t(ring.indexOf(chord::Id(id)))];
}

// Changes what a node says of the range with this end.
void say(RingSnapshot &ring, quint64 node, quint64 high, const std::function<void(RangeView &)> &change)
{
    auto list = std::make_shared<RangeList>(*nodeAt(ring, node).ranges);
    for (RangeView &range : *list) {
        if (range.high == chord::Id(high))
            change(range);
    }
    nodeAt(ring, node).ranges = list;
}

const RangeStatus &rangeAt(const RingSnapshot &ring, quint64 id)
{
    const RangeStatus *range = ring.rangeOf(chord::Id(id));
    Q_ASSERT(range);
    return *range;
}

QStringList problemsOf(const RingSnapshot &ring)
{
    const std::vector<QString> problems = rangeProblems(ring);
    return QStringList(problems.begin(), problems.end());
}

void kill(RingSnapshot &ring, quint64 id)
{
    nodeAt(ring, id).condition = NodeCondition::Dead;
}

} // namespace

class TestRanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allServed();
    void oneNode();
    void rangesOfKeys();
    void latestBallotWins();
    void promisesAreNoBallots();
    void isolatedLeaderIsNotBelieved();
    void deadLeader();
    void lostMajority();
    void onlyVoter();
    void partition();
    void recovering();
    void silentNodesAreBelievedLast();
    void splitSeenByHalf();
    void partThatNobodyKnows();
    void notAllHaveTold();
    void nothingTold();
    void learnersKnowLess();
    void ballotTexts();
};

void TestRanges::allServed()
{
    const RingSnapshot ring = textbookRing(3);
    QCOMPARE(ring.ranges.size(), size_t(10));
    for (const RangeStatus &range : ring.ranges) {
        QCOMPARE(range.condition, RangeCondition::Served);
        QCOMPARE(range.answering, 3);
        QCOMPARE(range.view.leader->id, range.view.high);
    }
    QVERIFY(ring.isWhole());
    QVERIFY(problemsOf(ring).isEmpty());
}

void TestRanges::oneNode()
{
    const RingSnapshot ring = idealRing(6, {chord::Id(8)}, {}, 3);
    QCOMPARE(ring.ranges.size(), size_t(1));
    for (const quint64 id : {0, 8, 9, 63})
        QVERIFY(ring.rangeOf(chord::Id(id)) == &ring.ranges[0]);
    QVERIFY(ring.isWhole());
}

void TestRanges::rangesOfKeys()
{
    const RingSnapshot ring = textbookRing(3);
    const std::map<quint64, quint64> ends{{0, 1}, {1, 1}, {2, 8}, {54, 56}, {56, 56}, {57, 1}, {63, 1}};
    for (const auto &[key, end] : ends)
        QCOMPARE(rangeAt(ring, key).view.high, chord::Id(end));
}

void TestRanges::latestBallotWins()
{
    RingSnapshot ring = textbookRing(3);
    const Peer n32 = nodeAt(ring, 32).self;
    say(ring, 32, 21, [&](RangeView &range) {
        range.ballot.round = 2;
        range.leader = n32;
    });
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).view.leader->id, chord::Id(32));
    QVERIFY(ring.isWhole());
}

// A voter has promised a ballot to a candidate that did not win.
void TestRanges::promisesAreNoBallots()
{
    RingSnapshot ring = textbookRing(3);
    say(ring, 32, 21, [](RangeView &range) {
        range.ballot.round = 5;
        range.leader.reset();
        range.state = chord::GroupState::Electing;
    });
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).view.leader->id, chord::Id(21));
    QVERIFY(rangeAt(ring, 20).isServed());
}

void TestRanges::isolatedLeaderIsNotBelieved()
{
    RingSnapshot ring = textbookRing(3);
    say(ring, 21, 21, [](RangeView &range) {
        range.leader.reset();
        range.state = chord::GroupState::NoQuorum;
    });
    for (const quint64 node : {32, 38}) {
        say(ring, node, 21, [&](RangeView &range) {
            range.leader.reset();
            range.state = chord::GroupState::Electing;
        });
    }
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).condition, RangeCondition::NoLeader);
    QVERIFY(!ring.isWhole());
    for (const quint64 node : {32, 38}) {
        say(ring, node, 21, [&](RangeView &range) {
            range.ballot.round = 2;
            range.leader = nodeAt(ring, 32).self;
            range.state = chord::GroupState::Serving;
        });
    }
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).view.leader->id, chord::Id(32));
    QVERIFY(rangeAt(ring, 20).isServed());
}

void TestRanges::deadLeader()
{
    RingSnapshot ring = textbookRing(3);
    kill(ring, 21);
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).condition, RangeCondition::NoLeader);
    QCOMPARE(rangeAt(ring, 20).answering, 2);
    QVERIFY(rangeAt(ring, 10).isServed()); // of which it is only a voter
    QVERIFY(!ring.isWhole());
    QCOMPARE(problemsOf(ring),
             QStringList(u"The range (N14, N21] has no leader at the moment; its voters elect one."_s));
}

void TestRanges::lostMajority()
{
    RingSnapshot ring = textbookRing(3);
    kill(ring, 21);
    kill(ring, 32);
    for (const quint64 end : {14, 21}) // whose leaders have noticed
        say(ring, end == 14 ? 14 : 38, end, [](RangeView &range) {
            range.leader.reset();
            range.state = chord::GroupState::NoQuorum;
        });
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).condition, RangeCondition::NoQuorum);
    QVERIFY(rangeAt(ring, 20).isLost());
    const QStringList problems = problemsOf(ring);
    QVERIFY2(problems.contains(u"The range (N14, N21] has no quorum: 1 of 3 voters answers; its keys cannot be read or "
                               "written until a majority of N21, N32, N38 answers or the range is recovered."_s),
             qPrintable(problems.join(u'\n')));
    QVERIFY(problems.first().contains(u"no quorum"_s)); // before those without a leader
    // Nobody is left.
    kill(ring, 38);
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).answering, 0);
    QCOMPARE(rangeAt(ring, 20).condition, RangeCondition::NoQuorum);
}

void TestRanges::onlyVoter()
{
    RingSnapshot ring = textbookRing(1);
    kill(ring, 32);
    judgeRanges(ring);
    QCOMPARE(
        problemsOf(ring),
        QStringList(u"The range (N21, N32] has no quorum: N32, its only voter, does not answer; its keys cannot be "
                    "read or written until it does or the range is recovered."_s));
}

// All are up, and none reaches another.
void TestRanges::partition()
{
    RingSnapshot ring = textbookRing(3);
    for (const quint64 node : {21, 32, 38}) {
        say(ring, node, 21, [](RangeView &range) {
            range.leader.reset();
            range.state = chord::GroupState::NoQuorum;
        });
    }
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).condition, RangeCondition::NoQuorum);
    QCOMPARE(rangeAt(ring, 20).answering, 3);
    QVERIFY2(problemsOf(ring).first().contains(u"N21, N32, N38 can communicate"_s),
             qPrintable(problemsOf(ring).first()));
}

void TestRanges::recovering()
{
    RingSnapshot ring = textbookRing(3);
    say(ring, 21, 21, [](RangeView &range) {
        range.ballot.round = 2;
        range.state = chord::GroupState::Recovering;
    });
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).condition, RangeCondition::Recovering);
    QVERIFY(!ring.isWhole());
}

// What a dead node said last does not hide what others say now, whatever its ballot.
void TestRanges::silentNodesAreBelievedLast()
{
    RingSnapshot ring = textbookRing(3);
    say(ring, 21, 21, [](RangeView &range) { range.ballot.round = 9; });
    kill(ring, 21);
    for (const quint64 node : {32, 38})
        say(ring, node, 21, [&](RangeView &range) { range.leader = nodeAt(ring, 32).self; });
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).view.leader->id, chord::Id(32));
    QVERIFY(rangeAt(ring, 20).isServed());
}

// N26 has joined, and says so. The others were asked before: the rest of the old range is theirs still.
void TestRanges::splitSeenByHalf()
{
    RingSnapshot ring = textbookRing(3);
    NodeView joined;
    joined.self = peerAt(26);
    RangeView child = rangeAt(ring, 24).view;
    child.high = joined.self.id;
    child.leader = joined.self;
    child.voters.front() = joined.self;
    child.ballot.round = 2;
    joined.ranges = std::make_shared<RangeList>(RangeList{child});
    ring.nodes.insert(ring.nodes.begin() + 4, joined);
    judgeRanges(ring);
    QCOMPARE(ring.ranges.size(), size_t(11));
    QCOMPARE(rangeAt(ring, 24).view.leader->id, chord::Id(26));
    QCOMPARE(rangeAt(ring, 30).view.leader->id, chord::Id(32));
    QCOMPARE(rangeAt(ring, 30).view.low, chord::Id(26));
    QVERIFY(ring.isWhole());
}

void TestRanges::partThatNobodyKnows()
{
    RingSnapshot ring = textbookRing(1);
    ring.nodes.erase(ring.nodes.begin() + 4, ring.nodes.begin() + 6); // N32, N38
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 30).condition, RangeCondition::NoVoter);
    QCOMPARE(rangeAt(ring, 30).view.low, chord::Id(21));
    QCOMPARE(rangeAt(ring, 30).view.high, chord::Id(38));
    QVERIFY(!ring.isWhole());
    QCOMPARE(
        problemsOf(ring),
        QStringList(u"No voter of the range (N21, N38] answers; its keys cannot be read or written until the range "
                    "is recovered."_s));
    ring.chainWhole = false; // there may be nodes that have not been seen yet
    judgeRanges(ring);
    QVERIFY(!ring.rangeOf(chord::Id(30)));
}

void TestRanges::notAllHaveTold()
{
    RingSnapshot ring = textbookRing(1);
    nodeAt(ring, 32).ranges.reset();
    judgeRanges(ring);
    QVERIFY(!ring.rangeOf(chord::Id(30)));
    QVERIFY(problemsOf(ring).isEmpty());
}

// As in a recording of before there were ranges.
void TestRanges::nothingTold()
{
    RingSnapshot ring = textbookRing(3);
    for (NodeView &node : ring.nodes)
        node.ranges.reset();
    judgeRanges(ring);
    QVERIFY(ring.ranges.empty());
    QVERIFY(ring.isWhole());
}

void TestRanges::learnersKnowLess()
{
    RingSnapshot ring = textbookRing(3);
    RangeView learned = rangeAt(ring, 20).view;
    learned.ballot.round = 3;
    learned.leader = nodeAt(ring, 8).self;
    nodeAt(ring, 1).ranges = std::make_shared<RangeList>(RangeList{learned});
    judgeRanges(ring);
    QCOMPARE(rangeAt(ring, 20).view.leader->id, chord::Id(21));
}

void TestRanges::ballotTexts()
{
    const chord::Ballot ballot{1, 12, 0xfedcba9876543210};
    QCOMPARE(ballotText(ballot), QByteArray("1.12.fedcba9876543210"));
    QCOMPARE(ballotFromText(ballotText(ballot)), std::optional(ballot));
    QCOMPARE(shortBallotText(ballot), u"1.12.fedc…"_s);
    QCOMPARE(shortBallotText({0, 3, 0x1f40}), u"0.3.1f40"_s);
    for (const char *text : {"", "1", "1.2", "1.2.3.4", "a.1.1", "1.-1.1", "1.1.", "1.1.xyz", "99999999999.1.1"})
        QVERIFY2(!ballotFromText(text), text);
}

QTEST_GUILESS_MAIN(TestRanges)
#include "tst_ranges.moc"
