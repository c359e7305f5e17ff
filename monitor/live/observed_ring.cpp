// SPDX-License-Identifier: GPL-3.0-or-later
//
// Classifies nodes that do not answer, and describes their state.

#include "live/observed_ring.h"

#include "live/failure_text.h"
#include "live/ring_diagnosis.h"
#include "model/names.h"
#include "model/ring_ranges.h"
#include "model/snapshot_comparison.h"

#include <algorithm>

namespace monitor {

namespace {

constexpr int deadAfterFailures = 3; // and LiveTimes::deadAfter of silence

NodeCondition conditionOf(chord::NodeState state)
{
    switch (state) {
    case chord::NodeState::Joining:
        return NodeCondition::Joining;
    case chord::NodeState::Ready:
        return NodeCondition::Alive;
    case chord::NodeState::Leaving:
    case chord::NodeState::Left:
        return NodeCondition::Leaving;
    }
    Q_UNREACHABLE();
}

// Ranges with invalid identifiers are left out.
RangeList rangesOf(const std::vector<api::RangeEntry> &entries, const chord::IdSpace &space)
{
    RangeList ranges;
    for (const api::RangeEntry &entry : entries) {
        const std::optional<chord::Id> low = space.fromHex(entry.low);
        const std::optional<chord::Id> high = space.fromHex(entry.high);
        if (!low || !high)
            continue;
        RangeView &view = ranges.emplace_back();
        view.low = *low;
        view.high = *high;
        view.leader = entry.leader ? peerOf(*entry.leader, space) : std::nullopt;
        for (const api::NodeLabel &label : entry.voters) {
            if (const std::optional<Peer> voter = peerOf(label, space))
                view.voters.push_back(*voter);
        }
        view.ballot = ballotFromText(entry.ballot).value_or(chord::Ballot{entry.lossEpoch, 0, 0});
        view.state = entry.state;
    }
    return ranges;
}

bool isVoter(const NodeView &view, const QByteArray &address)
{
    const auto isIt = [&address](const Peer &voter) { return voter.address == address; };
    return view.ranges && std::any_of(view.ranges->begin(), view.ranges->end(), [&](const RangeView &range) {
               return std::any_of(range.voters.begin(), range.voters.end(), isIt);
           });
}

constexpr qint64 justNowMs = 2000; // the sentence goes into the list of events, where "ago" would be wrong later

// Coarser the longer it takes, so that the sentence it stands in does not change all the time.
QString silenceText(qint64 ms)
{
    const qint64 seconds = std::max<qint64>(1, ms / 1000);
    if (seconds < 10)
        return ObservedRing::tr("%1 s").arg(seconds);
    if (seconds < 60)
        return ObservedRing::tr("%1 s").arg(seconds / 10 * 10);
    return seconds < 3600 ? ObservedRing::tr("%1 min").arg(seconds / 60) : ObservedRing::tr("%1 h").arg(seconds / 3600);
}

} // namespace

std::optional<Peer> peerOf(const api::NodeLabel &label, const chord::IdSpace &space)
{
    const std::optional<chord::Id> id = space.fromHex(label.id);
    return id ? std::optional(Peer{*id, label.address}) : std::nullopt;
}

bool ObservedRing::fill(NodeView &view, const api::NodeDocument &document) const
{
    const chord::IdSpace space(document.idBits);
    const std::optional<Peer> self = peerOf(document.node, space);
    if (!self)
        return false;
    NodeView next = view; // keys, and whose it is
    next.self = *self;
    next.condition = conditionOf(document.state);
    next.predecessor = document.predecessor ? peerOf(*document.predecessor, space) : std::nullopt;
    next.successors.clear();
    for (const api::NodeLabel &label : document.successors) {
        if (const std::optional<Peer> peer = peerOf(label, space))
            next.successors.push_back(*peer);
    }
    next.fingers.clear();
    for (const api::FingerLabel &label : document.fingers) {
        const std::optional<Peer> peer = peerOf(label.node, space);
        const std::optional<chord::Id> start = space.fromHex(label.start);
        if (peer && start)
            next.fingers.push_back({label.index, *start, *peer});
    }
    RangeList ranges = rangesOf(document.ranges, space);
    if (!view.ranges || *view.ranges != ranges)
        next.ranges = std::make_shared<const RangeList>(std::move(ranges));
    next.totals = document.keys;
    next.counters = document.counters;
    next.uptimeSeconds = document.uptimeSeconds;
    next.version = document.version;
    view = std::move(next);
    return true;
}

std::vector<Peer> ObservedRing::onDocument(const QByteArray &address, const api::NodeDocument &document, qint64 nowMs)
{
    const QString where = QString::fromUtf8(address);
    if (document.node.address != address) {
        note(address,
             tr("The node at %1 has the advertised address %2. Another program may use the port.")
                 .arg(where, QString::fromUtf8(document.node.address)));
        return {};
    }
    if (m_idBits != 0 && (document.idBits != m_idBits || document.replicas != m_replicas)) {
        note(address,
             tr("The node at %1 belongs to another ring: it has identifiers of %2 bits and %3 replicas, this ring "
                "%4 bits and %5 replicas.")
                 .arg(where)
                 .arg(document.idBits)
                 .arg(document.replicas)
                 .arg(m_idBits)
                 .arg(m_replicas));
        return {};
    }
    Observed &observed = m_nodes[address];
    const NodeView before = observed.view;
    if (!fill(observed.view, document)) {
        m_nodes.erase(address);
        note(address,
             tr("The node at %1 has the identifier “%2”, which is not valid in this ring.")
                 .arg(where, QString::fromLatin1(document.node.id)));
        return {};
    }
    m_strangers.erase(address);
    m_idBits = document.idBits;
    m_replicas = document.replicas;
    observed.view.seenMs = nowMs;
    observed.hasAnswered = true;
    observed.refusedSinceMs = 0;
    observed.failures = 0;
    observed.cause.clear();
    observed.processEnd.clear();
    observed.hasLeft = false;
    m_hasChanged = m_hasChanged || !isSameContent(before, observed.view);
    noteLeadless(observed.view, nowMs);

    std::vector<Peer> named = observed.view.successors;
    if (observed.view.predecessor)
        named.push_back(*observed.view.predecessor);
    for (const FingerView &finger : observed.view.fingers)
        named.push_back(finger.node);
    for (const RangeView &range : *observed.view.ranges)
        named.insert(named.end(), range.voters.begin(), range.voters.end());
    std::erase_if(named, [&](const Peer &peer) { return peer.address == address; });
    return named;
}

// A node was there before: another program uses its port now, so the node is dead.
void ObservedRing::note(const QByteArray &address, const QString &problem)
{
    m_strangers[address] = problem;
    m_hasChanged = true;
    if (const auto known = m_nodes.find(address); known != m_nodes.end()) {
        known->second.view.condition = NodeCondition::Dead;
        known->second.cause = tr("another program answers at its address");
    }
}

void ObservedRing::onFailure(const Peer &named, const client::Failure &failure, qint64 nowMs)
{
    m_hasChanged = true; // the sentence on it, at least
    Observed &observed = m_nodes[named.address];
    if (!observed.hasAnswered)
        observed.view.self = named;
    if (observed.failures++ == 0 && observed.view.condition != NodeCondition::Dead)
        observed.troubledSinceMs = observed.hasAnswered ? observed.view.seenMs : nowMs;
    observed.cause = FailureText::cause(failure);
    const bool isRefused = failure.cause == client::HttpResponse::Cause::Refused;
    const bool isLeaving = observed.view.condition == NodeCondition::Leaving || observed.expectsLeave;
    const bool isSilentForLong =
        observed.failures >= deadAfterFailures && nowMs - observed.troubledSinceMs >= m_times.deadAfter;
    const bool wasUp = observed.hasAnswered && observed.view.condition != NodeCondition::Dead && !observed.view.local;
    if (isRefused && wasUp && observed.refusedSinceMs == 0)
        observed.refusedSinceMs = nowMs;
    if (isLeaving && isRefused)
        observed.hasLeft = true;
    else if ((isRefused && !wasUp) || isSilentForLong || observed.view.condition == NodeCondition::Dead)
        observed.view.condition = NodeCondition::Dead;
    else if (!isLeaving)
        observed.view.condition = NodeCondition::Suspect;
}

void ObservedRing::onKeys(const QByteArray &address, const std::shared_ptr<const KeyList> &keys, bool complete)
{
    const auto found = m_nodes.find(address);
    if (found == m_nodes.end())
        return;
    m_hasChanged = true;
    found->second.view.keys = keys;
    found->second.view.keysComplete = complete;
}

void ObservedRing::setLocal(const QByteArray &address, bool local)
{
    if (const auto found = m_nodes.find(address); found != m_nodes.end())
        found->second.view.local = local;
    m_hasChanged = true;
}

void ObservedRing::expectLeave(const QByteArray &address)
{
    if (const auto found = m_nodes.find(address); found != m_nodes.end())
        found->second.expectsLeave = true;
}

void ObservedRing::onProcessEnded(const QByteArray &address, const QString &how, qint64 nowMs)
{
    const auto found = m_nodes.find(address);
    if (found == m_nodes.end())
        return;
    m_hasChanged = true;
    Observed &observed = found->second;
    observed.view.condition = NodeCondition::Dead;
    observed.troubledSinceMs = nowMs;
    observed.processEnd = how;
    observed.hasLeft = how.isEmpty();
}

bool ObservedRing::isNamed(const QByteArray &address) const
{
    const auto isIt = [&address](const Peer &peer) { return peer.address == address; };
    return std::any_of(m_nodes.begin(), m_nodes.end(), [&](const auto &entry) {
        const NodeView &view = entry.second.view;
        if (view.condition == NodeCondition::Dead || view.condition == NodeCondition::Suspect)
            return false;
        return (view.predecessor && isIt(*view.predecessor)) || isVoter(view, address)
            || std::any_of(view.successors.begin(), view.successors.end(), isIt)
            || std::any_of(view.fingers.begin(), view.fingers.end(),
                           [&](const FingerView &finger) { return isIt(finger.node); });
    });
}

// A node that crashed leaves its range without a leader until its lease has ended. One that leaves transfers the
// leadership before.
void ObservedRing::noteLeadless(const NodeView &teller, qint64 nowMs)
{
    for (const RangeView &range : *teller.ranges) {
        if (range.leader || range.state == chord::GroupState::Serving)
            continue;
        for (const Peer &voter : range.voters) {
            const auto found = m_nodes.find(voter.address);
            if (found == m_nodes.end() || voter.address == teller.self.address || !found->second.view.ranges)
                continue;
            const RangeList &said = *found->second.view.ranges;
            if (std::any_of(said.begin(), said.end(),
                            [&](const RangeView &led) { return led.high == range.high && led.isLedBy(voter.id); }))
                found->second.leadlessSeenMs = nowMs;
        }
    }
}

// Of a node that refuses connections: had it left, no other would count it among the voters of a range.
bool ObservedRing::hasCrashed(const Observed &observed) const
{
    const QByteArray &address = observed.view.self.address;
    const qint64 sinceMs = observed.refusedSinceMs + m_times.answerLag;
    return observed.leadlessSeenMs > observed.view.seenMs
        || std::any_of(m_nodes.begin(), m_nodes.end(), [&](const auto &entry) {
               return entry.first != address && entry.second.view.seenMs >= sinceMs
                   && isVoter(entry.second.view, address);
           });
}

auto ObservedRing::liveAround(const chord::Id &id) const -> std::pair<const Observed *, const Observed *>
{
    std::map<chord::Id, const Observed *> live;
    for (const auto &[address, observed] : m_nodes) {
        if (observed.view.condition == NodeCondition::Alive)
            live.emplace(observed.view.self.id, &observed);
    }
    if (live.empty())
        return {nullptr, nullptr};
    const auto behind = live.upper_bound(id);
    const auto before = live.lower_bound(id);
    return {before == live.begin() ? live.rbegin()->second : std::prev(before)->second,
            behind == live.end() ? live.begin()->second : behind->second};
}

void ObservedRing::judgeVanished(qint64 nowMs)
{
    for (auto &[address, observed] : m_nodes) {
        if (observed.refusedSinceMs == 0 || observed.view.condition != NodeCondition::Suspect)
            continue;
        const auto around = liveAround(observed.view.self.id);
        const Observed *before = around.first;
        const Observed *behind = around.second;
        if (!behind || hasCrashed(observed) || nowMs - observed.troubledSinceMs >= m_times.deadAfter) {
            observed.view.condition = NodeCondition::Dead;
            m_hasChanged = true;
            continue;
        }
        const qint64 heardMs = std::min(before->view.seenMs, behind->view.seenMs);
        const auto isClosed = [&] { // over the place where it stood
            if (before == behind)
                return behind->view.successors.empty();
            return !before->view.successors.empty() && before->view.successors[0].id == behind->view.self.id
                && behind->view.predecessor && behind->view.predecessor->id == before->view.self.id;
        };
        observed.hasLeft = heardMs - observed.refusedSinceMs >= m_times.crashShows && isClosed();
    }
}

std::vector<QByteArray> ObservedRing::dropGone(qint64 nowMs)
{
    std::map<chord::Id, QByteArray> alive;
    for (const auto &[address, observed] : m_nodes) {
        if (observed.view.condition != NodeCondition::Dead)
            alive.emplace(observed.view.self.id, address);
    }
    std::vector<QByteArray> gone;
    for (const auto &[address, observed] : m_nodes) {
        const auto twin = alive.find(observed.view.self.id);
        const bool isReplaced = twin != alive.end() && twin->second != address;
        const bool isDead = observed.view.condition == NodeCondition::Dead;
        const bool isOld = !observed.hasAnswered || nowMs - observed.troubledSinceMs > deadKeptMs;
        if (observed.hasLeft || isReplaced || (isDead && !observed.view.local && isOld && !isNamed(address)))
            gone.push_back(address);
    }
    for (const QByteArray &address : gone)
        m_nodes.erase(address);
    return gone;
}

std::shared_ptr<const RingSnapshot> ObservedRing::takeSnapshot(qint64 nowMs)
{
    m_hasChanged = false;
    auto snapshot = std::make_shared<RingSnapshot>();
    snapshot->idBits = m_idBits == 0 ? chord::idBitsMax : m_idBits;
    snapshot->replicas = m_replicas;
    snapshot->takenMs = nowMs;
    std::vector<const Observed *> order;
    for (const auto &[address, observed] : m_nodes)
        order.push_back(&observed);
    std::sort(order.begin(), order.end(),
              [](const Observed *a, const Observed *b) { return a->view.self.id < b->view.self.id; });
    for (const Observed *observed : order)
        snapshot->nodes.push_back(observed->view);
    judgeRanges(*snapshot);
    const Names names(*snapshot);
    for (size_t i = 0; i < order.size(); ++i)
        snapshot->nodes[i].trouble = troubleOf(*order[i], *snapshot, names, nowMs);
    RingDiagnosis::judge(*snapshot);
    for (const auto &[address, problem] : m_strangers)
        snapshot->problems.push_back(problem);
    return snapshot;
}

QString ObservedRing::troubleOf(const Observed &observed, const RingSnapshot &snapshot, const Names &names,
                                qint64 nowMs) const
{
    const NodeView &view = observed.view;
    if (view.condition != NodeCondition::Suspect && view.condition != NodeCondition::Dead)
        return {};
    const QString name = names.node(view.self.id);
    const qint64 troubledMs = nowMs - observed.troubledSinceMs;
    const QString duration = silenceText(troubledMs);
    if (!observed.hasAnswered)
        return tr("Other nodes name %1 (%2), but it has never answered this program: %3. Its data are not known. Check "
                  "that it is reachable from this machine.")
            .arg(name, QString::fromUtf8(view.self.address), observed.cause);
    const QString effect = effectOf(view, snapshot, names);
    if (!observed.processEnd.isEmpty() && troubledMs < justNowMs)
        return tr("%1 has ended: %2. %3 Restart it to bring it back.").arg(name, observed.processEnd, effect);
    if (!observed.processEnd.isEmpty())
        return tr("%1 ended %2 ago: %3. %4 Restart it to bring it back.")
            .arg(name, duration, observed.processEnd, effect);
    const QString remedy = view.local || view.condition == NodeCondition::Suspect
        ? QString()
        : tr(" Restart it on its machine to bring it back.");
    return tr("%1 has not answered for %2 (%3). %4").arg(name, duration, observed.cause, effect) + remedy;
}

// Where its keys are read from now: at the leader of its range; where that is not known, the first live node among the
// R - 1 behind it.
QString ObservedRing::effectOf(const NodeView &view, const RingSnapshot &snapshot, const Names &names) const
{
    if (view.totals.primary == 0)
        return tr("It owned no keys.");
    if (const RangeStatus *range = snapshot.rangeOf(view.self.id)) {
        if (range->isServed())
            return tr("Its keys are read from %1.").arg(names.node(range->view.leader->id));
        return range->isLost() ? tr("Its keys cannot be read or written: their range has no quorum.")
                               : tr("Its keys can be read again when another voter is elected the leader.");
    }
    const int count = int(snapshot.nodes.size());
    const int start = snapshot.indexOf(view.self.id);
    for (int step = 1; step < std::min(count, snapshot.replicas); ++step) {
        const NodeView &next = snapshot.nodes[size_t((start + step) % count)];
        if (next.condition == NodeCondition::Alive || next.condition == NodeCondition::Leaving)
            return tr("Its keys are read from %1.").arg(names.node(next.self.id));
    }
    if (snapshot.replicas == 1)
        return tr("Its keys cannot be read: this ring keeps no replicas.");
    return tr("The nodes with the replicas of its keys do not answer either.");
}

} // namespace monitor
