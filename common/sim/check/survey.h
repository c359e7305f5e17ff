// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a ring looks to somebody who walks it: along the successors and along the predecessors, does the walk come around
// and meet every member? And where do the keys lie? What the original's simulator printed about its rings; nothing
// here judges.
#pragma once

#include "sim/check/placement_check.h"
#include "sim/check/ring_check.h"

#include "chord/store/record.h"

namespace sim {

using chord::Time;

struct RingWalk {
    size_t met = 0; // members, the first included
    bool around = false; // came back to where it began, having met all
    QByteArray stoppedAt; // its address, where a member's pointer leads to nobody, or back too early

    friend bool operator==(const RingWalk &, const RingWalk &) = default;
};

// From the member with the smallest identifier, each time to the first successor that is alive; or to the predecessor.
RingWalk walkSuccessors(const RingPicture &picture);
RingWalk walkPredecessors(const RingPicture &picture);

struct PlacementSummary {
    size_t keys = 0; // that are somewhere, deleted ones not counted
    size_t copies = 0;
    size_t whole = 0; // keys that all their due holders have, in one version
    size_t atOwner = 0; // keys that their owner has
    size_t elsewhere = 0; // copies at members that need not hold them
    size_t fewest = 0; // copies at one member
    size_t most = 0;
};

PlacementSummary placementSummary(const std::vector<Holdings> &members, const chord::IdSpace &space, int replicas);

struct Survey {
    Time at = 0;
    size_t members = 0;
    RingWalk successors;
    RingWalk predecessors;
    PlacementSummary placement;

    static Survey of(const Cluster &cluster);
    // Two lines.
    QByteArray toText() const;
};

} // namespace sim
