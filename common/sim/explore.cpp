// SPDX-License-Identifier: GPL-3.0-or-later
//
// Draws scenarios, and makes failing ones smaller by leaving things out.

#include "sim/explore.h"

#include <algorithm>
#include <array>

namespace sim {

namespace {

enum Purpose : quint64 { ScenarioPurpose = 21 };

constexpr Time ms = 1000;
constexpr Time pauseMost = 8000 * ms; // whoever is away until deletes are forgotten may bring old values back

NetworkSettings randomNetwork(Random &random)
{
    const std::array delays{Delay::constant(1 * ms), Delay::uniform(ms / 5, 5 * ms), Delay::exponential(2 * ms),
                            Delay::exponential(20 * ms), Delay::uniform(0, 100 * ms)};
    NetworkSettings network;
    network.delay = delays[random.below(delays.size())];
    network.ordered = random.chance(0.5);
    network.refuses = random.chance(0.5);
    network.duplication = random.chance(0.3) ? 0.05 : 0;
    network.loss = random.chance(0.1) ? 0.002 : 0;
    return network;
}

WorkloadSettings randomWorkload(Random &random)
{
    WorkloadSettings workload;
    workload.clients = int(random.between(1, 6));
    workload.keys = int(random.between(1, 25));
    workload.zipf = random.chance(0.3) ? 1 : 0;
    workload.thinkTime = Delay::exponential(random.chance(0.5) ? 10 * ms : 60 * ms);
    return workload;
}

Action randomAction(Random &random, int hosts)
{
    using Kind = Action::Kind;
    const std::array kinds{Kind::Join,  Kind::Join,  Kind::Restart, Kind::Restart, Kind::Crash,
                           Kind::Crash, Kind::Leave, Kind::Leave,   Kind::Pause,   Kind::Slow};
    Action action;
    action.kind = kinds[random.below(kinds.size())];
    action.host = int(random.below(quint64(hosts)));
    if (action.kind == Kind::Join)
        action.host = Action::anyMember;
    if (action.kind == Kind::Pause)
        action.lasts = std::min(Delay::exponential(2000 * ms).draw(random), pauseMost);
    if (action.kind == Kind::Slow) {
        action.lasts = random.between(100 * ms, 5000 * ms);
        action.amount = random.between(ms / 10, 3 * ms);
    }
    return action;
}

// Faults come in bursts, so that they meet each other's recovery, and in pauses, so that they do not always.
std::vector<Action> randomActions(Random &random, int nodes, Time duration)
{
    std::vector<Action> actions;
    const int count = int(random.between(1, 12));
    Time at = random.between(0, 2000 * ms);
    int hosts = nodes;
    for (int i = 0; i < count && at < duration; ++i) {
        Action action = randomAction(random, hosts);
        action.at = at;
        hosts += action.kind == Action::Kind::Join ? 1 : 0;
        actions.push_back(action);
        at += random.chance(0.5) ? random.between(0, 300 * ms) : random.between(0, 5000 * ms);
    }
    return actions;
}

bool failsAlike(const RunResult &a, const RunResult &b)
{
    return !a.violations.empty() && !b.violations.empty()
        && a.violations.front().checker == b.violations.front().checker;
}

// One thing less in each of these.
std::vector<Scenario> smaller(const Scenario &scenario, Time failedAt)
{
    std::vector<Scenario> candidates;
    const auto tryWith = [&](auto change) {
        Scenario candidate = scenario;
        change(candidate);
        if (candidate.problem().isEmpty())
            candidates.push_back(std::move(candidate));
    };
    if (failedAt < scenario.duration)
        tryWith([&](Scenario &s) { s.duration = failedAt + 100 * ms; });
    for (size_t part = scenario.actions.size(); part >= 1; part /= 2) {
        for (size_t from = 0; from < scenario.actions.size(); from += part) {
            tryWith([&](Scenario &s) {
                const auto first = s.actions.begin() + qsizetype(from);
                s.actions.erase(first, first + qsizetype(std::min(part, s.actions.size() - from)));
            });
        }
    }
    if (scenario.workload.clients > 1)
        tryWith([](Scenario &s) { s.workload.clients /= 2; });
    if (scenario.workload.keys > 1)
        tryWith([](Scenario &s) { s.workload.keys /= 2; });
    if (scenario.nodes > 1)
        tryWith([](Scenario &s) { --s.nodes; });
    if (scenario.cluster.network.duplication > 0)
        tryWith([](Scenario &s) { s.cluster.network.duplication = 0; });
    if (scenario.cluster.network.loss > 0)
        tryWith([](Scenario &s) { s.cluster.network.loss = 0; });
    return candidates;
}

} // namespace

Scenario randomScenario(quint64 seed)
{
    Random random = Random::forPurpose(seed, ScenarioPurpose);
    Scenario scenario;
    scenario.cluster.seed = seed;
    scenario.cluster.network = randomNetwork(random);
    scenario.cluster.clockDriftMaxPpm = random.chance(0.5) ? 100 : 0;
    chord::Config &config = scenario.cluster.config;
    config.replicas = random.chance(0.7) ? 3 : int(random.between(1, 5));
    config.successorListLength = int(random.between(std::max(2, config.replicas), 8));
    // Copies outside the replica set must be gone well before deletes are forgotten.
    const bool hasty = random.chance(0.5);
    config.repairPeriodMs = hasty ? 1000 : 5000;
    config.orphanGraceMs = hasty ? 1000 : 5000;
    config.tombstoneGraceMs = hasty ? 10'000 : 60'000;
    scenario.nodes = random.chance(0.4) ? int(random.between(1, 4)) : int(random.between(3, 12));
    scenario.start = random.chance(0.7) ? Scenario::Start::Storm : Scenario::Start::Chain;
    scenario.workload = randomWorkload(random);
    scenario.duration = random.between(3000 * ms, 20'000 * ms);
    scenario.actions = randomActions(random, scenario.nodes, scenario.duration);
    // Whoever was away longest must have offered its orphans, and a repair must have gone around.
    scenario.settleMax = 120'000 * ms;
    while (!scenario.problem().isEmpty())
        scenario.actions.pop_back();
    return scenario;
}

Shrunk shrink(const Scenario &failing, const RunResult &result, int runsMax, const std::function<bool()> &keepGoing)
{
    Shrunk best{failing, result, 0};
    for (bool progress = true; progress;) {
        progress = false;
        const Time failedAt = best.result.violations.front().at - best.result.started;
        for (const Scenario &candidate : smaller(best.scenario, failedAt)) {
            if (best.runs >= runsMax || !keepGoing())
                return best;
            ++best.runs;
            RunResult found = run(candidate);
            if (!failsAlike(found, result))
                continue;
            best.scenario = candidate;
            best.result = std::move(found);
            progress = true;
            break;
        }
    }
    return best;
}

} // namespace sim
