// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an operator does in the window: edits a value, lists keys, goes to an event, reads a log, colours by load.

#include "classroom/classroom_settings.h"
#include "model/playback.h"
#include "panels/events_panel.h"
#include "panels/events_table.h"
#include "panels/inspector.h"
#include "panels/ring_keys_panel.h"
#include "ring/ring_view.h"
#include "window/actions.h"
#include "window/log_dialog.h"
#include "window/window_fixture.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace monitor;
using namespace Qt::StringLiterals;

class TestOperator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture.start(); }
    void cleanup() { m_fixture.end(); }

    void editedValueIsStored();
    void undoKeepsTheLifetime();
    void editsStayWhileTheRingChanges();
    void keysOfTheRingAreListed();
    void eventMovesTime();
    void nodesAreColouredByKeys();
    void logFollowsAndFinds();

private:
    MainWindow &window() { return m_fixture.window(); }
    ValueEditor *editor() { return window().inspector()->valueEditor(); }

    WindowFixture m_fixture{u"tst_operator"_s};
};

namespace {

ActionReport valueOf(const QByteArray &value, const QByteArray &etag)
{
    ActionReport report;
    report.ok = true;
    report.value = value;
    report.etag = etag;
    report.contentType = "text/csv";
    report.ttlSeconds = 60;
    return report;
}

} // namespace

void TestOperator::editedValueIsStored()
{
    FakeSource *source = m_fixture.open();
    window().session().select({{}, QByteArray("key 36")});
    QCOMPARE(editor()->key(), QByteArray("key 36"));
    source->answer(valueOf("red", "\"1\""));
    m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
    window().actions().get->trigger();
    QTRY_COMPARE(editor()->bytes(), QByteArray("red"));
    editor()->findChild<QPlainTextEdit *>(u"valueText"_s)->setPlainText(u"blue"_s);
    ActionReport stored = valueOf("red", "\"2\"");
    stored.hasReplaced = true;
    source->answer(stored);
    editor()->findChild<QPushButton *>(u"storeValue"_s)->click();
    const ActionRequest &put = source->m_requests.back();
    QCOMPARE(put.action, Action::Put);
    QCOMPARE(put.key, QByteArray("key 36"));
    QCOMPARE(put.value, QByteArray("blue"));
    QCOMPARE(put.contentType, QByteArray("text/csv"));
    QCOMPARE(put.ifMatch, QByteArray("\"1\""));
    QCOMPARE(put.ttlSeconds, qint64(60));
    QTRY_VERIFY(!editor()->isEdited());
    QCOMPARE(editor()->bytes(), QByteArray("blue"));
}

void TestOperator::undoKeepsTheLifetime()
{
    FakeSource *source = m_fixture.open();
    source->answer(valueOf("red", {}));
    m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
    window().actions().get->trigger();
    QTRY_COMPARE(editor()->bytes(), QByteArray("red"));
    source->answer(valueOf("red", {}));
    window().actions().remove->trigger();
    QTRY_VERIFY(m_fixture.remedy(u"Undo"_s));
    QCOMPARE(editor()->bytes(), QByteArray()); // what was deleted is not shown
    m_fixture.remedy(u"Undo"_s)->click();
    QCOMPARE(source->m_requests.back().value, QByteArray("red"));
    QCOMPARE(source->m_requests.back().ttlSeconds, qint64(60));
}

// Another program has changed the value: what is being typed is not lost, and the editor says so.
void TestOperator::editsStayWhileTheRingChanges()
{
    FakeSource *source = m_fixture.open();
    source->answer(valueOf("red", "\"1\""));
    m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
    window().actions().get->trigger();
    QTRY_COMPARE(editor()->bytes(), QByteArray("red"));
    editor()->findChild<QPlainTextEdit *>(u"valueText"_s)->setPlainText(u"blue"_s);
    RingSnapshot ring = textbookRing();
    auto keys = std::make_shared<KeyList>(*ring.nodes.back().keys);
    keys->back().version.number = 2;
    ring.nodes.back().keys = keys;
    source->show(ring);
    QCOMPARE(editor()->bytes(), QByteArray("blue"));
    QVERIFY(editor()->findChildren<QLabel *>().constFirst()->text().contains(u"has changed"_s));
    window().session().select({{}, QByteArray("key 18")});
    QCOMPARE(editor()->bytes(), QByteArray());
}

void TestOperator::keysOfTheRingAreListed()
{
    m_fixture.open();
    auto *panel = window().findChild<RingKeysPanel *>();
    auto *tabs = qobject_cast<QTabWidget *>(panel->parentWidget()->parentWidget());
    tabs->setCurrentWidget(panel);
    auto *table = panel->findChild<QTableView *>();
    QTRY_COMPARE(table->model()->rowCount(), 5);
    table->selectRow(1);
    QCOMPARE(window().session().selection().key, QByteArray("key 18"));
    window().session().close();
    QCOMPARE(table->model()->rowCount(), 0);
    m_fixture.open(); // the tab is still there: another ring is listed at once
    QTRY_COMPARE(table->model()->rowCount(), 5);
}

void TestOperator::eventMovesTime()
{
    window().session().openClassroom(ClassroomSettings::textbook());
    RingSource *source = window().session().source();
    source->playback()->pause();
    const qint64 before = source->nowMs();
    ActionRequest put = ActionRequest::of(Action::Put);
    put.key = "own";
    put.value = "value";
    source->begin(put);
    source->playback()->step(Playback::Step::Round);
    const auto isWritten = [](const RingEvent &event) { return event.kind == RingEvent::Kind::Written; };
    const auto &events = window().session().events();
    const auto written = std::ranges::find_if(events, isWritten);
    QVERIFY(written != events.end()); // the user's own operation is an event
    const qint64 atMs = written->atMs;
    QVERIFY(atMs >= before && source->nowMs() > atMs);
    Q_EMIT window().findChild<EventsPanel *>()->momentChosen(atMs);
    QCOMPARE(source->nowMs(), atMs);
}

void TestOperator::nodesAreColouredByKeys()
{
    m_fixture.open();
    RingView *ring = window().ringView();
    const auto colourOf = [ring](quint64 node) {
        const RingSnapshot &snapshot = *ring->snapshot();
        return ring->colours().colourOf(snapshot.nodes[size_t(snapshot.indexOf(chord::Id(node)))].self.address);
    };
    const QColor own = colourOf(32);
    ring->setColouring(Colouring::ByKeys);
    QCOMPARE(colourOf(32), scaleColour(1)); // two keys, the most
    QCOMPARE(colourOf(14), scaleColour(0.5));
    QCOMPARE(colourOf(8), scaleColour(0));
    ring->setColouring(Colouring::ByNode);
    QCOMPARE(colourOf(32), own);
    // Load is what was counted between two pictures.
    NodeLoad load;
    RingSnapshot counted = textbookRing();
    load.observe(counted);
    for (NodeView &node : counted.nodes)
        node.seenMs += 2000;
    counted.nodes[0].counters.messagesReceived += 400;
    counted.nodes[1].counters.messagesReceived += 100;
    RingSnapshot first = counted;
    for (NodeView &node : first.nodes)
        node.seenMs = std::max<qint64>(node.seenMs, 2001);
    load.observe(first);
    for (NodeView &node : first.nodes)
        node.seenMs += 2000;
    first.nodes[0].counters.messagesReceived += 400;
    first.nodes[1].counters.messagesReceived += 100;
    load.observe(first);
    const auto parts = load.parts(first, Colouring::ByLoad);
    QCOMPARE(parts[first.nodes[0].self.address], 1.0);
    QCOMPARE(parts[first.nodes[1].self.address], 0.25);
    QCOMPARE(parts[first.nodes[2].self.address], 0.0);
    QVERIFY(load.parts(first, Colouring::ByNode).isEmpty());
}

void TestOperator::logFollowsAndFinds()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"node.log"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 0; i < 200; ++i)
        file.write("line " + QByteArray::number(i) + "\n");
    file.write("an \xc3"); // half a character
    file.flush();
    QVERIFY(!LogDialog::open(u"N8"_s, folder.filePath(u"none"_s), &window()).isEmpty());
    QCOMPARE(LogDialog::open(u"N8"_s, file.fileName(), &window()), QString());
    auto *dialog = window().findChild<LogDialog *>();
    auto *text = dialog->findChild<QPlainTextEdit *>();
    auto *follow = dialog->findChild<QCheckBox *>(u"followLog"_s);
    QScrollBar *bar = text->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    file.write("\xa4rger\nthe end\n");
    file.flush();
    QTRY_VERIFY(text->toPlainText().endsWith(u"an ärger\nthe end\n"_s));
    QCOMPARE(bar->value(), bar->maximum());
    auto *wanted = dialog->findChild<QLineEdit *>();
    wanted->setText(u"LINE 19"_s);
    QCOMPARE(dialog->findChild<QLabel *>(u"foundCount"_s)->text(), u"11 places"_s); // 19, 190 to 199
    QVERIFY(!follow->isChecked());
    const int before = text->textCursor().position();
    QTest::keyClick(wanted, Qt::Key_Return);
    QVERIFY(text->textCursor().position() != before);
    QCOMPARE(text->textCursor().selectedText(), u"line 19"_s);
    const int place = bar->value();
    file.write("line 19 again\n");
    file.flush();
    QTRY_COMPARE(dialog->findChild<QLabel *>(u"foundCount"_s)->text(), u"12 places"_s);
    QCOMPARE(bar->value(), place); // it does not run away
    follow->setChecked(true);
    QCOMPARE(bar->value(), bar->maximum());
    bar->triggerAction(QAbstractSlider::SliderToMinimum); // by the user
    QVERIFY(!follow->isChecked());
    QVERIFY(file.resize(0)); // a new log
    file.seek(0);
    file.write("new\n");
    file.flush();
    QTRY_COMPARE(text->toPlainText(), u"new\n"_s);
    dialog->close();
}

QTEST_MAIN(TestOperator)
#include "tst_operator.moc"
