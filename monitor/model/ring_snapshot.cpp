// SPDX-License-Identifier: GPL-3.0-or-later
//
// Searching a snapshot: its nodes are sorted by identifier.

#include "model/ring_snapshot.h"

#include <algorithm>

namespace monitor {

namespace {

bool isLive(const NodeView &node)
{
    return node.condition == NodeCondition::Alive || node.condition == NodeCondition::Leaving;
}

} // namespace

bool RangeView::hasVoter(const chord::Id &id) const
{
    return std::any_of(voters.begin(), voters.end(), [&](const Peer &voter) { return voter.id == id; });
}

int RingSnapshot::indexOf(const chord::Id &id) const
{
    const auto found = std::lower_bound(nodes.begin(), nodes.end(), id,
                                        [](const NodeView &node, const chord::Id &id) { return node.self.id < id; });
    return found != nodes.end() && found->self.id == id ? int(found - nodes.begin()) : -1;
}

int RingSnapshot::indexOf(const QByteArray &address) const
{
    const auto found =
        std::find_if(nodes.begin(), nodes.end(), [&](const NodeView &node) { return node.self.address == address; });
    return found != nodes.end() ? int(found - nodes.begin()) : -1;
}

int RingSnapshot::ownerOf(const chord::Id &id) const
{
    const auto from = std::lower_bound(nodes.begin(), nodes.end(), id,
                                       [](const NodeView &node, const chord::Id &id) { return node.self.id < id; });
    auto owner = std::find_if(from, nodes.end(), isLive);
    if (owner == nodes.end()) {
        owner = std::find_if(nodes.begin(), from, isLive);
        if (owner == from)
            return -1;
    }
    return int(owner - nodes.begin());
}

const RangeStatus *RingSnapshot::rangeOf(const chord::Id &id) const
{
    if (ranges.empty())
        return nullptr;
    const auto found =
        std::lower_bound(ranges.begin(), ranges.end(), id,
                         [](const RangeStatus &range, const chord::Id &id) { return range.view.high < id; });
    const RangeStatus &range = found != ranges.end() ? *found : ranges.front(); // the first one reaches over the top
    return chord::inRange(range.view.low, id, range.view.high) ? &range : nullptr;
}

int RingSnapshot::liveNodes() const
{
    return int(std::count_if(nodes.begin(), nodes.end(), isLive));
}

qint64 RingSnapshot::lastSeenMs() const
{
    const auto latest = std::max_element(nodes.begin(), nodes.end(),
                                         [](const NodeView &a, const NodeView &b) { return a.seenMs < b.seenMs; });
    return latest == nodes.end() ? takenMs : latest->seenMs;
}

quint64 RingSnapshot::primaryKeys() const
{
    quint64 keys = 0;
    for (const NodeView &node : nodes)
        keys += isLive(node) ? node.totals.primary : 0;
    return keys;
}

bool RingSnapshot::isWhole() const
{
    return chainWhole
        && std::all_of(ranges.begin(), ranges.end(), [](const RangeStatus &range) { return range.isServed(); });
}

} // namespace monitor
