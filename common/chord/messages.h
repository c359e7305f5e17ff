// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that nodes say to each other, as plain structs. common/wire gives each its bytes; the simulator carries
// them as they are. A request has a non-zero requestId and its reply repeats it; one-way messages have 0.
#pragma once

#include "chord/groups/ballot.h"
#include "chord/id.h"
#include "chord/store/record.h"

#include <QByteArray>

#include <optional>
#include <variant>
#include <vector>

namespace chord {

// "host:port" as advertised ("[v6]:port" for IPv6). The core compares addresses and never looks inside.
using Address = QByteArray;

// A node as others know it. A new incarnation is drawn whenever the program starts: a node that crashed and came
// back at once with the same identifier, but without its memory, is somebody else.
struct NodeRef {
    Id id;
    Address address;
    quint64 incarnation = 0;

    friend bool operator==(const NodeRef &, const NodeRef &) = default;
};

// The keys in (lo, hi]; lo == hi is the whole ring.
struct Range {
    Id lo;
    Id hi;

    bool contains(const Id &id) const { return inRange(lo, id, hi); }
    friend bool operator==(const Range &, const Range &) = default;
};

// A part of a group's range that a split has given to a group of its own.
// The child begins with these voters in the same state at all of them, whenever each learns of the split.
struct ChildGroup {
    GroupId group = 0;
    Range range;
    std::vector<NodeRef> voters; // of the parent, when it was split

    bool hasVoter(const NodeRef &node) const;
    friend bool operator==(const ChildGroup &, const ChildGroup &) = default;
};

// A group that a merge takes in: exactly this state of it.
struct AbsorbedGroup {
    GroupId group = 0;
    Ballot ballot; // under which its configuration was accepted
    quint64 version = 0; // of its configuration
    // Proposed: by this version. Done: by an earlier version, which is chosen. Refused: it never will be.
    enum class Stage : quint8 { Proposed, Done, Refused };
    Stage stage = Stage::Proposed;
    friend bool operator==(const AbsorbedGroup &, const AbsorbedGroup &) = default;
};

// What a group agrees on about itself. Configurations are ordered by the ballot they were accepted under, then by
// version.
struct GroupConfig {
    quint64 version = 0; // 0: none
    Range range;
    std::vector<NodeRef> voters; // in the order of the ring from range.hi on
    std::vector<ChildGroup> children; // split off by this version, or by an earlier one and not yet known to all
    std::optional<AbsorbedGroup> absorbed; // likewise

    bool hasVoter(const NodeRef &node) const;
    friend bool operator==(const GroupConfig &, const GroupConfig &) = default;
};

enum class GroupState : quint8 {
    Serving, // a leader has a lease, or a quorum to ask
    Electing, // no leader at the moment
    NoQuorum, // a majority of the voters has not answered for some time
    Recovering, // a leader was elected and brings the replicas together
};

// A group as one of its voters sees it.
struct GroupView {
    GroupId group = 0;
    Range range;
    Ballot ballot; // of the leader; of the latest promise if none is known
    quint64 version = 0; // of the configuration
    std::optional<NodeRef> leader;
    std::vector<NodeRef> voters;
    GroupState state = GroupState::Electing;
    friend bool operator==(const GroupView &, const GroupView &) = default;
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
    bool withGroups = false; // describe also the groups that the replier is a voter of
    friend bool operator==(const GetNeighbours &, const GetNeighbours &) = default;
};

struct Neighbours {
    NodeState state = NodeState::Joining;
    std::optional<NodeRef> predecessor;
    std::vector<NodeRef> successors;
    bool empty = false; // a ring of this node alone, without data: it may give way to another ring
    std::vector<GroupView> groups;
    quint64 primaryKeys = 0;
    quint32 leavesForMs = 0; // it is about to leave, and does not change its mind before that; 0: it is not
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

// One-way: "I have handed my keys over and am gone." Who joined through this node may know of a lost part of the ring
// from nobody else.
struct Leaving {
    std::vector<NodeRef> lost; // nodes that it had lost contact with; of some only the address is known
    friend bool operator==(const Leaving &, const Leaving &) = default;
};

// --- Groups: elections. The reply to each question of a leader or candidate is a verdict.

enum class Verdict : quint8 {
    Granted,
    Promised, // not granted: a higher ballot was promised; promised tells which
    Leased, // not granted: a lease of another leader has not ended
    NoState, // not granted: the replier has no state of this group
    Behind, // not granted: the replier has not accepted the configuration that the question needs
    Locked, // not granted: the group is being merged into another
    Unwilling, // not granted: the replier leaves the ring, or takes no more learners
};

// Would you promise this ballot? Changes nothing at the replier (Ongaro 2014, section 9.6).
struct PreVote {
    GroupId group = 0;
    Ballot ballot;
    Range range; // of the group, as far as the asker knows
    friend bool operator==(const PreVote &, const PreVote &) = default;
};

struct PreVoteReply {
    Verdict verdict = Verdict::NoState;
    Ballot promised;
    friend bool operator==(const PreVoteReply &, const PreVoteReply &) = default;
};

// A leader has given its leadership away: its grants up to this heartbeat bind no more.
struct Release {
    Ballot ballot;
    quint64 heartbeat = 0; // the last one it sent
    friend bool operator==(const Release &, const Release &) = default;
};

// Phase 1a of Paxos, for all keys of a group at once.
struct Prepare {
    GroupId group = 0;
    Ballot ballot;
    std::optional<Release> release;
    friend bool operator==(const Prepare &, const Prepare &) = default;
};

struct Promise {
    Verdict verdict = Verdict::NoState;
    Ballot promised;
    Ballot accepted; // under which the configuration was accepted
    GroupConfig config;
    Stamp mark; // the replier may have forgotten request ids of writes up to this one
    friend bool operator==(const Promise &, const Promise &) = default;
};

// From a leader to a voter of its choice: be the leader.
struct TakeLead {
    GroupId group = 0;
    Release release;
    friend bool operator==(const TakeLead &, const TakeLead &) = default;
};

// --- Groups: leader to voters and learners

// One entry for each group that the sender leads and the receiver is a voter or learner of.
struct LeaseEntry {
    GroupId group = 0;
    Ballot ballot;
    quint64 version = 0; // of the highest configuration that is chosen under this ballot; 0: none yet
    quint32 leaseMs = 0; // asked for, from the receipt on
    friend bool operator==(const LeaseEntry &, const LeaseEntry &) = default;
};

struct Heartbeat {
    quint64 number = 0; // grows with each heartbeat of the sender
    bool leaving = false; // the sender is about to leave the ring
    quint64 commits = 0; // to the sender's disk so far, over all its starts; 0: it has none
    std::vector<LeaseEntry> entries;
    friend bool operator==(const Heartbeat &, const Heartbeat &) = default;
};

// state: which of the states that the replier has had of the group; it begins a new one, without records, whenever it
// becomes a learner without having one. What an earlier state granted or held says nothing of this one.
struct LeaseAnswer {
    GroupId group = 0;
    Verdict verdict = Verdict::NoState;
    Ballot promised;
    quint64 state = 0;
    friend bool operator==(const LeaseAnswer &, const LeaseAnswer &) = default;
};

struct HeartbeatReply {
    bool leaving = false; // the replier is about to leave the ring: replace it
    quint64 commits = 0; // of the replier, as in Heartbeat
    quint64 known = 0; // of the sender, as far as the replier knows
    std::vector<LeaseAnswer> answers; // in the order of the entries
    friend bool operator==(const HeartbeatReply &, const HeartbeatReply &) = default;
};

// Phase 2a for a configuration. learner: the receiver is to become a voter later; it takes this as its state.
struct Propose {
    GroupId group = 0;
    Ballot ballot;
    GroupConfig config;
    bool learner = false;
    Stamp mark;
    friend bool operator==(const Propose &, const Propose &) = default;
};

struct ProposeReply {
    Verdict verdict = Verdict::NoState;
    Ballot promised;
    quint64 state = 0; // as in LeaseAnswer
    friend bool operator==(const ProposeReply &, const ProposeReply &) = default;
};

// One-way: a configuration without the receiver is chosen; forget the group. version 0: another group has its range,
// under a ballot that is later than all of this one.
struct Removed {
    GroupId group = 0;
    Ballot ballot;
    quint64 version = 0;
    std::vector<ChildGroup> children; // of which the receiver is a voter, and may not know
    friend bool operator==(const Removed &, const Removed &) = default;
};

// A write that has been applied, and what it is to be answered with should it be repeated.
struct AppliedWrite {
    OperationId operation;
    Stamp stamp; // under which it was applied; its version is drawn from it
    bool created = false; // the key had no value before
    Version version() const { return Version::of(stamp); }
    friend bool operator==(const AppliedWrite &, const AppliedWrite &) = default;
};

// The last writes to a key. Those up to `forgotten` may be missing.
struct AppliedList {
    std::vector<AppliedWrite> writes; // the earliest first
    Stamp forgotten;
    friend bool operator==(const AppliedList &, const AppliedList &) = default;
};

// A record on its way: its lifetime is relative, since clocks have no common origin.
struct Transfer {
    QByteArray key;
    QByteArray value;
    QByteArray contentType;
    Stamp stamp;
    Version version;
    qint64 ttlMs = -1; // -1: does not expire; 0: has expired
    bool tombstone = false;
    AppliedList applied;
    friend bool operator==(const Transfer &, const Transfer &) = default;
};

struct KeyStamp {
    QByteArray key;
    Stamp stamp;
    friend bool operator==(const KeyStamp &, const KeyStamp &) = default;
};

// Phase 2a for records, and copies for those who lack some. Numbered for each receiver; see Drop.
struct Accept {
    GroupId group = 0;
    Ballot ballot;
    quint64 number = 0;
    Stamp mark; // the sender may have forgotten request ids of writes up to this one
    bool exact = false; // a learner's copy: replaces also what is later here
    std::vector<Transfer> records;
    friend bool operator==(const Accept &, const Accept &) = default;
};

struct AcceptReply {
    Verdict verdict = Verdict::NoState;
    Ballot promised;
    quint64 state = 0; // as in LeaseAnswer
    friend bool operator==(const AcceptReply &, const AcceptReply &) = default;
};

// Forget these records, if they are still in this state: tombstones that all voters have, or what a learner has and
// its leader has not. After it, nothing with a lower number is accepted; it is refused after anything with a higher
// one.
struct Drop {
    GroupId group = 0;
    Ballot ballot;
    quint64 number = 0;
    std::vector<KeyStamp> records;
    friend bool operator==(const Drop &, const Drop &) = default;
};

// "I have this many keys in (lo, hi], and they have this digest. You?"
struct SyncRequest {
    GroupId group = 0;
    Ballot ballot;
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

struct SyncReply {
    enum class Kind : quint8 { Same, Parts, Entries, Refused };
    Kind kind = Kind::Refused;
    std::vector<SyncPart> parts; // Parts: the digests of the replier's keys, in ring order, the last ending at hi
    std::vector<KeyStamp> entries; // Entries: all that the replier holds in the range
    quint64 state = 0; // as in LeaseAnswer
    friend bool operator==(const SyncReply &, const SyncReply &) = default;
};

struct Fetch {
    GroupId group = 0;
    Ballot ballot;
    std::vector<QByteArray> keys;
    friend bool operator==(const Fetch &, const Fetch &) = default;
};

// As many of the records asked for, in order, as fit one message; a key that is not held is passed over.
struct FetchReply {
    std::vector<Transfer> records;
    quint32 answered = 0; // how many of the keys this reply has dealt with; 0: refused
    Stamp mark; // as in Accept
    friend bool operator==(const FetchReply &, const FetchReply &) = default;
};

// --- Groups: finding the leader, joining, recovery

// Where a range is served, as far as the sender knows. The highest ballot wins.
struct Descriptor {
    GroupId group = 0;
    Range range;
    NodeRef leader;
    Stamp latest; // the leader's ballot, and its write counter at some moment
    std::vector<NodeRef> voters; // the others, who will know the next leader; empty: not told
    friend bool operator==(const Descriptor &, const Descriptor &) = default;
};

// One-way, from a leader to where requests for its range may arrive.
struct Register {
    Descriptor descriptor;
    friend bool operator==(const Register &, const Register &) = default;
};

// From a node that has a place on the ring: a range should end at my identifier; see to it.
struct RequestRange {
    friend bool operator==(const RequestRange &, const RequestRange &) = default;
};

struct RangeReply {
    bool accepted = false; // the replier leads the range at this place and has begun
    std::optional<NodeRef> leader; // not accepted: ask this one
    friend bool operator==(const RangeReply &, const RangeReply &) = default;
};

// What do you know of groups that overlap this range, and whom do you know?
struct SurveyGroups {
    Range range;
    friend bool operator==(const SurveyGroups &, const SurveyGroups &) = default;
};

struct SurveyReply {
    std::vector<GroupView> groups;
    std::vector<NodeRef> nodes;
    std::vector<NodeRef> gone; // proven to be gone, with their memory
    quint64 changes = 0; // of the replier's groups so far: equal in two answers, nothing has changed in between
    friend bool operator==(const SurveyReply &, const SurveyReply &) = default;
};

// One-way, to one of the voters that are left of a group: lead it with these alone. Decided by an operator.
struct Recover {
    GroupId group = 0;
    quint64 version = 0; // of the configuration that has lost its majority
    std::vector<NodeRef> present;
    friend bool operator==(const Recover &, const Recover &) = default;
};

// One-way: these incarnations are gone, with their memory; somebody has proof, or an operator says so.
struct Gone {
    std::vector<NodeRef> nodes;
    friend bool operator==(const Gone &, const Gone &) = default;
};

// --- Operations

// Watch: a get whose asker is also told of later changes. With IfNoneMatch, the value is left out where it is that one.
// List: the keys of a part of the ring.
enum class OperationKind : quint8 { Get, Put, Delete, Watch, List };

// Has no effect on any key.
inline bool isRead(OperationKind kind)
{
    return kind == OperationKind::Get || kind == OperationKind::Watch || kind == OperationKind::List;
}

// Checked by the owner, atomically with the write.
struct Condition {
    enum class Kind : quint8 { None, IfMatch, IfNoneMatch };
    Kind kind = Kind::None;
    bool any = false; // "*": any existing value
    std::vector<Version> versions;
    friend bool operator==(const Condition &, const Condition &) = default;
};

// Of a List: the keys with this prefix at the identifiers from here on, up to the end of the leader's range. Of those
// at `from` itself, only the ones behind Execute::key, if that is not empty.
struct Listing {
    Id from;
    QByteArray prefix;
    quint32 keysMax = 0; // in one answer; the leader may tell fewer
    friend bool operator==(const Listing &, const Listing &) = default;
};

struct ListedKey {
    QByteArray key;
    Version version;
    quint64 bytes = 0; // of the value
    qint64 ttlMs = -1; // -1: does not expire
    friend bool operator==(const ListedKey &, const ListedKey &) = default;
};

// All that exists from where the listing began up to the place where it is to go on.
struct Listed {
    std::vector<ListedKey> keys; // in ascending order of their identifiers, at one identifier of the keys
    bool complete = false; // the last identifier of the ring was reached
    Id from; // else: the Listing::from of the next request,
    QByteArray after; // and its Execute::key
    friend bool operator==(const Listed &, const Listed &) = default;
};

// since: a state of the range in which the operation certainly had not been executed. A leader that may have forgotten
// the ids of writes after it does not execute the operation, since it might be a repetition.
// relay: the sender cannot reach the leader; a voter that can asks it in the sender's stead, and passes on the answer.
struct Execute {
    OperationId operation;
    Stamp since;
    OperationKind kind = OperationKind::Get;
    QByteArray key; // may be empty in a List only
    QByteArray value;
    QByteArray contentType;
    qint64 ttlMs = -1; // -1: does not expire
    Condition condition;
    bool relay = false;
    std::optional<Listing> listing; // exactly in a List
    friend bool operator==(const Execute &, const Execute &) = default;
};

enum class ExecuteStatus : quint8 {
    Done, // Get: found. Put: stored. Delete: deleted.
    NotFound,
    ConditionFailed,
    NotLeader, // not executed; the leader may be the one in descriptor, or is found through next
    Renew, // not executed: since is too old; descriptor has the present state
    Busy, // not executed: the leader cannot answer now
    Uncertain, // a write that may or may not take effect
    NotStored, // not executed: the leader cannot write to its disk; value tells why
};

// How many changes have been told of a watch, which is named by the number of the operation that began it.
struct WatchCount {
    quint64 watch = 0;
    quint64 told = 0;
    friend bool operator==(const WatchCount &, const WatchCount &) = default;
};

// Watch: what the asker can conclude from the answer, and what it is told later.
struct WatchTerms {
    bool isSubscribed = false; // later changes are told; otherwise the asker has to ask again
    Stamp point; // everything that was chosen of the key by then is in the answer, and nothing later
    Stamp absentSince; // NotFound: the key has had no value after this, as far as the leader can prove
    WatchCount replaced; // the watch of the same asker that ends with this one; 0: none
    friend bool operator==(const WatchTerms &, const WatchTerms &) = default;
};

struct ExecuteReply {
    ExecuteStatus status = ExecuteStatus::Busy;
    bool created = false; // Put: the key had no value
    QByteArray value;
    QByteArray contentType;
    qint64 ttlMs = -1;
    Version version; // Done: of the value read or written; ConditionFailed: of the value that is there
    std::optional<Descriptor> descriptor; // for the caller's cache
    std::vector<NodeRef> next; // NotLeader: who may know, the likeliest first
    std::optional<WatchTerms> watch; // to a Watch, with a state
    std::optional<Listed> listed; // List, Done
    friend bool operator==(const ExecuteReply &, const ExecuteReply &) = default;
};

// --- Watches: a node asks the leader of a key to tell it of changes (OperationKind::Watch), and keeps this up.
// Whatever makes it doubt that it was told all makes it ask again.

// One-way, from a leader: a change of the key has been chosen.
struct WatchEvent {
    enum class Kind : quint8 { Put, Deleted, Expired, Ended }; // Ended: nothing more is told
    quint64 watch = 0;
    quint64 number = 0; // of the events of this watch, from 1 on
    Kind kind = Kind::Ended;
    QByteArray value; // Put
    QByteArray contentType;
    qint64 ttlMs = -1;
    Version version; // Put, Deleted
    Stamp point; // as in WatchTerms
    friend bool operator==(const WatchEvent &, const WatchEvent &) = default;
};

// The sender's watches at the receiver, and how many events of each have come. Those not named for a while end.
struct KeepWatches {
    std::vector<WatchCount> watches;
    friend bool operator==(const KeepWatches &, const KeepWatches &) = default;
};

// Those of them that the receiver has told another count of; 0: that it does not know.
struct KeepWatchesReply {
    std::vector<WatchCount> differing;
    friend bool operator==(const KeepWatchesReply &, const KeepWatchesReply &) = default;
};

// --- Local: made by the transport, has no form on the wire. The peer refused a connection or its address is nobody's:
// the requests in progress to it have failed.
struct Unreachable {
    bool proof = false; // the program that ran there last is known to have ended: nothing listens there on this machine
    friend bool operator==(const Unreachable &, const Unreachable &) = default;
};

using Body = std::variant<FindNext, FindNextReply, GetNeighbours, Neighbours, Ping, Pong, Notify, Leaving, PreVote,
                          PreVoteReply, Prepare, Promise, TakeLead, Heartbeat, HeartbeatReply, Propose, ProposeReply,
                          Removed, Accept, AcceptReply, Drop, SyncRequest, SyncReply, Fetch, FetchReply, Register,
                          RequestRange, RangeReply, SurveyGroups, SurveyReply, Recover, Gone, Execute, ExecuteReply,
                          WatchEvent, KeepWatches, KeepWatchesReply, Unreachable>;

// ring: the sender's ring, which is named by the incarnation of the node that founded it; 0: it has none yet. Between
// different rings only GetNeighbours is answered.
struct Message {
    quint64 requestId = 0;
    quint64 ring = 0;
    Body body;
    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace chord
