// SPDX-License-Identifier: GPL-3.0-or-later
//
// The live half's values: what is made of documents, silence and differences. Nodes of a ring of 6 bits, as in the
// paper.

#include "live/change_tracker.h"
#include "live/failure_text.h"
#include "live/key_listing.h"
#include "live/lookup_trace.h"
#include "live/observed_ring.h"
#include "live/ring_diagnosis.h"
#include "model/snapshot_comparison.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace monitor;
using client::Failure;
using Cause = client::HttpResponse::Cause;

class TestLiveValues : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wholeRing();
    void aloneIsWhole();
    void namesAreTaken();
    void silenceIsSuspectThenDead();
    void votesTellACrash();
    void lostLeadTellsACrash();
    void leaveBetweenPolls();
    void unexplainedRefusalIsDeath();
    void slowNodeRecovers();
    void neverAnswered();
    void leavingIsNoDeath();
    void processEnd();
    void effectOfADeath();
    void effectOnARange();
    void rangesAreTaken();
    void rangesAreJudged();
    void strangers();
    void twoRings();
    void wrongPointer();
    void manyProblemsAreCounted();
    void deadLeaveThePictureLater();
    void samePicture();
    void listsKeys();
    void listsNoMoreThanEnough();
    void eventsOfMembership();
    void eventsOfPointers();
    void eventsOfRanges();
    void eventsOfKeys();
    void lookupTraces();
    void everyFailureHasItsText();
};

namespace {

api::NodeLabel label(int id)
{
    return {chord::IdSpace(6).toHex(chord::Id(quint64(id))), "127.0.0.1:" + QByteArray::number(1000 + id)};
}

QByteArray address(int id)
{
    return label(id).address;
}

api::NodeDocument document(int id, int predecessor, std::vector<int> successors, quint64 keys = 0)
{
    api::NodeDocument document;
    document.node = label(id);
    document.state = chord::NodeState::Ready;
    document.idBits = 6;
    document.replicas = 3;
    document.predecessor = label(predecessor);
    for (const int successor : successors)
        document.successors.push_back(label(successor));
    document.keys.primary = keys;
    document.uptimeSeconds = 100;
    return document;
}

// As one of its voters says it.
api::RangeEntry range(int low, int high, std::optional<int> leader, const std::vector<int> &voters,
                      chord::GroupState state = chord::GroupState::Serving, int round = 1)
{
    api::RangeEntry entry;
    entry.low = label(low).id;
    entry.high = label(high).id;
    if (leader)
        entry.leader = label(*leader);
    for (const int voter : voters)
        entry.voters.push_back(label(voter));
    entry.ballot = "0." + QByteArray::number(round) + ".a";
    entry.state = state;
    return entry;
}

// Those of threeNodes(), of which each is a voter of all.
std::vector<api::RangeEntry> threeRanges()
{
    return {range(42, 8, 8, {8, 21, 42}), range(8, 21, 21, {21, 42, 8}), range(21, 42, 42, {42, 8, 21})};
}

Peer peer(int id)
{
    return {chord::Id(quint64(id)), address(id)};
}

Failure failure(Cause cause)
{
    Failure failure;
    failure.kind = cause == Cause::Refused ? Failure::Kind::Unreachable : Failure::Kind::NoAnswer;
    failure.cause = cause;
    return failure;
}

// N8, N21, N42: all is well.
ObservedRing threeNodes()
{
    ObservedRing ring;
    ring.onDocument(address(8), document(8, 42, {21, 42}, 5), 1000);
    ring.onDocument(address(21), document(21, 8, {42, 8}, 3), 1000);
    ring.onDocument(address(42), document(42, 21, {8, 21}, 0), 1000);
    return ring;
}

const NodeView &node(const SnapshotPtr &snapshot, int id)
{
    return snapshot->nodes.at(size_t(snapshot->indexOf(chord::Id(quint64(id)))));
}

bool mentions(const SnapshotPtr &snapshot, const QString &text)
{
    return std::any_of(snapshot->problems.begin(), snapshot->problems.end(),
                       [&](const QString &problem) { return problem.contains(text); });
}

QString textOf(const std::vector<RingEvent> &events, RingEvent::Kind kind)
{
    QStringList texts;
    for (const RingEvent &event : events) {
        if (event.kind == kind)
            texts.append(event.text);
    }
    return texts.join(u'|');
}

std::shared_ptr<const KeyList> keys(const std::vector<std::pair<int, bool>> &entries)
{
    auto list = std::make_shared<KeyList>();
    for (const auto &[id, primary] : entries)
        list->push_back({QByteArray::number(id), chord::Id(quint64(id)), primary, 1, {}});
    return list;
}

} // namespace

void TestLiveValues::wholeRing()
{
    ObservedRing ring = threeNodes();
    QVERIFY(ring.hasChanged());
    const SnapshotPtr snapshot = ring.takeSnapshot(1200);
    QVERIFY(!ring.hasChanged());
    QVERIFY(snapshot->chainWhole);
    QVERIFY(snapshot->problems.empty());
    QCOMPARE(snapshot->idBits, 6);
    QCOMPARE(snapshot->replicas, 3);
    QCOMPARE(snapshot->nodes.size(), size_t(3));
    QVERIFY(node(snapshot, 21).self == peer(21));
    QCOMPARE(node(snapshot, 21).seenMs, 1000);
    QCOMPARE(node(snapshot, 8).totals.primary, quint64(5));
    // The same again is no change.
    ring.onDocument(address(8), document(8, 42, {21, 42}, 5), 2000);
    QVERIFY(!ring.hasChanged());
}

void TestLiveValues::aloneIsWhole()
{
    ObservedRing ring;
    api::NodeDocument alone = document(8, 8, {});
    alone.predecessor.reset();
    ring.onDocument(address(8), alone, 1000);
    const SnapshotPtr snapshot = ring.takeSnapshot(1000);
    QVERIFY(snapshot->chainWhole);
    QVERIFY(snapshot->problems.empty());
}

void TestLiveValues::namesAreTaken()
{
    ObservedRing ring;
    api::NodeDocument first = document(8, 42, {21, 42});
    first.fingers = {{5, "28", label(51)}, {0, "zz", label(1)}};
    const std::vector<Peer> named = ring.onDocument(address(8), first, 1000);
    for (const int id : {21, 42, 51})
        QVERIFY(std::find(named.begin(), named.end(), peer(id)) != named.end());
    QVERIFY(std::find(named.begin(), named.end(), peer(8)) == named.end());
    QVERIFY(std::find(named.begin(), named.end(), peer(1)) == named.end()); // its start is nonsense
}

void TestLiveValues::silenceIsSuspectThenDead()
{
    ObservedRing ring = threeNodes();
    ring.onFailure(peer(21), failure(Cause::TooSlow), 5000);
    SnapshotPtr snapshot = ring.takeSnapshot(5000);
    QCOMPARE(node(snapshot, 21).condition, NodeCondition::Suspect);
    QCOMPARE(node(snapshot, 21).trouble,
             u"N21 has not answered for 4 s (request timed out). Its keys are read from N42."_s);
    QVERIFY(!snapshot->chainWhole);
    QVERIFY(mentions(snapshot, u"N21 has not answered"_s));
    ring.onFailure(peer(21), failure(Cause::TooSlow), 8000);
    QCOMPARE(node(ring.takeSnapshot(8000), 21).condition, NodeCondition::Suspect);
    ring.onFailure(peer(21), failure(Cause::TooSlow), 9500);
    snapshot = ring.takeSnapshot(9500);
    QCOMPARE(node(snapshot, 21).condition, NodeCondition::Dead);
    QCOMPARE(node(snapshot, 21).totals.primary, quint64(3)); // its last known state stays
}

// A node that refuses connections has crashed if others still count it among the voters. What was said right after the
// first refusal may be older.
void TestLiveValues::votesTellACrash()
{
    ObservedRing ring = threeNodes();
    ring.onFailure(peer(8), failure(Cause::Refused), 2000);
    api::NodeDocument successor = document(21, 42, {42}, 5);
    successor.ranges = {range(42, 8, 21, {8, 21, 42}), range(8, 21, 21, {8, 21, 42})};
    ring.onDocument(address(21), successor, 2100);
    ring.judgeVanished(2100);
    QCOMPARE(node(ring.takeSnapshot(2100), 8).condition, NodeCondition::Suspect);
    ring.onDocument(address(21), successor, 2300);
    ring.judgeVanished(2500);
    const SnapshotPtr snapshot = ring.takeSnapshot(2500);
    QCOMPARE(node(snapshot, 8).condition, NodeCondition::Dead);
    QCOMPARE(
        node(snapshot, 8).trouble,
        u"N8 has not answered for 1 s (connection refused). Its keys are read from N21. Restart it on its machine to "
        "bring it back."_s);
    QCOMPARE(snapshot->ownerOf(chord::Id(5)), snapshot->indexOf(chord::Id(21)));
    QVERIFY(ring.dropGone(2500).empty());
}

// So it has if its range was seen without a leader, though it is replaced by the time it is found to be gone.
void TestLiveValues::lostLeadTellsACrash()
{
    for (const bool isSeen : {false, true}) {
        ObservedRing ring = threeNodes();
        api::NodeDocument first = document(8, 42, {21, 42}, 5);
        first.ranges = threeRanges();
        ring.onDocument(address(8), first, 1500);
        api::NodeDocument other = document(21, 42, {42}, 5);
        other.ranges = {range(42, 8, {}, {8, 21, 42}, chord::GroupState::Electing)};
        if (isSeen)
            ring.onDocument(address(21), other, 1800);
        ring.onFailure(peer(8), failure(Cause::Refused), 2400);
        other.ranges = {range(42, 8, 21, {21, 42}), range(8, 21, 21, {21, 42})};
        ring.onDocument(address(21), other, 2700);
        ring.judgeVanished(2700);
        QCOMPARE(node(ring.takeSnapshot(2700), 8).condition, isSeen ? NodeCondition::Dead : NodeCondition::Suspect);
    }
}

// It has left if the ring has closed behind it and it is no voter any more.
void TestLiveValues::leaveBetweenPolls()
{
    ObservedRing ring = threeNodes();
    const auto hear = [&](qint64 atMs, bool isClosed) {
        ring.onDocument(address(21), document(21, isClosed ? 42 : 8, {42}, 5), atMs);
        ring.onDocument(address(42), document(42, 21, {isClosed ? 21 : 8}, 5), atMs);
        ring.onFailure(peer(8), failure(Cause::Refused), atMs);
        ring.judgeVanished(atMs);
    };
    hear(2000, true);
    hear(6900, true);
    QVERIFY(ring.dropGone(6900).empty());
    hear(7000, false);
    QVERIFY(ring.dropGone(7000).empty());
    hear(7100, true);
    QCOMPARE(node(ring.takeSnapshot(7100), 8).condition, NodeCondition::Suspect);
    QCOMPARE(ring.dropGone(7100), std::vector<QByteArray>{address(8)});
    // The last but one leaves the last one alone.
    const auto hearAlone = [&](qint64 atMs) {
        api::NodeDocument alone = document(21, 21, {}, 5);
        alone.predecessor.reset();
        ring.onDocument(address(21), alone, atMs);
        ring.onFailure(peer(42), failure(Cause::Refused), atMs);
        ring.judgeVanished(atMs);
    };
    hearAlone(8000);
    hearAlone(13'000);
    QCOMPARE(ring.dropGone(13'000), std::vector<QByteArray>{address(42)});
}

// And if that cannot be told, it is dead like any other that keeps silent.
void TestLiveValues::unexplainedRefusalIsDeath()
{
    ObservedRing ring = threeNodes();
    for (const qint64 atMs : {2000, 4000, 9000}) {
        ring.onFailure(peer(8), failure(Cause::Refused), atMs);
        ring.judgeVanished(atMs);
        QCOMPARE(node(ring.takeSnapshot(atMs), 8).condition,
                 atMs < 9000 ? NodeCondition::Suspect : NodeCondition::Dead);
    }
}

void TestLiveValues::slowNodeRecovers()
{
    ObservedRing ring = threeNodes();
    ring.onFailure(peer(21), failure(Cause::TooSlow), 2000);
    ring.onDocument(address(21), document(21, 8, {42, 8}, 3), 2500);
    const SnapshotPtr snapshot = ring.takeSnapshot(2500);
    QCOMPARE(node(snapshot, 21).condition, NodeCondition::Alive);
    QCOMPARE(node(snapshot, 21).trouble, QString());
    QVERIFY(snapshot->chainWhole);
}

void TestLiveValues::neverAnswered()
{
    ObservedRing ring;
    ring.onDocument(address(8), document(8, 21, {21}), 1000);
    ring.onFailure(peer(21), failure(Cause::TooSlow), 3000);
    const SnapshotPtr snapshot = ring.takeSnapshot(3000);
    QCOMPARE(node(snapshot, 21).condition, NodeCondition::Suspect);
    QCOMPARE(node(snapshot, 21).seenMs, 0);
    QVERIFY(node(snapshot, 21).trouble.contains(u"never answered this program"_s));
    // Nobody names it any more: it is nobody's business.
    ring.onFailure(peer(21), failure(Cause::Refused), 4000);
    QVERIFY(ring.dropGone(4000).empty());
    ring.onDocument(address(8), document(8, 8, {}), 5000);
    QCOMPARE(ring.dropGone(5000), std::vector<QByteArray>{address(21)});
}

void TestLiveValues::leavingIsNoDeath()
{
    ObservedRing ring = threeNodes();
    api::NodeDocument leaving = document(21, 8, {42, 8}, 3);
    leaving.state = chord::NodeState::Leaving;
    ring.onDocument(address(21), leaving, 2000);
    QCOMPARE(node(ring.takeSnapshot(2000), 21).condition, NodeCondition::Leaving);
    ring.onFailure(peer(21), failure(Cause::Refused), 3000);
    QCOMPARE(ring.dropGone(3000), std::vector<QByteArray>{address(21)});
    ring.expectLeave(address(42)); // it agreed to leave, and was gone before it was seen leaving
    ring.onFailure(peer(42), failure(Cause::Refused), 3000);
    QCOMPARE(ring.dropGone(3000), std::vector<QByteArray>{address(42)});
    QCOMPARE(ring.takeSnapshot(3000)->nodes.size(), size_t(1));
}

void TestLiveValues::processEnd()
{
    ObservedRing ring = threeNodes();
    ring.setLocal(address(8), true);
    ring.onProcessEnded(address(8), u"it was killed here"_s, 2000);
    ring.onFailure(peer(8), failure(Cause::Refused), 2100);
    QCOMPARE(node(ring.takeSnapshot(3000), 8).trouble,
             u"N8 has ended: it was killed here. Its keys are read from N21. Restart it to bring it back."_s);
    QCOMPARE(node(ring.takeSnapshot(4500), 8).trouble,
             u"N8 ended 2 s ago: it was killed here. Its keys are read from N21. Restart it to bring it back."_s);
    QVERIFY(ring.dropGone(10'000'000).empty()); // it can be restarted
    ring.onProcessEnded(address(42), {}, 3000); // as it was told to
    QCOMPARE(ring.dropGone(3000), std::vector<QByteArray>{address(42)});
}

void TestLiveValues::effectOfADeath()
{
    ObservedRing ring = threeNodes();
    ring.onFailure(peer(8), failure(Cause::Refused), 2000);
    ring.onFailure(peer(21), failure(Cause::Refused), 2000);
    QVERIFY(node(ring.takeSnapshot(2000), 8).trouble.contains(u"read from N42"_s));
    ring.onFailure(peer(42), failure(Cause::Refused), 2000);
    const SnapshotPtr snapshot = ring.takeSnapshot(2000);
    QVERIFY(node(snapshot, 8).trouble.contains(u"do not answer either"_s));
    QVERIFY(node(snapshot, 42).trouble.contains(u"owned no keys"_s));
    QVERIFY(!snapshot->chainWhole);

    ObservedRing single;
    api::NodeDocument first = document(8, 21, {21}, 5);
    api::NodeDocument second = document(21, 8, {8}, 5);
    first.replicas = second.replicas = 1;
    single.onDocument(address(8), first, 1000);
    single.onDocument(address(21), second, 1000);
    single.onFailure(peer(8), failure(Cause::Refused), 2000);
    QVERIFY(node(single.takeSnapshot(2000), 8).trouble.contains(u"keeps no replicas"_s));
}

// A range is read at its leader, wherever that is; without one, it is not read.
void TestLiveValues::effectOnARange()
{
    using State = chord::GroupState;
    ObservedRing ring = threeNodes();
    const auto tell = [&](int id, int predecessor, std::vector<int> successors, std::optional<int> leader,
                          State state) {
        api::NodeDocument said = document(id, predecessor, std::move(successors));
        said.ranges = threeRanges();
        said.ranges[0] = range(42, 8, leader, {8, 21, 42}, state, leader == 8 ? 1 : 2);
        ring.onDocument(address(id), said, 2000);
    };
    tell(21, 8, {42, 8}, 8, State::Serving);
    tell(42, 21, {8, 21}, 8, State::Serving);
    ring.onFailure(peer(8), failure(Cause::TooSlow), 2000);
    QVERIFY(node(ring.takeSnapshot(2000), 8).trouble.contains(u"another voter is elected"_s));
    tell(42, 21, {8, 21}, 42, State::Serving);
    QVERIFY(node(ring.takeSnapshot(2000), 8).trouble.contains(u"read from N42"_s));
    ring.onFailure(peer(42), failure(Cause::TooSlow), 2000);
    tell(21, 8, {42, 8}, {}, State::NoQuorum);
    const SnapshotPtr snapshot = ring.takeSnapshot(2000);
    QVERIFY(node(snapshot, 8).trouble.contains(u"no quorum"_s));
    QVERIFY(snapshot->problems.front().contains(u"(N42, N8] has no quorum: 1 of 3"_s));
    QVERIFY(!snapshot->isWhole());
}

void TestLiveValues::rangesAreTaken()
{
    ObservedRing ring;
    api::NodeDocument first = document(8, 42, {21, 42});
    first.ranges = threeRanges();
    first.ranges[1].high = "zz"; // nonsense is left out
    first.ranges[2].ballot = "high";
    first.ranges[2].lossEpoch = 2;
    first.ranges[2].voters.push_back(label(50));
    const std::vector<Peer> named = ring.onDocument(address(8), first, 1000);
    QVERIFY(std::find(named.begin(), named.end(), peer(50)) != named.end());
    const SnapshotPtr snapshot = ring.takeSnapshot(1000);
    const RangeList &ranges = *node(snapshot, 8).ranges;
    QCOMPARE(ranges.size(), size_t(2));
    QVERIFY(ranges[0].leader == peer(8) && ranges[0].low == chord::Id(42) && ranges[0].voters.size() == 3);
    QCOMPARE(ranges[0].ballot.round, 1u);
    QCOMPARE(ranges[1].ballot.lossEpoch, 2u);
    // The same again is no change, and is shared.
    ring.onDocument(address(8), first, 2000);
    QVERIFY(!ring.hasChanged());
    QCOMPARE(node(ring.takeSnapshot(2000), 8).ranges.get(), node(snapshot, 8).ranges.get());
    first.ranges[0].state = chord::GroupState::Electing;
    ring.onDocument(address(8), first, 3000);
    QVERIFY(ring.hasChanged());
}

// One chain is not enough: every range must be served.
void TestLiveValues::rangesAreJudged()
{
    ObservedRing ring;
    const auto tell = [&](std::vector<api::RangeEntry> ranges) {
        for (const auto &[id, predecessor, successors] :
             {std::tuple(8, 42, std::vector{21, 42}), {21, 8, {42, 8}}, {42, 21, {8, 21}}}) {
            api::NodeDocument said = document(id, predecessor, successors);
            said.ranges = ranges;
            ring.onDocument(address(id), said, 1000);
        }
        return ring.takeSnapshot(1000);
    };
    SnapshotPtr snapshot = tell(threeRanges());
    QVERIFY(snapshot->isWhole() && snapshot->problems.empty());
    std::vector<api::RangeEntry> ranges = threeRanges();
    ranges[1].state = chord::GroupState::Electing;
    snapshot = tell(ranges);
    QVERIFY(snapshot->chainWhole && !snapshot->isWhole());
    QVERIFY(mentions(snapshot, u"(N8, N21] has no leader"_s));
    ranges.erase(ranges.begin() + 1);
    snapshot = tell(ranges);
    QVERIFY(!snapshot->isWhole());
    QVERIFY(mentions(snapshot, u"No voter of the range (N8, N21] answers"_s));
}

void TestLiveValues::strangers()
{
    ObservedRing ring = threeNodes();
    api::NodeDocument other = document(21, 8, {42});
    other.idBits = 160;
    ring.onDocument(address(21), other, 2000);
    SnapshotPtr snapshot = ring.takeSnapshot(2000);
    QVERIFY(mentions(snapshot, u"belongs to another ring"_s));
    QCOMPARE(node(snapshot, 21).condition, NodeCondition::Dead); // who stood there is gone

    ring.onDocument(address(42), document(43, 21, {8}), 2000);
    QVERIFY(mentions(ring.takeSnapshot(2000), u"has the advertised address 127.0.0.1:1043"_s));

    api::NodeDocument nonsense = document(50, 42, {8});
    nonsense.node.id = "ff";
    ring.onDocument(address(50), nonsense, 2000);
    snapshot = ring.takeSnapshot(2000);
    QVERIFY(mentions(snapshot, u"“ff”"_s));
    QVERIFY(snapshot->indexOf(address(50)) < 0);

    ring.onDocument(address(21), document(21, 8, {42, 8}), 3000);
    QVERIFY(!mentions(ring.takeSnapshot(3000), u"belongs to another ring"_s));
}

void TestLiveValues::twoRings()
{
    ObservedRing ring;
    ring.onDocument(address(8), document(8, 21, {21}), 1000);
    ring.onDocument(address(21), document(21, 8, {8}), 1000);
    ring.onDocument(address(42), document(42, 51, {51}), 1000);
    ring.onDocument(address(51), document(51, 42, {42}), 1000);
    const SnapshotPtr snapshot = ring.takeSnapshot(1000);
    QVERIFY(!snapshot->chainWhole);
    QVERIFY(mentions(snapshot, u"There are 2 separate rings: N8, N21 (2); N42, N51 (2)."_s));
}

void TestLiveValues::wrongPointer()
{
    ObservedRing ring = threeNodes();
    ring.onDocument(address(8), document(8, 42, {42, 21}), 2000);
    const SnapshotPtr snapshot = ring.takeSnapshot(2000);
    QVERIFY(!snapshot->chainWhole);
    QCOMPARE(snapshot->problems.size(), size_t(1));
    QVERIFY(mentions(snapshot, u"N8 is N42, but should be N21"_s));
}

void TestLiveValues::manyProblemsAreCounted()
{
    ObservedRing ring;
    for (int id = 0; id < 60; ++id)
        ring.onDocument(address(id), document(id, id, {id == 59 ? 0 : 59}), 1000);
    const SnapshotPtr snapshot = ring.takeSnapshot(1000);
    QCOMPARE(int(snapshot->problems.size()), RingDiagnosis::problemsMax + 1);
    QVERIFY(snapshot->problems.back().startsWith(u"And "_s));
}

void TestLiveValues::deadLeaveThePictureLater()
{
    ObservedRing ring = threeNodes();
    ring.onFailure(peer(21), failure(Cause::Refused), 2000);
    ring.onDocument(address(8), document(8, 42, {42}), 3000);
    ring.onDocument(address(42), document(42, 8, {8}), 3000);
    ring.judgeVanished(10'000); // nothing told a crash from a leave
    QVERIFY(ring.dropGone(10'000).empty());
    QCOMPARE(ring.dropGone(3000 + ObservedRing::deadKeptMs), std::vector<QByteArray>{address(21)});
}

void TestLiveValues::samePicture()
{
    ObservedRing ring = threeNodes();
    const SnapshotPtr first = ring.takeSnapshot(1000);
    api::NodeDocument older = document(8, 42, {21, 42}, 5);
    older.uptimeSeconds = 200;
    older.counters.messagesSent = 7;
    ring.onDocument(address(8), older, 2000);
    const SnapshotPtr second = ring.takeSnapshot(2000);
    QVERIFY(isSameContent(*first, *second));
    QCOMPARE(node(second, 8).counters.messagesSent, quint64(7));
    ring.onKeys(address(8), keys({{5, true}}), true);
    QVERIFY(!isSameContent(*second, *ring.takeSnapshot(2000)));
}

void TestLiveValues::listsKeys()
{
    KeyListing listing;
    listing.start(6, {2, 1, 100});
    QVERIFY(listing.isRunning());
    api::KeysPage page;
    page.keys = {{"b", "0a", api::KeyEntry::Role::Primary, 4, {}}, {"a", "05", api::KeyEntry::Role::Replica, 4, {}}};
    page.next = "cursor";
    QVERIFY(!listing.take(page));
    QCOMPARE(listing.after(), QByteArray("cursor"));
    page.keys = {{"c", "ff", api::KeyEntry::Role::Primary, 4, {}}, {"d", "3f", api::KeyEntry::Role::Primary, 4, {}}};
    page.next.clear();
    QVERIFY(listing.take(page));
    QVERIFY(listing.isComplete());
    const std::shared_ptr<const KeyList> list = listing.finish();
    QVERIFY(!listing.isRunning());
    QCOMPARE(list->size(), size_t(3)); // ff is no identifier of 6 bits
    QCOMPARE(list->at(0).key, QByteArray("a"));
    QVERIFY(!list->at(0).primary);
    QCOMPARE(list->at(2).key, QByteArray("d"));
}

// A node whose pages never end, with keys that are none.
void TestLiveValues::listsNoMoreThanEnough()
{
    KeyListing listing;
    listing.start(6, {1, 0, 1});
    api::KeysPage page;
    page.keys.assign(KeyListing::pageKeys, {"k", "ff", api::KeyEntry::Role::Primary, 1, {}});
    page.next = "more";
    int pages = 1;
    while (!listing.take(page))
        ++pages;
    QCOMPARE(pages, KeyListing::keysMax / KeyListing::pageKeys);
    QVERIFY(!listing.isComplete());
    listing.start(6, {1, 0, 1});
    page.keys.clear();
    QVERIFY(listing.take(page));
}

void TestLiveValues::eventsOfMembership()
{
    ChangeTracker tracker;
    ObservedRing ring;
    QVERIFY(tracker.advance(ring.takeSnapshot(0), true).empty());
    ring = threeNodes();
    QVERIFY(tracker.advance(ring.takeSnapshot(1000), true).empty()); // discovered, not joined
    ring.onDocument(address(51), document(51, 42, {8, 21}), 2000);
    QCOMPARE(textOf(tracker.advance(ring.takeSnapshot(2000), false), RingEvent::Kind::Joined),
             u"N51 (127.0.0.1:1051) has joined."_s);
    ring.onFailure(peer(51), failure(Cause::TooSlow), 3000);
    QVERIFY(textOf(tracker.advance(ring.takeSnapshot(3000), false), RingEvent::Kind::Suspected).startsWith(u"N51 has"));
    ring.onFailure(peer(51), failure(Cause::Refused), 4000);
    api::NodeDocument successor = document(8, 42, {21, 42}, 5);
    successor.ranges = {range(42, 51, 8, {51, 8, 21})};
    ring.onDocument(address(8), successor, 4200);
    ring.judgeVanished(4200);
    QVERIFY(textOf(tracker.advance(ring.takeSnapshot(4200), false), RingEvent::Kind::Died).contains(u"refused"_s));
    api::NodeDocument again = document(51, 42, {8, 21});
    again.uptimeSeconds = 1;
    ring.onDocument(address(51), again, 5000);
    QCOMPARE(textOf(tracker.advance(ring.takeSnapshot(5000), false), RingEvent::Kind::Recovered),
             u"N51 is back after a restart."_s);
    again.uptimeSeconds = 0;
    ring.onDocument(address(51), again, 5500); // so fast that nobody missed it
    QCOMPARE(textOf(tracker.advance(ring.takeSnapshot(5500), false), RingEvent::Kind::Recovered),
             u"N51 was restarted."_s);
    again.state = chord::NodeState::Leaving;
    ring.onDocument(address(51), again, 6000);
    QVERIFY(textOf(tracker.advance(ring.takeSnapshot(6000), false), RingEvent::Kind::Note).contains(u"leaving"_s));
    ring.onFailure(peer(51), failure(Cause::Refused), 7000);
    ring.dropGone(7000);
    QCOMPARE(textOf(tracker.advance(ring.takeSnapshot(7000), false), RingEvent::Kind::Left),
             u"N51 has left the ring."_s);
    QVERIFY(tracker.advance(ring.takeSnapshot(8000), false).empty());
}

void TestLiveValues::eventsOfPointers()
{
    ChangeTracker tracker;
    ObservedRing ring = threeNodes();
    tracker.advance(ring.takeSnapshot(1000), true);
    ring.onDocument(address(8), document(8, 51, {14, 21}, 5), 2000);
    QCOMPARE(textOf(tracker.advance(ring.takeSnapshot(2000), false), RingEvent::Kind::PointerChanged),
             u"N8: the successor is N14 now; it was N21.|N8: the predecessor is N51 now; it was N42."_s);
    api::NodeDocument repaired = document(8, 51, {14, 21}, 5);
    repaired.counters.recordsCopied = 3;
    ring.onDocument(address(8), repaired, 3000);
    QCOMPARE(textOf(tracker.advance(ring.takeSnapshot(3000), false), RingEvent::Kind::Repaired),
             u"N8 sent 3 records to replicas that lacked them."_s);
}

void TestLiveValues::eventsOfRanges()
{
    using State = chord::GroupState;
    ChangeTracker tracker;
    ObservedRing ring = threeNodes();
    qint64 nowMs = 1000;
    const auto tell = [&](const api::RangeEntry &entry) {
        for (const int id : {8, 21, 42}) {
            api::NodeDocument said = id == 8 ? document(8, 42, {21, 42}, 5)
                : id == 21                   ? document(21, 8, {42, 8}, 3)
                                             : document(42, 21, {8, 21}, 0);
            said.ranges = threeRanges();
            said.ranges[1] = entry;
            ring.onDocument(address(id), said, nowMs);
        }
        return tracker.advance(ring.takeSnapshot(nowMs += 100), false);
    };
    tell(range(8, 21, 21, {21, 42, 8}));
    QVERIFY(tell(range(8, 21, 21, {21, 42, 8}, State::Serving, 2)).empty()); // the same leader, elected again
    QVERIFY(tell(range(8, 21, {}, {21, 42, 8}, State::Electing, 2)).empty()); // for a moment
    QCOMPARE(textOf(tell(range(8, 21, 42, {21, 42, 8}, State::Serving, 3)), RingEvent::Kind::Note),
             u"N42 now leads the range (N8, N21]; the leader before was N21."_s);
    QCOMPARE(textOf(tell(range(8, 21, 21, {21, 42, 8}, State::Serving, 4)), RingEvent::Kind::Note),
             u"N21 now leads the range (N8, N21]; the leader before was N42."_s);
    QVERIFY(textOf(tell(range(8, 21, {}, {21, 42, 8}, State::NoQuorum, 4)), RingEvent::Kind::Problem)
                .contains(u"has no quorum"_s));
    api::RangeEntry recovered = range(8, 21, 21, {21, 42}, State::Serving, 5);
    recovered.ballot = "1.5.a";
    const std::vector<RingEvent> events = tell(recovered);
    QCOMPARE(textOf(events, RingEvent::Kind::Recovered), u"The range (N8, N21] is served again."_s);
    QVERIFY(textOf(events, RingEvent::Kind::Problem).contains(u"may be lost"_s));
}

// N26 joins between N21 and N42 and takes K24 and K25; the lists are read in either order.
void TestLiveValues::eventsOfKeys()
{
    for (const bool giverFirst : {true, false}) {
        ChangeTracker tracker;
        ObservedRing ring = threeNodes();
        ring.onKeys(address(8), keys({{5, true}}), true);
        ring.onKeys(address(42), keys({{24, true}, {25, true}, {40, true}}), true);
        tracker.advance(ring.takeSnapshot(1000), true);
        ring.onDocument(address(26), document(26, 21, {42, 8}), 2000);
        QCOMPARE(textOf(tracker.advance(ring.takeSnapshot(2000), false), RingEvent::Kind::KeysMoved), QString());
        const auto given = keys({{24, false}, {25, false}, {40, true}});
        const auto taken = keys({{24, true}, {25, true}, {26, true}}); // K26 is new
        ring.onKeys(giverFirst ? address(42) : address(26), giverFirst ? given : taken, true);
        QString text = textOf(tracker.advance(ring.takeSnapshot(3000), false), RingEvent::Kind::KeysMoved);
        ring.onKeys(giverFirst ? address(26) : address(42), giverFirst ? taken : given, true);
        text += textOf(tracker.advance(ring.takeSnapshot(4000), false), RingEvent::Kind::KeysMoved);
        QCOMPARE(text, u"2 keys moved from N42 to N26."_s);
    }
}

void TestLiveValues::lookupTraces()
{
    using Via = chord::Hop::Via;
    api::LookupDocument document;
    document.key = "k";
    document.id = "36";
    document.owner = label(56);
    document.replicas = {label(56), label(1)};
    document.hops = {{label(8), Via::Self, -1, 0, true},
                     {label(42), Via::Finger, 5, 100, false},
                     {label(38), Via::Finger, 4, 200, true},
                     {label(56), Via::Successor, -1, 300, true}};
    const std::optional<LookupTrace> trace = lookupTrace(document);
    QVERIFY(trace);
    QVERIFY(trace->asker == peer(8) && trace->owner == peer(56) && trace->id == chord::Id(54));
    QCOMPARE(trace->replicas.size(), size_t(2));
    QCOMPARE(trace->hops.size(), size_t(3)); // looking into its own tables is no hop
    QVERIFY(trace->hops[0].from == peer(8) && !trace->hops[0].answered);
    QVERIFY(trace->hops[1].from == peer(8) && trace->hops[1].finger == 4); // stepped back
    QVERIFY(trace->hops[2].from == peer(38) && trace->hops[2].to == peer(56));

    document.owner = label(8);
    document.hops.resize(1);
    QCOMPARE(lookupTrace(document)->hops.size(), size_t(1)); // but if it is all there is
    document.hops.clear();
    QVERIFY(!lookupTrace(document));
}

// Each says what, why and what to do, and no two are alike.
void TestLiveValues::everyFailureHasItsText()
{
    QStringList texts;
    for (const Cause cause : {Cause::NameUnknown, Cause::Refused, Cause::TooSlow, Cause::NotHttp, Cause::Other}) {
        Failure failed;
        failed.cause = cause;
        failed.text = u"no route to host"_s;
        texts.append(FailureText::whyNoRing(u"a:1"_s, failed, false, false));
    }
    Failure status;
    status.kind = Failure::Kind::NotFound;
    status.status = 404;
    texts.append(FailureText::whyNoRing(u"a:1"_s, status, false, false));
    status.kind = Failure::Kind::BadAnswer;
    texts.append(FailureText::whyNoRing(u"a:1"_s, status, false, false));
    texts.append(FailureText::whyNoRing(u"a:1"_s, status, true, false));
    for (const QString &text : std::as_const(texts))
        QVERIFY2(text.contains(u"a:1"_s) && text.endsWith(u'.'), qPrintable(text));
    QCOMPARE(QSet<QString>(texts.begin(), texts.end()).size(), texts.size());

    using Kind = Failure::Kind;
    texts.clear();
    for (const Kind kind : {Kind::Unreachable, Kind::NoAnswer, Kind::NotFound, Kind::ConditionFailed, Kind::Unavailable,
                            Kind::Rejected, Kind::BadAnswer}) {
        Failure failed;
        failed.kind = kind;
        failed.mayHaveHappened = kind == Kind::NoAnswer;
        texts.append(FailureText::whyNotDone(u"Storing “k”"_s, u"a:1"_s, failed));
    }
    QVERIFY(texts[1].contains(u"may have taken effect"_s));
    QVERIFY(!texts[0].contains(u"may have taken effect"_s));
    QCOMPARE(QSet<QString>(texts.begin(), texts.end()).size(), texts.size());
}

QTEST_GUILESS_MAIN(TestLiveValues)
#include "tst_live_values.moc"
