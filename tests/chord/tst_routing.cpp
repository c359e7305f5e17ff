// SPDX-License-Identifier: GPL-3.0-or-later
//
// The paper's example ring (TON, Fig. 4: m = 6, nodes 1 8 14 21 32 38 42 48 51 56) with its finger table and lookup
// path; then the table against plain searches over random rings.

#include "chord/routing.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <set>

using namespace chord;

namespace {

NodeRef ref(quint64 number)
{
    return {Id(number), "node" + QByteArray::number(number) + ":1", 1};
}

std::vector<NodeRef> refs(std::initializer_list<quint64> numbers)
{
    std::vector<NodeRef> nodes;
    for (const quint64 number : numbers)
        nodes.push_back(ref(number));
    return nodes;
}

// Numbers of nodes, for comparisons that print well.
template <typename List>
QList<quint64> numbers(const List &list)
{
    QList<quint64> result;
    for (const auto &item : list) {
        if constexpr (requires { item.node; })
            result.append(item.node.id.words()[2]);
        else
            result.append(item.id.words()[2]);
    }
    return result;
}

const std::set<quint64> paperRing{1, 8, 14, 21, 32, 38, 42, 48, 51, 56};

quint64 successorOn(const std::set<quint64> &ring, const Id &id)
{
    const auto it = ring.lower_bound(id.words()[2]);
    return it == ring.end() ? *ring.begin() : *it;
}

// Fills the finger table the way fix_fingers does, one distinct finger at a time; returns how many it took.
int fillFingers(RoutingTable &table, const std::set<quint64> &ring)
{
    int steps = 0;
    for (int index = 0; index < table.space().bits(); ++steps)
        index = table.setFinger(index, ref(successorOn(ring, table.fingerStart(index))));
    return steps;
}

RoutingTable paperTable(quint64 self)
{
    RoutingTable table(ref(self), IdSpace(6), 3);
    std::vector<NodeRef> successors;
    for (quint64 at = self; successors.size() < 3; successors.push_back(ref(at)))
        at = successorOn(paperRing, IdSpace(6).add(Id(at), Id(1)));
    table.setSuccessors(successors.front(), {successors.begin() + 1, successors.end()});
    fillFingers(table, paperRing);
    return table;
}

// What every table keeps: ascending indices, ascending distance, no node twice.
bool isWellFormed(const RoutingTable &table)
{
    const auto distance = [&](const Finger &finger) {
        // Self is the farthest: one less, modulo the ring, orders it so.
        const Id one(1);
        return table.space().distance(table.space().add(table.self().id, one), finger.node.id);
    };
    const auto &fingers = table.fingers();
    for (size_t i = 0; i < fingers.size(); ++i) {
        if (table.finger(fingers[i].index) != fingers[i].node)
            return false;
        if (i > 0 && (fingers[i].index <= fingers[i - 1].index || distance(fingers[i]) <= distance(fingers[i - 1])))
            return false;
    }
    return table.successorsInOrder();
}

} // namespace

class TestRouting : public QObject {
    Q_OBJECT

private slots:
    void paperFingerTable();
    void paperLookupPath();
    void newTableKnowsNobody();
    void successorsStayInOrder_data();
    void successorsStayInOrder();
    void setSuccessorsTellsChange();
    void setSuccessorsTakesItsOwnList();
    void predecessor();
    void loneNodeIsItsOwnFinger();
    void wrappedFingerIsSelf();
    void nearerNodeTakesEarlierFingers();
    void nodeBeforeStartIsIgnored();
    void sameNodeKeepsOneEntry();
    void unknownFingers();
    void removeFillsInTheNext();
    void removeByOwnReference();
    void closestPrecedingMergesBothLists();
    void closestPrecedingOfSelfIsWholeRing();
    void closestPrecedingCounts();
    void fingersMatchAnyRing();
    void anySequenceKeepsTableWellFormed();
    void worksAtFullWidth();
    void memoryIsSmall();
};

// TON, section IV-D, Fig. 4(a).
void TestRouting::paperFingerTable()
{
    const RoutingTable table = paperTable(8);
    const QList<quint64> starts{9, 10, 12, 16, 24, 40};
    const QList<quint64> nodes{14, 14, 14, 21, 32, 42};
    for (int i = 0; i < 6; ++i) {
        QCOMPARE(table.fingerStart(i), Id(starts[i]));
        QCOMPARE(table.finger(i), ref(nodes[i]));
    }
    QCOMPARE(numbers(table.fingers()), (QList<quint64>{14, 21, 32, 42}));
    QCOMPARE(table.fingers()[1].index, 3);
    RoutingTable empty(ref(8), IdSpace(6), 3);
    QCOMPARE(fillFingers(empty, paperRing), 4);
}

// TON, section IV-D, Fig. 4(b): K54 from N8 goes to N42, then N51, whose successor N56 has it.
void TestRouting::paperLookupPath()
{
    const std::vector<NextHop> atN8 = paperTable(8).closestPreceding(Id(54), 1);
    QCOMPARE(numbers(atN8), QList<quint64>{42});
    QCOMPARE(atN8.front().finger, 5);
    const std::vector<NextHop> atN42 = paperTable(42).closestPreceding(Id(54), 1);
    QCOMPARE(numbers(atN42), QList<quint64>{51});
    QCOMPARE(atN42.front().finger, 3);
    const RoutingTable atN51 = paperTable(51);
    QVERIFY(inRange(atN51.self().id, Id(54), atN51.successor().id));
    QCOMPARE(atN51.successor(), ref(56));
}

void TestRouting::newTableKnowsNobody()
{
    const RoutingTable table(ref(8), IdSpace(6), 3);
    QVERIFY(!table.predecessor().has_value());
    QVERIFY(table.successors().empty());
    QCOMPARE(table.successor(), ref(8));
    QVERIFY(table.fingers().empty());
    QVERIFY(!table.finger(0).has_value());
    QVERIFY(table.closestPreceding(Id(54), 4).empty());
    QVERIFY(table.successorsInOrder());
}

void TestRouting::successorsStayInOrder_data()
{
    QTest::addColumn<QList<quint64>>("given"); // to N42 of m = 6, list of 4
    QTest::addColumn<QList<quint64>>("kept");
    const auto row = [](const char *name, QList<quint64> given, QList<quint64> kept) {
        QTest::newRow(name) << given << kept;
    };
    row("in order", {48, 51, 56}, {48, 51, 56});
    row("around zero", {56, 1, 8}, {56, 1, 8});
    row("cut to length", {48, 51, 56, 1, 8}, {48, 51, 56, 1});
    row("cut at self", {48, 42, 51}, {48});
    row("self first", {42, 48}, {});
    row("cut at a repeat", {48, 48, 51}, {48});
    row("cut at a step back", {48, 56, 51, 1}, {48, 56});
    row("cut past self", {1, 38, 48}, {1, 38});
    row("one", {41}, {41});
}

void TestRouting::successorsStayInOrder()
{
    QFETCH(QList<quint64>, given);
    QFETCH(QList<quint64>, kept);
    RoutingTable table(ref(42), IdSpace(6), 4);
    std::vector<NodeRef> tail;
    for (const quint64 number : given.mid(1))
        tail.push_back(ref(number));
    table.setSuccessors(ref(given.front()), tail);
    QCOMPARE(numbers(table.successors()), kept);
    QVERIFY(table.successorsInOrder());
}

void TestRouting::setSuccessorsTellsChange()
{
    RoutingTable table(ref(42), IdSpace(6), 4);
    QVERIFY(!table.setSuccessors(ref(42), {}));
    QVERIFY(table.setSuccessors(ref(48), refs({51})));
    QVERIFY(!table.setSuccessors(ref(48), refs({51})));
    QVERIFY(table.setSuccessors(ref(48), {}));
    NodeRef reborn = ref(48);
    reborn.incarnation = 2;
    QVERIFY(table.setSuccessors(reborn, {}));
    QCOMPARE(table.successor().incarnation, quint64(2));
    QVERIFY(table.setSuccessors(table.self(), {}));
    QCOMPARE(table.successor(), ref(42));
}

void TestRouting::setSuccessorsTakesItsOwnList()
{
    RoutingTable table(ref(42), IdSpace(6), 3);
    table.setSuccessors(ref(48), refs({51, 56}));
    table.setSuccessors(ref(45), table.successors());
    QCOMPARE(numbers(table.successors()), (QList<quint64>{45, 48, 51}));
    table.setSuccessors(table.successors()[1], {table.successors().begin() + 2, table.successors().end()});
    QCOMPARE(numbers(table.successors()), (QList<quint64>{48, 51}));
}

void TestRouting::predecessor()
{
    RoutingTable table(ref(42), IdSpace(6), 3);
    table.setPredecessor(ref(38));
    QCOMPARE(table.predecessor(), ref(38));
    QVERIFY(!table.remove(Id(38)));
    QCOMPARE(table.predecessor(), ref(38));
    table.setPredecessor(std::nullopt);
    QVERIFY(!table.predecessor().has_value());
}

void TestRouting::loneNodeIsItsOwnFinger()
{
    RoutingTable table(ref(8), IdSpace(6), 3);
    QCOMPARE(table.setFinger(0, ref(8)), 6);
    QCOMPARE(numbers(table.fingers()), QList<quint64>{8});
    QCOMPARE(table.finger(5), ref(8));
    QVERIFY(table.closestPreceding(Id(7), 4).empty());
    QVERIFY(table.closestPreceding(Id(8), 4).empty());
}

// Nodes 1 and 3, m = 3: from N1, the starts 2 and 3 belong to N3 and 5 comes back to N1 (cf. the ring of TON 2001, Fig.
// 3).
void TestRouting::wrappedFingerIsSelf()
{
    RoutingTable table(ref(1), IdSpace(3), 3);
    QCOMPARE(fillFingers(table, {1, 3}), 2);
    QCOMPARE(table.finger(0), ref(3));
    QCOMPARE(table.finger(1), ref(3));
    QCOMPARE(table.finger(2), ref(1));
    QCOMPARE(numbers(table.closestPreceding(Id(0), 4)), QList<quint64>{3});
}

// A node that joined between a start and its finger takes the fingers it precedes, and no others.
void TestRouting::nearerNodeTakesEarlierFingers()
{
    RoutingTable table = paperTable(8);
    QCOMPARE(table.setFinger(2, ref(13)), 3);
    QCOMPARE(numbers(table.fingers()), (QList<quint64>{13, 21, 32, 42}));
    QCOMPARE(table.fingers()[0].index, 0);
    // One finger over all: it is split where the new node ends.
    RoutingTable two(ref(8), IdSpace(6), 3);
    two.setFinger(0, ref(60));
    QCOMPARE(two.setFinger(3, ref(20)), 4);
    QCOMPARE(two.finger(0), ref(20));
    QCOMPARE(two.finger(3), ref(20));
    QCOMPARE(two.finger(4), ref(60));
    QCOMPARE(two.finger(5), ref(60));
}

void TestRouting::nodeBeforeStartIsIgnored()
{
    RoutingTable table = paperTable(8);
    QCOMPARE(table.setFinger(3, ref(9)), 4);
    QCOMPARE(numbers(table.fingers()), (QList<quint64>{14, 21, 32, 42}));
}

void TestRouting::sameNodeKeepsOneEntry()
{
    RoutingTable table = paperTable(8);
    NodeRef reborn = ref(14);
    reborn.incarnation = 2;
    QCOMPARE(table.setFinger(2, reborn), 3);
    QCOMPARE(table.fingers().size(), size_t(4));
    QCOMPARE(table.finger(0), reborn);
    // The node of finger 3 turns out to stand for 4 and 5 as well.
    QCOMPARE(table.setFinger(3, ref(42)), 6);
    QCOMPARE(numbers(table.fingers()), (QList<quint64>{14, 42}));
    // And a finger set by its very own entry.
    QCOMPARE(table.setFinger(4, table.fingers()[1].node), 6);
    QCOMPARE(numbers(table.fingers()), (QList<quint64>{14, 42}));
}

void TestRouting::unknownFingers()
{
    RoutingTable table(ref(8), IdSpace(6), 3);
    table.setFinger(3, ref(21));
    QVERIFY(!table.finger(2).has_value());
    QCOMPARE(table.finger(3), ref(21));
    QVERIFY(!table.finger(4).has_value()); // starts at 24
    table.setFinger(5, ref(42));
    QVERIFY(!table.finger(4).has_value());
}

void TestRouting::removeFillsInTheNext()
{
    RoutingTable table = paperTable(8);
    QVERIFY(table.remove(Id(21))); // a successor and finger 3
    QCOMPARE(numbers(table.successors()), (QList<quint64>{14, 32}));
    QCOMPARE(table.finger(2), ref(14));
    QCOMPARE(table.finger(3), ref(32));
    QCOMPARE(table.finger(4), ref(32));
    QVERIFY(table.remove(Id(42)));
    QVERIFY(!table.finger(5).has_value());
    QVERIFY(!table.remove(Id(42)));
    QVERIFY(!table.remove(Id(8)));
    QVERIFY(table.remove(Id(14)));
    QCOMPARE(table.finger(0), ref(32));
    QVERIFY(table.remove(Id(32)));
    QVERIFY(table.fingers().empty());
    QVERIFY(table.successors().empty());
}

void TestRouting::removeByOwnReference()
{
    RoutingTable table = paperTable(8);
    QVERIFY(table.remove(table.successor().id));
    QCOMPARE(numbers(table.successors()), (QList<quint64>{21, 32}));
    QCOMPARE(numbers(table.fingers()), (QList<quint64>{21, 32, 42}));
    QVERIFY(table.remove(table.fingers().back().node.id));
    QCOMPARE(numbers(table.fingers()), (QList<quint64>{21, 32}));
}

void TestRouting::closestPrecedingMergesBothLists()
{
    RoutingTable table(ref(8), IdSpace(6), 4);
    table.setSuccessors(ref(14), refs({21, 30, 38}));
    table.setFinger(0, ref(14));
    table.setFinger(4, ref(32));
    table.setFinger(5, ref(42));
    const std::vector<NextHop> hops = table.closestPreceding(Id(40), 9);
    QCOMPARE(numbers(hops), (QList<quint64>{38, 32, 30, 21, 14}));
    const QList<int> via{-1, 4, -1, -1, 0};
    for (int i = 0; i < via.size(); ++i)
        QCOMPARE(hops[size_t(i)].finger, via[i]);
    // The open interval: neither the target nor self.
    QCOMPARE(numbers(table.closestPreceding(Id(38), 9)), (QList<quint64>{32, 30, 21, 14}));
    QVERIFY(table.closestPreceding(Id(14), 9).empty());
}

void TestRouting::closestPrecedingOfSelfIsWholeRing()
{
    QCOMPARE(numbers(paperTable(8).closestPreceding(Id(8), 9)), (QList<quint64>{42, 32, 21, 14}));
}

void TestRouting::closestPrecedingCounts()
{
    const RoutingTable table = paperTable(8);
    QCOMPARE(numbers(table.closestPreceding(Id(54), 2)), (QList<quint64>{42, 32}));
    QVERIFY(table.closestPreceding(Id(54), 0).empty());
}

void TestRouting::fingersMatchAnyRing()
{
    std::mt19937_64 random(3);
    const int bits = 12;
    for (int round = 0; round < 200; ++round) {
        std::set<quint64> ring;
        const size_t size = 1 + random() % 60;
        while (ring.size() < size)
            ring.insert(random() % (1 << bits));
        RoutingTable table(ref(*std::next(ring.begin(), qint64(random() % size))), IdSpace(bits), 4);
        const int steps = fillFingers(table, ring);
        QCOMPARE(steps, int(table.fingers().size()));
        QVERIFY(isWellFormed(table));
        for (int i = 0; i < bits; ++i)
            QCOMPARE(table.finger(i), ref(successorOn(ring, table.fingerStart(i))));
        const Id target(random() % (1 << bits));
        for (const NextHop &hop : table.closestPreceding(target, 100))
            QVERIFY(between(table.self().id, hop.node.id, target));
    }
}

void TestRouting::anySequenceKeepsTableWellFormed()
{
    std::mt19937_64 random(4);
    const int bits = 8;
    RoutingTable table(ref(100), IdSpace(bits), 5);
    for (int step = 0; step < 50000; ++step) {
        const quint64 node = random() % (1 << bits);
        const int index = int(random() % bits);
        switch (random() % 4) {
        case 0:
            table.remove(Id(node));
            QVERIFY(std::ranges::count(numbers(table.fingers()), node) == 0);
            QVERIFY(std::ranges::count(numbers(table.successors()), node) == 0);
            break;
        case 1:
            table.setSuccessors(ref(node), table.successors());
            break;
        default: {
            const bool fits = inRange(table.self().id, table.fingerStart(index), Id(node));
            const int next = table.setFinger(index, ref(node));
            QVERIFY(next > index && next <= bits);
            for (int i = index; fits && i < next; ++i)
                QCOMPARE(table.finger(i), ref(node));
        }
        }
        QVERIFY(isWellFormed(table));

        std::set<quint64> known;
        for (const quint64 number : numbers(table.fingers()) + numbers(table.successors()))
            known.insert(number);
        const Id target(random() % (1 << bits));
        QList<quint64> expected;
        for (const quint64 number : known) {
            if (between(table.self().id, Id(number), target) && number != 100)
                expected.append(number);
        }
        std::ranges::sort(expected, [&](quint64 a, quint64 b) {
            return table.space().distance(Id(a), target) < table.space().distance(Id(b), target);
        });
        if (target == table.self().id) // distance 0 would be the whole way around
            std::ranges::sort(expected, [](quint64 a, quint64 b) { return quint8(a - 100) > quint8(b - 100); });
        QCOMPARE(numbers(table.closestPreceding(target, 100)), expected);
    }
}

void TestRouting::worksAtFullWidth()
{
    const IdSpace space;
    const NodeRef self{space.hash("self"), "self:1", 1};
    RoutingTable table(self, space, 8);
    std::vector<NodeRef> nodes;
    for (int i = 0; i < 1000; ++i)
        nodes.push_back({space.hash(QByteArray::number(i)), QByteArray::number(i), 1});
    std::ranges::sort(nodes, [&](const NodeRef &a, const NodeRef &b) {
        return space.distance(self.id, a.id) < space.distance(self.id, b.id);
    });
    const auto successorOf = [&](const Id &id) {
        const auto it = std::ranges::find_if(nodes, [&](const NodeRef &node) {
            return space.distance(self.id, id) <= space.distance(self.id, node.id);
        });
        return it == nodes.end() ? self : *it;
    };
    for (int index = 0; index < space.bits();)
        index = table.setFinger(index, successorOf(table.fingerStart(index)));
    for (int index = 0; index < space.bits(); ++index)
        QCOMPARE(table.finger(index), successorOf(table.fingerStart(index)));
    QVERIFY(table.fingers().size() < 20); // log2(1000) is 10
    QVERIFY(isWellFormed(table));
}

// A node of a million takes about 20 fingers (log2 N), and with 8 successors its share of 4 KiB.
void TestRouting::memoryIsSmall()
{
    RoutingTable table(ref(0), IdSpace(40), 8);
    QVERIFY(table.memoryBytes() < 256);
    table.setSuccessors(ref(1), refs({2, 3, 4, 5, 6, 7, 8, 9, 10}));
    for (int index = 20; index < 40; ++index)
        table.setFinger(index, ref((quint64(1) << index) + 1));
    QCOMPARE(table.fingers().size(), size_t(20));
    QVERIFY2(table.memoryBytes() < 2300, qPrintable(QString::number(table.memoryBytes())));
}

QTEST_APPLESS_MAIN(TestRouting)
#include "tst_routing.moc"
