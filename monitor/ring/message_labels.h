// SPDX-License-Identifier: GPL-3.0-or-later
//
// What messages under way say, written inside the ring next to their darts, where nothing is covered: no node, no key,
// no other of these texts. One that finds no such place stays away, its dart remains.
#pragma once

#include "ring/scene.h"

#include <vector>

namespace monitor {

inline constexpr int messageTextsMax = 4; // with more under way nobody could read them

// The way of a message as it is drawn, and where on it the dart is.
QPainterPath messageWay(const MessageView &message, const Scene &scene, const RingStyle &style,
                        const chord::IdSpace &space);

// anchor is the dart's place.
std::vector<SceneLabel> placeMessageTexts(const RingSnapshot &ring, const Scene &scene, const RingStyle &style);

} // namespace monitor
