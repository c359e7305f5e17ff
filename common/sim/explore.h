// SPDX-License-Identifier: GPL-3.0-or-later
//
// The search for violations: each seed is a ring, a network, clients and a schedule of faults, all drawn from it. What
// fails is made smaller as long as it still fails the same way.
#pragma once

#include "sim/scenario.h"

namespace sim {

// Small rings, short lists, few keys: the settings in which mistakes show. Faults are those that the store promises to
// bear: joins, leaves, crashes, restarts, pauses, slow nodes; delays, duplicates and, with some seeds, a little loss.
Scenario randomScenario(quint64 seed);

struct Shrunk {
    Scenario scenario;
    RunResult result;
    int runs = 0; // that it took
};

// The smallest scenario found that fails in the same checker as this one does, in at most runsMax runs. keepGoing is
// asked before each run.
Shrunk shrink(const Scenario &failing, const RunResult &result, int runsMax, const std::function<bool()> &keepGoing);

} // namespace sim
