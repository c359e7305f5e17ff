// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pointers are judged in model/chain_check, nodes that do not answer here.

#include "live/ring_diagnosis.h"

#include "model/chain_check.h"
#include "model/ring_ranges.h"

#include <QStringList>

#include <algorithm>
#include <map>
#include <numeric>

namespace monitor {

namespace {

constexpr size_t namesShown = 3;

bool isMember(const NodeView &node)
{
    return node.condition == NodeCondition::Alive || node.condition == NodeCondition::Leaving
        || node.condition == NodeCondition::Suspect;
}

} // namespace

void RingDiagnosis::judge(RingSnapshot &snapshot)
{
    RingDiagnosis diagnosis(snapshot);
    diagnosis.checkRings();
    diagnosis.checkSilent();
    diagnosis.checkChain();
    diagnosis.checkRanges();
    diagnosis.tell();
}

RingDiagnosis::RingDiagnosis(RingSnapshot &snapshot)
    : m_snapshot(snapshot)
    , m_names(snapshot)
{
    for (const NodeView &node : snapshot.nodes) {
        if (isMember(node))
            m_members.push_back(&node);
    }
    snapshot.chainWhole = !m_members.empty();
}

void RingDiagnosis::checkChain()
{
    const std::vector<QString> problems = chainProblems(m_snapshot);
    // The answer of a suspect node is old.
    const auto isSuspect = [](const NodeView *node) { return node->condition == NodeCondition::Suspect; };
    if (!problems.empty() || std::any_of(m_members.begin(), m_members.end(), isSuspect))
        m_snapshot.chainWhole = false;
    m_problems.insert(m_problems.end(), problems.begin(), problems.end());
}

// Losses come first.
void RingDiagnosis::checkRanges()
{
    judgeRanges(m_snapshot);
    const std::vector<QString> problems = rangeProblems(m_snapshot);
    m_problems.insert(m_problems.begin(), problems.begin(), problems.end());
}

void RingDiagnosis::checkSilent()
{
    for (const NodeView &node : m_snapshot.nodes) {
        if (!node.trouble.isEmpty())
            m_problems.push_back(node.trouble);
    }
}

// Live nodes that do not know each other, even over others, are different rings in one picture.
std::vector<std::vector<const NodeView *>> RingDiagnosis::rings() const
{
    std::vector<size_t> ring(m_members.size()); // each node's, as the index of one of its members
    std::iota(ring.begin(), ring.end(), size_t(0));
    std::map<chord::Id, size_t> places;
    for (size_t i = 0; i < m_members.size(); ++i)
        places[m_members[i]->self.id] = i;
    const auto rootOf = [&ring](size_t i) {
        while (ring[i] != i)
            i = ring[i] = ring[ring[i]];
        return i;
    };
    const auto unite = [&](size_t i, const chord::Id &other) {
        if (const auto place = places.find(other); place != places.end())
            ring[rootOf(i)] = rootOf(place->second);
    };
    for (size_t i = 0; i < m_members.size(); ++i) {
        for (const Peer &successor : m_members[i]->successors)
            unite(i, successor.id);
        if (m_members[i]->predecessor)
            unite(i, m_members[i]->predecessor->id);
    }
    std::map<size_t, std::vector<const NodeView *>> byRoot;
    for (size_t i = 0; i < m_members.size(); ++i)
        byRoot[rootOf(i)].push_back(m_members[i]);
    std::vector<std::vector<const NodeView *>> result;
    for (auto &[root, members] : byRoot)
        result.push_back(std::move(members));
    return result;
}

void RingDiagnosis::checkRings()
{
    const std::vector<std::vector<const NodeView *>> all = rings();
    if (all.size() < 2)
        return;
    m_snapshot.chainWhole = false;
    QStringList groups;
    for (const std::vector<const NodeView *> &members : all) {
        QStringList names;
        for (size_t i = 0; i < std::min(members.size(), namesShown); ++i)
            names.append(name(members[i]->self.id));
        if (members.size() > namesShown)
            names.append(tr("…"));
        groups.append(tr("%1 (%2)", "names, count").arg(names.join(tr(", "))).arg(members.size()));
    }
    m_problems.push_back(tr("There are %1 separate rings: %2. A key that is stored in one is not found in the others.")
                             .arg(all.size())
                             .arg(groups.join(tr("; "))));
}

void RingDiagnosis::tell()
{
    const size_t told = std::min(m_problems.size(), size_t(problemsMax));
    m_snapshot.problems.assign(m_problems.begin(), m_problems.begin() + qsizetype(told));
    if (m_problems.size() > told)
        m_snapshot.problems.push_back(tr("And %1 more.").arg(m_problems.size() - told));
}

} // namespace monitor
