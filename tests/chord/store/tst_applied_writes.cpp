// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which writes are remembered, for how long, and that whatever is forgotten is told, or kept with the key, with a stamp
// that is not before the write: a retry of it will be refused, not applied again.

#include "chord/store/applied_writes.h"

#include <QTest>

#include <random>
#include <set>

using namespace chord;

namespace {

Stamp stamp(quint64 sequence)
{
    return {{0, 1, 1}, sequence};
}

AppliedWrite write(quint64 number)
{
    return {{7, number}, stamp(number), number % 2 == 0};
}

AppliedList writes(quint64 first, quint64 last)
{
    AppliedList out;
    for (quint64 number = first; number <= last; ++number)
        out.writes.push_back(write(number));
    return out;
}

} // namespace

class TestAppliedWrites : public QObject {
    Q_OBJECT

private slots:
    void finds();
    void replaceTakesTheListAsItIs();
    void onlyTheLastOfAKeyAreKept();
    void emptyListForgets();
    void forgetsByAge();
    void ageIsThatOfTheFirstSight();
    void forgottenKeyComesBack();
    void stampIsNotBeforeTheWrite();
    void sizeGoesBackToNothing();
};

void TestAppliedWrites::finds()
{
    AppliedWrites applied;
    QVERIFY(!applied.find("key", {7, 1}));
    QVERIFY(applied.of("key").writes.empty());
    applied.replace("key", writes(1, 2), 0);
    QCOMPARE(applied.find("key", {7, 1}), std::optional(write(1)));
    QCOMPARE(applied.find("key", {7, 2}), std::optional(write(2)));
    QVERIFY(!applied.find("key", {7, 3}));
    QVERIFY(!applied.find("key", {8, 1})); // of another client
    QVERIFY(!applied.find("other", {7, 1}));
    QCOMPARE(applied.of("key"), writes(1, 2));
}

// A list comes with its record, from another replica: it is the list of this record.
void TestAppliedWrites::replaceTakesTheListAsItIs()
{
    AppliedWrites applied;
    applied.replace("key", writes(1, 3), 0);
    applied.replace("key", writes(3, 4), 0);
    QCOMPARE(applied.of("key"), writes(3, 4));
    QVERIFY(!applied.find("key", {7, 1}));
}

void TestAppliedWrites::onlyTheLastOfAKeyAreKept()
{
    AppliedWrites applied;
    applied.replace("key", writes(1, AppliedWrites::perKeyMax), 0);
    QVERIFY(!applied.mayHaveForgotten("key", {}));
    applied.replace("key", writes(1, AppliedWrites::perKeyMax + 3), 0);
    QCOMPARE(applied.of("key").writes, writes(4, AppliedWrites::perKeyMax + 3).writes);
    // Only of this key, and no more than those that were dropped.
    QVERIFY(applied.mayHaveForgotten("key", stamp(2)));
    QVERIFY(!applied.mayHaveForgotten("key", stamp(3)));
    QVERIFY(!applied.mayHaveForgotten("other", {}));
    QVERIFY(!applied.find("key", {7, 3}));
    QVERIFY(applied.find("key", {7, 4}));
}

void TestAppliedWrites::emptyListForgets()
{
    AppliedWrites applied;
    applied.replace("key", writes(1, 2), 0);
    applied.replace("other", writes(3, 3), 0);
    applied.replace("key", {}, 5);
    QVERIFY(applied.of("key").writes.empty());
    QVERIFY(!applied.find("key", {7, 1}));
    QVERIFY(applied.find("other", {7, 3}));
    applied.replace("never", {}, 5);
    QVERIFY(applied.of("never").writes.empty());
}

void TestAppliedWrites::forgetsByAge()
{
    AppliedWrites applied;
    applied.replace("a", writes(1, 1), 10);
    applied.replace("b", writes(2, 2), 20);
    applied.replace("a", {{write(1), write(3)}, {}}, 30);
    QVERIFY(applied.forgetBefore(10).empty());
    const auto first = applied.forgetBefore(11);
    QCOMPARE(first.size(), size_t(1));
    QCOMPARE(first.front().key, QByteArray("a"));
    QVERIFY(first.front().stamp >= stamp(1));
    QCOMPARE(applied.of("a"), writes(3, 3));
    const auto rest = applied.forgetBefore(1000);
    QCOMPARE(rest.size(), size_t(2));
    QCOMPARE(rest[0].key, QByteArray("b"));
    QCOMPARE(rest[1].key, QByteArray("a"));
    QVERIFY(applied.of("a").writes.empty());
    QVERIFY(applied.of("b").writes.empty());
    QVERIFY(applied.forgetBefore(2000).empty());
}

// The record is accepted again or copied: its writes grow no younger here.
void TestAppliedWrites::ageIsThatOfTheFirstSight()
{
    AppliedWrites applied;
    applied.replace("key", writes(1, 1), 10);
    applied.replace("key", writes(1, 1), 50);
    const auto forgotten = applied.forgetBefore(20);
    QCOMPARE(forgotten.size(), size_t(1));
    QVERIFY(applied.of("key").writes.empty());
    QVERIFY(applied.forgetBefore(100).empty());
}

void TestAppliedWrites::forgottenKeyComesBack()
{
    AppliedWrites applied;
    applied.replace("key", writes(1, 1), 10);
    applied.replace("key", {}, 20); // for instance collected here,
    applied.replace("key", writes(1, 1), 30); // and copied again
    QVERIFY(applied.find("key", {7, 1}));
    for (const auto &each : applied.forgetBefore(1000))
        QVERIFY(each.stamp >= stamp(1));
    QVERIFY(!applied.find("key", {7, 1}));
}

// Whatever is not found any more was told, with a stamp not before the one it was written with; the one exception is
// a list that another replica has shortened, which tells its own mark.
void TestAppliedWrites::stampIsNotBeforeTheWrite()
{
    std::mt19937_64 random(5);
    AppliedWrites applied;
    std::map<QByteArray, std::map<quint64, Stamp>> writtenWith; // by key and number
    std::map<QByteArray, Stamp> marks;
    const auto told = [&](const std::vector<AppliedWrites::Forgotten> &forgotten) {
        for (const auto &each : forgotten)
            marks[each.key] = std::max(marks[each.key], each.stamp);
    };
    Time now = 0;
    for (quint64 number = 1; number <= 3000; ++number) {
        now += Time(random() % 10);
        const QByteArray key = QByteArray::number(random() % 20);
        AppliedList list = applied.of(key);
        list.writes.push_back(write(number));
        writtenWith[key][number] = stamp(number);
        applied.replace(key, list, now);
        if (random() % 10 == 0)
            told(applied.forgetBefore(now - 300));
    }
    int found = 0;
    for (const auto &[key, written] : writtenWith) {
        QVERIFY(applied.of(key).writes.size() <= AppliedWrites::perKeyMax);
        for (const auto &[number, with] : written) {
            const bool known = applied.find(key, {7, number}).has_value();
            found += known ? 1 : 0;
            QVERIFY(known || std::max(marks[key], applied.of(key).forgotten) >= with);
        }
    }
    QVERIFY(found > 20);
}

void TestAppliedWrites::sizeGoesBackToNothing()
{
    AppliedWrites applied;
    for (quint64 number = 1; number <= 100; ++number)
        applied.replace(QByteArray::number(number % 10), writes(number, number), Time(number));
    QVERIFY(applied.size() <= 100);
    applied.forgetBefore(1000);
    QCOMPARE(applied.size(), size_t(0));
}

QTEST_APPLESS_MAIN(TestAppliedWrites)
#include "tst_applied_writes.moc"
