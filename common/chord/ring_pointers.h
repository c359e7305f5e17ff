// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does a pointer of a ring lead to the right node? The one judgement behind all accounts of a ring: /v1/ring, the
// command line's chain, the simulator's checks, the monitor's texts and picture. They differ in what they know of the
// nodes (so in the key they compare by, and in which nodes are sure members), and in what they say about it.
#pragma once

#include <QtGlobal>

#include <cstddef>

namespace chord {

// What is known of a node that stands on the ring.
enum class Membership : quint8 {
    Member,
    Unsure, // it may be pointed at, and passed over: it joins, or nothing is known of it at the moment
    Gone, // it may be passed over only
};

enum class RingDirection : quint8 { Successor, Predecessor };

struct PointerJudgement {
    bool isRight = false;
    size_t due = 0; // the place that the pointer leads to if it is right, and of the next member if not
};

// The pointer of the node at place from; of count nodes around the ring, keyAt(place) and membershipAt(place) tell
// which node stands there and what is known of it. A lone node is its own successor and predecessor. Without any member
// the place due is from.
template <typename Key, typename KeyAt, typename MembershipAt>
PointerJudgement judgePointer(RingDirection direction, size_t count, size_t from, const Key &pointer, KeyAt keyAt,
                              MembershipAt membershipAt)
{
    for (size_t i = 1; i <= count; ++i) {
        const size_t place = (direction == RingDirection::Successor ? from + i : from + count - i) % count;
        const Membership membership = membershipAt(place);
        if (membership != Membership::Gone && keyAt(place) == pointer)
            return {true, place};
        if (membership == Membership::Member)
            return {false, place};
    }
    return {false, from};
}

} // namespace chord
