// SPDX-License-Identifier: GPL-3.0-or-later
//
// Puts a scene on a painter: the screen's cached layer, an image or SVG. Single marks are painted by the legend and the
// tables too, so that they look alike everywhere.
#pragma once

#include "ring/scene.h"

class QPainter;

namespace monitor {

void paintScene(QPainter &painter, const Scene &scene, const RingStyle &style);

// States by shape: solid alive, half joining, a core leaving, dashed no answer, hollow with a cross dead.
void paintNode(QPainter &painter, const QPointF &place, qreal radius, const QColor &colour, NodeCondition condition,
               const RingStyle &style);
void paintKey(QPainter &painter, const QPointF &place, qreal radius, const QColor &colour, bool isPrimary,
              const RingStyle &style);
// Between a key and a node that stores it: to the leader of its range a line of long dashes, to another voter dots,
// ending in a bead instead of a head.
void paintKeyLink(QPainter &painter, const QPainterPath &line, bool isLeader, const RingStyle &style);
// A dashed circle around a node whose links are all cut; a dashed line with a cross for one link.
void paintIsolation(QPainter &painter, const QPointF &place, qreal nodeRadius, const RingStyle &style);
void paintCutLink(QPainter &painter, const QPainterPath &line, const QPointF &cross, const RingStyle &style);
void paintAlarmSign(QPainter &painter, const QPointF &place, const RingStyle &style);
// Text on a patch of the background, so that lines below do not cross it.
void paintPill(QPainter &painter, const QPointF &centre, const QString &text, const QColor &fill, const QColor &ink,
               const QFont &font);

inline constexpr qreal thinBarPart = 0.45; // of the room a bar has: those of replicas

QPen linePen(const QColor &colour, qreal width, Qt::PenStyle style = Qt::SolidLine);

} // namespace monitor
