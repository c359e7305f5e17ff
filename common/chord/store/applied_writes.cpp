// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two indexes over the same entries: by key, to answer and to travel with the record; by age, to forget without a
// search. An entry whose key has since got another list is found missing when its age comes.

#include "chord/store/applied_writes.h"

#include <algorithm>

namespace chord {

namespace {

bool holds(const AppliedWrites::List &list, const OperationId &operation)
{
    return std::any_of(list.begin(), list.end(),
                       [&](const AppliedWrite &entry) { return entry.operation == operation; });
}

} // namespace

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

std::vector<AppliedWrites::Forgotten> AppliedWrites::replace(const QByteArray &key, const List &applied,
                                                             const Stamp &stamp, Time now)
{
    std::vector<Forgotten> forgotten;
    const size_t surplus = applied.size() > perKeyMax ? applied.size() - perKeyMax : 0;
    if (surplus > 0)
        forgotten.push_back({key, stamp});
    const auto known = m_byKey.find(key);
    if (applied.empty()) {
        if (known != m_byKey.end())
            m_byKey.erase(known);
        return forgotten;
    }
    List &list = known == m_byKey.end() ? m_byKey[key] : known->second;
    const List before = std::exchange(list, List(applied.begin() + qsizetype(surplus), applied.end()));
    for (const AppliedWrite &write : list) {
        if (!holds(before, write.operation))
            m_byAge.push_back({now, key, write.operation, stamp});
    }
    return forgotten;
}

std::vector<AppliedWrites::Forgotten> AppliedWrites::forgetBefore(Time time)
{
    std::vector<Forgotten> forgotten;
    while (!m_byAge.empty() && m_byAge.front().at < time) {
        const Aged &oldest = m_byAge.front();
        const auto list = m_byKey.find(oldest.key);
        if (list != m_byKey.end() && holds(list->second, oldest.operation)) {
            forgotten.push_back({oldest.key, oldest.stamp});
            std::erase_if(list->second, [&](const AppliedWrite &entry) { return entry.operation == oldest.operation; });
            if (list->second.empty())
                m_byKey.erase(list);
        }
        m_byAge.pop_front();
    }
    return forgotten;
}

} // namespace chord
