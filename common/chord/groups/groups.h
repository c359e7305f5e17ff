// SPDX-License-Identifier: GPL-3.0-or-later
//
// The groups of a node: the one coordinator between the small values in this folder, the records and the rest of the
// node. Each range of the ring has a group: an agreed list of voters, which elects a leader and decides by majority.
// Chord is a hint: it finds the leader quickly and proposes who should vote; nothing here depends on it for safety.
//
//     groups.cpp             dispatch, timers
//     groups_views.cpp       states, ranges served, counts: what others see
//     groups_election.cpp    how a leader comes and goes
//     groups_leading.cpp     heartbeats, leases, telling where the leader is
//     groups_configs.cpp     proposing configurations
//     groups_records.cpp     comparing, streams to voters and learners
//     groups_writes.cpp      executing operations
//     groups_watches.cpp     telling those that watch keys
//     groups_listing.cpp     listing the keys of a range
//     groups_changes.cpp     change of voters, transfer of the lead
//     groups_split.cpp       a range of its own for a node that joins
//     groups_merge.cpp       a range without its first node goes into the next
//     groups_membership.cpp  how this node joins and leaves
//     groups_journal.cpp     what outlives a restart
//     groups_proofs.cpp      proofs that a node is gone
//     groups_recovery.cpp    lost majorities
//
// tests/model has models of the rules.
#pragma once

#include "chord/context.h"
#include "chord/groups/election.h"
#include "chord/groups/leadership.h"
#include "chord/groups/placement.h"
#include "chord/groups/subscribers.h"
#include "chord/lookup.h"
#include "chord/store/refused_writes.h"
#include "chord/store/store.h"

namespace chord {

// A leader that has not registered for so long is another's no more.
inline constexpr Time registeredUs = 5000 * usPerMs;
// What failed is tried again after this time.
inline constexpr Time retryUs = 100 * usPerMs;
// Percent of a time that another node has promised to let pass: clocks may drift by 2.5 % each.
inline constexpr int leaseShareCounted = 95;
// How soon, and how often, a range without a majority or without voters is looked at.
inline constexpr Time recoveryPeriodUs = 500 * usPerMs;
// A voter without state of its group is given so long to learn of the split that made it one.
inline constexpr Time statelessUs = 2000 * usPerMs;

class Groups {
public:
    explicit Groups(Context &context);
    ~Groups();

    // --- Membership
    void found();
    void startIn(const IdealPlace &place);
    // After a restart: first the records, in any number of calls.
    void restoreRecords(std::vector<Transfer> &&records);
    void restore(const Restored &state);
    void leave(int timeoutMs);
    void onNeighboursChanged();
    void onTimers();
    // This node was not run for so long.
    void wasAway(Time duration);
    // Drops everything: the ring gives way to another.
    void dissolve();
    bool isAloneAndEmpty() const;

    // --- Executing operations at the leader
    bool leads(const Id &id) const;
    // Answers, sooner or later.
    void execute(Execute request, Waiter waiter);
    // The identifier whose leader executes the request: of its key, or where a listing begins.
    Id placeOf(const Execute &request) const;
    // The leader of the range with this place, if this node votes there and has just heard from that leader.
    std::optional<NodeRef> leaderInTouch(const Id &id) const;
    // A get that can be answered at once; nothing if it cannot. The fast path of execute.
    std::optional<ExecuteReply> getNow(const Id &id, const QByteArray &key);
    std::vector<LocalReply> takeLocalReplies() { return std::exchange(m_localReplies, {}); }

    // --- Watches of keys that this node leads
    KeepWatchesReply keepWatches(quint64 incarnation, const KeepWatches &request);
    // Ends those of keys that it does not lead any more as it did when they began.
    void endLostWatches();

    // --- Peers' requests and messages. True if it was one of this part's.
    bool onMessage(const NodeRef &from, quint64 requestId, Body &body);
    void onReply(const Request &request, const NodeRef &from, const Body &body);
    void onFailure(const Request &request);
    void onUnreachable(const Address &address, bool proof);
    void onLeft(const NodeRef &node);
    // It takes this node for its successor. Comes before it may become the predecessor.
    void onNotify(const NodeRef &from);
    // What a node has said of itself.
    void noteState(const NodeRef &node, NodeState state);
    void noteNeighbours(const NodeRef &node, const Neighbours &neighbours);
    void heardFrom(const NodeRef &peer);

    // --- Lookups of the ends of ranges, for candidates
    std::vector<std::pair<GroupId, Id>> takeLookups() { return std::exchange(m_lookups, {}); }
    void onLookup(GroupId group, const Lookup &lookup);

    // --- Recovery
    KeyResult declareGone(const Address &address);
    void beginRecovery(OperationHandle handle, const Id &place, bool confirmed);

    // --- The disk
    // Tells the journal what has changed in the groups since the last commit was begun.
    void noteChanges();
    // The state of these records and of the groups that have changed.
    void fill(Persist &persist, const std::vector<Journal::Change> &records);
    // Another commit is done.
    void onPersisted();
    // What this node leads goes to other voters, if it is to.
    void handLeadsOver();
    // Peers know of later commits of this node than its disk has.
    bool takeOutdated() { return std::exchange(m_isOutdated, false); }

    // --- Views
    const Store &store() const { return m_store; }
    std::vector<GroupView> views() const;
    bool serves(const Id &id, Time now) const;
    bool serves(const QByteArray &key, Time now) const;
    std::vector<Range> served(Time now) const;
    QByteArray notReadyReason(Time now) const;
    quint64 primaryKeys() const;
    size_t subscriptionCount() const { return m_subscribers ? m_subscribers->count() : 0; }
    quint64 replicaKeys() const { return m_store.liveCount() - primaryKeys(); }
    std::vector<NodeRef> knownVoters() const;
    // This node is a voter of some group.
    bool votes() const;
    // Operators' recoveries that have ended.
    std::vector<std::pair<OperationHandle, RecoveryResult>> takeRecoveries() { return std::exchange(m_recoveries, {}); }
    size_t memoryBytes() const;

private:
    // A question to a peer, until it is answered.
    struct Ask {
        GroupId group = 0;
        Ballot ballot;
        quint64 peer = 0; // incarnation
        quint64 version = 0; // Propose: of the configuration
        qint64 bytes = 0;
        std::vector<KeyStamp> records; // Accept, Drop, Fetch (keys)
        std::vector<LeaseEntry> entries; // Heartbeat
        Address address; // Survey
        quint64 number = 0; // Heartbeat; Survey: of the round
    };
    // What a recovery is to do. result.done: to do it; else there is nothing to do, or it has not been confirmed.
    struct RecoveryPlan {
        RecoveryResult result;
        std::optional<std::pair<NodeRef, Recover>> order; // and the node that is to lead
        std::optional<std::pair<GroupId, Id>> claim; // which group is to take an empty range in, from where on
    };
    // What is being found out about a range that has lost the majority of its voters, or all of them.
    struct Recovery {
        std::optional<OperationHandle> handle; // asked for by an operator; else automatic
        bool confirmed = false;
        Id place;
        GroupId claimant = 0; // automatic: the group above, which may take an empty range; 0: a group of this node
        std::map<Address, NodeRef> answered; // without a node: asked, and no answer yet
        std::vector<Address> silent;
        std::vector<std::pair<NodeRef, GroupView>> views; // and who told them
        std::map<Address, quint64> changes; // what those that answered had counted
        std::vector<Address> ended; // no program ran there
        quint64 round = 0; // its number
        std::set<Address> pending; // no answer in this round yet
        std::optional<RecoveryPlan> plan; // made after the first round
        bool hasChanged = false; // in the second round: something has, or may have
        int repeats = 0;
    };

    // A node that may have no place on the ring yet: it asked for a range here, or notified this node and is not its
    // predecessor.
    struct Newcomer {
        NodeRef node;
        std::optional<Time> askedAt; // for a range
    };

    // groups.cpp
    Group *find(GroupId group);
    Group *findOrBegin(GroupId group);
    const Group *groupAt(const Id &id) const;
    Group *ledAt(const Id &id);
    Group *leading(const Ask &ask);
    Group &add(Acceptor acceptor);
    void remove(GroupId group);
    void removeAll();
    quint64 changes() const;
    void ask(const NodeRef &to, Body body, Purpose::Kind kind, Ask ask, int timeoutMs);
    void wake(Time at) { m_context.armBy(Timer::Groups, std::max(at, m_context.now + 1)); }
    Time roundTrip() const;
    Time leaseUs() const;
    void store(const Id &id, Record record, const AppliedList &applied);
    void keep(const Id &id, Record record, const AppliedList &applied);
    void touch(const Id &id, const QByteArray &key);
    const Write *pendingWrite(const QByteArray &key) const;
    void tellRestored();
    void recall();
    bool isRecalling();
    void onRecalled(quint64 known);
    quint64 commits() const;
    void noteCommits(const NodeRef &node, quint64 commits);
    quint64 commitsOf(const NodeRef &node) const;
    bool handOver(Group &group);
    void discard(const Id &id, const QByteArray &key);
    void collectTombstone(const Id &id, const KeyStamp &tombstone);
    void raiseMark(const Id &place, const Stamp &mark);
    bool isCovered(const Id &id) const;
    void dropUncovered(const Range &range);
    void sweep();
    QByteArray text(const Range &range) const;
    void expire();

    // groups_views.cpp
    GroupView view(const Group &group) const;
    GroupState stateOf(const Group &group) const;
    const Group *serving(const Id &id, Time now) const;

    // groups_election.cpp
    void scheduleElection(Group &group, Time after);
    void startElection(Group &group, std::optional<Release> release);
    Time preparePatience() const;
    void workOnElection(Group &group);
    void endElection(Group &group, bool otherLeader);
    void askPresentVoters(const Group &group, const Lookup &lookup);
    void becomeLeader(Group &group);
    void stepDown(Group &group, const char *why, const std::optional<NodeRef> &to = {});
    void afterLease(Group &group);
    Promise onPrepare(const NodeRef &from, const Prepare &request);
    PreVoteReply onPreVote(const NodeRef &from, const PreVote &request);
    void onTakeLead(const NodeRef &from, const TakeLead &request);
    void tellRemoved(const NodeRef &peer, const Group &group);
    void tellAbsorbed(const NodeRef &peer, const PreVote &request);

    // groups_leading.cpp
    void beat();
    HeartbeatReply onHeartbeat(const NodeRef &from, const Heartbeat &heartbeat);
    void onHeartbeatReply(const Ask &ask, const NodeRef &from, const HeartbeatReply &reply, Time sentAt);
    void countGrants(Group &group);
    void workOnLead(Group &group);
    void registerLead(Group &group);
    void onRegister(const Register &request);

    // groups_configs.cpp
    void propose(Group &group);
    void proposeTo(Group &group, Replica &replica);
    void dropLearners(const Range &range, const Ballot &ballot);
    ProposeReply onPropose(const NodeRef &from, const Propose &request);
    void onProposeReply(const Ask &ask, const ProposeReply &reply);
    void configChosen(Group &group);
    void takeEffect(Group &group);
    void updateReplicas(Group &group);
    void forgetHeld(Group &group, quint64 incarnation);
    void checkConfig(Group &group);
    bool takeBackVoters(Group &group);
    void lostStateAt(Group &group, quint64 peer);
    void forgetCopy(Group &group, Replica &replica);
    static bool isPresent(Replica &replica, quint64 state);

    // groups_records.cpp
    void compare(Group &group, Replica &replica);
    void onSyncReply(const Ask &ask, const SyncReply *reply);
    void comparisonEnded(Group &group, Replica &replica);
    void takeDifferences(Group &group, Replica &replica, const std::vector<Difference> &differences);
    void pump(Group &group, Replica &replica);
    void sendRecords(Group &group, Replica &replica, const std::vector<QByteArray> &keys, bool exact);
    void lacks(Replica &replica, const QByteArray &key, const Stamp &stamp, bool exact, bool isChosen);
    AcceptReply onAccept(const NodeRef &from, const Accept &request);
    AcceptReply onDrop(const NodeRef &from, const Drop &request);
    void onAcceptReply(const Ask &ask, const AcceptReply *reply);
    void onDropReply(const Ask &ask, const AcceptReply *reply);
    SyncReply onSync(const SyncRequest &request) const;
    FetchReply onFetch(const Fetch &request) const;
    void onFetchReply(const Ask &ask, const FetchReply *reply);
    void settleNext(Group &group);
    void collect(Group &group);

    // groups_writes.cpp
    bool mayRead(const Group &group) const;
    bool mayReadNow(const Group &group, Waiter &waiter);
    static bool isSettled(const Leadership &lead, const QByteArray &key);
    ExecuteReply notLeader(const Id &id) const;
    Descriptor descriptorOf(const Group &group) const;
    Descriptor descriptorFor(const Execute &request, const Group &group) const;
    void answer(const Waiter &waiter, ExecuteReply reply);
    void park(Group &group, Execute request, Waiter waiter);
    void unpark(Group &group);
    void executeAt(Group &group, const Id &id, Execute request, Waiter waiter, bool isNew = false);
    bool mayHaveBeenForgotten(const Group &group, const Execute &request) const;
    bool admit(Group &group, const Execute &request);
    void beginWrite(Group &group, const Id &id, Execute request, Waiter waiter, bool isNew);
    void waitFor(Group &group, Write &pending, Execute request, Waiter waiter, bool isNew);
    std::optional<ExecuteReply> knownOutcome(const Group &group, const Execute &request, bool isNew) const;
    void refuseWrite(Group &group, const Id &id, Execute request, Waiter waiter, bool isNew, ExecuteReply refusal);
    ExecuteReply read(const Record *record) const;
    std::optional<ExecuteReply> refuse(const Execute &request, const Record *current) const;
    const Record *live(const Id &id, const QByteArray &key) const;
    void startWrite(Group &group, const QByteArray &key, Write write);
    void acceptAgain(Group &group, const Id &id, const QByteArray &key);
    void expireToTombstone(Group &group, const Id &id, const QByteArray &key);
    void sendWrite(Group &group, const QByteArray &key, const Write &write);
    bool settleWrite(Group &group, const QByteArray &key);
    void executeQueue(GroupId number, const QByteArray &key, Write &done);
    void settleWrites(Group &group);
    void dropWaiting(Group &group);

    // groups_watches.cpp
    Stamp pointOf(const Leadership &lead, const QByteArray &key) const;
    Stamp absentSince(const Group &group, const Id &id, const QByteArray &key) const;
    void subscribe(Group &group, const Id &id, const Execute &request, const Waiter &waiter, ExecuteReply &reply);
    void tellWatchers(const Group &group, const Id &id, const QByteArray &key, bool isExpiry);
    void sendWatchEvents(std::vector<WatchLetter> &&letters);

    // groups_listing.cpp
    void listAt(Group &group, Execute request, Waiter waiter);
    std::optional<Listed> listed(const Group &group, const Execute &request) const;

    // groups_changes.cpp
    void change(Group &group);
    static bool lacksOnlyPending(const Leadership &lead, const Replica &replica);
    void findCandidates(Group &group);
    bool isCandidate(const NodeRef &node) const;
    PlacementFacts placementFacts(const Group &group) const;
    void takeStep(Group &group, const PlacementStep &step);
    void proposeVoters(Group &group, std::vector<NodeRef> voters);
    bool isConfirmed(const Leadership &lead) const;
    bool areSplitsKnown(const Leadership &lead) const;
    void keepUnconfirmed(Leadership &lead) const;
    void transfer(Group &group);

    // groups_split.cpp
    void split(Group &group);
    static std::vector<ChildGroup> childrenOf(const GroupConfig &config, const NodeRef &voter);
    bool learnsOfSplit(GroupId child);
    void noteSplits(Group &group);
    void startMissed(Group &group, const std::vector<ChildGroup> &children);
    void startChild(Group &parent, const ChildGroup &child);
    void giveWrites(Leadership &from, Group &child);
    RangeReply onRequestRange(const NodeRef &from);
    void noteNewcomer(const NodeRef &node, std::optional<Time> askedAt);
    bool isJoining(const Newcomer &newcomer) const;
    bool isAskedFor(const Id &place) const;

    // groups_merge.cpp
    bool merge(Group &group);
    // Granted; Locked: it never will be; Behind: not yet.
    Verdict lockAbsorbed(const Propose &request);
    void releaseLock(GroupId by);
    void finishMerges(Group &group);
    void absorb(GroupId number);

    // groups_membership.cpp
    void requestRange();
    bool hasOwnRange() const;
    void missOwnRange();
    void checkJoined();
    void checkLeft();

    // groups_proofs.cpp
    bool isGone(const NodeRef &node) const;
    // Another incarnation has been heard from its address.
    bool wasReplaced(const NodeRef &node) const;
    void markGone(const NodeRef &node);
    void onGone(const Gone &gone);

    // groups_recovery.cpp
    SurveyReply onSurvey(const SurveyGroups &request) const;
    void removeOrphans();
    void workOnRecovery();
    void startSurvey(std::unique_ptr<Recovery> recovery);
    void surveyNodes(const std::vector<NodeRef> &nodes);
    void askSurvey(const NodeRef &node);
    void onSurveyReply(const Ask &ask, const NodeRef &from, const SurveyReply *reply);
    void roundEnded();
    void askAgain();
    bool isNews(const std::vector<NodeRef> &nodes) const;
    bool hasChangedHere() const;
    RecoveryPlan decide(const Recovery &survey) const;
    RecoveryPlan decideLost(const Recovery &survey, const NodeRef &first, const GroupView &latest) const;
    RecoveryPlan decideEmpty(const Recovery &survey) const;
    void finishSurvey();
    void act(RecoveryPlan &plan);
    void onRecover(const Recover &request);
    void recover(Group &group, std::vector<NodeRef> left);
    void claim(Group &group);
    std::vector<NodeRef> knownNodes() const;
    std::vector<NodeRef> nodesToSurvey() const;

    Context &m_context;
    Store m_store;
    AppliedWrites m_applied;
    RefusedWrites m_refused;
    std::map<GroupId, std::unique_ptr<Group>> m_groups;
    quint64 m_changes = 0; // groups taken and dropped, and what had changed in those dropped
    std::map<quint64, Ask> m_asks;
    std::vector<LocalReply> m_localReplies;
    std::unique_ptr<Subscribers> m_subscribers; // since the first
    bool m_haveLeadsChanged = false; // since subscriptions were looked at
    std::vector<std::pair<GroupId, Id>> m_lookups;
    quint64 m_heartbeat = 0; // number of the last one
    quint64 m_lastState = 0;
    struct DiskFacts {
        std::map<quint64, quint64> commitsOf; // by incarnation: how many commits peers have told of
        int recalls = 0; // fellow voters that have not told yet what they know of this node's commits
        Time recallUntil = 0;
    };
    DiskFacts &disks();
    std::unique_ptr<DiskFacts> m_disks; // none: of no disk of the ring is anything known
    bool m_isOutdated = false;
    bool m_isRestoring = false; // it was a member before a restart, and is not ready again yet
    Time m_beatAt = never;
    bool m_beatNow = false;
    std::multimap<Time, QByteArray> m_expiries;
    struct Tombstone {
        KeyStamp record;
        quint64 commit; // that makes this node's own copy durable
    };
    std::multimap<Time, Tombstone> m_tombstones; // by when they came; some have been replaced since
    struct Registered {
        Descriptor descriptor;
        Time at;
    };
    std::map<Id, Registered> m_registry; // by the end of the range
    // Joining and leaving
    Time m_requestRangeAt = never;
    int m_rangeRefusals = 0; // one after the other
    std::unique_ptr<NodeRef> m_rangeLeader; // whom to ask; none: the successor
    std::unique_ptr<std::set<quint64>> m_left; // incarnations of those that have left; none: nobody has
    bool hasLeft(quint64 incarnation) const { return m_left && m_left->contains(incarnation); }
    // The others are asked whether they leave as well, and whom they know; when all have for a while, this node goes.
    struct Departure {
        Time askStatesAt;
        Time nobodyStaysAt;
        std::map<quint64, NodeRef> seen; // by incarnation
        std::map<quint64, Time> leaversUntil; // by incarnation: nodes that leave, and for how long they certainly do
    };
    std::unique_ptr<Departure> m_departure; // none: it has not been told to leave
    std::vector<Newcomer> m_newcomers; // the latest last
    // Proofs
    std::map<quint64, NodeRef> m_gone; // incarnations
    struct Sighting {
        quint64 incarnation;
        Time at;
    };
    std::map<Address, Time> m_ended; // by address: when it was proven that no program runs there
    std::map<Address, Sighting> m_others; // another incarnation than the one that votes was seen at this address
    std::unique_ptr<Recovery> m_recovery;
    quint64 m_rounds = 0; // of questions to all nodes, so far
    std::vector<std::pair<OperationHandle, RecoveryResult>> m_recoveries;
    Time m_recoveryAt = never;
    std::optional<Id> m_predecessor; // as seen last,
    Time m_predecessorSince = 0; // and since when
    Time m_sweepAt = 0;
    std::unique_ptr<std::pair<Id, QByteArray>> m_sweptTo; // none: from the beginning
};

} // namespace chord
