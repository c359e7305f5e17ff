// SPDX-License-Identifier: GPL-3.0-or-later
//
// Would two snapshots be drawn alike? Ages, uptimes and counters are not drawn; messages are, but not on the cached
// layer.
#pragma once

#include "model/ring_snapshot.h"

namespace monitor {

bool areDrawnAlike(const RingSnapshot &a, const RingSnapshot &b);
bool areSameMessages(const RingSnapshot &a, const RingSnapshot &b);

} // namespace monitor
