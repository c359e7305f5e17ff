// SPDX-License-Identifier: GPL-3.0-or-later
//
// With a disk: what changes in the groups and records goes into the journal, what depends on it waits, and a restarted
// node goes on as the same incarnation. Its own copies, promises and acceptances count like those of other voters: when
// they are durable. It leads nothing at first, and promises nothing for as long as a lease may last that it granted.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

constexpr int stateBits = 32; // this many states of groups between two starts
constexpr size_t commitsOfMax = 4096;

} // namespace

void Groups::touch(const Id &id, const QByteArray &key)
{
    if (m_context.journal)
        m_context.journal->touch(id, key);
}

void Groups::noteChanges()
{
    Journal &journal = *m_context.journal;
    bool promises = journal.groups.size() != m_groups.size();
    bool streams = false;
    for (const auto &[number, group] : m_groups) {
        const auto it = journal.groups.find(number);
        const Acceptor &acceptor = group->acceptor;
        promises |= it == journal.groups.end() || it->second.state != group->state
            || it->second.revision != acceptor.revision();
        streams |= it != journal.groups.end() && it->second.streamRevision != acceptor.streamRevision();
    }
    if (promises || streams)
        journal.note(promises ? Journal::Kind::Promises : Journal::Kind::Records);
}

// A write that this node leads is on its disk from its beginning, as at any other voter.
const Write *Groups::pendingWrite(const QByteArray &key) const
{
    for (const auto &[number, group] : m_groups) {
        if (!group->lead)
            continue;
        const auto write = group->lead->writes.find(key);
        if (write != group->lead->writes.end())
            return &write->second;
    }
    return nullptr;
}

void Groups::fill(Persist &persist, const std::vector<Journal::Change> &records)
{
    Journal &journal = *m_context.journal;
    persist.records.reserve(records.size());
    for (const auto &[id, key] : records) {
        const Write *pending = pendingWrite(key);
        if (const Record *record = pending ? &pending->record : m_store.find(id, key))
            persist.records.push_back(
                toTransfer(*record, pending ? pending->applied : m_applied.of(key), m_context.now));
        else
            persist.removedKeys.push_back(key);
    }
    std::erase_if(journal.groups, [&](const auto &entry) {
        const bool isGone = !m_groups.contains(entry.first);
        if (isGone)
            persist.removedGroups.push_back(entry.first);
        return isGone;
    });
    for (const auto &[number, group] : m_groups) {
        const Acceptor &acceptor = group->acceptor;
        Journal::Written &written = journal.groups[number];
        const Journal::Written now{group->state, acceptor.revision(), acceptor.streamRevision()};
        if (written == now)
            continue;
        written = now;
        persist.groups.push_back(acceptor.durable());
        persist.groups.back().state = group->state;
    }
}

void Groups::onPersisted()
{
    for (const Journal::OwnWrite &write : m_context.journal->takeDurableWrites()) {
        Group *group = find(write.group);
        if (group && group->lead)
            settleWrite(*group, write.key);
    }
    std::vector<GroupId> numbers;
    for (const auto &[number, group] : m_groups) {
        if (group->election || (group->lead && group->lead->isChanging()))
            numbers.push_back(number);
    }
    for (const GroupId number : numbers) {
        Group *group = find(number);
        if (group && group->election)
            workOnElection(*group);
        else if (group && group->lead)
            checkConfig(*group);
    }
}

void Groups::handLeadsOver()
{
    for (const auto &[number, group] : m_groups) {
        if (group->lead)
            group->lead->changeAt = m_context.now;
    }
    wake(m_context.now);
}

// To any voter that has all that is chosen. False if there is none, or it was tried just now.
bool Groups::handOver(Group &group)
{
    Leadership &lead = *group.lead;
    if (m_context.now < group.transferAt)
        return false;
    for (const auto &[incarnation, replica] : lead.replicas) {
        if (replica.learner || replica.leaving || m_context.now >= replica.grantedUntil || !replica.holdsAllChosen())
            continue;
        lead.transferTo = replica.node;
        lead.transferDeadline = m_context.now + leaseUs();
        transfer(group);
        return true;
    }
    return false;
}

// --- Restart

void Groups::restoreRecords(std::vector<Transfer> &&records)
{
    for (const Transfer &transfer : records)
        keep(m_context.space.hash(transfer.key), toRecord(transfer, m_context.now), transfer.applied);
}

void Groups::restore(const Restored &state)
{
    m_lastState = state.starts << stateBits;
    for (const DurableGroup &durable : state.groups) {
        Group &group = add(Acceptor(durable, m_context.now));
        group.state = durable.state;
        m_context.journal->groups[durable.group] = {group.state, group.acceptor.revision(),
                                                    group.acceptor.streamRevision()};
        afterLease(group);
    }
    recall();
    if (!state.membership.isMember)
        return;
    m_context.ring = state.membership.ring;
    m_context.state = NodeState::Ready;
    m_isRestoring = true;
    missOwnRange();
    wake(m_context.now);
}

// --- Old copies. Each voter tells its leader, and each leader its voters, how many commits it has made. A disk that
// has fewer than others know of is an older copy: promises and records may be missing.

quint64 Groups::commits() const
{
    return m_context.journal ? m_context.journal->durableOverAll() : 0;
}

void Groups::noteCommits(const NodeRef &node, quint64 commits)
{
    if (commits == 0)
        return;
    auto &all = disks().commitsOf;
    quint64 &known = all[node.incarnation];
    known = std::max(known, commits);
    if (all.size() > commitsOfMax)
        all.erase(all.begin());
}

Groups::DiskFacts &Groups::disks()
{
    if (!m_disks)
        m_disks = std::make_unique<DiskFacts>();
    return *m_disks;
}

quint64 Groups::commitsOf(const NodeRef &node) const
{
    if (!m_disks)
        return 0;
    const auto known = m_disks->commitsOf.find(node.incarnation);
    return known == m_disks->commitsOf.end() ? 0 : known->second;
}

// Asks them what they know of this node. Until they have answered, or had the time to, it takes part in nothing.
void Groups::recall()
{
    std::map<quint64, NodeRef> voters;
    for (const NodeRef &voter : knownVoters())
        voters.emplace(voter.incarnation, voter);
    disks().recallUntil = m_context.now + m_context.config.requestTimeoutMs * usPerMs;
    for (const auto &[incarnation, voter] : voters) {
        ++m_disks->recalls;
        Ask question;
        ask(voter, Heartbeat{0, false, commits(), {}}, Purpose::Kind::Heartbeat, std::move(question),
            m_context.config.requestTimeoutMs);
    }
}

bool Groups::isRecalling()
{
    if (!m_disks)
        return false;
    if (m_context.now >= m_disks->recallUntil)
        m_disks->recalls = 0;
    return m_disks->recalls > 0;
}

void Groups::onRecalled(quint64 known)
{
    disks().recalls = std::max(0, disks().recalls - 1);
    m_isOutdated |= m_context.journal && m_context.journal->durableOverAll() < known;
}

// It has its place again.
void Groups::tellRestored()
{
    if (m_context.state == NodeState::Ready && !notReadyReason(m_context.now).isEmpty())
        return;
    m_isRestoring = false;
    if (m_context.state == NodeState::Ready)
        m_context.tell(Event::Kind::Joined, m_context.routing.successor());
}

} // namespace chord
