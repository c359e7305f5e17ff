// SPDX-License-Identifier: GPL-3.0-or-later
//
// Compares the principals of one look with those of the looks before.

#include "sim/principalwatch.h"

#include <algorithm>

namespace sim {

namespace {

bool contains(const std::vector<chord::NodeRef> &nodes, const chord::NodeRef &node)
{
    const auto place =
        std::partition_point(nodes.begin(), nodes.end(), [&](const auto &other) { return other.id < node.id; });
    return place != nodes.end() && *place == node;
}

} // namespace

// A period may be drawn as 3/2 of its setting; a place whose node has just died costs the time to find that out.
PrincipalWatch::PrincipalWatch(const chord::Config &config)
    : m_repairMax((config.successorListLength * config.stabilizePeriodMs * 3 / 2
                   + config.deadAfterTimeouts * config.requestTimeoutMs)
                  * chord::usPerMs)
    , m_doubtMax(config.deadMemoryMs * chord::usPerMs)
{
}

void PrincipalWatch::doubted(const chord::NodeRef &node, Time now)
{
    m_doubts[node.incarnation] = now + m_doubtMax;
    m_lost.erase(node.incarnation);
}

QByteArray PrincipalWatch::look(const RingPicture &picture, Time now)
{
    std::vector<chord::NodeRef> found = principals(picture);
    for (const chord::NodeRef &node : found) {
        m_lost.erase(node.incarnation);
        const auto doubt = m_doubts.find(node.incarnation);
        if (doubt != m_doubts.end() && doubt->second <= now)
            m_doubts.erase(doubt);
    }
    for (const chord::NodeRef &node : m_principals) {
        if (!contains(found, node) && !m_doubts.contains(node.incarnation))
            m_lost.try_emplace(node.incarnation, Lost{node, now, skippedBy(picture, node)});
    }
    m_principals = std::move(found);
    std::erase_if(m_lost, [&](const auto &entry) { return picture.find(entry.second.node) == picture.members.size(); });
    for (const auto &[incarnation, lost] : m_lost) {
        if (now - lost.since > m_repairMax)
            return lost.node.address + " was skipped by no successor list until that of " + lost.by
                + " skipped it; that should have been over within " + QByteArray::number(m_repairMax / chord::usPerMs)
                + " ms, but now it is skipped by " + skippedBy(picture, lost.node);
    }
    return {};
}

} // namespace sim
