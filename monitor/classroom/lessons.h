// SPDX-License-Identifier: GPL-3.0-or-later
//
// The five lessons, a function each, and their conditions on snapshots. Their facts are checked by running them
// (tests/monitor/tst_lessons.cpp). "TON" in the texts is the Chord paper: Stoica et al., IEEE/ACM Transactions on
// Networking 11(1), 2003.
#pragma once

#include "classroom/lesson.h"

#include <QCoreApplication>

#include <initializer_list>
#include <utility>

namespace monitor {

class Lessons {
    Q_DECLARE_TR_FUNCTIONS(monitor::Lessons)
public:
    static Lesson consistentHashing();
    static Lesson lookup();
    static Lesson join();
    static Lesson crashAndRepair();
    static Lesson successorLists();

private:
    static ClassroomSettings textbook(int replicas, int successorListLength);
};

// --- In terms of the textbook ring: nodes and keys by their numbers.

std::vector<chord::Id> ids(std::initializer_list<quint64> numbers);
std::vector<Highlight::Arrow> arrows(quint64 from, std::initializer_list<quint64> to);
QByteArray addressOf(quint64 node);

ActionRequest joinAt(quint64 node);
ActionRequest actOn(Action action, quint64 node); // Leave, Kill, Restart
ActionRequest askFor(Action action, quint64 key, quint64 node); // Get, Lookup, asked of node

// Null if it is not in the picture.
const NodeView *nodeOf(const RingSnapshot &ring, quint64 node);
bool isUp(const RingSnapshot &ring, quint64 node);
bool hasSuccessor(const RingSnapshot &ring, quint64 node, quint64 successor);
bool hasPredecessor(const RingSnapshot &ring, quint64 node, quint64 predecessor);
// index: from 0.
bool hasFinger(const RingSnapshot &ring, quint64 node, int index, quint64 finger);
bool owns(const RingSnapshot &ring, quint64 node, quint64 key);
// Exactly these nodes hold the key, as its leader or as replicas.
bool isHeldBy(const RingSnapshot &ring, quint64 key, std::initializer_list<quint64> nodes);
// The first is the owner of the second.
bool areOwned(const RingSnapshot &ring, std::initializer_list<std::pair<quint64, quint64>> ownersAndKeys);
bool holdsCopy(const RingSnapshot &ring, quint64 node, quint64 key);
// Does the node lead the range of this key, and answers?
bool isServedBy(const RingSnapshot &ring, quint64 key, quint64 node);

} // namespace monitor
