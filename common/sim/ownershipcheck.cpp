// SPDX-License-Identifier: GPL-3.0-or-later
//
// Arcs of a circle: each served range begins where the one before it ends, or the two share keys or leave a gap.

#include "sim/ownershipcheck.h"

#include "chord/ownership.h"
#include "sim/cluster.h"

#include <algorithm>
#include <limits>

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

OwnershipWatch::OwnershipWatch(const Cluster &cluster)
    : m_cluster(cluster)
{
}

// Whose ranges end within this one overlap it. Any other that does begins before it and ends after it, and reaches over
// whoever else serves something in between: that would have been said when the later of those two began to serve. So
// the search ends at the first after this range who serves nothing of it.
QByteArray OwnershipWatch::touched(int host)
{
    m_ends.resize(std::max(m_ends.size(), size_t(host) + 1));
    const std::optional<Serving> own = servingNow(m_cluster, host);
    std::optional<chord::Id> &end = m_ends[size_t(host)];
    if (end && (!own || own->range.hi != *end)) {
        m_byEnd.erase({*end, host});
        end.reset();
    }
    if (!own)
        return {};
    if (!end) {
        end = own->range.hi;
        m_byEnd.emplace(*end, host);
    }
    auto at = m_byEnd.upper_bound({own->range.lo, std::numeric_limits<int>::max()});
    for (size_t looked = 0; looked < m_byEnd.size(); ++looked, ++at) {
        if (at == m_byEnd.end())
            at = m_byEnd.begin();
        const std::optional<Serving> theirs = at->second == host ? std::nullopt : servingNow(m_cluster, at->second);
        if (theirs && overlaps(own->range, theirs->range))
            return both(*own, *theirs);
        if (theirs)
            break;
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
