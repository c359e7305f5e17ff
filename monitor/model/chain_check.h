// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is the ring that a snapshot shows one ordered ring? Judged by the pointers of its live nodes alone.
#pragma once

#include "model/ring_snapshot.h"

namespace monitor {

// A sentence for each live node whose first successor is not the next live node, or whose predecessor is not the one
// before; none if the chain is whole. Pointers to a joining node are allowed but not required before it is a member.
std::vector<QString> chainProblems(const RingSnapshot &ring);

} // namespace monitor
