// SPDX-License-Identifier: GPL-3.0-or-later
//
// Proofs that an incarnation is gone with its memory, and what is known of those that leave. Silence proves nothing; a
// refused connection proves something only where the transport says so. A wrong proof is harmless for replacing a
// voter, since a majority decides; recovery needs the proof of every missing voter.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

constexpr size_t goneMax = 4096;
constexpr size_t seenMax = 256; // nodes asked by one that leaves

} // namespace

bool Groups::isGone(const NodeRef &node) const
{
    if (m_gone.contains(node.incarnation))
        return true;
    // Its address answers with another incarnation, and it has been silent since for a lease.
    return wasReplaced(node) && m_context.now - m_others.at(node.address).at > leaseUs();
}

bool Groups::wasReplaced(const NodeRef &node) const
{
    const auto other = m_others.find(node.address);
    return other != m_others.end() && other->second.incarnation != node.incarnation;
}

// It has left the ring, so others have its place. (No proof for a recovery: a voter that knows it still may have
// slept.)
void Groups::onLeft(const NodeRef &node)
{
    if (m_groups.empty())
        return;
    if (!m_left)
        m_left = std::make_unique<std::set<quint64>>();
    m_left->insert(node.incarnation);
    if (m_left->size() > goneMax)
        m_left->erase(m_left->begin());
    for (const auto &[number, group] : m_groups) {
        if (group->lead)
            group->lead->changeAt = m_context.now;
    }
    wake(m_context.now);
}

void Groups::noteState(const NodeRef &node, NodeState state)
{
    const bool leaving = state == NodeState::Leaving;
    for (const auto &[number, group] : m_groups) {
        if (!group->lead)
            continue;
        const auto replica = group->lead->replicas.find(node.incarnation);
        if (replica == group->lead->replicas.end() || replica->second.leaving == leaving)
            continue;
        replica->second.leaving = leaving;
        group->lead->changeAt = m_context.now;
        wake(m_context.now);
    }
}

// Told to a node that leaves: who else is there.
void Groups::noteNeighbours(const NodeRef &node, const Neighbours &neighbours)
{
    noteState(node, neighbours.state);
    if (!m_departure)
        return;
    Time &until = m_departure->leaversUntil[node.incarnation];
    until = m_context.answeredSentAt + Time(neighbours.leavesForMs) * usPerMs * leaseShareCounted / 100;
    const auto see = [&](const NodeRef &seen) {
        if (seen.incarnation != m_context.self.incarnation && m_departure->seen.size() < seenMax)
            m_departure->seen.emplace(seen.incarnation, seen);
    };
    for (const NodeRef &successor : neighbours.successors)
        see(successor);
    if (neighbours.predecessor)
        see(*neighbours.predecessor);
}

void Groups::markGone(const NodeRef &node)
{
    if (node.incarnation == 0 || node.incarnation == m_context.self.incarnation
        || !m_gone.emplace(node.incarnation, node).second)
        return;
    if (m_gone.size() > goneMax)
        m_gone.erase(m_gone.begin());
    for (const auto &[number, group] : m_groups) {
        if (group->lead)
            group->lead->changeAt = m_context.now;
    }
    m_recoveryAt = std::min(m_recoveryAt, m_context.now + recoveryPeriodUs);
    wake(m_context.now);
}

// Notes when an address answers under another incarnation than one that votes.
void Groups::heardFrom(const NodeRef &peer)
{
    if (!m_ended.empty())
        m_ended.erase(peer.address);
    bool otherVotes = false;
    for (const auto &[number, group] : m_groups) {
        for (const NodeRef &voter : group->acceptor.config().voters)
            otherVotes |= voter.incarnation != peer.incarnation && voter.address == peer.address;
    }
    const auto known = m_others.find(peer.address);
    if (!otherVotes) {
        if (known != m_others.end() && known->second.incarnation != peer.incarnation)
            known->second = {peer.incarnation, m_context.now};
        return;
    }
    const auto [it, isNew] = m_others.try_emplace(peer.address, Sighting{peer.incarnation, m_context.now});
    if (!isNew && it->second.incarnation != peer.incarnation)
        it->second = {peer.incarnation, m_context.now};
    m_recoveryAt = std::min(m_recoveryAt, m_context.now + leaseUs() + recoveryPeriodUs);
    wake(m_recoveryAt);
}

void Groups::onUnreachable(const Address &address, bool proof)
{
    if (proof) {
        Gone gone;
        for (const NodeRef &node : knownNodes()) {
            if (node.address == address && node.incarnation != 0 && !m_gone.contains(node.incarnation)) {
                markGone(node);
                gone.nodes.push_back(node);
            }
        }
        m_ended[address] = m_context.now;
        for (const NodeRef &voter : gone.nodes.empty() ? std::vector<NodeRef>() : knownVoters()) {
            if (voter.address != address && !isGone(voter))
                m_context.send(voter.address, 0, gone);
        }
    }
    // Its voters try sooner whether they would be elected; each refusal by itself would put that off.
    for (const auto &[number, group] : m_groups) {
        if (group->lead || group->election || !group->acceptor.leader() || group->acceptor.leader()->address != address)
            continue;
        if (proof)
            group->acceptor.endLease(m_context.now);
        const Time before = group->electAt;
        afterLease(*group);
        group->electAt = std::min(before, group->electAt);
    }
}

void Groups::onGone(const Gone &gone)
{
    for (const NodeRef &node : gone.nodes)
        markGone(node);
}

KeyResult Groups::declareGone(const Address &address)
{
    KeyResult result;
    Gone gone;
    for (const NodeRef &voter : knownVoters()) {
        if (voter.address == address)
            gone.nodes.push_back(voter);
    }
    if (gone.nodes.empty()) {
        result.status = OperationStatus::Invalid;
        result.reason = "no voter of a range of this node is known at " + address
            + "; ask a node that shares a range with it (funnelkvs status shows the voters of each range)";
        return result;
    }
    onGone(gone);
    for (const NodeRef &node : knownNodes())
        m_context.send(node.address, 0, gone);
    result.status = OperationStatus::Ok;
    return result;
}

} // namespace chord
