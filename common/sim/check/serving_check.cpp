// SPDX-License-Identifier: GPL-3.0-or-later
//
// Arcs of a circle: each served range begins where the one before it ends, or the two share keys or leave a gap.

#include "sim/check/serving_check.h"

#include "sim/cluster.h"

#include <algorithm>
#include <limits>

namespace sim {

using chord::Id;
using chord::Range;

namespace {

QByteArray both(const QByteArray &a, const QByteArray &b)
{
    return a == b ? a + " serves the same keys in two groups"
                  : a + " and " + b + " serve the same keys at the same time";
}

std::vector<Range> servedBy(const Cluster &cluster, int host)
{
    const chord::Node *node = cluster.node(host);
    return node ? node->served(cluster.localTime(host)) : std::vector<Range>();
}

} // namespace

std::vector<Serving> servingNow(const Cluster &cluster)
{
    std::vector<Serving> serving;
    for (int host = 0; host < cluster.hostCount(); ++host) {
        for (const Range &range : servedBy(cluster, host))
            serving.push_back({cluster.ref(host), range});
    }
    return serving;
}

bool overlap(const Range &a, const Range &b)
{
    return a.contains(b.hi) || b.contains(a.hi);
}

QByteArray servedTwice(const std::vector<Serving> &serving)
{
    for (size_t i = 0; i < serving.size(); ++i) {
        for (size_t k = i + 1; k < serving.size(); ++k) {
            if (overlap(serving[i].range, serving[k].range))
                return both(serving[i].node.address, serving[k].node.address);
        }
    }
    return {};
}

// Ranges that do not overlap: what is served after one of them begins with the first that ends after it.
std::vector<Range> unserved(const std::vector<Serving> &serving)
{
    if (serving.empty())
        return {Range()};
    std::vector<Range> ranges;
    for (const Serving &one : serving)
        ranges.push_back(one.range);
    std::sort(ranges.begin(), ranges.end(), [](const Range &a, const Range &b) { return a.hi < b.hi; });
    std::vector<Range> gaps;
    for (size_t i = 0; i < ranges.size(); ++i) {
        const Range &next = ranges[(i + 1) % ranges.size()];
        const bool isWhole = ranges[i].lo == ranges[i].hi;
        if (next.lo != ranges[i].hi && !isWhole && !ranges[i].contains(next.lo))
            gaps.push_back({ranges[i].hi, next.lo});
    }
    return gaps;
}

QByteArray ServingCheck::touched(int host, const std::vector<Range> &ranges)
{
    m_ends.resize(std::max(m_ends.size(), size_t(host) + 1));
    std::vector<Id> &ends = m_ends[size_t(host)];
    const bool isSame = std::equal(ends.begin(), ends.end(), ranges.begin(), ranges.end(),
                                   [](const Id &end, const Range &range) { return end == range.hi; });
    if (!isSame) {
        for (const Id &end : ends)
            m_byEnd.erase({end, host});
        ends.clear();
        for (const Range &range : ranges) {
            ends.push_back(range.hi);
            m_byEnd.emplace(range.hi, host);
        }
    }
    for (size_t i = 0; i < ranges.size(); ++i) {
        for (size_t k = i + 1; k < ranges.size(); ++k) {
            if (overlap(ranges[i], ranges[k]))
                return both(m_cluster.ref(host).address, m_cluster.ref(host).address);
        }
        if (const QByteArray found = overlapping(host, ranges[i]); !found.isEmpty())
            return found;
    }
    return {};
}

// A range that ends within this one overlaps it. Any other that does begins before it and ends after it, and reaches
// over what else is served in between: that would have been said when the later of those two began to be served. So the
// search ends at the first range that ends after this one.
QByteArray ServingCheck::overlapping(int host, const Range &range) const
{
    auto at = m_byEnd.upper_bound({range.lo, std::numeric_limits<int>::max()});
    for (size_t looked = 0; looked < m_byEnd.size(); ++looked, ++at) {
        if (at == m_byEnd.end())
            at = m_byEnd.begin();
        if (at->second == host)
            continue;
        for (const Range &theirs : servedBy(m_cluster, at->second)) {
            if (theirs.hi != at->first)
                continue;
            if (overlap(range, theirs))
                return both(m_cluster.ref(host).address, m_cluster.ref(at->second).address);
            return {};
        }
    }
    return {};
}

} // namespace sim
