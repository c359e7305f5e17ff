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
    void startInRing(const NodeRef &predecessor, std::vector<NodeRef> successors, const std::vector<Finger> &fingers);
    void join(std::vector<Address> contacts);
    // The first step of a join that awaits its lookup: begin it at this node; nothing if none is to begin.
    std::optional<NodeRef> takeJoinLookup();
    void onJoinLookup(const Lookup &lookup);

    // The next finger to look up, when that is due; nothing otherwise.
    std::optional<int> takeFingerLookup();
    void onFingerLookup(int index, const Lookup &lookup);

    void onTimers();
    void onReply(Purpose::Kind kind, const NodeRef &from, const Neighbours &neighbours);
    void onPredecessorAnswered(const NodeRef &from);
    void onFailure(Purpose::Kind kind, const Address &to);
    void onNotify(const NodeRef &from);
    void onLeaving(const NodeRef &from);
    void onPeerDead(const Address &peer);

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
    void startOver();
    QByteArray identifierTaken(const NodeRef &by) const;
    void failJoin(QByteArray reason);
    void armStabilize();

    Context &m_context;
    // Joining
    std::vector<Address> m_contacts;
    size_t m_contact = 0;
    std::optional<NodeRef> m_joinLookup;
    QByteArray m_joinProblem;
    // Stabilizing: one round at a time
    bool m_asking = false;
    std::optional<NodeRef> m_candidate; // for predecessor, while the present one is being asked whether it lives
    bool m_checkingPredecessor = false;
    int m_nextFinger = 0;
    bool m_fingersKnown = false; // each has been looked up once
};

} // namespace chord
