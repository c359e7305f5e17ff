// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is this a ring? Judges a picture of the pointers between nodes, taken at one instant, against Zave's invariant
// ("Reasoning about Identifier Spaces", IEEE TSE 43(12), 2017, section 5), which holds at every instant while nodes
// only join, and against the ideal ring, which must hold some time after the last change.
#pragma once

#include "chord/messages.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace sim {

class Cluster;

// The members of a ring. A pointer to a node that is not among them points at a dead node.
struct RingPicture {
    struct Member {
        chord::NodeRef node;
        std::optional<chord::NodeRef> predecessor;
        std::vector<chord::NodeRef> successors; // empty: its own successor
        bool joining = false; // hangs on the ring and owns nothing yet
    };
    std::vector<Member> members; // by identifier
    // L: of a full list. A list that is shorter has gone around, and its last entry is, unsaid, the member itself:
    // should all others in it die, the member is a ring of its own. 0: no list is taken to have gone around.
    int listLength = 0;

    // Every node that has found its place on the ring, paused ones too.
    static RingPicture of(const Cluster &cluster);
    // The place in members of the one with this identity; members.size() if there is none. A restarted node is another.
    size_t find(const chord::NodeRef &node) const;
};

using Problems = std::vector<QByteArray>; // sentences

// A successor list that is out of order or names a node twice, as a sentence; empty if it is not. This holds at every
// instant, whatever happens.
QByteArray listProblem(const RingPicture::Member &member);

// What breaks the invariant: a member without a live successor, a list out of order, two rings or none, a ring that
// is out of order. An empty picture has none. A joining node that is left without a live successor is not counted:
// those it joined through may leave before they know of it, and then it is no member of anything.
Problems ringProblems(const RingPicture &picture);

// What is not yet ideal: every successor list holds just the next listLength members (or all others), every
// predecessor is the member before.
Problems idealProblems(const RingPicture &picture, int listLength);

} // namespace sim
