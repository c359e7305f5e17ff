// SPDX-License-Identifier: GPL-3.0-or-later
//
// The classroom: the paper's example ring as it is drawn, actions on it, and time that stops, steps, turns back and
// forks. All of it in virtual time: nothing here waits.

#include "classroom/classroom_source.h"
#include "classroom/lessons.h"
#include "model/playback.h"
#include "model/ring_ranges.h"

#include <QSignalSpy>
#include <QTest>

using namespace monitor;

Q_DECLARE_METATYPE(ClassroomSettings)

namespace {

constexpr qint64 longMs = 60'000;

// Everything of a picture that can be compared, as text.
QByteArray textOf(const RingSnapshot &ring)
{
    QByteArray text = QByteArray::number(ring.takenMs) + (ring.chainWhole ? " whole" : " broken");
    for (const NodeView &node : ring.nodes) {
        text += '\n' + node.self.address + ' ' + QByteArray::number(int(node.condition));
        text += " p " + (node.predecessor ? node.predecessor->address : QByteArray("-")) + " s";
        for (const Peer &peer : node.successors)
            text += ' ' + peer.address;
        text += " f";
        for (const FingerView &finger : node.fingers)
            text += ' ' + QByteArray::number(finger.index) + ':' + finger.node.address;
        text += " sent " + QByteArray::number(node.counters.messagesSent) + " k";
        for (const KeyView &key : node.keys ? *node.keys : KeyList())
            text += ' ' + key.key + (key.primary ? '*' : ' ') + key.version.toText();
        text += " r";
        for (const RangeView &range : node.ranges ? *node.ranges : RangeList())
            text += ' ' + QByteArray::number(range.high.words()[2]) + ' ' + ballotText(range.ballot)
                + char('0' + int(range.state));
    }
    for (const MessageView &message : ring.messages)
        text += '\n' + message.from.address + '>' + message.to.address + ' ' + message.text.toUtf8() + ' '
            + QByteArray::number(message.progress, 'f', 6);
    return text;
}

ActionRequest put(const QByteArray &key, const QByteArray &value)
{
    ActionRequest request;
    request.action = Action::Put;
    request.key = key;
    request.value = value;
    request.contentType = "text/plain";
    return request;
}

// Keeps what a source tells.
struct Log {
    explicit Log(ClassroomSource &source)
        : source(source)
    {
        QObject::connect(&source, &RingSource::actionFinished, &context,
                         [this](const ActionReport &report) { reports.push_back(report); });
        QObject::connect(&source, &RingSource::eventHappened, &context,
                         [this](const RingEvent &event) { events.push_back(event); });
    }

    // Begins the action and lets time pass until it has ended.
    ActionReport await(const ActionRequest &request)
    {
        const quint64 ticket = source.begin(request);
        for (int i = 0; i < 600; ++i) {
            source.runFor(100);
            if (!reports.empty() && reports.back().ticket == ticket)
                return reports.back();
        }
        return {};
    }

    ClassroomSource &source;
    QObject context;
    std::vector<ActionReport> reports;
    std::vector<RingEvent> events;
};

} // namespace

class TestClassroom : public QObject {
    Q_OBJECT

private slots:
    void textbookRing();
    void textbookKeys();
    void lookupOfThePaper();
    void putGetDelete();
    void killAndRestart();
    void leaveAndJoinAgain();
    void impossibleActions();
    void isolatedNodeIsReplaced();
    void lostMajorityAndHealing();
    void cutLinks();
    void badSettings_data();
    void badSettings();
    void settingsFromSeed();
    void messagesUnderWay();
    void stepIsOneMessage();
    void sameActionsSameRun();
    void backIsWhereItWas();
    void seekBothWays();
    void futureIsRelived();
    void actingInThePastForks();
    void nothingIsToldTwice();
    void breakpointStopsAtOnce();
    void playing();
    void loadForgets();
    void largeRing();
};

// TON, Fig. 3 and Table I.
void TestClassroom::textbookRing()
{
    ClassroomSource source(ClassroomSettings::textbook());
    const SnapshotPtr ring = source.snapshot();
    QCOMPARE(ring->idBits, 6);
    QCOMPARE(ring->takenMs, 0);
    QCOMPARE(ring->nodes.size(), size_t(10));
    QVERIFY(ring->chainWhole);
    QVERIFY(ring->problems.empty());
    const quint64 fingers[] = {14, 14, 14, 21, 32, 42};
    for (int i = 0; i < 6; ++i)
        QVERIFY2(hasFinger(*ring, 8, i, fingers[i]), QByteArray::number(i).constData());
    QCOMPARE(nodeOf(*ring, 8)->self.address, QByteArray("N8"));
    QVERIFY(hasSuccessor(*ring, 56, 1));
    QVERIFY(hasPredecessor(*ring, 1, 56));
    QVERIFY(ring->nodes.front().local);
    QCOMPARE(ring->ranges.size(), size_t(10));
    for (const RangeStatus &range : ring->ranges) {
        QVERIFY(range.isServed());
        QCOMPARE(range.view.leader->id, range.view.high);
        QCOMPARE(range.view.voters.size(), size_t(3));
    }
    QVERIFY(ring->isWhole());
}

void TestClassroom::textbookKeys()
{
    ClassroomSource source(ClassroomSettings::textbook());
    const SnapshotPtr ring = source.snapshot();
    const std::pair<quint64, quint64> owners[] = {{10, 14}, {24, 32}, {30, 32}, {38, 38}, {54, 56}};
    for (const auto &[key, owner] : owners) {
        QVERIFY(!textbookKey(chord::Id(key)).isEmpty());
        for (const NodeView &node : ring->nodes)
            QCOMPARE(owns(*ring, node.self.id.words()[2], key), node.self.id == chord::Id(owner));
    }
    QVERIFY(holdsCopy(*ring, 1, 54));
    QVERIFY(holdsCopy(*ring, 8, 54));
    QVERIFY(!holdsCopy(*ring, 14, 54));
    QVERIFY(textbookKey(chord::Id(55)).isEmpty());
}

// TON, Fig. 5: K54 from N8 goes to 42, then 51, and is found at 56.
void TestClassroom::lookupOfThePaper()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    const ActionReport report = log.await(askFor(Action::Lookup, 54, 8));
    QVERIFY2(report.ok, qPrintable(report.text));
    QVERIFY(report.lookup);
    QCOMPARE(report.lookup->asker.address, QByteArray("N8"));
    QCOMPARE(report.lookup->owner.address, QByteArray("N56"));
    QByteArrayList path;
    for (const HopView &hop : report.lookup->hops) {
        QVERIFY(hop.answered);
        path << hop.from.address + '>' + hop.to.address;
    }
    QCOMPARE(path.join(' '), QByteArray("N8>N8 N8>N42 N42>N51 N51>N56"));
    QCOMPARE(report.lookup->hops[1].via, chord::Hop::Via::Finger);
    QCOMPARE(report.lookup->hops[1].finger, 5); // the sixth, counted from 0
    QCOMPARE(report.lookup->replicas.size(), size_t(3));
    QCOMPARE(report.micros, 3 * 2 * 200 * 1000); // three questions, two delays each
}

void TestClassroom::putGetDelete()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    ActionReport report = log.await(put("new key", "new value"));
    QVERIFY2(report.ok, qPrintable(report.text));
    ActionRequest get;
    get.key = "new key";
    get.node = "N51";
    report = log.await(get);
    QVERIFY2(report.ok, qPrintable(report.text));
    QCOMPARE(report.value, QByteArray("new value"));
    QCOMPARE(report.contentType, QByteArray("text/plain"));
    QVERIFY(report.etag.startsWith('"'));
    get.action = Action::Delete;
    report = log.await(get);
    QVERIFY(report.ok);
    QCOMPARE(report.value, QByteArray("new value")); // for undo
    get.action = Action::Get;
    report = log.await(get);
    QVERIFY(!report.ok);
    QVERIFY(!report.text.isEmpty());
    get.key = QByteArray(2000, 'k');
    report = log.await(get);
    QVERIFY(!report.ok);
    QVERIFY(!report.text.isEmpty());
}

void TestClassroom::killAndRestart()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    QVERIFY(!source.whyNotAt(Action::Restart, "N56").isEmpty());
    QVERIFY(log.await(actOn(Action::Kill, 56)).ok);
    QCOMPARE(nodeOf(*source.snapshot(), 56)->condition, NodeCondition::Dead);
    QVERIFY(!nodeOf(*source.snapshot(), 56)->trouble.isEmpty());
    QVERIFY(!source.snapshot()->isWhole());
    QVERIFY(!source.whyNotAt(Action::Kill, "N56").isEmpty());
    source.runFor(longMs);
    QVERIFY2(source.snapshot()->isWhole(),
             qPrintable(source.snapshot()->problems.empty() ? QString() : source.snapshot()->problems.front()));
    QVERIFY(owns(*source.snapshot(), 1, 54));
    const ActionReport report = log.await(actOn(Action::Restart, 56));
    QVERIFY2(report.ok, qPrintable(report.text));
    source.runFor(longMs);
    QVERIFY(source.snapshot()->isWhole());
    QVERIFY(owns(*source.snapshot(), 56, 54));
}

void TestClassroom::leaveAndJoinAgain()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    QVERIFY(source.effectOf(Action::Leave, "N32").contains(QLatin1Char('2')));
    ActionReport report = log.await(actOn(Action::Leave, 32));
    QVERIFY2(report.ok, qPrintable(report.text));
    QVERIFY(!nodeOf(*source.snapshot(), 32));
    report = log.await(joinAt(32));
    QVERIFY2(report.ok, qPrintable(report.text));
    source.runFor(longMs);
    QVERIFY(source.snapshot()->isWhole());
    QVERIFY(owns(*source.snapshot(), 32, 24));
    ActionRequest anywhere;
    anywhere.action = Action::Join;
    QVERIFY(log.await(anywhere).ok);
    QCOMPARE(source.snapshot()->nodes.size(), size_t(11));
}

void TestClassroom::impossibleActions()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    QVERIFY(!log.await(joinAt(32)).ok); // taken
    QVERIFY(!log.await(joinAt(64)).ok); // does not fit
    QVERIFY(!log.await(actOn(Action::Kill, 33)).ok); // is not there
    QVERIFY(!log.await(actOn(Action::Restart, 32)).ok); // is up
    QVERIFY(!log.await(askFor(Action::Get, 54, 33)).ok);
    QVERIFY(log.await(actOn(Action::Kill, 32)).ok);
    QVERIFY(!log.await(joinAt(32)).ok); // dead, to be restarted
    QVERIFY(!log.await(actOn(Action::Leave, 32)).ok);
    for (const ActionReport &report : log.reports)
        QVERIFY(!report.text.isEmpty());
    for (quint64 node : {1, 8, 14, 21, 38, 42, 48, 51, 56})
        QVERIFY(log.await(actOn(Action::Kill, node)).ok);
    QVERIFY(!source.whyNot(Action::Get).isEmpty());
    QVERIFY(!log.await(put("a", "b")).ok);
    QVERIFY(log.await(actOn(Action::Restart, 32)).ok); // begins a ring of its own
    QVERIFY(log.await(put("a", "b")).ok);
}

// An isolated node answers no request, and its range is served by others.
void TestClassroom::isolatedNodeIsReplaced()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    QVERIFY(!source.whyNot(Action::Heal).isEmpty());
    ActionRequest isolate = actOn(Action::Isolate, 56);
    QVERIFY(log.await(isolate).ok);
    QVERIFY(!source.whyNotAt(Action::Isolate, "N56").isEmpty());
    QVERIFY(nodeOf(*source.snapshot(), 56)->isolated);
    QVERIFY(!nodeOf(*source.snapshot(), 56)->trouble.isEmpty());
    source.runFor(longMs);
    const RangeStatus *range = source.snapshot()->rangeOf(chord::Id(54));
    QVERIFY(range && range->isServed());
    QCOMPARE(range->view.leader->id, chord::Id(1));
    QVERIFY(!range->view.hasVoter(chord::Id(56)));
    QVERIFY(owns(*source.snapshot(), 1, 54));
    QVERIFY(!owns(*source.snapshot(), 56, 54));
    QVERIFY(!source.snapshot()->isWhole());
    QVERIFY(log.await(askFor(Action::Get, 54, 42)).ok);
    QVERIFY(!log.await(askFor(Action::Get, 54, 56)).ok);
    const QByteArray kept = log.await(put(textbookKey(chord::Id(54)), "written meanwhile")).etag;
    ActionRequest heal;
    heal.action = Action::Heal;
    QVERIFY(log.await(heal).ok);
    QVERIFY(!log.await(heal).ok);
    source.runFor(2 * longMs);
    QVERIFY2(source.snapshot()->isWhole(),
             qPrintable(source.snapshot()->problems.empty() ? QString() : source.snapshot()->problems.front()));
    const ActionReport report = log.await(askFor(Action::Get, 54, 56));
    QVERIFY2(report.ok, qPrintable(report.text));
    QCOMPARE(report.value, QByteArray("written meanwhile"));
    QCOMPARE(report.etag, kept);
}

// Two of three voters are alone: the range has no quorum, and says so, until the links are healed.
void TestClassroom::lostMajorityAndHealing()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    QVERIFY(log.await(actOn(Action::Isolate, 56)).ok);
    QVERIFY(log.await(actOn(Action::Isolate, 1)).ok);
    source.runFor(longMs);
    const RangeStatus *range = source.snapshot()->rangeOf(chord::Id(54));
    QVERIFY(range);
    QCOMPARE(range->condition, RangeCondition::NoQuorum);
    const std::vector<QString> &problems = source.snapshot()->problems;
    QVERIFY(std::any_of(problems.begin(), problems.end(), [](const QString &problem) {
        return problem.startsWith(QLatin1String("The range (N51, N56] has no quorum"));
    }));
    QVERIFY(!log.await(askFor(Action::Get, 54, 8)).ok);
    QVERIFY(!log.await(put(textbookKey(chord::Id(54)), "x")).ok);
    ActionRequest heal;
    heal.action = Action::Heal;
    QVERIFY(log.await(heal).ok);
    source.runFor(2 * longMs);
    QVERIFY(source.snapshot()->isWhole());
    QVERIFY(log.await(askFor(Action::Get, 54, 8)).ok);
}

void TestClassroom::cutLinks()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    ActionRequest cut = actOn(Action::CutLink, 8);
    QVERIFY(!log.await(cut).ok); // with whom?
    cut.otherNode = "N8";
    QVERIFY(!log.await(cut).ok);
    cut.otherNode = "N42";
    QVERIFY(log.await(cut).ok);
    QCOMPARE(source.snapshot()->cuts.size(), size_t(1));
    QVERIFY(source.whyNot(Action::Heal).isEmpty());
    ActionReport report = log.await(askFor(Action::Lookup, 54, 8)); // its first finger does not answer
    QVERIFY2(report.ok, qPrintable(report.text));
    QVERIFY(!report.lookup->hops[1].answered);
    source.playback()->seek(0); // the link is whole again, until time gets there
    QVERIFY(source.snapshot()->cuts.empty());
    source.playback()->seek(source.playback()->endMs());
    QCOMPARE(source.snapshot()->cuts.size(), size_t(1));
    source.begin(actOn(Action::Isolate, 8));
    QVERIFY(source.snapshot()->cuts.empty()); // it says so itself
    cut.action = Action::Heal;
    QVERIFY(log.await(cut).ok);
    QVERIFY(source.snapshot()->cuts.empty());
    QVERIFY(!nodeOf(*source.snapshot(), 8)->isolated);
}

void TestClassroom::badSettings_data()
{
    QTest::addColumn<ClassroomSettings>("settings");
    const auto row = [](const char *name, auto change) {
        ClassroomSettings settings = ClassroomSettings::textbook();
        change(settings);
        QTest::newRow(name) << settings;
    };
    row("no node", [](auto &s) { s.nodes.clear(); });
    row("too many nodes", [](auto &s) { s = ClassroomSettings::random(ClassroomSettings::nodesMax + 1, 160, 1); });
    row("does not fit", [](auto &s) { s.nodes.emplace_back(64); });
    row("twice", [](auto &s) { s.nodes.emplace_back(8); });
    row("bits", [](auto &s) { s.idBits = 161; });
    row("few bits", [](auto &s) { s.idBits = 2; });
    row("delay", [](auto &s) { s.delayMs = 0; });
    row("replicas", [](auto &s) { s.replicas = 5; });
    row("list", [](auto &s) { s.successorListLength = 0; });
}

void TestClassroom::badSettings()
{
    QFETCH(ClassroomSettings, settings);
    QVERIFY(!settings.problem().isEmpty());
    ClassroomSource source(ClassroomSettings::textbook());
    const QByteArray before = textOf(*source.snapshot());
    QCOMPARE(source.load(settings), settings.problem());
    QCOMPARE(textOf(*source.snapshot()), before);
}

void TestClassroom::settingsFromSeed()
{
    const ClassroomSettings a = ClassroomSettings::random(30, 160, 7, 5);
    QCOMPARE(a.nodes.size(), size_t(30));
    QCOMPARE(a.keys.size(), size_t(5));
    QVERIFY(a.nodes == ClassroomSettings::random(30, 160, 7).nodes);
    QVERIFY(a.nodes != ClassroomSettings::random(30, 160, 8).nodes);
    QCOMPARE(ClassroomSettings::random(100, 3, 1).nodes.size(), size_t(8)); // all there are
}

void TestClassroom::messagesUnderWay()
{
    ClassroomSource source(ClassroomSettings::textbook());
    source.begin(askFor(Action::Lookup, 54, 8));
    source.runFor(50); // of the 200 that it takes
    const SnapshotPtr ring = source.snapshot();
    const auto question = std::find_if(ring->messages.begin(), ring->messages.end(), [](const MessageView &message) {
        return message.from.address == "N8" && message.to.address == "N42" && message.name == QLatin1String("FindNext");
    });
    QVERIFY(question != ring->messages.end());
    QCOMPARE(question->progress, 0.25);
    QVERIFY(question->text.contains(QLatin1String("54")));
    for (const MessageView &message : ring->messages)
        QVERIFY(!message.name.startsWith(QLatin1String("Heartbeat")) && message.name != QLatin1String("Register"));
}

void TestClassroom::stepIsOneMessage()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    source.begin(askFor(Action::Lookup, 54, 8));
    const qint64 before = source.nowMs();
    source.playback()->step(Playback::Step::Message);
    QCOMPARE(log.events.size(), size_t(1));
    QCOMPARE(log.events.front().kind, RingEvent::Kind::Message);
    QVERIFY(source.nowMs() <= before + 200);
    QVERIFY(source.nowMs() > before);
    source.playback()->back();
    QVERIFY(source.nowMs() <= log.events.front().atMs);
    source.playback()->step(Playback::Step::Round);
    QVERIFY(source.nowMs() >= before + source.roundMs());
}

void TestClassroom::sameActionsSameRun()
{
    const auto play = [](ClassroomSource &source) {
        source.begin(joinAt(26));
        source.runFor(1234);
        source.begin(actOn(Action::Kill, 48));
        source.playback()->step(Playback::Step::Message);
        source.begin(put("x", "y"));
        source.runFor(20'000);
    };
    ClassroomSource a(ClassroomSettings::textbook());
    ClassroomSource b(ClassroomSettings::textbook());
    play(a);
    play(b);
    QCOMPARE(a.traceHash(), b.traceHash());
    QCOMPARE(textOf(*a.snapshot()), textOf(*b.snapshot()));
    ClassroomSettings other = ClassroomSettings::textbook();
    other.seed = 2;
    ClassroomSource c(other);
    play(c);
    QVERIFY(c.traceHash() != a.traceHash());
}

void TestClassroom::backIsWhereItWas()
{
    ClassroomSource source(ClassroomSettings::textbook());
    source.begin(joinAt(26));
    source.runFor(700);
    source.begin(put("x", "y"));
    Playback *playback = source.playback();
    // A message is about to arrive at each of these moments, so that the picture is not that of the step's end.
    std::vector<QByteArray> pictures;
    std::vector<quint64> hashes;
    for (int i = 0; i < 20; ++i) {
        playback->step(Playback::Step::Message);
        hashes.push_back(source.traceHash());
        pictures.push_back(textOf(*source.snapshot()));
    }
    playback->step(Playback::Step::Message);
    for (int i = 19; i >= 0; --i) {
        playback->back();
        QVERIFY(playback->canBack());
        playback->back();
        playback->step(Playback::Step::Message);
        QCOMPARE(source.traceHash(), hashes[size_t(i)]);
        QCOMPARE(textOf(*source.snapshot()), pictures[size_t(i)]);
    }
    for (int i = 0; i < 200 && playback->canBack(); ++i)
        playback->back();
    QVERIFY(!playback->canBack());
    QCOMPARE(source.nowMs(), 0);
}

void TestClassroom::seekBothWays()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Playback *playback = source.playback();
    source.begin(joinAt(26));
    source.runFor(5000);
    source.begin(actOn(Action::Kill, 48));
    const QByteArray at5 = textOf(*source.snapshot());
    source.runFor(15'000);
    const QByteArray at20 = textOf(*source.snapshot());
    const quint64 hash20 = source.traceHash();
    QCOMPARE(playback->endMs(), 20'000);
    playback->seek(2000);
    QCOMPARE(source.nowMs(), 2000);
    QCOMPARE(playback->endMs(), 20'000);
    QVERIFY(nodeOf(*source.snapshot(), 48)->condition == NodeCondition::Alive);
    playback->seek(5000);
    QCOMPARE(textOf(*source.snapshot()), at5);
    playback->seek(99'000);
    QCOMPARE(source.traceHash(), hash20);
    QCOMPARE(textOf(*source.snapshot()), at20);
    playback->seek(-5);
    QCOMPARE(source.nowMs(), 0);
}

void TestClassroom::futureIsRelived()
{
    ClassroomSource source(ClassroomSettings::textbook());
    source.runFor(3000);
    source.begin(joinAt(26));
    source.runFor(20'000);
    const quint64 hash = source.traceHash();
    source.playback()->seek(1000);
    QVERIFY(source.isInPast());
    QVERIFY(!nodeOf(*source.snapshot(), 26));
    source.runFor(22'000);
    QCOMPARE(source.traceHash(), hash);
    QVERIFY(isUp(*source.snapshot(), 26));
    QVERIFY(!source.isInPast());
}

void TestClassroom::actingInThePastForks()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    QSignalSpy discarded(&source, &ClassroomSource::futureDiscarded);
    source.runFor(3000);
    const quint64 joining = source.begin(joinAt(26));
    source.runFor(100); // it is in progress
    source.playback()->seek(1000);
    QVERIFY(log.reports.empty());
    source.begin(actOn(Action::Kill, 32));
    QCOMPARE(discarded.size(), 1);
    source.runFor(0);
    QVERIFY(!log.reports.empty());
    QCOMPARE(log.reports.front().ticket, joining);
    QVERIFY(!log.reports.front().ok);
    QCOMPARE(source.playback()->endMs(), 1000);
    QVERIFY(!source.isInPast());
    source.runFor(longMs);
    QVERIFY(!nodeOf(*source.snapshot(), 26));
    QCOMPARE(nodeOf(*source.snapshot(), 32)->condition, NodeCondition::Dead);

    // The same as if it had been done so from the beginning.
    ClassroomSource straight(ClassroomSettings::textbook());
    straight.runFor(1000);
    straight.begin(actOn(Action::Kill, 32));
    straight.runFor(longMs);
    QCOMPARE(textOf(*straight.snapshot()), textOf(*source.snapshot()));
    QCOMPARE(straight.traceHash(), source.traceHash());
}

void TestClassroom::nothingIsToldTwice()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    log.await(joinAt(26));
    source.runFor(10'000);
    const size_t events = log.events.size();
    QVERIFY(events > 3);
    QCOMPARE(log.reports.size(), size_t(1));
    source.playback()->seek(0);
    source.playback()->seek(source.playback()->endMs());
    QCOMPARE(log.events.size(), events);
    QCOMPARE(log.reports.size(), size_t(1));
}

void TestClassroom::breakpointStopsAtOnce()
{
    ClassroomSource source(ClassroomSettings::textbook());
    QSignalSpy reached(&source, &ClassroomSource::breakpointReached);
    source.begin(joinAt(26));
    source.setBreakpoint([](const RingSnapshot &ring) { return hasPredecessor(ring, 32, 26); });
    QVERIFY(!source.runFor(longMs));
    QCOMPARE(reached.size(), 1);
    QVERIFY(source.nowMs() < 10'000);
    QVERIFY(hasPredecessor(*source.snapshot(), 32, 26));
    QVERIFY(!hasSuccessor(*source.snapshot(), 21, 26));
    QVERIFY(source.runFor(longMs));
    QCOMPARE(reached.size(), 1);
}

void TestClassroom::playing()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Playback *playback = source.playback();
    QVERIFY(!playback->isPlaying());
    playback->setSpeed(1e9);
    QCOMPARE(playback->speed(), 10'000.0);
    playback->setSpeed(0);
    QCOMPARE(playback->speed(), 100.0);
    playback->setSpeed(10'000);
    playback->play();
    QVERIFY(playback->isPlaying());
    QTRY_VERIFY(source.nowMs() >= 1000);
    playback->pause();
    const qint64 stopped = source.nowMs();
    QCoreApplication::processEvents();
    QCOMPARE(source.nowMs(), stopped);
}

void TestClassroom::loadForgets()
{
    ClassroomSource source(ClassroomSettings::textbook());
    Log log(source);
    source.runFor(1000);
    source.begin(joinAt(26));
    QCOMPARE(source.load(ClassroomSettings::random(4, 160, 3, 10)), QString());
    QCOMPARE(source.nowMs(), 0);
    QCOMPARE(source.snapshot()->nodes.size(), size_t(4));
    QCOMPARE(log.reports.size(), size_t(1));
    QVERIFY(!log.reports.front().ok);
    QVERIFY(!source.playback()->canBack());
    quint64 keys = 0;
    for (const NodeView &node : source.snapshot()->nodes)
        keys += node.totals.primary;
    QCOMPARE(keys, quint64(10));
    QVERIFY(!source.title().isEmpty());
}

void TestClassroom::largeRing()
{
    ClassroomSource source(ClassroomSettings::random(200, 160, 1, 100));
    QVERIFY(source.snapshot()->chainWhole);
    source.runFor(3000);
    QVERIFY(source.snapshot()->chainWhole);
    QCOMPARE(source.snapshot()->nodes.size(), size_t(200));
}

QTEST_GUILESS_MAIN(TestClassroom)
#include "tst_classroom.moc"
