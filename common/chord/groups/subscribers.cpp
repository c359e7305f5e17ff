// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two maps that name each other: keys with their subscribers, and watches with their keys.

#include "chord/groups/subscribers.h"

namespace chord {

std::optional<WatchCount> Subscribers::add(const QByteArray &key, const Id &id, const Tenure &tenure,
                                           const Version &version, const OperationId &watch, const Address &address,
                                           Time until)
{
    Key &entry = m_keys[key];
    entry.id = id;
    entry.tenure = tenure;
    entry.version = version;
    Subscriber &subscriber = entry.subscribers[watch.origin];
    if (subscriber.watch > watch.number)
        return {}; // a request that was overtaken by a later one
    const WatchCount replaced{subscriber.watch, subscriber.told};
    subscriber.until = until;
    if (subscriber.watch == watch.number)
        return replaced; // a repetition, or another copy of the request: what was told counts
    m_byWatch.erase({watch.origin, subscriber.watch});
    subscriber = {address, watch.number, 0, until};
    m_byWatch[watch] = key;
    return replaced;
}

std::vector<WatchLetter> Subscribers::changed(const QByteArray &key, const Change &change, Time now)
{
    const auto it = m_keys.find(key);
    const Record &record = *change.record;
    const Version version = record.tombstone ? Version() : record.version;
    if (it == m_keys.end() || it->second.version == version)
        return {};
    it->second.version = version;
    WatchEvent event;
    event.kind = change.isExpiry ? WatchEvent::Kind::Expired
        : record.tombstone       ? WatchEvent::Kind::Deleted
                                 : WatchEvent::Kind::Put;
    event.value = record.value;
    event.contentType = record.contentType;
    event.ttlMs = change.ttlMs;
    event.version = record.version;
    event.point = change.point;
    std::vector<quint64> late;
    std::vector<WatchLetter> letters;
    for (auto &[incarnation, subscriber] : it->second.subscribers) {
        if (subscriber.until < now) {
            late.push_back(incarnation);
            continue;
        }
        event.watch = subscriber.watch;
        event.number = ++subscriber.told;
        letters.push_back({subscriber.address, event});
    }
    for (const quint64 incarnation : late)
        remove(it, incarnation);
    if (it->second.subscribers.empty())
        m_keys.erase(it);
    return letters;
}

std::vector<WatchLetter> Subscribers::end(const QByteArray &key)
{
    const auto it = m_keys.find(key);
    if (it == m_keys.end())
        return {};
    std::vector<WatchLetter> letters;
    for (const auto &[incarnation, subscriber] : it->second.subscribers) {
        WatchEvent event;
        event.watch = subscriber.watch;
        event.number = subscriber.told + 1;
        letters.push_back({subscriber.address, event});
        m_byWatch.erase({incarnation, subscriber.watch});
    }
    m_keys.erase(it);
    return letters;
}

KeepWatchesReply Subscribers::keep(quint64 incarnation, const KeepWatches &request, Time until)
{
    KeepWatchesReply reply;
    for (const WatchCount &count : request.watches) {
        const auto known = m_byWatch.find({incarnation, count.watch});
        if (known == m_byWatch.end()) {
            reply.differing.push_back({count.watch, 0});
            continue;
        }
        Subscriber &subscriber = m_keys.at(known->second).subscribers.at(incarnation);
        subscriber.until = until;
        if (subscriber.told != count.told)
            reply.differing.push_back({count.watch, subscriber.told});
    }
    return reply;
}

void Subscribers::sweep(Time now, Time period)
{
    if (now < m_sweptAt + period)
        return;
    m_sweptAt = now;
    for (auto it = m_keys.begin(); it != m_keys.end();) {
        std::erase_if(it->second.subscribers, [&](const auto &entry) {
            const bool isLate = entry.second.until < now;
            if (isLate)
                m_byWatch.erase({entry.first, entry.second.watch});
            return isLate;
        });
        it = it->second.subscribers.empty() ? m_keys.erase(it) : std::next(it);
    }
}

void Subscribers::remove(std::map<QByteArray, Key>::iterator key, quint64 incarnation)
{
    m_byWatch.erase({incarnation, key->second.subscribers.at(incarnation).watch});
    key->second.subscribers.erase(incarnation);
}

size_t Subscribers::memoryBytes() const
{
    return m_keys.size() * (sizeof(Key) + 80) + m_byWatch.size() * (sizeof(Subscriber) + 160);
}

} // namespace chord
