// SPDX-License-Identifier: GPL-3.0-or-later
//
// The number of keys of each bar. Successive snapshots share the key lists of nodes whose keys did not change: a list
// is counted once and cached for as long as the picture shows it, so that a change at one of a thousand nodes does not
// cost an iteration over all keys.
#pragma once

#include "model/ring_snapshot.h"

#include <map>

namespace monitor {

inline constexpr int keyBars = 360; // around the ring

class KeyCensus {
public:
    struct Part {
        int bar = 0;
        int owned = 0;
        int copies = 0;
    };
    using Parts = std::vector<Part>; // in the order of the bars, without empty ones

    // Of every node of this ring, in its order; empty for those whose keys are not known.
    std::vector<Parts> take(const RingSnapshot &ring);

private:
    using ListPtr = std::shared_ptr<const KeyList>;

    std::map<ListPtr, Parts> m_counted; // holds its lists, so that an address means the same list
    int m_idBits = 0;
};

} // namespace monitor
