// SPDX-License-Identifier: GPL-3.0-or-later
//
// Actions without a window: what reaches the source, and what is told of how it ended.

#include "ring_fixture.h"
#include "session/action_runner.h"
#include "session/ring_session.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace monitor;

class TestActionRunner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void nothingHappensWithoutARing();
    void keysAreResolved();
    void onlyALiveNodeIsAsked();
    void lookupsStartAtTheLastNode();
    void keysOfBytes();
    void selectedNodeIsNeeded();
    void successComesWithItsRequest();
    void failureComesWithItsText();
    void reportsWithoutARequest();
    void reportsOfAClosedRingAreNotTold();
    void deleteIsUndone();

private:
    FakeSource *open();

    RingSession m_session;
    ActionRunner m_runner{&m_session};
    std::vector<std::pair<ActionRequest, ActionReport>> m_succeeded;
    QStringList m_failed;
};

void TestActionRunner::init()
{
    m_succeeded.clear();
    m_failed.clear();
    disconnect(&m_runner, nullptr, this, nullptr);
    connect(&m_runner, &ActionRunner::succeeded, this,
            [this](const ActionRequest &request, const ActionReport &report) {
                m_succeeded.push_back({request, report});
            });
    connect(&m_runner, &ActionRunner::failed, this,
            [this](const ActionRequest &, const ActionReport &report) { m_failed << report.text; });
    m_session.close();
}

FakeSource *TestActionRunner::open()
{
    auto source = std::make_unique<FakeSource>(textbookRing());
    FakeSource *raw = source.get();
    m_session.setSource(std::move(source));
    return raw;
}

void TestActionRunner::nothingHappensWithoutARing()
{
    const QSignalSpy begun(&m_runner, &ActionRunner::begun);
    m_runner.begin(ActionRequest::of(Action::Join));
    m_runner.beginOnKey(Action::Get, u"k"_s, {});
    QCOMPARE(begun.size(), 0);
    FakeSource *source = open();
    m_runner.begin(ActionRequest::of(Action::Join));
    QCOMPARE(begun.size(), 1);
    QCOMPARE(source->m_requests.back().action, Action::Join);
}

void TestActionRunner::keysAreResolved()
{
    FakeSource *source = open();
    m_runner.beginOnKey(Action::Put, u"K54"_s, u"grün"_s);
    QCOMPARE(source->m_requests.back().key, QByteArray("key 36"));
    QCOMPARE(source->m_requests.back().value, QByteArray("grün"));
    QCOMPARE(source->m_requests.back().contentType, QByteArray("text/plain; charset=utf-8"));
    QVERIFY(source->m_requests.back().node.isEmpty());
}

void TestActionRunner::onlyALiveNodeIsAsked()
{
    FakeSource *source = open();
    m_session.select({chord::Id(8), {}});
    m_runner.beginOnKey(Action::Get, u"word"_s, {});
    QCOMPARE(source->m_requests.back().node, QByteArray("node08:1"));
    RingSnapshot ring = textbookRing();
    ring.nodes[1].condition = NodeCondition::Dead;
    source->show(ring);
    m_runner.beginOnKey(Action::Get, u"word"_s, {});
    QVERIFY(source->m_requests.back().node.isEmpty());
}

// The node that was selected last, also when a key is selected since.
void TestActionRunner::lookupsStartAtTheLastNode()
{
    FakeSource *source = open();
    m_session.select({chord::Id(8), {}});
    m_session.select({{}, QByteArray("key 36")});
    QCOMPARE(m_session.askedNode(), QByteArray("node08:1"));
    m_runner.beginOnKey(Action::Lookup, QByteArray("key 36"), {});
    QCOMPARE(source->m_requests.back().node, QByteArray("node08:1"));
    open();
    QVERIFY(m_session.askedNode().isEmpty());
}

// As it is, whatever it would mean as text.
void TestActionRunner::keysOfBytes()
{
    FakeSource *source = open();
    const QByteArray key("\x00\xff K54", 6);
    m_runner.beginOnKey(Action::Get, key, {});
    QCOMPARE(source->m_requests.back().key, key);
}

void TestActionRunner::selectedNodeIsNeeded()
{
    FakeSource *source = open();
    m_runner.beginOnSelectedNode(Action::Kill);
    QVERIFY(source->m_requests.empty());
    m_session.select({chord::Id(32), {}});
    m_runner.beginOnSelectedNode(Action::Kill);
    QCOMPARE(source->m_requests.back().action, Action::Kill);
    QCOMPARE(source->m_requests.back().node, QByteArray("node20:1"));
}

void TestActionRunner::successComesWithItsRequest()
{
    FakeSource *source = open();
    ActionReport report;
    report.ok = true;
    source->answer(report);
    m_runner.beginOnKey(Action::Put, u"word"_s, u"value"_s);
    QTRY_COMPARE(m_succeeded.size(), size_t(1));
    QCOMPARE(m_succeeded[0].first.value, QByteArray("value"));
    QCOMPARE(m_succeeded[0].second.action, Action::Put);
    QVERIFY(m_failed.isEmpty());
}

void TestActionRunner::failureComesWithItsText()
{
    FakeSource *source = open();
    ActionReport report;
    report.text = u"The key is too long."_s;
    source->answer(report);
    m_runner.beginOnKey(Action::Put, u"word"_s, {});
    QTRY_COMPARE(m_failed, QStringList(report.text));
    QVERIFY(m_succeeded.empty());
}

// Of actions that a lesson has begun.
void TestActionRunner::reportsWithoutARequest()
{
    FakeSource *source = open();
    ActionReport report;
    report.ticket = 77;
    report.action = Action::Join;
    report.ok = true;
    Q_EMIT source->actionFinished(report);
    QCOMPARE(m_succeeded.size(), size_t(1));
    QCOMPARE(m_succeeded[0].first.action, Action::Join);
    QVERIFY(m_succeeded[0].first.key.isEmpty());
}

void TestActionRunner::reportsOfAClosedRingAreNotTold()
{
    FakeSource *source = open();
    ActionReport report;
    report.ok = true;
    source->answer(report);
    m_runner.beginOnKey(Action::Get, u"word"_s, {});
    FakeSource *next = open(); // its tickets begin again
    ActionReport other;
    other.ticket = 1;
    other.ok = true;
    Q_EMIT next->actionFinished(other);
    QCoreApplication::processEvents();
    QCOMPARE(m_succeeded.size(), size_t(1));
    QVERIFY(m_succeeded[0].first.key.isEmpty()); // not that of the ring before
}

void TestActionRunner::deleteIsUndone()
{
    FakeSource *source = open();
    ActionReport report;
    report.action = Action::Delete;
    report.key = "word";
    report.value = "what was there";
    report.contentType = "text/plain";
    m_runner.undoWrite(report);
    QCOMPARE(source->m_requests.back().action, Action::Put);
    QCOMPARE(source->m_requests.back().key, report.key);
    QCOMPARE(source->m_requests.back().value, report.value);
    QCOMPARE(source->m_requests.back().contentType, report.contentType);
}

QTEST_GUILESS_MAIN(TestActionRunner)
#include "tst_action_runner.moc"
