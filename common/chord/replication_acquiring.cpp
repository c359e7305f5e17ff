// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a range is acquired: by a claim, if nobody owns it any more, or by a hand-over, as its receiver. Whoever owns
// nothing makes sure before it claims, by a survey, that no owner is alive.
#include "chord/replication.h"

#include <algorithm>

namespace chord {

namespace {

constexpr int surveyPeriods = 4; // of stabilization, from one survey to the next

} // namespace

// --- Does nobody else own this node's place? Asked before a claim, and after an absence.

void Replication::survey()
{
    if (m_survey || m_context.now < m_surveyNotBefore)
        return;
    m_survey.reset(new Survey{m_context.nextToken(), {}});
    m_surveyNotBefore =
        m_context.now + m_context.jitter.around(surveyPeriods * m_context.config.stabilizePeriodMs * usPerMs);
    askNextSurveyed(m_context.routing.successor());
}

void Replication::askNextSurveyed(const NodeRef &node)
{
    m_context.request(node.address, GetNeighbours{}, {Purpose::Kind::Survey, m_survey->token},
                      m_context.config.requestTimeoutMs);
}

// An owner of our place that is alive is the first node clockwise that owns anything, for what a node owns reaches up
// to the node itself, and so over all that lie between. Nodes that are just joining may lie between in any number, and
// such as were away and do not know whether they still are owners. Each lies further on than the one before, so that it
// ends, after once around at the latest.
void Replication::onSurveyed(quint64 token, const NodeRef &from, const Neighbours &neighbours)
{
    if (!m_survey || m_survey->token != token)
        return;
    const Id &self = m_context.self.id;
    const NodeRef &before = m_survey->chain.empty() ? m_context.self : m_survey->chain.back();
    const auto covers = [&](const std::optional<Range> &range) { return range && range->contains(self); };
    const bool linked = neighbours.state != NodeState::Left && neighbours.predecessor
        && neighbours.predecessor->id == before.id && between(before.id, from.id, self);
    const bool asks = m_owned ? inDoubt() : m_context.state != NodeState::Leaving;
    const bool needless = !asks || m_acquisition || covers(neighbours.owned) || covers(neighbours.claimed);
    if (!linked || needless) {
        m_survey.reset();
        return;
    }
    m_survey->chain.push_back(from);
    const bool around = neighbours.successors.empty() || neighbours.successors.front().id == self;
    if (!neighbours.owned && !around) {
        askNextSurveyed(neighbours.successors.front());
        return;
    }
    const std::vector<NodeRef> chain = std::exchange(m_survey, {})->chain;
    // An owner whose range begins at somebody whom the chain left out: the chain does not follow the ring yet, or what
    // a node that is gone owned is still to be claimed. To whoever has been a member that does not matter.
    const auto isLowerEnd = [&](const NodeRef &node) { return node.id == neighbours.owned->lo; };
    const bool complete = m_owned || !neighbours.owned || neighbours.owned->lo == self
        || std::any_of(chain.begin(), chain.end(), isLowerEnd);
    // Twice the same: what stabilization had yet to put right between us is right by now. Where our successor owns all
    // from us on, as after a quick restart, nothing lies between.
    const bool next = chain.size() == 1 && neighbours.owned && neighbours.owned->lo == self;
    const bool confirmed = std::exchange(m_surveyedBefore, chain) == chain || next;
    const auto &predecessor = m_context.routing.predecessor();
    if (!complete || !confirmed)
        return;
    if (m_owned) {
        m_awaySince = never;
        renewLeases();
    } else if (predecessor)
        startClaim(predecessor->id, predecessor, self, chain);
}

// --- Claims

// No further down than what the node that is gone owned, if we have granted it leases: below may live others that our
// predecessor and we do not know of yet.
void Replication::claimGap(const NodeRef &predecessor, const Id &hi)
{
    const std::optional<Id> lo = m_book.lowerEnd(hi);
    if (lo && between(predecessor.id, *lo, hi))
        startClaim(*lo, {}, hi, {});
    else
        startClaim(predecessor.id, predecessor, hi, {});
}

// Who has been seen lately to own something in between keeps it.
void Replication::startClaim(const Id &lo, const std::optional<NodeRef> &below, const Id &hi,
                             std::vector<NodeRef> chain)
{
    m_context.sawTerm(m_context.highestTerm + 1);
    const auto owner = m_book.ownerBelow(lo, hi, m_context.now - m_context.config.leaseMs * usPerMs);
    Acquisition acquisition{LeasedRange({owner ? owner->id : lo, hi, m_context.highestTerm}),
                            {},
                            owner ? owner : below,
                            std::move(chain),
                            {}};
    acquisition.lease.setGeneration(m_context.nextToken());
    // A former owner, should it only have been paused, may believe itself the owner for so long.
    acquisition.notBefore = m_context.now + m_context.config.leaseMs * usPerMs;
    m_acquisition = std::make_unique<Acquisition>(std::move(acquisition));
    ++m_context.counters.takeovers;
    askForAcquisition();
    workOnAcquisition();
}

// What is claimed may be owned by somebody whom we only believe to be gone, or never knew. An owner that is alive is
// among our successors, or one of them has promised it its range: all of them must consent. If we own nothing, so must
// all that a survey found up to the first owner.
std::vector<NodeRef> Replication::acquisitionGrantors() const
{
    if (m_acquisition->givenBy)
        return grantors();
    std::vector<NodeRef> out = m_context.routing.successors();
    for (const NodeRef &node : m_acquisition->chain) {
        if (std::find(out.begin(), out.end(), node) == out.end())
            out.push_back(node);
    }
    return out;
}

// --- Hand-over, as its receiver

HandOverReply Replication::onHandOver(const NodeRef &from, const HandOver &request)
{
    m_context.sawTerm(request.range.term);
    const Range &range = request.range;
    m_book.handedOver(from.id, range);
    if (m_context.state == NodeState::Left || !m_context.linked || inDoubt())
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
    if (isOffering() && m_giving->leaving)
        return {false};
    if (!first && !adjacent)
        return {false};
    if (m_store.digest(range.lo, range.hi) != RangeDigest{request.count, request.digest})
        return {false};
    if (m_acquisition)
        abandonAcquisition();
    if (m_giving && !isOffering())
        stopGiving();
    m_acquisition.reset(new Acquisition{LeasedRange(range), from.id, request.below, {}, {}});
    m_acquisition->lease.setGeneration(m_context.nextToken());
    askForAcquisition();
    workOnAcquisition();
    return {true};
}

// --- Both

void Replication::workOnAcquisition()
{
    if (!m_acquisition)
        return;
    armWork();
    const Time now = m_context.now;
    const std::vector<NodeRef> &chain = m_acquisition->chain;
    if (std::any_of(chain.begin(), chain.end(), [&](const NodeRef &node) { return m_context.isDead(node.address); })) {
        abandonAcquisition();
        return;
    }
    if (m_acquisition->lease.validUntil(acquisitionGrantors()) <= now || now < m_acquisition->notBefore)
        return;
    if (m_acquisition->givenBy) {
        completeAcquisition();
        return;
    }
    m_acquisition->syncing = true;
    const Range range = m_acquisition->lease.range();
    bool complete = true;
    for (const NodeRef &successor : acquisitionGrantors()) {
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
    // What the first owner keeps of places before ours may be the only copy, and those who join there, and must find
    // it, have us and not that owner among their successors.
    if (!chain.empty() && chain.back().id != range.lo && !m_acquisition->restTaken) {
        complete = false;
        if (!hasSession(SessionKind::TakeRest))
            startSession(SessionKind::TakeRest, chain.back(), Reconciliation::Mode::Pull, chain.back().id, range.lo);
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
    endSessions(SessionKind::TakeRest);
    const Range &range = acquisition.lease.range();
    if (m_owned && m_owned->range().lo == range.hi)
        m_owned->merge(acquisition.lease);
    else if (!m_owned && range.hi == m_context.self.id) {
        m_owned = acquisition.lease;
        m_awaySince = never;
    } else {
        // The neighbourhood changed meanwhile; whoever it concerns now looks for what is missing.
        unpark();
        return;
    }
    m_ownedGivenBy = acquisition.givenBy;
    m_below = acquisition.below;
    m_owned->setGeneration(m_context.nextToken());
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
    endSessions(SessionKind::TakeRest);
    unpark();
    armWork();
}

} // namespace chord
