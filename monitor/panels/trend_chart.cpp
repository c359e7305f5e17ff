// SPDX-License-Identifier: GPL-3.0-or-later
//
// The right end is the latest sample; the left one is as old as the samples that fit.

#include "panels/trend_chart.h"

#include "model/names.h"
#include "model/type_scale.h"
#include "panels/chart_axis.h"
#include "panels/events_model.h"
#include "ring/style.h"

#include <QDateTime>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace monitor {

namespace {

constexpr qreal margin = 6;
constexpr int levelsMax = 3;
constexpr double smallestTick = 1e-4;

} // namespace

TrendChart::TrendChart(const QString &title, const Text &textOf, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_textOf(textOf)
{
    setAccessibleName(title);
    setMouseTracking(true);
    setMinimumSize(140, 60);
}

void TrendChart::add(qint64 atMs, double value)
{
    m_samples.push_back({atMs, value});
    if (m_samples.size() > samplesMax)
        m_samples.pop_front();
    update();
}

void TrendChart::clear()
{
    m_samples.clear();
    update();
}

std::vector<double> TrendChart::ticks() const
{
    double most = 0;
    for (const Sample &sample : m_samples)
        most = std::max(most, sample.value);
    return axisTicks(most, levelsMax, smallestTick);
}

QRectF TrendChart::plotBox() const
{
    const QFontMetricsF caption(captionFont(font()));
    qreal widest = 0;
    for (const double tick : ticks())
        widest = std::max(widest, caption.horizontalAdvance(m_textOf(tick)));
    const qreal head = QFontMetricsF(headingFont(font())).height() + caption.height() / 2;
    return QRectF(rect()).adjusted(margin + widest + 4, margin + head, -margin, -margin);
}

QPointF TrendChart::placeOf(size_t sample) const
{
    const QRectF box = plotBox();
    const qreal step = box.width() / qreal(samplesMax - 1);
    return {box.right() - qreal(m_samples.size() - 1 - sample) * step,
            box.bottom() - box.height() * m_samples[sample].value / ticks().back()};
}

QString TrendChart::textAt(const QPointF &place) const
{
    const QRectF box = plotBox();
    if (m_samples.empty() || !box.contains(place))
        return {};
    const qreal step = box.width() / qreal(samplesMax - 1);
    const qint64 back = std::llround((box.right() - place.x()) / step);
    if (back >= qint64(m_samples.size()))
        return {};
    const Sample &sample = m_samples[m_samples.size() - 1 - size_t(back)];
    return momentText(sample.atMs, Mode::Live) + QStringLiteral("  ") + m_textOf(sample.value);
}

void TrendChart::mouseMoveEvent(QMouseEvent *event)
{
    QToolTip::showText(event->globalPosition().toPoint(), plainTip(textAt(event->position())), this);
}

void TrendChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().base());
    const QColor ink = palette().color(QPalette::Text);
    const QRectF box = plotBox();
    painter.setPen(ink);
    painter.setFont(headingFont(font()));
    const QString latest = m_samples.empty() ? QString() : m_textOf(m_samples.back().value);
    painter.drawText(QRectF(margin, margin / 2, width() - 2 * margin, QFontMetricsF(painter.font()).height()),
                     Qt::AlignLeft, m_title);
    painter.drawText(QRectF(margin, margin / 2, width() - 2 * margin, QFontMetricsF(painter.font()).height()),
                     Qt::AlignRight, latest);
    painter.setFont(captionFont(font()));
    const QFontMetricsF caption(painter.font());
    QColor faint = ink;
    faint.setAlpha(45);
    const std::vector<double> levels = ticks();
    for (const double tick : levels) {
        const qreal y = box.bottom() - box.height() * tick / levels.back();
        painter.setPen(faint);
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
        painter.setPen(ink);
        painter.drawText(QRectF(margin, y - caption.height() / 2, box.left() - margin - 4, caption.height()),
                         Qt::AlignRight | Qt::AlignVCenter, m_textOf(tick));
    }
    if (m_samples.empty())
        return;
    QPainterPath line(placeOf(0));
    for (size_t i = 1; i < m_samples.size(); ++i)
        line.lineTo(placeOf(i));
    painter.strokePath(line, QPen(ownerColour(4), 2));
    painter.setPen(QPen(ink, 0.7));
    painter.setBrush(ownerColour(4));
    painter.drawEllipse(placeOf(m_samples.size() - 1), 3, 3);
}

} // namespace monitor
