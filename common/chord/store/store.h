// SPDX-License-Identifier: GPL-3.0-or-later
//
// The records a node holds, in ring order. They lie in pages of at most pageRecordsMax records, each page with the sum
// of its records' digests: a digest over any range costs a look at the pages plus the two edges, so that replicas can
// compare a million keys in one message, and a lookup is two binary searches over memory that lies together.
//
// A digest is the sum (mod 2^64) of a 64-bit hash of each record's key and stamp; two stores with equal digests and
// counts hold the same states of the same keys but with a chance of 2^-64 (the hash is not cryptographic: nodes of
// one ring trust each other).
#pragma once

#include "chord/id.h"
#include "chord/messages.h"
#include "chord/store/record.h"

#include <array>
#include <functional>
#include <vector>

namespace chord {

// A record with the place of its key on the ring.
struct StoredRecord {
    Id id;
    Record record;
};

struct RangeDigest {
    quint64 count = 0; // tombstones included
    quint64 digest = 0;
    friend bool operator==(const RangeDigest &, const RangeDigest &) = default;
};

class Store {
public:
    static constexpr int pageRecordsMax = 128;

    Store();
    ~Store();
    Store(Store &&) noexcept;
    Store &operator=(Store &&) noexcept;

    // The record of this key, tombstones included; nothing if none is held. Valid until the next change.
    const Record *find(const Id &id, const QByteArray &key) const;
    // Inserts or replaces, whatever the versions: the caller decides. id is the identifier of record.key.
    void put(const Id &id, Record record);
    // Returns whether it was there.
    bool remove(const Id &id, const QByteArray &key);

    // Everything held, tombstones included, and the live values among it.
    quint64 size() const { return m_size; }
    quint64 liveCount() const { return m_live; }
    // Bytes of keys, values and content types.
    quint64 payloadBytes() const { return m_payloadBytes; }

    // Over (lo, hi]; lo == hi is the whole ring.
    RangeDigest digest(const Id &lo, const Id &hi) const;
    // Live values (not tombstones) in (lo, hi].
    quint64 liveIn(const Id &lo, const Id &hi) const;
    // Calls visit for each record in (lo, hi] in ring order from lo on, until it returns false.
    void forEachIn(const Id &lo, const Id &hi, const std::function<bool(const Id &, const Record &)> &visit) const;
    // Calls visit for each record in ascending (id, key) order after the given place, until it returns false: what
    // paging is made of. It stays correct while keys change.
    void forEachAfter(const Id &id, const QByteArray &key,
                      const std::function<bool(const Id &, const Record &)> &visit) const;
    // Splits (lo, hi] into at most parts pieces of about equal count (keys of one identifier stay together); each piece
    // but the last ends at the identifier of a key other than hi, the last at hi. parts >= 2.
    std::vector<SyncPart> split(const Id &lo, const Id &hi, int parts) const;

    // Bytes occupied, the records' texts included (as if none were shared).
    size_t memoryBytes() const;

private:
    struct Page;
    struct Place; // before which record
    struct Found; // where a key is or belongs
    struct Span; // from place to place

    size_t pageOf(const Id &id, const QByteArray &key) const;
    Found locate(const Id &id, const QByteArray &key) const;
    Place after(const Id &id) const;
    std::array<Span, 2> spans(const Id &lo, const Id &hi) const;
    template <typename Visit>
    bool forEachPiece(const Span &span, const Visit &visit) const;
    void count(Page &page, const Record &record);
    void discount(Page &page, const Record &record);
    void splitPage(size_t page, size_t at);
    void tidyPages(size_t begin, size_t end);

    std::vector<Page> m_pages;
    quint64 m_size = 0;
    quint64 m_live = 0;
    quint64 m_payloadBytes = 0;
    quint64 m_textBytes = 0; // heap blocks of the records' texts
};

} // namespace chord
