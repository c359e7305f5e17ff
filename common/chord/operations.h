// SPDX-License-Identifier: GPL-3.0-or-later
//
// What users ask of this node, as values: find the owner (remembered, or by a lookup), have it execute the operation,
// and try again, under the same id, until there is an answer or the time is up. Also lookups and ring walks that are
// asked for themselves.
#pragma once

#include "chord/context.h"
#include "chord/groups/groups.h"
#include "chord/groups/leader_cache.h"
#include "chord/lookup.h"

namespace chord {

// How a request to watch a key has ended: nothing if no leader has answered in time.
struct WatchAnswer {
    OperationHandle operation = 0;
    std::optional<ExecuteReply> reply;
};

class Operations {
public:
    Operations(Context &context, Groups &groups);

    OperationHandle begin(Execute request);
    // For Watches: ends as a WatchAnswer. known: a value that need not be sent again; null: none.
    OperationHandle beginWatch(const QByteArray &key, const Version &known);
    std::vector<WatchAnswer> takeWatchAnswers() { return std::exchange(m_watchAnswers, {}); }
    OperationHandle beginLookup();
    OperationHandle beginRingWalk(RingMember self);

    // Operations whose owner is to be looked up now.
    std::vector<std::pair<OperationHandle, Id>> takeLookups() { return std::exchange(m_lookups, {}); }
    // The lookup of an operation, or one that was asked for itself, has ended.
    void onLookup(OperationHandle handle, const Lookup &lookup);
    void onUserLookup(OperationHandle handle, const Lookup &lookup);

    // A request of this part was answered, or was not.
    void onReply(const Purpose &purpose, const NodeRef &from, const Body &body);
    void onFailure(const Purpose &purpose, const Address &to);
    void onLocalReply(OperationHandle handle, const ExecuteReply &reply);
    // Asks the leader for a node that cannot reach it; false if this is not asked for, or cannot be done.
    bool relay(const NodeRef &from, quint64 requestId, const Execute &request);

    void giveResult(OperationHandle handle, RecoveryResult result);
    // A restart of the same incarnation, whose operations have names for ever.
    void startAt(OperationHandle handle) { m_lastHandle = handle; }
    OperationHandle nextHandle() { return ++m_lastHandle; }
    void onPeerDead(const Address &peer) { m_cache.forgetNode(peer); }
    void onTimers();

    size_t memoryBytes() const { return sizeof(*this) + m_operations.size() * sizeof(Operation); }

private:
    struct Operation {
        Execute request;
        Id target;
        Time deadline = 0;
        // A write was sent to a leader that may have begun it; from then on it keeps its `since`.
        bool mayHaveHappened = false;
        bool noAnswer = false; // what was sent may have been executed, and nothing has been heard of it
        int attempts = 0;
        int hints = 0; // followed since the last lookup
        bool lookUp = false; // when all of `next` were asked
        std::vector<NodeRef> voters; // of a range without a leader, as one of them has told
        std::vector<NodeRef> next; // who may know the leader, the likeliest first
        // Nodes that have not answered it, or could not pass it on, until all others have been asked too.
        std::vector<Address> silent;
        bool isRelayed = false; // through the node that is being asked
    };
    struct Relayed {
        Address asker;
        quint64 requestId;
        OperationKind kind;
    };
    struct Walk {
        RingResult ring;
        NodeRef asked;
        std::vector<NodeRef> others; // successors of the last member, behind the one being asked
    };

    QByteArray refusal(const Execute &request) const;
    void start(OperationHandle handle, Execute request, const Id &target);
    void finish(OperationHandle handle, KeyResult result, Listed listed = {});
    void give(OperationHandle handle, OperationKind kind, KeyResult result, Listed listed = {});
    void route(OperationHandle handle, Operation &operation);
    void askLeader(OperationHandle handle, Operation &operation, const Descriptor &leader);
    void askLeader(OperationHandle handle, Operation &operation, const Descriptor &leader, const NodeRef &by);
    int patienceMs(const Execute &request) const;
    bool followTo(OperationHandle handle, Operation &operation, const Descriptor &leader, const NodeRef *via);
    bool canAsk(const Operation &operation, const Address &node);
    void ask(OperationHandle handle, Operation &operation, const NodeRef &node);
    void askNext(OperationHandle handle, Operation &operation);
    void retryLater(OperationHandle handle, Operation &operation);
    void onExecuteReply(OperationHandle handle, const NodeRef &from, const ExecuteReply &reply);
    void onExecuted(OperationHandle handle, const ExecuteReply &reply, const NodeRef *from);
    void onExecuteFailure(OperationHandle handle, const Address &to);
    void onRelayed(OperationHandle handle, const ExecuteReply &reply);
    void onRelayFailure(OperationHandle handle);
    void onWalkReply(OperationHandle handle, const NodeRef &from, const Neighbours &neighbours);
    void onWalkFailure(OperationHandle handle, const Address &to);
    void armTimer();
    void walkOn(OperationHandle handle, Walk &walk, std::vector<NodeRef> candidates);
    void finishWalk(OperationHandle handle);

    Context &m_context;
    Groups &m_groups;
    LeaderCache m_cache;
    std::map<OperationHandle, Operation> m_operations; // all have the same lifetime: the first is the first to expire
    std::multimap<Time, OperationHandle> m_retries;
    std::vector<std::pair<OperationHandle, Id>> m_lookups;
    std::map<OperationHandle, Walk> m_walks;
    std::map<OperationHandle, Relayed> m_relayed;
    std::vector<WatchAnswer> m_watchAnswers;
    OperationHandle m_lastHandle = 0;
};

} // namespace chord
