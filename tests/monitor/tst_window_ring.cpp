// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window and real nodes, which it starts itself: every button and every shortcut, checked against the nodes by a
// client that does not go through the window.

#include "client/node_client.h"
#include "live_fixture.h"
#include "odd_servers.h"
#include "panels/inspector.h"
#include "panels/message_bar.h"
#include "panels/metrics_model.h"
#include "panels/metrics_panel.h"
#include "panels/ring_keys_panel.h"
#include "panels/start_page.h"
#include "panels/timeline.h"
#include "panels/trace_panel.h"
#include "ring/ring_view.h"
#include "window/bottom_tabs.h"
#include "window/log_dialog.h"
#include "window_driver.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace monitor;
using support::waitFor;

class TestWindowRing : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void cancelsStarting();
    void startsByItsButton();
    void startsByItsShortcut();
    void isParkedAndReturnedTo();
    void drivesKeys_data() { manners(); }
    void drivesKeys();
    void putsOneAfterTheOther();
    void keysOverTheLimit();
    void longValues();
    void bytesThatAreNoText();
    void editsAValue();
    void listsKeysAndReadsMetrics();
    void joinsAndLeaves_data() { manners(); }
    void joinsAndLeaves();
    void joinsAtAnIdentifier();
    void killsAndRestarts_data() { manners(); }
    void killsAndRestarts();
    void selectedNodeDies();
    void replaysWhatWasRecorded();
    void entersThePastOnTheTimeline();
    void writesAndOpensFiles();
    void closesTheRing();
    void quitsWhileStarting();

private:
    static constexpr int nodes = 4;

    static void manners();
    bool act(QAction *Actions::*action);
    QByteArray someNode() const { return m_driver->ring().nodes.back().self.address; }

    LiveEnvironment m_environment;
    std::unique_ptr<WindowDriver> m_driver;
};

namespace {

// What a node of the ring answers to GET, asked directly; nothing if there is no such key.
std::optional<client::StoredValue> storedValue(const QByteArray &node, const QByteArray &key)
{
    const auto address = wire::HostPort::parse(QString::fromUtf8(node));
    client::NodeClient client(address->host, address->port);
    std::optional<client::Result<client::StoredValue>> answer;
    client.get(key, [&](client::Result<client::StoredValue> &&result) { answer = std::move(result); });
    waitFor([&] { return answer.has_value(); }, 20'000);
    return answer ? answer->value : std::nullopt;
}

bool store(const QByteArray &node, const QByteArray &key, const QByteArray &value)
{
    const auto address = wire::HostPort::parse(QString::fromUtf8(node));
    client::NodeClient client(address->host, address->port);
    std::optional<bool> isStored;
    client.put(key, value, {}, [&](client::Result<client::Written> &&result) { isStored = bool(result); });
    waitFor([&] { return isStored.has_value(); }, 20'000);
    return isStored.value_or(false);
}

// The process of this program that writes this log.
qint64 processOfLog(const QString &log)
{
    for (const qint64 pid : ownChildren()) {
        if (QFile::symLinkTarget(u"/proc/%1/fd/2"_s.arg(pid)) == log)
            return pid;
    }
    return 0;
}

} // namespace

void TestWindowRing::initTestCase()
{
    QApplication::setOrganizationName(u"FunnelKVS-test"_s);
    QApplication::setApplicationName(u"tst_window_ring"_s);
    m_driver = std::make_unique<WindowDriver>();
}

void TestWindowRing::cleanupTestCase()
{
    m_driver.reset();
    QVERIFY(waitFor([] { return ownChildren().isEmpty(); }, 10'000));
}

void TestWindowRing::manners()
{
    QTest::addColumn<bool>("byShortcut");
    QTest::newRow("buttons") << false;
    QTest::newRow("shortcuts") << true;
}

// As the row says.
bool TestWindowRing::act(QAction *Actions::*action)
{
    QFETCH(bool, byShortcut);
    return byShortcut ? m_driver->press(action) : m_driver->clickAction(action);
}

void TestWindowRing::cancelsStarting()
{
    QVERIFY(m_driver->clickButton(u"startLocal"_s));
    QVERIFY(waitFor([] { return ownChildren().size() > 1; }, 20'000));
    QVERIFY(!m_driver->clickAction(&Actions::put)); // there is nothing to put to
    QVERIFY(m_driver->clickButton(u"cancelStart"_s));
    QVERIFY(waitFor([] { return ownChildren().isEmpty(); }, 10'000));
    QVERIFY(m_driver->window().messages()->isHidden()); // who cancels need not be told
}

void TestWindowRing::startsByItsButton()
{
    auto *count = m_driver->window().findChild<StartPage *>()->findChild<QSpinBox *>();
    count->setFocus();
    QTest::keySequence(count, QKeySequence::SelectAll);
    QTest::keyClicks(count, QString::number(nodes));
    QVERIFY(m_driver->clickButton(u"startLocal"_s));
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes), *m_driver);
    QCOMPARE(ownChildren().size(), nodes);
    QVERIFY(m_driver->window().ringView()->isVisible());
    VERIFY_SHOWN(m_driver->waitForStatus(u"LIVE"_s) && m_driver->waitForStatus(u"whole · "_s), *m_driver);
    QVERIFY(!m_driver->live()->isReadOnly());
    // As a recording of this ring will be coloured, whatever order its nodes have joined in.
    ColourBook colours;
    colours.meet(m_driver->ring());
    for (const NodeView &node : m_driver->ring().nodes)
        QCOMPARE(m_driver->window().ringView()->colours().colourOf(node.self.address),
                 colours.colourOf(node.self.address));
}

// The number is remembered; the ring before goes on until it is stopped.
void TestWindowRing::startsByItsShortcut()
{
    const QList<qint64> before = ownChildren();
    QVERIFY(m_driver->press(&Actions::startRing));
    VERIFY_SHOWN(m_driver->waitForMessage(u"parked:1"_s, u"Local ring: 4 nodes, 0 keys"_s), *m_driver);
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes), *m_driver);
    QVERIFY(std::all_of(before.begin(), before.end(), isRunning));
    QVERIFY(m_driver->clickRemedy(u"Stop it"_s));
    QVERIFY(waitFor([&] { return std::none_of(before.begin(), before.end(), isRunning); }, 10'000));
    QCOMPARE(ownChildren().size(), nodes);
    QVERIFY(m_driver->window().messages()->textOf(u"parked:1"_s).isEmpty());
}

// Whatever is opened meanwhile, or fails to open.
void TestWindowRing::isParkedAndReturnedTo()
{
    const QList<qint64> before = ownChildren();
    m_driver->answerNextDialog({{u"Address of a node"_s, u"127.0.0.1:%1"_s.arg(closedPort())}});
    QVERIFY(m_driver->press(&Actions::connectToNode));
    VERIFY_SHOWN(m_driver->waitForMessage(u"open"_s, u"refused"_s), *m_driver);
    QVERIFY(m_driver->window().ringView()->isVisible());
    QCOMPARE(ownChildren(), before);
    for (QAction *Actions::*action : {&Actions::textbook, &Actions::closeRing}) {
        QVERIFY(m_driver->press(action));
        QCOMPARE(ownChildren(), before);
    }
    QVERIFY(m_driver->clickRemedy(u"Return"_s));
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes), *m_driver);
    QCOMPARE(ownChildren(), before);
}

void TestWindowRing::drivesKeys()
{
    m_driver->window().messages()->clear(); // of the row before
    QVERIFY(m_driver->type(u"Key"_s, u"colour"_s));
    QVERIFY(m_driver->type(u"Value"_s, u"grün"_s));
    QVERIFY(act(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForStatus(u"Stored “colour”"_s), *m_driver);
    VERIFY_SHOWN(m_driver->waitForInspector(u"grün"_s), *m_driver);
    VERIFY_SHOWN(m_driver->waitForEvent(u"Stored “colour”"_s), *m_driver);
    std::optional<client::StoredValue> stored = storedValue(someNode(), "colour");
    QVERIFY(stored);
    QCOMPARE(stored->value, QByteArray("grün"));
    QCOMPARE(stored->contentType, QByteArray("text/plain; charset=utf-8"));

    QVERIFY(store(someNode(), "colour", "rot")); // behind the window's back
    QVERIFY(act(&Actions::get));
    VERIFY_SHOWN(m_driver->waitForInspector(u"rot"_s), *m_driver);

    const auto *tree = m_driver->window().findChild<TracePanel *>()->tree();
    QVERIFY(act(&Actions::lookup));
    QVERIFY(waitFor([&] { return !m_driver->window().ringView()->lookup().isEmpty(); }, 20'000));
    QVERIFY(tree->topLevelItem(0)->text(0).contains(u"colour"_s));
    const RingSnapshot &ring = m_driver->ring();
    const LookupTrace &trace = m_driver->window().ringView()->lookup().trace();
    QCOMPARE(ring.indexOf(trace.owner.id), ring.ownerOf(chord::IdSpace(ring.idBits).hash("colour")));
    QVERIFY(tree->isVisible());
    QTest::keySequence(&m_driver->window(), m_driver->window().actions().clearLookup->shortcut());
    QVERIFY(m_driver->window().ringView()->lookup().isEmpty());

    QVERIFY(act(&Actions::remove));
    VERIFY_SHOWN(m_driver->waitForMessage(u"undo"_s, u"colour was deleted"_s), *m_driver);
    QVERIFY(!storedValue(someNode(), "colour"));
    QVERIFY(m_driver->clickRemedy(u"Undo"_s));
    VERIFY_SHOWN(m_driver->waitForInspector(u"rot"_s), *m_driver);
    stored = storedValue(someNode(), "colour");
    QVERIFY(stored && stored->value == "rot");

    QVERIFY(act(&Actions::remove));
    QVERIFY(waitFor([&] { return !storedValue(someNode(), "colour"); }, 20'000));
    QVERIFY(act(&Actions::get));
    VERIFY_SHOWN(m_driver->waitForMessage(u"action"_s, u"there is no such key"_s), *m_driver);
}

// By the keyboard alone: key, Tab, value, Return, and so on with the next key.
void TestWindowRing::putsOneAfterTheOther()
{
    QVERIFY(m_driver->type(u"Key"_s, {}));
    for (const QString &number : {u"1"_s, u"2"_s, u"3"_s}) {
        QTest::keyClicks(QApplication::focusWidget(), u"row "_s + number);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClicks(QApplication::focusWidget(), u"value "_s + number);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        VERIFY_SHOWN(m_driver->waitForStatus(u"Stored “row %1”"_s.arg(number)), *m_driver);
    }
    QCOMPARE(storedValue(someNode(), "row 1")->value, QByteArray("value 1"));
    QCOMPARE(storedValue(someNode(), "row 3")->value, QByteArray("value 3"));
}

void TestWindowRing::keysOverTheLimit()
{
    const QString longest(1024, u'k');
    QVERIFY(m_driver->type(u"Value"_s, u"v"_s));
    QVERIFY(m_driver->type(u"Key"_s, longest + u'k'));
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForMessage(u"action"_s, u"1025 bytes"_s), *m_driver);
    QVERIFY(m_driver->type(u"Key"_s, longest));
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForInspector(u"v"_s), *m_driver);
    QVERIFY(waitFor([&] { return storedValue(someNode(), longest.toUtf8()).has_value(); }, 20'000));
    QVERIFY(m_driver->window().messages()->textOf(u"action"_s).isEmpty());
}

// None is cut silently.
void TestWindowRing::longValues()
{
    const QString text = u"0123456789"_s.repeated(5000);
    QVERIFY(m_driver->type(u"Key"_s, u"long"_s));
    QVERIFY(m_driver->paste(u"Value"_s, text));
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForStatus(u"Stored “long”"_s), *m_driver);
    QCOMPARE(storedValue(someNode(), "long")->value, text.toUtf8());
    m_driver->paste(u"Value"_s, text.repeated(30));
    VERIFY_SHOWN(m_driver->waitForMessage(u"field"_s, u"--file"_s), *m_driver);
}

void TestWindowRing::bytesThatAreNoText()
{
    QVERIFY(store(someNode(), "bytes", QByteArray("\x00\xff\x80 text", 8)));
    QVERIFY(m_driver->type(u"Key"_s, u"bytes"_s));
    QVERIFY(m_driver->clickAction(&Actions::get));
    VERIFY_SHOWN(m_driver->waitForInspector(u"0000  00 ff 80 20 74 65 78 74  ... text"_s), *m_driver);
    QVERIFY(store(someNode(), "empty", {}));
    QVERIFY(m_driver->type(u"Key"_s, u"empty"_s));
    QVERIFY(m_driver->clickAction(&Actions::get));
    VERIFY_SHOWN(m_driver->waitForInspector(u"The value is empty."_s), *m_driver);
}

// With type and lifetime, and only over the version that was read.
void TestWindowRing::editsAValue()
{
    QVERIFY(store(someNode(), "edited", "{\"a\": 1}"));
    QVERIFY(m_driver->type(u"Key"_s, u"edited"_s));
    QVERIFY(m_driver->clickAction(&Actions::get));
    ValueEditor *editor = m_driver->window().inspector()->valueEditor();
    QVERIFY(waitFor([&] { return editor->bytes() == "{\"a\": 1}"; }, 20'000));
    auto *text = editor->findChild<QPlainTextEdit *>(u"valueText"_s);
    text->setPlainText(u"[2]"_s);
    editor->findChild<QComboBox *>()->setEditText(u"application/json"_s);
    editor->findChild<QSpinBox *>()->setValue(600);
    QVERIFY(m_driver->clickButton(u"storeValue"_s));
    VERIFY_SHOWN(m_driver->waitForStatus(u"Replaced the value of “edited”"_s), *m_driver);
    std::optional<client::StoredValue> stored = storedValue(someNode(), "edited");
    QVERIFY(stored && stored->ttlSeconds);
    QCOMPARE(stored->value, QByteArray("[2]"));
    QCOMPARE(stored->contentType, QByteArray("application/json"));
    QVERIFY(*stored->ttlSeconds > 500 && *stored->ttlSeconds <= 600);

    QVERIFY(store(someNode(), "edited", "another program's"));
    text->setPlainText(u"[3]"_s);
    QVERIFY(m_driver->clickButton(u"storeValue"_s));
    VERIFY_SHOWN(m_driver->waitForMessage(u"action"_s, u"has changed meanwhile. Nothing was written"_s), *m_driver);
    QCOMPARE(storedValue(someNode(), "edited")->value, QByteArray("another program's"));
    QCOMPARE(editor->bytes(), QByteArray("[3]")); // it is not lost
}

void TestWindowRing::listsKeysAndReadsMetrics()
{
    QVERIFY(store(someNode(), "listed/1", "1"));
    QVERIFY(store(someNode(), "listed/2", "22"));
    auto *keys = m_driver->window().findChild<RingKeysPanel *>();
    auto *tabs = m_driver->window().findChild<BottomTabs *>();
    tabs->setCurrentWidget(keys);
    const QAbstractItemModel *shown = keys->findChild<QTableView *>()->model();
    QVERIFY(m_driver->type(u"Search the keys"_s, u"^listed/\\d$"_s));
    keys->findChild<QComboBox *>(u"keySearchManner"_s)->setCurrentIndex(1);
    keys->list();
    QVERIFY(waitFor([&] { return shown->rowCount() == 2; }, 20'000));
    keys->findChild<QTableView *>()->selectRow(0);
    QVERIFY(m_driver->window().session().selection().key->startsWith("listed/"));

    auto *metrics = m_driver->window().findChild<MetricsPanel *>();
    tabs->setCurrentWidget(metrics);
    const auto isRead = [&] {
        const MetricsModel &rows = metrics->metrics();
        return rows.rowCount() == nodes && rows.requestsPerSecond().value_or(0) > 0 && rows.p99Seconds();
    };
    QVERIFY(waitFor(isRead, 30'000)); // this window polls the nodes
}

void TestWindowRing::joinsAndLeaves()
{
    const QByteArrayList before = addressesIn(m_driver->ring());
    QVERIFY(act(&Actions::join));
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes + 1), *m_driver);
    QCOMPARE(ownChildren().size(), nodes + 1);
    QByteArray joined;
    for (const QByteArray &address : addressesIn(m_driver->ring()))
        joined = before.contains(address) ? joined : address;
    VERIFY_SHOWN(m_driver->waitForEvent(u"(%1) has joined"_s.arg(QString::fromUtf8(joined))), *m_driver);

    VERIFY_SHOWN(m_driver->clickNode(joined), *m_driver);
    const QString name = Names(m_driver->ring()).node(*m_driver->window().ringView()->selection().node);
    QVERIFY(m_driver->window().actions().leave->toolTip().contains(u"Leave %1"_s.arg(name)));
    QVERIFY(act(&Actions::leave));
    VERIFY_SHOWN(m_driver->waitForEvent(u"%1 has left the ring"_s.arg(name)), *m_driver);
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes), *m_driver);
    QVERIFY(waitFor([] { return ownChildren().size() == nodes; }, 20'000));
    QVERIFY(m_driver->window().messages()->textOf(u"node:"_s + QString::fromUtf8(joined)).isEmpty());
}

void TestWindowRing::joinsAtAnIdentifier()
{
    m_driver->answerNextDialog(u"here"_s);
    QVERIFY(m_driver->press(&Actions::joinAt));
    VERIFY_SHOWN(m_driver->waitForMessage(u"action"_s, u"“here” is not an identifier"_s), *m_driver);

    const QString id = u"f0"_s.repeated(20);
    m_driver->answerNextDialog(id);
    QVERIFY(m_driver->press(&Actions::joinAt));
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes + 1), *m_driver);
    const std::optional<chord::Id> wanted = chord::IdSpace().fromHex(id.toLatin1());
    const int index = m_driver->ring().indexOf(*wanted);
    QVERIFY(index >= 0);

    m_driver->answerNextDialog(id);
    QVERIFY(m_driver->press(&Actions::joinAt));
    VERIFY_SHOWN(m_driver->waitForMessage(u"action"_s, u"has this identifier already"_s), *m_driver);
    QVERIFY(m_driver->clickNode(m_driver->ring().nodes[size_t(index)].self.address));
    QVERIFY(m_driver->clickAction(&Actions::leave));
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes), *m_driver);
    QVERIFY(waitFor([] { return ownChildren().size() == nodes; }, 20'000));
}

void TestWindowRing::killsAndRestarts()
{
    const QByteArray victim = m_driver->ring().nodes[1].self.address;
    const QString subject = u"node:"_s + QString::fromUtf8(victim);
    QVERIFY(m_driver->clickNode(victim));
    QVERIFY(!m_driver->press(&Actions::restart)); // it runs
    QVERIFY(act(&Actions::kill));
    VERIFY_SHOWN(m_driver->waitForCondition(victim, NodeCondition::Dead), *m_driver);
    VERIFY_SHOWN(m_driver->waitForMessage(subject, u"it was killed here"_s), *m_driver);
    VERIFY_SHOWN(m_driver->waitForInspector(u"it was killed here"_s), *m_driver);
    QCOMPARE(ownChildren().size(), nodes - 1);
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes - 1), *m_driver);
    QVERIFY(!m_driver->clickAction(&Actions::kill)); // it is dead
    QVERIFY(m_driver->press(&Actions::restart));
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes), *m_driver);
    QVERIFY(m_driver->window().messages()->textOf(subject).isEmpty());
    QCOMPARE(m_driver->window().ringView()->selection().node,
             m_driver->ring().nodes[size_t(m_driver->ring().indexOf(victim))].self.id);
}

// Ended from outside, behind the window's back.
void TestWindowRing::selectedNodeDies()
{
    const QByteArray victim = m_driver->ring().nodes[2].self.address;
    QVERIFY(m_driver->clickNode(victim));
    const QString log = m_driver->live()->logPath(victim);
    const qint64 pid = processOfLog(log);
    QVERIFY(pid > 0);
    ::kill(pid_t(pid), SIGKILL);
    VERIFY_SHOWN(m_driver->waitForInspector(u"crashed or was ended by another program"_s), *m_driver);
    QVERIFY(m_driver->waitForMessage(u"node:"_s + QString::fromUtf8(victim), u"ended by another program"_s));
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes - 1), *m_driver);
    QVERIFY(m_driver->clickNode(victim)); // it stays in the picture

    QVERIFY(m_driver->clickRemedy(u"Log"_s));
    auto *dialog = m_driver->window().findChild<monitor::LogDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(dialog->findChild<QPlainTextEdit *>()->toPlainText().contains(u"Joined the ring"_s));
    dialog->close();

    QVERIFY(m_driver->clickRemedy(u"Restart"_s));
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes), *m_driver);
}

void TestWindowRing::replaysWhatWasRecorded()
{
    const QStringList events = m_driver->eventTexts();
    QVERIFY(!events.isEmpty());
    QVERIFY(m_driver->press(&Actions::replay));
    QCOMPARE(m_driver->window().session().source()->mode(), Mode::Replay);
    VERIFY_SHOWN(m_driver->statusText().contains(u"REPLAY"_s), *m_driver);
    QVERIFY(!m_driver->press(&Actions::put));
    QVERIFY(!m_driver->press(&Actions::kill));
    const qint64 beginMs = m_driver->window().session().source()->nowMs();
    QVERIFY(m_driver->clickAction(&Actions::stepMessage));
    QVERIFY(m_driver->window().session().source()->nowMs() > beginMs);
    QVERIFY(m_driver->clickAction(&Actions::back));
    QCOMPARE(m_driver->window().session().source()->nowMs(), beginMs);
    QCOMPARE(ownChildren().size(), nodes); // they run on
    QVERIFY(m_driver->press(&Actions::returnToLive));
    QCOMPARE(m_driver->window().session().source()->mode(), Mode::Live);
    QCOMPARE(m_driver->eventTexts().first(events.size()), events);
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes), *m_driver);
    QVERIFY(m_driver->type(u"Key"_s, u"after the replay"_s));
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForStatus(u"Stored"_s), *m_driver);
}

// The end of the line of a live ring is now; a click shows its past, and the live ring goes on beside it.
void TestWindowRing::entersThePastOnTheTimeline()
{
    auto *timeline = m_driver->window().findChild<Timeline *>();
    RingSource *live = m_driver->window().session().source();
    const qint64 thenMs = live->nowMs() - 3000;
    QTest::mouseClick(timeline, Qt::LeftButton, {}, {int(timeline->placeOf(thenMs)), timeline->height() / 2});
    QCOMPARE(m_driver->window().session().source()->mode(), Mode::Replay);
    QVERIFY(m_driver->window().session().source()->nowMs() <= live->nowMs());
    VERIFY_SHOWN(waitFor([&] { return m_driver->clickButton(u"backToLive"_s); }, 20'000), *m_driver);
    QCOMPARE(m_driver->window().session().source(), live);
    VERIFY_SHOWN(m_driver->waitUntilWhole(nodes), *m_driver);
}

void TestWindowRing::writesAndOpensFiles()
{
    const auto pathOf = [this](const QString &name) { return m_environment.dataFolder() + u'/' + name; };
    const std::pair<QAction * Actions::*, QString> written[] = {{&Actions::exportRing, u"ring.svg"_s},
                                                                {&Actions::exportTable, u"nodes.csv"_s},
                                                                {&Actions::exportSnapshot, u"snapshot.json"_s},
                                                                {&Actions::saveRecording, u"recording.json"_s}};
    for (const auto &[action, name] : written) {
        m_driver->answerNextDialog(pathOf(name));
        QVERIFY(m_driver->press(action));
        VERIFY_SHOWN(m_driver->waitForStatus(pathOf(name)), *m_driver);
        QFile file(pathOf(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(file.readAll().contains(someNode()) || name == u"ring.svg"_s, qPrintable(name));
    }
    // Without an extension, it is that of the format.
    m_driver->answerNextDialog(pathOf(u"plain"_s));
    QVERIFY(m_driver->press(&Actions::exportTable));
    VERIFY_SHOWN(m_driver->waitForStatus(pathOf(u"plain.csv"_s)), *m_driver);
    m_driver->answerNextDialog(pathOf(u"no/such/folder.json"_s));
    QVERIFY(m_driver->press(&Actions::exportSnapshot));

    QFile file(pathOf(u"snapshot.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    const auto openAs = [&](const QByteArray &content) {
        QFile other(pathOf(u"other.json"_s));
        other.open(QIODevice::WriteOnly);
        other.write(content);
        other.close();
        m_driver->answerNextDialog(other.fileName());
        return m_driver->press(&Actions::openRecording);
    };
    // What cannot be opened is told, and the ring stays open.
    QVERIFY(openAs(whole.first(whole.size() / 2)));
    VERIFY_SHOWN(m_driver->waitForMessage(u"open"_s, u"not valid JSON, or is incomplete"_s), *m_driver);
    QCOMPARE(m_driver->window().session().source()->mode(), Mode::Live);
    QVERIFY(openAs(QByteArray(whole).replace("\"version\":1", "\"version\":99")));
    VERIFY_SHOWN(m_driver->waitForMessage(u"open"_s, u"99"_s), *m_driver);
    QVERIFY(openAs("no JSON at all"));
    QCOMPARE(ownChildren().size(), nodes);
}

void TestWindowRing::closesTheRing()
{
    QVERIFY(m_driver->press(&Actions::closeRing));
    QVERIFY(m_driver->clickRemedy(u"Stop it"_s));
    QVERIFY(waitFor([] { return ownChildren().isEmpty(); }, 10'000));
    QVERIFY(!m_driver->window().ringView()->isVisible());
    m_driver->answerNextDialog(m_environment.dataFolder() + u"/recording.json"_s);
    QVERIFY(m_driver->press(&Actions::openRecording));
    QCOMPARE(m_driver->window().session().source()->mode(), Mode::Replay);
    QCOMPARE(m_driver->ring().nodes.size(), size_t(nodes));
}

void TestWindowRing::quitsWhileStarting()
{
    QVERIFY(m_driver->press(&Actions::startRing));
    QVERIFY(waitFor([] { return ownChildren().size() > 1; }, 20'000));
    QVERIFY(m_driver->press(&Actions::quit));
    QVERIFY(!m_driver->window().isVisible());
    m_driver.reset();
    QVERIFY(ownChildren().isEmpty());
}

QTEST_MAIN(TestWindowRing)
#include "tst_window_ring.moc"
