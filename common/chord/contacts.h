// SPDX-License-Identifier: GPL-3.0-or-later
//
// Addresses of nodes that were known once: how two halves of a ring find each other again when the cut between them is
// mended, and how a node that was restarted is told of its ring (Shafaat, Ghodsi, Haridi, "Handling Network Partitions
// and Mergers in Structured Overlay Networks", P2P 2007: the passive list). Where many are lost at once, those that are
// left may know each other only from a lookup or a client's request, so a few that were met are kept as well. Pure
// bookkeeping.
#pragma once

#include "chord/messages.h"

#include <vector>

namespace chord {

class Contacts {
public:
    static constexpr size_t contactsMax = 64;
    static constexpr Time recentUs = 60'000 * usPerMs; // one that was lost so lately is tried at each turn
    static constexpr size_t recentMax = 8; // at a turn
    static constexpr size_t metMax = 16;
    static constexpr int metEvery = 8; // turns, once nobody was lost lately

    // Known to have been there until now; the identifier and incarnation may be unknown.
    void remember(const NodeRef &node, Time now);
    void forget(const Address &address);
    // It has sent something. The first metMax stay: nodes met later are seldom of another part of the ring.
    void met(const Address &address);
    // It was dialled and has not answered: it counts as lost if it was only met, and another may take its place.
    void missed(const Address &address, Time now);
    bool hasRecent(Time now) const;
    bool isEmpty() const { return m_contacts.empty(); }
    // The nodes to try at this turn: those lost lately, the one of the others that was tried longest ago, and one that
    // was only met. None if none was lost.
    std::vector<Address> turn(Time now);
    std::vector<NodeRef> nodes() const;
    const std::vector<Address> &metOnly() const { return m_met; }
    // Lost or met.
    bool knows(const Address &address) const;
    size_t memoryBytes() const;

private:
    struct Contact {
        NodeRef node; // of some only the address is known
        Time lostAt = 0;
        Time triedAt = 0;
    };
    bool isLost(const Address &address) const;

    std::vector<Contact> m_contacts; // lost
    std::vector<Address> m_met;
    size_t m_nextMet = 0;
    int m_turns = 0;
};

} // namespace chord
