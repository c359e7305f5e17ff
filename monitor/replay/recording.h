// SPDX-License-Identifier: GPL-3.0-or-later
//
// What was seen of a ring over time, in bounded memory. A frame is a snapshot taken apart: what a node said of itself
// is kept once for as many frames as it stayed the same, so that a quiet ring costs about 150 bytes a node and frame
// (its counters and when it answered). Frames do not build on each other: each can be put together at once, and any can
// be dropped. When the limit is reached, every second frame of the older half is: the past gets coarser, never shorter.
#pragma once

#include "model/ring_source.h"

#include <deque>
#include <memory>

namespace monitor {

struct RecordingData;

class Recording {
public:
    static constexpr size_t bytesMaxDefault = 64 * 1024 * 1024;
    static constexpr qint64 betweenFramesMs =
        100; // of frames that are closer than that to one before, the last is kept
    static constexpr size_t eventsMax = 20'000; // then the oldest are dropped

    explicit Recording(size_t bytesMax = bytesMaxDefault);
    explicit Recording(std::unique_ptr<RecordingData> data);
    ~Recording();
    Recording(Recording &&) noexcept;
    Recording &operator=(Recording &&) noexcept;

    // Times never go back: a snapshot or event that is earlier than the last one is taken as if it came with that.
    void add(const RingSnapshot &snapshot);
    void add(const RingEvent &event);

    bool isEmpty() const { return frameCount() == 0; }
    int frameCount() const;
    qint64 beginMs() const; // of the first frame; 0 when empty
    qint64 endMs() const; // of the last frame
    qint64 timeOf(int frame) const;
    // The frame that shows the ring at that time: the last one not after it, or the first; -1 when empty.
    int frameAt(qint64 ms) const;
    // As it was added, without messages in transit.
    RingSnapshot snapshot(int frame) const;
    const std::deque<RingEvent> &events() const; // the earliest first

    // Estimated, of all that is kept; at most bytesMax unless a single frame takes more.
    size_t bytes() const;

    const RecordingData &data() const { return *d; } // for files

private:
    std::unique_ptr<RecordingData> d;
};

} // namespace monitor
