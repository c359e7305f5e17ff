// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node may cost: the messages it sends, the bytes it takes, the messages that wait for it. Watched over a whole
// run, second by second, so that a burst shows that an average would hide.
#pragma once

#include "sim/cluster.h"

namespace sim {

// What no node may exceed at any time. 0: not checked.
struct Bounds {
    double messagesPerSecond = 0; // sent by a node within a second
    qint64 nodeBytes = 0;
    qint64 queued = 0; // on their way to a node that runs, and not yet handled

    friend bool operator==(const Bounds &, const Bounds &) = default;
};

// The most that any node has cost.
using Costs = Bounds;

class BoundsCheck {
public:
    explicit BoundsCheck(const Cluster &cluster)
        : m_cluster(cluster)
    {
    }

    // To be called often; a second is judged when it is over.
    void look();
    const Costs &most() const { return m_most; }
    // The bounds that some node has exceeded, as sentences.
    std::vector<QByteArray> problems(const Bounds &bounds) const;

private:
    struct Sent {
        quint64 incarnation = 0;
        quint64 messages = 0;
    };

    const Cluster &m_cluster;
    std::vector<Sent> m_sent; // by host, at m_since
    Time m_since = 0;
    Costs m_most;
    int m_busiest = 0; // hosts
    int m_largest = 0;
    int m_fullest = 0;
};

} // namespace sim
