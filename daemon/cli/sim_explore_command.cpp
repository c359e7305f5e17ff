// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim explore: random schedules of faults over many seeds; the first one that fails is made smaller and printed.

#include "cli/console.h"
#include "cli/sim_command.h"
#include "cli/sim_progress.h"
#include "cli/target.h"
#include "sim/explore.h"
#include "sim/scenariotext.h"

#include <QElapsedTimer>
#include <QJsonObject>

#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int shrinkRunsMax = 400;

constexpr std::array exploreOptions{
    Option{"seeds", Option::Kind::Number, "N", "so many seeds", "300", 1, std::numeric_limits<qint64>::max()},
    Option{"first", Option::Kind::Number, "N", "the first of them", "1", 0, std::numeric_limits<qint64>::max() / 2},
    Option{"minutes", Option::Kind::Number, "M", "end after so long", "", 1, 100'000},
    jsonOption,
};

void printViolation(const sim::Shrunk &shrunk, quint64 seed)
{
    const sim::Violation &violation = shrunk.result.violations.front();
    writeLine("seed " + QByteArray::number(seed) + ": VIOLATION [" + violation.checker + "] at "
              + sim::timeText(violation.at) + ": " + violation.text);
    writeLine(QByteArray(
        "\nThe smallest scenario found that fails alike; save it and run it with funnelkvs sim run FILE:\n"));
    sim::Expectations expect;
    expect.violation = violation.checker;
    writeLine(sim::toText(shrunk.scenario, expect));
    writeLine("As it was: funnelkvs sim explore --first " + QByteArray::number(seed) + " --seeds 1");
}

int explore(const Arguments &arguments)
{
    const quint64 first = quint64(arguments.number("first"));
    const quint64 count = quint64(arguments.number("seeds"));
    const qint64 endMs =
        arguments.has("minutes") ? arguments.number("minutes") * 60'000 : std::numeric_limits<qint64>::max();
    const Interruptible interruptible;
    QElapsedTimer timer;
    timer.start();
    quint64 done = 0;
    quint64 events = 0;
    qint64 operations = 0;
    std::optional<Progress> progress(std::in_place, u"sim explore"_s);
    for (; done < count && timer.elapsed() < endMs && progress->show(double(done) / double(count)); ++done) {
        const quint64 seed = first + done;
        const sim::Scenario scenario = sim::randomScenario(seed);
        const sim::RunResult result = sim::run(scenario);
        events += result.counts.events;
        operations += qint64(result.operations);
        if (result.violations.empty())
            continue;
        notice(u"sim: seed %1 fails; looking for a smaller scenario that does"_s.arg(seed));
        const sim::Shrunk shrunk =
            sim::shrink(scenario, result, shrinkRunsMax, [] { return !Interruptible::interrupted(); });
        progress.reset();
        printViolation(shrunk, seed);
        return ExitFailed;
    }
    progress.reset();
    if (arguments.has("json"))
        writeJson({{u"seeds"_s, qint64(done)},
                   {u"first"_s, qint64(first)},
                   {u"events"_s, qint64(events)},
                   {u"operations"_s, operations}});
    else
        writeLine(u"%1 seeds from %2 on, %3 events, %4 operations: no violation"_s.arg(done).arg(first).arg(events).arg(
            operations));
    return ExitDone;
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
        "Each seed is a scenario of its own, run with all checkers. A violation is printed as the smallest scenario "
        "found that shows it, and ends the search with exit code 1. Ctrl+C ends with the summary so far.",
        "$ funnelkvs sim explore --seeds 1000\n"
        "$ funnelkvs sim explore --first 1001 --seeds 1000000 --minutes 60",
        exploreOptions,
        explore};
}

} // namespace cli
