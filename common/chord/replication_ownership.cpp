// SPDX-License-Identifier: GPL-3.0-or-later
//
// How ranges are acquired, kept and given away. Everything starts from one comparison, made whenever the neighbours
// change (reconsider): what this node should own, (predecessor, self], against what it does own. A predecessor inside
// our range is a newcomer, which the lower part is given to; a gap below our range is what a crashed predecessor
// owned, and is claimed.
#include "chord/replication.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time workPeriodUs = 50 * usPerMs; // while something is under way
constexpr Time givingRetryUs = 200 * usPerMs; // after a hand-over that the receiver could not accept
constexpr int ownerlessLeases = 40; // lease times until a node that nobody gives its range to claims it: in a storm of
                                    // joins its owner may be several newcomers away, and give to them first

} // namespace

void Replication::ownFrom(const Id &lo)
{
    m_context.sawTerm(1);
    m_owned = LeasedRange({lo, m_context.self.id, m_context.highestTerm});
    m_context.state = NodeState::Ready;
    m_context.tell(Event::Kind::RangeAcquired, m_context.self, "a new ring");
    m_context.tell(Event::Kind::Joined, m_context.self);
    leasesChanged();
    m_context.arm(Timer::Repair, m_context.now + m_context.jitter.around(m_context.config.repairPeriodMs * usPerMs));
}

std::optional<Range> Replication::owned() const
{
    return m_owned ? std::optional(m_owned->range()) : std::nullopt;
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
        if (m_acquisition && m_acquisition->lease.validUntil(acquisitionGrantors()) <= m_context.now)
            askLease(m_acquisition->lease, acquisitionGrantors(), m_acquisition->givenBy);
        workOnAcquisition();
        workOnGiving();
        workOnSessions();
        repairNext();
        reconsider();
        if (!m_writes.empty() || !m_parked.empty() || m_acquisition || m_giving || !m_sessions.empty() || m_gap
            || !m_owned)
            armWork();
    }
    if (m_context.takeDue(Timer::Leave) && m_context.state == NodeState::Leaving) {
        stopGiving();
        m_context.state = NodeState::Ready;
        m_context.tell(Event::Kind::LeaveFailed, {}, "no successor has taken this node's keys over in time");
    }
    if (m_context.takeDue(Timer::Expiry))
        expire();
    if (m_context.takeDue(Timer::Repair)) {
        m_context.arm(Timer::Repair,
                      m_context.now + m_context.jitter.around(m_context.config.repairPeriodMs * usPerMs));
        m_applied.forgetBefore(m_context.now - m_context.config.retryWindowMs * usPerMs);
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
    std::vector<NodeRef> replicas = m_context.replicaSet();
    const bool successorIsNew = m_context.config.replicas == 1
        && (m_grantors.empty() ? m_context.self : m_grantors.front()) != m_context.routing.successor();
    if (replicas != m_replicas || successorIsNew) {
        for (const NodeRef &replica : replicas) {
            if (std::find(m_replicas.begin(), m_replicas.end(), replica) != m_replicas.end())
                continue;
            // New, or restarted without its memory: it holds nothing that we know of.
            markDirty(replica.id);
            for (auto &[number, write] : m_writes) {
                std::erase(write.held, replica.id);
                std::erase(write.asked, replica.id);
            }
        }
        m_replicas = std::move(replicas);
        m_grantors = m_replicas;
        if (m_grantors.empty() && !m_context.routing.successors().empty())
            m_grantors.push_back(m_context.routing.successors().front());
        std::erase_if(m_dirty, [&](const Id &id) {
            return std::none_of(m_replicas.begin(), m_replicas.end(),
                                [&](const NodeRef &node) { return node.id == id; });
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
    if (m_giving && m_giving->to.address == peer) {
        if (m_giving->phase == Giving::Phase::Offered)
            given(false);
        else
            stopGiving();
    }
    armWork();
}

// --- What should be ours?

void Replication::reconsider()
{
    if (!m_context.linked || m_acquisition || m_context.state == NodeState::Left)
        return;
    if (m_context.state == NodeState::Leaving) {
        workOnLeaving();
        return;
    }
    const Id &self = m_context.self.id;
    const auto &predecessor = m_context.routing.predecessor();
    if (!predecessor)
        return;
    const Id &lo = predecessor->id;
    if (!m_owned) {
        if (m_ownsNothingSince == 0)
            m_ownsNothingSince = m_context.now;
        armWork();
        // Our successor gives us our range if it has it. If not, nobody does, once the ring agrees around us.
        const bool alone = m_context.routing.successors().empty();
        const bool settled = m_context.successorConfirmsUs && !m_context.successorCoversUs;
        const Time patience = m_context.config.leaseMs * usPerMs * ownerlessLeases;
        if (alone || (settled && (m_context.successorOwnsFromUs || m_context.now - m_ownsNothingSince > patience)))
            startClaim(lo, self);
        return;
    }
    const Id &from = m_owned->range().lo;
    if (lo == from) {
        m_gap.reset();
        if (m_giving)
            stopGiving();
        return;
    }
    if (between(from, lo, self)) {
        const bool otherReceiver = m_giving && m_giving->to != *predecessor;
        if (otherReceiver && m_giving->phase != Giving::Phase::Offered)
            stopGiving();
        if (!m_giving && m_context.now >= m_givingNotBefore)
            startGiving(*predecessor, {from, lo, 0}, false);
        return;
    }
    if (m_giving && m_giving->phase == Giving::Phase::Offered)
        return;
    if (m_giving)
        stopGiving();
    // Below our range lies what a predecessor owned. If that one is known to be gone, nobody owns it. If not, the gap
    // may be no more than a newcomer that our neighbours do not know yet: it gets the time to make itself known.
    if (m_gap != lo) {
        m_gap = lo;
        m_gapSince = m_context.now;
    }
    const Time patience = 3 * m_context.config.stabilizePeriodMs * usPerMs;
    if (m_context.lostPredecessor == from || m_context.now - m_gapSince >= patience) {
        m_gap.reset();
        startClaim(lo, from);
    } else {
        armWork();
    }
}

// --- Acquiring

void Replication::startClaim(const Id &lo, const Id &hi)
{
    m_context.sawTerm(m_context.highestTerm + 1);
    Acquisition acquisition{LeasedRange({lo, hi, m_context.highestTerm}), {}, 0, false, {}, false, false};
    acquisition.lease.setGeneration(m_context.nextToken());
    // A former owner, should it only have been paused, may believe itself the owner for so long.
    acquisition.notBefore = m_context.now + m_context.config.leaseMs * usPerMs;
    m_acquisition = std::move(acquisition);
    ++m_context.counters.takeovers;
    askLease(m_acquisition->lease, acquisitionGrantors(), {});
    workOnAcquisition();
    armWork();
}

HandOverReply Replication::onHandOver(const NodeRef &from, const HandOver &request)
{
    m_context.sawTerm(request.range.term);
    const Range &range = request.range;
    if (m_context.state == NodeState::Left || !m_context.linked)
        return {false};
    // It is repeated when our answer was lost.
    const bool had = (m_acquisition && m_acquisition->lease.range() == range)
        || (m_owned && m_owned->range().term >= range.term && m_owned->range().contains(range.hi));
    if (had)
        return {true};
    const bool first = !m_owned && range.hi == m_context.self.id;
    const bool adjacent = m_owned && range.hi == m_owned->range().lo;
    if (m_acquisition && (m_acquisition->givenBy || m_acquisition->lease.range().term >= range.term || !first))
        return {false};
    // Who has just offered its own range cannot take another's; who only means to, passes both on.
    if (m_giving && m_giving->leaving && m_giving->phase == Giving::Phase::Offered)
        return {false};
    if (!first && !adjacent)
        return {false};
    if (m_acquisition)
        abandonAcquisition();
    if (m_giving && m_giving->phase != Giving::Phase::Offered)
        stopGiving();
    m_acquisition = Acquisition{LeasedRange(range), from.id, 0, false, {}, false, false};
    m_acquisition->lease.setGeneration(m_context.nextToken());
    askLease(m_acquisition->lease, acquisitionGrantors(), m_acquisition->givenBy);
    workOnAcquisition();
    armWork();
    return {true};
}

void Replication::workOnAcquisition()
{
    if (!m_acquisition)
        return;
    armWork();
    const Time now = m_context.now;
    if (m_acquisition->lease.validUntil(acquisitionGrantors()) <= now || now < m_acquisition->notBefore)
        return;
    if (m_acquisition->givenBy) {
        completeAcquisition();
        return;
    }
    m_acquisition->syncing = true;
    const Range range = m_acquisition->lease.range();
    bool complete = true;
    for (const NodeRef &successor : m_context.routing.successors()) {
        const auto &synced = m_acquisition->synced;
        if (m_context.isDead(successor.address)
            || std::find(synced.begin(), synced.end(), successor.id) != synced.end())
            continue;
        complete = false;
        if (hasSession(SessionKind::Acquire, successor.id))
            continue;
        const bool replica = std::find(m_replicas.begin(), m_replicas.end(), successor) != m_replicas.end();
        startSession(SessionKind::Acquire, successor, replica ? Reconciliation::Mode::Both : Reconciliation::Mode::Pull,
                     range.lo, range.hi);
    }
    if (!complete)
        return;
    if (m_acquisition->outdated) {
        abandonAcquisition();
        return;
    }
    if (std::exchange(m_acquisition->moved, false)) {
        // What came from one must reach the others before it may be read.
        m_acquisition->synced.clear();
        workOnAcquisition();
        return;
    }
    completeAcquisition();
}

void Replication::completeAcquisition()
{
    const Acquisition acquisition = std::move(*m_acquisition);
    m_acquisition.reset();
    endSessions(SessionKind::Acquire);
    const Range &range = acquisition.lease.range();
    if (m_owned && m_owned->range().lo == range.hi)
        m_owned->merge(acquisition.lease);
    else if (!m_owned && range.hi == m_context.self.id)
        m_owned = acquisition.lease;
    else {
        // The neighbourhood changed meanwhile; whoever it concerns now looks for what is missing.
        unpark();
        return;
    }
    m_ownedGivenBy = acquisition.givenBy;
    m_owned->setGeneration(m_context.nextToken());
    m_ownsNothingSince = 0;
    m_context.tell(Event::Kind::RangeAcquired, m_context.self,
                   acquisition.givenBy ? "by hand-over" : "by a claim after its owner was gone");
    if (m_context.state == NodeState::Joining) {
        m_context.state = NodeState::Ready;
        m_context.tell(Event::Kind::Joined, m_context.routing.successor());
        m_context.arm(Timer::Repair,
                      m_context.now + m_context.jitter.around(m_context.config.repairPeriodMs * usPerMs));
    }
    leasesChanged();
    renewLeases();
    for (const NodeRef &replica : m_replicas)
        markDirty(replica.id);
    unpark();
    repairNext();
    reconsider();
}

void Replication::abandonAcquisition()
{
    m_acquisition.reset();
    endSessions(SessionKind::Acquire);
    m_ownsNothingSince = 0;
    unpark();
    armWork();
}

// --- Giving

void Replication::startGiving(const NodeRef &to, const Range &range, bool leaving)
{
    m_giving = Giving{to, range, Giving::Phase::Copy, leaving};
    startSession(SessionKind::Give, to, Reconciliation::Mode::Both, range.lo, range.hi);
    armWork();
}

void Replication::stopGiving()
{
    if (!m_giving)
        return;
    m_giving.reset();
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
    case Giving::Phase::Copy:
        if (giving.leaving) {
            giving.phase = Giving::Phase::CopyRest;
            // A node that leaves takes no copy with it: what it kept for others goes to its successor too.
            if (lo != hi)
                startSession(SessionKind::GiveRest, giving.to, Reconciliation::Mode::Offer, hi, lo);
            return;
        }
        [[fallthrough]];
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
        giving.phase = Giving::Phase::Offered;
        m_context.sawTerm(m_context.highestTerm + 1);
        giving.range.term = m_context.highestTerm;
        m_context.request(giving.to.address, HandOver{giving.range}, {Purpose::Kind::HandOver, 0},
                          m_context.config.requestTimeoutMs);
        return;
    case Giving::Phase::Offered:
        return;
    }
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
        if (certain)
            left();
    } else {
        m_owned->setLo(giving.range.hi);
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
    reconsider();
}

void Replication::workOnLeaving()
{
    if (m_giving && m_giving->leaving && m_giving->to != m_context.routing.successor()
        && m_giving->phase != Giving::Phase::Offered)
        stopGiving();
    armWork();
    if (m_giving || m_context.now < m_givingNotBefore)
        return;
    if (!m_context.linked || m_context.routing.successors().empty()) {
        left();
        return;
    }
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
        askLease(*m_owned, m_grantors, m_ownedGivenBy);
        if (!m_grantors.empty())
            m_context.armBy(Timer::Leases, m_context.now + m_context.config.leaseRenewMs * usPerMs);
    }
    if (m_acquisition)
        askLease(m_acquisition->lease, acquisitionGrantors(), m_acquisition->givenBy);
}

// What is claimed may be owned by somebody whom we only believe to be gone, or never knew. An owner that is alive is
// among our successors, or one of them has promised it its range: all of them must consent.
const std::vector<NodeRef> &Replication::acquisitionGrantors() const
{
    return m_acquisition->givenBy ? m_grantors : m_context.routing.successors();
}

void Replication::askLease(const LeasedRange &lease, const std::vector<NodeRef> &grantors,
                           const std::optional<Id> &givenBy)
{
    for (const NodeRef &replica : grantors) {
        m_context.request(replica.address, LeaseRequest{lease.range(), givenBy},
                          {Purpose::Kind::Lease, lease.generation()}, m_context.config.requestTimeoutMs);
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
    if (reply.result == LeaseReply::Result::Refused) {
        if (reply.conflict) {
            m_book.learn(*reply.conflict, m_context.now);
            lose(reply.conflict->range, reply.conflict->owner);
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
    m_servesUntil = m_owned ? m_owned->validUntil(m_grantors) : 0;
    if (serving())
        m_outOfTouch = false;
}

void Replication::wasAway(Time duration)
{
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
    if (m_giving && m_giving->to.id == to.id && m_giving->phase == Giving::Phase::Offered) {
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
        m_owned->setGeneration(m_context.nextToken());
    }
    leasesChanged();
    dropWritesNotOwned();
    unpark();
    armWork();
}

} // namespace chord
