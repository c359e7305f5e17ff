// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the leader of a group keeps, as plain data: its ballot, the writes in progress, what each voter and learner has
// of the records. The rules that change it are in groups_leading.cpp, groups_configs.cpp, groups_records.cpp,
// groups_writes.cpp and groups_changes.cpp.
#pragma once

#include "chord/groups/election.h"
#include "chord/results.h"
#include "chord/store/comparison.h"

#include <algorithm>
#include <list>
#include <map>
#include <memory>
#include <set>

namespace chord {

// Where the outcome of an execution goes.
struct Waiter {
    bool local = false; // an operation begun on this node
    Address to; // else the peer that asked,
    quint64 token = 0; // by this request; the operation's handle if local
    Time deadline = 0;
    quint64 readAfter = 0; // a read that needs a quorum: the heartbeat that a majority must have answered
    bool isPassedOn = false; // the peer asks for another node, which cannot be told anything later
};

// To this node itself, in order with what it is told of watches.
struct LocalReply {
    OperationHandle operation; // 0: an event
    std::variant<ExecuteReply, WatchEvent> content;
};

// A voter or learner other than the leader, as the leader sees it.
struct Replica {
    // Unknown: what it holds is to be compared. Comparing: that is in progress. Streaming: it has, or is being sent,
    // all that is chosen; `lacking` says what has not been acknowledged.
    enum class Sync : quint8 { Unknown, Comparing, Streaming };
    struct Lacking {
        Stamp stamp;
        bool exact = false; // replaces also what is later there
        bool inFlight = false;
        Stamp chosen; // of the latest chosen record of the key that it is not known to hold; null: what it lacks is
                      // pending
    };
    static constexpr size_t lackingMax = 20000; // beyond, all is compared instead
    static constexpr qint64 windowBytes = 8 * 1024 * 1024;

    NodeRef node;
    Sync sync = Sync::Unknown;
    bool learner = false;
    quint64 state = 0; // of its state (see LeaseAnswer) what is known here is true; 0: of none yet
    std::unique_ptr<Comparison> comparison;
    quint64 lastSync = 0; // the number of its last question
    std::map<QByteArray, Lacking> lacking;
    std::list<QByteArray> toSend; // of lacking, those not in flight; a list, since an empty deque takes half a kilobyte
    qint64 bytesInFlight = 0;
    quint64 lastNumber = 0; // of the stream to it
    Time heardAt = 0; // when the last request was sent that it has answered
    Time retryAt = 0; // of what failed
    Time grantedUntil = 0; // by this node's clock
    Time grantedAt = 0; // when the heartbeat was sent that it granted last
    quint64 grantedBy = 0; // the number of the heartbeat
    quint64 confirmedVersion = 0; // of the configurations known to be chosen
    bool proposing = false; // a Propose is in progress
    bool hasSurplus = false; // a learner, of records that the present comparison found; it is told to drop them
    bool leaving = false;
    Time statelessSince = never; // a voter that says it has no state of the group

    bool isComplete() const { return sync == Sync::Streaming && lacking.empty(); }
    // Writes that are pending are chosen, or not, by the voters of the configuration that is proposed by then.
    bool holdsAllChosen() const
    {
        return sync == Sync::Streaming && std::all_of(lacking.begin(), lacking.end(), [](const auto &entry) {
                   return entry.second.chosen.isNull();
               });
    }
};

// Waits for a write of the same key, a lease or the end of a change.
struct Parked {
    Execute request;
    Waiter waiter;
    bool isNew = false; // a write that had not been executed when it came; see Groups::admit
};

// One at a time for each key; those that follow wait in its queue. It is never given up while this node leads.
struct Write {
    Id id;
    Record record;
    OperationId operation; // 0.0: none; a record that is accepted again, an expiry
    AppliedList applied; // with this write's own id
    bool created = false;
    quint64 ownAfter = 0; // the commit that makes this node's own copy count
    bool again = false; // accepts a record again; reads wait, since it is not known what was chosen before
    std::vector<quint64> heldBy; // incarnations of other voters
    std::vector<Waiter> waiters;
    std::list<Parked> queue;
};

struct Leadership {
    Ballot ballot;
    quint64 sequence = 0; // of the last write
    quint64 syncs = 0; // questions of comparisons, counted
    GroupConfig config; // the latest proposed
    quint64 chosenVersion = 0; // of this ballot; 0: its first configuration is not chosen yet
    std::vector<NodeRef> votersBefore; // a change of them is in progress; empty: none is
    Time proposedAt = 0; // when `config` was proposed first
    std::vector<quint64> configAccepted; // incarnations of voters that accepted `config`
    quint64 configAfter = 0; // the commit that makes this node's own acceptance of `config` count
    quint64 recordsAfter = 0; // the commit that makes the last change count here, and the copies of what came before it
    Range range; // what is served: of the latest chosen configuration
    // Those whose records are compared before anything is served.
    std::set<quint64> compareFirst;
    struct Best {
        Id id;
        Stamp stamp;
        NodeRef holder;
        bool fetching = false;
    };
    std::map<QByteArray, Best> unsettled; // keys to be accepted again, not begun yet
    std::map<quint64, Replica> replicas; // by incarnation
    std::map<QByteArray, Write> writes;
    std::set<OperationId> admitted; // of the queues of `writes`, those that are new
    std::vector<Parked> parked;
    Time leaseUntil = 0;
    Time quorumAt = 0; // a majority has answered a heartbeat sent then
    quint64 quorumBy = 0; // and its number
    Time holdUntil = 0; // a founder serves nothing before
    // Changes
    std::vector<NodeRef> candidates; // for voters, from the end of the range on
    std::vector<NodeRef> found; // by a lookup of the end of the range
    Time candidatesAt = 0; // when it ended
    bool findingCandidates = false;
    Time changeAt = 0; // the next change is looked for then
    std::map<quint64, Time> ineligible; // nodes that did not become voters, or were replaced for silence
    std::optional<NodeRef> splitFor; // a node that asked for a range, while the split is being prepared
    bool merging = false; // into the upper group, which this node leads, too
    std::vector<quint64> absorbRefused; // incarnations of voters that cannot take in the group this one absorbs
    std::optional<NodeRef> transferTo;
    Time transferDeadline = 0;
    Time registerAt = 0;
    Time collectAt = 0;
    Time surveyAt = 0; // whether an empty range lies below is not looked at before
    Time configAt = 0; // when the latest configuration was proposed

    bool isServing() const { return compareFirst.empty() && chosenVersion > 0; }
    bool isChanging() const { return chosenVersion < config.version; }
    // The latest configuration takes in another group, as far as this leader knows for the first time.
    bool isAbsorbing() const { return config.absorbed && config.absorbed->stage == AbsorbedGroup::Stage::Proposed; }
    Stamp latest() const { return {ballot, sequence}; }
};

// A group at one of its voters or learners.
struct Group {
    explicit Group(Acceptor state)
        : acceptor(std::move(state))
    {
    }

    Acceptor acceptor;
    quint64 state = 0; // counts the states that this node has had of any group
    std::unique_ptr<Election> election;
    std::unique_ptr<Leadership> lead;
    Time electAt = never;
    quint32 roundSeen = 0; // the highest in what refused this node
    int electionsFailed = 0; // one after the other
    bool noQuorum = false; // told
    Time transferAt = 0; // the lead is not given away before
    int transfers = 0; // without success, one after the other
    Time endDeadSince = never; // the node at the end of the range is not alive, as this node, the leader, sees it
    quint32 lossEpochMin = 0; // of the ballots this node asks for
    quint32 claimEpoch = 0; // the loss epoch under which
    std::optional<Id> claimed; // an empty range from here on is to be taken in
};

} // namespace chord
