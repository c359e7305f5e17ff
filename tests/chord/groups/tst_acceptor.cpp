// SPDX-License-Identifier: GPL-3.0-or-later
//
// One voter's state of one group: every verdict and its reason, leases and their release, splits, the numbered stream,
// the lock of a merge; then random messages, after each of which nothing may have gone back.

#include "chord/groups/acceptor.h"

#include <QTest>

#include <random>

using namespace chord;

namespace {

constexpr GroupId groupId = 77;
constexpr quint32 leaseMs = 100;
constexpr Time leaseUs = leaseMs * usPerMs;

NodeRef node(quint64 number)
{
    return {Id(number), "n" + QByteArray::number(number) + ":1", number};
}

// The ballot of this leader in this round.
Ballot ballot(quint32 round, quint64 leader)
{
    return {0, round, leader};
}

Stamp stamp(quint32 round, quint64 sequence)
{
    return {ballot(round, 1), sequence};
}

GroupConfig config(quint64 version)
{
    GroupConfig out;
    out.version = version;
    out.range = {Id(0), Id(100)};
    out.voters = {node(1), node(2), node(3)};
    return out;
}

const ChildGroup lowerHalf{88, {Id(0), Id(50)}, {node(1), node(2), node(3)}};

GroupConfig splitConfig(quint64 version)
{
    GroupConfig out = config(version);
    out.range = {Id(50), Id(100)};
    out.children = {lowerHalf};
    return out;
}

Propose propose(const Ballot &by, const GroupConfig &what, bool learner = false)
{
    Propose out;
    out.group = groupId;
    out.ballot = by;
    out.config = what;
    out.learner = learner;
    return out;
}

// Has accepted version 1 under ballot 5 of node 1.
Acceptor voter()
{
    return {groupId, propose(ballot(5, 1), config(1))};
}

LeaseEntry lease(const Ballot &by, quint64 version = 0, quint32 ms = leaseMs)
{
    return {groupId, by, version, ms};
}

Prepare prepare(const Ballot &by, std::optional<Release> release = {})
{
    return {groupId, by, release};
}

} // namespace

namespace chord {

char *toString(const Verdict &verdict)
{
    static const char *const names[] = {"Granted", "Promised", "Leased", "NoState", "Behind", "Locked", "Unwilling"};
    return qstrdup(names[size_t(verdict)]);
}

} // namespace chord

class TestAcceptor : public QObject {
    Q_OBJECT

private slots:
    void startsWithWhatItWasGiven();
    void preVote();
    void preVoteChangesNothing();
    void prepare();
    void prepareOfTheSameBallot();
    void leaseBlocksOthers();
    void leaseDoesNotBlockItsHolder();
    void promiseEndsTheLease();
    void leaseOfAnOldBallot();
    void leaseIsNeverShortened();
    void leaseOfANewBallotReplaces();
    void leaseTellsTheConfiguration();
    void release();
    void releaseOfAnotherBallot();
    void proposeVerdicts();
    void changesAreCounted();
    void configurationsAreOrderedByBallotFirst();
    void proposeAgainKeepsChosen();
    void splitTakesEffectWhenChosen();
    void splitThatWasNotChosen();
    void childrenAreTakenOnce();
    void droppedChildIsNotTaken();
    void learnerTakesNoChildren();
    void learnerBecomesVoter();
    void replacedVoterLearnsOfTheSplit();
    void childIsTheSameEverywhere();
    void childInheritsPromiseAndLease();
    void childInheritsTheStream();
    void streamNumbers();
    void streamOfANewBallot();
    void lockRefusesAll();
    void matchesOneStateOnly();
    void markOnlyRises();
    void nothingGoesBack();
};

void TestAcceptor::startsWithWhatItWasGiven()
{
    Propose first = propose(ballot(5, 1), config(3), true);
    first.mark = stamp(4, 9);
    const Acceptor acceptor(groupId, first);
    QCOMPARE(acceptor.group(), groupId);
    QCOMPARE(acceptor.promised(), ballot(5, 1));
    QCOMPARE(acceptor.accepted(), ballot(5, 1));
    QCOMPARE(acceptor.config(), config(3));
    QCOMPARE(acceptor.range(), config(3).range);
    QCOMPARE(acceptor.mark(), stamp(4, 9));
    QVERIFY(acceptor.isLearner());
    QVERIFY(!acceptor.isChosen());
    QVERIFY(!acceptor.leader());
    QVERIFY(!acceptor.lockedBy());
}

void TestAcceptor::preVote()
{
    const Acceptor acceptor = voter();
    const auto verdict = [&](const Ballot &by) { return acceptor.onPreVote(node(2), {groupId, by, {}}, 0); };
    QCOMPARE(verdict(ballot(6, 2)), Verdict::Granted);
    QCOMPARE(verdict(ballot(5, 2)), Verdict::Granted); // the same round, of a higher leader
    QCOMPARE(verdict(ballot(5, 1)), Verdict::Promised); // this one is promised already
    QCOMPARE(verdict(ballot(5, 0)), Verdict::Promised);
    QCOMPARE(verdict(ballot(4, 2)), Verdict::Promised);
    QCOMPARE(verdict({1, 1, 2}), Verdict::Granted); // a later loss epoch counts before the round
}

void TestAcceptor::preVoteChangesNothing()
{
    Acceptor acceptor = voter();
    QCOMPARE(acceptor.onPreVote(node(2), {groupId, ballot(9, 2), {}}, 0), Verdict::Granted);
    QCOMPARE(acceptor.promised(), ballot(5, 1));
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), config(2))), Verdict::Granted);
}

void TestAcceptor::prepare()
{
    Acceptor acceptor = voter();
    QCOMPARE(acceptor.onPrepare(node(2), ::prepare(ballot(7, 2)), 0), Verdict::Granted);
    QCOMPARE(acceptor.promised(), ballot(7, 2));
    QCOMPARE(acceptor.accepted(), ballot(5, 1));
    QCOMPARE(acceptor.onPrepare(node(3), ::prepare(ballot(6, 3)), 0), Verdict::Promised);
    QCOMPARE(acceptor.onPrepare(node(1), ::prepare(ballot(7, 1)), 0), Verdict::Promised);
    QCOMPARE(acceptor.promised(), ballot(7, 2));
    QCOMPARE(acceptor.onPrepare(node(3), ::prepare(ballot(7, 3)), 0), Verdict::Granted);
    QCOMPARE(acceptor.promised(), ballot(7, 3));
    // Nothing is accepted below the promise.
    QCOMPARE(acceptor.onPropose(propose(ballot(7, 2), config(2))), Verdict::Promised);
    QCOMPARE(acceptor.onStream(ballot(7, 2), 1, false), Verdict::Promised);
    QCOMPARE(acceptor.onLease(node(2), lease(ballot(7, 2)), 1, 0), Verdict::Promised);
}

// A repeated request of the same candidate is answered again; another cannot have this ballot.
void TestAcceptor::prepareOfTheSameBallot()
{
    Acceptor acceptor = voter();
    QCOMPARE(acceptor.onPrepare(node(2), ::prepare(ballot(7, 2)), 0), Verdict::Granted);
    QCOMPARE(acceptor.onPrepare(node(2), ::prepare(ballot(7, 2)), 0), Verdict::Granted);
    QCOMPARE(acceptor.onPrepare(node(3), ::prepare(ballot(7, 2)), 0), Verdict::Promised);
}

void TestAcceptor::leaseBlocksOthers()
{
    Acceptor acceptor = voter();
    QCOMPARE(acceptor.onLease(node(1), lease(ballot(5, 1)), 1, 1000), Verdict::Granted);
    QCOMPARE(acceptor.boundUntil(), 1000 + leaseUs);
    QCOMPARE(acceptor.leader(), std::optional(node(1)));
    const Time last = acceptor.boundUntil() - 1;
    QCOMPARE(acceptor.onPreVote(node(2), {groupId, ballot(9, 2), {}}, last), Verdict::Leased);
    QCOMPARE(acceptor.onPrepare(node(2), ::prepare(ballot(9, 2)), last), Verdict::Leased);
    QCOMPARE(acceptor.promised(), ballot(5, 1));
    QCOMPARE(acceptor.onPreVote(node(2), {groupId, ballot(9, 2), {}}, last + 1), Verdict::Granted);
    QCOMPARE(acceptor.onPrepare(node(2), ::prepare(ballot(9, 2)), last + 1), Verdict::Granted);
}

void TestAcceptor::leaseDoesNotBlockItsHolder()
{
    Acceptor acceptor = voter();
    acceptor.onLease(node(1), lease(ballot(5, 1)), 1, 0);
    QCOMPARE(acceptor.onPreVote(node(1), {groupId, ballot(6, 1), {}}, 1), Verdict::Granted);
    QCOMPARE(acceptor.onPrepare(node(1), ::prepare(ballot(6, 1)), 1), Verdict::Granted);
    QCOMPARE(acceptor.promised(), ballot(6, 1));
}

// The holder of the lease leads no more under it: nobody is bound to it.
void TestAcceptor::promiseEndsTheLease()
{
    Acceptor acceptor = voter();
    acceptor.onLease(node(1), lease(ballot(5, 1)), 1, 0);
    QCOMPARE(acceptor.onPrepare(node(1), ::prepare(ballot(6, 1)), 1), Verdict::Granted);
    QCOMPARE(acceptor.boundUntil(), 1);
    QVERIFY(!acceptor.leader());
    QCOMPARE(acceptor.onPrepare(node(2), ::prepare(ballot(7, 2)), 1), Verdict::Granted);
}

void TestAcceptor::leaseOfAnOldBallot()
{
    Acceptor acceptor = voter();
    acceptor.onPrepare(node(2), ::prepare(ballot(7, 2)), 0);
    QCOMPARE(acceptor.onLease(node(1), lease(ballot(5, 1)), 9, 0), Verdict::Promised);
    QCOMPARE(acceptor.boundUntil(), 0);
    QVERIFY(!acceptor.leader());
}

// A heartbeat that was overtaken asks for less than is granted already.
void TestAcceptor::leaseIsNeverShortened()
{
    Acceptor acceptor = voter();
    acceptor.onLease(node(1), lease(ballot(5, 1)), 2, 1000);
    acceptor.onLease(node(1), lease(ballot(5, 1), 0, leaseMs / 2), 1, 1001);
    QCOMPARE(acceptor.boundUntil(), 1000 + leaseUs);
}

void TestAcceptor::leaseOfANewBallotReplaces()
{
    Acceptor acceptor = voter();
    acceptor.onLease(node(1), lease(ballot(5, 1), 0, 10 * leaseMs), 5, 0);
    QCOMPARE(acceptor.onLease(node(2), lease(ballot(6, 2)), 1, 10), Verdict::Granted);
    QCOMPARE(acceptor.promised(), ballot(6, 2));
    QCOMPARE(acceptor.boundUntil(), 10 + leaseUs);
    QCOMPARE(acceptor.leader(), std::optional(node(2)));
    QCOMPARE(acceptor.onPreVote(node(1), {groupId, ballot(9, 1), {}}, 11), Verdict::Leased);
}

// Behind binds as Granted does, and asks for the configuration.
void TestAcceptor::leaseTellsTheConfiguration()
{
    Acceptor acceptor = voter();
    QCOMPARE(acceptor.onLease(node(1), lease(ballot(5, 1), 2), 1, 0), Verdict::Behind);
    QCOMPARE(acceptor.boundUntil(), leaseUs);
    QVERIFY(!acceptor.isChosen());
    // Of another ballot, though the version is the same.
    QCOMPARE(acceptor.onLease(node(2), lease(ballot(6, 2), 1), 1, 0), Verdict::Behind);
    QVERIFY(!acceptor.isChosen());
    QCOMPARE(acceptor.onPropose(propose(ballot(6, 2), config(2))), Verdict::Granted);
    // An earlier one is chosen; this one may not be yet.
    QCOMPARE(acceptor.onLease(node(2), lease(ballot(6, 2), 1), 2, 0), Verdict::Granted);
    QVERIFY(!acceptor.isChosen());
    QCOMPARE(acceptor.onLease(node(2), lease(ballot(6, 2), 2), 3, 0), Verdict::Granted);
    QVERIFY(acceptor.isChosen());
}

// The leader has given way after its heartbeat 7: a voter that has granted a later one does not believe it.
void TestAcceptor::release()
{
    Acceptor acceptor = voter();
    acceptor.onLease(node(1), lease(ballot(5, 1)), 7, 0);
    Acceptor later = acceptor;
    later.onLease(node(1), lease(ballot(5, 1)), 8, 0);
    const Release release{ballot(5, 1), 7};
    QCOMPARE(later.onPrepare(node(2), ::prepare(ballot(6, 2), release), 1), Verdict::Leased);
    QCOMPARE(later.promised(), ballot(5, 1));
    QCOMPARE(acceptor.onPrepare(node(2), ::prepare(ballot(6, 2), release), 1), Verdict::Granted);
    QCOMPARE(acceptor.promised(), ballot(6, 2));
    QCOMPARE(acceptor.boundUntil(), 1);
    // It says nothing about promises.
    Acceptor promised = voter();
    promised.onLease(node(1), lease(ballot(5, 1)), 7, 0);
    QCOMPARE(promised.onPrepare(node(2), ::prepare(ballot(4, 2), release), 1), Verdict::Promised);
}

void TestAcceptor::releaseOfAnotherBallot()
{
    Acceptor acceptor = voter();
    acceptor.onLease(node(3), lease(ballot(6, 3)), 1, 0);
    QCOMPARE(acceptor.onPrepare(node(2), ::prepare(ballot(7, 2), Release{ballot(5, 1), 99}), 1), Verdict::Leased);
}

void TestAcceptor::proposeVerdicts()
{
    Acceptor acceptor = voter();
    QCOMPARE(acceptor.onPropose(propose(ballot(4, 9), config(9))), Verdict::Promised);
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), config(2))), Verdict::Granted);
    QCOMPARE(acceptor.config().version, quint64(2));
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), config(1))), Verdict::Behind); // it was overtaken
    QCOMPARE(acceptor.config().version, quint64(2));
    QCOMPARE(acceptor.onPropose(propose(ballot(6, 2), config(3))), Verdict::Granted);
    QCOMPARE(acceptor.promised(), ballot(6, 2));
    QCOMPARE(acceptor.accepted(), ballot(6, 2));
}

void TestAcceptor::changesAreCounted()
{
    Acceptor acceptor = voter();
    quint64 before = acceptor.changes();
    const auto hasChanged = [&] { return std::exchange(before, acceptor.changes()) != acceptor.changes(); };
    acceptor.onPropose(propose(ballot(5, 1), config(2)));
    QVERIFY(hasChanged());
    acceptor.onPropose(propose(ballot(5, 1), config(2)));
    acceptor.onPropose(propose(ballot(5, 1), config(1)));
    acceptor.onPropose(propose(ballot(4, 1), config(9)));
    QVERIFY(!hasChanged());
    acceptor.onPrepare(node(2), ::prepare(ballot(7, 2)), 0);
    QVERIFY(hasChanged());
    acceptor.onPrepare(node(2), ::prepare(ballot(7, 2)), 0);
    QVERIFY(!hasChanged());
    acceptor.onLease(node(2), lease(ballot(8, 2)), 1, 0);
    QVERIFY(hasChanged());
    acceptor.onLease(node(2), lease(ballot(8, 2)), 2, 0);
    QVERIFY(!hasChanged());
    acceptor.onStream(ballot(9, 2), 1, false);
    QVERIFY(hasChanged());
    acceptor.onStream(ballot(9, 2), 2, false);
    QVERIFY(!hasChanged());
}

void TestAcceptor::configurationsAreOrderedByBallotFirst()
{
    Acceptor acceptor = voter();
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), config(9))), Verdict::Granted);
    QCOMPARE(acceptor.onPropose(propose(ballot(6, 2), config(4))), Verdict::Granted);
    QCOMPARE(acceptor.config().version, quint64(4));
    QCOMPARE(acceptor.accepted(), ballot(6, 2));
}

void TestAcceptor::proposeAgainKeepsChosen()
{
    Acceptor acceptor = voter();
    acceptor.onPropose(propose(ballot(5, 1), config(2)));
    acceptor.setChosen();
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), config(2))), Verdict::Granted);
    QVERIFY(acceptor.isChosen());
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), config(3))), Verdict::Granted);
    QVERIFY(!acceptor.isChosen());
    acceptor.setChosen();
    QCOMPARE(acceptor.onPropose(propose(ballot(6, 1), config(3))), Verdict::Granted);
    QVERIFY(!acceptor.isChosen());
}

void TestAcceptor::splitTakesEffectWhenChosen()
{
    Acceptor acceptor = voter();
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), splitConfig(2))), Verdict::Granted);
    QCOMPARE(acceptor.range(), config(1).range);
    QVERIFY(acceptor.takeChildren().empty());
    QCOMPARE(acceptor.onLease(node(1), lease(ballot(5, 1), 1), 1, 0), Verdict::Granted);
    QCOMPARE(acceptor.range(), config(1).range);
    QCOMPARE(acceptor.onLease(node(1), lease(ballot(5, 1), 2), 2, 0), Verdict::Granted);
    QCOMPARE(acceptor.range(), splitConfig(2).range);
    QCOMPARE(acceptor.takeChildren(), std::vector<ChildGroup>{lowerHalf});
}

// The next leader has heard of no split: the range stays whole, and no child comes of it.
void TestAcceptor::splitThatWasNotChosen()
{
    Acceptor acceptor = voter();
    acceptor.onPropose(propose(ballot(5, 1), splitConfig(2)));
    QCOMPARE(acceptor.onPropose(propose(ballot(6, 2), config(1))), Verdict::Granted);
    acceptor.onLease(node(2), lease(ballot(6, 2), 1), 1, 0);
    QVERIFY(acceptor.isChosen());
    QCOMPARE(acceptor.range(), config(1).range);
    QVERIFY(acceptor.takeChildren().empty());
}

// They stay in the configuration until all voters know of them.
void TestAcceptor::childrenAreTakenOnce()
{
    Acceptor acceptor = voter();
    acceptor.onPropose(propose(ballot(5, 1), splitConfig(2)));
    acceptor.setChosen();
    QCOMPARE(acceptor.takeChildren().size(), size_t(1));
    QVERIFY(acceptor.takeChildren().empty());
    GroupConfig next = splitConfig(3);
    const ChildGroup quarter{99, {Id(50), Id(75)}, {node(1), node(2), node(3)}};
    next.range = {Id(75), Id(100)};
    next.children.push_back(quarter);
    acceptor.onPropose(propose(ballot(6, 2), next));
    acceptor.setChosen();
    QCOMPARE(acceptor.takeChildren(), std::vector<ChildGroup>{quarter});
    QVERIFY(acceptor.takeChildren().empty());
}

// It was removed from the child before it learned of the split: begun again, it would have forgotten its promises.
void TestAcceptor::droppedChildIsNotTaken()
{
    Acceptor acceptor = voter();
    acceptor.noteDropped(lowerHalf.group);
    acceptor.setChosen();
    QVERIFY(acceptor.takeChildren().empty()); // of a configuration before the split
    acceptor.onPropose(propose(ballot(5, 1), splitConfig(2)));
    acceptor.setChosen();
    QVERIFY(acceptor.takeChildren().empty());
}

void TestAcceptor::learnerTakesNoChildren()
{
    Acceptor acceptor(groupId, propose(ballot(5, 1), splitConfig(2), true));
    QCOMPARE(acceptor.range(), splitConfig(2).range);
    acceptor.setChosen();
    QVERIFY(acceptor.takeChildren().empty());
    GroupConfig next = splitConfig(3);
    next.children = {{99, {Id(50), Id(75)}, {node(1), node(2), node(3)}}};
    next.range = {Id(75), Id(100)};
    acceptor.onPropose(propose(ballot(5, 1), next, true));
    QCOMPARE(acceptor.range(), next.range);
    acceptor.setChosen();
    QVERIFY(acceptor.takeChildren().empty());
}

void TestAcceptor::learnerBecomesVoter()
{
    Acceptor acceptor(groupId, propose(ballot(5, 1), config(2), true));
    GroupConfig next = config(3);
    next.voters.push_back(node(4));
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), next)), Verdict::Granted);
    QVERIFY(!acceptor.isLearner());
    QCOMPARE(acceptor.config(), next);
}

// It hears of the split only when it is replaced: the child begins with what it has promised, and does so once.
void TestAcceptor::replacedVoterLearnsOfTheSplit()
{
    Acceptor acceptor = voter();
    const ChildGroup others{77, {Id(0), Id(50)}, {node(1), node(2)}}; // it is no voter of this one,
    const ChildGroup elsewhere{66, {Id(150), Id(200)}, {node(3)}}; // and has never had this range
    QCOMPARE(acceptor.takeMissed({lowerHalf, others, elsewhere}, node(3)), std::vector<ChildGroup>{lowerHalf});
    QVERIFY(acceptor.takeMissed({lowerHalf}, node(3)).empty());
    const Acceptor child = Acceptor::childOf(acceptor, lowerHalf);
    QCOMPARE(child.promised(), acceptor.promised());
    QCOMPARE(child.config().voters, lowerHalf.voters);

    Acceptor dropped = voter();
    dropped.noteDropped(lowerHalf.group);
    QVERIFY(dropped.takeMissed({lowerHalf}, node(3)).empty());
    Acceptor learner(groupId, propose(ballot(5, 1), config(2), true));
    QVERIFY(learner.takeMissed({lowerHalf}, node(3)).empty());
}

// Voters learn of a split at different times, with different promises: their children are in the same accepted state.
void TestAcceptor::childIsTheSameEverywhere()
{
    Acceptor early = voter();
    early.onPropose(propose(ballot(5, 1), splitConfig(2)));
    early.setChosen();
    Acceptor late = early;
    GroupConfig later = splitConfig(3); // the voters have changed since
    later.voters = {node(1), node(3), node(4)};
    late.onPropose(propose(ballot(8, 3), later));
    late.setChosen();
    const Acceptor one = Acceptor::childOf(early, lowerHalf);
    const Acceptor other = Acceptor::childOf(late, lowerHalf);
    for (const Acceptor &child : {one, other}) {
        QCOMPARE(child.group(), lowerHalf.group);
        QCOMPARE(child.range(), lowerHalf.range);
        QCOMPARE(child.accepted(), Ballot());
        QCOMPARE(child.config().version, quint64(1));
        QCOMPARE(child.config().range, lowerHalf.range);
        QCOMPARE(child.config().voters, config(1).voters);
        QVERIFY(child.config().children.empty());
        QVERIFY(child.isChosen());
        QVERIFY(!child.isLearner());
    }
    QCOMPARE(one.promised(), ballot(5, 1));
    QCOMPARE(other.promised(), ballot(8, 3));
    // Whatever is proposed in the child comes after its first state.
    Acceptor changed = one;
    QCOMPARE(changed.onPropose(propose(ballot(5, 1), config(1))), Verdict::Granted);
    QCOMPARE(changed.accepted(), ballot(5, 1));
}

void TestAcceptor::childInheritsPromiseAndLease()
{
    Acceptor parent = voter();
    parent.raiseMark(stamp(5, 3));
    parent.onPropose(propose(ballot(5, 1), splitConfig(2)));
    parent.onLease(node(1), lease(ballot(5, 1), 2), 7, 0);
    Acceptor child = Acceptor::childOf(parent, lowerHalf);
    QCOMPARE(child.mark(), stamp(5, 3));
    QCOMPARE(child.leader(), std::optional(node(1)));
    QCOMPARE(child.boundUntil(), leaseUs);
    QCOMPARE(child.onPrepare(node(2), ::prepare(ballot(4, 2)), leaseUs), Verdict::Promised);
    QCOMPARE(child.onPrepare(node(2), ::prepare(ballot(6, 2)), leaseUs - 1), Verdict::Leased);
    QCOMPARE(child.onPrepare(node(2), ::prepare(ballot(6, 2), Release{ballot(5, 1), 6}), 1), Verdict::Leased);
    QCOMPARE(child.onPrepare(node(2), ::prepare(ballot(6, 2), Release{ballot(5, 1), 7}), 1), Verdict::Granted);
}

void TestAcceptor::childInheritsTheStream()
{
    Acceptor parent = voter();
    QCOMPARE(parent.onStream(ballot(5, 1), 4, true), Verdict::Granted);
    QCOMPARE(parent.onStream(ballot(5, 1), 9, false), Verdict::Granted);
    Acceptor child = Acceptor::childOf(parent, lowerHalf);
    QCOMPARE(child.onStream(ballot(5, 1), 3, false), Verdict::Behind);
    QCOMPARE(child.onStream(ballot(5, 1), 8, true), Verdict::Behind);
    QCOMPARE(child.onStream(ballot(5, 1), 10, true), Verdict::Granted);
}

void TestAcceptor::streamNumbers()
{
    Acceptor acceptor = voter();
    const Ballot by = ballot(5, 1);
    QCOMPARE(acceptor.onStream(by, 1, false), Verdict::Granted);
    QCOMPARE(acceptor.onStream(by, 3, false), Verdict::Granted);
    QCOMPARE(acceptor.onStream(by, 2, false), Verdict::Granted); // overtaken, which does no harm: records have stamps
    QCOMPARE(acceptor.onStream(by, 2, true), Verdict::Behind); // what came since may be later
    QCOMPARE(acceptor.onStream(by, 4, true), Verdict::Granted);
    QCOMPARE(acceptor.onStream(by, 3, false), Verdict::Behind); // it could bring back what was dropped
    QCOMPARE(acceptor.onStream(by, 3, true), Verdict::Behind);
    QCOMPARE(acceptor.onStream(by, 4, false), Verdict::Granted);
    QCOMPARE(acceptor.onStream(by, 6, false), Verdict::Granted);
    QCOMPARE(acceptor.onStream(by, 5, false), Verdict::Granted);
    QCOMPARE(acceptor.onStream(by, 5, true), Verdict::Behind);
    QCOMPARE(acceptor.onStream(by, 5, false), Verdict::Granted); // what was refused is no barrier
}

void TestAcceptor::streamOfANewBallot()
{
    Acceptor acceptor = voter();
    QCOMPARE(acceptor.onStream(ballot(5, 1), 50, true), Verdict::Granted);
    QCOMPARE(acceptor.onStream(ballot(6, 2), 1, false), Verdict::Granted);
    QCOMPARE(acceptor.promised(), ballot(6, 2));
    QCOMPARE(acceptor.onStream(ballot(6, 2), 1, true), Verdict::Granted);
    QCOMPARE(acceptor.onStream(ballot(5, 1), 51, false), Verdict::Promised);
}

// A lock is held for a merge: until it is decided, the group is in no state but this.
void TestAcceptor::lockRefusesAll()
{
    Acceptor acceptor = voter();
    acceptor.onLease(node(1), lease(ballot(5, 1)), 1, 0);
    acceptor.lock(99);
    QCOMPARE(acceptor.lockedBy(), std::optional<GroupId>(99));
    QCOMPARE(acceptor.onPreVote(node(1), {groupId, ballot(9, 1), {}}, 1), Verdict::Locked);
    QCOMPARE(acceptor.onPrepare(node(1), ::prepare(ballot(9, 1)), 1), Verdict::Locked);
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), config(2))), Verdict::Locked);
    QCOMPARE(acceptor.onStream(ballot(5, 1), 1, false), Verdict::Locked);
    QCOMPARE(acceptor.onLease(node(1), lease(ballot(5, 1)), 2, 50), Verdict::Locked);
    QCOMPARE(acceptor.boundUntil(), leaseUs);
    QCOMPARE(acceptor.promised(), ballot(5, 1));
    QCOMPARE(acceptor.config().version, quint64(1));
    acceptor.unlock();
    QVERIFY(!acceptor.lockedBy());
    QCOMPARE(acceptor.onPropose(propose(ballot(5, 1), config(2))), Verdict::Granted);
    QCOMPARE(acceptor.onPrepare(node(1), ::prepare(ballot(9, 1)), 1), Verdict::Granted);
}

void TestAcceptor::matchesOneStateOnly()
{
    Acceptor acceptor = voter();
    acceptor.onPropose(propose(ballot(5, 1), config(2)));
    QVERIFY(acceptor.matches({groupId, ballot(5, 1), 2}));
    QVERIFY(!acceptor.matches({groupId, ballot(5, 1), 1}));
    QVERIFY(!acceptor.matches({groupId, ballot(5, 1), 3}));
    QVERIFY(!acceptor.matches({groupId, ballot(6, 1), 2}));
    // Another leader may be writing since.
    acceptor.onPrepare(node(2), ::prepare(ballot(6, 2)), 0);
    QVERIFY(!acceptor.matches({groupId, ballot(5, 1), 2}));
}

void TestAcceptor::markOnlyRises()
{
    Acceptor acceptor = voter();
    acceptor.raiseMark(stamp(5, 10));
    acceptor.raiseMark(stamp(5, 9));
    QCOMPARE(acceptor.mark(), stamp(5, 10));
    Propose next = propose(ballot(5, 1), config(2));
    next.mark = stamp(4, 99);
    acceptor.onPropose(next);
    QCOMPARE(acceptor.mark(), stamp(5, 10));
    next.mark = stamp(6, 1);
    acceptor.onPropose(next);
    QCOMPARE(acceptor.mark(), stamp(6, 1));
}

// Promise, accepted configuration and mark never go back, nothing is accepted below the promise, and while a lease of
// another binds this voter it promises nothing, whatever comes in whatever order.
void TestAcceptor::nothingGoesBack()
{
    std::mt19937_64 random(7);
    for (int run = 0; run < 200; ++run) {
        Acceptor acceptor = voter();
        Time now = 0;
        for (int i = 0; i < 200; ++i) {
            now += Time(random() % (leaseUs / 2));
            const quint64 leader = 1 + random() % 3;
            const Ballot by = ballot(quint32(4 + random() % 12), leader);
            const Ballot promised = acceptor.promised();
            const auto accepted = std::pair(acceptor.accepted(), acceptor.config().version);
            const Stamp mark = acceptor.mark();
            const bool bound = now < acceptor.boundUntil();
            const auto holder = acceptor.leader();
            Verdict verdict = Verdict::Granted;
            switch (random() % 5) {
            case 0:
                verdict = acceptor.onPrepare(node(leader), ::prepare(by), now);
                QVERIFY(verdict != Verdict::Granted || !bound || holder == node(leader));
                break;
            case 1:
                verdict = acceptor.onPropose(
                    propose(by, random() % 3 == 0 ? splitConfig(random() % 9) : config(random() % 9)));
                break;
            case 2:
                verdict = acceptor.onStream(by, random() % 20, random() % 3 == 0);
                break;
            case 3:
                verdict = acceptor.onLease(node(leader), lease(by, random() % 9), random() % 20, now);
                break;
            case 4:
                verdict = acceptor.onPreVote(node(leader), {groupId, by, {}}, now);
                QCOMPARE(acceptor.promised(), promised);
                break;
            }
            QVERIFY(acceptor.promised() >= promised);
            QVERIFY(std::pair(acceptor.accepted(), acceptor.config().version) >= accepted);
            QVERIFY(acceptor.accepted() <= acceptor.promised());
            QVERIFY(acceptor.mark() >= mark);
            QVERIFY(verdict != Verdict::Granted || by >= promised);
            QVERIFY(verdict != Verdict::Promised || by <= promised);
        }
    }
}

QTEST_APPLESS_MAIN(TestAcceptor)
#include "tst_acceptor.moc"
