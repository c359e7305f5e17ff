// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ranges by where they end; the one that contains an identifier is the first that ends at or behind it.

#include "chord/groups/leader_cache.h"

namespace chord {

const Descriptor *LeaderCache::find(const Id &id) const
{
    if (m_byHi.empty())
        return nullptr;
    auto it = m_byHi.lower_bound(id);
    if (it == m_byHi.end())
        it = m_byHi.begin();
    return it->second.range.contains(id) ? &it->second : nullptr;
}

void LeaderCache::learn(const Descriptor &descriptor)
{
    const auto known = m_byHi.find(descriptor.range.hi);
    if (known != m_byHi.end()) {
        Descriptor &old = known->second;
        const bool sameLeader = old.leader.incarnation == descriptor.leader.incarnation;
        const bool isOlder = descriptor.latest.isNull() ? sameLeader : descriptor.latest < old.latest;
        if (isOlder && (sameLeader || !descriptor.latest.isNull()))
            return;
        // The leader's name is a shared text: it is left alone where it stays.
        old.range = descriptor.range;
        old.latest = descriptor.latest;
        if (!descriptor.voters.empty() || !sameLeader)
            old.voters = descriptor.voters;
        if (!sameLeader)
            old.leader = descriptor.leader;
        return;
    }
    // Full: make room next to the newcomer; any choice is as good, entries are relearned by use.
    if (int(m_byHi.size()) >= m_entriesMax) {
        if (m_byHi.empty())
            return;
        const auto next = m_byHi.lower_bound(descriptor.range.hi);
        m_byHi.erase(next == m_byHi.end() ? m_byHi.begin() : next);
    }
    m_byHi.emplace(descriptor.range.hi, descriptor);
}

void LeaderCache::forget(const Id &id)
{
    auto it = m_byHi.lower_bound(id);
    if (it == m_byHi.end())
        it = m_byHi.begin();
    if (it != m_byHi.end() && it->second.range.contains(id))
        m_byHi.erase(it);
}

void LeaderCache::forgetNode(const Address &address)
{
    std::erase_if(m_byHi, [&](const auto &entry) { return entry.second.leader.address == address; });
}

} // namespace chord
