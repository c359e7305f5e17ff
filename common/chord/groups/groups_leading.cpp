// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a leader does all the time: heartbeats and the leases they bring, its configuration, and the stream of records
// to every voter and learner; and what these answer.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

constexpr int leaseShareCounted = 95; // percent of a lease that its holder counts on: clocks may drift by 2.5 % each
constexpr Time retryUs = 100 * usPerMs;
constexpr size_t recordsPerMessageMax = 256;
constexpr size_t settlingMax = 256; // records that are accepted again at a time
constexpr size_t fetchKeysMax = 64;
constexpr size_t collectMax = 1000;
constexpr Time statelessUs = 2000 * usPerMs; // a voter without state is given so long to learn of a split

qint64 bytesOf(const Record &record)
{
    return record.key.size() + record.value.size() + record.contentType.size();
}

} // namespace

// --- Heartbeats and leases

void Groups::beat()
{
    m_beatNow = false;
    std::map<Address, std::pair<NodeRef, std::vector<LeaseEntry>>> byPeer;
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
            auto &[peer, entries] = byPeer[replica.node.address];
            peer = replica.node;
            entries.push_back(entry);
        }
    }
    for (const GroupId group : overruled) {
        ++m_context.counters.leadsLost;
        stepDown(*find(group), "it has promised to another");
    }
    for (auto &[address, heartbeat] : byPeer) {
        auto &[peer, entries] = heartbeat;
        Ask question;
        question.entries = entries;
        question.number = number;
        ask(peer, Heartbeat{number, m_context.state == NodeState::Leaving, std::move(entries)},
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
    if (heartbeat.leaving || !m_leavers.empty())
        noteState(from, heartbeat.leaving ? NodeState::Leaving : NodeState::Ready);
    for (const LeaseEntry &entry : heartbeat.entries) {
        LeaseAnswer answer{entry.group, Verdict::NoState, {}};
        if (Group *group = find(entry.group)) {
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
        if (std::exchange(replica.leaving, reply.leaving) != reply.leaving) {
            group->lead->changeAt = m_context.now;
            if (reply.leaving)
                m_leavers.insert(from.incarnation);
            else
                m_leavers.erase(from.incarnation);
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
    std::vector<Time> heard;
    for (const NodeRef &voter : lead.config.voters) {
        const auto it = lead.replicas.find(voter.incarnation);
        const bool isSelf = voter.incarnation == m_context.self.incarnation;
        until.push_back(isSelf ? never : it == lead.replicas.end() ? 0 : it->second.grantedUntil);
        by.push_back(isSelf ? m_heartbeat : it == lead.replicas.end() ? 0 : it->second.grantedBy);
        heard.push_back(isSelf ? m_context.now : it == lead.replicas.end() ? 0 : it->second.heardAt);
    }
    const size_t majority = lead.config.voters.size() / 2;
    std::sort(until.begin(), until.end(), std::greater<>());
    std::sort(by.begin(), by.end(), std::greater<>());
    std::sort(heard.begin(), heard.end(), std::greater<>());
    // Not the latest of all times: what an earlier configuration granted counts no more.
    lead.leaseUntil = until[majority];
    lead.quorumBy = by[majority];
    lead.quorumAt = std::max(lead.quorumAt, heard[majority]);
}

// --- Configurations

void Groups::updateReplicas(Group &group)
{
    Leadership &lead = *group.lead;
    for (const NodeRef &voter : lead.config.voters) {
        if (voter.incarnation == m_context.self.incarnation)
            continue;
        const auto [it, isNew] = lead.replicas.try_emplace(voter.incarnation);
        it->second.learner = false;
        if (isNew) {
            it->second.node = voter;
            it->second.heardAt = m_context.now;
        }
    }
}

// What it acknowledged before it became a learner, or lost its state, counts no more.
void Groups::forgetHeld(Group &group, quint64 incarnation)
{
    for (auto &[key, write] : group.lead->writes)
        std::erase(write.heldBy, incarnation);
}

// Begins to have lead.config accepted.
void Groups::propose(Group &group)
{
    Leadership &lead = *group.lead;
    countGrants(group);
    lead.configAccepted.clear();
    lead.absorbRefused.clear();
    lead.configAt = m_context.now;
    lead.proposedAt = m_context.now;
    Propose request{group.acceptor.group(), lead.ballot, lead.config, false, group.acceptor.mark()};
    const Verdict lock = lead.config.absorbed ? lockAbsorbed(request) : Verdict::Granted;
    if (lock != Verdict::Granted) {
        if (lock == Verdict::Locked)
            lead.absorbRefused.push_back(m_context.self.incarnation);
    } else {
        if (lead.config.absorbed && lead.config.absorbed->stage == AbsorbedGroup::Stage::Refused)
            releaseLock(group.acceptor.group());
        if (group.acceptor.onPropose(request) == Verdict::Granted)
            lead.configAccepted.push_back(m_context.self.incarnation);
    }
    for (auto &[incarnation, replica] : lead.replicas) {
        if (lead.config.hasVoter(replica.node) || replica.learner) {
            replica.proposing = false;
            proposeTo(group, replica);
        }
    }
    checkConfig(group);
}

void Groups::proposeTo(Group &group, Replica &replica)
{
    if (std::exchange(replica.proposing, true))
        return;
    const Leadership &lead = *group.lead;
    Ask question;
    question.group = group.acceptor.group();
    question.ballot = lead.ballot;
    question.version = lead.config.version;
    const bool learner = replica.learner && !lead.config.hasVoter(replica.node);
    ask(replica.node, Propose{question.group, lead.ballot, lead.config, learner, group.acceptor.mark()},
        Purpose::Kind::Propose, question, m_context.config.requestTimeoutMs);
}

ProposeReply Groups::onPropose(const NodeRef &from, const Propose &request)
{
    Group *group = find(request.group);
    if (!group) {
        if (!request.learner)
            return {Verdict::NoState, {}};
        const auto learners = std::count_if(m_groups.begin(), m_groups.end(),
                                            [](const auto &entry) { return entry.second->acceptor.isLearner(); });
        if (m_context.state == NodeState::Leaving)
            return {Verdict::Unwilling, {}};
        if (learners >= m_context.config.learnersMax)
            return {Verdict::Behind, {}}; // later
        Group &added = add(Acceptor(request.group, request));
        scheduleElection(added, 10 * leaseUs());
        return {Verdict::Granted, request.ballot};
    }
    Acceptor &acceptor = group->acceptor;
    if (request.learner && m_context.state == NodeState::Leaving)
        return {Verdict::Unwilling, acceptor.promised()};
    if (request.config.absorbed && request.ballot >= acceptor.promised()) {
        const Verdict lock = lockAbsorbed(request);
        if (lock != Verdict::Granted)
            return {lock, acceptor.promised()};
    }
    const Verdict verdict = acceptor.onPropose(request);
    if (verdict != Verdict::Granted)
        return {verdict, acceptor.promised()};
    if (request.config.absorbed && request.config.absorbed->stage == AbsorbedGroup::Stage::Refused)
        releaseLock(request.group);
    if (request.config.absorbed && request.config.absorbed->stage == AbsorbedGroup::Stage::Done)
        absorb(request.config.absorbed->group);
    if (group->lead && group->lead->ballot < request.ballot) {
        ++m_context.counters.leadsLost;
        stepDown(*group, "another voter leads", from);
    }
    return {Verdict::Granted, acceptor.promised()};
}

void Groups::onProposeReply(const Ask &question, const ProposeReply &reply)
{
    Group *group = leading(question);
    if (!group)
        return;
    Leadership &lead = *group->lead;
    const auto it = lead.replicas.find(question.peer);
    if (it == lead.replicas.end())
        return;
    it->second.proposing = false;
    if (question.version != lead.config.version) {
        if (lead.config.hasVoter(it->second.node) || it->second.learner)
            proposeTo(*group, it->second);
        return;
    }
    switch (reply.verdict) {
    case Verdict::Granted:
        it->second.statelessSince = never;
        if (lead.config.hasVoter(it->second.node))
            lead.configAccepted.push_back(question.peer);
        break;
    case Verdict::Promised:
        if (reply.promised > lead.ballot) {
            group->roundSeen = std::max(group->roundSeen, reply.promised.round);
            ++m_context.counters.leadsLost;
            stepDown(*group, "a voter has promised to another");
            return;
        }
        break;
    case Verdict::Locked:
        if (lead.config.absorbed)
            lead.absorbRefused.push_back(question.peer);
        break;
    case Verdict::Unwilling:
    case Verdict::Behind:
        if (it->second.learner) {
            lead.ineligible[question.peer] =
                m_context.now + (reply.verdict == Verdict::Behind ? 3 * retryUs : 100 * retryUs);
            lead.replicas.erase(it);
            lead.changeAt = m_context.now;
            return;
        }
        break;
    case Verdict::NoState:
        lostStateAt(*group, question.peer);
        break;
    default:
        break;
    }
    checkConfig(*group);
}

void Groups::checkConfig(Group &group)
{
    Leadership &lead = *group.lead;
    if (!lead.isChanging())
        return;
    const auto isIn = [](const std::vector<quint64> &list, const NodeRef &voter) {
        return std::find(list.begin(), list.end(), voter.incarnation) != list.end();
    };
    if (isMajority(lead.config.voters, [&](const NodeRef &voter) { return isIn(lead.configAccepted, voter); })) {
        configChosen(group);
        return;
    }
    // A majority cannot have taken in what this configuration absorbs, so it was not chosen and never will be.
    if (lead.config.absorbed && lead.config.absorbed->stage == AbsorbedGroup::Stage::Proposed
        && isMajority(lead.config.voters, [&](const NodeRef &voter) { return isIn(lead.absorbRefused, voter); })) {
        const Range narrow{lead.chosenVersion > 0 ? lead.range.lo : group.acceptor.range().lo, lead.config.range.hi};
        lead.config.range = lead.chosenVersion > 0 ? lead.range : narrow;
        lead.config.absorbed->stage = AbsorbedGroup::Stage::Refused;
        ++lead.config.version;
        propose(group);
    }
}

void Groups::configChosen(Group &group)
{
    Leadership &lead = *group.lead;
    const bool first = lead.chosenVersion == 0;
    lead.chosenVersion = lead.config.version;
    lead.chosenVoters = lead.config.voters;
    lead.range = lead.config.range;
    group.acceptor.setChosen();
    // A promise for this group did not freeze the one that it absorbs; accepting this configuration did.
    if (first && lead.isAbsorbing()) {
        lead.compareFirst.clear();
        for (const quint64 incarnation : lead.configAccepted) {
            if (incarnation != m_context.self.incarnation)
                lead.compareFirst.insert(incarnation);
        }
    }
    if (!first)
        ++m_context.counters.configChanges;
    for (auto it = lead.replicas.begin(); it != lead.replicas.end();) {
        if (it->second.learner || lead.config.hasVoter(it->second.node)) {
            ++it;
            continue;
        }
        m_context.send(it->second.node.address, 0, Removed{group.acceptor.group(), lead.ballot, lead.config.version});
        it = lead.replicas.erase(it);
    }
    lead.changeAt = m_context.now;
    m_beatNow = true;
    wake(m_context.now);
    const GroupId number = group.acceptor.group();
    takeEffect(group);
    Group *still = find(number);
    if (!still || !still->lead)
        return;
    if (first && still->lead->isAbsorbing()) {
        for (auto &[incarnation, replica] : still->lead->replicas) {
            if (still->lead && still->lead->compareFirst.contains(incarnation)) {
                replica.comparison.reset();
                compare(*still, replica);
            }
        }
    }
    if (first && still->lead->isServing())
        m_context.tell(Event::Kind::RangeAcquired, m_context.self, text(still->lead->range) + ": elected",
                       still->lead->range);
    countGrants(*still);
    settleWrites(*still);
    if ((still = find(number)) && still->lead)
        unpark(*still);
    checkJoined();
}

// A change of voters that is not accepted by a majority for long is taken back: what was chosen before it differs by one
// voter, so that majorities of the two intersect in both directions.
bool Groups::takeBackVoters(Group &group)
{
    Leadership &lead = *group.lead;
    const bool isOfVoters = lead.chosenVersion > 0 && lead.config.range == lead.range && !lead.chosenVoters.empty()
        && lead.chosenVoters.size() != lead.config.voters.size();
    if (!isOfVoters || m_context.now < lead.proposedAt + 2 * leaseUs())
        return false;
    lead.config.voters = lead.chosenVoters;
    ++lead.config.version;
    updateReplicas(group);
    propose(group);
    return true;
}

// What a chosen configuration brings about here: children of a split, the end of an absorbed group.
void Groups::takeEffect(Group &group)
{
    if (!group.acceptor.isChosen())
        return;
    const std::vector<ChildGroup> children = group.acceptor.takeChildren();
    const GroupId number = group.acceptor.group();
    for (const ChildGroup &child : children) {
        if (!find(child.group) && group.acceptor.config().hasVoter(m_context.self))
            startChild(group, child);
        else
            dropUncovered(child.range);
    }
    Group *still = find(number);
    if (!still)
        return;
    const auto absorbed = still->acceptor.config().absorbed;
    if (!absorbed || absorbed->stage == AbsorbedGroup::Stage::Refused)
        releaseLock(number);
    else
        absorb(absorbed->group);
    finishMerges(*still);
}

void Groups::lostStateAt(Group &group, quint64 peer)
{
    const auto it = group.lead->replicas.find(peer);
    if (it == group.lead->replicas.end())
        return;
    Replica &replica = it->second;
    if (replica.learner) {
        replica.sync = Replica::Sync::Unknown;
        replica.comparison.reset();
        forgetHeld(group, peer);
        proposeTo(group, replica);
        return;
    }
    forgetHeld(group, peer);
    replica.statelessSince = std::min(replica.statelessSince, m_context.now);
    group.lead->changeAt = std::min(group.lead->changeAt, m_context.now + statelessUs);
}

// --- Comparing

void Groups::compare(Group &group, Replica &replica)
{
    Leadership &lead = *group.lead;
    if (!replica.comparison) {
        replica.sync = Replica::Sync::Comparing;
        replica.comparison = std::make_unique<Comparison>(lead.isServing() ? lead.range : lead.config.range);
        for (const auto &[key, write] : lead.writes)
            lacks(group, replica, key, write.record.stamp, false);
    }
    auto request = replica.comparison->next(m_store);
    if (!request) {
        if (replica.comparison->done())
            comparisonEnded(group, replica);
        return;
    }
    Ask question;
    question.group = request->group = group.acceptor.group();
    question.ballot = request->ballot = lead.ballot;
    ask(replica.node, std::move(*request), Purpose::Kind::Sync, question, m_context.config.dataTimeoutMs);
}

SyncReply Groups::onSync(const SyncRequest &request) const
{
    const auto it = m_groups.find(request.group);
    if (it == m_groups.end() || it->second->acceptor.promised() != request.ballot)
        return {};
    return answerSync(m_store, request, m_context.config);
}

void Groups::onSyncReply(const Ask &question, const SyncReply *reply)
{
    Group *group = leading(question);
    if (!group)
        return;
    const auto it = group->lead->replicas.find(question.peer);
    if (it == group->lead->replicas.end() || !it->second.comparison)
        return;
    Replica &replica = it->second;
    if (!reply || reply->kind == SyncReply::Kind::Refused) {
        replica.comparison->onFailure();
        replica.retryAt = m_context.now + retryUs;
        return;
    }
    const auto differences = replica.comparison->onReply(m_store, m_context.space, *reply);
    takeDifferences(*group, replica, differences);
    if (!group->lead || !group->lead->replicas.contains(question.peer))
        return;
    if (replica.lacking.size() < Replica::lackingMax / 2)
        compare(*group, replica);
    else
        replica.retryAt = m_context.now + retryUs;
}

void Groups::takeDifferences(Group &group, Replica &replica, const std::vector<Difference> &differences)
{
    Leadership &lead = *group.lead;
    const bool first = lead.compareFirst.contains(replica.node.incarnation);
    std::vector<KeyStamp> surplus;
    for (const Difference &difference : differences) {
        const Record *ours = m_store.find(difference.id, difference.key);
        const bool theirsIsLater = difference.theirs && (!ours || ours->stamp < *difference.theirs);
        if (first) {
            auto &best = lead.unsettled[difference.key];
            best.id = difference.id;
            if (ours && best.stamp < ours->stamp) {
                best.stamp = ours->stamp;
                best.holder = m_context.self;
            }
            if (theirsIsLater && best.stamp < *difference.theirs) {
                best.stamp = *difference.theirs;
                best.holder = replica.node;
            }
            continue;
        }
        if (lead.writes.contains(difference.key) || lead.unsettled.contains(difference.key))
            continue;
        if (replica.learner && !ours)
            surplus.push_back({difference.key, *difference.theirs});
        else if (!replica.learner && theirsIsLater)
            lead.unsettled[difference.key] = {difference.id, ours ? ours->stamp : Stamp(), m_context.self, false};
        else if (ours)
            lacks(group, replica, difference.key, ours->stamp, theirsIsLater);
    }
    if (!surplus.empty()) {
        Ask question;
        question.group = group.acceptor.group();
        question.ballot = lead.ballot;
        question.records = surplus;
        ask(replica.node, Drop{question.group, lead.ballot, ++replica.lastNumber, surplus}, Purpose::Kind::Drop,
            question, m_context.config.dataTimeoutMs);
    }
    pump(group, replica);
}

void Groups::comparisonEnded(Group &group, Replica &replica)
{
    Leadership &lead = *group.lead;
    replica.comparison.reset();
    replica.sync = Replica::Sync::Streaming;
    lead.changeAt = std::min(lead.changeAt, m_context.now);
    wake(m_context.now);
    if (lead.compareFirst.erase(replica.node.incarnation) == 0 || !lead.compareFirst.empty())
        return;
    if (lead.isServing())
        m_context.tell(Event::Kind::RangeAcquired, m_context.self, text(lead.range) + ": elected", lead.range);
    const GroupId number = group.acceptor.group();
    settleNext(group);
    Group *still = find(number);
    if (still && still->lead)
        unpark(*still);
    checkJoined();
}

// Has the next unsettled records accepted again, once this node serves.
void Groups::settleNext(Group &group)
{
    Leadership &lead = *group.lead;
    if (!lead.isServing())
        return;
    std::map<quint64, std::pair<NodeRef, std::vector<QByteArray>>> toFetch;
    std::vector<std::pair<Id, QByteArray>> ready;
    for (auto &[key, best] : lead.unsettled) {
        if (ready.size() + lead.writes.size() >= settlingMax)
            break;
        const Record *ours = m_store.find(best.id, key);
        if (best.stamp.isNull() || (ours && best.stamp <= ours->stamp)) {
            ready.emplace_back(best.id, key);
        } else if (!best.fetching) {
            auto &[holder, keys] = toFetch[best.holder.incarnation];
            holder = best.holder;
            if (keys.size() < fetchKeysMax) {
                keys.push_back(key);
                best.fetching = true;
            }
        }
    }
    for (auto &[incarnation, wanted] : toFetch) {
        auto &[holder, keys] = wanted;
        Ask question;
        question.group = group.acceptor.group();
        question.ballot = lead.ballot;
        for (const QByteArray &key : keys)
            question.records.push_back({key, {}});
        ask(holder, Fetch{question.group, lead.ballot, keys}, Purpose::Kind::Fetch, question,
            m_context.config.dataTimeoutMs);
    }
    const GroupId number = group.acceptor.group();
    for (const auto &[id, key] : ready) {
        Group *still = find(number);
        if (!still || !still->lead)
            return;
        acceptAgain(*still, id, key);
    }
}

FetchReply Groups::onFetch(const Fetch &request) const
{
    const auto it = m_groups.find(request.group);
    if (it == m_groups.end() || it->second->acceptor.promised() != request.ballot)
        return {};
    return answerFetch(m_store, m_applied, request, m_context.config, m_context.now);
}

void Groups::onFetchReply(const Ask &question, const FetchReply *reply)
{
    Group *group = leading(question);
    if (!group)
        return;
    Leadership &lead = *group->lead;
    if (!reply || reply->answered == 0) {
        // Only this voter has them: whether they were chosen cannot be told without it.
        stepDown(*group, "a voter that holds records did not answer");
        scheduleElection(*group, retryUs);
        return;
    }
    for (const Transfer &transfer : reply->records) {
        const Id id = m_context.space.hash(transfer.key);
        const Record *ours = m_store.find(id, transfer.key);
        if (lead.unsettled.contains(transfer.key) && (!ours || ours->stamp < transfer.stamp))
            store(id, toRecord(transfer, m_context.now), transfer.applied);
    }
    for (size_t i = 0; i < question.records.size(); ++i) {
        const auto best = lead.unsettled.find(question.records[i].key);
        if (best == lead.unsettled.end())
            continue;
        best->second.fetching = false;
        const Record *ours = m_store.find(best->second.id, best->first);
        if (i < reply->answered && (!ours || ours->stamp < best->second.stamp))
            best->second.stamp = ours ? ours->stamp : Stamp(); // it has gone there meanwhile
    }
    settleNext(*group);
}

// --- The streams

void Groups::lacks(Group &group, Replica &replica, const QByteArray &key, const Stamp &stamp, bool exact)
{
    Q_UNUSED(group)
    const auto [it, isNew] = replica.lacking.try_emplace(key);
    if (isNew || it->second.inFlight)
        replica.toSend.push_back(key);
    it->second = {stamp, exact, false};
    if (replica.lacking.size() > Replica::lackingMax) {
        replica.lacking.clear();
        replica.toSend.clear();
        replica.comparison.reset();
        replica.sync = Replica::Sync::Unknown;
    }
}

void Groups::pump(Group &group, Replica &replica)
{
    const Time quiet = m_context.now - replica.heardAt;
    if (quiet > std::max<Time>(2 * leaseUs(), 2000 * usPerMs) || replica.retryAt > m_context.now)
        return;
    while (!replica.toSend.empty() && replica.bytesInFlight < Replica::windowBytes) {
        std::vector<QByteArray> keys;
        bool exact = false;
        qint64 bytes = 0;
        while (!replica.toSend.empty() && keys.size() < recordsPerMessageMax
               && bytes < m_context.config.transferBytesMax) {
            const QByteArray key = replica.toSend.front();
            const auto it = replica.lacking.find(key);
            if (it == replica.lacking.end() || it->second.inFlight) {
                replica.toSend.pop_front();
                continue;
            }
            if (!keys.empty() && it->second.exact != exact)
                break;
            exact = it->second.exact;
            replica.toSend.pop_front();
            keys.push_back(key);
            const auto write = group.lead->writes.find(key);
            const Record *record = write != group.lead->writes.end() ? &write->second.record
                                                                     : m_store.find(m_context.space.hash(key), key);
            bytes += record ? bytesOf(*record) : 0;
        }
        if (!keys.empty())
            sendRecords(group, replica, keys, exact);
    }
}

void Groups::sendRecords(Group &group, Replica &replica, const std::vector<QByteArray> &keys, bool exact)
{
    Leadership &lead = *group.lead;
    Accept request{group.acceptor.group(), lead.ballot, 0, group.acceptor.mark(), exact, {}};
    Ask question;
    question.group = request.group;
    question.ballot = lead.ballot;
    for (const QByteArray &key : keys) {
        const auto write = lead.writes.find(key);
        const bool pending = write != lead.writes.end();
        const Record *record = pending ? &write->second.record : m_store.find(m_context.space.hash(key), key);
        if (!record) {
            replica.lacking.erase(key);
            continue;
        }
        auto &lacking = replica.lacking[key];
        lacking.stamp = record->stamp;
        lacking.inFlight = true;
        question.records.push_back({key, record->stamp});
        question.bytes += bytesOf(*record);
        request.records.push_back(
            toTransfer(*record, pending ? write->second.applied : m_applied.of(key), m_context.now));
        if (!pending)
            ++m_context.counters.recordsCopied;
    }
    if (request.records.empty())
        return;
    request.number = ++replica.lastNumber;
    replica.bytesInFlight += question.bytes;
    m_context.counters.bytesCopied += quint64(question.bytes);
    ask(replica.node, std::move(request), Purpose::Kind::Accept, std::move(question), m_context.config.dataTimeoutMs);
}

AcceptReply Groups::onAccept(const NodeRef &from, const Accept &request)
{
    Group *group = find(request.group);
    if (!group)
        return {Verdict::NoState, {}};
    const Verdict verdict = group->acceptor.onStream(request.ballot, request.number, request.exact);
    if (verdict != Verdict::Granted)
        return {verdict, group->acceptor.promised()};
    if (group->lead && group->lead->ballot < request.ballot) {
        ++m_context.counters.leadsLost;
        stepDown(*group, "another voter leads", from);
    }
    // A leader writes only in the range of a chosen configuration: that proves that the one accepted from it is.
    const auto holdsAll = [&](const Range &range) {
        return std::all_of(request.records.begin(), request.records.end(), [&](const Transfer &transfer) {
            return range.contains(m_context.space.hash(transfer.key));
        });
    };
    if (!holdsAll(group->acceptor.range()) && group->acceptor.accepted() == request.ballot
        && holdsAll(group->acceptor.config().range)) {
        group->acceptor.setChosen();
        takeEffect(*group);
        group = find(request.group);
        if (!group)
            return {Verdict::NoState, {}};
    }
    // What is not stored is not acknowledged: it belongs to a child by now, or another group here claims its place
    // under a later ballot, and one of the two is out of date and will soon be told so.
    const bool isElsewhere = std::any_of(request.records.begin(), request.records.end(), [&](const Transfer &transfer) {
        return groupAt(m_context.space.hash(transfer.key)) != group;
    });
    if (isElsewhere)
        return {Verdict::Behind, group->acceptor.promised()};
    group->acceptor.raiseMark(request.mark);
    for (const Transfer &transfer : request.records) {
        const Id id = m_context.space.hash(transfer.key);
        const Record *ours = m_store.find(id, transfer.key);
        if (!ours || ours->stamp < transfer.stamp || (request.exact && ours->stamp != transfer.stamp))
            store(id, toRecord(transfer, m_context.now), transfer.applied);
    }
    return {Verdict::Granted, request.ballot};
}

void Groups::onAcceptReply(const Ask &question, const AcceptReply *reply)
{
    Group *group = leading(question);
    if (!group)
        return;
    const auto it = group->lead->replicas.find(question.peer);
    if (it == group->lead->replicas.end())
        return;
    Replica &replica = it->second;
    replica.bytesInFlight -= question.bytes;
    if (!reply || reply->verdict != Verdict::Granted) {
        for (const KeyStamp &entry : question.records) {
            const auto lacking = replica.lacking.find(entry.key);
            if (lacking != replica.lacking.end() && lacking->second.inFlight && lacking->second.stamp == entry.stamp) {
                lacking->second.inFlight = false;
                replica.toSend.push_back(entry.key);
            }
        }
        if (reply && reply->verdict == Verdict::Promised && reply->promised > question.ballot) {
            group->roundSeen = std::max(group->roundSeen, reply->promised.round);
            ++m_context.counters.leadsLost;
            stepDown(*group, "a voter has promised to another");
            return;
        }
        if (reply && reply->verdict == Verdict::NoState)
            lostStateAt(*group, question.peer);
        replica.retryAt = m_context.now + (reply ? retryUs / 4 : retryUs);
        wake(replica.retryAt);
        pump(*group, replica);
        return;
    }
    std::vector<QByteArray> chosen;
    for (const KeyStamp &entry : question.records) {
        const auto lacking = replica.lacking.find(entry.key);
        if (lacking != replica.lacking.end() && lacking->second.stamp == entry.stamp)
            replica.lacking.erase(lacking);
        const auto write = group->lead->writes.find(entry.key);
        if (write == group->lead->writes.end() || write->second.record.stamp != entry.stamp)
            continue;
        write->second.heldBy.push_back(question.peer);
        chosen.push_back(entry.key);
    }
    if (!replica.toSend.empty())
        pump(*group, replica);
    const GroupId number = question.group;
    for (const QByteArray &key : chosen) {
        Group *still = find(number);
        if (!still || !still->lead)
            return;
        settleWrite(*still, key);
    }
    Group *still = find(number);
    if (still && still->lead && !still->lead->unsettled.empty())
        settleNext(*still);
}

AcceptReply Groups::onDrop(const NodeRef &from, const Drop &request)
{
    Q_UNUSED(from)
    Group *group = find(request.group);
    if (!group)
        return {Verdict::NoState, {}};
    const Verdict verdict = group->acceptor.onStream(request.ballot, request.number, true);
    if (verdict != Verdict::Granted)
        return {verdict, group->acceptor.promised()};
    for (const KeyStamp &entry : request.records) {
        const Id id = m_context.space.hash(entry.key);
        const Record *ours = m_store.find(id, entry.key);
        if (!ours || ours->stamp != entry.stamp || groupAt(id) != group)
            continue;
        if (group->acceptor.isLearner())
            discard(id, entry.key);
        else
            collectTombstone(id, entry);
    }
    return {Verdict::Granted, request.ballot};
}

void Groups::onDropReply(const Ask &question, const AcceptReply *reply)
{
    Group *group = leading(question);
    if (!group || (reply && reply->verdict == Verdict::Granted))
        return;
    const auto it = group->lead->replicas.find(question.peer);
    if (it == group->lead->replicas.end())
        return;
    // What it has is not known any more.
    it->second.comparison.reset();
    it->second.sync = Replica::Sync::Unknown;
    it->second.retryAt = m_context.now + retryUs;
}

// Deletes that every voter has are forgotten by all.
void Groups::collect(Group &group)
{
    Leadership &lead = *group.lead;
    const Time period = m_context.config.collectPeriodMs * usPerMs;
    lead.collectAt = m_context.now + period;
    const bool whole = std::all_of(lead.replicas.begin(), lead.replicas.end(), [&](const auto &entry) {
        return !entry.second.learner && entry.second.isComplete() && m_context.now < entry.second.grantedUntil;
    });
    if (!whole || lead.isChanging() || !lead.unsettled.empty() || m_tombstones.empty())
        return;
    std::vector<KeyStamp> old;
    for (auto it = m_tombstones.begin(); it != m_tombstones.end() && old.size() < collectMax;) {
        if (it->first > m_context.now - period)
            break;
        const Id id = m_context.space.hash(it->second);
        const Record *record = m_store.find(id, it->second);
        const bool isOurs = lead.range.contains(id);
        if (!record || !record->tombstone) {
            it = m_tombstones.erase(it);
            continue;
        }
        if (isOurs && !lead.writes.contains(it->second)) {
            old.push_back({it->second, record->stamp});
            it = m_tombstones.erase(it);
            continue;
        }
        ++it;
    }
    if (old.empty())
        return;
    for (auto &[incarnation, replica] : lead.replicas) {
        Ask question;
        question.group = group.acceptor.group();
        question.ballot = lead.ballot;
        ask(replica.node, Drop{question.group, lead.ballot, ++replica.lastNumber, old}, Purpose::Kind::Drop, question,
            m_context.config.dataTimeoutMs);
    }
    m_context.counters.tombstonesCollected += old.size();
    for (const KeyStamp &entry : old)
        collectTombstone(m_context.space.hash(entry.key), entry);
}

// What is due at a leader.
void Groups::workOnLead(Group &group)
{
    const GroupId number = group.acceptor.group();
    Leadership &lead = *group.lead;
    countGrants(group);
    if (lead.config.voters.size() > 1 && m_context.now > lead.quorumAt + 2 * leaseUs()) {
        ++m_context.counters.leadsLost;
        stepDown(group, "no majority of the voters answers");
        scheduleElection(group, retryUs);
        return;
    }
    if (lead.isChanging() && takeBackVoters(group))
        return;
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

} // namespace chord
