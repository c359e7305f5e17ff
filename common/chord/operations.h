// SPDX-License-Identifier: GPL-3.0-or-later
//
// What users ask of this node, as values: find the owner (remembered, or by a lookup), have it execute the operation,
// and try again, under the same id, until there is an answer or the time is up. Also lookups and ring walks that are
// asked for themselves.
#pragma once

#include "chord/context.h"
#include "chord/lookup.h"
#include "chord/owner_cache.h"
#include "chord/replication.h"

namespace chord {

class Operations {
public:
    Operations(Context &context, Replication &replication);

    OperationHandle begin(Execute request);
    OperationHandle beginLookup();
    OperationHandle beginRingWalk(RingMember self);

    // Operations whose owner is to be looked up now.
    std::vector<std::pair<OperationHandle, Id>> takeLookups() { return std::exchange(m_lookups, {}); }
    // The lookup of an operation, or one that was asked for itself, has ended.
    void onLookup(OperationHandle handle, const Lookup &lookup);
    void onUserLookup(OperationHandle handle, const Lookup &lookup);

    void onReply(OperationHandle handle, const NodeRef &from, const ExecuteReply &reply);
    void onLocalReply(OperationHandle handle, const ExecuteReply &reply);
    void onFailure(OperationHandle handle, const Address &to);
    void onWalkReply(OperationHandle handle, const NodeRef &from, const Neighbours &neighbours);
    void onWalkFailure(OperationHandle handle, const Address &to);
    void onPeerDead(const Address &peer) { m_cache.forgetNode(peer); }
    void onTimers();

    size_t memoryBytes() const { return sizeof(*this) + m_operations.size() * sizeof(Operation); }

private:
    struct Operation {
        Execute request;
        Id target;
        Time deadline = 0;
        bool mayHaveHappened = false;
        bool underWay = false; // it was sent, and nothing is known of it yet
        int attempts = 0;
        std::vector<NodeRef> next; // who may own it, the likeliest first
    };
    struct Walk {
        RingResult ring;
        NodeRef asked;
        std::vector<NodeRef> others; // successors of the last member, behind the one being asked
    };

    QByteArray refusal(const Execute &request) const;
    void finish(OperationHandle handle, KeyResult result);
    void route(OperationHandle handle, Operation &operation);
    void ask(OperationHandle handle, Operation &operation, const NodeRef &node);
    void askNext(OperationHandle handle, Operation &operation);
    void retryLater(OperationHandle handle, Operation &operation);
    void onExecuted(OperationHandle handle, const ExecuteReply &reply);
    void armTimer();
    void walkOn(OperationHandle handle, Walk &walk, std::vector<NodeRef> candidates);
    void finishWalk(OperationHandle handle);

    Context &m_context;
    Replication &m_replication;
    OwnerCache m_cache;
    std::map<OperationHandle, Operation> m_operations; // all have the same lifetime: the first is the first to expire
    std::multimap<Time, OperationHandle> m_retries;
    std::vector<std::pair<OperationHandle, Id>> m_lookups;
    std::map<OperationHandle, Walk> m_walks;
    OperationHandle m_lastHandle = 0;
};

} // namespace chord
