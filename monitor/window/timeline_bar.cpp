// SPDX-License-Identifier: GPL-3.0-or-later
//
// Entering the past replays what was recorded; the live ring goes on meanwhile.

#include "window/timeline_bar.h"

#include "model/playback.h"
#include "panels/timeline.h"
#include "session/ring_session.h"
#include "window/actions.h"

#include <QToolButton>

namespace monitor {

using namespace Qt::StringLiterals;

TimelineBar::TimelineBar(RingSession *session, Timeline *timeline, const Actions &actions, QWidget *parent)
    : ToolBar(u"timelineBar"_s, tr("Timeline"), parent)
    , m_session(session)
    , m_timeline(timeline)
{
    addWidget(timeline);
    auto *back = new QToolButton(this);
    back->setObjectName(u"backToLive"_s);
    back->setText(tr("Back to live"));
    m_back = addWidget(back);
    connect(back, &QToolButton::clicked, actions.returnToLive, &QAction::trigger);
    connect(timeline, &Timeline::pastRequested, this, &TimelineBar::enterPast);
}

void TimelineBar::refresh()
{
    const bool isOpen = m_session->isOpen();
    const Mode mode = isOpen ? m_session->source()->mode() : Mode::Live;
    m_back->setVisible(mode == Mode::Replay && m_session->canReturnToLive());
    if (isOpen && mode == Mode::Live)
        m_timeline->setNow(m_session->source()->nowMs());
}

void TimelineBar::seek(qint64 atMs)
{
    if (Playback *playback = m_session->isOpen() ? m_session->source()->playback() : nullptr)
        playback->seek(atMs);
}

void TimelineBar::enterPast(qint64 atMs)
{
    if (m_session->isOpen() && m_session->source()->mode() == Mode::Live)
        m_session->replayRecorded();
    seek(atMs);
}

} // namespace monitor
