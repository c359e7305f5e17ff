// SPDX-License-Identifier: GPL-3.0-or-later
//
// Plays a recording: the pictures that were taken of a ring, at their own times. Nothing in it can be changed. Events
// are emitted when playing passes them; all of them are in recording().events().
#pragma once

#include "model/ring_source.h"
#include "replay/recording.h"

#include <memory>

namespace monitor {

class ReplayPlayback;

class ReplaySource : public RingSource {
    Q_OBJECT
public:
    // Shows the beginning, paused. name: for the title, such as a file's.
    ReplaySource(std::shared_ptr<const Recording> recording, QString name, QObject *parent = nullptr);

    Mode mode() const override { return Mode::Replay; }
    SnapshotPtr snapshot() const override { return m_snapshot; }
    QString whyNot(Action action) const override;
    quint64 begin(const ActionRequest &request) override;
    // Where the replay stands; the snapshot was taken then or before.
    qint64 nowMs() const override;
    QString title() const override { return m_name; }
    Playback *playback() override;

    const Recording &recording() const { return *m_recording; }

private:
    void show();
    void moved(qint64 fromMs, bool continuously);

    std::shared_ptr<const Recording> m_recording;
    QString m_name;
    ReplayPlayback *m_playback;
    SnapshotPtr m_snapshot;
    int m_frame = -1;
    quint64 m_lastTicket = 0;
};

} // namespace monitor
