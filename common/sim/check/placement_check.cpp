// SPDX-License-Identifier: GPL-3.0-or-later
//
// Placement, straight from its definition.

#include "sim/check/placement_check.h"

#include "chord/routing.h"
#include "chord/store/store.h"
#include "sim/cluster.h"

#include <algorithm>
#include <set>

namespace sim {

using chord::NodeRef;
using chord::Record;

namespace {

constexpr size_t problemsShown = 10;

QByteArray stateOf(const Record *record)
{
    if (!record)
        return "nothing";
    return (record->tombstone ? "the delete " : "version ") + record->version.toText();
}

// Equal as far as a reader can tell: a delete that was collected is as good as one that was kept.
bool agree(const Record *a, const Record *b)
{
    const bool aLive = a && !a->tombstone;
    const bool bLive = b && !b->tombstone;
    if (aLive != bLive)
        return false;
    return !aLive || (a->version == b->version && a->value == b->value && a->contentType == b->contentType);
}

bool contains(const std::vector<NodeRef> &nodes, const NodeRef &node)
{
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

QByteArray names(const std::vector<NodeRef> &nodes)
{
    QByteArray text;
    for (const NodeRef &node : nodes)
        text += (text.isEmpty() ? "" : " ") + node.address;
    return text;
}

const Record *recordAt(const Holdings &member, const QByteArray &key)
{
    const auto found = member.records.find(key);
    return found == member.records.end() ? nullptr : &found->second;
}

QByteArray problemOf(const std::vector<Holdings> &members, const LedRange &range, const QByteArray &key)
{
    const auto leader = std::find_if(members.begin(), members.end(),
                                     [&](const Holdings &member) { return member.node == range.leader; });
    if (leader == members.end())
        return {};
    const Record *expected = recordAt(*leader, key);
    for (const Holdings &member : members) {
        const Record *found = recordAt(member, key);
        if (contains(range.voters, member.node)) {
            if (!agree(found, expected))
                return "key " + key + ": its leader " + range.leader.address + " has " + stateOf(expected)
                    + ", the voter " + member.node.address + " has " + stateOf(found);
        } else if (found) {
            return "key " + key + " lies at " + member.node.address + ", which does not vote on it";
        }
    }
    return {};
}

} // namespace

std::vector<Holdings> holdingsOf(const Cluster &cluster, bool withJoining)
{
    std::vector<Holdings> members;
    for (int host = 0; host < cluster.hostCount(); ++host) {
        const chord::Node *node = cluster.node(host);
        const bool isJoining =
            withJoining && node && node->state() == chord::NodeState::Joining && !node->routing().successors().empty();
        if (!isJoining && !cluster.isMember(host))
            continue;
        Holdings holdings{cluster.ref(host), {}};
        node->store().forEachIn(chord::Id(), chord::Id(), [&](const chord::Id &, const Record &record) {
            holdings.records.emplace(record.key, record);
            return true;
        });
        members.push_back(std::move(holdings));
    }
    std::sort(members.begin(), members.end(),
              [](const Holdings &a, const Holdings &b) { return a.node.id < b.node.id; });
    return members;
}

size_t ownerOf(const std::vector<Holdings> &members, const chord::Id &id)
{
    const auto owner = std::partition_point(members.begin(), members.end(),
                                            [&](const Holdings &member) { return member.node.id < id; });
    return size_t(owner - members.begin()) % members.size();
}

std::vector<LedRange> ledRanges(const Cluster &cluster)
{
    std::vector<LedRange> ranges;
    for (int host = 0; host < cluster.hostCount(); ++host) {
        const chord::Node *node = cluster.node(host);
        if (!node)
            continue;
        const std::vector<chord::Range> served = node->served(cluster.localTime(host));
        for (const chord::GroupView &view : node->groups()) {
            const bool leads = view.leader && view.leader->incarnation == node->self().incarnation;
            if (leads && std::find(served.begin(), served.end(), view.range) != served.end())
                ranges.push_back({view.range, node->self(), view.voters});
        }
    }
    return ranges;
}

Problems voterProblems(const std::vector<Holdings> &members, const std::vector<LedRange> &ranges, int replicas,
                       const std::function<bool(const NodeRef &)> &mayStay)
{
    Problems problems;
    for (const LedRange &range : ranges) {
        const size_t first = ownerOf(members, range.range.hi);
        std::vector<NodeRef> due;
        for (size_t k = 0; k < std::min(size_t(replicas), members.size()); ++k)
            due.push_back(members[(first + k) % members.size()].node);
        const bool isComplete = due.size() == size_t(replicas);
        const bool isRight =
            std::all_of(due.begin(), due.end(), [&](const NodeRef &node) { return contains(range.voters, node); })
            && std::all_of(range.voters.begin(), range.voters.end(), [&](const NodeRef &voter) {
                   return contains(due, voter) || (!isComplete && mayStay(voter));
               });
        if (!isRight)
            problems.push_back("the voters of a range that " + range.leader.address + " leads are "
                               + names(range.voters) + ", but should be " + names(due));
        else if (range.leader != due.front())
            problems.push_back(range.leader.address + " leads a range that " + due.front().address + " should lead");
    }
    return problems;
}

Problems endProblems(const std::vector<Holdings> &members, const std::vector<LedRange> &ranges)
{
    const auto isWhole = [&](const LedRange &range) {
        return std::all_of(range.voters.begin(), range.voters.end(), [&](const NodeRef &voter) {
            return std::any_of(members.begin(), members.end(),
                               [&](const Holdings &member) { return member.node == voter; });
        });
    };
    Problems problems;
    for (const LedRange &range : ranges) {
        const auto above = std::find_if(ranges.begin(), ranges.end(),
                                        [&](const LedRange &other) { return other.range.lo == range.range.hi; });
        if (members[ownerOf(members, range.range.hi)].node.id != range.range.hi && isWhole(range)
            && above != ranges.end() && isWhole(*above))
            problems.push_back("a range that " + range.leader.address + " leads ends at no member's identifier");
    }
    return problems;
}

Problems placementProblems(const std::vector<Holdings> &members, const std::vector<LedRange> &ranges,
                           const chord::IdSpace &space)
{
    std::set<QByteArray> keys;
    for (const Holdings &member : members) {
        for (const auto &[key, record] : member.records)
            keys.insert(key);
    }
    Problems problems;
    size_t count = 0;
    for (const QByteArray &key : keys) {
        const chord::Id id = space.hash(key);
        const auto range =
            std::find_if(ranges.begin(), ranges.end(), [&](const LedRange &led) { return led.range.contains(id); });
        QByteArray problem = range == ranges.end() ? QByteArray() : problemOf(members, *range, key);
        if (!problem.isEmpty() && ++count <= problemsShown)
            problems.push_back(std::move(problem));
    }
    if (count > problemsShown)
        problems.push_back("and " + QByteArray::number(count - problemsShown) + " more");
    return problems;
}

} // namespace sim
