// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does every key lie where it should? Judges what the members of a quiet ring hold: the voters of each range are the
// first R members from its end on, the first of them leads, all of them hold the same records of it, and no other node
// holds any.
#pragma once

#include "chord/id.h"
#include "chord/messages.h"
#include "chord/store/record.h"

#include <functional>
#include <map>
#include <vector>

namespace sim {

class Cluster;
using Problems = std::vector<QByteArray>;

// What a member holds, tombstones and expired records included.
struct Holdings {
    chord::NodeRef node;
    std::map<QByteArray, chord::Record> records;
};

// Of the members, by identifier. withJoining: also of nodes that have a place on the ring and no range yet.
std::vector<Holdings> holdingsOf(const Cluster &cluster, bool withJoining = false);

// The place in members (by identifier, not empty) of successor(id).
size_t ownerOf(const std::vector<Holdings> &members, const chord::Id &id);

// A range that is served, as its leader sees it.
struct LedRange {
    chord::Range range;
    chord::NodeRef leader;
    std::vector<chord::NodeRef> voters;
};

// Of all nodes that serve at this instant.
std::vector<LedRange> ledRanges(const Cluster &cluster);

// Ranges with other voters or another leader than they should have. Members by identifier, not empty. Where fewer than
// R members are left, voters for which mayStay is true may still be there: they are silent, and no member has proof
// that they are gone.
Problems voterProblems(const std::vector<Holdings> &members, const std::vector<LedRange> &ranges, int replicas,
                       const std::function<bool(const chord::NodeRef &)> &mayStay);
// Ranges that end at no member's identifier: they should have been merged with the next one, if all voters of both are
// members.
Problems endProblems(const std::vector<Holdings> &members, const std::vector<LedRange> &ranges);

// Keys that are missing at a voter, differ between voters or lie elsewhere; at most a few, then how many more. Keys in
// no range are passed over. A tombstone may be missing where it has been collected.
Problems placementProblems(const std::vector<Holdings> &members, const std::vector<LedRange> &ranges,
                           const chord::IdSpace &space);

} // namespace sim
