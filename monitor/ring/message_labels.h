// SPDX-License-Identifier: GPL-3.0-or-later
//
// What messages under way say, written inside the ring next to their darts, where nothing is covered: no node, no key,
// no other of these texts. One that finds no such place stays away, its dart remains.
#pragma once

#include "ring/scene.h"

#include <vector>

namespace monitor {

inline constexpr int messageTextsMax = 4; // with more under way nobody could read them
inline constexpr int messageNodesMax = 128; // in a larger ring all that is under way would hide it

// The messages to draw: all, or in a large ring those from and to the selected node.
std::vector<MessageView> shownMessages(const RingSnapshot &ring, const std::optional<chord::Id> &selected);

// The way of a message as it is drawn, and where on it the dart is.
QPainterPath messageWay(const MessageView &message, const Scene &scene, const RingStyle &style,
                        const chord::IdSpace &space);

// anchor is the dart's place.
std::vector<SceneLabel> placeMessageTexts(const std::vector<MessageView> &messages, const Scene &scene,
                                          const RingStyle &style, const chord::IdSpace &space);

} // namespace monitor
