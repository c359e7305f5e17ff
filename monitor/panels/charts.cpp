// SPDX-License-Identifier: GPL-3.0-or-later
//
// A chart is first put together and placed as a Plot, which painting and the mouse share.

#include "panels/charts.h"

#include "model/names.h"
#include "model/type_scale.h"
#include "panels/chart_axis.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace monitor {

namespace {

constexpr qreal gap = 20;
constexpr qreal barWidthMax = 40;
constexpr qreal dotRadius = 2.5;
constexpr int hopsShownMin = 5; // so that a first lookup does not fill the chart
constexpr size_t durationsShownMin = 30;
constexpr std::array charts{Charts::Chart::Keys, Charts::Chart::Hops, Charts::Chart::Durations};

QColor faded(QColor colour, int alpha)
{
    colour.setAlpha(alpha);
    return colour;
}

} // namespace

Charts::Charts(QWidget *parent)
    : QWidget(parent)
    , m_snapshot(std::make_shared<RingSnapshot>())
{
    setAccessibleName(tr("Charts: keys per node, hops, durations"));
    setMinimumHeight(90);
    setMouseTracking(true);
}

void Charts::setSnapshot(SnapshotPtr snapshot, const ColourBook &colours)
{
    m_snapshot = std::move(snapshot);
    m_nodes.clear();
    for (size_t i = 0; i < m_snapshot->nodes.size(); ++i) {
        if (m_snapshot->nodes[i].condition != NodeCondition::Dead)
            m_nodes.push_back(i);
    }
    m_colours = colours;
    update();
}

void Charts::addHops(int hops)
{
    m_hops.push_back(hops);
    if (m_hops.size() > size_t(samplesMax))
        m_hops.pop_front();
    update();
}

void Charts::addDuration(qint64 micros, const QString &what)
{
    m_durations.push_back({micros, what});
    if (m_durations.size() > size_t(samplesMax))
        m_durations.pop_front();
    update();
}

void Charts::clear()
{
    m_hops.clear();
    m_durations.clear();
    update();
}

Charts::Plot Charts::plotOf(Chart chart) const
{
    Plot plot;
    plot.chart = chart;
    const QRectF area = QRectF(rect()).adjusted(gap / 2, 4, -gap / 2, -4);
    const qreal width = (area.width() - (chartCount - 1) * gap) / chartCount;
    plot.box = QRectF(area.left() + int(chart) * (width + gap), area.top(), width, area.height());
    if (chart == Chart::Keys)
        fillKeys(plot);
    else if (chart == Chart::Hops)
        fillHops(plot);
    else
        fillDurations(plot);
    place(plot);
    return plot;
}

void Charts::fillKeys(Plot &plot) const
{
    plot.title = tr("Keys per node, in the order of the ring");
    plot.unit = tr("keys", "unit of an axis");
    plot.axis = tr("node", "along an axis");
    for (const size_t node : m_nodes)
        plot.values.push_back(double(m_snapshot->nodes[node].totals.primary));
    const double all = std::accumulate(plot.values.begin(), plot.values.end(), 0.0);
    if (all == 0) {
        plot.facts = tr("no keys yet");
        plot.values.clear();
        return;
    }
    const double most = *std::max_element(plot.values.begin(), plot.values.end());
    plot.level = all / double(plot.values.size());
    plot.facts = tr("mean %1; the largest is %2 times the mean")
                     .arg(QLocale().toString(plot.level, 'f', 1), QLocale().toString(most / plot.level, 'f', 1));
}

void Charts::fillHops(Plot &plot) const
{
    plot.title = tr("Hops per lookup");
    plot.unit = tr("lookups", "unit of an axis");
    plot.axis = tr("hops", "along an axis");
    plot.facts = tr("no lookups yet");
    if (m_hops.empty())
        return;
    plot.values.resize(size_t(std::max(*std::max_element(m_hops.begin(), m_hops.end()), hopsShownMin)) + 1);
    for (const int hops : m_hops)
        ++plot.values[size_t(hops)];
    const double sum = std::accumulate(m_hops.begin(), m_hops.end(), 0.0);
    const double expected = 0.5 * std::log2(std::max<double>(1, double(m_snapshot->nodes.size())));
    plot.facts = tr("mean %1 of %2 lookups; ½ log₂ N is %3")
                     .arg(QLocale().toString(sum / double(m_hops.size()), 'f', 1))
                     .arg(m_hops.size())
                     .arg(QLocale().toString(expected, 'f', 1));
}

void Charts::fillDurations(Plot &plot) const
{
    plot.title = tr("Duration of operations");
    plot.unit = tr("duration", "unit of an axis");
    plot.axis = tr("latest", "the right end of an axis");
    plot.facts = tr("no operations yet");
    if (m_durations.empty())
        return;
    std::vector<qint64> micros;
    for (const Duration &duration : m_durations) {
        micros.push_back(duration.micros);
        plot.values.push_back(double(duration.micros));
    }
    plot.facts = tr("median %1, 99th percentile %2")
                     .arg(durationText(percentile(micros, 50)), durationText(percentile(micros, 99)));
}

void Charts::place(Plot &plot) const
{
    const QFontMetricsF caption(captionFont(font()));
    const qreal head = QFontMetricsF(headingFont(font())).height() + caption.height();
    plot.inside = plot.box.adjusted(0, head + caption.height() / 2, 0, -caption.height() - 2);
    if (plot.values.empty())
        return;
    const double most = *std::max_element(plot.values.begin(), plot.values.end());
    plot.ticks = axisTicks(most, int(plot.inside.height() / (1.4 * caption.height())), 1);
    qreal widest = 0;
    for (const double tick : plot.ticks)
        widest = std::max(widest, caption.horizontalAdvance(tickText(plot, tick)));
    plot.inside.setLeft(plot.box.left() + widest + 6);
}

QString Charts::tickText(const Plot &plot, double value) const
{
    return plot.chart == Chart::Durations ? durationText(qint64(value)) : QLocale().toString(qint64(value));
}

QString Charts::nameOf(const Plot &plot, size_t index) const
{
    if (plot.chart == Chart::Keys)
        return Names(*m_snapshot).node(m_snapshot->nodes[m_nodes[index]].self);
    return plot.chart == Chart::Hops ? QString::number(index) : QString();
}

QString Charts::tipOf(const Plot &plot, size_t index) const
{
    const int value = int(plot.values[index]);
    switch (plot.chart) {
    case Chart::Keys: {
        const NodeView &node = m_snapshot->nodes[m_nodes[index]];
        return tr("%1: %2", "node, keys").arg(nameOf(plot, index), tr("%n keys", nullptr, value)) + u'\n'
            + QString::fromUtf8(node.self.address);
    }
    case Chart::Hops:
        return tr("%1: %2", "hops, lookups").arg(tr("%n hops", nullptr, int(index)), tr("%n lookups", nullptr, value));
    case Chart::Durations:
        break;
    }
    return m_durations[index].what + u'\n' + durationText(m_durations[index].micros);
}

QColor Charts::colourOf(const Plot &plot, size_t index) const
{
    if (plot.chart == Chart::Keys)
        return m_colours.colourOf(m_snapshot->nodes[m_nodes[index]].self.address);
    return ownerColour(plot.chart == Chart::Hops ? 4 : 0);
}

QRectF Charts::markBox(Chart chart, size_t index) const
{
    const Plot plot = plotOf(chart);
    return index < plot.values.size() ? markBox(plot, index) : QRectF();
}

QRectF Charts::markBox(const Plot &plot, size_t index) const
{
    const qreal height = plot.inside.height() * plot.values[index] / plot.ticks.back();
    const size_t places =
        plot.chart == Chart::Durations ? std::max(plot.values.size(), durationsShownMin) : plot.values.size();
    const qreal step = plot.inside.width() / qreal(places);
    const qreal centre = plot.inside.left() + (qreal(index) + 0.5) * step;
    if (plot.chart == Chart::Durations)
        return {centre - dotRadius, plot.inside.bottom() - height - dotRadius, 2 * dotRadius, 2 * dotRadius};
    const qreal width = std::min(step > 6 ? step - 3 : step, barWidthMax);
    return {centre - width / 2, plot.inside.bottom() - height, width, height};
}

int Charts::markAt(const Plot &plot, const QPointF &place) const
{
    if (plot.values.empty() || !plot.inside.adjusted(0, 0, 0, plot.box.bottom() - plot.inside.bottom()).contains(place))
        return -1;
    int nearest = -1;
    qreal distance = std::max(barWidthMax, plot.inside.width() / qreal(plot.values.size()));
    for (size_t i = 0; i < plot.values.size(); ++i) {
        const qreal away = std::abs(markBox(plot, i).center().x() - place.x());
        if (away < distance) {
            distance = away;
            nearest = int(i);
        }
    }
    return nearest;
}

QString Charts::textAt(const QPointF &place) const
{
    for (const Chart chart : charts) {
        const Plot plot = plotOf(chart);
        if (const int index = markAt(plot, place); index >= 0)
            return tipOf(plot, size_t(index));
    }
    return {};
}

void Charts::mouseMoveEvent(QMouseEvent *event)
{
    m_mouse = event->position();
    QToolTip::showText(event->globalPosition().toPoint(), plainTip(textAt(m_mouse)), this);
    update();
}

void Charts::leaveEvent(QEvent *)
{
    m_mouse = {-1, -1};
    update();
}

void Charts::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().base());
    for (const Chart chart : charts) {
        const Plot plot = plotOf(chart);
        paintFrame(painter, plot);
        if (plot.values.empty())
            continue;
        paintNames(painter, plot);
        paintMarks(painter, plot);
    }
}

// Title, facts, axes and the numbers of the values.
void Charts::paintFrame(QPainter &painter, const Plot &plot) const
{
    const QColor ink = palette().color(QPalette::Text);
    const auto write = [&](const QFont &textFont, qreal top, const QString &text) {
        const QFontMetricsF metrics(textFont);
        painter.setFont(textFont);
        painter.drawText(QRectF(plot.box.left(), top, plot.box.width(), metrics.height()), Qt::AlignLeft,
                         metrics.elidedText(text, Qt::ElideRight, plot.box.width()));
        return top + metrics.height();
    };
    painter.setPen(ink);
    const qreal below = write(headingFont(font()), plot.box.top(), plot.title);
    write(captionFont(font()), below, plot.facts);
    const QFontMetricsF caption(captionFont(font()));
    for (const double tick : plot.ticks) {
        const qreal y = plot.inside.bottom() - plot.inside.height() * tick / plot.ticks.back();
        painter.setPen(faded(ink, 45));
        painter.drawLine(QPointF(plot.inside.left(), y), QPointF(plot.inside.right(), y));
        painter.setPen(ink);
        painter.drawText(QRectF(plot.box.left(), y - caption.height() / 2, plot.inside.left() - plot.box.left() - 4,
                                caption.height()),
                         Qt::AlignRight | Qt::AlignVCenter, tickText(plot, tick));
    }
    painter.setPen(faded(ink, 140));
    painter.drawLine(plot.inside.bottomLeft(), plot.inside.bottomRight());
    painter.drawLine(plot.inside.bottomLeft(), plot.inside.topLeft());
}

// The names below their marks, as many as there is room for, and what the axes count.
void Charts::paintNames(QPainter &painter, const Plot &plot) const
{
    const QFont small = captionFont(font());
    const QFontMetricsF caption(small);
    const QRectF row(plot.inside.left(), plot.inside.bottom() + 2, plot.inside.width(), caption.height());
    painter.setFont(small);
    painter.setPen(palette().color(QPalette::Text));
    const qreal axisWidth = caption.horizontalAdvance(plot.axis) + 6;
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, plot.axis);
    painter.drawText(QRectF(plot.inside.left() + 4, plot.inside.top() - caption.height() / 2 - 1, plot.inside.width(),
                            caption.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, plot.unit);
    const int stride =
        labelStride(int(plot.values.size()), caption.horizontalAdvance(nameOf(plot, 0)) + 8, row.width());
    for (size_t i = 0; i < plot.values.size(); i += size_t(stride)) {
        const QString name = nameOf(plot, i);
        const qreal width = caption.horizontalAdvance(name);
        const qreal left = markBox(plot, i).center().x() - width / 2;
        if (left + width < row.right() - axisWidth)
            painter.drawText(QRectF(left, row.top(), width + 1, row.height()), Qt::AlignCenter, name);
    }
}

void Charts::paintMarks(QPainter &painter, const Plot &plot) const
{
    const QColor ink = palette().color(QPalette::Text);
    const int hovered = markAt(plot, m_mouse);
    const bool areOutlined = plot.inside.width() / qreal(plot.values.size()) > 4 || plot.chart == Chart::Durations;
    for (size_t i = 0; i < plot.values.size(); ++i) {
        const QRectF mark = markBox(plot, i);
        const bool isHovered = int(i) == hovered;
        painter.setPen(isHovered ? QPen(ink, 2) : areOutlined ? QPen(ink, 0.7) : QPen(Qt::NoPen));
        painter.setBrush(colourOf(plot, i));
        if (plot.chart == Chart::Durations)
            painter.drawEllipse(mark);
        else if (mark.height() > 0)
            painter.drawRect(mark);
    }
    if (plot.level < 0)
        return;
    painter.setPen(QPen(ink, 1.2, Qt::DashLine));
    const qreal level = plot.inside.bottom() - plot.inside.height() * plot.level / plot.ticks.back();
    painter.drawLine(QPointF(plot.inside.left(), level), QPointF(plot.inside.right(), level));
}

qint64 percentile(std::vector<qint64> values, int percent)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const size_t rank = (values.size() * size_t(percent) + 99) / 100;
    return values[std::max<size_t>(rank, 1) - 1];
}

} // namespace monitor
