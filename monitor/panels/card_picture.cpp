// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nodes do not stand evenly spaced here either: a ring is not.

#include "panels/card_picture.h"

#include "ring/style.h"

#include <QPainter>
#include <QPainterPath>

#include <array>
#include <cmath>
#include <numbers>

namespace monitor {

namespace {

constexpr std::array nodePlaces{0.03, 0.16, 0.27, 0.45, 0.58, 0.72, 0.88}; // of a turn, clockwise from the top
constexpr qreal nodeRadius = 8;

QPointF onCircle(const QPointF &centre, qreal radius, qreal turn)
{
    const qreal angle = 2 * std::numbers::pi * turn;
    return centre + QPointF(radius * std::sin(angle), -radius * std::cos(angle));
}

void paintRing(QPainter &painter, const QPointF &centre, qreal radius, const QColor &ink)
{
    const QRectF box(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
    for (size_t i = 0; i < nodePlaces.size(); ++i) {
        const qreal before = i == 0 ? nodePlaces.back() - 1 : nodePlaces[i - 1];
        QPainterPath range;
        range.arcMoveTo(box, 90 - 360 * before);
        range.arcTo(box, 90 - 360 * before, -360 * (nodePlaces[i] - before));
        painter.strokePath(range, QPen(ownerColour(int(i)), 7, Qt::SolidLine, Qt::FlatCap));
    }
    painter.setPen(QPen(ink, 1.4));
    for (size_t i = 0; i < nodePlaces.size(); ++i) {
        painter.setBrush(ownerColour(int(i)));
        painter.drawEllipse(onCircle(centre, radius, nodePlaces[i]), nodeRadius, nodeRadius);
    }
}

// A curve from one point to another, which ends in a head before the other's mark.
void paintHop(QPainter &painter, const QPointF &from, const QPointF &to, const QPointF &centre, const QColor &ink)
{
    const QPointF bend = (from + to) / 2 * 0.55 + centre * 0.45;
    const QPointF direction = (to - bend) / std::hypot(to.x() - bend.x(), to.y() - bend.y());
    const QPointF tip = to - direction * (nodeRadius + 2);
    const QPointF foot = tip - direction * 10;
    const QPointF side(-direction.y() * 5, direction.x() * 5);
    QPainterPath path(from);
    path.quadTo(bend, foot);
    painter.strokePath(path, QPen(ink, 3, Qt::SolidLine, Qt::RoundCap));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(QPolygonF({tip, foot + side, foot - side}));
}

} // namespace

CardPicture::CardPicture(Subject subject, QWidget *parent)
    : QWidget(parent)
    , m_subject(subject)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void CardPicture::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = palette().color(QPalette::Text);
    const qreal radius = height() / 2.0 - nodeRadius - 4;
    QPointF centre = QRectF(rect()).center();
    if (m_subject == Subject::Connect)
        centre.rx() += radius * 0.8;
    paintRing(painter, centre, radius, ink);
    if (m_subject == Subject::Learn)
        paintLookup(painter, centre, radius);
    else if (m_subject == Subject::Connect)
        paintComputer(painter, centre, radius);
}

void CardPicture::paintLookup(QPainter &painter, const QPointF &centre, qreal radius) const
{
    const QColor ink = palette().color(QPalette::Text);
    const auto node = [&](size_t i) { return onCircle(centre, radius, nodePlaces[i]); };
    paintHop(painter, node(1), node(4), centre, ink);
    paintHop(painter, node(4), node(6), centre, ink);
    const QPointF key = onCircle(centre, radius, 0.8);
    painter.setPen(QPen(ink, 1.4));
    painter.setBrush(ownerColour(6));
    painter.drawPolygon(
        QPolygonF({key + QPointF(0, -7), key + QPointF(7, 0), key + QPointF(0, 7), key - QPointF(7, 0)}));
}

// A screen beside the ring, and a line to a node of it.
void CardPicture::paintComputer(QPainter &painter, const QPointF &centre, qreal radius) const
{
    const QColor ink = palette().color(QPalette::Text);
    const QRectF screen(centre.x() - 2.9 * radius, centre.y() - 22, 58, 38);
    const QPointF node = onCircle(centre, radius, nodePlaces[5]);
    painter.setPen(QPen(ink, 2.5, Qt::DashLine, Qt::RoundCap));
    painter.drawLine(QPointF(screen.right() + 3, screen.center().y()), node - QPointF(nodeRadius + 3, 0));
    painter.setPen(QPen(ink, 2));
    painter.setBrush(palette().color(QPalette::Window));
    painter.drawRoundedRect(screen, 4, 4);
    painter.drawLine(QPointF(screen.center().x(), screen.bottom()), QPointF(screen.center().x(), screen.bottom() + 8));
    painter.drawLine(QPointF(screen.left() + 14, screen.bottom() + 8),
                     QPointF(screen.right() - 14, screen.bottom() + 8));
    painter.setPen(QPen(ownerColour(1), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(screen.center(), 11, 11);
}

} // namespace monitor
