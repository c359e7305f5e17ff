// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lists that grow long, with their filters: the events of a ring and its keys.

#include "panels/events_model.h"
#include "panels/events_panel.h"
#include "panels/events_table.h"
#include "panels/ring_keys_filter.h"
#include "panels/ring_keys_model.h"
#include "panels/ring_keys_panel.h"
#include "ring_fixture.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace monitor;
using namespace Qt::StringLiterals;

class TestRingLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void momentsHaveMilliseconds();
    void eventsAreFiltered();
    void eventsLeadToTheirMoments();
    void eventsAreExported();
    void keysAreSearched_data();
    void keysAreSearched();
    void keysComeInPages();
    void aBeginningIsSearchedByTheNodes();
    void badExpressionIsExplained();
    void keysOfTheSelectedNode();
    void snapshotListsItsKeys();
};

namespace {

SnapshotPtr shared(RingSnapshot ring)
{
    return std::make_shared<RingSnapshot>(std::move(ring));
}

QStringList column(const QAbstractItemModel *model, int column)
{
    QStringList texts;
    for (int row = 0; row < model->rowCount(); ++row)
        texts << model->index(row, column).data().toString();
    return texts;
}

KeyView keyOf(const QByteArray &key, quint64 id, quint64 bytes = 1)
{
    return {key, chord::Id(id), true, bytes, {}};
}

KeysPage pageOf(std::vector<KeyView> keys, const QByteArray &next = {})
{
    KeysPage page;
    page.keys = std::move(keys);
    page.next = next;
    return page;
}

void fill(EventsPanel &panel)
{
    panel.setManner(Mode::Live, Names(6));
    panel.add({1'000'123, RingEvent::Kind::Joined, peerAt(8), u"N8 joined, with \"quotes\"."_s});
    panel.add({1'002'456, RingEvent::Kind::Died, peerAt(14), u"N14 died."_s});
    panel.add({1'003'789, RingEvent::Kind::Written, peerAt(8), u"Stored “color”."_s});
}

} // namespace

void TestRingLists::momentsHaveMilliseconds()
{
    QCOMPARE(exactMomentText(12'345, Mode::Classroom), u"12.345 s"_s);
    QVERIFY(exactMomentText(1'000'123, Mode::Live).endsWith(u":40.123"_s));
}

void TestRingLists::eventsAreFiltered()
{
    EventsPanel panel;
    fill(panel);
    const QAbstractItemModel *shown = panel.findChild<EventsTable *>()->model();
    const auto count = [&panel] { return panel.findChild<QLabel *>(u"eventCount"_s)->text(); };
    QCOMPARE(shown->rowCount(), 3);
    panel.findChild<QLineEdit *>()->setText(u"n8"_s); // of a node, in any case
    QCOMPARE(shown->rowCount(), 2);
    QCOMPARE(count(), u"2 of 3 events"_s);
    auto *kinds = panel.findChild<QComboBox *>(u"eventKinds"_s);
    kinds->setCurrentIndex(kinds->findData(int(RingEvent::Kind::Written)));
    QCOMPARE(column(shown, EventsModel::TextColumn), QStringList(u"Stored “color”."_s));
    panel.add({1'004'000, RingEvent::Kind::Died, peerAt(8), u"N8 died."_s});
    QCOMPARE(shown->rowCount(), 1);
    QCOMPARE(count(), u"1 of 4 events"_s);
    panel.findChild<QLineEdit *>()->clear();
    kinds->setCurrentIndex(0);
    QCOMPARE(shown->rowCount(), 4);
    panel.dropAfter(1'002'000);
    QCOMPARE(shown->rowCount(), 1);
}

void TestRingLists::eventsLeadToTheirMoments()
{
    EventsPanel panel;
    panel.resize(800, 300);
    fill(panel);
    panel.findChild<QLineEdit *>()->setText(u"N14"_s); // rows of the table are not those of the model
    panel.show();
    QSignalSpy chosen(&panel, &EventsPanel::momentChosen);
    auto *table = panel.findChild<EventsTable *>();
    const QPoint place = table->visualRect(table->model()->index(0, EventsModel::TextColumn)).center();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.constFirst().at(0).toLongLong(), 1'002'456);
    QSignalSpy past(&panel, &EventsPanel::pastRequested);
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(past.count(), 1);
    QCOMPARE(past.constFirst().at(0).toLongLong(), 1'002'456);
}

void TestRingLists::eventsAreExported()
{
    EventsPanel panel;
    fill(panel);
    panel.findChild<QLineEdit *>()->setText(u"joined"_s);
    QCOMPARE(
        panel.csv(),
        u"Time,Kind,Node,Description\r\n1970-01-01T00:16:40.123Z,joined,%1,\"N8 joined, with \"\"quotes\"\".\"\r\n"_s
            .arg(QString::fromLatin1(peerAt(8).address)));
}

void TestRingLists::keysAreSearched_data()
{
    QTest::addColumn<KeySearch::Manner>("manner");
    QTest::addColumn<QString>("text");
    QTest::addColumn<quint64>("bytesMin");
    QTest::addColumn<QStringList>("found");
    using Manner = KeySearch::Manner;
    const auto row = [](const char *name, Manner manner, const QString &text, quint64 bytesMin,
                        const QStringList &found) { QTest::newRow(name) << manner << text << bytesMin << found; };
    row("all", Manner::Contains, {}, 0, {u"user/1"_s, u"User/22"_s, u"color"_s, u"0xff 00"_s});
    row("part", Manner::Contains, u"user"_s, 0, {u"user/1"_s, u"User/22"_s});
    row("bytes", Manner::Contains, u"0xff00"_s, 0, {u"0xff 00"_s});
    row("expression", Manner::Expression, u"/\\d$"_s, 0, {u"user/1"_s});
    row("beginning", Manner::Begins, u"user"_s, 0, {u"user/1"_s});
    row("size", Manner::Contains, {}, 2000, {u"color"_s});
}

void TestRingLists::keysAreSearched()
{
    QFETCH(KeySearch::Manner, manner);
    QFETCH(QString, text);
    QFETCH(quint64, bytesMin);
    RingKeysModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(shared(textbookRing()));
    model.add({keyOf("user/1", 1), keyOf("User/22", 2), keyOf("color", 3, 5000), keyOf(QByteArray("\xff\x00", 2), 4)});
    RingKeysFilter filter;
    filter.setSourceModel(&model);
    QCOMPARE(filter.set({manner, text, bytesMin, {}}), QString());
    QTEST(column(&filter, RingKeysModel::KeyColumn), "found");
}

void TestRingLists::keysComeInPages()
{
    RingKeysPanel panel;
    QSignalSpy asked(&panel, &RingKeysPanel::pageRequested);
    const auto state = [&panel] { return panel.findChild<QLabel *>(u"keysState"_s)->text(); };
    panel.setSnapshot(shared(textbookRing()));
    QCOMPARE(asked.count(), 0); // nobody looks
    panel.show();
    QCOMPARE(asked.count(), 1);
    panel.add(pageOf({keyOf("a", 1), keyOf("b", 2)}, "cursor"));
    QCOMPARE(asked.count(), 2);
    QCOMPARE(asked.constLast().at(1).toByteArray(), QByteArray("cursor"));
    QCOMPARE(state(), u"2 keys, listing…"_s);
    KeysPage other = pageOf({keyOf("x", 9)});
    other.prefix = "x"; // of a listing that was given up
    panel.add(other);
    panel.add(pageOf({keyOf("c", 3)}));
    QCOMPARE(asked.count(), 2);
    QCOMPARE(state(), u"3 keys"_s);
    panel.findChild<QLineEdit *>()->setText(u"b"_s);
    QCOMPARE(state(), u"1 of 3 keys"_s);
    QVERIFY(panel.csv().endsWith(u"\r\nb,2,N8,1,\r\n"_s));
    QSignalSpy selected(&panel, &RingKeysPanel::keySelected);
    panel.findChild<QTableView *>()->selectRow(0);
    QCOMPARE(selected.constLast().at(0).toByteArray(), QByteArray("b"));
    panel.findChild<QToolButton *>(u"listKeys"_s)->click();
    QCOMPARE(asked.count(), 3);
    KeysPage failed;
    failed.problem = u"Listing the keys failed."_s;
    panel.add(failed);
    QCOMPARE(state(), failed.problem);
}

void TestRingLists::aBeginningIsSearchedByTheNodes()
{
    RingKeysPanel panel;
    QSignalSpy asked(&panel, &RingKeysPanel::pageRequested);
    panel.setSnapshot(shared(textbookRing()));
    panel.show();
    panel.add(pageOf({keyOf("user/1", 1), keyOf("color", 2)}));
    panel.findChild<QComboBox *>(u"keySearchManner"_s)->setCurrentIndex(int(KeySearch::Manner::Begins));
    QTest::keyClicks(panel.findChild<QLineEdit *>(), u"us"_s);
    QCOMPARE(asked.count(), 1); // all are there
    QTest::keyClick(panel.findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(asked.constLast().at(0).toByteArray(), QByteArray("us"));
    KeysPage page = pageOf({keyOf("user/1", 1)});
    page.prefix = "us";
    panel.add(page);
    const auto before = asked.count();
    panel.findChild<QComboBox *>(u"keySearchManner"_s)->setCurrentIndex(int(KeySearch::Manner::Contains));
    QCOMPARE(asked.count(), before + 1); // the others are missing
    QCOMPARE(asked.constLast().at(0).toByteArray(), QByteArray());
}

void TestRingLists::badExpressionIsExplained()
{
    RingKeysPanel panel;
    panel.setSnapshot(shared(textbookRing()));
    panel.show();
    panel.add(pageOf({keyOf("a", 1)}));
    panel.findChild<QComboBox *>(u"keySearchManner"_s)->setCurrentIndex(int(KeySearch::Manner::Expression));
    panel.findChild<QLineEdit *>()->setText(u"a("_s);
    QVERIFY(panel.findChild<QLabel *>(u"keysState"_s)->text().startsWith(u"Not a regular expression"_s));
    panel.findChild<QLineEdit *>()->setText(u"a"_s);
    QCOMPARE(panel.findChild<QLabel *>(u"keysState"_s)->text(), u"1 keys"_s); // plural forms are in a translation

    // What is listed again does not hide it.
    auto *manner = panel.findChild<QComboBox *>(u"keySearchManner"_s);
    manner->setCurrentIndex(int(KeySearch::Manner::Begins));
    panel.findChild<QLineEdit *>()->setText(u"a("_s);
    QTest::keyClick(panel.findChild<QLineEdit *>(), Qt::Key_Return);
    manner->setCurrentIndex(int(KeySearch::Manner::Expression));
    QVERIFY(panel.findChild<QLabel *>(u"keysState"_s)->text().startsWith(u"Not a regular expression"_s));
    panel.add(pageOf({keyOf("a", 1)}));
    QVERIFY(panel.findChild<QLabel *>(u"keysState"_s)->text().startsWith(u"Not a regular expression"_s));
}

void TestRingLists::keysOfTheSelectedNode()
{
    RingKeysPanel panel;
    panel.setSnapshot(shared(textbookRing()));
    panel.show();
    panel.add(pageOf({keyOf("a", 1), keyOf("b", 5), keyOf("c", 60)})); // N1, N8, N1
    const QAbstractItemModel *shown = panel.findChild<QTableView *>()->model();
    panel.findChild<QCheckBox *>(u"keysOfNode"_s)->setChecked(true);
    QCOMPARE(shown->rowCount(), 3); // no node is selected
    panel.setSelection({chord::Id(1), {}});
    QCOMPARE(column(shown, RingKeysModel::KeyColumn), QStringList({u"a"_s, u"c"_s}));
    QCOMPARE(column(shown, RingKeysModel::NodeColumn), QStringList({u"N1"_s, u"N1"_s}));
    panel.setSelection({chord::Id(8), {}});
    QCOMPARE(column(shown, RingKeysModel::KeyColumn), QStringList(u"b"_s));
}

// Of the classroom and of recordings, which have no node to ask.
void TestRingLists::snapshotListsItsKeys()
{
    FakeSource source(textbookRing(3));
    QSignalSpy listed(&source, &RingSource::keysListed);
    source.listKeys({}, {});
    QVERIFY(listed.wait());
    const auto page = listed.takeFirst().at(0).value<KeysPage>();
    QCOMPARE(page.keys.size(), size_t(5)); // each once, though three nodes have it
    QVERIFY(page.next.isEmpty() && page.problem.isEmpty());
    QVERIFY(std::is_sorted(page.keys.begin(), page.keys.end(),
                           [](const KeyView &one, const KeyView &other) { return one.id < other.id; }));
    source.listKeys("no such", {});
    QVERIFY(listed.wait());
    QVERIFY(listed.takeFirst().at(0).value<KeysPage>().keys.empty());
}

QTEST_MAIN(TestRingLists)
#include "tst_ring_lists.moc"
