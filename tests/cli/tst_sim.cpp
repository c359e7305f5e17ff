// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim run and sim explore as their users type them: what they print as a table and as JSON, the trace, equal seeds,
// wrong scenarios, Ctrl+C.

#include "support/program_run.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace Qt::StringLiterals;
using support::ProgramRun;
using support::runProgram;

namespace {

QJsonObject jsonOf(const ProgramRun &run)
{
    return QJsonDocument::fromJson(run.output).object();
}

} // namespace

class TestSim : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void table();
    void json();
    void equalSeeds();
    void trace();
    void expectationsNotMet();
    void wrongSettings_data();
    void wrongSettings();
    void wrongScenario();
    void exploreFindsNothing();
    void exploreFindsAndRepeats();
    void interruptedRun();
    void interruptedSearch();

private:
    QString write(const QByteArray &text)
    {
        QFile file(m_dir.filePath(u"test.scenario"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            return {};
        return file.fileName();
    }
    void interrupt(const QStringList &words, QByteArray &output, QByteArray &errors);

    QTemporaryDir m_dir;
};

void TestSim::table()
{
    const ProgramRun run = runProgram({u"sim"_s, u"run"_s, u"--nodes"_s, u"5"_s, u"--duration"_s, u"2s"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.errors.isEmpty(), run.errors.constData()); // no progress where nobody looks
    for (const char *line : {"trace hash", "members in the end     5", "along the successors 5 of 5 and around",
                             "along the predecessors 5 of 5 and around", "at their owner", "no violation"})
        QVERIFY2(run.output.contains(line), line);
}

void TestSim::json()
{
    const ProgramRun run = runProgram(
        {u"sim"_s, u"run"_s, u"--nodes"_s, u"4"_s, u"--seed"_s, u"17"_s, u"--duration"_s, u"2s"_s, u"--json"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonObject json = jsonOf(run);
    QCOMPARE(json[u"seed"].toInteger(), 17);
    bool ok = false;
    QVERIFY(json[u"traceHash"].toString().toULongLong(&ok, 16) != 0);
    QVERIFY(ok);
    QCOMPARE(json[u"members"].toInt(), 4);
    QVERIFY(json[u"operations"].toInt() > 10);
    QVERIFY(json[u"violations"].isArray() && json[u"violations"].toArray().isEmpty());
    QCOMPARE(json[u"cancelled"].toBool(true), false);
    QCOMPARE(json[u"connectivity"][u"successors"][u"met"].toInt(), 4);
    QCOMPARE(json[u"connectivity"][u"predecessors"][u"around"].toBool(), true);
    QVERIFY(json[u"placement"][u"keys"].toInt() > 0);
}

void TestSim::equalSeeds()
{
    const auto hashOf = [](const QString &seed) {
        return jsonOf(runProgram(
            {u"sim"_s, u"run"_s, u"--seed"_s, seed, u"--duration"_s, u"1s"_s, u"--json"_s}))[u"traceHash"]
            .toString();
    };
    const QString hash = hashOf(u"5"_s);
    QVERIFY(!hash.isEmpty());
    QCOMPARE(hashOf(u"5"_s), hash);
    QVERIFY(hashOf(u"6"_s) != hash);
}

void TestSim::trace()
{
    const QString path = m_dir.filePath(u"run.trace"_s);
    const ProgramRun run =
        runProgram({u"sim"_s, u"run"_s, u"--nodes"_s, u"3"_s, u"--duration"_s, u"1s"_s, u"--trace"_s, path});
    QCOMPARE(run.exitCode, 0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray trace = file.readAll();
    QVERIFY(trace.startsWith("0.000ms n0 starts\n"));
    QVERIFY(trace.endsWith('\n'));
    for (const char *part : {"n1 -> n0 ", "GetNeighbours", "Heartbeat", " event "})
        QVERIFY2(trace.contains(part), part);
    const ProgramRun nowhere = runProgram({u"sim"_s, u"run"_s, u"--trace"_s, m_dir.filePath(u"no/such/folder/file"_s)});
    QCOMPARE(nowhere.exitCode, 1);
    QVERIFY(nowhere.errors.contains("no/such/folder/file"));
}

void TestSim::expectationsNotMet()
{
    const ProgramRun run =
        runProgram({u"sim"_s, u"run"_s, write("nodes 3 storm\nduration 1s\nclients 1\nexpect members 4\n")});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.errors.contains("not as expected: 3 members are left, expected were 4"));
    const ProgramRun busy =
        runProgram({u"sim"_s, u"run"_s, write("nodes 3 storm\nduration 1s\nclients 1\nmessages-per-second-most 1\n")});
    QCOMPARE(busy.exitCode, 1);
    QVERIFY(busy.output.contains("VIOLATION [bounds]"));
}

void TestSim::wrongSettings_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("identifiers") << u"--nodes 9 --id-bits 3"_s << QByteArray("do not fit identifiers of 3 bits");
    QTest::newRow("departures") << u"--nodes 5 --crash-rate 1"_s << QByteArray("more crashes and leaves than nodes");
    QTest::newRow("loss") << u"--loss 1"_s << QByteArray("loss and duplication must be");
    QTest::newRow("rate") << u"--join-rate -1"_s << QByteArray("--join-rate takes a number of 0 or more");
    QTest::newRow("delay") << u"--delay fast"_s << QByteArray("--delay takes");
    QTest::newRow("duration") << u"--duration 20"_s << QByteArray("--duration takes a time");
    QTest::newRow("no file") << u"no.such.scenario"_s << QByteArray("no.such.scenario");
}

void TestSim::wrongSettings()
{
    QFETCH(QString, line);
    QFETCH(QByteArray, said);
    const ProgramRun run = runProgram(QStringList{u"sim"_s, u"run"_s} + line.split(u' '));
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.errors.contains(said), run.errors.constData());
    QVERIFY(run.output.isEmpty());
}

void TestSim::wrongScenario()
{
    const QString path = write("nodes 3 storm\n  at 1s explode n1\n");
    const ProgramRun run = runProgram({u"sim"_s, u"run"_s, path});
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.errors.contains((path + u":2:9: "_s).toUtf8()), run.errors.constData());
}

void TestSim::exploreFindsNothing()
{
    const ProgramRun run = runProgram({u"sim"_s, u"explore"_s, u"--seeds"_s, u"3"_s, u"--json"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonObject json = jsonOf(run);
    QCOMPARE(json[u"seeds"].toInt(), 3);
    QVERIFY(json[u"operations"].toInt() > 0);
}

// A bound that no node keeps: found, made smaller, and repeated by the command that is printed.
void TestSim::exploreFindsAndRepeats()
{
    const ProgramRun found = runProgram({u"sim"_s, u"explore"_s, u"--first"_s, u"3"_s, u"--seeds"_s, u"5"_s,
                                         u"--messages-per-second-most"_s, u"1"_s, u"--json"_s});
    QCOMPARE(found.exitCode, 1);
    const QJsonObject json = jsonOf(found);
    QCOMPARE(json[u"seed"].toInt(), 3);
    QCOMPARE(json[u"violation"][u"checker"].toString(), u"bounds"_s);
    QStringList words = json[u"replay"].toString().split(u' ');
    QCOMPARE(words.takeFirst(), u"funnelkvs"_s);
    const ProgramRun again = runProgram(words);
    QCOMPARE(again.exitCode, 1);
    QVERIFY(again.output.contains("seed 3: VIOLATION [bounds]"));
    QVERIFY(again.output.contains("messages-per-second-most 1\n"));
    QVERIFY(again.output.contains("funnelkvs sim explore --first 3 --seeds 1 --messages-per-second-most 1"));
    // The scenario that is left fails as it says.
    const ProgramRun smallest = runProgram({u"sim"_s, u"run"_s, write(json[u"scenario"].toString().toUtf8())});
    QCOMPARE(smallest.exitCode, 0);
    QVERIFY(smallest.output.contains("VIOLATION [bounds]"));
}

// Runs until its trace or what it says shows that it works, and presses Ctrl+C.
void TestSim::interrupt(const QStringList &words, QByteArray &output, QByteArray &errors)
{
    QProcess process;
    process.start(QStringLiteral(FUNNELKVS_BIN_DIR "/funnelkvs"), words);
    QVERIFY(process.waitForStarted());
    const QString trace = m_dir.filePath(u"interrupted.trace"_s);
    const auto works = [&] {
        process.waitForReadyRead(50);
        errors += process.readAllStandardError();
        return errors.contains("searching") || QFile(trace).size() > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(works(), 20'000);
    QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    output = process.readAllStandardOutput();
    errors += process.readAllStandardError();
}

void TestSim::interruptedRun()
{
    QByteArray output;
    QByteArray errors;
    interrupt({u"sim"_s, u"run"_s, u"--duration"_s, u"100m"_s, u"--json"_s, u"--trace"_s,
               m_dir.filePath(u"interrupted.trace"_s)},
              output, errors);
    const QJsonObject json = QJsonDocument::fromJson(output).object();
    QCOMPARE(json[u"cancelled"].toBool(), true);
    QVERIFY(json[u"events"].toInt() > 0);
    QVERIFY2(errors.contains("interrupted"), errors.constData());
}

void TestSim::interruptedSearch()
{
    QByteArray output;
    QByteArray errors;
    interrupt({u"sim"_s, u"explore"_s, u"--seeds"_s, u"1000000000"_s}, output, errors);
    QVERIFY2(output.contains("no violation"), output.constData());
    QVERIFY2(errors.contains("interrupted"), errors.constData());
}

QTEST_GUILESS_MAIN(TestSim)
#include "tst_sim.moc"
