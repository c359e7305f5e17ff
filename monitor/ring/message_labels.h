// SPDX-License-Identifier: GPL-3.0-or-later
//
// The texts of messages in transit, written inside the ring next to their arrows, where nothing is covered: no node, no
// key, no other of these texts. A text without such a place is left out; its arrow remains.
#pragma once

#include "ring/scene.h"

#include <vector>

namespace monitor {

inline constexpr int messageTextsMax = 4; // more could not be read
inline constexpr int messageNodesMax = 128; // in a larger ring the messages would hide it

// The messages to draw: all, or in a large ring those from and to the selected node.
std::vector<MessageView> shownMessages(const RingSnapshot &ring, const std::optional<chord::Id> &selected);

// The path of a message as it is drawn, and the position of the arrow on it.
QPainterPath messageWay(const MessageView &message, const Scene &scene, const RingStyle &style,
                        const chord::IdSpace &space);

// anchor is the position of the arrow.
std::vector<SceneLabel> placeMessageTexts(const std::vector<MessageView> &messages, const Scene &scene,
                                          const RingStyle &style, const chord::IdSpace &space);

} // namespace monitor
