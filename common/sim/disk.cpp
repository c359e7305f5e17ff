// SPDX-License-Identifier: GPL-3.0-or-later
//
// A commit replaces, key by key and group by group, what was there.

#include "sim/disk.h"

#include <algorithm>

namespace sim {

void Disk::begin(std::unique_ptr<chord::Persist> commit, Time now)
{
    Q_ASSERT(!m_commit);
    m_commit = std::move(commit);
    m_begunAt = now;
}

void Disk::finish()
{
    const std::unique_ptr<chord::Persist> commit = std::move(m_commit);
    if (!commit)
        return;
    m_incarnation = m_formatted;
    ++m_commits;
    m_membership = commit->membership.value_or(m_membership);
    for (const chord::GroupId group : commit->removedGroups)
        m_groups.erase(group);
    for (chord::DurableGroup &group : commit->groups)
        m_groups[group.group] = std::move(group);
    for (const QByteArray &key : commit->removedKeys)
        m_records.erase(key);
    for (chord::Transfer &record : commit->records) {
        const QByteArray key = record.key;
        m_records[key] = {std::move(record), m_begunAt};
    }
}

void Disk::crash(bool keepsCommit)
{
    if (keepsCommit)
        finish();
    m_commit.reset();
}

std::unique_ptr<Disk> Disk::copy() const
{
    auto disk = std::make_unique<Disk>();
    disk->m_formatted = m_formatted;
    disk->m_incarnation = m_incarnation;
    disk->m_starts = m_starts;
    disk->m_commits = m_commits;
    disk->m_membership = m_membership;
    disk->m_groups = m_groups;
    disk->m_records = m_records;
    return disk;
}

chord::Restored Disk::restored() const
{
    chord::Restored out;
    out.starts = m_starts;
    out.commits = m_commits;
    out.membership = m_membership;
    for (const auto &[number, group] : m_groups)
        out.groups.push_back(group);
    return out;
}

std::vector<chord::Transfer> Disk::records(Time now) const
{
    std::vector<chord::Transfer> out;
    out.reserve(m_records.size());
    for (const auto &[key, written] : m_records) {
        out.push_back(written.record);
        if (out.back().ttlMs >= 0)
            out.back().ttlMs = std::max<qint64>(0, out.back().ttlMs - (now - written.at) / chord::usPerMs);
    }
    return out;
}

} // namespace sim
