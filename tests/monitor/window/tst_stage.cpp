// SPDX-License-Identifier: GPL-3.0-or-later
//
// The stage and small windows, measured: how large the ring is, that no text of a lesson is cut, and that everything
// comes back afterwards.

#include "classroom/classroom_source.h"
#include "classroom/lesson_runner.h"
#include "model/playback.h"
#include "panels/message_bar.h"
#include "ring/ring_view.h"
#include "window/actions.h"
#include "window/stage_band.h"
#include "window/teacher_window.h"
#include "window/window_fixture.h"

#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>
#include <QToolBar>

using namespace monitor;
using namespace Qt::StringLiterals;

class TestStage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.start(); }
    void cleanup() { m_fixture.end(); }
    void ringIsLarge_data();
    void ringIsLarge();
    void everyTextIsShown_data() { ringIsLarge_data(); }
    void everyTextIsShown();
    void onlyTheRingIsThere();
    void lessonIsTaughtFromTheBand();
    void messagesLeaveTheRingAsItIs();
    void smallWindowKeepsTheRing();
    void teacherSeesTheNextStep();

private:
    MainWindow &window() { return m_fixture.window(); }
    void enterStage(const QSize &size);
    LessonRunner *openLesson(int number);
    qreal ringHeight() { return 2 * window().ringView()->scene().circle.radius; }
    StageBand *band() { return window().findChild<StageBand *>(); }
    QPushButton *next() { return window().findChild<QPushButton *>(u"stageNext"_s); }

    WindowFixture m_fixture{u"tst_stage"_s};
};

namespace {

constexpr qreal ringPartMin = 0.6;

// On the screen of this size; the offscreen one is smaller.
void resizeNow(QWidget &window, const QSize &size)
{
    window.setWindowState(Qt::WindowNoState);
    window.resize(size);
    QCoreApplication::processEvents();
}

} // namespace

void TestStage::enterStage(const QSize &size)
{
    window().actions().presenter->trigger();
    resizeNow(window(), size);
    QCOMPARE(window().size(), size);
}

LessonRunner *TestStage::openLesson(int number)
{
    LessonRunner *lesson = nullptr;
    QObject context;
    connect(&window().session(), &RingSession::lessonOpened, &context, [&](LessonRunner *opened) { lesson = opened; });
    window().session().openLesson(number);
    return lesson;
}

void TestStage::ringIsLarge_data()
{
    QTest::addColumn<QSize>("size");
    for (const QSize &size : {QSize(1024, 768), QSize(1280, 720), QSize(1280, 800), QSize(1920, 1080)})
        QTest::addRow("%dx%d", size.width(), size.height()) << size;
}

void TestStage::ringIsLarge()
{
    QFETCH(QSize, size);
    openLesson(4);
    enterStage(size);
    QVERIFY(band()->isVisible());
    QVERIFY2(ringHeight() >= ringPartMin * size.height(), qPrintable(QString::number(ringHeight())));
    const QRectF view(QPointF(), window().ringView()->size());
    for (const SceneLabel &label : window().ringView()->scene().labels)
        QVERIFY2(view.contains(label.box), qPrintable(label.text));
    window().actions().presenter->trigger();
}

void TestStage::everyTextIsShown()
{
    QFETCH(QSize, size);
    enterStage(size);
    for (int number = 1; number <= lessonsCount; ++number) {
        LessonRunner *lesson = openLesson(number);
        QCoreApplication::processEvents();
        const auto *text = band()->findChild<QLabel *>(u"stageText"_s);
        for (int step = 0; step < 2; ++step) {
            QString shown;
            for (bool isMore = true; isMore;) {
                QVERIFY2(text->heightForWidth(text->width()) <= text->height(), qPrintable(text->text()));
                shown += text->text() + u' ';
                isMore = next()->isEnabled() && next()->text().startsWith(u"More"_s);
                if (isMore)
                    next()->click();
            }
            const auto words = [](const QString &text) { return text.simplified().remove(u' '); };
            QVERIFY2(words(shown).contains(words(lesson->step().text)), qPrintable(shown));
            for (QAbstractButton *choice : band()->findChildren<QAbstractButton *>()) {
                if (choice->isVisible())
                    QVERIFY2(choice->width() >= choice->minimumSizeHint().width(), qPrintable(choice->text()));
            }
            if (lesson->stage() != LessonRunner::Stage::Explained)
                break;
            lesson->next();
        }
    }
    window().actions().presenter->trigger();
}

void TestStage::onlyTheRingIsThere()
{
    RingSnapshot ring = textbookRing();
    ring.nodes[4].trouble = u"It does not answer."_s;
    m_fixture.open(ring);
    QVERIFY(window().messages()->isVisible());
    const auto around = [this] {
        QList<QWidget *> shown;
        for (QWidget *widget : window().findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
            const bool isAround = qobject_cast<QToolBar *>(widget) || qobject_cast<QDockWidget *>(widget)
                || widget == window().menuBar() || widget == window().statusBar();
            if (isAround && widget->isVisible())
                shown << widget;
        }
        return shown;
    };
    const QList<QWidget *> before = around();
    QVERIFY(before.size() > 5);
    window().actions().presenter->trigger();
    QVERIFY(around().isEmpty());
    QVERIFY(!window().messages()->isVisible());
    QVERIFY(window().ringView()->legendBox().isEmpty());
    window().session().openClassroom(ClassroomSettings::textbook());
    QVERIFY(around().isEmpty()); // the play bar does not come up
    QVERIFY(band()->isVisible()); // it has the buttons of time
    openLesson(1);
    QVERIFY(around().isEmpty());
    QTest::keyClick(&window(), Qt::Key_F11);
    QList<QWidget *> after = around();
    for (QWidget *widget : before)
        QVERIFY2(after.contains(widget), qPrintable(widget->objectName()));
    QVERIFY(window().findChild<QDockWidget *>(u"lessonDock"_s)->isVisible()); // opened meanwhile
    QVERIFY(!band()->isVisible());
}

void TestStage::lessonIsTaughtFromTheBand()
{
    LessonRunner *lesson = openLesson(1);
    enterStage({1280, 720});
    while (lesson->stepIndex() == 0)
        next()->click();
    while (next()->text().startsWith(u"More"_s))
        next()->click();
    QCOMPARE(lesson->stage(), LessonRunner::Stage::Asking);
    QCOMPARE(next()->text(), u"Run"_s);
    for (QAbstractButton *choice : band()->findChildren<QAbstractButton *>()) {
        if (choice->text() == lesson->step().question->choices[0])
            choice->click();
    }
    QCOMPARE(lesson->choice(), 0);
    next()->click();
    lesson->source()->playback()->pause(); // virtual time is faster
    for (int i = 0; i < 10'000 && lesson->stage() == LessonRunner::Stage::Running; ++i)
        lesson->source()->runFor(20);
    QCOMPARE(lesson->stage(), LessonRunner::Stage::Explained);
    QVERIFY(band()->pageText().startsWith(u"Right: "_s));
    window().actions().presenter->trigger();
}

void TestStage::messagesLeaveTheRingAsItIs()
{
    m_fixture.open();
    window().resize(1280, 800);
    QCoreApplication::processEvents();
    const qreal before = ringHeight();
    for (int i = 0; i < 3; ++i)
        window().messages()->show(QString::number(i), MessageBar::Kind::Warning, u"Something has happened."_s);
    QCoreApplication::processEvents();
    QCOMPARE(ringHeight(), before);
    window().session().select({{}, QByteArray("key 36")}); // other rows in the legend
    QCOMPARE(ringHeight(), before);
}

void TestStage::smallWindowKeepsTheRing()
{
    m_fixture.open(textbookRing(3));
    window().resize(1024, 700);
    QCoreApplication::processEvents();
    QVERIFY2(window().width() <= 1024 && window().height() <= 700,
             qPrintable(u"%1x%2"_s.arg(window().width()).arg(window().height())));
    const QSize view = window().ringView()->size();
    QVERIFY2(ringHeight() >= 300, qPrintable(u"%1 in %2x%3"_s.arg(ringHeight()).arg(view.width()).arg(view.height())));
}

void TestStage::teacherSeesTheNextStep()
{
    LessonRunner *lesson = openLesson(4);
    auto *teacher = window().findChild<TeacherWindow *>();
    QVERIFY(!teacher->isVisible());
    window().actions().teacher->trigger();
    QVERIFY(teacher->isVisible() && teacher->isWindow());
    const auto text = [&](const QString &name) { return teacher->findChild<QLabel *>(name)->text(); };
    QVERIFY(text(u"nextStep"_s).contains(lesson->lesson().steps[1].title));
    lesson->next();
    QVERIFY(text(u"teacherNotes"_s).contains(lesson->step().explanation.left(40)));
    QVERIFY(text(u"teacherNotes"_s).contains(lesson->step().question->choices[2])); // the answer
    window().actions().closeRing->trigger();
    QVERIFY(text(u"teacherNotes"_s).isEmpty());
}

QTEST_MAIN(TestStage)
#include "tst_stage.moc"
