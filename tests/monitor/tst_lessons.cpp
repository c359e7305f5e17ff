// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each lesson to its end, with the facts that its texts claim, and the panel that shows them. Time is virtual but for
// the measurement of lesson 2, which is waited for.

#include "classroom/classroom_source.h"
#include "classroom/lesson_panel.h"
#include "classroom/lesson_runner.h"
#include "classroom/lessons.h"
#include "model/chain_check.h"
#include "model/playback.h"

#include <QAccessible>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace monitor;
using Stage = LessonRunner::Stage;

namespace {

constexpr int measuredWithinMs = 60'000; // real time; a second where nothing else runs

// A lesson being gone through.
struct Class {
    ClassroomSource source{ClassroomSettings::textbook()};
    LessonRunner runner{&source};

    explicit Class(int lesson) { runner.start(lesson); }

    // Runs the step, in virtual time.
    void run()
    {
        runner.run();
        for (int i = 0; i < 10'000 && runner.stage() == Stage::Running; ++i)
            source.runFor(20);
    }
    SnapshotPtr ring() const { return source.snapshot(); }
};

QByteArray failureOf(const LessonRunner &runner)
{
    return "step " + QByteArray::number(runner.stepIndex()) + ": " + runner.failure().toUtf8();
}

std::vector<quint64> holdersOf(const RingSnapshot &ring, quint64 key)
{
    std::vector<quint64> holders;
    for (const NodeView &node : ring.nodes) {
        const quint64 number = node.self.id.words()[2];
        if (owns(ring, number, key) || holdsCopy(ring, number, key))
            holders.push_back(number);
    }
    return holders;
}

} // namespace

#define RUN_STEP(lesson)                                                                                               \
    do {                                                                                                               \
        lesson.run();                                                                                                  \
        QVERIFY2(lesson.runner.stage() == Stage::Explained, failureOf(lesson.runner).constData());                     \
    } while (false)

class TestLessons : public QObject {
    Q_OBJECT

private slots:
    void wellFormed_data();
    void wellFormed();
    void consistentHashing();
    void lookup();
    void join();
    void crashAndRepair();
    void successorLists();
    void textsAreTrue_data();
    void textsAreTrue();
    void followsTime();
    void predictionsAreCounted();
    void disturbedStepFails();
    void otherRingEndsTheLesson();
    void panelLeadsThrough();
    void panelByKeyboard();
};

void TestLessons::wellFormed_data()
{
    QTest::addColumn<int>("number");
    for (int number = 1; number <= lessonsCount; ++number)
        QTest::addRow("lesson %d", number) << number;
}

void TestLessons::wellFormed()
{
    QFETCH(int, number);
    const Lesson lesson = makeLesson(number);
    QCOMPARE(lesson.number, number);
    QVERIFY(!lesson.title.isEmpty());
    QVERIFY(!lesson.summary.isEmpty());
    QCOMPARE(lesson.ring.problem(), QString());
    int questions = 0;
    for (const LessonStep &step : lesson.steps) {
        QVERIFY(!step.title.isEmpty());
        QVERIFY(!step.text.isEmpty());
        QCOMPARE(step.explanation.isEmpty(), !step.isRunnable());
        QVERIFY(!step.ring || step.ring->problem().isEmpty());
        if (!step.question)
            continue;
        ++questions;
        QVERIFY(step.isRunnable());
        QVERIFY(step.question->choices.size() >= 2);
        QVERIFY(step.question->right >= 0 && step.question->right < int(step.question->choices.size()));
        for (const QString &choice : step.question->choices)
            QVERIFY2(choice.size() <= 40, qPrintable(choice)); // radio buttons do not wrap
    }
    QVERIFY(questions >= 1);
}

// TON, section IV-B: only K24 moves, from N32 to N26.
void TestLessons::consistentHashing()
{
    Class lesson(1);
    QCOMPARE(lesson.runner.stage(), Stage::Explained); // the first step is for reading
    const auto owners = [&] {
        std::map<quint64, quint64> out;
        for (quint64 key : {10, 24, 30, 38, 54}) {
            for (const NodeView &node : lesson.ring()->nodes) {
                if (owns(*lesson.ring(), node.self.id.words()[2], key))
                    out[key] = node.self.id.words()[2];
            }
        }
        return out;
    };
    std::map<quint64, quint64> expected{{10, 14}, {24, 32}, {30, 32}, {38, 38}, {54, 56}};
    QCOMPARE(owners(), expected);
    lesson.runner.next();
    QCOMPARE(lesson.runner.stage(), Stage::Asking);
    RUN_STEP(lesson);
    expected[24] = 26;
    QCOMPARE(owners(), expected);
    QCOMPARE(lesson.ring()->nodes.size(), size_t(11));
    lesson.runner.next();
    RUN_STEP(lesson);
    expected[24] = 32;
    QCOMPARE(owners(), expected);
    lesson.runner.next();
    QCOMPARE(lesson.runner.stage(), Stage::Finished);
}

// TON, Fig. 5 and section VI-C.
void TestLessons::lookup()
{
    Class lesson(2);
    lesson.runner.next();
    RUN_STEP(lesson);
    QCOMPARE(lesson.runner.reports().size(), size_t(1));
    QByteArrayList path;
    for (const HopView &hop : lesson.runner.reports().front().lookup->hops)
        path << hop.to.address;
    QCOMPARE(path.join(' '), QByteArray("N8 N42 N51 N56"));
    lesson.runner.next();
    lesson.runner.run();
    QCOMPARE(lesson.runner.stage(), Stage::Running);
    QTRY_COMPARE_WITH_TIMEOUT(lesson.runner.stage(), Stage::Explained, measuredWithinMs);
    const std::vector<ResultRow> &rows = lesson.runner.results();
    QCOMPARE(rows.size(), size_t(8)); // 8 … 1,024
    QCOMPARE(rows.back().nodes, 1024);
    QCOMPARE(rows.back().expected, 5.0);
    for (const ResultRow &row : rows) {
        QVERIFY(row.lookups > 0);
        QVERIFY2(qAbs(row.measured - row.expected) < 0.5, QByteArray::number(row.measured).constData());
    }
    lesson.runner.next();
    QCOMPARE(lesson.runner.stage(), Stage::Finished);
}

void TestLessons::join()
{
    Class lesson(3);
    RUN_STEP(lesson); // its place
    QVERIFY(hasSuccessor(*lesson.ring(), 26, 32));
    QVERIFY(hasPredecessor(*lesson.ring(), 32, 21));
    QVERIFY(hasSuccessor(*lesson.ring(), 21, 32));
    lesson.runner.next();
    RUN_STEP(lesson); // notify
    QVERIFY(hasPredecessor(*lesson.ring(), 32, 26));
    QVERIFY(hasSuccessor(*lesson.ring(), 21, 32));
    lesson.runner.next();
    RUN_STEP(lesson); // stabilize
    QVERIFY(hasSuccessor(*lesson.ring(), 21, 26));
    lesson.runner.next();
    RUN_STEP(lesson); // keys
    QCOMPARE(holdersOf(*lesson.ring(), 30), std::vector<quint64>{32});
    QVERIFY(owns(*lesson.ring(), 26, 24));
    QVERIFY(hasFinger(*lesson.ring(), 8, 4, 32));
    lesson.runner.next();
    RUN_STEP(lesson); // fingers
    QVERIFY(hasFinger(*lesson.ring(), 8, 4, 26));
    const quint64 others[] = {14, 14, 14, 21};
    for (int i = 0; i < 4; ++i)
        QVERIFY(hasFinger(*lesson.ring(), 8, i, others[i]));
    QVERIFY(hasFinger(*lesson.ring(), 8, 5, 42));
    QVERIFY(lesson.ring()->chainWhole);
    lesson.runner.next();
    QCOMPARE(lesson.runner.stage(), Stage::Finished);
}

void TestLessons::crashAndRepair()
{
    Class lesson(4);
    QCOMPARE(holdersOf(*lesson.ring(), 54), (std::vector<quint64>{1, 8, 56}));
    QVERIFY(owns(*lesson.ring(), 56, 54));
    lesson.runner.next();
    RUN_STEP(lesson); // crash
    QVERIFY(isServedBy(*lesson.ring(), 54, 1));
    QVERIFY(!isUp(*lesson.ring(), 56));
    QVERIFY(lesson.source.nowMs() > 4000); // not before the lease has ended
    lesson.runner.next();
    RUN_STEP(lesson); // get
    QCOMPARE(lesson.runner.reports().front().value, "value of " + textbookKey(chord::Id(54)));
    lesson.runner.next();
    RUN_STEP(lesson); // repair
    QCOMPARE(holdersOf(*lesson.ring(), 54), (std::vector<quint64>{1, 8, 14}));
    lesson.runner.next();
    RUN_STEP(lesson); // it comes back
    QVERIFY(isServedBy(*lesson.ring(), 54, 56));
    QVERIFY(owns(*lesson.ring(), 56, 54));
    QVERIFY(!owns(*lesson.ring(), 1, 54));
    lesson.runner.next();
    QCOMPARE(lesson.runner.stage(), Stage::Finished);
}

// TON, section IV-E.3: with one successor the ring breaks, with three it does not.
void TestLessons::successorLists()
{
    Class lesson(5);
    lesson.runner.next();
    RUN_STEP(lesson); // the successor crashes
    QVERIFY(!hasSuccessor(*lesson.ring(), 21, 38));
    QCOMPARE(lesson.runner.reports().size(), size_t(2));
    QVERIFY(!lesson.runner.reports().back().ok); // the lookup
    lesson.runner.next();
    RUN_STEP(lesson); // around the ring
    QVERIFY(hasSuccessor(*lesson.ring(), 21, 38));
    lesson.runner.next();
    RUN_STEP(lesson); // three successors
    QVERIFY(hasSuccessor(*lesson.ring(), 21, 38));
    QVERIFY(lesson.runner.reports().back().ok && lesson.runner.reports().back().lookup);
    QCOMPARE(lesson.runner.reports().back().lookup->owner.id, chord::Id(38));
    lesson.runner.next();
    QCOMPARE(lesson.runner.stage(), Stage::Finished);
}

void TestLessons::textsAreTrue_data()
{
    wellFormed_data();
}

// What a step says of the ring holds when it is said.
void TestLessons::textsAreTrue()
{
    QFETCH(int, number);
    Class lesson(number);
    for (int step = 0; step < lesson.runner.stepCount(); ++step) {
        const LessonStep &shown = lesson.runner.step();
        const QByteArray name = QByteArray::number(step) + ' ' + shown.title.toUtf8();
        QVERIFY2(shown.experiment || shown.holdsBefore, name);
        QVERIFY2(!shown.holdsBefore || shown.holdsBefore(*lesson.ring()), "before " + name);
        if (shown.experiment) {
            lesson.runner.run();
            QTRY_COMPARE_WITH_TIMEOUT(lesson.runner.stage(), Stage::Explained, measuredWithinMs);
        } else if (shown.isRunnable()) {
            QVERIFY2(shown.holdsAfter, name);
            RUN_STEP(lesson);
            QVERIFY2(shown.holdsAfter(*lesson.ring()), "after " + name);
        }
        lesson.runner.next();
    }
    QCOMPARE(lesson.runner.stage(), Stage::Finished);
}

// Back in time is back in the lesson; an action there ends what came later.
void TestLessons::followsTime()
{
    Class lesson(4);
    lesson.runner.next();
    lesson.runner.choose(2);
    RUN_STEP(lesson); // crash
    const qint64 crashedMs = lesson.source.nowMs();
    lesson.source.runFor(100);
    lesson.runner.next();
    RUN_STEP(lesson); // get
    lesson.runner.next();
    RUN_STEP(lesson); // repair
    Playback *time = lesson.source.playback();
    const qint64 endMs = time->positionMs();
    QCOMPARE(lesson.runner.stepIndex(), 3);
    time->seek(crashedMs / 2);
    QCOMPARE(lesson.runner.stepIndex(), 1);
    QCOMPARE(lesson.runner.stage(), Stage::Running);
    QCOMPARE(lesson.runner.choice(), 2);
    time->seek(endMs);
    QCOMPARE(lesson.runner.stepIndex(), 3);
    QCOMPARE(lesson.runner.stage(), Stage::Explained);
    time->seek(crashedMs + 50);
    QCOMPARE(lesson.runner.stepIndex(), 1);
    QCOMPARE(lesson.runner.stage(), Stage::Explained);
    QCOMPARE(lesson.runner.askedCount(), 1);
    QCOMPARE(lesson.runner.rightCount(), 1);
    lesson.runner.next(); // once more, from here on
    QCOMPARE(lesson.runner.stepIndex(), 2);
    RUN_STEP(lesson);
    time->seek(crashedMs / 2);
    lesson.source.begin(actOn(Action::Kill, 8));
    QCOMPARE(lesson.runner.stage(), Stage::Failed);
    QCOMPARE(lesson.runner.stepIndex(), 1);
}

void TestLessons::predictionsAreCounted()
{
    Class lesson(1);
    LessonRunner &runner = lesson.runner;
    runner.choose(0); // not asked
    QCOMPARE(runner.choice(), -1);
    runner.next();
    runner.choose(99);
    QCOMPARE(runner.choice(), -1);
    runner.choose(1);
    runner.choose(0);
    QCOMPARE(runner.stage(), Stage::Ready);
    runner.next(); // not run yet
    QCOMPARE(runner.stepIndex(), 1);
    RUN_STEP(lesson);
    runner.choose(1); // too late
    QCOMPARE(runner.choice(), 0);
    QCOMPARE(runner.askedCount(), 1);
    QCOMPARE(runner.rightCount(), 1);
    runner.next();
    runner.choose(0);
    RUN_STEP(lesson);
    QCOMPARE(runner.askedCount(), 2);
    QCOMPARE(runner.rightCount(), 1);
    runner.restart();
    QCOMPARE(runner.stepIndex(), 0);
    QCOMPARE(runner.askedCount(), 0);
    QCOMPARE(lesson.source.nowMs(), 0);
    runner.stop();
    QCOMPARE(runner.stage(), Stage::Idle);
    QVERIFY(runner.highlight() == Highlight());
}

void TestLessons::disturbedStepFails()
{
    Class lesson(1);
    lesson.runner.next();
    lesson.source.begin(joinAt(25)); // K24 will be N25's, and never N26's
    lesson.source.runFor(20'000);
    lesson.run();
    QCOMPARE(lesson.runner.stage(), Stage::Failed);
    QVERIFY(!lesson.runner.failure().isEmpty());
    QVERIFY(!lesson.source.playback()->isPlaying());
    lesson.runner.restart();
    lesson.runner.next();
    lesson.source.begin(joinAt(26));
    lesson.source.runFor(20'000);
    lesson.run(); // its own join is refused
    QCOMPARE(lesson.runner.stage(), Stage::Failed);
}

void TestLessons::otherRingEndsTheLesson()
{
    Class lesson(1);
    lesson.runner.next();
    lesson.runner.run();
    QCOMPARE(lesson.runner.stage(), Stage::Running);
    lesson.source.load(ClassroomSettings::random(5, 160, 1));
    QCOMPARE(lesson.runner.stage(), Stage::Idle);
    QVERIFY(!lesson.source.playback()->isPlaying());
}

void TestLessons::panelLeadsThrough()
{
    Class lesson(1);
    LessonPanel panel(&lesson.runner);
    panel.resize(320, 600);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    const auto label = [&](const char *name) { return panel.findChild<QLabel *>(QLatin1String(name)); };
    const auto button = [&](const QString &text) {
        for (QPushButton *button : panel.findChildren<QPushButton *>()) {
            if (button->text().remove(QLatin1Char('&')) == text)
                return button;
        }
        return static_cast<QPushButton *>(nullptr);
    };
    QVERIFY(label("lessonTitle")->text().contains(lesson.runner.lesson().title));
    QCOMPARE(panel.findChild<QProgressBar *>()->value(), 1);
    QVERIFY(button("Next")->isEnabled());
    QVERIFY(!button("Run")->isEnabled());
    button("Next")->click();
    QVERIFY(button("Run without a prediction")->isEnabled());
    const auto choices = panel.findChildren<QRadioButton *>();
    QCOMPARE(choices.size(), qsizetype(4));
    choices[0]->click();
    QCOMPARE(lesson.runner.choice(), 0);
    button("Run")->click();
    QVERIFY(!choices[0]->isEnabled());
    QVERIFY(!label("explanation")->text().isEmpty());
    for (int i = 0; i < 1000 && lesson.runner.stage() == Stage::Running; ++i)
        lesson.source.runFor(20);
    QVERIFY(label("verdict")->text().contains(choices[0]->text()));
    QCOMPARE(label("explanation")->text(), lesson.runner.step().explanation);
    button("Next")->click();
    QCOMPARE(panel.findChildren<QRadioButton *>().size(), qsizetype(4));
    button("Run without a prediction")->click();
    for (int i = 0; i < 1000 && lesson.runner.stage() == Stage::Running; ++i)
        lesson.source.runFor(20);
    button("Finish")->click();
    QCOMPARE(lesson.runner.stage(), Stage::Finished);
    QVERIFY(label("stepText")->text().contains(lesson.runner.lesson().summary));
    button("End lesson")->click();
    QCOMPARE(lesson.runner.stage(), Stage::Idle);
}

void TestLessons::panelByKeyboard()
{
    Class lesson(1);
    LessonPanel panel(&lesson.runner);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    panel.activateWindow();
    QTRY_VERIFY(panel.isActiveWindow());
    QPushButton *next = nullptr;
    for (QPushButton *button : panel.findChildren<QPushButton *>()) {
        if (button->text().remove(QLatin1Char('&')) == QLatin1String("Next"))
            next = button;
    }
    QVERIFY(next);
    next->setFocus();
    QTest::keyClick(next, Qt::Key_Space);
    QCOMPARE(lesson.runner.stepIndex(), 1);
    auto *choice = qobject_cast<QRadioButton *>(QApplication::focusWidget());
    QVERIFY(choice); // the focus is at the question
    QTest::keyClick(choice, Qt::Key_Space);
    QCOMPARE(lesson.runner.choice(), 0);
    QTest::keyClick(choice, Qt::Key_Down);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(lesson.runner.choice(), 1);
    for (const QWidget *widget : panel.findChildren<QWidget *>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        const QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
        QVERIFY2(spoken && !spoken->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
    }
}

QTEST_MAIN(TestLessons)
#include "tst_lessons.moc"
