// SPDX-License-Identifier: GPL-3.0-or-later
//
// From the cluster's nodes to what is drawn of them.

#include "classroom/classroom_picture.h"

#include "chord/message_kind.h"
#include "chord/routing.h"
#include "classroom/classroom_run.h"
#include "classroom/message_sentence.h"
#include "model/chain_check.h"
#include "model/ring_ranges.h"

#include <algorithm>

namespace monitor {

namespace {

constexpr size_t problemsMax = 20; // a broken ring of a thousand nodes has a thousand
constexpr size_t messagesMax = 500; // more cannot be told apart on a screen

NodeCondition conditionOf(const chord::Node *node)
{
    if (!node)
        return NodeCondition::Dead;
    switch (node->state()) {
    case chord::NodeState::Joining:
        return NodeCondition::Joining;
    case chord::NodeState::Leaving:
    case chord::NodeState::Left:
        return NodeCondition::Leaving;
    case chord::NodeState::Ready:
        break;
    }
    return NodeCondition::Alive;
}

} // namespace

SnapshotPtr ClassroomPicture::take(const ClassroomRun &run)
{
    m_hosts.resize(size_t(run.cluster().hostCount()));
    auto ring = std::make_shared<RingSnapshot>();
    ring->idBits = run.settings().idBits;
    ring->replicas = run.settings().replicas;
    ring->takenMs = run.nowMs();
    for (int host = 0; host < int(m_hosts.size()); ++host) {
        Host &h = m_hosts[size_t(host)];
        if (run.fate(host) == ClassroomRun::Fate::Gone)
            continue;
        if (h.revision != run.revision(host))
            takeHost(run, host, h);
        NodeView &view = ring->nodes.emplace_back(h.view);
        const bool isUp = view.condition != NodeCondition::Dead;
        view.seenMs = isUp ? ring->takenMs : run.endedMs(host);
        view.uptimeSeconds = isUp ? (ring->takenMs - run.startedMs(host)) / 1000 : 0;
    }
    std::sort(ring->nodes.begin(), ring->nodes.end(),
              [](const NodeView &a, const NodeView &b) { return a.self.id < b.self.id; });
    const std::vector<QString> chain = chainProblems(*ring);
    ring->chainWhole = chain.empty();
    judgeRanges(*ring);
    ring->problems = rangeProblems(*ring);
    ring->problems.insert(ring->problems.end(), chain.begin(), chain.end());
    if (ring->problems.size() > problemsMax)
        ring->problems.resize(problemsMax);
    ring->messages = takeMessages(run);
    ring->cuts = takeCuts(run);
    return ring;
}

void ClassroomPicture::takeHost(const ClassroomRun &run, int host, Host &into) const
{
    into.revision = run.revision(host);
    const chord::Node *node = run.cluster().node(host);
    NodeView view;
    view.self = run.peer(host);
    view.local = true;
    view.version = QStringLiteral(FUNNELKVS_VERSION);
    view.condition = conditionOf(node);
    view.isolated = node && run.isIsolated(host);
    if (!node) {
        view.trouble =
            ClassroomRun::tr("%1 was killed and does not answer; its data are lost. Restart it to bring it back.")
                .arg(run.name(host));
        view.ranges = std::move(into.view.ranges);
        into.view = std::move(view);
        into.digest.reset();
        takeRanges(run, host, into);
        return;
    }
    if (view.isolated)
        view.trouble = ClassroomRun::tr("%1 is isolated: all its links are cut. The other nodes cannot distinguish it "
                                        "from a dead node. Heal the links to bring it back.")
                           .arg(run.name(host));
    const chord::RoutingTable &routing = node->routing();
    if (routing.predecessor())
        view.predecessor = run.peer(*routing.predecessor());
    for (const chord::NodeRef &successor : routing.successors())
        view.successors.push_back(run.peer(successor));
    for (const chord::Finger &finger : routing.fingers())
        view.fingers.push_back({finger.index, routing.fingerStart(finger.index), run.peer(finger.node)});
    view.totals = {node->primaryKeys(), node->replicaKeys(), node->store().payloadBytes()};
    view.counters = node->counters();
    view.keysComplete = true;
    view.keys = std::move(into.view.keys);
    view.ranges = std::move(into.view.ranges);
    into.view = std::move(view);
    takeRanges(run, host, into);
    takeKeys(*node, into);
}

void ClassroomPicture::takeRanges(const ClassroomRun &run, int host, Host &into) const
{
    std::vector<chord::GroupView> groups = run.groups(host);
    if (into.view.ranges && groups == into.groups)
        return;
    auto ranges = std::make_shared<RangeList>();
    for (const chord::GroupView &group : groups) {
        RangeView &view = ranges->emplace_back();
        view.low = group.range.lo;
        view.high = group.range.hi;
        if (group.leader)
            view.leader = run.peer(*group.leader);
        for (const chord::NodeRef &voter : group.voters)
            view.voters.push_back(run.peer(voter));
        view.ballot = group.ballot;
        view.state = group.state;
    }
    into.view.ranges = std::move(ranges);
    into.groups = std::move(groups);
    into.digest.reset(); // which keys are primary may be different
}

void ClassroomPicture::takeKeys(const chord::Node &node, Host &into) const
{
    const chord::RangeDigest digest = node.store().digest(chord::Id(), chord::Id()); // of the whole ring
    if (into.view.keys && digest == into.digest)
        return;
    into.digest = digest;
    auto keys = std::make_shared<KeyList>();
    node.store().forEachAfter(chord::Id(), QByteArray(), [&](const chord::Id &id, const chord::Record &record) {
        if (!record.tombstone)
            keys->push_back({record.key, id, node.leads(id), quint64(record.value.size()), record.version});
        return true;
    });
    into.view.keys = std::move(keys);
}

// An isolated node says so itself.
std::vector<CutLink> ClassroomPicture::takeCuts(const ClassroomRun &run) const
{
    std::vector<CutLink> cuts;
    for (const auto &[one, other] : run.cuts()) {
        const auto isDrawn = [&](int host) {
            return run.fate(host) != ClassroomRun::Fate::Gone && !run.isIsolated(host);
        };
        if (isDrawn(one) && isDrawn(other))
            cuts.push_back({run.peer(one), run.peer(other)});
    }
    return cuts;
}

std::vector<MessageView> ClassroomPicture::takeMessages(const ClassroomRun &run) const
{
    std::vector<MessageView> messages;
    const sim::Cluster &cluster = run.cluster();
    cluster.forEachUnderWay([&](const sim::Cluster::UnderWay &way) {
        if (messages.size() >= messagesMax || !ClassroomRun::isShown(way.message))
            return;
        MessageView view;
        view.from = run.peer(way.from);
        view.to = run.peer(way.to);
        view.name = QString::fromLatin1(chord::messageName(way.message.body));
        view.text = messageSentence(way.message, run, way.from, way.to);
        const double length = double(std::max<sim::Time>(1, way.arrives - way.sent));
        view.progress = std::clamp(double(cluster.now() - way.sent) / length, 0.0, 1.0);
        messages.push_back(std::move(view));
    });
    return messages;
}

} // namespace monitor
