// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whom a node knows: predecessor, successor list, finger table (TON, section IV-D and Table I). Pure bookkeeping; who
// may be adopted, and when, is maintenance's decision. Only distinct fingers are stored, each with the first index it
// stands for, so that a table of 160 entries takes log2 N.
#pragma once

#include "chord/id.h"
#include "chord/messages.h"

#include <optional>
#include <vector>

namespace chord {

struct Finger {
    int index = 0; // the first finger this node is; it is also those that follow, up to the next entry or its own place
    NodeRef node;
};

// Where a node is in a ring that starts with all pointers right.
struct IdealPlace {
    quint64 ring = 0;
    std::vector<NodeRef> predecessors; // nearest first, config.replicas of them, or all in a smaller ring; empty: alone
    std::vector<NodeRef> successors; // likewise, config.successorListLength
    std::vector<Finger> fingers;
};

// A way on, and what named it.
struct NextHop {
    NodeRef node;
    int finger = -1; // index of the finger; -1: from the successor list
};

class RoutingTable {
public:
    RoutingTable(NodeRef self, IdSpace space, int successorListLength);

    const NodeRef &self() const { return m_self; }
    const IdSpace &space() const { return m_space; }

    const std::optional<NodeRef> &predecessor() const { return m_predecessor; }
    void setPredecessor(std::optional<NodeRef> node);

    // Grows with every change of the predecessor or the successor list.
    quint32 neighboursRevision() const { return m_neighboursRevision; }

    // Nearest first, without self, without repeats, at most successorListLength; empty when the node is alone.
    const std::vector<NodeRef> &successors() const { return m_successors; }
    // The first successor; self when alone.
    const NodeRef &successor() const;
    // [head] + tail, cut at self and at the first node that is not clockwise of the one before it, so that the list is
    // always in ring order; self as head empties it. Returns whether anything changed.
    bool setSuccessors(const NodeRef &head, const std::vector<NodeRef> &tail);
    // Takes a node out of the successor list and the fingers (not the predecessor); the next finger stands in for it.
    // Returns whether it was there.
    bool remove(const Id &id);

    // Distinct fingers by ascending index.
    const std::vector<Finger> &fingers() const { return m_fingers; }
    Id fingerStart(int index) const;
    // successor(fingerStart(index)) is node: sets finger index and every later one that starts at or before node, and
    // the earlier ones that were thought to lie beyond it. Self is the successor of starts that no other node follows.
    // Returns the first later index it does not stand for (space().bits() if none). A node that lies before
    // fingerStart(index) is ignored: such an answer comes from somebody who does not know this node yet.
    int setFinger(int index, const NodeRef &node);
    // The node of finger index as far as known, self included; nothing if unknown.
    std::optional<NodeRef> finger(int index) const;

    // The known nodes in (self, target), the closest to target first, at most count, each once
    // (TON, Fig. 5, closest_preceding_node); target self means the whole ring. A node that is both a finger and a
    // successor is named as a finger.
    std::vector<NextHop> closestPreceding(const Id &target, int count) const;

    // Members of the successor list in order and without repeats? Always true of a list made by setSuccessors;
    // checked in every daemon (Zave 2017, OrderedSuccessorLists).
    bool successorsInOrder() const;

    // The texts of addresses are left out: they are shared with the messages that named them.
    size_t memoryBytes() const;

private:
    NodeRef m_self;
    IdSpace m_space;
    int m_successorListLength;
    quint32 m_neighboursRevision = 0;
    std::optional<NodeRef> m_predecessor;
    std::vector<NodeRef> m_successors;
    std::vector<Finger> m_fingers;
};

} // namespace chord
