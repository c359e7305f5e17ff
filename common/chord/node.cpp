// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hands each message, reply and timer to the part it belongs to, and after each step lets every part look at what the
// others have left behind.
#include "chord/node.h"

#include "chord/context.h"
#include "chord/groups/groups.h"
#include "chord/maintenance.h"
#include "chord/message_kind.h"
#include "chord/operations.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time lateUs = 100 * usPerMs; // advance called later than this was due: the program did not run meanwhile

} // namespace

class NodePrivate {
public:
    NodePrivate(NodeRef self, Config config)
        : context(std::move(self), std::move(config))
        , maintenance(context)
        , groups(context)
        , operations(context, groups)
    {
    }

    // What a lookup is for: its token is an operation's handle, a finger's index, or a group.
    struct LookupTask {
        enum class Purpose : quint8 { Join, Rejoin, Finger, Candidates, Operation, User };
        Purpose purpose;
        quint64 token = 0;
        Lookup lookup;
    };

    void setTime(Time now);
    void startLookup(LookupTask::Purpose purpose, quint64 token, Lookup lookup);
    void stepLookup(quint64 number);
    void endLookup(quint64 number);
    void onRequest(const NodeRef &from, Message &message);
    void onReply(const Request &request, const NodeRef &from, const Message &message);
    void onFailure(const Request &request);
    void settle();
    Neighbours neighbours(bool withGroups) const;
    bool isStranger(const NodeRef &from, const Message &message);
    void giveWayTo(const Address &contact);
    // Operations do not wait for peers that are merely silent; what keeps up the ring gives them time.
    Lookup::IsDead isDead(LookupTask::Purpose purpose)
    {
        if (purpose == LookupTask::Purpose::Operation)
            return [this](const Address &address) { return context.isSilent(address); };
        return [this](const Address &address) { return context.isDead(address); };
    }

    Context context;
    Maintenance maintenance;
    Groups groups;
    Operations operations;
    std::map<quint64, LookupTask> lookups;
    quint32 seenNeighbours = 0; // as groups last saw them
};

void NodePrivate::setTime(Time now)
{
    // After a pause of this very program nothing can be said about its peers: give them the time that it was away.
    const Time due = context.nextDeadline();
    const Time late = now > context.now && due != never ? now - due : 0;
    context.now = std::max(context.now, now);
    if (late > lateUs) {
        context.postpone(late);
        groups.wasAway(late);
    }
}

// --- Lookups

void NodePrivate::startLookup(LookupTask::Purpose purpose, quint64 token, Lookup lookup)
{
    const quint64 number = context.nextToken();
    ++context.counters.lookupsBegun;
    lookups.emplace(number, LookupTask{purpose, token, std::move(lookup)});
    stepLookup(number);
}

void NodePrivate::stepLookup(quint64 number)
{
    Lookup &lookup = lookups.at(number).lookup;
    switch (lookup.stage()) {
    case Lookup::Stage::Ask:
        lookup.asked(context.now);
        ++context.counters.lookupHops;
        context.request(lookup.node().address, FindNext{lookup.target()}, {Purpose::Kind::LookupStep, number},
                        context.config.requestTimeoutMs);
        return;
    case Lookup::Stage::Verify:
        lookup.asked(context.now);
        context.request(lookup.node().address, GetNeighbours{}, {Purpose::Kind::LookupVerify, number},
                        context.config.requestTimeoutMs);
        return;
    case Lookup::Stage::Done:
    case Lookup::Stage::Failed:
        endLookup(number);
        return;
    }
}

void NodePrivate::endLookup(quint64 number)
{
    const LookupTask task = std::move(lookups.at(number));
    lookups.erase(number);
    if (context.lookupHopCounts)
        ++(*context.lookupHopCounts)[std::min(task.lookup.hops().size(), lookupHopsCounted - 1)];
    switch (task.purpose) {
    case LookupTask::Purpose::Join:
        maintenance.onJoinLookup(task.lookup);
        return;
    case LookupTask::Purpose::Finger:
        maintenance.onFingerLookup(int(task.token), task.lookup);
        return;
    case LookupTask::Purpose::Rejoin:
        maintenance.onRejoinLookup(task.lookup);
        return;
    case LookupTask::Purpose::Candidates:
        groups.onLookup(task.token, task.lookup);
        return;
    case LookupTask::Purpose::Operation:
        operations.onLookup(task.token, task.lookup);
        return;
    case LookupTask::Purpose::User:
        operations.onUserLookup(task.token, task.lookup);
        return;
    }
}

// --- Messages

Neighbours NodePrivate::neighbours(bool withGroups) const
{
    Neighbours out;
    out.state = context.state;
    out.predecessor = context.routing.predecessor();
    out.successors = context.routing.successors();
    out.empty = groups.isAloneAndEmpty();
    if (withGroups)
        out.groups = groups.views();
    out.primaryKeys = groups.primaryKeys();
    return out;
}

// Of another ring: it may ask who is here, and is told nothing else.
bool NodePrivate::isStranger(const NodeRef &from, const Message &message)
{
    if (message.ring == context.ring || message.ring == 0 || context.ring == 0)
        return false;
    if (std::holds_alternative<GetNeighbours>(message.body)) {
        context.send(from.address, message.requestId, neighbours(false));
        maintenance.setAloneAndEmpty(groups.isAloneAndEmpty());
        maintenance.onStranger(from);
    }
    return true;
}

void NodePrivate::giveWayTo(const Address &contact)
{
    if (!groups.isAloneAndEmpty())
        return;
    groups.dissolve();
    maintenance.giveWay(contact);
}

void NodePrivate::onRequest(const NodeRef &from, Message &message)
{
    const auto reply = [&](Body body) {
        if (message.requestId != 0)
            context.send(from.address, message.requestId, std::move(body));
    };
    const Body &body = message.body;
    if (auto *execute = std::get_if<Execute>(&message.body);
        execute && operations.relay(from, message.requestId, *execute))
        return;
    if (groups.onMessage(from, message.requestId, message.body))
        return;
    if (const auto *findNext = std::get_if<FindNext>(&body))
        reply(maintenance.findNext(*findNext));
    else if (const auto *ask = std::get_if<GetNeighbours>(&body))
        reply(neighbours(ask->withGroups));
    else if (std::holds_alternative<Ping>(body))
        reply(Pong{});
    else if (std::holds_alternative<Notify>(body)) {
        groups.onNotify(from);
        maintenance.onNotify(from);
    } else if (std::holds_alternative<Leaving>(body)) {
        groups.onLeft(from);
        maintenance.onLeaving(from);
    }
}

void NodePrivate::onReply(const Request &request, const NodeRef &from, const Message &message)
{
    const Body &body = message.body;
    const Purpose &purpose = request.purpose;
    switch (purpose.kind) {
    case Purpose::Kind::JoinContact:
        if (const auto *reply = std::get_if<Neighbours>(&body))
            maintenance.onJoinContact(request.to, from, *reply, message.ring);
        else
            maintenance.onFailure(purpose.kind, request.to);
        return;
    case Purpose::Kind::StabilizeSuccessor:
    case Purpose::Kind::StabilizeCandidate:
    case Purpose::Kind::Contact:
        maintenance.setAloneAndEmpty(purpose.kind == Purpose::Kind::Contact && groups.isAloneAndEmpty());
        if (const auto *reply = std::get_if<Neighbours>(&body)) {
            if (context.state == NodeState::Leaving)
                groups.noteNeighbours(from, *reply);
            maintenance.onReply(purpose.kind, from, *reply, message.ring);
        } else
            maintenance.onFailure(purpose.kind, request.to);
        return;
    case Purpose::Kind::CheckPredecessor:
        maintenance.onPredecessorAnswered(from);
        return;
    case Purpose::Kind::LookupStep:
    case Purpose::Kind::LookupVerify: {
        const auto task = lookups.find(purpose.token);
        if (task == lookups.end())
            return;
        Lookup &lookup = task->second.lookup;
        const Lookup::IsDead dead = isDead(task->second.purpose);
        const bool isStep = purpose.kind == Purpose::Kind::LookupStep;
        if (const auto *reply = std::get_if<FindNextReply>(&body); reply && isStep)
            lookup.onNext(from, *reply, dead, context.now);
        else if (const auto *described = std::get_if<Neighbours>(&body); described && !isStep)
            lookup.onVerified(from, *described, dead, context.now);
        else
            lookup.onFailure(dead, context.now);
        stepLookup(purpose.token);
        return;
    }
    case Purpose::Kind::PreVote:
    case Purpose::Kind::Prepare:
    case Purpose::Kind::Propose:
    case Purpose::Kind::Heartbeat:
    case Purpose::Kind::Accept:
    case Purpose::Kind::Drop:
    case Purpose::Kind::Sync:
    case Purpose::Kind::Fetch:
    case Purpose::Kind::RequestRange:
    case Purpose::Kind::Survey:
        groups.onReply(request, from, body);
        return;
    case Purpose::Kind::Operation:
        if (const auto *reply = std::get_if<ExecuteReply>(&body))
            operations.onReply(purpose.token, from, *reply);
        return;
    case Purpose::Kind::Relay:
        if (const auto *reply = std::get_if<ExecuteReply>(&body))
            operations.onRelayed(purpose.token, *reply);
        return;
    case Purpose::Kind::Probe:
        return;
    case Purpose::Kind::RingWalk:
        if (const auto *reply = std::get_if<Neighbours>(&body))
            operations.onWalkReply(purpose.token, from, *reply);
        return;
    }
}

void NodePrivate::onFailure(const Request &request)
{
    const Purpose &purpose = request.purpose;
    switch (purpose.kind) {
    case Purpose::Kind::JoinContact:
    case Purpose::Kind::StabilizeSuccessor:
    case Purpose::Kind::StabilizeCandidate:
    case Purpose::Kind::CheckPredecessor:
    case Purpose::Kind::Contact:
        maintenance.onFailure(purpose.kind, request.to);
        return;
    case Purpose::Kind::LookupStep:
    case Purpose::Kind::LookupVerify:
        if (const auto task = lookups.find(purpose.token); task != lookups.end()) {
            task->second.lookup.onFailure(isDead(task->second.purpose), context.now);
            stepLookup(purpose.token);
        }
        return;
    case Purpose::Kind::PreVote:
    case Purpose::Kind::Prepare:
    case Purpose::Kind::Propose:
    case Purpose::Kind::Heartbeat:
    case Purpose::Kind::Accept:
    case Purpose::Kind::Drop:
    case Purpose::Kind::Sync:
    case Purpose::Kind::Fetch:
    case Purpose::Kind::RequestRange:
    case Purpose::Kind::Survey:
        groups.onFailure(request);
        return;
    case Purpose::Kind::Operation:
        operations.onFailure(purpose.token, request.to);
        return;
    case Purpose::Kind::Relay:
        operations.onRelayFailure(purpose.token);
        return;
    case Purpose::Kind::Probe:
        return;
    case Purpose::Kind::RingWalk:
        operations.onWalkFailure(purpose.token, request.to);
        return;
    }
}

// Runs until no part has anything left for another. Each turn of the loop consumes what it looks at, so it ends.
void NodePrivate::settle()
{
    context.votes = context.state == NodeState::Joining && groups.votes();
    for (bool more = true; more;) {
        more = false;
        for (const Address &peer : context.takeNewlyDead()) {
            maintenance.onPeerDead(peer);
            operations.onPeerDead(peer);
            more = true;
        }
        for (const Request &request : context.takeFailed()) {
            onFailure(request);
            more = true;
        }
        if (seenNeighbours != context.routing.neighboursRevision()) {
            seenNeighbours = context.routing.neighboursRevision();
            groups.onNeighboursChanged();
            more = true;
        }
        if (const auto found = std::exchange(context.foundBefore, {})) {
            maintenance.onNotify(*found);
            more = true;
        }
        if (const auto contact = maintenance.takeJoinLookup()) {
            Lookup lookup(context.self.id, true, context.config.lookupHopsMax);
            lookup.startAt(context.self, *contact);
            startLookup(LookupTask::Purpose::Join, 0, std::move(lookup));
            more = true;
        }
        if (const auto contact = maintenance.takeRejoinLookup()) {
            Lookup lookup(context.self.id, true, context.config.lookupHopsMax);
            lookup.startAt(context.self, *contact);
            startLookup(LookupTask::Purpose::Rejoin, 0, std::move(lookup));
            more = true;
        }
        if (const auto contact = maintenance.takeGiveWayTo()) {
            giveWayTo(*contact);
            more = true;
        }
        if (maintenance.takeMayFound() && !context.linked) {
            context.disarm(Timer::Join);
            maintenance.createRing();
            groups.found();
            more = true;
        }
        for (const auto &[group, end] : groups.takeLookups()) {
            Lookup lookup(end, true, context.config.lookupHopsMax);
            lookup.start(context.routing, isDead(LookupTask::Purpose::Candidates));
            startLookup(LookupTask::Purpose::Candidates, group, std::move(lookup));
            more = true;
        }
        for (const auto &[handle, target] : operations.takeLookups()) {
            Lookup lookup(target, false, context.config.lookupHopsMax);
            lookup.start(context.routing, isDead(LookupTask::Purpose::Operation));
            startLookup(LookupTask::Purpose::Operation, handle, std::move(lookup));
            more = true;
        }
        for (auto &[handle, result] : groups.takeRecoveries()) {
            operations.giveResult(handle, std::move(result));
            more = true;
        }
        for (const LocalReply &local : groups.takeLocalReplies()) {
            operations.onLocalReply(local.operation, local.reply);
            more = true;
        }
    }
}

// --- Node

Node::Node(NodeRef self, Config config)
{
    Q_ASSERT(config.problem().isEmpty());
    d = std::make_unique<NodePrivate>(std::move(self), std::move(config));
}

Node::~Node() = default;
Node::Node(Node &&) noexcept = default;
Node &Node::operator=(Node &&) noexcept = default;

void Node::createRing(Time now)
{
    d->setTime(now);
    d->maintenance.createRing();
    d->groups.found();
    d->settle();
}

void Node::join(std::vector<Address> contacts, Time now)
{
    d->setTime(now);
    d->maintenance.join(std::move(contacts));
    d->settle();
}

void Node::startInRing(const IdealPlace &place, Time now)
{
    d->setTime(now);
    d->maintenance.startInRing(place);
    d->groups.startIn(place);
    d->settle();
}

void Node::leave(Time now, int timeoutMs)
{
    d->setTime(now);
    d->groups.leave(timeoutMs);
    d->settle();
}

void Node::receive(const NodeRef &from, Message message, Time now)
{
    d->setTime(now);
    if (d->context.state == NodeState::Left)
        return;
    ++d->context.counters.messagesReceived;
    if (message.ring != 0 && message.ring == d->context.ring && from.address != d->context.self.address)
        d->context.contacts.met(from.address);
    if (const auto *unreachable = std::get_if<Unreachable>(&message.body)) {
        d->groups.onUnreachable(from.address, unreachable->proof);
        d->context.failed(from.address, d->context.now, true);
    } else if (!isReply(message.body)) {
        d->context.askedBy(from.address);
        d->groups.heardFrom(from);
        if (!d->isStranger(from, message))
            d->onRequest(from, message);
    } else {
        d->context.heardFrom(from.address);
        d->groups.heardFrom(from);
        if (const auto request = d->context.takeRequest(from.address, message.requestId))
            d->onReply(*request, from, message);
    }
    d->settle();
}

void Node::advance(Time now)
{
    d->setTime(now);
    d->settle();
    if (d->context.state == NodeState::Left)
        return;
    d->maintenance.onTimers();
    if (const auto finger = d->maintenance.takeFingerLookup()) {
        Lookup lookup(d->context.routing.fingerStart(*finger), false, d->context.config.lookupHopsMax);
        lookup.start(d->context.routing, d->isDead(NodePrivate::LookupTask::Purpose::Finger));
        d->startLookup(NodePrivate::LookupTask::Purpose::Finger, quint64(*finger), std::move(lookup));
    }
    d->groups.onTimers();
    d->operations.onTimers();
    d->settle();
}

Time Node::nextDeadline() const
{
    return d->context.state == NodeState::Left ? never : d->context.nextDeadline();
}

void Node::takeOutput(Output &output)
{
    output.messages.clear();
    output.results.clear();
    output.events.clear();
    std::swap(output, d->context.output);
}

OperationHandle Node::beginGet(const QByteArray &key, Time now)
{
    d->setTime(now);
    Execute request;
    request.kind = OperationKind::Get;
    request.key = key;
    const OperationHandle handle = d->operations.begin(std::move(request));
    d->settle();
    return handle;
}

OperationHandle Node::beginPut(const QByteArray &key, const QByteArray &value, const QByteArray &contentType,
                               qint64 ttlMs, const Condition &condition, Time now)
{
    d->setTime(now);
    Execute request;
    request.kind = OperationKind::Put;
    request.key = key;
    request.value = value;
    request.contentType = contentType;
    request.ttlMs = ttlMs;
    request.condition = condition;
    const OperationHandle handle = d->operations.begin(std::move(request));
    d->settle();
    return handle;
}

OperationHandle Node::beginDelete(const QByteArray &key, const Condition &condition, Time now)
{
    d->setTime(now);
    Execute request;
    request.kind = OperationKind::Delete;
    request.key = key;
    request.condition = condition;
    const OperationHandle handle = d->operations.begin(std::move(request));
    d->settle();
    return handle;
}

OperationHandle Node::beginLookup(const Id &target, Time now)
{
    d->setTime(now);
    const OperationHandle handle = d->operations.beginLookup();
    Lookup lookup(target, true, d->context.config.lookupHopsMax);
    lookup.start(d->context.routing, d->isDead(NodePrivate::LookupTask::Purpose::User));
    d->startLookup(NodePrivate::LookupTask::Purpose::User, handle, std::move(lookup));
    d->settle();
    return handle;
}

OperationHandle Node::beginRingWalk(Time now)
{
    d->setTime(now);
    const OperationHandle handle = d->operations.beginRingWalk(describe());
    d->settle();
    return handle;
}

OperationHandle Node::beginDeclareGone(const Address &address, Time now)
{
    d->setTime(now);
    const OperationHandle handle = d->operations.nextHandle();
    d->context.output.results.push_back({handle, d->groups.declareGone(address)});
    d->settle();
    return handle;
}

OperationHandle Node::beginRecovery(const Id &place, bool confirmed, Time now)
{
    d->setTime(now);
    const OperationHandle handle = d->operations.nextHandle();
    d->groups.beginRecovery(handle, place, confirmed);
    d->settle();
    return handle;
}

const Config &Node::config() const
{
    return d->context.config;
}

const NodeRef &Node::self() const
{
    return d->context.self;
}

NodeState Node::state() const
{
    return d->context.state;
}

const RoutingTable &Node::routing() const
{
    return d->context.routing;
}

const Store &Node::store() const
{
    return d->groups.store();
}

quint64 Node::ring() const
{
    return d->context.ring;
}

bool Node::remembers(const Address &address) const
{
    const RoutingTable &routing = d->context.routing;
    const auto isIt = [&](const NodeRef &node) { return node.address == address; };
    const std::vector<NodeRef> voters = d->groups.knownVoters();
    return d->context.contacts.knows(address) || (routing.predecessor() && isIt(*routing.predecessor()))
        || std::any_of(routing.successors().begin(), routing.successors().end(), isIt)
        || std::any_of(voters.begin(), voters.end(), isIt)
        || std::any_of(routing.fingers().begin(), routing.fingers().end(),
                       [&](const Finger &finger) { return isIt(finger.node); });
}

std::vector<GroupView> Node::groups() const
{
    return d->groups.views();
}

bool Node::leads(const Id &key) const
{
    return d->groups.leads(key);
}

bool Node::serves(const Id &key, Time now) const
{
    return d->groups.serves(key, now);
}

std::vector<Range> Node::served(Time now) const
{
    return d->groups.served(now);
}

QByteArray Node::notReadyReason(Time now) const
{
    return d->groups.notReadyReason(now);
}

quint64 Node::primaryKeys() const
{
    return d->groups.primaryKeys();
}

quint64 Node::replicaKeys() const
{
    return d->groups.replicaKeys();
}

const Counters &Node::counters() const
{
    return d->context.counters;
}

void Node::countLookupHops()
{
    d->context.lookupHopCounts = std::make_unique<std::array<quint32, lookupHopsCounted>>();
}

std::span<const quint32> Node::lookupHopCounts() const
{
    return d->context.lookupHopCounts ? std::span<const quint32>(*d->context.lookupHopCounts)
                                      : std::span<const quint32>();
}

RingMember Node::describe() const
{
    Neighbours neighbours = d->neighbours(true);
    return {self(),
            neighbours.state,
            std::move(neighbours.predecessor),
            std::move(neighbours.successors),
            std::move(neighbours.groups),
            neighbours.primaryKeys};
}

size_t Node::memoryBytes() const
{
    return sizeof(*this) + sizeof(*d) - sizeof(d->context) - sizeof(d->groups) - sizeof(d->operations)
        + d->context.memoryBytes() + d->groups.memoryBytes() + d->operations.memoryBytes()
        + d->lookups.size() * sizeof(NodePrivate::LookupTask);
}

} // namespace chord
