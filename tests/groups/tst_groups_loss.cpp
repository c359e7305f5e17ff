// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ranges that have lost the majority of their voters, or all of them: nothing is answered that could be wrong, an
// operator can have them recovered, and on one machine that happens by itself, once all is proven.

#include "ring_checks.h"

using namespace chord;

namespace {

constexpr int ringSize = 7;

Config oneMachine()
{
    Config config = VirtualRing::quickConfig();
    config.oneMachine = true;
    return config;
}

} // namespace

class GroupsLossTest : public QObject {
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
};

void GroupsLossTest::withoutAMajorityNothingIsServed()
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

void GroupsLossTest::allVotersKilledElsewhere()
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

void GroupsLossTest::allVotersKilledOnOneMachine()
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
void GroupsLossTest::majorityKilledOnOneMachine()
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

void GroupsLossTest::refusalAloneIsNoProof()
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
void GroupsLossTest::silentNodeBlocksRecovery()
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
void GroupsLossTest::pausedVotersAreNotLost()
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
void GroupsLossTest::restartedVotersAreProof()
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

void GroupsLossTest::ringOfTwoSurvivesOneOnOneMachine()
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

void GroupsLossTest::allButOneKilledOnOneMachine()
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

void GroupsLossTest::operatorRecoversAMajorityLost()
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

void GroupsLossTest::operatorIsToldThatThereIsNothing()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "value")).status, OperationStatus::Ok);
    const RecoveryResult result = ring.recover(0, ring.placeOf(2), true);
    QVERIFY(!result.done);
    QVERIFY2(result.text.contains("nothing to recover"), result.text.constData());
    ring.run(2000);
    QVERIFY(ring.isAtRest());
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

// An operator recovered the range while its other voters were only cut off: what they had is out of the race for good.
void GroupsLossTest::minorityThatComesBackIsSetAside()
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

void GroupsLossTest::killedOneAfterTheOtherOnOneMachine()
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

QTEST_APPLESS_MAIN(GroupsLossTest)
#include "tst_groups_loss.moc"
