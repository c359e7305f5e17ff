// SPDX-License-Identifier: GPL-3.0-or-later
//
// How groups follow the ring: one voter in or out at a time, the lead to the first node of a range, a split for a node
// that joins, a merge for one that is gone, and how a node joins and leaves by these. One such change of a group is in
// progress at a time.

#include "chord/groups/groups.h"

#include "chord/routing.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time changePeriodUs = 200 * usPerMs;
constexpr Time nobodyStaysUs = 500 * usPerMs;
constexpr size_t statesAskedAtOnce = 16;
constexpr Time candidatesPeriodUs = 1000 * usPerMs;
constexpr Time requestPeriodUs = 200 * usPerMs;
constexpr Time registerPeriodUs = 1000 * usPerMs;
constexpr ptrdiff_t lateChildrenMax = 8; // children that only former voters do not know of
constexpr Time confirmPatienceUs = 3000 * usPerMs; // voters that have not heard of a split hold the next change so long
constexpr Time ineligibleUs = 10'000 * usPerMs; // a node that was replaced for silence is no candidate for so long
constexpr Time transferPauseUs = 500 * usPerMs; // doubled with each transfer without success
constexpr size_t newcomersMax = 64;
constexpr Time joinerPatienceUs = 3000 * usPerMs; // a node that joins asks again and again
constexpr size_t registryMax = 1024;

// Not a combination of the parent's name and the leader's: the first group of a ring is named like its leader.
GroupId childName(GroupId parent, const Ballot &ballot, quint64 version)
{
    const quint64 split = Version::of({ballot, version}).number;
    return Version::of({{0, 1, split}, parent}).number;
}

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
    const bool confirmed =
        lead.config.children.empty() || m_context.now - lead.configAt > confirmPatienceUs || isConfirmed(lead);
    if (!isSafe || !confirmed) {
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

// Do all voters know that the latest configuration is chosen?
bool Groups::isConfirmed(const Leadership &lead) const
{
    return std::all_of(lead.replicas.begin(), lead.replicas.end(), [&](const auto &entry) {
        return entry.second.learner || entry.second.confirmedVersion >= lead.config.version;
    });
}

// A split or a merge is named by all later configurations until every voter knows of it: also those that are voters of
// the child only, since they were replaced here meanwhile, and have the state that the child begins with.
void Groups::keepUnconfirmed(Leadership &lead) const
{
    std::vector<ChildGroup> &children = lead.config.children;
    const auto mayLearn = [&](const NodeRef &voter) {
        const auto replica = lead.replicas.find(voter.incarnation);
        if (replica == lead.replicas.end())
            return voter.incarnation != m_context.self.incarnation && !isGone(voter) && !hasLeft(voter.incarnation);
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
    lead.config.voters = std::move(voters);
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

// --- Split

void Groups::split(Group &group)
{
    Leadership &lead = *group.lead;
    const NodeRef joiner = *lead.splitFor;
    if (!lead.range.contains(joiner.id) || joiner.id == lead.range.hi || !isCandidate(joiner)) {
        lead.splitFor.reset();
        return;
    }
    const bool confirmed =
        lead.config.children.empty() || m_context.now - lead.configAt > confirmPatienceUs || isConfirmed(lead);
    const Range lower{lead.range.lo, joiner.id};
    const bool isBusy = std::any_of(lead.writes.begin(), lead.writes.end(),
                                    [&](const auto &entry) { return lower.contains(entry.second.id); });
    if (isBusy || !confirmed || !lead.unsettled.empty())
        return;
    lead.splitFor.reset();
    ++lead.config.version;
    std::erase_if(lead.replicas, [&](const auto &entry) {
        if (entry.second.learner)
            m_context.send(entry.second.node.address, 0,
                           Removed{group.acceptor.group(), lead.ballot, lead.config.version, {}});
        return entry.second.learner;
    });
    lead.config.range = {joiner.id, lead.range.hi};
    keepUnconfirmed(lead);
    lead.config.children.push_back(
        {childName(group.acceptor.group(), lead.ballot, lead.config.version), lower, lead.config.voters});
    propose(group);
}

// Children of `config` of which that node is a voter.
std::vector<ChildGroup> Groups::childrenOf(const GroupConfig &config, const NodeRef &voter)
{
    std::vector<ChildGroup> out;
    std::copy_if(config.children.begin(), config.children.end(), std::back_inserter(out),
                 [&](const ChildGroup &child) { return child.hasVoter(voter); });
    return out;
}

// A child is there only if the split is chosen that made it: who hears of it from others knows as much, though its
// parent's leader has not said so and may be gone.
bool Groups::learnsOfSplit(GroupId child)
{
    for (const auto &[number, group] : m_groups) {
        Acceptor &acceptor = group->acceptor;
        const std::vector<ChildGroup> &children = acceptor.config().children;
        const bool isListed = std::any_of(children.begin(), children.end(),
                                          [&](const ChildGroup &listed) { return listed.group == child; });
        if (acceptor.isChosen() || acceptor.isLearner() || !isListed
            || child != childName(number, acceptor.accepted(), acceptor.config().version))
            continue;
        acceptor.setChosen();
        takeEffect(*group);
        return true;
    }
    return false;
}

// This node was a voter when the group was split, and has not heard of it until now, when it ceases to be one: its
// state and its records are what the children begin with here, and would be lost with the group.
void Groups::startMissed(Group &group, const std::vector<ChildGroup> &children)
{
    for (const ChildGroup &child : group.acceptor.takeMissed(children, m_context.self)) {
        if (!find(child.group))
            startChild(group, child);
    }
}

// What was found out, or has expired, while the split was being decided: the child's leader carries it on.
void Groups::giveWrites(Leadership &from, Group &child)
{
    Leadership &lead = *child.lead;
    for (auto it = from.unsettled.begin(); it != from.unsettled.end();) {
        const auto next = std::next(it);
        if (lead.range.contains(it->second.id))
            lead.unsettled.insert(from.unsettled.extract(it));
        it = next;
    }
    for (auto it = from.writes.begin(); it != from.writes.end();) {
        const auto next = std::next(it);
        if (lead.range.contains(it->second.id)) {
            if (m_context.journal)
                m_context.journal->await(child.acceptor.group(), it->first);
            lead.writes.insert(from.writes.extract(it));
        }
        it = next;
    }
}

// A split is chosen. The node that proposed it under this very ballot leads the child as well; otherwise the child
// elects.
void Groups::startChild(Group &parent, const ChildGroup &child)
{
    Group &group = add(Acceptor::childOf(parent.acceptor, child));
    Leadership *from = parent.lead.get();
    if (!from || child.group != childName(parent.acceptor.group(), from->ballot, from->config.version)) {
        afterLease(group);
        return;
    }
    ++m_context.counters.splits;
    group.lead = std::make_unique<Leadership>();
    Leadership &lead = *group.lead;
    lead.ballot = from->ballot;
    lead.sequence = from->sequence;
    lead.config = group.acceptor.config();
    lead.chosenVersion = lead.config.version;
    lead.configAt = m_context.now;
    lead.recordsAfter = m_context.nextCommit();
    lead.range = child.range;
    m_haveLeadsChanged = true;
    lead.leaseUntil = from->leaseUntil;
    lead.quorumAt = from->quorumAt;
    lead.quorumBy = from->quorumBy;
    lead.holdUntil = from->holdUntil;
    for (auto &[incarnation, replica] : from->replicas) {
        Replica &copy = lead.replicas[incarnation];
        copy.node = replica.node;
        copy.sync = replica.sync == Replica::Sync::Streaming ? Replica::Sync::Streaming : Replica::Sync::Unknown;
        copy.lastNumber = replica.lastNumber;
        copy.heardAt = replica.heardAt;
        copy.grantedUntil = replica.grantedUntil;
        copy.grantedBy = replica.grantedBy;
        copy.grantedAt = replica.grantedAt;
        for (auto it = replica.lacking.begin(); it != replica.lacking.end();) {
            if (!child.range.contains(m_context.space.hash(it->first))) {
                ++it;
                continue;
            }
            copy.lacking[it->first] = {it->second.stamp, it->second.exact, false, it->second.chosen};
            copy.toSend.push_back(it->first);
            it = replica.lacking.erase(it);
        }
        // What it has found in the child's range since the split was proposed is none of the parent's business.
        if (replica.comparison) {
            replica.comparison.reset();
            replica.sync = Replica::Sync::Unknown;
        }
    }
    giveWrites(*from, group);
    m_context.tell(Event::Kind::RangeAcquired, m_context.self, text(child.range) + ": split off for a new node",
                   child.range);
    unpark(parent);
}

void Groups::noteNewcomer(const NodeRef &node, std::optional<Time> askedAt)
{
    const auto known = std::find_if(m_newcomers.begin(), m_newcomers.end(),
                                    [&](const Newcomer &newcomer) { return newcomer.node.address == node.address; });
    if (known != m_newcomers.end()) {
        if (!askedAt && known->node.incarnation == node.incarnation)
            askedAt = known->askedAt;
        m_newcomers.erase(known);
    }
    m_newcomers.push_back({node, askedAt});
    if (m_newcomers.size() > newcomersMax)
        m_newcomers.erase(m_newcomers.begin());
}

void Groups::onNotify(const NodeRef &from)
{
    const auto &predecessor = m_context.routing.predecessor();
    if (predecessor == from)
        return;
    if (predecessor)
        noteNewcomer(*predecessor, {});
    noteNewcomer(from, {});
}

// It asks again and again while it joins.
bool Groups::isJoining(const Newcomer &newcomer) const
{
    return newcomer.askedAt && m_context.now - *newcomer.askedAt < joinerPatienceUs;
}

RangeReply Groups::onRequestRange(const NodeRef &from)
{
    noteNewcomer(from, m_context.now);
    Group *group = ledAt(from.id);
    if (!group) {
        if (m_context.config.oneMachine)
            m_recoveryAt = std::min(m_recoveryAt, m_context.now + leaseUs());
        const ExecuteReply reply = notLeader(from.id);
        if (reply.descriptor)
            return {false, reply.descriptor->leader};
        return {false, reply.next.empty() ? std::nullopt : std::optional(reply.next.front())};
    }
    Leadership &lead = *group->lead;
    lead.ineligible.erase(from.incarnation);
    wake(m_context.now);
    if (lead.range.hi == from.id) {
        lead.changeAt = std::min(lead.changeAt, m_context.now);
        return {true, {}};
    }
    if (!lead.isServing() || lead.transferTo || lead.merging || lead.isChanging() || m_context.now < lead.holdUntil
        || (lead.splitFor && lead.splitFor->incarnation != from.incarnation))
        return {false, m_context.self};
    lead.splitFor = from;
    return {true, {}};
}

// A node that joins at this very place asks for it now.
bool Groups::isAskedFor(const Id &place) const
{
    return std::any_of(m_newcomers.begin(), m_newcomers.end(),
                       [&](const Newcomer &newcomer) { return newcomer.node.id == place && isJoining(newcomer); });
}

// --- Merge

// Of a range whose end has been no live node for a while, into the next one. It needs the same voters and the same
// leader on both sides; placement has brought that about if it can.
bool Groups::merge(Group &lower)
{
    Leadership &lead = *lower.lead;
    lead.merging = false; // until the widening is proposed nothing is sealed
    const bool endIsDead = !lead.candidates.empty() && lead.candidates.front().id != lead.config.range.hi;
    if (!endIsDead) {
        lower.endDeadSince = never;
        return false;
    }
    lower.endDeadSince = std::min(lower.endDeadSince, m_context.now);
    if (m_context.now - lower.endDeadSince < m_context.config.mergeDelayMs * usPerMs)
        return false;
    Group *upper = nullptr;
    for (const auto &[number, group] : m_groups) {
        if (group->lead && group.get() != &lower && group->lead->range.lo == lead.range.hi)
            upper = group.get();
    }
    if (!upper || !isConfirmed(*upper->lead) || !upper->lead->isServing() || upper->lead->isChanging()
        || upper->lead->splitFor || upper->lead->transferTo || upper->lead->merging || !upper->lead->unsettled.empty()
        || lead.replicas.size() + 1 != lead.config.voters.size()
        || upper->lead->replicas.size() + 1 != upper->lead->config.voters.size()
        || lead.config.voters.size() != upper->lead->config.voters.size())
        return false;
    for (const NodeRef &voter : lead.config.voters) {
        if (!upper->lead->config.hasVoter(voter))
            return false;
    }
    for (const auto &[incarnation, replica] : lead.replicas) {
        if (m_context.now >= replica.grantedUntil || !replica.isComplete())
            return false;
    }
    if (upper->lead->ballot <= lead.ballot) {
        // The upper group needs a ballot above all of the lower one's.
        const Release release{upper->lead->ballot, m_heartbeat};
        upper->roundSeen = std::max(upper->roundSeen, lead.ballot.round);
        upper->lossEpochMin = std::max(upper->lossEpochMin, lead.ballot.lossEpoch);
        stepDown(*upper, "a higher ballot is needed for a merge", m_context.self);
        startElection(*upper, release);
        return false;
    }
    if (lower.acceptor.accepted() != lead.ballot) {
        ++lead.config.version;
        propose(lower);
        return true;
    }
    lead.merging = true;
    lower.endDeadSince = m_context.now;
    if (!lead.writes.empty())
        return true;
    Leadership &into = *upper->lead;
    ++into.config.version;
    into.config.range.lo = lead.range.lo;
    into.config.children.clear();
    into.config.absorbed = AbsorbedGroup{lower.acceptor.group(), lower.acceptor.accepted(),
                                         lower.acceptor.config().version, AbsorbedGroup::Stage::Proposed};
    upper->acceptor.raiseMark(into.latest());
    propose(*upper);
    return true;
}

// May this configuration be accepted, as far as the group that it absorbs is concerned? That group is locked by it.
Verdict Groups::lockAbsorbed(const Propose &request)
{
    const AbsorbedGroup &absorbed = *request.config.absorbed;
    if (absorbed.stage != AbsorbedGroup::Stage::Proposed)
        return Verdict::Granted;
    Group *lower = find(absorbed.group);
    if (!lower) {
        // (A learner decides nothing, and is sent all records; it may be a voter that has missed the merge.)
        const Group *upper = find(request.group);
        const bool isThrough = upper
            && (upper->acceptor.range() == request.config.range
                || upper->acceptor.config().range == request.config.range);
        return isThrough || request.learner ? Verdict::Granted : Verdict::Behind;
    }
    if (lower->acceptor.lockedBy() == request.group)
        return Verdict::Granted;
    if (lower->acceptor.isPast(absorbed))
        return Verdict::Locked;
    if (lower->acceptor.lockedBy() || !lower->acceptor.matches(absorbed))
        return Verdict::Behind;
    lower->acceptor.lock(request.group);
    return Verdict::Granted;
}

// The group has accepted another configuration instead: what was locked for it is free. Its leader gives up: under its
// ballot it must write nothing more, since others may still be locked.
void Groups::releaseLock(GroupId by)
{
    std::vector<GroupId> freed;
    for (const auto &[number, group] : m_groups) {
        if (group->acceptor.lockedBy() == by) {
            group->acceptor.unlock();
            freed.push_back(number);
        }
    }
    for (const GroupId number : freed) {
        Group *group = find(number);
        if (group->lead)
            stepDown(*group, "its merge was given up");
        scheduleElection(*group, leaseUs());
    }
}

// The range of a chosen configuration covers a group of its own: that group has been absorbed. Its records stay, and
// come before all that is written from now on, since its ballots do.
void Groups::finishMerges(Group &upper)
{
    const Range range = upper.acceptor.range();
    std::vector<GroupId> covered;
    for (const auto &[number, group] : m_groups) {
        const Range &inner = group->acceptor.range();
        const bool isWithin = inner.hi != range.hi && range.contains(inner.hi)
            && (inner.lo == range.lo || (range.contains(inner.lo) && inner.lo != inner.hi))
            && m_context.space.distance(range.lo, inner.lo) < m_context.space.distance(range.lo, inner.hi);
        if (group.get() != &upper && isWithin && group->acceptor.promised() < upper.acceptor.promised())
            covered.push_back(number);
    }
    for (const GroupId number : covered)
        absorb(number);
}

// The group has been absorbed by another one of this node. What waits at its leader goes to that.
void Groups::absorb(GroupId number)
{
    Group *lower = find(number);
    if (!lower)
        return;
    std::vector<Parked> waiting;
    if (lower->lead) {
        waiting = std::exchange(lower->lead->parked, {});
        dropWaiting(*lower);
        lower->lead.reset();
        ++m_context.counters.merges;
    }
    m_groups.erase(number);
    m_haveLeadsChanged = true;
    missOwnRange();
    for (Parked &parked : waiting)
        execute(std::move(parked.request), std::move(parked.waiter));
}

// --- Joining and leaving

// A node that joins, or whose range was merged while it was thought to be gone, asks for a range that ends at its
// identifier, until there is one.
void Groups::requestRange()
{
    const bool isReady = m_context.state == NodeState::Ready;
    if (!m_context.linked || (m_context.state != NodeState::Joining && !isReady) || (isReady && hasOwnRange())) {
        m_requestRangeAt = never;
        return;
    }
    m_requestRangeAt = m_context.now + (isReady ? 5 : 1) * requestPeriodUs;
    wake(m_requestRangeAt);
    NodeRef to = m_rangeLeader ? *m_rangeLeader : m_context.routing.successor();
    if (to.address == m_context.self.address || m_context.isDead(to.address)) {
        m_rangeLeader.reset();
        to = m_context.routing.successor();
    }
    if (to.address == m_context.self.address)
        return;
    ask(to, RequestRange{}, Purpose::Kind::RequestRange, {}, m_context.config.requestTimeoutMs);
}

bool Groups::hasOwnRange() const
{
    return std::any_of(m_groups.begin(), m_groups.end(),
                       [&](const auto &entry) { return entry.second->acceptor.range().hi == m_context.self.id; });
}

// After a group has gone.
void Groups::missOwnRange()
{
    if (m_context.state != NodeState::Ready || hasOwnRange())
        return;
    m_requestRangeAt = std::min(m_requestRangeAt, m_context.now + 5 * requestPeriodUs);
    wake(m_requestRangeAt);
}

// A node has joined when it has its place on the ring and leads the range that ends at its identifier. Others may know
// it from before, and make it a voter first.
void Groups::checkJoined()
{
    if (m_context.state != NodeState::Joining || !m_context.linked)
        return;
    for (const auto &[number, group] : m_groups) {
        if (group->lead && group->lead->isServing() && group->lead->range.hi == m_context.self.id) {
            m_context.state = NodeState::Ready;
            m_requestRangeAt = never;
            m_context.tell(Event::Kind::Joined, m_context.routing.successor());
            return;
        }
    }
}

void Groups::leave(int timeoutMs)
{
    if (m_context.state != NodeState::Ready)
        return;
    m_context.state = NodeState::Leaving;
    m_context.arm(Timer::Leave, m_context.now + timeoutMs * usPerMs);
    m_departure = std::make_unique<Departure>(
        Departure{m_context.now, m_context.now + std::max(nobodyStaysUs, 3 * roundTrip()), {}, {}});
    // The leaders of its groups learn of it at once.
    for (const NodeRef &voter : knownVoters())
        m_context.send(voter.address, 0, Heartbeat{m_heartbeat, true, commits(), {}});
    onNeighboursChanged();
    wake(m_context.now);
}

void Groups::checkLeft()
{
    if (m_context.state != NodeState::Leaving)
        return;
    if (m_context.takeDue(Timer::Leave)) {
        m_context.state = NodeState::Ready;
        m_departure.reset();
        m_context.tell(Event::Kind::LeaveFailed, {}, "other nodes have not taken over this node's ranges in time");
        missOwnRange(); // its own may have been merged already
        return;
    }
    // It goes when it is replaced everywhere, or when no node stays to replace it. A learner may have become a voter
    // without having heard of it; if so, the leader, or the next one, tells it within two leases.
    const bool votes = std::any_of(m_groups.begin(), m_groups.end(), [&](const auto &entry) {
        const Acceptor &acceptor = entry.second->acceptor;
        return acceptor.isLearner() ? m_context.now < acceptor.boundUntil() + 2 * leaseUs()
                                    : acceptor.config().hasVoter(m_context.self);
    });
    std::vector<NodeRef> others = knownNodes();
    for (const auto &[incarnation, node] : m_departure->seen)
        others.push_back(node);
    std::erase_if(others, [&](const NodeRef &node) {
        return node.incarnation == 0 || hasLeft(node.incarnation) || isGone(node);
    });
    if (votes && !others.empty()) {
        // One that leaves stays after all if it cannot in time, so its word counts for that long.
        const auto stays = [&](const NodeRef &node) {
            const auto leaver = m_departure->leaversUntil.find(node.incarnation);
            return leaver == m_departure->leaversUntil.end() || leaver->second <= m_context.now;
        };
        if (m_departure->askStatesAt <= m_context.now) {
            m_departure->askStatesAt = m_context.now + 2 * changePeriodUs;
            std::stable_partition(others.begin(), others.end(), stays);
            std::set<Address> asked;
            for (const NodeRef &node : others) {
                if (asked.size() < statesAskedAtOnce && asked.insert(node.address).second)
                    m_context.request(node.address, GetNeighbours{}, {Purpose::Kind::Contact, 0},
                                      m_context.config.requestTimeoutMs);
            }
        }
        // Those that leave as well may know somebody who stays.
        if (std::any_of(others.begin(), others.end(), stays))
            m_departure->nobodyStaysAt = m_context.now + std::max(nobodyStaysUs, 3 * roundTrip());
        if (m_context.now < m_departure->nobodyStaysAt) {
            wake(std::min(m_departure->nobodyStaysAt, m_departure->askStatesAt));
            return;
        }
    }
    for (const NodeRef &node : others)
        m_context.send(node.address, 0, Leaving{m_context.contacts.nodes()});
    for (const auto &[number, group] : m_groups) {
        if (group->lead)
            dropWaiting(*group);
    }
    removeAll();
    m_context.state = NodeState::Left;
    m_context.tell(Event::Kind::Left);
}

// --- Where requests arrive

void Groups::registerLead(Group &group)
{
    Leadership &lead = *group.lead;
    lead.registerAt = m_context.now + registerPeriodUs;
    if (lead.range.hi == m_context.self.id)
        return;
    for (const NodeRef &node : lead.candidates) {
        if (node.incarnation != m_context.self.incarnation)
            m_context.send(node.address, 0, Register{descriptorOf(group)});
    }
}

void Groups::onRegister(const Register &request)
{
    if (request.descriptor.leader.address == m_context.self.address)
        return;
    Registered &known = m_registry[request.descriptor.range.hi];
    if (known.descriptor.latest <= request.descriptor.latest || m_context.now - known.at > registeredUs)
        known = {request.descriptor, m_context.now};
    if (m_registry.size() > registryMax)
        m_registry.erase(m_registry.begin());
}

} // namespace chord
