// SPDX-License-Identifier: GPL-3.0-or-later
//
// Taking snapshots apart and putting them together again, and what each part takes in memory.

#include "replay/recording.h"

#include "model/ring_ranges.h"
#include "replay/recording_data.h"

#include <algorithm>

namespace monitor {

namespace {

constexpr size_t blockBytes = 32; // what an allocation costs beside its contents

size_t bytesOf(const Peer &peer)
{
    return sizeof(Peer) + size_t(peer.address.size()) + blockBytes;
}

size_t bytesOf(const QString &text)
{
    return sizeof(QString) + size_t(text.size()) * sizeof(QChar) + blockBytes;
}

size_t bytesOf(const NodeView &view)
{
    size_t bytes = sizeof(RecordedNode) + bytesOf(view.self) + bytesOf(view.version) + bytesOf(view.trouble);
    if (view.predecessor)
        bytes += bytesOf(*view.predecessor);
    for (const Peer &peer : view.successors)
        bytes += bytesOf(peer);
    for (const FingerView &finger : view.fingers)
        bytes += sizeof(FingerView) + bytesOf(finger.node);
    for (const RangeView &range : view.ranges ? *view.ranges : RangeList()) {
        bytes += sizeof(RangeView) + blockBytes;
        for (const Peer &voter : range.voters)
            bytes += bytesOf(voter);
    }
    return bytes;
}

size_t bytesOf(const KeyList &keys)
{
    size_t bytes = sizeof(RecordedKeys);
    for (const KeyView &key : keys)
        bytes += sizeof(KeyView) + size_t(key.key.size()) + blockBytes;
    return bytes;
}

bool isSame(const FingerView &a, const FingerView &b)
{
    return a.index == b.index && a.start == b.start && a.node == b.node;
}

// In all but the keys and what every row has of its own.
bool isSame(const NodeView &a, const NodeView &b)
{
    return a.self == b.self && a.condition == b.condition && a.predecessor == b.predecessor
        && a.successors == b.successors && a.totals == b.totals && a.keysComplete == b.keysComplete
        && a.version == b.version && a.trouble == b.trouble && a.local == b.local
        && (a.ranges == b.ranges || (a.ranges && b.ranges && *a.ranges == *b.ranges))
        && std::equal(a.fingers.begin(), a.fingers.end(), b.fingers.begin(), b.fingers.end(),
                      [](const FingerView &x, const FingerView &y) { return isSame(x, y); });
}

bool isSame(const KeyList &a, const KeyList &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const KeyView &x, const KeyView &y) {
        return x.key == y.key && x.primary == y.primary && x.bytes == y.bytes && x.version == y.version;
    });
}

// The node as the frame before has it (null: it has not), if that is how it is now.
std::shared_ptr<const RecordedNode> keepNode(const RecordingData &data, const NodeView &view,
                                             const std::shared_ptr<const RecordedNode> &before)
{
    std::shared_ptr<const RecordedKeys> keys;
    if (view.keys) {
        const bool same =
            before && before->keys && (before->keys->list == view.keys || isSame(*before->keys->list, *view.keys));
        keys = same ? before->keys : data.keep(view.keys);
    }
    const bool same = before && before->keys == keys && isSame(before->view, view);
    return same ? before : data.keep(view, std::move(keys));
}

} // namespace

// --- RecordingData

std::shared_ptr<const RecordedKeys> RecordingData::keep(std::shared_ptr<const KeyList> keys) const
{
    const size_t size = bytesOf(*keys);
    return std::make_shared<const RecordedKeys>(RecordedKeys{Charge(bytes, size), std::move(keys)});
}

std::shared_ptr<const RecordedNode> RecordingData::keep(NodeView view, std::shared_ptr<const RecordedKeys> keys) const
{
    view.keys.reset();
    view.counters = {};
    view.uptimeSeconds = 0;
    view.seenMs = 0;
    const size_t size = bytesOf(view);
    return std::make_shared<const RecordedNode>(RecordedNode{Charge(bytes, size), std::move(view), std::move(keys)});
}

RecordedFrame RecordingData::frameOf(size_t rows, std::vector<QString> problems) const
{
    size_t size = sizeof(RecordedFrame) + rows * sizeof(RecordedRow);
    for (const QString &problem : problems)
        size += bytesOf(problem);
    RecordedFrame frame{Charge(bytes, size), 0, chord::idBitsMax, 0, false, std::move(problems), {}};
    frame.rows.reserve(rows);
    return frame;
}

// The last frame stays, whatever it takes.
void RecordingData::thin()
{
    while (*bytes > bytesMax && frames.size() > 1) {
        const size_t older = std::max<size_t>(frames.size() / 2, 1);
        std::vector<RecordedFrame> kept;
        kept.reserve(frames.size());
        for (size_t i = 0; i < frames.size(); ++i) {
            const bool drops = older == 1 ? i == 0 : i < older && i % 2 == 1;
            if (!drops)
                kept.push_back(std::move(frames[i]));
        }
        frames = std::move(kept);
    }
}

// --- Recording

Recording::Recording(size_t bytesMax)
    : d(std::make_unique<RecordingData>(bytesMax))
{
}

Recording::Recording(std::unique_ptr<RecordingData> data)
    : d(std::move(data))
{
}

Recording::~Recording() = default;
Recording::Recording(Recording &&) noexcept = default;
Recording &Recording::operator=(Recording &&) noexcept = default;

void Recording::add(const RingSnapshot &snapshot)
{
    std::vector<RecordedFrame> &frames = d->frames;
    RecordedFrame frame = d->frameOf(snapshot.nodes.size(), snapshot.problems);
    frame.atMs = std::max(snapshot.takenMs, endMs());
    frame.idBits = snapshot.idBits;
    frame.replicas = snapshot.replicas;
    frame.chainWhole = snapshot.chainWhole;
    // Both are in the order of identifiers.
    const std::vector<RecordedRow> none;
    const std::vector<RecordedRow> &before = frames.empty() ? none : frames.back().rows;
    auto old = before.begin();
    for (const NodeView &view : snapshot.nodes) {
        while (old != before.end() && old->node->view.self.id < view.self.id)
            ++old;
        const bool known = old != before.end() && old->node->view.self.id == view.self.id;
        frame.rows.push_back(
            {keepNode(*d, view, known ? old->node : nullptr), view.seenMs, view.uptimeSeconds, view.counters});
    }
    const size_t count = frames.size();
    if (count >= 2 && frames[count - 1].atMs - frames[count - 2].atMs < betweenFramesMs)
        frames.pop_back();
    frames.push_back(std::move(frame));
    d->thin();
}

void Recording::add(const RingEvent &event)
{
    d->events.push_back(event);
    if (d->events.size() > 1)
        d->events.back().atMs = std::max(event.atMs, d->events[d->events.size() - 2].atMs);
    if (d->events.size() > eventsMax)
        d->events.pop_front();
}

int Recording::frameCount() const
{
    return int(d->frames.size());
}

qint64 Recording::beginMs() const
{
    return isEmpty() ? 0 : d->frames.front().atMs;
}

qint64 Recording::endMs() const
{
    return isEmpty() ? 0 : d->frames.back().atMs;
}

qint64 Recording::timeOf(int frame) const
{
    return d->frames[size_t(frame)].atMs;
}

int Recording::frameAt(qint64 ms) const
{
    const auto after = std::upper_bound(d->frames.begin(), d->frames.end(), ms,
                                        [](qint64 ms, const RecordedFrame &frame) { return ms < frame.atMs; });
    return isEmpty() ? -1 : std::max(0, int(after - d->frames.begin()) - 1);
}

RingSnapshot Recording::snapshot(int frame) const
{
    const RecordedFrame &f = d->frames[size_t(frame)];
    RingSnapshot ring;
    ring.idBits = f.idBits;
    ring.replicas = f.replicas;
    ring.takenMs = f.atMs;
    ring.chainWhole = f.chainWhole;
    ring.problems = f.problems;
    ring.nodes.reserve(f.rows.size());
    for (const RecordedRow &row : f.rows) {
        NodeView &view = ring.nodes.emplace_back(row.node->view);
        if (row.node->keys)
            view.keys = row.node->keys->list;
        view.seenMs = row.seenMs;
        view.uptimeSeconds = row.uptimeSeconds;
        view.counters = row.counters;
    }
    judgeRanges(ring);
    return ring;
}

const std::deque<RingEvent> &Recording::events() const
{
    return d->events;
}

size_t Recording::bytes() const
{
    size_t bytes = *d->bytes;
    for (const RingEvent &event : d->events)
        bytes += sizeof(RingEvent) + bytesOf(event.text);
    return bytes;
}

} // namespace monitor
