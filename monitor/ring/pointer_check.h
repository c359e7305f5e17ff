// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which pointers of a snapshot are wrong: the picture draws those as a zigzag with "!". A pointer may pass over nodes
// that are joining or do not answer, since it is not known whether those are members; it may not pass over a live one,
// nor name a dead one.
#pragma once

#include "model/ring_snapshot.h"

#include <optional>

namespace monitor {

enum class PointerState : quint8 { Unknown, Right, Wrong };

PointerState successorState(const RingSnapshot &ring, int node);
PointerState predecessorState(const RingSnapshot &ring, int node);

} // namespace monitor
