// SPDX-License-Identifier: GPL-3.0-or-later
//
// Records the snapshots and events of a source.
#pragma once

#include "replay/recording.h"

#include <QObject>

namespace monitor {

class Recorder : public QObject {
    Q_OBJECT
public:
    // Begins with what the source shows now; source outlives the recorder.
    explicit Recorder(RingSource *source, QObject *parent = nullptr);

    const Recording &recording() const { return m_recording; }
    // As it is now, for a replay while the recording goes on.
    std::shared_ptr<const Recording> copy() const;

private:
    RingSource *m_source;
    Recording m_recording;
};

} // namespace monitor
