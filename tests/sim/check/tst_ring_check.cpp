// SPDX-License-Identifier: GPL-3.0-or-later
//
// The checkers of rings and of what is served, on pictures drawn by hand: each way in which a ring can be wrong must be
// seen (Zave, "How to Make Chord Correct", 2015, shows how the original protocol gets there).

#include "sim/check/ring_check.h"
#include "sim/check/serving_check.h"

#include <QTest>

using chord::Id;
using chord::NodeRef;
using chord::Range;
using sim::Problems;
using sim::RingPicture;

namespace {

// Each has an incarnation of its own: its identifier, if none is told.
NodeRef node(quint64 id, quint64 incarnation = 0)
{
    return {Id(id), "N" + QByteArray::number(id), incarnation ? incarnation : id};
}

RingPicture::Member member(quint64 id, std::vector<quint64> successors, quint64 predecessor)
{
    RingPicture::Member member{node(id), node(predecessor), {}};
    for (quint64 successor : successors)
        member.successors.push_back(node(successor));
    return member;
}

// The paper's ring of m = 6 with lists of two.
RingPicture paperRing()
{
    const std::vector<quint64> ids{1, 8, 14, 21, 32, 38, 42, 48, 51, 56};
    RingPicture picture;
    for (size_t i = 0; i < ids.size(); ++i) {
        const auto id = [&](size_t k) { return ids[(i + k) % ids.size()]; };
        picture.members.push_back(member(id(0), {id(1), id(2)}, id(ids.size() - 1)));
    }
    return picture;
}

bool mentions(const Problems &problems, const char *text)
{
    return std::any_of(problems.begin(), problems.end(),
                       [&](const QByteArray &problem) { return problem.contains(text); });
}

sim::Serving serving(quint64 lo, quint64 hi)
{
    return {node(hi), Range{Id(lo), Id(hi)}};
}

} // namespace

class TestRingCheck : public QObject {
    Q_OBJECT

private slots:
    void idealRing();
    void ringOfOne();
    void joining();
    void deadSuccessors();
    void restartedIsSomebodyElse();
    void listOutOfOrder();
    void twoRings();
    void wrapsTwice();
    void shortListHasGoneAround();
    void wrongPointers();
    void servedTwice();
    void unserved();
};

void TestRingCheck::idealRing()
{
    const RingPicture picture = paperRing();
    QVERIFY(sim::ringProblems(picture).empty());
    QVERIFY(sim::idealProblems(picture, 2).empty());
    QVERIFY(sim::ringProblems(RingPicture()).empty());
}

void TestRingCheck::ringOfOne()
{
    RingPicture picture;
    picture.members.push_back(member(5, {}, 5));
    QVERIFY(sim::ringProblems(picture).empty());
    QVERIFY(sim::idealProblems(picture, 8).empty());
}

// A node that has just joined hangs on the ring, and nobody points at it yet.
void TestRingCheck::joining()
{
    RingPicture picture = paperRing();
    picture.members.insert(picture.members.begin() + 4, member(26, {32, 38}, 21));
    QVERIFY(sim::ringProblems(picture).empty());
    QVERIFY(!sim::idealProblems(picture, 2).empty());
}

void TestRingCheck::deadSuccessors()
{
    RingPicture picture = paperRing();
    picture.members.erase(picture.members.begin() + 4); // 32
    QVERIFY(sim::ringProblems(picture).empty());
    picture.members.erase(picture.members.begin() + 4); // 38, so that 21 knows nobody
    QVERIFY(mentions(sim::ringProblems(picture), "no successor of N21 is alive"));
    picture.members[3].joining = true;
    picture.members[2].successors = {node(42)};
    picture.members[1].successors = {node(14)};
    QVERIFY(sim::ringProblems(picture).empty());
}

void TestRingCheck::restartedIsSomebodyElse()
{
    RingPicture picture = paperRing();
    picture.members.erase(picture.members.begin() + 5);
    picture.members[4].node = node(32, 2);
    QVERIFY(mentions(sim::ringProblems(picture), "no successor of N21 is alive"));
}

void TestRingCheck::listOutOfOrder()
{
    RingPicture picture = paperRing();
    std::swap(picture.members[2].successors[0], picture.members[2].successors[1]);
    QVERIFY(mentions(sim::ringProblems(picture), "N14's successor list is out of order"));
    QVERIFY(sim::listProblem(picture.members[2]).contains("out of order"));
    QVERIFY(sim::listProblem(picture.members[3]).isEmpty());
    picture = paperRing();
    picture.members[2].successors[1] = node(14);
    QVERIFY(mentions(sim::ringProblems(picture), "N14's successor list is out of order"));
    picture = paperRing();
    picture.members[2].successors[1] = picture.members[2].successors[0];
    QVERIFY(mentions(sim::ringProblems(picture), "N14's successor list is out of order"));
}

void TestRingCheck::twoRings()
{
    RingPicture picture;
    picture.members = {member(1, {21}, 21), member(8, {32}, 32), member(21, {1}, 1), member(32, {8}, 8)};
    QVERIFY(mentions(sim::ringProblems(picture), "two rings"));
}

// One cycle, but it visits the members in the order 1 21 8 32.
void TestRingCheck::wrapsTwice()
{
    RingPicture picture;
    picture.members = {member(1, {21}, 32), member(8, {32}, 21), member(21, {8}, 1), member(32, {1}, 8)};
    QVERIFY(mentions(sim::ringProblems(picture), "2 times"));
}

// Fewer entries than L: all others are in it, and when they are dead the node is alone.
void TestRingCheck::shortListHasGoneAround()
{
    RingPicture picture;
    picture.members = {member(1, {21}, 21)};
    picture.listLength = 1;
    QVERIFY(mentions(sim::ringProblems(picture), "no successor of N1 is alive"));
    picture.listLength = 2;
    QVERIFY(sim::ringProblems(picture).empty());
    picture.members.push_back(member(30, {1}, 1));
    QVERIFY(sim::ringProblems(picture).empty());
    picture.members.push_back(member(40, {}, 40));
    QVERIFY(mentions(sim::ringProblems(picture), "two rings"));
}

void TestRingCheck::wrongPointers()
{
    RingPicture picture = paperRing();
    picture.members[3].predecessor.reset();
    QVERIFY(mentions(sim::idealProblems(picture, 2), "N21's predecessor is unknown"));
    picture = paperRing();
    picture.members[3].successors.pop_back();
    QVERIFY(mentions(sim::idealProblems(picture, 2), "N21's successor list"));
}

void TestRingCheck::servedTwice()
{
    QVERIFY(sim::servedTwice({serving(56, 8), serving(8, 30), serving(30, 56)}).isEmpty());
    QVERIFY(sim::servedTwice({serving(8, 8)}).isEmpty());
    QVERIFY(!sim::servedTwice({serving(8, 8), serving(20, 30)}).isEmpty());
    QVERIFY(!sim::servedTwice({serving(56, 9), serving(8, 30)}).isEmpty());
    QVERIFY(!sim::servedTwice({serving(10, 30), serving(15, 20)}).isEmpty());
    QVERIFY(!sim::servedTwice({serving(56, 8), serving(60, 3)}).isEmpty());
}

void TestRingCheck::unserved()
{
    QVERIFY(sim::unserved({serving(56, 8), serving(30, 56), serving(8, 30)}).empty());
    QVERIFY(sim::unserved({serving(8, 8)}).empty());
    QCOMPARE(sim::unserved({}), std::vector<Range>{Range()});
    QCOMPARE(sim::unserved({serving(56, 8), serving(9, 30), serving(30, 56)}), (std::vector<Range>{{Id(8), Id(9)}}));
    QCOMPARE(sim::unserved({serving(10, 30)}), (std::vector<Range>{{Id(30), Id(10)}}));
    QCOMPARE(sim::unserved({serving(56, 8), serving(20, 30)}), (std::vector<Range>{{Id(8), Id(20)}, {Id(30), Id(56)}}));
}

QTEST_APPLESS_MAIN(TestRingCheck)
#include "tst_ring_check.moc"
