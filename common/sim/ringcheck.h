// SPDX-License-Identifier: GPL-3.0-or-later
//
// Is this a ring? Judges a picture of who points at whom, taken at one instant, against Zave's invariant ("Reasoning
// about Identifier Spaces", IEEE TSE 43(12), 2017, section 5): what must hold at every instant whatever joins and
// crashes are under way (as long as no more than a list's length of neighbours die at once), and the ideal ring, which
// must hold some time after the last change.
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

    // Every node that has found its place on the ring, paused ones too.
    static RingPicture of(const Cluster &cluster);
};

using Problems = std::vector<QByteArray>; // sentences

// A joining node that is left without a live successor is not counted: those it joined through may leave before they
// know of it, and then it is no member of anything.
//
// What breaks the invariant: a member without a live successor, a list out of order, two rings or none, a ring that
// is out of order. An empty picture has none.
Problems ringProblems(const RingPicture &picture);

// How many members are skipped by nobody's list (Zave's principal members). Her proof needs successorListLength+1 of
// them from the beginning; once there, the protocol itself may not lose them.
int principals(const RingPicture &picture);

// What is not yet ideal: every successor list holds just the next listLength members (or all others), every
// predecessor is the member before.
Problems idealProblems(const RingPicture &picture, int listLength);

} // namespace sim
