// SPDX-License-Identifier: GPL-3.0-or-later
//
// Executing operations at the leader. A write is evaluated on what is chosen; one write of a key is in progress at a
// time; it is acknowledged when a majority of the voters holds it, and never given up while this node leads. The leader
// takes a record into its own store in the moment in which it is chosen, so its store holds nothing else.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

bool Groups::mayRead(const Group &group) const
{
    const Leadership &lead = *group.lead;
    if (lead.merging)
        return false;
    if (lead.config.voters.size() == 1)
        return true;
    if (m_context.config.quorumReads)
        return false;
    return m_context.now < lead.leaseUntil;
}

// Without a lease: a heartbeat that is sent after the request came, and that a majority answers, proves that this node
// leads still.
bool Groups::mayReadNow(const Group &group, Waiter &waiter)
{
    if (mayRead(group))
        return true;
    if (group.lead->merging)
        return false;
    if (waiter.readAfter == 0) {
        waiter.readAfter = m_heartbeat + 1;
        m_beatNow = true;
        wake(m_context.now);
        return false;
    }
    return group.lead->quorumBy >= waiter.readAfter;
}

Descriptor Groups::descriptorOf(const Group &group) const
{
    return {group.acceptor.group(), group.lead->range, m_context.self, group.lead->latest(), {}};
}

// For the sender of this request. Who has asked this leader before has been told the voters.
Descriptor Groups::descriptorFor(const Execute &request, const Group &group) const
{
    Descriptor descriptor = descriptorOf(group);
    if (request.since.ballot != group.lead->ballot) {
        for (const auto &[incarnation, replica] : group.lead->replicas) {
            if (!replica.learner)
                descriptor.voters.push_back(replica.node);
        }
    }
    return descriptor;
}

ExecuteReply Groups::notLeader(const Id &id) const
{
    ExecuteReply reply;
    reply.status = ExecuteStatus::NotLeader;
    const Group *group = groupAt(id);
    if (group) {
        for (const NodeRef &voter : group->acceptor.config().voters) {
            if (voter.incarnation != m_context.self.incarnation && !m_context.isDead(voter.address))
                reply.next.push_back(voter);
        }
    }
    const std::optional<NodeRef> leader = group ? group->acceptor.leader() : std::nullopt;
    if (leader && leader->address != m_context.self.address && !m_context.isDead(leader->address)) {
        reply.descriptor = {group->acceptor.group(), group->acceptor.range(), *leader, {}, {}};
        return reply;
    }
    const auto known = m_registry.lower_bound(id);
    for (const auto &it : {known, m_registry.begin()}) {
        if (it != m_registry.end() && it->second.descriptor.range.contains(id)
            && m_context.now - it->second.at < registeredUs && !isGone(it->second.descriptor.leader)) {
            reply.descriptor = it->second.descriptor;
            break;
        }
    }
    return reply;
}

void Groups::answer(const Waiter &waiter, ExecuteReply reply)
{
    if (waiter.local)
        m_localReplies.push_back({waiter.token, std::move(reply)});
    else
        m_context.send(waiter.to, waiter.token, std::move(reply));
}

// --- Waiting

void Groups::park(Group &group, Execute request, Waiter waiter)
{
    Leadership &lead = *group.lead;
    if (lead.parked.size() >= size_t(m_context.config.parkedMax)) {
        answer(waiter, ExecuteReply{});
        return;
    }
    lead.parked.push_back({std::move(request), std::move(waiter)});
    wake(m_context.now + 20 * usPerMs);
}

// Tries what waits once more; what still cannot be answered waits on, or is told so when its time is up.
void Groups::unpark(Group &group)
{
    if (group.lead->parked.empty())
        return;
    for (Parked &parked : std::exchange(group.lead->parked, {})) {
        if (parked.waiter.deadline <= m_context.now) {
            answer(parked.waiter, ExecuteReply{});
            continue;
        }
        const Id id = placeOf(parked.request);
        Group *owner = ledAt(id);
        if (owner)
            executeAt(*owner, id, std::move(parked.request), std::move(parked.waiter));
        else
            answer(parked.waiter, notLeader(id));
    }
}

// Nothing of what waits will be answered here.
void Groups::dropWaiting(Group &group)
{
    Leadership &lead = *group.lead;
    ExecuteReply uncertain;
    uncertain.status = ExecuteStatus::Uncertain;
    for (auto &[key, write] : lead.writes) {
        touch(write.id, key);
        for (const Waiter &waiter : write.waiters)
            answer(waiter, uncertain);
        for (const Parked &queued : write.queue)
            answer(queued.waiter, ExecuteReply{});
    }
    for (const Parked &parked : lead.parked)
        answer(parked.waiter, ExecuteReply{});
    lead.writes.clear();
    lead.parked.clear();
}

// --- Executing

void Groups::execute(Execute request, Waiter waiter)
{
    const Id id = placeOf(request);
    Group *group = ledAt(id);
    if (group)
        executeAt(*group, id, std::move(request), std::move(waiter));
    else
        answer(waiter, notLeader(id));
}

std::optional<NodeRef> Groups::leaderInTouch(const Id &id) const
{
    const Group *group = groupAt(id);
    if (!group || !group->acceptor.leader() || group->acceptor.boundUntil() <= m_context.now
        || group->acceptor.leader()->incarnation == m_context.self.incarnation)
        return {};
    return group->acceptor.leader();
}

std::optional<ExecuteReply> Groups::getNow(const Id &id, const QByteArray &key)
{
    Group *group = ledAt(id);
    if (!group || !group->lead->isServing() || m_context.now < group->lead->holdUntil || !mayRead(*group)
        || group->lead->unsettled.contains(key))
        return {};
    const auto write = group->lead->writes.find(key);
    if (write != group->lead->writes.end() && write->second.again)
        return {};
    const Record *record = m_store.find(id, key);
    if (record && !record->tombstone && record->expiresAt <= m_context.now)
        return {};
    return read(record);
}

ExecuteReply Groups::read(const Record *record) const
{
    ExecuteReply reply;
    if (!record || record->tombstone) {
        reply.status = ExecuteStatus::NotFound;
        return reply;
    }
    reply.status = ExecuteStatus::Done;
    reply.value = record->value;
    reply.contentType = record->contentType;
    reply.version = record->version;
    reply.ttlMs = record->expiresAt == never ? -1 : std::max<Time>(0, record->expiresAt - m_context.now) / usPerMs;
    return reply;
}

void Groups::executeAt(Group &group, const Id &id, Execute request, Waiter waiter, bool isNew)
{
    Leadership &lead = *group.lead;
    if (request.kind == OperationKind::List) {
        listAt(group, std::move(request), std::move(waiter));
        return;
    }
    if (!isRead(request.kind)) {
        beginWrite(group, id, std::move(request), std::move(waiter), isNew);
        return;
    }
    if (!lead.isServing() || m_context.now < lead.holdUntil) {
        park(group, std::move(request), std::move(waiter));
        return;
    }
    const Record *record = m_store.find(id, request.key);
    const auto write = lead.writes.find(request.key);
    const bool unknown = !isSettled(lead, request.key);
    const bool hasExpired = record && !record->tombstone && record->expiresAt <= m_context.now;
    if (hasExpired && !unknown && write == lead.writes.end())
        expireToTombstone(group, id, request.key);
    if (unknown || hasExpired) {
        const auto pending = lead.writes.find(request.key);
        if (pending != lead.writes.end())
            pending->second.queue.push_back({std::move(request), std::move(waiter)});
        else if (ledAt(id) && !lead.unsettled.contains(request.key))
            executeAt(group, id, std::move(request), std::move(waiter)); // a lone voter has expired it at once
        else
            park(group, std::move(request), std::move(waiter));
        return;
    }
    if (!mayReadNow(group, waiter)) {
        park(group, std::move(request), std::move(waiter));
        return;
    }
    ExecuteReply reply = read(record);
    reply.descriptor = descriptorFor(request, group);
    if (request.kind == OperationKind::Watch)
        subscribe(group, id, request, waiter, reply);
    answer(waiter, std::move(reply));
}

// Does this leader know what was chosen of the key? A new one reads the voters' copies first.
bool Groups::isSettled(const Leadership &lead, const QByteArray &key)
{
    const auto write = lead.writes.find(key);
    return !lead.unsettled.contains(key) && (write == lead.writes.end() || !write->second.again);
}

const Record *Groups::live(const Id &id, const QByteArray &key) const
{
    const Record *record = m_store.find(id, key);
    return record && !record->tombstone ? record : nullptr;
}

// The answer, if the condition does not hold or there is nothing to delete.
std::optional<ExecuteReply> Groups::refuse(const Execute &request, const Record *current) const
{
    ExecuteReply reply;
    reply.status = ExecuteStatus::ConditionFailed;
    reply.version = current ? current->version : Version();
    const Condition &condition = request.condition;
    const auto &versions = condition.versions;
    const bool matches =
        current && (condition.any || std::find(versions.begin(), versions.end(), current->version) != versions.end());
    if (condition.kind == Condition::Kind::IfMatch && !matches)
        return reply;
    if (condition.kind == Condition::Kind::IfNoneMatch && matches)
        return reply;
    if (request.kind == OperationKind::Delete && !current) {
        reply.status = ExecuteStatus::NotFound;
        return reply;
    }
    return {};
}

// Is this certainly no repetition of a write that was executed? The ids of executed writes are not remembered for ever.
bool Groups::mayHaveBeenForgotten(const Group &group, const Execute &request) const
{
    return request.since.isNull() || request.since < group.acceptor.mark()
        || m_applied.mayHaveForgotten(request.key, request.since);
}

// A write joins the queue of its key. If it is new now, and not there twice, it is new when its turn comes, however
// many others are executed, and their ids forgotten, before.
bool Groups::admit(Group &group, const Execute &request)
{
    return !mayHaveBeenForgotten(group, request) && !m_applied.find(request.key, request.operation)
        && !m_refused.find(request.operation) && group.lead->admitted.insert(request.operation).second;
}

// isNew: it was admitted to the queue.
void Groups::beginWrite(Group &group, const Id &id, Execute request, Waiter waiter, bool isNew)
{
    Leadership &lead = *group.lead;
    if (m_context.hasDiskProblem()) {
        ExecuteReply reply;
        reply.status = ExecuteStatus::NotStored;
        reply.value = m_context.journal->problem;
        answer(waiter, std::move(reply));
        return;
    }
    const bool givingAway = lead.transferTo || lead.merging
        || (lead.splitFor && inRange(lead.range.lo, id, lead.splitFor->id))
        || (lead.isChanging() && !lead.config.range.contains(id));
    if (!lead.isServing() || lead.unsettled.contains(request.key) || givingAway || m_context.now < lead.holdUntil) {
        park(group, std::move(request), std::move(waiter));
        return;
    }
    if (const auto pending = lead.writes.find(request.key); pending != lead.writes.end()) {
        waitFor(group, pending->second, std::move(request), std::move(waiter), isNew);
        return;
    }
    if (auto known = knownOutcome(group, request, isNew)) {
        answer(waiter, std::move(*known));
        return;
    }
    const Record *current = live(id, request.key);
    if (current && current->expiresAt <= m_context.now) {
        expireToTombstone(group, id, request.key);
        beginWrite(group, id, std::move(request), std::move(waiter), isNew);
        return;
    }
    if (auto refused = refuse(request, current)) {
        refuseWrite(group, id, std::move(request), std::move(waiter), isNew, std::move(*refused));
        return;
    }
    Write write;
    write.id = id;
    write.created = request.kind == OperationKind::Put && !current;
    write.record.key = request.key;
    write.record.tombstone = request.kind == OperationKind::Delete;
    if (!write.record.tombstone) {
        write.record.value = std::move(request.value);
        write.record.contentType = std::move(request.contentType);
        if (request.ttlMs >= 0)
            write.record.expiresAt = m_context.now + request.ttlMs * usPerMs;
    }
    write.record.stamp = {lead.ballot, lead.sequence + 1};
    write.record.version = Version::of(write.record.stamp);
    write.applied = m_applied.of(request.key);
    write.operation = request.operation;
    write.applied.writes.push_back({request.operation, write.record.stamp, write.created});
    write.waiters.push_back(std::move(waiter));
    startWrite(group, request.key, std::move(write));
}

// A write of the same key is in progress: the very same one, or another that this one follows.
void Groups::waitFor(Group &group, Write &pending, Execute request, Waiter waiter, bool isNew)
{
    if (pending.operation == request.operation) {
        pending.waiters.push_back(std::move(waiter));
    } else if (pending.queue.size() >= size_t(m_context.config.parkedMax)) {
        answer(waiter, ExecuteReply{});
    } else {
        const bool isAdmitted = isNew ? group.lead->admitted.insert(request.operation).second : admit(group, request);
        pending.queue.push_back({std::move(request), std::move(waiter), isAdmitted});
    }
}

// The answer to a write that has been executed before, or may have been; nothing if it is to be executed.
std::optional<ExecuteReply> Groups::knownOutcome(const Group &group, const Execute &request, bool isNew) const
{
    ExecuteReply reply;
    if (const auto applied = m_applied.find(request.key, request.operation)) {
        reply.status = ExecuteStatus::Done;
        reply.created = applied->created;
        reply.version = applied->version();
        reply.descriptor = descriptorOf(group);
        return reply;
    }
    if (const auto known = m_refused.find(request.operation)) {
        reply.status = known->status;
        reply.version = known->version;
        reply.descriptor = descriptorOf(group);
        return reply;
    }
    if (isNew || !mayHaveBeenForgotten(group, request))
        return {};
    reply.status = ExecuteStatus::Renew;
    reply.descriptor = descriptorFor(request, group);
    return reply;
}

void Groups::refuseWrite(Group &group, const Id &id, Execute request, Waiter waiter, bool isNew, ExecuteReply refusal)
{
    Leadership &lead = *group.lead;
    // A former leader may have left this very write at a voter that has not been asked since: it must not take effect
    // once the caller has been told that it did not.
    const Record *record = m_store.find(id, request.key);
    if (request.since.ballot < lead.ballot && lead.config.voters.size() > 1
        && (!record || record->stamp.ballot < lead.ballot)) {
        acceptAgain(group, id, request.key);
        beginWrite(group, id, std::move(request), std::move(waiter), isNew);
        return;
    }
    if (!mayReadNow(group, waiter)) {
        park(group, std::move(request), std::move(waiter));
        return;
    }
    m_refused.add(request.operation, {refusal.status, refusal.version, id, {lead.ballot, ++lead.sequence}},
                  m_context.now);
    m_context.armBy(Timer::Expiry, m_context.now + m_context.config.retryWindowMs * usPerMs);
    refusal.descriptor = descriptorOf(group);
    answer(waiter, std::move(refusal));
}

// --- Writes

void Groups::startWrite(Group &group, const QByteArray &key, Write write)
{
    Leadership &lead = *group.lead;
    write.record.stamp = {lead.ballot, ++lead.sequence};
    write.ownAfter = m_context.nextCommit();
    touch(write.id, key);
    if (m_context.journal)
        m_context.journal->await(group.acceptor.group(), key);
    const auto it = lead.writes.insert_or_assign(key, std::move(write)).first;
    sendWrite(group, key, it->second);
    settleWrite(group, key);
}

void Groups::sendWrite(Group &group, const QByteArray &key, const Write &write)
{
    for (auto &[incarnation, replica] : group.lead->replicas) {
        lacks(replica, key, write.record.stamp, false, write.again);
        pump(group, replica);
    }
    wake(m_context.now + 100 * usPerMs);
}

// The record as it is, or its absence, under this leader's ballot: nothing older can come after it.
void Groups::acceptAgain(Group &group, const Id &id, const QByteArray &key)
{
    Leadership &lead = *group.lead;
    lead.unsettled.erase(key);
    if (lead.writes.contains(key))
        return;
    Write write;
    write.id = id;
    write.again = true;
    if (const Record *record = m_store.find(id, key)) {
        write.record = *record;
    } else {
        write.record.key = key;
        write.record.tombstone = true;
    }
    write.applied = m_applied.of(key);
    ++m_context.counters.recordsReaccepted;
    startWrite(group, key, std::move(write));
}

void Groups::expireToTombstone(Group &group, const Id &id, const QByteArray &key)
{
    if (group.lead->writes.contains(key) || group.lead->unsettled.contains(key))
        return;
    Write write;
    write.id = id;
    write.record.key = key;
    write.record.tombstone = true;
    write.applied = m_applied.of(key);
    startWrite(group, key, std::move(write));
}

void Groups::settleWrites(Group &group)
{
    std::vector<QByteArray> keys;
    for (const auto &[key, write] : group.lead->writes)
        keys.push_back(key);
    const GroupId number = group.acceptor.group();
    for (const QByteArray &key : keys) {
        Group *still = find(number);
        if (!still || !still->lead)
            return;
        settleWrite(*still, key);
    }
}

bool Groups::settleWrite(Group &group, const QByteArray &key)
{
    Leadership &lead = *group.lead;
    const auto it = lead.writes.find(key);
    if (it == lead.writes.end())
        return false;
    const Write &held = it->second;
    const bool chosen = isMajority(lead.config.voters, [&](const NodeRef &voter) {
        return (voter.incarnation == m_context.self.incarnation && m_context.isDurable(held.ownAfter))
            || std::find(held.heldBy.begin(), held.heldBy.end(), voter.incarnation) != held.heldBy.end();
    });
    if (!chosen)
        return false;
    Write write = std::move(it->second);
    lead.writes.erase(it);
    for (auto &[incarnation, replica] : lead.replicas) {
        if (const auto lacking = replica.lacking.find(key); lacking != replica.lacking.end())
            lacking->second.chosen = write.record.stamp;
    }
    ExecuteReply reply;
    reply.status = ExecuteStatus::Done;
    reply.created = write.created;
    reply.version = write.record.version;
    reply.descriptor = descriptorOf(group);
    keep(write.id, std::move(write.record), write.applied); // it was written when the write began
    if (m_subscribers && m_subscribers->has(key))
        tellWatchers(group, write.id, key, !write.again && write.operation == OperationId());
    for (const Waiter &waiter : write.waiters)
        answer(waiter, reply);
    if (lead.splitFor || lead.transferTo || lead.merging)
        wake(m_context.now);
    executeQueue(group.acceptor.group(), key, write);
    return true;
}

// Those that waited for a write of their key. The first write among them is begun; the others queue up behind it.
void Groups::executeQueue(GroupId number, const QByteArray &key, Write &done)
{
    while (!done.queue.empty()) {
        Group *group = find(number);
        const bool leads = group && group->lead;
        if (leads && !isRead(done.queue.front().request.kind)) {
            const auto pending = group->lead->writes.find(key);
            if (pending != group->lead->writes.end()) {
                pending->second.queue.splice(pending->second.queue.end(), done.queue, done.queue.begin());
                continue;
            }
        }
        Parked queued = std::move(done.queue.front());
        done.queue.pop_front();
        if (leads && queued.isNew)
            group->lead->admitted.erase(queued.request.operation);
        Group *owner = ledAt(done.id);
        if (owner)
            executeAt(*owner, done.id, std::move(queued.request), std::move(queued.waiter),
                      queued.isNew && owner == group);
        else
            answer(queued.waiter, notLeader(done.id));
    }
}

} // namespace chord
