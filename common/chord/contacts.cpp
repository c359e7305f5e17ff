// SPDX-License-Identifier: GPL-3.0-or-later
//
// When the list is full, the one that was lost first makes room.

#include "chord/contacts.h"

#include <algorithm>

namespace chord {

void Contacts::remember(const NodeRef &node, Time now)
{
    if (node.address.isEmpty())
        return;
    for (Contact &contact : m_contacts) {
        if (contact.node.address == node.address) {
            if (node.incarnation != 0)
                contact.node = node;
            contact.lostAt = now;
            return;
        }
    }
    if (m_contacts.size() >= contactsMax) {
        m_contacts.erase(std::min_element(m_contacts.begin(), m_contacts.end(),
                                          [](const Contact &a, const Contact &b) { return a.lostAt < b.lostAt; }));
    }
    m_contacts.push_back({node, now, 0});
}

void Contacts::forget(const Address &address)
{
    std::erase_if(m_contacts, [&](const Contact &contact) { return contact.node.address == address; });
}

void Contacts::met(const Address &address)
{
    if (m_met.size() < metMax && std::find(m_met.begin(), m_met.end(), address) == m_met.end())
        m_met.push_back(address);
}

void Contacts::missed(const Address &address, Time now)
{
    if (std::erase(m_met, address) > 0 && !isLost(address))
        remember({{}, address, 0}, now);
}

bool Contacts::hasRecent(Time now) const
{
    return std::any_of(m_contacts.begin(), m_contacts.end(),
                       [&](const Contact &contact) { return now - contact.lostAt < recentUs; });
}

std::vector<Address> Contacts::turn(Time now)
{
    std::vector<Address> out;
    Contact *oldest = nullptr;
    for (Contact &contact : m_contacts) {
        const bool isRecent = now - contact.lostAt < recentUs && out.size() < recentMax;
        if (isRecent) {
            contact.triedAt = now;
            out.push_back(contact.node.address);
        } else if (!oldest || contact.triedAt < oldest->triedAt) {
            oldest = &contact;
        }
    }
    if (oldest) {
        oldest->triedAt = now;
        out.push_back(oldest->node.address);
    }
    const bool isTurnOfMet = hasRecent(now) || ++m_turns % metEvery == 0;
    if (isTurnOfMet && !m_contacts.empty() && !m_met.empty()) {
        const Address &next = m_met[m_nextMet++ % m_met.size()];
        if (std::find(out.begin(), out.end(), next) == out.end())
            out.push_back(next);
    }
    return out;
}

bool Contacts::isLost(const Address &address) const
{
    return std::any_of(m_contacts.begin(), m_contacts.end(),
                       [&](const Contact &contact) { return contact.node.address == address; });
}

bool Contacts::knows(const Address &address) const
{
    return isLost(address) || std::find(m_met.begin(), m_met.end(), address) != m_met.end();
}

size_t Contacts::memoryBytes() const
{
    return m_contacts.capacity() * sizeof(Contact) + m_met.capacity() * sizeof(Address);
}

std::vector<NodeRef> Contacts::nodes() const
{
    std::vector<NodeRef> out;
    for (const Contact &contact : m_contacts)
        out.push_back(contact.node);
    return out;
}

} // namespace chord
