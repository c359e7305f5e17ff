// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two stores, one of them asking: the differences that come out are those that a look at both stores finds, over any
// range, at any size, with lost answers and with answers that make no sense.

#include "chord/store/comparison.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace chord;

namespace {

Stamp stamp(quint64 sequence)
{
    return {{0, 1, 1}, sequence};
}

void put(Store &store, const IdSpace &space, const QByteArray &key, quint64 sequence)
{
    Record record;
    record.key = key;
    record.value = "v";
    record.stamp = stamp(sequence);
    record.version = Version::of(record.stamp);
    record.tombstone = sequence % 5 == 0;
    store.put(space.hash(key), std::move(record));
}

// Keys that are in neither state the same: what the other side has of them, if anything.
using Differences = std::map<QByteArray, std::optional<Stamp>>;

Differences bruteForce(const Store &ours, const Store &theirs, const Range &range)
{
    std::map<QByteArray, Stamp> mine;
    ours.forEachIn(range.lo, range.hi, [&](const Id &, const Record &record) {
        mine.emplace(record.key, record.stamp);
        return true;
    });
    Differences out;
    theirs.forEachIn(range.lo, range.hi, [&](const Id &, const Record &record) {
        const auto known = mine.find(record.key);
        if (known == mine.end() || known->second != record.stamp)
            out.emplace(record.key, record.stamp);
        if (known != mine.end())
            mine.erase(known);
        return true;
    });
    for (const auto &[key, unknown] : mine)
        out.emplace(key, std::nullopt);
    return out;
}

// Carries a comparison to its end; every lostEvery-th answer does not come (0: all come).
class Exchange {
public:
    Exchange(const Store &ours, const Store &theirs, const Config &config)
        : m_ours(ours)
        , m_theirs(theirs)
        , m_config(config)
        , m_space(config.space())
    {
    }

    bool run(const Range &range, int lostEvery = 0)
    {
        Comparison comparison(range);
        for (questions = 0; questions < 100'000;) {
            const auto request = comparison.next(m_ours);
            if (!request)
                return comparison.done();
            if (comparison.done() || comparison.next(m_ours))
                return false; // one question at a time
            ++questions;
            if (lostEvery > 0 && questions % lostEvery == 0) {
                comparison.onFailure();
                continue;
            }
            const SyncReply reply = answerSync(m_theirs, *request, m_config);
            entriesMax = std::max(entriesMax, reply.entries.size());
            for (const Difference &difference : comparison.onReply(m_ours, m_space, reply)) {
                if (difference.id != m_space.hash(difference.key)
                    || !found.emplace(difference.key, difference.theirs).second)
                    return false; // each is told once
            }
        }
        return false;
    }

    int questions = 0;
    size_t entriesMax = 0;
    Differences found;

private:
    const Store &m_ours;
    const Store &m_theirs;
    Config m_config;
    IdSpace m_space;
};

} // namespace

class TestComparison : public QObject {
    Q_OBJECT

private slots:
    void emptyStores();
    void sameStores();
    void randomStores_data();
    void randomStores();
    void largeStores();
    void manyKeysOfOneIdentifier();
    void failureAsksAgain();
    void changesWhileComparing();
    void partsThatMakeNoSense_data();
    void partsThatMakeNoSense();
    void entriesThatMakeNoSense();
    void fetchIsBounded();
    void recordsSurviveTheirTransfer();
};

void TestComparison::emptyStores()
{
    const Store ours;
    const Store theirs;
    Exchange exchange(ours, theirs, Config());
    QVERIFY(exchange.run({Id(5), Id(5)}));
    QCOMPARE(exchange.questions, 1);
    QVERIFY(exchange.found.empty());
}

void TestComparison::sameStores()
{
    const Config config;
    Store ours;
    Store theirs;
    for (int i = 0; i < 3000; ++i) {
        put(ours, config.space(), QByteArray::number(i), 1);
        put(theirs, config.space(), QByteArray::number(2999 - i), 1);
    }
    Exchange exchange(ours, theirs, config);
    QVERIFY(exchange.run({Id(5), Id(5)}));
    QCOMPARE(exchange.questions, 1);
    QVERIFY(exchange.found.empty());
}

void TestComparison::randomStores_data()
{
    QTest::addColumn<int>("idBits");
    QTest::addColumn<int>("entriesMax");
    QTest::addColumn<int>("keys");
    QTest::addRow("a few keys") << 160 << 256 << 20;
    QTest::addRow("a few keys, small answers") << 160 << 2 << 20;
    QTest::addRow("hundreds of keys, small answers") << 160 << 4 << 400;
    QTest::addRow("16 identifiers, a few keys") << 4 << 2 << 20;
    QTest::addRow("16 identifiers, hundreds of keys") << 4 << 2 << 400;
    QTest::addRow("256 identifiers, hundreds of keys") << 8 << 4 << 400;
}

void TestComparison::randomStores()
{
    QFETCH(int, idBits);
    QFETCH(int, entriesMax);
    QFETCH(int, keys);
    Config config;
    config.idBits = idBits;
    config.syncEntriesMax = entriesMax;
    const IdSpace space = config.space();
    for (quint64 seed = 1; seed <= 40; ++seed) {
        std::mt19937_64 random(seed);
        const quint64 percentSame = random() % 101;
        Store ours;
        Store theirs;
        for (int i = 0; i < keys; ++i) {
            const QByteArray key = "key" + QByteArray::number(i);
            const quint64 sequence = 1 + random() % 9;
            const bool same = random() % 100 < percentSame;
            if (same || random() % 3 > 0)
                put(ours, space, key, sequence);
            if (same || random() % 3 > 0)
                put(theirs, space, key, same ? sequence : 1 + random() % 9);
        }
        for (int arc = 0; arc < 5; ++arc) {
            const Id lo = space.hash(QByteArray::number(random()));
            const Range range{lo, arc == 0 ? lo : space.hash(QByteArray::number(random()))};
            Exchange exchange(ours, theirs, config);
            QVERIFY(exchange.run(range, arc % 2 == 0 ? 0 : 3));
            QVERIFY(exchange.found == bruteForce(ours, theirs, range));
        }
    }
}

// A few differences among many keys take few and small answers.
void TestComparison::largeStores()
{
    const Config config;
    const IdSpace space = config.space();
    Store ours;
    Store theirs;
    std::mt19937_64 random(3);
    for (int i = 0; i < 5000; ++i) {
        const QByteArray key = QByteArray::number(i);
        put(ours, space, key, 1);
        put(theirs, space, key, i % 500 == 7 ? 2 : 1);
    }
    const Range all{Id(0), Id(0)};
    Exchange few(ours, theirs, config);
    QVERIFY(few.run(all));
    QCOMPARE(few.found.size(), size_t(10));
    QVERIFY(few.found == bruteForce(ours, theirs, all));
    QVERIFY2(few.questions <= 60, QByteArray::number(few.questions).constData());
    QVERIFY(few.entriesMax <= size_t(config.syncEntriesMax));
    const Store empty;
    Exchange toEmpty(empty, theirs, config);
    QVERIFY(toEmpty.run(all));
    QCOMPARE(toEmpty.found.size(), size_t(5000));
    Exchange fromEmpty(ours, empty, config);
    QVERIFY(fromEmpty.run(all));
    QCOMPARE(fromEmpty.found.size(), size_t(5000));
    QCOMPARE(fromEmpty.questions, 1);
}

// They cannot be parted, and are named one by one however many they are.
void TestComparison::manyKeysOfOneIdentifier()
{
    Config config;
    config.idBits = 4;
    config.syncEntriesMax = 2;
    const IdSpace space = config.space();
    Store ours;
    Store theirs;
    const Id place(9);
    for (int i = 0; ours.size() < 50; ++i) {
        const QByteArray key = QByteArray::number(i);
        if (space.hash(key) != place)
            continue;
        put(ours, space, key, 1);
        put(theirs, space, key, 1 + quint64(i) % 2);
    }
    for (const Range &range : {Range{Id(0), Id(0)}, Range{Id(8), place}, Range{place, place}}) {
        Exchange exchange(ours, theirs, config);
        QVERIFY(exchange.run(range));
        QVERIFY(!exchange.found.empty());
        QVERIFY(exchange.found == bruteForce(ours, theirs, range));
    }
    Exchange beside(ours, theirs, config);
    QVERIFY(beside.run({place, Id(8)}));
    QVERIFY(beside.found.empty());
}

void TestComparison::failureAsksAgain()
{
    const Config config;
    Store ours;
    put(ours, config.space(), "key", 1);
    Comparison comparison({Id(1), Id(2)});
    const auto first = comparison.next(ours);
    QVERIFY(first);
    QVERIFY(!comparison.next(ours));
    comparison.onFailure();
    QVERIFY(!comparison.done());
    const auto again = comparison.next(ours);
    QVERIFY(again);
    QCOMPARE(*again, *first);
    SyncReply same;
    same.kind = SyncReply::Kind::Same;
    comparison.onReply(ours, config.space(), same);
    QVERIFY(comparison.done());
    comparison.onFailure(); // of nothing
    QVERIFY(comparison.done());
    QVERIFY(!comparison.next(ours));
}

// Writes go on meanwhile: what did not change and differs is found all the same.
void TestComparison::changesWhileComparing()
{
    Config config;
    config.syncEntriesMax = 4;
    const IdSpace space = config.space();
    std::mt19937_64 random(11);
    Store ours;
    Store theirs;
    for (int i = 0; i < 500; ++i) {
        put(ours, space, "still" + QByteArray::number(i), 1);
        put(theirs, space, "still" + QByteArray::number(i), i % 50 == 0 ? 2 : 1);
    }
    Comparison comparison({Id(0), Id(0)});
    std::set<QByteArray> found;
    int questions = 0;
    while (const auto request = comparison.next(ours)) {
        QVERIFY(++questions < 10'000);
        put(theirs, space, "moving" + QByteArray::number(random() % 100), 1 + random() % 9);
        const SyncReply reply = answerSync(theirs, *request, config);
        put(ours, space, "moving" + QByteArray::number(random() % 100), 1 + random() % 9);
        for (const Difference &difference : comparison.onReply(ours, space, reply))
            found.insert(difference.key);
    }
    QVERIFY(comparison.done());
    for (int i = 0; i < 500; i += 50)
        QVERIFY(found.contains("still" + QByteArray::number(i)));
}

void TestComparison::partsThatMakeNoSense_data()
{
    QTest::addColumn<QList<int>>("ends"); // of the parts of (10, 100]
    const auto row = [](const char *name, QList<int> ends) { QTest::newRow(name) << ends; };
    row("none", {});
    row("outside", {5, 200, 1000});
    row("back to the start", {10});
    row("the same twice", {50, 50, 50, 100, 100});
    row("backwards", {90, 80, 70, 60});
    row("zigzag", {50, 20, 60, 30, 100});
    row("beyond the end", {50, 100, 150, 20});
}

// A replier that answers each question with such parts, all of which differ: it ends, since each range is smaller.
void TestComparison::partsThatMakeNoSense()
{
    QFETCH(QList<int>, ends);
    Config config;
    config.idBits = 12;
    Store ours;
    put(ours, config.space(), "key", 1);
    Comparison comparison({Id(10), Id(100)});
    std::vector<Range> asked;
    int questions = 0;
    while (const auto request = comparison.next(ours)) {
        QVERIFY(++questions < 1000);
        asked.push_back({request->lo, request->hi});
        SyncReply reply;
        reply.kind = SyncReply::Kind::Parts;
        if (questions == 1) {
            for (const int end : ends)
                reply.parts.push_back({Id(quint64(end)), 999, 999});
        } else {
            reply.kind = SyncReply::Kind::Same;
        }
        QVERIFY(comparison.onReply(ours, config.space(), reply).empty());
    }
    QVERIFY(comparison.done());
    // What was asked next lay within, in the order of the ring, without overlap.
    Id end(10);
    for (size_t i = 1; i < asked.size(); ++i) {
        QVERIFY(asked[i].lo >= end);
        QVERIFY(asked[i].lo < asked[i].hi);
        QVERIFY(asked[i].hi <= Id(100));
        end = asked[i].hi;
    }
}

void TestComparison::entriesThatMakeNoSense()
{
    Config config;
    config.idBits = 12;
    const IdSpace space = config.space();
    Store ours;
    QByteArray inside;
    QByteArray outside;
    for (int i = 0; inside.isEmpty() || outside.isEmpty(); ++i) {
        const QByteArray key = QByteArray::number(i);
        (inRange(Id(10), space.hash(key), Id(2000)) ? inside : outside) = key;
    }
    put(ours, space, inside, 1);
    put(ours, space, outside, 1);
    Comparison comparison({Id(10), Id(2000)});
    QVERIFY(comparison.next(ours));
    SyncReply reply;
    reply.kind = SyncReply::Kind::Entries;
    reply.entries = {{outside, stamp(7)}, {inside, stamp(3)}, {inside, stamp(3)}};
    const auto differences = comparison.onReply(ours, space, reply);
    QVERIFY(!differences.empty());
    for (const Difference &difference : differences) {
        QCOMPARE(difference.key, inside);
        QVERIFY(difference.theirs == stamp(3));
    }
    QVERIFY(comparison.done());
}

void TestComparison::fetchIsBounded()
{
    Config config;
    config.transferBytesMax = 1000;
    const IdSpace space = config.space();
    Store store;
    for (int i = 0; i < 10; ++i) {
        Record record;
        record.key = QByteArray::number(i);
        record.value = QByteArray(i == 7 ? 5000 : 300, 'x');
        store.put(space.hash(record.key), record);
    }
    AppliedWrites applied;
    applied.replace("0", {{{{1, 2}, stamp(3), true}}, {}}, 0);
    Fetch fetch;
    for (const char *key : {"missing", "0", "1", "2", "3", "7", "8"})
        fetch.keys.push_back(key);
    std::vector<QByteArray> got;
    int replies = 0;
    while (!fetch.keys.empty()) {
        const FetchReply reply = answerFetch(store, applied, fetch, config, 0);
        QVERIFY(reply.answered > 0);
        QVERIFY(++replies < 10);
        qint64 bytes = 0;
        for (const Transfer &transfer : reply.records) {
            bytes += transfer.value.size();
            got.push_back(transfer.key);
            QCOMPARE(transfer.applied.writes.size(), size_t(transfer.key == "0" ? 1 : 0));
        }
        QVERIFY(bytes <= 1000 || reply.records.size() == 1);
        fetch.keys.erase(fetch.keys.begin(), fetch.keys.begin() + reply.answered);
    }
    QCOMPARE(got, (std::vector<QByteArray>{"0", "1", "2", "3", "7", "8"}));
}

void TestComparison::recordsSurviveTheirTransfer()
{
    Record record;
    record.key = "key";
    record.value = "value";
    record.contentType = "text/plain";
    record.stamp = stamp(4);
    record.version = {99};
    QCOMPARE(toRecord(toTransfer(record, {}, 500), 900), record);
    record.expiresAt = 10'000 * usPerMs;
    const Record moved = toRecord(toTransfer(record, {}, 4'000 * usPerMs), 50'000 * usPerMs);
    QCOMPARE(moved.expiresAt, 56'000 * usPerMs); // clocks differ; what is left is the same
    const Transfer late = toTransfer(record, {}, 11'000 * usPerMs);
    QCOMPARE(late.ttlMs, qint64(0));
    record.expiresAt = never;
    record.tombstone = true;
    record.value.clear();
    QCOMPARE(toRecord(toTransfer(record, {}, 0), 0), record);
}

QTEST_APPLESS_MAIN(TestComparison)
#include "tst_comparison.moc"
