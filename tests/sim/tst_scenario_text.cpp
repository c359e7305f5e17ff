// SPDX-License-Identifier: GPL-3.0-or-later
//
// The scenario format: what is read, and every mistake with its line and column.

#include "sim/scenario_text.h"

#include <QTest>

class TestScenarioText : public QObject {
    Q_OBJECT

private slots:
    void reads();
    void times();
    void mistakes_data();
    void mistakes();
    void expectations();
};

void TestScenarioText::reads()
{
    const auto parsed = sim::parseScenario("# a remark\n"
                                           "seed 7\n"
                                           "nodes 12 chain   # another\n"
                                           "\n"
                                           "delay uniform 1ms 2.5ms\n"
                                           "clients 3\n"
                                           "mix get=1 put=2 delete=3 conditional=4\n"
                                           "at 3s pause n4 for 1.5s\n"
                                           "at 1s join\n"
                                           "at 2s cut n1 n2 for 100ms\n"
                                           "at 4s cut-sets n0,n2 | n1,n3 one-way for 1s\n"
                                           "at 5s isolate n2 for 1s\n"
                                           "at 6s bridge n1 for 1s\n"
                                           "at 7s restart n2 as-started\n"
                                           "ttl 1500ms 0.2\n"
                                           "reads quorum\n"
                                           "one-machine yes\n"
                                           "settle-delay constant 2ms\n"
                                           "expect members 13\n"
                                           "expect lost-most 3\n");
    const auto *text = std::get_if<sim::ScenarioText>(&parsed);
    QVERIFY(text);
    const sim::Scenario &scenario = text->scenario;
    QCOMPARE(scenario.cluster.seed, 7u);
    QCOMPARE(scenario.nodes, 12);
    QCOMPARE(scenario.start, sim::Scenario::Start::Chain);
    QCOMPARE(scenario.cluster.network.delay, sim::Delay::uniform(1000, 2500));
    QCOMPARE(scenario.workload.conditionals, 4);
    QCOMPARE(scenario.actions.size(), 7u);
    QCOMPARE(scenario.actions[0].kind, sim::Action::Kind::Join);
    QCOMPARE(scenario.actions[1].other, 2);
    QCOMPARE(scenario.actions[2].lasts, 1'500'000);
    QCOMPARE(text->expect.members, 13);
    QCOMPARE(text->expect.lostMost, 3);
    QCOMPARE(scenario.actions[3].hosts, (std::vector<int>{0, 2}));
    QCOMPARE(scenario.actions[3].others, (std::vector<int>{1, 3}));
    QVERIFY(scenario.actions[3].oneWay);
    QCOMPARE(scenario.actions[4].kind, sim::Action::Kind::CutSets);
    QCOMPARE(scenario.actions[4].hosts, std::vector<int>{2});
    QVERIFY(!scenario.actions[4].oneWay && scenario.actions[4].others.empty());
    QCOMPARE(scenario.actions[5].host, 1);
    QVERIFY(scenario.actions[6].asStarted);
    QCOMPARE(scenario.workload.ttl, 1'500'000);
    QCOMPARE(scenario.workload.ttlShare, 0.2);
    QVERIFY(scenario.cluster.config.quorumReads);
    QVERIFY(scenario.cluster.network.oneMachine);
    QCOMPARE(scenario.settleDelay, sim::Delay::constant(2000));
    // What is written is read back as the same.
    const auto again = sim::parseScenario(sim::toText(scenario, text->expect));
    const auto *back = std::get_if<sim::ScenarioText>(&again);
    QVERIFY(back);
    QCOMPARE(back->scenario.actions, scenario.actions);
    QCOMPARE(back->expect, text->expect);
}

void TestScenarioText::times()
{
    QCOMPARE(sim::parseTime("20ms"), 20'000);
    QCOMPARE(sim::parseTime("1.5s"), 1'500'000);
    QCOMPARE(sim::parseTime("2m"), 120'000'000);
    QCOMPARE(sim::parseTime("17us"), 17);
    for (const char *wrong : {"", "5", "s", "-1s", "1.5.2s", "1h", "1e3s", "99999999999999m"})
        QVERIFY2(!sim::parseTime(wrong), wrong);
    for (sim::Time time : {0, 1, 999, 1000, 1500, 1'000'000, 60'000'000, 61'000'000, 123'456'789})
        QCOMPARE(sim::parseTime(sim::timeText(time)), time);
}

void TestScenarioText::mistakes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QByteArray &text, int line, int column, const QByteArray &says) {
        QTest::newRow(name) << text << line << column << says;
    };
    row("unknown setting", "seed 1\n  colour blue\n", 2, 3, "not a setting");
    row("no number", "replicas many\n", 1, 10, "not a whole number");
    row("too small", "replicas 0\n", 1, 10, "from 1");
    row("lacks a value", "seed\n", 1, 1, "takes 1 value");
    row("one value too many", "seed 1 2\n", 1, 8, "takes 1 value");
    row("start", "nodes 5 perfect\n", 1, 9, "ideal, storm");
    row("time without unit", "duration 20\n", 1, 10, "not a time");
    row("delay", "delay gaussian 5ms\n", 1, 1, "a delay is");
    row("uniform backwards", "delay uniform 5ms 1ms\n", 1, 1, "a delay is");
    row("mix", "mix get=1 puts=2 delete=1 conditional=1\n", 1, 11, "shares");
    row("mix value", "mix get=1 put=x delete=1 conditional=1\n", 1, 15, "not a whole number");
    row("at without time", "at\n", 1, 1, "after at");
    row("unknown action", "\n\nat 1s explode n1\n", 3, 7, "none of join");
    row("no host", "at 1s crash\n", 1, 7, "lacks a host");
    row("bad host", "at 1s crash node1\n", 1, 13, "not a host");
    row("pause without for", "at 1s pause n1 10s\n", 1, 16, "for and a time");
    row("word too many", "at 1s crash n1 n2\n", 1, 16, "more than crash takes");
    row("expectation", "expect rain\n", 1, 1, "expected are");
    row("no set of hosts", "at 1s cut-sets n0,any for 1s\n", 1, 19, "a list such as n0,n2");
    row("bad host in a set", "at 1s cut-sets n0 | n1,x for 1s\n", 1, 24, "not a host");
    row("reads", "reads stale\n", 1, 7, "lease");
    row("lifetime without a share", "ttl 2s\n", 1, 5, "takes 2 values");
    row("too many for the identifiers", "id-bits 3\nnodes 9 ideal\n", 3, 1, "do not fit");
    row("impossible settings", "replicas 9\nsuccessors 4\n", 3, 1, "");
    row("more departures than nodes", "nodes 5 storm\ncrashes-per-second 1\nduration 20s\n", 4, 1,
        "more crashes and leaves than nodes: 20 are due, of 5");
    row("too many joins for the identifiers", "id-bits 3\nnodes 4 ideal\njoins-per-second 1\nduration 60s\n", 5, 1,
        "64 nodes that start or join do not fit");
    row("seed beyond JSON's numbers", "seed 9223372036854775808\n", 1, 6, "not a whole number");
    row("certain loss", "loss 1\n", 2, 1, "below 1");
}

void TestScenarioText::mistakes()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(int, column);
    QFETCH(QByteArray, says);
    const auto parsed = sim::parseScenario(text);
    const auto *error = std::get_if<sim::ScenarioError>(&parsed);
    QVERIFY(error);
    QCOMPARE(error->line, line);
    QCOMPARE(error->column, column);
    QVERIFY2(error->message.contains(says), error->message.constData());
    QVERIFY(!error->message.isEmpty());
}

void TestScenarioText::expectations()
{
    sim::RunResult result;
    result.members = 3;
    sim::Expectations expect;
    QVERIFY(expect.differences(result).empty());
    expect.members = 3;
    QVERIFY(expect.differences(result).empty());
    expect.members = 4;
    QCOMPARE(expect.differences(result).size(), 1u);
    expect.violation = "ring";
    QCOMPARE(expect.differences(result).size(), 2u);
    expect.answeredLeast = 10;
    expect.lostMost = 1;
    QCOMPARE(expect.differences(result).size(), 3u);
    result.answers.done = 10;
    result.lostKeys = 2;
    QCOMPARE(expect.differences(result).size(), 3u);
    result.lostKeys = 1;
    QCOMPARE(expect.differences(result).size(), 2u);
    expect.lostLeast = 2;
    QCOMPARE(expect.differences(result).size(), 3u);
    result.violations.push_back({"ring", 0, "it broke"});
    QCOMPARE(expect.differences(result).size(), 2u);
    expect.violation.clear();
    QCOMPARE(expect.differences(result).size(), 3u);
}

QTEST_APPLESS_MAIN(TestScenarioText)
#include "tst_scenario_text.moc"
