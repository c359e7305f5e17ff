// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs a scenario: start, load and faults, then quiet, until all is as it should be; then each key is read once more.

#include "sim/scenario.h"

#include "sim/lister.h"
#include "sim/watch_load.h"

#include <algorithm>

namespace sim {

namespace {

constexpr Time progressEvery = 100'000; // µs of simulated time
constexpr Time settleLook = 250'000; // between two looks whether all is as it should be
constexpr Time readsMax = 20'000'000; // the last reads must be answered by then
constexpr int readRoundsMax = 3;
constexpr int contactsMax = 3; // members named to a node that joins

// Each has an identifier of its own.
int hostsMax(int idBits)
{
    return idBits < 31 ? 1 << idBits : std::numeric_limits<int>::max();
}

class Runner {
public:
    Runner(const Scenario &scenario, const RunOptions &options)
        : m_scenario(scenario)
        , m_options(options)
        , m_cluster(scenario.cluster)
        , m_judge(m_cluster, m_history)
        , m_workload(m_cluster, m_history, scenario.workload, mix(scenario.cluster.seed, quint64(Purpose::Workload)))
        , m_watchLoad(m_cluster, scenario.workload, mix(scenario.cluster.seed, quint64(Purpose::Watchers)))
        , m_lister(m_cluster, m_history, mix(scenario.cluster.seed, quint64(Purpose::Listers)))
        , m_random(Random::forPurpose(scenario.cluster.seed, Purpose::Faults))
    {
        m_cluster.setTrace(options.trace);
    }

    RunResult run()
    {
        if (start() && load() && settle())
            readAll();
        if (!m_result.cancelled)
            m_judge.conclude(m_scenario.bounds);
        m_result.violations = m_judge.violations();
        m_result.traceHash = m_cluster.traceHash();
        m_result.simulated = m_cluster.now();
        m_result.operations = m_history.operations().size();
        m_result.answers = m_workload.counts();
        m_result.watchUpdates = m_watchLoad.updates();
        m_result.listings = m_lister.completed();
        m_result.counts = m_cluster.counts();
        m_result.lostKeys = m_judge.lostKeys();
        m_result.costs = m_judge.costs();
        survey();
        m_result.memoryBytes = m_cluster.memoryBytes();
        for (int host = 0; host < m_cluster.hostCount(); ++host)
            m_result.members += m_cluster.isMember(host) ? 1 : 0;
        return m_result;
    }

private:
    bool start();
    bool awaitMembers(const std::vector<int> &hosts, size_t count);
    bool goOn(double progress);
    bool load();
    bool settle();
    void readAll();

    void survey() { m_result.surveys.push_back(Survey::of(m_cluster)); }
    void scheduleSurvey();
    void scheduleChurn(Action::Kind kind, double perSecond);
    void apply(const Action &action);
    std::optional<int> target(int host);
    void cut(const Action &action);
    std::vector<std::pair<int, int>> cutsOf(const Action &action) const;
    std::vector<int> members() const;
    bool join(int host);
    bool runUntil(Time then, double progressFrom, double progressTo);
    void later(Time delay, std::function<void()> script) { m_cluster.at(m_cluster.now() + delay, std::move(script)); }

    Scenario m_scenario;
    RunOptions m_options;
    Cluster m_cluster;
    History m_history;
    Judge m_judge;
    Workload m_workload;
    WatchLoad m_watchLoad;
    Lister m_lister;
    Random m_random;
    RunResult m_result;
    Time m_loadEnds = 0;
};

bool Runner::start()
{
    std::vector<int> hosts;
    for (int i = 0; i < m_scenario.nodes; ++i)
        hosts.push_back(m_cluster.addHost());
    if (m_scenario.start == Scenario::Start::Ideal) {
        m_cluster.startIdeal(hosts);
        return true;
    }
    m_cluster.createRing(hosts.front());
    bool complete = true;
    for (size_t i = 1; i < hosts.size() && complete; ++i) {
        m_cluster.join(hosts[i], {hosts.front()});
        if (m_scenario.start == Scenario::Start::Chain)
            complete = awaitMembers(hosts, i + 1);
    }
    complete = complete && awaitMembers(hosts, hosts.size());
    m_result.started = m_cluster.now();
    return complete; // if not, the judge finds who is not ready
}

// Until the first hosts, this many, are members.
bool Runner::awaitMembers(const std::vector<int> &hosts, size_t count)
{
    const auto ready = [&] {
        return std::all_of(hosts.begin(), hosts.begin() + qsizetype(count),
                           [this](int host) { return m_cluster.isMember(host); });
    };
    while (!m_cluster.runUntil(ready, std::min(m_scenario.startMax, m_cluster.now() + progressEvery))) {
        if (m_cluster.now() >= m_scenario.startMax || !goOn(0))
            return false;
    }
    return true;
}

// Looks around every now and then; false ends the run.
bool Runner::goOn(double progress)
{
    m_judge.look();
    m_judge.noteWatchProblems(m_watchLoad.takeProblems());
    m_result.cancelled = m_options.progress && !m_options.progress(progress);
    return !m_result.cancelled && !m_judge.failed();
}

bool Runner::load()
{
    const Time begin = m_cluster.now();
    m_loadEnds = begin + m_scenario.duration;
    m_workload.start();
    m_watchLoad.start();
    m_lister.start(m_scenario.workload.listers);
    for (const Action &action : m_scenario.actions)
        m_cluster.at(begin + action.at, [this, action] { apply(action); });
    scheduleSurvey();
    scheduleChurn(Action::Kind::Join, m_scenario.joinsPerSecond);
    scheduleChurn(Action::Kind::Leave, m_scenario.leavesPerSecond);
    scheduleChurn(Action::Kind::Crash, m_scenario.crashesPerSecond);
    return runUntil(m_loadEnds, 0, 0.8);
}

// Everything that still runs gets the chance to find together on a network without faults.
bool Runner::settle()
{
    m_workload.stop();
    m_watchLoad.settle();
    m_lister.stop();
    m_cluster.network().heal();
    NetworkSettings calm = m_scenario.cluster.network;
    calm.loss = 0;
    calm.duplication = 0;
    calm.delay = m_scenario.settleDelay.value_or(calm.delay);
    m_cluster.network().setSettings(calm);
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        m_cluster.setServiceTime(host, 0);
        m_cluster.stallDisk(host, m_cluster.now());
        m_cluster.resume(host);
        // Nothing that was on a disk may be lost.
        if (m_cluster.hasState(host))
            m_cluster.restart(host);
    }
    const Time begin = m_cluster.now();
    // Values with a lifetime come to their end first.
    if (!runUntil(begin + 2 * m_scenario.workload.ttl, 0.8, 0.8))
        return false;
    while (m_workload.underWay() + m_lister.underWay() > 0 || !m_judge.isSettled()) {
        const Time passed = m_cluster.now() - begin;
        if (passed >= m_scenario.settleMax)
            break;
        if (!runUntil(m_cluster.now() + settleLook, 0.8, 0.9))
            return false;
    }
    m_result.settled = m_cluster.now() - begin;
    return true;
}

void Runner::readAll()
{
    if (members().empty())
        return;
    // On slow links an operation may take too long for once.
    for (int round = 0; round < readRoundsMax && (round == 0 || !m_workload.unread().empty()); ++round) {
        m_workload.readAll(members());
        m_cluster.runUntil([this] { return m_workload.underWay() == 0; }, m_cluster.now() + readsMax);
    }
    m_judge.unanswered(m_workload.unread());
    const auto isLiving = [this](int key) { return m_judge.isLiving(key); };
    for (Time until = m_cluster.now() + readsMax; m_cluster.now() < until && !m_watchLoad.isCurrent(isLiving);)
        m_cluster.runUntil(m_cluster.now() + settleLook);
    m_watchLoad.conclude(isLiving);
    m_judge.noteWatchProblems(m_watchLoad.takeProblems());
}

void Runner::scheduleSurvey()
{
    if (m_scenario.surveyEvery <= 0)
        return;
    later(m_scenario.surveyEvery, [this] {
        if (m_cluster.now() > m_loadEnds)
            return;
        survey();
        scheduleSurvey();
    });
}

void Runner::scheduleChurn(Action::Kind kind, double perSecond)
{
    if (perSecond <= 0)
        return;
    later(Time(m_random.exponential(1e6 / perSecond)), [this, kind, perSecond] {
        if (m_cluster.now() >= m_loadEnds)
            return;
        Action action;
        action.kind = kind;
        apply(action);
        scheduleChurn(kind, perSecond);
    });
}

void Runner::apply(const Action &action)
{
    if (m_cluster.now() > m_loadEnds)
        return;
    if (action.kind == Action::Kind::Join) {
        if (m_cluster.hostCount() < hostsMax(m_scenario.cluster.config.idBits))
            join(m_cluster.addHost());
        return;
    }
    if (action.kind == Action::Kind::CutSets) {
        cut(action);
        return;
    }
    const std::optional<int> drawn = target(action.host);
    if (!drawn)
        return;
    const int host = *drawn;
    switch (action.kind) {
    case Action::Kind::Restart:
        if (action.asStarted || m_cluster.hasState(host))
            m_cluster.restart(host);
        else
            join(host);
        return;
    case Action::Kind::Crash:
        m_cluster.crash(host);
        return;
    case Action::Kind::Leave:
        m_cluster.leave(host, m_scenario.leaveTimeoutMs);
        return;
    case Action::Kind::Pause:
        if (m_cluster.pause(host))
            later(action.lasts, [this, host] { m_cluster.resume(host); });
        return;
    case Action::Kind::Slow:
        m_cluster.setServiceTime(host, action.amount);
        later(action.lasts, [this, host] { m_cluster.setServiceTime(host, 0); });
        return;
    case Action::Kind::StallDisk:
        m_cluster.stallDisk(host, m_cluster.now() + action.lasts);
        return;
    case Action::Kind::Cut:
    case Action::Kind::Bridge:
    case Action::Kind::Split: {
        Action drawnAction = action;
        drawnAction.host = host;
        cut(drawnAction);
        return;
    }
    case Action::Kind::Join:
    case Action::Kind::CutSets:
        return;
    }
}

void Runner::cut(const Action &action)
{
    const auto cuts = cutsOf(action);
    for (const auto &[from, to] : cuts)
        m_cluster.network().cut(from, to);
    later(action.lasts, [this, cuts] {
        for (const auto &[from, to] : cuts)
            m_cluster.network().mend(from, to);
    });
}

// Of the hosts that there are now: those that come later hear all.
std::vector<std::pair<int, int>> Runner::cutsOf(const Action &action) const
{
    const auto contains = [](const std::vector<int> &hosts, int host) {
        return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
    };
    const auto isCut = [&](int from, int to) {
        switch (action.kind) {
        case Action::Kind::Cut:
            return from == action.host && to == action.other;
        case Action::Kind::CutSets:
            return contains(action.hosts, from)
                && (action.others.empty() ? !contains(action.hosts, to) : contains(action.others, to));
        case Action::Kind::Bridge: // the others in turn to one half and to the other
            return from != action.host && to != action.host
                && (from - (from > action.host ? 1 : 0)) % 2 != (to - (to > action.host ? 1 : 0)) % 2;
        case Action::Kind::Split:
            return (from <= action.host) != (to <= action.host);
        default:
            return false;
        }
    };
    const bool bothWays = action.kind == Action::Kind::CutSets && !action.oneWay;
    std::vector<std::pair<int, int>> cuts;
    for (int from = 0; from < m_cluster.hostCount(); ++from) {
        for (int to = 0; to < m_cluster.hostCount(); ++to) {
            if (from != to && (isCut(from, to) || (bothWays && isCut(to, from))))
                cuts.emplace_back(from, to);
        }
    }
    return cuts;
}

std::optional<int> Runner::target(int host)
{
    if (host != Action::anyMember)
        return host < m_cluster.hostCount() ? std::optional(host) : std::nullopt;
    const std::vector<int> candidates = members();
    if (int(candidates.size()) <= m_scenario.membersMin)
        return std::nullopt;
    return candidates[m_random.below(candidates.size())];
}

std::vector<int> Runner::members() const
{
    std::vector<int> members;
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        if (m_cluster.isMember(host) && m_cluster.state(host) == HostState::Up)
            members.push_back(host);
    }
    return members;
}

bool Runner::join(int host)
{
    std::vector<int> contacts = members();
    if (contacts.empty())
        return false;
    m_random.shuffle(contacts);
    contacts.resize(std::min(contacts.size(), size_t(contactsMax)));
    return m_cluster.join(host, contacts);
}

bool Runner::runUntil(Time then, double progressFrom, double progressTo)
{
    const Time begin = m_cluster.now();
    const double span = std::max(1.0, double(then - begin));
    while (m_cluster.now() < then) {
        m_cluster.runUntil(std::min(then, m_cluster.now() + progressEvery));
        const double part = double(m_cluster.now() - begin) / span;
        if (!goOn(progressFrom + part * (progressTo - progressFrom)))
            return false;
    }
    return true;
}

} // namespace

QByteArray Scenario::problem() const
{
    if (const QString wrong = cluster.config.problem(); !wrong.isEmpty())
        return wrong.chopped(wrong.endsWith(u'.') ? 1 : 0).toUtf8();
    if (nodes < 1)
        return "a ring needs at least one node";
    if (workload.keys < 1)
        return "there must be at least one key";
    if (workload.clients > 0 && workload.gets + workload.puts + workload.deletes + workload.conditionals <= 0)
        return "the clients have nothing to do: all shares of their operations are 0";
    const auto probability = [](double p) { return p >= 0 && p < 1; };
    if (!probability(cluster.network.loss) || !probability(cluster.network.duplication))
        return "loss and duplication must be at least 0 and below 1";
    return actionsProblem();
}

// Restarts bring nodes back, and Poisson processes are taken at their mean.
QByteArray Scenario::actionsProblem() const
{
    const int hosts = nodes;
    const double seconds = double(duration) / 1e6;
    const double joins = double(hosts) + joinsPerSecond * seconds;
    const double departures = (leavesPerSecond + crashesPerSecond) * seconds;
    if (departures > 0 && membersMin > 0 && departures > joins - membersMin)
        return "there are more crashes and leaves than nodes: " + QByteArray::number(qRound64(departures))
            + " are due, of " + QByteArray::number(qRound64(joins)) + " nodes that start or join, "
            + QByteArray::number(membersMin) + " of which stay; let fewer go, or more join";
    if (hostsMax(cluster.config.idBits) < joins)
        return QByteArray::number(qRound64(joins)) + " nodes that start or join do not fit identifiers of "
            + QByteArray::number(cluster.config.idBits) + " bits, of which there are "
            + QByteArray::number(hostsMax(cluster.config.idBits));
    return {};
}

RunResult run(const Scenario &scenario, const RunOptions &options)
{
    Q_ASSERT(scenario.problem().isEmpty());
    return Runner(scenario, options).run();
}

} // namespace sim
