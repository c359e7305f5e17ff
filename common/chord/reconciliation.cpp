// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is moved at a time is bounded here; how long it takes is the other side's pace.

#include "chord/reconciliation.h"

#include <algorithm>
#include <map>

namespace chord {

namespace {

constexpr int splitParts = 16; // pieces a differing range is cut into: 4 levels tell 65,536 pieces apart
constexpr size_t fetchKeysMax = 256; // keys named in one Fetch
constexpr quint64 pushKeysMax = 4096; // keys remembered at a time as to be pushed

} // namespace

Reconciliation::Reconciliation(Mode mode, const Id &lo, const Id &hi)
    : m_mode(mode)
    , m_arcs{{lo, hi}}
{
}

bool Reconciliation::done() const
{
    return m_arcs.empty() && m_toFetch.empty() && m_toPush.empty();
}

std::optional<SyncRequest> Reconciliation::nextSync(const Store &store)
{
    if (m_arcs.empty())
        return {};
    m_comparing = m_arcs.back();
    m_arcs.pop_back();
    m_syncUnderWay = true;
    const RangeDigest digest = store.digest(m_comparing.lo, m_comparing.hi);
    return SyncRequest{m_comparing.lo, m_comparing.hi, digest.count, digest.digest};
}

void Reconciliation::onSync(const Store &store, const SyncReply &reply, const Look &look)
{
    m_syncUnderWay = false;
    if (reply.kind == SyncReply::Kind::Same)
        return;
    if (reply.kind == SyncReply::Kind::Parts) {
        Id lo = m_comparing.lo;
        std::vector<Arc> differing;
        for (const SyncPart &part : reply.parts) {
            // Each part must lie behind the one before it and within what was asked; else it would lead in circles.
            if (part.hi == lo || !inRange(lo, part.hi, m_comparing.hi))
                continue;
            if (store.digest(lo, part.hi) != RangeDigest{part.count, part.digest})
                differing.push_back({lo, part.hi});
            lo = part.hi;
            if (lo == m_comparing.hi)
                break;
        }
        m_arcs.insert(m_arcs.end(), differing.rbegin(), differing.rend());
        return;
    }
    // Too much to push in one go (the other side may be empty): take it piece by piece.
    const std::vector<SyncPart> pieces =
        m_mode != Mode::Pull && store.digest(m_comparing.lo, m_comparing.hi).count > pushKeysMax
        ? store.split(m_comparing.lo, m_comparing.hi, splitParts)
        : std::vector<SyncPart>{};
    if (pieces.size() >= 2) {
        for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece)
            m_arcs.push_back({std::next(piece) == pieces.rend() ? m_comparing.lo : std::next(piece)->hi, piece->hi});
        return;
    }
    std::map<QByteArray, Version> theirs;
    for (const KeyVersion &entry : reply.entries) {
        theirs.emplace(entry.key, entry.version);
        const Ours ours = look(entry.key);
        if (m_mode != Mode::Offer && !ours.skip && ours.version < entry.version)
            m_toFetch.push_back(entry.key);
    }
    if (m_mode == Mode::Pull)
        return;
    store.forEachIn(m_comparing.lo, m_comparing.hi, [&](const Id &id, const Record &record) {
        const auto known = theirs.find(record.key);
        if ((known == theirs.end() || known->second < record.version) && !look(record.key).skip)
            m_toPush.emplace_back(id, record.key);
        return true;
    });
    std::reverse(m_toPush.begin(), m_toPush.end());
}

std::optional<Fetch> Reconciliation::nextFetch()
{
    if (m_toFetch.empty())
        return {};
    const size_t count = std::min(m_toFetch.size(), fetchKeysMax);
    return Fetch{{m_toFetch.rbegin(), m_toFetch.rbegin() + qsizetype(count)}};
}

void Reconciliation::onFetched(const FetchReply &reply)
{
    m_moved += reply.records.size();
    // A peer that answers for none of the keys has nothing to give.
    const size_t answered = reply.answered == 0 ? m_toFetch.size() : std::min<size_t>(reply.answered, m_toFetch.size());
    m_toFetch.resize(m_toFetch.size() - answered);
}

std::vector<QByteArray> Reconciliation::nextPush(const Store &store, const Config &config)
{
    std::vector<QByteArray> keys;
    qint64 bytes = 0;
    m_pushing = 0;
    for (auto it = m_toPush.rbegin(); it != m_toPush.rend(); ++it) {
        const Record *record = store.find(it->first, it->second);
        const qint64 size = record ? record->key.size() + record->value.size() + record->contentType.size() : 0;
        if (!keys.empty() && (bytes + size > config.transferBytesMax || keys.size() >= fetchKeysMax))
            break;
        ++m_pushing;
        if (!record)
            continue;
        bytes += size;
        keys.push_back(it->second);
    }
    if (keys.empty())
        m_toPush.clear();
    return keys;
}

void Reconciliation::onPushed()
{
    const size_t count = std::min(m_pushing, m_toPush.size());
    m_moved += count;
    m_toPush.resize(m_toPush.size() - count);
    m_pushing = 0;
}

void Reconciliation::onFailure()
{
    if (std::exchange(m_syncUnderWay, false))
        m_arcs.push_back(m_comparing);
}

SyncReply answerSync(const Store &store, const SyncRequest &request, const Config &config)
{
    SyncReply reply;
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
        reply.entries.push_back({record.key, record.version});
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
            reply.records.push_back(toTransfer(*record, applied, now));
        }
        ++reply.answered;
    }
    return reply;
}

Transfer toTransfer(const Record &record, const AppliedWrites &applied, Time now)
{
    Transfer out;
    out.key = record.key;
    out.value = record.value;
    out.contentType = record.contentType;
    out.version = record.version;
    out.ttlMs = record.expiresAt == never ? -1 : std::max<Time>(0, record.expiresAt - now) / usPerMs;
    out.tombstone = record.tombstone;
    out.applied = applied.of(record.key);
    return out;
}

Record toRecord(const Transfer &transfer, Time now)
{
    Record out;
    out.key = transfer.key;
    out.value = transfer.value;
    out.contentType = transfer.contentType;
    out.version = transfer.version;
    out.expiresAt = transfer.ttlMs < 0 ? never : now + transfer.ttlMs * usPerMs;
    out.tombstone = transfer.tombstone;
    return out;
}

} // namespace chord
