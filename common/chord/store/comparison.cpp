// SPDX-License-Identifier: GPL-3.0-or-later
//
// Differences are told in the order of the ring.

#include "chord/store/comparison.h"

#include <algorithm>
#include <map>

namespace chord {

namespace {

constexpr int splitParts = 16; // pieces a differing range is cut into: 4 levels tell 65,536 pieces apart

} // namespace

Comparison::Comparison(const Range &range)
    : m_arcs{range}
{
}

std::optional<SyncRequest> Comparison::next(const Store &store)
{
    if (m_asking || m_arcs.empty())
        return {};
    m_asked = m_arcs.back();
    m_arcs.pop_back();
    m_asking = true;
    const RangeDigest digest = store.digest(m_asked.lo, m_asked.hi);
    SyncRequest request;
    request.lo = m_asked.lo;
    request.hi = m_asked.hi;
    request.count = digest.count;
    request.digest = digest.digest;
    return request;
}

std::vector<Difference> Comparison::onReply(const Store &store, const IdSpace &space, const SyncReply &reply)
{
    m_asking = false;
    if (reply.kind == SyncReply::Kind::Same)
        return {};
    if (reply.kind == SyncReply::Kind::Parts) {
        Id lo = m_asked.lo;
        std::vector<Range> differing;
        for (const SyncPart &part : reply.parts) {
            // Each part must lie behind the one before it and within what was asked; else it would lead in circles.
            if (part.hi == lo || !inRange(lo, part.hi, m_asked.hi))
                continue;
            if (store.digest(lo, part.hi) != RangeDigest{part.count, part.digest})
                differing.push_back({lo, part.hi});
            lo = part.hi;
            if (lo == m_asked.hi)
                break;
        }
        m_arcs.insert(m_arcs.end(), differing.rbegin(), differing.rend());
        return {};
    }
    std::vector<Difference> differences;
    std::map<QByteArray, Stamp> theirs;
    for (const KeyStamp &entry : reply.entries) {
        const Id id = space.hash(entry.key);
        if (!inRange(m_asked.lo, id, m_asked.hi))
            continue;
        theirs.emplace(entry.key, entry.stamp);
        const Record *record = store.find(id, entry.key);
        if (!record || record->stamp != entry.stamp)
            differences.push_back({id, entry.key, entry.stamp});
    }
    store.forEachIn(m_asked.lo, m_asked.hi, [&](const Id &id, const Record &record) {
        if (!theirs.contains(record.key))
            differences.push_back({id, record.key, {}});
        return true;
    });
    return differences;
}

void Comparison::onFailure()
{
    if (std::exchange(m_asking, false))
        m_arcs.push_back(m_asked);
}

SyncReply answerSync(const Store &store, const SyncRequest &request, const Config &config)
{
    SyncReply reply;
    reply.kind = SyncReply::Kind::Same;
    const RangeDigest own = store.digest(request.lo, request.hi);
    if (own == RangeDigest{request.count, request.digest})
        return reply;
    // Named one by one if few here, or if they all share a place on the ring, which no split can part.
    reply.parts = own.count > quint64(config.syncEntriesMax) ? store.split(request.lo, request.hi, splitParts)
                                                             : std::vector<SyncPart>{};
    if (reply.parts.size() >= 2) {
        reply.kind = SyncReply::Kind::Parts;
        return reply;
    }
    reply.parts.clear();
    reply.kind = SyncReply::Kind::Entries;
    reply.entries.reserve(own.count);
    store.forEachIn(request.lo, request.hi, [&](const Id &, const Record &record) {
        reply.entries.push_back({record.key, record.stamp});
        return true;
    });
    return reply;
}

FetchReply answerFetch(const Store &store, const AppliedWrites &applied, const Fetch &request, const Config &config,
                       Time now)
{
    FetchReply reply;
    const IdSpace space = config.space();
    qint64 bytes = 0;
    for (const QByteArray &key : request.keys) {
        if (const Record *record = store.find(space.hash(key), key)) {
            const qint64 size = record->key.size() + record->value.size() + record->contentType.size();
            if (!reply.records.empty() && bytes + size > config.transferBytesMax)
                break;
            bytes += size;
            reply.records.push_back(toTransfer(*record, applied.of(key), now));
        }
        ++reply.answered;
    }
    return reply;
}

Transfer toTransfer(const Record &record, const AppliedList &applied, Time now)
{
    Transfer out;
    out.key = record.key;
    out.value = record.value;
    out.contentType = record.contentType;
    out.stamp = record.stamp;
    out.version = record.version;
    out.ttlMs = record.expiresAt == never ? -1 : std::max<Time>(0, record.expiresAt - now) / usPerMs;
    out.tombstone = record.tombstone;
    out.applied = applied;
    return out;
}

Record toRecord(const Transfer &transfer, Time now)
{
    Record out;
    out.key = transfer.key;
    out.value = transfer.value;
    out.contentType = transfer.contentType;
    out.stamp = transfer.stamp;
    out.version = transfer.version;
    out.expiresAt = transfer.ttlMs < 0 ? never : now + transfer.ttlMs * usPerMs;
    out.tombstone = transfer.tombstone;
    return out;
}

} // namespace chord
