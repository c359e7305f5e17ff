// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hands each message, reply and timer to the part it belongs to, and after each step lets every part look at what the
// others have left behind.
#include "chord/node.h"

#include "chord/context.h"
#include "chord/groups/groups.h"
#include "chord/lookup_runner.h"
#include "chord/maintenance.h"
#include "chord/message_kind.h"
#include "chord/operations.h"
#include "chord/watches.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time lateUs = 100 * usPerMs; // advance called later than this was due: the program did not run meanwhile

// Whose request it was.
enum class Part : quint8 { Maintenance, Lookups, Groups, Operations, Watches, Nobody };

Part partOf(Purpose::Kind kind)
{
    switch (kind) {
    case Purpose::Kind::JoinContact:
    case Purpose::Kind::StabilizeSuccessor:
    case Purpose::Kind::StabilizeCandidate:
    case Purpose::Kind::CheckPredecessor:
    case Purpose::Kind::Contact:
        return Part::Maintenance;
    case Purpose::Kind::LookupStep:
    case Purpose::Kind::LookupVerify:
        return Part::Lookups;
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
        return Part::Groups;
    case Purpose::Kind::Operation:
    case Purpose::Kind::Relay:
    case Purpose::Kind::RingWalk:
        return Part::Operations;
    case Purpose::Kind::KeepWatches:
        return Part::Watches;
    case Purpose::Kind::Probe:
        return Part::Nobody;
    }
    Q_UNREACHABLE();
}

} // namespace

class NodePrivate {
public:
    NodePrivate(NodeRef self, Config config)
        : context(std::move(self), std::move(config))
        , maintenance(context)
        , groups(context)
        , operations(context, groups)
        , lookups(context)
    {
    }

    void setTime(Time now);
    void deliver(const std::optional<EndedLookup> &ended);
    void onRequest(const NodeRef &from, Message &message);
    void onReply(const Request &request, const NodeRef &from, const Message &message);
    void onMaintenanceReply(const Request &request, const NodeRef &from, const Message &message);
    void onFailure(const Request &request);
    void onLocalReply(const LocalReply &local);
    void settle();
    void journalOutput();
    RingMembership membership() const;
    Neighbours neighbours(bool withGroups) const;
    bool isStranger(const NodeRef &from, const Message &message);
    void giveWayTo(const Address &contact);

    Context context;
    Maintenance maintenance;
    Groups groups;
    Operations operations;
    LookupRunner lookups;
    std::unique_ptr<Watches> watches; // since the first
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

void NodePrivate::deliver(const std::optional<EndedLookup> &ended)
{
    if (!ended)
        return;
    const Lookup &lookup = ended->lookup;
    switch (ended->purpose) {
    case LookupPurpose::Join:
        maintenance.onJoinLookup(lookup);
        return;
    case LookupPurpose::Finger:
        maintenance.onFingerLookup(int(ended->token), lookup);
        return;
    case LookupPurpose::Rejoin:
        maintenance.onRejoinLookup(lookup);
        return;
    case LookupPurpose::Candidates:
        groups.onLookup(ended->token, lookup);
        return;
    case LookupPurpose::Operation:
        operations.onLookup(ended->token, lookup);
        return;
    case LookupPurpose::User:
        operations.onUserLookup(ended->token, lookup);
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
    if (context.state == NodeState::Leaving)
        out.leavesForMs = quint32(context.remaining(Timer::Leave) / usPerMs);
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
    if (const auto *event = std::get_if<WatchEvent>(&message.body)) {
        if (watches)
            watches->onEvent(&from, *event);
        return;
    }
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
    } else if (const auto *leaving = std::get_if<Leaving>(&body)) {
        groups.onLeft(from);
        maintenance.onLeaving(from, leaving->lost);
    }
}

void NodePrivate::onReply(const Request &request, const NodeRef &from, const Message &message)
{
    const Purpose &purpose = request.purpose;
    switch (partOf(purpose.kind)) {
    case Part::Maintenance:
        onMaintenanceReply(request, from, message);
        return;
    case Part::Lookups:
        deliver(lookups.onReply(purpose, from, message.body));
        return;
    case Part::Groups:
        groups.onReply(request, from, message.body);
        return;
    case Part::Operations:
        operations.onReply(purpose, from, message.body);
        return;
    case Part::Watches:
        watches->onKept(purpose, from, std::get_if<KeepWatchesReply>(&message.body));
        return;
    case Part::Nobody:
        return;
    }
}

void NodePrivate::onMaintenanceReply(const Request &request, const NodeRef &from, const Message &message)
{
    const Purpose::Kind kind = request.purpose.kind;
    if (kind == Purpose::Kind::CheckPredecessor) {
        maintenance.onPredecessorAnswered(from);
        return;
    }
    if (kind != Purpose::Kind::JoinContact)
        maintenance.setAloneAndEmpty(kind == Purpose::Kind::Contact && groups.isAloneAndEmpty());
    const auto *reply = std::get_if<Neighbours>(&message.body);
    if (!reply) {
        maintenance.onFailure(kind, request.to);
    } else if (kind == Purpose::Kind::JoinContact) {
        maintenance.onJoinContact(request.to, from, *reply, message.ring);
    } else {
        if (context.state == NodeState::Leaving)
            groups.noteNeighbours(from, *reply);
        maintenance.onReply(kind, from, *reply, message.ring);
    }
}

void NodePrivate::onFailure(const Request &request)
{
    const Purpose &purpose = request.purpose;
    switch (partOf(purpose.kind)) {
    case Part::Maintenance:
        maintenance.onFailure(purpose.kind, request.to);
        return;
    case Part::Lookups:
        deliver(lookups.onFailure(purpose.token));
        return;
    case Part::Groups:
        groups.onFailure(request);
        return;
    case Part::Operations:
        operations.onFailure(purpose, request.to);
        return;
    case Part::Watches:
        watches->onNotKept(purpose);
        return;
    case Part::Nobody:
        return;
    }
}

// An answer is handled before the events that follow it.
void NodePrivate::onLocalReply(const LocalReply &local)
{
    if (const auto *event = std::get_if<WatchEvent>(&local.content)) {
        if (watches)
            watches->onEvent(nullptr, *event);
        return;
    }
    operations.onLocalReply(local.operation, std::get<ExecuteReply>(local.content));
    for (const WatchAnswer &answer : operations.takeWatchAnswers())
        watches->onAnswer(answer);
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
            if (watches)
                watches->onPeerDead(peer);
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
            deliver(lookups.startAt(LookupPurpose::Join, *contact));
            more = true;
        }
        if (const auto contact = maintenance.takeRejoinLookup()) {
            deliver(lookups.startAt(LookupPurpose::Rejoin, *contact));
            more = true;
        }
        if (groups.takeOutdated()) {
            maintenance.stop(Maintenance::JoinProblem(MembershipProblem::OlderCopy));
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
            deliver(lookups.start(LookupPurpose::Candidates, group, end, true));
            more = true;
        }
        for (const auto &[handle, target] : operations.takeLookups()) {
            deliver(lookups.start(LookupPurpose::Operation, handle, target, false));
            more = true;
        }
        for (auto &[handle, result] : groups.takeRecoveries()) {
            operations.giveResult(handle, std::move(result));
            more = true;
        }
        groups.endLostWatches();
        for (const LocalReply &local : groups.takeLocalReplies()) {
            onLocalReply(local);
            more = true;
        }
        for (const WatchAnswer &answer : operations.takeWatchAnswers()) {
            watches->onAnswer(answer);
            more = true;
        }
    }
}

// --- The disk

RingMembership NodePrivate::membership() const
{
    constexpr size_t contactsMax = Contacts::contactsMax;
    RingMembership out;
    out.ring = context.ring;
    out.isMember = context.state == NodeState::Ready || context.state == NodeState::Leaving;
    out.predecessor = context.routing.predecessor();
    out.successors = context.routing.successors();
    for (const std::vector<NodeRef> &nodes : {groups.knownVoters(), context.contacts.nodes()}) {
        for (const NodeRef &node : nodes) {
            const bool isNew = std::none_of(out.contacts.begin(), out.contacts.end(),
                                            [&](const NodeRef &other) { return other.address == node.address; });
            if (isNew && node.address != context.self.address && out.contacts.size() < contactsMax)
                out.contacts.push_back(node);
        }
    }
    return out;
}

// What has changed goes into the next commit; messages that tell of it wait.
void NodePrivate::journalOutput()
{
    Journal &journal = *context.journal;
    groups.noteChanges();
    const bool isMember = context.state == NodeState::Ready || context.state == NodeState::Leaving;
    const bool isNews = journal.membership.ring != context.ring || journal.membership.isMember != isMember;
    const bool hasMoved = journal.neighbours != context.routing.neighboursRevision();
    if (isNews || hasMoved)
        journal.note(isNews ? Journal::Kind::Promises : Journal::Kind::Records);
    journal.hold(context.output.messages);
    const auto changes = journal.begin();
    if (!changes)
        return;
    context.output.persist = std::make_unique<Persist>();
    Persist &persist = *context.output.persist;
    persist.number = journal.next() - 1;
    persist.hasPromises = journal.hasPromises();
    groups.fill(persist, *changes);
    if (isNews || hasMoved || persist.hasPromises) {
        journal.membership = membership();
        journal.neighbours = context.routing.neighboursRevision();
        persist.membership = journal.membership;
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

void Node::restoreRecords(std::vector<Transfer> records, Time now)
{
    d->setTime(now);
    d->groups.restoreRecords(std::move(records));
}

void Node::restore(const Restored &state, std::vector<Address> contacts, Time now)
{
    Q_ASSERT(d->context.journal);
    d->setTime(now);
    d->context.startAt(state.starts);
    d->operations.startAt(d->context.nextToken());
    d->context.journal->membership = state.membership;
    d->context.journal->restoreAt(state.commits);
    d->groups.restore(state);
    if (state.membership.isMember) {
        d->maintenance.restore(state.membership, contacts);
    } else if (contacts.empty() && state.groups.empty()) {
        d->maintenance.createRing();
        d->groups.found();
    } else {
        // It had not joined yet, but votes already, or was about to: those that it was linked with know the ring.
        std::vector<NodeRef> known = state.membership.contacts;
        known.insert(known.end(), state.membership.successors.begin(), state.membership.successors.end());
        if (state.membership.predecessor)
            known.push_back(*state.membership.predecessor);
        for (const NodeRef &node : known) {
            if (node.address != d->context.self.address)
                contacts.push_back(node.address);
        }
        d->maintenance.join(std::move(contacts));
    }
    d->settle();
}

void Node::persisted(quint64 number, Time now)
{
    d->setTime(now);
    if (!d->context.journal)
        return;
    d->context.journal->done(number);
    d->groups.onPersisted();
    d->settle();
}

void Node::setDiskProblem(const QByteArray &reason, Time now)
{
    d->setTime(now);
    if (!d->context.journal)
        return;
    d->context.journal->problem = reason;
    d->groups.handLeadsOver();
    d->settle();
}

void Node::retire(Time now)
{
    d->setTime(now);
    d->context.isRetiring = true;
    d->groups.handLeadsOver();
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
        const Id start = d->context.routing.fingerStart(*finger);
        d->deliver(d->lookups.start(LookupPurpose::Finger, quint64(*finger), start, false));
    }
    d->groups.onTimers();
    d->operations.onTimers();
    if (d->watches)
        d->watches->onTimers();
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
    output.watches.clear();
    output.persist.reset();
    if (d->context.journal)
        d->journalOutput();
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

OperationHandle Node::beginWatch(const QByteArray &key, const std::optional<WatchPoint> &known, Time now)
{
    d->setTime(now);
    if (!d->watches)
        d->watches = std::make_unique<Watches>(d->context, d->groups, d->operations);
    const OperationHandle handle = d->watches->begin(key, known);
    d->settle();
    return handle;
}

void Node::endWatch(OperationHandle watcher, Time now)
{
    d->setTime(now);
    if (!d->watches)
        return;
    d->watches->end(watcher);
    d->settle();
}

OperationHandle Node::beginList(const Id &from, const QByteArray &after, const QByteArray &prefix, int keysMax,
                                Time now)
{
    d->setTime(now);
    Execute request;
    request.kind = OperationKind::List;
    request.key = after;
    request.listing = {from, prefix, quint32(keysMax)};
    const OperationHandle handle = d->operations.begin(std::move(request));
    d->settle();
    return handle;
}

OperationHandle Node::beginLookup(const Id &target, Time now)
{
    d->setTime(now);
    const OperationHandle handle = d->operations.beginLookup();
    d->deliver(d->lookups.start(LookupPurpose::User, handle, target, true));
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

bool Node::serves(const QByteArray &key, Time now) const
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

size_t Node::watcherCount() const
{
    return d->watches ? d->watches->count() : 0;
}

size_t Node::subscriptionCount() const
{
    return d->groups.subscriptionCount();
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
        + d->context.memoryBytes() + d->groups.memoryBytes() + d->operations.memoryBytes() + d->lookups.memoryBytes()
        + (d->watches ? d->watches->memoryBytes() : 0);
}

} // namespace chord
