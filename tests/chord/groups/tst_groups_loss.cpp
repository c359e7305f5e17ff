// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ranges that have lost the majority of their voters, or all of them: nothing is answered that could be wrong, an
// operator can have them recovered, and on one machine that happens by itself, once all is proven.

#include "ring_checks.h"

#include <functional>
#include <set>

using namespace chord;

namespace {

constexpr int ringSize = 7;

Config oneMachine()
{
    Config config = VirtualRing::quickConfig();
    config.oneMachine = true;
    return config;
}

// Host 4 is all that is left of the range that ends at host 2, and an operator recovers it there.
struct LostRange {
    VirtualRing ring;
    QByteArray key;
    int questions = 0; // to host 6

    bool form()
    {
        if (!ring.form(ringSize))
            return false;
        key = ring.keyBetween(1, 2);
        if (ring.finish(ring.put(0, key, "value")).status != OperationStatus::Ok)
            return false;
        ring.run(100);
        ring.crash(2);
        ring.crash(3);
        ring.run(10'000);
        return true;
    }
    RecoveryResult recover() { return ring.recover(4, ring.placeOf(2), true); }
    // The configuration that follows the one of host 4, under a leader at host 1.
    Propose later(const std::vector<int> &voters, bool learner)
    {
        const GroupView view = *ring.groupAt(4, key);
        Propose propose{view.group, view.ballot, {}, learner, {}};
        propose.ballot.round += 10;
        propose.ballot.leader = ring.node(1).self().incarnation;
        propose.config.version = view.version + 5;
        propose.config.range = view.range;
        for (const int host : voters)
            propose.config.voters.push_back(ring.node(host).self());
        return propose;
    }
    void sendFromHost1(int to, const Body &body, quint64 request)
    {
        ring.inject({1, to, ring.node(1).self(), {request, ring.node(1).ring(), body}});
    }
    // Once hosts 0, 5 and 6 have answered, what is to happen does, before the answer of host 1.
    void beforeHost1Answers(const std::function<void()> &happens)
    {
        ring.setFilter([this, happens, seen = std::set<int>(), done = false](const Packet &packet) mutable {
            questions += packet.to == 6 && packet.as<SurveyGroups>() ? 1 : 0;
            if (!packet.as<SurveyReply>() || done)
                return Fate::Deliver;
            seen.insert(packet.from);
            done = seen == std::set{0, 1, 5, 6};
            if (done) {
                happens();
                ring.inject(packet);
                for (const Packet &held : ring.takeHeld())
                    ring.inject(held);
                return Fate::Drop;
            }
            return packet.from == 1 ? Fate::Hold : Fate::Deliver;
        });
    }
};

} // namespace

class TestGroupsLoss : public QObject {
    Q_OBJECT

private slots:
    void withoutAMajorityNothingIsServed();
    void allVotersKilledElsewhere();
    void allVotersKilledOnOneMachine();
    void majorityKilledOnOneMachine();
    void refusalAloneIsNoProof();
    void silentNodeBlocksRecovery();
    void pausedVotersAreNotLost();
    void restartedVotersAreProof();
    void ringOfTwoSurvivesOneOnOneMachine();
    void allButOneKilledOnOneMachine();
    void operatorRecoversAMajorityLost();
    void operatorIsToldThatThereIsNothing();
    void minorityThatComesBackIsSetAside();
    void killedOneAfterTheOtherOnOneMachine();
    void rangeThatMovesBetweenTheAnswersIsSeen();
    void stateThatComesAndGoesBetweenTheAnswersIsSeen();
    void nodeLostBetweenItsAnswersIsSeen();
    void nothingIsRecoveredWhileNodesKeepChanging();
    void nothingHappensByItselfWhileNodesKeepChanging();
};

void TestGroupsLoss::withoutAMajorityNothingIsServed()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2); // voters 2, 3, 4
    const QByteArray other = ring.keyBetween(4, 5); // voters 5, 6, 0
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    QCOMPARE(ring.finish(ring.put(0, other, "value")).status, OperationStatus::Ok);
    ring.crash(2);
    ring.crash(3);
    ring.run(10'000);
    CHECK(ring.groupAt(4, key)->state == GroupState::NoQuorum);
    CHECK(ring.count(Event::Kind::QuorumLost) > 0);
    CHECK(!ring.node(4).ready(ring.now()));
    QCOMPARE(ring.serverOf(key), -1);
    const KeyResult written = ring.finish(ring.put(0, key, "new"));
    QCOMPARE(written.status, OperationStatus::Unavailable);
    QVERIFY(!written.mayHaveHappened);
    for (const int host : ring.up()) {
        QCOMPARE(ring.read(host, key), "?");
        QCOMPARE(ring.read(host, other), "value");
    }
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
    NO_VIOLATION();
}

void TestGroupsLoss::allVotersKilledElsewhere()
{
    VirtualRing ring;
    ring.setRefusing(true, false);
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    const QByteArray other = ring.keyBetween(4, 5);
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    QCOMPARE(ring.finish(ring.put(0, other, "value")).status, OperationStatus::Ok);
    for (const int host : {2, 3, 4})
        ring.crash(host);
    ring.run(60'000);
    for (const int host : ring.up()) {
        QCOMPARE(ring.read(host, key), "?");
        QCOMPARE(ring.read(host, other), "value");
    }
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
    NO_VIOLATION();
}

void TestGroupsLoss::allVotersKilledOnOneMachine()
{
    VirtualRing ring(oneMachine());
    ring.setRefusing(true, true);
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2); // voters 2, 3, 4
    const QByteArray left = ring.keyBetween(2, 3); // 3, 4, 5
    const QByteArray whole = ring.keyBetween(4, 5); // 5, 6, 0
    for (const QByteArray &each : {key, left, whole})
        QCOMPARE(ring.finish(ring.put(0, each, "value")).status, OperationStatus::Ok);
    for (const int host : {2, 3, 4})
        ring.crash(host);
    WAIT(ring.isWhole(), 30'000);
    CHECK(ring.count(Event::Kind::DataLost) > 0);
    for (const int host : ring.up()) {
        QCOMPARE(ring.read(host, key), "-");
        QCOMPARE(ring.read(host, left), "value");
        QCOMPARE(ring.read(host, whole), "value");
    }
    QCOMPARE(ring.finish(ring.put(0, key, "new")).status, OperationStatus::Ok);
    for (const int host : {2, 3, 4})
        ring.join(host, {0});
    AT_REST();
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "new");
    NO_VIOLATION();
}

// One voter of three is left, which may lack an acknowledged write; what it has is served.
void TestGroupsLoss::majorityKilledOnOneMachine()
{
    VirtualRing ring(oneMachine());
    ring.setRefusing(true, true);
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    ring.run(100);
    ring.crash(2);
    ring.crash(3);
    WAIT(ring.isWhole(), 20'000);
    CHECK(ring.count(Event::Kind::DataLost) > 0);
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "value");
    ring.join(2, {0});
    ring.join(3, {0});
    AT_REST();
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "value");
    NO_VIOLATION();
}

void TestGroupsLoss::refusalAloneIsNoProof()
{
    VirtualRing ring(oneMachine());
    ring.setRefusing(true, false);
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    ring.crash(2);
    ring.crash(3);
    ring.run(30'000);
    QCOMPARE(ring.serverOf(key), -1);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

// Somebody who does not answer may know of a later state of the range.
void TestGroupsLoss::silentNodeBlocksRecovery()
{
    VirtualRing ring(oneMachine());
    ring.setRefusing(true, true);
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    ring.pause(0);
    ring.crash(2);
    ring.crash(3);
    ring.run(15'000);
    QCOMPARE(ring.serverOf(key), -1);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
    ring.resume(0);
    WAIT(ring.isWhole(), 30'000);
    NO_VIOLATION();
}

// They run, so nothing refuses, and nothing is lost.
void TestGroupsLoss::pausedVotersAreNotLost()
{
    VirtualRing ring(oneMachine());
    ring.setRefusing(true, true);
    FORM(ringSize);
    Workload workload(ring, 35);
    workload.start();
    ring.run(1000);
    ring.pause(2);
    ring.pause(3);
    ring.run(20'000);
    ring.resume(2);
    ring.resume(3);
    AT_REST();
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
    CONSISTENT(workload);
}

// Killed and started again at once: their addresses answer, but not as those that voted.
void TestGroupsLoss::restartedVotersAreProof()
{
    VirtualRing ring(oneMachine());
    ring.setRefusing(true, true);
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    ring.run(100);
    ring.crash(2);
    ring.crash(3);
    ring.join(2, {0});
    ring.join(3, {0});
    AT_REST();
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "value");
    NO_VIOLATION();
}

void TestGroupsLoss::ringOfTwoSurvivesOneOnOneMachine()
{
    for (const int dead : {0, 1}) {
        VirtualRing ring(oneMachine());
        ring.setRefusing(true, true);
        FORM(2);
        Workload workload(ring, 10);
        workload.start();
        ring.run(2000);
        workload.stop();
        ring.run(1000);
        ring.crash(dead);
        WAIT(ring.isWhole(), 20'000);
        CONSISTENT(workload);
        ring.join(dead, {1 - dead});
        AT_REST();
        CONSISTENT(workload);
    }
}

void TestGroupsLoss::allButOneKilledOnOneMachine()
{
    VirtualRing ring(oneMachine());
    ring.setRefusing(true, true);
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    ring.run(100);
    for (int host = 0; host < ringSize; ++host) {
        if (host != 4)
            ring.crash(host);
    }
    WAIT(ring.isWhole(), 60'000);
    QCOMPARE(ring.read(4, key), "value");
    AT_REST();
    NO_VIOLATION();
}

void TestGroupsLoss::operatorRecoversAMajorityLost()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    ring.run(100);
    ring.crash(2);
    ring.crash(3);
    ring.run(10'000);
    const Id place = ring.placeOf(2);
    const RecoveryResult asked = ring.recover(0, place, false);
    CHECK(!asked.done);
    CHECK(asked.range && asked.range->hi == place);
    QCOMPARE(asked.present.size(), size_t(1));
    QCOMPARE(asked.missing.size(), size_t(2));
    QCOMPARE(ring.serverOf(key), -1);
    const RecoveryResult done = ring.recover(0, place, true);
    QVERIFY2(done.done, done.text.constData());
    WAIT(ring.serverOf(key) >= 0, 10'000);
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "value");
    CHECK(ring.count(Event::Kind::DataLost) == 1);
    // The other range that has lost two of three is still waiting.
    QCOMPARE(ring.serverOf(ring.keyBetween(0, 1)), -1);
    QVERIFY(ring.recover(5, ring.placeOf(1), true).done);
    WAIT(ring.isWhole(), 10'000);
    NO_VIOLATION();
}

void TestGroupsLoss::operatorIsToldThatThereIsNothing()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    const RecoveryResult result = ring.recover(0, ring.placeOf(2), true);
    QVERIFY(!result.done);
    QVERIFY2(result.text.contains("nothing to recover"), result.text.constData());
    QVERIFY(!result.range);
    ring.run(2000);
    QVERIFY(ring.isAtRest());
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

// An operator recovered the range while its other voters were only cut off: what they had is out of the race for good.
void TestGroupsLoss::minorityThatComesBackIsSetAside()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    for (const int away : {2, 3}) {
        for (int host = 0; host < ringSize; ++host) {
            if (host != 2 && host != 3)
                ring.cutBoth(away, host);
        }
    }
    ring.run(3000);
    // The majority of the voters is on the other side, and goes on.
    QCOMPARE(ring.finish(ring.put(2, key, "lost")).status, OperationStatus::Ok);
    const RecoveryResult done = ring.recover(4, ring.placeOf(2), true);
    QVERIFY2(done.done, done.text.constData());
    WAIT(ring.node(4).serves(ring.node(4).config().space().hash(key), ring.now()), 10'000);
    QCOMPARE(ring.read(4, key), "value");
    QCOMPARE(ring.finish(ring.put(4, key, "new")).status, OperationStatus::Ok);
    ring.heal();
    AT_REST();
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "new");
}

void TestGroupsLoss::killedOneAfterTheOtherOnOneMachine()
{
    VirtualRing ring(oneMachine());
    ring.setRefusing(true, true);
    FORM(ringSize);
    Workload workload(ring, 35);
    workload.start();
    for (const int host : {3, 1, 5, 0}) {
        ring.run(1000);
        ring.crash(host);
        ring.run(6000);
    }
    WAIT(ring.isWhole(), 20'000);
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

// Hosts 0, 5 and 6 have said that they know nothing of it; then host 1, not asked yet, hands it on to them, and knows
// nothing of it any more when it answers.
void TestGroupsLoss::rangeThatMovesBetweenTheAnswersIsSeen()
{
    LostRange lost;
    VirtualRing &ring = lost.ring;
    QVERIFY(lost.form());
    lost.beforeHost1Answers([&] {
        quint64 request = 1'000'000;
        for (const int host : {0, 5, 6}) {
            for (const bool learner : {true, false})
                lost.sendFromHost1(host, lost.later({5, 6, 0}, learner), ++request);
        }
    });
    const RecoveryResult result = lost.recover();
    QVERIFY2(!result.done && result.text.contains("nothing to recover"), result.text.constData());
    QCOMPARE(lost.questions, 3);
    ring.setFilter({});
    ring.run(10'000);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
    NO_VIOLATION();
}

void TestGroupsLoss::stateThatComesAndGoesBetweenTheAnswersIsSeen()
{
    LostRange lost;
    VirtualRing &ring = lost.ring;
    QVERIFY(lost.form());
    lost.beforeHost1Answers([&] {
        const Propose propose = lost.later({4, 6, 0}, true);
        lost.sendFromHost1(5, propose, 1'000'000);
        lost.sendFromHost1(5, Removed{propose.group, propose.ballot, propose.config.version + 1, {}}, 0);
    });
    const RecoveryResult result = lost.recover();
    QVERIFY2(result.done, result.text.constData());
    QCOMPARE(lost.questions, 4); // both rounds again
    WAIT(ring.serverOf(lost.key) >= 0, 10'000);
    QCOMPARE(ring.read(0, lost.key), "value");
}

// It may have handed on what it had.
void TestGroupsLoss::nodeLostBetweenItsAnswersIsSeen()
{
    LostRange lost;
    VirtualRing &ring = lost.ring;
    QVERIFY(lost.form());
    lost.beforeHost1Answers([&] { ring.crash(5); });
    const RecoveryResult result = lost.recover();
    QVERIFY2(result.done, result.text.constData());
    QCOMPARE(lost.questions, 4);
    WAIT(ring.serverOf(lost.key) >= 0, 10'000);
    QCOMPARE(ring.read(0, lost.key), "value");
}

void TestGroupsLoss::nothingIsRecoveredWhileNodesKeepChanging()
{
    LostRange lost;
    VirtualRing &ring = lost.ring;
    QVERIFY(lost.form());
    quint64 changes = 1'000'000;
    ring.setFilter([&](const Packet &packet) {
        if (packet.from != 5 || !packet.as<SurveyReply>())
            return Fate::Deliver;
        Packet changed = packet;
        std::get<SurveyReply>(changed.message.body).changes = ++changes;
        ring.inject(std::move(changed));
        return Fate::Drop;
    });
    const RecoveryResult result = lost.recover();
    QVERIFY2(!result.done && result.text.contains("has changed"), result.text.constData());
    QCOMPARE(result.range->hi, ring.placeOf(2));
    ring.run(5000);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
    QCOMPARE(ring.serverOf(lost.key), -1);
    ring.setFilter({});
    QVERIFY(lost.recover().done);
    WAIT(ring.serverOf(lost.key) >= 0, 10'000);
    NO_VIOLATION();
}

// Nor is a range without any voter taken in, or one recovered by itself.
void TestGroupsLoss::nothingHappensByItselfWhileNodesKeepChanging()
{
    VirtualRing ring(oneMachine());
    ring.setRefusing(true, true);
    FORM(ringSize);
    quint64 changes = 1'000'000;
    ring.setFilter([&](const Packet &packet) {
        if (packet.from != 0 || !packet.as<SurveyReply>())
            return Fate::Deliver;
        Packet changed = packet;
        std::get<SurveyReply>(changed.message.body).changes = ++changes;
        ring.inject(std::move(changed));
        return Fate::Drop;
    });
    for (const int host : {2, 3, 4})
        ring.crash(host);
    ring.run(20'000);
    QCOMPARE(ring.serverOf(ring.keyBetween(1, 2)), -1); // voters 2, 3, 4
    QCOMPARE(ring.serverOf(ring.keyBetween(2, 3)), -1); // 3, 4, 5
    ring.setFilter({});
    WAIT(ring.isWhole(), 30'000);
    NO_VIOLATION();
}

QTEST_APPLESS_MAIN(TestGroupsLoss)
#include "tst_groups_loss.moc"
