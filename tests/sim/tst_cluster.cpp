// SPDX-License-Identifier: GPL-3.0-or-later
//
// The protocol over the virtual network: rings of every small size, and each kind of change and fault on them, under
// load and with all checkers. A row that fails prints its scenario; saved to a file it runs again with "funnelkvs sim
// run FILE".

#include "sim/disk.h"
#include "sim/scenario.h"
#include "sim/scenario_text.h"

#include "chord/routing.h"

#include <QTest>

using sim::Action;
using sim::Cluster;
using sim::ClusterSettings;
using sim::Delay;
using sim::RunResult;
using sim::Scenario;
using sim::Time;

Q_DECLARE_METATYPE(Scenario)

namespace {

constexpr Time ms = 1000;
constexpr Time s = 1'000'000;

Scenario ringOf(int nodes, int clients = 3)
{
    Scenario scenario;
    scenario.nodes = nodes;
    scenario.start = Scenario::Start::Storm;
    scenario.cluster.network.delay = Delay::exponential(2 * ms);
    scenario.workload.clients = clients;
    scenario.workload.keys = 12;
    scenario.workload.thinkTime = Delay::exponential(20 * ms);
    scenario.cluster.config.foundingHoldMs = 200;
    scenario.duration = 8 * s;
    scenario.settleMax = 120 * s;
    return scenario;
}

Action action(Time at, Action::Kind kind, int host = Action::anyMember, Time lasts = 0)
{
    Action made;
    made.at = at;
    made.kind = kind;
    made.host = host;
    made.lasts = lasts;
    return made;
}

QByteArray report(const Scenario &scenario, const RunResult &result)
{
    QByteArray text;
    for (const sim::Violation &violation : result.violations)
        text += '[' + violation.checker + "] at " + sim::timeText(violation.at) + ": " + violation.text + '\n';
    return text + "--- scenario\n" + sim::toText(scenario);
}

} // namespace

class TestCluster : public QObject {
    Q_OBJECT

private slots:
    void scenarios_data();
    void scenarios();
    void sameSeedSameTrace();
    void otherSeedOtherTrace();
    void idealStart();
    void paperRing();
    void timeToLive();
    void joinAfterLeaveWaitsForNoLease();
    void leaveGivenUp();
    void takenIdentifier();
    void newcomerLooksItsFingersUp();
    void quietNodesSayLittle();
    void refusesAnOldCopyOfADisk();
};

void TestCluster::scenarios_data()
{
    using Kind = Action::Kind;
    QTest::addColumn<Scenario>("scenario");
    const auto row = [](const QByteArray &name, const Scenario &scenario) {
        QTest::newRow(name.constData()) << scenario;
    };

    // Rings that Zave's proof does not cover, up to the first that it does (L = 8).
    for (int nodes : {1, 2, 3, 4, 5, 7, 8, 9, 10}) {
        row("storm of " + QByteArray::number(nodes), ringOf(nodes));
        Scenario chain = ringOf(nodes);
        chain.start = Scenario::Start::Chain;
        row("chain of " + QByteArray::number(nodes), chain);
        Scenario ideal = ringOf(nodes);
        ideal.start = Scenario::Start::Ideal;
        row("ideal ring of " + QByteArray::number(nodes), ideal);
    }
    // Walks over all keys, while clients write and nodes come and go.
    for (Kind kind : {Kind::Join, Kind::Leave, Kind::Crash, Kind::Pause}) {
        Scenario listed = ringOf(6);
        listed.workload.listers = 2;
        listed.workload.keys = 60;
        listed.workload.puts = 60;
        listed.workload.deletes = 2;
        listed.actions = {action(2 * s, kind, 2, 2 * s), action(4 * s, kind, 4, 2 * s)};
        row("listings, " + QByteArray::number(int(kind)), listed);
    }
    row("storm of 40", ringOf(40, 1));

    for (int nodes : {1, 2, 3, 5, 9}) {
        const QByteArray of = " of " + QByteArray::number(nodes);
        // One of two is no majority: without proof that the other is gone it may only wait.
        const auto ring = [nodes] {
            Scenario scenario = ringOf(nodes);
            scenario.cluster.network.oneMachine = nodes == 2;
            return scenario;
        };
        for (Kind kind : {Kind::Join, Kind::Leave, Kind::Crash}) {
            if (kind != Kind::Join && nodes == 1)
                continue;
            Scenario one = ring();
            one.actions = {action(1 * s, kind, nodes - 1)};
            row((kind == Kind::Join ? "join" : kind == Kind::Leave ? "leave" : "crash") + of, one);
        }
        if (nodes == 1)
            continue;
        for (Time away : {100 * ms, 1000 * ms, 4000 * ms}) {
            Scenario pause = ring();
            pause.actions = {action(1 * s, Kind::Pause, 1, away)};
            row("pause of " + sim::timeText(away) + of, pause);
            Scenario restart = ring();
            restart.actions = {action(1 * s, Kind::Crash, 1), action(1 * s + away, Kind::Restart, 1)};
            row("restart after " + sim::timeText(away) + of, restart);
        }
        Scenario founder = ring();
        founder.actions = {action(1 * s, Kind::Crash, 0)};
        row("crash of the founder" + of, founder);
        for (Time away : {200 * ms, 6000 * ms}) {
            Scenario again = ring();
            again.duration = 16 * s;
            again.cluster.config.foundingHoldMs = chord::Config().foundingHoldMs; // so that it is found in time
            again.actions = {action(3 * s, Kind::Crash, 0), action(3 * s + away, Kind::Restart, 0)};
            again.actions.back().asStarted = true;
            row("restart of the founder after " + sim::timeText(away) + of, again);
        }
    }

    for (int nodes : {3, 6, 10}) {
        Scenario allButOne = ringOf(nodes);
        allButOne.cluster.network.oneMachine = true;
        for (int host = 1; host < nodes; ++host)
            allButOne.actions.push_back(action(1 * s, Kind::Crash, host));
        row("all but one crash of " + QByteArray::number(nodes), allButOne);
        Scenario oneByOne = ringOf(nodes);
        oneByOne.cluster.network.oneMachine = true;
        oneByOne.duration = (nodes + 2) * 5 * s;
        for (int host = 1; host < nodes; ++host)
            oneByOne.actions.push_back(action(host * 5 * s, Kind::Crash, host));
        row("all but one crash in turn of " + QByteArray::number(nodes), oneByOne);
        Scenario allLeave = ringOf(nodes);
        for (int host = 1; host < nodes; ++host)
            allLeave.actions.push_back(action(1 * s, Kind::Leave, host));
        row("all but one leave of " + QByteArray::number(nodes), allLeave);
    }

    for (int joiners : {2, 4, 8}) {
        Scenario together = ringOf(3);
        for (int i = 0; i < joiners; ++i)
            together.actions.push_back(action(1 * s, Kind::Join));
        row(QByteArray::number(joiners) + " join at once", together);
    }

    // While a range is split or given away: each node that takes part crashes at every stage.
    for (Time after : {2 * ms, 8 * ms, 20 * ms, 50 * ms, 120 * ms, 400 * ms}) {
        Scenario receiver = ringOf(4);
        receiver.actions = {action(1 * s, Kind::Join), action(1 * s + after, Kind::Crash, 4)};
        row("receiver crashes after " + sim::timeText(after), receiver);
        Scenario leaver = ringOf(4);
        leaver.actions = {action(1 * s, Kind::Leave, 2), action(1 * s + after, Kind::Crash, 2)};
        row("leaver crashes after " + sim::timeText(after), leaver);
        for (int giver = 0; giver < 4; ++giver) {
            Scenario scenario = ringOf(4);
            scenario.actions = {action(1 * s, Kind::Join), action(1 * s + after, Kind::Crash, giver)};
            row("n" + QByteArray::number(giver) + " crashes " + sim::timeText(after) + " after a join", scenario);
        }
    }

    for (int nodes : {2, 3, 5, 8}) {
        const QByteArray of = " of " + QByteArray::number(nodes);
        for (Time lasts : {1 * s, 5 * s}) {
            const QByteArray during = " for " + sim::timeText(lasts) + of;
            Scenario halves = ringOf(nodes);
            halves.actions = {action(2500 * ms, Kind::Split, (nodes - 1) / 2, lasts)};
            row("halves" + during, halves);
            Scenario isolated = ringOf(nodes);
            isolated.actions = {action(2500 * ms, Kind::CutSets, Action::anyMember, lasts)};
            isolated.actions.front().hosts = {0};
            row("isolated" + during, isolated);
            Scenario mute = isolated;
            mute.actions.front().oneWay = true;
            row("mute" + during, mute);
            Scenario deaf = isolated;
            deaf.actions.front().oneWay = true;
            for (int host = 1; host < nodes; ++host)
                deaf.actions.front().others.push_back(host);
            std::swap(deaf.actions.front().hosts, deaf.actions.front().others);
            row("deaf" + during, deaf);
            Scenario bridge = ringOf(nodes);
            bridge.actions = {action(2500 * ms, Kind::Bridge, 0, lasts)};
            row("bridge" + during, bridge);
        }
        Scenario turns = ringOf(nodes);
        turns.actions = {action(2500 * ms, Kind::Pause, 0, 3 * s), action(5400 * ms, Kind::Pause, 1, 3 * s)};
        row("paused in turn" + of, turns);
        for (bool oneMachine : {false, true}) {
            Scenario killed = ringOf(nodes);
            killed.cluster.network.oneMachine = oneMachine;
            for (int host = 0; host <= nodes / 2; ++host)
                killed.actions.push_back(action(4 * s, Kind::Crash, host));
            row((oneMachine ? "majority killed on one machine" : "majority killed") + of, killed);
        }
    }

    Scenario duplicates = ringOf(5);
    duplicates.cluster.network.duplication = 0.2;
    row("duplicates", duplicates);
    Scenario losses = ringOf(5);
    losses.cluster.network.loss = 0.1;
    losses.duration = 16 * s; // each lost message costs its client a second
    row("losses", losses);
    Scenario reordered = ringOf(5);
    reordered.cluster.network.delay = Delay::uniform(0, 100 * ms);
    row("reordering", reordered);
    Scenario drifting = ringOf(5);
    drifting.cluster.clockDriftMaxPpm = 25'000;
    row("drifting clocks", drifting);
    Scenario wild = ringOf(5);
    wild.cluster.clockDriftMaxPpm = 100'000;
    wild.cluster.config.quorumReads = true;
    row("quorum reads with wild clocks", wild);
    Scenario expiring = ringOf(5);
    expiring.workload.ttl = 1 * s;
    expiring.workload.ttlShare = 0.5;
    row("values with a lifetime", expiring);
    Scenario slow = ringOf(5);
    slow.actions = {action(1 * s, Kind::Slow, 2, 4 * s)};
    slow.actions.front().amount = 5 * ms;
    row("slow node", slow);
    Scenario narrow = ringOf(6);
    narrow.cluster.config.idBits = 6;
    row("six bits", narrow);
}

void TestCluster::scenarios()
{
    QFETCH(Scenario, scenario);
    const RunResult result = sim::run(scenario);
    QVERIFY2(result.violations.empty(), report(scenario, result).constData());
    QVERIFY2(result.answers.done > 100, QByteArray::number(result.answers.done).constData());
    QVERIFY(scenario.workload.listers == 0 || result.listings > 10);
}

void TestCluster::sameSeedSameTrace()
{
    Scenario scenario = ringOf(6);
    scenario.actions = {action(1 * s, Action::Kind::Crash, 2), action(2 * s, Action::Kind::Join)};
    const RunResult first = sim::run(scenario);
    const RunResult second = sim::run(scenario);
    QCOMPARE(first.traceHash, second.traceHash);
    QCOMPARE(first.counts.events, second.counts.events);
}

void TestCluster::otherSeedOtherTrace()
{
    Scenario scenario = ringOf(3);
    scenario.duration = 1 * s;
    const RunResult first = sim::run(scenario);
    scenario.cluster.seed = 2;
    QVERIFY(sim::run(scenario).traceHash != first.traceHash);
}

void TestCluster::idealStart()
{
    ClusterSettings settings;
    Cluster cluster(settings);
    std::vector<int> hosts;
    for (int i = 0; i < 100; ++i)
        hosts.push_back(cluster.addHost());
    cluster.startIdeal(hosts);
    QVERIFY(sim::idealProblems(sim::RingPicture::of(cluster), settings.config.successorListLength).empty());
    cluster.runUntil(1 * s);
    QVERIFY(sim::ringProblems(sim::RingPicture::of(cluster)).empty());
}

// The example of the paper (TON, Fig. 3): m = 6, lookup of K54 from N8 goes to 42, then 51, and is found at 56.
void TestCluster::paperRing()
{
    ClusterSettings settings;
    settings.config.idBits = 6;
    settings.config.successorListLength = 3;
    settings.network.delay = Delay::constant(1 * ms);
    Cluster cluster(settings);
    std::vector<int> hosts;
    for (quint64 id : {1, 8, 14, 21, 32, 38, 42, 48, 51, 56})
        hosts.push_back(cluster.addHost(chord::Id(id)));
    cluster.startIdeal(hosts);

    const std::vector<quint64> fingers{14, 14, 14, 21, 32, 42};
    for (int i = 0; i < 6; ++i) {
        const auto finger = cluster.node(1)->routing().finger(i);
        QVERIFY(finger);
        QCOMPARE(finger->id.words()[2], fingers[size_t(i)]);
    }
    std::vector<quint64> asked;
    quint64 owner = 0;
    cluster.call(
        1, [](chord::Node &node, Time now) { return node.beginLookup(chord::Id(54), now); },
        [&](const chord::OperationResult *result) {
            const auto &lookup = std::get<chord::LookupResult>(result->outcome);
            owner = lookup.owner.id.words()[2];
            for (const chord::Hop &hop : lookup.hops)
                asked.push_back(hop.node.id.words()[2]);
        });
    QVERIFY(cluster.runUntil([&] { return owner != 0; }, 1 * s));
    QCOMPARE(owner, 56u);
    QVERIFY(asked.size() >= 2);
    const auto first = std::find(asked.begin(), asked.end(), 42u);
    QVERIFY(first != asked.end() && first + 1 != asked.end() && *(first + 1) == 51u);
}

void TestCluster::timeToLive()
{
    ClusterSettings settings;
    Cluster cluster(settings);
    cluster.startIdeal({cluster.addHost(), cluster.addHost(), cluster.addHost()});
    std::optional<chord::KeyResult> answer;
    const auto take = [&](const chord::OperationResult *result) {
        answer = std::get<chord::KeyResult>(result->outcome);
    };
    const auto get = [&](int host) {
        answer.reset();
        cluster.call(
            host, [](chord::Node &node, Time now) { return node.beginGet("k", now); }, take);
        return cluster.runUntil([&] { return answer.has_value(); }, cluster.now() + 10 * s);
    };
    cluster.call(
        0, [](chord::Node &node, Time now) { return node.beginPut("k", "v", {}, 5000, {}, now); }, take);
    QVERIFY(cluster.runUntil([&] { return answer.has_value(); }, 10 * s));
    QCOMPARE(answer->status, chord::OperationStatus::Ok);
    const Time written = cluster.now();
    for (int host = 0; host < 3; ++host) {
        QVERIFY(get(host));
        QCOMPARE(answer->status, chord::OperationStatus::Ok);
    }
    // Also after the owner has changed: the lifetime goes with the value.
    cluster.crash(cluster.hostOf(cluster.ref(0).address));
    QVERIFY(get(1));
    QCOMPARE(answer->status, chord::OperationStatus::Ok);
    cluster.runUntil(written + 5500 * ms);
    QVERIFY(get(2));
    QCOMPARE(answer->status, chord::OperationStatus::NotFound);
}

// A leader that gives its range away releases its leases: neither it nor a node that joins next has to wait for their
// end.
void TestCluster::joinAfterLeaveWaitsForNoLease()
{
    ClusterSettings settings;
    settings.config.leaseMs = 600'000;
    settings.config.idBits = 6;
    for (int replicas : {1, 2, 3}) {
        settings.config.replicas = replicas;
        Cluster cluster(settings);
        std::vector<int> hosts;
        for (quint64 id : {10, 20, 30, 40, 50})
            hosts.push_back(cluster.addHost(chord::Id(id)));
        cluster.startIdeal(hosts);
        cluster.runUntil(2 * s);
        cluster.leave(1, 10'000);
        QVERIFY2(cluster.runUntil([&] { return cluster.state(1) == sim::HostState::Down; }, cluster.now() + 10 * s),
                 qPrintable(QStringLiteral("%1 replicas").arg(replicas)));
        const int joiner = cluster.addHost(chord::Id(15));
        cluster.join(joiner, {0});
        QVERIFY2(cluster.runUntil([&] { return cluster.isMember(joiner); }, cluster.now() + 10 * s),
                 qPrintable(QStringLiteral("%1 replicas").arg(replicas)));
    }
}

// Leaving fails in time, and then the node is a member as before; or it has been replaced everywhere in time.
void TestCluster::leaveGivenUp()
{
    int failed = 0;
    int gone = 0;
    for (int timeout = 100; timeout <= 2500; timeout += 150) {
        Scenario scenario = ringOf(5);
        scenario.cluster.config.replicas = 2;
        scenario.cluster.seed = quint64(timeout);
        scenario.cluster.network.delay = Delay::uniform(10 * ms, 40 * ms);
        scenario.leaveTimeoutMs = timeout;
        scenario.duration = 4 * s;
        scenario.actions = {action(1 * s, Action::Kind::Leave, 1)};
        const RunResult result = sim::run(scenario);
        QVERIFY2(result.violations.empty(), report(scenario, result).constData());
        ++(result.members == scenario.nodes ? failed : gone);
    }
    QVERIFY(failed > 0);
    QVERIFY(gone > 0);
}

// Whether the other node with this identifier answers or, as over real connections, refuses or is silent: nobody
// joins in its place, until the ring has forgotten it.
void TestCluster::takenIdentifier()
{
    for (bool silent : {false, true}) {
        ClusterSettings settings;
        Cluster cluster(settings);
        std::vector<int> hosts;
        for (int i = 0; i < 4; ++i)
            hosts.push_back(cluster.addHost());
        cluster.startIdeal(hosts);
        cluster.runUntil(2 * s);
        const int second = cluster.addHost(cluster.ref(2).id);
        if (silent)
            cluster.network().cut(2, second);
        cluster.join(second, {0});
        QVERIFY(cluster.runUntil([&] { return cluster.counts().joinsFailed > 0; }, cluster.now() + 30 * s));
        QVERIFY(sim::idealProblems(sim::RingPicture::of(cluster), settings.config.successorListLength).empty());
        QVERIFY(cluster.isMember(2));
        // Its place is free once it is gone.
        cluster.crash(2);
        const int successor = cluster.addHost(cluster.ref(2).id);
        cluster.join(successor, {0});
        QVERIFY(cluster.runUntil([&] { return cluster.isMember(successor); }, cluster.now() + 30 * s));
    }
}

// However long the period at which fingers are renewed: a newcomer has them all soon.
void TestCluster::newcomerLooksItsFingersUp()
{
    ClusterSettings settings;
    settings.config.fixFingersPeriodMs = 90'000;
    settings.network.delay = Delay::constant(20 * ms);
    Cluster cluster(settings);
    std::vector<int> hosts;
    for (int i = 0; i < 64; ++i)
        hosts.push_back(cluster.addHost());
    cluster.startIdeal(hosts);
    const int newcomer = cluster.addHost();
    cluster.join(newcomer, {0});
    cluster.runUntil(15 * s);
    QVERIFY(cluster.isMember(newcomer));
    std::vector<chord::Id> ids;
    for (int host = 0; host < cluster.hostCount(); ++host)
        ids.push_back(cluster.ref(host).id);
    std::sort(ids.begin(), ids.end());
    const chord::RoutingTable &routing = cluster.node(newcomer)->routing();
    QVERIFY(routing.fingers().size() >= 4);
    for (const chord::Finger &finger : routing.fingers()) {
        const auto owner = std::lower_bound(ids.begin(), ids.end(), routing.fingerStart(finger.index));
        QCOMPARE(finger.node.id, owner == ids.end() ? ids.front() : *owner);
    }
}

// What a node at rest sends and holds has a bound that does not depend on the size of the ring.
void TestCluster::quietNodesSayLittle()
{
    for (int nodes : {5, 50, 200}) {
        ClusterSettings settings;
        Cluster cluster(settings);
        std::vector<int> hosts;
        for (int i = 0; i < nodes; ++i)
            hosts.push_back(cluster.addHost());
        cluster.startIdeal(hosts);
        cluster.runUntil(10 * s);
        for (int host : hosts) {
            const double rate = double(cluster.node(host)->counters().messagesSent) / 10;
            QVERIFY2(rate < 60, qPrintable(QStringLiteral("%1 of %2: %3 a second").arg(host).arg(nodes).arg(rate)));
            QVERIFY2(cluster.node(host)->memoryBytes() <= 9472,
                     qPrintable(QString::number(cluster.node(host)->memoryBytes())));
        }
        QCOMPARE(cluster.counts().lateDeadlines, 0u);
    }
}

// A voter that went back in time has forgotten promises; the others know of later commits of it.
void TestCluster::refusesAnOldCopyOfADisk()
{
    sim::ClusterSettings settings;
    settings.disks = sim::Delay::constant(1 * ms);
    Cluster cluster(settings);
    for (int host = 0; host < 3; ++host) {
        cluster.addHost();
        if (host == 0)
            cluster.createRing(host);
        else
            cluster.join(host, {0});
    }
    QVERIFY(cluster.runUntil([&] { return cluster.isMember(1) && cluster.isMember(2); }, 20 * s));
    cluster.runUntil(cluster.now() + 2 * s);
    const quint64 incarnation = cluster.ref(2).incarnation;
    std::unique_ptr<sim::Disk> copy = cluster.copyOfDisk(2);

    // A true restart is the same incarnation.
    cluster.crash(2);
    QVERIFY(cluster.restart(2));
    cluster.runUntil(cluster.now() + 5 * s);
    QVERIFY(cluster.isMember(2) && cluster.node(2)->ready(cluster.localTime(2)));
    QCOMPARE(cluster.ref(2).incarnation, incarnation);

    bool isWritten = false;
    cluster.call(
        0, [](chord::Node &node, Time now) { return node.beginPut("k", "v", {}, -1, {}, now); },
        [&](const chord::OperationResult *) { isWritten = true; });
    QVERIFY(cluster.runUntil([&] { return isWritten; }, cluster.now() + 10 * s));
    cluster.runUntil(cluster.now() + 1 * s);
    cluster.crash(2);
    QVERIFY(cluster.replaceDisk(2, std::move(copy)));
    QVERIFY(cluster.restart(2));
    QVERIFY(cluster.runUntil([&] { return !cluster.node(2); }, cluster.now() + 1 * s));
    QCOMPARE(cluster.counts().joinsFailed, 1u);
    // Without that state it is a new node.
    QVERIFY(cluster.restart(2));
    QVERIFY(cluster.runUntil([&] { return cluster.isMember(2); }, cluster.now() + 20 * s));
    QVERIFY(cluster.ref(2).incarnation != incarnation);
}

QTEST_APPLESS_MAIN(TestCluster)
#include "tst_cluster.moc"
