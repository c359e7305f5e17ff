// SPDX-License-Identifier: GPL-3.0-or-later
//
// Looks for the running holders of what clients were told whenever a node is about to fail.

#include "sim/losscheck.h"

#include "chord/routing.h"
#include "chord/store.h"
#include "sim/workload.h"

#include <algorithm>
#include <set>

namespace sim {

namespace {

bool knowsNobody(const chord::Node &node)
{
    const auto &predecessor = node.routing().predecessor();
    return node.routing().successors().empty() && (!predecessor || predecessor->id == node.self().id);
}

} // namespace

LossWatch::LossWatch(const Cluster &cluster, const History &history)
    : m_cluster(cluster)
    , m_history(history)
{
}

// A node that ends after its leave is complete is no excuse: if it was the last holder, its hand-over was not complete,
// and that must show. Unless it was alone, and nobody who might have been about to join had told it so.
void LossWatch::failing(int host)
{
    const chord::Node *node = m_cluster.node(host);
    if (!node || node->state() != chord::NodeState::Left || knowsNobody(*node))
        excuseWithout(host);
}

void LossWatch::pausing(int host)
{
    excuseWithout(host);
}

void LossWatch::answering(const Operation &operation)
{
    if (!operation.tellsVersion())
        return;
    const bool deleted = operation.toldValue() == noValue;
    if (m_history.confirmed(operation.key).version < operation.version
        && !survives(operation.key, {operation.version, deleted}, -1))
        m_excused.try_emplace(operation.key, m_history.now());
}

Moment LossWatch::countsUntil(int key) const
{
    const auto found = m_excused.find(key);
    return found == m_excused.end() ? noMoment : found->second;
}

void LossWatch::excuseWithout(int host)
{
    std::set<int> keys;
    for (const Operation &operation : m_history.operations())
        keys.insert(operation.key);
    for (int key : keys) {
        const History::Confirmed confirmed = m_history.confirmed(key);
        if (!confirmed.version.isNull() && !survives(key, confirmed, host))
            m_excused.try_emplace(key, m_history.now());
    }
}

// A node that is still joining and knows only nodes that are gone is no member of anything (ringcheck.h).
bool LossWatch::isCutOff(int host, int without) const
{
    const chord::Node *node = m_cluster.node(host);
    if (node->state() != chord::NodeState::Joining)
        return false;
    const std::vector<chord::NodeRef> &successors = node->routing().successors();
    return std::none_of(successors.begin(), successors.end(), [&](const chord::NodeRef &successor) {
        const int known = m_cluster.hostOf(successor.address);
        return known != without && m_cluster.state(known) == HostState::Up;
    });
}

// A running node has it or something later; or it is a delete, and there is nothing left that it would have to hide.
// A write whose answer was lost on its way is asked for again, though, and it was the holders of the key that
// remembered that it had been done.
bool LossWatch::survives(int key, const History::Confirmed &confirmed, int without) const
{
    const QByteArray text = keyText(key);
    const chord::Id id = m_cluster.settings().config.space().hash(text);
    bool hidesSomething = false;
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        const chord::Node *node = m_cluster.node(host);
        const chord::Record *record = node && host != without ? node->store().find(id, text) : nullptr;
        if (!record)
            continue;
        if (m_cluster.state(host) == HostState::Up && record->version >= confirmed.version && !isCutOff(host, without))
            return true;
        hidesSomething = hidesSomething || (record->version < confirmed.version && !record->tombstone);
    }
    return confirmed.deleted && !hidesSomething && !m_history.isBeingWritten(key);
}

} // namespace sim
