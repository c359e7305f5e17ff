// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that nodes say to each other, as plain structs. common/wire gives each its bytes; the simulator carries
// them as they are. A request has a non-zero requestId and its reply repeats it; one-way messages have 0.
#pragma once

#include "chord/id.h"
#include "chord/record.h"

#include <QByteArray>

#include <optional>
#include <variant>
#include <vector>

namespace chord {

// "host:port" as advertised ("[v6]:port" for IPv6). The core compares addresses and never looks inside.
using Address = QByteArray;

// A node as others know it. The incarnation is drawn anew whenever the program starts: a node that crashed and came
// back at once with the same identifier, but without its memory, is somebody else.
struct NodeRef {
    Id id;
    Address address;
    quint64 incarnation = 0;

    friend bool operator==(const NodeRef &, const NodeRef &) = default;
};

// The keys in (lo, hi], owned under a term. hi is the owner's identifier, or the lower end of what it has already.
struct Range {
    Id lo;
    Id hi;
    quint64 term = 0;

    bool contains(const Id &id) const { return inRange(lo, id, hi); }
    friend bool operator==(const Range &, const Range &) = default;
};

struct Claim {
    NodeRef owner;
    Range range;

    friend bool operator==(const Claim &, const Claim &) = default;
};

enum class NodeState : quint8 { Joining, Ready, Leaving, Left };

// --- Routing (TON, section IV; Zave 2017, section 4)

// "Who comes next on the way to target?"
struct FindNext {
    Id target;
    friend bool operator==(const FindNext &, const FindNext &) = default;
};

// final: next[0] is the first successor of target that the replier knows, the others follow it on the ring. Otherwise
// next holds nodes that precede target, the closest first. via tells what the replier used for next[0].
struct FindNextReply {
    bool final = false;
    qint16 finger = -1; // index of the finger used for next[0]; -1: the successor list
    std::vector<NodeRef> next;
    // Not final: who owns the target if all of next are dead: the replier's successors at or behind the target.
    std::vector<NodeRef> owners;
    friend bool operator==(const FindNextReply &, const FindNextReply &) = default;
};

struct GetNeighbours {
    friend bool operator==(const GetNeighbours &, const GetNeighbours &) = default;
};

struct Neighbours {
    NodeState state = NodeState::Joining;
    std::optional<NodeRef> predecessor;
    std::vector<NodeRef> successors;
    std::optional<Range> owned;
    std::optional<Range> claimed; // being acquired, or owned before an absence and not confirmed since: not served
    quint64 primaryKeys = 0;
    friend bool operator==(const Neighbours &, const Neighbours &) = default;
};

struct Ping {
    friend bool operator==(const Ping &, const Ping &) = default;
};

struct Pong {
    friend bool operator==(const Pong &, const Pong &) = default;
};

// One-way: "I may be your predecessor."
struct Notify {
    friend bool operator==(const Notify &, const Notify &) = default;
};

// One-way: "I have handed my keys over and am gone."
struct Leaving {
    friend bool operator==(const Leaving &, const Leaving &) = default;
};

// --- Ownership

// The sender owns range, or wants to: "promise to help no other owner of it, and not to take it yourself, for leaseMs."
struct LeaseRequest {
    Range range;
    std::optional<Id> handedOverBy; // the former owner, which has stopped serving: no need to wait for its lease
    friend bool operator==(const LeaseRequest &, const LeaseRequest &) = default;
};

struct LeaseReply {
    enum class Result : quint8 { Granted, Wait, Refused };
    Result result = Result::Wait;
    std::optional<Claim> conflict; // Refused: who holds a later term for some of the range
    friend bool operator==(const LeaseReply &, const LeaseReply &) = default;
};

// The giver has stopped serving range; the receiver owns it from here on, under range.term, if it has it still: it may
// have taken what was copied to it for copies that nobody counts on, and dropped them.
struct HandOver {
    Range range;
    std::optional<NodeRef> below; // who owns what ends at range.lo; nothing if the giver does not know
    quint64 count = 0; // of the giver's records in range, and their digest
    quint64 digest = 0;
    friend bool operator==(const HandOver &, const HandOver &) = default;
};

struct HandOverReply {
    bool accepted = false;
    friend bool operator==(const HandOverReply &, const HandOverReply &) = default;
};

// --- Data

// A write that has been applied, and what it is to be answered with should it be repeated.
struct AppliedWrite {
    OperationId operation;
    Version version;
    bool created = false; // the key had no value before
    friend bool operator==(const AppliedWrite &, const AppliedWrite &) = default;
};

// A record on its way: its lifetime is relative, since clocks have no common origin.
struct Transfer {
    QByteArray key;
    QByteArray value;
    QByteArray contentType;
    Version version;
    qint64 ttlMs = -1; // -1: does not expire; 0: has expired
    bool tombstone = false;
    std::vector<AppliedWrite> applied; // to this key, within the retry window
    friend bool operator==(const Transfer &, const Transfer &) = default;
};

// From the owner to a replica: keep these.
struct Replicate {
    quint64 term = 0;
    std::vector<Transfer> records;
    friend bool operator==(const Replicate &, const Replicate &) = default;
};

struct ReplicateReply {
    bool stored = false; // false: the replica knows a later owner
    friend bool operator==(const ReplicateReply &, const ReplicateReply &) = default;
};

// From whoever holds records it need not keep to their owner: take what is newer than yours.
struct Offer {
    std::vector<Transfer> records;
    friend bool operator==(const Offer &, const Offer &) = default;
};

struct OfferReply {
    bool accepted = false; // every record is now held by a majority, or was older than the owner's
    friend bool operator==(const OfferReply &, const OfferReply &) = default;
};

// "My keys in (lo, hi] are so many and have this digest. Yours?"
struct SyncRequest {
    Id lo;
    Id hi;
    quint64 count = 0;
    quint64 digest = 0;
    friend bool operator==(const SyncRequest &, const SyncRequest &) = default;
};

struct SyncPart {
    Id hi; // the part begins where the one before it ends
    quint64 count = 0;
    quint64 digest = 0;
    friend bool operator==(const SyncPart &, const SyncPart &) = default;
};

struct KeyVersion {
    QByteArray key;
    Version version;
    friend bool operator==(const KeyVersion &, const KeyVersion &) = default;
};

struct SyncReply {
    enum class Kind : quint8 { Same, Parts, Entries };
    Kind kind = Kind::Same;
    std::vector<SyncPart> parts; // Parts: the digests of the replier's keys, in ring order, the last ending at hi
    std::vector<KeyVersion> entries; // Entries: all that the replier holds in the range
    friend bool operator==(const SyncReply &, const SyncReply &) = default;
};

struct Fetch {
    std::vector<QByteArray> keys;
    friend bool operator==(const Fetch &, const Fetch &) = default;
};

// As many of the records asked for, in order, as fit one message; a key that is not held is passed over.
struct FetchReply {
    std::vector<Transfer> records;
    quint32 answered = 0; // how many of the keys this reply has dealt with
    friend bool operator==(const FetchReply &, const FetchReply &) = default;
};

// One-way, from the owner: all replicas have these deletes; forget them.
struct Collect {
    std::vector<KeyVersion> tombstones;
    friend bool operator==(const Collect &, const Collect &) = default;
};

// --- Operations

enum class OperationKind : quint8 { Get, Put, Delete };

// Checked by the owner, atomically with the write.
struct Condition {
    enum class Kind : quint8 { None, IfMatch, IfNoneMatch };
    Kind kind = Kind::None;
    bool any = false; // "*": any existing value
    std::vector<Version> versions;
    friend bool operator==(const Condition &, const Condition &) = default;
};

struct Execute {
    OperationId operation;
    OperationKind kind = OperationKind::Get;
    QByteArray key;
    QByteArray value;
    QByteArray contentType;
    qint64 ttlMs = -1; // -1: does not expire
    Condition condition;
    friend bool operator==(const Execute &, const Execute &) = default;
};

enum class ExecuteStatus : quint8 {
    Done, // Get: found. Put: stored. Delete: deleted.
    NotFound,
    ConditionFailed,
    NotOwner, // ask one of next
    Busy, // the owner cannot answer now (no lease, in transfer, queue full); nothing happened
    Uncertain, // a write that may or may not take effect
};

struct ExecuteReply {
    ExecuteStatus status = ExecuteStatus::Busy;
    bool created = false; // Put: the key had no value
    QByteArray value;
    QByteArray contentType;
    qint64 ttlMs = -1;
    Version version; // Done: of the value read or written; ConditionFailed: of the value that is there
    std::optional<Range> owned; // the replier's range, for the caller's cache
    std::vector<NodeRef> next; // NotOwner: who may be, the likeliest first
    friend bool operator==(const ExecuteReply &, const ExecuteReply &) = default;
};

// --- Local: made by the transport, has no form on the wire. The peer refused a connection or its address is nobody's:
// the requests under way to it have failed.
struct Unreachable {
    friend bool operator==(const Unreachable &, const Unreachable &) = default;
};

using Body = std::variant<FindNext, FindNextReply, GetNeighbours, Neighbours, Ping, Pong, Notify, Leaving, LeaseRequest,
                          LeaseReply, HandOver, HandOverReply, Replicate, ReplicateReply, Offer, OfferReply,
                          SyncRequest, SyncReply, Fetch, FetchReply, Collect, Execute, ExecuteReply, Unreachable>;

struct Message {
    quint64 requestId = 0;
    Body body;
    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace chord
