// SPDX-License-Identifier: GPL-3.0-or-later
//
// The order of stamps, and the text of versions: one for each, since ETags are compared byte by byte.

#include "chord/store/record.h"

#include <QTest>

using namespace chord;

class TestRecord : public QObject {
    Q_OBJECT

private slots:
    void stampsAreOrderedByBallotThenSequence();
    void versionsAreDrawnFromStamps();
    void textOfVersion_data();
    void textOfVersion();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
    void recordsAreEqualByAllMembers();
};

void TestRecord::stampsAreOrderedByBallotThenSequence()
{
    QVERIFY((Stamp{{0, 9, 9}, 9} < Stamp{{1, 1, 1}, 0}));
    QVERIFY((Stamp{{0, 1, 9}, 9} < Stamp{{0, 2, 0}, 0}));
    QVERIFY((Stamp{{0, 2, 1}, 9} < Stamp{{0, 2, 2}, 0}));
    QVERIFY((Stamp{{0, 2, 2}, 1} < Stamp{{0, 2, 2}, 2}));
    QVERIFY(Stamp().isNull());
    QVERIFY(Stamp() < (Stamp{{0, 1, 0}, 0}));
}

void TestRecord::versionsAreDrawnFromStamps()
{
    const Stamp stamp{{0, 2, 7}, 5};
    QVERIFY(Version().isNull());
    QVERIFY(!Version::of(stamp).isNull());
    QVERIFY(Version::of(stamp) == Version::of(stamp));
    for (const Stamp &other : {Stamp{{1, 2, 7}, 5}, Stamp{{0, 3, 7}, 5}, Stamp{{0, 2, 8}, 5}, Stamp{{0, 2, 7}, 6}})
        QVERIFY(Version::of(stamp) != Version::of(other));
}

void TestRecord::textOfVersion_data()
{
    QTest::addColumn<quint64>("number");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("least") << quint64(1) << QByteArray("1");
    QTest::newRow("middle") << quint64(0xa9993e364706816a) << QByteArray("a9993e364706816a");
    QTest::newRow("most") << ~quint64(0) << QByteArray("ffffffffffffffff");
}

void TestRecord::textOfVersion()
{
    QFETCH(quint64, number);
    QFETCH(QByteArray, text);
    const Version version{number};
    QCOMPARE(version.toText(), text);
    QVERIFY(Version::fromText(text) == version);
}

void TestRecord::refusesOtherTexts_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "0", "01", " 1", "1 ", "1\n", "A", "g", "0x1", "+1", "-1", "1.2", "1.2.3", "\"1\"", "10000000000000000"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("NUL") << QByteArray("1\0", 2);
}

void TestRecord::refusesOtherTexts()
{
    QFETCH(QByteArray, text);
    QVERIFY(!Version::fromText(text).has_value());
}

void TestRecord::recordsAreEqualByAllMembers()
{
    const Record record{"key", "value", "text/plain", {{0, 1, 2}, 3}, {4}, 5, false};
    QVERIFY(record == Record(record));
    for (const auto &change : std::vector<void (*)(Record &)>{
             [](Record &r) { r.key = "other"; },
             [](Record &r) { r.value = "other"; },
             [](Record &r) { r.contentType = "other"; },
             [](Record &r) { r.stamp.sequence = 9; },
             [](Record &r) { r.version.number = 9; },
             [](Record &r) { r.expiresAt = never; },
             [](Record &r) { r.tombstone = true; },
         }) {
        Record other = record;
        change(other);
        QVERIFY(!(record == other));
    }
}

QTEST_APPLESS_MAIN(TestRecord)
#include "tst_record.moc"
