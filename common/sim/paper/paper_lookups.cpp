// SPDX-License-Identifier: GPL-3.0-or-later
//
// A failed node is silent, as in the paper. Ownership is judged from outside, by who is a member when.

#include "sim/paper/paper_lookups.h"

#include "chord/routing.h"

#include <algorithm>
#include <set>

namespace sim {

namespace {

constexpr int neverMs = 80'000'000; // 22 hours: longer than any of these runs, and within what Config takes
constexpr Time lookupEnds = 300 * chord::usPerSecond; // a lookup that is not over by then has failed
constexpr int lookupsPerMs = 1; // so that their state, and not only the ring's, stays in the cache

} // namespace

Statistic statistic(std::vector<double> values)
{
    Statistic result;
    if (values.empty())
        return result;
    double sum = 0;
    for (double value : values)
        sum += value;
    const auto at = [&](double part) {
        const auto place = values.begin() + qsizetype(part * double(values.size() - 1) + 0.5);
        std::nth_element(values.begin(), place, values.end());
        return *place;
    };
    result.mean = sum / double(values.size());
    result.p1 = at(0.01);
    result.p99 = at(0.99);
    return result;
}

ClusterSettings paperCluster(quint64 seed, int successorListLength)
{
    ClusterSettings settings;
    settings.seed = seed;
    settings.network.delay = Delay::exponential(50 * chord::usPerMs);
    chord::Config &config = settings.config;
    config.replicas = 1; // the paper's experiments store nothing
    config.successorListLength = successorListLength;
    config.requestTimeoutMs = 500;
    config.deadAfterTimeouts = 1000;
    config.operationTimeoutMs = 200'000;
    config.retryWindowMs = 600'000;
    config.leaseMs = neverMs;
    config.leaseRenewMs = neverMs / 2;
    config.stabilizePeriodMs = neverMs / 2;
    config.fixFingersPeriodMs = neverMs / 2;
    return settings;
}

void startIdealRing(Cluster &cluster, int nodes, Placement placement, quint64 draw)
{
    const chord::IdSpace space = cluster.settings().config.space();
    const QByteArray prefix = QByteArray::number(mix(cluster.settings().seed, draw)) + '/';
    std::vector<int> hosts;
    for (int i = 0; i < nodes; ++i) {
        hosts.push_back(cluster.addHost(placement == Placement::Hashed ? space.hash(prefix + QByteArray::number(i))
                                                                       : space.fraction(quint32(i), quint32(nodes))));
    }
    cluster.startIdeal(hosts);
    cluster.runUntil(cluster.now() + 2 * chord::usPerSecond);
}

// --- Members

Members::Members(Cluster &cluster)
    : m_cluster(cluster)
    , m_isMember(size_t(cluster.hostCount()), false)
{
    for (int host = 0; host < cluster.hostCount(); ++host) {
        if (!cluster.isMember(host))
            continue;
        m_isMember[size_t(host)] = true;
        m_ring.emplace_back(cluster.ref(host).id, host);
    }
    std::sort(m_ring.begin(), m_ring.end());
    cluster.addListener(this);
}

// A node that is leaving serves until it is gone.
void Members::touched(int host)
{
    if (size_t(host) >= m_isMember.size())
        m_isMember.resize(size_t(host) + 1, false);
    const chord::Node *node = m_cluster.node(host);
    const bool was = m_isMember[size_t(host)];
    const bool is = node && (was || node->state() == chord::NodeState::Ready);
    if (is == was)
        return;
    m_isMember[size_t(host)] = is;
    const std::pair<chord::Id, int> entry{m_cluster.ref(host).id, host};
    const auto place = std::lower_bound(m_ring.begin(), m_ring.end(), entry);
    if (is)
        m_ring.insert(place, entry);
    else
        m_ring.erase(place);
    if (m_changed)
        m_changed();
}

size_t Members::placeOf(const chord::Id &id) const
{
    const auto place = std::lower_bound(m_ring.begin(), m_ring.end(), std::pair(id, -1));
    return place == m_ring.end() ? 0 : size_t(place - m_ring.begin());
}

int Members::ownerOf(const chord::Id &id) const
{
    return m_ring[placeOf(id)].second;
}

int Members::predecessorOf(const chord::Id &id) const
{
    return m_ring[(placeOf(id) + m_ring.size() - 1) % m_ring.size()].second;
}

// --- Lookups

Lookups::Lookups(Cluster &cluster, quint64 seed, LookupSamples &samples)
    : m_cluster(cluster)
    , m_samples(samples)
    , m_members(cluster)
    , m_random(Random::forPurpose(seed, Purpose::PaperLookups))
{
    m_members.setChanged([this] {
        for (auto &[number, lookup] : m_underWay)
            lookup.owners.push_back(m_members.ownerOf(lookup.target));
    });
}

void Lookups::begin()
{
    const int host = m_members.draw(m_random);
    const chord::Id target = m_cluster.settings().config.space().hash(QByteArray::number(m_random.next()));
    const quint64 number = m_begun++;
    m_underWay.emplace(number, UnderWay{target, {m_members.ownerOf(target)}});
    m_cluster.call(
        host, [target](chord::Node &node, Time now) { return node.beginLookup(target, now); },
        [this, number, host](const chord::OperationResult *result) { ended(number, host, result); });
}

bool Lookups::run(int count, const std::function<bool(double)> &goOn)
{
    for (int i = 0; i < count; ++i) {
        begin();
        if (i % lookupsPerMs == 0)
            m_cluster.runUntil(m_cluster.now() + chord::usPerMs);
        if (!goOn(double(i) / count))
            return false;
    }
    finish();
    return true;
}

void Lookups::finish()
{
    m_cluster.runUntil([this] { return m_underWay.empty(); }, m_cluster.now() + lookupEnds);
    m_samples.failures.resize(m_samples.failures.size() + m_underWay.size(), 10'000);
    m_underWay.clear();
}

// A node that went while it was asking tells nobody how its lookup ended: not counted.
void Lookups::ended(quint64 number, int host, const chord::OperationResult *operation)
{
    const auto entry = m_underWay.extract(number);
    if (entry.empty() || !operation)
        return;
    const UnderWay &lookup = entry.mapped();
    const auto &result = std::get<chord::LookupResult>(operation->outcome);
    const int owner = m_cluster.hostOf(result.owner.address);
    const bool found = result.status == chord::OperationStatus::Ok
        && std::find(lookup.owners.begin(), lookup.owners.end(), owner) != lookup.owners.end();
    m_samples.failures.push_back(found ? 0 : 10'000);
    if (found)
        count(host, owner, result);
}

void Lookups::count(int host, int owner, const chord::LookupResult &result)
{
    std::set<chord::Id> asked;
    std::set<chord::Id> silent;
    for (const chord::Hop &hop : result.hops) {
        if (!hop.answered)
            silent.insert(hop.node.id);
        else if (hop.via != chord::Hop::Via::Self && hop.node.id != result.owner.id)
            asked.insert(hop.node.id);
    }
    const chord::Id &self = m_cluster.ref(host).id;
    const auto onTheWay = std::count_if(silent.begin(), silent.end(),
                                        [&](const chord::Id &id) { return chord::between(self, id, result.target); });
    const auto all = qsizetype(silent.size());
    m_samples.shortcutLengths.push_back(double(asked.size()));
    m_samples.pathLengths.push_back(owner == host ? stepsAround(host) : double(asked.size()));
    m_samples.timeouts.push_back(double(std::min<qsizetype>(onTheWay + 1, all)));
    m_samples.allTimeouts.push_back(double(all));
}

// From a node to its predecessor, each step to the closest preceding node that lives (TON, Fig. 5).
int Lookups::stepsAround(int host) const
{
    const chord::Id target = m_cluster.ref(host).id;
    const int end = m_members.predecessorOf(target);
    int steps = 0;
    for (int at = host; at != end; ++steps) {
        const chord::Node *node = m_cluster.node(at);
        if (!node)
            return steps;
        const auto hops = node->routing().closestPreceding(target, paperListLength);
        const auto next = std::find_if(hops.begin(), hops.end(), [this](const chord::NextHop &hop) {
            return m_cluster.node(m_cluster.hostOf(hop.node.address)) != nullptr;
        });
        if (next == hops.end())
            return steps;
        at = m_cluster.hostOf(next->node.address);
    }
    return steps;
}

} // namespace sim
