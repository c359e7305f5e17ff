// SPDX-License-Identifier: GPL-3.0-or-later
//
// The time of the classroom and of a recording: it can be paused, stepped, moved back and run at another speed. The
// toolbar's play buttons and the timeline know only this; a live ring has none.
#pragma once

#include <QObject>

namespace monitor {

class Playback : public QObject {
    Q_OBJECT
public:
    enum class Step : quint8 {
        Message, // the next thing that happens: one message, one timer
        Round, // one round of stabilization of every node; of a recording, the next snapshot
    };

    using QObject::QObject;

    virtual bool isPlaying() const = 0;
    virtual void play() = 0;
    virtual void pause() = 0;
    // Pauses, and goes one step on. A recording takes either step as one snapshot.
    virtual void step(Step step) = 0;
    // Pauses, and goes back to where the last step, or an equally long period of playing, began.
    virtual void back() = 0;
    virtual bool canStep() const = 0;
    virtual bool canBack() const = 0;

    // Milliseconds of the source's time that pass in a real second; 1000 is real time.
    virtual double speed() const = 0;
    virtual void setSpeed(double sourceMsPerSecond) = 0;

    // What the timeline covers and where the picture stands, on the source's clock. seek() is bounded by both ends; in
    // the classroom an action begun after going back discards what came later (a fork).
    virtual qint64 beginMs() const = 0;
    virtual qint64 endMs() const = 0;
    virtual qint64 positionMs() const = 0;
    virtual void seek(qint64 positionMs) = 0;

Q_SIGNALS:
    void changed(); // anything above
};

} // namespace monitor
