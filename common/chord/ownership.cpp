// SPDX-License-Identifier: GPL-3.0-or-later
//
// The owner's side (LeasedRange) and the replica's (LeaseBook) of the same promises.

#include "chord/ownership.h"

#include <algorithm>

namespace chord {

bool overlaps(const Range &a, const Range &b)
{
    return a.contains(b.hi) || b.contains(a.hi);
}

void LeasedRange::setLo(const Id &lo)
{
    m_range.lo = lo;
}

void LeasedRange::granted(const Id &replica, Time until)
{
    for (auto &[id, grantedUntil] : m_grants) {
        if (id == replica) {
            grantedUntil = std::max(grantedUntil, until);
            return;
        }
    }
    m_grants.emplace_back(replica, until);
}

Time LeasedRange::validUntil(const std::vector<NodeRef> &replicas) const
{
    Time until = never;
    for (const NodeRef &replica : replicas) {
        const auto grant = std::find_if(m_grants.begin(), m_grants.end(),
                                        [&](const auto &entry) { return entry.first == replica.id; });
        until = std::min(until, grant == m_grants.end() ? 0 : grant->second);
    }
    return until;
}

bool LeasedRange::hasGrant(const Id &replica) const
{
    return std::any_of(m_grants.begin(), m_grants.end(), [&](const auto &entry) { return entry.first == replica; });
}

void LeasedRange::merge(const LeasedRange &acquired)
{
    m_range.lo = acquired.m_range.lo;
    m_range.term = std::max(m_range.term, acquired.m_range.term);
    std::erase_if(m_grants, [&](const auto &entry) { return !acquired.hasGrant(entry.first); });
    for (auto &[id, until] : m_grants) {
        for (const auto &[otherId, otherUntil] : acquired.m_grants) {
            if (otherId == id)
                until = std::min(until, otherUntil);
        }
    }
}

LeaseReply LeaseBook::request(const NodeRef &owner, const LeaseRequest &request, Time now, Time lease, bool mayGrant)
{
    const Range &range = request.range;
    if (request.handedOverBy)
        handedOver(*request.handedOverBy, range);
    else if (const std::optional<Claim> claim = leftAlone(owner, range, now))
        return {LeaseReply::Result::Refused, *claim};
    Entry *own = nullptr;
    bool wait = !mayGrant;
    for (Entry &entry : m_entries) {
        const Range &known = entry.claim.range;
        const bool sameOwner = entry.claim.owner.id == owner.id;
        if (sameOwner && known.hi == range.hi)
            own = &entry;
        if (!overlaps(known, range))
            continue;
        if (sameOwner) {
            // A former run of the same program need not be waited for, it no longer exists; but its term must be
            // exceeded. A request of the same run was overtaken by a newer one.
            if (known.term >= range.term && entry.claim.owner.incarnation != owner.incarnation)
                return {LeaseReply::Result::Refused, entry.claim};
            if (known.term > range.term)
                return {LeaseReply::Result::Wait, {}};
        } else if (known.term >= range.term) {
            return {LeaseReply::Result::Refused, entry.claim};
        } else if (entry.until > now) {
            wait = true;
        }
    }
    if (!own)
        own = &add({});
    own->claim = {owner, range};
    own->seenAt = now;
    if (wait)
        return {LeaseReply::Result::Wait, {}};
    own->until = now + lease;
    return {LeaseReply::Result::Granted, {}};
}

// Of what a node owned and of what it has acquired below, if it has not asked for both as one yet.
Id LeaseBook::wholeLowerEnd(const Entry &owned) const
{
    Id lo = owned.claim.range.lo;
    for (size_t left = m_entries.size(); left > 0; --left) {
        const auto below = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) {
            return entry.claim.owner.id == owned.claim.owner.id && entry.claim.range.hi == lo;
        });
        if (below == m_entries.end())
            break;
        lo = below->claim.range.lo;
    }
    return lo;
}

// What a claim ends at is the identifier of the owner that is gone. It may begin too far down, at the nearest
// predecessor that the claimant knows of: between may live others, with keys that neither it nor its successors hold.
std::optional<Claim> LeaseBook::leftAlone(const NodeRef &claimant, const Range &claimed, Time now) const
{
    if (claimed.hi == claimant.id)
        return {};
    for (const Entry &entry : m_entries) {
        const Range &known = entry.claim.range;
        if (!entry.isOwners() || entry.claim.owner.id == claimant.id || known.term >= claimed.term)
            continue;
        const Range whole{wholeLowerEnd(entry), known.hi, known.term};
        if (known.hi == claimed.hi ? between(claimed.lo, whole.lo, claimed.hi)
                                   : entry.until > now && between(claimed.lo, known.hi, claimed.hi))
            return Claim{entry.claim.owner, whole};
    }
    return {};
}

void LeaseBook::handedOver(const Id &giver, const Range &range)
{
    for (Entry &entry : m_entries) {
        Range &known = entry.claim.range;
        if (entry.claim.owner.id != giver || known.term >= range.term || !overlaps(known, range))
            continue;
        if (range.contains(known.hi))
            entry.until = 0;
        else
            known.lo = range.hi;
    }
}

// One at a time: there are few, and a simulation has many of these books.
LeaseBook::Entry &LeaseBook::add(Entry entry)
{
    m_entries.reserve(m_entries.size() + 1);
    return m_entries.emplace_back(std::move(entry));
}

void LeaseBook::learn(const Claim &claim, Time now)
{
    for (Entry &entry : m_entries) {
        if (entry.claim.owner.id == claim.owner.id && entry.claim.range.hi == claim.range.hi) {
            if (entry.claim.range.term <= claim.range.term)
                entry = {claim, entry.until, now};
            return;
        }
    }
    add({claim, 0, now});
}

void LeaseBook::narrow(const Claim &claim)
{
    const Range &least = claim.range;
    const auto isOf = [&](const Entry &entry, const Id &hi) {
        return entry.claim.owner.id == claim.owner.id && entry.claim.range.hi == hi;
    };
    std::erase_if(m_entries, [&](const Entry &entry) { return isOf(entry, least.lo); });
    for (Entry &entry : m_entries) {
        Range &known = entry.claim.range;
        if (isOf(entry, least.hi) && between(known.lo, least.lo, known.hi))
            known.lo = least.lo;
    }
}

bool LeaseBook::recognizes(const Id &owner, quint64 term, const Id &id) const
{
    return std::none_of(m_entries.begin(), m_entries.end(), [&](const Entry &entry) {
        return entry.claim.owner.id != owner && entry.claim.range.term > term && entry.claim.range.contains(id);
    });
}

std::optional<Id> LeaseBook::latestOwner(const Id &id) const
{
    const Claim *latest = nullptr;
    for (const Entry &entry : m_entries) {
        if (entry.claim.range.contains(id) && (!latest || latest->range.term < entry.claim.range.term))
            latest = &entry.claim;
    }
    return latest ? std::optional(latest->owner.id) : std::nullopt;
}

std::optional<Id> LeaseBook::lowerEnd(const Id &hi) const
{
    for (const Entry &entry : m_entries) {
        if (entry.isOwners() && entry.claim.owner.id == hi)
            return wholeLowerEnd(entry);
    }
    return {};
}

std::optional<NodeRef> LeaseBook::ownerAt(const Id &id, Time since) const
{
    for (const Entry &entry : m_entries) {
        if (entry.isOwners() && entry.claim.owner.id == id && entry.seenAt >= since)
            return entry.claim.owner;
    }
    return {};
}

std::optional<NodeRef> LeaseBook::ownerBelow(const Id &lo, const Id &hi, Time since) const
{
    const Entry *nearest = nullptr;
    for (const Entry &entry : m_entries) {
        const Id &above = nearest ? nearest->claim.owner.id : lo;
        if (entry.isOwners() && entry.seenAt >= since && between(above, entry.claim.owner.id, hi))
            nearest = &entry;
    }
    return nearest ? std::optional(nearest->claim.owner) : std::nullopt;
}

std::optional<Range> LeaseBook::keptAround(const Id &id, Time since) const
{
    for (const Entry &entry : m_entries) {
        if (entry.seenAt >= since && entry.claim.range.contains(id))
            return entry.claim.range;
    }
    return {};
}

void LeaseBook::forgetBefore(Time time)
{
    std::erase_if(m_entries, [&](const Entry &entry) { return entry.seenAt < time && entry.until < time; });
}

} // namespace chord
