// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window on a source that does what it is told: first run, every action and its reasons, errors in place, undo and
// restart, search, export, modes, the command line.

#include "classroom/classroom_settings.h"
#include "classroom/classroom_source.h"
#include "model/playback.h"
#include "panels/events_table.h"
#include "panels/inspector.h"
#include "panels/message_bar.h"
#include "ring/ring_view.h"
#include "ring_fixture.h"
#include "session/search.h"
#include "window/actions.h"
#include "window/command_line.h"
#include "window/exporter.h"
#include "window/main_window.h"
#include "window/program.h"
#include "window/settings.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

using namespace monitor;
using namespace Qt::StringLiterals;

class TestWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void firstRunHasThreeButtons();
    void everyActionIsInAMenuWithAShortcut();
    void disabledActionsSayWhy();
    void keysAndValuesAreSent();
    void paperKeysAreUnderstood();
    void emptyKeyIsExplained();
    void failureStandsAboveTheRing();
    void killOffersRestart();
    void deleteOffersUndo();
    void valueIsShown();
    void troubledNodes();
    void rangesWithoutAQuorum();
    void linksAreCutAndHealed();
    void readOnlyUntilUnlocked();
    void remoteLeaveNamesItsEffect();
    void selectionIsOneEverywhere();
    void findsNodesAndKeys();
    void exports();
    void presenterMode();
    void textbookPlaysAndSteps();
    void lessonOpens();
    void lessonMnemonicsAreFree();
    void forkDropsTheFuture();
    void sizeOfTheCommandLineCounts();
    void aRandomRingIsChosen();
    void namesAndStatesAreNeverCut();
    void commandLine_data();
    void commandLine();
    void stateIsRemembered();

private:
    FakeSource *open(RingSnapshot ring = textbookRing(), Mode mode = Mode::Classroom);
    QLineEdit *edit(const QString &name) const;

    std::unique_ptr<MainWindow> m_window;
};

void TestWindow::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setOrganizationName(u"FunnelKVS-test"_s);
    QApplication::setApplicationName(u"tst_window"_s);
}

void TestWindow::init()
{
    QSettings().clear();
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

FakeSource *TestWindow::open(RingSnapshot ring, Mode mode)
{
    auto source = std::make_unique<FakeSource>(std::move(ring), mode);
    FakeSource *raw = source.get();
    m_window->session().setSource(std::move(source));
    return raw;
}

QLineEdit *TestWindow::edit(const QString &name) const
{
    for (QLineEdit *candidate : m_window->findChildren<QLineEdit *>()) {
        if (candidate->accessibleName() == name)
            return candidate;
    }
    return nullptr;
}

void TestWindow::firstRunHasThreeButtons()
{
    for (const QString &name : {u"startLocal"_s, u"openTextbook"_s, u"connectToNode"_s}) {
        auto *button = m_window->findChild<QPushButton *>(name);
        QVERIFY2(button && button->isVisible(), qPrintable(name));
    }
    m_window->findChild<QPushButton *>(u"openTextbook"_s)->click();
    QVERIFY(m_window->session().isOpen());
    QVERIFY(m_window->ringView()->isVisible());
    QCOMPARE(m_window->session().source()->mode(), Mode::Classroom);
    QCOMPARE(m_window->ringView()->snapshot()->nodes.size(), size_t(10));
    m_window->actions().closeRing->trigger();
    QVERIFY(m_window->findChild<QPushButton *>(u"startLocal"_s)->isVisible());
}

void TestWindow::everyActionIsInAMenuWithAShortcut()
{
    QSet<const QAction *> inMenus;
    for (QMenu *menu : m_window->menuBar()->findChildren<QMenu *>()) {
        for (QAction *action : menu->actions())
            inMenus.insert(action);
    }
    QSet<QString> shortcuts;
    const QList<QAction *> &actions = m_window->actions().all();
    for (const QAction *action : actions) {
        const QString shortcut = action->shortcut().toString();
        QVERIFY2(inMenus.contains(action), qPrintable(action->text()));
        QVERIFY2(!shortcut.isEmpty(), qPrintable(action->text()));
        QVERIFY2(!shortcuts.contains(shortcut), qPrintable(action->text() + u' ' + shortcut));
        shortcuts.insert(shortcut);
    }
    QVERIFY(actions.size() > 30);
}

void TestWindow::disabledActionsSayWhy()
{
    QVERIFY(!m_window->actions().put->isEnabled());
    QVERIFY(m_window->actions().put->toolTip().contains(u"No ring"_s));
    auto source = std::make_unique<FakeSource>(textbookRing());
    source->m_whyNot[int(Action::Put)] = u"This is a recording."_s;
    m_window->session().setSource(std::move(source));
    QVERIFY(!m_window->actions().put->isEnabled());
    QCOMPARE(m_window->actions().put->toolTip(), u"This is a recording."_s);
    QVERIFY(m_window->actions().get->isEnabled());
    QVERIFY(!m_window->actions().kill->isEnabled()); // no node chosen
    m_window->session().select({chord::Id(8), {}});
    QVERIFY(m_window->actions().kill->isEnabled());
}

void TestWindow::keysAndValuesAreSent()
{
    FakeSource *source = open();
    edit(u"Key"_s)->setText(u"grüße"_s);
    QTest::keyClicks(edit(u"Value"_s), u"hello"_s);
    QTest::keyClick(edit(u"Value"_s), Qt::Key_Return);
    QCOMPARE(source->m_requests.size(), size_t(1));
    QCOMPARE(source->m_requests[0].action, Action::Put);
    QCOMPARE(source->m_requests[0].key, QByteArray("grüße"));
    QCOMPARE(source->m_requests[0].value, QByteArray("hello"));
    QVERIFY(source->m_requests[0].node.isEmpty());
    m_window->session().select({chord::Id(8), {}});
    QTest::keyClick(m_window->ringView(), Qt::Key_U, Qt::ControlModifier);
    QCOMPARE(source->m_requests.back().action, Action::Lookup);
    QCOMPARE(source->m_requests.back().node, QByteArray("node08:1"));
    QTest::keyClick(m_window->ringView(), Qt::Key_K, Qt::ControlModifier);
    QCOMPARE(source->m_requests.back().action, Action::Kill);
}

void TestWindow::paperKeysAreUnderstood()
{
    const RingSnapshot ring = textbookRing();
    QCOMPARE(keyFromText(ring, u"K54"_s), QByteArray("key 36"));
    QCOMPARE(keyFromText(ring, u"54"_s), QByteArray("key 36"));
    QCOMPARE(keyFromText(ring, u"key 0a"_s), QByteArray("key 0a"));
    QCOMPARE(keyFromText(ring, u"word"_s), QByteArray("word"));
    // Nobody holds it any more: then it is the word that the textbook ring has for it.
    QCOMPARE(chord::IdSpace(6).hash(keyFromText(idealRing(6, {chord::Id(1)}, {}, 1), u"K54"_s)), chord::Id(54));
    QCOMPARE(keyFromText(randomRing(3, 3, 1), u"K54"_s), QByteArray("K54"));
}

void TestWindow::emptyKeyIsExplained()
{
    FakeSource *source = open();
    m_window->actions().get->trigger();
    QVERIFY(source->m_requests.empty());
    QVERIFY(!m_window->messages()->textOf(u"action"_s).isEmpty());
}

void TestWindow::failureStandsAboveTheRing()
{
    FakeSource *source = open();
    ActionReport report;
    report.text = u"The key is 2,000 bytes long; 1,024 are allowed. Choose a shorter one."_s;
    source->answer(report);
    edit(u"Key"_s)->setText(u"k"_s);
    m_window->actions().put->trigger();
    QTRY_COMPARE(m_window->messages()->textOf(u"action"_s), report.text);
    QVERIFY(m_window->messages()->isVisible());
}

void TestWindow::killOffersRestart()
{
    FakeSource *source = open();
    ActionReport report;
    report.ok = true;
    source->answer(report);
    m_window->session().select({chord::Id(32), {}});
    m_window->actions().kill->trigger();
    QTRY_VERIFY(m_window->messages()->findChild<QPushButton *>(u"remedy"_s));
    m_window->messages()->findChild<QPushButton *>(u"remedy"_s)->click();
    QCOMPARE(source->m_requests.back().action, Action::Restart);
    QCOMPARE(source->m_requests.back().node, QByteArray("node20:1"));
}

void TestWindow::deleteOffersUndo()
{
    FakeSource *source = open();
    ActionReport report;
    report.ok = true;
    report.value = "what was there";
    report.contentType = "text/plain";
    source->answer(report);
    edit(u"Key"_s)->setText(u"K54"_s);
    m_window->actions().remove->trigger();
    QTRY_VERIFY(m_window->messages()->findChild<QPushButton *>(u"remedy"_s));
    m_window->messages()->findChild<QPushButton *>(u"remedy"_s)->click();
    QCOMPARE(source->m_requests.back().action, Action::Put);
    QCOMPARE(source->m_requests.back().key, QByteArray("key 36"));
    QCOMPARE(source->m_requests.back().value, report.value);
    QCOMPARE(source->m_requests.back().contentType, report.contentType);
}

void TestWindow::valueIsShown()
{
    FakeSource *source = open();
    ActionReport report;
    report.ok = true;
    report.value = QByteArray("\x00\x80", 2);
    source->answer(report);
    edit(u"Key"_s)->setText(u"K54"_s);
    m_window->actions().get->trigger();
    QTRY_COMPARE(m_window->ringView()->selection().key, QByteArray("key 36"));
    const auto *hex = m_window->inspector()->findChild<QPlainTextEdit *>(u"valueHex"_s);
    QVERIFY(hex->isVisible());
    QVERIFY(hex->toPlainText().startsWith(u"0000  00 80  "_s));
}

void TestWindow::troubledNodes()
{
    FakeSource *source = open();
    RingSnapshot ring = textbookRing();
    ring.nodes[4].condition = NodeCondition::Suspect;
    ring.nodes[4].trouble = u"N32 has not answered for 4 s (connection refused). Its keys are read from N38."_s;
    source->show(ring);
    const QString subject = u"node:node20:1"_s;
    QCOMPARE(m_window->messages()->textOf(subject), ring.nodes[4].trouble);
    for (NodeView &node : ring.nodes)
        node.trouble = u"It does not answer."_s;
    source->show(ring);
    QCOMPARE(m_window->messages()->textOf(subject), QString());
    QVERIFY(m_window->messages()->textOf(u"nodes"_s).contains(u"10"_s));
    source->show(textbookRing());
    QVERIFY(m_window->messages()->isHidden());
}

// Above the ring, and never "whole" below it.
void TestWindow::rangesWithoutAQuorum()
{
    FakeSource *source = open(textbookRing(3));
    const auto health = [this] {
        QString texts;
        for (QLabel *label : m_window->statusBar()->findChildren<QLabel *>())
            texts += label->text() + u'\n';
        return texts + m_window->findChild<QToolButton *>(u"healthChip"_s)->text();
    };
    QCOMPARE(health().count(u"whole"_s), 1); // and not said twice
    RingSnapshot ring = textbookRing(3);
    ring.ranges[2].condition = RangeCondition::NoLeader;
    source->show(ring);
    QVERIFY(health().contains(u"degraded"_s));
    QCOMPARE(m_window->messages()->textOf(u"ranges"_s), QString());
    ring.ranges[2].condition = RangeCondition::NoQuorum;
    ring.ranges[2].answering = 1;
    source->show(ring);
    QVERIFY(m_window->messages()->textOf(u"ranges"_s).startsWith(u"The range (N8, N14] has no quorum: 1 of 3"_s));
    QVERIFY(!health().contains(u"whole"_s));
    ring.ranges[3].condition = RangeCondition::NoQuorum;
    source->show(ring);
    QVERIFY(m_window->messages()->textOf(u"ranges"_s).contains(u"(N8, N14], (N14, N21]"_s));
    source->show(textbookRing(3));
    QVERIFY(m_window->messages()->isHidden());
    QVERIFY(health().contains(u"whole"_s));
}

void TestWindow::linksAreCutAndHealed()
{
    FakeSource *source = open();
    source->m_whyNot[int(Action::Heal)] = u"No link is cut."_s;
    RingSnapshot ring = textbookRing();
    source->show(ring);
    QVERIFY(!m_window->actions().heal->isEnabled());
    QVERIFY(!m_window->actions().isolate->isEnabled()); // no node chosen
    m_window->session().select({chord::Id(8), {}});
    m_window->actions().isolate->trigger();
    QCOMPARE(source->m_requests.back().action, Action::Isolate);
    QCOMPARE(source->m_requests.back().node, QByteArray("node08:1"));
    source->m_whyNot.clear();
    ring.nodes[1].isolated = true;
    ring.nodes[1].trouble = u"N8 is isolated."_s;
    source->show(ring);
    m_window->messages()->findChild<QPushButton *>(u"remedy"_s)->click(); // Restart, which this source can always do
    QCOMPARE(source->m_requests.back().action, Action::Restart);
    m_window->actions().heal->trigger();
    QCOMPARE(source->m_requests.back().action, Action::Heal);
    QTimer::singleShot(0, this, [] {
        auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
        QVERIFY(dialog);
        dialog->accept(); // the first of the others
    });
    m_window->actions().cutLink->trigger();
    QCOMPARE(source->m_requests.back().action, Action::CutLink);
    QCOMPARE(source->m_requests.back().node, QByteArray("node08:1"));
    QCOMPARE(source->m_requests.back().otherNode, QByteArray("node01:1"));
}

void TestWindow::readOnlyUntilUnlocked()
{
    FakeSource *source = open(textbookRing(), Mode::Live);
    source->setReadOnly(true);
    source->show(textbookRing());
    QVERIFY(m_window->actions().unlock->isEnabled());
    m_window->actions().unlock->trigger();
    QVERIFY(!source->isReadOnly());
    QVERIFY(!m_window->actions().unlock->isEnabled());
}

void TestWindow::remoteLeaveNamesItsEffect()
{
    FakeSource *source = open(textbookRing(), Mode::Live);
    source->m_effects[int(Action::Leave)] = u"Leave N32: 14 keys move"_s;
    m_window->session().select({chord::Id(32), {}});
    QCOMPARE(m_window->actions().leave->text(), u"Leave N32: 14 keys move"_s);
    m_window->session().select({});
    QCOMPARE(m_window->actions().leave->text(), u"Leave"_s);
}

void TestWindow::selectionIsOneEverywhere()
{
    open();
    auto *table = m_window->findChild<QDockWidget *>(u"nodesDock"_s)->findChild<QTableView *>();
    QTest::keyClick(m_window->ringView(), Qt::Key_Right);
    QTest::keyClick(m_window->ringView(), Qt::Key_Right);
    QCOMPARE(table->currentIndex().row(), 1);
    table->setCurrentIndex(table->model()->index(4, 0));
    QCOMPARE(m_window->ringView()->selection().node, chord::Id(32));
}

void TestWindow::findsNodesAndKeys()
{
    open();
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QLineEdit *find = edit(u"Find a node or key"_s);
    const auto look = [&](const QString &text) {
        find->setText(text);
        QTest::keyClick(find, Qt::Key_Return);
    };
    look(u"n42"_s);
    QCOMPARE(m_window->ringView()->selection().node, chord::Id(42));
    look(u"K24"_s);
    QCOMPARE(m_window->ringView()->selection().key, QByteArray("key 18"));
    look(u"node38"_s);
    QCOMPARE(m_window->ringView()->selection().node, chord::Id(56));
    look(u"nonsense"_s);
    QVERIFY(m_window->messages()->textOf(u"find"_s).contains(u"nonsense"_s));
    QCOMPARE(m_window->ringView()->selection().node, chord::Id(56));
}

void TestWindow::exports()
{
    open();
    QTemporaryDir folder;
    const QString png = folder.filePath(u"ring.png"_s);
    const QString svg = folder.filePath(u"ring.svg"_s);
    QCOMPARE(exportPicture(*m_window->ringView(), png), QString());
    QCOMPARE(QImage(png).size(), m_window->ringView()->size() * 2);
    QCOMPARE(exportPicture(*m_window->ringView(), svg), QString());
    QFile file(svg);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray drawing = file.readAll();
    QVERIFY(drawing.contains("<svg") && drawing.contains("N32"));
    QVERIFY(!exportPicture(*m_window->ringView(), folder.filePath(u"no/such/folder.png"_s)).isEmpty());
}

void TestWindow::presenterMode()
{
    open();
    m_window->messages()->show(u"test"_s, MessageBar::Kind::Note, u"A message."_s);
    const auto sizes = [this] {
        QMap<QWidget *, qreal> sizes;
        for (QWidget *widget : m_window->findChildren<QWidget *>()) {
            if (widget->isVisible() && (qobject_cast<QLabel *>(widget) || qobject_cast<QDockWidget *>(widget)))
                sizes[widget] = widget->font().pointSizeF();
        }
        return sizes;
    };
    const QMap<QWidget *, qreal> before = sizes();
    QAction *presenter = m_window->actions().presenter;
    presenter->trigger();
    QVERIFY(QApplication::font().pointSizeF() >= 14);
    QTRY_VERIFY(std::ranges::all_of(sizes(), [](qreal size) { return size >= 14; }));
    QVERIFY(m_window->ringView()->style().isPresenter);
    QVERIFY(m_window->windowState().testFlag(Qt::WindowFullScreen));
    presenter->trigger();
    QVERIFY(!m_window->ringView()->style().isPresenter);
    QVERIFY(!m_window->windowState().testFlag(Qt::WindowFullScreen));
    QTRY_COMPARE(sizes(), before);
}

void TestWindow::textbookPlaysAndSteps()
{
    m_window->session().openClassroom(ClassroomSettings::textbook());
    const qint64 before = m_window->session().source()->nowMs();
    QTest::keyClick(m_window->ringView(), Qt::Key_Right, Qt::ControlModifier);
    QVERIFY(m_window->session().source()->nowMs() > before);
    QTest::keyClick(m_window->ringView(), Qt::Key_Space);
    QCOMPARE(m_window->actions().play->text(), u"Pause"_s);
    QTest::keyClick(m_window->ringView(), Qt::Key_Space);
    QCOMPARE(m_window->actions().play->text(), u"Play"_s);
    edit(u"Key"_s)->setText(u"K54"_s);
    m_window->session().select({chord::Id(8), {}});
    m_window->actions().lookup->trigger();
    m_window->actions().play->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->ringView()->lookup().isEmpty(), 20'000);
    QCOMPARE(m_window->ringView()->lookup().trace().owner.id, chord::Id(56));
}

void TestWindow::lessonOpens()
{
    m_window->session().openLesson(1);
    QVERIFY(m_window->session().isOpen());
    auto *dock = m_window->findChild<QDockWidget *>(u"lessonDock"_s);
    QVERIFY(dock->isVisible());
    m_window->actions().closeRing->trigger();
    QVERIFY(!dock->isVisible());
}

// Alt with a letter does one thing.
void TestWindow::lessonMnemonicsAreFree()
{
    m_window->session().openLesson(1);
    QStringList letters;
    const auto add = [&](const QString &text) {
        const qsizetype at = text.indexOf(u'&');
        if (at >= 0)
            letters << text.mid(at + 1, 1).toUpper();
    };
    for (QAction *menu : m_window->menuBar()->actions())
        add(menu->text());
    for (QPushButton *button : m_window->findChild<QDockWidget *>(u"lessonDock"_s)->findChildren<QPushButton *>())
        add(button->text());
    QVERIFY(letters.size() > 8);
    QCOMPARE(QSet<QString>(letters.begin(), letters.end()).size(), letters.size());
}

// What is discarded is listed no more, and its marks are gone.
void TestWindow::forkDropsTheFuture()
{
    m_window->session().openClassroom(ClassroomSettings::textbook());
    auto *source = qobject_cast<ClassroomSource *>(m_window->session().source());
    ActionRequest join = ActionRequest::of(Action::Join);
    join.id = chord::Id(26);
    source->begin(join);
    source->runFor(10'000);
    QVERIFY(m_window->session().events().size() > 3);
    source->playback()->seek(100);
    source->begin(ActionRequest::atNode(Action::Kill, "N32"));
    source->runFor(1);
    QVERIFY(
        std::ranges::all_of(m_window->session().events(), [](const RingEvent &event) { return event.atMs <= 101; }));
    const auto *table = m_window->findChild<EventsTable *>();
    QCOMPARE(table->model()->rowCount(), int(m_window->session().events().size()));
}

// A maximized window is remembered, but a size that is asked for counts.
void TestWindow::sizeOfTheCommandLineCounts()
{
    m_window->showMaximized();
    m_window->close();
    m_window = std::make_unique<MainWindow>();
    setWindowSize(m_window.get(), {1100, 700});
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QCOMPARE(m_window->size(), QSize(1100, 700));
}

// What does not fit cannot be opened, and is explained; what fits opens.
void TestWindow::aRandomRingIsChosen()
{
    m_window->actions().random->trigger();
    auto *dialog = m_window->findChild<QDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    auto *nodes = dialog->findChild<QSpinBox *>(u"nodes"_s);
    auto *bits = dialog->findChild<QSpinBox *>(u"bits"_s);
    QPushButton *open = nullptr;
    for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
        if (button->text() == u"Open"_s)
            open = button;
    }
    QVERIFY(nodes && bits && open);
    nodes->setValue(20);
    bits->setValue(4);
    QVERIFY(!open->isEnabled());
    bits->setValue(5);
    QVERIFY(open->isEnabled());
    open->click();
    QVERIFY(m_window->session().isOpen());
    QCOMPARE(m_window->session().source()->mode(), Mode::Classroom);
    QCOMPARE(m_window->ringView()->snapshot()->nodes.size(), size_t(20));
    QCOMPARE(m_window->ringView()->snapshot()->idBits, 5);
}

// Also of a node that was well when the table was first shown.
void TestWindow::namesAndStatesAreNeverCut()
{
    FakeSource *source = open();
    RingSnapshot ring = textbookRing();
    ring.nodes[3].condition = NodeCondition::Suspect;
    source->show(ring);
    auto *table = m_window->findChild<QDockWidget *>(u"nodesDock"_s)->findChild<QTableView *>();
    QTRY_VERIFY(table->columnWidth(1) >= table->fontMetrics().horizontalAdvance(u"does not answer"_s));
}

void TestWindow::commandLine_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("isRight");
    QTest::newRow("nothing") << QString() << true;
    QTest::newRow("connect") << u"--connect 127.0.0.1:1"_s << true;
    QTest::newRow("ring") << u"--start-ring 5 --screenshot a.png --after 2.5 --size 1280x800"_s << true;
    QTest::newRow("lesson") << u"--lesson 5"_s << true;
    QTest::newRow("no such lesson") << u"--lesson 6"_s << false;
    QTest::newRow("too many nodes") << u"--start-ring 65"_s << false;
    QTest::newRow("kept ring") << u"--start-ring 5 --keep-data"_s << true;
    QTest::newRow("nothing to keep") << u"--keep-data"_s << false;
    QTest::newRow("no number") << u"--start-ring five"_s << false;
    QTest::newRow("two at once") << u"--textbook --lesson 1"_s << false;
    QTest::newRow("no size") << u"--size big"_s << false;
    QTest::newRow("tiny") << u"--size 10x10"_s << false;
    QTest::newRow("never") << u"--after -1"_s << false;
    QTest::newRow("secure") << u"--connect https://127.0.0.1:1 --ca a.pem --token-file t"_s << true;
    QTest::newRow("unknown") << u"--wrong"_s << false;
    QTest::newRow("stray word") << u"ring"_s << false;
}

void TestWindow::commandLine()
{
    QFETCH(QString, words);
    QFETCH(bool, isRight);
    const CommandLine line = CommandLine::parse(u"program "_s.append(words).split(u' ', Qt::SkipEmptyParts));
    QCOMPARE(line.error.isEmpty(), isRight);
    if (words.contains(u"--size 1280x800"_s)) {
        QCOMPARE(line.size, QSize(1280, 800));
        QCOMPARE(line.afterSeconds, 2.5);
        QCOMPARE(line.number, 5);
    }
    if (words.contains(u"--ca"_s)) {
        QCOMPARE(line.address, u"https://127.0.0.1:1"_s);
        QCOMPARE(line.access.authoritiesFile, u"a.pem"_s);
        QCOMPARE(line.access.tokenFile, u"t"_s);
    }
}

void TestWindow::stateIsRemembered()
{
    open();
    m_window->findChild<QDockWidget *>(u"nodesDock"_s)->close();
    m_window->session().close(); // the start page hides the others, and does not close them
    QVERIFY(!m_window->findChild<QDockWidget *>(u"inspectorDock"_s)->isVisible());
    m_window->close();
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    open();
    QVERIFY(!m_window->findChild<QDockWidget *>(u"nodesDock"_s)->isVisible());
    QVERIFY(m_window->findChild<QDockWidget *>(u"inspectorDock"_s)->isVisible());
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
