// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way of an operation: here if this node may own the key, else the remembered owner, else a lookup; what fails is
// tried again later, more and more patiently.

#include "chord/operations.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time retryUsMin = 10 * usPerMs;
constexpr Time retryUsMax = 100 * usPerMs;
constexpr qsizetype largeValueBytes = 64 * 1024;
constexpr size_t ownersAsked = 3; // of those a lookup names
constexpr int hintsMax = 6; // followed before the leader is looked up again
constexpr int electionAttempts = 8; // with the voters of a range without a leader, before it is looked up again
constexpr char uncertainReason[] =
    "too few voters of this key's range answered in time; the write may still take effect";
constexpr char unavailableReason[] = "no leader of this key's range answered in time; nothing has been changed";

KeyResult toResult(const ExecuteReply &reply)
{
    KeyResult result;
    result.created = reply.created;
    result.value = reply.value;
    result.contentType = reply.contentType;
    result.ttlMs = reply.ttlMs;
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

Operations::Operations(Context &context, Groups &groups)
    : m_context(context)
    , m_groups(groups)
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
        give(handle, request.kind, std::move(result));
        return handle;
    }
    const Id target = m_groups.placeOf(request);
    if (request.kind == OperationKind::Get) {
        if (const auto reply = m_groups.getNow(target, request.key)) {
            m_context.output.results.push_back({handle, toResult(*reply)});
            return handle;
        }
    }
    if (m_operations.size() >= size_t(m_context.config.operationsMax)) {
        KeyResult result;
        result.reason = "this node has too many operations in progress";
        give(handle, request.kind, std::move(result));
        return handle;
    }
    start(handle, std::move(request), target);
    return handle;
}

void Operations::start(OperationHandle handle, Execute request, const Id &target)
{
    request.operation = {m_context.self.incarnation, handle};
    Operation &operation = m_operations[handle];
    operation.request = std::move(request);
    operation.target = target;
    operation.deadline = m_context.now + m_context.config.operationTimeoutMs * usPerMs;
    route(handle, operation);
    armTimer();
}

OperationHandle Operations::beginWatch(const QByteArray &key, const Version &known)
{
    const OperationHandle handle = ++m_lastHandle;
    if (m_operations.size() >= size_t(m_context.config.operationsMax)) {
        m_watchAnswers.push_back({handle, {}});
        return handle;
    }
    Execute request;
    request.kind = OperationKind::Watch;
    request.key = key;
    if (!known.isNull()) {
        request.condition.kind = Condition::Kind::IfNoneMatch;
        request.condition.versions = {known};
    }
    start(handle, std::move(request), m_context.space.hash(key));
    return handle;
}

QByteArray Operations::refusal(const Execute &request) const
{
    const Config &config = m_context.config;
    if (request.kind == OperationKind::List) {
        const qsizetype longest = std::max(request.key.size(), request.listing->prefix.size());
        return longest <= config.keyBytesMax ? QByteArray() : QByteArray("the prefix is longer than any key");
    }
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
    operation.hints = 0;
    if (m_groups.leads(operation.target)) {
        const Time patience = m_context.config.dataTimeoutMs * usPerMs * 3 / 4;
        m_groups.execute(operation.request,
                         Waiter{true, {}, handle, std::min(operation.deadline, m_context.now + patience)});
        operation.noAnswer = !isRead(operation.request.kind);
        return;
    }
    const Descriptor *leader = m_cache.find(operation.target);
    if (leader && canAsk(operation, leader->leader.address)) {
        ++m_context.counters.cacheHits;
        askLeader(handle, operation, *leader);
        return;
    }
    // A voter hears from the leader.
    const std::optional<NodeRef> known = m_groups.leaderInTouch(operation.target);
    if (known && canAsk(operation, known->address)) {
        Descriptor descriptor;
        descriptor.leader = *known;
        askLeader(handle, operation, descriptor);
        return;
    }
    operation.lookUp = true;
    if (!operation.voters.empty())
        operation.next = operation.voters;
    else if (leader)
        operation.next = leader->voters;
    askNext(handle, operation);
}

// A request names the state in which it was first sent to a leader; a later one may only be named as long as no leader
// can have executed it.
void Operations::askLeader(OperationHandle handle, Operation &operation, const Descriptor &leader)
{
    askLeader(handle, operation, leader, leader.leader);
}

// Or through another node, which is to ask the leader.
void Operations::askLeader(OperationHandle handle, Operation &operation, const Descriptor &leader, const NodeRef &by)
{
    if (!operation.mayHaveHappened)
        operation.request.since = leader.latest;
    operation.isRelayed = by.incarnation != leader.leader.incarnation;
    operation.request.relay = operation.isRelayed;
    ask(handle, operation, by);
    operation.request.relay = false;
}

bool Operations::canAsk(const Operation &operation, const Address &node)
{
    const std::vector<Address> &silent = operation.silent;
    return !m_context.isSilent(node) && std::find(silent.begin(), silent.end(), node) == silent.end();
}

// To the leader that another node has named, or through that node if this one cannot reach the leader; false if neither
// is possible. via: the node that named it; null if it was this one.
bool Operations::followTo(OperationHandle handle, Operation &operation, const Descriptor &leader, const NodeRef *via)
{
    if (leader.leader.incarnation == m_context.self.incarnation || operation.hints++ >= hintsMax)
        return false;
    // A voter says who leads, but not since when.
    const Descriptor *known = m_cache.find(operation.target);
    const bool isKnown = known && known->leader.incarnation == leader.leader.incarnation;
    if (canAsk(operation, leader.leader.address)) {
        askLeader(handle, operation, isKnown ? *known : leader);
        return true;
    }
    if (!via || !canAsk(operation, via->address))
        return false;
    askLeader(handle, operation, isKnown ? *known : leader, *via);
    return true;
}

// A large value takes a while to be sent.
int Operations::patienceMs(const Execute &request) const
{
    const bool isLarge = request.value.size() > largeValueBytes;
    return isLarge ? m_context.config.dataTimeoutMs : 2 * m_context.config.requestTimeoutMs;
}

void Operations::ask(OperationHandle handle, Operation &operation, const NodeRef &node)
{
    operation.noAnswer = !isRead(operation.request.kind) && !operation.request.since.isNull();
    const Time left = operation.deadline - m_context.now;
    const int timeoutMs = int(std::clamp<Time>(left / usPerMs, 1, patienceMs(operation.request)));
    m_context.requestPatiently(node.address, operation.request, {Purpose::Kind::Operation, handle}, timeoutMs);
}

void Operations::askNext(OperationHandle handle, Operation &operation)
{
    while (!operation.next.empty()) {
        const NodeRef node = operation.next.front();
        operation.next.erase(operation.next.begin());
        if (node.address == m_context.self.address || !canAsk(operation, node.address))
            continue;
        ask(handle, operation, node);
        return;
    }
    const bool isElection = !operation.voters.empty() && operation.attempts % electionAttempts != electionAttempts - 1;
    if (std::exchange(operation.lookUp, false) && !isElection) {
        m_lookups.emplace_back(handle, operation.target);
        return;
    }
    operation.silent.clear();
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
    // Beyond the first few, asking on would only go around the ring.
    if (it->second.next.size() > ownersAsked)
        it->second.next.resize(ownersAsked);
    // The answer may be this node itself, which then only tells who leads.
    if (!it->second.next.empty() && it->second.next.front().address == m_context.self.address) {
        const OperationHandle own = handle;
        m_groups.execute(it->second.request, Waiter{true, {}, own, m_context.now});
        return;
    }
    askNext(handle, it->second);
}

void Operations::onReply(const Purpose &purpose, const NodeRef &from, const Body &body)
{
    const auto *executed = std::get_if<ExecuteReply>(&body);
    const auto *neighbours = std::get_if<Neighbours>(&body);
    if (executed && purpose.kind == Purpose::Kind::Operation)
        onExecuteReply(purpose.token, from, *executed);
    else if (executed && purpose.kind == Purpose::Kind::Relay)
        onRelayed(purpose.token, *executed);
    else if (neighbours && purpose.kind == Purpose::Kind::RingWalk)
        onWalkReply(purpose.token, from, *neighbours);
}

void Operations::onFailure(const Purpose &purpose, const Address &to)
{
    if (purpose.kind == Purpose::Kind::Operation)
        onExecuteFailure(purpose.token, to);
    else if (purpose.kind == Purpose::Kind::Relay)
        onRelayFailure(purpose.token);
    else
        onWalkFailure(purpose.token, to);
}

void Operations::onExecuteReply(OperationHandle handle, const NodeRef &from, const ExecuteReply &reply)
{
    const auto it = m_operations.find(handle);
    if (it == m_operations.end())
        return;
    if (reply.status == ExecuteStatus::NotLeader) {
        const Descriptor *cached = m_cache.find(it->second.target);
        if (cached && cached->leader.address == from.address)
            m_cache.forget(it->second.target);
    }
    onExecuted(handle, reply, &from);
}

void Operations::onLocalReply(OperationHandle handle, const ExecuteReply &reply)
{
    if (m_operations.contains(handle))
        onExecuted(handle, reply, nullptr);
}

void Operations::onExecuted(OperationHandle handle, const ExecuteReply &reply, const NodeRef *from)
{
    Operation &operation = m_operations.at(handle);
    operation.noAnswer = false;
    const bool wasRelayed = std::exchange(operation.isRelayed, false);
    if (reply.descriptor && reply.descriptor->leader.incarnation != m_context.self.incarnation)
        m_cache.learn(*reply.descriptor);
    switch (reply.status) {
    case ExecuteStatus::Uncertain:
        operation.mayHaveHappened |= !operation.request.since.isNull(); // else no leader executes it
        retryLater(handle, operation);
        return;
    case ExecuteStatus::Renew:
        if (operation.mayHaveHappened || !reply.descriptor) {
            // It may be a repetition of what was executed and forgotten.
            KeyResult result;
            result.mayHaveHappened = operation.mayHaveHappened;
            result.reason = operation.mayHaveHappened ? uncertainReason : unavailableReason;
            finish(handle, std::move(result));
            return;
        }
        operation.request.since = reply.descriptor->latest;
        if (!from && operation.hints++ < hintsMax && m_groups.leads(operation.target)) {
            m_groups.execute(operation.request, Waiter{true, {}, handle, operation.deadline});
            operation.noAnswer = true;
        } else if (!followTo(handle, operation, *reply.descriptor, from)) {
            retryLater(handle, operation);
        }
        return;
    case ExecuteStatus::NotLeader:
        if (wasRelayed && from)
            operation.silent.push_back(from->address); // it cannot reach the leader either
        if (from && !reply.next.empty()) {
            operation.voters = reply.next;
            operation.voters.push_back(*from);
        }
        if (reply.descriptor && followTo(handle, operation, *reply.descriptor, from))
            return;
        for (const NodeRef &node : reply.next) {
            if (operation.hints++ < hintsMax)
                operation.next.push_back(node);
        }
        askNext(handle, operation);
        return;
    case ExecuteStatus::Busy:
        retryLater(handle, operation);
        return;
    case ExecuteStatus::NotStored: {
        KeyResult result;
        result.mayHaveHappened = operation.mayHaveHappened;
        result.reason = reply.value;
        finish(handle, std::move(result));
        return;
    }
    case ExecuteStatus::Done:
    case ExecuteStatus::NotFound:
    case ExecuteStatus::ConditionFailed:
        if (operation.request.kind == OperationKind::Watch && reply.watch && reply.descriptor) {
            m_watchAnswers.push_back({handle, reply});
            m_operations.erase(handle);
        } else {
            finish(handle, toResult(reply), reply.listed.value_or(Listed()));
        }
        return;
    }
}

void Operations::onExecuteFailure(OperationHandle handle, const Address &to)
{
    const auto it = m_operations.find(handle);
    if (it == m_operations.end())
        return;
    Operation &operation = it->second;
    operation.mayHaveHappened |= operation.noAnswer;
    operation.noAnswer = false;
    operation.isRelayed = false;
    operation.silent.push_back(to);
    askNext(handle, operation);
}

// --- For nodes that cannot reach a leader

bool Operations::relay(const NodeRef &from, quint64 requestId, const Execute &request)
{
    if (!request.relay || requestId == 0 || m_relayed.size() >= size_t(m_context.config.operationsMax))
        return false;
    const std::optional<NodeRef> leader = m_groups.leaderInTouch(m_groups.placeOf(request));
    if (!leader || leader->address == from.address || m_context.isSilent(leader->address))
        return false;
    const OperationHandle handle = ++m_lastHandle;
    m_relayed[handle] = {from.address, requestId, request.kind};
    Execute passed = request;
    passed.relay = false;
    m_context.requestPatiently(leader->address, std::move(passed), {Purpose::Kind::Relay, handle}, patienceMs(request));
    return true;
}

void Operations::onRelayed(OperationHandle handle, const ExecuteReply &reply)
{
    const auto entry = m_relayed.extract(handle);
    if (!entry.empty())
        m_context.send(entry.mapped().asker, entry.mapped().requestId, reply);
}

void Operations::onRelayFailure(OperationHandle handle)
{
    ExecuteReply reply;
    if (const auto it = m_relayed.find(handle); it != m_relayed.end() && !isRead(it->second.kind))
        reply.status = ExecuteStatus::Uncertain;
    onRelayed(handle, reply);
}

void Operations::finish(OperationHandle handle, KeyResult result, Listed listed)
{
    const auto operation = m_operations.find(handle);
    const OperationKind kind = operation->second.request.kind;
    m_operations.erase(operation);
    if (kind == OperationKind::Watch) {
        m_watchAnswers.push_back({handle, {}});
        return;
    }
    if (result.status == OperationStatus::Unavailable)
        ++m_context.counters.operationsFailed;
    give(handle, kind, std::move(result), std::move(listed));
}

void Operations::give(OperationHandle handle, OperationKind kind, KeyResult result, Listed listed)
{
    if (kind != OperationKind::List)
        m_context.output.results.push_back({handle, std::move(result)});
    else
        m_context.output.results.push_back(
            {handle, ListResult{result.status, std::move(listed), std::move(result.reason)}});
}

void Operations::onTimers()
{
    if (!m_context.takeDue(Timer::Operations))
        return;
    while (!m_operations.empty() && m_operations.begin()->second.deadline <= m_context.now) {
        Operation &operation = m_operations.begin()->second;
        operation.mayHaveHappened |= operation.noAnswer;
        KeyResult result;
        result.mayHaveHappened = operation.mayHaveHappened;
        result.reason = operation.mayHaveHappened ? uncertainReason : unavailableReason;
        if (operation.request.kind == OperationKind::Get)
            result.reason = "no leader of this key's range answered in time";
        else if (operation.request.kind == OperationKind::List)
            result.reason =
                "no leader of the range of identifier " + m_context.space.toHex(operation.target) + " answered in time";
        finish(m_operations.begin()->first, std::move(result));
    }
    while (!m_retries.empty() && m_retries.begin()->first <= m_context.now) {
        const OperationHandle handle = m_retries.begin()->second;
        m_retries.erase(m_retries.begin());
        const auto it = m_operations.find(handle);
        if (it != m_operations.end())
            route(handle, it->second);
    }
    m_context.disarm(Timer::Operations); // what was tried meanwhile may have armed it for what has been done since
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

void Operations::giveResult(OperationHandle handle, RecoveryResult result)
{
    m_context.output.results.push_back({handle, std::move(result)});
}

} // namespace chord
