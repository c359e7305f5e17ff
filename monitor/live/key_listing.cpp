// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pages come in the order of identifiers, as the store has them; a node that says otherwise is put in order.

#include "live/key_listing.h"

#include <algorithm>

namespace monitor {

void KeyListing::start(int idBits, const api::KeyTotals &totals)
{
    m_idBits = idBits;
    m_totals = totals;
    m_after.clear();
    m_seen = 0;
    m_isComplete = false;
    m_keys = std::make_shared<KeyList>();
    m_keys->reserve(size_t(std::min<quint64>(totals.primary + totals.replica, keysMax)));
}

bool KeyListing::take(const api::KeysPage &page)
{
    const chord::IdSpace space(m_idBits);
    for (const api::KeyEntry &entry : page.keys) {
        if (const std::optional<chord::Id> id = space.fromHex(entry.id))
            m_keys->push_back({entry.key, *id, entry.role == api::KeyEntry::Role::Primary, entry.bytes, entry.version});
    }
    m_seen += qsizetype(page.keys.size());
    m_after = page.next;
    m_isComplete = page.next.isEmpty();
    return m_isComplete || page.keys.empty() || m_seen >= keysMax;
}

std::shared_ptr<const KeyList> KeyListing::finish()
{
    const auto byId = [](const KeyView &a, const KeyView &b) { return a.id < b.id; };
    if (!std::is_sorted(m_keys->begin(), m_keys->end(), byId))
        std::stable_sort(m_keys->begin(), m_keys->end(), byId);
    return std::move(m_keys);
}

} // namespace monitor
