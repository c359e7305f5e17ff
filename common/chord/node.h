// SPDX-License-Identifier: GPL-3.0-or-later
//
// One Chord node, as a value: no socket, no clock, no thread. The same compiled code runs over QTcpSocket in the
// daemon, over a virtual network in the simulator and step by step in the classroom.
//
// Call order:
//
//     Node node(self, config);
//     node.createRing(now);  or  node.join(contacts, now);  or  node.restore(state, contacts, now);
//     forever:
//         node.receive(from, message, now)   for each message that arrived, or
//         node.advance(now)                  when nextDeadline() has come, or
//         handle = node.begin…(…, now)       for each request of a user, or
//         node.persisted(number, now)        when what was to be persisted is (only with a disk);
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
struct IdealPlace;
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
    // with empty stores, right pointers and leaders elected. For simulations that begin with a ring too large to be
    // joined one by one.
    void startInRing(const IdealPlace &place, Time now);
    // Instead of all these, with a disk (Config::durable): goes on as the same incarnation with what was persisted.
    // First the records, in any number of calls. contacts: tried besides the nodes that it knew. A node that had not
    // joined yet joins. Event::Joined is told when it is ready again.
    void restoreRecords(std::vector<Transfer> records, Time now);
    void restore(const Restored &state, std::vector<Address> contacts, Time now);
    // Is replaced in all its groups, then Event::Left; Event::LeaveFailed after timeoutMs.
    void leave(Time now, int timeoutMs);

    // --- The boundary.
    void receive(const NodeRef &from, Message message, Time now);
    void advance(Time now);
    // When advance is next due; never if nothing is.
    Time nextDeadline() const;
    // The commit in Output::persist with this number is on the disk. The next one is given out after that.
    void persisted(quint64 number, Time now);
    // Commits fail at the moment, and why; empty: not any more. Meanwhile this node gives what it leads to other voters
    // if it can, and takes no write.
    void setDiskProblem(const QByteArray &reason, Time now);
    // The program is about to end without leaving the ring: what this node leads goes to other voters.
    void retire(Time now);
    // Moves what is to be sent, delivered and told into output, replacing what was there (its capacity is reused).
    void takeOutput(Output &output);

    // --- Operations: each ends as one OperationResult with the handle returned here, possibly in the very next
    // takeOutput, and at the latest after config.operationTimeoutMs.
    OperationHandle beginGet(const QByteArray &key, Time now);
    // ttlMs: lifetime, above 0; -1 for none.
    OperationHandle beginPut(const QByteArray &key, const QByteArray &value, const QByteArray &contentType,
                             qint64 ttlMs, const Condition &condition, Time now);
    OperationHandle beginDelete(const QByteArray &key, const Condition &condition, Time now);
    // Watches a key until endWatch: the state that is there, then each change, as WatchUpdates that name this handle.
    // known: what was told last of it, by this node or another one; if it is still so, Unchanged is told instead. 0:
    // too many are watched, or it is no key.
    OperationHandle beginWatch(const QByteArray &key, const std::optional<WatchPoint> &known, Time now);
    void endWatch(OperationHandle watcher, Time now);

    // The keys of the ring with this prefix, in the order of their identifiers, a page at a time: from identifier
    // `from` on, and there behind the key `after`. The first page begins at 0 with no key, the next ones where
    // Listed::from and after say. Each page is what its part of one range has at one moment during the operation, so
    // that in all pages together each key that exists all the while appears exactly once. keysMax >= 1. Ends as a
    // ListResult; its page may be empty and yet not the last.
    OperationHandle beginList(const Id &from, const QByteArray &after, const QByteArray &prefix, int keysMax, Time now);
    // Finds the owner of target (TON, find_successor) and asks it for its replicas; always walks, never uses the cache.
    OperationHandle beginLookup(const Id &target, Time now);
    // Walks the successors once around.
    OperationHandle beginRingWalk(Time now);

    // --- After the loss of a majority.
    // An operator says that whatever ran at this address is gone for ever, with its memory: Ok, or Invalid with a
    // reason. Ends as a KeyResult.
    OperationHandle beginDeclareGone(const Address &address, Time now);
    // Recovers the range of this place with the voters that are left. confirmed: even if acknowledged writes may be
    // lost. Without it the result tells what would be done and lost.
    OperationHandle beginRecovery(const Id &place, bool confirmed, Time now);

    // --- Views, for REST, drawings and checks.
    const Config &config() const;
    const NodeRef &self() const;
    NodeState state() const;
    const RoutingTable &routing() const;
    const Store &store() const;
    // Of which ring this node is a member, by the incarnation of its founder; 0 for none.
    quint64 ring() const;
    // Could this node, by what it knows now, call what runs at this address?
    bool remembers(const Address &address) const;
    // The groups of which this node is a voter or a learner, in the order of their ranges' ends.
    std::vector<GroupView> groups() const;
    // Does this node lead the range of this key? (It may lack a lease at the moment.)
    bool leads(const Id &key) const;
    // Would this node answer reads at this place of the ring at this time from its own store?
    bool serves(const Id &place, Time now) const;
    // ... and of this key? Those of which a new leader does not know yet what was chosen wait.
    bool serves(const QByteArray &key, Time now) const;
    // The ranges this node answers reads for at this time.
    std::vector<Range> served(Time now) const;
    // Why it is not a voter where it should be, or cannot serve: a sentence for the operator. Empty if it is ready.
    QByteArray notReadyReason(Time now) const;
    bool ready(Time now) const { return notReadyReason(now).isEmpty(); }
    quint64 primaryKeys() const;
    quint64 replicaKeys() const;
    size_t watcherCount() const; // begun here
    size_t subscriptionCount() const; // of nodes to keys that this node leads
    const Counters &counters() const;
    // How many lookups have asked 0, 1, 2 … nodes since countLookupHops() was called; the last: this many and more. Not
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
