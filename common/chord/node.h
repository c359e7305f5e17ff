// SPDX-License-Identifier: GPL-3.0-or-later
//
// One Chord node, as a value: no socket, no clock, no thread. The same compiled code runs over QTcpSocket in the
// daemon, over a virtual network in the simulator and step by step in the classroom.
//
// Call order:
//
//     Node node(self, config);
//     node.createRing(now);  or  node.join(contacts, now);
//     forever:
//         node.receive(from, message, now)   for each message that arrived, or
//         node.advance(now)                  when nextDeadline() has come, or
//         handle = node.begin…(…, now)       for each request of a user;
//         node.takeOutput(output)            and send its messages, deliver its results, log its events.
//
// now is in microseconds and must never go back. Nothing that arrives from the network trips an assertion: what makes
// no sense is ignored, what is impossible is answered with an error.
#pragma once

#include "chord/config.h"
#include "chord/messages.h"
#include "chord/results.h"

#include <memory>
#include <span>

namespace chord {

class RoutingTable;
struct Finger;
class Store;
class NodePrivate;

class Node {
public:
    // self.id must fit config.idBits, config.problem() must be empty (asserted).
    Node(NodeRef self, Config config);
    ~Node();
    Node(Node &&) noexcept;
    Node &operator=(Node &&) noexcept;

    // --- Membership. Once, in the beginning: start a ring of its own, or join one through any of these addresses
    // (Zave 2017, "join"). A join ends in Event::Joined when this node serves its range, or in Event::JoinFailed.
    void createRing(Time now);
    void join(std::vector<Address> contacts, Time now);
    // Instead of either: takes its place in a ring whose other members start in the same way at the same time, all
    // with empty stores and right pointers. For simulations that begin with a ring too large to be joined one by one.
    void startInRing(const NodeRef &predecessor, std::vector<NodeRef> successors, const std::vector<Finger> &fingers,
                     Time now);
    // Hands everything over, then Event::Left; Event::LeaveFailed after timeoutMs.
    void leave(Time now, int timeoutMs);

    // --- The boundary.
    void receive(const NodeRef &from, Message message, Time now);
    void advance(Time now);
    // When advance is next due; never if nothing is.
    Time nextDeadline() const;
    // Moves what is to be sent, delivered and told into output, replacing what was there (its capacity is reused).
    void takeOutput(Output &output);

    // --- Operations: each ends as one OperationResult with the handle returned here, possibly in the very next
    // takeOutput, and at the latest after config.operationTimeoutMs.
    OperationHandle beginGet(const QByteArray &key, Time now);
    // ttlMs: lifetime, above 0; -1 for none.
    OperationHandle beginPut(const QByteArray &key, const QByteArray &value, const QByteArray &contentType,
                             qint64 ttlMs, const Condition &condition, Time now);
    OperationHandle beginDelete(const QByteArray &key, const Condition &condition, Time now);
    // Finds the owner of target (TON, find_successor) and asks it for its replicas; always walks, never uses the cache.
    OperationHandle beginLookup(const Id &target, Time now);
    // Walks the successors once around.
    OperationHandle beginRingWalk(Time now);

    // --- Views, for REST, drawings and checks.
    const Config &config() const;
    const NodeRef &self() const;
    NodeState state() const;
    const RoutingTable &routing() const;
    const Store &store() const;
    // What this node owns; nothing while joining.
    std::optional<Range> owned() const;
    // Owned and covered by leases at this time: reads are answered here, but for what is just being handed over.
    bool serving(Time now) const;
    // For which keys reads are answered at this time; nothing for none.
    std::optional<Range> served(Time now) const;
    // Ready, with a lease for its range: what /readyz tells.
    bool ready(Time now) const;
    quint64 primaryKeys() const;
    quint64 replicaKeys() const;
    const Counters &counters() const;
    // How many lookups have asked 0, 1, 2 … nodes since countLookupHops() was called; the last: so many and more. Not
    // called for the nodes of a simulation, of which a million are to fit.
    void countLookupHops();
    std::span<const quint32> lookupHopCounts() const;
    RingMember describe() const;
    // Bytes this node occupies, its records' texts included (for the simulator's bounds).
    size_t memoryBytes() const;

private:
    std::unique_ptr<NodePrivate> d;
};

} // namespace chord
