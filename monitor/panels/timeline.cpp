// SPDX-License-Identifier: GPL-3.0-or-later
//
// Height and colour of a tick depend on its event: failures are high and red, repairs green, others grey.

#include "panels/timeline.h"

#include "model/names.h"
#include "model/playback.h"
#include "panels/events_model.h"
#include "ring/style.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace monitor {

namespace {

constexpr size_t ticksMax = 2000;
constexpr qint64 keyStepMs = 500;

struct TickStyle {
    QColor colour;
    qreal height; // of the line's
};

TickStyle tickStyle(RingEvent::Kind kind, const QPalette &palette)
{
    switch (kind) {
    case RingEvent::Kind::Died:
    case RingEvent::Kind::Problem:
        return {ownerColour(3), 1};
    case RingEvent::Kind::Suspected:
        return {ownerColour(0), 0.8};
    case RingEvent::Kind::Joined:
    case RingEvent::Kind::Recovered:
    case RingEvent::Kind::Repaired:
        return {ownerColour(5), 0.8};
    case RingEvent::Kind::Left:
    case RingEvent::Kind::KeysMoved:
        return {ownerColour(1), 0.7};
    default:
        break;
    }
    QColor grey = palette.color(QPalette::Text);
    grey.setAlpha(110);
    return {grey, 0.4};
}

} // namespace

Timeline::Timeline(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Timeline"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Timeline::setSource(Mode mode, Playback *playback)
{
    if (m_playback)
        m_playback->disconnect(this);
    m_mode = mode;
    m_playback = playback;
    m_nowMs = m_beganMs = 0;
    if (playback)
        connect(playback, &Playback::changed, this, qOverload<>(&QWidget::update));
    clear();
}

void Timeline::addEvent(const RingEvent &event)
{
    if (m_ticks.size() >= ticksMax)
        m_ticks.erase(m_ticks.begin(), m_ticks.begin() + qsizetype(ticksMax / 4));
    m_ticks.push_back({event.atMs, event.kind, event.text});
    update();
}

void Timeline::dropAfter(qint64 atMs)
{
    std::erase_if(m_ticks, [atMs](const Tick &tick) { return tick.atMs > atMs; });
    update();
}

void Timeline::clear()
{
    m_ticks.clear();
    update();
}

void Timeline::setNow(qint64 nowMs)
{
    if (m_mode != Mode::Live)
        return;
    m_nowMs = nowMs;
    if (m_beganMs == 0)
        m_beganMs = nowMs;
    // Only when something moves by a pixel: an idle window does not paint.
    if (double(m_nowMs - m_paintedNowMs) * width() >= double(endMs() - beginMs()))
        update();
}

qint64 Timeline::beginMs() const
{
    if (isLive())
        return m_ticks.empty() ? m_beganMs : std::min(m_beganMs, m_ticks.front().atMs);
    if (m_playback)
        return m_playback->beginMs();
    return m_ticks.empty() ? 0 : m_ticks.front().atMs;
}

qint64 Timeline::endMs() const
{
    if (isLive())
        return std::max(m_nowMs, beginMs() + 1000);
    const qint64 end = m_playback ? m_playback->endMs() : m_ticks.empty() ? 0 : m_ticks.back().atMs;
    return std::max(end, beginMs() + 1000);
}

QString Timeline::endText() const
{
    if (isLive())
        return tr("now");
    if (m_playback)
        return momentText(m_playback->positionMs(), m_mode);
    return m_ticks.empty() ? QString() : tr("latest: %1").arg(momentText(endMs(), m_mode));
}

QRectF Timeline::lineBox() const
{
    const auto room = [this](const QStringList &texts) {
        qreal widest = 0;
        for (const QString &text : texts)
            widest = std::max<qreal>(widest, fontMetrics().horizontalAdvance(text) + 16);
        return widest;
    };
    const QString clock = QStringLiteral("00:00:00");
    return QRectF(rect()).adjusted(room({clock, tr("no events")}), 4,
                                   -room({clock, momentText(endMs(), m_mode), endText()}), -4);
}

qreal Timeline::placeOf(qint64 atMs) const
{
    const QRectF box = lineBox();
    return box.left() + box.width() * qreal(atMs - beginMs()) / qreal(endMs() - beginMs());
}

qint64 Timeline::momentAt(qreal place) const
{
    const QRectF box = lineBox();
    const qreal part = std::clamp((place - box.left()) / std::max(1.0, box.width()), 0.0, 1.0);
    return beginMs() + qint64(part * qreal(endMs() - beginMs()));
}

QSize Timeline::sizeHint() const
{
    return {400, fontMetrics().height() + 12};
}

void Timeline::paintEvent(QPaintEvent *)
{
    m_paintedNowMs = m_nowMs;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = lineBox();
    const QColor ink = palette().color(QPalette::WindowText);
    QColor faint = ink;
    faint.setAlpha(90);
    painter.setPen(QPen(faint, 2));
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()));
    for (const Tick &tick : m_ticks) {
        const TickStyle style = tickStyle(tick.kind, palette());
        const qreal half = box.height() / 2 * style.height;
        const qreal x = placeOf(tick.atMs);
        if (x > box.right() + 1)
            continue; // told before the playback has come there
        const bool isLater = m_playback && tick.atMs > m_playback->positionMs();
        painter.setPen(QPen(isLater ? faint : style.colour, 2));
        painter.drawLine(QPointF(x, box.center().y() - half), QPointF(x, box.center().y() + half));
    }
    painter.setPen(ink);
    const auto label = [&](const QString &text, const QRectF &place, Qt::Alignment alignment) {
        painter.drawText(place, int(alignment | Qt::AlignVCenter), text);
    };
    const bool isEmpty = !m_playback && !isLive() && m_ticks.empty();
    const QRectF all = QRectF(rect()).adjusted(8, 0, -8, 0);
    label(isEmpty ? tr("no events") : momentText(beginMs(), m_mode), all, Qt::AlignLeft);
    label(endText(), all, Qt::AlignRight);
    if (m_playback || isLive()) {
        const qreal x = placeOf(m_playback ? m_playback->positionMs() : m_nowMs);
        painter.setPen(QPen(palette().color(QPalette::Window), 1.5));
        painter.setBrush(palette().color(QPalette::Highlight));
        painter.drawEllipse(QPointF(x, box.center().y()), 6, 6);
    }
    if (hasFocus()) {
        painter.setPen(QPen(faint, 1, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void Timeline::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        goTo(event->position().x());
}

void Timeline::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        goTo(event->position().x());
}

// Dragging on, one moves within the past that was entered.
void Timeline::goTo(qreal place)
{
    if (m_playback)
        m_playback->seek(momentAt(place));
    else if (isLive())
        Q_EMIT pastRequested(momentAt(place));
}

void Timeline::keyPressEvent(QKeyEvent *event)
{
    if (m_playback && event->key() == Qt::Key_Left)
        m_playback->seek(m_playback->positionMs() - keyStepMs);
    else if (m_playback && event->key() == Qt::Key_Right)
        m_playback->seek(m_playback->positionMs() + keyStepMs);
    else
        QWidget::keyPressEvent(event);
}

bool Timeline::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QStringList texts;
    for (const Tick &tick : m_ticks) {
        if (std::abs(placeOf(tick.atMs) - help->pos().x()) < 4 && texts.size() < 8)
            texts << momentText(tick.atMs, m_mode) + QStringLiteral("  ") + tick.text;
    }
    QToolTip::showText(help->globalPos(), plainTip(texts.join(u'\n')), this);
    return true;
}

} // namespace monitor
