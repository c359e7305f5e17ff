// SPDX-License-Identifier: GPL-3.0-or-later
//
// find_successor as a value (TON, section IV-E, iterative): a reply goes in, the next question comes out. It asks the
// closest preceding node it knows; one that does not answer is remembered and stepped back over. Every question is
// recorded as a hop.
#pragma once

#include "chord/config.h"
#include "chord/results.h"
#include "chord/routing.h"

#include <functional>

namespace chord {

// The members of the successor list at or behind target, in order.
std::vector<NodeRef> successorsFrom(const RoutingTable &routing, const Id &target);

class Lookup {
public:
    using IsDead = std::function<bool(const Address &)>;

    // verify: the owner itself must answer before it is taken for the owner.
    Lookup(Id target, bool verify, int hopsMax);

    // Begin from this node's own routing table, or, for a node that has no place on the ring yet, from a contact
    // elsewhere; a node with the address of self is then an earlier run of this program, and is passed over.
    void start(const RoutingTable &routing, const IsDead &isDead);
    void startAt(const NodeRef &self, const NodeRef &contact);

    enum class Stage : quint8 { Ask, Verify, Done, Failed };
    Stage stage() const { return m_stage; }
    // Ask: whom to send FindNext. Verify: whom to send GetNeighbours. Done: the owner.
    const NodeRef &node() const { return m_current.node; }

    // The question was sent.
    void asked(Time now);
    void onNext(const NodeRef &from, const FindNextReply &reply, const IsDead &isDead, Time now);
    void onVerified(const NodeRef &from, const Neighbours &neighbours, const IsDead &isDead, Time now);
    // No answer. An owner that is not known to be dead is asked once more: a live one that is slow for once must not be
    // stepped over, for that would name the wrong owner.
    void onFailure(const IsDead &isDead, Time now);

    const Id &target() const { return m_target; }
    // Done: the node that named the owner: it precedes the target.
    const NodeRef &predecessor() const { return m_predecessor; }
    // Done: the owner, then the nodes named after it.
    const std::vector<NodeRef> &owners() const { return m_owners; }
    // Done and verified: what the owner said of itself.
    const Neighbours &ownerNeighbours() const { return m_ownerNeighbours; }
    const std::vector<Hop> &hops() const { return m_hops; }
    // Failed, by a node that joins: the node that has its identifier and does not answer it. It must not be stepped
    // over, for it may be alive and only have nothing to say to this one.
    const NodeRef *idHolder() const;
    // How many nodes did not answer (TON, section VI-D counts the failed nodes that a lookup meets).
    int timeouts() const { return m_timeouts; }

private:
    struct Candidate {
        NodeRef node;
        Hop::Via via = Hop::Via::Successor;
        int finger = -1;
    };
    void addCandidate(const NodeRef &node, int finger, const IsDead &isDead);
    void remember(const NodeRef &from, std::vector<NodeRef> owners);
    void foundOwners(const NodeRef &predecessor, std::vector<NodeRef> owners, const IsDead &isDead);
    void nextCandidate();
    void nextOwner();
    bool wasAsked(const NodeRef &node) const;
    bool isIdTaken() const { return m_joining && !m_owners.empty() && m_owners.front().id == m_self.id; }
    bool isSelf(const NodeRef &node) const { return node.address == m_self.address; }

    Id m_target;
    bool m_verify;
    bool m_joining = false;
    int m_hopsMax;
    Stage m_stage = Stage::Failed;
    Candidate m_current;
    std::vector<Candidate> m_candidates; // not asked yet, the closest to the target last
    std::vector<Id> m_asked;
    // Who owns the target if nobody between m_fallbackFrom and the target lives.
    NodeRef m_fallbackFrom;
    std::vector<NodeRef> m_fallback;
    std::vector<NodeRef> m_owners;
    NodeRef m_self;
    NodeRef m_predecessor;
    Neighbours m_ownerNeighbours;
    std::vector<Hop> m_hops;
    int m_timeouts = 0;
    bool m_askedAgain = false; // the owner that is being verified
    Time m_askedAt = 0;
};

} // namespace chord
