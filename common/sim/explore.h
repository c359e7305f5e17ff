// SPDX-License-Identifier: GPL-3.0-or-later
//
// The search for violations: each seed is a ring, a network, clients and a schedule of faults, all drawn from it. What
// fails is made smaller for as long as it still fails in the same way.
#pragma once

#include "sim/scenario.h"

#include <optional>

namespace sim {

struct SearchSettings {
    std::optional<double> messagesPerSecondMost; // instead of the bound that belongs to the scenario
};

// Small rings, short lists, few keys: the settings in which mistakes show. Faults: joins, leaves, crashes (of a
// majority and of all nodes, too), restarts without memory, pauses, slow nodes; partitions of any subset, in one
// direction or both, with and without a node that hears both sides; messages that are lost, doubled, late and out of
// order; clocks that drift; values that expire.
Scenario randomScenario(quint64 seed, const SearchSettings &settings = {});

struct Shrunk {
    Scenario scenario;
    RunResult result;
    int runs = 0; // that it took
};

// The smallest scenario found that fails in the same checker as this one does, in at most runsMax runs. keepGoing is
// asked before each run.
Shrunk shrink(const Scenario &failing, const RunResult &result, int runsMax, const std::function<bool()> &keepGoing);

} // namespace sim
