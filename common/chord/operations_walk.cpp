// SPDX-License-Identifier: GPL-3.0-or-later
//
// Walks of the ring, from successor to successor, and what they show of its ranges.

#include "chord/operations.h"

#include "chord/ring_pointers.h"

#include <algorithm>
#include <map>
#include <set>

namespace chord {

namespace {

constexpr size_t walkMembersMax = 1'000'000;

} // namespace

OperationHandle Operations::beginRingWalk(RingMember self)
{
    const OperationHandle handle = ++m_lastHandle;
    Walk &walk = m_walks[handle];
    std::vector<NodeRef> successors = self.successors;
    walk.ring.members.push_back(std::move(self));
    walkOn(handle, walk, std::move(successors));
    return handle;
}

void Operations::walkOn(OperationHandle handle, Walk &walk, std::vector<NodeRef> candidates)
{
    if (candidates.empty() || candidates.front().id == m_context.self.id) {
        finishWalk(handle);
        return;
    }
    const NodeRef next = candidates.front();
    const auto &members = walk.ring.members;
    const bool seen = !between(members.back().node.id, next.id, members.front().node.id);
    if (seen || members.size() >= walkMembersMax) {
        walk.ring.problems.push_back(members.back().node.address + " names as its successor " + next.address
                                     + ", which lies behind it: the successors do not lead around the ring once");
        finishWalk(handle);
        return;
    }
    walk.asked = next;
    walk.others.assign(candidates.begin() + 1, candidates.end());
    m_context.request(next.address, GetNeighbours{true}, {Purpose::Kind::RingWalk, handle},
                      m_context.config.requestTimeoutMs);
}

void Operations::onWalkReply(OperationHandle handle, const NodeRef &from, const Neighbours &neighbours)
{
    const auto it = m_walks.find(handle);
    if (it == m_walks.end())
        return;
    it->second.ring.members.push_back({from, neighbours.state, neighbours.predecessor, neighbours.successors,
                                       neighbours.groups, neighbours.primaryKeys});
    walkOn(handle, it->second, neighbours.successors);
}

void Operations::onWalkFailure(OperationHandle handle, const Address &to)
{
    const auto it = m_walks.find(handle);
    if (it == m_walks.end())
        return;
    Walk &walk = it->second;
    walk.ring.problems.push_back(to + ", the successor of " + walk.ring.members.back().node.address
                                 + ", does not answer");
    walkOn(handle, walk, std::exchange(walk.others, {}));
}

// Of each place of the ring the view of the highest ballot counts; ranges is what remains, in ring order.
static std::vector<GroupView> latestViews(const std::vector<RingMember> &members)
{
    std::map<GroupId, GroupView> byGroup;
    for (const RingMember &member : members) {
        for (const GroupView &view : member.groups) {
            const auto [it, isNew] = byGroup.emplace(view.group, view);
            GroupView &known = it->second;
            const bool viewLeads = view.leader && view.leader->incarnation == member.node.incarnation;
            const bool isLater = known.ballot < view.ballot
                || (known.ballot == view.ballot && (known.version < view.version || viewLeads));
            if (!isNew && isLater)
                known = view;
        }
    }
    std::vector<GroupView> views;
    for (auto &[group, view] : byGroup)
        views.push_back(std::move(view));
    std::sort(views.begin(), views.end(), [](const GroupView &a, const GroupView &b) { return b.ballot < a.ballot; });
    // By where they end. None contains the end of another, so of these only the first that ends behind the begin of a
    // view may end in it, and only the first that ends at or behind the end of a view may contain that.
    std::map<Id, GroupView> later;
    const auto clockwise = [&later](auto it) { return it == later.end() ? later.begin() : it; };
    for (GroupView &view : views) {
        const bool isCovered = !later.empty()
            && (view.range.contains(clockwise(later.upper_bound(view.range.lo))->first)
                || clockwise(later.lower_bound(view.range.hi))->second.range.contains(view.range.hi));
        if (!isCovered)
            later.emplace(view.range.hi, std::move(view));
    }
    std::vector<GroupView> out;
    out.reserve(later.size());
    for (auto &[end, view] : later)
        out.push_back(std::move(view));
    return out;
}

static QByteArray rangeText(const IdSpace &space, const Range &range)
{
    return '(' + space.toHex(range.lo) + ", " + space.toHex(range.hi) + ']';
}

// What keeps the ranges from being served everywhere.
static void judgeRanges(const IdSpace &space, RingResult &ring)
{
    std::set<quint64> incarnations;
    for (const RingMember &member : ring.members)
        incarnations.insert(member.node.incarnation);
    for (size_t i = 0; i < ring.ranges.size(); ++i) {
        const GroupView &view = ring.ranges[i];
        const GroupView &before = ring.ranges[(i + ring.ranges.size() - 1) % ring.ranges.size()];
        if (view.range.lo != before.range.hi)
            ring.problems.push_back("no node reached has the range "
                                    + rangeText(space, {before.range.hi, view.range.lo}));
        const QByteArray name = "the range " + rangeText(space, view.range);
        const bool leaderSeen = view.leader && incarnations.contains(view.leader->incarnation);
        if (view.state == GroupState::NoQuorum)
            ring.problems.push_back(name + " has no quorum: too few of its voters answer");
        else if (view.state == GroupState::Electing)
            ring.problems.push_back(name + " has no leader at the moment");
        else if (view.state == GroupState::Recovering)
            ring.problems.push_back(name + " has a new leader that does not serve it yet");
        else if (!leaderSeen)
            ring.problems.push_back(name + " has a leader that was not reached");
    }
    if (ring.ranges.empty())
        ring.problems.push_back("no range is known");
}

void Operations::finishWalk(OperationHandle handle)
{
    RingResult ring = std::move(m_walks.at(handle).ring);
    m_walks.erase(handle);
    for (size_t i = 0; i < ring.members.size(); ++i) {
        const RingMember &member = ring.members[i];
        if (member.state == NodeState::Joining)
            ring.problems.push_back(member.node.address + " is still joining");
        if (!member.predecessor) {
            ring.problems.push_back(member.node.address + " knows no predecessor");
            continue;
        }
        const PointerJudgement judgement = judgePointer(
            RingDirection::Predecessor, ring.members.size(), i, member.predecessor->id,
            [&ring](size_t place) { return ring.members[place].node.id; }, [](size_t) { return Membership::Member; });
        if (!judgement.isRight)
            ring.problems.push_back(member.node.address + " names as its predecessor " + member.predecessor->address
                                    + ", but " + ring.members[judgement.due].node.address + " comes before it");
    }
    ring.ranges = latestViews(ring.members);
    judgeRanges(m_context.space, ring);
    ring.complete = ring.problems.empty();
    m_context.output.results.push_back({handle, std::move(ring)});
}

} // namespace chord
