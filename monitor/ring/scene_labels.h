// SPDX-License-Identifier: GPL-3.0-or-later
//
// What labels say, and the room that those of keys need at the sides of the picture.
#pragma once

#include "ring/scene.h"

class QFontMetricsF;

namespace monitor {

// What is with a node; empty if it is simply alive.
QString conditionWord(const NodeView &node);

inline constexpr int keyCharactersMax = 12; // of the label of a key

// 0 where keys have no labels of their own, or short ones.
qreal widestKeyLabel(const RingSnapshot &ring, const Names &names, const QFontMetricsF &metrics);

// Labels of keys that reach over the edge of the picture, into the legend, are moved if nothing is in the way.
void keepLabelsInside(Scene &scene, const QRectF &area);

} // namespace monitor
