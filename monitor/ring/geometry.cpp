// SPDX-License-Identifier: GPL-3.0-or-later
//
// Screen coordinates grow downwards, and Qt's arcs count degrees anticlockwise from the right: both conversions stand
// here and nowhere else.

#include "ring/geometry.h"

#include <QPolygonF>

#include <cmath>
#include <numbers>

namespace monitor {

namespace {

constexpr qreal fullTurn = 2 * std::numbers::pi;

qreal qtDegrees(qreal turn)
{
    return 90 - turn * 360;
}

} // namespace

qreal wrappedTurn(qreal turn)
{
    const qreal wrapped = turn - std::floor(turn);
    return wrapped < 1 ? wrapped : 0; // a tiny negative number rounds up to 1
}

qreal turnBetween(qreal from, qreal to)
{
    return wrappedTurn(to - from);
}

qreal turnOffset(qreal from, qreal to)
{
    const qreal forwards = turnBetween(from, to);
    return forwards <= 0.5 ? forwards : forwards - 1;
}

QPointF pointAt(const Circle &circle, qreal turn, qreal outwards)
{
    const qreal angle = turn * fullTurn;
    const qreal radius = circle.radius + outwards;
    return circle.centre + QPointF(std::sin(angle) * radius, -std::cos(angle) * radius);
}

qreal turnOf(const Circle &circle, const QPointF &point)
{
    const QPointF offset = point - circle.centre;
    if (offset.isNull())
        return 0;
    return wrappedTurn(std::atan2(offset.x(), -offset.y()) / fullTurn);
}

QPainterPath arcPath(const Circle &circle, qreal from, qreal to, qreal outwards)
{
    const qreal radius = circle.radius + outwards;
    const QRectF box(circle.centre.x() - radius, circle.centre.y() - radius, 2 * radius, 2 * radius);
    const qreal sweep = from == to ? 1 : turnBetween(from, to);
    QPainterPath path;
    path.arcMoveTo(box, qtDegrees(from));
    path.arcTo(box, qtDegrees(from), -sweep * 360);
    return path;
}

QPainterPath chordPath(const Circle &circle, qreal from, qreal to, qreal gapFrom, qreal gapTo)
{
    const QPointF start = pointAt(circle, from);
    const QPointF end = pointAt(circle, to);
    const qreal offset = turnOffset(from, to);
    // Neighbours are joined by a bow that leaves the ring's line; across the ring the way is nearly straight.
    const qreal depth = 0.18 + 0.5 * std::abs(offset);
    const QPointF middle = (start + end) / 2;
    const QPointF control = middle + (circle.centre - middle) * depth;

    const auto towards = [](const QPointF &point, const QPointF &other, qreal by) {
        const QLineF line(point, other);
        return line.length() > by ? line.pointAt(by / line.length()) : point;
    };
    QPainterPath path(towards(start, control, gapFrom));
    path.quadTo(control, towards(end, control, gapTo));
    return path;
}

QPainterPath zigzagPath(const QPointF &from, const QPointF &to, qreal amplitude)
{
    const QLineF line(from, to);
    const int teeth = std::max(3, int(line.length() / (3 * amplitude)));
    const QLineF normal = line.normalVector().unitVector();
    const QPointF aside(normal.dx() * amplitude, normal.dy() * amplitude);
    QPainterPath path(from);
    for (int i = 1; i < teeth; ++i)
        path.lineTo(line.pointAt(qreal(i) / teeth) + (i % 2 ? aside : -aside));
    path.lineTo(to);
    return path;
}

QPolygonF arrowHead(const QPointF &tip, qreal angle, qreal length)
{
    constexpr qreal halfOpening = 24; // degrees
    const auto back = [&](qreal turned) {
        QLineF line = QLineF::fromPolar(length, turned);
        line.translate(tip);
        return line.p2();
    };
    const QPointF notch = tip + (QLineF::fromPolar(length * 0.7, angle + 180).p2());
    return QPolygonF({tip, back(angle + 180 - halfOpening), notch, back(angle + 180 + halfOpening)});
}

int nearestPoint(const std::vector<QPointF> &points, const QPointF &place, qreal reach)
{
    int nearest = -1;
    qreal best = reach * reach;
    for (size_t i = 0; i < points.size(); ++i) {
        const QPointF offset = points[i] - place;
        const qreal distance = QPointF::dotProduct(offset, offset);
        if (distance < best || (nearest < 0 && distance <= best)) {
            best = distance;
            nearest = int(i);
        }
    }
    return nearest;
}

} // namespace monitor
