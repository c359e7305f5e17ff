// SPDX-License-Identifier: GPL-3.0-or-later
//
// The meaning of the marks, beside the ring, so that the picture explains itself.
#pragma once

#include "ring/node_load.h"
#include "ring/style.h"

#include <QRectF>

class QPainter;

namespace monitor {

// What there is to explain besides what every ring has.
struct LegendContent {
    bool hasBars = false; // instead of single keys
    bool hasMessages = false;
    bool hasManyNodes = false; // messages are the selected node's only
    bool hasUnserved = false; // ranges
    bool hasCuts = false; // links or isolated nodes
    bool hasKeyLinks = false; // a key is selected
    Colouring colouring = Colouring::ByNode;
    friend bool operator==(const LegendContent &, const LegendContent &) = default;
};

// The room it needs.
QSizeF legendSize(const RingStyle &style, const LegendContent &content);
void paintLegend(QPainter &painter, const QPointF &topLeft, const RingStyle &style, const LegendContent &content);

} // namespace monitor
