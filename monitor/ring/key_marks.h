// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where keys are drawn: at their own identifiers, so that a key lies within its owner's coloured range. The owner's
// copy is filled, outside of the ring; replicas are hollow, inside, a lane for each further holder. Keys that would
// overlap are stacked; very many become bars.
#pragma once

#include "ring/scene.h"

namespace monitor {

inline constexpr int keyLanesMax = 5;

int countKeys(const RingSnapshot &ring);
// The size of a dot for this number of keys.
qreal keyRadiusFor(int keys, const RingStyle &style);

enum class KeysToPlace : quint8 { All, Selected };

// Fills scene.keys; the circle, keyRadius and the distance of the first lane from the circle are settled. Returns how
// many lanes outside of the ring were used.
int placeKeys(Scene &scene, const RingSnapshot &ring, const ColourBook &colours, const Selection &selection,
              KeysToPlace which, qreal firstLane, qreal firstReplicaLane);

// Fills the bars instead; the arguments are the length of the longest, outside and inside.
void placeBars(Scene &scene, const RingSnapshot &ring, KeyCensus &census, const ColourBook &colours, qreal from,
               qreal length, qreal replicaFrom, qreal replicaLength);

} // namespace monitor
