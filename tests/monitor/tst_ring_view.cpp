// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ring as a widget: keys and mouse, what screen readers hear, lookups that end, and nothing painted while idle.

#include "ring/ring_view.h"
#include "ring_fixture.h"

#include <QAccessible>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace monitor;

namespace {

// Counts what is painted.
class PaintWatch : public QObject {
public:
    int m_paints = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        m_paints += event->type() == QEvent::Paint;
        return false;
    }
};

SnapshotPtr shared(RingSnapshot ring)
{
    return std::make_shared<RingSnapshot>(std::move(ring));
}

// K54 from N8 goes to 42, then 51, and is found at 56 (TON, Fig. 4).
LookupTrace paperLookup()
{
    LookupTrace trace;
    trace.key = "key 36";
    trace.id = chord::Id(54);
    trace.asker = peerAt(8);
    trace.owner = peerAt(56);
    trace.hops = {{peerAt(8), peerAt(42), chord::Hop::Via::Finger, 5, 900, true},
                  {peerAt(42), peerAt(51), chord::Hop::Via::Finger, 3, 900, true},
                  {peerAt(51), peerAt(56), chord::Hop::Via::Successor, -1, 900, true}};
    return trace;
}

} // namespace

class TestRingView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_view.reset(); }
    void arrowsWalkTheRing();
    void enterAndEscape();
    void clickChoosesNodesAndKeys();
    void nothingIsPaintedWhileIdle();
    void lookupEndsByItself();
    void readersHearTheNodes();
    void pictureCanBeRenderedAnywhere();
    void emptyRingIsFine();

private:
    std::unique_ptr<RingView> m_view;
};

void TestRingView::init()
{
    m_view = std::make_unique<RingView>();
    m_view->resize(700, 520);
    m_view->setSnapshot(shared(textbookRing()));
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestRingView::arrowsWalkTheRing()
{
    QSignalSpy chosen(m_view.get(), &RingView::selectionChanged);
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QCOMPARE(m_view->selection().node, chord::Id(1));
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QCOMPARE(m_view->selection().node, chord::Id(8));
    QTest::keyClick(m_view.get(), Qt::Key_Left);
    QTest::keyClick(m_view.get(), Qt::Key_Left);
    QCOMPARE(m_view->selection().node, chord::Id(56)); // around
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->selection().node, chord::Id(1));
    QCOMPARE(chosen.count(), 5);
}

void TestRingView::enterAndEscape()
{
    QSignalSpy inspected(m_view.get(), &RingView::inspectRequested);
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(inspected.count(), 1);
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QCOMPARE(m_view->selection(), Selection());
}

void TestRingView::clickChoosesNodesAndKeys()
{
    const NodeMark node = m_view->scene().nodes[4];
    QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, node.place.toPoint());
    QCOMPARE(m_view->selection().node, chord::Id(32));
    const KeyMark key = m_view->scene().keys[0];
    QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, key.place.toPoint());
    QCOMPARE(m_view->selection().key, QByteArray("key 0a"));
    QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, m_view->scene().circle.centre.toPoint());
    QCOMPARE(m_view->selection(), Selection());
}

void TestRingView::nothingIsPaintedWhileIdle()
{
    QCoreApplication::processEvents();
    PaintWatch watch;
    m_view->installEventFilter(&watch);
    RingSnapshot ring = textbookRing();
    ring.takenMs = 1000;
    ring.nodes[2].uptimeSeconds = 77;
    m_view->setSnapshot(shared(ring)); // newer, and looks the same
    QTest::qWait(100);
    QCOMPARE(watch.m_paints, 0);
    ring.nodes[2].condition = NodeCondition::Dead;
    m_view->setSnapshot(shared(ring));
    QTRY_COMPARE(watch.m_paints, 1);
}

void TestRingView::lookupEndsByItself()
{
    PaintWatch watch;
    m_view->installEventFilter(&watch);
    m_view->showLookup(paperLookup());
    QCOMPARE(m_view->lookup().arrowCount(), 3);
    QVERIFY(m_view->isAnimating());
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->isAnimating(), 10'000);
    QVERIFY(watch.m_paints > 5);
    QCoreApplication::processEvents();
    watch.m_paints = 0;
    QTest::qWait(100);
    QCOMPARE(watch.m_paints, 0);
    QVERIFY(!m_view->lookup().isEmpty()); // it stays on the picture
    m_view->clearLookup();
    QVERIFY(m_view->lookup().isEmpty());
}

void TestRingView::readersHearTheNodes()
{
    QAccessibleInterface *ring = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(ring);
    QCOMPARE(ring->childCount(), 10);
    QAccessibleInterface *node = ring->child(1);
    QVERIFY(node && node->isValid());
    QVERIFY2(node->text(QAccessible::Name).contains(QStringLiteral("N8")), qPrintable(node->text(QAccessible::Name)));
    QVERIFY(node->text(QAccessible::Name).contains(QStringLiteral("N14")));
    QCOMPARE(node->parent(), ring);
    QCOMPARE(ring->indexOfChild(node), 1);
    QVERIFY(!node->state().selected);
    QVERIFY(node->actionInterface());
    node->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(m_view->selection().node, chord::Id(8));
    QVERIFY(node->state().selected);
    const QPoint middle = node->rect().center();
    QCOMPARE(ring->childAt(middle.x(), middle.y()), node);
    RingSnapshot small = textbookRing();
    small.nodes.resize(1);
    m_view->setSnapshot(shared(small));
    QVERIFY(!node->isValid());
    QCOMPARE(ring->childCount(), 1);
}

void TestRingView::pictureCanBeRenderedAnywhere()
{
    QImage image(400, 400, QImage::Format_RGB32);
    image.fill(Qt::red);
    QPainter painter(&image);
    m_view->showLookup(paperLookup());
    m_view->renderPicture(painter, image.size());
    painter.end();
    QCOMPARE(image.pixelColor(1, 1), m_view->style().background);
}

void TestRingView::emptyRingIsFine()
{
    m_view->setSnapshot(shared({}));
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, {100, 100});
    QCOMPARE(m_view->selection(), Selection());
    QVERIFY(!m_view->grab().isNull());
}

QTEST_MAIN(TestRingView)
#include "tst_ring_view.moc"
