// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which change of voters a leader should make next, if any: a pure function of what it knows. It aims at the first R
// live nodes from the end of the range on, the first of which leads; Chord proposes who they are. One voter is added or
// removed at a time, so that plain majorities of consecutive configurations intersect (Ongaro 2014, section 4.1).
#pragma once

#include "chord/messages.h"

namespace chord {

// What a leader knows of another node.
struct MemberFacts {
    NodeRef node;
    bool responsive = false; // has answered lately
    bool silent = false; // for so long that it is to be replaced
    bool gone = false; // proven to be gone, or it leaves and can be done without
    bool leaving = false;
    bool complete = false; // holds all that is chosen, and is in the stream of writes
    bool stateless = false; // a voter that knows nothing of the group, and has not learned of it for long
};

struct PlacementFacts {
    NodeRef self;
    bool selfLeaving = false;
    size_t replicas = 0;
    std::vector<NodeRef> candidates; // live and willing, in the order of the ring from the end of the range on
    std::vector<NodeRef> voters;
    std::vector<NodeRef> learners;
    std::vector<MemberFacts> members; // of voters and learners other than self
};

struct PlacementStep {
    enum class Kind : quint8 { None, AddLearner, DropLearner, AddVoter, RemoveVoter, Transfer };
    Kind kind = Kind::None;
    NodeRef node;
};

PlacementStep nextStep(const PlacementFacts &facts);

} // namespace chord
