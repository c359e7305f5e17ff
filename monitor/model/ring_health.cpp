// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ring with fewer nodes than replicas is degraded: its keys have fewer copies than they should.

#include "model/ring_health.h"

#include "model/chain_check.h"
#include "model/ring_ranges.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <numeric>

namespace monitor {

namespace {

struct HealthText {
    Q_DECLARE_TR_FUNCTIONS(monitor::RingHealth)
};

bool isSilent(const NodeView &node)
{
    return node.condition == NodeCondition::Dead || node.condition == NodeCondition::Suspect;
}

// Nothing if all is well with the range.
std::optional<RingIssue::Kind> problemOf(const RangeStatus &range, int replicas)
{
    switch (range.condition) {
    case RangeCondition::NoVoter:
        return RingIssue::Kind::Lost;
    case RangeCondition::NoQuorum:
        return RingIssue::Kind::NoQuorum;
    case RangeCondition::NoLeader:
    case RangeCondition::Recovering:
        return RingIssue::Kind::NoLeader;
    case RangeCondition::Served:
        break;
    }
    if (replicas > 0 && range.answering < replicas)
        return RingIssue::Kind::UnderReplicated;
    if (replicas > 0 && int(range.view.voters.size()) > replicas)
        return RingIssue::Kind::Surplus;
    return {};
}

QString rangeIssueText(const RangeStatus &range, RingIssue::Kind kind, int replicas, const Names &names)
{
    const QString text = rangeText(range.view.low, range.view.high, names);
    if (kind == RingIssue::Kind::UnderReplicated)
        return HealthText::tr("%1 of %2 voters of the range %3 answer.")
            .arg(std::min(range.answering, replicas))
            .arg(replicas)
            .arg(text);
    if (kind == RingIssue::Kind::Surplus)
        return HealthText::tr("The range %1 has %2 voters; %3 are enough.")
            .arg(text)
            .arg(range.view.voters.size())
            .arg(replicas);
    return rangeProblem(range, names);
}

RingHealth::State stateOf(const RingHealth &health)
{
    using Kind = RingIssue::Kind;
    if (health.allNodes == 0)
        return RingHealth::State::Unknown;
    if (health.liveNodes == 0)
        return RingHealth::State::Unreachable;
    if (health.count(Kind::NoQuorum) + health.count(Kind::Lost) > 0)
        return RingHealth::State::NoQuorum;
    const int all = std::accumulate(std::begin(health.issues), std::end(health.issues), 0);
    return all > health.count(Kind::Surplus) ? RingHealth::State::Degraded : RingHealth::State::Whole;
}

} // namespace

RingHealth RingHealth::of(const RingSnapshot &ring)
{
    RingHealth health;
    health.liveNodes = ring.liveNodes();
    health.allNodes = int(ring.nodes.size());
    health.issues[size_t(RingIssue::Kind::SilentNode)] =
        int(std::count_if(ring.nodes.begin(), ring.nodes.end(), isSilent));
    health.issues[size_t(RingIssue::Kind::WrongPointer)] = ring.chainWhole ? 0 : int(chainProblems(ring).size());
    for (const RangeStatus &range : ring.ranges) {
        if (const std::optional<RingIssue::Kind> kind = problemOf(range, ring.replicas))
            ++health.issues[size_t(*kind)];
    }
    health.state = stateOf(health);
    if (health.state == State::Whole && !ring.chainWhole)
        health.state = State::Degraded; // two rings in one picture
    return health;
}

std::vector<RingIssue> issuesOf(const RingSnapshot &ring)
{
    const Names names(ring);
    std::vector<RingIssue> issues;
    for (const RangeStatus &range : ring.ranges) {
        if (const std::optional<RingIssue::Kind> kind = problemOf(range, ring.replicas))
            issues.push_back({*kind, range.view.leader, rangeIssueText(range, *kind, ring.replicas, names)});
    }
    for (const NodeView &node : ring.nodes) {
        if (isSilent(node))
            issues.push_back({RingIssue::Kind::SilentNode, node.self,
                              node.trouble.isEmpty() ? HealthText::tr("%1 does not answer.").arg(names.node(node.self))
                                                     : node.trouble});
    }
    for (const QString &problem : ring.chainWhole ? std::vector<QString>() : chainProblems(ring))
        issues.push_back({RingIssue::Kind::WrongPointer, {}, problem});
    std::vector<RingIssue> worstFirst;
    for (int kind = issueKinds - 1; kind >= 0; --kind) {
        std::copy_if(issues.begin(), issues.end(), std::back_inserter(worstFirst),
                     [&](const RingIssue &issue) { return int(issue.kind) == kind; });
    }
    return worstFirst;
}

QString healthText(RingHealth::State state)
{
    switch (state) {
    case RingHealth::State::Unknown:
        return HealthText::tr("not known yet");
    case RingHealth::State::Whole:
        return HealthText::tr("whole");
    case RingHealth::State::Degraded:
        return HealthText::tr("degraded");
    case RingHealth::State::NoQuorum:
        return HealthText::tr("no quorum");
    case RingHealth::State::Unreachable:
        return HealthText::tr("unreachable");
    }
    return {};
}

QString issueKindText(RingIssue::Kind kind)
{
    switch (kind) {
    case RingIssue::Kind::SilentNode:
        return HealthText::tr("nodes that do not answer");
    case RingIssue::Kind::WrongPointer:
        return HealthText::tr("wrong pointers");
    case RingIssue::Kind::NoLeader:
        return HealthText::tr("ranges without a leader");
    case RingIssue::Kind::UnderReplicated:
        return HealthText::tr("under-replicated ranges");
    case RingIssue::Kind::Surplus:
        return HealthText::tr("ranges with surplus voters");
    case RingIssue::Kind::NoQuorum:
        return HealthText::tr("ranges without a quorum");
    case RingIssue::Kind::Lost:
        return HealthText::tr("lost ranges");
    }
    return {};
}

} // namespace monitor
