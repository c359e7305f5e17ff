// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stabilizing and rectifying, fingers, other parts of the ring, and answering where a lookup goes next. Joining is in
// maintenance_join.cpp.

#include "chord/maintenance.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time firstContactUs = 100 * usPerMs; // after a node was lost
constexpr Time contactsPeriodUs = 1000 * usPerMs;
constexpr size_t lastFallbacks = 8; // successors named in a final reply

} // namespace

void Maintenance::createRing()
{
    m_context.linked = true;
    setPredecessor(m_context.self);
    armStabilize();
    m_context.arm(Timer::FixFingers,
                  m_context.now + m_context.jitter.around(m_context.config.fixFingersPeriodMs * usPerMs));
}

void Maintenance::startInRing(const IdealPlace &place)
{
    createRing();
    setPredecessor(place.predecessors.empty() ? m_context.self : place.predecessors.front());
    if (!place.successors.empty())
        m_context.routing.setSuccessors(place.successors.front(),
                                        {place.successors.begin() + 1, place.successors.end()});
    for (const Finger &finger : place.fingers)
        m_context.routing.setFinger(finger.index, finger.node);
    m_fingersKnown = !place.fingers.empty();
}

void Maintenance::restore(const RingMembership &membership, const std::vector<Address> &contacts)
{
    createRing();
    setPredecessor(membership.predecessor.value_or(m_context.self));
    const auto &successors = membership.successors;
    if (!successors.empty())
        m_context.routing.setSuccessors(successors.front(), {successors.begin() + 1, successors.end()});
    for (const NodeRef &node : successors)
        remember(node);
    for (const NodeRef &node : membership.contacts)
        remember(node);
    for (const Address &contact : contacts)
        remember({{}, contact, 0});
    m_context.armBy(Timer::Stabilize, m_context.now);
}

// --- Stabilize

void Maintenance::onTimers()
{
    if (m_context.takeDue(Timer::Join) && !m_context.linked) {
        onJoinTimeout();
        return;
    }
    if (m_context.takeDue(Timer::Stabilize)) {
        if (m_context.linked)
            stabilize();
        else if (m_context.state == NodeState::Joining)
            askContact();
    }
    if (m_context.takeDue(Timer::Contacts))
        tryContacts();
}

void Maintenance::armStabilize()
{
    m_context.arm(Timer::Stabilize,
                  m_context.now + m_context.jitter.around(m_context.config.stabilizePeriodMs * usPerMs));
}

void Maintenance::stabilize()
{
    armStabilize();
    if (!m_context.routing.successorsInOrder())
        m_context.tell(Event::Kind::InvariantBroken, m_context.self, "the successor list is out of order");
    if (!m_asking)
        askSuccessor();
}

void Maintenance::askSuccessor()
{
    const auto &successors = m_context.routing.successors();
    const std::optional<NodeRef> node = successors.empty() ? lastResort() : successors.front();
    if (!node && m_context.state == NodeState::Joining && !m_context.votes) {
        // All that it knew of the ring is gone before it was a member: it must not found a ring of its own.
        startOver();
        return;
    }
    if (!node) {
        // Alone: this node is its own successor, and nobody else can be its predecessor.
        const auto &predecessor = m_context.routing.predecessor();
        if (predecessor != m_context.self) {
            setPredecessor(m_context.self);
        }
        return;
    }
    m_asking = true;
    const auto kind = successors.empty() ? Purpose::Kind::StabilizeCandidate : Purpose::Kind::StabilizeSuccessor;
    m_context.request(node->address, GetNeighbours{}, {kind, 0}, m_context.config.requestTimeoutMs);
}

// Whom a node with an empty successor list can still ask: its predecessor (in a ring of two they are the same), else
// the nearest finger. Stabilization leads back from there to the true successor.
std::optional<NodeRef> Maintenance::lastResort() const
{
    const auto &predecessor = m_context.routing.predecessor();
    if (predecessor && predecessor->id != m_context.self.id && !m_context.isDead(predecessor->address))
        return predecessor;
    for (const Finger &finger : m_context.routing.fingers()) {
        if (finger.node.id != m_context.self.id && !m_context.isDead(finger.node.address))
            return finger.node;
    }
    return {};
}

void Maintenance::onReply(Purpose::Kind kind, const NodeRef &from, const Neighbours &neighbours, quint64 ring)
{
    // The founder of this ring is in another one: it has given way, with all that were about to join it.
    const bool isDissolved = from.incarnation == m_context.ring && ring != m_context.ring;
    if (isDissolved && m_context.state == NodeState::Joining && !m_context.votes) {
        startOver();
        return;
    }
    if (kind == Purpose::Kind::Contact) {
        onContact(from, neighbours, ring);
        return;
    }
    m_asking = false;
    // Gone, or restarted and not yet back on the ring: whom we knew by this name is no member any more.
    const bool outside =
        (neighbours.state == NodeState::Joining && neighbours.successors.empty()) || ring != m_context.ring;
    if (outside || neighbours.state == NodeState::Left || from.id == m_context.self.id) {
        // The next one on the list is asked at once; but the successor may go on naming a candidate that is outside.
        const auto &successors = m_context.routing.successors();
        const bool isAskedAgain = successors.empty() || successors.front().id == from.id;
        forget(from.id);
        if (isAskedAgain)
            askSuccessor();
        else
            notifySuccessor();
        return;
    }
    if (kind == Purpose::Kind::StabilizeCandidate) {
        if (between(m_context.self.id, from.id, m_context.routing.successor().id))
            adoptSuccessor(from, neighbours);
        notifySuccessor();
        return;
    }
    if (from.id != m_context.routing.successor().id)
        return; // it was replaced meanwhile
    adoptSuccessor(from, neighbours);
    const auto &candidate = neighbours.predecessor;
    if (candidate && between(m_context.self.id, candidate->id, from.id) && !m_context.isDead(candidate->address)) {
        m_asking = true;
        m_context.request(candidate->address, GetNeighbours{}, {Purpose::Kind::StabilizeCandidate, 0},
                          m_context.config.requestTimeoutMs);
        return;
    }
    notifySuccessor();
}

void Maintenance::adoptSuccessor(const NodeRef &node, const Neighbours &neighbours)
{
    const Id before = m_context.routing.successor().id;
    const std::vector<NodeRef> known = m_context.routing.successors();
    m_context.routing.setSuccessors(node, alive(neighbours.successors));
    // A node that others have dropped from within the list may only be out of their reach.
    const std::vector<NodeRef> &now = m_context.routing.successors();
    for (const NodeRef &old : known) {
        const bool isListed = std::any_of(now.begin(), now.end(),
                                          [&](const NodeRef &listed) { return listed.incarnation == old.incarnation; });
        if (!isListed && !now.empty()
            && (between(m_context.self.id, old.id, now.back().id) || m_context.isDead(old.address)))
            remember(old);
    }
    if (before != node.id)
        m_context.tell(Event::Kind::SuccessorChanged, node);
}

void Maintenance::notifySuccessor()
{
    const NodeRef &successor = m_context.routing.successor();
    if (successor.id != m_context.self.id)
        m_context.send(successor.address, 0, Notify{});
}

std::vector<NodeRef> Maintenance::alive(const std::vector<NodeRef> &nodes) const
{
    std::vector<NodeRef> out;
    out.reserve(nodes.size());
    std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(out),
                 [&](const NodeRef &node) { return !m_context.isDead(node.address); });
    return out;
}

void Maintenance::onFailure(Purpose::Kind kind, const Address &to)
{
    switch (kind) {
    case Purpose::Kind::JoinContact:
        onJoinContactSilent(to);
        return;
    case Purpose::Kind::StabilizeSuccessor:
        m_asking = false;
        // Once more, until it answers or is taken for dead, whereupon the next successor is asked.
        askSuccessor();
        return;
    case Purpose::Kind::StabilizeCandidate:
        m_asking = false;
        notifySuccessor();
        return;
    case Purpose::Kind::Contact:
        m_context.contacts.missed(to, m_context.now);
        return;
    case Purpose::Kind::CheckPredecessor:
        m_checkingPredecessor = false;
        if (m_candidate)
            onNotify(*std::exchange(m_candidate, {}));
        return;
    default:
        return;
    }
}

// --- Rectify (Zave 2017, section 4: "rectify")

void Maintenance::onNotify(const NodeRef &from)
{
    const auto &predecessor = m_context.routing.predecessor();
    if (!m_context.linked || from.id == m_context.self.id)
        return;
    const bool replaces = !predecessor || predecessor->id == from.id || predecessor->id == m_context.self.id
        || between(predecessor->id, from.id, m_context.self.id);
    if (replaces || m_context.isDead(predecessor->address)) {
        if (predecessor != from)
            setPredecessor(from);
        // A node that was alone has nobody else to stabilize with.
        if (m_context.routing.successors().empty())
            m_context.armBy(Timer::Stabilize, m_context.now);
        return;
    }
    m_candidate = from;
    if (m_checkingPredecessor)
        return;
    m_checkingPredecessor = true;
    m_context.request(predecessor->address, Ping{}, {Purpose::Kind::CheckPredecessor, 0},
                      m_context.config.requestTimeoutMs);
}

void Maintenance::onPredecessorAnswered(const NodeRef &from)
{
    m_checkingPredecessor = false;
    const std::optional<NodeRef> candidate = std::exchange(m_candidate, {});
    const auto &predecessor = m_context.routing.predecessor();
    if (!candidate || predecessor == from)
        return;
    // Restarted: the node that was our predecessor is no more. The new one will have to notify us like any other.
    if (predecessor && predecessor->id == from.id)
        forget(from.id);
    onNotify(*candidate);
}

void Maintenance::setPredecessor(std::optional<NodeRef> node)
{
    const auto &before = m_context.routing.predecessor();
    if (node == before)
        return;
    if (before && m_context.isDead(before->address))
        remember(*before); // while its incarnation is known here
    m_context.routing.setPredecessor(node);
    m_context.tell(Event::Kind::PredecessorChanged, node.value_or(NodeRef{}));
}

void Maintenance::onLeaving(const NodeRef &from, const std::vector<NodeRef> &lost)
{
    for (const NodeRef &node : lost) {
        if (!m_context.contacts.knows(node.address))
            remember(node);
    }
    forget(from.id);
}

// The node is no member any more.
void Maintenance::forget(const Id &id)
{
    const bool wasSuccessor = m_context.routing.successor().id == id;
    m_context.routing.remove(id);
    if (m_context.routing.predecessor() && m_context.routing.predecessor()->id == id) {
        setPredecessor({});
    }
    if (wasSuccessor)
        lostSuccessor();
}

void Maintenance::onPeerDead(const Address &peer)
{
    const bool wasSuccessor = m_context.routing.successor().address == peer;
    remember({{}, peer, 0});
    if (const auto &predecessor = m_context.routing.predecessor(); predecessor && predecessor->address == peer)
        remember(*predecessor);
    std::vector<Id> ids;
    for (const NodeRef &node : m_context.routing.successors()) {
        if (node.address == peer) {
            ids.push_back(node.id);
            remember(node);
        }
    }
    for (const Finger &finger : m_context.routing.fingers()) {
        if (finger.node.address == peer) {
            ids.push_back(finger.node.id);
            remember(finger.node);
        }
    }
    for (const Id &id : ids)
        m_context.routing.remove(id);
    m_context.tell(Event::Kind::PeerDead, {ids.empty() ? Id() : ids.front(), peer, 0});
    if (wasSuccessor)
        lostSuccessor();
}

// The next in line becomes the first successor on hearsay, and is asked at once.
void Maintenance::lostSuccessor()
{
    m_asking = false;
    if (m_context.linked)
        m_context.armBy(Timer::Stabilize, m_context.now);
}

// --- Fingers (TON, fix_fingers)

std::optional<int> Maintenance::takeFingerLookup()
{
    if (!m_context.takeDue(Timer::FixFingers))
        return {};
    // A newcomer has none: it looks them all up first, one by one but without waiting for their period.
    const Config &config = m_context.config;
    const int periodMs =
        m_fingersKnown ? config.fixFingersPeriodMs : std::min(config.fixFingersPeriodMs, config.requestTimeoutMs);
    m_context.arm(Timer::FixFingers, m_context.now + m_context.jitter.around(periodMs * usPerMs));
    const auto &routing = m_context.routing;
    if (routing.successors().empty())
        return {};
    if (m_nextFinger >= m_context.space.bits()) {
        m_nextFinger = 0;
        m_fingersKnown = true;
    }
    // The fingers that start no further than the successor are the successor: no lookup needed.
    if (inRange(m_context.self.id, routing.fingerStart(m_nextFinger), routing.successor().id))
        m_nextFinger = m_context.routing.setFinger(m_nextFinger, routing.successor());
    if (m_nextFinger >= m_context.space.bits())
        return {};
    return m_nextFinger;
}

void Maintenance::onFingerLookup(int index, const Lookup &lookup)
{
    if (lookup.stage() != Lookup::Stage::Done) {
        m_nextFinger = index + 1;
        return;
    }
    m_nextFinger = m_context.routing.setFinger(index, lookup.owners().front());
}

// --- Other parts of this ring, and other rings

void Maintenance::remember(const NodeRef &node)
{
    if (node.address == m_context.self.address)
        return;
    m_context.contacts.remember(node, m_context.now);
    m_context.armBy(Timer::Contacts, m_context.now + m_context.jitter.around(contactsPeriodUs));
}

void Maintenance::onStranger(const NodeRef &from)
{
    if (m_context.state != NodeState::Ready || from.address == m_context.self.address)
        return;
    m_context.contacts.remember(from, m_context.now);
    if (m_aloneAndEmpty)
        m_context.armBy(Timer::Contacts, m_context.now + firstContactUs);
}

void Maintenance::tryContacts()
{
    if (m_context.contacts.isEmpty() || m_context.state == NodeState::Left)
        return;
    m_context.arm(Timer::Contacts, m_context.now + m_context.jitter.around(contactsPeriodUs));
    if (!m_context.linked)
        return;
    // After losses the ring may have fallen apart; a finger may still lead into the other part.
    const auto &fingers = m_context.routing.fingers();
    if (!m_rejoinLookup && !fingers.empty() && m_context.contacts.hasRecent(m_context.now)) {
        const Finger &finger = fingers[size_t(m_context.jitter.next() % fingers.size())];
        if (finger.node.id != m_context.self.id && !m_context.isDead(finger.node.address))
            m_rejoinLookup = finger.node;
    }
    for (const Address &address : m_context.contacts.turn(m_context.now))
        m_context.request(address, GetNeighbours{}, {Purpose::Kind::Contact, 0}, m_context.config.requestTimeoutMs);
}

void Maintenance::onContact(const NodeRef &from, const Neighbours &neighbours, quint64 ring)
{
    if (!m_context.linked || from.id == m_context.self.id || neighbours.state == NodeState::Left || ring == 0)
        return;
    if (ring != m_context.ring) {
        // An empty ring of one gives way: to one with data, or to the one with the lower name.
        if (m_aloneAndEmpty && (!neighbours.empty || ring < m_context.ring))
            m_giveWayTo = from.address;
        return;
    }
    const auto &routing = m_context.routing;
    const auto &successors = routing.successors();
    const bool isKnown = std::any_of(successors.begin(), successors.end(),
                                     [&](const NodeRef &node) { return node.incarnation == from.incarnation; });
    if (isKnown && neighbours.state != NodeState::Joining) {
        m_context.contacts.forget(from.address);
        return;
    }
    if (!m_rejoinLookup && neighbours.state == NodeState::Ready)
        m_rejoinLookup = from;
}

// Where this node is, as the other part of the ring sees it: its successor there is one here, too, if it is nearer.
void Maintenance::onRejoinLookup(const Lookup &lookup)
{
    if (lookup.stage() != Lookup::Stage::Done || !m_context.linked)
        return;
    const NodeRef &owner = lookup.owners().front();
    if (owner.id == m_context.self.id)
        return;
    const NodeRef &successor = m_context.routing.successor();
    if (successor.id == m_context.self.id || between(m_context.self.id, owner.id, successor.id)) {
        m_context.request(owner.address, GetNeighbours{}, {Purpose::Kind::StabilizeCandidate, 0},
                          m_context.config.requestTimeoutMs);
    }
    const auto &predecessor = m_context.routing.predecessor();
    const auto isNearer = [&](const NodeRef &node) {
        return node.id != m_context.self.id && node.id != owner.id
            && (!predecessor || predecessor->id == m_context.self.id
                || between(predecessor->id, node.id, m_context.self.id));
    };
    const NodeRef &before = lookup.predecessor();
    const auto &ownersBefore = lookup.ownerNeighbours().predecessor;
    if (isNearer(before))
        m_context.foundBefore = before;
    else if (before.id == owner.id && ownersBefore && isNearer(*ownersBefore)
             && !m_context.isDead(ownersBefore->address))
        m_rejoinLookup = *ownersBefore; // the owner has answered for itself: the node before it has not been heard
}

void Maintenance::giveWay(const Address &contact)
{
    unlink();
    m_context.state = NodeState::Joining;
    join({contact});
}

// --- Routing (TON, section IV-E)

FindNextReply Maintenance::findNext(const FindNext &request) const
{
    const auto &routing = m_context.routing;
    const auto &predecessor = routing.predecessor();
    FindNextReply reply;
    // A node that would join by one that is alone and leaves might find itself alone, without the data.
    const bool closing = m_context.state == NodeState::Leaving && routing.successors().empty();
    if (!m_context.linked || closing)
        return reply;
    if (predecessor && predecessor->id != m_context.self.id
        && inRange(predecessor->id, request.target, m_context.self.id)) {
        reply.final = true;
        reply.next = routing.successors();
        reply.next.insert(reply.next.begin(), m_context.self);
    } else if (inRange(m_context.self.id, request.target, routing.successor().id)) {
        reply.final = true;
        reply.next = routing.successors();
        if (reply.next.empty())
            reply.next.push_back(m_context.self);
    } else {
        for (NextHop &hop : m_context.routing.closestPreceding(request.target, m_context.config.lookupAlternatives)) {
            if (reply.next.empty())
                reply.finger = qint16(hop.finger);
            reply.next.push_back(std::move(hop.node));
        }
        reply.owners = successorsFrom(routing, request.target);
    }
    if (reply.final && reply.next.size() > lastFallbacks)
        reply.next.resize(lastFallbacks);
    return reply;
}

} // namespace chord
