// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long to wait before dialling again after failures in a row: 50 ms at first, so that a node which is just
// starting is met soon, doubling up to 5 s, so that a dead one costs little. Each wait is drawn from the upper half of
// its range: when a node comes back, those who miss it do not all call in the same moment.
#pragma once

#include <QtGlobal>

namespace net {

class Backoff {
public:
    static constexpr int delayMsMin = 50;
    static constexpr int delayMsMax = 5000;

    // Milliseconds until the next attempt, after one more failure.
    int afterFailure();
    // The same when trying soon is of no use: the peer has answered, and refused.
    int afterRefusal();
    void reset() { m_failures = 0; }
    bool hasFailed() const { return m_failures > 0; }

private:
    int m_failures = 0;
};

} // namespace net
