// SPDX-License-Identifier: GPL-3.0-or-later
//
// Candidates are tried in the order in which they come closest to the target, each once; an answer adds to them.

#include "chord/lookup.h"

#include <algorithm>
#include <utility>

namespace chord {

std::vector<NodeRef> successorsFrom(const RoutingTable &routing, const Id &target)
{
    std::vector<NodeRef> out;
    for (const NodeRef &node : routing.successors()) {
        if (!between(routing.self().id, node.id, target))
            out.push_back(node);
    }
    return out;
}

Lookup::Lookup(Id target, bool verify, int hopsMax)
    : m_target(target)
    , m_verify(verify)
    , m_hopsMax(hopsMax)
{
}

void Lookup::start(const RoutingTable &routing, const IsDead &isDead)
{
    m_self = routing.self();
    Hop own;
    own.node = m_self;
    own.answered = true;
    m_hops.push_back(std::move(own));
    m_asked.push_back(m_self.id);
    const auto &predecessor = routing.predecessor();
    const bool mine = predecessor ? inRange(predecessor->id, m_target, m_self.id) : routing.successors().empty();
    if (mine) {
        m_predecessor = predecessor.value_or(m_self);
        m_owners = {m_self};
        m_current = {m_self, Hop::Via::Self, -1};
        m_stage = Stage::Done;
        return;
    }
    for (const NextHop &hop : routing.closestPreceding(m_target, 16))
        addCandidate(hop.node, hop.finger, isDead);
    if (inRange(m_self.id, m_target, routing.successor().id)) {
        foundOwners(m_self, routing.successors(), isDead);
    } else {
        remember(m_self, successorsFrom(routing, m_target));
        nextCandidate();
    }
}

void Lookup::startAt(const NodeRef &self, const NodeRef &contact)
{
    m_self = self;
    m_joining = true;
    m_candidates.push_back({contact, Hop::Via::Self, -1});
    nextCandidate();
}

void Lookup::asked(Time now)
{
    Hop hop;
    hop.node = m_current.node;
    hop.via = m_current.via;
    hop.finger = m_current.finger;
    m_hops.push_back(std::move(hop));
    m_askedAt = now;
}

void Lookup::onNext(const NodeRef &from, const FindNextReply &reply, const IsDead &isDead, Time now)
{
    m_hops.back().micros = now - m_askedAt;
    m_hops.back().answered = true;
    m_hops.back().node = from;
    if (reply.final) {
        foundOwners(from, reply.next, isDead);
        return;
    }
    bool first = true;
    for (const NodeRef &node : reply.next) {
        // Each step must lead on: from < node < target. Other answers are ignored.
        if (between(from.id, node.id, m_target))
            addCandidate(node, first ? reply.finger : -1, isDead);
        first = false;
    }
    remember(from, reply.owners);
    nextCandidate();
}

void Lookup::onVerified(const NodeRef &from, const Neighbours &neighbours, const IsDead &isDead, Time now)
{
    m_hops.back().micros = now - m_askedAt;
    m_hops.back().answered = true;
    // A node may have come in between since the owner was named; the target is then that node's.
    const auto &predecessor = neighbours.predecessor;
    if (predecessor && predecessor->id != from.id && inRange(m_predecessor.id, m_target, predecessor->id)
        && between(m_predecessor.id, predecessor->id, from.id) && !wasAsked(*predecessor)
        && !isDead(predecessor->address) && !(m_joining && isSelf(*predecessor))) {
        m_owners.insert(m_owners.begin(), *predecessor);
        nextOwner();
        return;
    }
    m_current.node = from;
    m_owners.front() = from;
    m_ownerNeighbours = neighbours;
    m_stage = Stage::Done;
}

void Lookup::onFailure(const IsDead &isDead, Time now)
{
    m_hops.back().micros = now - m_askedAt;
    if (m_stage == Stage::Verify && !std::exchange(m_askedAgain, true) && !isDead(m_current.node.address))
        return;
    ++m_timeouts;
    if (m_stage == Stage::Verify && isIdTaken()) {
        m_stage = Stage::Failed;
    } else if (m_stage == Stage::Verify) {
        m_owners.erase(m_owners.begin());
        nextOwner();
    } else {
        nextCandidate();
    }
}

void Lookup::addCandidate(const NodeRef &node, int finger, const IsDead &isDead)
{
    if (wasAsked(node) || isSelf(node) || isDead(node.address))
        return;
    const auto known = std::find_if(m_candidates.begin(), m_candidates.end(),
                                    [&](const Candidate &candidate) { return candidate.node.id == node.id; });
    if (known != m_candidates.end())
        return;
    // Closest to the target last: a before b if b lies between a and the target.
    const auto place = std::find_if(m_candidates.begin(), m_candidates.end(), [&](const Candidate &candidate) {
        return between(node.id, candidate.node.id, m_target);
    });
    m_candidates.insert(place, {node, finger >= 0 ? Hop::Via::Finger : Hop::Via::Successor, finger});
}

void Lookup::foundOwners(const NodeRef &predecessor, std::vector<NodeRef> owners, const IsDead &isDead)
{
    if (m_joining)
        std::erase_if(owners, [&](const NodeRef &node) { return isSelf(node); });
    m_predecessor = predecessor;
    m_owners = std::move(owners);
    if (isIdTaken()) {
        nextOwner();
        return;
    }
    std::erase_if(m_owners, [&](const NodeRef &node) { return isDead(node.address); });
    if (m_owners.empty())
        nextCandidate();
    else
        nextOwner();
}

// The closest to the target counts.
void Lookup::remember(const NodeRef &from, std::vector<NodeRef> owners)
{
    if (owners.empty() || (!m_fallback.empty() && !between(m_fallbackFrom.id, from.id, m_target)))
        return;
    m_fallbackFrom = from;
    m_fallback = std::move(owners);
}

void Lookup::nextCandidate()
{
    // Nobody left to ask between the node that knows the owners and the target?
    if (!m_fallback.empty()
        && (m_candidates.empty() || !between(m_fallbackFrom.id, m_candidates.back().node.id, m_target))) {
        m_predecessor = m_fallbackFrom;
        m_owners = std::exchange(m_fallback, {});
        std::erase_if(m_owners, [&](const NodeRef &node) { return isSelf(node) ? m_joining : wasAsked(node); });
        nextOwner();
        return;
    }
    if (m_candidates.empty() || int(m_hops.size()) >= m_hopsMax) {
        m_stage = Stage::Failed;
        return;
    }
    m_current = std::move(m_candidates.back());
    m_candidates.pop_back();
    m_asked.push_back(m_current.node.id);
    m_stage = Stage::Ask;
}

void Lookup::nextOwner()
{
    if (m_owners.empty()) {
        nextCandidate();
        return;
    }
    m_current = {m_owners.front(), Hop::Via::Successor, -1};
    if (!m_verify || isSelf(m_current.node)) {
        m_stage = Stage::Done;
        return;
    }
    if (int(m_hops.size()) >= m_hopsMax) {
        m_stage = Stage::Failed;
        return;
    }
    m_asked.push_back(m_current.node.id);
    m_askedAgain = false;
    m_stage = Stage::Verify;
}

const NodeRef *Lookup::idHolder() const
{
    return m_stage == Stage::Failed && isIdTaken() ? &m_owners.front() : nullptr;
}

bool Lookup::wasAsked(const NodeRef &node) const
{
    return std::find(m_asked.begin(), m_asked.end(), node.id) != m_asked.end();
}

} // namespace chord
