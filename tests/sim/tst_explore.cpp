// SPDX-License-Identifier: GPL-3.0-or-later
//
// A few hundred seeds of the search on every run of the suite, and every seed that has found something. One row is one
// scenario: "tst_explore seeds:'seed 17'" runs it again, and so does "funnelkvs sim explore --first 17 --seeds 1".

#include "sim/explore.h"
#include "sim/scenariotext.h"

#include <QTest>

#include <algorithm>
#include <set>

class tst_Explore : public QObject {
    Q_OBJECT

private slots:
    void seeds_data();
    void seeds();
    void findsWhatIsWrong();
    void drawsEveryFault();
    void partitionsJudgeTheRingAlone();
    void scenariosSurviveText();
};

namespace {

constexpr quint64 seedsInSuite = 300;

} // namespace

void tst_Explore::seeds_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= seedsInSuite; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void tst_Explore::seeds()
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

// A bound that nobody keeps. The search must say so, and what it shrinks the scenario to must still fail.
void tst_Explore::findsWhatIsWrong()
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

void tst_Explore::drawsEveryFault()
{
    using Kind = sim::Action::Kind;
    std::set<Kind> kinds;
    std::set<int> replicas;
    int narrow = 0;
    int large = 0;
    int lossy = 0;
    int doubling = 0;
    int drifting = 0;
    for (quint64 seed = 1; seed <= 500; ++seed) {
        const sim::Scenario scenario = sim::randomScenario(seed);
        for (const sim::Action &action : scenario.actions)
            kinds.insert(action.kind);
        replicas.insert(scenario.cluster.config.replicas);
        narrow += scenario.cluster.config.idBits < 10 ? 1 : 0;
        large += scenario.nodes > 20 ? 1 : 0;
        lossy += scenario.cluster.network.loss > 0 ? 1 : 0;
        doubling += scenario.cluster.network.duplication > 0 ? 1 : 0;
        drifting += scenario.cluster.clockDriftMaxPpm > 0 ? 1 : 0;
    }
    QCOMPARE(kinds, (std::set<Kind>{Kind::Join, Kind::Restart, Kind::Crash, Kind::Leave, Kind::Pause, Kind::Slow}));
    QCOMPARE(replicas, (std::set<int>{1, 2, 3, 4, 5}));
    for (int often : {narrow, large, lossy, doubling, drifting})
        QVERIFY(often > 25);
}

void tst_Explore::partitionsJudgeTheRingAlone()
{
    sim::SearchSettings settings;
    settings.partitions = true;
    int partitions = 0;
    for (quint64 seed = 1; seed <= 20; ++seed) {
        const sim::Scenario scenario = sim::randomScenario(seed, settings);
        partitions += int(std::count_if(scenario.actions.begin(), scenario.actions.end(), [](const auto &action) {
            return action.kind == sim::Action::Kind::Cut || action.kind == sim::Action::Kind::Split;
        }));
        const sim::RunResult result = sim::run(scenario);
        QVERIFY2(result.violations.empty(), sim::toText(scenario).constData());
    }
    QVERIFY(partitions > 5);
}

void tst_Explore::scenariosSurviveText()
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
        QCOMPARE(back->scenario.bounds, scenario.bounds);
        QCOMPARE(back->scenario.promises, scenario.promises);
    }
}

QTEST_APPLESS_MAIN(tst_Explore)
#include "tst_explore.moc"
