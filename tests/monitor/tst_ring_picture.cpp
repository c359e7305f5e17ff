// SPDX-License-Identifier: GPL-3.0-or-later
//
// The picture as geometry: true positions, arrows that are right or told wrong, labels that never overlap, what is
// under the mouse, and that much is thinned out instead of smeared.

#include "model/ring_ranges.h"
#include "model/snapshot_comparison.h"
#include "ring/geometry.h"
#include "ring/label_layout.h"
#include "ring/message_labels.h"
#include "ring/pointer_check.h"
#include "ring/scene.h"
#include "ring_fixture.h"

#include <QTest>

#include <functional>

using namespace monitor;
using namespace Qt::StringLiterals;

namespace {

RingStyle styleOf(bool isPresenter = false)
{
    QFont font;
    font.setPointSizeF(10);
    return RingStyle::of(QPalette(Qt::lightGray, Qt::white), font, isPresenter);
}

Scene sceneOf(const RingSnapshot &ring, const QSizeF &size = {620, 500}, const Selection &selection = {})
{
    ColourBook colours;
    colours.meet(ring);
    KeyCensus census;
    return buildScene(ring, QRectF(QPointF(), size), styleOf(), colours, selection, census);
}

NodeView &nodeAt(RingSnapshot &ring, quint64 id)
{
    return ring.nodes[size_t(ring.indexOf(chord::Id(id)))];
}

} // namespace

class TestRingPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void turnsWrap();
    void positionsAreTrue();
    void arcsRunClockwise();
    void nearestWinsWithinReach();
    void labelsNeverOverlap_data();
    void labelsNeverOverlap();
    void labelsOfFewKeepTheirPlace();
    void importantLabelsStay();
    void pointersAreJudged();
    void wrongPointersAreDrawnAsSuch();
    void unservedRangesAreBlank();
    void partsThatNobodyToldAboutAreBlank();
    void cutLinksAreCrossed();
    void fingersOfTheSelectedNode();
    void fingerLabelsNeverOverlap();
    void keysLieAtTheirPlaces();
    void replicasLieInside();
    void manyKeysBecomeBars();
    void selectedKeyStandsOverBars();
    void keysAreLinkedToTheVoters();
    void barsTellHowMany();
    void censusFollowsChanges();
    void thousandNodesAreThinnedOut();
    void messagesCoverNothing_data();
    void messagesCoverNothing();
    void largeRingsShowMessagesOfTheSelectedNode();
    void wordsOfStatesStayInside_data();
    void wordsOfStatesStayInside();
    void hitTests();
    void neighboursDifferInColour();
    void coloursStay();
    void equalPicturesAreFoundEqual();
    void contentIsMoreThanTheDrawing();
    void presenterIsLarge();
};

void TestRingPicture::turnsWrap()
{
    QCOMPARE(wrappedTurn(1.25), 0.25);
    QCOMPARE(wrappedTurn(-0.25), 0.75);
    QCOMPARE(wrappedTurn(-1e-20), 0.0);
    QCOMPARE(turnBetween(0.9, 0.1), 0.2);
    QCOMPARE(turnOffset(0.1, 0.9), -0.2);
    QCOMPARE(turnOffset(0.9, 0.1), 0.2);
}

void TestRingPicture::positionsAreTrue()
{
    const Circle circle{{100, 100}, 50};
    QCOMPARE(pointAt(circle, 0), QPointF(100, 50));
    QCOMPARE(pointAt(circle, 0.25), QPointF(150, 100));
    QCOMPARE(pointAt(circle, 0.5, 10), QPointF(100, 160));
    for (const double turn : {0.0, 0.1, 0.37, 0.75, 0.999})
        QVERIFY(qAbs(turnOffset(turnOf(circle, pointAt(circle, turn)), turn)) < 1e-9);

    const RingSnapshot ring = textbookRing();
    const Scene scene = sceneOf(ring);
    for (size_t i = 0; i < ring.nodes.size(); ++i) {
        const double turn = double(ring.nodes[i].self.id.words()[2]) / 64;
        QVERIFY(QLineF(scene.nodes[i].place, pointAt(scene.circle, turn)).length() < 1e-6);
    }
}

void TestRingPicture::arcsRunClockwise()
{
    const Circle circle{{0, 0}, 100};
    const QPainterPath arc = arcPath(circle, 0.9, 0.15);
    QVERIFY(QLineF(arc.pointAtPercent(0), pointAt(circle, 0.9)).length() < 0.5);
    QVERIFY(QLineF(arc.pointAtPercent(1), pointAt(circle, 0.15)).length() < 0.5);
    QVERIFY(QLineF(arc.pointAtPercent(0.4), pointAt(circle, 0)).length() < 1);
    QVERIFY(arcPath(circle, 0.3, 0.3).length() > 600); // the whole circle
}

void TestRingPicture::nearestWinsWithinReach()
{
    const std::vector<QPointF> points{{0, 0}, {10, 0}, {10, 0}};
    QCOMPARE(nearestPoint(points, {7, 0}, 5), 1);
    QCOMPARE(nearestPoint(points, {2, 0}, 5), 0);
    QCOMPARE(nearestPoint(points, {30, 0}, 5), -1);
    QCOMPARE(nearestPoint({}, {0, 0}, 5), -1);
}

void TestRingPicture::labelsNeverOverlap_data()
{
    QTest::addColumn<int>("nodes");
    QTest::addColumn<int>("keys");
    QTest::addColumn<QSizeF>("size");
    QTest::addColumn<int>("atLeast");
    const QSizeF small(560, 460);
    const QSizeF large(1200, 800);
    QTest::newRow("1") << 1 << 3 << small << 4;
    QTest::newRow("2") << 2 << 0 << small << 2;
    QTest::newRow("10 and 20 keys") << 10 << 20 << small << 25;
    QTest::newRow("64") << 64 << 200 << small << 60;
    QTest::newRow("64 large") << 64 << 200 << large << 64;
    QTest::newRow("1000") << 1000 << 2000 << small << 30;
    QTest::newRow("1000 large") << 1000 << 100 << large << 50;
}

void TestRingPicture::labelsNeverOverlap()
{
    QFETCH(int, nodes);
    QFETCH(int, keys);
    QFETCH(QSizeF, size);
    QFETCH(int, atLeast);
    const Scene scene = sceneOf(randomRing(nodes, keys, 2), size);
    for (size_t i = 0; i < scene.labels.size(); ++i) {
        for (size_t k = i + 1; k < scene.labels.size(); ++k)
            QVERIFY2(!scene.labels[i].box.intersects(scene.labels[k].box),
                     qPrintable(scene.labels[i].text + QChar::Space + scene.labels[k].text));
        for (const NodeMark &mark : scene.nodes)
            QVERIFY(!scene.labels[i].box.contains(mark.place));
        if (scene.labels[i].isNode)
            QVERIFY2(QRectF(QPointF(-2, -2), size + QSizeF(4, 4)).contains(scene.labels[i].box),
                     qPrintable(scene.labels[i].text));
    }
    QVERIFY2(int(scene.labels.size()) >= atLeast, qPrintable(QString::number(scene.labels.size())));
}

void TestRingPicture::labelsOfFewKeepTheirPlace()
{
    const Circle circle{{0, 0}, 100};
    const auto placed = placeLabels({{0.1, {30, 12}, 0}, {0.6, {30, 12}, 0}}, circle, 2);
    QCOMPARE(placed.size(), size_t(2));
    for (const PlacedLabel &label : placed) {
        QVERIFY(qAbs(turnOffset(label.turn, label.wish == 0 ? 0.1 : 0.6)) < 1e-9);
        QVERIFY(QLineF({0, 0}, label.box.center()).length() > 100);
    }
}

void TestRingPicture::importantLabelsStay()
{
    std::vector<LabelWish> wishes;
    for (int i = 0; i < 300; ++i)
        wishes.push_back({i / 300.0, {40, 14}, i == 150 ? 10 : 0});
    const auto placed = placeLabels(wishes, {{0, 0}, 150}, 2);
    QVERIFY(placed.size() < wishes.size());
    QVERIFY(std::any_of(placed.begin(), placed.end(), [](const PlacedLabel &label) { return label.wish == 150; }));
}

void TestRingPicture::pointersAreJudged()
{
    RingSnapshot ring = textbookRing();
    for (int i = 0; i < int(ring.nodes.size()); ++i) {
        QCOMPARE(successorState(ring, i), PointerState::Right);
        QCOMPARE(predecessorState(ring, i), PointerState::Right);
    }
    const int n8 = ring.indexOf(chord::Id(8));
    nodeAt(ring, 8).successors.erase(nodeAt(ring, 8).successors.begin()); // N21: passes over N14
    QCOMPARE(successorState(ring, n8), PointerState::Wrong);
    nodeAt(ring, 14).condition = NodeCondition::Joining; // nobody needs to know it yet
    QCOMPARE(successorState(ring, n8), PointerState::Right);
    nodeAt(ring, 21).condition = NodeCondition::Dead;
    QCOMPARE(successorState(ring, n8), PointerState::Wrong);
    QCOMPARE(successorState(ring, ring.indexOf(chord::Id(21))), PointerState::Unknown);
    nodeAt(ring, 8).successors.clear();
    QCOMPARE(successorState(ring, n8), PointerState::Unknown);
}

void TestRingPicture::wrongPointersAreDrawnAsSuch()
{
    RingSnapshot ring = textbookRing();
    QVERIFY(sceneOf(ring).wrongPointers.empty());
    nodeAt(ring, 8).successors.erase(nodeAt(ring, 8).successors.begin());
    const Scene scene = sceneOf(ring);
    QCOMPARE(scene.wrongPointers.size(), size_t(1));
    QCOMPARE(scene.successorHeads.size(), ring.nodes.size() - 1);
}

// Hatched if they have no quorum. All the others keep the colours of their leaders.
void TestRingPicture::unservedRangesAreBlank()
{
    RingSnapshot ring = textbookRing(3);
    QVERIFY(sceneOf(ring).blankBand.isEmpty());
    ring.ranges[2].condition = RangeCondition::NoLeader;
    Scene scene = sceneOf(ring);
    const qreal whole = 2 * M_PI * scene.circle.radius;
    QVERIFY(qAbs(scene.blankBand.length() - whole * 6 / 64) < 1); // (8, 14]
    QVERIFY(scene.hatching.empty());
    ring.ranges[2].condition = RangeCondition::NoQuorum;
    scene = sceneOf(ring);
    QVERIFY(scene.hatching.size() > 3);
    for (const QLineF &line : scene.hatching) {
        const qreal turn = turnOf(scene.circle, line.pointAt(0.5));
        QVERIFY(turn > 8 / 64.0 && turn < 14 / 64.0);
        QVERIFY(line.length() >= scene.bandWidth);
    }
    qreal coloured = 0;
    for (const ColouredPath &range : scene.band)
        coloured += range.path.length();
    QVERIFY(qAbs(coloured - whole * 58 / 64) < 2);
}

void TestRingPicture::partsThatNobodyToldAboutAreBlank()
{
    RingSnapshot ring = textbookRing(3);
    ring.ranges.erase(ring.ranges.begin() + 2, ring.ranges.begin() + 4); // (8, 21]
    const Scene scene = sceneOf(ring);
    QVERIFY(qAbs(scene.blankBand.length() - 2 * M_PI * scene.circle.radius * 13 / 64) < 1);
    QVERIFY(scene.hatching.empty());
}

void TestRingPicture::cutLinksAreCrossed()
{
    RingSnapshot ring = textbookRing();
    const RingSnapshot before = ring;
    ring.cuts = {{nodeAt(ring, 8).self, nodeAt(ring, 38).self}};
    nodeAt(ring, 14).isolated = true;
    QVERIFY(!isSameDrawing(before, ring));
    const Scene scene = sceneOf(ring);
    QCOMPARE(scene.cuts.size(), size_t(1));
    QVERIFY(QLineF(scene.cuts[0].cross, scene.circle.centre).length() < scene.circle.radius / 2);
    QVERIFY(scene.nodes[2].isIsolated);
    QVERIFY(std::any_of(scene.labels.begin(), scene.labels.end(),
                        [](const SceneLabel &label) { return label.text == u"N14\nisolated"_s; }));
}

void TestRingPicture::fingersOfTheSelectedNode()
{
    const RingSnapshot ring = textbookRing();
    QVERIFY(sceneOf(ring).fingers.empty());
    const Scene scene = sceneOf(ring, {620, 500}, {chord::Id(8), {}});
    QStringList labels; // N8: 14 14 14 21 32 42
    for (const Arrow &finger : scene.fingers)
        labels << finger.label;
    QCOMPARE(labels,
             QStringList({QStringLiteral("1–3"), QStringLiteral("4"), QStringLiteral("5"), QStringLiteral("6")}));
    QCOMPARE(scene.laterSuccessors.size(), size_t(3));
}

void TestRingPicture::fingerLabelsNeverOverlap()
{
    const RingSnapshot ring = randomRing(1000, 0, 1);
    const Scene scene = sceneOf(ring, {1300, 820}, {ring.nodes[1].self.id, {}});
    QVERIFY(scene.fingers.size() > 5);
    const QFontMetricsF metrics(styleOf().smallFont);
    std::vector<QRectF> boxes;
    for (const Arrow &finger : scene.fingers) {
        if (finger.label.isEmpty())
            continue;
        QRectF box(QPointF(), QSizeF(metrics.horizontalAdvance(finger.label), metrics.height()));
        box.moveCenter(finger.labelPlace);
        for (const QRectF &other : boxes)
            QVERIFY2(!box.intersects(other), qPrintable(finger.label));
        boxes.push_back(box);
    }
    QVERIFY(boxes.size() >= 4);
}

void TestRingPicture::keysLieAtTheirPlaces()
{
    const RingSnapshot ring = textbookRing();
    const Scene scene = sceneOf(ring);
    QCOMPARE(scene.keys.size(), size_t(5));
    ColourBook colours;
    colours.meet(ring);
    for (const KeyMark &mark : scene.keys) {
        const KeyView &key = (*ring.nodes[size_t(mark.node)].keys)[size_t(mark.key)];
        QVERIFY(qAbs(mark.turn - double(key.id.words()[2]) / 64) < 1e-9);
        QVERIFY(QLineF(mark.place, scene.circle.centre).length() > scene.circle.radius + scene.nodeRadius);
        QCOMPARE(mark.colour, colours.colourOf(ring.nodes[size_t(ring.ownerOf(key.id))].self.address));
    }
}

void TestRingPicture::replicasLieInside()
{
    const Scene scene = sceneOf(randomRing(8, 20, 3));
    QCOMPARE(scene.keys.size(), size_t(60));
    for (const KeyMark &mark : scene.keys) {
        const qreal distance = QLineF(mark.place, scene.circle.centre).length();
        QCOMPARE(mark.isPrimary, distance > scene.circle.radius);
    }
}

void TestRingPicture::manyKeysBecomeBars()
{
    QVERIFY(!sceneOf(randomRing(20, 2500, 2)).hasBars());
    const Scene scene = sceneOf(randomRing(20, 2501, 2));
    QVERIFY(scene.hasBars());
    QVERIFY(scene.keys.empty());
}

// With its replica, and with its name.
void TestRingPicture::selectedKeyStandsOverBars()
{
    const RingSnapshot ring = randomRing(20, 2501, 2);
    const KeyView &key = ring.nodes[3].keys->front();
    Selection selection;
    selection.key = key.key;
    const Scene scene = sceneOf(ring, {620, 500}, selection);
    QVERIFY(scene.hasBars());
    QCOMPARE(scene.keys.size(), size_t(2));
    QCOMPARE(scene.keyLinks.size(), size_t(2)); // to its owner and its replica
    for (const KeyMark &mark : scene.keys)
        QCOMPARE(mark.turn, chord::IdSpace(ring.idBits).position(key.id));
    const auto named =
        std::count_if(scene.labels.begin(), scene.labels.end(), [](const SceneLabel &label) { return !label.isNode; });
    QCOMPARE(named, qsizetype(1));
}

// To the leader first; if there is none, to the voters only, whichever nodes list the key.
void TestRingPicture::keysAreLinkedToTheVoters()
{
    RingSnapshot ring = textbookRing(3);
    Selection selection;
    selection.key = "key 36"; // 54
    Scene scene = sceneOf(ring, {620, 500}, selection);
    QCOMPARE(scene.keyLinks.size(), size_t(3));
    QVERIFY(scene.keyLinks[0].isStrong && !scene.keyLinks[1].isStrong);
    const QPointF n56 = scene.nodes.back().place;
    QVERIFY(QLineF(scene.keyLinks[0].head.front(), n56).length() < 2 * scene.nodeRadius);
    ring.ranges.back().condition = RangeCondition::NoQuorum;
    scene = sceneOf(ring, {620, 500}, selection);
    QCOMPARE(scene.keyLinks.size(), size_t(3));
    QVERIFY(!scene.keyLinks[0].isStrong);
    ring.ranges.clear(); // not known: as the nodes list it
    scene = sceneOf(ring, {620, 500}, selection);
    QCOMPARE(scene.keyLinks.size(), size_t(3));
    QVERIFY(scene.keyLinks[0].isStrong);
}

// A bar's length says how many keys lie there, whichever node holds them.
void TestRingPicture::barsTellHowMany()
{
    const RingSnapshot ring = randomRing(20, 4000, 2);
    const chord::IdSpace space(ring.idBits);
    std::vector<int> expected(keyBars);
    for (const NodeView &node : ring.nodes) {
        for (const KeyView &key : *node.keys)
            expected[size_t(space.position(key.id) * keyBars)] += key.primary;
    }
    const int most = *std::max_element(expected.begin(), expected.end());
    const Scene scene = sceneOf(ring);
    qreal longest = 0;
    for (const Stripe &bar : scene.ownerBars)
        longest = std::max(longest, bar.line.length());
    size_t shown = 0;
    for (const Stripe &bar : scene.ownerBars) {
        const int place = int(turnOf(scene.circle, bar.line.p1()) * keyBars);
        QCOMPARE(qRound(bar.line.length() / longest * most), expected[size_t(place)]);
        ++shown;
    }
    QCOMPARE(shown, size_t(std::count_if(expected.begin(), expected.end(), [](int keys) { return keys > 0; })));
}

void TestRingPicture::censusFollowsChanges()
{
    RingSnapshot ring = randomRing(5, 100, 1);
    const auto sum = [](const std::vector<KeyCensus::Parts> &census) {
        int keys = 0;
        for (const KeyCensus::Parts &parts : census) {
            for (const KeyCensus::Part &part : parts)
                keys += part.owned + part.copies;
        }
        return keys;
    };
    KeyCensus census;
    QCOMPARE(sum(census.take(ring)), 100);
    QCOMPARE(sum(census.take(ring)), 100); // remembered
    const int lost = int(ring.nodes[2].keys->size());
    ring.nodes[2].keys = std::make_shared<KeyList>();
    QCOMPARE(sum(census.take(ring)), 100 - lost);
    ring.nodes[3].keys = nullptr;
    QCOMPARE(census.take(ring)[3].size(), size_t(0));
}

// What cannot be told apart is drawn as one: the arcs of pointers join, ranges are stripes, but every wrong pointer and
// every boundary stays.
void TestRingPicture::thousandNodesAreThinnedOut()
{
    RingSnapshot ring = randomRing(1000, 0, 1);
    const Scene whole = sceneOf(ring, {1900, 1000});
    QVERIFY(whole.successorHeads.empty());
    QVERIFY(whole.successors.elementCount() < 20); // one circle
    qreal covered = 0;
    for (const Stripe &range : whole.narrowBand)
        covered += range.line.length();
    for (const ColouredPath &range : whole.band)
        covered += range.path.length();
    const qreal circumference = 2 * M_PI * whole.circle.radius;
    QVERIFY2(covered >= circumference && covered < circumference + 600, qPrintable(QString::number(covered)));

    ring.nodes[500].successors.front() = ring.nodes[502].self;
    const Scene broken = sceneOf(ring, {1900, 1000});
    QCOMPARE(broken.wrongPointers.size(), size_t(1));
    QCOMPARE(broken.successors.toSubpathPolygons().size(), qsizetype(1));
    QVERIFY(broken.successors.length() < whole.successors.length());
    const qreal gap = turnBetween(broken.nodes[500].turn, broken.nodes[501].turn);
    QVERIFY(qAbs(broken.successors.length() / whole.successors.length() - (1 - gap)) < 1e-3);
}

void TestRingPicture::messagesCoverNothing_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<double>("progress");
    QTest::newRow("neighbours") << 0 << 1 << 0.5;
    QTest::newRow("nearly there") << 2 << 3 << 0.95;
    QTest::newRow("across") << 1 << 6 << 0.1;
    QTest::newRow("two of a kind") << 4 << 4 << 0.5;
}

// Each next to its dart, inside, on no node, key, label or other text.
void TestRingPicture::messagesCoverNothing()
{
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(double, progress);
    RingSnapshot ring = randomRing(10, 30, 3);
    for (int i = 0; i < 3; ++i) {
        const Peer &sender = ring.nodes[size_t((from + i) % 10)].self;
        const Peer &receiver = ring.nodes[size_t((to + (from == to ? 1 : i)) % 10)].self;
        ring.messages.push_back(
            {sender, receiver, u"GetNeighbours"_s, u"stabilize: what is your predecessor?"_s, progress});
    }
    const Scene scene = sceneOf(ring, {900, 700});
    const std::vector<SceneLabel> texts =
        placeMessageTexts(ring.messages, scene, styleOf(), chord::IdSpace(ring.idBits));
    QVERIFY(!texts.empty());
    for (size_t i = 0; i < texts.size(); ++i) {
        const QRectF &box = texts[i].box;
        for (const NodeMark &mark : scene.nodes)
            QVERIFY(!box.contains(mark.place));
        for (const KeyMark &mark : scene.keys)
            QVERIFY(!box.contains(mark.place));
        for (const SceneLabel &label : scene.labels)
            QVERIFY(!box.intersects(label.box));
        for (size_t k = i + 1; k < texts.size(); ++k)
            QVERIFY(!box.intersects(texts[k].box));
        QVERIFY(QLineF(box.center(), scene.circle.centre).length() < scene.circle.radius);
    }
}

void TestRingPicture::largeRingsShowMessagesOfTheSelectedNode()
{
    for (const int nodes : {messageNodesMax, messageNodesMax + 1}) {
        RingSnapshot ring = randomRing(nodes, 0, 3);
        for (size_t i = 0; i + 1 < ring.nodes.size(); ++i)
            ring.messages.push_back({ring.nodes[i].self, ring.nodes[i + 1].self, u"Ping"_s, u"are you alive?"_s, 0.5});
        const bool all = nodes == messageNodesMax;
        QCOMPARE(shownMessages(ring, {}).size(), all ? ring.messages.size() : 0);
        QCOMPARE(shownMessages(ring, ring.nodes[1].self.id).size(), all ? ring.messages.size() : 2);
    }
}

void TestRingPicture::wordsOfStatesStayInside_data()
{
    QTest::addColumn<quint64>("id");
    QTest::addColumn<qreal>("smallest"); // part of the radius without any word
    QTest::newRow("at the top") << quint64(1) << 0.9;
    QTest::newRow("at the right") << quint64(14) << 0.7;
    QTest::newRow("at the bottom") << quint64(32) << 0.9;
    QTest::newRow("at the left") << quint64(48) << 0.7;
}

// A node that does not answer has its word within the picture, and the ring keeps its size as far as it can.
void TestRingPicture::wordsOfStatesStayInside()
{
    QFETCH(quint64, id);
    QFETCH(qreal, smallest);
    RingSnapshot ring = textbookRing();
    const QSizeF size(900, 720);
    ColourBook colours;
    colours.meet(ring);
    KeyCensus census;
    const auto build = [&] { return buildScene(ring, QRectF(QPointF(), size), styleOf(true), colours, {}, census); };
    const qreal before = build().circle.radius;
    nodeAt(ring, id).condition = NodeCondition::Suspect;
    const Scene scene = build();
    QVERIFY2(scene.circle.radius >= smallest * before, qPrintable(QString::number(scene.circle.radius / before)));
    const auto isIts = [&](const SceneLabel &label) { return label.text == u"N%1\nno answer"_s.arg(id); };
    const auto label = std::find_if(scene.labels.begin(), scene.labels.end(), isIts);
    QVERIFY(label != scene.labels.end());
    QVERIFY(QRectF(QPointF(-2, -2), size + QSizeF(4, 4)).contains(label->box));
}

void TestRingPicture::hitTests()
{
    const Scene scene = sceneOf(textbookRing());
    for (size_t i = 0; i < scene.nodes.size(); ++i)
        QCOMPARE(scene.nodeAt(scene.nodes[i].place + QPointF(3, -2)), int(i));
    for (size_t i = 0; i < scene.keys.size(); ++i)
        QCOMPARE(scene.keyAt(scene.keys[i].place), int(i));
    QCOMPARE(scene.nodeAt(scene.circle.centre), -1);
}

void TestRingPicture::neighboursDifferInColour()
{
    const RingSnapshot ring = randomRing(64, 0, 1);
    ColourBook colours;
    colours.meet(ring);
    for (size_t i = 0; i < ring.nodes.size(); ++i)
        QVERIFY(colours.colourOf(ring.nodes[i].self.address)
                != colours.colourOf(ring.nodes[(i + 1) % ring.nodes.size()].self.address));
}

void TestRingPicture::coloursStay()
{
    RingSnapshot ring = textbookRing();
    ColourBook colours;
    colours.meet(ring);
    const QColor before = colours.colourOf(nodeAt(ring, 32).self.address);
    NodeView joined;
    joined.self = peerAt(26);
    ring.nodes.insert(ring.nodes.begin() + 4, joined);
    colours.meet(ring);
    QCOMPARE(colours.colourOf(nodeAt(ring, 32).self.address), before);
    QVERIFY(colours.colourOf(joined.self.address) != before);
}

void TestRingPicture::equalPicturesAreFoundEqual()
{
    RingSnapshot a = textbookRing();
    RingSnapshot b = a;
    b.takenMs = 5;
    b.nodes[0].uptimeSeconds = 100;
    b.nodes[0].seenMs = 7;
    QVERIFY(isSameDrawing(a, b));
    b.nodes[0].condition = NodeCondition::Suspect;
    QVERIFY(!isSameDrawing(a, b));
    b = a;
    b.nodes[3].keys = std::make_shared<KeyList>();
    QCOMPARE(isSameDrawing(a, b), a.nodes[3].keys->empty());
    b.nodes[1].keys = nullptr;
    QVERIFY(!isSameDrawing(a, b));
}

// Tables and sentences may differ where the drawing does not, and never the other way round.
void TestRingPicture::contentIsMoreThanTheDrawing()
{
    const RingSnapshot a = textbookRing();
    const auto differsOnlyInContent = [&](const std::function<void(RingSnapshot &)> &change) {
        RingSnapshot b = a;
        change(b);
        return isSameDrawing(a, b) && !isSameContent(a, b);
    };
    QVERIFY(differsOnlyInContent([](RingSnapshot &b) { b.nodes[2].trouble = u"It does not answer."_s; }));
    QVERIFY(differsOnlyInContent([](RingSnapshot &b) { b.nodes[2].version = u"9.9"_s; }));
    QVERIFY(differsOnlyInContent([](RingSnapshot &b) { b.problems.push_back(u"A problem."_s); }));
    QVERIFY(
        differsOnlyInContent([](RingSnapshot &b) { b.nodes[2].keys = std::make_shared<KeyList>(*b.nodes[2].keys); }));
    RingSnapshot isolated = a;
    isolated.nodes[2].isolated = true;
    QVERIFY(!isSameDrawing(a, isolated));
    QVERIFY(!isSameContent(a, isolated));
    RingSnapshot older = a;
    older.nodes[2].seenMs += 1000;
    older.nodes[2].counters.messagesSent += 5;
    QVERIFY(isSameContent(a, older));
}

void TestRingPicture::presenterIsLarge()
{
    const RingStyle style = styleOf(true);
    QVERIFY(style.font.pointSizeF() >= 14);
    QVERIFY(style.smallFont.pointSizeF() >= 14);
    QVERIFY(style.thin >= 3);
    QVERIFY(style.thick >= 3);
}

QTEST_MAIN(TestRingPicture)
#include "tst_ring_picture.moc"
