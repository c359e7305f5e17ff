// SPDX-License-Identifier: GPL-3.0-or-later
//
// What others see of the groups of this node: states, ranges that it serves, counts.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

GroupState Groups::stateOf(const Group &group) const
{
    if (group.lead)
        return group.lead->isServing() && (mayRead(group) || m_context.now < group.lead->quorumAt + leaseUs())
            ? GroupState::Serving
            : GroupState::Recovering;
    if (m_context.now < group.acceptor.boundUntil() && group.acceptor.leader())
        return GroupState::Serving;
    return group.noQuorum ? GroupState::NoQuorum : GroupState::Electing;
}

GroupView Groups::view(const Group &group) const
{
    GroupView view;
    view.group = group.acceptor.group();
    view.range = group.lead ? group.lead->range : group.acceptor.range();
    view.ballot = group.lead ? group.lead->ballot : group.acceptor.promised();
    view.version = group.acceptor.config().version;
    view.voters = group.acceptor.config().voters;
    view.state = stateOf(group);
    if (group.lead)
        view.leader = m_context.self;
    else if (view.state == GroupState::Serving)
        view.leader = group.acceptor.leader();
    return view;
}

std::vector<GroupView> Groups::views() const
{
    std::multimap<Id, const Group *> byEnd;
    for (const auto &[number, group] : m_groups)
        byEnd.emplace(group->lead ? group->lead->range.hi : group->acceptor.range().hi, group.get());
    std::vector<GroupView> out;
    for (const auto &[end, group] : byEnd)
        out.push_back(view(*group));
    return out;
}

bool Groups::leads(const Id &id) const
{
    return std::any_of(m_groups.begin(), m_groups.end(),
                       [&](const auto &entry) { return entry.second->lead && entry.second->lead->range.contains(id); });
}

bool Groups::serves(const Id &id, Time now) const
{
    return serving(id, now) != nullptr;
}

bool Groups::serves(const QByteArray &key, Time now) const
{
    const Group *group = serving(m_context.config.space().hash(key), now);
    return group && isSettled(*group->lead, key);
}

const Group *Groups::serving(const Id &id, Time now) const
{
    for (const auto &[number, group] : m_groups) {
        const auto &lead = group->lead;
        if (lead && lead->range.contains(id) && lead->isServing() && !lead->merging && lead->holdUntil <= now
            && (lead->config.voters.size() == 1 || now < lead->leaseUntil))
            return group.get();
    }
    return nullptr;
}

std::vector<Range> Groups::served(Time now) const
{
    std::vector<Range> out;
    for (const auto &[number, group] : m_groups) {
        if (group->lead && serves(group->lead->range.hi, now))
            out.push_back(group->lead->range);
    }
    return out;
}

QByteArray Groups::notReadyReason(Time now) const
{
    if (m_context.state == NodeState::Joining)
        return "this node is still joining the ring";
    if (m_context.state != NodeState::Ready)
        return "this node is leaving the ring";
    bool votesAtHome = false;
    for (const auto &[number, group] : m_groups) {
        if (group->noQuorum)
            return "the range " + text(group->acceptor.range()) + " has no quorum: too few of its voters answer";
        votesAtHome |=
            group->acceptor.range().contains(m_context.self.id) && group->acceptor.config().hasVoter(m_context.self);
        if (group->lead && group->lead->range.contains(m_context.self.id) && !serves(m_context.self.id, now)
            && group->lead->holdUntil <= now)
            return "this node has no lease for its range at the moment";
        const bool isLed = group->acceptor.leader() && group->acceptor.boundUntil() >= now;
        if (!group->lead && group->acceptor.range().contains(m_context.self.id) && !isLed)
            return "the range " + text(group->acceptor.range()) + " has no leader at the moment";
    }
    return votesAtHome ? QByteArray() : QByteArray("this node does not vote yet where it should");
}

quint64 Groups::primaryKeys() const
{
    quint64 count = 0;
    for (const auto &[number, group] : m_groups) {
        if (group->lead)
            count += m_store.liveIn(group->lead->range.lo, group->lead->range.hi);
    }
    return count;
}

bool Groups::votes() const
{
    return std::any_of(m_groups.begin(), m_groups.end(),
                       [&](const auto &entry) { return entry.second->acceptor.config().hasVoter(m_context.self); });
}

std::vector<NodeRef> Groups::knownVoters() const
{
    std::vector<NodeRef> out;
    for (const auto &[number, group] : m_groups) {
        for (const NodeRef &voter : group->acceptor.config().voters) {
            if (voter.incarnation != m_context.self.incarnation)
                out.push_back(voter);
        }
    }
    return out;
}

size_t Groups::memoryBytes() const
{
    size_t bytes = sizeof(*this) + m_store.memoryBytes() - sizeof(m_store) + m_applied.size() * 160
        + m_refused.size() * 200 + (m_subscribers ? m_subscribers->memoryBytes() : 0);
    for (const auto &[number, group] : m_groups) {
        bytes += 48 + sizeof(Group) + group->acceptor.config().voters.capacity() * sizeof(NodeRef);
        if (!group->lead)
            continue;
        bytes += sizeof(Leadership) + group->lead->config.voters.capacity() * sizeof(NodeRef)
            + group->lead->candidates.capacity() * sizeof(NodeRef);
        for (const auto &[incarnation, replica] : group->lead->replicas)
            bytes += 48 + sizeof(Replica) + replica.lacking.size() * 120;
        for (const auto &[key, write] : group->lead->writes)
            bytes += sizeof(Write) + 48 + size_t(write.record.value.size());
    }
    return bytes + m_asks.size() * (sizeof(Ask) + 80) + m_registry.size() * (sizeof(Descriptor) + 48)
        + m_newcomers.capacity() * sizeof(Newcomer) + (m_rangeLeader ? sizeof(NodeRef) : 0)
        + (m_disks ? sizeof(DiskFacts) + m_disks->commitsOf.size() * 64 : 0);
}

} // namespace chord
