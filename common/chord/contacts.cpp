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
    return out;
}

std::vector<NodeRef> Contacts::nodes() const
{
    std::vector<NodeRef> out;
    for (const Contact &contact : m_contacts)
        out.push_back(contact.node);
    return out;
}

} // namespace chord
