// SPDX-License-Identifier: GPL-3.0-or-later
//
// A few hundred seeds of the search on every run of the suite, and every seed that has found something. One row is one
// scenario: "tst_explore seeds:'seed 17'" runs it again, and so does "funnelkvs sim explore --first 17 --seeds 1".

#include "sim/explore.h"
#include "sim/scenariotext.h"

#include <QTest>

class tst_Explore : public QObject {
    Q_OBJECT

private slots:
    void seeds_data();
    void seeds();
    void findsWhatIsWrong();
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

// A promise that nobody keeps: a ring that is settled the moment its members are. The search must say so, and what it
// shrinks the scenario to must still fail.
void tst_Explore::findsWhatIsWrong()
{
    sim::Scenario impossible = sim::randomScenario(3);
    impossible.bounds.messagesPerSecond = 0.001;
    const sim::RunResult result = sim::run(impossible);
    QVERIFY(!result.violations.empty());
    QCOMPARE(result.violations.front().checker, QByteArray("bounds"));
    const sim::Shrunk shrunk = sim::shrink(impossible, result, 60, [] { return true; });
    QVERIFY(shrunk.scenario.actions.empty());
    QCOMPARE(shrunk.scenario.workload.clients, 1);
    QVERIFY(!sim::run(shrunk.scenario).violations.empty());
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
    }
}

QTEST_APPLESS_MAIN(tst_Explore)
#include "tst_explore.moc"
