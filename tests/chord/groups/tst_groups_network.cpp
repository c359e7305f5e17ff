// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whole nodes under the faults of a network: leaders that die at the worst moment, voters that do not hear or are not
// heard, pauses, messages that come late, twice or from an incarnation that is gone, and long links.

#include "ring_checks.h"

#include "chord/store/applied_writes.h"

using namespace chord;

namespace {

// A ring of five in which the keys between the hosts 1 and 2 have the voters 2, 3, 4 and the leader 2.
constexpr int ringSize = 5;
constexpr int leader = 2;

quint64 leadsLost(const VirtualRing &ring)
{
    quint64 sum = 0;
    for (const int host : ring.up())
        sum += ring.node(host).counters().leadsLost;
    return sum;
}

void resumeAll(VirtualRing &ring)
{
    for (const int host : ring.up()) {
        if (ring.isPaused(host))
            ring.resume(host);
    }
}

} // namespace

class TestGroupsNetwork : public QObject {
    Q_OBJECT

private slots:
    void formsAndServes_data();
    void formsAndServes();
    void leaderKilledBeforeAcknowledgement_data();
    void leaderKilledBeforeAcknowledgement();
    void leaderCutOffBeforeAcknowledgement();
    void voterWithOneWayLinks_data();
    void voterWithOneWayLinks();
    void cutAroundTheLeader();
    void cutOfTheRing_data();
    void cutOfTheRing();
    void bridge();
    void bridgeServesBothSides_data();
    void bridgeServesBothSides();
    void pausedLeaderDoesNotServe();
    void pausedMajorityComesBack();
    void pauseOfAll();
    void electsThoughAlwaysLate();
    void doubledAndOvertakingMessages_data();
    void doubledAndOvertakingMessages();
    void lateMessagesOfAnOldIncarnation();
    void latePromiseOfAnOldIncarnation();
    void restartsOneAfterTheOther();
    void longLinks_data();
    void longLinks();
    void executeTwiceAppliesOnce();
    void lateExecuteIsNotAppliedAgain_data();
    void lateExecuteIsNotAppliedAgain();
    void lateExecuteBehindAQueue();
    void manyWritersOfOneKey();
    void conditionalCreateRetried();
    void quorumReadsNeedNoClock();
    void storm_data();
    void storm();
};

void TestGroupsNetwork::formsAndServes_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("replicas");
    for (const int size : {1, 2, 3, 4, 5, 8}) {
        for (const int replicas : {1, 2, 3, 5})
            QTest::addRow("%d nodes, R = %d", size, replicas) << size << replicas;
    }
}

void TestGroupsNetwork::formsAndServes()
{
    QFETCH(int, size);
    QFETCH(int, replicas);
    Config config = VirtualRing::quickConfig();
    config.replicas = replicas;
    VirtualRing ring(config);
    FORM(size);
    Workload workload(ring, 20);
    workload.start();
    ring.run(3000);
    CONSISTENT(workload);
    QCOMPARE(workload.unavailable(), 0);
    QVERIFY(ring.isAtRest());
}

void TestGroupsNetwork::leaderKilledBeforeAcknowledgement_data()
{
    QTest::addColumn<int>("client");
    QTest::addColumn<int>("reached"); // how many of the two other voters have the record
    for (const int client : {0, leader}) {
        for (const int reached : {0, 1, 2})
            QTest::addRow("asked at %d, reached %d", client, reached) << client << reached;
    }
}

// The write is visible everywhere or nowhere, and stays so when the next leader dies, too.
void TestGroupsNetwork::leaderKilledBeforeAcknowledgement()
{
    QFETCH(int, client);
    QFETCH(int, reached);
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "before")).status, OperationStatus::Ok);
    ring.setFilter([&](const Packet &packet) {
        if (packet.to == leader && packet.as<AcceptReply>())
            return Fate::Hold;
        const bool isCopy = packet.from == leader && packet.as<Accept>();
        return isCopy && packet.to > leader + reached ? Fate::Drop : Fate::Deliver;
    });
    const CallRef call = ring.put(client, key, "after");
    if (reached > 0)
        WAIT(int(ring.held().size()) == reached, 1000);
    else
        ring.run(100);
    QVERIFY(!call->done);
    ring.crash(leader);
    ring.takeHeld();
    ring.setFilter({});
    const KeyResult result = ring.finish(call);
    WAIT(ring.serverOf(key) >= 0, 10'000);
    const QByteArray seen = ring.read(0, key);
    QVERIFY2(seen == "before" || seen == "after", seen.constData());
    if (reached == 0 && client == leader)
        QCOMPARE(seen, "before");
    if (result.status == OperationStatus::Ok || reached == 2)
        QCOMPARE(seen, "after");
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), seen);
    WAIT(ring.groupAt(ring.serverOf(key), key)->voters.size() == 3, 10'000);
    ring.run(6000);
    ring.crash(ring.serverOf(key));
    WAIT(ring.serverOf(key) >= 0, 10'000);
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), seen);
    NO_VIOLATION();
}

// The old leader comes back with a write that it never finished: it must not come up beside what was written since.
void TestGroupsNetwork::leaderCutOffBeforeAcknowledgement()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "before")).status, OperationStatus::Ok);
    ring.isolate(leader);
    const CallRef lost = ring.put(leader, key, "lost");
    WAIT(ring.serverOf(key) != leader && ring.serverOf(key) >= 0, 10'000);
    QCOMPARE(ring.read(0, key), "before");
    QCOMPARE(ring.finish(ring.put(0, key, "since")).status, OperationStatus::Ok);
    WAIT(lost->done, 10'000);
    QCOMPARE(lost->result.status, OperationStatus::Unavailable);
    QVERIFY(lost->result.mayHaveHappened);
    ring.heal();
    AT_REST();
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "since");
    NO_VIOLATION();
}

void TestGroupsNetwork::voterWithOneWayLinks_data()
{
    QTest::addColumn<int>("host");
    QTest::addColumn<bool>("deaf"); // it hears nobody; otherwise nobody hears it
    for (const int host : {0, leader}) {
        QTest::addRow("host %d deaf", host) << host << true;
        QTest::addRow("host %d mute", host) << host << false;
    }
}

void TestGroupsNetwork::voterWithOneWayLinks()
{
    QFETCH(int, host);
    QFETCH(bool, deaf);
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 20);
    workload.avoid({host});
    workload.start();
    ring.run(1000);
    for (int other = 0; other < ringSize; ++other) {
        if (other != host)
            ring.cut(deaf ? other : host, deaf ? host : other);
    }
    ring.run(10'000);
    const int before = workload.acknowledged();
    const int failed = workload.unavailable();
    ring.run(3000);
    qInfo("%d acknowledged, %d unavailable", workload.acknowledged() - before, workload.unavailable());
    CHECK(workload.acknowledged() > before + 100);
    CHECK(workload.unavailable() == failed);
    ring.heal();
    AT_REST();
    workload.avoid({});
    ring.run(2000);
    CONSISTENT(workload);
}

void TestGroupsNetwork::cutAroundTheLeader()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "before")).status, OperationStatus::Ok);
    ring.isolate(leader);
    ring.run(1000);
    QVERIFY(!ring.node(leader).serves(ring.node(0).config().space().hash(key), ring.now()));
    QCOMPARE(ring.read(leader, key), "?");
    WAIT(ring.serverOf(key) >= 0, 5000);
    QCOMPARE(ring.finish(ring.put(0, key, "after")).status, OperationStatus::Ok);
    QCOMPARE(ring.read(leader, key), "?");
    ring.heal();
    AT_REST();
    QCOMPARE(ring.read(leader, key), "after");
    QCOMPARE(ring.serverOf(key), leader);
    NO_VIOLATION();
}

void TestGroupsNetwork::cutOfTheRing_data()
{
    QTest::addColumn<QList<int>>("minority");
    QTest::addColumn<int>("ms");
    for (const int ms : {1000, 3000, 8000, 20'000}) {
        QTest::addRow("neighbours, %d ms", ms) << QList<int>{0, 1} << ms;
        QTest::addRow("not neighbours, %d ms", ms) << QList<int>{1, 3} << ms;
        QTest::addRow("halves, %d ms", ms) << QList<int>{0, 1, 2} << ms;
    }
}

void TestGroupsNetwork::cutOfTheRing()
{
    QFETCH(QList<int>, minority);
    QFETCH(int, ms);
    VirtualRing ring;
    FORM(6);
    Workload workload(ring, 30);
    workload.start();
    ring.run(1000);
    for (int one = 0; one < 6; ++one) {
        for (int other = 0; other < one; ++other) {
            if (minority.contains(one) != minority.contains(other))
                ring.cutBoth(one, other);
        }
    }
    ring.run(ms);
    ring.heal();
    AT_REST();
    ring.run(1000);
    CONSISTENT(workload);
}

// Two sides that cannot reach each other, and one node that reaches both.
void TestGroupsNetwork::bridge()
{
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 20);
    workload.start();
    ring.run(1000);
    for (const int one : {0, 1}) {
        for (const int other : {3, 4})
            ring.cutBoth(one, other);
    }
    ring.run(15'000);
    ring.heal();
    AT_REST();
    CONSISTENT(workload);
}

void TestGroupsNetwork::bridgeServesBothSides_data()
{
    QTest::addColumn<bool>("isHeard"); // the leader's side is heard by the other
    QTest::addColumn<bool>("hears");
    QTest::newRow("cut both ways") << false << false;
    QTest::newRow("the leader is heard") << true << false;
    QTest::newRow("the leader hears") << false << true;
}

// A node that cannot reach the leader is served through a voter that can.
void TestGroupsNetwork::bridgeServesBothSides()
{
    QFETCH(bool, isHeard);
    QFETCH(bool, hears);
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(0, 1); // the leader 1, the voters 2 and 3
    QCOMPARE(ring.finish(ring.put(0, key, "before")).status, OperationStatus::Ok);
    for (const int one : {0, 1}) {
        for (const int other : {3, 4}) {
            if (!isHeard)
                ring.cut(one, other);
            if (!hears)
                ring.cut(other, one);
        }
    }
    // At once, and when voters that do not answer the leader have been replaced.
    for (const int waitMs : {0, 8000}) {
        ring.run(waitMs);
        for (const int host : {3, 4}) {
            WAIT(ring.read(host, key) != "?", 5000);
            const QByteArray value = "from " + QByteArray::number(host) + " after " + QByteArray::number(waitMs);
            QCOMPARE(ring.finish(ring.put(host, key, value)).status, OperationStatus::Ok);
            QCOMPARE(ring.read(0, key), value);
        }
    }
    ring.heal();
    AT_REST();
    NO_VIOLATION();
}

void TestGroupsNetwork::pausedLeaderDoesNotServe()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "before")).status, OperationStatus::Ok);
    ring.pause(leader);
    WAIT(ring.serverOf(key) >= 0 && ring.serverOf(key) != leader, 5000);
    QCOMPARE(ring.finish(ring.put(0, key, "after")).status, OperationStatus::Ok);
    ring.resume(leader);
    QCOMPARE(ring.read(leader, key), "after");
    AT_REST();
    NO_VIOLATION();
}

void TestGroupsNetwork::pausedMajorityComesBack()
{
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 20);
    workload.start();
    ring.run(1000);
    ring.pause(2);
    ring.pause(3);
    ring.run(10'000);
    ring.resume(2);
    ring.resume(3);
    AT_REST();
    ring.run(1000);
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

void TestGroupsNetwork::pauseOfAll()
{
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 20);
    workload.start();
    ring.run(1000);
    for (int host = 0; host < ringSize; ++host)
        ring.pause(host);
    ring.run(10'000);
    for (int host = 0; host < ringSize; ++host)
        ring.resume(host);
    AT_REST();
    ring.run(1000);
    CONSISTENT(workload);
}

// Every wake-up is late, as on a machine with too much to do: what is left of the time has to be enough for an
// election.
void TestGroupsNetwork::electsThoughAlwaysLate()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.serverOf(key), leader);
    ring.crash(leader);
    for (int turn = 0; turn < 100 && ring.serverOf(key) < 0; ++turn) {
        for (const int host : ring.up())
            ring.pause(host);
        ring.run(150);
        resumeAll(ring);
        ring.run(30);
    }
    QVERIFY(ring.serverOf(key) >= 0);
    AT_REST();
    NO_VIOLATION();
}

void TestGroupsNetwork::doubledAndOvertakingMessages_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 4; ++seed)
        QTest::addRow("seed %d", int(seed)) << seed;
}

void TestGroupsNetwork::doubledAndOvertakingMessages()
{
    QFETCH(quint64, seed);
    VirtualRing ring(VirtualRing::quickConfig(), seed);
    ring.setDelay(5000);
    ring.setDisorder(true, 0.3);
    FORM(ringSize);
    Workload workload(ring, 20, seed);
    workload.start();
    ring.run(3000);
    ring.join(5, {0});
    ring.run(3000);
    ring.crash(1);
    ring.run(8000);
    ring.join(1, {0});
    ring.run(3000);
    AT_REST();
    CONSISTENT(workload);
}

// What host 2 had sent before it was killed arrives when its next incarnation is a member.
void TestGroupsNetwork::lateMessagesOfAnOldIncarnation()
{
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 20);
    workload.start();
    ring.run(1000);
    ring.setFilter([](const Packet &packet) { return packet.from == leader ? Fate::Record : Fate::Deliver; });
    ring.run(400);
    ring.setFilter([](const Packet &packet) { return packet.from == leader ? Fate::Hold : Fate::Deliver; });
    ring.run(200);
    ring.crash(leader);
    ring.setFilter({});
    QVERIFY(ring.held().size() > 20);
    std::vector<Packet> late = ring.takeHeld();
    ring.run(300);
    ring.join(leader, {0});
    ring.run(500);
    for (const Packet &packet : late)
        ring.inject(packet);
    AT_REST();
    for (const Packet &packet : late)
        ring.inject(packet);
    ring.run(2000);
    AT_REST();
    CONSISTENT(workload);
}

// A promise that an incarnation made counts for it, and not for the one that has taken its place without its memory.
void TestGroupsNetwork::latePromiseOfAnOldIncarnation()
{
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 20);
    workload.start();
    ring.run(1000);
    ring.setFilter(
        [](const Packet &packet) { return packet.from == 4 && packet.as<Promise>() ? Fate::Hold : Fate::Deliver; });
    ring.crash(leader);
    WAIT(!ring.held().empty(), 5000);
    ring.crash(4);
    ring.join(4, {0});
    ring.releaseHeld();
    ring.setFilter({});
    ring.join(leader, {0});
    // One of the three voters of some range is left: it must wait for no more than the two that are gone for ever.
    ring.run(10'000);
    QVERIFY2(workload.errors().isEmpty(), workload.errors().join('\n').constData());
    NO_VIOLATION();
}

void TestGroupsNetwork::restartsOneAfterTheOther()
{
    VirtualRing ring;
    FORM(ringSize);
    Workload workload(ring, 20);
    workload.start();
    for (int host = 0; host < ringSize; ++host) {
        ring.run(1000);
        ring.crash(host);
        ring.run(200);
        ring.join(host, {(host + 1) % ringSize});
        AT_REST();
    }
    CONSISTENT(workload);
}

void TestGroupsNetwork::longLinks_data()
{
    QTest::addColumn<int>("oneWayMs");
    for (const int oneWayMs : {20, 100, 300})
        QTest::addRow("%d ms", oneWayMs) << oneWayMs;
}

// With the default configuration: puts and gets succeed, and leaders stay.
void TestGroupsNetwork::longLinks()
{
    QFETCH(int, oneWayMs);
    VirtualRing ring{Config()};
    ring.setDelay(oneWayMs * usPerMs);
    FORM(ringSize);
    ring.run(5000);
    const quint64 lost = leadsLost(ring);
    Workload workload(ring, 20);
    workload.start();
    ring.run(60'000);
    QCOMPARE(leadsLost(ring), lost);
    QVERIFY(workload.acknowledged() > 200);
    QCOMPARE(workload.unavailable(), 0);
    CONSISTENT(workload);
    QCOMPARE(leadsLost(ring), lost);
}

// The same request, once more, at the leader that has executed it and at its successor.
void TestGroupsNetwork::executeTwiceAppliesOnce()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    std::vector<ExecuteReply> replies;
    bool watching = false;
    ring.setFilter([&](const Packet &packet) {
        const auto *execute = packet.as<Execute>();
        if (execute && execute->value == "first" && !watching)
            return Fate::Record;
        if (const auto *reply = packet.as<ExecuteReply>(); reply && watching) {
            replies.push_back(*reply);
            return Fate::Drop;
        }
        return Fate::Deliver;
    });
    const KeyResult first = ring.finish(ring.put(0, key, "first"));
    QCOMPARE(first.status, OperationStatus::Ok);
    std::vector<Packet> sent = ring.takeHeld();
    QVERIFY(!sent.empty());
    Packet request = sent.back();
    QCOMPARE(ring.finish(ring.put(1, key, "second")).status, OperationStatus::Ok);
    const auto repeat = [&](int to) {
        replies.clear();
        watching = true;
        request.to = to;
        ring.inject(request);
        const bool answered = ring.runUntil([&] { return !replies.empty(); }, 5000);
        watching = false;
        return answered ? replies.front() : ExecuteReply();
    };
    const ExecuteReply atOnce = repeat(ring.serverOf(key));
    QCOMPARE(atOnce.status, ExecuteStatus::Done);
    QCOMPARE(atOnce.version, first.version);
    QVERIFY(atOnce.created);
    QCOMPARE(ring.read(0, key), "second");
    ring.crash(leader);
    WAIT(ring.serverOf(key) >= 0, 10'000);
    const ExecuteReply later = repeat(ring.serverOf(key));
    QCOMPARE(later.status, ExecuteStatus::Done);
    QCOMPARE(later.version, first.version);
    QVERIFY(later.created);
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "second");
    NO_VIOLATION();
}

void TestGroupsNetwork::lateExecuteIsNotAppliedAgain_data()
{
    QTest::addColumn<int>("writes");
    QTest::addColumn<int>("ms");
    QTest::newRow("forgotten for its age") << 1 << 40'000;
    QTest::newRow("forgotten for the number of later writes") << 2 * int(AppliedWrites::perKeyMax) << 100;
}

// A request that comes when its id is forgotten already is refused, whichever node leads by then.
void TestGroupsNetwork::lateExecuteIsNotAppliedAgain()
{
    QFETCH(int, writes);
    QFETCH(int, ms);
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    ring.setFilter([&](const Packet &packet) { return packet.as<Execute>() ? Fate::Record : Fate::Deliver; });
    QCOMPARE(ring.finish(ring.put(0, key, "first")).status, OperationStatus::Ok);
    ring.setFilter({});
    const std::vector<Packet> sent = ring.takeHeld();
    QVERIFY(!sent.empty());
    for (int write = 0; write < writes; ++write)
        QCOMPARE(ring.finish(ring.put(1, key, "second")).status, OperationStatus::Ok);
    ring.run(ms);
    ring.inject(sent.back());
    ring.run(1000);
    QCOMPARE(ring.read(0, key), "second");
    ring.crash(leader);
    WAIT(ring.serverOf(key) >= 0, 10'000);
    Packet again = sent.back();
    again.to = ring.serverOf(key);
    ring.inject(again);
    ring.run(1000);
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "second");
}

// A request waits in the queue of its key while the same request is executed and, after many others, forgotten.
void TestGroupsNetwork::lateExecuteBehindAQueue()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.finish(ring.put(0, key, "before")).status, OperationStatus::Ok);
    // The copies of the leader's writes are held back: all that comes waits.
    ring.setFilter([&](const Packet &packet) {
        if (const auto *execute = packet.as<Execute>(); execute && execute->value == "first")
            return Fate::Record;
        return packet.from == leader && packet.as<Accept>() ? Fate::Hold : Fate::Deliver;
    });
    std::vector<CallRef> calls{ring.put(1, key, "blocker")};
    ring.run(20);
    calls.push_back(ring.put(0, key, "first"));
    ring.run(20);
    for (int write = 0; write < 2 * int(AppliedWrites::perKeyMax); ++write)
        calls.push_back(ring.put(1, key, "second"));
    ring.run(20);
    std::vector<Packet> copies;
    for (const Packet &packet : ring.held()) {
        if (packet.as<Execute>())
            copies.push_back(packet);
    }
    QVERIFY(!copies.empty());
    ring.inject(copies.back()); // it waits twice, the second time behind all others
    ring.run(20);
    ring.setFilter({});
    ring.releaseHeld();
    for (const CallRef &call : calls)
        QCOMPARE(ring.finish(call).status, OperationStatus::Ok);
    ring.run(1000);
    for (const int host : ring.up())
        QCOMPARE(ring.read(host, key), "second");
    NO_VIOLATION();
}

// More writers than request ids are remembered: each needs one message to its leader, or two if it knows no state of
// it.
void TestGroupsNetwork::manyWritersOfOneKey()
{
    constexpr int writersPerHost = 20;
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    for (const int host : ring.up())
        QCOMPARE(ring.finish(ring.put(host, key, "before")).status, OperationStatus::Ok);
    int executes = 0;
    ring.setFilter([&](const Packet &packet) {
        executes += packet.as<Execute>() ? 1 : 0;
        return Fate::Deliver;
    });
    std::vector<CallRef> calls;
    for (int writer = 0; writer < writersPerHost; ++writer) {
        for (const int host : ring.up())
            calls.push_back(ring.put(host, key, "value"));
    }
    for (const CallRef &call : calls)
        QCOMPARE(ring.finish(call).status, OperationStatus::Ok);
    QVERIFY2(executes <= 2 * int(calls.size()), QByteArray::number(executes).constData());
}

// "Create if it is not there" succeeds once: the client's retry at the next leader is told so.
void TestGroupsNetwork::conditionalCreateRetried()
{
    VirtualRing ring;
    FORM(ringSize);
    const QByteArray key = ring.keyBetween(1, 2);
    QCOMPARE(ring.read(0, key), "-");
    ring.setFilter([&](const Packet &packet) {
        return packet.from == leader && packet.as<ExecuteReply>() ? Fate::Hold : Fate::Deliver;
    });
    chord::Condition condition;
    condition.kind = chord::Condition::Kind::IfNoneMatch;
    condition.any = true;
    const CallRef call = ring.put(0, key, "created", condition);
    WAIT(!ring.held().empty(), 2000);
    ring.crash(leader);
    ring.takeHeld();
    ring.setFilter({});
    const KeyResult result = ring.finish(call);
    QCOMPARE(result.status, OperationStatus::Ok);
    QVERIFY(result.created);
    QCOMPARE(ring.read(1, key), "created");
    QCOMPARE(ring.finish(ring.put(1, key, "other", condition)).status, OperationStatus::ConditionFailed);
}

// A leader that nobody reaches, with a clock that stands still for it: it answers no read.
void TestGroupsNetwork::quorumReadsNeedNoClock()
{
    Config config = VirtualRing::quickConfig();
    config.quorumReads = true;
    VirtualRing ring(config);
    FORM(ringSize);
    Workload workload(ring, 20);
    workload.start();
    ring.run(3000);
    QCOMPARE(workload.unavailable(), 0);
    CONSISTENT(workload);
    const QByteArray key = ring.keyBetween(1, 2, 9);
    QCOMPARE(ring.finish(ring.put(0, key, "before")).status, OperationStatus::Ok);
    ring.isolate(leader);
    QCOMPARE(ring.read(leader, key), "?"); // also while it has a lease
    ring.heal();
    WAIT(ring.serverOf(key) >= 0, 10'000);
    QCOMPARE(ring.read(leader, key), "before");
}

void TestGroupsNetwork::storm_data()
{
    QTest::addColumn<quint64>("seed");
    const int rows = qEnvironmentVariableIntValue("STORMS");
    const quint64 first = quint64(qEnvironmentVariableIntValue("FIRST_STORM"));
    for (quint64 seed = first; seed < first + quint64(rows > 0 ? rows : 8); ++seed)
        QTest::addRow("seed %d", int(seed)) << seed;
}

// Cuts, pauses, overtaking, joins and leaves as they come; a crash only while each range has all its voters, so that
// no two of them lose their memory at once. Nothing may be lost, and in the end all comes to rest.
void TestGroupsNetwork::storm()
{
    QFETCH(quint64, seed);
    std::mt19937_64 random(seed);
    const auto below = [&](size_t bound) { return int(random() % bound); };
    Config config = VirtualRing::quickConfig();
    config.mergeDelayMs = 500 + below(6000);
    VirtualRing ring(config, seed);
    ring.setDelay(200 + below(20'000));
    FORM(4 + below(4));
    Workload workload(ring, 40, seed);
    workload.start();
    int next = 10;
    for (int step = 0; step < 40; ++step) {
        ring.run(50 + below(2000));
        const std::vector<int> up = ring.up();
        const int host = up[random() % up.size()];
        const int other = up[random() % up.size()];
        switch (below(12)) {
        case 0:
            ring.cut(host, other);
            break;
        case 1:
            ring.cutBoth(host, other);
            break;
        case 2:
            ring.isolate(host);
            break;
        case 3:
        case 4:
            ring.heal();
            break;
        case 5:
            ring.pause(host);
            break;
        case 6:
        case 7:
            resumeAll(ring);
            break;
        case 8:
            if (ring.isAtRest() && up.size() > 4) {
                ring.crash(host);
                if (below(2) == 0)
                    ring.run(below(8000));
                ring.join(host, ring.up());
            }
            break;
        case 9:
            if (ring.isAtRest() && up.size() > 4)
                ring.crash(host);
            break;
        case 10:
            if (up.size() < 9) {
                ring.setPlace(next, Config().space().hash(QByteArray::number(random())));
                ring.join(next++, up);
            } else if (ring.node(host).state() == NodeState::Ready && !ring.isPaused(host)) {
                ring.leave(host, 3000 + below(20'000));
            }
            break;
        case 11:
            ring.setDisorder(below(2) == 0, below(3) == 0 ? 0.2 : 0);
            break;
        }
        QVERIFY2(workload.errors().isEmpty(), workload.errors().mid(0, 5).join('\n').constData());
        NO_VIOLATION();
    }
    ring.heal();
    resumeAll(ring);
    CHECK(ring.rest(120'000));
    CONSISTENT(workload);
    QCOMPARE(ring.count(Event::Kind::DataLost), 0);
}

QTEST_APPLESS_MAIN(TestGroupsNetwork)
#include "tst_groups_network.moc"
