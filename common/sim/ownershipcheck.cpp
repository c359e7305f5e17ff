// SPDX-License-Identifier: GPL-3.0-or-later
//
// Arcs of a circle: each served range begins where the one before it ends, or the two share keys or leave a gap.

#include "sim/ownershipcheck.h"

#include "sim/cluster.h"

#include <algorithm>

namespace sim {

std::vector<Serving> servingNow(const Cluster &cluster)
{
    std::vector<Serving> serving;
    for (int host = 0; host < cluster.hostCount(); ++host) {
        const chord::Node *node = cluster.node(host);
        const auto range = node ? node->served(cluster.localTime(host)) : std::nullopt;
        if (range)
            serving.push_back({node->self(), *range});
    }
    return serving;
}

// Two arcs (lo, hi] share a point just when one of them holds the other's hi.
QByteArray servedTwice(const std::vector<Serving> &serving)
{
    for (size_t i = 0; i < serving.size(); ++i) {
        for (size_t k = i + 1; k < serving.size(); ++k) {
            const Serving &a = serving[i];
            const Serving &b = serving[k];
            if (a.range.contains(b.range.hi) || b.range.contains(a.range.hi))
                return a.node.address + " (term " + QByteArray::number(a.range.term) + ") and " + b.node.address
                    + " (term " + QByteArray::number(b.range.term) + ") serve the same keys at the same time";
        }
    }
    return {};
}

QByteArray servedByNobody(const std::vector<Serving> &serving)
{
    if (serving.empty())
        return "nobody serves anything";
    for (const Serving &one : serving) {
        const bool continued = std::any_of(serving.begin(), serving.end(),
                                           [&](const Serving &other) { return other.range.lo == one.range.hi; });
        if (!continued)
            return "nobody serves the keys right after " + one.node.address;
    }
    return {};
}

} // namespace sim
