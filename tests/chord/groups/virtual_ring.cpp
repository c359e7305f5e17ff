// SPDX-License-Identifier: GPL-3.0-or-later
//
// One step is one message that arrives, one node's timers, or one tick; whichever is due first.

#include "virtual_ring.h"

#include "chord/routing.h"
#include "chord/store/store.h"

#include <algorithm>

using namespace chord;

namespace {

constexpr Time tickUs = 10 * usPerMs;
constexpr quint32 places = 64;
constexpr int stepsAtOnceMax = 100'000; // of one moment; more is a loop

QByteArray shortText(const IdSpace &space, const Id &id)
{
    return space.toHex(id).left(4);
}

} // namespace

VirtualRing::VirtualRing(Config config, quint64 seed)
    : m_config(std::move(config))
    , m_random(seed)
{
}

VirtualRing::~VirtualRing() = default;

Config VirtualRing::quickConfig()
{
    Config config;
    config.foundingHoldMs = 0;
    return config;
}

// --- Nodes

Address VirtualRing::addressOf(int host)
{
    return 'h' + QByteArray::number(host).rightJustified(2, '0') + ":1";
}

Id VirtualRing::placeOf(int number) const
{
    if (size_t(number) < m_hosts.size() && m_hosts[size_t(number)].place)
        return *m_hosts[size_t(number)].place;
    return m_config.space().fraction(quint32(number + 1), places);
}

void VirtualRing::setPlace(int number, const Id &place)
{
    host(number).place = place;
}

VirtualRing::Host &VirtualRing::host(int number)
{
    if (size_t(number) >= m_hosts.size())
        m_hosts.resize(size_t(number) + 1);
    return m_hosts[size_t(number)];
}

void VirtualRing::create(int number)
{
    Config config = m_config;
    config.seed = m_random();
    const NodeRef self{placeOf(number), addressOf(number), m_random()};
    Host &entry = host(number);
    entry.node = std::make_unique<Node>(self, config);
    entry.paused = false;
    entry.inbox.clear();
}

void VirtualRing::found(int number)
{
    create(number);
    node(number).createRing(m_now);
    drain(number);
}

void VirtualRing::join(int number, const std::vector<int> &contacts)
{
    create(number);
    std::vector<Address> addresses;
    for (const int contact : contacts)
        addresses.push_back(addressOf(contact));
    node(number).join(std::move(addresses), m_now);
    drain(number);
}

bool VirtualRing::form(int hosts)
{
    found(0);
    for (int number = 1; number < hosts; ++number)
        join(number, {0});
    return rest();
}

void VirtualRing::crash(int number)
{
    Host &entry = host(number);
    entry.node.reset();
    entry.inbox.clear();
    entry.paused = false;
    for (auto &[handle, call] : std::exchange(entry.calls, {})) {
        call->result.mayHaveHappened = true;
        call->done = true;
    }
}

void VirtualRing::leave(int number, int timeoutMs)
{
    node(number).leave(m_now, timeoutMs);
    drain(number);
}

void VirtualRing::pause(int number)
{
    host(number).paused = true;
}

// What had arrived meanwhile is read before the timers are looked at, as a program would.
void VirtualRing::resume(int number)
{
    Host &entry = host(number);
    entry.paused = false;
    for (Packet &packet : std::exchange(entry.inbox, {}))
        deliver(std::move(packet));
}

bool VirtualRing::isUp(int number) const
{
    return size_t(number) < m_hosts.size() && m_hosts[size_t(number)].node;
}

std::vector<int> VirtualRing::up() const
{
    std::vector<int> out;
    for (int number = 0; size_t(number) < m_hosts.size(); ++number) {
        if (isUp(number))
            out.push_back(number);
    }
    return out;
}

// --- Network

void VirtualRing::setDisorder(bool overtaking, double doubledShare)
{
    m_overtaking = overtaking;
    m_doubledShare = doubledShare;
}

void VirtualRing::setRefusing(bool refusing, bool proof)
{
    m_refusing = refusing;
    m_proof = proof;
}

void VirtualRing::cutBoth(int one, int other)
{
    cut(one, other);
    cut(other, one);
}

void VirtualRing::isolate(int number)
{
    for (int other = 0; size_t(other) < m_hosts.size(); ++other) {
        if (other != number)
            cutBoth(number, other);
    }
}

void VirtualRing::post(Packet packet)
{
    const Fate fate = m_filter ? m_filter(packet) : Fate::Deliver;
    if (fate == Fate::Hold || fate == Fate::Record)
        m_held.push_back(packet);
    if (fate == Fate::Drop || fate == Fate::Hold)
        return;
    const bool doubled = fate == Fate::Duplicate
        || (m_doubledShare > 0 && std::uniform_real_distribution<double>()(m_random) < m_doubledShare);
    if (doubled)
        schedule(packet);
    schedule(std::move(packet));
}

void VirtualRing::schedule(Packet packet)
{
    const double factor = std::uniform_real_distribution<double>(0.5, m_overtaking ? 10 : 1.5)(m_random);
    Time at = m_now + std::max<Time>(1, Time(double(m_delayUs) * factor));
    if (!m_overtaking) {
        Time &last = m_lastArrivals[{packet.from, packet.to}];
        at = last = std::max(last, at);
    }
    m_packets.emplace(std::pair(at, ++m_sequence), std::move(packet));
}

void VirtualRing::releaseHeld()
{
    for (Packet &packet : takeHeld())
        schedule(std::move(packet));
}

void VirtualRing::inject(Packet packet)
{
    schedule(std::move(packet));
}

// A cut loses also what is on its way when it comes.
void VirtualRing::deliver(Packet packet)
{
    if (m_cuts.contains({packet.from, packet.to}))
        return;
    if (!isUp(packet.to)) {
        const bool sameSender = isUp(packet.from) && node(packet.from).self().incarnation == packet.sender.incarnation;
        if (m_refusing && sameSender) {
            node(packet.from).receive({{}, addressOf(packet.to), 0}, {0, 0, Unreachable{m_proof}}, m_now);
            drain(packet.from);
        }
        return;
    }
    Host &entry = host(packet.to);
    if (entry.paused) {
        entry.inbox.push_back(std::move(packet));
        return;
    }
    const int to = packet.to;
    entry.node->receive(packet.sender, std::move(packet.message), m_now);
    drain(to);
}

// --- Time

void VirtualRing::step(Time until)
{
    Time due = m_tickAt;
    int who = -1;
    for (const int number : up()) {
        const Time deadline = isPaused(number) ? never : node(number).nextDeadline();
        if (deadline < due) {
            due = deadline;
            who = number;
        }
    }
    if (!m_packets.empty() && m_packets.begin()->first.first <= due && m_packets.begin()->first.first <= until) {
        auto first = m_packets.extract(m_packets.begin());
        m_now = std::max(m_now, first.key().first);
        deliver(std::move(first.mapped()));
    } else if (due > until) {
        m_now = until;
    } else if (who >= 0) {
        m_now = std::max(m_now, due);
        node(who).advance(m_now);
        drain(who);
    } else {
        m_now = std::max(m_now, due);
        tick();
    }
}

void VirtualRing::tick()
{
    m_tickAt = m_now + tickUs;
    checkOneServer();
    if (m_onTick)
        m_onTick();
}

void VirtualRing::run(int ms)
{
    runUntil([] { return false; }, ms);
}

bool VirtualRing::runUntil(const Condition &condition, int withinMs)
{
    const Time until = m_now + withinMs * usPerMs;
    int steps = 0;
    while (!condition()) {
        if (m_now >= until)
            return false;
        const Time before = m_now;
        step(until);
        steps = m_now == before ? steps + 1 : 0;
        if (steps > stepsAtOnceMax)
            qFatal("the nodes do not let the time go on: %s", describe().constData());
    }
    return true;
}

bool VirtualRing::waitFor(const Condition &condition, int withinMs)
{
    for (int waited = 0; waited < withinMs; waited += 50) {
        if (condition())
            return true;
        run(50);
    }
    return condition();
}

// --- Operations

void VirtualRing::drain(int number)
{
    Host &entry = host(number);
    Output output;
    entry.node->takeOutput(output);
    const NodeRef self = entry.node->self();
    bool ended = false;
    for (Event &event : output.events) {
        ended |= event.kind == Event::Kind::Left || event.kind == Event::Kind::JoinFailed;
        if (event.kind == Event::Kind::InvariantBroken)
            m_violations.append(self.address + ": " + event.text);
        m_events.push_back({m_now, number, std::move(event)});
    }
    for (OperationResult &result : output.results) {
        const auto call = entry.calls.find(result.handle);
        if (call == entry.calls.end())
            continue;
        if (const auto *outcome = std::get_if<KeyResult>(&result.outcome))
            call->second->result = *outcome;
        if (const auto *outcome = std::get_if<RecoveryResult>(&result.outcome))
            call->second->recovery = *outcome;
        if (const auto *outcome = std::get_if<ListResult>(&result.outcome))
            call->second->page = *outcome;
        call->second->done = true;
        entry.calls.erase(call);
    }
    for (const WatchUpdate &update : output.watches) {
        for (const OperationHandle watcher : update.watchers)
            entry.updates[watcher].push_back(update);
    }
    for (Envelope &envelope : output.messages) {
        const int to = envelope.to.mid(1, 2).toInt();
        post({number, to, self, std::move(envelope.message)});
    }
    if (ended)
        crash(number);
}

// A read of the node's own store ends before its handle is known here.
CallRef VirtualRing::watch(int number, OperationHandle handle)
{
    const auto call = std::make_shared<Call>();
    host(number).calls.emplace(handle, call);
    drain(number);
    return call;
}

CallRef VirtualRing::put(int number, const QByteArray &key, const QByteArray &value, const chord::Condition &condition)
{
    return watch(number, node(number).beginPut(key, value, {}, -1, condition, m_now));
}

CallRef VirtualRing::get(int number, const QByteArray &key)
{
    return watch(number, node(number).beginGet(key, m_now));
}

CallRef VirtualRing::list(int number, const Id &from, const QByteArray &after, const QByteArray &prefix, int keysMax)
{
    return watch(number, node(number).beginList(from, after, prefix, keysMax, m_now));
}

CallRef VirtualRing::remove(int number, const QByteArray &key)
{
    return watch(number, node(number).beginDelete(key, {}, m_now));
}

CallRef VirtualRing::putFor(int number, const QByteArray &key, const QByteArray &value, qint64 ttlMs)
{
    return watch(number, node(number).beginPut(key, value, {}, ttlMs, {}, m_now));
}

OperationHandle VirtualRing::beginWatch(int number, const QByteArray &key, const std::optional<WatchPoint> &known)
{
    const OperationHandle watcher = node(number).beginWatch(key, known, m_now);
    host(number).updates[watcher];
    drain(number);
    return watcher;
}

void VirtualRing::endWatch(int number, OperationHandle watcher)
{
    node(number).endWatch(watcher, m_now);
    drain(number);
}

const std::vector<WatchUpdate> &VirtualRing::updates(int number, OperationHandle watcher) const
{
    return m_hosts[size_t(number)].updates.at(watcher);
}

KeyResult VirtualRing::finish(const CallRef &call)
{
    runUntil([&] { return call->done; }, 2 * m_config.operationTimeoutMs);
    return call->result;
}

QByteArray VirtualRing::read(int number, const QByteArray &key)
{
    const KeyResult result = finish(get(number, key));
    if (result.status == OperationStatus::Ok)
        return result.value;
    return result.status == OperationStatus::NotFound ? "-" : "?";
}

RecoveryResult VirtualRing::recover(int number, const Id &place, bool confirmed)
{
    const CallRef call = watch(number, node(number).beginRecovery(place, confirmed, m_now));
    finish(call);
    return call->recovery;
}

QByteArray VirtualRing::keyBetween(int lo, int hi, int number) const
{
    const Range range{placeOf(lo), placeOf(hi)};
    for (int i = 0;; ++i) {
        const QByteArray key = "key" + QByteArray::number(i);
        if (range.contains(m_config.space().hash(key)) && number-- == 0)
            return key;
    }
}

// --- What is seen

int VirtualRing::serverOf(const QByteArray &key) const
{
    for (const int number : up()) {
        if (node(number).serves(m_config.space().hash(key), m_now))
            return number;
    }
    return -1;
}

std::optional<GroupView> VirtualRing::groupAt(int number, const QByteArray &key) const
{
    const Id id = m_config.space().hash(key);
    std::optional<GroupView> best;
    for (const GroupView &view : node(number).groups()) {
        if (view.range.contains(id) && (!best || best->ballot < view.ballot))
            best = view;
    }
    return best;
}

bool VirtualRing::isWhole() const
{
    std::vector<Range> ranges;
    for (const int number : up()) {
        const std::vector<Range> served = node(number).served(m_now);
        ranges.insert(ranges.end(), served.begin(), served.end());
    }
    std::sort(ranges.begin(), ranges.end(), [](const Range &a, const Range &b) { return a.hi < b.hi; });
    for (size_t i = 0; i < ranges.size(); ++i) {
        if (ranges[i].lo != ranges[(i + ranges.size() - 1) % ranges.size()].hi)
            return false;
    }
    return !ranges.empty();
}

QByteArray VirtualRing::unrest() const
{
    std::vector<int> order = up();
    if (order.empty())
        return "no node is left";
    std::sort(order.begin(), order.end(), [this](int a, int b) { return placeOf(a) < placeOf(b); });
    const size_t size = order.size();
    const size_t voters = std::min(size_t(m_config.replicas), size);
    for (size_t i = 0; i < size; ++i) {
        const Node &at = node(order[i]);
        const QByteArray name = at.self().address;
        if (at.ring() != node(order.front()).ring())
            return name + " is in another ring than " + node(order.front()).self().address;
        if (!at.ready(m_now))
            return name + ": " + at.notReadyReason(m_now);
        if (at.groups().size() != voters)
            return name + " is in " + QByteArray::number(at.groups().size()) + " groups";
        int leads = 0;
        for (const GroupView &view : at.groups()) {
            if (!view.leader || view.leader->incarnation != at.self().incarnation)
                continue;
            ++leads;
            if (view.range.hi != at.self().id || view.range.lo != placeOf(order[(i + size - 1) % size]))
                return name + " leads a range that is not its own";
            if (view.voters.size() != voters)
                return name + " has " + QByteArray::number(view.voters.size()) + " voters";
            for (size_t k = 0; k < voters; ++k) {
                if (view.voters[k].incarnation != node(order[(i + k) % size]).self().incarnation)
                    return name + " has other voters than those that follow it";
            }
        }
        if (leads != 1)
            return name + " leads " + QByteArray::number(leads) + " ranges";
    }
    return isWhole() ? QByteArray() : QByteArray("a range is not served");
}

int VirtualRing::count(Event::Kind kind) const
{
    return int(std::count_if(m_events.begin(), m_events.end(),
                             [&](const SeenEvent &seen) { return seen.event.kind == kind; }));
}

void VirtualRing::checkOneServer()
{
    struct Served {
        int host;
        quint64 ring;
        Range range;
    };
    std::vector<Served> all;
    for (const int number : up()) {
        for (const Range &range : node(number).served(m_now)) {
            for (const Served &other : all) {
                if (other.ring != node(number).ring()
                    || (!other.range.contains(range.hi) && !range.contains(other.range.hi)))
                    continue;
                m_violations.append(QByteArray::number(m_now / usPerMs) + " ms: " + addressOf(number) + " and "
                                    + addressOf(other.host) + " serve the same keys");
            }
            all.push_back({number, node(number).ring(), range});
        }
    }
}

QByteArray VirtualRing::describe() const
{
    const IdSpace space = m_config.space();
    QByteArray out = "at " + QByteArray::number(m_now / usPerMs) + " ms: " + unrest() + '\n';
    for (const QByteArray &violation : m_violations.mid(0, 5))
        out += "  violation: " + violation + '\n';
    for (const int number : up()) {
        const Node &at = node(number);
        out += "  " + at.self().address + " at " + shortText(space, at.self().id) + (isPaused(number) ? " paused" : "")
            + " state " + QByteArray::number(int(at.state())) + " ring " + QByteArray::number(at.ring() >> 48, 16)
            + " keys " + QByteArray::number(at.store().size()) + ", before it "
            + (at.routing().predecessor() ? at.routing().predecessor()->address : "?") + ", after it";
        for (const NodeRef &successor : at.routing().successors())
            out += ' ' + successor.address;
        out += ", " + at.notReadyReason(m_now) + '\n';
        for (const GroupView &view : at.groups()) {
            out += "    group " + QByteArray::number(view.group >> 48, 16) + " (" + shortText(space, view.range.lo)
                + ", " + shortText(space, view.range.hi) + "] ballot " + QByteArray::number(view.ballot.lossEpoch) + '.'
                + QByteArray::number(view.ballot.round) + " version " + QByteArray::number(view.version) + " state "
                + QByteArray::number(int(view.state)) + " leader " + (view.leader ? view.leader->address : "-")
                + " voters";
            for (const NodeRef &voter : view.voters) {
                const int at2 = voter.address.mid(1, 2).toInt();
                const bool isThere = isUp(at2) && node(at2).self().incarnation == voter.incarnation;
                out += ' ' + voter.address + (isThere ? "" : "(gone)");
            }
            out += '\n';
        }
    }
    const size_t shown = qEnvironmentVariableIsSet("ALL_EVENTS") ? m_events.size() : 12;
    const size_t first = m_events.size() > shown ? m_events.size() - shown : 0;
    for (size_t i = first; i < m_events.size(); ++i) {
        out += "  " + QByteArray::number(m_events[i].at / usPerMs) + " ms " + addressOf(m_events[i].host) + " event "
            + QByteArray::number(int(m_events[i].event.kind)) + ' ' + m_events[i].event.node.address + ' '
            + m_events[i].event.text + '\n';
    }
    return out;
}
