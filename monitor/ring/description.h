// SPDX-License-Identifier: GPL-3.0-or-later
//
// The text of a mark of the picture: for screen readers, and as its tool tip.
#pragma once

#include "model/names.h"

namespace monitor {

// "alive", "joining", …
QString conditionText(NodeCondition condition);
// "Node N8, alive. Successor N14, predecessor N1. 2 keys, 3 copies."
QString describeNode(const RingSnapshot &ring, int node, const Names &names);
// "Key K54, 12 bytes. Owner N56."
QString describeKey(const RingSnapshot &ring, int node, int key, const Names &names);

} // namespace monitor
