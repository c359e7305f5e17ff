// SPDX-License-Identifier: GPL-3.0-or-later
//
// The painted nodes as children that screen readers can walk, name and press, since a picture alone tells them nothing.
#pragma once

namespace monitor {

class RingView;

// Once for the program; further calls do nothing.
void installAccessibleRing();
// Tells screen readers which node has become the current one.
void announceSelection(RingView *view);

} // namespace monitor
