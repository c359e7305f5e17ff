// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every picture is recorded; the recording decides which are worth keeping.

#include "replay/recorder.h"

namespace monitor {

Recorder::Recorder(RingSource *source, QObject *parent)
    : QObject(parent)
    , m_source(source)
{
    const auto addSnapshot = [this] { m_recording.add(*m_source->snapshot()); };
    addSnapshot();
    connect(source, &RingSource::snapshotChanged, this, addSnapshot);
    connect(source, &RingSource::snapshotRefreshed, this, addSnapshot);
    connect(source, &RingSource::eventHappened, this, [this](const RingEvent &event) { m_recording.add(event); });
}

std::shared_ptr<const Recording> Recorder::copy() const
{
    auto copy = std::make_shared<Recording>();
    for (int frame = 0; frame < m_recording.frameCount(); ++frame)
        copy->add(m_recording.snapshot(frame));
    for (const RingEvent &event : m_recording.events())
        copy->add(event);
    return copy;
}

} // namespace monitor
