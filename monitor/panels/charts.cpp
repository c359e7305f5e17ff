// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each chart has its title above it and its most important number in words, so that it can be read without axes.

#include "panels/charts.h"

#include "model/names.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace monitor {

namespace {

constexpr qreal gap = 16;
constexpr int barsMax = 400; // more nodes than this share bars

QColor axisColour(const QPalette &palette)
{
    QColor colour = palette.color(QPalette::Text);
    colour.setAlpha(110);
    return colour;
}

} // namespace

Charts::Charts(QWidget *parent)
    : QWidget(parent)
    , m_snapshot(std::make_shared<RingSnapshot>())
{
    setAccessibleName(tr("Charts: keys per node, hops, durations"));
    setMinimumHeight(90);
}

void Charts::setSnapshot(SnapshotPtr snapshot, const ColourBook &colours)
{
    m_snapshot = std::move(snapshot);
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

void Charts::addDuration(qint64 micros)
{
    m_micros.push_back(micros);
    if (m_micros.size() > size_t(samplesMax))
        m_micros.pop_front();
    update();
}

void Charts::clear()
{
    m_hops.clear();
    m_micros.clear();
    update();
}

void Charts::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().base());
    const QRectF area = QRectF(rect()).adjusted(gap / 2, 4, -gap / 2, -6);
    const qreal width = (area.width() - 2 * gap) / 3;
    paintKeys(painter, QRectF(area.left(), area.top(), width, area.height()));
    paintHops(painter, QRectF(area.left() + width + gap, area.top(), width, area.height()));
    paintDurations(painter, QRectF(area.left() + 2 * (width + gap), area.top(), width, area.height()));
}

QRectF Charts::paintFrame(QPainter &painter, const QRectF &box, const QString &title, const QString &facts) const
{
    QFont bold = font();
    bold.setBold(true);
    const qreal line = QFontMetricsF(bold).height();
    painter.setPen(palette().color(QPalette::Text));
    painter.setFont(bold);
    painter.drawText(QRectF(box.left(), box.top(), box.width(), line), Qt::AlignLeft,
                     QFontMetricsF(bold).elidedText(title, Qt::ElideRight, box.width()));
    painter.setFont(font());
    painter.drawText(QRectF(box.left(), box.top() + line, box.width(), line), Qt::AlignLeft,
                     QFontMetricsF(font()).elidedText(facts, Qt::ElideRight, box.width()));
    const QRectF inside = box.adjusted(0, 2 * line + 4, 0, 0);
    painter.setPen(axisColour(palette()));
    painter.drawLine(inside.bottomLeft(), inside.bottomRight());
    return inside;
}

void Charts::paintKeys(QPainter &painter, const QRectF &box) const
{
    std::vector<const NodeView *> nodes;
    quint64 most = 0;
    quint64 all = 0;
    for (const NodeView &node : m_snapshot->nodes) {
        if (node.condition == NodeCondition::Dead)
            continue;
        nodes.push_back(&node);
        most = std::max(most, node.totals.primary);
        all += node.totals.primary;
    }
    const qreal mean = nodes.empty() ? 0 : qreal(all) / qreal(nodes.size());
    const QString facts = all == 0
        ? tr("no keys yet")
        : tr("mean %1; the largest is %2 times the mean")
              .arg(QLocale().toString(mean, 'f', 1), QLocale().toString(qreal(most) / mean, 'f', 1));
    const QRectF inside = paintFrame(painter, box, tr("Keys per node, in the order of the ring"), facts);
    if (all == 0)
        return;
    const qreal width = inside.width() / qreal(nodes.size());
    QColor outline = palette().color(QPalette::Text);
    painter.setPen(nodes.size() <= size_t(barsMax) && width > 4 ? QPen(outline, 0.7) : QPen(Qt::NoPen));
    for (size_t i = 0; i < nodes.size(); ++i) {
        const qreal height = inside.height() * qreal(nodes[i]->totals.primary) / qreal(most);
        const qreal space = width > 6 ? 1.5 : 0;
        painter.setBrush(m_colours.colourOf(nodes[i]->self.address));
        if (height > 0)
            painter.drawRect(QRectF(inside.left() + qreal(i) * width + space, inside.bottom() - height,
                                    std::min(width - 2 * space, 40.0), height));
    }
    painter.setPen(QPen(outline, 1.2, Qt::DashLine));
    const qreal level = inside.bottom() - inside.height() * mean / qreal(most);
    painter.drawLine(QPointF(inside.left(), level), QPointF(inside.right(), level));
}

void Charts::paintHops(QPainter &painter, const QRectF &box) const
{
    const qreal sum = std::accumulate(m_hops.begin(), m_hops.end(), 0.0);
    const qreal expected = 0.5 * std::log2(std::max<qreal>(1, qreal(m_snapshot->nodes.size())));
    const QString facts = m_hops.empty() ? tr("no lookups yet")
                                         : tr("mean %1 of %2 lookups; ½ log₂ N is %3")
                                               .arg(QLocale().toString(sum / qreal(m_hops.size()), 'f', 1))
                                               .arg(m_hops.size())
                                               .arg(QLocale().toString(expected, 'f', 1));
    const QRectF inside = paintFrame(painter, box, tr("Hops per lookup"), facts);
    if (m_hops.empty())
        return;
    const int longest = std::max(*std::max_element(m_hops.begin(), m_hops.end()), 5);
    std::vector<int> counts(size_t(longest) + 1, 0);
    for (const int hops : m_hops)
        ++counts[size_t(hops)];
    const int most = *std::max_element(counts.begin(), counts.end());
    const qreal line = QFontMetricsF(font()).height();
    const qreal width = inside.width() / qreal(counts.size());
    for (size_t i = 0; i < counts.size(); ++i) {
        const qreal height = (inside.height() - line) * counts[i] / most;
        const QRectF column(inside.left() + qreal(i) * width + 2, inside.bottom() - line - height,
                            std::min(width - 4, 40.0), height);
        painter.setPen(QPen(palette().color(QPalette::Text), 0.7));
        painter.setBrush(ownerColour(4));
        if (height > 0)
            painter.drawRect(column);
        painter.drawText(QRectF(column.left(), inside.bottom() - line, column.width(), line), Qt::AlignCenter,
                         QString::number(i));
    }
}

void Charts::paintDurations(QPainter &painter, const QRectF &box) const
{
    const std::vector<qint64> values(m_micros.begin(), m_micros.end());
    const QString facts = values.empty()
        ? tr("no operations yet")
        : tr("median %1, 99th percentile %2")
              .arg(durationText(percentile(values, 50)), durationText(percentile(values, 99)));
    const QRectF inside = paintFrame(painter, box, tr("Duration of operations"), facts);
    if (values.empty())
        return;
    const qint64 longest = std::max<qint64>(1, *std::max_element(values.begin(), values.end()));
    painter.setPen(QPen(palette().color(QPalette::Text), 0.7));
    painter.setBrush(ownerColour(0));
    const qreal step = inside.width() / qreal(std::max<size_t>(values.size(), 30));
    for (size_t i = 0; i < values.size(); ++i) {
        const QPointF place(inside.left() + (qreal(i) + 0.5) * step,
                            inside.bottom() - 3 - (inside.height() - 6) * qreal(values[i]) / qreal(longest));
        painter.drawEllipse(place, 2.5, 2.5);
    }
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
