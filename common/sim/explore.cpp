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
constexpr Time s = 1000 * ms;
constexpr int idBitsLeast = 3;

NetworkSettings randomNetwork(Random &random)
{
    const std::array delays{Delay::constant(1 * ms), Delay::uniform(ms / 5, 5 * ms), Delay::exponential(2 * ms),
                            Delay::exponential(20 * ms), Delay::uniform(0, 100 * ms)};
    NetworkSettings network;
    network.delay = delays[random.below(delays.size())];
    network.ordered = random.chance(0.5);
    network.refuses = random.chance(0.5);
    network.duplication = random.chance(0.3) ? (random.chance(0.2) ? 0.3 : 0.05) : 0;
    network.loss = random.chance(0.15) ? (random.chance(0.3) ? 0.01 : 0.002) : 0;
    return network;
}

WorkloadSettings randomWorkload(Random &random)
{
    WorkloadSettings workload;
    workload.clients = int(random.between(1, 6));
    workload.keys = random.chance(0.9) ? int(random.between(1, 25)) : int(random.between(100, 600));
    workload.zipf = random.chance(0.3) ? 1 : 0;
    workload.thinkTime = Delay::exponential(random.chance(0.5) ? 10 * ms : 60 * ms);
    workload.valueBytes = random.chance(0.8) ? 0 : int(random.between(100, 5000));
    return workload;
}

chord::Config randomConfig(Random &random)
{
    chord::Config config;
    config.replicas = random.chance(0.5) ? 3 : int(random.between(1, 5));
    config.successorListLength = int(random.between(std::max(2, config.replicas), 8));
    // Copies outside the replica set must be gone well before deletes are forgotten.
    const bool hasty = random.chance(0.5);
    config.repairPeriodMs = hasty ? 1000 : 5000;
    config.orphanGraceMs = hasty ? 1000 : 5000;
    config.tombstoneGraceMs = hasty ? 10'000 : 60'000;
    // Small, so that few keys are enough for ranges to be compared by parts and moved in several batches.
    if (random.chance(0.4)) {
        config.syncEntriesMax = int(random.between(2, 12));
        config.transferBytesMax = int(random.between(100, 5000));
    }
    return config;
}

void drawSize(Random &random, Scenario &scenario)
{
    const std::array sizes{std::pair(1, 4), std::pair(1, 4), std::pair(3, 12), std::pair(3, 12), std::pair(13, 30)};
    const auto [least, most] = sizes[random.below(sizes.size())];
    scenario.nodes = int(random.between(least, most));
    const std::array starts{Scenario::Start::Storm, Scenario::Start::Storm, Scenario::Start::Chain,
                            Scenario::Start::Ideal};
    scenario.start = starts[random.below(starts.size())];
}

Action randomAction(Random &random, int hosts, bool partitions)
{
    using Kind = Action::Kind;
    const std::array kinds{Kind::Join,  Kind::Join,  Kind::Restart, Kind::Restart, Kind::Crash, Kind::Crash,
                           Kind::Leave, Kind::Leave, Kind::Pause,   Kind::Slow,    Kind::Cut,   Kind::Split};
    Action action;
    action.kind = kinds[random.below(kinds.size() - (partitions ? 0 : 2))];
    action.host = int(random.below(quint64(hosts)));
    switch (action.kind) {
    case Kind::Join:
        action.host = Action::anyMember;
        break;
    case Kind::Pause:
        action.lasts = random.chance(0.8) ? Delay::exponential(2 * s).draw(random) : random.between(5 * s, 60 * s);
        break;
    case Kind::Slow:
        action.lasts = random.between(100 * ms, 5 * s);
        action.amount = random.chance(0.85) ? random.between(ms / 10, 3 * ms) : random.between(3 * ms, 20 * ms);
        break;
    case Kind::Cut:
        action.other = int(random.below(quint64(hosts)));
        [[fallthrough]];
    case Kind::Split:
        action.lasts = random.chance(0.7) ? Delay::exponential(1 * s).draw(random) : random.between(2 * s, 20 * s);
        break;
    default:
        break;
    }
    return action;
}

// Faults come in bursts, so that they meet each other's recovery, and in pauses, so that they do not always. Now and
// then many nodes do the same at once.
std::vector<Action> randomActions(Random &random, int nodes, Time duration, bool partitions)
{
    std::vector<Action> actions;
    const int count = int(random.between(1, 12 + nodes / 4));
    Time at = random.between(0, 2 * s);
    int hosts = nodes;
    while (int(actions.size()) < count && at < duration) {
        const Action first = randomAction(random, hosts, partitions);
        const int alike = random.chance(0.12) ? int(random.between(2, 8)) : 1;
        for (int i = 0; i < alike; ++i) {
            Action action = first;
            action.at = at;
            if (action.kind == Action::Kind::Join)
                ++hosts;
            else if (i > 0)
                action.host = int(random.below(quint64(hosts)));
            actions.push_back(action);
            at += i + 1 < alike ? random.between(0, 30 * ms) : 0;
        }
        at += random.chance(0.5) ? random.between(0, 300 * ms) : random.between(0, 5 * s);
    }
    return actions;
}

// In a small identifier space ranges are short, many keys share one identifier, and every identifier may be taken.
int randomIdBits(Random &random, const Scenario &scenario)
{
    if (!random.chance(0.3))
        return chord::idBitsMax;
    const auto joins = std::count_if(scenario.actions.begin(), scenario.actions.end(),
                                     [](const Action &action) { return action.kind == Action::Kind::Join; });
    int bits = idBitsLeast;
    while ((1 << bits) < scenario.nodes + joins)
        ++bits;
    return bits + int(random.between(0, 3));
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
        tryWith([&](Scenario &s) { s.duration = std::max<Time>(failedAt, 0) + 100 * ms; });
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

// So long after the last change all keys lie where they should: whoever was away must be known again and newcomers must
// have their ranges (half a minute is generous), what differs is found by repair, and orphans go after their grace.
Time settleMaxOf(const chord::Config &config)
{
    return 30 * s + (5 * config.repairPeriodMs + config.orphanGraceMs) * ms;
}

// Each is twice what can be accounted for; a thousand seeds stayed below two thirds of that.
Bounds boundsOf(const Scenario &scenario)
{
    const WorkloadSettings &load = scenario.workload;
    const double operationsPerSecond = load.clients * 1e6 / double(load.thinkTime.a); // if they were answered at once
    const int replicas = scenario.cluster.config.replicas;
    Bounds bounds;
    // At rest, five leases a second asked of and granted to R-1 neighbours each, the rest for stabilization and
    // fingers; an operation takes a question and an answer, and the same again for each replica.
    bounds.messagesPerSecond = 2 * (60 + 20 * replicas + operationsPerSecond * (2 + 2 * replicas));
    // An empty node; the records; and the ids of writes, which are kept until the first repair after the retry window.
    const double rememberedSeconds = (scenario.cluster.config.retryWindowMs + 1.5 * 5000) / 1000.0;
    bounds.nodeBytes =
        2 * qint64(16'000 + load.keys * (load.valueBytes + 600) + operationsPerSecond * rememberedSeconds * 400);
    // What others send to a node that has just been paused until they take it for dead, two seconds' worth.
    bounds.queued = 2 * qint64(60 + 10 * scenario.nodes + 20 * load.clients);
    return bounds;
}

} // namespace

Scenario randomScenario(quint64 seed, const SearchSettings &settings)
{
    Random random = Random::forPurpose(seed, ScenarioPurpose);
    Scenario scenario;
    scenario.cluster.seed = seed;
    scenario.cluster.network = randomNetwork(random);
    const std::array driftsPpm{0, 0, 100, 500};
    scenario.cluster.clockDriftMaxPpm = driftsPpm[random.below(driftsPpm.size())];
    scenario.cluster.config = randomConfig(random);
    drawSize(random, scenario);
    scenario.workload = randomWorkload(random);
    scenario.duration = random.between(3 * s, 20 * s);
    scenario.actions = randomActions(random, scenario.nodes, scenario.duration, settings.partitions);
    scenario.cluster.config.idBits = randomIdBits(random, scenario);
    scenario.settleMax = settleMaxOf(scenario.cluster.config);
    scenario.promises = settings.partitions ? Promises::Ring : Promises::All;
    scenario.bounds = boundsOf(scenario);
    if (settings.messagesPerSecondMost)
        scenario.bounds.messagesPerSecond = *settings.messagesPerSecondMost;
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
