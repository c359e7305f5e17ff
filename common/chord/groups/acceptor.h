// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one voter remembers of one group, as a value: what it has promised, which configuration it has accepted, to whom
// it has granted a lease. Facts and the time go in, verdicts come out. The records lie in the node's store.
//
// The rules (Lamport, "Paxos Made Simple", 2001, for one ballot over all keys; Gray and Cheriton, "Leases", SOSP 1989):
//  - Nothing is accepted below the promise. A promise belongs to this incarnation; without state there is no promise.
//  - While a lease binds this voter, it promises to no other leader, neither tentatively (PreVote) nor for good.
//  - Configurations are ordered by the ballot they were accepted under, then by version.
//  - A split takes effect here when it is known to be chosen; before that the parent owns everything.
//  - A merge is accepted only against one exact state of the group that it takes in, which is locked from then on.
#pragma once

#include "chord/persist.h"

namespace chord {

class Acceptor {
public:
    // After a restart. What it had granted is not known any more, but for its length: it is bound for as long from now.
    Acceptor(const DurableGroup &state, Time now);
    // What has to outlive the program; `state` is left to the caller.
    DurableGroup durable() const;
    // Counts the changes of what has to, without the stream's numbers and the mark; and the changes of these.
    quint32 revision() const { return m_revision; }
    quint32 streamRevision() const { return m_streamRevision; }

    // A learner of this configuration (its children, if any, are no business of a learner), or the founder's state.
    Acceptor(GroupId group, const Propose &propose);
    // The state of a child at a voter of its parent.
    static Acceptor childOf(const Acceptor &parent, const ChildGroup &child);

    GroupId group() const { return m_group; }
    // Of its promise, configuration, role or range, so far.
    quint64 changes() const { return m_changes; }
    const Ballot &promised() const { return m_promised; }
    const Ballot &accepted() const { return m_accepted; }
    const GroupConfig &config() const { return m_config; }
    // The configuration as a candidate is told it: a merge that is known to be chosen is done, for all voters and for
    // good, also for those that could not take part in it.
    GroupConfig reportedConfig() const;
    // The configuration is known to be chosen.
    bool isChosen() const { return m_chosen; }
    bool isLearner() const { return m_learner; }
    // The range whose records belong to this group here: not yet without what a split is about to give away.
    const Range &range() const { return m_range; }

    // The ids of writes up to this stamp may have been forgotten.
    const Stamp &mark() const { return m_mark; }
    void raiseMark(const Stamp &mark);

    Verdict onPreVote(const NodeRef &from, const PreVote &request, Time now) const;
    Verdict onPrepare(const NodeRef &from, const Prepare &request, Time now);
    // Granted and Behind both bind this voter to the lease.
    Verdict onLease(const NodeRef &from, const LeaseEntry &entry, quint64 heartbeat, Time now);
    Verdict onPropose(const Propose &request);
    // May this be stored? exact: under the stricter rule of Drop.
    Verdict onStream(const Ballot &ballot, quint64 number, bool exact);

    // This child has begun here, or was dropped.
    bool hasEnded(GroupId child) const;
    // The children that take effect now that the configuration is known to be chosen: each is returned once.
    std::vector<ChildGroup> takeChildren();
    // Where a child is, the split that made it is chosen, though the configuration that lists it may not be. Is it the
    // next one that this voter has to hear of? Then the range goes on without it.
    bool isNextSplit(const ChildGroup &child) const;
    void narrow(const ChildGroup &child);
    // Children of a split that this voter has missed, and is told of late: those that it may still begin, as far as it
    // is their voter. Each is returned once.
    std::vector<ChildGroup> takeMissed(const std::vector<ChildGroup> &children, const NodeRef &self);
    // A group whose range this one still covers here has been given up, with what was promised in it: it must not begin
    // again here as a child when this group learns of the split.
    void noteDropped(GroupId child);
    void setChosen();

    // --- Merging
    bool matches(const AbsorbedGroup &state) const;
    // It has promised to a later leader, and will never match that state.
    bool isPast(const AbsorbedGroup &state) const { return state.ballot < m_promised; }
    void lock(GroupId by);
    void unlock();
    const std::optional<GroupId> &lockedBy() const { return m_lockedBy; }

    // --- The leader, as far as known
    const std::optional<NodeRef> &leader() const { return m_leader; }
    void forgetLeader() { m_leader.reset(); }
    // A lease binds this voter until then.
    Time boundUntil() const { return m_boundUntil; }
    void releaseOwn() { m_boundUntil = 0; }
    // The leader is proven gone: it reads under no lease any more.
    void endLease(Time now) { m_boundUntil = std::min(m_boundUntil, now); }

private:
    void promise(const Ballot &ballot);
    void noteTaken(const std::vector<ChildGroup> &children);
    Verdict blocked(const NodeRef &from, const Ballot &ballot, Time now, const std::optional<Release> &release) const;

    GroupId m_group = 0;
    quint64 m_changes = 0;
    quint32 m_revision = 0;
    quint32 m_streamRevision = 0;
    Ballot m_promised;
    Ballot m_accepted;
    GroupConfig m_config;
    Range m_range;
    bool m_chosen = false;
    bool m_learner = false;
    Stamp m_mark;
    std::optional<GroupId> m_lockedBy;
    // Children that must not begin here: they have, or were given up before this group knew of them.
    struct EndedChild {
        GroupId group;
        bool wasDropped;
    };
    std::vector<EndedChild> m_childrenEnded;
    // The lease
    Ballot m_boundTo;
    quint64 m_boundBy = 0; // the number of the heartbeat
    Time m_boundUntil = 0;
    quint32 m_leaseMsMax = 0; // no lease granted so far was longer
    std::optional<NodeRef> m_leader;
    // The stream of numbered messages from the leader of m_streamBallot
    Ballot m_streamBallot;
    quint64 m_lastNumber = 0;
    quint64 m_barrier = 0; // nothing below is stored any more
};

} // namespace chord
