// SPDX-License-Identifier: GPL-3.0-or-later
//
// What follows when a range has lost the majority of its voters: all that can be reached are asked what they know of
// it, and it is recovered, with the loss recorded, or an operator is told what would be lost.

#include "chord/groups/groups.h"

#include "chord/routing.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time ringClosedUs = 5000 * usPerMs;
constexpr size_t surveyedMax = 10'000;
constexpr int surveyRepeatsMax = 3;

} // namespace

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

// A node that has just joined may be on nobody's list, and own a range: until it has its place, it goes from one
// successor to the next, and only these know it.
std::vector<NodeRef> Groups::nodesToSurvey() const
{
    std::vector<NodeRef> out = knownNodes();
    for (const Newcomer &newcomer : m_newcomers)
        out.push_back(newcomer.node);
    // Where many are gone at once, those that are left may have met only once.
    for (const Address &met : m_context.contacts.metOnly())
        out.push_back({{}, met, 0});
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
    reply.nodes = nodesToSurvey();
    for (const auto &[incarnation, node] : m_gone)
        reply.gone.push_back(node);
    reply.changes = changes();
    return reply;
}

void Groups::startSurvey(std::unique_ptr<Recovery> recovery)
{
    m_recovery = std::move(recovery);
    m_recovery->round = ++m_rounds;
    m_recovery->answered[m_context.self.address] = m_context.self;
    const SurveyReply own = onSurvey({{m_recovery->place, m_recovery->place}});
    for (const GroupView &view : own.groups)
        m_recovery->views.emplace_back(m_context.self, view);
    m_recovery->changes[m_context.self.address] = own.changes;
    surveyNodes(own.nodes);
    roundEnded();
}

void Groups::surveyNodes(const std::vector<NodeRef> &nodes)
{
    for (const NodeRef &node : nodes) {
        if (m_recovery->answered.size() >= surveyedMax || (node.incarnation != 0 && isGone(node))
            || !m_recovery->answered.try_emplace(node.address).second)
            continue;
        askSurvey(node);
    }
}

void Groups::askSurvey(const NodeRef &node)
{
    Ask question;
    question.address = node.address;
    question.number = m_recovery->round;
    m_recovery->pending.insert(node.address);
    ask(node, SurveyGroups{{m_recovery->place, m_recovery->place}}, Purpose::Kind::Survey, question,
        m_context.config.requestTimeoutMs);
}

void Groups::onSurveyReply(const Ask &question, const NodeRef &from, const SurveyReply *reply)
{
    // A late answer of the first round, or of another survey, tells nothing of what is asked now.
    if (!m_recovery || question.number != m_recovery->round || m_recovery->pending.erase(question.address) == 0)
        return;
    Recovery &survey = *m_recovery;
    if (reply)
        onGone({reply->gone});
    NodeRef &answered = survey.answered[question.address];
    if (survey.plan) {
        survey.hasChanged |= !reply || from.incarnation != answered.incarnation
            || reply->changes != survey.changes[question.address] || isNews(reply->nodes);
    } else if (reply) {
        answered = from;
        survey.changes[question.address] = reply->changes;
        for (const GroupView &view : reply->groups)
            survey.views.emplace_back(from, view);
        surveyNodes(reply->nodes);
    } else {
        answered = {{}, question.address, 1};
        (m_ended.contains(question.address) ? survey.ended : survey.silent).push_back(question.address);
    }
    roundEnded();
}

void Groups::roundEnded()
{
    if (!m_recovery->pending.empty())
        return;
    if (!m_recovery->plan) {
        m_recovery->plan = decide(*m_recovery);
        if (m_recovery->plan->result.done)
            askAgain();
    }
    if (m_recovery->pending.empty())
        finishSurvey();
}

// While the answers came in, the range may have moved from a node that had not been asked to one that had answered, and
// the proofs may be younger than the answers. But if all that have answered do so again, with nothing changed since,
// then between the rounds there was a moment at which all of them knew just what they have said, and the proofs were
// there.
void Groups::askAgain()
{
    m_recovery->round = ++m_rounds;
    for (const auto &[address, changes] : m_recovery->changes) {
        if (address != m_context.self.address)
            askSurvey(m_recovery->answered[address]);
    }
}

// Is one among them that has not been asked?
bool Groups::isNews(const std::vector<NodeRef> &nodes) const
{
    const auto &asked = m_recovery->answered;
    return asked.size() < surveyedMax && std::any_of(nodes.begin(), nodes.end(), [&](const NodeRef &node) {
               return !asked.contains(node.address) && !(node.incarnation != 0 && isGone(node));
           });
}

bool Groups::hasChangedHere() const
{
    return changes() != m_recovery->changes.at(m_context.self.address) || isNews(nodesToSurvey())
        || !std::all_of(m_recovery->ended.begin(), m_recovery->ended.end(),
                        [&](const Address &address) { return m_ended.contains(address); });
}

// --- Deciding

// All that can be reached have answered: what is known of the range at this place?
Groups::RecoveryPlan Groups::decide(const Recovery &survey) const
{
    const GroupView *latest = nullptr;
    NodeRef first;
    for (const auto &[teller, view] : survey.views) {
        if (!view.range.contains(survey.place))
            continue;
        if (!latest || std::pair(latest->ballot, latest->version) < std::pair(view.ballot, view.version)) {
            latest = &view;
            first = teller;
        }
    }
    return latest ? decideLost(survey, first, *latest) : decideEmpty(survey);
}

// first: the node with the latest configuration.
Groups::RecoveryPlan Groups::decideLost(const Recovery &survey, const NodeRef &first, const GroupView &latest) const
{
    RecoveryPlan plan;
    RecoveryResult &result = plan.result;
    for (const NodeRef &voter : latest.voters) {
        const auto answered = survey.answered.find(voter.address);
        const bool present = answered != survey.answered.end() && answered->second.incarnation == voter.incarnation;
        (present ? result.present : result.missing).push_back(voter);
    }
    const QByteArray name = "The range " + text(latest.range);
    const QByteArray voters = QByteArray::number(latest.voters.size()) + " voters";
    if (result.present.size() >= latest.voters.size() / 2 + 1) {
        result.text = name + " has " + QByteArray::number(result.present.size()) + " of " + voters
            + ": a majority. There is nothing to recover.";
        return plan;
    }
    result.range = latest.range;
    const bool allGone =
        std::all_of(result.missing.begin(), result.missing.end(), [&](const NodeRef &node) { return isGone(node); });
    result.text = name + " is left with " + QByteArray::number(result.present.size()) + " of " + voters
        + ". Acknowledged writes that only missing voters hold are lost."
        + (allGone ? "" : " If a missing voter is still running, its part of the range is set aside.");
    const bool isAutomatic = !survey.handle && allGone && survey.silent.empty();
    result.done = isAutomatic || survey.confirmed;
    // All that hold state of the group go on together, the one with the latest configuration first: that may have
    // been proposed only, and a record may be held by a voter that it leaves out.
    std::vector<NodeRef> left{first};
    for (const auto &[teller, view] : survey.views) {
        const bool isListed = std::any_of(left.begin(), left.end(), [&teller = teller](const NodeRef &node) {
            return node.incarnation == teller.incarnation;
        });
        if (view.group == latest.group && !isListed)
            left.push_back(teller);
    }
    plan.order = {first, Recover{latest.group, latest.version, left}};
    return plan;
}

// No voter is left: the first group above takes the range in, empty.
Groups::RecoveryPlan Groups::decideEmpty(const Recovery &survey) const
{
    RecoveryPlan plan;
    RecoveryResult &result = plan.result;
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
        return plan;
    result.range = Range{*below, above->range.lo};
    const bool isCertain = survey.silent.empty();
    result.text = "The range " + text(*result.range) + " has no voter left. Its keys are lost"
        + (isCertain ? "." : ", unless a voter is among the nodes that did not answer.")
        + " The group above it takes it in, empty.";
    // A node that only nodes knew which are gone may own the range: the ring must have closed over it, for some time.
    // Further groups may lie between the node before this one and the range, of other nodes that are gone.
    // Or the node before this one lies in the range, or at its end, and asks for it.
    const bool isPast = m_predecessor && inRange(*m_predecessor, survey.place, m_context.self.id)
        && (m_predecessor == *below || between(*m_predecessor, *below, survey.place));
    const bool isAsked = m_predecessor && inRange(*below, *m_predecessor, survey.place) && isAskedFor(*m_predecessor);
    const bool isClosed = (isPast || isAsked) && m_context.now - m_predecessorSince > ringClosedUs;
    if (!survey.handle && !isClosed)
        return plan;
    result.done = isCertain ? !survey.handle || survey.confirmed : survey.confirmed;
    const auto group = m_groups.find(above->group);
    const bool isLed = group != m_groups.end() && group->second->lead;
    if (result.done && !isLed) {
        result.done = false;
        result.text += above->leader ? " Ask " + above->leader->address + " to do so." : QByteArray();
    }
    plan.claim = {above->group, *below};
    return plan;
}

void Groups::finishSurvey()
{
    const bool isUnchanged = !m_recovery->hasChanged && !hasChangedHere();
    const std::unique_ptr<Recovery> survey = std::move(m_recovery);
    RecoveryResult &result = survey->plan->result;
    if (result.done && isUnchanged) {
        act(*survey->plan);
    } else if (result.done && survey->handle && survey->repeats < surveyRepeatsMax) {
        auto again = std::make_unique<Recovery>();
        again->handle = survey->handle;
        again->confirmed = survey->confirmed;
        again->place = survey->place;
        again->repeats = survey->repeats + 1;
        startSurvey(std::move(again));
        return;
    } else if (result.done) {
        result.done = false;
        result.text += " Nothing was done, since something has changed while the nodes were asked. Try again.";
    }
    if (survey->handle)
        m_recoveries.emplace_back(*survey->handle, std::move(result));
}

// --- Acting

void Groups::act(RecoveryPlan &plan)
{
    if (plan.order) {
        const auto &[first, order] = *plan.order;
        if (first.incarnation == m_context.self.incarnation)
            onRecover(order);
        else
            m_context.send(first.address, 0, order);
        return;
    }
    const auto &[number, lo] = *plan.claim;
    Group *group = find(number);
    plan.result.done = group && group->lead;
    if (!plan.result.done) {
        plan.result.text += " Nothing was done, since this node leads that group no more. Try again.";
        return;
    }
    group->claimed = lo;
    group->claimEpoch = group->lead->ballot.lossEpoch + 1;
    claim(*group);
}

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

// Leads again under a higher loss epoch, or, having done so, takes the empty range in.
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

// Nobody is left to make this node a voter of these, and what it holds hides that the range has no voter.
void Groups::removeOrphans()
{
    std::vector<GroupId> orphans;
    for (const auto &[number, group] : m_groups) {
        const auto &voters = group->acceptor.config().voters;
        if (group->acceptor.isLearner()
            && std::all_of(voters.begin(), voters.end(), [&](const NodeRef &voter) { return isGone(voter); }))
            orphans.push_back(number);
    }
    for (const GroupId number : orphans)
        remove(number);
}

void Groups::workOnRecovery()
{
    m_recoveryAt = never;
    removeOrphans();
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
