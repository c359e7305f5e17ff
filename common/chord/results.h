// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the core hands out: messages to send, operations that have ended, events worth telling an operator or drawing,
// and what is to be kept on a disk. Plain values, moved to the host by Node::takeOutput.
#pragma once

#include "chord/persist.h"
#include "chord/watch_point.h"

#include <memory>
#include <variant>

namespace chord {

// Names an operation begun on this node, until its result is out.
using OperationHandle = quint64;

enum class OperationStatus : quint8 {
    Ok,
    NotFound,
    ConditionFailed,
    Unavailable, // too few replicas or no owner answered in time; see mayHaveHappened
    Invalid, // key or value outside the limits; see reason
};

// How a get, put or delete ended.
struct KeyResult {
    OperationStatus status = OperationStatus::Unavailable;
    bool mayHaveHappened = false; // Unavailable: a write may still take effect
    bool created = false; // put: there was no value before
    QByteArray value;
    QByteArray contentType;
    qint64 ttlMs = -1; // get: until the value expires; -1: it does not
    Version version; // Ok: of the value read or written; ConditionFailed: of the value that is there
    QByteArray reason; // of a failure: a sentence for the user
};

// How a page of a listing ended.
struct ListResult {
    OperationStatus status = OperationStatus::Unavailable;
    Listed listed; // Ok
    QByteArray reason; // of a failure: a sentence for the user
};

struct Hop {
    enum class Via : quint8 { Self, Finger, Successor, Cache };
    NodeRef node; // who was asked
    Via via = Via::Self; // what named it
    int finger = -1; // Via::Finger: its index, 0..m-1
    Time micros = 0; // from asking to its answer
    bool answered = false; // false: it was stepped back over
};

struct LookupResult {
    OperationStatus status = OperationStatus::Unavailable;
    Id target;
    NodeRef owner;
    std::vector<NodeRef> replicas; // the owner first
    std::vector<NodeRef> successors; // of the owner
    std::vector<Hop> hops;
    int timeouts = 0;
    QByteArray reason;
};

struct RingMember {
    NodeRef node;
    NodeState state = NodeState::Joining;
    std::optional<NodeRef> predecessor;
    std::vector<NodeRef> successors; // empty: its own successor
    std::vector<GroupView> groups; // of which it is a voter
    quint64 primaryKeys = 0;
};

// The ring as seen by walking the successors once around.
struct RingResult {
    std::vector<RingMember> members; // in the order of the walk, this node first
    std::vector<GroupView> ranges; // in ring order from the first member on; of each range what its latest leader says
    bool complete = false; // the walk came back to its start, found nothing wrong, and every range is served
    std::vector<QByteArray> problems;
};

// What a recovery found, and did if it was confirmed.
struct RecoveryResult {
    bool done = false;
    // Nothing: no node that can be reached knows of a range there that has lost its majority.
    std::optional<Range> range;
    std::vector<NodeRef> present; // voters that are left
    std::vector<NodeRef> missing;
    QByteArray text; // a few sentences for the operator: what was found, what is lost or may be, what was done
};

struct OperationResult {
    OperationHandle handle = 0;
    std::variant<KeyResult, LookupResult, RingResult, RecoveryResult, ListResult> outcome;
};

// What is told to those that watch a key.
struct WatchUpdate {
    enum class Kind : quint8 {
        Present, // the state that is there, for those that do not know it
        Put, // a change, as all below
        Deleted,
        Expired,
        Unchanged, // the state is still the one that these watchers know, after a doubt or a pause
        Uncertain, // no leader of the key has vouched for the state for a while; Present or Unchanged follows
    };
    std::vector<OperationHandle> watchers;
    Kind kind = Kind::Uncertain;
    bool mayHaveSkipped = false; // Present: changes since the state that these watchers know were perhaps not told
    bool exists = false; // Present: the key has a value
    QByteArray value;
    QByteArray contentType;
    qint64 ttlMs = -1;
    WatchPoint point; // not with Uncertain
};

// Why a node is not in the ring, or has stayed in it. The texts for people are the host's.
enum class MembershipProblem : quint8 {
    None,
    OnlyItself, // there is no other node to join through
    NoContactAnswers, // in time
    ContactSilent, // node.address: it has not answered
    ContactJoining, // node.address: it is joining, too
    ContactLeaving, // node.address
    ContactsGone, // those that it had joined by, before it had a range
    PlaceNotFound, // the ring is still forming, or nodes have just failed
    IdentifierTaken, // node: by which
    OlderCopy, // of its disk: others know of later commits of this node, so it must not vote
    NotTakenOver, // in time: its ranges, by other nodes
};

struct Event {
    enum class Kind : quint8 {
        Joined, // node: the successor
        JoinFailed, // problem, and its node; the node does nothing more
        PredecessorChanged, // node: the new one; this node itself when alone
        SuccessorChanged, // likewise
        PeerDead, // node
        RangeAcquired, // this node leads a range now; text: which, and how
        RangeLost, // it does so no more; node: the leader now, if known; text: which range
        VotersChanged, // of a range this node leads; text: how
        QuorumLost, // of a range this node is a voter of; text: which
        QuorumRegained,
        DataLost, // a range was recovered without the majority of its voters; text: which
        Left, // the hand-over is complete, the program may end
        LeaveFailed, // problem; the data is still here
        InvariantBroken, // text; the successor list is out of order or has a node twice
    };
    Kind kind;
    NodeRef node;
    QByteArray text;
    std::optional<Range> range; // of those that tell of one
    MembershipProblem problem = MembershipProblem::None;
};

struct Envelope {
    Address to;
    Message message;
};

struct Output {
    std::vector<Envelope> messages;
    std::vector<OperationResult> results;
    std::vector<Event> events;
    std::vector<WatchUpdate> watches; // in order
    std::unique_ptr<Persist> persist; // with a disk (Config::durable): the next commit, to be answered by persisted()

    bool isEmpty() const
    {
        return messages.empty() && results.empty() && events.empty() && watches.empty() && !persist;
    }
};

// Lookups of this many hops and more are counted together: above what a whole ring of a million nodes takes.
inline constexpr size_t lookupHopsCounted = 24;

// Monotonic counts since the node began.
struct Counters {
    quint64 messagesSent = 0;
    quint64 messagesReceived = 0;
    quint64 requestsTimedOut = 0;
    quint64 lookupsBegun = 0;
    quint64 lookupHops = 0;
    quint64 operationsBegun = 0;
    quint64 operationsFailed = 0; // Unavailable
    quint64 cacheHits = 0; // operations sent straight to a remembered owner
    quint64 elections = 0; // begun here
    quint64 electionsWon = 0;
    quint64 leadsTransferred = 0; // given to another voter on purpose
    quint64 leadsLost = 0; // because no majority answered, or to another leader
    quint64 configChanges = 0; // chosen under this node's lead
    quint64 splits = 0;
    quint64 merges = 0;
    quint64 recoveries = 0; // of lost majorities
    quint64 recordsCopied = 0; // to learners and to voters that lacked them
    quint64 recordsReaccepted = 0; // after elections
    quint64 bytesCopied = 0;
    quint64 tombstonesCollected = 0;
};

} // namespace chord
