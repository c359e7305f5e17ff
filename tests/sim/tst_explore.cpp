// SPDX-License-Identifier: GPL-3.0-or-later
//
// A few hundred seeds of the search on every run of the suite. One row is one scenario:
// "tst_explore seeds:'seed 17'" runs it again, and so does "funnelkvs sim explore --first 17 --seeds 1".

#include "sim/explore.h"
#include "sim/scenario_text.h"

#include <QTest>

#include <map>
#include <set>

class TestExplore : public QObject {
    Q_OBJECT

private slots:
    void seeds_data();
    void seeds();
    void findsWhatIsWrong();
    void drawsEveryFault();
    void scenariosSurviveText();
};

namespace {

constexpr quint64 seedsInSuite = 300;

} // namespace

void TestExplore::seeds_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= seedsInSuite; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void TestExplore::seeds()
{
    QFETCH(quint64, seed);
    const sim::Scenario scenario = sim::randomScenario(seed);
    const sim::RunResult result = sim::run(scenario);
    if (result.violations.empty())
        return;
    const sim::Violation &violation = result.violations.front();
    QFAIL(("[" + violation.checker + "] at " + sim::timeText(violation.at) + ": " + violation.text
           + "\n--- scenario, for funnelkvs sim run FILE\n" + sim::toText(scenario))
              .constData());
}

// A bound that no node keeps. The search must say so, and what it shrinks the scenario to must still fail.
void TestExplore::findsWhatIsWrong()
{
    sim::SearchSettings settings;
    settings.messagesPerSecondMost = 1;
    const sim::Scenario impossible = sim::randomScenario(3, settings);
    const sim::RunResult result = sim::run(impossible);
    QVERIFY(!result.violations.empty());
    QCOMPARE(result.violations.front().checker, QByteArray("bounds"));
    const sim::Shrunk shrunk = sim::shrink(impossible, result, 60, [] { return true; });
    QVERIFY(shrunk.scenario.actions.empty());
    QCOMPARE(shrunk.scenario.workload.clients, 1);
    QVERIFY(!sim::run(shrunk.scenario).violations.empty());
}

void TestExplore::drawsEveryFault()
{
    using Kind = sim::Action::Kind;
    std::set<Kind> kinds;
    std::set<int> replicas;
    std::map<QByteArray, int> counts;
    for (quint64 seed = 1; seed <= 1000; ++seed) {
        const sim::Scenario scenario = sim::randomScenario(seed);
        const sim::NetworkSettings &network = scenario.cluster.network;
        const chord::Config &config = scenario.cluster.config;
        replicas.insert(config.replicas);
        counts["narrow"] += config.idBits < 10 ? 1 : 0;
        counts["large"] += scenario.nodes > 20 ? 1 : 0;
        counts["lossy"] += network.loss > 0.05 ? 1 : 0;
        counts["doubling"] += network.duplication > 0 ? 1 : 0;
        counts["drifting"] += scenario.cluster.clockDriftMaxPpm >= 25'000 ? 1 : 0;
        counts["late"] += network.delay.a > config.requestTimeoutMs * chord::usPerMs ? 1 : 0;
        counts["one machine"] += network.oneMachine ? 1 : 0;
        counts["quorum reads"] += config.quorumReads ? 1 : 0;
        counts["disks"] += scenario.cluster.disks ? 1 : 0;
        counts["lifetimes"] += scenario.workload.ttl > 0 ? 1 : 0;
        std::map<Kind, int> here;
        for (const sim::Action &action : scenario.actions) {
            kinds.insert(action.kind);
            ++here[action.kind];
            counts["one way"] += action.kind == Kind::Cut || action.oneWay ? 1 : 0;
            counts["power cuts"] += scenario.cluster.disks && action.kind == Kind::Restart ? 1 : 0;
            counts["founder restarted"] += action.asStarted && action.host == 0 ? 1 : 0;
        }
        counts["majority killed"] += here[Kind::Crash] > scenario.nodes / 2 ? 1 : 0;
        counts["partitions"] += here[Kind::CutSets] + here[Kind::Split] + here[Kind::Bridge] > 0 ? 1 : 0;
    }
    QCOMPARE(kinds,
             (std::set<Kind>{Kind::Join, Kind::Restart, Kind::Crash, Kind::Leave, Kind::Pause, Kind::Slow, Kind::Cut,
                             Kind::CutSets, Kind::Bridge, Kind::Split, Kind::StallDisk}));
    QCOMPARE(replicas, (std::set<int>{1, 2, 3, 4, 5}));
    for (const auto &[what, count] : counts)
        QVERIFY2(count > 25, what.constData());
}

void TestExplore::scenariosSurviveText()
{
    for (quint64 seed = 1; seed <= 200; ++seed) {
        const sim::Scenario scenario = sim::randomScenario(seed);
        const QByteArray text = sim::toText(scenario);
        const auto parsed = sim::parseScenario(text);
        const auto *back = std::get_if<sim::ScenarioText>(&parsed);
        QVERIFY2(back, text.constData());
        QCOMPARE(sim::toText(back->scenario), text);
        QCOMPARE(back->scenario.actions, scenario.actions);
        QCOMPARE(back->scenario.workload, scenario.workload);
        QCOMPARE(back->scenario.cluster.network, scenario.cluster.network);
        QCOMPARE(back->scenario.cluster.disks, scenario.cluster.disks);
        QCOMPARE(back->scenario.bounds, scenario.bounds);
        QCOMPARE(back->scenario.settleDelay, scenario.settleDelay);
        QCOMPARE(back->scenario.settleMax, scenario.settleMax);
    }
}

QTEST_APPLESS_MAIN(TestExplore)
#include "tst_explore.moc"
