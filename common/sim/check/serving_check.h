// SPDX-License-Identifier: GPL-3.0-or-later
//
// At no instant do two groups serve the same key: the promise on which everything else about data depends.
#pragma once

#include "chord/messages.h"

#include <QByteArray>

#include <optional>
#include <set>
#include <vector>

namespace sim {

class Cluster;
using chord::Time;

// A range that a node would answer reads of from its own store.
struct Serving {
    chord::NodeRef node;
    chord::Range range;
};

// All that is served now. A paused node serves what it would serve if it were continued now.
std::vector<Serving> servingNow(const Cluster &cluster);

// Is there an identifier in both?
bool overlap(const chord::Range &a, const chord::Range &b);

// Two of these that serve a common key, as a sentence; empty if there are none.
QByteArray servedTwice(const std::vector<Serving> &serving);

// The parts of the ring that no node serves, each as a range. They need not be empty at every instant.
std::vector<chord::Range> unserved(const std::vector<Serving> &serving);

// servedTwice over time: told of each change, it looks only at the neighbours on the ring of the node that has changed.
// Time alone only ends leases: two nodes serve one key only after one of them has done something.
class ServingCheck {
public:
    explicit ServingCheck(const Cluster &cluster)
        : m_cluster(cluster)
    {
    }

    // The node of this host may have changed, and serves these ranges now. If they overlap, or another node serves a
    // part of them, a sentence says so.
    QByteArray touched(int host, const std::vector<chord::Range> &ranges);

private:
    QByteArray overlapping(int host, const chord::Range &range) const;

    const Cluster &m_cluster;
    std::vector<std::vector<chord::Id>> m_ends; // by host: where the ranges end that it served when it last changed
    std::set<std::pair<chord::Id, int>> m_byEnd;
};

} // namespace sim
