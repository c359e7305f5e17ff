// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who may serve which keys. An owner serves a range only while each of its replicas has promised, for a while, to help
// nobody else serve it; whoever takes a range over comes with a later term, is made to wait until the promises to the
// former owner have run out, and from then on the former owner is refused. So at no time do two nodes serve one key,
// also when one of them was paused and does not know it (after Gray and Cheriton, "Leases", SOSP 1989, with terms as
// in Ongaro and Ousterhout's Raft, 2014). Clocks need not agree, only run at about the same rate.
#pragma once

#include "chord/messages.h"

namespace chord {

bool overlaps(const Range &a, const Range &b);

// The owner's side: a range and what the replicas have promised for it.
class LeasedRange {
public:
    explicit LeasedRange(Range range)
        : m_range(range)
    {
    }

    const Range &range() const { return m_range; }
    // Grants are kept: whoever promised for the larger range has promised for the smaller.
    void setLo(const Id &lo);
    // Changes with every change of the range; a reply to an older request is no grant of the present range.
    quint64 generation() const { return m_generation; }
    void setGeneration(quint64 generation) { m_generation = generation; }

    void granted(const Id &replica, Time until);
    // When the first of the promises of these replicas runs out; never for no replicas; 0 if one has not promised.
    Time validUntil(const std::vector<NodeRef> &replicas) const;
    bool hasGrant(const Id &replica) const;
    // Joins what was acquired to what is owned already: each grant lasts as long as both did.
    void merge(const LeasedRange &acquired);

private:
    Range m_range;
    quint64 m_generation = 0;
    std::vector<std::pair<Id, Time>> m_grants;
};

// The replica's side: whom this node has recognized as owner of what.
class LeaseBook {
public:
    // Answers a request. now and lease in microseconds; mayGrant: this node is in touch with its own successor. A claim
    // of more than the owner that is gone had, as far as known here, or of what an owner that lives has, is refused.
    LeaseReply request(const NodeRef &owner, const LeaseRequest &request, Time now, Time lease, bool mayGrant);
    // Under this term the giver has given the range away, and serves it no more: nobody need wait for its promises.
    void handedOver(const Id &giver, const Range &range);
    // Somebody told us of a claim: earlier terms will be refused.
    void learn(const Claim &claim, Time now);
    // Somebody knows of no more that this owner, which is gone, had: no more of it can be claimed at once.
    void narrow(const Claim &claim);

    // May this node store, for this owner under this term, a record at id? Not if it knows a later owner.
    bool recognizes(const Id &owner, quint64 term, const Id &id) const;
    // Who claimed the key at id under the latest term; nothing if nobody did.
    std::optional<Id> latestOwner(const Id &id) const;
    // Where the range begins that the node hi claimed last, as far as known here.
    std::optional<Id> lowerEnd(const Id &hi) const;
    // The node of this identifier, if it has asked for what it owns since then.
    std::optional<NodeRef> ownerAt(const Id &id, Time since) const;
    // The owner nearest to hi, between lo and hi, that has asked since then.
    std::optional<NodeRef> ownerBelow(const Id &lo, const Id &hi, Time since) const;
    // The range an owner that has renewed since then counts on this node to keep, around id; nothing if there is none.
    std::optional<Range> keptAround(const Id &id, Time since) const;
    // Drops what was last renewed before this time.
    void forgetBefore(Time time);
    size_t memoryBytes() const { return m_entries.capacity() * sizeof(Entry); }

private:
    struct Entry {
        Claim claim;
        Time until = 0; // of the promise; 0 if it was never given
        Time seenAt = 0;

        // What a node owns ends at the node itself; what it only claims, at somebody who is gone.
        bool isOwners() const { return claim.owner.id == claim.range.hi; }
    };

    Entry &add(Entry entry);
    Id wholeLowerEnd(const Entry &owned) const;
    // What a claim must stay within, or leave alone.
    std::optional<Claim> leftAlone(const NodeRef &claimant, const Range &claimed, Time now) const;

    // One for each owner and upper end. They may overlap: the later term counts, the others wait to be forgotten.
    std::vector<Entry> m_entries;
};

} // namespace chord
