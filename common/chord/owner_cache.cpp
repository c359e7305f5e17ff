// SPDX-License-Identifier: GPL-3.0-or-later
//
// Entries are keyed by the upper end of their range, so that the range around an id is one search away.

#include "chord/owner_cache.h"

namespace chord {

const NodeRef *OwnerCache::find(const Id &id) const
{
    if (m_byHi.empty())
        return nullptr;
    auto it = m_byHi.lower_bound(id);
    if (it == m_byHi.end())
        it = m_byHi.begin();
    return inRange(it->second.lo, id, it->first) ? &it->second.owner : nullptr;
}

void OwnerCache::learn(const NodeRef &owner, const Range &range)
{
    const auto known = m_byHi.find(range.hi);
    if (known != m_byHi.end()) {
        known->second.lo = range.lo;
        if (known->second.owner != owner)
            known->second.owner = owner;
        return;
    }
    // Full: make room next to the newcomer; any choice is as good, entries are relearned by use.
    if (int(m_byHi.size()) >= m_entriesMax) {
        const auto next = m_byHi.lower_bound(range.hi);
        m_byHi.erase(next == m_byHi.end() ? m_byHi.begin() : next);
    }
    m_byHi.insert_or_assign(range.hi, Entry{range.lo, owner});
}

void OwnerCache::forget(const Id &id)
{
    auto it = m_byHi.lower_bound(id);
    if (it == m_byHi.end())
        it = m_byHi.begin();
    if (it != m_byHi.end() && inRange(it->second.lo, id, it->first))
        m_byHi.erase(it);
}

void OwnerCache::forgetNode(const Address &address)
{
    std::erase_if(m_byHi, [&](const auto &entry) { return entry.second.owner.address == address; });
}

} // namespace chord
