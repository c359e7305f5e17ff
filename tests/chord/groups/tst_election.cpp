// SPDX-License-Identifier: GPL-3.0-or-later
//
// One attempt to lead: who is asked, what counts as an answer, when it is won or lost; and the recovery of a group that
// has lost the majority of its voters.

#include "chord/groups/election.h"

#include <QTest>

using namespace chord;

namespace {

constexpr GroupId groupId = 77;
const Ballot own{0, 9, 1}; // asked for by node 1

NodeRef node(quint64 number)
{
    return {Id(number), "n" + QByteArray::number(number) + ":1", number};
}

std::vector<NodeRef> nodes(std::initializer_list<quint64> numbers)
{
    std::vector<NodeRef> out;
    for (const quint64 number : numbers)
        out.push_back(node(number));
    return out;
}

QList<quint64> numbers(const std::vector<NodeRef> &nodes)
{
    QList<quint64> out;
    for (const NodeRef &each : nodes)
        out.append(each.incarnation);
    return out;
}

GroupConfig config(quint64 version, std::initializer_list<quint64> voters)
{
    GroupConfig out;
    out.version = version;
    out.range = {Id(0), Id(100)};
    out.voters = nodes(voters);
    return out;
}

// Version 3, accepted under round 5 of node 2.
Acceptor acceptor(std::initializer_list<quint64> voters)
{
    Propose propose;
    propose.ballot = {0, 5, 2};
    propose.config = config(3, voters);
    return {groupId, propose};
}

Election election(std::initializer_list<quint64> voters)
{
    return {node(1), acceptor(voters), own, std::optional<Release>(), 1000};
}

PreVoteReply willing()
{
    return {Verdict::Granted, {0, 5, 2}};
}

// With the state that acceptor() has.
Promise promise(std::initializer_list<quint64> voters)
{
    Promise out;
    out.verdict = Verdict::Granted;
    out.promised = own;
    out.accepted = {0, 5, 2};
    out.config = config(3, voters);
    return out;
}

Promise promise(const Ballot &accepted, const GroupConfig &what)
{
    Promise out;
    out.verdict = Verdict::Granted;
    out.promised = own;
    out.accepted = accepted;
    out.config = what;
    return out;
}

// Past the pre-votes.
Election prepared(std::initializer_list<quint64> voters)
{
    Election out = election(voters);
    for (const NodeRef &voter : out.takeToAsk())
        out.onPreVote(voter, willing());
    return out;
}

} // namespace

namespace chord {

char *toString(const Election::Stage &stage)
{
    static const char *const names[] = {"PreVote", "Prepare", "Won", "Lost"};
    return qstrdup(names[size_t(stage)]);
}

} // namespace chord

class TestElection : public QObject {
    Q_OBJECT

private slots:
    void isMajorityOfAll();
    void preVoteThenPromises();
    void ownPromiseIsDueOnce();
    void refusedPreVotes();
    void refusedPromises();
    void loneVoter();
    void evenNumbers();
    void repeatedRepliesCountOnce();
    void repliesOfAnotherStage();
    void repliesOfNodesNotAsked();
    void promiseOfAnotherBallot();
    void asksVotersThatAPromiseNamed();
    void majorityIsOfTheHighestConfiguration();
    void highestConfigurationByBallot();
    void lostWithoutTheCandidate();
    void notAVoterFromTheBeginning();
    void wonConfigurationAndMark();
    void mergeIsKnownToBeChosen();
    void quorumIsSilent();
    void releaseSkipsPreVotes();
    void givenUp();
    void recoveryNeedsAllThatAreLeft();
    void recoveryByOneAlone();
    void recoveryLostToALaterConfiguration();
    void recoveryRefused();
    void recoveryIgnoresOthers();
    void lossEpochOfARecoveryThatCameToNothing();
    void recoveryBesideAMajorityIsNotOutdone();
};

void TestElection::isMajorityOfAll()
{
    const auto holds = [](const NodeRef &voter) { return voter.incarnation <= 2; };
    QVERIFY(isMajority(nodes({1}), holds));
    QVERIFY(isMajority(nodes({1, 2}), holds));
    QVERIFY(isMajority(nodes({1, 2, 3}), holds));
    QVERIFY(!isMajority(nodes({1, 2, 3, 4}), holds));
    QVERIFY(!isMajority(nodes({3}), holds));
    QVERIFY(!isMajority({}, holds));
}

void TestElection::preVoteThenPromises()
{
    Election vote = election({1, 2, 3});
    QCOMPARE(vote.stage(), Election::Stage::PreVote);
    QCOMPARE(vote.ballot(), own);
    QCOMPARE(vote.deadline(), Time(1000));
    QVERIFY(!vote.isRecovery());
    QCOMPARE(numbers(vote.takeToAsk()), (QList<quint64>{2, 3}));
    QVERIFY(vote.takeToAsk().empty());
    vote.onPreVote(node(3), willing());
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    QCOMPARE(numbers(vote.takeToAsk()), (QList<quint64>{2, 3}));
    vote.onPromise(node(2), promise({1, 2, 3}));
    QCOMPARE(vote.stage(), Election::Stage::Won);
    QCOMPARE(numbers(vote.promisers()), (QList<quint64>{1, 2}));
}

void TestElection::ownPromiseIsDueOnce()
{
    Election vote = election({1, 2, 3});
    QVERIFY(!vote.takeOwnPromiseDue());
    vote.onPreVote(node(2), willing());
    QVERIFY(vote.takeOwnPromiseDue());
    QVERIFY(!vote.takeOwnPromiseDue());
}

void TestElection::refusedPreVotes()
{
    Election vote = election({1, 2, 3, 4, 5});
    vote.onPreVote(node(2), {Verdict::Leased, {0, 12, 4}});
    vote.onPreVote(node(3), {Verdict::Promised, {0, 15, 5}});
    vote.onPreVote(node(4), {Verdict::NoState, {}});
    QCOMPARE(vote.stage(), Election::Stage::PreVote);
    QCOMPARE(vote.roundSeen(), quint32(15));
    vote.onPreVote(node(5), willing());
    QCOMPARE(vote.stage(), Election::Stage::PreVote); // 2 of 5
    QVERIFY(!vote.isQuorumSilent());
}

void TestElection::refusedPromises()
{
    Election vote = prepared({1, 2, 3});
    Promise refused;
    refused.verdict = Verdict::Promised;
    refused.promised = {0, 30, 3};
    vote.onPromise(node(2), refused);
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    QCOMPARE(vote.roundSeen(), quint32(30));
    Promise stateless;
    vote.onPromise(node(3), stateless);
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
}

void TestElection::loneVoter()
{
    Election vote = election({1});
    QCOMPARE(vote.stage(), Election::Stage::Won);
    QVERIFY(vote.takeOwnPromiseDue());
    QVERIFY(vote.takeToAsk().empty());
    QVERIFY(!vote.isQuorumSilent());
}

void TestElection::evenNumbers()
{
    Election two = election({1, 2});
    QCOMPARE(two.stage(), Election::Stage::PreVote);
    two.onPreVote(node(2), willing());
    QCOMPARE(two.stage(), Election::Stage::Prepare);
    two.onPromise(node(2), promise({1, 2}));
    QCOMPARE(two.stage(), Election::Stage::Won);

    Election four = election({1, 2, 3, 4});
    four.onPreVote(node(2), willing());
    QCOMPARE(four.stage(), Election::Stage::PreVote);
    four.onPreVote(node(3), willing());
    QCOMPARE(four.stage(), Election::Stage::Prepare);
    four.onPromise(node(4), promise({1, 2, 3, 4}));
    QCOMPARE(four.stage(), Election::Stage::Prepare);
    four.onPromise(node(2), promise({1, 2, 3, 4}));
    QCOMPARE(four.stage(), Election::Stage::Won);
}

void TestElection::repeatedRepliesCountOnce()
{
    Election vote = election({1, 2, 3, 4, 5});
    vote.onPreVote(node(2), willing());
    vote.onPreVote(node(2), willing());
    vote.onPreVote(node(2), willing());
    QCOMPARE(vote.stage(), Election::Stage::PreVote);
    QVERIFY(vote.isQuorumSilent());
    vote.onPreVote(node(3), willing());
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    for (int i = 0; i < 3; ++i)
        vote.onPromise(node(2), promise({1, 2, 3, 4, 5}));
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
}

void TestElection::repliesOfAnotherStage()
{
    Election vote = election({1, 2, 3, 4, 5});
    for (const quint64 from : {2, 3, 4})
        vote.onPromise(node(from), promise({1, 2, 3, 4, 5}));
    QCOMPARE(vote.stage(), Election::Stage::PreVote);
    vote.onPreVote(node(2), willing());
    vote.onPreVote(node(3), willing());
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    vote.onPreVote(node(4), willing());
    vote.onPreVote(node(5), willing());
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    QVERIFY(vote.isQuorumSilent()); // of this stage
    vote.onPromise(node(2), promise({1, 2, 3, 4, 5}));
    vote.onPromise(node(3), promise({1, 2, 3, 4, 5}));
    QCOMPARE(vote.stage(), Election::Stage::Won);
    // It stays won.
    vote.onPromise(node(4), promise({0, 8, 4}, config(9, {4})));
    vote.onPreVote(node(5), {Verdict::Promised, {0, 99, 5}});
    QCOMPARE(vote.stage(), Election::Stage::Won);
    QCOMPARE(vote.config().version, quint64(3));
    QCOMPARE(vote.roundSeen(), quint32(9));
}

void TestElection::repliesOfNodesNotAsked()
{
    Election vote = election({1, 2, 3});
    vote.onPreVote(node(9), willing());
    QCOMPARE(vote.stage(), Election::Stage::PreVote);
    NodeRef restarted = node(2);
    restarted.incarnation = 22; // at the same address, without the memory
    vote.onPreVote(restarted, willing());
    QCOMPARE(vote.stage(), Election::Stage::PreVote);
    vote.onPreVote(node(1), willing()); // its own, from a mirror
    QCOMPARE(vote.stage(), Election::Stage::PreVote);
    vote.onPreVote(node(2), willing());
    vote.onPromise(node(9), promise({1, 2, 3}));
    vote.onPromise(restarted, promise({1, 2, 3}));
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
}

void TestElection::promiseOfAnotherBallot()
{
    Election vote = prepared({1, 2, 3});
    Promise late = promise({1, 2, 3});
    late.promised = {0, 8, 1}; // of this node's attempt before
    vote.onPromise(node(2), late);
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
}

// Node 2 knows of a configuration that node 1 has slept through.
void TestElection::asksVotersThatAPromiseNamed()
{
    Election vote = prepared({1, 2, 3});
    QCOMPARE(numbers(vote.takeToAsk()), (QList<quint64>{2, 3}));
    const GroupConfig later = config(5, {1, 2, 4, 5});
    vote.onPromise(node(2), promise({0, 5, 2}, later));
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    QCOMPARE(numbers(vote.takeToAsk()), (QList<quint64>{4, 5}));
    vote.onPromise(node(3), promise({1, 2, 3})); // no voter any more
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    vote.onPromise(node(5), promise({0, 5, 2}, later));
    QCOMPARE(vote.stage(), Election::Stage::Won);
    QCOMPARE(vote.config(), later);
    QCOMPARE(numbers(vote.promisers()), (QList<quint64>{1, 2, 5}));
}

// Three of three are not enough when the highest configuration has five others.
void TestElection::majorityIsOfTheHighestConfiguration()
{
    Election vote = prepared({1, 2, 3, 4, 5});
    vote.onPromise(node(2), promise({1, 2, 3, 4, 5}));
    const GroupConfig later = config(9, {1, 6, 7, 8, 9});
    vote.onPromise(node(3), promise({0, 6, 3}, later));
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    vote.onPromise(node(6), promise({0, 6, 3}, later));
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    vote.onPromise(node(7), promise({0, 6, 3}, later));
    QCOMPARE(vote.stage(), Election::Stage::Won);
}

void TestElection::highestConfigurationByBallot()
{
    Election vote = prepared({1, 2, 3, 4, 5});
    const GroupConfig ofLaterBallot = config(2, {1, 2, 3});
    vote.onPromise(node(2), promise({0, 7, 3}, ofLaterBallot));
    QCOMPARE(vote.stage(), Election::Stage::Won); // 2 of its 3
    QCOMPARE(vote.config(), ofLaterBallot);

    Election other = prepared({1, 2, 3});
    other.onPromise(node(2), promise({0, 4, 3}, config(50, {2, 3, 4}))); // a later version of an earlier ballot
    QCOMPARE(other.stage(), Election::Stage::Won);
    QCOMPARE(other.config(), config(3, {1, 2, 3}));
}

void TestElection::lostWithoutTheCandidate()
{
    Election vote = prepared({1, 2, 3});
    vote.onPromise(node(2), promise({0, 5, 2}, config(4, {2, 3, 4})));
    QCOMPARE(vote.stage(), Election::Stage::Lost);
    vote.onPromise(node(3), promise({1, 2, 3}));
    QCOMPARE(vote.stage(), Election::Stage::Lost);
}

void TestElection::notAVoterFromTheBeginning()
{
    QCOMPARE(election({2, 3, 4}).stage(), Election::Stage::Lost);
}

void TestElection::wonConfigurationAndMark()
{
    Election vote = prepared({1, 2, 3, 4, 5});
    Promise first = promise({1, 2, 3, 4, 5});
    first.mark = {{0, 5, 2}, 40};
    Promise second = promise({0, 5, 2}, config(4, {1, 2, 3, 4, 5}));
    second.mark = {{0, 5, 2}, 30};
    vote.onPromise(node(2), first);
    vote.onPromise(node(3), second);
    QCOMPARE(vote.stage(), Election::Stage::Won);
    QCOMPARE(vote.config().version, quint64(4));
    QVERIFY(vote.mark() == first.mark);
}

// One promiser knows that the merge was chosen; this node, which has not taken part in it, and another one do not.
void TestElection::mergeIsKnownToBeChosen()
{
    using Stage = AbsorbedGroup::Stage;
    Propose propose;
    propose.ballot = {0, 5, 2};
    propose.config = config(3, {1, 2, 3, 4, 5});
    propose.config.absorbed = AbsorbedGroup{99, {0, 1, 1}, 1, Stage::Proposed};
    Acceptor teller(groupId, propose);
    QCOMPARE(teller.reportedConfig(), propose.config);
    Election vote(node(1), teller, own, Release{{0, 5, 2}, 1}, 1000);
    teller.setChosen();
    Promise knowing = promise({});
    knowing.config = teller.reportedConfig();
    QCOMPARE(knowing.config.absorbed->stage, Stage::Done);
    Promise unknowing = promise({});
    unknowing.config = propose.config;
    vote.onPromise(node(2), knowing);
    vote.onPromise(node(3), unknowing);
    QCOMPARE(vote.stage(), Election::Stage::Won);
    QCOMPARE(vote.config(), knowing.config);
}

void TestElection::quorumIsSilent()
{
    Election vote = election({1, 2, 3});
    QVERIFY(vote.isQuorumSilent());
    vote.onPreVote(node(2), {Verdict::Leased, {}});
    QVERIFY(!vote.isQuorumSilent());
    Election five = election({1, 2, 3, 4, 5});
    five.onPreVote(node(2), {Verdict::Leased, {}});
    QVERIFY(five.isQuorumSilent());
    five.onPreVote(node(3), {Verdict::NoState, {}});
    QVERIFY(!five.isQuorumSilent());
}

// The leader itself has asked this node: there is nobody to disturb.
void TestElection::releaseSkipsPreVotes()
{
    const Release release{{0, 5, 2}, 44};
    Election vote(node(1), acceptor({1, 2, 3}), own, release, 1000);
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    QVERIFY(vote.release().has_value());
    QVERIFY(*vote.release() == release);
    QVERIFY(vote.takeOwnPromiseDue());
    QCOMPARE(numbers(vote.takeToAsk()), (QList<quint64>{2, 3}));
    vote.onPromise(node(3), promise({1, 2, 3}));
    QCOMPARE(vote.stage(), Election::Stage::Won);
}

void TestElection::givenUp()
{
    Election vote = prepared({1, 2, 3});
    vote.giveUp();
    vote.onPromise(node(2), promise({1, 2, 3}));
    QCOMPARE(vote.stage(), Election::Stage::Lost);
}

void TestElection::recoveryNeedsAllThatAreLeft()
{
    Propose state;
    state.ballot = {0, 5, 2};
    state.config = config(3, {1, 2, 3, 4, 5, 6});
    state.config.children = {{88, {Id(0), Id(10)}, {}}};
    state.config.absorbed = AbsorbedGroup{99, {0, 1, 1}, 1};
    Election vote(node(1), Acceptor(groupId, state), own, nodes({1, 3, 5}), 1000);
    QVERIFY(vote.isRecovery());
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    QVERIFY(vote.takeOwnPromiseDue());
    QCOMPARE(numbers(vote.takeToAsk()), (QList<quint64>{3, 5}));
    Promise earlier = promise({0, 4, 2}, config(2, {1, 3, 5}));
    earlier.mark = {{0, 4, 2}, 8};
    vote.onPromise(node(3), earlier);
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    vote.onPromise(node(3), earlier);
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    vote.onPromise(node(5), promise({0, 5, 2}, state.config));
    QCOMPARE(vote.stage(), Election::Stage::Won);
    QCOMPARE(vote.config().version, quint64(4));
    QCOMPARE(numbers(vote.config().voters), (QList<quint64>{1, 3, 5}));
    QVERIFY(vote.config().children.empty());
    QVERIFY(!vote.config().absorbed);
    QVERIFY(vote.mark() == earlier.mark);
    QCOMPARE(numbers(vote.promisers()), (QList<quint64>{1, 3, 5}));
}

void TestElection::recoveryByOneAlone()
{
    Election vote(node(1), acceptor({1, 2, 3}), own, nodes({1}), 1000);
    QCOMPARE(vote.stage(), Election::Stage::Won);
    QVERIFY(vote.takeOwnPromiseDue());
    QCOMPARE(numbers(vote.config().voters), QList<quint64>{1});
    QCOMPARE(vote.config().version, quint64(4));
}

// What is left of this configuration is not what was agreed on last.
void TestElection::recoveryLostToALaterConfiguration()
{
    Election byVersion(node(1), acceptor({1, 2, 3, 4}), own, nodes({1, 2, 3}), 1000);
    byVersion.onPromise(node(2), promise({0, 5, 2}, config(4, {2, 5, 6})));
    QCOMPARE(byVersion.stage(), Election::Stage::Lost);
    byVersion.onPromise(node(3), promise({1, 2, 3, 4}));
    QCOMPARE(byVersion.stage(), Election::Stage::Lost);

    Election byBallot(node(1), acceptor({1, 2, 3, 4}), own, nodes({1, 2, 3}), 1000);
    byBallot.onPromise(node(2), promise({0, 6, 3}, config(1, {1, 2, 3, 4})));
    QCOMPARE(byBallot.stage(), Election::Stage::Lost);
}

void TestElection::recoveryRefused()
{
    Election vote(node(1), acceptor({1, 2, 3, 4}), own, nodes({1, 2}), 1000);
    Promise refused;
    refused.verdict = Verdict::Leased;
    refused.promised = {0, 8, 3};
    vote.onPromise(node(2), refused);
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    QCOMPARE(vote.roundSeen(), quint32(8));
}

void TestElection::recoveryIgnoresOthers()
{
    Election vote(node(1), acceptor({1, 2, 3, 4}), own, nodes({1, 2}), 1000);
    vote.onPromise(node(3), promise({1, 2, 3, 4}));
    vote.onPreVote(node(2), willing());
    QCOMPARE(vote.stage(), Election::Stage::Prepare);
    vote.onPromise(node(2), promise({1, 2, 3, 4}));
    QCOMPARE(vote.stage(), Election::Stage::Won);
}

// Without those that have promised to it there is no majority.
void TestElection::lossEpochOfARecoveryThatCameToNothing()
{
    Election vote = election({1, 2});
    QCOMPARE(vote.lossEpochNeeded(), quint32(0));
    vote.onPreVote(node(2), {Verdict::Promised, {3, 2, 2}});
    QCOMPARE(vote.lossEpochNeeded(), quint32(3));

    Election later = prepared({1, 2, 3});
    Promise refused;
    refused.verdict = Verdict::Promised;
    refused.promised = {1, 1, 3};
    later.onPromise(node(2), refused);
    QCOMPARE(later.lossEpochNeeded(), quint32(0));
    refused.promised = {2, 1, 3};
    later.onPromise(node(3), refused);
    QCOMPARE(later.lossEpochNeeded(), quint32(2));
}

// A minority has been recovered: what it serves stays the later.
void TestElection::recoveryBesideAMajorityIsNotOutdone()
{
    Election vote = election({1, 2, 3});
    vote.onPreVote(node(3), {Verdict::Promised, {1, 7, 3}});
    QCOMPARE(vote.lossEpochNeeded(), quint32(0));
    QCOMPARE(vote.roundSeen(), quint32(7));
}

QTEST_APPLESS_MAIN(TestElection)
#include "tst_election.moc"
