// SPDX-License-Identifier: GPL-3.0-or-later
//
// Draws scenarios, and makes failing ones smaller by leaving things out.

#include "sim/explore.h"

#include <algorithm>
#include <array>

namespace sim {

namespace {

constexpr Time ms = 1000;
constexpr Time s = 1000 * ms;
constexpr int idBitsLeast = 3;
constexpr Time slowDelay = 50 * ms; // one way, on average; a read that asks a majority then takes seconds

NetworkSettings randomNetwork(Random &random)
{
    const std::array delays{Delay::constant(1 * ms),     Delay::uniform(ms / 5, 5 * ms), Delay::exponential(2 * ms),
                            Delay::exponential(20 * ms), Delay::uniform(0, 100 * ms),    Delay::exponential(2 * ms),
                            Delay::uniform(ms, 20 * ms), Delay::exponential(250 * ms)};
    NetworkSettings network;
    network.delay = delays[random.below(delays.size())];
    network.ordered = random.chance(0.5);
    network.refuses = random.chance(0.5);
    network.duplication = random.chance(0.3) ? (random.chance(0.2) ? 0.3 : 0.05) : 0;
    network.loss = random.chance(0.3) ? (random.chance(0.3) ? 0.1 : 0.005) : 0;
    network.oneMachine = random.chance(0.3);
    return network;
}

WorkloadSettings randomWorkload(Random &random)
{
    WorkloadSettings workload;
    workload.clients = int(random.between(1, 6));
    workload.keys = random.chance(0.9) ? int(random.between(1, 25)) : int(random.between(100, 600));
    workload.zipf = random.chance(0.3) ? 1 : 0;
    workload.thinkTime = Delay::exponential(random.chance(0.5) ? 10 * ms : 60 * ms);
    workload.ttl = random.chance(0.3) ? random.between(500 * ms, 5 * s) : 0;
    workload.ttlShare = random.chance(0.5) ? 0.25 : 0.05;
    workload.valueBytes = random.chance(0.8) ? 0 : int(random.between(100, 5000));
    return workload;
}

chord::Config randomConfig(Random &random)
{
    chord::Config config;
    config.replicas = random.chance(0.5) ? 3 : int(random.between(1, 5));
    config.successorListLength = int(random.between(std::max(2, config.replicas), 8));
    config.leaseMs = random.chance(0.5) ? config.leaseMs : int(random.between(300, 2000));
    config.leaseRenewMs = std::min(config.leaseRenewMs, config.leaseMs / 3);
    config.quorumReads = random.chance(0.25);
    config.collectPeriodMs = random.chance(0.5) ? 500 : 5000;
    config.mergeDelayMs = random.chance(0.7) ? int(random.between(500, 5000)) : config.mergeDelayMs;
    config.replaceAfterMs = random.chance(0.5) ? config.replaceAfterMs : int(random.between(500, 5000));
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

Time randomCut(Random &random)
{
    return random.chance(0.7) ? Delay::exponential(2 * s).draw(random) : random.between(2 * s, 20 * s);
}

std::vector<int> randomSubset(Random &random, int hosts)
{
    if (random.chance(0.4))
        return {int(random.below(quint64(hosts)))};
    std::vector<int> subset;
    const double share = random.chance(0.5) ? 0.5 : 0.25;
    for (int host = 0; host < hosts; ++host) {
        if (random.chance(share))
            subset.push_back(host);
    }
    return subset.empty() ? std::vector<int>{0} : subset;
}

Action randomAction(Random &random, int hosts)
{
    using Kind = Action::Kind;
    const std::array kinds{Kind::Join,  Kind::Join,  Kind::Restart, Kind::Restart, Kind::Crash,   Kind::Crash,
                           Kind::Leave, Kind::Leave, Kind::Pause,   Kind::Pause,   Kind::Slow,    Kind::Cut,
                           Kind::Cut,   Kind::Split, Kind::CutSets, Kind::CutSets, Kind::CutSets, Kind::Bridge};
    Action action;
    action.kind = kinds[random.below(kinds.size())];
    action.host = int(random.below(quint64(hosts)));
    switch (action.kind) {
    case Kind::Join:
        action.host = Action::anyMember;
        break;
    case Kind::Restart:
        action.asStarted = action.host > 0 && random.chance(0.5);
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
        action.lasts = randomCut(random);
        break;
    case Kind::CutSets:
        action.host = Action::anyMember;
        action.hosts = randomSubset(random, hosts);
        if (random.chance(0.3))
            action.others = randomSubset(random, hosts);
        action.oneWay = random.chance(0.3);
        action.lasts = randomCut(random);
        break;
    case Kind::Bridge:
    case Kind::Split:
        action.lasts = randomCut(random);
        break;
    default:
        break;
    }
    return action;
}

// Now and then many nodes do the same at once.
void addAlike(Random &random, std::vector<Action> &actions, Time at, int &hosts)
{
    const Action first = randomAction(random, hosts);
    const int alike = random.chance(0.12) ? int(random.between(2, 8)) : 1;
    for (int i = 0; i < alike; ++i) {
        Action action = first;
        action.at = at;
        if (action.kind == Action::Kind::Join)
            ++hosts;
        else if (i > 0 && action.host != Action::anyMember)
            action.host = int(random.below(quint64(hosts)));
        action.asStarted = action.asStarted && action.host > 0;
        actions.push_back(action);
        at += i + 1 < alike ? random.between(0, 30 * ms) : 0;
    }
}

// Each is continued about when the next one is suspended.
void addPausesInTurn(Random &random, std::vector<Action> &actions, Time at, int hosts)
{
    const int count = int(random.between(2, 5));
    for (int i = 0; i < count; ++i) {
        Action action;
        action.kind = Action::Kind::Pause;
        action.at = at;
        action.host = int(random.below(quint64(hosts)));
        action.lasts = random.between(500 * ms, 6 * s);
        actions.push_back(action);
        at = std::max<Time>(0, at + action.lasts - random.between(-200 * ms, 500 * ms));
    }
}

// A majority of the hosts, or all of them, which then may start again as they were started at first.
void addKills(Random &random, std::vector<Action> &actions, Time at, int hosts)
{
    std::vector<int> killed;
    for (int host = 0; host < hosts; ++host)
        killed.push_back(host);
    random.shuffle(killed);
    const bool all = random.chance(0.3);
    const int least = hosts / 2 + 1;
    if (!all)
        killed.resize(size_t(random.between(std::min(least, hosts), hosts)));
    const Time spread = random.chance(0.5) ? 0 : random.between(0, 3 * s);
    Time last = at;
    for (int host : killed) {
        Action action;
        action.kind = Action::Kind::Crash;
        action.at = at + random.between(0, spread);
        action.host = host;
        actions.push_back(action);
        last = std::max(last, action.at);
    }
    if (!all || random.chance(0.5))
        return;
    Time again = last + random.between(0, 2 * s);
    for (int host = 0; host < hosts; ++host) {
        Action action;
        action.kind = Action::Kind::Restart;
        action.at = again;
        action.host = host;
        action.asStarted = true;
        actions.push_back(action);
        again += random.between(0, 500 * ms);
    }
}

// The founder, or who is host 0, crashes and comes back as it was started: it must find back into its ring.
void addFounderRestart(Random &random, std::vector<Action> &actions, Time at)
{
    Action action;
    action.kind = Action::Kind::Crash;
    action.at = at;
    action.host = 0;
    actions.push_back(action);
    action.kind = Action::Kind::Restart;
    action.at += random.chance(0.5) ? random.between(0, 200 * ms) : random.between(0, 8 * s);
    action.asStarted = true;
    actions.push_back(action);
}

// Faults come in bursts, so that they meet each other's recovery, and in pauses, so that they do not always. kills: of
// a majority of the hosts.
std::vector<Action> randomActions(Random &random, int nodes, Time duration, bool kills)
{
    std::vector<Action> actions;
    const int count = int(random.between(1, 12 + nodes / 4));
    Time at = random.between(0, 2 * s);
    int hosts = nodes;
    while (int(actions.size()) < count && at < duration) {
        if (random.chance(0.06))
            addPausesInTurn(random, actions, at, hosts);
        else if (kills && random.chance(0.2))
            addKills(random, actions, at, hosts);
        else
            addAlike(random, actions, at, hosts);
        at += random.chance(0.5) ? random.between(0, 300 * ms) : random.between(0, 5 * s);
    }
    return actions;
}

// A founder that is started again founds a ring, and gives way to the old one when that finds it. It cannot be found
// where it hears nobody, so here nodes only crash, leave and join, never so many at once that a range would be lost.
std::vector<Action> founderActions(Random &random, Scenario &scenario)
{
    scenario.nodes = std::max(scenario.nodes, 3);
    scenario.cluster.network.loss = 0;
    scenario.cluster.network.delay = Delay::exponential(random.chance(0.5) ? 2 * ms : 20 * ms);
    scenario.cluster.config.replicas = 3;
    scenario.cluster.config.successorListLength = std::max(3, scenario.cluster.config.successorListLength);
    scenario.duration = random.between(10 * s, 30 * s);
    std::vector<Action> actions;
    addFounderRestart(random, actions, random.between(1 * s, 4 * s));
    Time at = actions.back().at + random.between(4 * s, 10 * s);
    for (int i = int(random.below(3)); i > 0; --i) {
        Action join;
        join.at = random.between(0, at);
        actions.push_back(join);
    }
    if (random.chance(0.5))
        addFounderRestart(random, actions, at);
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

// A crashed host mostly starts again.
void addRestarts(Random &random, std::vector<Action> &actions)
{
    std::vector<Action> restarts;
    for (const Action &action : actions) {
        if (action.kind != Action::Kind::Crash || random.chance(0.2))
            continue;
        Action restart = action;
        restart.kind = Action::Kind::Restart;
        restart.asStarted = action.host > 0; // a founder that had left would found another ring
        restart.at += Delay::exponential(random.chance(0.5) ? 200 * ms : 3 * s).draw(random);
        restarts.push_back(restart);
    }
    actions.insert(actions.end(), restarts.begin(), restarts.end());
}

// All hosts stop at the same moment, and start again in any order, some of them late.
void addPowerCut(Random &random, std::vector<Action> &actions, Time at, int hosts)
{
    for (int host = 0; host < hosts; ++host) {
        Action action;
        action.kind = Action::Kind::Crash;
        action.host = host;
        action.at = at;
        actions.push_back(action);
        action.kind = Action::Kind::Restart;
        action.asStarted = host > 0;
        action.at += random.chance(0.8) ? random.between(0, 2 * s) : random.between(0, 15 * s);
        actions.push_back(action);
    }
}

// In a quarter of the seeds all hosts have disks.
void drawDisks(Random &random, Scenario &scenario)
{
    if (!random.chance(0.25))
        return;
    const std::array delays{Delay::constant(1 * ms), Delay::exponential(2 * ms), Delay::uniform(0, 30 * ms),
                            Delay::exponential(100 * ms)};
    scenario.cluster.disks = delays[random.below(delays.size())];
    std::vector<Action> &actions = scenario.actions;
    addRestarts(random, actions);
    if (random.chance(0.5))
        addPowerCut(random, actions, random.between(0, scenario.duration), scenario.nodes + 2);
    for (int i = int(random.below(4)); i > 0; --i) {
        Action stall;
        stall.kind = Action::Kind::StallDisk;
        stall.at = random.between(0, scenario.duration);
        stall.host = int(random.below(quint64(scenario.nodes)));
        stall.lasts = random.chance(0.7) ? random.between(0, 2 * s) : random.between(0, 20 * s);
        actions.push_back(stall);
    }
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
    for (size_t i = 0; i < scenario.actions.size(); ++i) {
        for (size_t k = 0; scenario.actions[i].hosts.size() > 1 && k < scenario.actions[i].hosts.size(); ++k)
            tryWith([&](Scenario &s) { s.actions[i].hosts.erase(s.actions[i].hosts.begin() + qsizetype(k)); });
    }
    if (scenario.workload.clients > 1)
        tryWith([](Scenario &s) { s.workload.clients /= 2; });
    if (scenario.workload.watchers > 0)
        tryWith([](Scenario &s) { s.workload.watchers /= 2; });
    if (scenario.workload.listers > 0)
        tryWith([](Scenario &s) { s.workload.listers = 0; });
    if (scenario.workload.ttl > 0)
        tryWith([](Scenario &s) { s.workload.ttl = 0; });
    if (scenario.cluster.clockDriftMaxPpm > 0)
        tryWith([](Scenario &s) { s.cluster.clockDriftMaxPpm = 0; });
    if (scenario.workload.keys > 1)
        tryWith([](Scenario &s) { s.workload.keys /= 2; });
    if (scenario.nodes > 1)
        tryWith([](Scenario &s) { --s.nodes; });
    if (scenario.cluster.disks)
        tryWith([](Scenario &s) { s.cluster.disks.reset(); });
    if (scenario.cluster.network.duplication > 0)
        tryWith([](Scenario &s) { s.cluster.network.duplication = 0; });
    if (scenario.cluster.network.loss > 0)
        tryWith([](Scenario &s) { s.cluster.network.loss = 0; });
    return candidates;
}

// So long after the last fault there is one ring and all keys lie where they should: nodes that were cut off are found
// again (a minute is generous), voters that are gone are replaced one after the other, and ranges merged. Ranges that
// have lost their voters are recovered one after the other on slow links: nothing may change anywhere while all nodes
// are asked twice.
Time settleMaxOf(const Scenario &scenario)
{
    const chord::Config &config = scenario.cluster.config;
    const auto crashes = std::count_if(scenario.actions.begin(), scenario.actions.end(),
                                       [](const Action &action) { return action.kind == Action::Kind::Crash; });
    const Time recoveries = scenario.cluster.network.oneMachine ? crashes * 10 * s : 0;
    const Time slow = scenario.cluster.network.delay.a > slowDelay ? 120 * s + recoveries : 0;
    return 60 * s + slow + (4 * config.replaceAfterMs + 2 * config.mergeDelayMs + 10 * config.leaseMs) * ms;
}

// Each is twice what can be accounted for; a thousand seeds stayed below two thirds of that.
Bounds boundsOf(const Scenario &scenario)
{
    const WorkloadSettings &load = scenario.workload;
    const chord::Config &config = scenario.cluster.config;
    const double operationsPerSecond = load.clients * 1e6 / double(load.thinkTime.a); // if they were answered at once
    const int replicas = config.replicas;
    Bounds bounds;
    // At rest, heartbeats to and from those that share ranges, the rest for stabilization, fingers and registrations;
    // an operation takes a question and an answer, and the same again for each replica.
    const double beats = 2 * 1000.0 / config.leaseRenewMs * 2 * replicas;
    // A node that joins asks for its range up to ten times a second.
    bounds.messagesPerSecond = 4 * (100 + beats + 20 * replicas + operationsPerSecond * (4 + 4 * replicas))
        + 20 * scenario.nodes + load.watchers * (40 + 2 * operationsPerSecond);
    // An empty node; the records; and the ids of writes, which are kept until the first look after the retry window.
    const double rememberedSeconds = (config.retryWindowMs + 1.5 * config.operationTimeoutMs) / 1000.0;
    bounds.nodeBytes = 4
        * qint64(32'000 + load.keys * (load.valueBytes + 600) + operationsPerSecond * rememberedSeconds * 400
                 + load.watchers * 4'000);
    // What others send to a node while it is paused or slow.
    bounds.queued = 10 * qint64(200 + 40 * scenario.nodes + 40 * load.clients);
    return bounds;
}

} // namespace

Scenario randomScenario(quint64 seed, const SearchSettings &settings)
{
    Random random = Random::forPurpose(seed, Purpose::Scenario);
    Scenario scenario;
    scenario.cluster.seed = seed;
    scenario.cluster.network = randomNetwork(random);
    const std::array driftsPpm{0, 0, 500, 25'000};
    scenario.cluster.config = randomConfig(random);
    Random timeouts = Random::forPurpose(seed, Purpose::Timeouts);
    if (timeouts.chance(0.3))
        scenario.cluster.config.requestTimeoutMs = int(timeouts.between(200, 1500));
    if (scenario.cluster.network.delay.a > slowDelay) {
        scenario.cluster.config.operationTimeoutMs = 15'000;
        scenario.cluster.config.retryWindowMs = std::max(scenario.cluster.config.retryWindowMs, 30'000);
    }
    scenario.cluster.clockDriftMaxPpm = driftsPpm[random.below(driftsPpm.size())];
    if (scenario.cluster.config.quorumReads && random.chance(0.5))
        scenario.cluster.clockDriftMaxPpm = 100'000; // then clocks do not matter
    drawSize(random, scenario);
    scenario.workload = randomWorkload(random);
    Random watchers = Random::forPurpose(seed, Purpose::WatcherCounts);
    scenario.workload.watchers = watchers.chance(0.3) ? int(watchers.between(1, 6)) : 0;
    Random listers = Random::forPurpose(seed, Purpose::Listers);
    scenario.workload.listers = listers.chance(0.3) ? 1 : 0;
    scenario.duration = random.between(3 * s, 20 * s);
    const bool founder = random.chance(0.07);
    scenario.actions = founder ? founderActions(random, scenario)
                               : randomActions(random, scenario.nodes, scenario.duration, random.chance(0.2));
    Random disks = Random::forPurpose(seed, Purpose::Disks);
    if (!founder)
        drawDisks(disks, scenario);
    std::stable_sort(scenario.actions.begin(), scenario.actions.end(),
                     [](const Action &a, const Action &b) { return a.at < b.at; });
    // Loopback has no cuts.
    const bool hasCuts = std::any_of(scenario.actions.begin(), scenario.actions.end(), [](const Action &action) {
        return action.kind == Action::Kind::Cut || action.kind == Action::Kind::CutSets
            || action.kind == Action::Kind::Bridge || action.kind == Action::Kind::Split;
    });
    if (hasCuts)
        scenario.cluster.network.oneMachine = false;
    scenario.cluster.config.idBits = randomIdBits(random, scenario);
    scenario.settleMax = settleMaxOf(scenario);
    // Far above all timeouts, for as long as there are faults.
    if (!founder && random.chance(0.06)) {
        scenario.settleDelay = scenario.cluster.network.delay;
        scenario.cluster.network.delay = Delay::exponential(random.between(500 * ms, 3 * s));
        scenario.start = Scenario::Start::Ideal;
    }
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
