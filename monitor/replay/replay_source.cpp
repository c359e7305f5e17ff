// SPDX-License-Identifier: GPL-3.0-or-later
//
// The frame at the position is the picture; a new one is made only when the position has come to another frame.

#include "replay/replay_source.h"

#include "replay/replay_playback.h"

#include <QTimer>

#include <algorithm>

namespace monitor {

ReplaySource::ReplaySource(std::shared_ptr<const Recording> recording, QString name, QObject *parent)
    : RingSource(parent)
    , m_recording(std::move(recording))
    , m_name(std::move(name))
    , m_playback(new ReplayPlayback(*m_recording, this))
    , m_snapshot(std::make_shared<RingSnapshot>())
{
    connect(m_playback, &ReplayPlayback::moved, this, &ReplaySource::moved);
    show();
}

QString ReplaySource::whyNot(Action action) const
{
    Q_UNUSED(action)
    return tr("This is a recording; it cannot be changed. Connect to a ring, or open the textbook ring.");
}

quint64 ReplaySource::begin(const ActionRequest &request)
{
    ActionReport report;
    report.ticket = ++m_lastTicket;
    report.action = request.action;
    report.key = request.key;
    report.text = whyNot(request.action);
    QTimer::singleShot(0, this, [this, report] { Q_EMIT actionFinished(report); });
    return report.ticket;
}

qint64 ReplaySource::nowMs() const
{
    return m_playback->positionMs();
}

Playback *ReplaySource::playback()
{
    return m_playback;
}

void ReplaySource::show()
{
    const int frame = m_recording->frameAt(m_playback->positionMs());
    if (frame == m_frame)
        return;
    m_frame = frame;
    m_snapshot = std::make_shared<const RingSnapshot>(m_recording->snapshot(frame));
    Q_EMIT snapshotChanged();
}

void ReplaySource::moved(qint64 fromMs, bool continuously)
{
    show();
    if (!continuously)
        return;
    const auto &events = m_recording->events();
    const auto after = [](qint64 ms, const RingEvent &event) { return ms < event.atMs; };
    const auto first = std::upper_bound(events.begin(), events.end(), fromMs, after);
    const auto last = std::upper_bound(first, events.end(), m_playback->positionMs(), after);
    for (auto event = first; event != last; ++event)
        Q_EMIT eventHappened(*event);
}

} // namespace monitor
