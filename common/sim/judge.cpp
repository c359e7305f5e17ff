// SPDX-License-Identifier: GPL-3.0-or-later
//
// Calls the checkers when something they look at has changed.

#include "sim/judge.h"

#include "chord/routing.h"
#include "sim/linearizability.h"
#include "sim/messagetext.h"
#include "sim/placementcheck.h"
#include "sim/workload.h"

#include <algorithm>

namespace sim {

namespace {

constexpr size_t violationsMax = 5; // what follows a violation seldom tells more

} // namespace

Judge::Judge(Cluster &cluster, const History &history, Promises promises)
    : m_cluster(cluster)
    , m_history(history)
    , m_promises(promises)
    , m_losses(cluster, history)
    , m_ownership(cluster)
    , m_principals(cluster.settings().config)
    , m_costs(cluster)
{
    cluster.addListener(this);
}

void Judge::touched(int host)
{
    if (routingChanged(host) || m_failing)
        checkRing();
    m_failing = false;
    if (m_promises == Promises::All && m_ringsBroken == 0)
        checkOwnership(host);
}

// By then all have noticed that a node is gone, or back.
Time Judge::noticeTime() const
{
    const chord::Config &config = m_cluster.settings().config;
    return (config.deadAfterTimeouts * config.requestTimeoutMs + 3 * config.stabilizePeriodMs) * chord::usPerMs;
}

void Judge::failing(int host)
{
    m_losses.failing(host);
    m_failing = true;
    m_paused -= m_cluster.state(host) == HostState::Paused ? 1 : 0;
    const chord::Config &config = m_cluster.settings().config;
    const chord::Node *node = m_cluster.node(host);
    const Time now = m_cluster.now();
    if (node && node->state() != chord::NodeState::Left)
        m_answersUntil = now + config.requestTimeoutMs * chord::usPerMs;
    else if (now <= m_noticedBy || isAllThatSomebodyKnows(host))
        m_answersUntil = now; // it leaves before others, gone from or new to the same lists, are known to be
    m_noticedBy = now + noticeTime();
}

// Of a member that has not been told yet who joined beside the node that leaves: for as long as a message takes it is a
// ring of its own.
bool Judge::isAllThatSomebodyKnows(int leaving) const
{
    const chord::Id &id = m_cluster.ref(leaving).id;
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        if (host == leaving || !m_cluster.isMember(host))
            continue;
        const std::vector<chord::NodeRef> &successors = m_cluster.node(host)->routing().successors();
        if (successors.size() == 1 && successors.front().id == id)
            return true;
    }
    return false;
}

void Judge::resuming(int host)
{
    Q_UNUSED(host)
    --m_paused;
    // Somebody may just then find that all it knows are dead, having counted this one among them.
    m_answersUntil = std::max(m_answersUntil, m_cluster.now() + noticeTime());
}

void Judge::pausing(int host)
{
    m_losses.pausing(host);
    ++m_paused;
}

void Judge::happened(int host, const chord::Event &event)
{
    if (event.kind == chord::Event::Kind::InvariantBroken)
        report("ring", m_cluster.ref(host).address + " says: " + event.text);
    const int dead = event.kind == chord::Event::Kind::PeerDead ? m_cluster.hostOf(event.node.address) : -1;
    if (dead >= 0)
        m_principals.doubted(m_cluster.ref(dead), m_cluster.now());
}

Problems Judge::unsettled() const
{
    Problems problems;
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        if (m_cluster.state(host) != HostState::Down && !m_cluster.isMember(host))
            problems.push_back(m_cluster.ref(host).address + " is not ready");
        else if (m_cluster.isMember(host) && !m_cluster.node(host)->owned())
            problems.push_back(m_cluster.ref(host).address + " does not know what it owns");
    }
    const RingPicture picture = RingPicture::of(m_cluster);
    const chord::Config &config = m_cluster.settings().config;
    const auto add = [&](const Problems &found) { problems.insert(problems.end(), found.begin(), found.end()); };
    add(ringProblems(picture));
    add(idealProblems(picture, config.successorListLength));
    add(placementProblems(holdingsOf(m_cluster), config.space(), {config.replicas, false}));
    if (picture.members.empty())
        return problems;
    if (const QByteArray gap = servedByNobody(servingNow(m_cluster)); !gap.isEmpty())
        problems.push_back(gap);
    return problems;
}

void Judge::conclude(const Bounds &bounds)
{
    if (m_promises == Promises::All && m_ringsBroken == 0) {
        checkHistories();
        for (const QByteArray &problem : unsettled())
            report("settling", problem);
    }
    for (const QByteArray &problem : m_costs.problems(bounds))
        report("bounds", problem);
    if (m_cluster.counts().lateDeadlines > 0)
        report("bounds",
               "a node asked to be woken in the past " + QByteArray::number(m_cluster.counts().lateDeadlines)
                   + " times");
}

void Judge::checkHistories()
{
    for (const auto &[key, operations] : m_history.byKey()) {
        const std::vector<Operation> judged = truncated(operations, m_losses.countsUntil(key));
        const LinearizabilityVerdict verdict = checkLinearizable(judged);
        if (verdict.kind == LinearizabilityVerdict::Kind::Violation)
            report("history", verdict.explanation);
        if (verdict.kind == LinearizabilityVerdict::Kind::Undecided)
            report("history", "the history of " + keyText(key) + " is too tangled to be judged");
    }
}

void Judge::report(const char *checker, const QByteArray &text)
{
    const bool known = std::any_of(m_violations.begin(), m_violations.end(), [&](const Violation &violation) {
        return violation.checker == checker && violation.text == text;
    });
    if (!known && m_violations.size() < violationsMax)
        m_violations.push_back({checker, m_cluster.now(), text});
}

void Judge::checkRing()
{
    const RingPicture picture = RingPicture::of(m_cluster);
    const QByteArray demoted = m_principals.look(picture, m_cluster.now());
    if (!demoted.isEmpty() && m_promises == Promises::All && m_ringsBroken == 0)
        report("ring", demoted);
    const Problems problems = ringProblems(picture);
    if (problems.empty()) {
        m_ringBroken = false;
        return;
    }
    if (m_ringBroken)
        return;
    m_ringBroken = true;
    // Whoever is stopped may have outlived all that it knew.
    const bool afterFailure = m_cluster.now() <= m_answersUntil || m_paused > 0;
    if (afterFailure || m_promises == Promises::Ring)
        ++m_ringsBroken;
    else
        report("ring", problems.front());
}

// Time alone only ends leases: two owners come about when one of them does something.
void Judge::checkOwnership(int host)
{
    const QByteArray twice = m_ownership.touched(host);
    if (!twice.isEmpty())
        report("ownership", twice);
}

bool Judge::routingChanged(int host)
{
    m_routing.resize(std::max(m_routing.size(), size_t(host) + 1));
    quint64 sum = 0;
    if (const chord::Node *node = m_cluster.node(host)) {
        sum = mix(node->self().incarnation, quint64(node->state()));
        for (const chord::NodeRef &successor : node->routing().successors())
            sum = mix(sum, mix(successor.incarnation, successor.id.words()[2]));
    }
    return std::exchange(m_routing[size_t(host)], sum) != sum;
}

} // namespace sim
