// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a leader comes and goes: elections (Ongaro 2014, sections 3.4 and 9.6, with ballots instead of terms), and giving
// way to a higher promise.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time rankDelayUs = 50 * usPerMs; // voters try one after the other, the first from the end of the range first
constexpr Time failureDelayUs = 50 * usPerMs; // after a failed election; doubled with each
constexpr Time preVotePatienceUs = 100 * usPerMs; // a pre-vote binds nobody and can be repeated; doubled as well
constexpr int failureDoublingsMax = 4;
constexpr int outvotedLeases = 6;
constexpr int failuresUntilNoQuorum = 3;
constexpr int failuresUntilLookup = 4; // elections; then the nodes that should vote by now are told
constexpr Time learnerPatienceUs = 30'000 * usPerMs; // a copy that no leader cares for is dropped

} // namespace

void Groups::scheduleElection(Group &group, Time after)
{
    size_t rank = 0;
    const auto &voters = group.acceptor.config().voters;
    while (rank < voters.size() && voters[rank].incarnation != m_context.self.incarnation)
        ++rank;
    const Time step = std::max(rankDelayUs, roundTrip());
    const Time jitter = m_context.jitter.around(rankDelayUs / 5);
    group.electAt = m_context.now + after + Time(rank) * step + jitter;
    wake(group.electAt);
}

Time Groups::preparePatience() const
{
    return 2 * m_context.timeoutMs(m_context.config.requestTimeoutMs) * usPerMs;
}

// A lease binds this voter; when it ends without another, it is time to elect.
void Groups::afterLease(Group &group)
{
    scheduleElection(group, std::max<Time>(0, group.acceptor.boundUntil() - m_context.now));
}

void Groups::startElection(Group &group, std::optional<Release> release)
{
    if (!group.acceptor.config().hasVoter(m_context.self) || group.acceptor.lockedBy() || m_context.isRetiring) {
        scheduleElection(group, leaseUs());
        return;
    }
    Ballot ballot = group.acceptor.promised();
    ++ballot.round;
    ballot.round = std::max(ballot.round, group.roundSeen + 1);
    ballot.lossEpoch = std::max(ballot.lossEpoch, group.lossEpochMin);
    ballot.leader = m_context.self.incarnation;
    const Time preVote = std::max(preVotePatienceUs, 3 * roundTrip())
        << std::min(group.electionsFailed, failureDoublingsMax);
    const Time patience = std::min(preVote, preparePatience());
    ++m_context.counters.elections;
    group.election =
        std::make_unique<Election>(m_context.self, group.acceptor, ballot, release, m_context.now + patience);
    workOnElection(group);
}

void Groups::workOnElection(Group &group)
{
    if (!group.election) {
        if (group.electAt > m_context.now || group.electAt == never)
            return;
        if (group.acceptor.isLearner() && m_context.now > group.acceptor.boundUntil() + learnerPatienceUs) {
            remove(group.acceptor.group());
            return;
        }
        if (m_context.now < group.acceptor.boundUntil())
            afterLease(group);
        else
            startElection(group, {});
        return;
    }
    Election &election = *group.election;
    if (election.takeOwnPromiseDue()) {
        Prepare own{group.acceptor.group(), election.ballot(), election.release()};
        if (group.acceptor.onPrepare(m_context.self, own, m_context.now) != Verdict::Granted)
            election.giveUp();
        election.setPromisedIn(m_context.nextCommit());
        election.setDeadline(m_context.now + preparePatience());
    }
    if (election.stage() == Election::Stage::Won && m_context.isDurable(election.promisedIn())) {
        becomeLeader(group);
        return;
    }
    if (election.stage() == Election::Stage::Lost || election.deadline() <= m_context.now) {
        endElection(group, false);
        return;
    }
    // A voter that does not answer in time for this attempt is not taken for silent yet.
    const Time left = std::max<Time>(election.deadline() - m_context.now, m_context.config.requestTimeoutMs * usPerMs);
    const int timeoutMs = int(left / usPerMs) + 1;
    Ask question;
    question.group = group.acceptor.group();
    question.ballot = election.ballot();
    for (const NodeRef &voter : election.takeToAsk()) {
        if (election.stage() == Election::Stage::PreVote)
            ask(voter, PreVote{question.group, question.ballot, group.acceptor.range()}, Purpose::Kind::PreVote,
                question, timeoutMs);
        else
            ask(voter, Prepare{question.group, question.ballot, election.release()}, Purpose::Kind::Prepare, question,
                timeoutMs);
    }
    wake(election.deadline());
}

void Groups::endElection(Group &group, bool otherLeader)
{
    if (!group.election)
        return;
    const bool silent = group.election->isQuorumSilent();
    const bool isOutvoted = group.election->isOutvoted();
    group.roundSeen = std::max(group.roundSeen, group.election->roundSeen());
    group.lossEpochMin = std::max(group.lossEpochMin, group.election->lossEpochNeeded());
    group.election.reset();
    if (otherLeader)
        return;
    Time delay = std::max(failureDelayUs, roundTrip()) << std::min(group.electionsFailed++, failureDoublingsMax);
    // Each attempt keeps the others from theirs for a lease.
    if (isOutvoted)
        delay = outvotedLeases * leaseUs();
    if (silent && group.electionsFailed >= failuresUntilNoQuorum && !group.noQuorum) {
        group.noQuorum = true;
        m_context.tell(Event::Kind::QuorumLost, m_context.self, text(group.acceptor.range()), group.acceptor.range());
        m_recoveryAt = std::min(m_recoveryAt, m_context.now);
    }
    if (group.electionsFailed % failuresUntilLookup == 0)
        m_lookups.emplace_back(group.acceptor.group(), group.acceptor.range().hi);
    scheduleElection(group, m_context.jitter.around(delay));
}

// Perhaps all voters known here have been replaced: the present ones say so.
void Groups::askPresentVoters(const Group &group, const Lookup &lookup)
{
    // The end of the range may be this node itself.
    const NodeRef &owner = lookup.owners().front();
    std::vector<NodeRef> nodes = m_context.routing.successors();
    if (owner.address != m_context.self.address) {
        nodes = lookup.ownerNeighbours().successors;
        nodes.insert(nodes.begin(), owner);
    }
    std::erase_if(nodes, [&](const NodeRef &node) { return node.address == m_context.self.address; });
    if (nodes.size() > size_t(m_context.config.replicas))
        nodes.resize(size_t(m_context.config.replicas));
    const Acceptor &acceptor = group.acceptor;
    for (const NodeRef &node : nodes)
        m_context.send(node.address, 0, PreVote{acceptor.group(), acceptor.promised(), acceptor.range()});
}

void Groups::becomeLeader(Group &group)
{
    const Election election = std::move(*group.election);
    group.election.reset();
    group.electAt = never;
    group.electionsFailed = 0;
    if (std::exchange(group.noQuorum, false))
        m_context.tell(Event::Kind::QuorumRegained, m_context.self, text(group.acceptor.range()),
                       group.acceptor.range());
    ++m_context.counters.electionsWon;
    auto lead = std::make_unique<Leadership>();
    lead->ballot = election.ballot();
    lead->config = election.config();
    lead->range = lead->config.range;
    lead->quorumAt = m_context.now;
    lead->configAt = m_context.now;
    for (const NodeRef &voter : election.promisers()) {
        if (voter.incarnation != m_context.self.incarnation)
            lead->compareFirst.insert(voter.incarnation);
    }
    group.acceptor.raiseMark(election.mark());
    group.lead = std::move(lead);
    updateReplicas(group);
    if (m_beatAt == never)
        m_beatAt = m_context.now;
    m_beatNow = true;
    wake(m_context.now);
    const GroupId number = group.acceptor.group();
    propose(group);
    Group *still = find(number);
    if (!still || !still->lead)
        return;
    for (auto &[incarnation, replica] : still->lead->replicas) {
        if (still->lead->compareFirst.contains(incarnation) && !replica.comparison && !still->lead->isAbsorbing())
            compare(*still, replica);
    }
}

void Groups::stepDown(Group &group, const char *why, const std::optional<NodeRef> &to)
{
    if (!group.lead)
        return;
    dropWaiting(group);
    const Range range = group.lead->range;
    group.lead.reset();
    m_haveLeadsChanged = true;
    // One that only wants a higher ballot is about to lead again.
    if (!to || to->incarnation != m_context.self.incarnation)
        group.endDeadSince = never;
    group.acceptor.releaseOwn();
    if (to)
        m_context.tell(Event::Kind::RangeLost, *to, text(range) + ": " + why, range);
    else
        m_context.tell(Event::Kind::RangeLost, {}, text(range) + ": " + why, range);
    if (!group.acceptor.leader() || group.acceptor.leader()->incarnation == m_context.self.incarnation)
        group.acceptor.forgetLeader();
    scheduleElection(group, leaseUs());
}

// --- As a voter

PreVoteReply Groups::onPreVote(const NodeRef &from, const PreVote &request)
{
    const Group *group = findOrBegin(request.group);
    if (!group) {
        tellAbsorbed(from, request);
        return {Verdict::NoState, {}};
    }
    tellRemoved(from, *group);
    PreVoteReply reply{group->acceptor.onPreVote(from, request, m_context.now), group->acceptor.promised()};
    const bool leads = group->lead && m_context.now < group->lead->quorumAt + leaseUs();
    if (reply.verdict == Verdict::Granted && leads && group->acceptor.config().voters.size() > 1)
        reply.verdict = Verdict::Leased;
    return reply;
}

Promise Groups::onPrepare(const NodeRef &from, const Prepare &request)
{
    Promise promise;
    Group *group = findOrBegin(request.group);
    if (!group)
        return promise;
    Acceptor &acceptor = group->acceptor;
    promise.verdict = acceptor.onPrepare(from, request, m_context.now);
    promise.promised = acceptor.promised();
    if (promise.verdict != Verdict::Granted) {
        tellRemoved(from, *group);
        return promise;
    }
    if (group->lead && group->lead->ballot < request.ballot) {
        ++m_context.counters.leadsLost;
        stepDown(*group, "another voter was elected", from);
    }
    if (group->election && group->election->ballot() < request.ballot)
        endElection(*group, true);
    scheduleElection(*group, leaseUs());
    promise.accepted = acceptor.accepted();
    promise.config = acceptor.reportedConfig();
    promise.mark = acceptor.mark();
    return promise;
}

// A node that is no voter any more and does not know it.
void Groups::tellRemoved(const NodeRef &peer, const Group &group)
{
    const Acceptor &acceptor = group.acceptor;
    if (acceptor.isChosen() && !acceptor.isLearner() && !acceptor.config().hasVoter(peer))
        m_context.send(peer.address, 0,
                       Removed{acceptor.group(), acceptor.accepted(), acceptor.config().version,
                               childrenOf(acceptor.config(), peer)});
}

// A voter of a group that was absorbed while it was out of reach. A group keeps the end of its range for as long as it
// exists, whatever is split off. One that votes on the wider range has yet to hear of it from its leader, and must keep
// the records until then: they are counted as held there.
void Groups::tellAbsorbed(const NodeRef &peer, const PreVote &request)
{
    for (const auto &[number, group] : m_groups) {
        const Acceptor &acceptor = group->acceptor;
        if (acceptor.range().contains(request.range.hi) && !acceptor.config().hasVoter(peer) && acceptor.isChosen()
            && !acceptor.isLearner())
            m_context.send(peer.address, 0, Removed{request.group, acceptor.accepted(), 0, {}});
    }
}

void Groups::onTakeLead(const NodeRef &from, const TakeLead &request)
{
    Group *group = find(request.group);
    if (!group || group->lead || request.release.ballot.leader != from.incarnation
        || request.release.ballot < group->acceptor.promised() || m_context.state == NodeState::Leaving
        || m_context.handsLeadsOver())
        return;
    group->election.reset();
    startElection(*group, request.release);
}

} // namespace chord
