// SPDX-License-Identifier: GPL-3.0-or-later
//
// The loop that plays network, clock and host to the nodes.

#include "sim/cluster.h"

#include "chord/routing.h"
#include "sim/disk.h"
#include "sim/message_text.h"

#include <algorithm>
#include <optional>
#include <variant>

namespace sim {

using chord::Address;
using chord::Id;
using chord::Node;
using chord::NodeRef;

namespace {

// Each has a stream of random numbers of its own.
constexpr Time unitsPerMillion = 1'000'000;
constexpr size_t idleItemsMax = 10'000; // room that is kept for items when none is queued
constexpr int narrowBitsMax = 24; // with more, so many hosts that two share an identifier are not simulated

Address addressOf(int host)
{
    return "n" + QByteArray::number(host);
}

} // namespace

// A clock that started at offset when the simulation did, and runs fast (or slow) by driftPpm.
struct Clock {
    Time offset = 0;
    int driftPpm = 0;

    Time local(Time global) const { return offset + global + global * driftPpm / unitsPerMillion; }
    // The earliest moment at which local() is not before this.
    Time global(Time local) const
    {
        const Time since = local - offset;
        Time guess = since - since / (unitsPerMillion + driftPpm) * driftPpm;
        while (this->local(guess) >= local)
            guess -= std::max<Time>(1, (this->local(guess) - local) / 2);
        while (this->local(guess) < local)
            guess += std::max<Time>(1, (local - this->local(guess)) / 2);
        return guess;
    }
};

struct Cluster::Host {
    NodeRef ref;
    std::unique_ptr<Node> node;
    Clock clock;
    Time serviceTime = 0;
    Time busyUntil = 0;
    std::vector<quint32> waiting; // arrived while paused
    std::optional<std::vector<int>>
        contacts; // through which it was started last, if it ever was; none: it founded a ring
    std::unique_ptr<Disk> disk;
    Time diskStallsUntil = 0;
    bool diskIsInstant = false;
    quint64 run = 0; // counts the nodes that were started here
    int queued = 0; // on their way here, those that wait included
    HostState state = HostState::Down;
};

struct Cluster::Letter {
    int from = -1; // a host
    quint64 incarnation = 0; // of the node there that sent it; 0: a transport speaks, which knows an address only
    chord::Message message;
    Time sent = 0;
    Time arrives = 0;
};

struct Cluster::Call {
    Begin begin;
    Done done;
};

// The disk has done what the node of this run gave it.
struct Cluster::Committed {
    quint64 run = 0;
    quint64 number = 0;
};

// Something on its way to a host, or (host -1) a script.
struct Cluster::QueuedItem {
    int host = -1;
    bool attended = false; // a slow host has worked through what came before it
    std::variant<std::monostate, Letter, Call, Committed, Script> content;
};

// Its members' identifiers lie close together: a million nodes are searched twenty times each.
struct Cluster::IdealRing {
    std::vector<int> hosts; // in the order of the ring
    std::vector<Id> ids;
};

// text is called only when somebody listens.
template <typename Text>
void Cluster::traceLine(const Text &text)
{
    if (m_trace)
        m_trace(QByteArray::number(double(m_now) / 1000, 'f', 3) + "ms " + text());
}

Cluster::Cluster(const ClusterSettings &settings)
    : m_settings(settings)
    , m_network(settings.network, mix(settings.seed, quint64(Purpose::Network)))
    , m_random(Random::forPurpose(settings.seed, Purpose::Hosts))
{
    Q_ASSERT(settings.config.problem().isEmpty());
}

Cluster::~Cluster() = default;

int Cluster::addHost()
{
    const chord::IdSpace space = m_settings.config.space();
    QByteArray text = addressOf(hostCount());
    Id id = space.hash(text);
    // Where identifiers are so short that two hosts may get the same one, the later one gets another.
    while (space.bits() <= narrowBitsMax && isTaken(id)) {
        text += '+';
        id = space.hash(text);
    }
    return addHost(id);
}

bool Cluster::isTaken(const Id &id) const
{
    return std::any_of(m_hosts.begin(), m_hosts.end(), [&](const auto &host) { return host->ref.id == id; });
}

int Cluster::addHost(const Id &id)
{
    Host &host = *m_hosts.emplace_back(std::make_unique<Host>());
    host.ref.id = id;
    host.ref.address = addressOf(hostCount() - 1);
    if (m_settings.disks)
        host.disk = std::make_unique<Disk>();
    return hostCount() - 1;
}

HostState Cluster::state(int host) const
{
    return m_hosts[size_t(host)]->state;
}

const Node *Cluster::node(int host) const
{
    return m_hosts[size_t(host)]->node.get();
}

const NodeRef &Cluster::ref(int host) const
{
    return m_hosts[size_t(host)]->ref;
}

int Cluster::hostOf(const Address &address) const
{
    bool ok = false;
    const int host = address.startsWith('n') ? QByteArrayView(address).sliced(1).toInt(&ok) : -1;
    return ok && host >= 0 && host < hostCount() ? host : -1;
}

std::vector<int> Cluster::hostsUp() const
{
    std::vector<int> up;
    for (int host = 0; host < hostCount(); ++host) {
        if (state(host) == HostState::Up)
            up.push_back(host);
    }
    return up;
}

bool Cluster::isMember(int host) const
{
    return node(host) && node(host)->state() == chord::NodeState::Ready;
}

bool Cluster::createRing(int host)
{
    if (state(host) != HostState::Down)
        return false;
    m_hosts[size_t(host)]->contacts.emplace();
    if (restore(host, {}))
        return true;
    startNode(host).createRing(localTime(host));
    drain(host);
    return true;
}

bool Cluster::join(int host, const std::vector<int> &contacts)
{
    if (state(host) != HostState::Down)
        return false;
    std::vector<Address> addresses;
    for (int contact : contacts)
        addresses.push_back(ref(contact).address);
    m_hosts[size_t(host)]->contacts = contacts;
    if (restore(host, addresses))
        return true;
    startNode(host).join(std::move(addresses), localTime(host));
    drain(host);
    return true;
}

// False if there is nothing to restore.
bool Cluster::restore(int host, const std::vector<Address> &contacts)
{
    if (!hasState(host))
        return false;
    Node &node = startNode(host);
    const Disk &disk = *m_hosts[size_t(host)]->disk;
    node.restoreRecords(disk.records(m_now), localTime(host));
    node.restore(disk.restored(), contacts, localTime(host));
    drain(host);
    return true;
}

bool Cluster::restart(int host)
{
    const std::optional<std::vector<int>> contacts = m_hosts[size_t(host)]->contacts;
    if (!contacts)
        return false;
    return contacts->empty() ? createRing(host) : join(host, *contacts);
}

void Cluster::startIdeal(const std::vector<int> &hosts)
{
    IdealRing ring{hosts, {}};
    for (int host : ring.hosts)
        startNode(host);
    std::sort(ring.hosts.begin(), ring.hosts.end(), [this](int a, int b) { return ref(a).id < ref(b).id; });
    const size_t count = ring.hosts.size();
    ring.ids.reserve(count);
    for (int host : ring.hosts)
        ring.ids.push_back(ref(host).id);
    const size_t successors = std::min(size_t(m_settings.config.successorListLength), count - 1);
    const size_t predecessors = std::min(size_t(m_settings.config.replicas), count - 1);
    for (size_t i = 0; i < count; ++i) {
        const int host = ring.hosts[i];
        chord::IdealPlace place;
        place.ring = ref(ring.hosts.front()).incarnation;
        for (size_t k = 1; k <= predecessors; ++k)
            place.predecessors.push_back(ref(ring.hosts[(i + count - k) % count]));
        for (size_t k = 1; k <= successors; ++k)
            place.successors.push_back(ref(ring.hosts[(i + k) % count]));
        place.fingers = idealFingers(ring, i);
        m_hosts[size_t(host)]->contacts = host == hosts.front() ? std::vector<int>() : std::vector<int>{hosts.front()};
        m_hosts[size_t(host)]->node->startInRing(place, localTime(host));
        m_hosts[size_t(host)]->diskIsInstant = true; // what it begins with is on its disk
        sendOutput(host); // at once, so that the next node's takes its place in memory
        m_hosts[size_t(host)]->diskIsInstant = false;
    }
    for (int host : ring.hosts)
        attended(host);
}

// Distinct ones only, each by the first index it stands for (TON, Table I: finger i is successor(n + 2^i)).
std::vector<chord::Finger> Cluster::idealFingers(const IdealRing &ring, size_t place) const
{
    const chord::IdSpace space = m_settings.config.space();
    const Id &self = ring.ids[place];
    std::vector<chord::Finger> fingers;
    for (int index = 0; index < space.bits(); ++index) {
        const Id start = space.add(self, space.powerOfTwo(index));
        if (!fingers.empty() && chord::inRange(self, start, fingers.back().node.id))
            continue;
        const auto found = std::lower_bound(ring.ids.begin(), ring.ids.end(), start);
        const size_t at = found == ring.ids.end() ? 0 : size_t(found - ring.ids.begin());
        if (at == place)
            break;
        fingers.push_back({index, ref(ring.hosts[at])});
    }
    return fingers;
}

bool Cluster::leave(int host, int timeoutMs)
{
    if (state(host) != HostState::Up || !isMember(host))
        return false;
    m_hosts[size_t(host)]->node->leave(localTime(host), timeoutMs);
    trace('L', host, 0);
    drain(host);
    return true;
}

bool Cluster::crash(int host)
{
    if (state(host) == HostState::Down)
        return false;
    trace('X', host, 0);
    traceLine([&] { return ref(host).address + " crashes"; });
    if (!m_hosts[size_t(host)]->disk)
        m_groupsAtCrash[ref(host).incarnation] = node(host)->groups();
    stopNode(host);
    if (const auto &disk = m_hosts[size_t(host)]->disk)
        disk->crash(m_random.chance(0.5));
    return true;
}

bool Cluster::pause(int host)
{
    if (state(host) != HostState::Up)
        return false;
    trace('P', host, 0);
    traceLine([&] { return ref(host).address + " is paused"; });
    for (Listener *listener : m_listeners)
        listener->pausing(host);
    m_hosts[size_t(host)]->state = HostState::Paused;
    m_queue.setAlarm(host, chord::never);
    return true;
}

// What waited and the timers that are due come in either order, as they do in a program that is continued.
bool Cluster::resume(int host)
{
    if (state(host) != HostState::Paused)
        return false;
    trace('R', host, 0);
    traceLine([&] { return ref(host).address + " goes on"; });
    for (Listener *listener : m_listeners)
        listener->resuming(host);
    Host &h = *m_hosts[size_t(host)];
    h.state = HostState::Up;
    if (m_random.chance(0.5)) {
        advance(host);
    } else {
        scheduleAlarm(host);
    }
    const std::vector<quint32> waiting = std::move(h.waiting);
    h.waiting.clear();
    for (quint32 slot : waiting)
        m_queue.schedule(m_now, slot);
    return true;
}

void Cluster::setServiceTime(int host, Time perMessage)
{
    m_hosts[size_t(host)]->serviceTime = perMessage;
}

void Cluster::stallDisk(int host, Time until)
{
    m_hosts[size_t(host)]->diskStallsUntil = until;
}

std::unique_ptr<Disk> Cluster::copyOfDisk(int host) const
{
    return m_hosts[size_t(host)]->disk->copy();
}

bool Cluster::replaceDisk(int host, std::unique_ptr<Disk> disk)
{
    if (state(host) != HostState::Down)
        return false;
    m_hosts[size_t(host)]->disk = std::move(disk);
    return true;
}

bool Cluster::hasState(int host) const
{
    const Host &h = *m_hosts[size_t(host)];
    return h.disk && !h.disk->isEmpty();
}

const std::vector<chord::GroupView> *Cluster::groupsAtCrash(quint64 incarnation) const
{
    const auto found = m_groupsAtCrash.find(incarnation);
    return found == m_groupsAtCrash.end() ? nullptr : &found->second;
}

std::vector<chord::DurableGroup> Cluster::durableGroups(int host) const
{
    return hasState(host) ? m_hosts[size_t(host)]->disk->restored().groups : std::vector<chord::DurableGroup>();
}

void Cluster::call(int host, Begin begin, Done done)
{
    store({host, false, Call{std::move(begin), std::move(done)}}, m_now);
}

void Cluster::endWatch(int host, chord::OperationHandle watcher)
{
    m_pending.erase({host, watcher});
    if (!m_hosts[size_t(host)]->node)
        return;
    trace('W', host, 0);
    m_hosts[size_t(host)]->node->endWatch(watcher, localTime(host));
    drain(host);
}

void Cluster::at(Time time, Script script)
{
    store({-1, false, std::move(script)}, std::max(time, m_now));
}

Time Cluster::localTime(int host) const
{
    return m_hosts[size_t(host)]->clock.local(m_now);
}

bool Cluster::step()
{
    if (m_queue.nextTime() == chord::never)
        return false;
    const EventQueue::Next next = m_queue.take();
    m_now = next.at;
    ++m_counts.events;
    if (!next.isAlarm) {
        deliver(next.slot);
        return true;
    }
    trace('A', next.host, 0);
    advance(next.host);
    return true;
}

void Cluster::runUntil(Time then)
{
    while (m_queue.nextTime() <= then)
        step();
    m_now = std::max(m_now, then);
}

bool Cluster::runUntil(const std::function<bool()> &condition, Time then)
{
    while (!condition()) {
        if (m_queue.nextTime() > then) {
            m_now = std::max(m_now, then);
            return false;
        }
        step();
    }
    return true;
}

void Cluster::forEachUnderWay(const std::function<void(const UnderWay &)> &visit) const
{
    for (const QueuedItem &item : m_items) {
        const auto *letter = std::get_if<Letter>(&item.content);
        if (letter && letter->incarnation != 0)
            visit({letter->from, item.host, letter->sent, letter->arrives, letter->message});
    }
}

int Cluster::queued(int host) const
{
    return m_hosts[size_t(host)]->queued;
}

size_t Cluster::memoryBytes() const
{
    size_t bytes = m_queue.memoryBytes() + m_items.size() * sizeof(QueuedItem);
    for (const std::unique_ptr<Host> &host : m_hosts)
        bytes += sizeof(Host) + (host->node ? host->node->memoryBytes() : 0);
    return bytes;
}

Node &Cluster::startNode(int host)
{
    Host &h = *m_hosts[size_t(host)];
    h.ref.incarnation = hasState(host) ? h.disk->incarnation() : m_random.next();
    ++h.run;
    if (h.disk) {
        h.disk->format(h.ref.incarnation);
        h.disk->start();
    }
    h.clock.offset = Time(m_random.below(quint64(m_settings.clockSkewMax) + 1));
    h.clock.driftPpm = int(m_random.between(-m_settings.clockDriftMaxPpm, m_settings.clockDriftMaxPpm));
    chord::Config config = m_settings.config;
    config.seed = m_random.next();
    config.oneMachine = m_settings.network.oneMachine;
    config.durable = h.disk != nullptr;
    h.node = std::make_unique<Node>(h.ref, config);
    h.state = HostState::Up;
    h.busyUntil = 0;
    trace('S', host, h.ref.incarnation);
    traceLine([&] { return h.ref.address + " starts"; });
    for (Listener *listener : m_listeners)
        listener->started(host);
    return *h.node;
}

void Cluster::stopNode(int host)
{
    for (Listener *listener : m_listeners)
        listener->failing(host);
    Host &h = *m_hosts[size_t(host)];
    h.node.reset();
    h.state = HostState::Down;
    m_queue.setAlarm(host, chord::never);
    const std::vector<quint32> waiting = std::move(h.waiting);
    h.waiting.clear();
    for (quint32 slot : waiting) {
        const QueuedItem item = unstore(slot);
        if (const auto *call = std::get_if<Call>(&item.content))
            call->done(nullptr);
    }
    const auto first = m_pending.lower_bound({host, 0});
    const auto last = m_pending.lower_bound({host + 1, 0});
    std::vector<Done> unanswered;
    for (auto it = first; it != last; ++it)
        unanswered.push_back(std::move(it->second));
    m_pending.erase(first, last);
    for (const Done &done : unanswered)
        done(nullptr);
    for (Listener *listener : m_listeners)
        listener->touched(host);
}

void Cluster::deliver(quint32 slot)
{
    const int host = m_items[slot].host;
    if (host < 0) {
        const QueuedItem item = unstore(slot);
        std::get<Script>(item.content)();
        return;
    }
    Host &h = *m_hosts[size_t(host)];
    if (h.state == HostState::Paused) {
        h.waiting.push_back(slot);
        return;
    }
    if (h.serviceTime > 0 && h.state == HostState::Up && !m_items[slot].attended) {
        h.busyUntil = std::max(h.busyUntil, m_now) + h.serviceTime;
        m_items[slot].attended = true;
        m_queue.schedule(h.busyUntil, slot);
        return;
    }
    QueuedItem item = unstore(slot);
    attend(host, item);
}

void Cluster::advance(int host)
{
    Node &node = *m_hosts[size_t(host)]->node;
    node.advance(localTime(host));
    const bool late = node.nextDeadline() <= localTime(host);
    drain(host);
    if (!late || state(host) != HostState::Up)
        return;
    ++m_counts.lateDeadlines;
    m_queue.setAlarm(host, m_now + 1); // so that a node that asks for the past forever does not stop the clock
}

void Cluster::attend(int host, QueuedItem &item)
{
    if (auto *call = std::get_if<Call>(&item.content))
        begin(host, *call);
    else if (const auto *done = std::get_if<Committed>(&item.content))
        committed(host, *done);
    else
        receive(host, std::get<Letter>(item.content));
}

void Cluster::begin(int host, Call &call)
{
    Host &h = *m_hosts[size_t(host)];
    trace('C', host, 0);
    if (!h.node) {
        call.done(nullptr);
        return;
    }
    const chord::OperationHandle handle = call.begin(*h.node, localTime(host));
    m_pending[{host, handle}] = std::move(call.done);
    drain(host);
}

// It takes its time, and does not end while the disk stalls.
void Cluster::commit(int host, std::unique_ptr<chord::Persist> persist)
{
    Host &h = *m_hosts[size_t(host)];
    const quint64 number = persist->number;
    h.disk->begin(std::move(persist), m_now);
    if (h.diskIsInstant) {
        h.disk->finish();
        h.node->persisted(number, localTime(host));
        return;
    }
    const Time at = std::max(m_now, h.diskStallsUntil) + m_settings.disks->draw(m_random);
    store({host, false, Committed{h.run, number}}, at);
}

void Cluster::committed(int host, const Committed &commit)
{
    Host &h = *m_hosts[size_t(host)];
    if (!h.node || h.run != commit.run)
        return;
    if (m_now < h.diskStallsUntil) {
        store({host, false, commit}, h.diskStallsUntil);
        return;
    }
    trace('D', host, commit.number);
    h.disk->finish();
    h.node->persisted(commit.number, localTime(host));
    drain(host);
}

void Cluster::receive(int host, Letter &letter)
{
    Host &h = *m_hosts[size_t(host)];
    if (!h.node) {
        ++m_counts.messagesLost;
        if ((m_settings.network.refuses || m_settings.network.oneMachine) && letter.incarnation != 0)
            returnUnreachable(letter.from, host);
        return;
    }
    NodeRef from = ref(letter.from);
    from.incarnation = letter.incarnation;
    if (letter.incarnation == 0)
        from.id = Id();
    trace('M', host, digest(letter.message));
    traceLine([&] {
        return from.address + " -> " + h.ref.address + ' ' + describe(letter.message, m_settings.config.space());
    });
    if (letter.incarnation != 0) {
        for (Listener *listener : m_listeners)
            listener->arriving(letter.from, host, letter.message);
    }
    h.node->receive(from, std::move(letter.message), localTime(host));
    drain(host);
}

void Cluster::drain(int host)
{
    sendOutput(host);
    attended(host);
}

// The node is left with buffers of no capacity: a million of them at rest should hold none.
void Cluster::sendOutput(int host)
{
    chord::Output output;
    m_hosts[size_t(host)]->node->takeOutput(output);
    if (output.persist)
        commit(host, std::move(output.persist));
    for (chord::Envelope &envelope : output.messages)
        send(host, envelope);
    for (const chord::Event &event : output.events)
        tellEvent(host, event);
    for (const chord::OperationResult &result : output.results)
        finish(host, result);
    for (const chord::WatchUpdate &update : output.watches) {
        for (Listener *listener : m_listeners)
            listener->updated(host, update);
    }
    const bool ends = std::any_of(output.events.begin(), output.events.end(), [](const chord::Event &event) {
        return event.kind == chord::Event::Kind::JoinFailed || event.kind == chord::Event::Kind::Left;
    });
    if (ends && node(host)) {
        stopNode(host);
        if (m_hosts[size_t(host)]->disk)
            *m_hosts[size_t(host)]->disk = Disk();
    }
}

void Cluster::attended(int host)
{
    if (state(host) != HostState::Up)
        return;
    scheduleAlarm(host);
    for (Listener *listener : m_listeners)
        listener->touched(host);
}

void Cluster::send(int host, chord::Envelope &envelope)
{
    ++m_counts.messagesSent;
    const int to = hostOf(envelope.to);
    const Network::Fate fate = to < 0 ? Network::Fate() : m_network.fate(host, to, m_now);
    if (fate.copies == 0) {
        ++m_counts.messagesLost;
        traceLine([&] {
            return ref(host).address + " -> " + envelope.to + " LOST "
                + describe(envelope.message, m_settings.config.space());
        });
    }
    const quint64 incarnation = ref(host).incarnation;
    for (int copy = 0; copy < fate.copies; ++copy) {
        const Time at = fate.arrivals[copy];
        const bool isLast = copy + 1 == fate.copies;
        store(
            {to, false, Letter{host, incarnation, isLast ? std::move(envelope.message) : envelope.message, m_now, at}},
            at);
    }
}

// The connection attempt of `to` to the host that is down has failed. On one machine that is known at once: before
// anything that a program started there later has sent.
void Cluster::returnUnreachable(int to, int from)
{
    const Network::Fate fate = m_network.fate(from, to, m_now);
    if (fate.copies == 0)
        return;
    const bool oneMachine = m_settings.network.oneMachine;
    const Time at = oneMachine ? m_now : fate.arrivals[0];
    // A program whose state is on a disk may come back.
    const bool proof = oneMachine && !hasState(from);
    store({to, false, Letter{from, 0, {0, 0, chord::Unreachable{proof}}, m_now, at}}, at);
}

void Cluster::finish(int host, const chord::OperationResult &result)
{
    const auto pending = m_pending.find({host, result.handle});
    if (pending == m_pending.end())
        return;
    const Done done = std::move(pending->second);
    m_pending.erase(pending);
    done(&result);
}

void Cluster::tellEvent(int host, const chord::Event &event)
{
    trace('E', host, quint64(event.kind));
    traceLine([&] {
        return ref(host).address + " event " + QByteArray::number(int(event.kind)) + ' ' + event.node.address + ' '
            + event.text;
    });
    for (Listener *listener : m_listeners)
        listener->happened(host, event);
    if (event.kind == chord::Event::Kind::JoinFailed)
        ++m_counts.joinsFailed;
}

void Cluster::scheduleAlarm(int host)
{
    const Host &h = *m_hosts[size_t(host)];
    const Time deadline = h.node->nextDeadline();
    if (deadline == chord::never) {
        m_queue.setAlarm(host, chord::never);
        return;
    }
    m_queue.setAlarm(host, std::max(h.clock.global(deadline), m_now));
}

quint32 Cluster::store(QueuedItem item, Time at)
{
    quint32 slot = 0;
    if (item.host >= 0)
        ++m_hosts[size_t(item.host)]->queued;
    if (m_freeItems.empty()) {
        slot = quint32(m_items.size());
        m_items.push_back(std::move(item));
    } else {
        slot = m_freeItems.back();
        m_freeItems.pop_back();
        m_items[slot] = std::move(item);
    }
    m_counts.underWayMost = std::max(m_counts.underWayMost, m_items.size() - m_freeItems.size());
    m_queue.schedule(at, slot);
    return slot;
}

Cluster::QueuedItem Cluster::unstore(quint32 slot)
{
    QueuedItem item = std::move(m_items[slot]);
    if (item.host >= 0)
        --m_hosts[size_t(item.host)]->queued;
    m_items[slot].content = std::monostate();
    m_freeItems.push_back(slot);
    if (m_freeItems.size() == m_items.size() && m_items.size() > idleItemsMax) {
        m_items = {};
        m_freeItems = {};
    }
    return item;
}

void Cluster::trace(char kind, int host, quint64 detail)
{
    m_traceHash = mix(m_traceHash, quint64(m_now));
    m_traceHash = mix(m_traceHash, quint64(kind) << 32 | quint32(host));
    m_traceHash = mix(m_traceHash, detail);
}

} // namespace sim
