// SPDX-License-Identifier: GPL-3.0-or-later
//
// Proofs that an incarnation is gone with its memory, and what follows when a range has lost the majority of its
// voters. Silence proves nothing; a refused connection proves something only where the transport says so. A wrong proof
// is harmless for replacing a voter, since a majority decides; recovery needs the proof of every missing voter.

#include "chord/groups/groups.h"

#include "chord/routing.h"

#include <algorithm>

namespace chord {

namespace {

constexpr size_t goneMax = 4096;
constexpr Time recoveryPeriodUs = 500 * usPerMs;
constexpr Time ringClosedUs = 5000 * usPerMs;
constexpr size_t surveyedMax = 10'000;

} // namespace

bool Groups::isGone(const NodeRef &node) const
{
    if (m_gone.contains(node.incarnation))
        return true;
    // Its address answers with another incarnation, and it has been silent since for a lease.
    const auto other = m_others.find(node.address);
    return other != m_others.end() && other->second.incarnation != node.incarnation
        && m_context.now - other->second.at > leaseUs();
}

// It has left the ring, so others have its place. (No proof for a recovery: a voter that knows it still may have
// slept.)
void Groups::onLeft(const NodeRef &node)
{
    if (m_groups.empty())
        return;
    m_left.insert(node.incarnation);
    if (m_left.size() > goneMax)
        m_left.erase(m_left.begin());
    for (const auto &[number, group] : m_groups) {
        if (group->lead)
            group->lead->changeAt = m_context.now;
    }
    wake(m_context.now);
}

void Groups::noteState(const NodeRef &node, NodeState state)
{
    const bool leaving = state == NodeState::Leaving;
    if (leaving)
        m_leavers.insert(node.incarnation);
    else
        m_leavers.erase(node.incarnation);
    for (const auto &[number, group] : m_groups) {
        if (!group->lead)
            continue;
        const auto replica = group->lead->replicas.find(node.incarnation);
        if (replica == group->lead->replicas.end() || replica->second.leaving == leaving)
            continue;
        replica->second.leaving = leaving;
        group->lead->changeAt = m_context.now;
        wake(m_context.now);
    }
}

void Groups::markGone(const NodeRef &node)
{
    if (node.incarnation == 0 || node.incarnation == m_context.self.incarnation
        || !m_gone.emplace(node.incarnation, node).second)
        return;
    if (m_gone.size() > goneMax)
        m_gone.erase(m_gone.begin());
    for (const auto &[number, group] : m_groups) {
        if (group->lead)
            group->lead->changeAt = m_context.now;
    }
    m_recoveryAt = std::min(m_recoveryAt, m_context.now + recoveryPeriodUs);
    wake(m_context.now);
}

// Notes when an address answers under another incarnation than one that votes.
void Groups::heardFrom(const NodeRef &peer)
{
    if (!m_ended.empty())
        m_ended.erase(peer.address);
    bool otherVotes = false;
    for (const auto &[number, group] : m_groups) {
        for (const NodeRef &voter : group->acceptor.config().voters)
            otherVotes |= voter.incarnation != peer.incarnation && voter.address == peer.address;
    }
    const auto known = m_others.find(peer.address);
    if (!otherVotes) {
        if (known != m_others.end() && known->second.incarnation != peer.incarnation)
            known->second = {peer.incarnation, m_context.now};
        return;
    }
    const auto [it, isNew] = m_others.try_emplace(peer.address, Sighting{peer.incarnation, m_context.now});
    if (!isNew && it->second.incarnation != peer.incarnation)
        it->second = {peer.incarnation, m_context.now};
    m_recoveryAt = std::min(m_recoveryAt, m_context.now + leaseUs() + recoveryPeriodUs);
    wake(m_recoveryAt);
}

void Groups::onUnreachable(const Address &address, bool proof)
{
    if (proof) {
        Gone gone;
        for (const NodeRef &node : knownNodes()) {
            if (node.address == address && node.incarnation != 0 && !m_gone.contains(node.incarnation)) {
                markGone(node);
                gone.nodes.push_back(node);
            }
        }
        m_ended[address] = m_context.now;
        for (const NodeRef &voter : gone.nodes.empty() ? std::vector<NodeRef>() : knownVoters()) {
            if (voter.address != address && !isGone(voter))
                m_context.send(voter.address, 0, gone);
        }
        return;
    }
    // Suspicion: its voters try sooner whether they would be elected.
    for (const auto &[number, group] : m_groups) {
        if (group->lead || group->election || !group->acceptor.leader() || group->acceptor.leader()->address != address)
            continue;
        const Time before = group->electAt;
        afterLease(*group);
        group->electAt = std::min(before, group->electAt); // each refusal would put it off
    }
}

void Groups::onGone(const Gone &gone)
{
    for (const NodeRef &node : gone.nodes)
        markGone(node);
}

KeyResult Groups::declareGone(const Address &address)
{
    KeyResult result;
    Gone gone;
    for (const NodeRef &voter : knownVoters()) {
        if (voter.address == address)
            gone.nodes.push_back(voter);
    }
    if (gone.nodes.empty()) {
        result.status = OperationStatus::Invalid;
        result.reason = "no voter of a range of this node is known at " + address
            + "; ask a node that shares a range with it (funnelkvs status shows the voters of each range)";
        return result;
    }
    onGone(gone);
    for (const NodeRef &node : knownNodes())
        m_context.send(node.address, 0, gone);
    result.status = OperationStatus::Ok;
    return result;
}

// --- Finding out who knows what

std::vector<NodeRef> Groups::knownNodes() const
{
    std::vector<NodeRef> out = knownVoters();
    const RoutingTable &routing = m_context.routing;
    out.insert(out.end(), routing.successors().begin(), routing.successors().end());
    if (routing.predecessor())
        out.push_back(*routing.predecessor());
    for (const Finger &finger : routing.fingers())
        out.push_back(finger.node);
    const std::vector<NodeRef> lost = m_context.contacts.nodes();
    out.insert(out.end(), lost.begin(), lost.end());
    std::erase_if(out, [&](const NodeRef &node) { return node.address == m_context.self.address; });
    return out;
}

SurveyReply Groups::onSurvey(const SurveyGroups &request) const
{
    SurveyReply reply;
    for (const auto &[number, group] : m_groups) {
        const Range &range = group->acceptor.range();
        const bool overlaps = range.contains(request.range.hi) || request.range.contains(range.hi);
        if (!overlaps)
            continue;
        // What counts is the ballot under which the configuration was accepted; a promise decides nothing.
        reply.groups.push_back(view(*group));
        reply.groups.back().ballot = group->acceptor.accepted();
    }
    reply.nodes = knownNodes();
    for (const auto &[incarnation, node] : m_gone)
        reply.gone.push_back(node);
    return reply;
}

void Groups::startSurvey(std::unique_ptr<Recovery> recovery)
{
    m_recovery = std::move(recovery);
    m_recovery->answered[m_context.self.address] = m_context.self;
    const SurveyReply own = onSurvey({{m_recovery->place, m_recovery->place}});
    for (const GroupView &view : own.groups)
        m_recovery->views.emplace_back(m_context.self, view);
    surveyNodes(own.nodes);
    if (m_recovery)
        decide();
}

void Groups::surveyNodes(const std::vector<NodeRef> &nodes)
{
    for (const NodeRef &node : nodes) {
        if (m_recovery->answered.size() >= surveyedMax || (node.incarnation != 0 && isGone(node))
            || !m_recovery->answered.try_emplace(node.address).second)
            continue;
        Ask question;
        question.address = node.address;
        ask(node, SurveyGroups{{m_recovery->place, m_recovery->place}}, Purpose::Kind::Survey, question,
            m_context.config.requestTimeoutMs);
    }
}

void Groups::onSurveyReply(const Ask &question, const NodeRef &from, const SurveyReply *reply)
{
    if (!m_recovery || !m_recovery->answered.contains(question.address))
        return;
    if (reply) {
        m_recovery->answered[question.address] = from;
        for (const GroupView &view : reply->groups)
            m_recovery->views.emplace_back(from, view);
        for (const NodeRef &node : reply->gone)
            markGone(node);
        surveyNodes(reply->nodes);
    } else if (m_ended.contains(question.address)) {
        m_recovery->answered[question.address] = {{}, question.address, 1};
    } else {
        m_recovery->silent.push_back(question.address);
        m_recovery->answered[question.address] = {{}, question.address, 1};
    }
    decide();
}

// --- Deciding

// All that can be reached have answered: what is known of the range at this place?
void Groups::decide()
{
    const bool isDone = std::all_of(m_recovery->answered.begin(), m_recovery->answered.end(),
                                    [](const auto &entry) { return entry.second.incarnation != 0; });
    if (!isDone)
        return;
    const std::unique_ptr<Recovery> survey = std::move(m_recovery);
    RecoveryResult result;
    const GroupView *latest = nullptr;
    NodeRef first;
    for (const auto &[teller, view] : survey->views) {
        if (!view.range.contains(survey->place))
            continue;
        if (!latest || std::pair(latest->ballot, latest->version) < std::pair(view.ballot, view.version)) {
            latest = &view;
            first = teller;
        }
    }
    if (!latest) {
        decideEmpty(*survey, result);
    } else {
        result.range = latest->range;
        for (const NodeRef &voter : latest->voters) {
            const auto answered = survey->answered.find(voter.address);
            const bool present =
                answered != survey->answered.end() && answered->second.incarnation == voter.incarnation;
            (present ? result.present : result.missing).push_back(voter);
        }
        // All that hold state of the group go on together, the one with the latest configuration first: that may have
        // been proposed only, and a record may be held by a voter that it leaves out.
        std::vector<NodeRef> left{first};
        for (const auto &[teller, view] : survey->views) {
            const bool isListed = std::any_of(left.begin(), left.end(), [&teller = teller](const NodeRef &node) {
                return node.incarnation == teller.incarnation;
            });
            if (view.group == latest->group && !isListed)
                left.push_back(teller);
        }
        const size_t majority = latest->voters.size() / 2 + 1;
        const bool allGone = std::all_of(result.missing.begin(), result.missing.end(),
                                         [&](const NodeRef &node) { return isGone(node); });
        const QByteArray name = "The range " + text(latest->range);
        if (result.present.size() >= majority) {
            result.text = name + " has " + QByteArray::number(result.present.size()) + " of "
                + QByteArray::number(latest->voters.size()) + " voters: a majority. There is nothing to recover.";
        } else {
            const bool isAutomatic = !survey->handle && allGone && survey->silent.empty();
            result.done = isAutomatic || survey->confirmed;
            result.text = name + " is left with " + QByteArray::number(result.present.size()) + " of "
                + QByteArray::number(latest->voters.size())
                + " voters. Acknowledged writes that only missing voters hold are lost."
                + (allGone ? "" : " If a missing voter is still running, its part of the range is set aside.");
            if (result.done) {
                const Recover order{latest->group, latest->version, left};
                if (first.incarnation == m_context.self.incarnation)
                    onRecover(order);
                else
                    m_context.send(first.address, 0, order);
            }
        }
    }
    if (survey->handle)
        m_recoveries.emplace_back(*survey->handle, std::move(result));
}

// No voter is left: the first group above takes the range in, empty.
void Groups::decideEmpty(const Recovery &survey, RecoveryResult &result)
{
    const GroupView *above = nullptr;
    std::optional<Id> below;
    const IdSpace &space = m_context.space;
    for (const auto &[teller, view] : survey.views) {
        if (!above || space.distance(survey.place, view.range.hi) < space.distance(survey.place, above->range.hi)
            || (view.range.hi == above->range.hi && above->ballot < view.ballot))
            above = &view;
        if (!below || space.distance(view.range.hi, survey.place) < space.distance(*below, survey.place))
            below = view.range.hi;
    }
    if (!above || !below)
        return;
    result.range = Range{*below, above->range.lo};
    const bool isCertain = survey.silent.empty();
    result.text = "The range " + text(*result.range) + " has no voter left. Its keys are lost"
        + (isCertain ? "." : ", unless a voter is among the nodes that did not answer.")
        + " The group above it takes it in, empty.";
    Group *group = find(above->group);
    // A node that only nodes knew which are gone may own the range: the ring must have closed over it, for some time.
    // Further groups may lie between the node before this one and the range, of other nodes that are gone.
    // Or the node before this one is at the end of the range itself, and asks for it.
    const bool isPast = m_predecessor && inRange(*m_predecessor, survey.place, m_context.self.id)
        && (m_predecessor == *below || between(*m_predecessor, *below, survey.place));
    const bool isAsked = m_predecessor == survey.place && isAskedFor(survey.place);
    const bool isClosed = (isPast || isAsked) && m_context.now - m_predecessorSince > ringClosedUs;
    if (!survey.handle && !isClosed)
        return;
    result.done = isCertain ? !survey.handle || survey.confirmed : survey.confirmed;
    if (!result.done)
        return;
    if (!group || !group->lead) {
        result.done = false;
        result.text += above->leader ? " Ask " + above->leader->address + " to do so." : QByteArray();
        return;
    }
    group->claimed = *below;
    group->claimEpoch = group->lead->ballot.lossEpoch + 1;
    claim(*group);
}

// --- Acting

void Groups::onRecover(const Recover &request)
{
    Group *group = find(request.group);
    if (!group || group->acceptor.config().version != request.version || request.present.empty()
        || request.present.front().incarnation != m_context.self.incarnation)
        return;
    recover(*group, request.present);
}

void Groups::recover(Group &group, std::vector<NodeRef> left)
{
    if (group.lead || m_context.now < group.acceptor.boundUntil())
        return;
    Ballot ballot = group.acceptor.promised();
    ++ballot.lossEpoch;
    ballot.round = std::max(ballot.round, group.roundSeen) + 1;
    ballot.leader = m_context.self.incarnation;
    const Time patience = m_context.timeoutMs(m_context.config.requestTimeoutMs) * usPerMs;
    ++m_context.counters.recoveries;
    m_context.tell(Event::Kind::DataLost, m_context.self,
                   text(group.acceptor.range()) + ": recovered by " + QByteArray::number(left.size()) + " of "
                       + QByteArray::number(group.acceptor.config().voters.size()) + " voters",
                   group.acceptor.range());
    group.election =
        std::make_unique<Election>(m_context.self, group.acceptor, ballot, std::move(left), m_context.now + patience);
    workOnElection(group);
}

// Leads anew under a higher loss epoch, or, having done so, takes the empty range in.
void Groups::claim(Group &group)
{
    Leadership &lead = *group.lead;
    if (lead.ballot.lossEpoch < group.claimEpoch) {
        group.lossEpochMin = group.claimEpoch;
        ++m_context.counters.recoveries;
        const Release release{lead.ballot, m_heartbeat};
        stepDown(group, "an empty range is to be taken in", m_context.self);
        startElection(group, release);
        return;
    }
    if (!lead.isServing() || lead.isChanging() || lead.transferTo || lead.merging)
        return;
    m_context.tell(Event::Kind::DataLost, m_context.self, text({*group.claimed, lead.range.lo}) + ": no voter was left",
                   Range{*group.claimed, lead.range.lo});
    ++lead.config.version;
    lead.config.range.lo = *group.claimed;
    lead.config.children.clear();
    lead.config.absorbed.reset();
    group.claimed.reset();
    lead.splitFor.reset();
    group.acceptor.raiseMark(lead.latest());
    propose(group);
}

void Groups::workOnRecovery()
{
    m_recoveryAt = never;
    if (!m_context.config.oneMachine)
        return;
    if (m_recovery || m_context.state == NodeState::Joining) {
        m_recoveryAt = m_context.now + recoveryPeriodUs;
        return;
    }
    bool again = false;
    for (const auto &[number, group] : m_groups) {
        const auto &voters = group->acceptor.config().voters;
        const auto gone =
            std::count_if(voters.begin(), voters.end(), [&](const NodeRef &node) { return isGone(node); });
        const bool isLost = !group->lead && 2 * (voters.size() - size_t(gone)) <= voters.size()
            && m_context.now >= group->acceptor.boundUntil() && group->acceptor.config().hasVoter(m_context.self);
        if (isLost && !group->election) {
            auto recovery = std::make_unique<Recovery>();
            recovery->place = group->acceptor.range().hi;
            startSurvey(std::move(recovery));
            m_recoveryAt = m_context.now + recoveryPeriodUs;
            return;
        }
        again |= isLost || (gone > 0 && !group->lead);
        // What ends where a group of ours begins may be nobody's any more: this node comes after that place, and has no
        // part in it.
        const auto isNobodys = [&](const Id &place) {
            return *m_predecessor == place ? isAskedFor(place) : inRange(*m_predecessor, place, m_context.self.id);
        };
        const bool isOpen =
            group->lead && m_predecessor && isNobodys(group->lead->range.lo) && !groupAt(group->lead->range.lo);
        const bool endIsGone = isOpen && m_context.now - m_predecessorSince > ringClosedUs;
        if (endIsGone && group->lead->isServing() && !group->claimed && group->lead->surveyAt <= m_context.now
            && m_context.now - group->lead->configAt > leaseUs()) {
            group->lead->surveyAt = m_context.now + 2 * recoveryPeriodUs;
            auto recovery = std::make_unique<Recovery>();
            recovery->place = group->lead->range.lo;
            recovery->claimant = number;
            startSurvey(std::move(recovery));
            m_recoveryAt = m_context.now + recoveryPeriodUs;
            return;
        }
        again |= isOpen;
    }
    if (again)
        m_recoveryAt = m_context.now + recoveryPeriodUs;
}

void Groups::beginRecovery(OperationHandle handle, const Id &place, bool confirmed)
{
    if (m_recovery && m_recovery->handle) {
        RecoveryResult busy;
        busy.text = "Another recovery is in progress at this node.";
        m_recoveries.emplace_back(handle, std::move(busy));
        return;
    }
    auto recovery = std::make_unique<Recovery>();
    recovery->handle = handle;
    recovery->confirmed = confirmed;
    recovery->place = place;
    startSurvey(std::move(recovery));
}

} // namespace chord
