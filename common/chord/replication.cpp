// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writes and reads at the owner, and what a replica answers; ownership and repair have files of their own.

#include "chord/replication.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time writeRetryUs = 100 * usPerMs; // before a replica that did not answer is asked again

// Of copies + the owner's, a majority: how many copies that is without the owner's.
size_t copiesNeeded(size_t copies)
{
    return (copies + 1) / 2;
}

bool contains(const std::vector<Id> &ids, const Id &id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool meets(const Condition &condition, const Record *current)
{
    const bool named = current
        && (condition.any
            || std::find(condition.versions.begin(), condition.versions.end(), current->version)
                != condition.versions.end());
    switch (condition.kind) {
    case Condition::Kind::None:
        return true;
    case Condition::Kind::IfMatch:
        return named;
    case Condition::Kind::IfNoneMatch:
        return !named;
    }
    return false;
}

} // namespace

Replication::Replication(Context &context)
    : m_context(context)
{
}

// --- Reading

Replication::Standing Replication::standing(const Id &id) const
{
    if (m_owned && m_owned->range().contains(id)) {
        if (m_giving && m_giving->frozen() && m_giving->range.contains(id))
            return Standing::Park;
        return serving() ? Standing::Serve : Standing::Park;
    }
    return m_acquisition && m_acquisition->lease.range().contains(id) ? Standing::Park : Standing::NotOwner;
}

const Record *Replication::live(const Id &id, const QByteArray &key) const
{
    const Record *record = m_store.find(id, key);
    return record && !record->tombstone && record->expiresAt > m_context.now ? record : nullptr;
}

ExecuteReply Replication::read(const Record *record)
{
    ExecuteReply reply;
    reply.owned = m_owned->range();
    if (!record) {
        reply.status = ExecuteStatus::NotFound;
        return reply;
    }
    reply.status = ExecuteStatus::Done;
    reply.value = record->value;
    reply.contentType = record->contentType;
    reply.version = record->version;
    if (record->expiresAt != never)
        reply.ttlMs = (record->expiresAt - m_context.now) / usPerMs;
    return reply;
}

std::optional<ExecuteReply> Replication::getNow(const Id &id, const QByteArray &key)
{
    if (standing(id) != Standing::Serve)
        return {};
    return read(live(id, key));
}

void Replication::execute(Execute request, Waiter waiter)
{
    const Id id = m_context.space.hash(request.key);
    switch (standing(id)) {
    case Standing::NotOwner:
        answer(waiter, notOwner(id));
        return;
    case Standing::Park:
        park(std::move(request), std::move(waiter));
        return;
    case Standing::Serve:
        break;
    }
    if (request.kind == OperationKind::Get)
        answer(waiter, read(live(id, request.key)));
    else
        beginWrite(id, std::move(request), std::move(waiter));
}

void Replication::answer(const Waiter &waiter, ExecuteReply reply)
{
    if (waiter.local)
        m_localReplies.push_back({waiter.token, std::move(reply)});
    else
        m_context.send(waiter.to, waiter.token, std::move(reply));
}

// Who may own it: by our neighbours, either we will (and our successor has it until then), or it lies behind us.
ExecuteReply Replication::notOwner(const Id &id) const
{
    ExecuteReply reply;
    reply.status = ExecuteStatus::NotOwner;
    const auto &predecessor = m_context.routing.predecessor();
    const auto &successors = m_context.routing.successors();
    const bool nearUs = predecessor && inRange(predecessor->id, id, m_context.self.id);
    if (!nearUs && predecessor && predecessor->id != m_context.self.id)
        reply.next.push_back(*predecessor);
    if (!successors.empty())
        reply.next.push_back(successors.front());
    return reply;
}

void Replication::park(Execute request, Waiter waiter)
{
    if (m_parked.size() + m_queued >= size_t(m_context.config.parkedMax)) {
        answer(waiter, {});
        return;
    }
    m_parked.push_back({std::move(request), std::move(waiter)});
    armWork();
}

void Replication::unpark()
{
    for (Parked &parked : std::exchange(m_parked, {}))
        execute(std::move(parked.request), std::move(parked.waiter));
}

// --- Writing

void Replication::beginWrite(const Id &id, Execute request, Waiter waiter)
{
    if (const auto applied = m_applied.find(request.key, request.operation)) {
        ExecuteReply reply;
        reply.status = ExecuteStatus::Done;
        reply.version = applied->version;
        reply.created = applied->created;
        reply.owned = m_owned->range();
        answer(waiter, std::move(reply));
        return;
    }
    const auto underWay = m_writeOfKey.find(request.key);
    if (underWay != m_writeOfKey.end()) {
        Write &write = m_writes.at(underWay->second);
        if (write.operation == request.operation) {
            write.waiters.push_back(std::move(waiter));
            return;
        }
        const auto queued = std::find_if(write.queue.begin(), write.queue.end(), [&](const QueuedWrite &other) {
            return other.request.operation == request.operation;
        });
        if (queued != write.queue.end()) {
            queued->waiter = std::move(waiter);
        } else if (m_parked.size() + m_queued >= size_t(m_context.config.parkedMax)) {
            answer(waiter, {});
        } else {
            ++m_queued;
            write.queue.push_back({std::move(request), std::move(waiter)});
        }
        return;
    }
    const Record *current = live(id, request.key);
    if (auto refusal = refuse(request, current)) {
        answer(waiter, std::move(*refusal));
        return;
    }
    Write write;
    write.operation = request.operation;
    write.created = !current;
    write.record.key = std::move(request.key);
    write.record.tombstone = request.kind == OperationKind::Delete;
    write.record.value = std::move(request.value);
    write.record.contentType = std::move(request.contentType);
    write.record.version = nextVersion();
    if (request.ttlMs >= 0)
        write.record.expiresAt = m_context.now + request.ttlMs * usPerMs;
    write.waiters.push_back(std::move(waiter));
    startWrite(id, std::move(write));
}

// What was refused once stays refused: this may be a late copy of a request that was answered long ago.
std::optional<ExecuteReply> Replication::refuse(const Execute &request, const Record *current)
{
    std::optional<RefusedWrites::Refusal> refusal = m_refused.find(request.operation);
    if (!refusal && !meets(request.condition, current))
        refusal = {ExecuteStatus::ConditionFailed, current ? current->version : Version()};
    if (!refusal && request.kind == OperationKind::Delete && !current)
        refusal = {ExecuteStatus::NotFound, Version()};
    if (!refusal)
        return {};
    m_refused.add(request.operation, *refusal, m_context.now);
    ExecuteReply reply;
    reply.status = refusal->status;
    reply.version = refusal->version;
    reply.owned = m_owned->range();
    return reply;
}

Version Replication::nextVersion()
{
    const auto &words = m_context.self.id.words();
    return {m_owned->range().term, ++m_writeCounter, words[0] ^ words[1] ^ words[2]};
}

void Replication::startWrite(const Id &id, Write write)
{
    write.id = id;
    const quint64 number = m_context.nextToken();
    m_writeOfKey.emplace(write.record.key, number);
    Write &stored = m_writes.emplace(number, std::move(write)).first->second;
    sendWrite(number, stored);
    settleWrite(number);
    armWork();
}

void Replication::sendWrite(quint64 number, Write &write)
{
    for (const NodeRef &replica : m_replicas) {
        if (contains(write.held, replica.id) || contains(write.asked, replica.id))
            continue;
        write.asked.push_back(replica.id);
        Transfer transfer = toTransfer(write.record, m_applied, m_context.now);
        if (write.operation != OperationId{})
            transfer.applied.push_back({write.operation, write.record.version, write.created});
        Replicate message;
        message.term = m_owned->range().term;
        message.records.push_back(std::move(transfer));
        m_context.request(replica.address, std::move(message), {Purpose::Kind::Replicate, number},
                          m_context.config.dataTimeoutMs);
    }
    write.retryAt = m_context.now + writeRetryUs;
}

void Replication::onReplicated(const Request &request, const NodeRef &from, const ReplicateReply &reply)
{
    const auto it = m_writes.find(request.purpose.token);
    if (it == m_writes.end()) {
        if (!reply.stored)
            markDirty(from.id);
        return;
    }
    Write &write = it->second;
    std::erase(write.asked, from.id);
    if (reply.stored) {
        write.held.push_back(from.id);
        settleWrite(it->first);
    } else {
        // It knows a later owner; asking for our leases will tell us who that is.
        m_context.armBy(Timer::Leases, m_context.now);
    }
}

void Replication::settleWrites()
{
    std::vector<quint64> numbers;
    for (const auto &[number, write] : m_writes)
        numbers.push_back(number);
    for (const quint64 number : numbers)
        settleWrite(number);
}

// Acknowledges a write if enough replicas hold it.
void Replication::settleWrite(quint64 number)
{
    const auto it = m_writes.find(number);
    if (it == m_writes.end() || !serving())
        return;
    const auto held = std::count_if(m_replicas.begin(), m_replicas.end(),
                                    [&](const NodeRef &replica) { return contains(it->second.held, replica.id); });
    if (size_t(held) < copiesNeeded(m_replicas.size()))
        return;
    Write write = std::move(it->second);
    m_writes.erase(it);
    m_writeOfKey.erase(write.record.key);
    for (const NodeRef &replica : m_replicas) {
        if (!contains(write.held, replica.id) && !contains(write.asked, replica.id))
            markDirty(replica.id);
    }
    ExecuteReply reply;
    reply.status = ExecuteStatus::Done;
    reply.created = write.created;
    reply.version = write.record.version;
    reply.owned = m_owned->range();
    if (write.operation != OperationId{})
        m_applied.add(write.record.key, {write.operation, write.record.version, write.created}, m_context.now);
    keep(write.id, std::move(write.record));
    for (const Waiter &waiter : write.waiters)
        answer(waiter, reply);
    m_queued -= write.queue.size();
    for (QueuedWrite &queued : write.queue)
        execute(std::move(queued.request), std::move(queued.waiter));
}

// The writes of a range that was lost may be at some replica and take effect there; who waits is told so.
void Replication::dropWritesNotOwned()
{
    std::vector<QueuedWrite> queued;
    for (auto it = m_writes.begin(); it != m_writes.end();) {
        Write &write = it->second;
        if (m_owned && m_owned->range().contains(write.id)) {
            ++it;
            continue;
        }
        ExecuteReply reply;
        reply.status = ExecuteStatus::Uncertain;
        for (const Waiter &waiter : write.waiters)
            answer(waiter, reply);
        m_queued -= write.queue.size();
        std::move(write.queue.begin(), write.queue.end(), std::back_inserter(queued));
        m_writeOfKey.erase(write.record.key);
        it = m_writes.erase(it);
    }
    for (QueuedWrite &write : queued)
        execute(std::move(write.request), std::move(write.waiter));
}

bool Replication::writesIn(const Id &lo, const Id &hi) const
{
    return std::any_of(m_writes.begin(), m_writes.end(),
                       [&](const auto &entry) { return inRange(lo, entry.second.id, hi); });
}

void Replication::keep(const Id &id, Record record)
{
    if (record.expiresAt != never)
        m_expiries.emplace(record.expiresAt, record.key);
    if (record.tombstone)
        m_tombstones.emplace(m_context.now, KeyVersion{record.key, record.version});
    if (!m_expiries.empty())
        m_context.armBy(Timer::Expiry, m_expiries.begin()->first);
    if (record.tombstone)
        m_context.armBy(Timer::Collect, m_context.now + m_context.config.tombstoneGraceMs * usPerMs);
    m_store.put(id, std::move(record));
}

// A record somebody else holds in our range. What is later than ours is written like any other value, under its own
// version: it is read when a majority has it.
void Replication::adopt(const Transfer &transfer)
{
    const Id id = m_context.space.hash(transfer.key);
    const Record *current = m_store.find(id, transfer.key);
    const bool acquiring = m_acquisition && m_acquisition->lease.range().contains(id);
    const bool own = m_owned && m_owned->range().contains(id);
    if (m_writeOfKey.contains(transfer.key))
        return;
    m_applied.add(transfer.key, transfer.applied, m_context.now);
    m_context.sawTerm(transfer.version.term);
    if (acquiring && transfer.version.term >= m_acquisition->lease.range().term)
        m_acquisition->outdated = true;
    if (current && current->version >= transfer.version)
        return;
    if (own) {
        Write write;
        write.record = toRecord(transfer, m_context.now);
        startWrite(id, std::move(write));
        return;
    }
    keep(id, toRecord(transfer, m_context.now));
    if (acquiring)
        m_acquisition->moved = true;
}

// The lifetime of the value is over: deletes it, as its owner.
void Replication::bury(const Id &id, const QByteArray &key)
{
    Write write;
    write.record.key = key;
    write.record.tombstone = true;
    write.record.version = nextVersion();
    startWrite(id, std::move(write));
}

// --- What a replica answers

// What a leaving node kept for others is with its successor, or on its way there: what came now would go with this
// node.
bool Replication::isRestOnItsWay() const
{
    if (m_context.state != NodeState::Leaving)
        return false;
    return m_giving ? m_giving->leaving && m_giving->phase >= Giving::Phase::CopyRest
                    : hasSession(SessionKind::GiveRest) || m_restGiven;
}

ReplicateReply Replication::onReplicate(const NodeRef &from, const Replicate &request)
{
    m_context.sawTerm(request.term);
    if (isRestOnItsWay())
        return {false};
    ReplicateReply reply{true};
    for (const Transfer &transfer : request.records) {
        const Id id = m_context.space.hash(transfer.key);
        if (standing(id) != Standing::NotOwner || !m_book.recognizes(from.id, request.term, id)) {
            reply.stored = false;
            continue;
        }
        m_applied.add(transfer.key, transfer.applied, m_context.now);
        const Record *current = m_store.find(id, transfer.key);
        if (!current || current->version < transfer.version)
            keep(id, toRecord(transfer, m_context.now));
    }
    return reply;
}

OfferReply Replication::onOffer(const Offer &request)
{
    if (isRestOnItsWay())
        return {false};
    OfferReply reply{true};
    for (const Transfer &transfer : request.records) {
        adopt(transfer);
        // Adopted, but not held by a majority yet: the offer is to be made again.
        if (m_writeOfKey.contains(transfer.key))
            reply.accepted = false;
    }
    return reply;
}

std::optional<SyncReply> Replication::onSync(const SyncRequest &request) const
{
    if (m_outOfTouch)
        return {};
    return answerSync(m_store, request, m_context.config);
}

std::optional<FetchReply> Replication::onFetch(const Fetch &request) const
{
    if (m_outOfTouch)
        return {};
    return answerFetch(m_store, m_applied, request, m_context.config, m_context.now);
}

// --- By the clock

void Replication::expire()
{
    while (!m_expiries.empty() && m_expiries.begin()->first <= m_context.now) {
        const QByteArray key = m_expiries.begin()->second;
        m_expiries.erase(m_expiries.begin());
        const Id id = m_context.space.hash(key);
        const Record *record = m_store.find(id, key);
        if (!record || record->expiresAt > m_context.now || record->tombstone)
            continue;
        // Only the owner turns it into a tombstone; should it not be able to now, it looks again.
        if (standing(id) != Standing::Serve || m_writeOfKey.contains(key)) {
            if (standing(id) != Standing::NotOwner)
                m_expiries.emplace(m_context.now + writeRetryUs, key);
            continue;
        }
        bury(id, key);
    }
    if (!m_expiries.empty())
        m_context.armBy(Timer::Expiry, m_expiries.begin()->first);
}

void Replication::workOnDeadlines()
{
    const Time now = m_context.now;
    const auto late = [now](const Waiter &waiter) { return waiter.deadline <= now; };
    for (Parked &parked : m_parked) {
        if (late(parked.waiter))
            answer(parked.waiter, {});
    }
    std::erase_if(m_parked, [&](const Parked &parked) { return late(parked.waiter); });
    ExecuteReply uncertain;
    uncertain.status = ExecuteStatus::Uncertain;
    for (auto &[number, write] : m_writes) {
        for (const Waiter &waiter : write.waiters) {
            if (late(waiter))
                answer(waiter, uncertain);
        }
        std::erase_if(write.waiters, late);
        for (const QueuedWrite &queued : write.queue) {
            if (late(queued.waiter))
                answer(queued.waiter, {});
        }
        m_queued -= std::erase_if(write.queue, [&](const QueuedWrite &queued) { return late(queued.waiter); });
        if (write.retryAt <= now)
            sendWrite(number, write);
    }
    settleWrites();
}

quint64 Replication::primaryKeys() const
{
    return m_owned ? m_store.liveIn(m_owned->range().lo, m_owned->range().hi) : 0;
}

quint64 Replication::replicaKeys() const
{
    return m_store.liveCount() - primaryKeys();
}

size_t Replication::memoryBytes() const
{
    return sizeof(*this) - sizeof(m_store) + m_store.memoryBytes() + m_book.memoryBytes() + m_applied.size() * 192
        + m_refused.size() * 160 + m_writes.size() * sizeof(Write) + m_sessions.size() * sizeof(Session)
        + (m_replicas.capacity() + m_soleGrantor.capacity()) * sizeof(NodeRef)
        + (m_acquisition ? sizeof(Acquisition) : 0) + (m_giving ? sizeof(Giving) : 0);
}

} // namespace chord
