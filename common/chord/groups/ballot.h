// SPDX-License-Identifier: GPL-3.0-or-later
//
// Names and order of elections. Every range of the ring has a group of voters; a group elects a leader under a ballot,
// and no ballot has two leaders, since it ends with the incarnation of its own (Lamport, "The Part-Time Parliament",
// 1998; here one instance per key, with a shared ballot).
#pragma once

#include <QtGlobal>

#include <compare>

namespace chord {

// Names a group for ever. A split derives the child's name from the parent's, so that all voters derive the same.
using GroupId = quint64;

struct Ballot {
    // Raised only by the recovery of a lost majority: whatever was decided before it counts as lost.
    quint32 lossEpoch = 0;
    quint32 round = 0; // 0: no ballot, before any other
    quint64 leader = 0; // incarnation

    friend auto operator<=>(const Ballot &, const Ballot &) = default;
    bool isNull() const { return round == 0; }
};

// When a record was accepted: by which leader, and as its how-manieth write. Orders all states of one key.
struct Stamp {
    Ballot ballot;
    quint64 sequence = 0;

    friend auto operator<=>(const Stamp &, const Stamp &) = default;
    bool isNull() const { return ballot.isNull(); }
};

} // namespace chord
