// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a configuration is proposed, chosen and takes effect.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

} // namespace

// --- Configurations

void Groups::updateReplicas(Group &group)
{
    Leadership &lead = *group.lead;
    for (const NodeRef &voter : lead.config.voters) {
        if (voter.incarnation == m_context.self.incarnation)
            continue;
        const auto [it, isNew] = lead.replicas.try_emplace(voter.incarnation);
        it->second.learner = false;
        if (isNew) {
            it->second.node = voter;
            it->second.heardAt = m_context.now;
        }
    }
}

// What it acknowledged before it became a learner, or lost its state, counts no more.
void Groups::forgetHeld(Group &group, quint64 incarnation)
{
    for (auto &[key, write] : group.lead->writes)
        std::erase(write.heldBy, incarnation);
}

// Begins to have lead.config accepted.
void Groups::propose(Group &group)
{
    Leadership &lead = *group.lead;
    countGrants(group);
    lead.configAccepted.clear();
    lead.absorbRefused.clear();
    lead.configAt = m_context.now;
    lead.configAfter = m_context.nextCommit();
    lead.proposedAt = m_context.now;
    Propose request{group.acceptor.group(), lead.ballot, lead.config, false, group.acceptor.mark()};
    const Verdict lock = lead.config.absorbed ? lockAbsorbed(request) : Verdict::Granted;
    if (lock != Verdict::Granted) {
        if (lock == Verdict::Locked)
            lead.absorbRefused.push_back(m_context.self.incarnation);
    } else {
        if (lead.config.absorbed && lead.config.absorbed->stage == AbsorbedGroup::Stage::Refused)
            releaseLock(group.acceptor.group());
        if (group.acceptor.onPropose(request) == Verdict::Granted)
            lead.configAccepted.push_back(m_context.self.incarnation);
        if (lead.config.absorbed && lead.config.absorbed->stage == AbsorbedGroup::Stage::Done)
            absorb(lead.config.absorbed->group);
    }
    for (auto &[incarnation, replica] : lead.replicas) {
        if (lead.config.hasVoter(replica.node) || replica.learner) {
            replica.proposing = false;
            proposeTo(group, replica);
        }
    }
    checkConfig(group);
}

void Groups::proposeTo(Group &group, Replica &replica)
{
    if (std::exchange(replica.proposing, true))
        return;
    const Leadership &lead = *group.lead;
    Ask question;
    question.group = group.acceptor.group();
    question.ballot = lead.ballot;
    question.version = lead.config.version;
    const bool learner = replica.learner && !lead.config.hasVoter(replica.node);
    Propose request{question.group, lead.ballot, lead.config, learner, group.acceptor.mark()};
    // Once it is chosen, one that has dropped the absorbed group meanwhile need not lock it.
    if (lead.isAbsorbing() && !lead.isChanging())
        request.config.absorbed->stage = AbsorbedGroup::Stage::Done;
    ask(replica.node, std::move(request), Purpose::Kind::Propose, question, m_context.config.requestTimeoutMs);
}

// Of two groups that claim a place the earlier one is out of date. A learner owes it nothing, and what it has of it
// would keep the later one's records out.
void Groups::dropLearners(const Range &range, const Ballot &ballot)
{
    std::vector<GroupId> numbers;
    for (const auto &[number, group] : m_groups) {
        const Acceptor &acceptor = group->acceptor;
        if (acceptor.isLearner() && acceptor.range().contains(range.hi) && acceptor.promised() <= ballot)
            numbers.push_back(number);
    }
    for (const GroupId number : numbers)
        remove(number);
}

ProposeReply Groups::onPropose(const NodeRef &from, const Propose &request)
{
    Group *group = findOrBegin(request.group);
    if (!group) {
        if (!request.learner)
            return {Verdict::NoState, {}, 0};
        const auto learners = std::count_if(m_groups.begin(), m_groups.end(),
                                            [](const auto &entry) { return entry.second->acceptor.isLearner(); });
        if (m_context.state == NodeState::Leaving)
            return {Verdict::Unwilling, {}, 0};
        if (learners >= m_context.config.learnersMax)
            return {Verdict::Behind, {}, 0}; // later
        dropLearners(request.config.range, request.ballot);
        Group &added = add(Acceptor(request.group, request));
        scheduleElection(added, 10 * leaseUs());
        return {Verdict::Granted, request.ballot, added.state};
    }
    Acceptor &acceptor = group->acceptor;
    if (request.learner && m_context.state == NodeState::Leaving)
        return {Verdict::Unwilling, acceptor.promised(), group->state};
    if (request.config.absorbed && request.ballot >= acceptor.promised()) {
        const Verdict lock = lockAbsorbed(request);
        if (lock != Verdict::Granted)
            return {lock, acceptor.promised(), group->state};
    }
    // What a learner is sent is chosen; a late message may tell of children that have been absorbed since.
    const auto mine = std::pair(acceptor.accepted(), acceptor.config().version);
    if (request.learner && request.ballot >= acceptor.promised()
        && mine < std::pair(request.ballot, request.config.version))
        startMissed(*group, request.config.children);
    const Verdict verdict = acceptor.onPropose(request);
    if (verdict != Verdict::Granted)
        return {verdict, acceptor.promised(), group->state};
    noteSplits(*group);
    if (request.config.absorbed && request.config.absorbed->stage == AbsorbedGroup::Stage::Refused)
        releaseLock(request.group);
    if (request.config.absorbed && request.config.absorbed->stage == AbsorbedGroup::Stage::Done)
        absorb(request.config.absorbed->group);
    if (group->lead && group->lead->ballot < request.ballot) {
        ++m_context.counters.leadsLost;
        stepDown(*group, "another voter leads", from);
    }
    return {Verdict::Granted, acceptor.promised(), group->state};
}

void Groups::onProposeReply(const Ask &question, const ProposeReply &reply)
{
    Group *group = leading(question);
    if (!group)
        return;
    Leadership &lead = *group->lead;
    const auto it = lead.replicas.find(question.peer);
    if (it == lead.replicas.end())
        return;
    it->second.proposing = false;
    if (question.version != lead.config.version) {
        if (lead.config.hasVoter(it->second.node) || it->second.learner)
            proposeTo(*group, it->second);
        return;
    }
    switch (reply.verdict) {
    case Verdict::Granted:
        if (it->second.learner && it->second.state != reply.state) {
            forgetCopy(*group, it->second);
            it->second.state = reply.state;
        } else if (!isPresent(it->second, reply.state)) {
            lostStateAt(*group, question.peer);
            break;
        }
        it->second.statelessSince = never;
        if (lead.config.hasVoter(it->second.node))
            lead.configAccepted.push_back(question.peer);
        break;
    case Verdict::Promised:
        if (reply.promised > lead.ballot) {
            group->roundSeen = std::max(group->roundSeen, reply.promised.round);
            ++m_context.counters.leadsLost;
            stepDown(*group, "a voter has promised to another");
            return;
        }
        break;
    case Verdict::Locked:
        if (lead.config.absorbed)
            lead.absorbRefused.push_back(question.peer);
        break;
    case Verdict::Unwilling:
    case Verdict::Behind:
        if (it->second.learner) {
            lead.ineligible[question.peer] =
                m_context.now + (reply.verdict == Verdict::Behind ? 3 * retryUs : 100 * retryUs);
            lead.replicas.erase(it);
            lead.changeAt = m_context.now;
            return;
        }
        break;
    case Verdict::NoState:
        lostStateAt(*group, question.peer);
        break;
    default:
        break;
    }
    checkConfig(*group);
}

void Groups::checkConfig(Group &group)
{
    Leadership &lead = *group.lead;
    if (!lead.isChanging())
        return;
    const auto isIn = [](const std::vector<quint64> &list, const NodeRef &voter) {
        return std::find(list.begin(), list.end(), voter.incarnation) != list.end();
    };
    const auto accepts = [&](const NodeRef &voter) {
        const bool isSelf = voter.incarnation == m_context.self.incarnation;
        return isIn(lead.configAccepted, voter) && (!isSelf || m_context.isDurable(lead.configAfter));
    };
    if (isMajority(lead.config.voters, accepts)) {
        configChosen(group);
        return;
    }
    // A majority cannot have taken in what this configuration absorbs, so it was not chosen and never will be.
    if (lead.config.absorbed && lead.config.absorbed->stage == AbsorbedGroup::Stage::Proposed
        && isMajority(lead.config.voters, [&](const NodeRef &voter) { return isIn(lead.absorbRefused, voter); })) {
        const Range narrow{lead.chosenVersion > 0 ? lead.range.lo : group.acceptor.range().lo, lead.config.range.hi};
        lead.config.range = lead.chosenVersion > 0 ? lead.range : narrow;
        lead.config.absorbed->stage = AbsorbedGroup::Stage::Refused;
        ++lead.config.version;
        propose(group);
    }
}

void Groups::configChosen(Group &group)
{
    Leadership &lead = *group.lead;
    const bool first = lead.chosenVersion == 0;
    lead.chosenVersion = lead.config.version;
    lead.votersBefore = {};
    lead.recordsAfter = m_context.nextCommit();
    if (lead.range != lead.config.range && lead.isServing()) {
        // What is compared in the range as it was would find records that are the child's by now.
        for (auto &[incarnation, replica] : lead.replicas) {
            if (std::exchange(replica.comparison, nullptr))
                replica.sync = Replica::Sync::Unknown;
        }
    }
    lead.range = lead.config.range;
    m_haveLeadsChanged = true;
    group.acceptor.setChosen();
    // A promise for this group did not freeze the one that it absorbs; accepting this configuration did.
    if (first && lead.isAbsorbing()) {
        lead.compareFirst.clear();
        for (const quint64 incarnation : lead.configAccepted) {
            if (incarnation != m_context.self.incarnation)
                lead.compareFirst.insert(incarnation);
        }
    }
    if (!first)
        ++m_context.counters.configChanges;
    for (auto it = lead.replicas.begin(); it != lead.replicas.end();) {
        if (it->second.learner || lead.config.hasVoter(it->second.node)) {
            ++it;
            continue;
        }
        // The node that was started in its place may be a learner already.
        if (!wasReplaced(it->second.node))
            m_context.send(it->second.node.address, 0,
                           Removed{group.acceptor.group(), lead.ballot, lead.config.version,
                                   childrenOf(lead.config, it->second.node)});
        it = lead.replicas.erase(it);
    }
    lead.changeAt = m_context.now;
    m_beatNow = true;
    // Below the range as it is now there may be one that is nobody's.
    if (m_context.config.oneMachine)
        m_recoveryAt = std::min(m_recoveryAt, m_context.now + leaseUs());
    wake(m_context.now);
    const GroupId number = group.acceptor.group();
    takeEffect(group);
    Group *still = find(number);
    if (!still || !still->lead)
        return;
    if (first && still->lead->isAbsorbing()) {
        for (auto &[incarnation, replica] : still->lead->replicas) {
            if (still->lead && still->lead->compareFirst.contains(incarnation)) {
                replica.comparison.reset();
                compare(*still, replica);
            }
        }
    }
    if (first && still->lead->isServing())
        m_context.tell(Event::Kind::RangeAcquired, m_context.self, text(still->lead->range) + ": elected",
                       still->lead->range);
    countGrants(*still);
    settleWrites(*still);
    if ((still = find(number)) && still->lead)
        unpark(*still);
    checkJoined();
}

// A change of voters that is not accepted by a majority for long is taken back: what was chosen before it differs by
// one voter, so that majorities of the two intersect in both directions.
bool Groups::takeBackVoters(Group &group)
{
    Leadership &lead = *group.lead;
    if (lead.votersBefore.empty() || m_context.now < lead.proposedAt + leaseUs())
        return false;
    lead.config.voters = std::exchange(lead.votersBefore, {});
    ++lead.config.version;
    updateReplicas(group);
    propose(group);
    return true;
}

// What a chosen configuration brings about here: children of a split, the end of an absorbed group.
void Groups::takeEffect(Group &group)
{
    if (!group.acceptor.isChosen())
        return;
    const std::vector<ChildGroup> children = group.acceptor.takeChildren();
    const GroupId number = group.acceptor.group();
    for (const ChildGroup &child : children) {
        if (!find(child.group) && child.hasVoter(m_context.self))
            startChild(group, child);
        else
            dropUncovered(child.range);
    }
    Group *still = find(number);
    if (!still)
        return;
    const auto absorbed = still->acceptor.config().absorbed;
    if (!absorbed || absorbed->stage == AbsorbedGroup::Stage::Refused)
        releaseLock(number);
    else
        absorb(absorbed->group);
    finishMerges(*still);
}

// Does an answer come from the state that the leader knows? A voter keeps its state for as long as it is one, so that
// of a voter which it has not copied to itself is the one that answers first; that of a learner is the one that has
// accepted its Propose.
bool Groups::isPresent(Replica &replica, quint64 state)
{
    if (replica.state == 0 && !replica.learner)
        replica.state = state;
    return replica.state == state;
}

// A learner begins, or begins again, without records.
void Groups::forgetCopy(Group &group, Replica &replica)
{
    replica.state = 0;
    replica.sync = Replica::Sync::Unknown;
    replica.comparison.reset();
    replica.grantedUntil = 0;
    replica.grantedBy = 0;
    forgetHeld(group, replica.node.incarnation);
}

void Groups::lostStateAt(Group &group, quint64 peer)
{
    const auto it = group.lead->replicas.find(peer);
    if (it == group.lead->replicas.end())
        return;
    Replica &replica = it->second;
    if (replica.learner) {
        forgetCopy(group, replica);
        proposeTo(group, replica);
        return;
    }
    // If it has state after all, since this was said before it was a voter, what it holds is found out again.
    forgetHeld(group, peer);
    replica.comparison.reset();
    replica.sync = Replica::Sync::Unknown;
    replica.statelessSince = std::min(replica.statelessSince, m_context.now);
    group.lead->changeAt = std::min(group.lead->changeAt, m_context.now + statelessUs);
}

} // namespace chord
