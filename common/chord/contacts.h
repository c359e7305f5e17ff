// SPDX-License-Identifier: GPL-3.0-or-later
//
// Addresses of nodes that were known once: how two halves of a ring find each other again when the cut between them is
// mended, and how a node that was restarted is told of its ring (Shafaat, Ghodsi, Haridi, "Handling Network Partitions
// and Mergers in Structured Overlay Networks", P2P 2007: the passive list). Pure bookkeeping.
#pragma once

#include "chord/messages.h"

#include <vector>

namespace chord {

class Contacts {
public:
    static constexpr size_t contactsMax = 64;
    static constexpr Time recentUs = 60'000 * usPerMs; // one that was lost so lately is tried at each turn
    static constexpr size_t recentMax = 8; // at a turn

    // Known to have been there until now; the identifier and incarnation may be unknown.
    void remember(const NodeRef &node, Time now);
    void forget(const Address &address);
    bool hasRecent(Time now) const;
    bool isEmpty() const { return m_contacts.empty(); }
    // Whom to try at this turn: those lost lately, and the one of the others that was tried longest ago.
    std::vector<Address> turn(Time now);
    std::vector<NodeRef> nodes() const;

private:
    struct Contact {
        NodeRef node; // of some only the address is known
        Time lostAt = 0;
        Time triedAt = 0;
    };
    std::vector<Contact> m_contacts;
};

} // namespace chord
