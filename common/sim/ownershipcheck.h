// SPDX-License-Identifier: GPL-3.0-or-later
//
// At no instant do two nodes serve the same key: the promise that everything else about data rests on.
#pragma once

#include "chord/messages.h"

#include <QByteArray>

#include <optional>
#include <set>
#include <vector>

namespace sim {

class Cluster;

// Who serves what at one instant.
struct Serving {
    chord::NodeRef node;
    chord::Range range;
};

// Every node that would answer a read now, paused ones included: they would, if they were continued now.
std::vector<Serving> servingNow(const Cluster &cluster);

// Two of these that serve a common key, as a sentence; empty if there are none.
QByteArray servedTwice(const std::vector<Serving> &serving);

// The same over time: told of every change, it looks only at the neighbours on the circle of who has changed.
class OwnershipWatch {
public:
    explicit OwnershipWatch(const Cluster &cluster);

    // This host's node may have changed. Another that serves a key that it serves now, likewise.
    QByteArray touched(int host);

private:
    const Cluster &m_cluster;
    std::vector<std::optional<chord::Id>> m_ends; // by host: where what it served when it last changed ends
    std::set<std::pair<chord::Id, int>> m_byEnd;
};

// Keys that nobody serves, as a sentence; empty if the ranges cover the ring. They need not at every instant.
QByteArray servedByNobody(const std::vector<Serving> &serving);

} // namespace sim
