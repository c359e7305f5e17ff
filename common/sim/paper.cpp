// SPDX-License-Identifier: GPL-3.0-or-later
//
// The experiments. A failed node is silent, as in the paper; what a node learns from one lookup (that a peer is dead)
// is not used for the next, as in the paper, where lookups are independent.

#include "sim/paper.h"

#include "sim/cluster.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sim {

namespace {

constexpr Time ms = 1000;
constexpr Time second = 1'000'000;
constexpr int neverMs = 80'000'000; // 22 hours: longer than any of these runs, and within what Config takes
constexpr int paperNodes = 1000;
constexpr int paperListLength = 20;
constexpr Time lookupEnds = 300 * second; // a lookup that is not over by then has failed

enum Purpose : quint64 { LookupPurpose = 31, FailurePurpose = 32, ChurnPurpose = 33, BalancePurpose = 34 };

ClusterSettings paperCluster(quint64 seed, int listLength)
{
    ClusterSettings settings;
    settings.seed = seed;
    settings.network.delay = Delay::exponential(50 * ms);
    chord::Config &config = settings.config;
    config.replicas = 1; // the paper's experiments store nothing
    config.successorListLength = listLength;
    config.requestTimeoutMs = 500;
    config.deadAfterTimeouts = 1000; // each lookup finds out for itself
    config.operationTimeoutMs = 200'000;
    config.retryWindowMs = 600'000;
    config.leaseMs = neverMs;
    config.leaseRenewMs = neverMs / 2;
    config.stabilizePeriodMs = neverMs / 2;
    config.fixFingersPeriodMs = neverMs / 2;
    config.repairPeriodMs = neverMs / 8;
    config.tombstoneGraceMs = neverMs;
    return settings;
}

Statistic statistic(std::vector<int> values)
{
    Statistic result;
    if (values.empty())
        return result;
    std::sort(values.begin(), values.end());
    double sum = 0;
    for (int value : values)
        sum += value;
    const auto at = [&](double part) { return double(values[size_t(part * double(values.size() - 1) + 0.5)]); };
    result.mean = sum / double(values.size());
    result.p1 = at(0.01);
    result.p99 = at(0.99);
    return result;
}

// Lookups of random keys from random members, and whether they end at the right node.
class Lookups {
public:
    Lookups(Cluster &cluster, quint64 seed)
        : m_cluster(cluster)
        , m_random(Random::forPurpose(seed, LookupPurpose))
    {
    }

    void begin(int host)
    {
        const chord::IdSpace space = m_cluster.settings().config.space();
        const chord::Id target = space.hash(QByteArray::number(m_random.next()));
        ++m_underWay;
        m_cluster.call(
            host, [target](chord::Node &node, Time now) { return node.beginLookup(target, now); },
            [this](const chord::OperationResult *result) {
                --m_underWay;
                if (result)
                    ended(std::get<chord::LookupResult>(result->outcome));
            });
    }

    void beginAt(const std::vector<int> &members) { begin(members[m_random.below(members.size())]); }
    bool finish()
    {
        return m_cluster.runUntil([this] { return m_underWay == 0; }, m_cluster.now() + lookupEnds);
    }
    size_t count() const { return m_paths.size() + size_t(m_failures); }

    PaperFigures figures() const
    {
        PaperFigures figures;
        figures.pathLength = statistic(m_paths);
        figures.timeouts = statistic(m_timeouts);
        figures.failuresPer10k = count() > 0 ? double(m_failures) * 10'000 / double(count()) : 0;
        return figures;
    }

private:
    // The path is what the paper counts: the nodes that were asked the way and answered, without the one that asks and
    // without the owner, which only confirms that it is alive.
    void ended(const chord::LookupResult &result)
    {
        if (result.status != chord::OperationStatus::Ok || result.owner.id != ownerOf(result.target)) {
            ++m_failures;
            return;
        }
        std::vector<chord::Id> visited;
        for (const chord::Hop &hop : result.hops) {
            if (hop.answered && hop.via != chord::Hop::Via::Self && hop.node.id != result.owner.id
                && std::find(visited.begin(), visited.end(), hop.node.id) == visited.end())
                visited.push_back(hop.node.id);
        }
        m_paths.push_back(int(visited.size()));
        m_timeouts.push_back(result.timeouts);
    }

    chord::Id ownerOf(const chord::Id &target)
    {
        std::vector<chord::Id> ids;
        for (int host = 0; host < m_cluster.hostCount(); ++host) {
            if (m_cluster.isMember(host))
                ids.push_back(m_cluster.ref(host).id);
        }
        const chord::IdSpace space = m_cluster.settings().config.space();
        return *std::min_element(ids.begin(), ids.end(), [&](const chord::Id &a, const chord::Id &b) {
            return space.distance(target, a) < space.distance(target, b);
        });
    }

    Cluster &m_cluster;
    Random m_random;
    std::vector<int> m_paths;
    std::vector<int> m_timeouts;
    int m_failures = 0;
    int m_underWay = 0;
};

std::vector<int> idealRing(Cluster &cluster, int nodes)
{
    std::vector<int> hosts;
    for (int i = 0; i < nodes; ++i)
        hosts.push_back(cluster.addHost());
    cluster.startIdeal(hosts);
    cluster.runUntil(cluster.now() + 2 * second); // greetings are over
    return hosts;
}

} // namespace

PaperResult paperPathLength(const PaperSettings &settings)
{
    PaperResult result{"path-length", "TON, section VI-C and Fig. 10", "nodes", {}, false};
    for (int nodes = 8; nodes <= settings.nodesMost; nodes *= 2) {
        Cluster cluster(paperCluster(settings.seed, 1));
        const std::vector<int> hosts = idealRing(cluster, nodes);
        Lookups lookups(cluster, settings.seed);
        for (int i = 0; i < settings.lookups; ++i)
            lookups.beginAt(hosts);
        lookups.finish();
        PaperRow row{QByteArray::number(nodes), {}, lookups.figures(), lookups.count()};
        row.paper.pathLength = Statistic{std::log2(nodes) / 2, {}, {}};
        result.rows.push_back(row);
        if (!settings.progress(double(nodes) / settings.nodesMost)) {
            result.cancelled = true;
            return result;
        }
    }
    return result;
}

PaperResult paperFailures(const PaperSettings &settings)
{
    struct Row {
        double fraction, path, path1, path99, timeouts, timeouts99;
    };
    constexpr std::array<Row, 6> table{{{0.0, 3.84, 2, 5, 0.0, 0},
                                        {0.1, 4.03, 2, 6, 0.60, 2},
                                        {0.2, 4.22, 2, 6, 1.17, 3},
                                        {0.3, 4.44, 2, 6, 2.02, 5},
                                        {0.4, 4.69, 2, 7, 3.23, 8},
                                        {0.5, 5.09, 3, 8, 5.10, 11}}};
    PaperResult result{"failures", "TON, section VI-D and Table II", "fraction of failed nodes", {}, false};
    for (const Row &paper : table) {
        Cluster cluster(paperCluster(settings.seed, paperListLength));
        std::vector<int> hosts = idealRing(cluster, paperNodes);
        Random::forPurpose(settings.seed, FailurePurpose).shuffle(hosts);
        const size_t failed = size_t(paper.fraction * double(paperNodes) + 0.5);
        for (size_t i = 0; i < failed; ++i)
            cluster.crash(hosts[i]);
        hosts.erase(hosts.begin(), hosts.begin() + qsizetype(failed));
        Lookups lookups(cluster, settings.seed);
        for (int i = 0; i < settings.lookups; ++i)
            lookups.beginAt(hosts);
        lookups.finish();
        PaperRow row{QByteArray::number(paper.fraction), {}, lookups.figures(), lookups.count()};
        row.paper.pathLength = Statistic{paper.path, paper.path1, paper.path99};
        row.paper.timeouts = Statistic{paper.timeouts, 0, paper.timeouts99};
        row.paper.failuresPer10k = 0;
        result.rows.push_back(row);
        if (!settings.progress(double(result.rows.size()) / double(table.size()))) {
            result.cancelled = true;
            return result;
        }
    }
    return result;
}

namespace {

// Keeps about as many members as there were: joins and leaves come at the same rate.
class Churn {
public:
    Churn(Cluster &cluster, double perSecond, quint64 seed)
        : m_cluster(cluster)
        , m_perSecond(perSecond)
        , m_random(Random::forPurpose(seed, ChurnPurpose))
    {
        later([this] { join(); });
        later([this] { leave(); });
    }

    std::optional<int> member()
    {
        for (int attempt = 0; attempt < 1000; ++attempt) {
            const int host = int(m_random.below(quint64(m_cluster.hostCount())));
            if (m_cluster.isMember(host))
                return host;
        }
        return std::nullopt;
    }

private:
    void later(std::function<void()> script)
    {
        m_cluster.at(m_cluster.now() + Time(m_random.exponential(1e6 / m_perSecond)), std::move(script));
    }
    void join()
    {
        if (const std::optional<int> contact = member())
            m_cluster.join(m_cluster.addHost(), {*contact});
        later([this] { join(); });
    }
    void leave()
    {
        if (const std::optional<int> host = member())
            m_cluster.leave(*host, 60'000);
        later([this] { leave(); });
    }

    Cluster &m_cluster;
    double m_perSecond;
    Random m_random;
};

} // namespace

PaperResult paperChurn(const PaperSettings &settings)
{
    struct Row {
        double rate, path, timeouts, failures;
    };
    constexpr std::array<Row, 8> table{{{0.05, 3.90, 0.05, 0},
                                        {0.10, 3.83, 0.11, 0},
                                        {0.15, 3.84, 0.16, 2},
                                        {0.20, 3.81, 0.23, 5},
                                        {0.25, 3.83, 0.30, 6},
                                        {0.30, 3.91, 0.34, 8},
                                        {0.35, 3.94, 0.42, 16},
                                        {0.40, 4.06, 0.46, 15}}};
    PaperResult result{"churn", "TON, section VI-E and Table III", "joins and leaves a second", {}, false};
    for (const Row &paper : table) {
        ClusterSettings cluster = paperCluster(settings.seed, paperListLength);
        cluster.config.deadAfterTimeouts = 1;
        cluster.config.stabilizePeriodMs = 30'000;
        // The paper's nodes renew all fingers whenever they stabilize; ours renew one of about ten at a time.
        cluster.config.fixFingersPeriodMs = 3000;
        cluster.config.joinTimeoutMs = 600'000;
        Cluster ring(cluster);
        idealRing(ring, paperNodes);
        Churn churn(ring, paper.rate, settings.seed);
        Lookups lookups(ring, settings.seed);
        bool goOn = true;
        for (int i = 0; i < settings.lookups && goOn; ++i) {
            ring.runUntil(ring.now() + second);
            if (const std::optional<int> host = churn.member())
                lookups.begin(*host);
            goOn = settings.progress((double(result.rows.size()) + double(i) / settings.lookups) / table.size());
        }
        lookups.finish();
        PaperRow row{QByteArray::number(paper.rate), {}, lookups.figures(), lookups.count()};
        row.paper.pathLength = Statistic{paper.path, {}, {}};
        row.paper.timeouts = Statistic{paper.timeouts, {}, {}};
        row.paper.failuresPer10k = paper.failures;
        result.rows.push_back(row);
        if (!goOn) {
            result.cancelled = true;
            return result;
        }
    }
    return result;
}

PaperResult paperBalance(const PaperSettings &settings)
{
    constexpr int nodes = 10'000;
    constexpr int keys = 500'000;
    const chord::IdSpace space;
    Random random = Random::forPurpose(settings.seed, BalancePurpose);
    std::vector<chord::Id> ids;
    for (int i = 0; i < nodes; ++i)
        ids.push_back(space.hash(QByteArray::number(random.next())));
    std::sort(ids.begin(), ids.end());
    std::vector<int> counts(nodes, 0);
    for (int i = 0; i < keys; ++i) {
        const chord::Id id = space.hash("key" + QByteArray::number(random.next()));
        const auto owner = std::lower_bound(ids.begin(), ids.end(), id);
        ++counts[size_t(owner == ids.end() ? 0 : owner - ids.begin())];
    }
    const Statistic keysPerNode = statistic(counts);
    PaperResult result{"balance", "TON, section VI-B and Fig. 8", "nodes", {}, false};
    PaperRow row{QByteArray::number(nodes), {}, {}, size_t(nodes)};
    row.paper.load = Statistic{1, 0, 4.6};
    row.paper.loadMost = 9.1;
    row.measured.load = Statistic{1, *keysPerNode.p1 / keysPerNode.mean, *keysPerNode.p99 / keysPerNode.mean};
    row.measured.loadMost = *std::max_element(counts.begin(), counts.end()) / keysPerNode.mean;
    result.rows.push_back(row);
    settings.progress(1);
    return result;
}

} // namespace sim
