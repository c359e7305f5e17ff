// SPDX-License-Identifier: GPL-3.0-or-later
//
// How groups follow the ring: one voter in or out at a time, the lead to the first node of a range, a split for a node
// that joins, a merge for one that is gone. One such change of a group is in progress at a time.

#include "chord/groups/groups.h"

#include "chord/routing.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time changePeriodUs = 200 * usPerMs;
constexpr Time candidatesPeriodUs = 1000 * usPerMs;
constexpr ptrdiff_t lateChildrenMax = 8; // children that only former voters do not know of
constexpr Time confirmPatienceUs = 3000 * usPerMs; // voters that have not heard of a split hold the next change so long
constexpr Time ineligibleUs = 10'000 * usPerMs; // a node that was replaced for silence is no candidate for so long
constexpr Time transferPauseUs = 500 * usPerMs; // doubled with each transfer without success

} // namespace

// --- Candidates

// Live nodes known here, in the order of the ring from the end of the group's range on.
void Groups::findCandidates(Group &group)
{
    Leadership &lead = *group.lead;
    const Id &end = lead.config.range.hi;
    std::vector<NodeRef> known = m_context.routing.successors();
    known.push_back(m_context.self);
    const auto &predecessor = m_context.routing.predecessor();
    if (predecessor && predecessor->id != m_context.self.id)
        known.push_back(*predecessor);
    for (const Newcomer &newcomer : m_newcomers) {
        if (isJoining(newcomer))
            known.push_back(newcomer.node);
    }
    const bool isAtEnd = end == m_context.self.id
        || std::any_of(known.begin(), known.end(), [&](const NodeRef &node) { return node.id == end; });
    if (!isAtEnd && m_context.now - lead.candidatesAt > candidatesPeriodUs && !lead.findingCandidates
        && !m_context.routing.successors().empty()) {
        lead.findingCandidates = true;
        m_lookups.emplace_back(group.acceptor.group(), end);
    }
    if (!isAtEnd)
        known.insert(known.end(), lead.found.begin(), lead.found.end());
    std::erase_if(known, [&](const NodeRef &node) { return !isCandidate(node); });
    // A voter is one as long as it is not silent for long, whatever Chord thinks of it.
    for (const auto &[incarnation, replica] : lead.replicas) {
        if (!replica.learner && !isGone(replica.node) && !hasLeft(incarnation))
            known.push_back(replica.node);
    }
    // A node that was started again must not take two places: that of another would be given up for it.
    std::erase_if(known, [&](const NodeRef &node) { return wasReplaced(node); });
    const auto distance = [&](const NodeRef &node) { return m_context.space.distance(end, node.id); };
    std::stable_sort(known.begin(), known.end(),
                     [&](const NodeRef &a, const NodeRef &b) { return distance(a) < distance(b); });
    known.erase(std::unique(known.begin(), known.end(),
                            [](const NodeRef &a, const NodeRef &b) { return a.incarnation == b.incarnation; }),
                known.end());
    lead.candidates.clear();
    for (const NodeRef &node : known) {
        const auto replica = lead.replicas.find(node.incarnation);
        const bool isSilent = replica != lead.replicas.end()
            && m_context.now - replica->second.heardAt
                > std::max<Time>(m_context.config.replaceAfterMs * usPerMs, 3 * leaseUs());
        const auto barred = lead.ineligible.find(node.incarnation);
        if (isSilent || (replica != lead.replicas.end() && replica->second.leaving)
            || (barred != lead.ineligible.end() && m_context.now < barred->second))
            continue;
        lead.candidates.push_back(node);
        if (lead.candidates.size() > size_t(m_context.config.replicas))
            break;
    }
}

bool Groups::isCandidate(const NodeRef &node) const
{
    if (node.incarnation == m_context.self.incarnation)
        return m_context.state == NodeState::Ready || m_context.state == NodeState::Joining;
    return node.incarnation != 0 && !m_context.isDead(node.address) && !isGone(node) && !hasLeft(node.incarnation);
}

void Groups::onLookup(GroupId number, const Lookup &lookup)
{
    Group *group = find(number);
    if (!group)
        return;
    if (!group->lead) {
        if (lookup.stage() == Lookup::Stage::Done)
            askPresentVoters(*group, lookup);
        return;
    }
    Leadership &lead = *group->lead;
    lead.findingCandidates = false;
    lead.candidatesAt = m_context.now;
    if (lookup.stage() != Lookup::Stage::Done)
        return;
    lead.found = {lookup.owners().front()};
    const auto &successors = lookup.ownerNeighbours().successors;
    lead.found.insert(lead.found.end(), successors.begin(), successors.end());
    lead.changeAt = m_context.now;
    wake(m_context.now);
}

PlacementFacts Groups::placementFacts(const Group &group) const
{
    const Leadership &lead = *group.lead;
    const Time patience = std::max<Time>(m_context.config.replaceAfterMs * usPerMs, 3 * leaseUs());
    PlacementFacts facts;
    facts.self = m_context.self;
    facts.selfLeaving = m_context.state == NodeState::Leaving;
    facts.replicas = size_t(m_context.config.replicas);
    facts.candidates = lead.candidates;
    facts.voters = lead.config.voters;
    for (const auto &[incarnation, replica] : lead.replicas) {
        if (replica.learner)
            facts.learners.push_back(replica.node);
        MemberFacts member;
        member.node = replica.node;
        member.responsive = m_context.now < replica.grantedUntil;
        member.silent = m_context.now - replica.heardAt > patience;
        member.gone = isGone(replica.node) || hasLeft(incarnation);
        member.stateless = replica.statelessSince != never && m_context.now - replica.statelessSince > statelessUs;
        member.leaving = replica.leaving;
        member.complete = replica.holdsAllChosen();
        facts.members.push_back(std::move(member));
    }
    return facts;
}

// --- Changes

void Groups::change(Group &group)
{
    Leadership &lead = *group.lead;
    if (lead.transferTo) {
        transfer(group);
        return;
    }
    if (m_context.handsLeadsOver() && !lead.isChanging() && !lead.merging && handOver(group))
        return;
    if (lead.merging && !group.acceptor.lockedBy() && !merge(group))
        lead.changeAt = m_context.now;
    if (lead.isChanging() || lead.merging)
        return;
    if (group.claimed) {
        claim(group);
        return;
    }
    if (lead.splitFor) {
        split(group);
        return;
    }
    if (lead.changeAt > m_context.now)
        return;
    if (m_context.now < lead.holdUntil) {
        lead.changeAt = lead.holdUntil;
        return;
    }
    const bool isAtHome = lead.config.range.hi == m_context.self.id
        && lead.replicas.size() + 1 == lead.config.voters.size() && m_context.state == NodeState::Ready;
    lead.changeAt = m_context.now + changePeriodUs;
    if (lead.registerAt <= m_context.now)
        registerLead(group);
    // A change follows only when what was chosen before is safe in the present configuration, and all know of a split.
    if (!lead.unsettled.empty())
        return;
    const bool isSafe = isMajority(lead.config.voters, [&](const NodeRef &voter) {
        const auto replica = lead.replicas.find(voter.incarnation);
        return (voter.incarnation == m_context.self.incarnation && m_context.isDurable(lead.recordsAfter))
            || (replica != lead.replicas.end() && replica->second.sync == Replica::Sync::Streaming
                && (replica->second.lacking.empty() || lacksOnlyPending(lead, replica->second)));
    });
    if (!isSafe || !areSplitsKnown(lead)) {
        lead.changeAt = m_context.now + changePeriodUs / 4;
        return;
    }
    findCandidates(group);
    const PlacementStep step = nextStep(placementFacts(group));
    if (step.kind != PlacementStep::Kind::None) {
        takeStep(group, step);
        return;
    }
    if (lead.config.range.hi != m_context.self.id && merge(group))
        return;
    // Nothing to do until the neighbours or a voter's answers change.
    const bool quiet = isAtHome && lead.config.voters.size() >= size_t(m_context.config.replicas)
        && std::all_of(lead.replicas.begin(), lead.replicas.end(),
                       [&](const auto &entry) { return m_context.now < entry.second.grantedUntil; });
    lead.changeAt = m_context.now + (quiet ? 5 * changePeriodUs : changePeriodUs);
    if (isAtHome && m_context.config.replicas == 1)
        lead.changeAt = never;
}

// Its records that are on their way are not chosen yet, or are held by a majority without it.
bool Groups::lacksOnlyPending(const Leadership &lead, const Replica &replica)
{
    return std::all_of(replica.lacking.begin(), replica.lacking.end(),
                       [&](const auto &entry) { return lead.writes.contains(entry.first); });
}

// Do all voters know that the latest configuration is chosen, and will they after a restart?
bool Groups::isConfirmed(const Leadership &lead) const
{
    return m_context.isDurable(lead.recordsAfter)
        && std::all_of(lead.replicas.begin(), lead.replicas.end(), [&](const auto &entry) {
               return entry.second.learner || entry.second.confirmedVersion >= lead.config.version;
           });
}

// Voters that do not answer hold the next change up for a while only.
bool Groups::areSplitsKnown(const Leadership &lead) const
{
    return lead.config.children.empty() || m_context.now - lead.configAt > confirmPatienceUs || isConfirmed(lead);
}

// A split or a merge is named by all later configurations until every voter knows of it: also those that are voters of
// the child only, since they were replaced here meanwhile, and have the state that the child begins with.
void Groups::keepUnconfirmed(Leadership &lead) const
{
    std::vector<ChildGroup> &children = lead.config.children;
    const auto mayLearn = [&](const NodeRef &voter) {
        if (voter.incarnation == m_context.self.incarnation)
            return !m_context.isDurable(lead.recordsAfter);
        const auto replica = lead.replicas.find(voter.incarnation);
        if (replica == lead.replicas.end())
            return !isGone(voter) && !hasLeft(voter.incarnation);
        return replica->second.learner ? replica->second.state == 0
                                       : replica->second.confirmedVersion < lead.config.version;
    };
    std::erase_if(children, [&](const ChildGroup &child) {
        return std::none_of(child.voters.begin(), child.voters.end(), mayLearn);
    });
    if (isConfirmed(lead)) {
        if (children.size() > lateChildrenMax)
            children.erase(children.begin(), children.end() - lateChildrenMax);
        lead.config.absorbed.reset();
    } else if (lead.isAbsorbing()) {
        lead.config.absorbed->stage = AbsorbedGroup::Stage::Done;
    }
}

void Groups::takeStep(Group &group, const PlacementStep &step)
{
    Leadership &lead = *group.lead;
    std::vector<NodeRef> voters = lead.config.voters;
    switch (step.kind) {
    case PlacementStep::Kind::None:
        return;
    case PlacementStep::Kind::AddLearner: {
        forgetHeld(group, step.node.incarnation);
        Replica &replica = lead.replicas[step.node.incarnation];
        replica.node = step.node;
        replica.learner = true;
        replica.heardAt = m_context.now;
        proposeTo(group, replica);
        m_beatNow = true;
        if (m_beatAt == never)
            m_beatAt = m_context.now;
        wake(m_context.now);
        return;
    }
    case PlacementStep::Kind::DropLearner:
        lead.ineligible[step.node.incarnation] = m_context.now + ineligibleUs / 5;
        m_context.send(step.node.address, 0, Removed{group.acceptor.group(), lead.ballot, lead.config.version + 1, {}});
        lead.replicas.erase(step.node.incarnation);
        lead.changeAt = m_context.now;
        return;
    case PlacementStep::Kind::AddVoter:
        voters.push_back(step.node);
        proposeVoters(group, std::move(voters));
        return;
    case PlacementStep::Kind::RemoveVoter:
        if (const auto replica = lead.replicas.find(step.node.incarnation); replica != lead.replicas.end()
            && m_context.now - replica->second.heardAt > m_context.config.replaceAfterMs * usPerMs)
            lead.ineligible[step.node.incarnation] = m_context.now + ineligibleUs;
        std::erase_if(voters, [&](const NodeRef &voter) { return voter.incarnation == step.node.incarnation; });
        proposeVoters(group, std::move(voters));
        return;
    case PlacementStep::Kind::Transfer:
        if (m_context.now < group.transferAt)
            return;
        lead.transferTo = step.node;
        lead.transferDeadline = m_context.now + leaseUs();
        transfer(group);
        return;
    }
}

void Groups::proposeVoters(Group &group, std::vector<NodeRef> voters)
{
    Leadership &lead = *group.lead;
    const auto distance = [&](const NodeRef &node) { return m_context.space.distance(lead.config.range.hi, node.id); };
    std::stable_sort(voters.begin(), voters.end(),
                     [&](const NodeRef &a, const NodeRef &b) { return distance(a) < distance(b); });
    lead.votersBefore = std::exchange(lead.config.voters, std::move(voters));
    keepUnconfirmed(lead);
    ++lead.config.version;
    QByteArray names;
    for (const NodeRef &voter : lead.config.voters)
        names += (names.isEmpty() ? "" : ", ") + voter.address;
    m_context.tell(Event::Kind::VotersChanged, m_context.self, text(lead.config.range) + ": " + names,
                   lead.config.range);
    updateReplicas(group);
    propose(group);
}

// Gives the lead away once no write is in progress; until then none is begun.
void Groups::transfer(Group &group)
{
    Leadership &lead = *group.lead;
    if (!lead.writes.empty()) {
        if (m_context.now > lead.transferDeadline) {
            lead.transferTo.reset();
            group.transferAt = m_context.now + transferPauseUs;
        }
        return;
    }
    const NodeRef to = *lead.transferTo;
    m_context.send(to.address, 0, TakeLead{group.acceptor.group(), {lead.ballot, m_heartbeat}});
    ++m_context.counters.leadsTransferred;
    group.transferAt = m_context.now + (transferPauseUs << std::min(group.transfers++, 6));
    stepDown(group, "given to the first node of the range", to);
}

} // namespace chord
