// SPDX-License-Identifier: GPL-3.0-or-later
//
// The history does the work; here are its bounds and units.

#include "classroom/classroom_playback.h"

#include "classroom/classroom_history.h"
#include "classroom/classroom_source.h"

namespace monitor {

namespace {

constexpr Player::Speeds speeds{100, 10'000};
constexpr sim::Time stepMax = 60'000'000; // a message comes within seconds where there are two nodes; alone, none does

} // namespace

ClassroomPlayback::ClassroomPlayback(ClassroomSource *source)
    : Player(speeds, source)
    , m_source(source)
{
}

void ClassroomPlayback::step(Step step)
{
    pause();
    m_lastStep = step;
    if (step == Step::Message)
        m_source->stepMessage(stepMax);
    else
        m_source->runFor(m_source->roundMs());
}

void ClassroomPlayback::back()
{
    pause();
    if (m_lastStep == Step::Message)
        m_source->stepBack();
    else
        m_source->seek((positionMs() - m_source->roundMs()) * chord::usPerMs);
}

bool ClassroomPlayback::canBack() const
{
    return m_source->m_history->canStepBack();
}

qint64 ClassroomPlayback::endMs() const
{
    return m_source->m_history->end().at / chord::usPerMs;
}

qint64 ClassroomPlayback::positionMs() const
{
    return m_source->nowMs();
}

void ClassroomPlayback::seek(qint64 positionMs)
{
    // The end is where it is, also between two milliseconds.
    m_source->seek(positionMs >= endMs() ? m_source->m_history->end().at : positionMs * chord::usPerMs);
}

bool ClassroomPlayback::advance(qint64 micros)
{
    return m_source->advance(micros);
}

} // namespace monitor
