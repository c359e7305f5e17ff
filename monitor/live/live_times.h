// SPDX-License-Identifier: GPL-3.0-or-later
//
// Poll intervals and timeouts of a live ring, in milliseconds. Tests set shorter ones.
#pragma once

#include <QtGlobal>

namespace monitor {

struct LiveTimes {
    int timeout = 2000; // of one poll; a node that takes 500 ms is slow, not gone
    // Between two polls of a node, in a ring that is not large. Below chord::Config::leaseMs: for so long the range of
    // a node that crashed has no leader, which is how a crash is told from a leave.
    qint64 period = 500;
    qint64 hurriedPeriod = 250; // while something is going on
    qint64 hurriedFor = 5000;
    // A node that does not answer is asked again soon, to know whether it was an accident, then less and less often.
    qint64 retryMin = 500;
    qint64 retryMax = 15'000;
    qint64 listingPause = 700; // at least, between two listings of one node's keys
    int refreshPause = 1000; // between two snapshots in which only ages and counters are newer

    qint64 deadAfter = 8000; // of silence
    // One that refuses connections has crashed or left. A crash shows within this time, since the node stays a voter of
    // its ranges until it is replaced (chord::Config::replaceAfterMs); a node that leaves is replaced before it ends.
    qint64 crashShows = 5000;
    // What another node says within this time after the refusal may be older.
    qint64 answerLag = 200;
};

} // namespace monitor
