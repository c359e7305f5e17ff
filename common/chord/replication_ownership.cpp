// SPDX-License-Identifier: GPL-3.0-or-later
//
// What should be this node's, and how that is kept. Everything starts from one comparison, made whenever the neighbours
// change (reconsider): what this node should own, (predecessor, self], against what it does own. A predecessor inside
// our range is a newcomer, which the lower part is given to; a gap below our range is what a crashed predecessor
// owned, and is claimed.
#include "chord/replication.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time workPeriodUs = 50 * usPerMs; // while something is under way

} // namespace

void Replication::ownFrom(const Id &lo)
{
    m_context.sawTerm(1);
    m_owned = LeasedRange({lo, m_context.self.id, m_context.highestTerm});
    m_below = m_context.routing.predecessor();
    m_context.state = NodeState::Ready;
    m_context.tell(Event::Kind::RangeAcquired, m_context.self, "a new ring");
    m_context.tell(Event::Kind::Joined, m_context.self);
    leasesChanged();
    m_context.arm(Timer::Repair, m_context.now + m_context.jitter.around(m_context.config.repairPeriodMs * usPerMs));
}

std::optional<Range> Replication::owned() const
{
    return m_owned && !inDoubt() ? std::optional(m_owned->range()) : std::nullopt;
}

std::optional<Range> Replication::servedAt(Time now) const
{
    if (!servingAt(now))
        return std::nullopt;
    if (!m_giving || !m_giving->frozen())
        return m_owned->range();
    if (m_giving->range.hi == m_owned->range().hi)
        return std::nullopt;
    return Range{m_giving->range.hi, m_owned->range().hi, m_owned->range().term};
}

std::optional<Range> Replication::claimed() const
{
    if (inDoubt())
        return m_owned->range();
    return m_acquisition ? std::optional(m_acquisition->lease.range()) : std::nullopt;
}

void Replication::armWork()
{
    m_context.armBy(Timer::Work, m_context.now + workPeriodUs);
}

void Replication::onTimers()
{
    if (m_context.takeDue(Timer::Leases))
        renewLeases();
    if (m_context.takeDue(Timer::Work)) {
        workOnDeadlines();
        askForAcquisition();
        workOnAcquisition();
        workOnGiving();
        workOnSessions();
        repairNext();
        reconsider();
        if (!m_writes.empty() || !m_parked.empty() || m_acquisition || m_giving || !m_sessions.empty() || m_gap
            || !m_owned)
            armWork();
    }
    if (m_context.takeDue(Timer::Leave) && m_context.state == NodeState::Leaving)
        giveUpLeaving();
    if (m_context.takeDue(Timer::Expiry))
        expire();
    if (m_context.takeDue(Timer::Repair)) {
        m_context.arm(Timer::Repair,
                      m_context.now + m_context.jitter.around(m_context.config.repairPeriodMs * usPerMs));
        m_applied.forgetBefore(m_context.now - m_context.config.retryWindowMs * usPerMs);
        m_refused.forgetBefore(m_context.now - m_context.config.retryWindowMs * usPerMs);
        m_book.forgetBefore(m_context.now - 4 * m_context.config.orphanGraceMs * usPerMs);
        for (const NodeRef &replica : m_replicas)
            markDirty(replica.id);
        repairNext();
        m_orphanLookup = m_orphanUnderWay ? std::nullopt : firstOrphan();
    }
    if (m_context.takeDue(Timer::Collect))
        collect();
}

void Replication::onNeighboursChanged()
{
    const std::vector<NodeRef> before = std::exchange(m_replicas, m_context.replicaSet());
    const bool successorIsNew = m_context.config.replicas == 1
        && (m_soleGrantor.empty() ? m_context.self : m_soleGrantor.front()) != m_context.routing.successor();
    if (before != m_replicas || successorIsNew) {
        for (const NodeRef &replica : m_replicas) {
            if (std::find(before.begin(), before.end(), replica) != before.end())
                continue;
            // New, or restarted without its memory: it holds nothing that we know of.
            markDirty(replica.id);
            for (auto &[number, write] : m_writes) {
                std::erase(write.held, replica.id);
                std::erase(write.asked, replica.id);
            }
        }
        m_soleGrantor.clear();
        if (m_replicas.empty() && !m_context.routing.successors().empty())
            m_soleGrantor.push_back(m_context.routing.successors().front());
        std::erase_if(m_dirty, [&](const Id &id) { return !isReplica(id); });
        std::erase_if(m_sessions, [&](const auto &entry) {
            return entry.second.kind == SessionKind::Repair && !isReplica(entry.second.peer.id);
        });
        for (auto &[number, write] : m_writes)
            sendWrite(number, write);
        leasesChanged();
        renewLeases();
        settleWrites();
        repairNext();
    }
    reconsider();
}

void Replication::onPeerDead(const Address &peer)
{
    for (auto it = m_sessions.begin(); it != m_sessions.end();) {
        const quint64 number = it->first;
        const bool over = it->second.peer.address == peer;
        ++it;
        if (over)
            sessionEnded(number, false);
    }
    if (m_giving && m_giving->to.address == peer)
        loseReceiver();
    armWork();
}

// Whom we are giving a range to is gone, or nothing is known of it any more.
void Replication::loseReceiver()
{
    if (isOffering())
        given(false);
    else
        stopGiving();
}

// --- What should be ours?

void Replication::reconsider()
{
    if (!m_context.linked && m_acquisition)
        abandonAcquisition();
    if (!m_context.linked || m_acquisition || m_context.state == NodeState::Left)
        return;
    const Id &self = m_context.self.id;
    const NodeRef &successor = m_context.routing.successor();
    // In a ring of two: a newcomer gets its own part first, without which it could not take ours.
    const bool newcomerFirst = m_owned && successor.id != self && m_owned->range().contains(successor.id);
    settleDoubt();
    if (inDoubt()) {
        if (m_context.successorConfirmsUs)
            survey();
        armWork();
        return;
    }
    if (m_context.state == NodeState::Leaving && !newcomerFirst) {
        workOnLeaving();
        return;
    }
    const auto &predecessor = m_context.routing.predecessor();
    if (!predecessor)
        return;
    const Id &lo = predecessor->id;
    if (!m_owned) {
        armWork();
        // Our successor gives us our range if it has it, or once it gets it. If not, perhaps nobody has.
        // A node that has never owned anything and finds itself alone has lost the ring (Maintenance::startOver).
        const bool alone = m_context.routing.successors().empty();
        if (alone && m_context.state != NodeState::Joining)
            startClaim(predecessor->id, predecessor, self, {});
        else if (!alone && m_context.successorConfirmsUs && !m_context.successorCoversUs)
            survey();
        return;
    }
    const Id &from = m_owned->range().lo;
    if (m_context.state == NodeState::Leaving)
        armWork();
    if (lo == from) {
        m_gap.reset();
        if (m_giving && !isOffering())
            stopGiving();
        return;
    }
    if (between(from, lo, self)) {
        const bool otherReceiver = m_giving && m_giving->to != *predecessor;
        if (otherReceiver && !isOffering())
            stopGiving();
        if (!m_giving && m_context.now >= m_givingNotBefore)
            startGiving(*predecessor, {from, lo, 0}, false);
        armWork();
        return;
    }
    if (isOffering())
        return;
    if (m_giving)
        stopGiving();
    // Below our range lies what a predecessor owned. If that one is known to be gone, nobody owns it. If not, it may
    // live and only have lost touch with us: it is asked. Where we do not know it, it gets the time to make itself
    // known.
    if (!m_below || m_below->id != from)
        m_below = m_book.ownerAt(from, m_context.now - m_context.config.leaseMs * usPerMs);
    const bool known = m_below && m_below->id == from && from != self;
    const bool gone = m_context.lostPredecessor == from || (known && m_context.isDead(m_below->address));
    if (known && !gone) {
        askBelow();
        return;
    }
    if (m_gap != lo) {
        m_gap = lo;
        m_gapSince = m_context.now;
    }
    const Time patience = 3 * m_context.config.stabilizePeriodMs * usPerMs;
    if (gone || m_context.now - m_gapSince >= patience) {
        m_gap.reset();
        claimGap(*predecessor, from);
    } else {
        armWork();
    }
}

void Replication::askBelow()
{
    if (std::exchange(m_askingBelow, true))
        return;
    m_context.request(m_below->address, GetNeighbours{}, {Purpose::Kind::Below, 0}, m_context.config.requestTimeoutMs);
}

void Replication::onBelow(const NodeRef &from, const Neighbours &neighbours)
{
    m_askingBelow = false;
    armWork();
    if (!m_below || m_below->id != from.id)
        return;
    // Restarted, it has nothing left; else it is our predecessor.
    const std::optional<Range> &range = neighbours.owned ? neighbours.owned : neighbours.claimed;
    if (*m_below == from && range && range->contains(from.id))
        m_context.foundBefore = from;
    else
        m_context.lostPredecessor = from.id;
}

// --- Leases

// A node that has not heard from its successor lately may itself have been replaced, and helps nobody to a lease.
bool Replication::mayGrant() const
{
    const Time since = m_context.now - m_context.config.leaseMs * usPerMs;
    return m_context.routing.successors().empty() || m_context.successorHeardAt >= since;
}

LeaseReply Replication::onLeaseRequest(const NodeRef &from, const LeaseRequest &request)
{
    m_context.sawTerm(request.range.term);
    for (const std::optional<Range> &own : {owned(), claimed()}) {
        if (own && overlaps(*own, request.range) && own->term >= request.range.term)
            return {LeaseReply::Result::Refused, Claim{m_context.self, *own}};
    }
    const LeaseReply reply =
        m_book.request(from, request, m_context.now, m_context.config.leaseMs * usPerMs, mayGrant());
    if (reply.result != LeaseReply::Result::Refused)
        lose(request.range, from);
    return reply;
}

void Replication::renewLeases()
{
    if (m_owned) {
        settleDoubt();
        // Whoever covers us refuses, and tells us that we have lost our range.
        if (!inDoubt() || m_context.successorCoversUs) {
            for (const NodeRef &grantor : grantors())
                askLease(*m_owned, grantor, m_ownedGivenBy);
        }
        if (!grantors().empty())
            m_context.armBy(Timer::Leases, m_context.now + m_context.config.leaseRenewMs * usPerMs);
    }
    askForAcquisition();
}

void Replication::askLease(const LeasedRange &lease, const NodeRef &grantor, const std::optional<Id> &givenBy)
{
    m_context.request(grantor.address, LeaseRequest{lease.range(), givenBy}, {Purpose::Kind::Lease, lease.generation()},
                      m_context.config.requestTimeoutMs);
}

// Those who have not promised yet, or so long ago that an owner would renew. A slow one is not asked twice at a time.
void Replication::askForAcquisition()
{
    if (!m_acquisition)
        return;
    const Config &config = m_context.config;
    const Time fresh = m_context.now + (config.leaseMs - config.leaseRenewMs) * usPerMs;
    for (const NodeRef &grantor : acquisitionGrantors()) {
        Time &answerBy = m_acquisition->answerBy[grantor.id];
        if (answerBy > m_context.now || m_acquisition->lease.validUntil({grantor}) > fresh)
            continue;
        answerBy = m_context.now + config.requestTimeoutMs * usPerMs;
        askLease(m_acquisition->lease, grantor, m_acquisition->givenBy);
    }
}

void Replication::onLease(const Request &request, const NodeRef &from, const LeaseReply &reply)
{
    if (reply.conflict)
        m_context.sawTerm(reply.conflict->range.term);
    const quint64 generation = request.purpose.token;
    const bool forOwned = m_owned && m_owned->generation() == generation;
    const bool forAcquisition = m_acquisition && m_acquisition->lease.generation() == generation;
    if (!forOwned && !forAcquisition)
        return;
    if (forAcquisition)
        m_acquisition->answerBy.erase(from.id);
    if (reply.result == LeaseReply::Result::Refused) {
        if (reply.conflict) {
            m_book.learn(*reply.conflict, m_context.now);
            lose(reply.conflict->range, reply.conflict->owner);
            // It is no later owner: we claimed too much.
            if (forAcquisition && m_acquisition && m_acquisition->lease.range().term > reply.conflict->range.term) {
                m_book.narrow(*reply.conflict);
                abandonAcquisition();
            }
        }
        return;
    }
    if (reply.result == LeaseReply::Result::Wait)
        return;
    const Time until = request.sentAt + m_context.config.leaseMs * usPerMs;
    if (forAcquisition) {
        m_acquisition->lease.granted(from.id, until);
        workOnAcquisition();
    } else {
        const bool served = serving();
        m_owned->granted(from.id, until);
        leasesChanged();
        if (!served && serving()) {
            unpark();
            settleWrites();
            repairNext();
        }
    }
}

void Replication::leasesChanged()
{
    m_servesUntil = m_owned ? m_owned->validUntil(grantors()) : 0;
    if (serving())
        m_outOfTouch = false;
}

// Whoever was away may have been replaced, so long ago that those who granted the present owner its leases have
// forgotten it, or were not asked: newcomers stand in between now. What we hold is asked for anew only when it is known
// that nobody else owns it: when our successor, itself in no such doubt, has said after our return that we are its
// predecessor and that what it owns or claims does not cover us; or when a survey has shown as much (onSurveyed).
void Replication::settleDoubt()
{
    const bool vouched = m_context.successorToldAt >= m_awaySince && m_context.successorVouches;
    if (inDoubt() && (vouched || m_context.routing.successors().empty()))
        m_awaySince = never;
}

void Replication::wasAway(Time duration)
{
    if (duration >= m_context.config.leaseMs * usPerMs) {
        m_survey.reset();
        m_surveyedBefore.clear();
        if (m_owned && m_servesUntil != never) {
            m_awaySince = m_context.now;
            m_context.armBy(Timer::Stabilize, m_context.now);
            armWork();
        }
        if (m_acquisition)
            abandonAcquisition();
        if (m_giving)
            loseReceiver();
    }
    // Long before a tombstone may be collected; copies outside the set are swept up in the other half of that time.
    if (!m_owned || m_servesUntil == never || duration < m_context.config.tombstoneGraceMs * usPerMs / 2)
        return;
    m_outOfTouch = true;
    endSessions(SessionKind::Orphan);
    m_orphanUnderWay = false;
}

// Somebody else owns this range, under a later term.
void Replication::lose(const Range &range, const NodeRef &to)
{
    if (m_acquisition && overlaps(m_acquisition->lease.range(), range)
        && m_acquisition->lease.range().term <= range.term)
        abandonAcquisition();
    if (!m_owned || !overlaps(m_owned->range(), range) || m_owned->range().term > range.term)
        return;
    if (isOffering() && m_giving->to.id == to.id) {
        given(true);
        return;
    }
    stopGiving();
    m_context.tell(Event::Kind::RangeLost, to, "taken over");
    if (std::exchange(m_outOfTouch, false))
        m_store = Store();
    if (range.contains(m_context.self.id)) {
        m_owned.reset();
    } else {
        m_owned->setLo(range.hi);
        m_below = to.id == range.hi ? std::optional(to) : std::nullopt;
        m_owned->setGeneration(m_context.nextToken());
    }
    leasesChanged();
    dropWritesNotOwned();
    unpark();
    armWork();
}

} // namespace chord
