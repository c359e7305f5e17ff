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
    return "k" + QByteArray::number(key);
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

void Workload::readAll()
{
    for (int key = 0; key < m_settings.keys; ++key) {
        Operation operation;
        operation.kind = Kind::Get;
        operation.client = m_settings.clients;
        operation.key = key;
        send(operation, [] {});
    }
}

void Workload::scheduleNext(int client)
{
    m_cluster.at(m_cluster.now() + m_settings.thinkTime.draw(m_random), [this, client] { sendNext(client); });
}

void Workload::sendNext(int client)
{
    if (m_running)
        send(drawOperation(client), [this, client] { scheduleNext(client); });
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

void Workload::send(const Operation &drawn, std::function<void()> then)
{
    const std::optional<int> host = drawHost();
    if (!host) {
        then();
        return;
    }
    Operation operation = drawn;
    operation.host = *host;
    const QByteArray key = keyText(operation.key);
    const QByteArray value = valueText(operation.written, m_settings.valueBytes);
    const chord::Condition condition = conditionOf(operation, m_versions[operation.demanded]);
    const size_t index = m_history.begin(operation, m_cluster.now());
    ++m_underWay;
    m_cluster.call(
        *host,
        [kind = operation.kind, key, value, condition](chord::Node &node, Time now) {
            if (kind == Kind::Get)
                return node.beginGet(key, now);
            return kind == Kind::Put ? node.beginPut(key, value, {}, -1, condition, now)
                                     : node.beginDelete(key, condition, now);
        },
        [this, index, then = std::move(then)](const chord::OperationResult *result) {
            --m_underWay;
            record(index, result);
            then();
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
    if (m_onAnswer)
        m_onAnswer(operation);
    m_history.end(index, operation, m_cluster.now());
}

std::optional<int> Workload::drawHost()
{
    std::vector<int> members;
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        if (m_cluster.isMember(host))
            members.push_back(host);
    }
    if (members.empty())
        return std::nullopt;
    return members[m_random.below(members.size())];
}

} // namespace sim
