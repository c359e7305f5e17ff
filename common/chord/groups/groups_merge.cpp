// SPDX-License-Identifier: GPL-3.0-or-later
//
// Merges: a range whose first node is gone becomes part of the one above it, in two steps of both groups.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

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

} // namespace chord
