// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the marks mean, beside the ring: a stranger should understand the picture without asking.
#pragma once

#include "ring/style.h"

#include <QRectF>

class QPainter;

namespace monitor {

// The room it needs.
QSizeF legendSize(const RingStyle &style, bool hasBars);
void paintLegend(QPainter &painter, const QPointF &topLeft, const RingStyle &style, bool hasBars);

} // namespace monitor
