// SPDX-License-Identifier: GPL-3.0-or-later
//
// The watchers' comings and goings.

#include "sim/watch_load.h"

#include "chord/store/store.h"

#include <algorithm>

namespace sim {

namespace {

constexpr Time staysUs = 3'000'000; // on average
constexpr Time retryUs = 100'000;
constexpr double forgetsShare = 0.2; // of the moves
constexpr int driftPpmMax = 25'000; // of each clock: what leases allow for

} // namespace

WatchLoad::WatchLoad(Cluster &cluster, const WorkloadSettings &settings, quint64 seed)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_random(seed)
    , m_isJudged(cluster.settings().clockDriftMaxPpm <= driftPpmMax)
{
    if (m_settings.watchers > 0)
        cluster.addListener(this);
}

void WatchLoad::start()
{
    m_clients.resize(size_t(m_settings.watchers));
    for (int number = 0; number < m_settings.watchers; ++number) {
        m_clients[size_t(number)].key = int(m_random.below(quint64(m_settings.keys)));
        connectSoon(number, Time(m_random.below(quint64(staysUs))));
    }
}

void WatchLoad::connectSoon(int number, Time delay)
{
    m_cluster.at(m_cluster.now() + delay, [this, number] { connect(number); });
}

void WatchLoad::connect(int number)
{
    Client &client = m_clients[size_t(number)];
    const std::optional<int> host = drawHost();
    if (!host) {
        connectSoon(number, retryUs);
        return;
    }
    client.host = *host;
    const quint64 round = ++client.round;
    m_cluster.call(
        *host,
        [this, number, round](chord::Node &node, Time now) {
            const Client &caller = m_clients[size_t(number)];
            const chord::OperationHandle watcher = node.beginWatch(keyText(caller.key), caller.known, now);
            began(number, round, watcher);
            return watcher;
        },
        [this, number, round](const chord::OperationResult *) {
            Client &caller = m_clients[size_t(number)];
            if (caller.round != round)
                return;
            m_byWatcher.erase({caller.host, caller.watcher});
            caller.watcher = 0;
            connectSoon(number, retryUs);
        });
}

void WatchLoad::began(int number, quint64 round, chord::OperationHandle watcher)
{
    Client &client = m_clients[size_t(number)];
    look(client.key);
    if (client.known)
        m_check.resumes(number);
    else
        m_check.begins(number, client.key);
    client.watcher = watcher;
    m_byWatcher[{client.host, watcher}] = number;
    const Time stays = Time(m_random.exponential(double(staysUs)));
    m_cluster.at(m_cluster.now() + stays, [this, number, round] { moveOn(number, round); });
}

void WatchLoad::moveOn(int number, quint64 round)
{
    Client &client = m_clients[size_t(number)];
    if (m_isSettling || client.round != round || client.watcher == 0)
        return;
    m_byWatcher.erase({client.host, client.watcher});
    m_cluster.endWatch(client.host, std::exchange(client.watcher, 0));
    if (m_random.chance(forgetsShare))
        client.known.reset();
    connect(number);
}

// What the key is by its leader, if one serves it now.
void WatchLoad::look(int key)
{
    const QByteArray text = keyText(key);
    const chord::Id id = m_cluster.settings().config.space().hash(text);
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        const chord::Node *node = m_cluster.node(host);
        if (!node || !node->serves(text, m_cluster.localTime(host)))
            continue;
        const auto [ring, isNew] = m_ringOf.emplace(key, node->ring());
        if (ring->second != node->ring())
            ring->second = 0;
        const chord::Record *record = node->store().find(id, text);
        m_check.serves(key, record && !record->tombstone ? record->version : chord::Version());
    }
}

void WatchLoad::touched(int host)
{
    const chord::Node *node = m_cluster.node(host);
    if (!node || node->subscriptionCount() + node->primaryKeys() == 0)
        return;
    std::set<int> keys;
    for (const Client &client : m_clients)
        keys.insert(client.key);
    for (const int key : keys)
        look(key);
}

void WatchLoad::updated(int host, const chord::WatchUpdate &update)
{
    for (const chord::OperationHandle watcher : update.watchers) {
        const auto it = m_byWatcher.find({host, watcher});
        if (it == m_byWatcher.end())
            continue;
        Client &client = m_clients[size_t(it->second)];
        look(client.key);
        ++m_updates;
        if (update.kind != chord::WatchUpdate::Kind::Uncertain)
            client.known = update.point;
        const QByteArray problem = m_check.told(it->second, update);
        if (!problem.isEmpty() && m_isJudged && m_ringOf[client.key] != 0)
            m_problems.push_back(problem);
    }
}

void WatchLoad::happened(int host, const chord::Event &event)
{
    Q_UNUSED(host)
    if (event.kind != chord::Event::Kind::DataLost)
        return;
    const chord::IdSpace space = m_cluster.settings().config.space();
    for (int key = 0; key < m_settings.keys; ++key) {
        if (event.range.value_or(chord::Range()).contains(space.hash(keyText(key))))
            m_check.forget(key);
    }
}

bool WatchLoad::isCurrent(const Condition &isLiving) const
{
    for (int number = 0; number < int(m_clients.size()); ++number) {
        const Client &client = m_clients[size_t(number)];
        if (isLiving(client.key) && (client.watcher == 0 || !m_check.isCurrent(number)))
            return false;
    }
    return true;
}

void WatchLoad::conclude(const Condition &isLiving)
{
    for (int number = 0; number < int(m_clients.size()) && m_isJudged; ++number) {
        const Client &client = m_clients[size_t(number)];
        if (client.watcher == 0 || m_ringOf[client.key] == 0 || !isLiving(client.key))
            continue;
        if (const QByteArray problem = m_check.ends(number); !problem.isEmpty())
            m_problems.push_back(problem);
    }
}

std::optional<int> WatchLoad::drawHost()
{
    std::vector<int> hosts;
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        if (m_cluster.node(host))
            hosts.push_back(host);
    }
    if (hosts.empty())
        return std::nullopt;
    return hosts[m_random.below(hosts.size())];
}

} // namespace sim
