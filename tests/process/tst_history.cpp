// SPDX-License-Identifier: GPL-3.0-or-later
//
// The checker of the process tests must pass what is right and say no to what is wrong.

#include "support/history.h"

#include <QtTest>

using support::KeyHistory;

class TestHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void acceptsTheAcknowledgedWriteAndLaterOnes();
    void rejectsAnOlderWrite();
    void rejectsAMissingValue();
    void rejectsGoingBackAfterARead();
    void acceptsAReadThatBeganBefore();
    void acceptsAMissingValueAfterADelete();
    void rejectsAResurrectedValue();
    void rejectsWhatWasNeverWritten();
    void findsTheNumberInAValue();
};

void TestHistory::acceptsTheAcknowledgedWriteAndLaterOnes()
{
    KeyHistory history;
    history.acknowledge(history.beginPut());
    const quint64 pending = history.beginPut();
    QVERIFY(history.checkValue(1, history.floor()).isEmpty());
    QVERIFY(history.checkValue(pending, history.floor()).isEmpty());
}

void TestHistory::rejectsAnOlderWrite()
{
    KeyHistory history;
    history.beginPut();
    history.acknowledge(history.beginPut());
    QVERIFY(!history.checkValue(1, history.floor()).isEmpty());
}

void TestHistory::rejectsAMissingValue()
{
    KeyHistory history;
    history.beginPut();
    QVERIFY(history.checkMissing(history.floor()).isEmpty());
    history.acknowledge(1);
    QVERIFY(!history.checkMissing(history.floor()).isEmpty());
}

void TestHistory::rejectsGoingBackAfterARead()
{
    KeyHistory history;
    history.acknowledge(history.beginPut());
    history.beginPut(); // fails, but is read
    QVERIFY(history.checkValue(2, history.floor()).isEmpty());
    QVERIFY(!history.checkValue(1, history.floor()).isEmpty());
}

void TestHistory::acceptsAReadThatBeganBefore()
{
    KeyHistory history;
    history.acknowledge(history.beginPut());
    const quint64 floor = history.floor();
    history.acknowledge(history.beginPut());
    QVERIFY(history.checkValue(1, floor).isEmpty());
    QVERIFY(!history.checkValue(1, history.floor()).isEmpty());
}

void TestHistory::acceptsAMissingValueAfterADelete()
{
    KeyHistory history;
    history.acknowledge(history.beginPut());
    history.acknowledge(history.beginDelete());
    QVERIFY(history.checkMissing(history.floor()).isEmpty());
    history.acknowledge(history.beginPut());
    QVERIFY(!history.checkMissing(history.floor()).isEmpty());
}

void TestHistory::rejectsAResurrectedValue()
{
    KeyHistory history;
    history.acknowledge(history.beginPut());
    history.beginDelete(); // fails, but is read
    QVERIFY(history.checkMissing(history.floor()).isEmpty());
    QVERIFY(!history.checkValue(1, history.floor()).isEmpty());
    QVERIFY(!history.checkValue(2, history.floor()).isEmpty());
}

void TestHistory::rejectsWhatWasNeverWritten()
{
    KeyHistory history;
    history.beginPut();
    QVERIFY(!history.checkValue(2, history.floor()).isEmpty());
    QVERIFY(!history.checkValue(0, history.floor()).isEmpty());
}

void TestHistory::findsTheNumberInAValue()
{
    QCOMPARE(support::numberOf("k", support::valueOf("k", 17, 100)), quint64(17));
    QCOMPARE(support::valueOf("k", 17, 100).size(), 100);
    QCOMPARE(support::numberOf("other", support::valueOf("k", 17, 100)), quint64(0));
    QCOMPARE(support::numberOf("k", "rubbish"), quint64(0));
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
