// SPDX-License-Identifier: GPL-3.0-or-later
//
// A second is the shortest time between two counts: shorter ones jump.

#include "ring/node_load.h"

#include <algorithm>
#include <cmath>

namespace monitor {

namespace {

constexpr qint64 observedMsMin = 1000;
constexpr int steps = 8;

} // namespace

void NodeLoad::observe(const RingSnapshot &ring)
{
    if (ring.nodes.empty())
        m_seen.clear();
    for (const NodeView &node : ring.nodes) {
        const quint64 count = node.counters.messagesReceived + node.counters.operationsBegun;
        Seen &seen = m_seen[node.self.address];
        if (seen.atMs == 0 || node.seenMs < seen.atMs || count < seen.count) { // first, back in time, started again
            seen = {node.seenMs, count, 0};
        } else if (node.seenMs - seen.atMs >= observedMsMin) {
            seen.perSecond = double(count - seen.count) * 1000 / double(node.seenMs - seen.atMs);
            seen.atMs = node.seenMs;
            seen.count = count;
        }
    }
}

QMap<QByteArray, double> NodeLoad::parts(const RingSnapshot &ring, Colouring colouring) const
{
    QMap<QByteArray, double> parts;
    if (colouring == Colouring::ByNode)
        return parts;
    double most = 0;
    for (const NodeView &node : ring.nodes) {
        const double value = node.condition == NodeCondition::Dead ? 0
            : colouring == Colouring::ByKeys                       ? double(node.totals.primary)
                                                                   : m_seen.value(node.self.address).perSecond;
        parts[node.self.address] = value;
        most = std::max(most, value);
    }
    for (double &part : parts)
        part = most > 0 ? std::round(part / most * steps) / steps : 0;
    return parts;
}

} // namespace monitor
