// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a leader does all the time: heartbeats, and the leases that they bring, with what voters answer; and telling the
// node where requests arrive that it leads.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time registerPeriodUs = 1000 * usPerMs;
constexpr size_t registryMax = 1024;

} // namespace

// --- Heartbeats and leases

void Groups::beat()
{
    m_beatNow = false;
    // By incarnation: a voter that is gone and the one that was started in its place have the same address.
    std::map<quint64, std::pair<NodeRef, std::vector<LeaseEntry>>> byPeer;
    const quint64 number = ++m_heartbeat;
    bool leadsAny = false;
    std::vector<GroupId> overruled;
    for (const auto &[group, state] : m_groups) {
        if (!state->lead || state->lead->config.voters.size() + state->lead->replicas.size() <= 1)
            continue;
        leadsAny = true;
        Leadership &lead = *state->lead;
        const LeaseEntry entry{group, lead.ballot, lead.chosenVersion, quint32(leaseUs() / usPerMs)};
        if (state->acceptor.onLease(m_context.self, entry, number, m_context.now) == Verdict::Promised)
            overruled.push_back(group);
        for (const auto &[incarnation, replica] : lead.replicas) {
            auto &[peer, entries] = byPeer[incarnation];
            peer = replica.node;
            entries.push_back(entry);
        }
    }
    for (const GroupId group : overruled) {
        ++m_context.counters.leadsLost;
        stepDown(*find(group), "it has promised to another");
    }
    for (auto &[incarnation, heartbeat] : byPeer) {
        auto &[peer, entries] = heartbeat;
        Ask question;
        question.entries = entries;
        question.number = number;
        ask(peer, Heartbeat{number, m_context.state == NodeState::Leaving, commits(), std::move(entries)},
            Purpose::Kind::Heartbeat, std::move(question), m_context.config.requestTimeoutMs);
    }
    // So few neighbours that fellow voters may be in another part of the ring.
    if (m_context.routing.successors().size() + 1 < size_t(m_context.config.replicas)) {
        for (const NodeRef &voter : knownVoters()) {
            m_context.contacts.remember(voter, m_context.now);
            m_context.armBy(Timer::Contacts, m_context.now + 1000 * usPerMs);
        }
    }
    m_beatAt = leadsAny ? m_context.now + m_context.config.leaseRenewMs * usPerMs : never;
    if (leadsAny)
        wake(m_beatAt);
}

HeartbeatReply Groups::onHeartbeat(const NodeRef &from, const Heartbeat &heartbeat)
{
    HeartbeatReply reply;
    reply.leaving = m_context.state == NodeState::Leaving;
    reply.commits = commits();
    reply.known = commitsOf(from);
    noteCommits(from, heartbeat.commits);
    // A voter that has lost all it knew of the ring finds it again through its leaders.
    if (m_context.routing.successors().empty()) {
        m_context.contacts.remember(from, m_context.now);
        m_context.armBy(Timer::Contacts, m_context.now + 1000 * usPerMs);
    }
    noteState(from, heartbeat.leaving ? NodeState::Leaving : NodeState::Ready);
    for (const LeaseEntry &entry : heartbeat.entries) {
        LeaseAnswer answer{entry.group, Verdict::NoState, {}, 0};
        if (Group *group = findOrBegin(entry.group)) {
            answer.state = group->state;
            answer.verdict = group->acceptor.onLease(from, entry, heartbeat.number, m_context.now);
            answer.promised = group->acceptor.promised();
            if (answer.verdict == Verdict::Granted || answer.verdict == Verdict::Behind) {
                if (group->lead && group->lead->ballot != entry.ballot) {
                    ++m_context.counters.leadsLost;
                    stepDown(*group, "another voter leads", from);
                }
                endElection(*group, true);
                if (std::exchange(group->noQuorum, false))
                    m_context.tell(Event::Kind::QuorumRegained, from, text(group->acceptor.range()));
                group->electionsFailed = 0;
                afterLease(*group);
                if (answer.verdict == Verdict::Granted && entry.version > 0)
                    takeEffect(*group);
            }
        }
        reply.answers.push_back(answer);
    }
    return reply;
}

void Groups::onHeartbeatReply(const Ask &question, const NodeRef &from, const HeartbeatReply &reply, Time sentAt)
{
    noteCommits(from, reply.commits);
    if (question.entries.empty() && m_disks && m_disks->recalls > 0)
        onRecalled(reply.known);
    for (size_t i = 0; i < std::min(reply.answers.size(), question.entries.size()); ++i) {
        const LeaseAnswer &answer = reply.answers[i];
        const LeaseEntry &entry = question.entries[i];
        Group *group = find(entry.group);
        if (answer.group != entry.group || !group || !group->lead || group->lead->ballot != entry.ballot)
            continue;
        const auto it = group->lead->replicas.find(from.incarnation);
        if (it == group->lead->replicas.end())
            continue;
        Replica &replica = it->second;
        replica.heardAt = std::max(replica.heardAt, sentAt);
        if (std::exchange(replica.leaving, reply.leaving) != reply.leaving)
            group->lead->changeAt = m_context.now;
        const bool grants = answer.verdict == Verdict::Granted || answer.verdict == Verdict::Behind;
        if (grants && !isPresent(replica, answer.state)) {
            lostStateAt(*group, from.incarnation);
            continue;
        }
        switch (answer.verdict) {
        case Verdict::Promised:
            if (answer.promised > entry.ballot) {
                group->roundSeen = std::max(group->roundSeen, answer.promised.round);
                ++m_context.counters.leadsLost;
                stepDown(*group, "a voter has promised to another");
            }
            continue;
        case Verdict::NoState:
            lostStateAt(*group, from.incarnation);
            continue;
        case Verdict::Granted:
            replica.confirmedVersion = std::max(replica.confirmedVersion, entry.version);
            break;
        case Verdict::Behind:
            if (replica.learner || group->lead->config.hasVoter(replica.node))
                proposeTo(*group, replica);
            break;
        default:
            continue;
        }
        replica.statelessSince = never;
        replica.grantedUntil =
            std::max(replica.grantedUntil, sentAt + Time(entry.leaseMs) * usPerMs * leaseShareCounted / 100);
        replica.grantedBy = std::max(replica.grantedBy, question.number);
        replica.grantedAt = std::max(replica.grantedAt, sentAt);
        countGrants(*group);
        if (!replica.toSend.empty())
            pump(*group, replica);
        unpark(*group);
    }
}

// The latest moment until which a majority of the latest proposed configuration has granted the lease, and the latest
// heartbeat that a majority has answered; the leader itself counts as one that always has.
void Groups::countGrants(Group &group)
{
    Leadership &lead = *group.lead;
    std::vector<Time> until;
    std::vector<quint64> by;
    std::vector<Time> at;
    for (const NodeRef &voter : lead.config.voters) {
        const auto it = lead.replicas.find(voter.incarnation);
        const bool isSelf = voter.incarnation == m_context.self.incarnation;
        until.push_back(isSelf ? never : it == lead.replicas.end() ? 0 : it->second.grantedUntil);
        by.push_back(isSelf ? m_heartbeat : it == lead.replicas.end() ? 0 : it->second.grantedBy);
        at.push_back(isSelf ? m_context.now : it == lead.replicas.end() ? 0 : it->second.grantedAt);
    }
    const size_t majority = lead.config.voters.size() / 2;
    std::sort(until.begin(), until.end(), std::greater<>());
    std::sort(by.begin(), by.end(), std::greater<>());
    std::sort(at.begin(), at.end(), std::greater<>());
    // Not the latest of all times: what an earlier configuration granted counts no more.
    lead.leaseUntil = until[majority];
    lead.quorumBy = by[majority];
    lead.quorumAt = std::max(lead.quorumAt, at[majority]);
}

// What is due at a leader.
void Groups::workOnLead(Group &group)
{
    const GroupId number = group.acceptor.group();
    Leadership &lead = *group.lead;
    countGrants(group);
    if (lead.isChanging() && takeBackVoters(group))
        return;
    // A change that its voters do not accept is taken back before the leader gives up.
    const Time patience = leaseUs() + (lead.isChanging() ? leaseUs() : m_context.config.leaseRenewMs * usPerMs);
    if (lead.config.voters.size() > 1 && m_context.now > lead.quorumAt + patience) {
        ++m_context.counters.leadsLost;
        stepDown(group, "no majority of the voters answers");
        scheduleElection(group, retryUs);
        return;
    }
    if (lead.isChanging() && m_context.now > lead.configAt + retryUs) {
        lead.configAt = m_context.now;
        for (auto &[incarnation, replica] : lead.replicas) {
            const bool accepted = std::find(lead.configAccepted.begin(), lead.configAccepted.end(), incarnation)
                != lead.configAccepted.end();
            if (!accepted && (lead.config.hasVoter(replica.node) || replica.learner))
                proposeTo(group, replica);
        }
    }
    for (auto &[incarnation, replica] : lead.replicas) {
        const bool first = lead.compareFirst.contains(incarnation) && !(lead.isAbsorbing() && lead.chosenVersion == 0);
        if (replica.retryAt <= m_context.now && replica.sync != Replica::Sync::Streaming
            && (first || (lead.isServing() && m_context.now < replica.grantedUntil)))
            compare(group, replica);
        if (!group.lead)
            return;
        pump(group, replica);
    }
    // A voter that promised and does not answer now cannot be compared with; another quorum may.
    const bool isSilent = std::any_of(lead.compareFirst.begin(), lead.compareFirst.end(), [&](quint64 incarnation) {
        const auto replica = lead.replicas.find(incarnation);
        return replica == lead.replicas.end() || m_context.now - replica->second.heardAt > 2 * leaseUs();
    });
    if (isSilent) {
        stepDown(group, "a voter that promised does not answer");
        scheduleElection(group, retryUs);
        return;
    }
    settleNext(group);
    Group *still = find(number);
    if (!still || !still->lead)
        return;
    unpark(*still);
    if (!(still = find(number)) || !still->lead)
        return;
    if (still->lead->collectAt <= m_context.now)
        collect(*still);
    if (still->lead->isServing())
        change(*still);
}

// --- Where requests arrive

void Groups::registerLead(Group &group)
{
    Leadership &lead = *group.lead;
    lead.registerAt = m_context.now + registerPeriodUs;
    if (lead.range.hi == m_context.self.id)
        return;
    for (const NodeRef &node : lead.candidates) {
        if (node.incarnation != m_context.self.incarnation)
            m_context.send(node.address, 0, Register{descriptorOf(group)});
    }
}

void Groups::onRegister(const Register &request)
{
    if (request.descriptor.leader.address == m_context.self.address)
        return;
    Registered &known = m_registry[request.descriptor.range.hi];
    if (known.descriptor.latest <= request.descriptor.latest || m_context.now - known.at > registeredUs)
        known = {request.descriptor, m_context.now};
    if (m_registry.size() > registryMax)
        m_registry.erase(m_registry.begin());
}

} // namespace chord
