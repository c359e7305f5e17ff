// SPDX-License-Identifier: GPL-3.0-or-later
//
// Both directions are one walk from the node around the ring until the first live node.

#include "ring/pointer_check.h"

namespace monitor {

namespace {

bool isLive(NodeCondition condition)
{
    return condition == NodeCondition::Alive || condition == NodeCondition::Leaving;
}

PointerState pointerState(const RingSnapshot &ring, int node, const Peer &pointer, int step)
{
    const int count = int(ring.nodes.size());
    for (int i = 1; i <= count; ++i) {
        const NodeView &other = ring.nodes[size_t(((node + i * step) % count + count) % count)];
        if (other.self.id == pointer.id)
            return other.condition == NodeCondition::Dead ? PointerState::Wrong : PointerState::Right;
        if (isLive(other.condition))
            return PointerState::Wrong;
    }
    return PointerState::Wrong;
}

} // namespace

PointerState successorState(const RingSnapshot &ring, int node)
{
    const NodeView &view = ring.nodes[size_t(node)];
    if (view.condition == NodeCondition::Dead || view.successors.empty())
        return PointerState::Unknown;
    return pointerState(ring, node, view.successors.front(), 1);
}

PointerState predecessorState(const RingSnapshot &ring, int node)
{
    const NodeView &view = ring.nodes[size_t(node)];
    if (view.condition == NodeCondition::Dead || !view.predecessor)
        return PointerState::Unknown;
    return pointerState(ring, node, *view.predecessor, -1);
}

} // namespace monitor
