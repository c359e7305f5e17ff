// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a recording is made of. Everything that takes memory counts itself in and out of one sum.
#pragma once

#include "model/ring_source.h"

#include <deque>
#include <memory>
#include <vector>

namespace monitor {

// Adds bytes to a sum for as long as it lives.
class Charge {
public:
    Charge(std::shared_ptr<size_t> sum, size_t bytes)
        : m_sum(std::move(sum))
        , m_bytes(bytes)
    {
        *m_sum += m_bytes;
    }
    Charge(Charge &&other) noexcept
        : m_sum(std::move(other.m_sum))
        , m_bytes(std::exchange(other.m_bytes, 0))
    {
    }
    Charge &operator=(Charge &&other) noexcept
    {
        std::swap(m_sum, other.m_sum);
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }
    Q_DISABLE_COPY(Charge)
    ~Charge()
    {
        if (m_sum)
            *m_sum -= m_bytes;
    }

private:
    std::shared_ptr<size_t> m_sum;
    size_t m_bytes;
};

struct RecordedKeys {
    Charge charge;
    std::shared_ptr<const KeyList> list;
};

// The parts of a node that stay the same between polls; the others are 0 here and in each row.
struct RecordedNode {
    Charge charge;
    NodeView view; // without keys
    std::shared_ptr<const RecordedKeys> keys; // null: not known
};

struct RecordedRow {
    std::shared_ptr<const RecordedNode> node;
    qint64 seenMs = 0;
    qint64 uptimeSeconds = 0;
    chord::Counters counters;
};

struct RecordedFrame {
    Charge charge;
    qint64 atMs = 0;
    int idBits = chord::idBitsMax;
    int replicas = 0;
    bool chainWhole = false;
    std::vector<QString> problems;
    std::vector<RecordedRow> rows; // in the order of the nodes' identifiers
};

struct RecordingData {
    explicit RecordingData(size_t bytesMax)
        : bytesMax(bytesMax)
    {
    }

    std::shared_ptr<const RecordedKeys> keep(std::shared_ptr<const KeyList> keys) const;
    // view.keys is passed over.
    std::shared_ptr<const RecordedNode> keep(NodeView view, std::shared_ptr<const RecordedKeys> keys) const;
    // Without rows; atMs and the rest are the caller's to fill in.
    RecordedFrame frameOf(size_t rows, std::vector<QString> problems) const;
    void thin();

    size_t bytesMax;
    std::shared_ptr<size_t> bytes = std::make_shared<size_t>(0);
    std::vector<RecordedFrame> frames;
    std::deque<RingEvent> events;
};

} // namespace monitor
