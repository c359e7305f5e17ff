// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the window draws: a ring as it was observed, as plain values. A poller of real nodes, the classroom's simulation
// and a recording all make these, and nothing behind the picture asks where one came from. A snapshot is never changed
// once it is handed out; the key lists, which are most of it, are shared by successive snapshots.
//
// Only what was observed stands here: an age goes with everything, and what is not known is empty, not guessed.
#pragma once

#include "chord/id.h"
#include "chord/results.h"
#include "wire/json.h"

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

struct NodeView {
    Peer self;
    NodeCondition condition = NodeCondition::Alive;
    std::optional<Peer> predecessor;
    std::vector<Peer> successors; // empty: alone
    std::vector<FingerView> fingers;
    wire::KeyTotals totals;
    std::shared_ptr<const KeyList> keys; // null: not asked for yet
    bool keysComplete = false; // keys lists all that totals counts
    chord::Counters counters;
    qint64 uptimeSeconds = 0;
    QString version; // of its program; empty when not known
    qint64 seenMs = 0; // when it answered last, on the source's clock (RingSnapshot::takenMs)
    QString trouble; // what is wrong with it, why, and what that means, as sentences; empty: nothing
    bool local = false; // this program can kill and restart it
};

// A message under way. Only the classroom sees any: a poller cannot.
struct MessageView {
    Peer from;
    Peer to;
    QString name; // short, as on a sequence diagram: "GetNeighbours"
    QString text; // in plain words: "stabilize: who is your predecessor?"
    double progress = 0; // of its way, 0..1
};

struct RingSnapshot {
    int idBits = chord::idBitsMax;
    int replicas = 0; // 0: not known yet
    qint64 takenMs = 0; // LIVE, REPLAY: milliseconds since 1970 (UTC); CLASSROOM: of virtual time
    std::vector<NodeView> nodes; // in the order of their identifiers, no two alike
    bool chainWhole = false; // every live node's first successor is the next live node, and their predecessors agree
    std::vector<QString> problems; // sentences: what is wrong with the ring as a whole
    std::vector<MessageView> messages; // under way at takenMs

    // The node's place in nodes; -1 if it is not there.
    int indexOf(const chord::Id &id) const;
    int indexOf(const QByteArray &address) const;
    // The live node that an identifier belongs to by position: its first live successor; -1 in an empty ring.
    int ownerOf(const chord::Id &id) const;
};

using SnapshotPtr = std::shared_ptr<const RingSnapshot>;

} // namespace monitor
