// SPDX-License-Identifier: GPL-3.0-or-later
//
// The circle as pure functions: the position of an identifier, the shape of arrows, the mark under the mouse. Nodes are
// at their true positions, never evenly spaced, so that imbalance shows; identifiers grow clockwise from the top.
//
// Turns measure angles here: 0 is the top, 0.25 the right, always in [0, 1).
#pragma once

#include "chord/id.h"

#include <QLineF>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>

#include <vector>

namespace monitor {

struct Circle {
    QPointF centre;
    qreal radius = 0; // logical pixels
};

// In [0, 1), whatever comes in.
qreal wrappedTurn(qreal turn);
// How far from one turn clockwise to another, [0, 1).
qreal turnBetween(qreal from, qreal to);
// The shorter way, in (-0.5, 0.5].
qreal turnOffset(qreal from, qreal to);

QPointF pointAt(const Circle &circle, qreal turn, qreal outwards = 0);
// The turn of a point as seen from the centre; 0 for the centre itself.
qreal turnOf(const Circle &circle, const QPointF &point);

// Clockwise along the circle moved outwards; from == to is the whole circle.
QPainterPath arcPath(const Circle &circle, qreal from, qreal to, qreal outwards = 0);
// A curve through the inside. The longer the way, the nearer it comes to the centre; it ends so far before the points.
QPainterPath chordPath(const Circle &circle, qreal from, qreal to, qreal gapFrom, qreal gapTo);
// The same, for a pointer that is wrong: it cannot be taken for any other line.
QPainterPath zigzagPath(const QPointF &from, const QPointF &to, qreal amplitude);
// A filled arrow head whose tip is there, looking along the direction (degrees as of QLineF::angle).
QPolygonF arrowHead(const QPointF &tip, qreal angle, qreal length);

// The index of the point nearest to a place, within reach; -1 if none is. The first of equals.
int nearestPoint(const std::vector<QPointF> &points, const QPointF &place, qreal reach);

} // namespace monitor
