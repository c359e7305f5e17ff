// SPDX-License-Identifier: GPL-3.0-or-later
//
// Arcs of a circle: each served range begins where the one before it ends, or the two share keys or leave a gap.

#include "sim/ownershipcheck.h"

#include "chord/ownership.h"
#include "sim/cluster.h"

#include <algorithm>

namespace sim {

namespace {

QByteArray both(const Serving &a, const Serving &b)
{
    return a.node.address + " (term " + QByteArray::number(a.range.term) + ") and " + b.node.address + " (term "
        + QByteArray::number(b.range.term) + ") serve the same keys at the same time";
}

std::optional<Serving> servingNow(const Cluster &cluster, int host)
{
    const chord::Node *node = cluster.node(host);
    const auto range = node ? node->served(cluster.localTime(host)) : std::nullopt;
    return range ? std::optional(Serving{node->self(), *range}) : std::nullopt;
}

} // namespace

std::vector<Serving> servingNow(const Cluster &cluster)
{
    std::vector<Serving> serving;
    for (int host = 0; host < cluster.hostCount(); ++host) {
        if (auto one = servingNow(cluster, host))
            serving.push_back(std::move(*one));
    }
    return serving;
}

QByteArray servedTwice(const std::vector<Serving> &serving)
{
    for (size_t i = 0; i < serving.size(); ++i) {
        for (size_t k = i + 1; k < serving.size(); ++k) {
            if (overlaps(serving[i].range, serving[k].range))
                return both(serving[i], serving[k]);
        }
    }
    return {};
}

QByteArray servedAlsoBy(const Cluster &cluster, int host)
{
    const std::optional<Serving> own = servingNow(cluster, host);
    for (int other = 0; own && other < cluster.hostCount(); ++other) {
        const std::optional<Serving> theirs = other == host ? std::nullopt : servingNow(cluster, other);
        if (theirs && overlaps(own->range, theirs->range))
            return both(*own, *theirs);
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
