// SPDX-License-Identifier: GPL-3.0-or-later
//
// Health in the window: the chip, the lists that it opens, and what is told on the desktop.

#include "panels/issues_panel.h"
#include "window/health_chip.h"
#include "window/health_notifier.h"
#include "window/window_fixture.h"

#include <QAction>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace monitor;
using namespace Qt::StringLiterals;
using State = RingHealth::State;

class TestHealth : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.start(); }
    void cleanup() { m_fixture.end(); }
    void chipSaysTheState();
    void signsDifferInShape();
    void numbersOpenTheirLists();
    void changesAreTold();

private:
    MainWindow &window() { return m_fixture.window(); }
    HealthChip *chip() { return window().findChild<HealthChip *>(); }

    WindowFixture m_fixture{u"tst_health"_s};
};

namespace {

RingSnapshot withoutQuorum()
{
    RingSnapshot ring = textbookRing(3);
    ring.ranges[2].condition = RangeCondition::NoQuorum;
    return ring;
}

RingSnapshot allDead()
{
    RingSnapshot ring = textbookRing(3);
    for (NodeView &node : ring.nodes)
        node.condition = NodeCondition::Dead;
    return ring;
}

} // namespace

void TestHealth::chipSaysTheState()
{
    FakeSource *source = m_fixture.open(textbookRing(3), Mode::Live);
    QCOMPARE(chip()->text(), u"whole · 10 of 10 nodes"_s);
    source->show(withoutQuorum());
    QVERIFY(chip()->text().startsWith(u"no quorum"_s));
    source->show(allDead());
    QCOMPARE(chip()->text(), u"unreachable · 0 of 10 nodes"_s);
    window().session().close();
    QVERIFY(!chip()->isVisible());
}

// In grey, too.
void TestHealth::signsDifferInShape()
{
    QList<QImage> shapes;
    for (const State state : {State::Whole, State::Degraded, State::NoQuorum, State::Unreachable}) {
        const QImage shape = HealthChip::sign(state, 16, 1).toImage().convertToFormat(QImage::Format_Alpha8);
        QVERIFY(!shapes.contains(shape));
        shapes << shape;
    }
}

void TestHealth::numbersOpenTheirLists()
{
    m_fixture.open(withoutQuorum(), Mode::Live);
    auto *list = window().findChild<IssuesPanel *>();
    QVERIFY(!list->isVisible());
    Q_EMIT chip()->menu()->aboutToShow();
    QAction *entry = nullptr;
    for (QAction *action : chip()->menu()->actions()) {
        if (action->text().startsWith(u"ranges without a quorum"_s))
            entry = action;
    }
    QVERIFY(entry && entry->text().endsWith(u": 1"_s));
    entry->trigger();
    QVERIFY(list->isVisible());
    QCOMPARE(list->texts().size(), 1);
    QVERIFY(list->texts().front().contains(u"(N8, N14]"_s));
    list->setFilter(RingIssue::Kind::SilentNode);
    QVERIFY(list->texts().isEmpty());
}

// A change that lasts; how the ring was found is no change.
void TestHealth::changesAreTold()
{
    QSignalSpy told(window().notifier(), &HealthNotifier::changed);
    FakeSource *source = m_fixture.open(textbookRing(3), Mode::Live);
    source->show(withoutQuorum());
    source->show(textbookRing(3)); // only for a moment
    QTest::qWait(HealthNotifier::settlesMs + 300);
    QCOMPARE(told.size(), 0);
    source->show(withoutQuorum());
    QVERIFY(told.wait(HealthNotifier::settlesMs + 3000));
    QVERIFY(told[0][0].toString().contains(u"no quorum"_s));
    QVERIFY(told[0][1].toString().contains(u"(N8, N14]"_s));
    source->show(textbookRing(3));
    QVERIFY(told.wait(HealthNotifier::settlesMs + 3000));
    QVERIFY(told[1][0].toString().contains(u"whole"_s));
    m_fixture.open(withoutQuorum()); // the classroom tells nothing
    QTest::qWait(HealthNotifier::settlesMs + 300);
    QCOMPARE(told.size(), 2);
}

QTEST_MAIN(TestHealth)
#include "tst_health.moc"
