// SPDX-License-Identifier: GPL-3.0-or-later
//
// Labels are placed around the ring, outside, next to what they name, and never on one another. Each has the turn of
// its anchor; where anchors are too close the labels are moved along the ring, all as little as possible, and a line
// leads back. Labels for which there is no room are left out, the least important first.
#pragma once

#include "ring/geometry.h"

#include <QSizeF>

#include <vector>

namespace monitor {

struct LabelWish {
    qreal turn = 0; // of what it names
    QSizeF size; // of the text
    int rank = 0; // a higher one stays when there is no room for all
};

struct PlacedLabel {
    int wish = 0; // its index
    qreal turn = 0; // where it stands
    QRectF box;
};

// Places labels so that their boxes touch the circle (the inner edge of the ring of labels) from outside, with a gap
// between them. The answer is in the order of turns.
std::vector<PlacedLabel> placeLabels(const std::vector<LabelWish> &wishes, const Circle &circle, qreal gap);

} // namespace monitor
