// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nodes are matched by identifier. That keys moved shows as keys that a node owns now and did not before, while a
// neighbour on the ring owned them; the two lists are never read at the same time, so the neighbour's former list
// counts for a while.

#include "live/change_tracker.h"

#include "model/ring_ranges.h"

#include <algorithm>
#include <iterator>

namespace monitor {

namespace {

constexpr qint64 formerKeptMs = 60'000; // a list is read again sooner than that
// A node's new keys come from its successor (a join) or from those before it (leaving, dying).
constexpr int neighboursBefore = 8;
constexpr int neighboursBehind = 2;

bool byId(const KeyView &a, const KeyView &b)
{
    return a.id != b.id ? a.id < b.id : a.key < b.key;
}

KeyList ownedOf(const std::shared_ptr<const KeyList> &keys)
{
    KeyList owned;
    if (keys)
        std::copy_if(keys->begin(), keys->end(), std::back_inserter(owned),
                     [](const KeyView &key) { return key.primary; });
    std::sort(owned.begin(), owned.end(), byId);
    return owned;
}

const NodeView *find(const SnapshotPtr &snapshot, const chord::Id &id)
{
    const int index = snapshot->indexOf(id);
    return index < 0 ? nullptr : &snapshot->nodes[size_t(index)];
}

bool isRunning(const NodeView &node)
{
    return node.condition != NodeCondition::Dead && node.condition != NodeCondition::Suspect;
}

} // namespace

std::vector<RingEvent> ChangeTracker::advance(const SnapshotPtr &next, bool settling)
{
    m_events.clear();
    m_now = next;
    m_names = Names(*m_now);
    if (m_before && m_before->idBits == m_now->idBits) {
        compareMembership(settling);
        for (const NodeView &now : m_now->nodes) {
            const NodeView *before = find(m_before, now.self.id);
            if (!before)
                continue;
            compareCondition(*before, now);
            if (isRunning(*before) && isRunning(now)) {
                comparePointers(*before, now);
                compareCounters(*before, now);
            }
        }
        compareRanges();
        compareKeys();
        rememberFormerKeys();
    }
    m_before = m_now;
    return std::move(m_events);
}

void ChangeTracker::add(RingEvent::Kind kind, const NodeView &node, const QString &text)
{
    m_events.push_back({m_now->takenMs, kind, node.self, text});
}

QString ChangeTracker::name(const std::optional<Peer> &peer) const
{
    return peer ? name(*peer) : tr("none");
}

void ChangeTracker::compareMembership(bool settling)
{
    for (const NodeView &now : m_now->nodes) {
        if (settling || find(m_before, now.self.id) || now.condition == NodeCondition::Dead)
            continue;
        m_joined.insert(now.self.id);
        if (now.condition == NodeCondition::Suspect)
            add(RingEvent::Kind::Suspected, now, now.trouble);
        else
            add(RingEvent::Kind::Joined, now,
                tr("%1 (%2) has joined.").arg(name(now.self), QString::fromUtf8(now.self.address)));
    }
    for (const NodeView &before : m_before->nodes) {
        if (find(m_now, before.self.id) || before.condition == NodeCondition::Dead)
            continue;
        add(RingEvent::Kind::Left, before, tr("%1 has left the ring.").arg(name(before.self)));
    }
}

void ChangeTracker::compareCondition(const NodeView &before, const NodeView &now)
{
    if (!isRunning(before) && isRunning(now)) {
        add(RingEvent::Kind::Recovered, now,
            now.uptimeSeconds < before.uptimeSeconds ? tr("%1 is back after a restart.").arg(name(now.self))
                                                     : tr("%1 answers again.").arg(name(now.self)));
        return;
    }
    if (isRunning(now) && now.uptimeSeconds < before.uptimeSeconds)
        add(RingEvent::Kind::Recovered, now, tr("%1 was restarted.").arg(name(now.self)));
    if (before.condition == now.condition)
        return;
    if (now.condition == NodeCondition::Suspect)
        add(RingEvent::Kind::Suspected, now, now.trouble);
    else if (now.condition == NodeCondition::Dead)
        add(RingEvent::Kind::Died, now, now.trouble);
    else if (now.condition == NodeCondition::Leaving)
        add(RingEvent::Kind::Note, now, tr("%1 is leaving and hands over its keys.").arg(name(now.self)));
}

void ChangeTracker::comparePointers(const NodeView &before, const NodeView &now)
{
    const auto firstOf = [](const NodeView &node) { return node.successors.empty() ? node.self : node.successors[0]; };
    const Peer was = firstOf(before);
    const Peer is = firstOf(now);
    if (was.id != is.id)
        add(RingEvent::Kind::PointerChanged, now,
            tr("%1: the successor is %2 now; it was %3.").arg(name(now.self), name(is), name(was)));
    const auto idOf = [](const std::optional<Peer> &peer) { return peer ? std::optional(peer->id) : std::nullopt; };
    if (idOf(before.predecessor) != idOf(now.predecessor))
        add(RingEvent::Kind::PointerChanged, now,
            tr("%1: the predecessor is %2 now; it was %3.")
                .arg(name(now.self), name(now.predecessor), name(before.predecessor)));
}

void ChangeTracker::compareCounters(const NodeView &before, const NodeView &now)
{
    if (now.counters.recordsCopied <= before.counters.recordsCopied)
        return;
    const quint64 count = now.counters.recordsCopied - before.counters.recordsCopied;
    add(RingEvent::Kind::Repaired, now,
        count == 1 ? tr("%1 sent a record to a replica that lacked it.").arg(name(now.self))
                   : tr("%1 sent %2 records to replicas that lacked them.").arg(name(now.self)).arg(count));
}

// Ranges are matched by their ends: a split or a merge moves the other end only.
void ChangeTracker::compareRanges()
{
    const auto tell = [this](RingEvent::Kind kind, const std::optional<Peer> &node, const QString &sentence) {
        m_events.push_back({m_now->takenMs, kind, node, sentence});
    };
    std::map<chord::Id, Peer> leaders;
    for (const RangeStatus &now : m_now->ranges) {
        const RangeView &view = now.view;
        const QString text = rangeText(view.low, view.high, m_names);
        const auto led = m_leaders.find(view.high);
        if (led != m_leaders.end())
            leaders.insert(*led);
        if (now.isServed()) {
            if (led != m_leaders.end() && led->second.id != view.leader->id)
                tell(RingEvent::Kind::Note, view.leader,
                     tr("%1 now leads the range %2; the leader before was %3.")
                         .arg(name(*view.leader), text, name(led->second)));
            leaders[view.high] = *view.leader;
        }
        const auto was =
            std::lower_bound(m_before->ranges.begin(), m_before->ranges.end(), view.high,
                             [](const RangeStatus &range, const chord::Id &high) { return range.view.high < high; });
        if (was == m_before->ranges.end() || was->view.high != view.high)
            continue;
        if (view.ballot.lossEpoch > was->view.ballot.lossEpoch)
            tell(RingEvent::Kind::Problem, view.leader,
                 tr("The range %1 was recovered after a majority of its voters was lost. The log of its leader says "
                    "whether acknowledged writes may be lost.")
                     .arg(text));
        if (now.isLost() && !was->isLost())
            tell(RingEvent::Kind::Problem, {}, rangeProblem(now, m_names));
        else if (now.isServed() && was->isLost())
            tell(RingEvent::Kind::Recovered, view.leader, tr("The range %1 is served again.").arg(text));
    }
    m_leaders = std::move(leaders);
}

void ChangeTracker::compareKeys()
{
    for (const NodeView &now : m_now->nodes) {
        const NodeView *before = find(m_before, now.self.id);
        if (!now.keys || (before && before->keys == now.keys))
            continue;
        // The first list of a node that was already a member does not show which keys moved.
        const bool hasJoined = m_joined.erase(now.self.id) > 0;
        if (!hasJoined && (!before || !before->keys))
            continue;
        const KeyList was = ownedOf(before ? before->keys : nullptr);
        const KeyList is = ownedOf(now.keys);
        KeyList gained;
        std::set_difference(is.begin(), is.end(), was.begin(), was.end(), std::back_inserter(gained), byId);
        const KeyList created = gained.empty() ? KeyList() : findOrigins(now, std::move(gained));
        compareWrites(now, was, is, created);
    }
}

// Where the keys that this node owns now were before. Keys that no node had are new.
KeyList ChangeTracker::findOrigins(const NodeView &node, KeyList gained)
{
    for (const NodeView *other : neighbours(node.self.id)) {
        for (const auto &keys : {other->keys, m_former[other->self.id].keys}) {
            const KeyList owned = ownedOf(keys);
            KeyList rest;
            std::set_difference(gained.begin(), gained.end(), owned.begin(), owned.end(), std::back_inserter(rest),
                                byId);
            const size_t count = gained.size() - rest.size();
            gained = std::move(rest);
            if (count > 0)
                add(RingEvent::Kind::KeysMoved, node,
                    count == 1 ? tr("A key moved from %1 to %2.").arg(name(other->self), name(node.self))
                               : tr("%1 keys moved from %2 to %3.").arg(count).arg(name(other->self), name(node.self)));
            if (gained.empty())
                return gained;
        }
    }
    return gained;
}

// Writes of any program. Only a node that has led the range all the time shows them: what others gain or lose has
// moved.
void ChangeTracker::compareWrites(const NodeView &node, const KeyList &was, const KeyList &is, const KeyList &created)
{
    std::vector<QByteArray> written;
    std::vector<QByteArray> deleted;
    for (const KeyView &key : created) {
        if (hasLed(node, key.id))
            written.push_back(key.key);
    }
    auto now = is.begin();
    for (const KeyView &before : was) {
        now = std::lower_bound(now, is.end(), before, byId);
        const bool isThere = now != is.end() && now->key == before.key;
        if (isThere && now->version != before.version && hasLed(node, before.id))
            written.push_back(before.key);
        else if (!isThere && hasLed(node, before.id))
            deleted.push_back(before.key);
    }
    addWrites(RingEvent::Kind::Written, node, std::move(written));
    addWrites(RingEvent::Kind::Deleted, node, std::move(deleted));
    std::erase_if(m_expected, [this](const auto &entry) { return m_now->takenMs - entry.second > formerKeptMs; });
}

void ChangeTracker::addWrites(RingEvent::Kind kind, const NodeView &node, std::vector<QByteArray> keys)
{
    std::erase_if(keys, [this](const QByteArray &key) { return m_expected.erase(key) > 0; });
    if (keys.empty())
        return;
    const bool isWritten = kind == RingEvent::Kind::Written;
    if (keys.size() > 1) {
        const int count = int(keys.size());
        add(kind, node,
            isWritten ? tr("%n keys were written at %1.", nullptr, count).arg(name(node.self))
                      : tr("%n keys were deleted or expired at %1.", nullptr, count).arg(name(node.self)));
        return;
    }
    const QString key = m_names.key(keys.front(), chord::IdSpace(m_now->idBits).hash(keys.front()));
    add(kind, node,
        isWritten ? tr("%1 was written at %2.").arg(key, name(node.self))
                  : tr("%1 was deleted or expired at %2.").arg(key, name(node.self)));
}

// Before and now. Rings that tell no ranges are judged by position.
bool ChangeTracker::hasLed(const NodeView &node, const chord::Id &key) const
{
    const auto leads = [&](const RingSnapshot &ring) {
        const RangeStatus *range = ring.rangeOf(key);
        if (range)
            return range->isServed() && range->view.isLedBy(node.self.id);
        const int owner = ring.ownerOf(key);
        return owner >= 0 && ring.nodes[size_t(owner)].self.id == node.self.id;
    };
    return leads(*m_before) && leads(*m_now);
}

void ChangeTracker::expectWrite(const QByteArray &key, qint64 nowMs)
{
    m_expected[key] = nowMs;
}

// Those on the ring around an identifier, as they were before; none twice.
std::vector<const NodeView *> ChangeTracker::neighbours(const chord::Id &id) const
{
    const auto &nodes = m_before->nodes;
    std::vector<const NodeView *> result;
    const int count = int(nodes.size());
    const auto at = std::lower_bound(nodes.begin(), nodes.end(), id,
                                     [](const NodeView &node, const chord::Id &id) { return node.self.id < id; });
    const int place = int(at - nodes.begin());
    const bool isThere = at != nodes.end() && at->self.id == id;
    const auto add = [&](int index) {
        const NodeView *node = &nodes[size_t(((index % count) + count) % count)];
        if (node->self.id != id && std::find(result.begin(), result.end(), node) == result.end())
            result.push_back(node);
    };
    for (int step = 0; step < neighboursBehind && count > 0; ++step)
        add(place + step + (isThere ? 1 : 0));
    for (int step = 1; step <= neighboursBefore && count > 0; ++step)
        add(place - step);
    return result;
}

void ChangeTracker::rememberFormerKeys()
{
    for (const NodeView &before : m_before->nodes) {
        const NodeView *now = find(m_now, before.self.id);
        if (before.keys && (!now || now->keys != before.keys))
            m_former[before.self.id] = {before.keys, m_now->takenMs};
    }
    std::erase_if(m_former, [this](const auto &entry) {
        return !entry.second.keys || m_now->takenMs - entry.second.replacedMs > formerKeptMs;
    });
}

} // namespace monitor
