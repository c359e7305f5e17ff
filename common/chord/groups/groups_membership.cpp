// SPDX-License-Identifier: GPL-3.0-or-later
//
// How this node joins the ring, by asking for a range, and leaves it, by giving away its votes.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time nobodyStaysUs = 500 * usPerMs;
constexpr size_t statesAskedAtOnce = 16;
constexpr Time statesPeriodUs = 400 * usPerMs;
constexpr Time requestPeriodUs = 200 * usPerMs;

} // namespace

// A node that joins, or whose range was merged while it was thought to be gone, asks for a range that ends at its
// identifier, until there is one.
void Groups::requestRange()
{
    const bool isReady = m_context.state == NodeState::Ready;
    if (!m_context.linked || (m_context.state != NodeState::Joining && !isReady) || (isReady && hasOwnRange())) {
        m_requestRangeAt = never;
        return;
    }
    m_requestRangeAt = m_context.now + (isReady ? 5 : 1) * requestPeriodUs;
    wake(m_requestRangeAt);
    NodeRef to = m_rangeLeader ? *m_rangeLeader : m_context.routing.successor();
    if (to.address == m_context.self.address || m_context.isDead(to.address)) {
        m_rangeLeader.reset();
        to = m_context.routing.successor();
    }
    if (to.address == m_context.self.address)
        return;
    ask(to, RequestRange{}, Purpose::Kind::RequestRange, {}, m_context.config.requestTimeoutMs);
}

bool Groups::hasOwnRange() const
{
    return std::any_of(m_groups.begin(), m_groups.end(),
                       [&](const auto &entry) { return entry.second->acceptor.range().hi == m_context.self.id; });
}

// After a group has gone.
void Groups::missOwnRange()
{
    if (m_context.state != NodeState::Ready || hasOwnRange())
        return;
    m_requestRangeAt = std::min(m_requestRangeAt, m_context.now + 5 * requestPeriodUs);
    wake(m_requestRangeAt);
}

// A node has joined when it has its place on the ring and leads the range that ends at its identifier. Others may know
// it from before, and make it a voter first.
void Groups::checkJoined()
{
    if (m_context.state != NodeState::Joining || !m_context.linked)
        return;
    for (const auto &[number, group] : m_groups) {
        if (group->lead && group->lead->isServing() && group->lead->range.hi == m_context.self.id) {
            m_context.state = NodeState::Ready;
            m_requestRangeAt = never;
            m_context.tell(Event::Kind::Joined, m_context.routing.successor());
            return;
        }
    }
}

void Groups::leave(int timeoutMs)
{
    if (m_context.state != NodeState::Ready)
        return;
    m_context.state = NodeState::Leaving;
    m_context.arm(Timer::Leave, m_context.now + timeoutMs * usPerMs);
    m_departure = std::make_unique<Departure>(
        Departure{m_context.now, m_context.now + std::max(nobodyStaysUs, 3 * roundTrip()), {}, {}});
    // The leaders of its groups learn of it at once.
    for (const NodeRef &voter : knownVoters())
        m_context.send(voter.address, 0, Heartbeat{m_heartbeat, true, commits(), {}});
    onNeighboursChanged();
    wake(m_context.now);
}

void Groups::checkLeft()
{
    if (m_context.state != NodeState::Leaving)
        return;
    if (m_context.takeDue(Timer::Leave)) {
        m_context.state = NodeState::Ready;
        m_departure.reset();
        m_context.tellProblem(Event::Kind::LeaveFailed, MembershipProblem::NotTakenOver);
        missOwnRange(); // its own may have been merged already
        return;
    }
    // It goes when it is replaced everywhere, or when no node stays to replace it. A learner may have become a voter
    // without having heard of it; if so, the leader, or the next one, tells it within two leases.
    const bool votes = std::any_of(m_groups.begin(), m_groups.end(), [&](const auto &entry) {
        const Acceptor &acceptor = entry.second->acceptor;
        return acceptor.isLearner() ? m_context.now < acceptor.boundUntil() + 2 * leaseUs()
                                    : acceptor.config().hasVoter(m_context.self);
    });
    std::vector<NodeRef> others = knownNodes();
    for (const auto &[incarnation, node] : m_departure->seen)
        others.push_back(node);
    std::erase_if(others, [&](const NodeRef &node) {
        return node.incarnation == 0 || hasLeft(node.incarnation) || isGone(node);
    });
    if (votes && !others.empty()) {
        // One that leaves stays after all if it cannot in time, so its word counts for that long.
        const auto stays = [&](const NodeRef &node) {
            const auto leaver = m_departure->leaversUntil.find(node.incarnation);
            return leaver == m_departure->leaversUntil.end() || leaver->second <= m_context.now;
        };
        if (m_departure->askStatesAt <= m_context.now) {
            m_departure->askStatesAt = m_context.now + statesPeriodUs;
            std::stable_partition(others.begin(), others.end(), stays);
            std::set<Address> asked;
            for (const NodeRef &node : others) {
                if (asked.size() < statesAskedAtOnce && asked.insert(node.address).second)
                    m_context.request(node.address, GetNeighbours{}, {Purpose::Kind::Contact, 0},
                                      m_context.config.requestTimeoutMs);
            }
        }
        // Those that leave as well may know somebody who stays.
        if (std::any_of(others.begin(), others.end(), stays))
            m_departure->nobodyStaysAt = m_context.now + std::max(nobodyStaysUs, 3 * roundTrip());
        if (m_context.now < m_departure->nobodyStaysAt) {
            wake(std::min(m_departure->nobodyStaysAt, m_departure->askStatesAt));
            return;
        }
    }
    for (const NodeRef &node : others)
        m_context.send(node.address, 0, Leaving{m_context.contacts.nodes()});
    for (const auto &[number, group] : m_groups) {
        if (group->lead)
            dropWaiting(*group);
    }
    removeAll();
    m_context.state = NodeState::Left;
    m_context.tell(Event::Kind::Left);
}

} // namespace chord
