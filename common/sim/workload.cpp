// SPDX-License-Identifier: GPL-3.0-or-later
//
// The clients' loop and the translation between the store's answers and the history's.

#include "sim/workload.h"

#include "sim/cluster.h"

namespace sim {

namespace {

using Kind = Operation::Kind;
using Demand = Operation::Demand;
using Outcome = Operation::Outcome;

chord::Condition conditionOf(const Operation &operation, const chord::Version &demanded)
{
    chord::Condition condition;
    switch (operation.demand) {
    case Demand::Nothing:
        break;
    case Demand::Absent:
        condition.kind = chord::Condition::Kind::IfNoneMatch;
        condition.any = true;
        break;
    case Demand::Present:
        condition.kind = chord::Condition::Kind::IfMatch;
        condition.any = true;
        break;
    case Demand::Exactly:
        condition.kind = chord::Condition::Kind::IfMatch;
        condition.versions.push_back(demanded);
        break;
    }
    return condition;
}

Outcome outcomeOf(const Operation &operation, const chord::KeyResult &result)
{
    switch (result.status) {
    case chord::OperationStatus::Ok:
        return Outcome::Ok;
    case chord::OperationStatus::NotFound:
        return Outcome::NotFound;
    case chord::OperationStatus::ConditionFailed:
        return Outcome::ConditionFailed;
    case chord::OperationStatus::Unavailable:
        return operation.kind != Kind::Get && result.mayHaveHappened ? Outcome::Unknown : Outcome::Nothing;
    case chord::OperationStatus::Invalid:
        return Outcome::Nothing;
    }
    return Outcome::Nothing;
}

} // namespace

QByteArray keyText(int key)
{
    return keyPrefix + QByteArray::number(key);
}

int keyNumber(const QByteArray &text)
{
    bool ok = false;
    const int number = text.startsWith(keyPrefix) ? text.sliced(1).toInt(&ok) : -1;
    return ok ? number : -1;
}

QByteArray valueText(ValueNumber number, int bytes)
{
    return QByteArray::number(number).leftJustified(bytes, '.');
}

ValueNumber valueNumber(const QByteArray &value)
{
    const qsizetype dot = value.indexOf('.');
    bool ok = false;
    const ValueNumber number = value.left(dot < 0 ? value.size() : dot).toUInt(&ok);
    return ok && number != noValue ? number : unknownValue;
}

Workload::Workload(Cluster &cluster, History &history, const WorkloadSettings &settings, quint64 seed)
    : m_cluster(cluster)
    , m_history(history)
    , m_settings(settings)
    , m_random(seed)
    , m_popularity(settings.keys, settings.zipf)
{
}

void Workload::start()
{
    m_running = true;
    for (int client = 0; client < m_settings.clients; ++client)
        scheduleNext(client);
}

void Workload::readAll(const std::vector<int> &hosts)
{
    std::vector<int> keys = std::exchange(m_unread, {});
    for (int key = 0; keys.empty() && key < m_settings.keys; ++key)
        m_unread.push_back(key);
    m_unread.insert(m_unread.end(), keys.begin(), keys.end());
    for (int key : std::vector<int>(m_unread)) {
        Operation operation;
        operation.kind = Kind::Get;
        operation.client = m_settings.clients;
        operation.key = key;
        const size_t index = m_history.operations().size();
        send(operation, hosts[m_random.below(hosts.size())], [this, key, index] {
            if (m_history.operations()[index].outcome != Outcome::Nothing)
                std::erase(m_unread, key);
        });
    }
}

void Workload::scheduleNext(int client)
{
    m_cluster.at(m_cluster.now() + m_settings.thinkTime.draw(m_random), [this, client] { sendNext(client); });
}

void Workload::sendNext(int client)
{
    if (!m_running)
        return;
    const Operation operation = drawOperation(client);
    if (const std::optional<int> host = drawHost())
        send(operation, *host, [this, client] { scheduleNext(client); });
    else
        scheduleNext(client);
}

Operation Workload::drawOperation(int client)
{
    Operation operation;
    operation.client = client;
    operation.key = m_popularity.draw(m_random);
    const int sum = m_settings.gets + m_settings.puts + m_settings.deletes + m_settings.conditionals;
    int drawn = int(m_random.below(quint64(sum)));
    if (drawn < m_settings.gets)
        return operation;
    drawn -= m_settings.gets;
    operation.kind = drawn < m_settings.puts ? Kind::Put : Kind::Delete;
    drawn -= m_settings.puts + m_settings.deletes;
    if (drawn >= 0) {
        operation.kind = m_random.chance(0.5) ? Kind::Put : Kind::Delete;
        const auto seen = m_lastSeen.find(operation.key);
        const bool exactly = seen != m_lastSeen.end() && m_random.chance(0.6);
        operation.demand = exactly ? Demand::Exactly : m_random.chance(0.5) ? Demand::Present : Demand::Absent;
        if (exactly)
            operation.demanded = seen->second;
    }
    if (operation.kind == Kind::Put)
        operation.written = m_history.nextValue();
    return operation;
}

void Workload::send(const Operation &drawn, int host, std::function<void()> then)
{
    Operation operation = drawn;
    operation.host = host;
    const QByteArray key = keyText(operation.key);
    const QByteArray value = valueText(operation.written, m_settings.valueBytes);
    const chord::Condition condition = conditionOf(operation, m_versions[operation.demanded]);
    const size_t index = m_history.begin(operation, m_cluster.now());
    const bool expires = operation.kind == Kind::Put && m_settings.ttl > 0 && m_random.chance(m_settings.ttlShare);
    const qint64 ttlMs = expires ? m_settings.ttl / chord::usPerMs : -1;
    if (expires)
        expectExpiry(index);
    ++m_underWay;
    m_cluster.call(
        host,
        [kind = operation.kind, key, value, condition, ttlMs](chord::Node &node, Time now) {
            if (kind == Kind::Get)
                return node.beginGet(key, now);
            return kind == Kind::Put ? node.beginPut(key, value, {}, ttlMs, condition, now)
                                     : node.beginDelete(key, condition, now);
        },
        [this, index, then = std::move(then)](const chord::OperationResult *result) {
            --m_underWay;
            record(index, result);
            then();
        });
}

// A value with a lifetime may go at any time from its end on, as if somebody who is not told deleted exactly this
// value. The clocks that count may run fast, and each hand-over of the record rounds the rest of its lifetime down.
void Workload::expectExpiry(size_t put)
{
    constexpr Time roundingMax = 30'000;
    const Time drift = m_settings.ttl * m_cluster.settings().clockDriftMaxPpm / 1'000'000;
    const Time least = std::max<Time>(0, m_settings.ttl - 2 * drift - roundingMax);
    m_cluster.at(m_cluster.now() + least, [this, put] {
        const Operation &written = m_history.operations()[put];
        const bool isDone = written.end != noMoment;
        if (isDone && written.outcome != Outcome::Ok)
            return;
        Operation expiry;
        expiry.kind = Kind::Delete;
        expiry.demand = Demand::Exactly;
        expiry.client = m_settings.clients + 1;
        expiry.host = written.host;
        expiry.key = written.key;
        expiry.demanded = written.written;
        m_history.begin(expiry, m_cluster.now());
    });
}

void Workload::record(size_t index, const chord::OperationResult *result)
{
    Operation operation = m_history.operations()[index];
    const auto *told = result ? std::get_if<chord::KeyResult>(&result->outcome) : nullptr;
    if (!told) {
        operation.outcome = operation.kind == Kind::Get ? Outcome::Nothing : Outcome::Unknown;
        m_history.end(index, operation, m_cluster.now());
        return;
    }
    operation.outcome = outcomeOf(operation, *told);
    operation.created = operation.outcome == Outcome::Ok && told->created;
    operation.version = told->version;
    const bool answered =
        told->status != chord::OperationStatus::Unavailable && told->status != chord::OperationStatus::Invalid;
    ++(answered ? m_counts.done : m_counts.unavailable);
    if (operation.outcome == Outcome::ConditionFailed)
        operation.seen = told->version.isNull() ? noValue : m_history.valueOf(operation.key, told->version);
    if (operation.outcome == Outcome::Ok && operation.kind == Kind::Get) {
        operation.seen = valueNumber(told->value);
        m_counts.invented += operation.seen > m_history.lastValue() ? 1 : 0;
    }
    if (operation.outcome == Outcome::Ok && operation.kind != Kind::Delete) {
        const ValueNumber number = operation.kind == Kind::Put ? operation.written : operation.seen;
        m_versions[number] = told->version;
        m_lastSeen[operation.key] = number;
    }
    m_history.end(index, operation, m_cluster.now());
}

std::optional<int> Workload::drawHost()
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
