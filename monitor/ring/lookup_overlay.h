// SPDX-License-Identifier: GPL-3.0-or-later
//
// A lookup on top of the picture: numbered thick hops, one after the other, and in the end the key at its owner. Its
// progress is a function of the time since it began, so that a test or an export can ask for any moment.
#pragma once

#include "model/ring_source.h"
#include "ring/scene.h"

class QPainter;

namespace monitor {

inline constexpr int hopMs = 750; // one hop on the screen; real ones take far less

class LookupOverlay {
public:
    LookupOverlay() = default;
    explicit LookupOverlay(const LookupTrace &trace);

    bool isEmpty() const { return !m_hasTrace; }
    bool isFound() const { return !m_trace.owner.address.isEmpty(); } // it has an end
    const LookupTrace &trace() const { return m_trace; }
    // Hops that are drawn: from one node to another.
    int arrowCount() const { return int(m_arrows.size()); }
    // From this time on nothing moves.
    int durationMs() const { return arrowCount() * hopMs; }

    void paint(QPainter &painter, const Scene &scene, const RingStyle &style, const chord::IdSpace &space,
               qint64 elapsedMs) const;

private:
    struct HopArrow {
        chord::Id from;
        chord::Id to;
        bool answered = true;
    };

    void paintArrow(QPainter &painter, const Scene &scene, const RingStyle &style, const chord::IdSpace &space,
                    int index, qreal progress) const;
    void paintLabels(QPainter &painter, const Scene &scene, const RingStyle &style, const chord::IdSpace &space) const;
    void paintTarget(QPainter &painter, const Scene &scene, const RingStyle &style, const chord::IdSpace &space,
                     bool isFound) const;

    bool m_hasTrace = false;
    LookupTrace m_trace;
    std::vector<HopArrow> m_arrows;
};

// What a lesson points at: a halo around nodes and keys, a broad arrow over pointers.
struct Emphasis {
    struct Pointer {
        chord::Id from;
        chord::Id to;
    };
    std::vector<chord::Id> nodes;
    std::vector<chord::Id> keys;
    std::vector<Pointer> pointers;
};

void paintEmphasis(QPainter &painter, const Emphasis &emphasis, const Scene &scene, const RingStyle &style,
                   const chord::IdSpace &space);

// Messages in transit, as the classroom shows them when it is paused: an arrow on the line from sender to receiver.
void paintMessages(QPainter &painter, const std::vector<MessageView> &messages, const Scene &scene,
                   const RingStyle &style, const chord::IdSpace &space);

} // namespace monitor
