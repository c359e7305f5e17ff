// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bookkeeping of operations, and their text for reports.

#include "sim/history.h"

#include <array>

namespace sim {

namespace {

constexpr std::array kindNames{"get", "put", "delete"};
constexpr std::array outcomeNames{"ok", "not found", "condition failed", "nothing happened", "unknown"};

QByteArray valueText(ValueNumber value)
{
    if (value == unknownValue)
        return "?";
    return value == noValue ? QByteArray("none") : 'v' + QByteArray::number(value);
}

} // namespace

QByteArray Operation::toText() const
{
    QByteArray text = "client " + QByteArray::number(client) + " at n" + QByteArray::number(host) + " ["
        + QByteArray::number(double(beginTime) / 1000, 'f', 3) + "ms .. "
        + (end == noMoment ? QByteArray("") : QByteArray::number(double(endTime) / 1000, 'f', 3) + "ms") + "] "
        + kindNames[size_t(kind)] + " k" + QByteArray::number(key);
    if (kind == Kind::Put)
        text += ' ' + valueText(written);
    if (demand == Demand::Absent)
        text += " if absent";
    if (demand == Demand::Present)
        text += " if present";
    if (demand == Demand::Exactly)
        text += " if it is " + valueText(demanded);
    text += QByteArray(": ") + outcomeNames[size_t(outcome)];
    if (created)
        text += ", created";
    if (seen != unknownValue)
        text += ", saw " + valueText(seen);
    if (!version.isNull())
        text += ", version " + version.toText();
    return text;
}

bool Operation::tellsVersion() const
{
    return (outcome == Outcome::Ok || outcome == Outcome::ConditionFailed) && !version.isNull();
}

ValueNumber Operation::toldValue() const
{
    if (outcome == Outcome::ConditionFailed || kind == Kind::Get)
        return seen;
    return kind == Kind::Put ? written : noValue;
}

size_t History::begin(Operation operation, Time now)
{
    operation.begin = ++m_moment;
    operation.end = noMoment;
    operation.beginTime = now;
    m_operations.push_back(operation);
    return m_operations.size() - 1;
}

void History::end(size_t index, const Operation &answered, Time now)
{
    Operation &operation = m_operations[index];
    operation.outcome = answered.outcome;
    operation.created = answered.created;
    operation.seen = answered.seen;
    operation.version = answered.version;
    operation.endTime = now;
    operation.end = ++m_moment;
    if (operation.outcome == Operation::Outcome::Unknown)
        operation.end = noMoment;
    if (!operation.tellsVersion())
        return;
    const ValueNumber value = operation.toldValue();
    if (value != unknownValue)
        m_values[{operation.key, operation.version}] = value;
}

std::map<int, std::vector<Operation>> History::byKey() const
{
    std::map<int, std::vector<Operation>> keys;
    for (const Operation &operation : m_operations)
        keys[operation.key].push_back(operation);
    return keys;
}

ValueNumber History::valueOf(int key, const chord::Version &version) const
{
    const auto found = m_values.find({key, version});
    return found == m_values.end() ? unknownValue : found->second;
}

std::vector<Operation> truncated(const std::vector<Operation> &operations, Moment end)
{
    std::vector<Operation> known;
    for (Operation operation : operations) {
        if (operation.begin > end)
            continue;
        if (operation.end != noMoment && operation.end > end) {
            operation.end = noMoment;
            operation.created = false;
            operation.seen = unknownValue;
            operation.outcome =
                operation.kind == Operation::Kind::Get ? Operation::Outcome::Nothing : Operation::Outcome::Unknown;
        }
        known.push_back(operation);
    }
    return known;
}

} // namespace sim
