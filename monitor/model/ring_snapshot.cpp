// SPDX-License-Identifier: GPL-3.0-or-later
//
// Searching a snapshot: its nodes are sorted by identifier.

#include "model/ring_snapshot.h"

#include <algorithm>

namespace monitor {

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
    const auto isLive = [](const NodeView &node) {
        return node.condition == NodeCondition::Alive || node.condition == NodeCondition::Leaving;
    };
    auto owner = std::find_if(from, nodes.end(), isLive);
    if (owner == nodes.end()) {
        owner = std::find_if(nodes.begin(), from, isLive);
        if (owner == from)
            return -1;
    }
    return int(owner - nodes.begin());
}

} // namespace monitor
