// SPDX-License-Identifier: GPL-3.0-or-later
//
// The order of versions, and their text: one for each, since ETags are compared byte by byte.

#include "chord/store/record.h"

#include <QTest>

using namespace chord;

class RecordTest : public QObject {
    Q_OBJECT

private slots:
    void ordersByTermThenCounterThenOwner();
    void nullIsBeforeAnyOther();
    void textOfVersion_data();
    void textOfVersion();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
    void recordsAreEqualByAllMembers();
};

void RecordTest::ordersByTermThenCounterThenOwner()
{
    QVERIFY((Version{1, 9, 9} < Version{2, 0, 0}));
    QVERIFY((Version{2, 1, 9} < Version{2, 2, 0}));
    QVERIFY((Version{2, 2, 1} < Version{2, 2, 2}));
    QVERIFY((Version{2, 2, 2} == Version{2, 2, 2}));
}

void RecordTest::nullIsBeforeAnyOther()
{
    QVERIFY(Version().isNull());
    QVERIFY((!Version{1, 0, 0}.isNull()));
    QVERIFY((Version() < Version{1, 0, 0}));
}

void RecordTest::textOfVersion_data()
{
    QTest::addColumn<quint64>("term");
    QTest::addColumn<quint64>("counter");
    QTest::addColumn<quint64>("owner");
    QTest::addColumn<QByteArray>("text");
    const quint64 most = ~quint64(0);
    QTest::newRow("least") << quint64(1) << quint64(0) << quint64(0) << QByteArray("1.0.0");
    QTest::newRow("middle") << quint64(0x1a) << quint64(255) << quint64(0xa9993e364706816a)
                            << QByteArray("1a.ff.a9993e364706816a");
    QTest::newRow("most") << most << most << most << QByteArray("ffffffffffffffff.ffffffffffffffff.ffffffffffffffff");
}

void RecordTest::textOfVersion()
{
    QFETCH(quint64, term);
    QFETCH(quint64, counter);
    QFETCH(quint64, owner);
    QFETCH(QByteArray, text);
    const Version version{term, counter, owner};
    QCOMPARE(version.toText(), text);
    QVERIFY(Version::fromText(text) == version);
}

void RecordTest::refusesOtherTexts_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             "1",
                             "1.2",
                             "1.2.",
                             "1..3",
                             ".2.3",
                             "..",
                             "1.2.3.4",
                             "1.2.3.",
                             ".1.2.3",
                             " 1.2.3",
                             "1.2.3 ",
                             "1.2.3\n",
                             "0.0.0",
                             "0.2.3",
                             "01.2.3",
                             "1.02.3",
                             "1.2.03",
                             "1.00.3",
                             "A.2.3",
                             "1.2.F",
                             "g.2.3",
                             "0x1.2.3",
                             "+1.2.3",
                             "-1.2.3",
                             "10000000000000000.2.3",
                             "1.10000000000000000.3",
                             "1.2.10000000000000000",
                             "1,2,3",
                             "\"1.2.3\""})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("NUL") << QByteArray("1.2.3\0", 6);
}

void RecordTest::refusesOtherTexts()
{
    QFETCH(QByteArray, text);
    QVERIFY(!Version::fromText(text).has_value());
}

void RecordTest::recordsAreEqualByAllMembers()
{
    const Record record{"key", "value", "text/plain", {1, 2, 3}, 4, false};
    QVERIFY(record == Record(record));
    for (const auto &change : std::vector<void (*)(Record &)>{
             [](Record &r) { r.key = "other"; },
             [](Record &r) { r.value = "other"; },
             [](Record &r) { r.contentType = "other"; },
             [](Record &r) { r.version.counter = 9; },
             [](Record &r) { r.expiresAt = never; },
             [](Record &r) { r.tombstone = true; },
         }) {
        Record other = record;
        change(other);
        QVERIFY(!(record == other));
    }
}

QTEST_APPLESS_MAIN(RecordTest)
#include "tst_record.moc"
