// SPDX-License-Identifier: GPL-3.0-or-later
//
// The play buttons and the timeline of a recording.
#pragma once

#include "model/player.h"

namespace monitor {

class Recording;

class ReplayPlayback : public Player {
    Q_OBJECT
public:
    explicit ReplayPlayback(const Recording &recording, QObject *parent = nullptr);

    // At the end it starts again from the beginning.
    void play() override;
    // To the next frame, whichever step.
    void step(Step step) override;
    // To the frame before.
    void back() override;
    bool canStep() const override;
    bool canBack() const override;
    qint64 beginMs() const override;
    qint64 endMs() const override;
    qint64 positionMs() const override;
    void seek(qint64 positionMs) override;

Q_SIGNALS:
    // Continuously: what lies between has been played; not so after a leap.
    void moved(qint64 fromMs, bool continuously);

protected:
    bool advance(qint64 micros) override;

private:
    void moveTo(qint64 micros, bool continuously);
    int frame() const;

    const Recording &m_recording;
    qint64 m_micros;
};

} // namespace monitor
