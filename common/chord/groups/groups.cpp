// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hands each message and timer to the rule it belongs to, and keeps the records.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

constexpr Time sweepPeriodUs = 5000 * usPerMs;
constexpr size_t sweptAtOnceMax = 5000; // records
constexpr int rangeRefusalsMax = 5;
constexpr Time busyPeriodUs = 20 * usPerMs; // while something is in progress, what is due is looked at so often

// What a voter answers by what it has promised or holds. (A heartbeat without entries asks for nothing of that kind.)
bool isOfVoters(const Body &body)
{
    const auto *heartbeat = std::get_if<Heartbeat>(&body);
    return (heartbeat && !heartbeat->entries.empty()) || std::holds_alternative<Accept>(body)
        || std::holds_alternative<PreVote>(body) || std::holds_alternative<Prepare>(body)
        || std::holds_alternative<Propose>(body) || std::holds_alternative<Drop>(body)
        || std::holds_alternative<SyncRequest>(body) || std::holds_alternative<Fetch>(body)
        || std::holds_alternative<TakeLead>(body) || std::holds_alternative<SurveyGroups>(body);
}

} // namespace

Groups::Groups(Context &context)
    : m_context(context)
{
}

Groups::~Groups() = default;

// --- The table of groups

Group *Groups::find(GroupId group)
{
    const auto it = m_groups.find(group);
    return it == m_groups.end() ? nullptr : it->second.get();
}

// Also one that begins here with this very message.
Group *Groups::findOrBegin(GroupId group)
{
    Group *found = find(group);
    return !found && learnsOfSplit(group) ? find(group) : found;
}

// Where two groups seem to own a place (one has not heard yet of its split or merge), the later ballot does.
const Group *Groups::groupAt(const Id &id) const
{
    const Group *best = nullptr;
    for (const auto &[number, group] : m_groups) {
        const Acceptor &acceptor = group->acceptor;
        if (acceptor.range().contains(id) && (!best || best->acceptor.promised() < acceptor.promised()))
            best = group.get();
    }
    return best;
}

Group *Groups::ledAt(const Id &id)
{
    for (const auto &[number, group] : m_groups) {
        if (group->lead && group->lead->range.contains(id))
            return group.get();
    }
    return nullptr;
}

// The group this question was about, if it is still led under the same ballot.
Group *Groups::leading(const Ask &ask)
{
    Group *group = find(ask.group);
    return group && group->lead && group->lead->ballot == ask.ballot ? group : nullptr;
}

Group &Groups::add(Acceptor acceptor)
{
    const GroupId number = acceptor.group();
    auto &place = m_groups[number];
    m_changes += place ? place->acceptor.changes() + 1 : 1;
    place = std::make_unique<Group>(std::move(acceptor));
    place->state = ++m_lastState;
    return *place;
}

void Groups::remove(GroupId number)
{
    const auto it = m_groups.find(number);
    if (it == m_groups.end())
        return;
    const Range range = it->second->acceptor.range();
    // A leaving node must not take itself for the last one once it has been replaced: it remembers these.
    for (const NodeRef &voter : it->second->acceptor.config().voters) {
        if (m_context.state == NodeState::Leaving && voter.address != m_context.self.address)
            m_context.contacts.remember(voter, m_context.now);
    }
    if (it->second->lead)
        stepDown(*it->second, "the group is not kept here any more");
    m_changes += it->second->acceptor.changes() + 1;
    m_groups.erase(it);
    dropUncovered(range);
    missOwnRange();
    wake(m_context.now + sweepPeriodUs);
}

void Groups::removeAll()
{
    m_changes = changes() + 1;
    m_haveLeadsChanged = true;
    m_groups.clear();
}

quint64 Groups::changes() const
{
    quint64 count = m_changes;
    for (const auto &[number, group] : m_groups)
        count += group->acceptor.changes();
    return count;
}

// A configuration that is accepted counts as well as what is known to be chosen: it may be chosen already.
bool Groups::isCovered(const Id &id) const
{
    return std::any_of(m_groups.begin(), m_groups.end(), [&](const auto &entry) {
        const Acceptor &acceptor = entry.second->acceptor;
        const std::vector<ChildGroup> &children = acceptor.config().children;
        return acceptor.range().contains(id) || acceptor.config().range.contains(id)
            || (!acceptor.isChosen() && std::any_of(children.begin(), children.end(), [&](const ChildGroup &child) {
                   return child.range.contains(id) && child.hasVoter(m_context.self) && !acceptor.hasEnded(child.group);
               }));
    });
}

// Records of no group of this node are copies that nobody counts on.
void Groups::dropUncovered(const Range &range)
{
    std::vector<std::pair<Id, QByteArray>> dropped;
    m_store.forEachIn(range.lo, range.hi, [&](const Id &id, const Record &record) {
        if (!isCovered(id))
            dropped.emplace_back(id, record.key);
        return true;
    });
    for (const auto &[id, key] : dropped)
        discard(id, key);
}

// Once in a while, a part of the store at a time: ranges also shrink where nobody drops what lies outside.
void Groups::sweep()
{
    m_sweepAt = m_context.now + sweepPeriodUs;
    size_t looked = 0;
    std::vector<std::pair<Id, QByteArray>> dropped;
    bool isThrough = true;
    std::pair<Id, QByteArray> to = m_sweptTo ? *m_sweptTo : std::pair<Id, QByteArray>();
    m_store.forEachAfter(Id(to.first), QByteArray(to.second), [&](const Id &id, const Record &record) {
        if (++looked > sweptAtOnceMax) {
            isThrough = false;
            return false;
        }
        to = {id, record.key};
        if (!isCovered(id))
            dropped.emplace_back(id, record.key);
        return true;
    });
    m_sweptTo = isThrough ? nullptr : std::make_unique<std::pair<Id, QByteArray>>(std::move(to));
    for (const auto &[id, key] : dropped)
        discard(id, key);
}

void Groups::ask(const NodeRef &to, Body body, Purpose::Kind kind, Ask ask, int timeoutMs)
{
    const quint64 token = m_context.nextToken();
    ask.peer = to.incarnation;
    m_asks.emplace(token, std::move(ask));
    m_context.request(to.address, std::move(body), {kind, token}, timeoutMs);
}

Time Groups::roundTrip() const
{
    return m_context.roundTrip();
}

Time Groups::leaseUs() const
{
    const Config &config = m_context.config;
    return std::max<Time>(config.leaseMs * usPerMs, 3 * roundTrip() + 2 * config.leaseRenewMs * usPerMs);
}

QByteArray Groups::text(const Range &range) const
{
    return '(' + m_context.space.toHex(range.lo) + ", " + m_context.space.toHex(range.hi) + ']';
}

// --- Membership

void Groups::found()
{
    m_context.ring = m_context.self.incarnation;
    Propose first;
    first.ballot = {0, 1, m_context.self.incarnation};
    first.config.version = 1;
    first.config.range = {m_context.self.id, m_context.self.id};
    first.config.voters = {m_context.self};
    Group &group = add(Acceptor(m_context.self.incarnation, first));
    group.acceptor.setChosen();
    group.lead = std::make_unique<Leadership>();
    group.lead->ballot = first.ballot;
    group.lead->config = first.config;
    group.lead->range = first.config.range;
    group.lead->chosenVersion = 1;
    group.lead->configAccepted = {m_context.self.incarnation};
    group.lead->holdUntil = m_context.now + m_context.config.foundingHoldMs * usPerMs;
    m_context.state = NodeState::Ready;
    m_context.tell(Event::Kind::RangeAcquired, m_context.self, "the whole ring, which this node has founded");
    m_context.tell(Event::Kind::Joined, m_context.self);
    m_beatAt = m_context.now;
    wake(m_context.now);
}

void Groups::startIn(const IdealPlace &place)
{
    m_context.ring = place.ring;
    const size_t replicas = size_t(m_context.config.replicas);
    // This node and those before it, each with its group, the nearest first.
    std::vector<NodeRef> ends{m_context.self};
    ends.insert(ends.end(), place.predecessors.begin(), place.predecessors.end());
    for (size_t i = 0; i < std::min(replicas, ends.size()); ++i) {
        Propose first;
        first.ballot = {0, 1, ends[i].incarnation};
        first.config.version = 1;
        first.config.range = {i + 1 < ends.size() ? ends[i + 1].id : m_context.self.id, ends[i].id};
        for (size_t k = i + 1; k-- > 0;)
            first.config.voters.push_back(ends[k]);
        for (const NodeRef &node : place.successors) {
            if (first.config.voters.size() >= replicas || node.id == ends[i].id)
                break;
            first.config.voters.push_back(node);
        }
        Group &group = add(Acceptor(ends[i].incarnation, first));
        group.acceptor.setChosen();
        group.electAt = m_context.now + leaseUs() * 2;
        if (i > 0)
            continue;
        group.lead = std::make_unique<Leadership>();
        group.lead->ballot = first.ballot;
        group.lead->config = first.config;
        group.lead->range = first.config.range;
        group.lead->chosenVersion = 1;
        group.lead->quorumAt = m_context.now;
        updateReplicas(group);
        for (auto &[incarnation, replica] : group.lead->replicas)
            replica.sync = Replica::Sync::Streaming;
    }
    m_context.state = NodeState::Ready;
    m_context.tell(Event::Kind::RangeAcquired, m_context.self, "its own, from the beginning");
    m_context.tell(Event::Kind::Joined, m_context.self);
    if (replicas > 1 && ends.size() > 1) {
        m_beatAt = m_context.now;
        wake(m_context.now);
    }
}

bool Groups::isAloneAndEmpty() const
{
    if (m_groups.size() != 1 || m_store.size() > 0)
        return false;
    const Group &group = *m_groups.begin()->second;
    // A node that joins while its founder holds a ring back has no part in it yet; it joins the other ring as well.
    return group.lead && group.lead->writes.empty() && group.acceptor.config().voters.size() == 1
        && group.acceptor.range().lo == group.acceptor.range().hi
        && (m_context.routing.successors().empty() || m_context.now < group.lead->holdUntil);
}

void Groups::dissolve()
{
    for (const auto &[number, group] : m_groups) {
        if (group->lead)
            dropWaiting(*group);
    }
    removeAll();
    m_asks.clear();
    m_registry.clear();
    m_newcomers.clear();
    m_store = Store();
    m_expiries.clear();
    m_tombstones.clear();
    m_beatAt = never;
    m_context.ring = 0;
}

void Groups::wasAway(Time duration)
{
    // Silence that this node slept through is no silence. A node that is late at every turn, on a machine with too much
    // to do, still counts the time between.
    const auto later = [&](Time at) { return at == never ? never : std::min(m_context.now, at + duration); };
    for (const auto &[number, group] : m_groups) {
        if (group->lead) {
            for (auto &[incarnation, replica] : group->lead->replicas) {
                replica.heardAt = later(replica.heardAt);
                replica.statelessSince = later(replica.statelessSince);
            }
            group->lead->quorumAt = later(group->lead->quorumAt);
        } else if (group->electAt != never) {
            group->electAt = std::min(group->electAt + duration, m_context.now + 2 * leaseUs());
            wake(group->electAt);
        }
    }
    m_others.clear();
    m_beatAt = m_beatAt == never ? never : m_context.now;
    wake(m_context.now);
}

void Groups::onNeighboursChanged()
{
    const auto &predecessor = m_context.routing.predecessor();
    const auto id = predecessor ? std::optional(predecessor->id) : std::nullopt;
    if (std::exchange(m_predecessor, id) != id)
        m_predecessorSince = m_context.now;
    if (m_context.config.oneMachine)
        m_recoveryAt = std::min(m_recoveryAt, m_context.now + leaseUs());
    for (const auto &[number, group] : m_groups) {
        if (group->lead) {
            group->lead->changeAt = std::min(group->lead->changeAt, m_context.now);
            group->lead->candidatesAt = 0;
        }
    }
    if (m_context.state == NodeState::Joining && m_context.linked && m_requestRangeAt == never) {
        m_requestRangeAt = m_context.now;
        m_rangeLeader.reset();
    }
    checkJoined();
    if (!m_groups.empty() || m_requestRangeAt != never)
        wake(m_context.now);
}

// --- Time

void Groups::onTimers()
{
    if (m_context.takeDue(Timer::Expiry))
        expire();
    if (m_isRestoring)
        tellRestored();
    checkLeft();
    if (!m_context.takeDue(Timer::Groups))
        return;
    if (m_requestRangeAt <= m_context.now)
        requestRange();
    std::vector<GroupId> numbers;
    for (const auto &[number, group] : m_groups)
        numbers.push_back(number);
    Time next = std::min(m_requestRangeAt, m_recoveryAt);
    for (const GroupId number : numbers) {
        Group *group = find(number);
        if (!group)
            continue;
        if (group->lead)
            workOnLead(*group);
        group = find(number);
        if (group && !group->lead)
            workOnElection(*group);
        group = find(number);
        if (!group)
            continue;
        if (group->election)
            next = std::min(next, group->election->deadline());
        else if (!group->lead)
            next = std::min(next, group->electAt);
        else if (!group->lead->isServing() || group->lead->isChanging() || !group->lead->writes.empty()
                 || !group->lead->parked.empty() || !group->lead->unsettled.empty() || group->lead->splitFor
                 || group->lead->transferTo || group->lead->merging || group->claimed)
            next = std::min(next, m_context.now + busyPeriodUs);
        else
            next = std::min(next, group->lead->changeAt);
        if (group->lead) {
            for (const auto &[incarnation, replica] : group->lead->replicas) {
                if (!replica.isComplete())
                    next = std::min(next, m_context.now + busyPeriodUs);
            }
        }
    }
    if (m_recoveryAt <= m_context.now)
        workOnRecovery();
    if (m_sweepAt <= m_context.now && m_store.size() > 0)
        sweep();
    if (m_beatNow || m_beatAt <= m_context.now)
        beat();
    checkLeft();
    if (m_context.state == NodeState::Leaving)
        next = std::min(next, m_context.now + 5 * busyPeriodUs);
    next = std::min({next, m_beatAt, m_recoveryAt});
    if (m_store.size() > 0)
        next = std::min(next, m_sweepAt);
    if (next != never)
        wake(std::max(next, m_context.now + 1));
}

void Groups::expire()
{
    const Time before = m_context.now - m_context.config.retryWindowMs * usPerMs;
    for (const AppliedWrites::Forgotten &entry : m_applied.forgetBefore(before))
        raiseMark(m_context.space.hash(entry.key), entry.stamp);
    for (const RefusedWrites::Refusal &refusal : m_refused.forgetBefore(before))
        raiseMark(refusal.place, refusal.stamp);
    const Time again = m_context.now + 1000 * usPerMs;
    while (!m_expiries.empty() && m_expiries.begin()->first <= m_context.now) {
        const QByteArray key = m_expiries.begin()->second;
        m_expiries.erase(m_expiries.begin());
        const Id id = m_context.space.hash(key);
        const Record *record = m_store.find(id, key);
        if (!record || record->tombstone || record->expiresAt > m_context.now)
            continue;
        Group *group = ledAt(id);
        if (group && group->lead->isServing())
            expireToTombstone(*group, id, key);
        m_expiries.emplace(again, key);
    }
    if (m_applied.size() + m_refused.size() > 0)
        m_context.armBy(Timer::Expiry, m_context.now + m_context.config.retryWindowMs * usPerMs / 2);
    if (!m_expiries.empty())
        m_context.armBy(Timer::Expiry, std::max(m_expiries.begin()->first, m_context.now + 1));
}

// --- Records

void Groups::store(const Id &id, Record record, const AppliedList &applied)
{
    touch(id, record.key);
    keep(id, std::move(record), applied);
}

void Groups::keep(const Id &id, Record record, const AppliedList &applied)
{
    m_applied.replace(record.key, applied, m_context.now);
    if (!applied.writes.empty())
        m_context.armBy(Timer::Expiry, m_context.now + m_context.config.retryWindowMs * usPerMs);
    if (record.expiresAt != never && !record.tombstone) {
        m_expiries.emplace(record.expiresAt, record.key);
        m_context.armBy(Timer::Expiry, std::max(record.expiresAt, m_context.now + 1));
    }
    if (record.tombstone)
        m_tombstones.emplace(m_context.now, Tombstone{{record.key, record.stamp}, m_context.nextCommit()});
    m_store.put(id, std::move(record));
}

void Groups::discard(const Id &id, const QByteArray &key)
{
    touch(id, key);
    m_store.remove(id, key);
    m_applied.replace(key, {}, m_context.now);
}

// A tombstone that all voters have. The ids of its writes are remembered here as long as any, and elsewhere the mark
// stands for them.
void Groups::collectTombstone(const Id &id, const KeyStamp &tombstone)
{
    touch(id, tombstone.key);
    m_store.remove(id, tombstone.key);
    raiseMark(id, tombstone.stamp);
}

void Groups::raiseMark(const Id &place, const Stamp &mark)
{
    for (const auto &[number, group] : m_groups) {
        if (group->acceptor.range().contains(place))
            group->acceptor.raiseMark(mark);
    }
}

// --- Messages

bool Groups::onMessage(const NodeRef &from, quint64 requestId, Body &body)
{
    const auto reply = [&](Body answer) {
        if (requestId != 0)
            m_context.send(from.address, requestId, std::move(answer));
    };
    if (auto *execute = std::get_if<Execute>(&body)) {
        const Time patience = m_context.timeoutMs(m_context.config.dataTimeoutMs) * usPerMs * 3 / 4;
        const bool isPassedOn = execute->operation.origin != from.incarnation;
        this->execute(std::move(*execute),
                      Waiter{false, from.address, requestId, m_context.now + patience, 0, isPassedOn});
    } else if (isOfVoters(body) && isRecalling()) {
        return true;
    } else if (const auto *accept = std::get_if<Accept>(&body)) {
        reply(onAccept(from, *accept));
    } else if (const auto *heartbeat = std::get_if<Heartbeat>(&body)) {
        reply(onHeartbeat(from, *heartbeat));
    } else if (const auto *preVote = std::get_if<PreVote>(&body)) {
        reply(onPreVote(from, *preVote));
    } else if (const auto *prepare = std::get_if<Prepare>(&body)) {
        reply(onPrepare(from, *prepare));
    } else if (const auto *takeLead = std::get_if<TakeLead>(&body)) {
        onTakeLead(from, *takeLead);
    } else if (const auto *propose = std::get_if<Propose>(&body)) {
        reply(onPropose(from, *propose));
    } else if (const auto *removed = std::get_if<Removed>(&body)) {
        Group *group = find(removed->group);
        const auto state = [](const Ballot &ballot, quint64 version) { return std::pair(ballot, version); };
        bool isLater = false;
        if (group && removed->version == 0) {
            isLater = group->acceptor.promised() < removed->ballot;
        } else if (group) {
            const auto mine = state(group->acceptor.accepted(), group->acceptor.config().version);
            const auto theirs = state(removed->ballot, removed->version);
            isLater = mine < theirs || (mine == theirs && !group->acceptor.config().hasVoter(m_context.self));
        }
        if (isLater) {
            startMissed(*group, removed->children);
            remove(removed->group);
        }
    } else if (const auto *drop = std::get_if<Drop>(&body)) {
        reply(onDrop(from, *drop));
    } else if (const auto *sync = std::get_if<SyncRequest>(&body)) {
        reply(onSync(*sync));
    } else if (const auto *fetch = std::get_if<Fetch>(&body)) {
        reply(onFetch(*fetch));
    } else if (const auto *kept = std::get_if<KeepWatches>(&body)) {
        reply(keepWatches(from.incarnation, *kept));
    } else if (const auto *registered = std::get_if<Register>(&body)) {
        onRegister(*registered);
    } else if (std::holds_alternative<RequestRange>(body)) {
        reply(onRequestRange(from));
    } else if (const auto *survey = std::get_if<SurveyGroups>(&body)) {
        reply(onSurvey(*survey));
    } else if (const auto *recover = std::get_if<Recover>(&body)) {
        onRecover(*recover);
    } else if (const auto *gone = std::get_if<Gone>(&body)) {
        onGone(*gone);
    } else {
        return false;
    }
    return true;
}

void Groups::onReply(const Request &request, const NodeRef &from, const Body &body)
{
    auto node = m_asks.extract(request.purpose.token);
    if (node.empty())
        return;
    const Ask &ask = node.mapped();
    // A request for a range and a survey are for any node at that address, also if it has been restarted.
    const bool isOfAnybody =
        request.purpose.kind == Purpose::Kind::Survey || request.purpose.kind == Purpose::Kind::RequestRange;
    if (from.incarnation != ask.peer && !isOfAnybody)
        return;
    switch (request.purpose.kind) {
    case Purpose::Kind::PreVote:
    case Purpose::Kind::Prepare: {
        Group *group = find(ask.group);
        if (!group || !group->election || group->election->ballot() != ask.ballot)
            return;
        if (const auto *preVote = std::get_if<PreVoteReply>(&body))
            group->election->onPreVote(from, *preVote);
        if (const auto *promise = std::get_if<Promise>(&body))
            group->election->onPromise(from, *promise);
        workOnElection(*group);
        return;
    }
    case Purpose::Kind::Propose:
        if (const auto *reply = std::get_if<ProposeReply>(&body))
            onProposeReply(ask, *reply);
        return;
    case Purpose::Kind::Heartbeat:
        if (const auto *reply = std::get_if<HeartbeatReply>(&body))
            onHeartbeatReply(ask, from, *reply, request.sentAt);
        return;
    case Purpose::Kind::Accept:
        onAcceptReply(ask, std::get_if<AcceptReply>(&body));
        return;
    case Purpose::Kind::Drop:
        onDropReply(ask, std::get_if<AcceptReply>(&body));
        return;
    case Purpose::Kind::Sync:
        onSyncReply(ask, std::get_if<SyncReply>(&body));
        return;
    case Purpose::Kind::Fetch:
        onFetchReply(ask, std::get_if<FetchReply>(&body));
        return;
    case Purpose::Kind::RequestRange:
        if (const auto *reply = std::get_if<RangeReply>(&body)) {
            m_rangeLeader = reply->accepted ? std::make_unique<NodeRef>(from)
                : reply->leader             ? std::make_unique<NodeRef>(*reply->leader)
                                            : nullptr;
            // A leader with many to let in is asked less and less often.
            m_rangeRefusals = reply->accepted ? 0 : std::min(m_rangeRefusals + 1, rangeRefusalsMax);
            const Time again = m_context.now + m_rangeRefusals * busyPeriodUs;
            if (!reply->accepted && reply->leader && m_requestRangeAt != never)
                m_requestRangeAt = std::min(m_requestRangeAt, again);
            wake(m_requestRangeAt == never ? m_context.now + busyPeriodUs : m_requestRangeAt);
        }
        return;
    case Purpose::Kind::Survey:
        onSurveyReply(ask, from, std::get_if<SurveyReply>(&body));
        return;
    default:
        return;
    }
}

void Groups::onFailure(const Request &request)
{
    auto node = m_asks.extract(request.purpose.token);
    if (node.empty())
        return;
    const Ask &ask = node.mapped();
    switch (request.purpose.kind) {
    case Purpose::Kind::Propose:
        if (Group *group = leading(ask)) {
            if (const auto replica = group->lead->replicas.find(ask.peer); replica != group->lead->replicas.end())
                replica->second.proposing = false;
        }
        return;
    case Purpose::Kind::Accept:
        onAcceptReply(ask, nullptr);
        return;
    case Purpose::Kind::Drop:
        onDropReply(ask, nullptr);
        return;
    case Purpose::Kind::Sync:
        onSyncReply(ask, nullptr);
        return;
    case Purpose::Kind::Fetch:
        onFetchReply(ask, nullptr);
        return;
    case Purpose::Kind::RequestRange:
        m_rangeLeader.reset();
        return;
    case Purpose::Kind::Survey:
        onSurveyReply(ask, {}, nullptr);
        return;
    default:
        return;
    }
}

} // namespace chord
