// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keeps the data promises: who owns which range, how a write reaches its replicas, how a range changes hands and how
// holders are brought together again. Its implementation is five files, one for each of these concerns:
//
//     replication.cpp            writes and reads at the owner, and what a replica answers
//     replication_ownership.cpp  what should be ours, and the leases that keep it so
//     replication_acquiring.cpp  claims (after a crash), and receiving a hand-over
//     replication_giving.cpp     hand-over to a newcomer, or on leaving
//     replication_repair.cpp     sessions that compare and move records; orphans; tombstones
//
// The rules:
//  1. Only the owner of a range answers for its keys, and only while it serves: every replica of its set (its first
//     R-1 successors) has promised so (ownership.h).
//  2. A write is acknowledged when a majority of owner and set hold it, the owner among them, and the owner serves.
//     Until then it is kept aside and read by nobody; it is repeated until it is held or the range is lost.
//  3. A range comes to a node either by hand-over, which copies first and stops serving before it gives, or by a claim
//     under a later term: that waits until no promise to a former owner can last, and then takes in what every other
//     holder it can reach has, before it serves. Nobody is helped to claim more than the owner that is gone had, nor
//     what an owner below is seen to own. Who leaves has one replica more, so that as many remain.
//  4. The later version wins wherever two holders differ. A tombstone outlives every older value: it is collected when
//     the whole set has had it for so long that copies outside the set are gone too. A node that was away for longer
//     forgets what it held if others have gone on without it.
//  5. An owner that was not run for a lease or longer is in doubt: it neither asks for leases nor gives anything away
//     until it is known that nobody has become the owner in its place (settleDoubt, onSurveyed).
//
// Partitions are not covered: a side that takes all others for dead goes on alone.
#pragma once

#include "chord/applied_writes.h"
#include "chord/context.h"
#include "chord/lookup.h"
#include "chord/ownership.h"
#include "chord/reconciliation.h"
#include "chord/refused_writes.h"
#include "chord/store.h"

#include <map>
#include <memory>

namespace chord {

// Who awaits the outcome of an execution.
struct Waiter {
    bool local = false; // an operation begun on this node
    Address to; // else the peer that asked,
    quint64 token = 0; // by this request; the operation's handle if local
    Time deadline = 0;
};

struct LocalReply {
    OperationHandle operation;
    ExecuteReply reply;
};

class Replication {
public:
    explicit Replication(Context &context);

    // --- Ownership
    void ownWholeRing() { ownFrom(m_context.self.id); }
    // The range from there to this node, under the ring's first term.
    void ownFrom(const Id &lo);
    void leave(int timeoutMs);
    std::optional<Range> owned() const;
    std::optional<Range> claimed() const;
    bool serving() const { return servingAt(m_context.now); }
    bool servingAt(Time now) const { return m_owned && !inDoubt() && now < m_servesUntil; }
    // Without what is being handed over.
    std::optional<Range> servedAt(Time now) const;
    // After every step that may have changed the neighbours.
    void onNeighboursChanged();
    void onPeerDead(const Address &peer);
    void onTimers();
    // This node was not run for so long.
    void wasAway(Time duration);

    // --- Executing operations at the owner
    // Is this key ours, or about to be? Then execute answers it, sooner or later.
    bool concerns(const Id &id) const { return standing(id) != Standing::NotOwner; }
    void execute(Execute request, Waiter waiter);
    // A get that can be answered at once; nothing if it cannot. The fast path of execute.
    std::optional<ExecuteReply> getNow(const Id &id, const QByteArray &key);
    std::vector<LocalReply> takeLocalReplies() { return std::exchange(m_localReplies, {}); }

    // --- Peers' requests
    LeaseReply onLeaseRequest(const NodeRef &from, const LeaseRequest &request);
    HandOverReply onHandOver(const NodeRef &from, const HandOver &request);
    ReplicateReply onReplicate(const NodeRef &from, const Replicate &request);
    OfferReply onOffer(const Offer &request);
    // Nothing while what is held here may be long out of date: the peer asks again.
    std::optional<SyncReply> onSync(const SyncRequest &request) const;
    std::optional<FetchReply> onFetch(const Fetch &request) const;
    void onCollect(const NodeRef &from, const Collect &request);

    // --- Replies, and requests that failed
    void onReply(const Request &request, const NodeRef &from, const Body &body);
    void onFailure(const Request &request);

    // --- Orphans: data nobody keeps here any more. The place of one whose owner is to be looked up.
    std::optional<Id> takeOrphanLookup();
    void onOrphanLookup(const Lookup &lookup);

    const Store &store() const { return m_store; }
    quint64 primaryKeys() const;
    quint64 replicaKeys() const;
    size_t memoryBytes() const;

private:
    struct QueuedWrite {
        Execute request;
        Waiter waiter;
    };
    // A write on its way to its replicas. One at a time for each key; those that follow wait in its queue.
    struct Write {
        Id id;
        Record record;
        OperationId operation; // 0.0: none; an adopted record, an expiry
        bool created = false;
        std::vector<Waiter> waiters;
        std::vector<Id> held; // by these replicas
        std::vector<Id> asked; // these are being asked
        Time retryAt = 0;
        std::vector<QueuedWrite> queue;
    };
    struct Parked {
        Execute request;
        Waiter waiter;
    };
    // Acquiring a range.
    struct Acquisition {
        LeasedRange lease;
        std::optional<Id> givenBy; // by hand-over; else it is a claim
        std::optional<NodeRef> below; // who owns what ends where this begins
        std::vector<NodeRef> chain; // of a claim by a node that owns nothing: all up to the first owner
        std::vector<Id> synced; // nodes that have been compared with
        std::map<Id, Time> answerBy = {}; // who has been asked for a lease: until then it is not asked again
        Time notBefore = 0; // until then a former owner may hold promises of others
        bool syncing = false;
        bool restTaken = false; // what the first owner of the chain keeps of places before this one
        bool moved = false; // something was taken in since the comparison began: compare once more
        bool outdated = false; // a record under this very term or a later one was found: claim again under a later one
    };
    // Asking along the successors who owns this node's place.
    struct Survey {
        quint64 token;
        std::vector<NodeRef> chain; // who answered, each naming the one before it as its predecessor
    };
    struct Giving {
        enum class Phase : quint8 { Copy, CopyRest, Drain, Seal, Offered };
        NodeRef to;
        Range range; // .term: the one it is given under
        Phase phase = Phase::Copy;
        bool leaving = false;
        bool frozen() const { return phase >= Phase::Drain; }
    };
    enum class SessionKind : quint8 { Repair, Acquire, TakeRest, Give, GiveRest, Orphan };
    struct Session {
        SessionKind kind;
        NodeRef peer;
        Id lo;
        Id hi;
        Reconciliation work;
        bool underWay = false;
        Time retryAt = 0;
    };
    struct Collection {
        std::vector<KeyVersion> tombstones;
        std::vector<Id> awaited;
    };
    enum class Standing : quint8 { Serve, Park, NotOwner };

    // replication.cpp
    Standing standing(const Id &id) const;
    void answer(const Waiter &waiter, ExecuteReply reply);
    ExecuteReply notOwner(const Id &id) const;
    ExecuteReply read(const Record *record);
    void park(Execute request, Waiter waiter);
    void unpark();
    void beginWrite(const Id &id, Execute request, Waiter waiter);
    std::optional<ExecuteReply> refuse(const Execute &request, const Record *current);
    void startWrite(const Id &id, Write write);
    void adopt(const Transfer &transfer);
    void bury(const Id &id, const QByteArray &key);
    Version nextVersion();
    void sendWrite(quint64 number, Write &write);
    void settleWrites();
    void settleWrite(quint64 number);
    void dropWritesNotOwned();
    void keep(const Id &id, Record record);
    const Record *live(const Id &id, const QByteArray &key) const;
    bool writesIn(const Id &lo, const Id &hi) const;
    void onReplicated(const Request &request, const NodeRef &from, const ReplicateReply &reply);
    void expire();
    void workOnDeadlines();

    // replication_ownership.cpp
    void reconsider();
    void renewLeases();
    void askLease(const LeasedRange &lease, const NodeRef &grantor, const std::optional<Id> &givenBy);
    void askForAcquisition();
    void onLease(const Request &request, const NodeRef &from, const LeaseReply &reply);
    void lose(const Range &range, const NodeRef &to);
    void leasesChanged();
    void askBelow();
    void onBelow(const NodeRef &from, const Neighbours &neighbours);
    // Who grants the leases of what is owned.
    const std::vector<NodeRef> &grantors() const { return m_context.config.replicas > 1 ? m_replicas : m_soleGrantor; }
    bool mayGrant() const;
    bool inDoubt() const { return m_owned && m_awaySince != never; }
    void settleDoubt();
    void loseReceiver();
    void armWork();

    // replication_acquiring.cpp
    void survey();
    void askNextSurveyed(const NodeRef &node);
    void onSurveyed(quint64 token, const NodeRef &from, const Neighbours &neighbours);
    void claimGap(const NodeRef &predecessor, const Id &hi);
    void startClaim(const Id &lo, const std::optional<NodeRef> &below, const Id &hi, std::vector<NodeRef> chain);
    std::vector<NodeRef> acquisitionGrantors() const;
    void workOnAcquisition();
    void completeAcquisition();
    void abandonAcquisition();

    // replication_giving.cpp
    void startGiving(const NodeRef &to, const Range &range, bool leaving);
    void stopGiving();
    void workOnGiving();
    void offer();
    bool isOffering() const { return m_giving && m_giving->phase == Giving::Phase::Offered; }
    bool isOffered(quint64 term) const;
    void given(bool certain);
    void giveUpLeaving();
    void workOnLeaving();
    bool somebodyIsJoining() const;
    void left();

    // replication_repair.cpp
    void startSession(SessionKind kind, const NodeRef &peer, Reconciliation::Mode mode, const Id &lo, const Id &hi);
    void workOn(quint64 number);
    void workOnSessions();
    void onSessionReply(quint64 number, const Body &body);
    void sessionEnded(quint64 number, bool agreed);
    void endSessions(SessionKind kind);
    bool hasSession(SessionKind kind) const;
    bool hasSession(SessionKind kind, const Id &peer) const;
    void repairNext();
    bool isReplica(const Id &node) const;
    bool isRestOnItsWay() const;
    void markDirty(const Id &replica);
    void collect();
    void dropOrphans(const Id &lo, const Id &hi);
    std::optional<Range> keptAround(const Id &id) const;
    std::optional<Id> firstOrphan() const;
    void finishCollection();
    void forget(const std::vector<KeyVersion> &tombstones);

    Context &m_context;
    Store m_store;
    AppliedWrites m_applied;
    RefusedWrites m_refused;
    LeaseBook m_book;
    std::vector<NodeRef> m_replicas; // the set as of the last onNeighboursChanged
    std::vector<NodeRef> m_soleGrantor; // R = 1: the successor, which grants leases though it keeps nothing

    std::optional<LeasedRange> m_owned;
    Time m_awaySince = never; // this node returned from an absence then, and nobody has confirmed its range since
    std::optional<Id> m_ownedGivenBy; // who handed the latest part over, and no longer holds leases for it
    Time m_servesUntil = 0;
    // Rare, and so kept apart: a node at rest is small (sim: a million of them).
    std::unique_ptr<Acquisition> m_acquisition;
    std::unique_ptr<Giving> m_giving;
    Time m_givingNotBefore = 0;
    std::unique_ptr<Survey> m_survey;
    Time m_surveyNotBefore = 0;
    std::vector<NodeRef> m_surveyedBefore; // the chain of the survey before
    std::optional<NodeRef> m_below; // who owns what ends where ours begins, as far as known
    bool m_askingBelow = false;
    std::optional<Id> m_gap; // our predecessor, when what lies between it and our range is perhaps nobody's,
    Time m_gapSince = 0; // and since when
    bool m_restGiven = false; // leaving: our successor has what we kept for others
    quint64 m_writeCounter = 0;
    // After an absence in which deletes may have been forgotten by everybody else: until our leases are renewed, which
    // means that nobody has gone on without us.
    bool m_outOfTouch = false;

    std::map<quint64, Write> m_writes;
    std::map<QByteArray, quint64> m_writeOfKey;
    std::vector<Parked> m_parked;
    size_t m_queued = 0; // in the queues of writes
    std::vector<LocalReply> m_localReplies;

    std::map<quint64, Session> m_sessions;
    std::vector<Id> m_dirty; // replicas that may lack something
    std::optional<Id> m_orphanLookup;
    bool m_orphanUnderWay = false;
    std::multimap<Time, QByteArray> m_expiries;
    std::multimap<Time, KeyVersion> m_tombstones; // by when they came
    std::unique_ptr<Collection> m_collection;
};

} // namespace chord
