// SPDX-License-Identifier: GPL-3.0-or-later
//
// The disk of a simulated host: what was committed, and a commit that is being written. A crash of the host keeps the
// former and either loses or keeps the latter as a whole, as a store with transactions does.
#pragma once

#include "chord/persist.h"

#include <map>
#include <memory>

namespace sim {

using chord::Time;

class Disk {
public:
    // Nothing has been committed yet.
    bool isEmpty() const { return m_incarnation == 0; }
    // Of the node that uses it for the first time; known with its first commit.
    void format(quint64 incarnation) { m_formatted = incarnation; }
    quint64 incarnation() const { return m_incarnation; }
    // A program is started; how often that has happened, this time included.
    quint64 start() { return ++m_starts; }

    // One at a time.
    void begin(std::unique_ptr<chord::Persist> commit, Time now);
    void finish();
    void crash(bool keepsCommit);
    // Of what was committed.
    std::unique_ptr<Disk> copy() const;

    chord::Restored restored() const;
    // Their lifetimes have run on meanwhile.
    std::vector<chord::Transfer> records(Time now) const;

private:
    struct Written {
        chord::Transfer record;
        Time at = 0;
    };

    quint64 m_formatted = 0;
    quint64 m_incarnation = 0;
    quint64 m_starts = 0;
    quint64 m_commits = 0;
    chord::Membership m_membership;
    std::map<chord::GroupId, chord::DurableGroup> m_groups;
    std::map<QByteArray, Written> m_records;
    std::unique_ptr<chord::Persist> m_commit;
    Time m_begunAt = 0;
};

} // namespace sim
