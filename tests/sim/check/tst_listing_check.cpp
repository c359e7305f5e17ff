// SPDX-License-Identifier: GPL-3.0-or-later
//
// Walks over keys, written down by hand: what must be told of them, and what is left open.

#include "sim/check/listing_check.h"

#include <QTest>

using sim::History;
using sim::Moment;
using sim::Operation;
using Kind = Operation::Kind;
using Outcome = Operation::Outcome;

namespace {

constexpr int key = 5;

Operation operation(Kind kind, Outcome outcome)
{
    Operation made;
    made.kind = kind;
    made.outcome = outcome;
    made.key = key;
    return made;
}

// Begins and, unless it is open, ends it.
size_t add(History &history, const Operation &operation, bool isOpen = false)
{
    const size_t index = history.begin(operation, 0);
    if (!isOpen)
        history.end(index, operation, 0);
    return index;
}

size_t put(History &history)
{
    Operation made = operation(Kind::Put, Outcome::Ok);
    made.written = history.nextValue();
    return add(history, made);
}

// A walk from then until now.
void list(History &history, Moment begin, int times)
{
    std::map<int, int> told;
    if (times > 0)
        told[key] = times;
    history.addListing({begin, history.tick(), told});
}

qsizetype problems(const History &history, Moment countsUntil = sim::noMoment)
{
    return qsizetype(sim::listingProblems(history, [countsUntil](int) { return countsUntil; }).size());
}

} // namespace

class TestListingCheck : public QObject {
    Q_OBJECT

private slots:
    void told();
    void deletedMeanwhile();
    void deletedAndStoredBefore();
    void expired();
    void lostWithItsRange();
};

void TestListingCheck::told()
{
    History history;
    list(history, history.tick(), 0);
    QCOMPARE(problems(history), 0);
    put(history);
    list(history, history.tick(), 1);
    QCOMPARE(problems(history), 0);
    list(history, history.tick(), 0);
    QCOMPARE(problems(history), 1); // lacking
    list(history, history.tick(), 2);
    QCOMPARE(problems(history), 2); // twice

    History empty;
    list(empty, empty.tick(), 1);
    QCOMPARE(problems(empty), 1); // invented
}

void TestListingCheck::deletedMeanwhile()
{
    for (const Outcome outcome : {Outcome::Ok, Outcome::Unknown}) {
        History history;
        put(history);
        const Moment begin = history.tick();
        add(history, operation(Kind::Delete, outcome), outcome == Outcome::Unknown);
        list(history, begin, 0);
        list(history, begin, 1);
        QCOMPARE(problems(history), 0);
    }
    History history;
    put(history);
    add(history, operation(Kind::Delete, Outcome::Nothing));
    list(history, history.tick(), 0);
    QCOMPARE(problems(history), 1);
}

void TestListingCheck::deletedAndStoredBefore()
{
    History history;
    put(history);
    add(history, operation(Kind::Delete, Outcome::Ok));
    list(history, history.tick(), 0);
    QCOMPARE(problems(history), 0);
    put(history);
    list(history, history.tick(), 0);
    QCOMPARE(problems(history), 1);
}

// A delete of one value leaves later ones alone.
void TestListingCheck::expired()
{
    History history;
    const size_t first = put(history);
    Operation expiry = operation(Kind::Delete, Outcome::Unknown);
    expiry.demand = Operation::Demand::Exactly;
    expiry.demanded = history.operations()[first].written;
    add(history, expiry, true);
    list(history, history.tick(), 0);
    QCOMPARE(problems(history), 0);
    put(history);
    list(history, history.tick(), 0);
    QCOMPARE(problems(history), 1);
}

void TestListingCheck::lostWithItsRange()
{
    History history;
    put(history);
    const Moment begin = history.tick();
    list(history, begin, 0);
    QCOMPARE(problems(history, begin), 0);
}

QTEST_APPLESS_MAIN(TestListingCheck)

#include "tst_listing_check.moc"
