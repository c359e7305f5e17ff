// SPDX-License-Identifier: GPL-3.0-or-later
//
// The checker of placement, on holdings made by hand: missing, differing, brought back and misplaced copies, ranges
// with wrong voters, wrong leaders and wrong ends.

#include "sim/check/placement_check.h"

#include <QTest>

using chord::IdSpace;
using chord::NodeRef;
using chord::Record;
using sim::Holdings;
using sim::LedRange;
using sim::Problems;

namespace {

const IdSpace space(160);
constexpr size_t count = 8;
constexpr size_t replicas = 3;

Record record(const QByteArray &key, quint64 version, const QByteArray &value)
{
    Record record;
    record.key = key;
    record.version = {version};
    record.value = value;
    return record;
}

Record tombstone(const QByteArray &key, quint64 version)
{
    Record made = record(key, version, {});
    made.tombstone = true;
    return made;
}

// Eight members, evenly spaced, without anything.
std::vector<Holdings> members()
{
    std::vector<Holdings> members;
    for (quint32 i = 0; i < count; ++i)
        members.push_back({NodeRef{space.fraction(i, count), "n" + QByteArray::number(i), i + 1}, {}});
    return members;
}

// Each range ends at a member, which leads it, and the next two vote on it, too.
std::vector<LedRange> ranges()
{
    const std::vector<Holdings> nodes = members();
    std::vector<LedRange> ranges;
    for (size_t i = 0; i < count; ++i) {
        LedRange range{{nodes[(i + count - 1) % count].node.id, nodes[i].node.id}, nodes[i].node, {}};
        for (size_t k = 0; k < replicas; ++k)
            range.voters.push_back(nodes[(i + k) % count].node);
        ranges.push_back(range);
    }
    return ranges;
}

// The places of a key's holders, the leader first, then all others.
std::vector<size_t> orderFor(const QByteArray &key)
{
    const double position = space.position(space.hash(key));
    std::vector<size_t> order;
    const size_t owner = size_t(std::ceil(position * count)) % count;
    for (size_t k = 0; k < count; ++k)
        order.push_back((owner + k) % count);
    return order;
}

Problems problems(const std::vector<Holdings> &ring)
{
    return sim::placementProblems(ring, ranges(), space);
}

Problems voterProblems(const std::vector<LedRange> &led, bool mayStay = false)
{
    return sim::voterProblems(members(), led, int(replicas), [&](const NodeRef &) { return mayStay; });
}

} // namespace

class TestPlacementCheck : public QObject {
    Q_OBJECT

private slots:
    void inPlace();
    void missing();
    void differing();
    void elsewhere();
    void broughtBack();
    void collectedDelete();
    void unserved();
    void voters();
    void fewMembers();
    void ends();
};

void TestPlacementCheck::inPlace()
{
    std::vector<Holdings> ring = members();
    for (int i = 0; i < 100; ++i) {
        const QByteArray key = "key" + QByteArray::number(i);
        for (size_t k = 0; k < replicas; ++k)
            ring[orderFor(key)[k]].records[key] = record(key, 1, "a");
    }
    QVERIFY(problems(ring).empty());
}

void TestPlacementCheck::missing()
{
    for (size_t without = 0; without < replicas; ++without) {
        std::vector<Holdings> ring = members();
        for (size_t k = 0; k < replicas; ++k) {
            if (k != without)
                ring[orderFor("x")[k]].records["x"] = record("x", 1, "a");
        }
        QVERIFY(!problems(ring).empty());
    }
}

void TestPlacementCheck::differing()
{
    for (const Record &other : {record("x", 2, "a"), record("x", 1, "b"), tombstone("x", 2)}) {
        std::vector<Holdings> ring = members();
        for (size_t k = 0; k < replicas; ++k)
            ring[orderFor("x")[k]].records["x"] = k == 1 ? other : record("x", 1, "a");
        QCOMPARE(problems(ring).size(), 1u);
        QVERIFY(problems(ring).front().contains("key x"));
    }
}

void TestPlacementCheck::elsewhere()
{
    std::vector<Holdings> ring = members();
    for (size_t k = 0; k < replicas; ++k)
        ring[orderFor("x")[k]].records["x"] = record("x", 1, "a");
    QVERIFY(problems(ring).empty());
    ring[orderFor("x")[replicas]].records["x"] = record("x", 1, "a");
    QCOMPARE(problems(ring).size(), 1u);
    QVERIFY(problems(ring).front().contains("does not vote"));
}

// Deleted at its voters, alive at a node that was away: it must not come back, and must not stay.
void TestPlacementCheck::broughtBack()
{
    std::vector<Holdings> ring = members();
    for (size_t k = 0; k < replicas; ++k)
        ring[orderFor("x")[k]].records["x"] = tombstone("x", 2);
    QVERIFY(problems(ring).empty());
    ring[orderFor("x")[6]].records["x"] = record("x", 1, "a");
    QVERIFY(!problems(ring).empty());
}

void TestPlacementCheck::collectedDelete()
{
    std::vector<Holdings> ring = members();
    ring[orderFor("x")[1]].records["x"] = tombstone("x", 2);
    QVERIFY(problems(ring).empty());
}

void TestPlacementCheck::unserved()
{
    std::vector<Holdings> ring = members();
    ring[orderFor("x")[5]].records["x"] = record("x", 1, "a");
    std::vector<LedRange> led = ranges();
    std::erase_if(led, [](const LedRange &range) { return range.range.contains(space.hash("x")); });
    QVERIFY(sim::placementProblems(ring, led, space).empty());
}

void TestPlacementCheck::voters()
{
    QVERIFY(voterProblems(ranges()).empty());
    std::vector<LedRange> led = ranges();
    std::swap(led[2].voters[0], led[2].voters[1]); // their order does not matter
    QVERIFY(voterProblems(led).empty());
    led[2].leader = led[3].leader;
    QCOMPARE(voterProblems(led).size(), 1u);
    led = ranges();
    led[2].voters.pop_back();
    QCOMPARE(voterProblems(led).size(), 1u);
    led = ranges();
    led[2].voters[1].incarnation = 99; // a node that was there before
    QCOMPARE(voterProblems(led).size(), 1u);
    led = ranges();
    led[2].voters.push_back(members()[6].node);
    QCOMPARE(voterProblems(led).size(), 1u);
    QCOMPARE(voterProblems(led, true).size(), 1u);
}

// With two of three members left, a silent voter stays until it is proven to be gone.
void TestPlacementCheck::fewMembers()
{
    const std::vector<Holdings> ring = {members()[0], members()[5]};
    std::vector<LedRange> led{{{ring[1].node.id, ring[0].node.id}, ring[0].node, {ring[0].node, ring[1].node}},
                              {{ring[0].node.id, ring[1].node.id}, ring[1].node, {ring[0].node, ring[1].node}}};
    const auto found = [&](bool mayStay) {
        return sim::voterProblems(ring, led, int(replicas), [&](const NodeRef &) { return mayStay; }).size();
    };
    QCOMPARE(found(false), 0u);
    led[0].voters.push_back(members()[2].node);
    QCOMPARE(found(true), 0u);
    QCOMPARE(found(false), 1u);
    led[0].voters.erase(led[0].voters.begin());
    QCOMPARE(found(true), 1u);
}

void TestPlacementCheck::ends()
{
    QVERIFY(sim::endProblems(members(), ranges()).empty());
    std::vector<LedRange> led = ranges();
    led[2].range.hi = space.add(led[2].range.hi, chord::Id(1));
    led[3].range.lo = led[2].range.hi;
    QCOMPARE(sim::endProblems(members(), led).size(), 1u);
    led[3].voters[2].incarnation = 99; // without it, nothing is merged
    QVERIFY(sim::endProblems(members(), led).empty());
}

QTEST_APPLESS_MAIN(TestPlacementCheck)
#include "tst_placement_check.moc"
