// SPDX-License-Identifier: GPL-3.0-or-later
//
// One table of rows: a mark, painted by the functions that paint the ring, and its name.

#include "ring/legend.h"

#include "ring/paint.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <functional>
#include <vector>

namespace monitor {

namespace {

struct LegendText {
    Q_DECLARE_TR_FUNCTIONS(monitor::Legend)
};

using Sample = std::function<void(QPainter &, const QRectF &, const RingStyle &)>;

struct Row {
    QString text;
    Sample sample; // none: a heading
};

Sample node(NodeCondition condition)
{
    return [condition](QPainter &painter, const QRectF &box, const RingStyle &style) {
        paintNode(painter, box.center(), 6 * style.scale, ownerColour(4), condition, style);
    };
}

Sample key(bool isPrimary)
{
    return [isPrimary](QPainter &painter, const QRectF &box, const RingStyle &style) {
        paintKey(painter, box.center(), 5 * style.scale, ownerColour(0), isPrimary, style);
    };
}

Sample bar(bool isPrimary)
{
    return [isPrimary](QPainter &painter, const QRectF &box, const RingStyle &style) {
        painter.setPen(isPrimary ? linePen(style.ink, 0.5 * style.thin) : QPen(Qt::NoPen));
        painter.setBrush(ownerColour(0));
        const qreal room = 5 * style.scale;
        const qreal width = isPrimary ? room : thinBarPart * room;
        for (int i = 0; i < 4; ++i) {
            const qreal height = box.height() * (0.3 + 0.15 * ((i * 3) % 4));
            painter.drawRect(QRectF(box.center().x() + (i - 2) * room, box.bottom() - 2 - height, width, height));
        }
    };
}

Sample line(Qt::PenStyle pen, bool isThick, bool hasHead)
{
    return [=](QPainter &painter, const QRectF &box, const RingStyle &style) {
        const QPointF from(box.left() + 2, box.center().y());
        const QPointF to(box.right() - 2, box.center().y());
        const qreal head = hasHead ? (isThick ? 10 : 8) * style.scale : 0;
        painter.setPen(linePen(style.ink, isThick ? style.thick : style.thin, pen));
        painter.drawLine(from, to - QPointF(head * 0.7, 0));
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.ink);
        if (hasHead)
            painter.drawPolygon(arrowHead(to, 0, head));
    };
}

// Two ranges, each up to its owner and in its colour.
void ranges(QPainter &painter, const QRectF &box, const RingStyle &style)
{
    const qreal middle = box.center().x();
    const qreal y = box.center().y();
    const qreal width = 5 * style.scale;
    painter.setPen(QPen(style.ink, width + 1.6, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(box.left() + 2, y), QPointF(box.right() - 2, y));
    painter.setPen(QPen(ownerColour(4), width, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(box.left() + 3, y), QPointF(middle, y));
    painter.setPen(QPen(ownerColour(0), width, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(middle, y), QPointF(box.right() - 3, y));
    paintNode(painter, QPointF(middle, y), 4.5 * style.scale, ownerColour(4), NodeCondition::Alive, style);
}

// A range that is not served; hatched if it has no quorum.
Sample unserved(bool isHatched)
{
    return [isHatched](QPainter &painter, const QRectF &box, const RingStyle &style) {
        const qreal y = box.center().y();
        const qreal width = 5 * style.scale;
        const QLineF line(box.left() + 2, y, box.right() - 2, y);
        painter.setPen(QPen(style.ink, width + 1.6, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(line);
        painter.setPen(QPen(style.background, width, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(line);
        painter.setPen(QPen(style.alarm, style.thin, Qt::SolidLine, Qt::FlatCap));
        for (qreal x = line.x1() + width; isHatched && x < line.x2() - width / 2; x += 5 * style.scale)
            painter.drawLine(QPointF(x - width / 2, y + width / 2), QPointF(x + width / 2, y - width / 2));
    };
}

void colourScale(QPainter &painter, const QRectF &box, const RingStyle &style)
{
    const qreal width = 5 * style.scale;
    const QLineF line(box.left() + 2, box.center().y(), box.right() - 2, box.center().y());
    QLinearGradient gradient(line.p1(), line.p2());
    for (int i = 0; i <= 4; ++i)
        gradient.setColorAt(i / 4.0, scaleColour(i / 4.0));
    painter.setPen(QPen(style.ink, width + 1.6, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(line);
    painter.setPen(QPen(QBrush(gradient), width, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(line);
}

void isolation(QPainter &painter, const QRectF &box, const RingStyle &style)
{
    paintNode(painter, box.center(), 4 * style.scale, ownerColour(4), NodeCondition::Alive, style);
    paintIsolation(painter, box.center(), 3 * style.scale, style);
}

void cutLink(QPainter &painter, const QRectF &box, const RingStyle &style)
{
    QPainterPath line(QPointF(box.left() + 2, box.center().y()));
    line.lineTo(box.right() - 2, box.center().y());
    paintCutLink(painter, line, box.center(), style);
}

Sample keyLink(bool isLeader)
{
    return [isLeader](QPainter &painter, const QRectF &box, const RingStyle &style) {
        QPainterPath line(QPointF(box.left() + 2, box.center().y()));
        line.lineTo(box.right() - 5, box.center().y());
        paintKeyLink(painter, line, isLeader, style);
    };
}

void message(QPainter &painter, const QRectF &box, const RingStyle &style)
{
    const qreal y = box.center().y();
    painter.setPen(linePen(style.faint, 0.8 * style.scale));
    painter.drawLine(QPointF(box.left() + 2, y), QPointF(box.right() - 2, y));
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.ink);
    painter.drawPolygon(arrowHead(QPointF(box.center().x() + 5 * style.scale, y), 0, 11 * style.scale));
}

void hop(QPainter &painter, const QRectF &box, const RingStyle &style)
{
    line(Qt::SolidLine, true, true)(painter, box, style);
    paintPill(painter, box.center() - QPointF(3, 0), QStringLiteral("1"), style.highlight, style.background,
              style.smallFont);
}

void wrongPointer(QPainter &painter, const QRectF &box, const RingStyle &style)
{
    const QPointF from(box.left() + 2, box.center().y());
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(zigzagPath(from, QPointF(box.right() - 2, box.center().y()), 3 * style.scale),
                       linePen(style.alarm, style.thick));
    painter.setPen(style.alarm);
    QFont font = style.font;
    font.setBold(true);
    paintPill(painter, box.center(), QStringLiteral("!"), style.alarm, inkOn(style.alarm), font);
}

std::vector<Row> rows(const LegendContent &content)
{
    std::vector<Row> rows{
        {LegendText::tr("Nodes"), {}},
        {LegendText::tr("alive"), node(NodeCondition::Alive)},
        {LegendText::tr("joining"), node(NodeCondition::Joining)},
        {LegendText::tr("leaving"), node(NodeCondition::Leaving)},
        {LegendText::tr("does not answer"), node(NodeCondition::Suspect)},
        {LegendText::tr("dead"), node(NodeCondition::Dead)},
    };
    const auto add = [&rows](const QString &text, const Sample &sample) { rows.push_back({text, sample}); };
    if (content.hasCuts) {
        add(LegendText::tr("isolated"), isolation);
        add(LegendText::tr("link that is cut"), cutLink);
    }
    add(LegendText::tr("range it leads"), ranges);
    if (content.colouring != Colouring::ByNode)
        add(content.colouring == Colouring::ByKeys ? LegendText::tr("few to many keys")
                                                   : LegendText::tr("low to high load"),
            colourScale);
    if (content.hasUnserved) {
        add(LegendText::tr("range without a leader"), unserved(false));
        add(LegendText::tr("range without a quorum"), unserved(true));
    }
    add(LegendText::tr("Keys"), {});
    if (content.hasBars) {
        add(LegendText::tr("number of keys, at leaders"), bar(true));
        add(LegendText::tr("number of copies"), bar(false));
    } else {
        add(LegendText::tr("at its leader"), key(true));
        add(LegendText::tr("copy at a replica"), key(false));
    }
    add(LegendText::tr("Pointers"), {});
    add(LegendText::tr("successor"), line(Qt::SolidLine, true, true));
    add(LegendText::tr("predecessor"), line(Qt::DotLine, false, false));
    add(LegendText::tr("wrong pointer"), wrongPointer);
    add(LegendText::tr("hop of a lookup"), hop);
    if (content.hasMessages && !content.hasManyNodes)
        add(LegendText::tr("message in transit"), message);
    if (content.hasKeyLinks) {
        add(LegendText::tr("Of the selected key"), {});
        add(LegendText::tr("to its leader"), keyLink(true));
        add(LegendText::tr("to another voter"), keyLink(false));
    } else {
        add(LegendText::tr("Of the selected node"), {});
        add(LegendText::tr("finger"), line(Qt::SolidLine, false, true));
        add(LegendText::tr("further successor"), line(Qt::DashLine, false, true));
    }
    if (content.hasMessages && content.hasManyNodes)
        add(LegendText::tr("message in transit"), message);
    return rows;
}

struct Metrics {
    qreal row;
    qreal sample;
    qreal gap;
};

Metrics metricsOf(const RingStyle &style)
{
    return {QFontMetricsF(style.smallFont).height() * 1.18, 34 * style.scale, 7 * style.scale};
}

} // namespace

QSizeF legendSize(const RingStyle &style, const LegendContent &content)
{
    const Metrics metrics = metricsOf(style);
    const QFontMetricsF text(style.smallFont);
    QSizeF size;
    // As wide as it may become when something is selected, so that the ring stays where it is.
    for (const bool hasKeyLinks : {false, true}) {
        LegendContent either = content;
        either.hasKeyLinks = hasKeyLinks;
        qreal height = 0;
        for (const Row &row : rows(either)) {
            const qreal indent = row.sample ? metrics.sample + metrics.gap : 8;
            size.setWidth(std::max(size.width(), text.horizontalAdvance(row.text) + indent + 2));
            height += row.sample ? metrics.row : metrics.row * 1.35;
        }
        size.setHeight(std::max(size.height(), height));
    }
    return size;
}

void paintLegend(QPainter &painter, const QPointF &topLeft, const RingStyle &style, const LegendContent &content)
{
    const Metrics metrics = metricsOf(style);
    QFont heading = style.smallFont;
    heading.setBold(true);
    QPointF at = topLeft;
    for (const Row &row : rows(content)) {
        if (!row.sample)
            at.ry() += metrics.row * 0.35;
        const qreal indent = row.sample ? metrics.sample + metrics.gap : 0;
        if (row.sample)
            row.sample(painter, QRectF(at, QSizeF(metrics.sample, metrics.row)), style);
        painter.setFont(row.sample ? style.smallFont : heading);
        painter.setPen(style.ink);
        painter.drawText(QRectF(at.x() + indent, at.y(), 1000, metrics.row), Qt::AlignLeft | Qt::AlignVCenter,
                         row.text);
        at.ry() += metrics.row;
    }
}

} // namespace monitor
