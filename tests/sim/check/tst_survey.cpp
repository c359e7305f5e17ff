// SPDX-License-Identifier: GPL-3.0-or-later
//
// Walks along rings and counts of copies, on pictures drawn by hand; and the costs of nodes, on a small cluster.

#include "sim/check/bounds_check.h"
#include "sim/check/survey.h"

#include <QTest>

using chord::Id;
using chord::NodeRef;
using sim::Holdings;
using sim::RingPicture;
using sim::RingWalk;

namespace {

NodeRef node(quint64 id)
{
    return {Id(id), "N" + QByteArray::number(id), 1};
}

RingPicture ring(const std::vector<quint64> &ids)
{
    RingPicture picture;
    for (size_t i = 0; i < ids.size(); ++i) {
        const auto at = [&](size_t k) { return node(ids[(i + k) % ids.size()]); };
        picture.members.push_back({at(0), at(ids.size() - 1), {at(1)}});
    }
    return picture;
}

chord::Record record(const QByteArray &key, quint64 version)
{
    chord::Record made;
    made.key = key;
    made.version = {version};
    return made;
}

} // namespace

class TestSurvey : public QObject {
    Q_OBJECT

private slots:
    void walks();
    void brokenWalks();
    void placement();
    void costs();
};

void TestSurvey::walks()
{
    QCOMPARE(sim::walkSuccessors(ring({1, 8, 14})), (RingWalk{3, true, {}}));
    QCOMPARE(sim::walkPredecessors(ring({1, 8, 14})), (RingWalk{3, true, {}}));
    RingPicture alone = ring({5});
    alone.members[0].successors.clear();
    QCOMPARE(sim::walkSuccessors(alone), (RingWalk{1, true, {}}));
    QCOMPARE(sim::walkPredecessors(alone), (RingWalk{1, true, {}}));
    QCOMPARE(sim::walkSuccessors(RingPicture()), (RingWalk{0, false, {}}));
}

void TestSurvey::brokenWalks()
{
    RingPicture picture = ring({1, 8, 14, 21});
    picture.members[1].successors = {node(21)}; // past 14
    QCOMPARE(sim::walkSuccessors(picture), (RingWalk{3, false, "N21"}));
    picture.members[1].successors = {node(9)}; // a dead node
    QCOMPARE(sim::walkSuccessors(picture), (RingWalk{2, false, "N8"}));
    picture.members[2].predecessor.reset();
    QCOMPARE(sim::walkPredecessors(picture), (RingWalk{3, false, "N14"}));
    picture.members[2].predecessor = node(21); // back to where the walk has been
    QCOMPARE(sim::walkPredecessors(picture), (RingWalk{3, false, "N14"}));
}

void TestSurvey::placement()
{
    const chord::IdSpace space(160);
    std::vector<Holdings> members;
    for (quint32 i = 0; i < 4; ++i)
        members.push_back({NodeRef{space.fraction(i, 4), "n" + QByteArray::number(i), 1}, {}});
    const size_t owner = sim::ownerOf(members, space.hash("x"));
    const auto holder = [&](size_t k) -> auto &
    {
        return members[(owner + k) % 4].records;
    };
    holder(0)["x"] = record("x", 2);
    holder(1)["x"] = record("x", 2);
    sim::PlacementSummary summary = sim::placementSummary(members, space, 2);
    QCOMPARE(summary.keys, 1u);
    QCOMPARE(summary.atOwner, 1u);
    QCOMPARE(summary.whole, 1u);
    QCOMPARE(summary.elsewhere, 0u);
    QCOMPARE(summary.fewest, 0u);
    QCOMPARE(summary.most, 1u);
    holder(1)["x"] = record("x", 1); // older
    holder(3)["x"] = record("x", 2);
    summary = sim::placementSummary(members, space, 2);
    QCOMPARE(summary.whole, 0u);
    QCOMPARE(summary.copies, 3u);
    QCOMPARE(summary.elsewhere, 1u);
    holder(0).clear();
    QCOMPARE(sim::placementSummary(members, space, 2).atOwner, 0u);
}

void TestSurvey::costs()
{
    sim::ClusterSettings settings;
    sim::Cluster cluster(settings);
    cluster.startIdeal({cluster.addHost(), cluster.addHost(), cluster.addHost()});
    sim::BoundsCheck watch(cluster);
    for (int i = 0; i < 50; ++i) {
        cluster.runUntil(cluster.now() + 100'000);
        watch.look();
    }
    const sim::Costs &most = watch.most();
    QVERIFY(most.messagesPerSecond > 1 && most.nodeBytes > 500 && most.queued >= 1);
    QVERIFY(watch.problems({}).empty());
    QVERIFY(watch.problems(most).empty());
    QCOMPARE(watch.problems({most.messagesPerSecond / 2, 0, 0}).size(), 1u);
    QCOMPARE(watch.problems({0, most.nodeBytes - 1, 0}).size(), 1u);
    QCOMPARE(watch.problems({1, 1, 0}).size(), 2u);
}

QTEST_APPLESS_MAIN(TestSurvey)
#include "tst_survey.moc"
