// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the window draws: a ring as it was observed, as plain values. A poller of real nodes, the classroom's simulation
// and a recording all make these, and nothing behind the picture asks where one came from. A snapshot is never changed
// once it is handed out; the key lists, which are most of it, are shared by successive snapshots.
//
// It holds only what was observed: everything has an age, and what is not known is empty, not guessed.
#pragma once

#include "api/json.h"
#include "chord/id.h"
#include "chord/results.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace monitor {

// A node as others name it.
struct Peer {
    chord::Id id;
    QByteArray address; // "host:port"
    friend bool operator==(const Peer &, const Peer &) = default;
};

enum class NodeCondition : quint8 {
    Alive,
    Joining,
    Leaving,
    Suspect, // it did not answer the last time; what is shown is what it said before
    Dead, // refused, or silent for long, or ended by this program
};

struct FingerView {
    int index = 0; // 0..m-1, the first finger that is this node (TON, Table I, counted from 0)
    chord::Id start;
    Peer node;
    friend bool operator==(const FingerView &, const FingerView &) = default;
};

struct KeyView {
    QByteArray key;
    chord::Id id;
    bool primary = true; // owned by the node that lists it; otherwise a replica
    quint64 bytes = 0; // of the value
    chord::Version version;
};

using KeyList = std::vector<KeyView>; // in the order of their identifiers

// A range of keys, as one of its voters sees it.
struct RangeView {
    chord::Id low;
    chord::Id high; // the keys in (low, high]; the whole ring if both are equal
    std::optional<Peer> leader; // nothing: none is known
    std::vector<Peer> voters; // a node that is not among them is about to become one
    chord::Ballot ballot; // of the leader; of the latest promise if none is known
    chord::GroupState state = chord::GroupState::Electing;

    bool hasVoter(const chord::Id &id) const;
    bool isLedBy(const chord::Id &id) const { return leader && leader->id == id; }
    friend bool operator==(const RangeView &, const RangeView &) = default;
};

using RangeList = std::vector<RangeView>; // in the order of their ends

enum class RangeCondition : quint8 {
    Served,
    NoLeader, // at the moment: an election is to be expected
    Recovering, // a leader was elected and synchronizes the replicas
    NoQuorum, // no majority of its voters answers or reaches each other
    NoVoter, // no node that answers knows of it
};

// A range as the whole picture shows it.
struct RangeStatus {
    RangeView view; // of the voter whose view is the latest
    RangeCondition condition = RangeCondition::Served;
    int answering = 0; // of its voters

    bool isServed() const { return condition == RangeCondition::Served; }
    // It will not be served without something being done.
    bool isLost() const { return condition == RangeCondition::NoQuorum || condition == RangeCondition::NoVoter; }
    friend bool operator==(const RangeStatus &, const RangeStatus &) = default;
};

struct NodeView {
    Peer self;
    NodeCondition condition = NodeCondition::Alive;
    std::optional<Peer> predecessor;
    std::vector<Peer> successors; // empty: alone
    std::vector<FingerView> fingers;
    api::KeyTotals totals;
    std::shared_ptr<const KeyList> keys; // null: not asked for yet
    bool keysComplete = false; // keys lists all that totals counts
    std::shared_ptr<const RangeList> ranges; // of which it is a voter or about to become one; null: not known
    chord::Counters counters;
    qint64 uptimeSeconds = 0;
    QString version; // of its program; empty when not known
    qint64 seenMs = 0; // when it answered last, on the source's clock (RingSnapshot::takenMs)
    QString trouble; // what is wrong with it, why, and what that means, as sentences; empty: nothing
    bool local = false; // this program can kill and restart it
    bool isolated = false; // all its links are cut (classroom)
};

// Two nodes that cannot communicate. Only the classroom cuts links.
struct CutLink {
    Peer one;
    Peer other;
    friend bool operator==(const CutLink &, const CutLink &) = default;
};

// A message in transit. Only the classroom knows any: a poller cannot see them.
struct MessageView {
    Peer from;
    Peer to;
    QString name; // short, as on a sequence diagram: "GetNeighbours"
    QString text; // in plain words: "stabilize: what is your predecessor?"
    double progress = 0; // of its way, 0..1
};

struct RingSnapshot {
    int idBits = chord::idBitsMax;
    int replicas = 0; // 0: not known yet
    qint64 takenMs = 0; // LIVE, REPLAY: milliseconds since 1970 (UTC); CLASSROOM: of virtual time
    std::vector<NodeView> nodes; // in the order of their identifiers, no two alike
    bool chainWhole = false; // every live node's first successor is the next live node, and their predecessors agree
    std::vector<QString> problems; // sentences: what is wrong with the ring as a whole
    std::vector<MessageView> messages; // in transit at takenMs
    std::vector<RangeStatus>
        ranges; // made by judgeRanges(), in the order of their ends; empty: no node has reported any
    std::vector<CutLink> cuts; // those of isolated nodes left out

    // The node's place in nodes; -1 if it is not there.
    int indexOf(const chord::Id &id) const;
    int indexOf(const QByteArray &address) const;
    // The live node that an identifier belongs to by position: its first live successor; -1 in an empty ring.
    int ownerOf(const chord::Id &id) const;
    // The range of a key, null if it is not known.
    const RangeStatus *rangeOf(const chord::Id &id) const;
    int liveNodes() const; // alive or leaving
    qint64 lastSeenMs() const; // when the latest of the nodes answered; takenMs of a ring without nodes
    quint64 primaryKeys() const; // as the live nodes count them
    // One chain, and every range that is known is served.
    bool isWhole() const;
};

using SnapshotPtr = std::shared_ptr<const RingSnapshot>;

} // namespace monitor
