// SPDX-License-Identifier: GPL-3.0-or-later
//
// Key lists are shared by successive snapshots, so most comparisons end at a pointer.

#include "model/snapshot_comparison.h"

#include <algorithm>

namespace monitor {

namespace {

bool areDrawnKeysEqual(const NodeView &a, const NodeView &b)
{
    if (a.keys == b.keys)
        return true;
    if (!a.keys || !b.keys)
        return false;
    return std::equal(a.keys->begin(), a.keys->end(), b.keys->begin(), b.keys->end(),
                      [](const KeyView &x, const KeyView &y) { return x.primary == y.primary && x.key == y.key; });
}

bool areDrawnFingersEqual(const NodeView &a, const NodeView &b)
{
    return std::equal(a.fingers.begin(), a.fingers.end(), b.fingers.begin(), b.fingers.end(),
                      [](const FingerView &x, const FingerView &y) { return x.index == y.index && x.node == y.node; });
}

bool isSameDrawing(const NodeView &a, const NodeView &b)
{
    return a.self == b.self && a.condition == b.condition && a.predecessor == b.predecessor
        && a.successors == b.successors && areDrawnFingersEqual(a, b) && areDrawnKeysEqual(a, b)
        && a.isolated == b.isolated;
}

bool areRangesEqual(const NodeView &a, const NodeView &b)
{
    return a.ranges == b.ranges || (a.ranges && b.ranges && *a.ranges == *b.ranges);
}

} // namespace

bool isSameDrawing(const RingSnapshot &a, const RingSnapshot &b)
{
    return a.idBits == b.idBits && a.ranges == b.ranges && a.cuts == b.cuts
        && std::equal(a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(),
                      [](const NodeView &x, const NodeView &y) { return isSameDrawing(x, y); });
}

bool areSameMessages(const RingSnapshot &a, const RingSnapshot &b)
{
    return std::equal(a.messages.begin(), a.messages.end(), b.messages.begin(), b.messages.end(),
                      [](const MessageView &x, const MessageView &y) {
                          return x.from == y.from && x.to == y.to && x.name == y.name && x.progress == y.progress;
                      });
}

bool isSameContent(const RingSnapshot &a, const RingSnapshot &b)
{
    return a.idBits == b.idBits && a.replicas == b.replicas && a.chainWhole == b.chainWhole && a.problems == b.problems
        && a.ranges == b.ranges && a.cuts == b.cuts
        && std::equal(a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(),
                      [](const NodeView &x, const NodeView &y) { return isSameContent(x, y); });
}

// A new list of keys counts as a difference even if it looks the same: the table shows sizes and versions, too.
bool isSameContent(const NodeView &a, const NodeView &b)
{
    return a.keys == b.keys && isSameDrawing(a, b) && a.fingers == b.fingers && a.totals == b.totals
        && a.keysComplete == b.keysComplete && areRangesEqual(a, b) && a.version == b.version && a.trouble == b.trouble
        && a.local == b.local;
}

} // namespace monitor
