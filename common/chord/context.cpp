// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of requests is only ever asked by id; whatever walks requests walks them by deadline or by id, so that
// two runs with the same input are the same run.

#include "chord/context.h"

#include <algorithm>

namespace chord {

namespace {

constexpr size_t healthEntriesMax = 1000; // then those that get another chance anyway are forgotten
constexpr size_t lateRequestsMax = 64;
constexpr int startBits = 40; // this many requests between two starts
constexpr Time roundTripHalfLifeUs = 10'000 * usPerMs;
constexpr Time roundTripUsMax = 3000 * usPerMs; // what is slower is not waited for

} // namespace

quint64 Jitter::next()
{
    m_state += 0x9e3779b97f4a7c15ULL;
    quint64 z = m_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

Time Jitter::around(Time value)
{
    return value / 2 + Time(next() % quint64(value + 1));
}

// An answer to the former program at this address must not be taken for one to this.
constexpr quint64 firstRequestIdMax = 0xffff'ffff;

Context::Context(NodeRef selfNode, Config settings)
    : config(std::move(settings))
    , space(config.space())
    , self(std::move(selfNode))
    , routing(self, space, config.successorListLength)
    , jitter(config.seed ^ self.incarnation)
    , m_lastRequestId(self.incarnation & firstRequestIdMax)
{
    m_timers.fill(never);
    if (config.durable)
        journal = std::make_unique<Journal>();
}

// Peers may still answer what was asked before the restart.
void Context::startAt(quint64 starts)
{
    m_lastRequestId = starts << startBits;
    m_lastToken = m_lastRequestId;
}

quint64 Context::request(const Address &to, Body body, Purpose purpose, int timeoutMs)
{
    return add(to, std::move(body), purpose, now + this->timeoutMs(timeoutMs) * usPerMs, 0);
}

void Context::requestPatiently(const Address &to, Body body, Purpose purpose, int patienceMs)
{
    const Time patience = std::max<Time>(timeoutMs(patienceMs) * usPerMs, 2 * probeAfter());
    add(to, std::move(body), purpose, now + probeAfter(), now + patience);
}

quint64 Context::add(const Address &to, Body body, Purpose purpose, Time deadline, Time patientUntil)
{
    const quint64 id = ++m_lastRequestId;
    m_requests.emplace(id, Request{to, purpose, now, deadline, patientUntil});
    m_requestDeadlines.emplace(deadline, id);
    send(to, id, std::move(body));
    return id;
}

// A patient request is late after this time; its peer is silent after the same time once more. A probe must be able to
// come back within it.
Time Context::probeAfter() const
{
    return std::max<Time>(config.requestTimeoutMs * usPerMs / 2, roundTrip() * 3 / 2);
}

Context::Probing &Context::probing()
{
    if (!m_probing)
        m_probing = std::make_unique<Probing>();
    return *m_probing;
}

void Context::probe(const Address &peer)
{
    if (probing().asked.insert(peer).second)
        request(peer, Ping{}, {Purpose::Kind::Probe, 0}, config.requestTimeoutMs);
}

void Context::send(const Address &to, quint64 requestId, Body body)
{
    ++counters.messagesSent;
    output.messages.push_back({to, {requestId, ring, std::move(body)}});
}

void Context::tell(Event::Kind kind, const NodeRef &node, QByteArray text, std::optional<Range> range)
{
    output.events.push_back({kind, node, std::move(text), range});
}

void Context::tellProblem(Event::Kind kind, MembershipProblem problem, const NodeRef &node)
{
    output.events.push_back({kind, node, {}, {}, problem});
}

std::optional<Request> Context::takeRequest(const Address &from, quint64 requestId)
{
    const auto it = m_requests.find(requestId);
    if (it == m_requests.end()) {
        if (const auto late = m_late.find(requestId); late != m_late.end()) {
            sawRoundTrip(now - late->second);
            m_late.erase(late);
        }
        return {};
    }
    // A contact may be known to the user by another name ("localhost") than the one it advertises and answers under.
    const bool byContact =
        it->second.purpose.kind == Purpose::Kind::JoinContact || it->second.purpose.kind == Purpose::Kind::Contact;
    if (it->second.to != from && !byContact)
        return {};
    Request request = std::move(it->second);
    m_requestDeadlines.erase({request.deadline, requestId});
    m_requests.erase(it);
    forget(request);
    answeredSentAt = request.sentAt;
    // What is asked patiently may have waited there.
    if (request.patientUntil == 0)
        sawRoundTrip(now - request.sentAt);
    return request;
}

// --- Round trips

void Context::sawRoundTrip(Time duration)
{
    if (duration < roundTrip())
        return;
    m_roundTrip = std::min(duration, roundTripUsMax);
    m_roundTripAt = now;
}

Time Context::roundTrip() const
{
    const Time halvings = (now - m_roundTripAt) / roundTripHalfLifeUs;
    return halvings > 40 ? 0 : m_roundTrip >> halvings;
}

int Context::timeoutMs(int configuredMs) const
{
    return std::max(configuredMs, int(roundTrip() * 2 / usPerMs));
}

std::vector<Request> Context::takeFailed()
{
    std::vector<Request> out;
    while (!m_requestDeadlines.empty() && m_requestDeadlines.begin()->first <= now) {
        const auto it = m_requests.find(m_requestDeadlines.begin()->second);
        if (waitsOn(it->first, it->second))
            continue;
        if (it->second.patientUntil == 0)
            m_late.emplace(it->first, it->second.sentAt);
        if (m_late.size() > lateRequestsMax)
            m_late.erase(m_late.begin());
        m_requestDeadlines.erase(m_requestDeadlines.begin());
        out.push_back(std::move(it->second));
        m_requests.erase(it);
        ++counters.requestsTimedOut;
        const Request &request = out.back();
        m_someAreSilent |= request.patientUntil != 0;
        // One that is only remembered is not expected to be there.
        if (request.purpose.kind != Purpose::Kind::Contact && !isAnswering(request))
            failed(request.to, request.sentAt, false);
        forget(request);
    }
    const bool someAreHopeless = std::exchange(m_someAreHopeless, false);
    const bool someAreSilent = std::exchange(m_someAreSilent, false);
    if (!someAreHopeless && !someAreSilent)
        return out;
    // In the order they were made (ids ascend with time), not in the table's.
    std::vector<quint64> hopeless;
    for (const auto &[deadline, id] : m_requestDeadlines) {
        const Request &request = m_requests.at(id);
        if (isDead(request.to) || (request.patientUntil != 0 && m_health.contains(request.to)))
            hopeless.push_back(id);
    }
    std::sort(hopeless.begin(), hopeless.end());
    for (const quint64 id : hopeless) {
        const auto it = m_requests.find(id);
        m_requestDeadlines.erase({it->second.deadline, id});
        out.push_back(std::move(it->second));
        m_requests.erase(it);
        forget(out.back());
    }
    return out;
}

// It is due: has a patient request more time, since it was not yet known to be late or since its peer answers others?
bool Context::waitsOn(quint64 id, Request &request)
{
    if (request.patientUntil <= now)
        return false;
    if (request.probedAt == 0) {
        ++probing().lateRequests;
        probing().heardAt.emplace(request.to, -1);
    } else if (!isAnswering(request)) {
        return false;
    }
    request.probedAt = now;
    probe(request.to);
    m_requestDeadlines.erase({request.deadline, id});
    request.deadline = std::min(now + probeAfter(), request.patientUntil);
    m_requestDeadlines.emplace(request.deadline, id);
    return true;
}

// A late one: has its peer answered something since it was probed?
bool Context::isAnswering(const Request &request) const
{
    return request.probedAt != 0 && m_probing->heardAt.at(request.to) >= request.probedAt;
}

// It has been taken out of the table.
void Context::forget(const Request &request)
{
    if (request.purpose.kind == Purpose::Kind::Probe)
        m_probing->asked.erase(request.to);
    if (request.probedAt != 0 && --m_probing->lateRequests == 0)
        m_probing->heardAt.clear();
}

bool Context::takeDue(Timer timer)
{
    Time &at = m_timers[size_t(timer)];
    if (at > now)
        return false;
    at = never;
    return true;
}

Time Context::remaining(Timer timer) const
{
    const Time at = m_timers[size_t(timer)];
    return at == never ? 0 : std::max<Time>(0, at - now);
}

Time Context::nextDeadline() const
{
    const Time timer = *std::min_element(m_timers.begin(), m_timers.end());
    return m_requestDeadlines.empty() ? timer : std::min(timer, m_requestDeadlines.begin()->first);
}

void Context::heardFrom(const Address &peer)
{
    if (!m_health.empty())
        m_health.erase(peer);
    if (!m_probing)
        return;
    if (const auto it = m_probing->heardAt.find(peer); it != m_probing->heardAt.end())
        it->second = now;
}

void Context::askedBy(const Address &peer)
{
    const auto it = m_health.find(peer);
    if (it != m_health.end() && it->second.refused)
        m_health.erase(it);
}

void Context::failed(const Address &peer, Time sentAt, bool certain)
{
    if (m_health.size() >= healthEntriesMax)
        std::erase_if(m_health, [this](const auto &entry) { return entry.second.deadUntil <= now; });
    Health &health = m_health[peer];
    m_someAreHopeless |= certain;
    health.refused |= certain;
    if (health.deadUntil > now)
        return;
    if (!certain) {
        if (sentAt < health.countedAt)
            return;
        health.countedAt = now;
        if (++health.failures < config.deadAfterTimeouts)
            return;
    }
    health.failures = 0;
    health.deadUntil = now + config.deadMemoryMs * usPerMs;
    m_newlyDead.push_back(peer);
    m_someAreHopeless = true;
}

bool Context::isDead(const Address &peer) const
{
    if (m_health.empty())
        return false;
    const auto it = m_health.find(peer);
    return it != m_health.end() && it->second.deadUntil > now;
}

bool Context::isSilent(const Address &peer)
{
    if (m_health.empty())
        return false;
    const auto it = m_health.find(peer);
    if (it == m_health.end())
        return false;
    if (it->second.deadUntil > now)
        return true;
    if (it->second.failures == 0)
        return false;
    probe(peer);
    return true;
}

std::vector<Address> Context::takeNewlyDead()
{
    return std::exchange(m_newlyDead, {});
}

void Context::postpone(Time by)
{
    std::set<std::pair<Time, quint64>> later;
    for (const auto &[deadline, id] : m_requestDeadlines) {
        Request &request = m_requests.at(id);
        request.deadline = deadline + by;
        if (request.patientUntil != 0)
            request.patientUntil += by;
        later.emplace(deadline + by, id);
    }
    m_requestDeadlines = std::move(later);
}

size_t Context::memoryBytes() const
{
    return sizeof(*this) + routing.memoryBytes() - sizeof(routing) + m_requests.size() * (sizeof(Request) + 64)
        + (journal ? journal->memoryBytes() : 0) + m_health.size() * 96 + contacts.memoryBytes()
        + output.messages.capacity() * sizeof(Envelope);
}

} // namespace chord
