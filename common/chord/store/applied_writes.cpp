// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two indexes over the same entries: by key, to answer and to travel with the record; by age, to forget without a
// search. An entry whose key has since got another list is found missing when its age comes.

#include "chord/store/applied_writes.h"

#include <algorithm>

namespace chord {

namespace {

bool holds(const AppliedList &list, const OperationId &operation)
{
    return std::any_of(list.writes.begin(), list.writes.end(),
                       [&](const AppliedWrite &entry) { return entry.operation == operation; });
}

} // namespace

std::optional<AppliedWrite> AppliedWrites::find(const QByteArray &key, const OperationId &operation) const
{
    for (const AppliedWrite &write : of(key).writes) {
        if (write.operation == operation)
            return write;
    }
    return {};
}

const AppliedList &AppliedWrites::of(const QByteArray &key) const
{
    static const AppliedList none;
    const auto list = m_byKey.find(key);
    return list == m_byKey.end() ? none : list->second;
}

void AppliedWrites::replace(const QByteArray &key, const AppliedList &applied, Time now)
{
    const auto known = m_byKey.find(key);
    if (applied.writes.empty()) {
        if (known != m_byKey.end())
            m_byKey.erase(known);
        return;
    }
    AppliedList &list = known == m_byKey.end() ? m_byKey[key] : known->second;
    const AppliedList before = std::exchange(list, applied);
    const size_t surplus = list.writes.size() > perKeyMax ? list.writes.size() - perKeyMax : 0;
    const auto kept = list.writes.begin() + qsizetype(surplus);
    for (auto dropped = list.writes.begin(); dropped != kept; ++dropped)
        list.forgotten = std::max(list.forgotten, dropped->stamp);
    list.writes.erase(list.writes.begin(), kept);
    for (const AppliedWrite &write : list.writes) {
        if (!holds(before, write.operation))
            m_byAge.push_back({now, key, write.operation});
    }
}

std::vector<AppliedWrites::Forgotten> AppliedWrites::forgetBefore(Time time)
{
    std::vector<Forgotten> forgotten;
    while (!m_byAge.empty() && m_byAge.front().at < time) {
        const Aged &oldest = m_byAge.front();
        const auto known = m_byKey.find(oldest.key);
        if (known != m_byKey.end()) {
            AppliedList &list = known->second;
            const auto write = std::find_if(list.writes.begin(), list.writes.end(), [&](const AppliedWrite &entry) {
                return entry.operation == oldest.operation;
            });
            if (write != list.writes.end()) {
                // What has been forgotten of a key for its number is not remembered beyond its last entry.
                forgotten.push_back({oldest.key, std::max(write->stamp, list.forgotten)});
                list.writes.erase(write);
            }
            if (list.writes.empty())
                m_byKey.erase(known);
        }
        m_byAge.pop_front();
    }
    return forgotten;
}

} // namespace chord
