// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keeps a node's place on the ring: join, stabilize, rectify and the fingers, after Zave ("How to Make Chord Correct",
// 2015; IEEE TSE 43(12), 2017), whose version keeps its invariant where the original does not. Two rules run through
// all of it: no pointer is adopted that has not just answered, and each step asks one node.
//
// Zave's proof needs L+1 members. Smaller rings are explicit here: a successor list holds each other member at most
// once and never the node itself; an empty list means that the node is its own successor, and then its predecessor, or
// failing that a finger, is what it stabilizes with.
#pragma once

#include "chord/context.h"
#include "chord/lookup.h"

namespace chord {

class Maintenance {
public:
    explicit Maintenance(Context &context)
        : m_context(context)
    {
    }

    void createRing();
    void startInRing(const IdealPlace &place);
    // After a restart: the pointers as they were are tried first.
    void restore(const RingMembership &membership, const std::vector<Address> &contacts);
    void join(std::vector<Address> contacts);
    // The first step of a join that awaits its lookup: begin it at this node; nothing if none is to begin.
    std::optional<NodeRef> takeJoinLookup();
    void onJoinLookup(const Lookup &lookup);

    // The next finger to look up, when that is due; nothing otherwise.
    std::optional<int> takeFingerLookup();
    void onFingerLookup(int index, const Lookup &lookup);

    void onTimers();
    // ring: the replier's. asked: as named, which need not be the address that the replier tells others.
    void onJoinContact(const Address &asked, const NodeRef &from, const Neighbours &neighbours, quint64 ring);
    void onReply(Purpose::Kind kind, const NodeRef &from, const Neighbours &neighbours, quint64 ring);
    void onPredecessorAnswered(const NodeRef &from);
    void onFailure(Purpose::Kind kind, const Address &to);
    void onNotify(const NodeRef &from);
    void onLeaving(const NodeRef &from, const std::vector<NodeRef> &lost);
    void onPeerDead(const Address &peer);

    // --- Other parts of this ring, and other rings
    // A node that this one has heard of, or lost.
    void remember(const NodeRef &node);
    // Somebody of another ring has asked something.
    void onStranger(const NodeRef &from);
    // A lookup of this node's own place is to begin at this node of the same ring.
    std::optional<NodeRef> takeRejoinLookup() { return std::exchange(m_rejoinLookup, {}); }
    void onRejoinLookup(const Lookup &lookup);
    // This node's ring, empty, is to give way to the ring of this node.
    std::optional<Address> takeGiveWayTo() { return std::exchange(m_giveWayTo, {}); }
    // All that were named to join through, this node among them, have no ring: this one is to found it.
    bool takeMayFound() { return std::exchange(m_mayFound, false); }
    void giveWay(const Address &contact);
    struct JoinProblem {
        explicit JoinProblem(MembershipProblem code, NodeRef node = {})
            : code(code)
            , node(std::move(node))
        {
        }
        MembershipProblem code;
        NodeRef node; // that it is about
    };
    // This node cannot go on.
    void stop(const JoinProblem &problem);
    void setAloneAndEmpty(bool yes) { m_aloneAndEmpty = yes; }

    FindNextReply findNext(const FindNext &request) const;

private:
    void stabilize();
    void askSuccessor();
    void adoptSuccessor(const NodeRef &node, const Neighbours &neighbours);
    void forget(const Id &id);
    void lostSuccessor();
    void notifySuccessor();
    void setPredecessor(std::optional<NodeRef> node);
    std::optional<NodeRef> lastResort() const;
    std::vector<NodeRef> alive(const std::vector<NodeRef> &nodes) const;
    void askContact();
    void onContact(const NodeRef &from, const Neighbours &neighbours, quint64 ring);
    void tryContacts();
    void unlink();
    void startOver();
    void onJoinTimeout();
    void onJoinContactSilent(const Address &contact);
    void armStabilize();

    Context &m_context;
    // Joining
    std::vector<Address> m_contacts;
    size_t m_contact = 0;
    std::optional<NodeRef> m_joinLookup;
    bool m_isListed = false; // this node is among those that were named to join through
    struct Ringless {
        Address address; // the one that it tells others
        Time at; // when it last said that it has no ring
    };
    std::map<Address, Ringless> m_ringless; // by the address that was named
    bool m_mayFound = false;
    // Lost nodes
    std::optional<NodeRef> m_rejoinLookup;
    std::optional<Address> m_giveWayTo;
    bool m_aloneAndEmpty = false;
    std::unique_ptr<JoinProblem> m_joinProblem; // the latest, until it has joined
    quint64 m_ringOfContact = 0;
    // Stabilizing: one round at a time
    bool m_asking = false;
    std::optional<NodeRef> m_candidate; // for predecessor, while the present one is being asked whether it lives
    bool m_checkingPredecessor = false;
    int m_nextFinger = 0;
    bool m_fingersKnown = false; // each has been looked up once
};

} // namespace chord
