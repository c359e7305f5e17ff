// SPDX-License-Identifier: GPL-3.0-or-later
//
// Key lists are shared by successive snapshots, so most comparisons end at a pointer.

#include "ring/same_picture.h"

#include <algorithm>

namespace monitor {

namespace {

bool areSameKeys(const NodeView &a, const NodeView &b)
{
    if (a.keys == b.keys)
        return true;
    if (!a.keys || !b.keys)
        return false;
    return std::equal(a.keys->begin(), a.keys->end(), b.keys->begin(), b.keys->end(),
                      [](const KeyView &x, const KeyView &y) { return x.primary == y.primary && x.key == y.key; });
}

bool areSameFingers(const std::vector<FingerView> &a, const std::vector<FingerView> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const FingerView &x, const FingerView &y) { return x.index == y.index && x.node == y.node; });
}

bool isSameNode(const NodeView &a, const NodeView &b)
{
    return a.self == b.self && a.condition == b.condition && a.predecessor == b.predecessor
        && a.successors == b.successors && areSameFingers(a.fingers, b.fingers) && areSameKeys(a, b)
        && a.isolated == b.isolated;
}

} // namespace

bool areDrawnAlike(const RingSnapshot &a, const RingSnapshot &b)
{
    return a.idBits == b.idBits && a.ranges == b.ranges && a.cuts == b.cuts
        && std::equal(a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(), isSameNode);
}

bool areSameMessages(const RingSnapshot &a, const RingSnapshot &b)
{
    return std::equal(a.messages.begin(), a.messages.end(), b.messages.begin(), b.messages.end(),
                      [](const MessageView &x, const MessageView &y) {
                          return x.from == y.from && x.to == y.to && x.name == y.name && x.progress == y.progress;
                      });
}

} // namespace monitor
