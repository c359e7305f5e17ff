// SPDX-License-Identifier: GPL-3.0-or-later
//
// A position that moves within the recording's times.

#include "replay/replay_playback.h"

#include "replay/recording.h"

#include <algorithm>

namespace monitor {

namespace {

constexpr Player::Speeds speeds{100, 3'600'000}; // an hour in a second
constexpr qint64 microsPerMs = 1000;

} // namespace

ReplayPlayback::ReplayPlayback(const Recording &recording, QObject *parent)
    : Player(speeds, parent)
    , m_recording(recording)
    , m_micros(recording.beginMs() * microsPerMs)
{
}

void ReplayPlayback::play()
{
    if (positionMs() >= endMs())
        moveTo(beginMs() * microsPerMs, false);
    Player::play();
}

int ReplayPlayback::frame() const
{
    return m_recording.frameAt(positionMs());
}

void ReplayPlayback::step(Step step)
{
    Q_UNUSED(step)
    pause();
    if (canStep())
        moveTo(m_recording.timeOf(frame() + 1) * microsPerMs, true);
}

void ReplayPlayback::back()
{
    pause();
    if (!canBack())
        return;
    // Behind a frame's time, that frame's beginning comes first.
    const qint64 begin = m_recording.timeOf(frame());
    seek(positionMs() > begin ? begin : m_recording.timeOf(std::max(0, frame() - 1)));
}

bool ReplayPlayback::canStep() const
{
    return frame() + 1 < m_recording.frameCount();
}

bool ReplayPlayback::canBack() const
{
    return positionMs() > beginMs();
}

qint64 ReplayPlayback::beginMs() const
{
    return m_recording.beginMs();
}

qint64 ReplayPlayback::endMs() const
{
    return m_recording.endMs();
}

qint64 ReplayPlayback::positionMs() const
{
    return m_micros / microsPerMs;
}

void ReplayPlayback::seek(qint64 positionMs)
{
    moveTo(std::clamp(positionMs, beginMs(), endMs()) * microsPerMs, false);
}

bool ReplayPlayback::advance(qint64 micros)
{
    const qint64 end = endMs() * microsPerMs;
    moveTo(std::min(m_micros + micros, end), true);
    return m_micros < end;
}

void ReplayPlayback::moveTo(qint64 micros, bool continuously)
{
    const qint64 from = positionMs();
    m_micros = micros;
    Q_EMIT moved(from, continuously);
    Q_EMIT changed();
}

} // namespace monitor
