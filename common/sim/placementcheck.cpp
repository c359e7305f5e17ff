// SPDX-License-Identifier: GPL-3.0-or-later
//
// Placement, straight from its definition: successor(id(key)) and the R-1 members after it.

#include "sim/placementcheck.h"

#include "chord/store.h"
#include "sim/cluster.h"

#include <algorithm>
#include <set>

namespace sim {

namespace {

constexpr size_t problemsShown = 10;

QByteArray stateOf(const chord::Record *record)
{
    if (!record)
        return "nothing";
    return (record->tombstone ? "the delete " : "version ") + record->version.toText();
}

// Equal as far as a reader can tell: a delete that was collected is as good as one that was kept.
bool agree(const chord::Record *a, const chord::Record *b)
{
    const bool aLive = a && !a->tombstone;
    const bool bLive = b && !b->tombstone;
    if (aLive != bLive)
        return false;
    return !aLive || (a->version == b->version && a->value == b->value && a->contentType == b->contentType);
}

class Placement {
public:
    Placement(const std::vector<Holdings> &members, const PlacementRule &rule)
        : m_members(members)
        , m_rule(rule)
    {
    }

    void check(const QByteArray &key, const chord::Id &id)
    {
        const size_t first = ownerOf(m_members, id);
        const size_t holders = std::min(size_t(m_rule.replicas), m_members.size());
        const chord::Record *expected = record(first, key);
        for (size_t k = 0; k < m_members.size(); ++k) {
            const size_t index = (first + k) % m_members.size();
            const chord::Record *found = record(index, key);
            if (k < holders && !agree(found, expected))
                report("key " + key + ": its owner " + m_members[first].address + " has " + stateOf(expected)
                       + ", its replica " + m_members[index].address + " has " + stateOf(found));
            if (k >= holders && found && !found->tombstone && !(expected && !expected->tombstone))
                report("key " + key + ": its owner " + m_members[first].address + " has " + stateOf(expected) + ", but "
                       + m_members[index].address + " has " + stateOf(found));
            else if (k >= holders && found && m_rule.nowhereElse)
                report("key " + key + " lies at " + m_members[index].address + ", which need not hold it");
        }
    }

    Problems result()
    {
        if (m_count > problemsShown)
            m_problems.push_back("and " + QByteArray::number(m_count - problemsShown) + " more");
        return m_problems;
    }

private:
    const chord::Record *record(size_t member, const QByteArray &key) const
    {
        const auto found = m_members[member].records.find(key);
        return found == m_members[member].records.end() ? nullptr : &found->second;
    }

    void report(QByteArray problem)
    {
        if (++m_count <= problemsShown)
            m_problems.push_back(std::move(problem));
    }

    const std::vector<Holdings> &m_members;
    PlacementRule m_rule;
    Problems m_problems;
    size_t m_count = 0;
};

} // namespace

std::vector<Holdings> holdingsOf(const Cluster &cluster)
{
    std::vector<Holdings> members;
    for (int host = 0; host < cluster.hostCount(); ++host) {
        if (!cluster.isMember(host))
            continue;
        const chord::Node &node = *cluster.node(host);
        const Time now = cluster.localTime(host);
        Holdings holdings{node.self().id, node.self().address, {}};
        node.store().forEachIn(chord::Id(), chord::Id(), [&](const chord::Id &, const chord::Record &record) {
            if (record.tombstone || record.expiresAt > now)
                holdings.records.emplace(record.key, record);
            return true;
        });
        members.push_back(std::move(holdings));
    }
    std::sort(members.begin(), members.end(), [](const Holdings &a, const Holdings &b) { return a.node < b.node; });
    return members;
}

size_t ownerOf(const std::vector<Holdings> &members, const chord::Id &id)
{
    const auto owner =
        std::partition_point(members.begin(), members.end(), [&](const Holdings &member) { return member.node < id; });
    return size_t(owner - members.begin()) % members.size();
}

Problems placementProblems(const std::vector<Holdings> &members, const chord::IdSpace &space, const PlacementRule &rule)
{
    std::set<QByteArray> keys;
    for (const Holdings &member : members) {
        for (const auto &[key, record] : member.records)
            keys.insert(key);
    }
    Placement placement(members, rule);
    for (const QByteArray &key : keys)
        placement.check(key, space.hash(key));
    return placement.result();
}

} // namespace sim
