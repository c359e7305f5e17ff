// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keys and values in the window: a value never stands beside a key that it does not belong to, what a put has replaced
// can be had again, and keys of any bytes are meant as they are.

#include "panels/inspector.h"
#include "panels/message_bar.h"
#include "panels/trace_panel.h"
#include "ring/ring_view.h"
#include "window/actions.h"
#include "window/window_fixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

using namespace monitor;
using namespace Qt::StringLiterals;

class TestWindowValues : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.start(); }
    void cleanup() { m_fixture.end(); }
    void staleValueGoes();
    void readValueIsShown();
    void typedValueStays();
    void changedValueIsNotShown();
    void putOverAValueIsUndone();
    void binaryKeys();
    void lookupSelectsItsKey();
    void lookupMarksGo();
    void failedLookupLeavesItsTrace();
    void askedNodeIsNamed();
    void readOnlyDeleteLooksDisabled();

private:
    MainWindow &window() { return m_fixture.window(); }
    QString value() const { return m_fixture.edit(u"Value"_s)->text(); }
    ActionReport success(const QByteArray &value = {}) const;

    WindowFixture m_fixture{u"tst_window_values"_s};
};

ActionReport TestWindowValues::success(const QByteArray &value) const
{
    ActionReport report;
    report.ok = true;
    report.value = value;
    return report;
}

void TestWindowValues::staleValueGoes()
{
    FakeSource *source = m_fixture.open();
    source->answer(success("of K54"));
    m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
    window().actions().get->trigger();
    QTRY_COMPARE(value(), u"of K54"_s);
    window().session().select({{}, QByteArray("key 18")});
    QCOMPARE(value(), QString());
    window().session().select({{}, QByteArray("key 36")}); // that was read
    QCOMPARE(value(), u"of K54"_s);
    // Another key is typed: what the window had put there goes.
    m_fixture.edit(u"Key"_s)->setFocus();
    QTest::keyClicks(m_fixture.edit(u"Key"_s), u"x"_s);
    QCOMPARE(value(), QString());
}

void TestWindowValues::readValueIsShown()
{
    FakeSource *source = m_fixture.open();
    source->answer(success(QByteArray("\x00\xff", 2)));
    m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
    window().actions().get->trigger();
    QTRY_COMPARE(window().ringView()->selection().key, QByteArray("key 36"));
    QCOMPARE(value(), QString()); // it is no text
}

void TestWindowValues::typedValueStays()
{
    FakeSource *source = m_fixture.open();
    source->answer(success("stored"));
    m_fixture.edit(u"Key"_s)->setText(u"word"_s);
    QTest::keyClicks(m_fixture.edit(u"Value"_s), u"typed"_s);
    window().actions().get->trigger();
    QTRY_COMPARE(window().ringView()->selection().key, QByteArray("word"));
    QCOMPARE(value(), u"typed"_s);
}

// By another program: the table knows a later version.
void TestWindowValues::changedValueIsNotShown()
{
    FakeSource *source = m_fixture.open();
    ActionReport report = success("old");
    report.etag = "\"1\"";
    source->answer(report);
    m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
    window().actions().get->trigger();
    QTRY_COMPARE(window().ringView()->selection().key, QByteArray("key 36"));
    RingSnapshot ring = textbookRing();
    auto keys = std::make_shared<KeyList>(*ring.nodes.back().keys);
    QCOMPARE(keys->back().key, QByteArray("key 36"));
    keys->back().version.number = 2;
    ring.nodes.back().keys = keys;
    source->show(ring);
    QVERIFY(!window().inspector()->valueOf("key 36"));
    const auto labels = window().inspector()->findChildren<QLabel *>();
    QVERIFY(std::ranges::any_of(labels, [](QLabel *label) { return label->text().contains(u"has changed"_s); }));
}

void TestWindowValues::putOverAValueIsUndone()
{
    FakeSource *source = m_fixture.open();
    ActionReport report = success("before");
    report.hasReplaced = true;
    report.contentType = "text/plain";
    source->answer(report);
    m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
    QTest::keyClicks(m_fixture.edit(u"Value"_s), u"after"_s);
    window().actions().put->trigger();
    QTRY_VERIFY(m_fixture.remedy(u"Undo"_s));
    QVERIFY(window().messages()->textOf(u"undo"_s).endsWith(u"has a new value."_s));
    m_fixture.remedy(u"Undo"_s)->click();
    QCOMPARE(source->m_requests.back().action, Action::Put);
    QCOMPARE(source->m_requests.back().value, QByteArray("before"));
    QCOMPARE(source->m_requests.back().contentType, QByteArray("text/plain"));
}

void TestWindowValues::binaryKeys()
{
    const QByteArray key("\x00\xff\x80", 3);
    RingSnapshot ring = randomRing(3, 3, 1);
    auto keys = std::make_shared<KeyList>(*ring.nodes[0].keys);
    keys->push_back({key, chord::IdSpace().hash(key), true, 1, {}});
    ring.nodes[0].keys = keys;
    FakeSource *source = m_fixture.open(ring);
    window().session().select({{}, key});
    QCOMPARE(m_fixture.edit(u"Key"_s)->text(), u"0x00 ff 80"_s);
    window().actions().get->trigger();
    QCOMPARE(source->m_requests.back().key, key);
    m_fixture.edit(u"Key"_s)->setText(u"0x00ff80"_s); // typed, of a key that the ring has
    window().actions().get->trigger();
    QCOMPARE(source->m_requests.back().key, key);
    m_fixture.edit(u"Key"_s)->setText(u"0x00ff81"_s); // of none: then it is text
    window().actions().get->trigger();
    QCOMPARE(source->m_requests.back().key, QByteArray("0x00ff81"));
}

namespace {

LookupTrace trace(bool isFound)
{
    LookupTrace trace;
    trace.key = "key 36";
    trace.id = chord::Id(54);
    trace.asker = peerAt(8);
    trace.hops.push_back({peerAt(8), peerAt(42), chord::Hop::Via::Finger, 5, 1000, isFound});
    if (isFound)
        trace.owner = peerAt(42);
    return trace;
}

} // namespace

void TestWindowValues::lookupSelectsItsKey()
{
    FakeSource *source = m_fixture.open();
    ActionReport report = success();
    report.lookup = trace(true);
    source->answer(report);
    window().session().select({chord::Id(8), {}});
    m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
    window().actions().lookup->trigger();
    QTRY_COMPARE(window().session().selection().key, QByteArray("key 36"));
    QVERIFY(!window().ringView()->lookup().isEmpty());
}

// With the next selection or action.
void TestWindowValues::lookupMarksGo()
{
    FakeSource *source = m_fixture.open();
    ActionReport report = success();
    report.lookup = trace(true);
    for (const bool bySelection : {true, false}) {
        source->answer(report);
        m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
        window().actions().lookup->trigger();
        QTRY_VERIFY(!window().ringView()->lookup().isEmpty());
        if (bySelection)
            window().session().select({chord::Id(8), {}});
        else
            window().actions().get->trigger();
        QVERIFY(window().ringView()->lookup().isEmpty());
    }
}

void TestWindowValues::failedLookupLeavesItsTrace()
{
    FakeSource *source = m_fixture.open();
    ActionReport report;
    report.text = u"No node on the way answers."_s;
    report.lookup = trace(false);
    source->answer(report);
    m_fixture.edit(u"Key"_s)->setText(u"K54"_s);
    window().actions().lookup->trigger();
    QTRY_COMPARE(window().messages()->textOf(u"action"_s), report.text);
    const QTreeWidget *tree = window().findChild<TracePanel *>()->tree();
    QVERIFY2(tree->topLevelItem(0)->text(0).contains(u"not found"_s), qPrintable(tree->topLevelItem(0)->text(0)));
    QVERIFY(!window().ringView()->lookup().isEmpty() && !window().ringView()->lookup().isFound());
}

void TestWindowValues::askedNodeIsNamed()
{
    FakeSource *source = m_fixture.open();
    auto *asked = window().findChild<QLabel *>(u"askedNode"_s);
    QCOMPARE(asked->text(), u"at any node"_s);
    window().session().select({chord::Id(8), {}});
    QCOMPARE(asked->text(), u"at N8"_s);
    window().session().select({{}, QByteArray("key 36")});
    QCOMPARE(asked->text(), u"at N8"_s);
    RingSnapshot ring = textbookRing();
    ring.nodes[1].condition = NodeCondition::Dead;
    source->show(ring);
    QCOMPARE(asked->text(), u"at any node"_s);
}

void TestWindowValues::readOnlyDeleteLooksDisabled()
{
    FakeSource *source = m_fixture.open();
    source->m_whyNot[int(Action::Delete)] = u"It is read-only."_s;
    source->show(textbookRing());
    window().session().select({{}, QByteArray("key 36")});
    int deletes = 0;
    for (const QPushButton *button : window().inspector()->findChildren<QPushButton *>()) {
        if (button->text() != u"Delete"_s)
            continue;
        ++deletes;
        QVERIFY(!button->isEnabled());
        QCOMPARE(button->toolTip(), u"It is read-only."_s);
    }
    QCOMPARE(deletes, 1);
}

QTEST_MAIN(TestWindowValues)
#include "tst_window_values.moc"
