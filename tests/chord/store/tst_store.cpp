// SPDX-License-Identifier: GPL-3.0-or-later
//
// The store against a std::map, through long seeded sequences of operations on rings small enough that keys share
// identifiers and wide enough that they do not; then digests, splitting, paging under change, and memory.

#include "chord/store/store.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

using namespace chord;

namespace {

using Place = std::pair<Id, QByteArray>;

struct Known {
    Record record;
    quint64 digest = 0; // of this record alone
};

using Model = std::map<Place, Known>;

quint64 digestAlone(const Id &id, const Record &record)
{
    Store store;
    store.put(id, record);
    return store.digest({}, {}).digest;
}

// What a store should say of (lo, hi], from looking at every record.
struct Expected {
    RangeDigest digest;
    quint64 live = 0;
    std::vector<Place> places; // in ring order from lo on
};

Expected expectedIn(const Model &model, const Id &lo, const Id &hi)
{
    Expected expected;
    for (const auto &[place, known] : model) {
        if (!inRange(lo, place.first, hi))
            continue;
        expected.digest.count += 1;
        expected.digest.digest += known.digest;
        expected.live += known.record.tombstone ? 0 : 1;
        expected.places.push_back(place);
    }
    const auto wraps = [&lo](const Place &place) { return place.first > lo; };
    std::ranges::stable_partition(expected.places, wraps);
    return expected;
}

std::vector<Place> placesIn(const Store &store, const Id &lo, const Id &hi)
{
    std::vector<Place> places;
    store.forEachIn(lo, hi, [&](const Id &id, const Record &record) {
        places.emplace_back(id, record.key);
        return true;
    });
    return places;
}

// Everything in (lo, hi], one after the other; returns how many.
quint64 removeAll(Store &store, const Id &lo, const Id &hi)
{
    quint64 removed = 0;
    for (const Place &place : placesIn(store, lo, hi))
        removed += store.remove(place.first, place.second) ? 1 : 0;
    return removed;
}

quint64 payloadOf(const Model &model)
{
    quint64 bytes = 0;
    for (const auto &[place, known] : model)
        bytes += quint64(known.record.key.size() + known.record.value.size() + known.record.contentType.size());
    return bytes;
}

// A store and its model, put through the same operations.
class Pair {
public:
    Pair(int bits, int keys, quint64 seed)
        : m_space(bits)
        , m_keys(keys)
        , m_random(seed)
    {
    }

    Store store;
    Model model;

    quint64 random(quint64 below) { return m_random() % below; }

    Place randomPlace()
    {
        const QByteArray key = "key " + QByteArray::number(qint64(random(quint64(m_keys))));
        return {m_space.hash(key), key};
    }

    // An identifier that is often, but not always, a key's own.
    Id randomBound()
    {
        const Id id = randomPlace().first;
        return random(2) == 0 ? id : m_space.add(id, Id(random(3)));
    }

    void put()
    {
        const auto [id, key] = randomPlace();
        Record record{key,
                      QByteArray(qsizetype(random(40)), 'v'),
                      random(2) ? "text/plain" : QByteArray(),
                      {{0, quint32(1 + random(3)), random(5)}, ++m_counter},
                      {}};
        record.tombstone = random(4) == 0;
        model[{id, key}] = {record, digestAlone(id, record)};
        store.put(id, record);
    }

    bool remove()
    {
        const Place place = randomPlace();
        return store.remove(place.first, place.second) == (model.erase(place) == 1);
    }

    bool removeRange(const Id &lo, const Id &hi)
    {
        return removeAll(store, lo, hi)
            == std::erase_if(model, [&](const auto &entry) { return inRange(lo, entry.first.first, hi); });
    }

    bool agree(const Id &lo, const Id &hi) const
    {
        const Expected expected = expectedIn(model, lo, hi);
        return store.digest(lo, hi) == expected.digest && store.liveIn(lo, hi) == expected.live
            && placesIn(store, lo, hi) == expected.places;
    }

    bool totalsAgree() const
    {
        return store.size() == model.size() && store.payloadBytes() == payloadOf(model)
            && store.liveCount() == expectedIn(model, {}, {}).live;
    }

private:
    IdSpace m_space;
    int m_keys;
    std::mt19937_64 m_random;
    quint64 m_counter = 0;
};

// Does splitting cover the range once, in order, with true counts and digests?
QString splitProblem(const Store &store, const Id &lo, const Id &hi, int parts)
{
    const std::vector<SyncPart> split = store.split(lo, hi, parts);
    if (split.empty() || int(split.size()) > parts || split.back().hi != hi)
        return QStringLiteral("wrong number or end");
    RangeDigest sum;
    Id from = lo;
    for (const SyncPart &part : split) {
        if (split.size() > 1 && (part.hi == from || (part.hi != hi && !between(from, part.hi, hi))))
            return QStringLiteral("not in order");
        if (store.digest(from, part.hi) != RangeDigest{part.count, part.digest})
            return QStringLiteral("wrong digest of a part");
        sum.count += part.count;
        sum.digest += part.digest;
        from = part.hi;
    }
    return sum == store.digest(lo, hi) ? QString() : QStringLiteral("parts do not add up");
}

Record numbered(int number)
{
    return {"key" + QByteArray::number(number).rightJustified(13, '0'), QByteArray(100, 'v'), {}, {{0, 1, 1}, 1}, {}};
}

Store filled(int count, const std::function<Id(int)> &idOf)
{
    Store store;
    for (int i = 0; i < count; ++i)
        store.put(idOf(i), numbered(i));
    return store;
}

Id hashed(int number)
{
    return IdSpace().hash(numbered(number).key);
}

Id ascending(int number)
{
    return Id({0, quint64(number), 0});
}

} // namespace

class TestStore : public QObject {
    Q_OBJECT

private slots:
    void emptyStore();
    void putFindRemove();
    void putOfHeldKeyReplaces();
    void keysOfOneIdentifierAreDistinct();
    void takesItsOwnReferences();
    void followsModel_data();
    void followsModel();
    void digestIsTheSameOnAllMachines();
    void digestTellsEveryDifference();
    void digestForgetsTheOrderOfPuts();
    void digestLooksAtKeyAndVersionOnly();
    void wrapAround();
    void splitIsEven();
    void splitOfFewKeys();
    void splitKeepsSharedIdentifiersTogether();
    void visitsStopWhenTold();
    void pagingUnderChange();
    void moves();
    void emptyStoreCostsNearlyNothing();
    void memoryPerKey();
    void memoryComesBack();
};

void TestStore::emptyStore()
{
    Store store;
    QVERIFY(!store.find(Id(1), "a"));
    QVERIFY(!store.remove(Id(1), "a"));
    QCOMPARE(store.size(), quint64(0));
    QCOMPARE(store.liveIn(Id(3), Id(2)), quint64(0));
    QVERIFY(store.digest(Id(3), Id(2)) == RangeDigest());
    QVERIFY(placesIn(store, Id(1), Id(1)).empty());
    QVERIFY(store.split(Id(1), Id(9), 4) == (std::vector<SyncPart>{{Id(9), 0, 0}}));
}

void TestStore::putFindRemove()
{
    Store store;
    const Record record{"a", "value", "text/plain", {1, 2, 3}, 77, false};
    store.put(Id(5), record);
    QVERIFY(store.find(Id(5), "a"));
    QVERIFY(*store.find(Id(5), "a") == record);
    QVERIFY(!store.find(Id(5), "b"));
    QVERIFY(!store.find(Id(5), ""));
    QVERIFY(!store.find(Id(4), "a"));
    QVERIFY(!store.find(Id(6), "a"));
    QCOMPARE(store.payloadBytes(), quint64(16));
    QVERIFY(store.remove(Id(5), "a"));
    QVERIFY(!store.remove(Id(5), "a"));
    QCOMPARE(store.size(), quint64(0));
    QCOMPARE(store.payloadBytes(), quint64(0));
}

void TestStore::putOfHeldKeyReplaces()
{
    Store store;
    store.put(Id(5), {"a", "new", {}, {{0, 2, 1}, 1}, {}});
    store.put(Id(5), {"a", "older version, longer value", "text/plain", {{0, 1, 1}, 1}, {}});
    QCOMPARE(store.size(), quint64(1));
    QCOMPARE(store.find(Id(5), "a")->value, "older version, longer value");
    Record deleted{"a", {}, {}, {{0, 3, 1}, 1}, {}};
    deleted.tombstone = true;
    store.put(Id(5), deleted);
    QCOMPARE(store.size(), quint64(1));
    QCOMPARE(store.liveCount(), quint64(0));
    QCOMPARE(store.payloadBytes(), quint64(1));
    QCOMPARE(store.digest({}, {}).digest, digestAlone(Id(5), deleted));
}

void TestStore::keysOfOneIdentifierAreDistinct()
{
    Store store;
    for (int i = 999; i >= 0; --i)
        store.put(Id(7), numbered(i));
    QCOMPARE(store.size(), quint64(1000));
    for (int i = 0; i < 1000; ++i) {
        QVERIFY(store.find(Id(7), numbered(i).key));
        QCOMPARE(store.find(Id(7), numbered(i).key)->key, numbered(i).key);
    }
    const std::vector<Place> places = placesIn(store, Id(6), Id(7));
    QCOMPARE(places.size(), size_t(1000));
    QVERIFY(std::ranges::is_sorted(places));
    QCOMPARE(store.digest(Id(7), Id(6)).count, quint64(0));
    QCOMPARE(removeAll(store, Id(6), Id(7)), quint64(1000));
}

// What is handed in may lie inside the store.
void TestStore::takesItsOwnReferences()
{
    Store store = filled(300, ascending);
    const Record *record = store.find(ascending(50), numbered(50).key);
    store.put(ascending(50), *record);
    QVERIFY(*store.find(ascending(50), numbered(50).key) == numbered(50));
    QVERIFY(store.remove(ascending(50), store.find(ascending(50), numbered(50).key)->key));
    QCOMPARE(store.size(), quint64(299));
}

void TestStore::followsModel_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("keys");
    QTest::addColumn<int>("steps");
    QTest::addColumn<quint64>("seed");
    QTest::newRow("3 bits, a few keys") << 3 << 12 << 5000 << quint64(1);
    QTest::newRow("6 bits, pages full of one identifier") << 6 << 3000 << 12000 << quint64(2);
    QTest::newRow("9 bits") << 9 << 800 << 12000 << quint64(3);
    QTest::newRow("160 bits, some keys") << 160 << 600 << 12000 << quint64(4);
    QTest::newRow("160 bits, many keys") << 160 << 6000 << 20000 << quint64(5);
}

// Phases of mostly putting, mostly removing, and rarely removing ranges, so that pages split, shrink, join and vanish.
void TestStore::followsModel()
{
    QFETCH(int, bits);
    QFETCH(int, keys);
    QFETCH(int, steps);
    QFETCH(quint64, seed);
    Pair pair(bits, keys, seed);
    for (int step = 0; step < steps; ++step) {
        const quint64 putsOfTen = step % 4000 < 2500 ? 8 : 2;
        if (pair.random(10) < putsOfTen)
            pair.put();
        else
            QVERIFY(pair.remove());
        if (pair.random(500) == 0) {
            const Id lo = pair.randomBound();
            QVERIFY(pair.removeRange(lo, pair.random(10) == 0 ? lo : pair.randomBound()));
        }
        const Place place = pair.randomPlace();
        const Record *found = pair.store.find(place.first, place.second);
        const auto known = pair.model.find(place);
        QCOMPARE(found != nullptr, known != pair.model.end());
        QVERIFY(!found || *found == known->second.record);
        if (step % 25 > 0)
            continue;
        const Id lo = pair.randomBound();
        const Id hi = pair.random(10) == 0 ? lo : pair.randomBound();
        QVERIFY(pair.agree(lo, hi));
        QVERIFY(pair.totalsAgree());
        QCOMPARE(splitProblem(pair.store, lo, hi, 2 + int(pair.random(20))), QString());
    }
    QVERIFY(pair.removeRange({}, {}));
    QVERIFY(pair.totalsAgree());
}

// Computed apart from this code: nodes of different builds and machines compare these numbers.
void TestStore::digestIsTheSameOnAllMachines()
{
    QCOMPARE(digestAlone(Id(1), {"", {}, {}, {{0, 1, 0}, 0}, {}}), Q_UINT64_C(0xb18a02f46d8d86c3));
    QCOMPARE(digestAlone(Id(1), {"abc", {}, {}, {{0, 1, 2}, 3}, {}}), Q_UINT64_C(0xfb374cb21bd58a4d));
    QCOMPARE(digestAlone(Id(1), {"12345678", {}, {}, {{2, 1, 2}, 3}, {}}), Q_UINT64_C(0xce9db79bc0987d3a));
    QCOMPARE(digestAlone(Id(1),
                         {"\xff\xfe 0123456789 long key", {}, {}, {{1u << 31, 7, quint64(1) << 63}, ~quint64(0)}, {}}),
             Q_UINT64_C(0x2684bccde5327401));
}

void TestStore::digestTellsEveryDifference()
{
    Store store = filled(2000, hashed);
    const RangeDigest before = store.digest({}, {});
    for (int i = 0; i < 2000; i += 7) {
        Record later = numbered(i);
        later.stamp.sequence += 1;
        store.put(hashed(i), later);
        QVERIFY(store.digest({}, {}) != before);
        store.put(hashed(i), numbered(i));
        QVERIFY(store.digest({}, {}) == before);
        QVERIFY(store.remove(hashed(i), numbered(i).key));
        QVERIFY(store.digest({}, {}) != before);
        store.put(hashed(i), numbered(i));
        QVERIFY(store.digest({}, {}) == before);
    }
    // Versions exchanged between two keys: the sum of plain hashes of each would not tell.
    Store one;
    one.put(Id(1), {"a", {}, {}, {{0, 1, 1}, 1}, {}});
    one.put(Id(2), {"b", {}, {}, {{0, 2, 1}, 1}, {}});
    Store other;
    other.put(Id(1), {"a", {}, {}, {{0, 2, 1}, 1}, {}});
    other.put(Id(2), {"b", {}, {}, {{0, 1, 1}, 1}, {}});
    QVERIFY(one.digest({}, {}) != other.digest({}, {}));
    // Zeros at the end of a key count.
    QVERIFY(digestAlone(Id(1), {QByteArray("a\0", 2), {}, {}, {{0, 1, 1}, 1}, {}})
            != digestAlone(Id(1), {QByteArray("a"), {}, {}, {{0, 1, 1}, 1}, {}}));
}

void TestStore::digestForgetsTheOrderOfPuts()
{
    std::vector<int> order(3000);
    for (int i = 0; i < 3000; ++i)
        order[size_t(i)] = i;
    const Store first = filled(3000, hashed);
    std::shuffle(order.begin(), order.end(), std::mt19937_64(9));
    Store second;
    for (const int i : order)
        second.put(hashed(i), numbered(i));
    for (int i = 0; i < 200; ++i)
        QVERIFY(first.digest(hashed(i), hashed(i + 1)) == second.digest(hashed(i), hashed(i + 1)));
}

void TestStore::digestLooksAtKeyAndVersionOnly()
{
    QCOMPARE(digestAlone(Id(1), {"a", "x", "text/plain", {{0, 1, 1}, 1}, {}, 5, true}),
             digestAlone(Id(2), {"a", {}, {}, {{0, 1, 1}, 1}, {}}));
}

void TestStore::wrapAround()
{
    Store store;
    for (const quint64 id : {0, 1, 30, 31, 62, 63})
        store.put(Id(id), {QByteArray::number(id), {}, {}, {{0, 1, 1}, 1}, {}});
    const auto idsIn = [&](quint64 lo, quint64 hi) {
        QList<quint64> ids;
        for (const Place &place : placesIn(store, Id(lo), Id(hi)))
            ids.append(place.first.words()[2]);
        return ids;
    };
    QCOMPARE(idsIn(31, 1), (QList<quint64>{62, 63, 0, 1}));
    QCOMPARE(idsIn(63, 0), (QList<quint64>{0}));
    QCOMPARE(idsIn(62, 63), (QList<quint64>{63}));
    QCOMPARE(idsIn(1, 30), (QList<quint64>{30}));
    QCOMPARE(idsIn(31, 31), (QList<quint64>{62, 63, 0, 1, 30, 31}));
    QCOMPARE(idsIn(40, 40), (QList<quint64>{62, 63, 0, 1, 30, 31}));
    QCOMPARE(removeAll(store, Id(62), Id(0)), quint64(2));
    QCOMPARE(idsIn(40, 40), (QList<quint64>{62, 1, 30, 31}));
}

void TestStore::splitIsEven()
{
    const Store store = filled(10000, hashed);
    const Id lo = hashed(17);
    for (const int parts : {2, 3, 16, 64, 256}) {
        QCOMPARE(splitProblem(store, lo, lo, parts), QString());
        const std::vector<SyncPart> split = store.split(lo, lo, parts);
        const quint64 share = (10000 + quint64(parts) - 1) / quint64(parts);
        const quint64 slack = share >= 16 * Store::pageRecordsMax ? Store::pageRecordsMax : 1;
        QVERIFY(split.size() <= size_t(parts) && split.size() >= 10000 / (share + slack));
        for (size_t i = 0; i + 1 < split.size(); ++i)
            QVERIFY(split[i].count >= share && split[i].count < share + slack);
    }
}

void TestStore::splitOfFewKeys()
{
    Store store;
    store.put(Id(5), {"a", {}, {}, {{0, 1, 1}, 1}, {}});
    QCOMPARE(store.split(Id(4), Id(9), 8).size(), size_t(1));
    QCOMPARE(store.split(Id(5), Id(5), 8).size(), size_t(1));
    store.put(Id(6), {"b", {}, {}, {{0, 1, 1}, 1}, {}});
    const std::vector<SyncPart> split = store.split(Id(4), Id(9), 8);
    QCOMPARE(split.size(), size_t(2));
    QCOMPARE(split.front().hi, Id(5));
    QCOMPARE(split.back().hi, Id(9));
    for (const quint64 lo : {0, 4, 5, 6, 7})
        QCOMPARE(splitProblem(store, Id(lo), Id(lo), 8), QString());
}

void TestStore::splitKeepsSharedIdentifiersTogether()
{
    Store store;
    for (int i = 0; i < 1000; ++i)
        store.put(Id(quint64(i % 3)), numbered(i));
    QCOMPARE(store.split(Id(7), Id(7), 100).size(), size_t(3));
    QCOMPARE(splitProblem(store, Id(7), Id(7), 100), QString());
    QCOMPARE(splitProblem(store, Id(1), Id(1), 100), QString());
    QCOMPARE(splitProblem(store, Id(1), Id(2), 2), QString());
}

void TestStore::visitsStopWhenTold()
{
    const Store store = filled(1000, ascending);
    int seen = 0;
    const auto visit = [&](const Id &, const Record &) { return ++seen < 300; };
    store.forEachIn(ascending(900), ascending(899), visit);
    QCOMPARE(seen, 300);
    seen = 0;
    store.forEachAfter(ascending(100), {}, visit);
    QCOMPARE(seen, 300);
}

// Page by page through the store while other keys come and go: what stays all the time is seen exactly once.
void TestStore::pagingUnderChange()
{
    std::mt19937_64 random(6);
    Store store = filled(3000, hashed);
    std::map<QByteArray, int> seen;
    Place at;
    for (bool more = true; more;) {
        more = false;
        int left = 37;
        store.forEachAfter(at.first, at.second, [&](const Id &id, const Record &record) {
            more = true;
            at = {id, record.key};
            ++seen[record.key];
            return --left > 0;
        });
        // Even numbers stay.
        for (int change = 0; change < 60; ++change) {
            const int number = int(random() % 1500) * 2 + 1;
            if (random() % 2)
                store.put(hashed(number), numbered(number));
            else
                store.remove(hashed(number), numbered(number).key);
        }
    }
    for (int i = 0; i < 3000; i += 2)
        QCOMPARE(seen[numbered(i).key], 1);
    for (const auto &[key, times] : seen)
        QCOMPARE(times, 1);
}

void TestStore::moves()
{
    Store store = filled(500, hashed);
    Store other = std::move(store);
    QCOMPARE(other.size(), quint64(500));
    store = Store();
    QCOMPARE(store.size(), quint64(0));
    store = std::move(other);
    QVERIFY(store.find(hashed(3), numbered(3).key));
}

// A simulated node at rest has 4 KiB in all.
void TestStore::emptyStoreCostsNearlyNothing()
{
    Store store;
    QVERIFY(store.memoryBytes() <= 64);
    store.put(Id(1), {"a", {}, {}, {{0, 1, 1}, 1}, {}});
    QVERIFY2(store.memoryBytes() <= 512, qPrintable(QString::number(store.memoryBytes())));
}

void TestStore::memoryPerKey()
{
    const int count = 50000;
    // Each text has a head of 16 bytes and a final NUL.
    const Record sample = numbered(0);
    const double text = double(sample.key.capacity() + sample.value.capacity()) + 2 * 17;
    const double random = double(filled(count, hashed).memoryBytes()) / count;
    QVERIFY2(random < sizeof(StoredRecord) * 1.25 + text, qPrintable(QString::number(random)));
    // As a transfer brings them: pages are full.
    const double inOrder = double(filled(count, ascending).memoryBytes()) / count;
    QVERIFY2(inOrder < sizeof(StoredRecord) * 1.02 + text, qPrintable(QString::number(inOrder)));
    QVERIFY(inOrder >= sizeof(StoredRecord) + 116);
}

void TestStore::memoryComesBack()
{
    const int count = 20000;
    Store store = filled(count, hashed);
    // Every tenth stays: pages join instead of staying nearly empty.
    for (int i = 0; i < count; ++i) {
        if (i % 10 > 0)
            QVERIFY(store.remove(hashed(i), numbered(i).key));
    }
    const double perKey = double(store.memoryBytes()) / double(store.size());
    QVERIFY2(perKey < 3 * sizeof(StoredRecord) + 200, qPrintable(QString::number(perKey)));
    for (int i = 0; i < count; i += 10)
        QVERIFY(store.remove(hashed(i), numbered(i).key));
    QVERIFY(store.memoryBytes() <= 64);

    store = filled(count, hashed);
    QCOMPARE(removeAll(store, hashed(1), hashed(1)), quint64(count));
    QVERIFY(store.memoryBytes() <= 64);
}

QTEST_APPLESS_MAIN(TestStore)
#include "tst_store.moc"
