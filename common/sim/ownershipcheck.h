// SPDX-License-Identifier: GPL-3.0-or-later
//
// At no instant do two nodes serve the same key: the promise that everything else about data rests on.
#pragma once

#include "chord/messages.h"

#include <QByteArray>

#include <optional>
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

// Another node that serves a key that this host serves, likewise.
QByteArray servedAlsoBy(const Cluster &cluster, int host);

// Keys that nobody serves, as a sentence; empty if the ranges cover the ring. They need not at every instant.
QByteArray servedByNobody(const std::vector<Serving> &serving);

} // namespace sim
