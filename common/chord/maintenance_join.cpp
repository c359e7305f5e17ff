// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a node gets into the ring: by a contact, a lookup of its own place, and its successor there; or, where all that
// are named to join through have no ring, by founding one.

#include "chord/maintenance.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time joinRetryUs = 100 * usPerMs; // between two attempts to reach a contact that is not up yet
constexpr Time ringlessUs = 3000 * usPerMs; // "I have no ring" is believed for so long

} // namespace

// --- Join (Zave 2017, section 4: "join")

void Maintenance::join(std::vector<Address> contacts)
{
    m_isListed = std::erase(contacts, m_context.self.address) > 0;
    m_contacts = std::move(contacts);
    for (const Address &contact : m_contacts)
        remember({{}, contact, 0});
    m_context.arm(Timer::Join, m_context.now + m_context.config.joinTimeoutMs * usPerMs);
    if (m_contacts.empty()) {
        stop(JoinProblem(MembershipProblem::OnlyItself));
        return;
    }
    askContact();
}

void Maintenance::askContact()
{
    // A voter has been let in already; it finds the ring again through its leaders as well.
    std::vector<Address> contacts = m_contacts;
    for (const NodeRef &node : m_context.votes ? m_context.contacts.nodes() : std::vector<NodeRef>()) {
        if (std::find(contacts.begin(), contacts.end(), node.address) == contacts.end())
            contacts.push_back(node.address);
    }
    const Address &contact = contacts[m_contact++ % contacts.size()];
    m_context.request(contact, GetNeighbours{}, {Purpose::Kind::JoinContact, 0}, m_context.config.requestTimeoutMs);
}

// Out of the ring, as before it joined.
void Maintenance::unlink()
{
    m_context.linked = false;
    m_context.ring = 0;
    m_asking = false;
    setPredecessor({});
    for (const NodeRef &node : std::vector<NodeRef>(m_context.routing.successors()))
        m_context.routing.remove(node.id);
    while (!m_context.routing.fingers().empty())
        m_context.routing.remove(m_context.routing.fingers().front().node.id);
}

void Maintenance::startOver()
{
    unlink();
    m_joinProblem = std::make_unique<JoinProblem>(MembershipProblem::ContactsGone);
    m_context.arm(Timer::Join, m_context.now + m_context.config.joinTimeoutMs * usPerMs);
    askContact();
}

void Maintenance::onJoinContact(const Address &asked, const NodeRef &from, const Neighbours &neighbours, quint64 ring)
{
    if (m_context.linked || m_context.state != NodeState::Joining)
        return;
    if (neighbours.state == NodeState::Ready && ring != 0) {
        m_ringOfContact = ring;
        m_joinLookup = from;
        return;
    }
    const bool joining = neighbours.state == NodeState::Joining;
    m_joinProblem = std::make_unique<JoinProblem>(
        joining ? MembershipProblem::ContactJoining : MembershipProblem::ContactLeaving, from);
    m_context.armBy(Timer::Stabilize, m_context.now + joinRetryUs);
    if (joining && ring == 0)
        m_ringless[asked] = {from.address, m_context.now};
    else
        m_ringless.erase(asked);
    // One list for all nodes: when nobody on it has a ring, the lowest address founds it.
    const bool founds = m_isListed && std::all_of(m_contacts.begin(), m_contacts.end(), [&](const Address &contact) {
                            const auto said = m_ringless.find(contact);
                            return said != m_ringless.end() && m_context.self.address < said->second.address
                                && m_context.now - said->second.at < ringlessUs;
                        });
    m_mayFound |= founds;
}

std::optional<NodeRef> Maintenance::takeJoinLookup()
{
    return std::exchange(m_joinLookup, {});
}

void Maintenance::onJoinLookup(const Lookup &lookup)
{
    if (m_context.linked || m_context.state != NodeState::Joining)
        return;
    if (lookup.stage() != Lookup::Stage::Done) {
        const NodeRef *holder = lookup.idHolder();
        m_joinProblem = holder ? std::make_unique<JoinProblem>(MembershipProblem::IdentifierTaken, *holder)
                               : std::make_unique<JoinProblem>(MembershipProblem::PlaceNotFound);
        m_context.armBy(Timer::Stabilize, m_context.now + joinRetryUs);
        return;
    }
    const NodeRef &owner = lookup.owners().front();
    if (owner.id == m_context.self.id) {
        stop(JoinProblem(MembershipProblem::IdentifierTaken, owner));
        return;
    }
    m_context.linked = true;
    m_joinProblem.reset();
    m_context.routing.setSuccessors(owner, alive(lookup.ownerNeighbours().successors));
    m_context.ring = m_ringOfContact;
    if (lookup.predecessor().id != owner.id)
        setPredecessor(lookup.predecessor());
    m_context.disarm(Timer::Join);
    m_context.tell(Event::Kind::SuccessorChanged, owner);
    m_context.arm(Timer::FixFingers, m_context.now);
    stabilize();
}

void Maintenance::stop(const JoinProblem &problem)
{
    m_context.state = NodeState::Left;
    m_context.disarm(Timer::Join);
    m_context.disarm(Timer::Stabilize);
    m_context.tellProblem(Event::Kind::JoinFailed, problem.code, problem.node);
}

void Maintenance::onJoinTimeout()
{
    if (m_context.votes) {
        m_context.arm(Timer::Join, m_context.now + m_context.config.joinTimeoutMs * usPerMs);
    } else {
        stop(m_joinProblem ? *m_joinProblem : JoinProblem(MembershipProblem::NoContactAnswers));
    }
}

void Maintenance::onJoinContactSilent(const Address &contact)
{
    if (m_context.linked || m_context.state != NodeState::Joining)
        return;
    m_joinProblem = std::make_unique<JoinProblem>(MembershipProblem::ContactSilent, NodeRef{{}, contact, 0});
    m_ringless.erase(contact);
    m_context.heardFrom(contact); // it may be starting; ask again
    m_context.armBy(Timer::Stabilize, m_context.now + joinRetryUs);
}

} // namespace chord
