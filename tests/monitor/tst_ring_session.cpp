// SPDX-License-Identifier: GPL-3.0-or-later
//
// The session without a window: what opens replaces what was open, local rings are parked and kept, each signal comes
// when it is promised, a live ring is recorded, replayed and returned to.

#include "classroom/classroom_settings.h"
#include "classroom/lesson_runner.h"
#include "live_fixture.h"
#include "odd_servers.h"
#include "replay/recording_file.h"
#include "ring_fixture.h"
#include "session/ring_session.h"

#include <QFile>
#include <QPointer>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace monitor;
using support::waitFor;

class TestRingSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsOpenAtFirst();
    void openSourceIsOpenedAtOnce();
    void emptyLiveSourceIsNotOpenYet();
    void oldSourceOutlivesTheChange();
    void snapshotIsThatOfTheSource();
    void eventsAreKept();
    void selectionIsDroppedWithTheRing();
    void lessonLivesUntilTheSourceChanges();
    void accessThatCannotBeRead();
    void connectionThatFails();
    void localRingIsParked();
    void localNodesLiveOn();
    void keptRingIsReopened();
    void startIsCancelled();
    void fileThatIsNoRecording();
    void replaysAndReturns();
    void readOnlyUntilUnlocked();

private:
    FakeSource *open(RingSnapshot ring = textbookRing(), Mode mode = Mode::Classroom);

    LiveEnvironment m_environment;
    RingSession m_session;
};

namespace {

constexpr int patienceMs = 40'000;

RingEvent eventOf(const QString &text)
{
    RingEvent event;
    event.text = text;
    return event;
}

} // namespace

FakeSource *TestRingSession::open(RingSnapshot ring, Mode mode)
{
    auto source = std::make_unique<FakeSource>(std::move(ring), mode);
    FakeSource *raw = source.get();
    m_session.setSource(std::move(source));
    return raw;
}

void TestRingSession::nothingIsOpenAtFirst()
{
    const RingSession session;
    QVERIFY(!session.source() && !session.isOpen() && !session.recording());
    QVERIFY(!session.canReplay() && !session.canReturnToLive());
    QVERIFY(session.snapshot()->nodes.empty());
}

void TestRingSession::openSourceIsOpenedAtOnce()
{
    QStringList order;
    QObject context;
    connect(&m_session, &RingSession::sourceChanged, &context, [&] { order << u"changed"_s; });
    connect(&m_session, &RingSession::opened, &context, [&] { order << u"opened"_s; });
    open();
    QVERIFY(m_session.isOpen());
    QCOMPARE(order, (QStringList{u"changed"_s, u"opened"_s}));
    m_session.close();
    QVERIFY(!m_session.isOpen());
    QCOMPARE(order, (QStringList{u"changed"_s, u"opened"_s, u"changed"_s}));
    m_session.openClassroom(ClassroomSettings::textbook());
    m_session.openClassroom(ClassroomSettings::textbook()); // one change each
    QCOMPARE(order.size(), 7);
}

void TestRingSession::emptyLiveSourceIsNotOpenYet()
{
    const QSignalSpy opened(&m_session, &RingSession::opened);
    open(RingSnapshot(), Mode::Live);
    QVERIFY(m_session.source());
    QVERIFY(!m_session.isOpen());
    QCOMPARE(opened.size(), 0);
}

void TestRingSession::oldSourceOutlivesTheChange()
{
    const QPointer<RingSource> before = open();
    bool isAlive = false;
    QObject context;
    connect(&m_session, &RingSession::sourceChanged, &context, [&] { isAlive = before != nullptr; });
    open();
    QVERIFY(isAlive);
    QVERIFY(!before);
}

void TestRingSession::snapshotIsThatOfTheSource()
{
    FakeSource *source = open();
    const QSignalSpy changed(&m_session, &RingSession::snapshotChanged);
    RingSnapshot ring = textbookRing();
    ring.nodes.pop_back();
    source->show(ring);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_session.snapshot()->nodes.size(), ring.nodes.size());
    m_session.close();
    QVERIFY(m_session.snapshot()->nodes.empty());
}

void TestRingSession::eventsAreKept()
{
    FakeSource *source = open();
    for (size_t i = 0; i < RingSession::eventsMax + 2; ++i)
        Q_EMIT source->eventHappened(eventOf(QString::number(i)));
    QCOMPARE(m_session.events().size(), RingSession::eventsMax);
    QCOMPARE(m_session.events().front().text, u"2"_s);
    open();
    QVERIFY(m_session.events().empty());
}

void TestRingSession::selectionIsDroppedWithTheRing()
{
    open();
    m_session.select({chord::Id(8), {}});
    QCOMPARE(m_session.selectedNode(), QByteArray("node08:1"));
    QCOMPARE(m_session.nodeName("node08:1"), u"N8"_s);
    QCOMPARE(m_session.nodeName("elsewhere:1"), u"elsewhere:1"_s);
    m_session.select({chord::Id(9), {}}); // there is no such node
    QVERIFY(m_session.selectedNode().isEmpty());
    open();
    QCOMPARE(m_session.selection(), Selection());
}

void TestRingSession::lessonLivesUntilTheSourceChanges()
{
    QPointer<LessonRunner> lesson;
    bool isAlive = false;
    QObject context;
    connect(&m_session, &RingSession::lessonOpened, &context, [&](LessonRunner *opened) { lesson = opened; });
    m_session.openLesson(1);
    QVERIFY(lesson && lesson->stage() != LessonRunner::Stage::Idle);
    connect(&m_session, &RingSession::sourceChanged, &context, [&] { isAlive = lesson != nullptr; });
    m_session.openClassroom(ClassroomSettings::textbook());
    QVERIFY(isAlive);
    QVERIFY(!lesson);
}

// What was open stays open: nothing was tried.
void TestRingSession::accessThatCannotBeRead()
{
    const RingSource *before = open();
    const QSignalSpy failed(&m_session, &RingSession::openingFailed);
    Access access;
    access.tokenFile = u"/nonexistent"_s;
    m_session.connectTo(u"127.0.0.1:1"_s, access);
    QCOMPARE(failed.size(), 1);
    QVERIFY(failed[0][0].toString().contains(u"/nonexistent"_s));
    QCOMPARE(m_session.source(), before);
}

// What was open stays as it was.
void TestRingSession::connectionThatFails()
{
    const RingSource *before = open();
    const QString address = u"127.0.0.1:%1"_s.arg(closedPort());
    const QSignalSpy started(&m_session, &RingSession::openingStarted);
    QSignalSpy failed(&m_session, &RingSession::openingFailed);
    m_session.connectTo(address);
    QCOMPARE(started.size(), 1);
    QVERIFY(m_session.isOpening());
    QCOMPARE(m_session.source(), before);
    QVERIFY(failed.wait(patienceMs));
    QVERIFY(failed[0][0].toString().contains(u"refused"_s));
    QCOMPARE(failed[0][1].toString(), address);
    QVERIFY(!m_session.isOpening());
    QCOMPARE(m_session.source(), before);
    QVERIFY(m_session.isOpen());
}

void TestRingSession::localRingIsParked()
{
    const QSignalSpy changed(&m_session, &RingSession::parkedChanged);
    const QPointer<FakeSource> local = open(textbookRing(3), Mode::Live);
    local->m_localNodes = 10;
    Q_EMIT local->eventHappened(eventOf(u"before"_s));
    m_session.openClassroom(ClassroomSettings::textbook());
    QVERIFY(local);
    QCOMPARE(m_session.parked().size(), size_t(1));
    QVERIFY(changed.size() > 0);
    Q_EMIT local->eventHappened(eventOf(u"meanwhile"_s));
    QVERIFY(m_session.events().empty());

    m_session.close(); // of the classroom
    QCOMPARE(m_session.parked().size(), size_t(1));
    m_session.returnTo(m_session.parked().front().number);
    QCOMPARE(m_session.source(), local);
    QVERIFY(m_session.isOpen() && m_session.parked().empty());
    QCOMPARE(m_session.events().size(), size_t(2));
    QCOMPARE(m_session.events().back().text, u"meanwhile"_s);

    m_session.close();
    QVERIFY(local);
    m_session.stopParked(m_session.parked().front().number);
    QVERIFY(!local);
    QVERIFY(m_session.parked().empty());
}

// The processes go on while something else is tried and shown.
void TestRingSession::localNodesLiveOn()
{
    m_session.startRing(2);
    QVERIFY(waitFor([&] { return m_session.isOpen(); }, patienceMs));
    const RingSource *local = m_session.source();
    const QList<qint64> nodes = ownChildren();
    QCOMPARE(nodes.size(), 2);
    QSignalSpy failed(&m_session, &RingSession::openingFailed);
    m_session.connectTo(u"127.0.0.1:%1"_s.arg(closedPort()));
    QVERIFY(failed.wait(patienceMs));
    QCOMPARE(m_session.source(), local);
    QCOMPARE(ownChildren(), nodes);
    m_session.openLesson(1);
    QCOMPARE(ownChildren(), nodes);
    m_session.startRing(1); // a second ring
    QVERIFY(waitFor([&] { return m_session.source()->mode() == Mode::Live; }, patienceMs));
    QCOMPARE(ownChildren().size(), 3);
    m_session.returnToLive(); // the first one; the second is parked now
    QCOMPARE(m_session.source(), local);
    QCOMPARE(m_session.parked().size(), size_t(1));
    m_session.stopParked(m_session.parked().front().number);
    QVERIFY(waitFor([&] { return ownChildren() == nodes; }, patienceMs));
    m_session.close();
    m_session.stopParked(m_session.parked().front().number);
    QVERIFY(waitFor([] { return ownChildren().isEmpty(); }, patienceMs));
}

// All keys are there when the ring is opened again, at the same addresses.
void TestRingSession::keptRingIsReopened()
{
    m_session.startRing(3, true);
    QVERIFY(waitFor([&] { return m_session.isOpen(); }, patienceMs));
    QVERIFY(m_session.source()->keepsData());
    QVERIFY(m_session.keptRings().empty()); // it is open
    QSignalSpy finished(&m_session, &RingSession::actionFinished);
    m_session.source()->begin(onKey(Action::Put, "color", "blue"));
    QVERIFY(finished.wait(patienceMs));
    QVERIFY(finished[0][0].value<ActionReport>().ok);
    const QByteArrayList addresses = addressesIn(*m_session.snapshot());
    m_session.close();
    QVERIFY(m_session.keptRings().empty()); // it is parked
    m_session.stopParked(m_session.parked().front().number);
    QVERIFY(waitFor([] { return ownChildren().isEmpty(); }, patienceMs));

    QCOMPARE(m_session.keptRings().size(), size_t(1));
    m_session.reopenRing(m_session.keptRings().front());
    QVERIFY(waitFor([&] { return m_session.isOpen(); }, patienceMs));
    QCOMPARE(addressesIn(*m_session.snapshot()), addresses);
    finished.clear();
    m_session.source()->begin(onKey(Action::Get, "color"));
    QVERIFY(finished.wait(patienceMs));
    QCOMPARE(finished[0][0].value<ActionReport>().value, QByteArray("blue"));
    m_session.close();
    m_session.stopParked(m_session.parked().front().number);
    const QString folder = m_session.keptRings().front().folder;
    QVERIFY(KeptRing::setAside(folder));
    QVERIFY(m_session.keptRings().empty());
    QVERIFY(KeptRing::bringBack(folder));
    QCOMPARE(m_session.keptRings().size(), size_t(1));
    QVERIFY(KeptRing::setAside(folder));
}

// The failure of what was cancelled does not end what is opened next.
void TestRingSession::startIsCancelled()
{
    m_session.close();
    const QSignalSpy failed(&m_session, &RingSession::openingFailed);
    m_session.startRing(2);
    QVERIFY(waitFor([] { return !ownChildren().isEmpty(); }, patienceMs));
    m_session.cancelOpening();
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].toString(), QString());
    QVERIFY(!m_session.source());
    open();
    QVERIFY(waitFor([] { return ownChildren().isEmpty(); }, patienceMs));
    QVERIFY(m_session.isOpen());
    QCOMPARE(failed.size(), 1);
    m_session.cancelOpening(); // nothing is being opened
    QVERIFY(m_session.isOpen());
}

void TestRingSession::fileThatIsNoRecording()
{
    const RingSource *before = open();
    const QSignalSpy failed(&m_session, &RingSession::openingFailed);
    QVERIFY(!m_session.openRecordingFile(u"/nonexistent"_s));
    QCOMPARE(failed.size(), 1);
    QCOMPARE(m_session.source(), before);
}

void TestRingSession::replaysAndReturns()
{
    m_session.close();
    m_session.startRing(1);
    QVERIFY(!m_session.recording());
    QVERIFY(waitFor([&] { return m_session.isOpen(); }, patienceMs));
    QVERIFY(m_session.canReplay() && m_session.recording());
    RingSource *live = m_session.source();
    Q_EMIT live->eventHappened(eventOf(u"before"_s));
    const size_t eventsBefore = m_session.events().size();

    m_session.replayRecorded();
    QCOMPARE(m_session.source()->mode(), Mode::Replay);
    QCOMPARE(m_session.events().back().text, u"before"_s);
    QVERIFY(!m_session.canReplay() && m_session.canReturnToLive() && m_session.recording());
    const QString path = m_environment.dataFolder() + u"/recording.json"_s;
    QCOMPARE(saveRecording(*m_session.recording(), path), QString());
    Q_EMIT live->eventHappened(eventOf(u"meanwhile"_s));
    QCOMPARE(m_session.events().back().text, u"before"_s);

    m_session.returnToLive();
    QCOMPARE(m_session.source(), live);
    QVERIFY(m_session.isOpen() && m_session.canReplay() && !m_session.canReturnToLive());
    QCOMPARE(m_session.events().size(), eventsBefore + 1);
    QCOMPARE(m_session.events().back().text, u"meanwhile"_s);

    QVERIFY(m_session.openRecordingFile(path));
    QCOMPARE(m_session.source()->mode(), Mode::Replay);
    QVERIFY(!m_session.recording() && m_session.canReturnToLive()); // the live ring is parked
    m_session.stopParked(m_session.parked().front().number);
    QVERIFY(!m_session.canReturnToLive());
    QVERIFY(waitFor([] { return ownChildren().isEmpty(); }, patienceMs));
}

void TestRingSession::readOnlyUntilUnlocked()
{
    const QSignalSpy unlocked(&m_session, &RingSession::unlocked);
    m_session.close();
    m_session.unlock();
    QCOMPARE(unlocked.size(), 0);
    FakeSource *source = open(textbookRing(), Mode::Live);
    source->setReadOnly(true);
    m_session.unlock();
    QCOMPARE(unlocked.size(), 1);
    QVERIFY(!source->isReadOnly());
}

QTEST_GUILESS_MAIN(TestRingSession)
#include "tst_ring_session.moc"
