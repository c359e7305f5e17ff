// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which nodes could find each other: those that have heard of each other by a message, and so can be expected to find
// together again when all nodes between them fall at once. Two parts of a ring of which no node of the one has ever
// heard a node of the other have no address to call; of these nothing is expected. Nothing else is excused: what a node
// has heard counts whether or not it was remembered, except that a node which has heard more than it is to remember
// counts by what it does remember.
#pragma once

#include <QtGlobal>

#include <set>
#include <utility>
#include <vector>

namespace sim {

class Cluster;

class Acquaintances {
public:
    explicit Acquaintances(const Cluster &cluster) // which outlives it
        : m_cluster(cluster)
    {
    }

    // The node of this host has heard the one of the other.
    void heard(int host, int other);
    // The node of this host ends, with its memory.
    void ending(int host);
    // There are no more faults: what is known at any look from now on counts at the later ones.
    void beginQuiet() { m_isQuiet = true; }
    // Can all members find together, over others of them if need be? ring: all members of this one.
    bool areConnected(quint64 ring = 0);

private:
    bool knows(int host, int other) const;

    const Cluster &m_cluster;
    std::vector<std::vector<int>> m_heard; // by host; one more than a node is to remember stands for more
    std::set<std::pair<int, int>> m_links; // seen in the quiet
    bool m_isQuiet = false;
};

} // namespace sim
