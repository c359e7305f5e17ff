// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way of an operation: here if this node may own the key, else the remembered owner, else a lookup; what fails is
// tried again later, more and more patiently.

#include "chord/operations.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time retryUsMin = 10 * usPerMs;
constexpr Time retryUsMax = 200 * usPerMs;
constexpr size_t walkMembersMax = 1'000'000;

KeyResult toResult(const ExecuteReply &reply)
{
    KeyResult result;
    result.created = reply.created;
    result.value = reply.value;
    result.contentType = reply.contentType;
    result.version = reply.version;
    switch (reply.status) {
    case ExecuteStatus::Done:
        result.status = OperationStatus::Ok;
        break;
    case ExecuteStatus::NotFound:
        result.status = OperationStatus::NotFound;
        result.reason = "no such key";
        break;
    case ExecuteStatus::ConditionFailed:
        result.status = OperationStatus::ConditionFailed;
        result.reason = "the condition does not hold for the value that is there";
        break;
    default:
        break;
    }
    return result;
}

} // namespace

Operations::Operations(Context &context, Replication &replication)
    : m_context(context)
    , m_replication(replication)
    , m_cache(context.config.ownerCacheMax)
{
}

// --- Get, put, delete

OperationHandle Operations::begin(Execute request)
{
    const OperationHandle handle = ++m_lastHandle;
    ++m_context.counters.operationsBegun;
    QByteArray problem = refusal(request);
    if (!problem.isEmpty()) {
        KeyResult result;
        result.status = OperationStatus::Invalid;
        result.reason = std::move(problem);
        m_context.output.results.push_back({handle, std::move(result)});
        return handle;
    }
    const Id target = m_context.space.hash(request.key);
    if (request.kind == OperationKind::Get) {
        if (const auto reply = m_replication.getNow(target, request.key)) {
            m_context.output.results.push_back({handle, toResult(*reply)});
            return handle;
        }
    }
    if (m_operations.size() >= size_t(m_context.config.operationsMax)) {
        KeyResult result;
        result.reason = "this node has too many operations under way";
        m_context.output.results.push_back({handle, std::move(result)});
        return handle;
    }
    request.operation = {m_context.self.incarnation, handle};
    Operation &operation = m_operations[handle];
    operation.request = std::move(request);
    operation.target = target;
    operation.deadline = m_context.now + m_context.config.operationTimeoutMs * usPerMs;
    route(handle, operation);
    armTimer();
    return handle;
}

QByteArray Operations::refusal(const Execute &request) const
{
    const Config &config = m_context.config;
    if (request.key.isEmpty())
        return "the key is empty; a key has 1 to " + QByteArray::number(config.keyBytesMax) + " bytes";
    if (request.key.size() > config.keyBytesMax) {
        return "the key has " + QByteArray::number(request.key.size()) + " bytes; at most "
            + QByteArray::number(config.keyBytesMax) + " are allowed";
    }
    if (request.value.size() > config.valueBytesMax) {
        return "the value has " + QByteArray::number(request.value.size()) + " bytes; at most "
            + QByteArray::number(config.valueBytesMax) + " are allowed";
    }
    if (request.contentType.size() > config.contentTypeBytesMax)
        return "the content type has more than " + QByteArray::number(config.contentTypeBytesMax) + " bytes";
    if (request.ttlMs == 0 || request.ttlMs < -1)
        return "a lifetime must be above 0";
    return {};
}

void Operations::route(OperationHandle handle, Operation &operation)
{
    operation.next.clear();
    if (m_replication.concerns(operation.target)) {
        const Time patience = m_context.config.dataTimeoutMs * usPerMs * 3 / 4;
        Waiter waiter{true, {}, handle, std::min(operation.deadline, m_context.now + patience)};
        operation.underWay = true;
        m_replication.execute(operation.request, std::move(waiter));
        return;
    }
    if (const NodeRef *owner = m_cache.find(operation.target)) {
        if (!m_context.isDead(owner->address)) {
            ++m_context.counters.cacheHits;
            ask(handle, operation, *owner);
            return;
        }
    }
    m_lookups.emplace_back(handle, operation.target);
}

void Operations::ask(OperationHandle handle, Operation &operation, const NodeRef &node)
{
    operation.underWay = true;
    const Time left = operation.deadline - m_context.now;
    const int timeoutMs = int(std::clamp<Time>(left / usPerMs, 1, m_context.config.dataTimeoutMs));
    m_context.request(node.address, operation.request, {Purpose::Kind::Operation, handle}, timeoutMs);
}

void Operations::askNext(OperationHandle handle, Operation &operation)
{
    while (!operation.next.empty()) {
        const NodeRef node = operation.next.front();
        operation.next.erase(operation.next.begin());
        if (node.address == m_context.self.address || m_context.isDead(node.address))
            continue;
        ask(handle, operation, node);
        return;
    }
    retryLater(handle, operation);
}

void Operations::retryLater(OperationHandle handle, Operation &operation)
{
    const Time wait = std::min(retryUsMax, retryUsMin << std::min(operation.attempts++, 6));
    m_retries.emplace(m_context.now + m_context.jitter.around(wait), handle);
    armTimer();
}

void Operations::onLookup(OperationHandle handle, const Lookup &lookup)
{
    const auto it = m_operations.find(handle);
    if (it == m_operations.end())
        return;
    if (lookup.stage() != Lookup::Stage::Done) {
        retryLater(handle, it->second);
        return;
    }
    it->second.next = lookup.owners();
    // Beyond the first two, asking on would only go around the ring.
    if (it->second.next.size() > 2)
        it->second.next.resize(2);
    askNext(handle, it->second);
}

void Operations::onReply(OperationHandle handle, const NodeRef &from, const ExecuteReply &reply)
{
    const auto it = m_operations.find(handle);
    if (it == m_operations.end())
        return;
    it->second.underWay = false;
    if (reply.status == ExecuteStatus::NotOwner) {
        Operation &operation = it->second;
        m_cache.forget(operation.target);
        // Its hints are followed for one round; whoever sends us in circles only makes us look the owner up again.
        if (operation.next.empty() && operation.attempts % 2 == 0) {
            ++operation.attempts;
            operation.next = reply.next;
            askNext(handle, operation);
        } else if (!operation.next.empty()) {
            askNext(handle, operation);
        } else {
            retryLater(handle, operation);
        }
        return;
    }
    if (reply.owned)
        m_cache.learn(from, *reply.owned);
    onExecuted(handle, reply);
}

void Operations::onLocalReply(OperationHandle handle, const ExecuteReply &reply)
{
    const auto it = m_operations.find(handle);
    if (it == m_operations.end())
        return;
    it->second.underWay = false;
    // Handed over while it waited: now it goes where the key went.
    if (reply.status == ExecuteStatus::NotOwner) {
        it->second.next = reply.next;
        askNext(handle, it->second);
        return;
    }
    onExecuted(handle, reply);
}

void Operations::onExecuted(OperationHandle handle, const ExecuteReply &reply)
{
    Operation &operation = m_operations.at(handle);
    switch (reply.status) {
    case ExecuteStatus::Uncertain:
        operation.mayHaveHappened = true;
        retryLater(handle, operation);
        return;
    case ExecuteStatus::Busy:
    case ExecuteStatus::NotOwner:
        retryLater(handle, operation);
        return;
    case ExecuteStatus::Done:
    case ExecuteStatus::NotFound:
    case ExecuteStatus::ConditionFailed:
        finish(handle, toResult(reply));
        return;
    }
}

void Operations::onFailure(OperationHandle handle, const Address &to)
{
    const auto it = m_operations.find(handle);
    if (it == m_operations.end())
        return;
    Operation &operation = it->second;
    operation.mayHaveHappened |= operation.request.kind != OperationKind::Get;
    operation.underWay = false;
    m_cache.forgetNode(to);
    retryLater(handle, operation);
}

void Operations::finish(OperationHandle handle, KeyResult result)
{
    if (result.status == OperationStatus::Unavailable)
        ++m_context.counters.operationsFailed;
    m_operations.erase(handle);
    m_context.output.results.push_back({handle, std::move(result)});
}

void Operations::onTimers()
{
    if (!m_context.takeDue(Timer::Operations))
        return;
    while (!m_operations.empty() && m_operations.begin()->second.deadline <= m_context.now) {
        Operation &operation = m_operations.begin()->second;
        operation.mayHaveHappened |= operation.underWay && operation.request.kind != OperationKind::Get;
        KeyResult result;
        result.mayHaveHappened = operation.mayHaveHappened;
        result.reason = operation.mayHaveHappened
            ? "too few replicas answered in time; the write may still take effect"
            : "the owner of this key did not answer in time; nothing has been changed";
        if (operation.request.kind == OperationKind::Get)
            result.reason = "the owner of this key did not answer in time";
        finish(m_operations.begin()->first, std::move(result));
    }
    while (!m_retries.empty() && m_retries.begin()->first <= m_context.now) {
        const OperationHandle handle = m_retries.begin()->second;
        m_retries.erase(m_retries.begin());
        const auto it = m_operations.find(handle);
        if (it != m_operations.end())
            route(handle, it->second);
    }
    armTimer();
}

void Operations::armTimer()
{
    if (!m_operations.empty())
        m_context.armBy(Timer::Operations, m_operations.begin()->second.deadline);
    if (!m_retries.empty())
        m_context.armBy(Timer::Operations, m_retries.begin()->first);
}

// --- Lookups for their own sake

OperationHandle Operations::beginLookup()
{
    return ++m_lastHandle;
}

void Operations::onUserLookup(OperationHandle handle, const Lookup &lookup)
{
    LookupResult result;
    result.target = lookup.target();
    result.hops = lookup.hops();
    result.timeouts = lookup.timeouts();
    if (lookup.stage() == Lookup::Stage::Done) {
        result.status = OperationStatus::Ok;
        result.owner = lookup.owners().front();
        const bool own = result.owner.address == m_context.self.address;
        result.successors = own ? m_context.routing.successors() : lookup.ownerNeighbours().successors;
        result.replicas = result.successors;
        if (result.replicas.size() > size_t(m_context.config.replicas - 1))
            result.replicas.resize(size_t(m_context.config.replicas - 1));
        result.replicas.insert(result.replicas.begin(), result.owner);
    } else {
        result.reason = "no node on the way to the owner answers";
    }
    m_context.output.results.push_back({handle, std::move(result)});
}

// --- Walking the ring

OperationHandle Operations::beginRingWalk(RingMember self)
{
    const OperationHandle handle = ++m_lastHandle;
    Walk &walk = m_walks[handle];
    std::vector<NodeRef> successors = self.successors;
    walk.ring.members.push_back(std::move(self));
    walkOn(handle, walk, std::move(successors));
    return handle;
}

void Operations::walkOn(OperationHandle handle, Walk &walk, std::vector<NodeRef> candidates)
{
    if (candidates.empty() || candidates.front().id == m_context.self.id) {
        finishWalk(handle);
        return;
    }
    const NodeRef next = candidates.front();
    const auto &members = walk.ring.members;
    const bool seen = !between(members.back().node.id, next.id, members.front().node.id);
    if (seen || members.size() >= walkMembersMax) {
        walk.ring.problems.push_back(members.back().node.address + " names as its successor " + next.address
                                     + ", which lies behind it: the successors do not lead around the ring once");
        finishWalk(handle);
        return;
    }
    walk.asked = next;
    walk.others.assign(candidates.begin() + 1, candidates.end());
    m_context.request(next.address, GetNeighbours{}, {Purpose::Kind::RingWalk, handle},
                      m_context.config.requestTimeoutMs);
}

void Operations::onWalkReply(OperationHandle handle, const NodeRef &from, const Neighbours &neighbours)
{
    const auto it = m_walks.find(handle);
    if (it == m_walks.end())
        return;
    it->second.ring.members.push_back({from, neighbours.state, neighbours.predecessor, neighbours.successors,
                                       neighbours.owned, neighbours.primaryKeys});
    walkOn(handle, it->second, neighbours.successors);
}

void Operations::onWalkFailure(OperationHandle handle, const Address &to)
{
    const auto it = m_walks.find(handle);
    if (it == m_walks.end())
        return;
    Walk &walk = it->second;
    walk.ring.problems.push_back(to + ", the successor of " + walk.ring.members.back().node.address
                                 + ", does not answer");
    walkOn(handle, walk, std::exchange(walk.others, {}));
}

void Operations::finishWalk(OperationHandle handle)
{
    RingResult ring = std::move(m_walks.at(handle).ring);
    m_walks.erase(handle);
    for (size_t i = 0; i < ring.members.size(); ++i) {
        const RingMember &member = ring.members[i];
        const NodeRef &before = ring.members[(i + ring.members.size() - 1) % ring.members.size()].node;
        if (member.state == NodeState::Joining)
            ring.problems.push_back(member.node.address + " is still joining");
        else if (!member.owned)
            ring.problems.push_back(member.node.address + " serves no keys at the moment");
        if (!member.predecessor)
            ring.problems.push_back(member.node.address + " knows no predecessor");
        else if (member.predecessor->id != before.id)
            ring.problems.push_back(member.node.address + " names as its predecessor " + member.predecessor->address
                                    + ", but " + before.address + " comes before it");
        else if (member.owned && member.owned->lo != before.id)
            ring.problems.push_back("keys are on their way between " + before.address + " and " + member.node.address);
    }
    ring.complete = ring.problems.empty();
    m_context.output.results.push_back({handle, std::move(ring)});
}

} // namespace chord
