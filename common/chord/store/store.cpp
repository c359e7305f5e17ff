// SPDX-License-Identifier: GPL-3.0-or-later
//
// A two-level sorted array. Inserting moves at most a page, and now and then the short table of pages; everything over
// a range is sums of whole pages plus the records at its two ends. There is no tree to balance and no memory but the
// records themselves, which is also why an empty store is nearly nothing.

#include "chord/store/store.h"

#include <QtEndian>

#include <algorithm>
#include <iterator>

namespace chord {

namespace {

// Pages grow by this many records: doubling would leave a third of the memory unused.
constexpr size_t pageGrowth = 16;
// A page below this is joined with a neighbour if both together leave room to grow again.
constexpr size_t pageRecordsMin = Store::pageRecordsMax / 4;
constexpr size_t joinedRecordsMax = Store::pageRecordsMax * 3 / 4;
// What a text takes on the heap beyond its capacity: QArrayData's head and the final NUL.
constexpr size_t textOverheadBytes = 17;

// The finalizer of splitmix64 (Steele, Lea, Flood 2014; Stafford's variant 13): one-to-one, and every bit of the input
// changes every bit of the output with a chance near 1/2.
constexpr quint64 mixed(quint64 word)
{
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    return word ^ (word >> 31);
}

// Hash of a key and its stamp: mixed() over the length of the key, its bytes as little-endian words (the last one
// padded with zeros) and the words of the stamp, each added to a chain. The same on all machines, since
// digests of different nodes are compared.
quint64 digestOf(const Record &record)
{
    constexpr quint64 step = 0x9e3779b97f4a7c15; // 2^64 / golden ratio: keeps a chain of zeros moving
    quint64 hash = quint64(record.key.size());
    const auto add = [&hash](quint64 word) { hash = mixed((hash ^ word) + step); };
    const char *at = record.key.constData();
    qsizetype left = record.key.size();
    for (; left >= 8; at += 8, left -= 8)
        add(qFromLittleEndian<quint64>(at));
    if (left > 0) {
        std::array<char, 8> tail{};
        std::copy_n(at, left, tail.begin());
        add(qFromLittleEndian<quint64>(tail.data()));
    }
    add(quint64(record.stamp.ballot.lossEpoch) << 32 | record.stamp.ballot.round);
    add(record.stamp.ballot.leader);
    add(record.stamp.sequence);
    return hash;
}

quint64 payloadOf(const Record &record)
{
    return quint64(record.key.size() + record.value.size() + record.contentType.size());
}

quint64 textBytesOf(const Record &record)
{
    quint64 bytes = 0;
    for (const QByteArray *text : {&record.key, &record.value, &record.contentType}) {
        if (text->capacity() > 0)
            bytes += quint64(text->capacity()) + textOverheadBytes;
    }
    return bytes;
}

bool joinable(const std::vector<StoredRecord> &left, const std::vector<StoredRecord> &right)
{
    return std::min(left.size(), right.size()) < pageRecordsMin && left.size() + right.size() <= joinedRecordsMax;
}

template <typename T>
void trim(std::vector<T> &vector)
{
    if (vector.empty() || vector.capacity() > 2 * vector.size() + pageGrowth)
        vector.shrink_to_fit();
}

} // namespace

struct Store::Page {
    Id first; // records.front().id, here so that a search over pages stays in the table
    std::vector<StoredRecord> records; // never empty
    quint64 digest = 0;
    quint64 live = 0;
};

// In m_pages[page], before records[index]; index may be their number, page may be m_pages.size().
struct Store::Place {
    size_t page = 0;
    size_t index = 0;
};

struct Store::Found {
    Place place;
    bool exact = false; // the key is there; otherwise it belongs there
};

// [begin, end)
struct Store::Span {
    Place begin;
    Place end;
};

Store::Store() = default;
Store::~Store() = default;
Store::Store(Store &&) noexcept = default;
Store &Store::operator=(Store &&) noexcept = default;

const Record *Store::find(const Id &id, const QByteArray &key) const
{
    const Found found = locate(id, key);
    return found.exact ? &m_pages[found.place.page].records[found.place.index].record : nullptr;
}

void Store::put(const Id &id, Record record)
{
    const auto [place, exact] = locate(id, record.key);
    if (m_pages.empty())
        m_pages.push_back({id, {}, 0, 0});
    Page &page = m_pages[place.page];
    std::vector<StoredRecord> &records = page.records;
    count(page, record);
    if (exact) {
        discount(page, records[place.index].record);
        records[place.index].record = std::move(record);
        return;
    }
    StoredRecord added{id, std::move(record)};
    if (records.size() == records.capacity())
        records.reserve(records.size() + std::clamp<size_t>(records.size(), 1, pageGrowth));
    records.insert(records.begin() + place.index, std::move(added));
    page.first = records.front().id;
    // A page that overflows at its end is kept full: keys in ascending order, as transfers bring them, then fill pages.
    if (records.size() > pageRecordsMax)
        splitPage(place.page, place.index == pageRecordsMax ? pageRecordsMax : records.size() / 2);
}

bool Store::remove(const Id &id, const QByteArray &key)
{
    const auto [place, exact] = locate(id, key);
    if (!exact)
        return false;
    Page &page = m_pages[place.page];
    discount(page, page.records[place.index].record);
    page.records.erase(page.records.begin() + place.index);
    if (page.records.size() < pageRecordsMin)
        tidyPages(place.page - std::min<size_t>(place.page, 1), std::min(place.page + 2, m_pages.size()));
    else
        page.first = page.records.front().id;
    return true;
}

RangeDigest Store::digest(const Id &lo, const Id &hi) const
{
    RangeDigest sum;
    for (const Span &span : spans(lo, hi)) {
        forEachPiece(span, [&sum](const Page &page, size_t from, size_t to) {
            sum.count += to - from;
            if (to - from == page.records.size()) {
                sum.digest += page.digest;
                return true;
            }
            for (size_t i = from; i < to; ++i)
                sum.digest += digestOf(page.records[i].record);
            return true;
        });
    }
    return sum;
}

quint64 Store::liveIn(const Id &lo, const Id &hi) const
{
    quint64 live = 0;
    for (const Span &span : spans(lo, hi)) {
        forEachPiece(span, [&live](const Page &page, size_t from, size_t to) {
            if (to - from == page.records.size()) {
                live += page.live;
                return true;
            }
            for (size_t i = from; i < to; ++i)
                live += page.records[i].record.tombstone ? 0 : 1;
            return true;
        });
    }
    return live;
}

void Store::forEachIn(const Id &lo, const Id &hi, const std::function<bool(const Id &, const Record &)> &visit) const
{
    const auto visitPiece = [&visit](const Page &page, size_t from, size_t to) {
        return std::all_of(page.records.begin() + from, page.records.begin() + to,
                           [&visit](const StoredRecord &stored) { return visit(stored.id, stored.record); });
    };
    for (const Span &span : spans(lo, hi)) {
        if (!forEachPiece(span, visitPiece))
            return;
    }
}

void Store::forEachAfter(const Id &id, const QByteArray &key,
                         const std::function<bool(const Id &, const Record &)> &visit) const
{
    const auto [place, exact] = locate(id, key);
    const Place begin{place.page, place.index + (exact ? 1 : 0)};
    forEachPiece({begin, {m_pages.size(), 0}}, [&visit](const Page &page, size_t from, size_t to) {
        return std::all_of(page.records.begin() + from, page.records.begin() + to,
                           [&visit](const StoredRecord &stored) { return visit(stored.id, stored.record); });
    });
}

std::vector<SyncPart> Store::split(const Id &lo, const Id &hi, int parts) const
{
    Q_ASSERT(parts >= 2);
    const quint64 share = (digest(lo, hi).count + quint64(parts) - 1) / quint64(parts);
    const bool roughly = share >= 16 * pageRecordsMax; // then whole pages are even enough, and nothing is hashed
    std::vector<SyncPart> result;
    SyncPart part; // its hi is the last identifier so far
    const auto endPartBefore = [&](const Id &next) {
        if (part.count < share || part.hi == next)
            return;
        result.push_back(part);
        part = {};
    };
    const auto visitPiece = [&](const Page &page, size_t from, size_t to) {
        const size_t size = page.records.size();
        endPartBefore(page.records[from].id);
        if (to - from == size && part.count < share && (roughly || part.count + size <= share)) {
            part = {page.records.back().id, part.count + size, part.digest + page.digest};
            return true;
        }
        for (size_t i = from; i < to; ++i) {
            const StoredRecord &stored = page.records[i];
            endPartBefore(stored.id);
            part = {stored.id, part.count + 1, part.digest + digestOf(stored.record)};
        }
        return true;
    };
    for (const Span &span : spans(lo, hi))
        forEachPiece(span, visitPiece);
    part.hi = hi;
    result.push_back(part);
    return result;
}

size_t Store::memoryBytes() const
{
    size_t bytes = sizeof(*this) + m_pages.capacity() * sizeof(Page) + m_textBytes;
    for (const Page &page : m_pages)
        bytes += page.records.capacity() * sizeof(StoredRecord);
    return bytes;
}

// The page that holds this key or into which it belongs; 0 if there is none.
size_t Store::pageOf(const Id &id, const QByteArray &key) const
{
    const auto next = std::partition_point(m_pages.begin(), m_pages.end(), [&](const Page &page) {
        const auto order = page.first <=> id;
        return order == 0 ? page.records.front().record.key <= key : order < 0;
    });
    return size_t(std::max<ptrdiff_t>(next - m_pages.begin(), 1)) - 1;
}

Store::Found Store::locate(const Id &id, const QByteArray &key) const
{
    if (m_pages.empty())
        return {};
    const size_t page = pageOf(id, key);
    const std::vector<StoredRecord> &records = m_pages[page].records;
    const auto it = std::partition_point(records.begin(), records.end(), [&](const StoredRecord &stored) {
        const auto order = stored.id <=> id;
        return order == 0 ? stored.record.key < key : order < 0;
    });
    const bool exact = it != records.end() && it->id == id && it->record.key == key;
    return {{page, size_t(it - records.begin())}, exact};
}

// The place after every key at id.
Store::Place Store::after(const Id &id) const
{
    const auto nextPage =
        std::partition_point(m_pages.begin(), m_pages.end(), [&id](const Page &page) { return page.first <= id; });
    if (nextPage == m_pages.begin())
        return {};
    const std::vector<StoredRecord> &records = (nextPage - 1)->records;
    const auto next = std::partition_point(records.begin(), records.end(),
                                           [&id](const StoredRecord &stored) { return stored.id <= id; });
    return {size_t(nextPage - m_pages.begin()) - 1, size_t(next - records.begin())};
}

// (lo, hi] in ring order: a range that passes zero is two spans.
std::array<Store::Span, 2> Store::spans(const Id &lo, const Id &hi) const
{
    const Place begin = after(lo);
    const Place end = after(hi);
    if (lo < hi)
        return {Span{begin, end}, Span{}};
    return {Span{begin, {m_pages.size(), 0}}, Span{{}, end}};
}

// Calls visit(page, from, to) for what the span has of each page, records [from, to), never none, until it returns
// false; returns whether it never did.
template <typename Visit>
bool Store::forEachPiece(const Span &span, const Visit &visit) const
{
    for (size_t i = span.begin.page; i < m_pages.size() && i <= span.end.page; ++i) {
        const size_t from = i == span.begin.page ? span.begin.index : 0;
        const size_t to = i == span.end.page ? span.end.index : m_pages[i].records.size();
        if (from < to && !visit(m_pages[i], from, to))
            return false;
    }
    return true;
}

void Store::count(Page &page, const Record &record)
{
    const quint64 live = record.tombstone ? 0 : 1;
    page.digest += digestOf(record);
    page.live += live;
    m_live += live;
    m_size += 1;
    m_payloadBytes += payloadOf(record);
    m_textBytes += textBytesOf(record);
}

void Store::discount(Page &page, const Record &record)
{
    const quint64 live = record.tombstone ? 0 : 1;
    page.digest -= digestOf(record);
    page.live -= live;
    m_live -= live;
    m_size -= 1;
    m_payloadBytes -= payloadOf(record);
    m_textBytes -= textBytesOf(record);
}

// Moves the records of a page from at on to a new page behind it.
void Store::splitPage(size_t page, size_t at)
{
    std::vector<StoredRecord> &lower = m_pages[page].records;
    Page upper{lower[at].id, {}, 0, 0};
    upper.records.assign(std::make_move_iterator(lower.begin() + at), std::make_move_iterator(lower.end()));
    for (const StoredRecord &stored : upper.records) {
        upper.digest += digestOf(stored.record);
        upper.live += stored.record.tombstone ? 0 : 1;
    }
    lower.erase(lower.begin() + at, lower.end());
    lower.shrink_to_fit();
    m_pages[page].digest -= upper.digest;
    m_pages[page].live -= upper.live;
    m_pages.insert(m_pages.begin() + page + 1, std::move(upper));
}

// After removals in pages [begin, end): drops the empty ones, joins small ones with their neighbours within these, and
// gives memory back.
void Store::tidyPages(size_t begin, size_t end)
{
    size_t kept = begin;
    for (size_t i = begin; i < end; ++i) {
        Page &page = m_pages[i];
        if (page.records.empty())
            continue;
        page.first = page.records.front().id;
        if (kept > begin && joinable(m_pages[kept - 1].records, page.records)) {
            Page &joined = m_pages[kept - 1];
            joined.records.insert(joined.records.end(), std::make_move_iterator(page.records.begin()),
                                  std::make_move_iterator(page.records.end()));
            joined.digest += page.digest;
            joined.live += page.live;
            continue;
        }
        trim(page.records);
        if (kept != i)
            m_pages[kept] = std::move(page);
        ++kept;
    }
    m_pages.erase(m_pages.begin() + kept, m_pages.begin() + end);
    trim(m_pages);
}

} // namespace chord
