// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of Playback that depends on real time: a timer that runs only while the source plays, and passes on how much
// of the source's time has passed since it last fired. The source decides what happens in that time.
#pragma once

#include "model/playback.h"

#include <QElapsedTimer>
#include <QTimer>

namespace monitor {

class Player : public Playback {
    Q_OBJECT
public:
    // The speeds that can be set, in milliseconds of the source's time a second.
    struct Speeds {
        double least;
        double most;
    };
    explicit Player(Speeds speeds, QObject *parent = nullptr);

    bool isPlaying() const override { return m_timer.isActive(); }
    void play() override;
    void pause() override;
    double speed() const override { return m_speed; }
    // Bounded by the least and the most.
    void setSpeed(double sourceMsPerSecond) override;

protected:
    // Lets this much of the source's time pass. False: there is no more, or something has happened that is to be looked
    // at; the player pauses.
    virtual bool advance(qint64 micros) = 0;

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_sinceTick;
    Speeds m_speeds;
    double m_speed;
    double m_owed = 0; // µs of the source's time that are less than one
};

} // namespace monitor
