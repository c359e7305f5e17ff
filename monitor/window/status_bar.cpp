// SPDX-License-Identifier: GPL-3.0-or-later
//
// Labels of its own instead of QStatusBar's messages, which would hide mode and health.

#include "window/status_bar.h"

#include "model/names.h"
#include "ring/style.h"
#include "session/ring_session.h"
#include "window/bookmarks.h"
#include "window/health_chip.h"

#include <QLabel>

#include <algorithm>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int toldForMs = 6000;
constexpr qint64 justNowMs = 2000; // a node is polled every half second

QString ageText(qint64 ms)
{
    return ms < justNowMs ? StatusBar::tr("seen just now") : StatusBar::tr("seen %1 ago").arg(durationText(ms * 1000));
}

QColor modeColour(Mode mode)
{
    return ownerColour(mode == Mode::Live ? 5 : mode == Mode::Classroom ? 1 : 6);
}

} // namespace

QString modeText(Mode mode)
{
    switch (mode) {
    case Mode::Live:
        return StatusBar::tr("LIVE");
    case Mode::Classroom:
        return StatusBar::tr("CLASSROOM");
    case Mode::Replay:
        return StatusBar::tr("REPLAY");
    }
    return {};
}

StatusBar::StatusBar(QWidget *parent)
    : QStatusBar(parent)
    , m_mode(new QLabel(this))
    , m_chip(new HealthChip(this))
    , m_health(new QLabel(this))
    , m_told(new QLabel(this))
    , m_age(new QLabel(this))
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // the policy of the status bar that QMainWindow makes
    addPermanentWidget(m_mode);
    addPermanentWidget(m_chip);
    for (QLabel *label : {m_health, m_told, m_age})
        addPermanentWidget(label, label == m_told ? 1 : 0);
    for (QLabel *label : {m_mode, m_health, m_told, m_age})
        label->setTextFormat(Qt::PlainText);
    m_told->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_told->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // long ones are cut, not the others
    m_toldTimer.setSingleShot(true);
    connect(&m_toldTimer, &QTimer::timeout, m_told, &QLabel::clear);
}

void StatusBar::tell(const QString &text)
{
    m_told->setText(text);
    m_told->setToolTip(plainTip(text));
    m_toldTimer.start(toldForMs);
}

void StatusBar::refresh(const RingSession &session)
{
    m_mode->setVisible(session.isOpen());
    m_age->setVisible(session.isOpen());
    m_chip->setVisible(session.isOpen());
    if (!session.isOpen()) {
        m_health->setText(session.isOpening() ? tr("Opening a ring.") : tr("No ring."));
        return;
    }
    refreshMode(session);
    refreshHealth(session);
    const bool isLive = session.source()->mode() == Mode::Live;
    m_age->setVisible(isLive); // otherwise the timeline has the moment
    if (isLive)
        m_age->setText(ageText(session.source()->nowMs() - session.snapshot()->lastSeenMs()));
}

void StatusBar::refreshMode(const RingSession &session)
{
    const RingSource &source = *session.source();
    const std::optional<Bookmark> bookmark = Bookmarks::of(session.address());
    const QString title = bookmark ? bookmark->name : source.title();
    QString text = modeText(source.mode());
    if (!title.isEmpty())
        text += u"  "_s + title;
    if (source.isReadOnly())
        text += u"  "_s + tr("(read-only)");
    m_mode->setText(text);
    const QColor colour = bookmark ? bookmark->colour : modeColour(source.mode());
    const QString sheet = u"background:%1; color:%2; border-radius:4px; padding:1px 7px; font-weight:bold"_s.arg(
        colour.name(), inkOn(colour).name());
    if (m_mode->styleSheet() != sheet) // setting it again would paint it again
        m_mode->setStyleSheet(sheet);
}

void StatusBar::refreshHealth(const RingSession &session)
{
    const RingSnapshot &ring = *session.snapshot();
    m_chip->setHealth(session.health());
    m_health->setText(ring.problems.empty() ? QString() : ring.problems.front()); // the chip says the rest
    m_health->setToolTip(plainTip(QStringList(ring.problems.begin(), ring.problems.end()).join(u'\n')));
}

} // namespace monitor
