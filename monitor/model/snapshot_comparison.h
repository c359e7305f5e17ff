// SPDX-License-Identifier: GPL-3.0-or-later
//
// What differs between two snapshots: the drawing of the ring, its messages, or anything that the window shows. Ages,
// uptimes and counters count for none of them.
#pragma once

#include "model/ring_snapshot.h"

namespace monitor {

// The cached layer of the ring view can be kept.
bool isSameDrawing(const RingSnapshot &a, const RingSnapshot &b);
// Messages are drawn over the cached layer.
bool areSameMessages(const RingSnapshot &a, const RingSnapshot &b);
// Drawing, tables and sentences are the same. Messages are not compared: only the classroom has any.
bool isSameContent(const RingSnapshot &a, const RingSnapshot &b);
bool isSameContent(const NodeView &a, const NodeView &b);

} // namespace monitor
