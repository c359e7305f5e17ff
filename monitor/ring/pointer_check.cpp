// SPDX-License-Identifier: GPL-3.0-or-later
//
// Both directions are one judgement (chord/ring_pointers.h) with the conditions of the picture.

#include "ring/pointer_check.h"

#include "chord/ring_pointers.h"

namespace monitor {

namespace {

chord::Membership membershipOf(const NodeView &node)
{
    switch (node.condition) {
    case NodeCondition::Alive:
    case NodeCondition::Leaving:
        return chord::Membership::Member;
    case NodeCondition::Joining:
    case NodeCondition::Suspect:
        return chord::Membership::Unsure;
    case NodeCondition::Dead:
        return chord::Membership::Gone;
    }
    Q_UNREACHABLE();
}

PointerState pointerState(const RingSnapshot &ring, int node, const Peer &pointer, chord::RingDirection direction)
{
    const chord::PointerJudgement judgement = chord::judgePointer(
        direction, ring.nodes.size(), size_t(node), pointer.id,
        [&ring](size_t place) { return ring.nodes[place].self.id; },
        [&ring](size_t place) { return membershipOf(ring.nodes[place]); });
    return judgement.isRight ? PointerState::Right : PointerState::Wrong;
}

} // namespace

PointerState successorState(const RingSnapshot &ring, int node)
{
    const NodeView &view = ring.nodes[size_t(node)];
    if (view.condition == NodeCondition::Dead || view.successors.empty())
        return PointerState::Unknown;
    return pointerState(ring, node, view.successors.front(), chord::RingDirection::Successor);
}

PointerState predecessorState(const RingSnapshot &ring, int node)
{
    const NodeView &view = ring.nodes[size_t(node)];
    if (view.condition == NodeCondition::Dead || !view.predecessor)
        return PointerState::Unknown;
    return pointerState(ring, node, *view.predecessor, chord::RingDirection::Predecessor);
}

} // namespace monitor
