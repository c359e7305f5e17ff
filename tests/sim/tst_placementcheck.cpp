// SPDX-License-Identifier: GPL-3.0-or-later
//
// The checker of replica placement, on holdings made by hand: missing, differing, brought back and misplaced copies.

#include "sim/placementcheck.h"

#include <QTest>

using chord::Id;
using chord::IdSpace;
using chord::Record;
using sim::Holdings;
using sim::PlacementRule;
using sim::Problems;

namespace {

const IdSpace space(160);

Record record(const QByteArray &key, quint64 counter, const QByteArray &value)
{
    Record record;
    record.key = key;
    record.version = {1, counter, 1};
    record.value = value;
    return record;
}

Record tombstone(const QByteArray &key, quint64 counter)
{
    Record made = record(key, counter, {});
    made.tombstone = true;
    return made;
}

// Eight members, evenly spaced, without anything.
std::vector<Holdings> members()
{
    std::vector<Holdings> members;
    for (quint32 i = 0; i < 8; ++i)
        members.push_back({space.fraction(i, 8), "n" + QByteArray::number(i), {}});
    return members;
}

// The indices of a key's holders, the owner first, then everyone else.
std::vector<size_t> orderFor(const QByteArray &key)
{
    const double position = space.position(space.hash(key));
    std::vector<size_t> order;
    const size_t owner = size_t(std::ceil(position * 8)) % 8;
    for (size_t k = 0; k < 8; ++k)
        order.push_back((owner + k) % 8);
    return order;
}

} // namespace

class tst_PlacementCheck : public QObject {
    Q_OBJECT

private slots:
    void inPlace();
    void missing();
    void differing();
    void elsewhere();
    void broughtBack();
    void collectedDelete();
    void fewMembers();
};

void tst_PlacementCheck::inPlace()
{
    std::vector<Holdings> ring = members();
    for (int i = 0; i < 100; ++i) {
        const QByteArray key = "key" + QByteArray::number(i);
        for (size_t k = 0; k < 3; ++k)
            ring[orderFor(key)[k]].records[key] = record(key, 1, "a");
    }
    QVERIFY(sim::placementProblems(ring, space, {3, true}).empty());
}

void tst_PlacementCheck::missing()
{
    for (size_t without = 0; without < 3; ++without) {
        std::vector<Holdings> ring = members();
        for (size_t k = 0; k < 3; ++k) {
            if (k != without)
                ring[orderFor("x")[k]].records["x"] = record("x", 1, "a");
        }
        QVERIFY(!sim::placementProblems(ring, space, {3, false}).empty());
    }
}

void tst_PlacementCheck::differing()
{
    for (const Record &other : {record("x", 2, "a"), record("x", 1, "b"), tombstone("x", 2)}) {
        std::vector<Holdings> ring = members();
        for (size_t k = 0; k < 3; ++k)
            ring[orderFor("x")[k]].records["x"] = k == 1 ? other : record("x", 1, "a");
        const Problems problems = sim::placementProblems(ring, space, {3, false});
        QCOMPARE(problems.size(), 1u);
        QVERIFY(problems.front().contains("key x"));
    }
}

void tst_PlacementCheck::elsewhere()
{
    std::vector<Holdings> ring = members();
    for (size_t k = 0; k < 4; ++k)
        ring[orderFor("x")[k]].records["x"] = record("x", 1, "a");
    QVERIFY(sim::placementProblems(ring, space, {3, false}).empty());
    QVERIFY(!sim::placementProblems(ring, space, {3, true}).empty());
}

// Deleted at its holders, alive at somebody who was away: it would come back.
void tst_PlacementCheck::broughtBack()
{
    std::vector<Holdings> ring = members();
    for (size_t k = 0; k < 3; ++k)
        ring[orderFor("x")[k]].records["x"] = tombstone("x", 2);
    QVERIFY(sim::placementProblems(ring, space, {3, false}).empty());
    ring[orderFor("x")[6]].records["x"] = record("x", 1, "a");
    QVERIFY(!sim::placementProblems(ring, space, {3, false}).empty());
}

void tst_PlacementCheck::collectedDelete()
{
    std::vector<Holdings> ring = members();
    ring[orderFor("x")[1]].records["x"] = tombstone("x", 2);
    QVERIFY(sim::placementProblems(ring, space, {3, true}).empty());
}

void tst_PlacementCheck::fewMembers()
{
    std::vector<Holdings> ring = {members()[0], members()[5]};
    ring[0].records["x"] = record("x", 1, "a");
    QVERIFY(!sim::placementProblems(ring, space, {3, false}).empty());
    ring[1].records["x"] = record("x", 1, "a");
    QVERIFY(sim::placementProblems(ring, space, {3, false}).empty());
}

QTEST_APPLESS_MAIN(tst_PlacementCheck)
#include "tst_placementcheck.moc"
