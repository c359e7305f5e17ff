// SPDX-License-Identifier: GPL-3.0-or-later
//
// The painted nodes as accessible children that screen readers can traverse, name and press.
#pragma once

namespace monitor {

class RingView;

// Once for the program; further calls do nothing.
void installAccessibleRing();
// Tells screen readers which node has become the current one.
void announceSelection(RingView *view);

} // namespace monitor
