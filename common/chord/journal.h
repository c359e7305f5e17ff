// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which changes are to outlive the program, which of them do by now, and which messages wait for that. One commit is in
// progress at a time; all that changes meanwhile is in the next one (group commit). Only nodes with a disk have a
// journal. Pure bookkeeping.
//
// A message waits if it tells a peer what this node must never forget again: promises and leases for the commit of
// the last promise or configuration, all else for the commit of the last change of any kind.
#pragma once

#include "chord/results.h"

#include <list>
#include <map>

namespace chord {

class Journal {
public:
    using Change = std::pair<Id, QByteArray>; // place and key of a record
    // What was written last of a group.
    struct Written {
        quint64 state = 0;
        quint32 revision = 0;
        quint32 streamRevision = 0;
        friend bool operator==(const Written &, const Written &) = default;
    };
    // A write that this node leads: its own copy counts once it is durable.
    struct OwnWrite {
        quint64 after = 0;
        GroupId group = 0;
        QByteArray key;
    };
    enum class Kind : quint8 { Records, Promises };

    // The number of the commit that will hold what changes now.
    quint64 next() const { return m_emitted + 1; }
    bool isDurable(quint64 number) const { return number <= m_durable; }
    bool isInProgress() const { return m_durable < m_emitted; }
    // Commits so far, over all starts; those before this one are told by restoreAt.
    quint64 durableOverAll() const { return m_earlier + m_durable; }
    void restoreAt(quint64 commits) { m_earlier = commits; }

    void touch(const Id &id, const QByteArray &key) { m_changes.emplace_back(id, key); }
    void note(Kind kind);
    // Moves those that must wait out of these messages, and those that have waited long enough in. All changes so far
    // have been noted.
    void hold(std::vector<Envelope> &messages);
    // Begins a commit, if there is anything to commit and none is in progress; the records that have changed, each
    // once.
    std::optional<std::vector<Change>> begin();
    bool hasPromises() const { return m_promisesAt == m_emitted; }
    void done(quint64 number);

    void await(GroupId group, const QByteArray &key) { m_ownWrites.push_back({next(), group, key}); }
    std::vector<OwnWrite> takeDurableWrites();

    QByteArray problem; // why nothing can be committed at the moment; empty: it can
    std::map<GroupId, Written> groups;
    RingMembership membership;
    quint32 neighbours = 0; // revision of those in membership
    size_t memoryBytes() const;

private:
    struct Held {
        quint64 after = 0;
        Envelope envelope;
    };
    static constexpr size_t heldMax = 20'000; // replies, which nobody waits for that long: the oldest go first
    void release(std::list<Held> &held);
    void hold(std::list<Held> &held, quint64 after, Envelope &&envelope);

    quint64 m_earlier = 0;
    quint64 m_emitted = 0; // the last commit begun
    quint64 m_durable = 0; // the last one done
    quint64 m_changedAt = 0; // the commit of the last change of any kind
    quint64 m_promisesAt = 0; // the last one with promises
    std::vector<Change> m_changes; // since the last commit began
    std::list<Held> m_held; // ascending
    std::list<Held> m_heldForPromises;
    std::vector<Envelope> m_released;
    std::list<OwnWrite> m_ownWrites; // ascending
};

} // namespace chord
