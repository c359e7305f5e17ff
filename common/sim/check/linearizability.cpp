// SPDX-License-Identifier: GPL-3.0-or-later
//
// Just-in-time linearization of a register with conditional writes. Operations are indices into the history.

#include "sim/check/linearizability.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>

namespace sim {

namespace {

constexpr size_t explainedMax = 14; // operations shown with a violation

using Indices = std::vector<quint32>; // sorted

bool contains(const Indices &indices, quint32 index)
{
    return std::binary_search(indices.begin(), indices.end(), index);
}

Indices with(Indices indices, quint32 index)
{
    indices.insert(std::upper_bound(indices.begin(), indices.end(), index), index);
    return indices;
}

bool isSubset(const Indices &fewer, const Indices &more)
{
    return std::includes(more.begin(), more.end(), fewer.begin(), fewer.end());
}

// One way to explain the history so far. The operations named are open: begun and not answered.
struct Configuration {
    ValueNumber value = noValue;
    Indices settled; // have taken effect, without changing anything
    Indices early; // writes that have taken effect and will be answered later
    Indices hidden; // writes that may have taken effect right before another one replaced them, unseen
    Indices gambled; // writes that have taken effect and will never be answered
};

// Can a do whatever b can?
bool dominates(const Configuration &a, const Configuration &b)
{
    return isSubset(a.gambled, b.gambled) && isSubset(b.settled, a.settled) && isSubset(a.early, b.early)
        && isSubset(b.hidden, a.hidden) && std::all_of(b.early.begin(), b.early.end(), [&](quint32 index) {
               return contains(a.early, index) || contains(a.hidden, index);
           });
}

// Configurations, none of which another one dominates.
class Frontier {
public:
    // Returns whether it was worth adding.
    bool add(const Configuration &candidate)
    {
        std::vector<Configuration> &alternatives = m_configurations[candidate.value];
        for (const Configuration &other : alternatives) {
            if (dominates(other, candidate))
                return false;
        }
        m_size -= std::erase_if(alternatives, [&](const Configuration &other) { return dominates(candidate, other); });
        alternatives.push_back(candidate);
        ++m_size;
        return true;
    }

    size_t size() const { return m_size; }

    template <typename Visit>
    void forEach(const Visit &visit) const
    {
        for (const auto &[value, alternatives] : m_configurations) {
            for (const Configuration &configuration : alternatives)
                visit(configuration);
        }
    }

private:
    std::map<ValueNumber, std::vector<Configuration>> m_configurations;
    size_t m_size = 0;
};

bool demandHolds(const Operation &operation, ValueNumber value)
{
    switch (operation.demand) {
    case Operation::Demand::Nothing:
        return true;
    case Operation::Demand::Absent:
        return value == noValue;
    case Operation::Demand::Present:
        return value != noValue;
    case Operation::Demand::Exactly:
        return value == operation.demanded;
    }
    return true;
}

// The value after the operation took effect with this outcome; nothing if it cannot have.
std::optional<ValueNumber> effect(const Operation &operation, ValueNumber value)
{
    using Outcome = Operation::Outcome;
    const bool holds = demandHolds(operation, value);
    if (operation.outcome == Outcome::ConditionFailed) {
        const bool sawThis = operation.seen == unknownValue || operation.seen == value;
        return !holds && sawThis ? std::optional(value) : std::nullopt;
    }
    if (operation.outcome == Outcome::NotFound)
        return value == noValue ? std::optional(value) : std::nullopt;
    switch (operation.kind) {
    case Operation::Kind::Get:
        return value != noValue && operation.seen == value ? std::optional(value) : std::nullopt;
    case Operation::Kind::Put:
        if (!holds || (operation.outcome == Outcome::Ok && operation.created != (value == noValue)))
            return std::nullopt;
        return operation.written;
    case Operation::Kind::Delete:
        return holds && value != noValue ? std::optional(noValue) : std::nullopt;
    }
    return std::nullopt;
}

bool changes(const Operation &operation)
{
    using Outcome = Operation::Outcome;
    return operation.kind != Operation::Kind::Get
        && (operation.outcome == Outcome::Ok || operation.outcome == Outcome::Unknown);
}

// A write that can follow any value there may be, and whose answer does not tell which.
bool replacesAnything(const Operation &operation)
{
    const bool anything =
        operation.demand == Operation::Demand::Nothing || operation.demand == Operation::Demand::Present;
    return anything && !operation.created;
}

class Search {
public:
    Search(const std::vector<Operation> &operations, size_t configurationsMax)
        : m_operations(operations)
        , m_configurationsMax(configurationsMax)
    {
    }

    LinearizabilityVerdict run()
    {
        m_frontier.add(Configuration());
        for (const auto &[moment, index] : moments()) {
            const Operation &operation = m_operations[index];
            if (moment == operation.begin) {
                m_open = with(std::move(m_open), index);
                continue;
            }
            Frontier next = answered(index);
            m_verdict.configurationsMost = std::max(m_verdict.configurationsMost, next.size());
            if (m_verdict.kind == LinearizabilityVerdict::Kind::Undecided)
                return m_verdict;
            if (next.size() == 0) {
                m_verdict.kind = LinearizabilityVerdict::Kind::Violation;
                m_verdict.explanation = explain(index);
                return m_verdict;
            }
            m_frontier = std::move(next);
            std::erase(m_open, index);
        }
        return m_verdict;
    }

private:
    // Begins and ends in order, without what had no effect and told nothing.
    std::vector<std::pair<Moment, quint32>> moments() const
    {
        std::vector<std::pair<Moment, quint32>> moments;
        for (quint32 i = 0; i < m_operations.size(); ++i) {
            if (m_operations[i].outcome == Operation::Outcome::Nothing)
                continue;
            if (m_operations[i].outcome == Operation::Outcome::Unknown && m_operations[i].kind == Operation::Kind::Get)
                continue;
            moments.emplace_back(m_operations[i].begin, i);
            if (m_operations[i].end != noMoment)
                moments.emplace_back(m_operations[i].end, i);
        }
        std::sort(moments.begin(), moments.end());
        return moments;
    }

    // Every configuration in which the operation has taken effect, reached from those of the frontier by letting open
    // operations take effect.
    Frontier answered(quint32 index)
    {
        Frontier reached;
        Frontier seen;
        std::deque<Configuration> work;
        const auto consider = [&](Configuration configuration) {
            absorb(configuration);
            if (seen.add(configuration))
                work.push_back(std::move(configuration));
        };
        m_frontier.forEach(consider);
        while (!work.empty()) {
            const Configuration configuration = std::move(work.front());
            work.pop_front();
            if (const std::optional<Configuration> done = withAnswer(configuration, index))
                reached.add(*done);
            if (contains(configuration.settled, index) || contains(configuration.early, index))
                continue;
            if (seen.size() > m_configurationsMax) {
                m_verdict.kind = LinearizabilityVerdict::Kind::Undecided;
                return reached;
            }
            for (quint32 open : m_open) {
                if (open != index && needless(open, configuration))
                    continue;
                if (std::optional<Configuration> next = after(configuration, open))
                    consider(std::move(*next));
            }
        }
        return reached;
    }

    // A write that nobody open needs, while there is another value to be replaced: it may just as well take effect
    // later, or have been replaced unseen.
    bool needless(quint32 index, const Configuration &configuration) const
    {
        const Operation &write = m_operations[index];
        if (configuration.value == noValue || write.kind != Operation::Kind::Put || !replacesAnything(write))
            return false;
        return std::none_of(m_open.begin(), m_open.end(), [&](quint32 open) {
            const Operation &other = m_operations[open];
            const bool exactly = other.demand == Operation::Demand::Exactly;
            const bool refusedByAnother = exactly && other.outcome == Operation::Outcome::ConditionFailed
                && other.seen == unknownValue && other.demanded == configuration.value;
            return other.seen == write.written || refusedByAnother || (exactly && other.demanded == write.written);
        });
    }

    // The configuration once the operation is answered; nothing if it has not taken effect.
    static std::optional<Configuration> withAnswer(Configuration configuration, quint32 index)
    {
        const size_t found = std::erase(configuration.settled, index) + std::erase(configuration.early, index)
            + std::erase(configuration.hidden, index);
        return found > 0 ? std::optional(std::move(configuration)) : std::nullopt;
    }

    // The configuration after a write takes effect; nothing if it cannot now.
    std::optional<Configuration> after(const Configuration &configuration, quint32 index) const
    {
        const Operation &operation = m_operations[index];
        if (!changes(operation) || contains(configuration.early, index) || contains(configuration.gambled, index))
            return std::nullopt;
        const std::optional<ValueNumber> value = effect(operation, configuration.value);
        if (!value)
            return std::nullopt;
        Configuration next = configuration;
        std::erase(next.hidden, index);
        if (configuration.value != noValue && replacesAnything(operation))
            hideOthers(next, index);
        next.value = *value;
        Indices &list = operation.end == noMoment ? next.gambled : next.early;
        list = with(std::move(list), index);
        return next;
    }

    // Whatever other write could have come right before this one may have, and nobody would know.
    void hideOthers(Configuration &configuration, quint32 index) const
    {
        for (quint32 open : m_open) {
            const Operation &operation = m_operations[open];
            const bool fits = operation.kind == Operation::Kind::Put && replacesAnything(operation)
                && operation.end != noMoment && open != index;
            if (fits && !contains(configuration.early, open) && !contains(configuration.hidden, open))
                configuration.hidden = with(std::move(configuration.hidden), open);
        }
    }

    // What changes nothing and can take effect now may as well.
    void absorb(Configuration &configuration) const
    {
        for (quint32 open : m_open) {
            const Operation &operation = m_operations[open];
            if (changes(operation) || contains(configuration.settled, open))
                continue;
            if (effect(operation, configuration.value))
                configuration.settled = with(std::move(configuration.settled), open);
        }
    }

    QByteArray explain(quint32 index) const
    {
        QByteArray text = "no order of the operations explains this answer:\n  " + m_operations[index].toText()
            + "\nbefore it, the key could have had:";
        std::set<ValueNumber> values;
        m_frontier.forEach([&](const Configuration &configuration) { values.insert(configuration.value); });
        for (ValueNumber value : values)
            text += value == noValue ? QByteArray(" no value") : " v" + QByteArray::number(value);
        text += "\nthe writer of what was seen, and the operations on the key before and around it:";
        std::vector<quint32> shown;
        for (quint32 i = 0; i < m_operations.size(); ++i) {
            const Operation &operation = m_operations[i];
            if (i != index && operation.begin < m_operations[index].end
                && operation.outcome != Operation::Outcome::Nothing)
                shown.push_back(i);
        }
        const size_t first = shown.size() - std::min(shown.size(), explainedMax);
        for (size_t i = 0; i < shown.size(); ++i) {
            const Operation &operation = m_operations[shown[i]];
            if (i >= first || (operation.written != noValue && operation.written == m_operations[index].seen))
                text += "\n  " + operation.toText();
        }
        return text;
    }

    const std::vector<Operation> &m_operations;
    size_t m_configurationsMax;
    Frontier m_frontier;
    Indices m_open; // begun and not answered
    LinearizabilityVerdict m_verdict;
};

// Without the writes that were never answered and of which nobody has seen anything: as if they had no effect, as they
// may. Deletes leave nothing to be seen.
std::vector<Operation> withoutUnseen(const std::vector<Operation> &operations)
{
    std::set<ValueNumber> seen;
    for (const Operation &operation : operations) {
        seen.insert(operation.seen);
        seen.insert(operation.demanded);
    }
    std::vector<Operation> out;
    std::copy_if(operations.begin(), operations.end(), std::back_inserter(out), [&](const Operation &operation) {
        return operation.outcome != Operation::Outcome::Unknown
            || (operation.kind == Operation::Kind::Put && seen.contains(operation.written));
    });
    return out;
}

} // namespace

// Most histories can be explained without the writes that nobody knows of, whose number decides how long the search for
// an explanation takes.
LinearizabilityVerdict checkLinearizable(const std::vector<Operation> &operations, size_t configurationsMax)
{
    const std::vector<Operation> fewer = withoutUnseen(operations);
    if (fewer.size() < operations.size()) {
        const LinearizabilityVerdict verdict = Search(fewer, configurationsMax).run();
        if (verdict.kind == LinearizabilityVerdict::Kind::Linearizable)
            return verdict;
    }
    return Search(operations, configurationsMax).run();
}

} // namespace sim
