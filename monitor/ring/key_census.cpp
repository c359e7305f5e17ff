// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lists are in the order of identifiers, so that a bar's keys stand together.

#include "ring/key_census.h"

#include <utility>

namespace monitor {

namespace {

KeyCensus::Parts count(const KeyList &keys, const chord::IdSpace &space)
{
    KeyCensus::Parts parts;
    for (const KeyView &key : keys) {
        const int bar = int(space.position(key.id) * keyBars);
        if (parts.empty() || parts.back().bar != bar)
            parts.push_back({bar, 0, 0});
        ++(key.primary ? parts.back().owned : parts.back().copies);
    }
    return parts;
}

} // namespace

std::vector<KeyCensus::Parts> KeyCensus::take(const RingSnapshot &ring)
{
    const chord::IdSpace space(ring.idBits);
    std::map<ListPtr, Parts> before = std::exchange(m_counted, {});
    if (std::exchange(m_idBits, ring.idBits) != ring.idBits)
        before.clear();
    std::vector<Parts> census;
    for (const NodeView &node : ring.nodes) {
        census.emplace_back();
        if (!node.keys)
            continue;
        const auto known = before.find(node.keys);
        const auto entry = known != before.end() ? m_counted.insert(before.extract(known)).position
                                                 : m_counted.try_emplace(node.keys, count(*node.keys, space)).first;
        census.back() = entry->second;
    }
    return census;
}

} // namespace monitor
