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

// A period may be drawn as 3/2 of its setting.
PrincipalWatch::PrincipalWatch(const chord::Config &config)
    : m_roundMax(config.stabilizePeriodMs * 3 / 2 * chord::usPerMs)
    , m_doubtMax(config.deadMemoryMs * chord::usPerMs)
    , m_detectionMax(config.deadAfterTimeouts * config.requestTimeoutMs * chord::usPerMs)
    , m_listLength(config.successorListLength)
{
}

Time PrincipalWatch::repairMax(size_t members) const
{
    return Time(size_t(m_listLength) + members) * m_roundMax + m_detectionMax;
}

void PrincipalWatch::doubted(const chord::NodeRef &node, Time now)
{
    m_doubts[node.incarnation] = now + m_doubtMax;
    m_lost.erase(node.incarnation);
}

QByteArray PrincipalWatch::look(const RingPicture &picture, Time now)
{
    // All that a member knew of is gone or taken for dead: Zave assumes that this does not happen.
    const auto &members = picture.members;
    const auto isCutOff = [](const RingPicture::Member &member) {
        return !member.joining && member.successors.empty();
    };
    if (members.size() > 1 && std::any_of(members.begin(), members.end(), isCutOff)) {
        m_principals.clear();
        m_lost.clear();
        return {};
    }
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
    const Time most = repairMax(picture.members.size());
    for (const auto &[incarnation, lost] : m_lost) {
        if (now - lost.since > most)
            return lost.node.address + " was skipped by no successor list until that of " + lost.by
                + " skipped it; that should have been over within " + QByteArray::number(most / chord::usPerMs)
                + " ms, but now it is skipped by " + skippedBy(picture, lost.node);
    }
    return {};
}

} // namespace sim
