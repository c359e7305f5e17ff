// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two indexes over the same entries: by key, to answer and to hand over; by age, to forget without a search.

#include "chord/applied_writes.h"

#include <algorithm>

namespace chord {

std::optional<AppliedWrite> AppliedWrites::find(const QByteArray &key, const OperationId &operation) const
{
    const auto list = m_byKey.find(key);
    if (list == m_byKey.end())
        return {};
    for (const AppliedWrite &write : list->second) {
        if (write.operation == operation)
            return write;
    }
    return {};
}

AppliedWrites::List AppliedWrites::of(const QByteArray &key) const
{
    const auto list = m_byKey.find(key);
    return list == m_byKey.end() ? List{} : list->second;
}

void AppliedWrites::add(const QByteArray &key, const AppliedWrite &write, Time now)
{
    List &list = m_byKey[key];
    const bool known = std::any_of(list.begin(), list.end(),
                                   [&](const AppliedWrite &entry) { return entry.operation == write.operation; });
    if (known)
        return;
    list.push_back(write);
    m_byAge.push_back({now, key, write.operation});
}

void AppliedWrites::add(const QByteArray &key, const List &applied, Time now)
{
    for (const AppliedWrite &write : applied)
        add(key, write, now);
}

void AppliedWrites::forgetBefore(Time time)
{
    while (!m_byAge.empty() && m_byAge.front().at < time) {
        const Aged &oldest = m_byAge.front();
        const auto list = m_byKey.find(oldest.key);
        std::erase_if(list->second, [&](const AppliedWrite &entry) { return entry.operation == oldest.operation; });
        if (list->second.empty())
            m_byKey.erase(list);
        m_byAge.pop_front();
    }
}

} // namespace chord
