// SPDX-License-Identifier: GPL-3.0-or-later
//
// Listing the keys of a range at its leader. A page is a read of a part of the range: it shows what is chosen at one
// moment, under the same conditions as a get. It ends before the first key of which is not known whether it exists.

#include "chord/groups/groups.h"

#include <algorithm>

namespace chord {

namespace {

using Place = std::pair<Id, QByteArray>; // identifier and key, in the order of the store

// The last identifier of the range at or above `from`, before the identifiers begin again at 0.
Id lastOf(const Range &range, const Id &from, const Id &greatest)
{
    return range.lo != range.hi && from <= range.hi ? range.hi : greatest;
}

// The first key behind this place that a new leader is having accepted again: it may exist or not.
std::optional<Place> firstUnknown(const Leadership &lead, const Place &after)
{
    std::optional<Place> first;
    for (const auto &[key, write] : lead.writes) {
        if (!write.again)
            continue;
        const Place place(write.id, key);
        if (after < place && (!first || place < *first))
            first = place;
    }
    return first;
}

bool isFull(const Listed &listed, qsizetype bytes, int records, quint32 keysMax)
{
    return records == Config::listedRecordsMax || bytes >= Config::listedBytesMax
        || listed.keys.size() == std::clamp<size_t>(keysMax, 1, Config::listedKeysMax);
}

} // namespace

Id Groups::placeOf(const Execute &request) const
{
    return request.kind == OperationKind::List && request.listing ? request.listing->from
                                                                  : m_context.space.hash(request.key);
}

void Groups::listAt(Group &group, Execute request, Waiter waiter)
{
    const Leadership &lead = *group.lead;
    if (!request.listing) {
        answer(waiter, ExecuteReply{});
        return;
    }
    const bool mayAnswer = lead.isServing() && m_context.now >= lead.holdUntil && lead.unsettled.empty();
    if (!mayAnswer || !mayReadNow(group, waiter)) {
        park(group, std::move(request), std::move(waiter));
        return;
    }
    ExecuteReply reply;
    reply.listed = listed(group, request);
    if (!reply.listed) {
        park(group, std::move(request), std::move(waiter));
        return;
    }
    reply.status = ExecuteStatus::Done;
    reply.descriptor = descriptorFor(request, group);
    answer(waiter, std::move(reply));
}

// Nothing, if the very first key is one of which is not known whether it exists. Of values whose lifetime has ended,
// the keys are passed over, whether or not that was written down yet.
std::optional<Listed> Groups::listed(const Group &group, const Execute &request) const
{
    const Listing &listing = *request.listing;
    const Id greatest = m_context.space.distance(Id(1), Id(0));
    const Id last = lastOf(group.lead->range, listing.from, greatest);
    Place seen(listing.from, request.key);
    std::optional<Place> end = firstUnknown(*group.lead, seen);
    Listed out;
    qsizetype bytes = 0;
    int records = 0;
    m_store.forEachAfter(seen.first, seen.second, [&](const Id &id, const Record &record) {
        if (last < id || (end && *end <= Place(id, record.key)))
            return false;
        if (isFull(out, bytes, records, listing.keysMax)) {
            end = Place(id, record.key);
            return false;
        }
        ++records;
        seen = Place(id, record.key);
        if (record.tombstone || record.expiresAt <= m_context.now || !record.key.startsWith(listing.prefix))
            return true;
        const qint64 ttlMs = record.expiresAt == never ? -1 : (record.expiresAt - m_context.now) / usPerMs;
        out.keys.push_back({record.key, record.version, quint64(record.value.size()), ttlMs});
        bytes += record.key.size();
        return true;
    });
    if (end && end->first <= last) {
        out.from = seen.first;
        out.after = seen.second;
        return records > 0 ? std::optional(std::move(out)) : std::nullopt;
    }
    out.complete = last == greatest;
    out.from = m_context.space.add(last, Id(1));
    return out;
}

} // namespace chord
