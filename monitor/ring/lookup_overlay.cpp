// SPDX-License-Identifier: GPL-3.0-or-later
//
// Arrows are drawn with a rim of the background's colour, so that crossing ones can be told apart.

#include "ring/lookup_overlay.h"

#include "ring/message_labels.h"
#include "ring/paint.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace monitor {

namespace {

qreal hopWidth(const RingStyle &style)
{
    return style.thick * 1.7;
}

QPainterPath firstPart(const QPainterPath &path, qreal part)
{
    QPainterPath result(path.pointAtPercent(0));
    constexpr int steps = 32;
    for (int i = 1; i <= steps; ++i)
        result.lineTo(path.pointAtPercent(part * i / steps));
    return result;
}

} // namespace

LookupOverlay::LookupOverlay(const LookupTrace &trace)
    : m_hasTrace(true)
    , m_trace(trace)
{
    for (const HopView &hop : trace.hops) {
        if (hop.from.id != hop.to.id)
            m_arrows.push_back({hop.from.id, hop.to.id, hop.answered});
    }
}

void LookupOverlay::paint(QPainter &painter, const Scene &scene, const RingStyle &style, const chord::IdSpace &space,
                          qint64 elapsedMs) const
{
    if (isEmpty())
        return;
    const int done = int(std::min<qint64>(elapsedMs / hopMs, arrowCount()));
    paintTarget(painter, scene, style, space, done == arrowCount() && isFound());
    for (int i = 0; i < done; ++i)
        paintArrow(painter, scene, style, space, i, 1);
    if (done < arrowCount())
        paintArrow(painter, scene, style, space, done, qreal(elapsedMs % hopMs) / hopMs);
    paintLabels(painter, scene, style, space);
}

// Over the arrows: the identifiers that they cross, and where the lookup starts.
void LookupOverlay::paintLabels(QPainter &painter, const Scene &scene, const RingStyle &style,
                                const chord::IdSpace &space) const
{
    for (const SceneLabel &mark : scene.scaleMarks)
        paintPill(painter, mark.box.center(), mark.text, style.background, style.ink, style.smallFont);
    const QFontMetricsF metrics(style.smallFont);
    const qreal inwards = scene.nodeRadius + 8 * style.scale + metrics.height();
    paintPill(painter, pointAt(scene.circle, space.position(m_trace.asker.id), -inwards),
              QCoreApplication::translate("monitor::LookupOverlay", "start"), style.highlight, style.background,
              style.smallFont);
}

void LookupOverlay::paintArrow(QPainter &painter, const Scene &scene, const RingStyle &style,
                               const chord::IdSpace &space, int index, qreal progress) const
{
    const HopArrow &arrow = m_arrows[size_t(index)];
    const qreal headLength = 15 * style.scale;
    const qreal gap = scene.nodeRadius + 3 * style.scale;
    const QPainterPath whole = chordPath(scene.circle, space.position(arrow.from), space.position(arrow.to), gap, gap);
    const QPainterPath way = progress < 1
        ? firstPart(whole, progress)
        : firstPart(whole, std::max(0.1, 1 - headLength * 0.7 / std::max(1.0, whole.length())));
    const QColor colour = arrow.answered ? style.highlight : style.alarm;
    painter.strokePath(way, linePen(style.background, hopWidth(style) + 4 * style.scale));
    painter.strokePath(way, linePen(colour, hopWidth(style), arrow.answered ? Qt::SolidLine : Qt::DashLine));

    painter.setPen(linePen(style.background, 1.2 * style.scale));
    painter.setBrush(colour);
    const qreal at = progress < 1 ? progress : 1;
    painter.drawPolygon(arrowHead(whole.pointAtPercent(at), whole.angleAtPercent(at), headLength));
    if (progress >= 0.5) {
        QFont font = style.font;
        font.setBold(true);
        const QPointF badge = whole.pointAtPercent(0.45);
        const qreal radius = QFontMetricsF(font).height() * 0.62;
        painter.setPen(linePen(style.background, 2 * style.scale));
        painter.setBrush(colour);
        painter.drawEllipse(badge, radius, radius);
        painter.setFont(font);
        painter.setPen(style.background);
        painter.drawText(QRectF(badge.x() - radius, badge.y() - radius, 2 * radius, 2 * radius), Qt::AlignCenter,
                         QString::number(index + 1));
    }
}

void LookupOverlay::paintTarget(QPainter &painter, const Scene &scene, const RingStyle &style,
                                const chord::IdSpace &space, bool isFound) const
{
    painter.setBrush(Qt::NoBrush);
    const auto mark = [&](const QPointF &place, qreal radius) {
        painter.setPen(linePen(style.background, style.thick + 3 * style.scale));
        painter.drawEllipse(place, radius, radius);
        painter.setPen(linePen(style.highlight, style.thick));
        painter.drawEllipse(place, radius, radius);
    };
    mark(pointAt(scene.circle, space.position(m_trace.asker.id)), scene.nodeRadius + 4 * style.scale);
    if (isFound)
        mark(pointAt(scene.circle, space.position(m_trace.owner.id)), scene.nodeRadius + 6 * style.scale);

    // The key's place on the ring, whether or not there is such a key: a diamond, which no other mark uses.
    const QPointF place = pointAt(scene.circle, space.position(m_trace.id));
    const qreal arm = 7 * style.scale;
    painter.setPen(linePen(style.ink, style.thin));
    painter.setBrush(style.background);
    painter.drawPolygon(QPolygonF(
        {place + QPointF(0, -arm), place + QPointF(arm, 0), place + QPointF(0, arm), place + QPointF(-arm, 0)}));
}

void paintEmphasis(QPainter &painter, const Emphasis &emphasis, const Scene &scene, const RingStyle &style,
                   const chord::IdSpace &space)
{
    QColor glow = ownerColour(0);
    glow.setAlpha(200);
    painter.setBrush(Qt::NoBrush);
    const qreal width = std::min(2 * style.thick, 5.2 * style.scale); // the marks below stay visible
    painter.setPen(linePen(glow, width));
    for (const chord::Id &id : emphasis.nodes) {
        const qreal radius = scene.nodeRadius + 7 * style.scale;
        painter.drawEllipse(pointAt(scene.circle, space.position(id)), radius, radius);
    }
    for (const chord::Id &id : emphasis.keys) {
        const qreal turn = space.position(id);
        const qreal radius = scene.keyRadius + 4 * style.scale;
        for (const KeyMark &mark : scene.keys) {
            if (mark.turn == turn)
                painter.drawEllipse(mark.place, radius, radius);
        }
    }
    const qreal gap = scene.nodeRadius + 4 * style.scale;
    for (const Emphasis::Pointer &pointer : emphasis.pointers) {
        const QPainterPath way =
            chordPath(scene.circle, space.position(pointer.from), space.position(pointer.to), gap, gap);
        painter.strokePath(way, linePen(glow, width));
        painter.save();
        painter.setPen(Qt::NoPen);
        painter.setBrush(ownerColour(0));
        painter.drawPolygon(arrowHead(way.pointAtPercent(1), way.angleAtPercent(1), 14 * style.scale));
        painter.restore();
    }
}

void paintMessages(QPainter &painter, const std::vector<MessageView> &messages, const Scene &scene,
                   const RingStyle &style, const chord::IdSpace &space)
{
    for (const MessageView &message : messages) {
        if (message.from.id == message.to.id)
            continue;
        const QPainterPath way = messageWay(message, scene, style, space);
        const qreal at = std::clamp(message.progress, 0.0, 1.0);
        painter.strokePath(way, linePen(style.faint, 0.8 * style.scale));
        painter.setPen(linePen(style.background, style.scale));
        painter.setBrush(style.ink);
        painter.drawPolygon(arrowHead(way.pointAtPercent(at), way.angleAtPercent(at), 11 * style.scale));
    }
    for (const SceneLabel &label : placeMessageTexts(messages, scene, style, space)) {
        painter.setPen(linePen(style.faint, 0.8 * style.scale, Qt::DotLine));
        painter.drawLine(label.anchor, label.box.center());
        paintPill(painter, label.box.center(), label.text, style.background, style.ink, style.smallFont);
    }
}

} // namespace monitor
