// SPDX-License-Identifier: GPL-3.0-or-later
//
// The clock that nodes live by. It never goes back, whatever is done to the date, and it counts while the machine
// sleeps where the system offers that: a node that wakes after its leases have run out must notice before it answers,
// and a clock that stood still with the machine would tell it that no time has passed.
#pragma once

#include "chord/store/record.h"

namespace net {

// Microseconds since some moment before the program began. Costs a few tens of nanoseconds.
chord::Time monotonicNow();
// The same in milliseconds.
inline qint64 monotonicNowMs()
{
    return monotonicNow() / chord::usPerMs;
}

} // namespace net
