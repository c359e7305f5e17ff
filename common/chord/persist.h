// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node with a disk has to keep beyond the end of its program: what it takes out of the core (Persist), and what
// it brings back after a restart (Restored). Plain values; the storage is the host's business.
#pragma once

#include "chord/messages.h"

namespace chord {

// A group at one of its voters or learners; see Acceptor.
struct DurableGroup {
    GroupId group = 0;
    quint64 state = 0; // as in LeaseAnswer
    Ballot promised;
    Ballot accepted;
    GroupConfig config;
    Range range;
    bool isChosen = false;
    bool isLearner = false;
    Stamp mark;
    std::optional<GroupId> lockedBy;
    std::vector<GroupId> childrenTaken;
    quint32 leaseMsMax = 0; // no lease granted was longer
    Ballot streamBallot;
    quint64 lastNumber = 0;
    quint64 barrier = 0;
    friend bool operator==(const DurableGroup &, const DurableGroup &) = default;
};

// Of which ring this node is a member, and whom it knows there.
struct Membership {
    quint64 ring = 0; // 0: of none
    bool isMember = false; // it had joined
    std::optional<NodeRef> predecessor;
    std::vector<NodeRef> successors;
    std::vector<NodeRef> contacts;
    friend bool operator==(const Membership &, const Membership &) = default;
};

// One commit: all of it is to be on the disk before Node::persisted(number) is called, or none of it.
struct Persist {
    quint64 number = 0; // grows by one with each commit
    // It holds promises or configurations: to be synced, whatever becomes of records.
    bool hasPromises = false;
    std::optional<Membership> membership; // replaces what was there, if it is named
    std::vector<DurableGroup> groups; // each replaces what was there of it
    std::vector<GroupId> removedGroups;
    std::vector<Transfer> records; // likewise, by key
    std::vector<QByteArray> removedKeys;
    friend bool operator==(const Persist &, const Persist &) = default;
};

// All that was persisted, but for the records.
struct Restored {
    quint64 commits = 0; // so far, over all starts
    quint64 starts = 0; // how often the program was started with this state, this time included
    Membership membership;
    std::vector<DurableGroup> groups;
};

} // namespace chord
