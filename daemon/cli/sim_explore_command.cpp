// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim explore: random schedules of faults over many seeds; the first one that fails is made smaller and printed.

#include "cli/console.h"
#include "cli/sim_command.h"
#include "cli/sim_progress.h"
#include "cli/target.h"
#include "sim/explore.h"
#include "sim/scenario_text.h"

#include <QElapsedTimer>
#include <QJsonObject>

#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int shrinkRunsMax = 400;

constexpr std::array exploreOptions{
    Option{"seeds", Option::Kind::Number, "N", "number of seeds", "300", 1, std::numeric_limits<qint64>::max()},
    Option{"first", Option::Kind::Number, "N", "the first seed", "1", 0, std::numeric_limits<qint64>::max() / 2},
    Option{"minutes", Option::Kind::Number, "M", "end after this time", "", 1, 100'000},
    Option{"messages-per-second-most", Option::Kind::Number, "N",
           "what a node may send in a second, instead of the bound drawn with each scenario", "", 1, 1'000'000'000},
    jsonOption,
};

// What repeats the search for this one seed.
QString replayCommand(const Arguments &arguments, quint64 seed)
{
    QString command = u"funnelkvs sim explore --first %1 --seeds 1"_s.arg(seed);
    if (arguments.has("messages-per-second-most"))
        command += u" --messages-per-second-most %1"_s.arg(arguments.number("messages-per-second-most"));
    return command;
}

void printViolation(const Arguments &arguments, const sim::Shrunk &shrunk, quint64 seed)
{
    sim::Expectations expect;
    expect.violation = shrunk.result.violations.front().checker;
    if (arguments.has("json")) {
        const sim::Violation &violation = shrunk.result.violations.front();
        writeJson({{u"seed"_s, qint64(seed)},
                   {u"violation"_s,
                    QJsonObject{{u"checker"_s, QString::fromUtf8(violation.checker)},
                                {u"atMicros"_s, violation.at},
                                {u"text"_s, QString::fromUtf8(violation.text)}}},
                   {u"scenario"_s, QString::fromUtf8(sim::toText(shrunk.scenario, expect))},
                   {u"replay"_s, replayCommand(arguments, seed)}});
        return;
    }
    const sim::Violation &violation = shrunk.result.violations.front();
    writeLine("seed " + QByteArray::number(seed) + ": VIOLATION [" + violation.checker + "] at "
              + sim::timeText(violation.at) + ": " + violation.text);
    writeLine(QByteArray(
        "\nThe smallest scenario found that fails alike; save it and run it with funnelkvs sim run FILE:\n"));
    writeLine(sim::toText(shrunk.scenario, expect));
    writeLine(u"As it was: "_s + replayCommand(arguments, seed));
}

int explore(const Arguments &arguments)
{
    const quint64 first = quint64(arguments.number("first"));
    const quint64 count = quint64(arguments.number("seeds"));
    const qint64 endMs =
        arguments.has("minutes") ? arguments.number("minutes") * 60'000 : std::numeric_limits<qint64>::max();
    sim::SearchSettings settings;
    if (arguments.has("messages-per-second-most"))
        settings.messagesPerSecondMost = double(arguments.number("messages-per-second-most"));
    const Interruptible interruptible;
    notice(u"sim: searching %1 seeds from %2 on; Ctrl+C ends with the figures so far"_s.arg(count).arg(first));
    QElapsedTimer timer;
    timer.start();
    quint64 done = 0;
    quint64 events = 0;
    qint64 operations = 0;
    qint64 lostKeys = 0;
    std::optional<Progress> progress(std::in_place, u"sim explore"_s);
    for (; done < count && timer.elapsed() < endMs && progress->show(double(done) / double(count)); ++done) {
        const quint64 seed = first + done;
        const sim::Scenario scenario = sim::randomScenario(seed, settings);
        const sim::RunResult result = sim::run(scenario);
        events += result.counts.events;
        operations += qint64(result.operations);
        lostKeys += qint64(result.lostKeys);
        if (result.violations.empty())
            continue;
        notice(u"sim: seed %1 fails; looking for a smaller scenario that does"_s.arg(seed));
        const sim::Shrunk shrunk =
            sim::shrink(scenario, result, shrinkRunsMax, [] { return !Interruptible::interrupted(); });
        progress.reset();
        printViolation(arguments, shrunk, seed);
        return ExitFailed;
    }
    progress.reset();
    if (arguments.has("json"))
        writeJson({{u"seeds"_s, qint64(done)},
                   {u"first"_s, qint64(first)},
                   {u"events"_s, qint64(events)},
                   {u"operations"_s, operations},
                   {u"lostKeys"_s, lostKeys}});
    else
        writeLine(u"%1 seeds from %2 on, %3 events, %4 operations, %5 keys in ranges recovered with a loss: "
                  "no violation"_s.arg(done)
                      .arg(first)
                      .arg(events)
                      .arg(operations)
                      .arg(lostKeys));
    return Interruptible::interrupted() ? failure(u"sim: interrupted; these are the figures so far."_s) : ExitDone;
}

} // namespace

Command simExploreCommand()
{
    return {
        "sim explore",
        "",
        0,
        0,
        "search random schedules of faults for violations",
        "Each seed is a scenario of its own, run with all checkers: crashes, also of a majority and of all nodes, "
        "pauses, partitions, late and lost messages, clocks that drift. A violation is printed as the smallest "
        "scenario found that shows it, and ends the search with exit code 1. Ctrl+C ends with the summary so far and "
        "exit code 1.",
        "$ funnelkvs sim explore --seeds 1000\n"
        "$ funnelkvs sim explore --first 1001 --seeds 1000000 --minutes 60",
        exploreOptions,
        explore};
}

} // namespace cli
