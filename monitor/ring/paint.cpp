// SPDX-License-Identifier: GPL-3.0-or-later
//
// The most important marks are painted last: band, pointers, chords, keys, nodes, labels.

#include "ring/paint.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <QPixmap>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int fadedAlpha = 60; // of 255

// A line with this pen bypasses the path stroker, which takes most of the time of a line.
QPen flatPen(const QColor &colour, qreal width)
{
    return QPen(colour, width, Qt::SolidLine, Qt::FlatCap);
}

void paintBand(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    const QPen outline = linePen(style.ink, scene.bandWidth + 1.6);
    if (scene.band.empty() && scene.narrowBand.empty() && scene.blankBand.isEmpty()) {
        painter.setPen(linePen(style.faint, style.thin));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(scene.circle.centre, scene.circle.radius, scene.circle.radius);
        return;
    }
    // The ranges make up the whole ring, so that one circle outlines them all.
    painter.setPen(outline);
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(scene.circle.centre, scene.circle.radius, scene.circle.radius);
    for (const ColouredPath &range : scene.band) {
        QPen pen = linePen(range.colour, scene.bandWidth);
        pen.setCapStyle(Qt::FlatCap);
        painter.strokePath(range.path, pen);
    }
    for (const Stripe &range : scene.narrowBand) {
        painter.setPen(flatPen(range.colour, scene.bandWidth));
        painter.drawLine(range.line);
    }
    painter.strokePath(scene.blankBand, flatPen(style.background, scene.bandWidth));
    painter.setPen(flatPen(style.alarm, style.thin));
    painter.drawLines(scene.hatching.data(), int(scene.hatching.size()));
}

void paintCuts(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    for (const CutMark &cut : scene.cuts)
        paintCutLink(painter, cut.line, cut.cross, style);
}

void paintScale(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    painter.setFont(style.smallFont);
    for (const SceneLabel &mark : scene.scaleMarks) {
        painter.setPen(linePen(style.faint, style.thin));
        const QPointF inwards = scene.circle.centre - mark.anchor;
        const qreal length = std::max(1.0, QLineF(scene.circle.centre, mark.anchor).length());
        painter.drawLine(mark.anchor, mark.anchor + inwards / length * 4 * style.scale);
        painter.drawText(mark.box.adjusted(-4, 0, 4, 0), Qt::AlignCenter, mark.text);
    }
}

void paintArrow(QPainter &painter, const Arrow &arrow, const QPen &pen)
{
    painter.strokePath(arrow.line, pen);
    painter.setPen(Qt::NoPen);
    painter.setBrush(pen.color());
    painter.drawPolygon(arrow.head);
}

void paintPointers(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    painter.strokePath(scene.predecessors, linePen(style.ink, style.thin, Qt::DotLine));
    painter.strokePath(scene.successors, linePen(style.ink, style.thick));
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.ink);
    for (const QPolygonF &head : scene.successorHeads)
        painter.drawPolygon(head);
    for (const Arrow &arrow : scene.laterSuccessors)
        paintArrow(painter, arrow, linePen(style.faint, style.thin, Qt::DashLine));
}

void paintFingers(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    for (const Arrow &finger : scene.fingers)
        paintArrow(painter, finger, linePen(style.ink, style.thin));
    for (const Arrow &finger : scene.fingers) {
        if (!finger.label.isEmpty())
            paintPill(painter, finger.labelPlace, finger.label, style.background, style.ink, style.smallFont);
    }
    for (const Arrow &link : scene.keyLinks)
        paintKeyLink(painter, link.line, link.isStrong, style);
}

void paintWrongPointers(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    for (const WrongPointer &wrong : scene.wrongPointers) {
        painter.strokePath(wrong.line, linePen(style.alarm, style.thick));
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.alarm);
        painter.drawPolygon(wrong.head);
    }
    for (const WrongPointer &wrong : scene.wrongPointers)
        paintAlarmSign(painter, wrong.sign, style);
}

// The same line without so much at its ends; empty if nothing is left.
QLineF shortened(const QLineF &line, qreal by)
{
    const qreal length = line.length();
    return length > 2 * by ? QLineF(line.pointAt(by / length), line.pointAt(1 - by / length)) : QLineF();
}

// Those of a colour in one go.
void paintStripes(QPainter &painter, const std::vector<Stripe> &stripes, qreal width, qreal shorter)
{
    std::vector<QLineF> lines;
    for (size_t i = 0; i < stripes.size(); ++i) {
        lines.push_back(shortened(stripes[i].line, shorter));
        if (i + 1 < stripes.size() && stripes[i + 1].colour == stripes[i].colour)
            continue;
        painter.setPen(flatPen(stripes[i].colour, width));
        painter.drawLines(lines.data(), int(lines.size()));
        lines.clear();
    }
}

// Owners' are broad with an outline, which is a broader line below; replicas' are thin, so that they differ in shape.
void paintBars(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    const qreal outline = std::min(0.5 * style.thin, scene.ownerBarWidth / 6);
    std::vector<Stripe> below = scene.ownerBars;
    for (Stripe &bar : below)
        bar.colour = style.ink;
    paintStripes(painter, below, scene.ownerBarWidth, 0);
    paintStripes(painter, scene.ownerBars, scene.ownerBarWidth - outline, outline);
    paintStripes(painter, scene.replicaBars, thinBarPart * scene.replicaBarWidth, 0);
}

// Hundreds of equal dots are painted once each kind and then stamped; on SVG and in print they stay shapes.
class Stamps {
public:
    // Which dots look alike: colour, shape, paleness.
    using Kind = std::tuple<QRgb, int, bool>;
    using Shape = std::function<void(QPainter &, const QPointF &)>;

    // The half of a dot's width with its outline.
    Stamps(QPainter &painter, size_t dots, qreal half)
        : m_painter(painter)
        , m_half(half)
        , m_isUsed(dots > stampsFrom && painter.paintEngine()->type() == QPaintEngine::Raster)
    {
    }

    void paint(const Kind &kind, const QPointF &place, const Shape &shape)
    {
        if (!m_isUsed) {
            shape(m_painter, place);
            return;
        }
        QPixmap &stamp = m_stamps[kind];
        if (stamp.isNull())
            stamp = makeStamp(shape);
        m_painter.drawPixmap(place - QPointF(m_half, m_half), stamp);
    }

private:
    static constexpr size_t stampsFrom = 200;

    QPixmap makeStamp(const Shape &shape) const
    {
        const qreal ratio = m_painter.device()->devicePixelRatioF();
        QPixmap stamp((QSizeF(2 * m_half, 2 * m_half) * ratio).toSize());
        stamp.setDevicePixelRatio(ratio);
        stamp.fill(Qt::transparent);
        QPainter painter(&stamp);
        painter.setRenderHint(QPainter::Antialiasing);
        shape(painter, QPointF(m_half, m_half));
        return stamp;
    }

    QPainter &m_painter;
    const qreal m_half;
    const bool m_isUsed;
    std::map<Kind, QPixmap> m_stamps;
};

void paintKeyMark(QPainter &painter, const KeyMark &mark, const QPointF &place, qreal radius, const RingStyle &style)
{
    if (!mark.isFaded) {
        paintKey(painter, place, radius, mark.colour, mark.isPrimary, style);
        return;
    }
    QColor colour = mark.colour;
    colour.setAlpha(fadedAlpha);
    RingStyle pale = style;
    pale.ink.setAlpha(fadedAlpha);
    paintKey(painter, place, radius, colour, mark.isPrimary, pale);
}

void paintKeys(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    Stamps stamps(painter, scene.keys.size(), std::ceil(scene.keyRadius) + 2);
    for (const KeyMark &mark : scene.keys) {
        if (mark.isSelected)
            continue;
        stamps.paint({mark.colour.rgb(), mark.isPrimary, mark.isFaded}, mark.place,
                     [&](QPainter &painter, const QPointF &place) {
                         paintKeyMark(painter, mark, place, scene.keyRadius, style);
                     });
    }
    for (const KeyMark &mark : scene.keys) {
        if (mark.isSelected)
            paintKeyMark(painter, mark, mark.place, 1.4 * scene.keyRadius, style);
    }
}

void paintNodes(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    Stamps stamps(painter, scene.nodes.size(), std::ceil(scene.nodeRadius) + 2);
    for (const NodeMark &mark : scene.nodes) {
        if (mark.isSelected) {
            painter.setPen(linePen(style.highlight, style.thick));
            painter.setBrush(style.background);
            painter.drawEllipse(mark.place, scene.nodeRadius + 5 * style.scale, scene.nodeRadius + 5 * style.scale);
        }
        stamps.paint({mark.colour.rgb(), int(mark.condition), false}, mark.place,
                     [&](QPainter &painter, const QPointF &place) {
                         paintNode(painter, place, scene.nodeRadius, mark.colour, mark.condition, style);
                     });
        if (mark.isIsolated)
            paintIsolation(painter, mark.place, scene.nodeRadius, style);
    }
}

// Each line from a point: laying out in a box takes several times as long.
void paintLines(QPainter &painter, const SceneLabel &label, const QFontMetricsF &metrics)
{
    const QStringList lines = label.text.split(u'\n');
    qreal baseline = label.box.center().y() + (metrics.ascent() - metrics.descent()) / 2
        - qreal(lines.size() - 1) * metrics.height() / 2;
    for (const QString &line : lines) {
        painter.drawText(QPointF(label.box.center().x() - metrics.horizontalAdvance(line) / 2, baseline), line);
        baseline += metrics.height();
    }
}

void paintLabels(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    painter.setPen(flatPen(style.faint, std::min(style.thin, 1.2)));
    for (const SceneLabel &label : scene.labels) {
        const QPointF near(std::clamp(label.anchor.x(), label.box.left(), label.box.right()),
                           std::clamp(label.anchor.y(), label.box.top(), label.box.bottom()));
        const QLineF line(label.anchor, near);
        const qreal skip = (label.isNode ? scene.nodeRadius : scene.keyRadius) + 1;
        if (line.length() > skip + 2)
            painter.drawLine(QLineF(line.pointAt(skip / line.length()), near));
    }
    QFont bold = style.smallFont;
    bold.setBold(true);
    painter.setPen(style.ink);
    for (const bool isNode : {false, true}) {
        painter.setFont(isNode ? bold : style.smallFont);
        const QFontMetricsF metrics(painter.font());
        for (const SceneLabel &label : scene.labels) {
            if (label.isNode == isNode)
                paintLines(painter, label, metrics);
        }
    }
}

} // namespace

QPen linePen(const QColor &colour, qreal width, Qt::PenStyle style)
{
    QPen pen(colour, width, style, Qt::RoundCap, Qt::RoundJoin);
    if (style == Qt::DotLine) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({1.2, 2.4});
    } else if (style == Qt::DashLine) {
        pen.setDashPattern({5, 4});
    }
    return pen;
}

void paintNode(QPainter &painter, const QPointF &place, qreal radius, const QColor &colour, NodeCondition condition,
               const RingStyle &style)
{
    const qreal outline = std::min(style.thin * 1.3, std::max(0.8, radius / 3));
    const QRectF box(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius);
    painter.setPen(linePen(style.ink, outline));
    painter.setBrush(style.background);
    switch (condition) {
    case NodeCondition::Alive:
        painter.setBrush(colour);
        painter.drawEllipse(box);
        break;
    case NodeCondition::Joining: {
        painter.drawEllipse(box);
        painter.setBrush(colour);
        painter.drawChord(box, 90 * 16, 180 * 16);
        break;
    }
    case NodeCondition::Leaving:
        painter.drawEllipse(box);
        painter.setBrush(colour);
        painter.drawEllipse(place, radius * 0.5, radius * 0.5);
        break;
    case NodeCondition::Suspect: {
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(box);
        QColor pale = colour;
        pale.setAlpha(110);
        painter.setBrush(pale);
        QPen dashed = linePen(style.ink, outline);
        dashed.setCapStyle(Qt::FlatCap);
        dashed.setDashPattern({2.2, 1.6});
        painter.setPen(dashed);
        painter.drawEllipse(box);
        break;
    }
    case NodeCondition::Dead: {
        painter.setPen(linePen(style.alarm, outline));
        painter.drawEllipse(box);
        const qreal arm = radius * 0.5;
        painter.drawLine(place + QPointF(-arm, -arm), place + QPointF(arm, arm));
        painter.drawLine(place + QPointF(-arm, arm), place + QPointF(arm, -arm));
        break;
    }
    }
}

void paintKey(QPainter &painter, const QPointF &place, qreal radius, const QColor &colour, bool isPrimary,
              const RingStyle &style)
{
    const qreal outline = std::min(style.thin, std::max(0.6, radius / 3));
    if (isPrimary) {
        painter.setPen(linePen(style.ink, outline));
        painter.setBrush(colour);
        painter.drawEllipse(place, radius, radius);
        return;
    }
    // Hollow, but still in the colour of its node: a coloured rim within a thin outline.
    painter.setBrush(Qt::NoBrush);
    painter.setPen(linePen(style.ink, std::max(2.2 * outline, radius * 0.75)));
    painter.drawEllipse(place, radius * 0.75, radius * 0.75);
    painter.setPen(linePen(colour, std::max(1.2 * outline, radius * 0.45)));
    painter.drawEllipse(place, radius * 0.75, radius * 0.75);
}

void paintKeyLink(QPainter &painter, const QPainterPath &line, bool isLeader, const RingStyle &style)
{
    QPen pen = linePen(style.ink, isLeader ? style.thick : style.thin);
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern(isLeader ? QList<qreal>{4, 1.5} : QList<qreal>{1.5, 3});
    painter.strokePath(line, pen);
    painter.setPen(linePen(style.ink, style.thin));
    painter.setBrush(isLeader ? style.ink : style.background);
    const qreal radius = (isLeader ? 4 : 3.2) * style.scale;
    painter.drawEllipse(line.pointAtPercent(1), radius, radius);
}

void paintIsolation(QPainter &painter, const QPointF &place, qreal nodeRadius, const RingStyle &style)
{
    painter.setPen(linePen(style.alarm, style.thick, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    const qreal radius = nodeRadius + 5 * style.scale;
    painter.drawEllipse(place, radius, radius);
}

void paintCutLink(QPainter &painter, const QPainterPath &line, const QPointF &cross, const RingStyle &style)
{
    painter.strokePath(line, linePen(style.alarm, style.thin, Qt::DashLine));
    const qreal arm = 5 * style.scale;
    for (const auto &[colour, width] : {std::pair{style.background, style.thick + 3}, {style.alarm, style.thick}}) {
        painter.setPen(linePen(colour, width));
        painter.drawLine(cross + QPointF(-arm, -arm), cross + QPointF(arm, arm));
        painter.drawLine(cross + QPointF(-arm, arm), cross + QPointF(arm, -arm));
    }
}

void paintAlarmSign(QPainter &painter, const QPointF &place, const RingStyle &style)
{
    QFont font = style.font;
    font.setBold(true);
    const qreal radius = QFontMetricsF(font).height() * 0.55;
    painter.setPen(linePen(style.background, 1.5));
    painter.setBrush(style.alarm);
    painter.drawEllipse(place, radius, radius);
    painter.setPen(inkOn(style.alarm));
    painter.setFont(font);
    painter.drawText(QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius), Qt::AlignCenter, u"!"_s);
}

void paintPill(QPainter &painter, const QPointF &centre, const QString &text, const QColor &fill, const QColor &ink,
               const QFont &font)
{
    const QFontMetricsF metrics(font);
    const QSizeF size(metrics.horizontalAdvance(text) + metrics.height() * 0.5, metrics.height());
    QRectF box(QPointF(), size);
    box.moveCenter(centre);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(box, size.height() / 2, size.height() / 2);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(box, Qt::AlignCenter, text);
}

void paintScene(QPainter &painter, const Scene &scene, const RingStyle &style)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    paintScale(painter, scene, style);
    paintPointers(painter, scene, style);
    paintBand(painter, scene, style);
    paintBars(painter, scene, style);
    paintCuts(painter, scene, style);
    paintFingers(painter, scene, style);
    paintKeys(painter, scene, style);
    paintLabels(painter, scene, style);
    paintNodes(painter, scene, style);
    paintWrongPointers(painter, scene, style);
}

} // namespace monitor
