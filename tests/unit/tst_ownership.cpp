// SPDX-License-Identifier: GPL-3.0-or-later
//
// Leases as values: who is granted what, who has to wait for whom, and who is refused.

#include "chord/ownership.h"

#include <QTest>

using namespace chord;

namespace {

constexpr Time lease = 750 * usPerMs;

NodeRef ref(quint64 number, quint64 incarnation = 1)
{
    return {Id(number), "node" + QByteArray::number(number) + ":1", incarnation};
}

LeaseRequest wanting(quint64 lo, quint64 hi, quint64 term)
{
    return {{Id(lo), Id(hi), term}, {}};
}

} // namespace

class TestOwnership : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void overlap_data();
    void overlap();
    void grantsAndRenews();
    void makesALaterOwnerWaitForTheFormer();
    void refusesTheFormerOwnerOnceALaterHasAsked();
    void doesNotMakeTheReceiverOfAHandOverWait();
    void keepsNoPromiseToWhoHasHandedOver();
    void refusesARestartedOwnerItsFormerTerm();
    void grantsNothingWhileOutOfTouch();
    void refusesAClaimOfMoreThanTheOwnerHad();
    void countsWhatTheOwnerHadAcquired();
    void refusesAClaimOverTheLiving();
    void recognizesTheLatestOwnerOfEachKey();
    void forgetsOldEntries();
    void leaseLastsAsLongAsTheFirstGrant();
    void mergedLeaseLastsAsLongAsBoth();
};

void TestOwnership::overlap_data()
{
    QTest::addColumn<QList<quint64>>("ends");
    QTest::addColumn<bool>("expected");
    QTest::newRow("apart") << QList<quint64>{10, 20, 30, 40} << false;
    QTest::newRow("touching") << QList<quint64>{10, 20, 20, 40} << false;
    QTest::newRow("one common key") << QList<quint64>{10, 20, 19, 40} << true;
    QTest::newRow("inside") << QList<quint64>{10, 40, 20, 30} << true;
    QTest::newRow("over zero") << QList<quint64>{50, 5, 60, 2} << true;
    QTest::newRow("over zero, apart") << QList<quint64>{50, 5, 5, 50} << false;
    QTest::newRow("the whole ring") << QList<quint64>{7, 7, 20, 30} << true;
}

void TestOwnership::overlap()
{
    QFETCH(QList<quint64>, ends);
    QFETCH(bool, expected);
    const Range a{Id(ends[0]), Id(ends[1]), 1};
    const Range b{Id(ends[2]), Id(ends[3]), 1};
    QCOMPARE(overlaps(a, b), expected);
    QCOMPARE(overlaps(b, a), expected);
}

void TestOwnership::grantsAndRenews()
{
    LeaseBook book;
    QCOMPARE(book.request(ref(20), wanting(10, 20, 3), 0, lease, true).result, LeaseReply::Result::Granted);
    QCOMPARE(book.request(ref(20), wanting(10, 20, 3), lease / 2, lease, true).result, LeaseReply::Result::Granted);
    // A neighbour's range does not stand in the way.
    QCOMPARE(book.request(ref(30), wanting(20, 30, 1), lease / 2, lease, true).result, LeaseReply::Result::Granted);
}

void TestOwnership::makesALaterOwnerWaitForTheFormer()
{
    LeaseBook book;
    book.request(ref(20), wanting(10, 20, 3), 0, lease, true);
    QCOMPARE(book.request(ref(30), wanting(10, 30, 4), lease - 1, lease, true).result, LeaseReply::Result::Wait);
    QCOMPARE(book.request(ref(30), wanting(10, 30, 4), lease, lease, true).result, LeaseReply::Result::Granted);
}

void TestOwnership::refusesTheFormerOwnerOnceALaterHasAsked()
{
    LeaseBook book;
    book.request(ref(20), wanting(10, 20, 3), 0, lease, true);
    book.request(ref(30), wanting(10, 30, 4), 1, lease, true); // must wait, but from now on nobody before it is helped
    const LeaseReply reply = book.request(ref(20), wanting(10, 20, 3), 2, lease, true);
    QCOMPARE(reply.result, LeaseReply::Result::Refused);
    QCOMPARE(reply.conflict->owner, ref(30));
    QCOMPARE(reply.conflict->range.term, quint64(4));
    // Nor is somebody else under the same term.
    QCOMPARE(book.request(ref(25), wanting(10, 25, 4), 3, lease, true).result, LeaseReply::Result::Refused);
}

void TestOwnership::doesNotMakeTheReceiverOfAHandOverWait()
{
    LeaseBook book;
    book.request(ref(30), wanting(10, 30, 3), 0, lease, true);
    LeaseRequest given = wanting(10, 20, 4);
    given.handedOverBy = Id(30);
    QCOMPARE(book.request(ref(20), given, 1, lease, true).result, LeaseReply::Result::Granted);
    // The giver keeps the rest.
    QCOMPARE(book.request(ref(30), wanting(20, 30, 3), 2, lease, true).result, LeaseReply::Result::Granted);
}

// What a hand-over ended does not stand in the way of the next one.
void TestOwnership::keepsNoPromiseToWhoHasHandedOver()
{
    LeaseBook receiver; // the book of 30, which 20 leaves its range to
    receiver.request(ref(20), wanting(10, 20, 3), 0, lease, true);
    receiver.handedOver(Id(20), {Id(10), Id(20), 4});
    LeaseRequest passedOn = wanting(10, 15, 5);
    passedOn.handedOverBy = Id(30);
    QCOMPARE(receiver.request(ref(15), passedOn, 1, lease, true).result, LeaseReply::Result::Granted);

    LeaseBook other; // it has promised 30 all, of which 30 gives a part to 20, and 20 a part of that to 15
    other.request(ref(30), wanting(10, 30, 3), 0, lease, true);
    LeaseRequest part = wanting(10, 20, 4);
    part.handedOverBy = Id(30);
    QCOMPARE(other.request(ref(20), part, 1, lease, true).result, LeaseReply::Result::Granted);
    part = wanting(10, 15, 5);
    part.handedOverBy = Id(20);
    QCOMPARE(other.request(ref(15), part, 2, lease, true).result, LeaseReply::Result::Granted);
    // The promise for what 30 has kept holds.
    QCOMPARE(other.request(ref(35), wanting(20, 35, 6), 3, lease, true).result, LeaseReply::Result::Wait);
}

void TestOwnership::refusesARestartedOwnerItsFormerTerm()
{
    LeaseBook book;
    book.request(ref(20, 1), wanting(10, 20, 3), 0, lease, true);
    const LeaseReply same = book.request(ref(20, 2), wanting(10, 20, 3), 1, lease, true);
    QCOMPARE(same.result, LeaseReply::Result::Refused);
    QCOMPARE(same.conflict->range.term, quint64(3));
    // Under a later term it need not wait: its former run is over.
    QCOMPARE(book.request(ref(20, 2), wanting(10, 20, 4), 2, lease, true).result, LeaseReply::Result::Granted);
}

void TestOwnership::grantsNothingWhileOutOfTouch()
{
    LeaseBook book;
    QCOMPARE(book.request(ref(20), wanting(10, 20, 3), 0, lease, false).result, LeaseReply::Result::Wait);
    // Nothing was promised, so a later owner need not wait.
    QCOMPARE(book.request(ref(30), wanting(10, 30, 4), 1, lease, true).result, LeaseReply::Result::Granted);
}

// What 30 owned began at 20: whoever claims it from 10 on claims what somebody else has.
void TestOwnership::refusesAClaimOfMoreThanTheOwnerHad()
{
    LeaseBook book;
    book.request(ref(30), wanting(20, 30, 1), 0, lease, true);
    const LeaseReply reply = book.request(ref(40), wanting(10, 30, 2), 2 * lease, lease, true);
    QCOMPARE(reply.result, LeaseReply::Result::Refused);
    QVERIFY(reply.conflict && reply.conflict->owner == ref(30) && reply.conflict->range == wanting(20, 30, 1).range);
    // Nor is it remembered, to the harm of who lives there.
    QCOMPARE(book.request(ref(15), wanting(10, 15, 1), 2 * lease, lease, true).result, LeaseReply::Result::Granted);
    QCOMPARE(book.request(ref(40), wanting(20, 30, 2), 2 * lease, lease, true).result, LeaseReply::Result::Granted);
}

// 30 had claimed what 20 owned, and crashed before it asked for both as one.
void TestOwnership::countsWhatTheOwnerHadAcquired()
{
    LeaseBook book;
    book.request(ref(20), wanting(10, 20, 1), 0, lease, true);
    book.request(ref(30), wanting(20, 30, 1), 0, lease, true);
    book.request(ref(30), wanting(10, 20, 2), lease, lease, true);
    QCOMPARE(book.lowerEnd(Id(30)), Id(10));
    QCOMPARE(book.request(ref(40), wanting(10, 30, 3), 3 * lease, lease, true).result, LeaseReply::Result::Granted);
    const LeaseReply reply = book.request(ref(40), wanting(5, 30, 4), 3 * lease, lease, true);
    QCOMPARE(reply.conflict->range.lo, Id(10));
    // Whoever knew better gives in, whichever way it knew.
    LeaseBook asOne;
    asOne.request(ref(30), wanting(5, 30, 3), 0, lease, true);
    LeaseBook inParts;
    inParts.request(ref(30), wanting(10, 30, 3), 0, lease, true);
    inParts.request(ref(30), wanting(5, 10, 3), 0, lease, true);
    for (LeaseBook *claimants : {&asOne, &inParts}) {
        QCOMPARE(claimants->lowerEnd(Id(30)), Id(5));
        claimants->narrow(*reply.conflict);
        QCOMPARE(claimants->lowerEnd(Id(30)), Id(10));
    }
}

void TestOwnership::refusesAClaimOverTheLiving()
{
    LeaseBook book;
    book.request(ref(20), wanting(10, 20, 1), 0, lease, true);
    const LeaseRequest claim = wanting(5, 30, 2);
    QCOMPARE(book.request(ref(40), claim, lease - 1, lease, true).result, LeaseReply::Result::Refused);
    QCOMPARE(book.ownerBelow(Id(5), Id(30), 0), ref(20));
    QCOMPARE(book.ownerBelow(Id(5), Id(20), 0), std::nullopt);
    QCOMPARE(book.ownerBelow(Id(5), Id(30), 1), std::nullopt);
    QCOMPARE(book.ownerAt(Id(20), 0), ref(20));
    QCOMPARE(book.ownerAt(Id(20), 1), std::nullopt);
    QCOMPARE(book.request(ref(40), claim, lease, lease, true).result, LeaseReply::Result::Granted); // it lives no more
}

void TestOwnership::recognizesTheLatestOwnerOfEachKey()
{
    LeaseBook book;
    QVERIFY(book.recognizes(Id(20), 1, Id(15))); // nobody is known
    book.request(ref(20), wanting(10, 20, 3), 0, lease, true);
    book.learn({ref(30), {Id(12), Id(30), 5}}, 1);
    QVERIFY(book.recognizes(Id(20), 3, Id(11)));
    QVERIFY(!book.recognizes(Id(20), 3, Id(15)));
    QVERIFY(book.recognizes(Id(30), 5, Id(15)));
    QCOMPARE(book.latestOwner(Id(15)), Id(30));
    QCOMPARE(book.latestOwner(Id(11)), Id(20));
    QVERIFY(!book.latestOwner(Id(40)));
}

void TestOwnership::forgetsOldEntries()
{
    LeaseBook book;
    book.request(ref(20), wanting(10, 20, 3), 1000, lease, true);
    QVERIFY(book.keptAround(Id(15), 1000));
    QVERIFY(!book.keptAround(Id(15), 1001));
    book.forgetBefore(lease); // the promise still runs
    QVERIFY(book.latestOwner(Id(15)));
    book.forgetBefore(lease + 1001);
    QVERIFY(!book.latestOwner(Id(15)));
}

void TestOwnership::leaseLastsAsLongAsTheFirstGrant()
{
    LeasedRange range({Id(10), Id(20), 1});
    QCOMPARE(range.validUntil({}), never); // alone
    range.granted(Id(30), 500);
    QCOMPARE(range.validUntil({ref(30), ref(40)}), Time(0));
    range.granted(Id(40), 700);
    QCOMPARE(range.validUntil({ref(30), ref(40)}), Time(500));
    range.granted(Id(30), 400); // a late answer to an earlier question takes nothing back
    QCOMPARE(range.validUntil({ref(30), ref(40)}), Time(500));
}

void TestOwnership::mergedLeaseLastsAsLongAsBoth()
{
    LeasedRange range({Id(20), Id(30), 1});
    range.granted(Id(40), 900);
    range.granted(Id(50), 900);
    LeasedRange acquired({Id(10), Id(20), 4});
    acquired.granted(Id(40), 600);
    range.merge(acquired);
    QCOMPARE(range.range(), (Range{Id(10), Id(30), 4}));
    QCOMPARE(range.validUntil({ref(40)}), Time(600));
    QCOMPARE(range.validUntil({ref(50)}), Time(0)); // it has not promised for the new part
}

QTEST_APPLESS_MAIN(TestOwnership)
#include "tst_ownership.moc"
