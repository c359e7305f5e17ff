// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two indexes over the same entries: by key, to answer and to hand over; by age, to forget without a search.

#include "chord/applied_writes.h"

#include <algorithm>

namespace chord {

std::optional<Version> AppliedWrites::find(const QByteArray &key, const OperationId &operation) const
{
    const auto list = m_byKey.find(key);
    if (list == m_byKey.end())
        return {};
    for (const auto &[id, version] : list->second) {
        if (id == operation)
            return version;
    }
    return {};
}

AppliedWrites::List AppliedWrites::of(const QByteArray &key) const
{
    const auto list = m_byKey.find(key);
    return list == m_byKey.end() ? List{} : list->second;
}

void AppliedWrites::add(const QByteArray &key, const OperationId &operation, const Version &version, Time now)
{
    List &list = m_byKey[key];
    const bool known =
        std::any_of(list.begin(), list.end(), [&](const auto &entry) { return entry.first == operation; });
    if (known)
        return;
    list.emplace_back(operation, version);
    m_byAge.push_back({now, key, operation});
}

void AppliedWrites::add(const QByteArray &key, const List &applied, Time now)
{
    for (const auto &[operation, version] : applied)
        add(key, operation, version, now);
}

void AppliedWrites::forgetBefore(Time time)
{
    while (!m_byAge.empty() && m_byAge.front().at < time) {
        const Aged &oldest = m_byAge.front();
        const auto list = m_byKey.find(oldest.key);
        std::erase_if(list->second, [&](const auto &entry) { return entry.first == oldest.operation; });
        if (list->second.empty())
            m_byKey.erase(list);
        m_byAge.pop_front();
    }
}

} // namespace chord
