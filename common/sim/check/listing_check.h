// SPDX-License-Identifier: GPL-3.0-or-later
//
// Does each walk over all keys tell each key that existed throughout exactly once, no key twice, and no key that was
// never stored? Judges by what clients were told; where that leaves open whether a key existed, nothing is demanded.
#pragma once

#include "sim/history.h"

#include <functional>

namespace sim {

using Problems = std::vector<QByteArray>;

// countsUntil: the moment up to which what clients were told of a key counts; afterwards it may be lost.
Problems listingProblems(const History &history, const std::function<Moment(int key)> &countsUntil);

} // namespace sim
