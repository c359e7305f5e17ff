// SPDX-License-Identifier: GPL-3.0-or-later
//
// Telling nodes that watch a key. A subscription begins together with a read, and from then on each change is told in
// the moment in which it is chosen, in order; it ends with the lead under which it began. So a node that was told all
// events of a subscription has missed nothing, and one that begins another compares what it knows with the answer.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

// A write of the key that is pending comes after it.
Stamp Groups::pointOf(const Leadership &lead, const QByteArray &key) const
{
    const auto pending = lead.writes.find(key);
    Stamp point = pending == lead.writes.end() ? lead.latest() : pending->second.record.stamp;
    if (pending != lead.writes.end() && point.sequence > 0)
        --point.sequence;
    return point;
}

// Each write leaves its stamp among those of the key, or it is forgotten, which raises the mark. Expiries and absences
// that were accepted again leave tombstones without a version.
Stamp Groups::absentSince(const Group &group, const Id &id, const QByteArray &key) const
{
    const AppliedList applied = m_applied.of(key);
    Stamp since = std::max(group.acceptor.mark(), applied.forgotten);
    for (const AppliedWrite &write : applied.writes)
        since = std::max(since, write.stamp);
    const Record *record = m_store.find(id, key);
    return record && record->version.isNull() ? std::max(since, record->stamp) : since;
}

void Groups::subscribe(Group &group, const Id &id, const Execute &request, const Waiter &waiter, ExecuteReply &reply)
{
    const Config &config = m_context.config;
    reply.watch = WatchTerms{false, pointOf(*group.lead, request.key), {}, {}};
    if (reply.status == ExecuteStatus::NotFound)
        reply.watch->absentSince = absentSince(group, id, request.key);
    const Subscribers::Tenure tenure{group.acceptor.group(), group.lead->ballot};
    if (!m_subscribers)
        m_subscribers = std::make_unique<Subscribers>();
    const auto known = m_subscribers->keys().find(request.key);
    if (known != m_subscribers->keys().end() && known->second.tenure != tenure)
        sendWatchEvents(m_subscribers->end(request.key));
    if (!waiter.isPassedOn && m_subscribers->count() < size_t(config.subscriptionsMax)) {
        const Time until = m_context.now + 5 * config.keepWatchesMs * usPerMs;
        const auto replaced = m_subscribers->add(request.key, id, tenure, reply.version, request.operation,
                                                 waiter.local ? Address() : waiter.to, until);
        reply.watch->isSubscribed = replaced.has_value();
        reply.watch->replaced = replaced.value_or(WatchCount());
    }
    const auto &versions = request.condition.versions;
    if (reply.status == ExecuteStatus::Done
        && std::find(versions.begin(), versions.end(), reply.version) != versions.end()) {
        reply.status = ExecuteStatus::ConditionFailed;
        reply.value.clear();
    }
}

void Groups::tellWatchers(const Group &group, const Id &id, const QByteArray &key, bool isExpiry)
{
    const Subscribers::Tenure tenure{group.acceptor.group(), group.lead->ballot};
    const Record *record = m_store.find(id, key);
    if (!record || m_subscribers->keys().at(key).tenure != tenure) {
        sendWatchEvents(m_subscribers->end(key));
        return;
    }
    const qint64 ttlMs = read(record).ttlMs;
    sendWatchEvents(m_subscribers->changed(key, {record, isExpiry, ttlMs, group.lead->latest()}, m_context.now));
}

void Groups::sendWatchEvents(std::vector<WatchLetter> &&letters)
{
    for (WatchLetter &letter : letters) {
        if (letter.to.isEmpty())
            m_localReplies.push_back({0, std::move(letter.event)});
        else
            m_context.send(letter.to, 0, std::move(letter.event));
    }
}

KeepWatchesReply Groups::keepWatches(quint64 incarnation, const KeepWatches &request)
{
    const Time period = m_context.config.keepWatchesMs * usPerMs;
    if (!m_subscribers)
        m_subscribers = std::make_unique<Subscribers>();
    m_subscribers->sweep(m_context.now, period);
    return m_subscribers->keep(incarnation, request, m_context.now + 5 * period);
}

void Groups::endLostWatches()
{
    if (!std::exchange(m_haveLeadsChanged, false) || !m_subscribers || m_subscribers->isEmpty())
        return;
    std::vector<QByteArray> lost;
    for (const auto &[key, watched] : m_subscribers->keys()) {
        const Group *group = ledAt(watched.id);
        if (!group || watched.tenure != Subscribers::Tenure{group->acceptor.group(), group->lead->ballot})
            lost.push_back(key);
    }
    for (const QByteArray &key : lost)
        sendWatchEvents(m_subscribers->end(key));
}

} // namespace chord
