// SPDX-License-Identifier: GPL-3.0-or-later
//
// Leaders and joining nodes that die in the middle of a change of a group: of its voters, a split, a merge.

#include "ring_checks.h"

#include "chord/store/store.h"

using namespace chord;

namespace {

constexpr int ringSize = 5;

// A place between those of two hosts.
Id placeBetween(int host, quint32 numerator, quint32 denominator)
{
    // Hosts are 1/64 of the ring apart.
    return Config().space().fraction(quint32(host + 1) * denominator + numerator, 64 * denominator);
}

} // namespace

class TestGroupsChanges : public QObject {
    Q_OBJECT

private slots:
    void joinSplitsAndMovesTheLead();
    void leaderKilledWhileVotersChange_data();
    void leaderKilledWhileVotersChange();
    void voterReplacedAfterItsDeath_data();
    void voterReplacedAfterItsDeath();
    void leaderOfFiveKilledBetweenAdditionAndRemoval();
    void leaderKilledInSplit_data();
    void leaderKilledInSplit();
    void joinerKilledInSplit_data();
    void joinerKilledInSplit();
    void voterUnawareOfTheSplit();
    void splitUnderWrites();
    void transferTargetKilled();
    void transferLost();
    void rangeOfADeadNodeIsMerged();
    void deadNodeReturnsBeforeTheMerge();
    void leaderKilledInMerge_data();
    void leaderKilledInMerge();
    void mergeRefusedByALaggingVoter();
    void voterThatWasReplacedBeforeAMergeComesBack();
    void nobodyTellsThoseThatAreReplaced();
    void splitAfterAMergeThatVotersDoNotKnow_data();
    void splitAfterAMergeThatVotersDoNotKnow();
    void voterRemovedBeforeItKnowsOfTheMerge();
    void mergeUnderWrites();
    void manyDeletesAreCollected();
};

void TestGroupsChanges::joinSplitsAndMovesTheLead()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray lower = ring.keyBetween(1, 2);
    ring.setPlace(9, placeBetween(1, 1, 2));
    QCOMPARE(ring.finish(ring.put(0, lower, "value")).status, OperationStatus::Ok);
    ring.join(9, {0});
    AT_REST();
    QCOMPARE(ring.node(9).groups().size(), size_t(3));
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, lower), "value");
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
    NO_VIOLATION();
}

void TestGroupsChanges::leaderKilledWhileVotersChange_data()
{
    QTest::addColumn<bool>("chosen"); // the first step is; otherwise only the leader has accepted it
    QTest::addColumn<bool>("removal"); // the second step instead of the first
    QTest::newRow("addition proposed") << false << false;
    QTest::newRow("addition chosen") << true << false;
    QTest::newRow("removal proposed") << false << true;
    QTest::newRow("removal chosen, not told") << true << true;
}

// A node joins behind the first voter, so that the group of the first voter's range exchanges its last one for it.
void TestGroupsChanges::leaderKilledWhileVotersChange()
{
    QFETCH(bool, chosen);
    QFETCH(bool, removal);
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 25);
    workload.start();
    ring.run(1000);
    const size_t sizeWanted = removal ? 3 : 4;
    ring.setPlace(9, placeBetween(2, 1, 2));
    bool seen = false;
    const Id end = ring.placeOf(2);
    ring.setFilter([&](const Packet &packet) {
        const auto *propose = packet.as<Propose>();
        if (propose && packet.from == 2 && propose->config.range.hi == end && !propose->learner
            && propose->config.voters.size() == sizeWanted
            && (!removal || propose->config.hasVoter(ring.node(9).self()))) {
            seen = true;
            return chosen ? Fate::Deliver : Fate::Drop;
        }
        if (seen && packet.from == 2 && (packet.as<Heartbeat>() || packet.as<Removed>()))
            return Fate::Drop;
        return Fate::Deliver;
    });
    ring.join(9, {0});
    WAIT(seen, 20'000);
    if (chosen)
        ring.run(10);
    ring.crash(2);
    ring.setFilter({});
    ring.run(15'000);
    CHECK(ring.isWhole());
    ring.join(2, {0});
    AT_REST();
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

void TestGroupsChanges::voterReplacedAfterItsDeath_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {4, 5, 8})
        QTest::addRow("%d nodes", size) << size;
}

void TestGroupsChanges::voterReplacedAfterItsDeath()
{
    QFETCH(int, size);
    VirtualRing ring;
    FORM(size);
    Workload workload(ring, 25);
    workload.start();
    ring.run(1000);
    ring.crash(2);
    const QByteArray key = ring.keyBetween(0, 1);
    const auto hasThreeLiving = [&] {
        const int server = ring.serverOf(key);
        const auto view = server < 0 ? std::nullopt : ring.groupAt(server, key);
        return view && view->voters.size() == 3
            && std::all_of(view->voters.begin(), view->voters.end(), [&](const NodeRef &voter) {
                   const std::vector<int> up = ring.up();
                   return std::any_of(up.begin(), up.end(), [&](int host) { return ring.node(host).self() == voter; });
               });
    };
    WAIT(hasThreeLiving(), 10'000);
    CHECK(ring.isWhole());
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

// Five voters, one dead: when a sixth has been added, four are left of six after the leader's death.
void TestGroupsChanges::leaderOfFiveKilledBetweenAdditionAndRemoval()
{
    Config config = VirtualRing::quickConfig();
    config.replicas = 5;
    VirtualRing ring(config);
    FORM(8);
    Workload workload(ring, 24);
    workload.start();
    ring.run(1000);
    bool seen = false;
    const Id end = ring.placeOf(2);
    ring.setFilter([&](const Packet &packet) {
        const auto *propose = packet.as<Propose>();
        seen |= propose && packet.from == 2 && propose->config.range.hi == end && propose->config.voters.size() == 6;
        return Fate::Deliver;
    });
    ring.crash(6);
    WAIT(seen, 20'000);
    ring.run(3);
    ring.crash(2);
    ring.setFilter({});
    ring.run(20'000);
    CHECK(ring.isWhole());
    CONSISTENT(workload);
}

void TestGroupsChanges::leaderKilledInSplit_data()
{
    QTest::addColumn<bool>("chosen"); // and the others do not know; otherwise no reply has reached the leader
    QTest::addColumn<int>("reached"); // how many of the other voters have the proposal
    QTest::newRow("proposed, reached none") << false << 0;
    QTest::newRow("proposed, reached one") << false << 1;
    QTest::newRow("proposed, reached both") << false << 2;
    QTest::newRow("chosen by one, not told") << true << 1;
    QTest::newRow("chosen by both, not told") << true << 2;
}

void TestGroupsChanges::leaderKilledInSplit()
{
    QFETCH(bool, chosen);
    QFETCH(int, reached);
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 30);
    workload.start();
    ring.run(1000);
    bool proposed = false;
    ring.setFilter([&](const Packet &packet) {
        const auto *propose = packet.as<Propose>();
        if (propose && packet.from == 2 && !propose->config.children.empty()) {
            proposed = true;
            return packet.to > 2 + reached ? Fate::Drop : Fate::Deliver;
        }
        if (proposed && !chosen && packet.to == 2 && packet.as<ProposeReply>())
            return Fate::Drop;
        return proposed && packet.from == 2 && packet.as<Heartbeat>() ? Fate::Drop : Fate::Deliver;
    });
    ring.setPlace(9, placeBetween(1, 1, 2));
    ring.join(9, {0});
    WAIT(proposed, 20'000);
    ring.run(20);
    ring.crash(2);
    ring.setFilter({});
    WAIT(ring.node(9).state() == NodeState::Ready, 15'000);
    ring.run(8000);
    CHECK(ring.isWhole());
    ring.join(2, {0});
    AT_REST();
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

void TestGroupsChanges::joinerKilledInSplit_data()
{
    QTest::addColumn<int>("afterMs"); // from the first proposal that names children on
    for (const int afterMs : {0, 5, 20, 50, 100, 200, 400, 800})
        QTest::addRow("%d ms", afterMs) << afterMs;
}

// The range that was made for it goes to the nodes that follow, and back to one range after the merge delay.
void TestGroupsChanges::joinerKilledInSplit()
{
    QFETCH(int, afterMs);
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 2000;
    VirtualRing ring(config);
    FORM(ringSize);
    Workload workload(ring, 30);
    workload.start();
    ring.run(1000);
    bool proposed = false;
    ring.setFilter([&](const Packet &packet) {
        const auto *propose = packet.as<Propose>();
        proposed |= propose && !propose->config.children.empty();
        return Fate::Deliver;
    });
    ring.setPlace(9, placeBetween(1, 1, 2));
    ring.join(9, {0});
    WAIT(proposed, 20'000);
    ring.run(afterMs);
    ring.crash(9);
    AT_REST();
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

// One voter hears nothing from the leader while a range is split, and is then the one that is elected.
void TestGroupsChanges::voterUnawareOfTheSplit()
{
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 30);
    workload.start();
    ring.run(1000);
    ring.cut(2, 3);
    ring.setPlace(9, placeBetween(1, 1, 2));
    ring.join(9, {0});
    WAIT(ring.node(9).state() == NodeState::Ready, 15'000);
    ring.crash(2);
    ring.heal();
    ring.run(10'000);
    CHECK(ring.isWhole());
    ring.join(2, {0});
    AT_REST();
    CONSISTENT(workload);
}

void TestGroupsChanges::splitUnderWrites()
{
    VirtualRing ring;
    ring.setDelay(20'000);
    FORM(3);
    Workload workload(ring, 60);
    workload.start();
    ring.run(1000);
    for (int host = 3; host < 9; ++host) {
        ring.join(host, {host % 3});
        ring.run(300);
    }
    AT_REST();
    ring.run(1000);
    QCOMPARE(workload.unavailable(), 0);
    CONSISTENT(workload);
}

void TestGroupsChanges::transferTargetKilled()
{
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 25);
    workload.start();
    bool given = false;
    ring.setFilter([&](const Packet &packet) {
        given |= packet.as<TakeLead>() && packet.to == 9;
        return Fate::Deliver;
    });
    ring.setPlace(9, placeBetween(1, 1, 2));
    ring.join(9, {0});
    WAIT(given, 20'000);
    ring.crash(9);
    const QByteArray key = ring.keyBetween(1, 2);
    WAIT(ring.serverOf(key) >= 0 && ring.isWhole(), 10'000);
    CONSISTENT(workload);
}

void TestGroupsChanges::transferLost()
{
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 25);
    workload.start();
    bool given = false;
    ring.setFilter([&](const Packet &packet) {
        const bool isFirst = packet.as<TakeLead>() && !given;
        given |= isFirst;
        return isFirst ? Fate::Drop : Fate::Deliver;
    });
    ring.setPlace(9, placeBetween(1, 1, 2));
    ring.join(9, {0});
    WAIT(given, 20'000);
    AT_REST();
    CONSISTENT(workload);
}

void TestGroupsChanges::rangeOfADeadNodeIsMerged()
{
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 2000;
    VirtualRing ring(config);
    FORM(6);
    Workload workload(ring, 30);
    workload.start();
    ring.run(1000);
    ring.crash(2);
    ring.run(2000);
    const QByteArray key = ring.keyBetween(1, 2);
    WAIT(ring.serverOf(key) >= 0, 5000);
    AT_REST();
    CONSISTENT(workload);
    ring.crash(4);
    AT_REST();
    ring.join(2, {0});
    ring.join(4, {0});
    AT_REST();
    CONSISTENT(workload);
}

// Its range is still there: it only becomes a voter of it again.
void TestGroupsChanges::deadNodeReturnsBeforeTheMerge()
{
    VirtualRing ring;
    FORM(6);
    Workload workload(ring, 30);
    workload.start();
    ring.crash(2);
    ring.run(8000);
    const QByteArray key = ring.keyBetween(1, 2);
    const int server = ring.serverOf(key);
    QVERIFY(server >= 0);
    const GroupId group = ring.groupAt(server, key)->group;
    ring.join(2, {0});
    AT_REST();
    QCOMPARE(ring.groupAt(2, key)->group, group);
    CONSISTENT(workload);
}

void TestGroupsChanges::leaderKilledInMerge_data()
{
    QTest::addColumn<bool>("chosen");
    QTest::addColumn<int>("reached");
    QTest::newRow("proposed, reached none") << false << 0;
    QTest::newRow("proposed, reached one") << false << 1;
    QTest::newRow("proposed, reached both") << false << 2;
    QTest::newRow("chosen by one, not told") << true << 1;
    QTest::newRow("chosen by both, not told") << true << 2;
}

void TestGroupsChanges::leaderKilledInMerge()
{
    QFETCH(bool, chosen);
    QFETCH(int, reached);
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 6000; // the dead node's other ranges have replaced it by then
    VirtualRing ring(config);
    FORM(7);
    Workload workload(ring, 35);
    workload.start();
    ring.run(1000);
    bool proposed = false;
    ring.setFilter([&](const Packet &packet) {
        const auto *propose = packet.as<Propose>();
        if (propose && packet.from == 3 && propose->config.absorbed) {
            proposed = true;
            return packet.to > 3 + reached ? Fate::Drop : Fate::Deliver;
        }
        if (proposed && !chosen && packet.to == 3 && packet.as<ProposeReply>())
            return Fate::Drop;
        return proposed && packet.from == 3 && packet.as<Heartbeat>() ? Fate::Drop : Fate::Deliver;
    });
    ring.crash(2);
    WAIT(proposed, 60'000);
    ring.run(20);
    ring.crash(3);
    ring.setFilter({});
    AT_REST();
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

// A voter that cannot be asked during the merge learns of it later, with what it had of both ranges.
void TestGroupsChanges::mergeRefusedByALaggingVoter()
{
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 2000;
    VirtualRing ring(config);
    FORM(7);
    Workload workload(ring, 35);
    workload.start();
    ring.run(1000);
    bool proposed = false;
    ring.setFilter([&](const Packet &packet) {
        const auto *propose = packet.as<Propose>();
        if (propose && propose->config.absorbed) {
            proposed = true;
            return packet.to == 5 ? Fate::Hold : Fate::Deliver;
        }
        return proposed && packet.to == 5 ? Fate::Hold : Fate::Deliver;
    });
    ring.crash(2);
    WAIT(proposed, 60'000);
    ring.run(2000);
    ring.setFilter({});
    ring.releaseHeld();
    AT_REST();
    CONSISTENT(workload);
}

// It was replaced before the merge and has not heard of that either; it becomes a learner of the wider range.
void TestGroupsChanges::voterThatWasReplacedBeforeAMergeComesBack()
{
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 2000;
    VirtualRing ring(config);
    FORM(7);
    Workload workload(ring, 36);
    workload.start();
    ring.run(1000);
    ring.isolate(5);
    ring.run(6000);
    ring.crash(2);
    ring.run(20'000);
    ring.heal();
    AT_REST();
    CONSISTENT(workload);
}

// The ring grows, and no voter that is replaced is told so. Some then know only others that have been replaced as well.
void TestGroupsChanges::nobodyTellsThoseThatAreReplaced()
{
    VirtualRing ring;
    ring.setFilter([](const Packet &packet) { return packet.as<Removed>() ? Fate::Drop : Fate::Deliver; });
    ring.found(0);
    for (int host = 1; host < 9; ++host) {
        ring.join(host, {0});
        ring.run(3000);
    }
    ring.setFilter({});
    AT_REST();
    NO_VIOLATION();
}

void TestGroupsChanges::splitAfterAMergeThatVotersDoNotKnow_data()
{
    QTest::addColumn<bool>("splitChosen");
    QTest::addColumn<bool>("lowerTriesFirst"); // messages of the upper group's elections are lost for a while
    QTest::newRow("split proposed") << false << false;
    QTest::newRow("split chosen") << true << false;
    QTest::newRow("split proposed, the lower group elects first") << false << true;
    QTest::newRow("split chosen, the lower group elects first") << true << true;
}

// The wide configuration is chosen, the next one, of a split, is accepted as well, and the leader dies before a voter
// has heard that the first was chosen: the group that was taken in must not come back to life beside the other.
void TestGroupsChanges::splitAfterAMergeThatVotersDoNotKnow()
{
    QFETCH(bool, splitChosen);
    QFETCH(bool, lowerTriesFirst);
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 6000;
    VirtualRing ring(config);
    FORM(7);
    Workload workload(ring, 35);
    workload.start();
    ring.run(1000);
    GroupId upper = 0;
    GroupId lower = 0;
    int splitsSent = 0;
    ring.setFilter([&](const Packet &packet) {
        const auto *propose = packet.as<Propose>();
        if (propose && packet.from == 3 && propose->config.absorbed) {
            upper = propose->group;
            lower = propose->config.absorbed->group;
        }
        splitsSent += propose && upper != 0 && propose->group == upper && !propose->config.children.empty() ? 1 : 0;
        if (splitsSent > 0 && !splitChosen && packet.to == 3 && packet.as<ProposeReply>())
            return Fate::Drop;
        return upper != 0 && packet.from == 3 && packet.as<Heartbeat>() ? Fate::Drop : Fate::Deliver;
    });
    ring.crash(2);
    WAIT(upper != 0, 60'000);
    ring.setPlace(9, placeBetween(2, 1, 4));
    ring.join(9, {0});
    // A leader that waits for all voters to know of the merge loses its lease for nothing; that is as good.
    ring.runUntil([&] { return splitsSent >= 2; }, 2000);
    ring.run(3);
    ring.crash(3);
    ring.setFilter({});
    if (lowerTriesFirst) {
        bool lowerIsHeard = false;
        ring.setFilter([&](const Packet &packet) {
            const auto *preVote = packet.as<PreVote>();
            const auto *prepare = packet.as<Prepare>();
            const bool isLost =
                (preVote && preVote->group == upper) || (prepare && prepare->group == lower && !lowerIsHeard);
            return isLost ? Fate::Drop : Fate::Deliver;
        });
        ring.run(5000); // its round rises with each attempt
        lowerIsHeard = true;
        ring.run(2000);
        ring.setFilter({});
    }
    ring.run(10'000);
    NO_VIOLATION();
    QVERIFY2(workload.errors().isEmpty(), workload.errors().mid(0, 5).join('\n').constData());
    AT_REST();
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

// It was a voter of both groups, and comes back when neither has it any more.
void TestGroupsChanges::voterRemovedBeforeItKnowsOfTheMerge()
{
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 6000;
    VirtualRing ring(config);
    FORM(7);
    Workload workload(ring, 35);
    workload.start();
    ring.run(1000);
    bool merging = false;
    ring.setFilter([&](const Packet &packet) {
        const auto *propose = packet.as<Propose>();
        merging |= propose && propose->config.absorbed;
        return Fate::Deliver;
    });
    ring.crash(2);
    WAIT(merging, 60'000);
    ring.isolate(5);
    ring.run(15'000);
    CHECK(ring.isWhole());
    ring.heal();
    AT_REST();
    CONSISTENT(workload);
}

void TestGroupsChanges::mergeUnderWrites()
{
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 1000;
    VirtualRing ring(config);
    ring.setDelay(20'000);
    FORM(8);
    Workload workload(ring, 80);
    workload.start();
    ring.run(1000);
    for (const int host : {5, 1, 3}) {
        ring.crash(host);
        AT_REST();
    }
    CONSISTENT(workload);
}

void TestGroupsChanges::manyDeletesAreCollected()
{
    VirtualRing ring;
    FORM(ringSize);
    for (int i = 0; i < 50; ++i) {
        const QByteArray key = "gone" + QByteArray::number(i);
        QCOMPARE(ring.finish(ring.put(i % ringSize, key, "value")).status, OperationStatus::Ok);
        QCOMPARE(ring.finish(ring.remove((i + 1) % ringSize, key)).status, OperationStatus::Ok);
    }
    const auto tombstones = [&] {
        quint64 sum = 0;
        for (const int host : ring.up())
            sum += ring.node(host).store().size();
        return sum;
    };
    QVERIFY(tombstones() > 0);
    WAIT(tombstones() == 0, 20'000);
    for (int i = 0; i < 50; ++i)
        QCOMPARE(ring.read(i % ringSize, "gone" + QByteArray::number(i)), "-");
}

QTEST_APPLESS_MAIN(TestGroupsChanges)
#include "tst_groups_changes.moc"
