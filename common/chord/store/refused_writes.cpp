// SPDX-License-Identifier: GPL-3.0-or-later
//
// Indexed by id, to answer; by age, to forget without a search.

#include "chord/store/refused_writes.h"

namespace chord {

std::optional<RefusedWrites::Refusal> RefusedWrites::find(const OperationId &operation) const
{
    const auto refusal = m_refusals.find(operation);
    return refusal == m_refusals.end() ? std::nullopt : std::optional(refusal->second);
}

void RefusedWrites::add(const OperationId &operation, const Refusal &refusal, Time now)
{
    if (m_refusals.emplace(operation, refusal).second)
        m_byAge.emplace_back(now, operation);
}

std::vector<RefusedWrites::Refusal> RefusedWrites::forgetBefore(Time time)
{
    std::vector<Refusal> forgotten;
    while (!m_byAge.empty() && m_byAge.front().first < time) {
        const auto refusal = m_refusals.find(m_byAge.front().second);
        forgotten.push_back(refusal->second);
        m_refusals.erase(refusal);
        m_byAge.pop_front();
    }
    return forgotten;
}

} // namespace chord
