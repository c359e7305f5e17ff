// SPDX-License-Identifier: GPL-3.0-or-later
//
// Calls the checkers when something they look at has changed.

#include "sim/judge.h"

#include "chord/routing.h"
#include "sim/linearizability.h"
#include "sim/messagetext.h"
#include "sim/ownershipcheck.h"
#include "sim/placementcheck.h"
#include "sim/workload.h"

#include <algorithm>

namespace sim {

namespace {

constexpr size_t violationsMax = 5; // what follows a violation seldom tells more

} // namespace

Judge::Judge(Cluster &cluster, const History &history)
    : m_cluster(cluster)
    , m_history(history)
    , m_losses(cluster, history)
{
    cluster.addListener(this);
}

void Judge::started(int host)
{
    m_startedAt.resize(std::max(m_startedAt.size(), size_t(host) + 1));
    m_startedAt[size_t(host)] = m_cluster.now();
}

void Judge::touched(int host)
{
    if (routingChanged(host) || m_failing)
        checkRing(m_failing);
    m_failing = false;
    checkOwnership();
}

void Judge::failing(int host)
{
    m_losses.failing(host);
    m_failing = true;
}

void Judge::pausing(int host)
{
    m_losses.pausing(host);
}

void Judge::happened(int host, const chord::Event &event)
{
    if (event.kind == chord::Event::Kind::InvariantBroken)
        report("ring", m_cluster.ref(host).address + " says: " + event.text);
}

Problems Judge::unsettled() const
{
    Problems problems;
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        if (m_cluster.state(host) != HostState::Down && !m_cluster.isMember(host))
            problems.push_back(m_cluster.ref(host).address + " is not ready");
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
    for (const auto &[key, operations] : m_history.byKey()) {
        const std::vector<Operation> judged = truncated(operations, m_losses.countsUntil(key));
        const LinearizabilityVerdict verdict = checkLinearizable(judged);
        if (verdict.kind == LinearizabilityVerdict::Kind::Violation)
            report("history", verdict.explanation);
        if (verdict.kind == LinearizabilityVerdict::Kind::Undecided)
            report("history", "the history of " + keyText(key) + " is too tangled to be judged");
    }
    for (const QByteArray &problem : unsettled())
        report("settling", problem);
    checkBounds(bounds);
}

void Judge::report(const char *checker, const QByteArray &text)
{
    const bool known = std::any_of(m_violations.begin(), m_violations.end(), [&](const Violation &violation) {
        return violation.checker == checker && violation.text == text;
    });
    if (!known && m_violations.size() < violationsMax)
        m_violations.push_back({checker, m_cluster.now(), text});
}

void Judge::checkRing(bool afterFailure)
{
    const Problems problems = ringProblems(RingPicture::of(m_cluster));
    if (problems.empty()) {
        m_ringBroken = false;
        return;
    }
    if (m_ringBroken)
        return;
    m_ringBroken = true;
    if (afterFailure)
        ++m_ringsBroken;
    else
        report("ring", problems.front());
}

void Judge::checkOwnership()
{
    const QByteArray twice = servedTwice(servingNow(m_cluster));
    if (!twice.isEmpty())
        report("ownership", twice);
}

void Judge::checkBounds(const Bounds &bounds)
{
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        const chord::Node *node = m_cluster.node(host);
        if (!node)
            continue;
        const double seconds = double(m_cluster.now() - m_startedAt[size_t(host)]) / 1e6;
        const double rate = double(node->counters().messagesSent) / std::max(seconds, 1.0);
        if (bounds.messagesPerSecond > 0 && rate > bounds.messagesPerSecond)
            report("bounds", node->self().address + " sent " + QByteArray::number(rate) + " messages a second");
        if (bounds.nodeBytes > 0 && node->memoryBytes() > bounds.nodeBytes)
            report("bounds", node->self().address + " takes " + QByteArray::number(node->memoryBytes()) + " bytes");
    }
    if (bounds.underWay > 0 && m_cluster.counts().underWayMost > bounds.underWay)
        report("bounds",
               QByteArray::number(m_cluster.counts().underWayMost) + " messages and calls were on their way at once");
    if (m_cluster.counts().lateDeadlines > 0)
        report("bounds",
               "a node asked to be woken in the past " + QByteArray::number(m_cluster.counts().lateDeadlines)
                   + " times");
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
