// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole simulation as a value: the cluster, its start, its clients, which faults happen when, and how long all that
// takes. It can be generated from a seed, made smaller, written down (scenario_text.h) and run again: equal scenarios
// are equal runs, event by event.
#pragma once

#include "sim/check/judge.h"
#include "sim/check/survey.h"
#include "sim/cluster.h"
#include "sim/workload.h"

namespace sim {

struct Action {
    enum class Kind : quint8 {
        Join, // a new host, through a member drawn at random
        Restart, // a host that is down comes back without its memory, under the same identifier
        Crash,
        Leave,
        Pause, // for lasts
        Slow, // takes amount over each message, for lasts
        Cut, // what host sends to other is lost, for lasts
        CutSets, // hosts do not hear others, nor others them (oneWay: what hosts send to others is lost), for lasts
        Bridge, // half of the other hosts do not hear the other half, both hear host, for lasts
        StallDisk, // no commit of its disk ends, for lasts
        Split, // hosts 0..host on one side, the others on the other, for lasts
    };
    static constexpr int anyMember = -1; // drawn when its time comes

    Time at = 0; // after the start is complete
    Kind kind = Kind::Join;
    int host = anyMember; // one the action makes no sense for is passed over
    int other = anyMember;
    std::vector<int> hosts;
    std::vector<int> others; // none: all that are not in hosts
    bool oneWay = false;
    bool asStarted = false; // Restart: with the command line of its first start, so that a founder founds a ring again
    Time lasts = 0;
    Time amount = 0;

    friend bool operator==(const Action &, const Action &) = default;
};

struct Scenario {
    enum class Start : quint8 {
        Ideal, // a ring whose pointers are all right
        Storm, // one node, and all the others join it at once
        Chain, // one joins after the other, each when the one before it is ready
    };

    ClusterSettings cluster;
    int nodes = 5;
    Start start = Start::Storm;
    WorkloadSettings workload;
    std::vector<Action> actions; // by time
    // Joins, leaves and crashes of members drawn at random, as Poisson processes.
    double joinsPerSecond = 0;
    double leavesPerSecond = 0;
    double crashesPerSecond = 0;
    int membersMin = 1; // leaves and crashes of anyMember leave at least this many
    int leaveTimeoutMs = 10'000;
    Time duration = 20'000'000; // µs, after the start is complete
    Time startMax = 60'000'000; // the start must be complete by then
    Time settleMax = 60'000'000; // so long after the last change everything must be as it should be
    std::optional<Delay> settleDelay; // of messages, once the faults are over
    Time surveyEvery = 0; // while there is load; 0: only in the end
    Bounds bounds;

    // Why it cannot be run, in words that no full stop follows; empty if it can.
    QByteArray problem() const;

private:
    QByteArray actionsProblem() const;
};

struct RunResult {
    std::vector<Violation> violations;
    quint64 traceHash = 0;
    Time simulated = 0;
    Time started = 0; // the start took so long
    Time settled = 0; // after the end it took so long until all was as it should be
    int members = 0; // in the end
    size_t operations = 0;
    Workload::Counts answers;
    quint64 watchUpdates = 0; // told to watchers
    quint64 listings = 0; // walks over all keys that came to their end
    Cluster::Counts counts;
    std::vector<Survey> surveys; // the last one in the end
    Costs costs;
    size_t lostKeys = 0; // in ranges that were recovered with a loss
    size_t memoryBytes = 0; // in the end
    bool cancelled = false;
};

struct RunOptions {
    Cluster::TraceSink trace;
    // Told now and then how far the run is, 0..1; false ends it, with the result so far.
    std::function<bool(double)> progress;
};

RunResult run(const Scenario &scenario, const RunOptions &options = {});

} // namespace sim
