// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does every key lie where it should? Judges what the members of a quiet ring hold: each key at its owner and the next
// R-1 members, all with the same version and value, and, once orphans have had time to go, nowhere else.
#pragma once

#include "chord/id.h"
#include "chord/record.h"

#include <map>
#include <vector>

namespace sim {

class Cluster;
class History;
using Problems = std::vector<QByteArray>;

// What a member holds. Expired records are not in it.
struct Holdings {
    chord::Id node;
    QByteArray address;
    std::map<QByteArray, chord::Record> records;
};

std::vector<Holdings> holdingsOf(const Cluster &cluster);

// Where in members (by identifier, not empty) successor(id) is.
size_t ownerOf(const std::vector<Holdings> &members, const chord::Id &id);

struct PlacementRule {
    int replicas = 3;
    bool nowhereElse = false; // a copy at a node that need not have one is a problem, too
};

// Keys that are missing at a holder, differ between holders or lie elsewhere; at most a few, then how many more.
// Members are in the order of their identifiers. A tombstone may be missing where it has been collected.
Problems placementProblems(const std::vector<Holdings> &members, const chord::IdSpace &space,
                           const PlacementRule &rule);

} // namespace sim
