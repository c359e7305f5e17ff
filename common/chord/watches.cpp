// SPDX-License-Identifier: GPL-3.0-or-later
//
// Questions, events and confirmations.

#include "chord/watches.h"

#include <algorithm>

namespace chord {

namespace {

constexpr size_t newKeysAtOnce = 1024; // questions about keys of which no leader has been known
constexpr size_t keysAtOnceMax = 256; // about those of a group
constexpr size_t keptAtOnceMax = 4096; // watches in a message
constexpr Time pauseUs = 100 * usPerMs; // after a question that was not answered
constexpr Time lookPeriodUs = 200 * usPerMs; // while there are doubts
constexpr Time askAgainUs = 2000 * usPerMs; // without a subscription

// Is this still the state that the watcher knows?
bool isSame(const WatchPoint &known, const ExecuteReply &reply)
{
    if (!known.version.isNull())
        return reply.status != ExecuteStatus::NotFound && reply.version == known.version;
    return reply.status == ExecuteStatus::NotFound && !known.absentAt.isNull()
        && reply.watch->absentSince <= known.absentAt;
}

WatchPoint pointOf(const ExecuteReply &reply)
{
    if (reply.status == ExecuteStatus::NotFound)
        return {{}, reply.watch->point};
    return {reply.version, {}};
}

} // namespace

Watches::Watches(Context &context, Groups &groups, Operations &operations)
    : m_context(context)
    , m_groups(groups)
    , m_operations(operations)
{
    m_lanes[0].window = newKeysAtOnce;
}

// --- Watchers

OperationHandle Watches::begin(const QByteArray &key, const std::optional<WatchPoint> &known)
{
    if (m_keyOf.size() >= size_t(m_context.config.watchersMax) || key.isEmpty()
        || key.size() > m_context.config.keyBytesMax)
        return 0;
    const OperationHandle handle = m_operations.nextHandle();
    m_keyOf.emplace(handle, key);
    Key &watched = m_keys[key];
    if (watched.waiting.empty() && watched.watchers.empty())
        watched.doubtSince = m_context.now;
    watched.waiting[handle].known = known;
    m_doubted.insert(key);
    if (watched.isUncertain)
        tell({handle}, {});
    ask(key, watched);
    armTimer();
    return handle;
}

void Watches::end(OperationHandle watcher)
{
    const auto entry = m_keyOf.extract(watcher);
    if (entry.empty())
        return;
    const QByteArray &key = entry.mapped();
    Key &watched = m_keys.at(key);
    watched.waiting.erase(watcher);
    watched.watchers.erase(watcher);
    if (!watched.waiting.empty() || !watched.watchers.empty())
        return;
    const GroupId lane = watched.lane;
    m_asked.erase(watched.asking);
    leaveLane(watched, true);
    m_lanes[lane].queue.erase(key);
    forgetWatch(watched);
    m_doubted.erase(key);
    m_keys.erase(key);
    fill(lane);
}

void Watches::tell(std::vector<OperationHandle> &&watchers, WatchUpdate update)
{
    if (watchers.empty())
        return;
    update.watchers = std::move(watchers);
    m_context.output.watches.push_back(std::move(update));
}

// --- Questions

// A question in progress does not answer what comes up after it was asked: then it is asked once more.
void Watches::ask(const QByteArray &key, Key &watched)
{
    if (watched.asking != 0 || watched.isQueued)
        return;
    watched.isQueued = true;
    watched.askAt = never;
    m_lanes[watched.lane].queue.insert(key);
    fill(watched.lane);
}

void Watches::fill(GroupId number)
{
    Lane &lane = m_lanes[number];
    while (!lane.queue.empty() && lane.inProgress < lane.window && lane.pausedUntil <= m_context.now) {
        const QByteArray key = *lane.queue.begin();
        lane.queue.erase(lane.queue.begin());
        askNow(key, m_keys.at(key));
    }
    if (number != 0 && lane.queue.empty() && lane.inProgress == 0)
        m_lanes.erase(number);
}

void Watches::askNow(const QByteArray &key, Key &watched)
{
    watched.isQueued = false;
    for (auto &[handle, waiting] : watched.waiting)
        waiting.isNew = false;
    const bool needsValue = !watched.known || !watched.waiting.empty();
    watched.asking = m_operations.beginWatch(key, needsValue ? Version() : watched.known->version);
    m_asked[watched.asking] = key;
    ++m_lanes[watched.lane].inProgress;
}

void Watches::leaveLane(Key &watched, bool isAnswered)
{
    if (std::exchange(watched.asking, 0) == 0)
        return;
    const auto it = m_lanes.find(watched.lane);
    Lane &lane = it->second;
    --lane.inProgress;
    if (!isAnswered)
        lane.pausedUntil = m_context.now + pauseUs;
    if (watched.lane != 0)
        lane.window = isAnswered ? std::min(2 * lane.window, keysAtOnceMax) : 1;
}

void Watches::onAnswer(const WatchAnswer &answer)
{
    const auto asked = m_asked.extract(answer.operation);
    if (asked.empty())
        return;
    const QByteArray &key = asked.mapped();
    Key &watched = m_keys.at(key);
    const GroupId lane = watched.lane;
    leaveLane(watched, answer.reply.has_value());
    if (answer.reply) {
        const WatchTerms &terms = *answer.reply->watch;
        const bool isContinued = watched.watch != 0 && terms.replaced == WatchCount{watched.watch, watched.told};
        tellState(watched, *answer.reply, isContinued);
        forgetWatch(watched);
        watched.leader = answer.reply->descriptor->leader;
        watched.lane = answer.reply->descriptor->group;
        watched.doubtSince = never;
        watched.isUncertain = false;
        if (terms.isSubscribed) {
            watched.watch = answer.operation;
            watched.told = terms.replaced.watch == answer.operation ? terms.replaced.told : 0;
            m_byWatch[watched.watch] = key;
            m_doubted.erase(key);
        } else {
            watched.askAt = m_context.now + askAgainUs;
            m_doubted.insert(key);
        }
    }
    if (!answer.reply)
        doubt(key, watched);
    else if (!watched.waiting.empty())
        ask(key, watched);
    fill(lane);
    armTimer();
}

void Watches::tellState(Key &watched, const ExecuteReply &reply, bool isContinued)
{
    WatchUpdate state;
    state.kind = WatchUpdate::Kind::Present;
    state.exists = reply.status != ExecuteStatus::NotFound;
    state.value = reply.value;
    state.contentType = reply.contentType;
    state.ttlMs = reply.ttlMs;
    state.point = pointOf(reply);
    const bool isKnown = watched.known && (isContinued || isSame(*watched.known, reply));
    std::vector<OperationHandle> begins;
    std::vector<OperationHandle> skips;
    std::vector<OperationHandle> knows;
    if (!isKnown)
        skips.assign(watched.watchers.begin(), watched.watchers.end());
    else if (watched.isUncertain)
        knows.assign(watched.watchers.begin(), watched.watchers.end());
    for (auto it = watched.waiting.begin(); it != watched.waiting.end();) {
        const auto &[handle, waiting] = *it;
        if (waiting.isNew) {
            ++it;
            continue;
        }
        if (!waiting.known)
            begins.push_back(handle);
        else
            (isSame(*waiting.known, reply) ? knows : skips).push_back(handle);
        watched.watchers.insert(handle);
        it = watched.waiting.erase(it);
    }
    watched.known = state.point;
    tell(std::move(begins), state);
    state.mayHaveSkipped = true;
    tell(std::move(skips), state);
    WatchUpdate unchanged;
    unchanged.kind = WatchUpdate::Kind::Unchanged;
    unchanged.exists = state.exists;
    unchanged.point = state.point;
    tell(std::move(knows), std::move(unchanged));
}

// --- Events

void Watches::onEvent(const NodeRef *from, const WatchEvent &event)
{
    const auto it = m_byWatch.find(event.watch);
    if (it == m_byWatch.end())
        return;
    const QByteArray key = it->second;
    Key &watched = m_keys.at(key);
    const quint64 sender = from ? from->incarnation : m_context.self.incarnation;
    if (sender != watched.leader.incarnation || event.number <= watched.told)
        return;
    if (event.number != watched.told + 1 || event.kind == WatchEvent::Kind::Ended) {
        doubt(key, watched);
        return;
    }
    ++watched.told;
    WatchUpdate update;
    update.kind = event.kind == WatchEvent::Kind::Put ? WatchUpdate::Kind::Put
        : event.kind == WatchEvent::Kind::Deleted     ? WatchUpdate::Kind::Deleted
                                                      : WatchUpdate::Kind::Expired;
    update.exists = event.kind == WatchEvent::Kind::Put;
    update.value = event.value;
    update.contentType = event.contentType;
    update.ttlMs = event.ttlMs;
    update.point = update.exists ? WatchPoint{event.version, {}} : WatchPoint{{}, event.point};
    watched.known = update.point;
    tell({watched.watchers.begin(), watched.watchers.end()}, std::move(update));
}

// --- Doubts

void Watches::forgetWatch(Key &watched)
{
    m_byWatch.erase(watched.watch);
    watched.watch = 0;
    watched.told = 0;
}

void Watches::doubt(const QByteArray &key, Key &watched)
{
    forgetWatch(watched);
    if (watched.doubtSince == never)
        watched.doubtSince = m_context.now;
    m_doubted.insert(key);
    ask(key, watched);
    armTimer();
}

void Watches::doubt(const std::vector<WatchCount> &watches)
{
    for (const WatchCount &count : watches) {
        const auto it = m_byWatch.find(count.watch);
        if (it == m_byWatch.end())
            continue;
        const QByteArray key = it->second;
        doubt(key, m_keys.at(key));
    }
}

void Watches::onPeerDead(const Address &peer)
{
    std::vector<WatchCount> lost;
    for (const auto &[watch, key] : m_byWatch) {
        if (m_keys.at(key).leader.address == peer)
            lost.push_back({watch, 0});
    }
    doubt(lost);
}

void Watches::tellUncertain(Key &watched)
{
    watched.isUncertain = true;
    std::vector<OperationHandle> watchers(watched.watchers.begin(), watched.watchers.end());
    for (const auto &[handle, waiting] : watched.waiting)
        watchers.push_back(handle);
    tell(std::move(watchers), {});
}

// --- Confirmations

void Watches::keepAll()
{
    m_keepAt = m_context.now + m_context.config.keepWatchesMs * usPerMs;
    std::map<quint64, std::pair<NodeRef, std::vector<WatchCount>>> byLeader; // by incarnation
    for (const auto &[watch, key] : m_byWatch) {
        const Key &watched = m_keys.at(key);
        auto &[leader, watches] = byLeader[watched.leader.incarnation];
        leader = watched.leader;
        watches.push_back({watch, watched.told});
        if (watches.size() == keptAtOnceMax)
            keep(leader, std::exchange(watches, {}));
    }
    for (auto &[incarnation, entry] : byLeader) {
        if (!entry.second.empty())
            keep(entry.first, std::move(entry.second));
    }
}

void Watches::keep(const NodeRef &leader, std::vector<WatchCount> &&watches)
{
    KeepWatches message{std::move(watches)};
    const quint64 token = m_context.nextToken();
    const Purpose purpose{Purpose::Kind::KeepWatches, token};
    const bool isHere = leader.incarnation == m_context.self.incarnation;
    m_keeping[token] = {leader, isHere ? std::vector<WatchCount>() : message.watches};
    if (isHere) {
        const KeepWatchesReply reply = m_groups.keepWatches(leader.incarnation, message);
        onKept(purpose, leader, &reply);
        return;
    }
    m_context.request(leader.address, std::move(message), purpose,
                      m_context.timeoutMs(m_context.config.requestTimeoutMs));
}

// A count that differs is that of events which have come meanwhile; or some are missing.
void Watches::onKept(const Purpose &purpose, const NodeRef &from, const KeepWatchesReply *reply)
{
    const auto kept = m_keeping.extract(purpose.token);
    if (kept.empty())
        return;
    if (!reply || from.incarnation != kept.mapped().leader.incarnation) {
        doubt(kept.mapped().watches);
        return;
    }
    std::vector<WatchCount> lost;
    for (const WatchCount &count : reply->differing) {
        const auto it = m_byWatch.find(count.watch);
        if (it != m_byWatch.end() && (count.told == 0 || count.told != m_keys.at(it->second).told))
            lost.push_back(count);
    }
    doubt(lost);
}

void Watches::onNotKept(const Purpose &purpose)
{
    const auto kept = m_keeping.extract(purpose.token);
    if (!kept.empty())
        doubt(kept.mapped().watches);
}

// --- Time

void Watches::onTimers()
{
    if (!m_context.takeDue(Timer::Watches))
        return;
    const Time doubtUs = m_context.config.watchDoubtMs * usPerMs;
    for (const QByteArray &key : std::vector<QByteArray>(m_doubted.begin(), m_doubted.end())) {
        Key &watched = m_keys.at(key);
        if (watched.askAt <= m_context.now)
            ask(key, watched);
        if (!watched.isUncertain && watched.doubtSince <= m_context.now - doubtUs)
            tellUncertain(watched);
    }
    std::vector<GroupId> lanes;
    for (const auto &[number, lane] : m_lanes)
        lanes.push_back(number);
    for (const GroupId number : lanes)
        fill(number);
    if (m_keepAt <= m_context.now)
        keepAll();
    armTimer();
}

void Watches::armTimer()
{
    if (m_keys.empty()) {
        m_keepAt = never;
        return;
    }
    if (m_keepAt == never)
        m_keepAt = m_context.now + m_context.config.keepWatchesMs * usPerMs;
    m_context.armBy(Timer::Watches, m_doubted.empty() ? m_keepAt : std::min(m_keepAt, m_context.now + lookPeriodUs));
}

size_t Watches::memoryBytes() const
{
    return sizeof(*this) + m_keys.size() * (sizeof(Key) + 160) + m_keyOf.size() * (sizeof(Waiting) + 160);
}

} // namespace chord
