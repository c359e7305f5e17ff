// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rings that form, grow, shrink, meet and part: many joins at once, joins during elections, leaves of leaders and of
// all, founding from one list, and rings that must or must not become one.

#include "ring_checks.h"

#include "chord/routing.h"

using namespace chord;

namespace {

constexpr int ringSize = 5;

Id placeAfter(int host, quint64 offset)
{
    const IdSpace space = Config().space();
    return space.add(space.fraction(quint32(host + 1), 64), Id(offset));
}

std::set<quint64> rings(const VirtualRing &ring)
{
    std::set<quint64> out;
    for (const int host : ring.up())
        out.insert(ring.node(host).ring());
    return out;
}

} // namespace

class TestGroupsMembership : public QObject {
    Q_OBJECT

private slots:
    void neighboursJoinAtOnce();
    void manyJoinAtOnce_data();
    void manyJoinAtOnce();
    void joinDuringElection();
    void joinThroughAnyNode();
    void identifierTaken();
    void leaveOfALeader_data();
    void leaveOfALeader();
    void leavesOneAfterTheOther();
    void leaveOfAllAtOnce();
    void leaveWithoutOthers();
    void leaveWithADeadNeighbour();
    void oneListFoundsOneRing_data();
    void oneListFoundsOneRing();
    void oneListWaitsForAll();
    void emptyFounderGivesWay();
    void founderRestartedReturnsToItsRing();
    void founderWithDataDoesNotGiveWay();
    void ringsWithDataNeverMerge();
    void cutIntoPiecesAndHealed();
};

void TestGroupsMembership::neighboursJoinAtOnce()
{
    for (quint64 seed = 1; seed <= 10; ++seed) {
        VirtualRing ring(VirtualRing::quickConfig(), seed);
        FORM(ringSize);
        Workload workload(ring, 25);
        workload.start();
        ring.setPlace(8, placeAfter(1, 1));
        ring.setPlace(9, placeAfter(1, 2));
        ring.setPlace(10, placeAfter(1, 3));
        ring.join(10, {3});
        ring.join(8, {0});
        ring.join(9, {4});
        AT_REST();
        CONSISTENT(workload);
        QCOMPARE(workload.unavailable(), 0);
    }
}

void TestGroupsMembership::manyJoinAtOnce_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("inOrder");
    for (const int size : {10, 40}) {
        QTest::addRow("%d nodes, as they follow on the ring", size) << size << true;
        QTest::addRow("%d nodes, anywhere", size) << size << false;
    }
}

void TestGroupsMembership::manyJoinAtOnce()
{
    QFETCH(int, size);
    QFETCH(bool, inOrder);
    VirtualRing ring;
    if (!inOrder) {
        for (int host = 0; host < size; ++host)
            ring.setPlace(host, Config().space().hash(QByteArray::number(host)));
    }
    ring.found(0);
    for (int host = 1; host < size; ++host)
        ring.join(host, {0});
    CHECK(ring.rest(120'000));
    qInfo("%d nodes came to rest after %lld ms", size, ring.now() / usPerMs);
    QCOMPARE(int(ring.up().size()), size);
    Workload workload(ring, 2 * size);
    workload.start();
    ring.run(2000);
    CONSISTENT(workload);
    QCOMPARE(workload.unavailable(), 0);
}

void TestGroupsMembership::joinDuringElection()
{
    for (const int afterMs : {0, 300, 700, 900}) {
        VirtualRing ring;
        FORM(ringSize);
        Workload workload(ring, 25);
        workload.start();
        ring.run(1000);
        ring.setPlace(9, placeAfter(1, 1));
        ring.crash(2);
        ring.run(afterMs);
        ring.join(9, {0});
        WAIT(ring.node(9).state() == NodeState::Ready, 15'000);
        ring.join(2, {0});
        AT_REST();
        CONSISTENT(workload);
    }
}

void TestGroupsMembership::joinThroughAnyNode()
{
    VirtualRing ring;
    FORM(2);
    for (int host = 2; host < 8; ++host) {
        ring.join(host, {20, host - 1}); // the first contact is not there
        ring.run(200);
    }
    AT_REST();
    NO_VIOLATION();
}

void TestGroupsMembership::identifierTaken()
{
    VirtualRing ring;
    FORM(3);
    ring.setPlace(9, ring.placeOf(1));
    ring.join(9, {0});
    WAIT(ring.count(Event::Kind::JoinFailed) == 1, 20'000);
    QVERIFY(ring.events().back().event.problem == MembershipProblem::IdentifierTaken);
    AT_REST();
}

void TestGroupsMembership::leaveOfALeader_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {2, 3, 4, 5, 8})
        QTest::addRow("%d nodes", size) << size;
}

void TestGroupsMembership::leaveOfALeader()
{
    QFETCH(int, size);
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 2000;
    VirtualRing ring(config);
    FORM(size);
    Workload workload(ring, 25);
    workload.start();
    ring.run(1000);
    ring.leave(1);
    WAIT(!ring.isUp(1), 20'000);
    QCOMPARE(ring.count(Event::Kind::Left), 1);
    AT_REST();
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
    QCOMPARE(ring.count(Event::Kind::QuorumLost), 0);
}

void TestGroupsMembership::leavesOneAfterTheOther()
{
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 2000;
    VirtualRing ring(config);
    FORM(7);
    Workload workload(ring, 35);
    workload.start();
    for (const int host : {3, 0, 6, 2, 5, 1}) {
        ring.leave(host);
        WAIT(!ring.isUp(host), 20'000);
        ring.run(500);
    }
    QCOMPARE(ring.up(), std::vector<int>{4});
    AT_REST();
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::LeaveFailed), 0);
}

void TestGroupsMembership::leaveOfAllAtOnce()
{
    for (const int size : {2, 3, 5, 8}) {
        VirtualRing ring;
        FORM(size);
        for (int host = 0; host < size; ++host)
            ring.leave(host);
        WAIT(ring.up().empty(), 20'000);
        QCOMPARE(ring.count(Event::Kind::Left), size);
        QCOMPARE(ring.count(Event::Kind::LeaveFailed), 0);
    }
}

void TestGroupsMembership::leaveWithoutOthers()
{
    VirtualRing ring;
    FORM(1);
    QCOMPARE(ring.finish(ring.put(0, "key", "value")).status, OperationStatus::Ok);
    ring.leave(0);
    WAIT(ring.up().empty(), 5000);
    QCOMPARE(ring.count(Event::Kind::Left), 1);
}

void TestGroupsMembership::leaveWithADeadNeighbour()
{
    VirtualRing ring;
    FORM(6);
    Workload workload(ring, 30);
    workload.start();
    ring.run(1000);
    ring.crash(3);
    ring.run(200);
    ring.leave(2);
    WAIT(!ring.isUp(2), 25'000);
    QCOMPARE(ring.count(Event::Kind::Left), 1);
    WAIT(ring.isWhole(), 10'000);
    ring.run(1000);
    CONSISTENT(workload);
}

void TestGroupsMembership::oneListFoundsOneRing_data()
{
    QTest::addColumn<int>("apartMs");
    for (const int apartMs : {0, 100, 1000, 3000})
        QTest::addRow("started %d ms apart", apartMs) << apartMs;
}

// Every node gets the list of all, its own address included, and none is told to found.
void TestGroupsMembership::oneListFoundsOneRing()
{
    QFETCH(int, apartMs);
    for (quint64 seed = 1; seed <= 5; ++seed) {
        VirtualRing ring(VirtualRing::quickConfig(), seed);
        const std::vector<int> list{0, 1, 2, 3, 4};
        std::vector<int> order = list;
        std::mt19937_64 random(seed);
        std::shuffle(order.begin(), order.end(), random);
        std::set<quint64> seen;
        for (const int host : order) {
            ring.join(host, list);
            ring.run(apartMs);
        }
        const auto isFormed = [&] {
            for (const quint64 number : rings(ring)) {
                if (number != 0)
                    seen.insert(number);
            }
            return ring.isAtRest();
        };
        CHECK(ring.waitFor(isFormed, 60'000));
        QCOMPARE(int(ring.up().size()), 5);
        QCOMPARE(int(seen.size()), 1);
        NO_VIOLATION();
    }
}

void TestGroupsMembership::oneListWaitsForAll()
{
    VirtualRing ring;
    const std::vector<int> list{0, 1, 2};
    ring.join(0, list);
    ring.join(2, list);
    ring.run(8000);
    QCOMPARE(rings(ring), std::set<quint64>{0});
    ring.join(1, list);
    AT_REST();
    QCOMPARE(rings(ring).size(), size_t(1));
}

// A node that founded a ring without knowing better, and holds nothing, joins the ring that remembers its address.
void TestGroupsMembership::emptyFounderGivesWay()
{
    for (const bool withData : {true, false}) {
        VirtualRing ring;
        FORM(ringSize);
        if (withData) {
            QCOMPARE(ring.finish(ring.put(0, "key", "value")).status, OperationStatus::Ok);
        }
        const quint64 name = ring.node(1).ring();
        ring.crash(3);
        ring.run(2000);
        ring.found(3);
        QVERIFY(ring.node(3).ring() != name);
        AT_REST();
        QCOMPARE(rings(ring), std::set<quint64>{name});
        if (withData)
            QCOMPARE(ring.read(3, "key"), "value");
        NO_VIOLATION();
    }
}

// As a service manager restarts it: with the same arguments, and so as a founder.
void TestGroupsMembership::founderRestartedReturnsToItsRing()
{
    for (const int awayMs : {0, 500, 3000, 20'000}) {
        VirtualRing ring{Config()}; // a founder holds back its first write
        FORM(ringSize);
        Workload workload(ring, 25);
        workload.start();
        ring.run(1000);
        const quint64 name = ring.node(1).ring();
        workload.avoid({0});
        ring.crash(0);
        ring.run(awayMs);
        ring.found(0);
        AT_REST();
        QCOMPARE(rings(ring), std::set<quint64>{name});
        workload.avoid({});
        ring.run(1000);
        CONSISTENT(workload);
    }
}

void TestGroupsMembership::founderWithDataDoesNotGiveWay()
{
    VirtualRing ring;
    FORM(ringSize);
    QCOMPARE(ring.finish(ring.put(0, "key", "ours")).status, OperationStatus::Ok);
    ring.crash(3);
    ring.found(3);
    QCOMPARE(ring.finish(ring.put(3, "key", "its own")).status, OperationStatus::Ok);
    ring.run(30'000);
    QCOMPARE(rings(ring).size(), size_t(2));
    QCOMPARE(ring.read(3, "key"), "its own");
    QCOMPARE(ring.read(0, "key"), "ours");
    CHECK(ring.isUp(3) && ring.node(3).routing().successors().empty());
}

// A node of one ring is known to the other by its address: none of them takes in the other's nodes or data.
void TestGroupsMembership::ringsWithDataNeverMerge()
{
    VirtualRing ring;
    ring.found(0);
    ring.join(2, {0});
    ring.join(4, {0});
    ring.found(1);
    ring.join(3, {1});
    ring.join(5, {1});
    ring.run(10'000);
    QCOMPARE(rings(ring).size(), size_t(2));
    QCOMPARE(ring.finish(ring.put(0, "key", "first")).status, OperationStatus::Ok);
    QCOMPARE(ring.finish(ring.put(1, "key", "second")).status, OperationStatus::Ok);
    QCOMPARE(ring.finish(ring.put(1, "other", "second")).status, OperationStatus::Ok);
    // Host 4 changes sides.
    ring.crash(4);
    ring.run(500);
    ring.join(4, {1});
    ring.run(30'000);
    QCOMPARE(rings(ring).size(), size_t(2));
    QCOMPARE(ring.node(0).ring(), ring.node(2).ring());
    for (const int host : {3, 4, 5})
        QCOMPARE(ring.node(host).ring(), ring.node(1).ring());
    for (const int host : {0, 2}) {
        QCOMPARE(ring.read(host, "key"), "first");
        QCOMPARE(ring.read(host, "other"), "-");
    }
    for (const int host : {1, 3, 4, 5})
        QCOMPARE(ring.read(host, "key"), "second");
    NO_VIOLATION();
}

// Long enough for all to forget each other as neighbours: the remembered addresses bring the parts together.
void TestGroupsMembership::cutIntoPiecesAndHealed()
{
    VirtualRing ring;
    FORM(6);
    Workload workload(ring, 30);
    workload.start();
    ring.run(1000);
    for (int host = 0; host < 6; ++host) {
        for (int other = 0; other < host; ++other) {
            if (host / 2 != other / 2)
                ring.cutBoth(host, other);
        }
    }
    ring.run(60'000);
    ring.heal();
    AT_REST();
    ring.run(1000);
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

QTEST_APPLESS_MAIN(TestGroupsMembership)
#include "tst_groups_membership.moc"
