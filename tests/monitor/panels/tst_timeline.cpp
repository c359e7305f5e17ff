// SPDX-License-Identifier: GPL-3.0-or-later
//
// One line of time for all modes: of a live ring it ends now and its past can be entered, of the others it moves time;
// what is later than the picture is grey.

#include "model/playback.h"
#include "panels/timeline.h"
#include "ring/style.h"

#include <QApplication>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

using namespace monitor;
using namespace Qt::StringLiterals;

namespace {

class FakePlayback : public Playback {
    Q_OBJECT
public:
    bool isPlaying() const override { return false; }
    void play() override { }
    void pause() override { }
    double speed() const override { return 1000; }
    void setSpeed(double) override { }
    bool canStep() const override { return false; }
    void step(Step) override { }
    bool canBack() const override { return false; }
    void back() override { }
    qint64 beginMs() const override { return 0; }
    qint64 endMs() const override { return 100'000; }
    qint64 positionMs() const override { return m_positionMs; }
    void seek(qint64 ms) override
    {
        m_positionMs = ms;
        Q_EMIT changed();
    }

    qint64 m_positionMs = 50'000;
};

RingEvent eventAt(qint64 atMs)
{
    RingEvent event;
    event.atMs = atMs;
    event.kind = RingEvent::Kind::Died;
    return event;
}

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_timeline.resize(800, 30); }
    void liveEndsNow();
    void clickEntersThePast();
    void clickAndDragMoveTime();
    void laterEventsAreGrey();
    void discardedEventsGo();

private:
    // Whether a tick in the colour of failures is there.
    bool hasRedAt(qint64 atMs);

    Timeline m_timeline;
};

bool TestTimeline::hasRedAt(qint64 atMs)
{
    const QImage image = m_timeline.grab().toImage();
    const int x = int(m_timeline.placeOf(atMs));
    for (int dx = -2; dx <= 2; ++dx) {
        for (int y = 0; y < image.height(); ++y) {
            const QColor colour = image.pixelColor(x + dx, y);
            if (colour.red() > 150 && colour.green() < 130 && colour.blue() < 90)
                return true;
        }
    }
    return false;
}

void TestTimeline::liveEndsNow()
{
    m_timeline.setSource(Mode::Live, nullptr);
    m_timeline.setNow(1'000'000);
    m_timeline.setNow(1'060'000);
    const qreal end = m_timeline.placeOf(1'060'000);
    m_timeline.setNow(1'120'000);
    QCOMPARE(m_timeline.placeOf(1'120'000), end); // the right end is the same place, and later
    QVERIFY(qAbs(m_timeline.placeOf(1'060'000) - (m_timeline.placeOf(1'000'000) + end) / 2) < 1);
}

void TestTimeline::clickEntersThePast()
{
    m_timeline.setSource(Mode::Live, nullptr);
    QSignalSpy past(&m_timeline, &Timeline::pastRequested);
    QTest::mouseClick(&m_timeline, Qt::LeftButton, {}, {400, 15});
    QCOMPARE(past.count(), 0); // nothing has been seen yet
    m_timeline.setNow(1'000'000);
    m_timeline.setNow(1'100'000);
    QTest::mouseClick(&m_timeline, Qt::LeftButton, {}, {int(m_timeline.placeOf(1'030'000)), 15});
    QCOMPARE(past.count(), 1);
    QVERIFY(qAbs(past.constFirst().at(0).toLongLong() - 1'030'000) < 300);
}

void TestTimeline::clickAndDragMoveTime()
{
    FakePlayback playback;
    m_timeline.setSource(Mode::Replay, &playback);
    QSignalSpy past(&m_timeline, &Timeline::pastRequested);
    QTest::mousePress(&m_timeline, Qt::LeftButton, {}, {int(m_timeline.placeOf(20'000)), 15});
    QVERIFY(qAbs(playback.positionMs() - 20'000) < 300);
    QTest::mouseMove(&m_timeline, {int(m_timeline.placeOf(70'000)), 15});
    QMouseEvent drag(QEvent::MouseMove, QPointF(m_timeline.placeOf(70'000), 15), QPointF(), Qt::NoButton,
                     Qt::LeftButton, {});
    QApplication::sendEvent(&m_timeline, &drag);
    QVERIFY(qAbs(playback.positionMs() - 70'000) < 300);
    QTest::mouseRelease(&m_timeline, Qt::LeftButton);
    QTest::keyClick(&m_timeline, Qt::Key_Left);
    QVERIFY(playback.positionMs() < 69'800);
    QCOMPARE(past.count(), 0); // it is there already
    m_timeline.setSource(Mode::Live, nullptr);
}

void TestTimeline::laterEventsAreGrey()
{
    FakePlayback playback;
    m_timeline.setSource(Mode::Replay, &playback);
    m_timeline.addEvent(eventAt(30'000));
    m_timeline.addEvent(eventAt(80'000));
    QVERIFY(hasRedAt(30'000));
    QVERIFY(!hasRedAt(80'000));
    playback.seek(90'000);
    QVERIFY(hasRedAt(80'000));
    m_timeline.setSource(Mode::Live, nullptr);
}

void TestTimeline::discardedEventsGo()
{
    FakePlayback playback;
    m_timeline.setSource(Mode::Classroom, &playback);
    m_timeline.addEvent(eventAt(20'000));
    m_timeline.addEvent(eventAt(40'000));
    playback.seek(90'000);
    m_timeline.dropAfter(30'000);
    QVERIFY(hasRedAt(20'000));
    QVERIFY(!hasRedAt(40'000));
    m_timeline.setSource(Mode::Live, nullptr);
}

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
