// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a range is given away: to a newcomer, or on leaving. It is copied while it is still served, then frozen, compared
// once more and given; so no write is ever at neither place. What the giver keeps for others is copied first.
#include "chord/replication.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time givingRetryUs = 200 * usPerMs; // after a hand-over that the receiver could not accept
constexpr int joinerPatience = 2; // request timeouts from a joiner's question to its first notice

} // namespace

void Replication::startGiving(const NodeRef &to, const Range &range, bool leaving)
{
    m_giving.reset(new Giving{to, range, Giving::Phase::Copy, leaving});
    startSession(SessionKind::Give, to, Reconciliation::Mode::Both, range.lo, range.hi);
    armWork();
}

void Replication::stopGiving()
{
    if (!m_giving)
        return;
    m_giving.reset();
    m_restGiven = false; // the next receiver may be another
    endSessions(SessionKind::Give);
    endSessions(SessionKind::GiveRest);
    m_givingNotBefore = m_context.now + m_context.jitter.around(givingRetryUs);
    unpark();
    armWork();
}

void Replication::workOnGiving()
{
    if (!m_giving)
        return;
    armWork();
    if (hasSession(SessionKind::Give) || hasSession(SessionKind::GiveRest))
        return;
    Giving &giving = *m_giving;
    const Id &lo = giving.range.lo;
    const Id &hi = giving.range.hi;
    switch (giving.phase) {
    case Giving::Phase::Copy: {
        // Whoever leaves sees to it first that as many hold its keys without it. Until then it takes copies itself, so
        // that neighbours which leave at the same time do not wait for each other.
        if (giving.leaving && (!m_dirty.empty() || hasSession(SessionKind::Repair)))
            return;
        // Then what it keeps for others. A node that leaves takes no copy with it; and a newcomer is the next to keep
        // it: should its owner have just died, whoever claims that must find the copies among its nearest successors,
        // who else may join in between. Copies that no owner has taken back yet go the same way.
        giving.phase = Giving::Phase::CopyRest;
        const Range &owned = m_owned->range();
        if (owned.lo != owned.hi) {
            startSession(SessionKind::GiveRest, giving.to, Reconciliation::Mode::Offer, owned.hi, owned.lo);
            return;
        }
        [[fallthrough]];
    }
    case Giving::Phase::CopyRest:
        giving.phase = Giving::Phase::Drain;
        [[fallthrough]];
    case Giving::Phase::Drain:
        if (writesIn(lo, hi))
            return;
        giving.phase = Giving::Phase::Seal;
        startSession(SessionKind::Give, giving.to, Reconciliation::Mode::Both, lo, hi);
        return;
    case Giving::Phase::Seal:
        // Something of the receiver's may have been adopted meanwhile.
        if (writesIn(lo, hi)) {
            giving.phase = Giving::Phase::Drain;
            return;
        }
        // Only what it serves is an owner's to give: without its leases somebody else may be about to take over.
        if (!serving())
            return;
        giving.phase = Giving::Phase::Offered;
        m_context.sawTerm(m_context.highestTerm + 1);
        giving.range.term = m_context.highestTerm;
        offer();
        return;
    case Giving::Phase::Offered:
        return;
    }
}

void Replication::offer()
{
    const Range &range = m_giving->range;
    const auto below = m_below && m_below->id == range.lo ? m_below : std::nullopt;
    const RangeDigest own = m_store.digest(range.lo, range.hi);
    m_context.request(m_giving->to.address, HandOver{range, below, own.count, own.digest},
                      {Purpose::Kind::HandOver, range.term}, m_context.config.requestTimeoutMs);
}

// Is it this very hand-over that is under way? An answer to one before it, to the same node, may come late.
bool Replication::isOffered(quint64 term) const
{
    return isOffering() && m_giving->range.term == term;
}

// The receiver has it; or (not certain) it died before it could say so: then too it is not ours any more, and is
// claimed back like anything a crashed node owned.
void Replication::given(bool certain)
{
    const Giving giving = std::move(*m_giving);
    m_giving.reset();
    ++m_context.counters.handOvers;
    m_context.tell(Event::Kind::RangeLost, giving.to, certain ? "handed over" : "handed over to a node that then died");
    if (giving.leaving) {
        m_owned.reset();
        m_restGiven = false; // what it had of us is gone with it
        if (certain)
            left();
    } else {
        m_owned->setLo(giving.range.hi);
        m_below = giving.to;
        m_owned->setGeneration(m_context.nextToken());
    }
    leasesChanged();
    renewLeases();
    dropWritesNotOwned();
    unpark();
    reconsider();
}

void Replication::leave(int timeoutMs)
{
    if (m_context.state == NodeState::Leaving || m_context.state == NodeState::Left)
        return;
    m_context.state = NodeState::Leaving;
    m_context.arm(Timer::Leave, m_context.now + timeoutMs * usPerMs);
    armWork();
    onNeighboursChanged();
}

void Replication::giveUpLeaving()
{
    if (isOffering()) {
        // It may be the receiver's by now. The answer to the offer, or the receiver's death, will soon tell.
        m_context.arm(Timer::Leave, m_context.now + m_context.config.requestTimeoutMs * usPerMs);
        return;
    }
    stopGiving();
    m_context.state = NodeState::Ready;
    m_context.tell(Event::Kind::LeaveFailed, {}, "no successor has taken this node's keys over in time");
    onNeighboursChanged();
}

void Replication::workOnLeaving()
{
    if (m_giving && m_giving->leaving && m_giving->to != m_context.routing.successor() && !isOffering())
        stopGiving();
    armWork();
    if (m_giving || m_context.now < m_givingNotBefore)
        return;
    if (!m_context.linked || (m_context.routing.successors().empty() && !somebodyIsJoining())) {
        left();
        return;
    }
    if (m_context.routing.successors().empty())
        return;
    const Id &self = m_context.self.id;
    if (m_owned) {
        startGiving(m_context.routing.successor(), m_owned->range(), true);
    } else if (m_store.size() > 0 && !m_restGiven) {
        if (!hasSession(SessionKind::GiveRest))
            startSession(SessionKind::GiveRest, m_context.routing.successor(), Reconciliation::Mode::Offer, self, self);
    } else {
        left();
    }
}

// Is a node about to become our successor, and to be the one that our keys go to?
bool Replication::somebodyIsJoining() const
{
    const auto &predecessor = m_context.routing.predecessor();
    const bool linking = predecessor && predecessor->id != m_context.self.id && !m_context.isDead(predecessor->address);
    const Time recently = m_context.now - joinerPatience * m_context.config.requestTimeoutMs * usPerMs;
    return linking || (m_context.joinerAskedAt >= 0 && m_context.joinerAskedAt > recently);
}

void Replication::left()
{
    m_context.state = NodeState::Left;
    m_context.disarm(Timer::Leave);
    const auto &predecessor = m_context.routing.predecessor();
    const NodeRef &successor = m_context.routing.successor();
    if (predecessor && predecessor->id != m_context.self.id)
        m_context.send(predecessor->address, 0, Leaving{});
    if (successor.id != m_context.self.id && (!predecessor || predecessor->id != successor.id))
        m_context.send(successor.address, 0, Leaving{});
    m_context.tell(Event::Kind::Left, m_context.self);
}

} // namespace chord
