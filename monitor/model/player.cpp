// SPDX-License-Identifier: GPL-3.0-or-later
//
// Real time in, the source's time out.

#include "model/player.h"

#include <algorithm>
#include <cmath>

namespace monitor {

namespace {

constexpr int tickMs = 16; // 60 pictures a second
constexpr double lifeSpeed = 1000;
// After the window was blocked the source falls behind, instead of jumping.
constexpr qint64 tickNsMax = 100'000'000;
constexpr double microsPerNsAtOneMsPerSecond = 1e-6;

} // namespace

Player::Player(Speeds speeds, QObject *parent)
    : Playback(parent)
    , m_speeds(speeds)
    , m_speed(std::clamp(lifeSpeed, speeds.least, speeds.most))
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(tickMs);
    connect(&m_timer, &QTimer::timeout, this, &Player::tick);
}

void Player::play()
{
    if (isPlaying())
        return;
    m_owed = 0;
    m_sinceTick.start();
    m_timer.start();
    Q_EMIT changed();
}

void Player::pause()
{
    if (!isPlaying())
        return;
    m_timer.stop();
    Q_EMIT changed();
}

void Player::setSpeed(double sourceMsPerSecond)
{
    const double speed = std::clamp(sourceMsPerSecond, m_speeds.least, m_speeds.most);
    if (speed == m_speed)
        return;
    m_speed = speed;
    Q_EMIT changed();
}

void Player::tick()
{
    const qint64 passedNs = std::min(m_sinceTick.nsecsElapsed(), tickNsMax);
    m_sinceTick.start();
    m_owed += double(passedNs) * m_speed * microsPerNsAtOneMsPerSecond;
    const double micros = std::floor(m_owed);
    m_owed -= micros;
    if (!advance(qint64(micros)))
        pause();
}

} // namespace monitor
