// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim run, sim explore, sim paper: settings from options or a scenario file, progress on standard error, a table or
// JSON on standard output.

#include "cli/sim_command.h"

#include "cli/console.h"
#include "cli/target.h"
#include "sim/explore.h"
#include "sim/paper.h"
#include "sim/scenariotext.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <csignal>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int shrinkRunsMax = 400;

constexpr std::array simOptions{
    Option{"seed", Option::Kind::Number, "N", "run: of all chance; paper: likewise", "1", 0,
           std::numeric_limits<qint64>::max()},
    Option{"nodes", Option::Kind::Number, "N", "run: at the start", "10", 1, 10'000'000},
    Option{"start", Option::Kind::Word, "ideal|storm|chain", "run: pointers all right, all join at once, or in turn",
           "storm"},
    Option{"duration", Option::Kind::Text, "TIME", "run: of load and faults, in virtual time", "20s"},
    Option{"join-rate", Option::Kind::Text, "R", "run: joins a second", "0"},
    Option{"leave-rate", Option::Kind::Text, "R", "run: leaves a second", "0"},
    Option{"crash-rate", Option::Kind::Text, "R", "run: crashes a second", "0"},
    Option{"keep-members", Option::Kind::Number, "N", "run: leaves and crashes spare the last so many", "1", 0,
           10'000'000},
    Option{"delay", Option::Kind::Text, "DELAY",
           "run: one way; \"constant 5ms\", \"uniform 1ms 5ms\", \"exponential 5ms\"", "exponential 5ms"},
    Option{"loss", Option::Kind::Text, "P", "run: share of messages lost, 0 to 1", "0"},
    Option{"replicas", Option::Kind::Number, "R", "run: holders of each key", "3", 1, 128},
    Option{"clients", Option::Kind::Number, "N", "run: each sends one operation after another", "4", 0, 1'000'000},
    Option{"keys", Option::Kind::Number, "N", "run: different keys", "100", 1, 10'000'000},
    Option{"trace", Option::Kind::Text, "FILE", "run: write every event there"},
    Option{"seeds", Option::Kind::Number, "N", "explore: so many seeds", "300", 1, std::numeric_limits<qint64>::max()},
    Option{"first", Option::Kind::Number, "N", "explore: the first of them", "1", 0,
           std::numeric_limits<qint64>::max() / 2},
    Option{"minutes", Option::Kind::Number, "M", "explore: end after so long", "", 1, 100'000},
    Option{"lookups", Option::Kind::Number, "N", "paper: for each row", "10000", 1, 10'000'000},
    Option{"nodes-most", Option::Kind::Number, "N", "paper path-length: the largest ring", "16384", 8, 1 << 24},
    jsonOption,
};

// --- Ctrl+C ends a simulation with what it has so far; a second one ends the program.

volatile std::sig_atomic_t interrupted = 0;

void onInterrupt(int)
{
    interrupted = 1;
    std::signal(SIGINT, SIG_DFL);
}

class Interruptible {
public:
    Interruptible()
    {
        interrupted = 0;
        std::signal(SIGINT, onInterrupt);
    }
    ~Interruptible() { std::signal(SIGINT, SIG_DFL); }
    Q_DISABLE_COPY_MOVE(Interruptible)
};

// How far, and how long it will still take; at most a few times a second.
class Progress {
public:
    explicit Progress(QString what)
        : m_what(std::move(what))
    {
        m_timer.start();
    }
    bool show(double part)
    {
        if (m_timer.elapsed() >= m_nextMs) {
            m_nextMs = m_timer.elapsed() + 250;
            QString text = u"%1: %2 %"_s.arg(m_what).arg(int(part * 100));
            if (part > 0.02)
                text += u", about %1 s left"_s.arg(qRound(double(m_timer.elapsed()) / 1000 * (1 - part) / part));
            m_line.show(text);
            m_shown = true;
        }
        return interrupted == 0;
    }
    ~Progress()
    {
        if (m_shown)
            m_line.end();
    }
    Q_DISABLE_COPY_MOVE(Progress)
    double seconds() const { return double(m_timer.nsecsElapsed()) / 1e9; }

private:
    QString m_what;
    QElapsedTimer m_timer;
    qint64 m_nextMs = 300;
    bool m_shown = false;
    ProgressLine m_line;
};

void writeJson(const QJsonObject &object)
{
    writeLine(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

// --- run

std::optional<double> numberOf(const Arguments &arguments, const char *name)
{
    bool ok = false;
    const double value = arguments.text(name).toDouble(&ok);
    return ok && value >= 0 ? std::optional(value) : std::nullopt;
}

std::variant<sim::ScenarioText, UsageError> scenarioOf(const Arguments &arguments)
{
    sim::ScenarioText text;
    sim::Scenario &scenario = text.scenario;
    scenario.cluster.seed = quint64(arguments.number("seed"));
    scenario.nodes = int(arguments.number("nodes"));
    const QByteArray start = arguments.text("start");
    scenario.start = start == "ideal" ? sim::Scenario::Start::Ideal
        : start == "chain"            ? sim::Scenario::Start::Chain
                                      : sim::Scenario::Start::Storm;
    scenario.cluster.config.replicas = int(arguments.number("replicas"));
    scenario.cluster.config.successorListLength = std::max(8, scenario.cluster.config.replicas);
    scenario.workload.clients = int(arguments.number("clients"));
    scenario.workload.keys = int(arguments.number("keys"));
    scenario.membersMin = int(arguments.number("keep-members"));
    const std::optional<sim::Time> duration = sim::parseTime(arguments.text("duration"));
    if (!duration)
        return UsageError{u"--duration takes a time such as 500ms, 20s or 5m."_s};
    scenario.duration = *duration;
    const QList<QByteArray> words = arguments.text("delay").simplified().split(' ');
    const std::optional<sim::Delay> delay = sim::parseDelay({words.begin(), words.end()});
    if (!delay)
        return UsageError{u"--delay takes \"constant TIME\", \"uniform LEAST MOST\" or \"exponential MEAN\"."_s};
    scenario.cluster.network.delay = *delay;
    const std::array<std::pair<const char *, double *>, 4> rates{{{"join-rate", &scenario.joinsPerSecond},
                                                                  {"leave-rate", &scenario.leavesPerSecond},
                                                                  {"crash-rate", &scenario.crashesPerSecond},
                                                                  {"loss", &scenario.cluster.network.loss}}};
    for (const auto &[name, value] : rates) {
        const std::optional<double> number = numberOf(arguments, name);
        if (!number)
            return UsageError{u"--%1 takes a number of 0 or more."_s.arg(QLatin1StringView(name))};
        *value = *number;
    }
    if (const QByteArray problem = scenario.problem(); !problem.isEmpty())
        return UsageError{u"This cannot be simulated: %1."_s.arg(QString::fromUtf8(problem))};
    return text;
}

std::variant<sim::ScenarioText, UsageError> scenarioFrom(const QByteArray &path)
{
    QFile file(QFile::decodeName(path));
    if (!file.open(QIODevice::ReadOnly))
        return UsageError{u"%1: %2."_s.arg(file.fileName(), file.errorString())};
    auto parsed = sim::parseScenario(file.readAll());
    if (const auto *error = std::get_if<sim::ScenarioError>(&parsed))
        return UsageError{QString::fromUtf8(error->text(path)) + u'.'};
    return std::get<sim::ScenarioText>(std::move(parsed));
}

QJsonObject jsonOf(const sim::Scenario &scenario, const sim::RunResult &result, const sim::Problems &unexpected)
{
    QJsonArray violations;
    for (const sim::Violation &violation : result.violations)
        violations.append(QJsonObject{{u"checker"_s, QString::fromUtf8(violation.checker)},
                                      {u"atMicros"_s, violation.at},
                                      {u"text"_s, QString::fromUtf8(violation.text)}});
    QJsonArray differences;
    for (const QByteArray &problem : unexpected)
        differences.append(QString::fromUtf8(problem));
    return {{u"seed"_s, QString::number(scenario.cluster.seed)},
            {u"traceHash"_s, QString::number(result.traceHash, 16)},
            {u"simulatedMicros"_s, result.simulated},
            {u"startedMicros"_s, result.started},
            {u"settledMicros"_s, result.settled},
            {u"members"_s, result.members},
            {u"operations"_s, qint64(result.operations)},
            {u"answered"_s, qint64(result.answers.done)},
            {u"unavailable"_s, qint64(result.answers.unavailable)},
            {u"events"_s, qint64(result.counts.events)},
            {u"messages"_s, qint64(result.counts.messagesSent)},
            {u"messagesLost"_s, qint64(result.counts.messagesLost)},
            {u"joinsFailed"_s, qint64(result.counts.joinsFailed)},
            {u"excusedKeys"_s, qint64(result.excusedKeys)},
            {u"memoryBytes"_s, qint64(result.memoryBytes)},
            {u"cancelled"_s, result.cancelled},
            {u"violations"_s, violations},
            {u"unexpected"_s, differences}};
}

void printResult(const sim::Scenario &scenario, const sim::RunResult &result, double seconds)
{
    const auto row = [](const char *name, const QString &value) {
        writeLine(u"%1 %2"_s.arg(QLatin1StringView(name), -22).arg(value));
    };
    row("seed", QString::number(scenario.cluster.seed));
    row("trace hash", QString::number(result.traceHash, 16));
    row("simulated", u"%1 s in %2 s"_s.arg(double(result.simulated) / 1e6, 0, 'f', 1).arg(seconds, 0, 'f', 2));
    row("events",
        u"%1 (%2 a second)"_s.arg(result.counts.events)
            .arg(qRound64(double(result.counts.events) / std::max(seconds, 1e-9))));
    row("messages", u"%1, %2 lost"_s.arg(result.counts.messagesSent).arg(result.counts.messagesLost));
    row("members in the end", QString::number(result.members));
    row("ring complete after", u"%1 s"_s.arg(double(result.started) / 1e6, 0, 'f', 2));
    row("all in place after", u"%1 s"_s.arg(double(result.settled) / 1e6, 0, 'f', 2));
    row("operations", u"%1, %2 unavailable"_s.arg(result.operations).arg(result.answers.unavailable));
    row("joins failed", QString::number(result.counts.joinsFailed));
    row("keys lost with all holders", QString::number(result.excusedKeys));
    row("memory", u"%1 bytes"_s.arg(result.memoryBytes));
    for (const sim::Violation &violation : result.violations)
        writeLine("VIOLATION [" + violation.checker + "] at " + sim::timeText(violation.at) + ": " + violation.text);
    if (result.violations.empty())
        writeLine(result.cancelled ? "interrupted; no violation so far"_ba : "no violation"_ba);
}

int runScenario(const Arguments &arguments, const sim::ScenarioText &text)
{
    sim::RunOptions options;
    QFile trace(QFile::decodeName(arguments.text("trace")));
    if (arguments.has("trace")) {
        if (!trace.open(QIODevice::WriteOnly | QIODevice::Truncate))
            return failure(u"sim: %1: %2."_s.arg(trace.fileName(), trace.errorString()));
        options.trace = [&trace](QByteArrayView line) {
            trace.write(line.data(), line.size());
            trace.putChar('\n');
        };
    }
    const Interruptible interruptible;
    sim::RunResult result;
    double seconds = 0;
    {
        Progress progress(u"sim run"_s);
        options.progress = [&progress](double part) { return progress.show(part); };
        result = sim::run(text.scenario, options);
        seconds = progress.seconds();
    }
    const sim::Problems unexpected = result.cancelled ? sim::Problems() : text.expect.differences(result);
    if (arguments.has("json"))
        writeJson(jsonOf(text.scenario, result, unexpected));
    else
        printResult(text.scenario, result, seconds);
    if (unexpected.empty())
        return ExitDone;
    return failure(u"sim: not as expected: %1."_s.arg(QString::fromUtf8(unexpected.front())));
}

int run(const Arguments &arguments)
{
    const QList<QByteArray> &words = arguments.positionals();
    const auto text = words.size() > 1 ? scenarioFrom(words[1]) : scenarioOf(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&text))
        return usageFailure(error->text, "sim");
    return runScenario(arguments, std::get<sim::ScenarioText>(text));
}

// --- explore

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
        const sim::Shrunk shrunk = sim::shrink(scenario, result, shrinkRunsMax, [] { return interrupted == 0; });
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

// --- paper

QJsonObject jsonOf(const sim::Statistic &statistic)
{
    QJsonObject object{{u"mean"_s, statistic.mean}};
    if (statistic.p1)
        object[u"p1"_s] = *statistic.p1;
    if (statistic.p99)
        object[u"p99"_s] = *statistic.p99;
    return object;
}

QJsonObject jsonOf(const sim::PaperFigures &figures)
{
    QJsonObject object;
    if (figures.pathLength)
        object[u"pathLength"_s] = jsonOf(*figures.pathLength);
    if (figures.timeouts)
        object[u"timeouts"_s] = jsonOf(*figures.timeouts);
    if (figures.failuresPer10k)
        object[u"failuresPer10k"_s] = *figures.failuresPer10k;
    if (figures.load)
        object[u"load"_s] = jsonOf(*figures.load);
    if (figures.loadMost)
        object[u"loadMost"_s] = *figures.loadMost;
    return object;
}

QJsonObject jsonOf(const sim::PaperResult &result)
{
    QJsonArray rows;
    for (const sim::PaperRow &row : result.rows)
        rows.append(QJsonObject{{u"parameter"_s, QString::fromLatin1(row.parameter)},
                                {u"samples"_s, qint64(row.samples)},
                                {u"paper"_s, jsonOf(row.paper)},
                                {u"measured"_s, jsonOf(row.measured)}});
    return {{u"experiment"_s, QString::fromLatin1(result.experiment)},
            {u"source"_s, QString::fromLatin1(result.source)},
            {u"rows"_s, rows}};
}

QString textOf(const std::optional<sim::Statistic> &statistic)
{
    if (!statistic)
        return {};
    QString text = QString::number(statistic->mean, 'f', 2);
    if (statistic->p1 && statistic->p99)
        text += u" (%1, %2)"_s.arg(*statistic->p1).arg(*statistic->p99);
    return text;
}

void printPaper(const sim::PaperResult &result)
{
    writeLine(QString::fromLatin1(result.source) + u"; in brackets the 1st and 99th percentile"_s);
    const auto line = [](const QString &parameter, const char *figure, const QString &paper, const QString &measured,
                         size_t samples) {
        writeLine(u"%1 %2 %3 %4 %5"_s.arg(parameter, 10)
                      .arg(QLatin1StringView(figure), -14)
                      .arg(paper, 18)
                      .arg(measured, 18)
                      .arg(samples, 9));
    };
    writeLine(u"%1 %2 %3 %4 %5"_s.arg(u""_s, 10)
                  .arg(u"figure"_s, -14)
                  .arg(u"paper"_s, 18)
                  .arg(u"measured"_s, 18)
                  .arg(u"samples"_s, 9));
    for (const sim::PaperRow &row : result.rows) {
        const QString parameter = QString::fromLatin1(row.parameter);
        const auto number = [](const std::optional<double> &value) {
            return value ? QString::number(*value, 'f', 1) : QString();
        };
        if (row.measured.pathLength)
            line(parameter, "path length", textOf(row.paper.pathLength), textOf(row.measured.pathLength), row.samples);
        if (row.measured.timeouts && row.paper.timeouts)
            line(parameter, "timeouts", textOf(row.paper.timeouts), textOf(row.measured.timeouts), row.samples);
        if (row.measured.failuresPer10k)
            line(parameter, "failures/10k", number(row.paper.failuresPer10k), number(row.measured.failuresPer10k),
                 row.samples);
        if (row.measured.load)
            line(parameter, "keys, x mean", textOf(row.paper.load), textOf(row.measured.load), row.samples);
        if (row.measured.loadMost)
            line(parameter, "fullest", number(row.paper.loadMost), number(row.measured.loadMost), row.samples);
    }
    if (result.cancelled)
        writeLine("interrupted; the last row is incomplete"_ba);
}

int paper(const Arguments &arguments)
{
    struct Experiment {
        const char *name;
        sim::PaperResult (*run)(const sim::PaperSettings &settings);
    };
    constexpr std::array<Experiment, 4> experiments{{{"path-length", sim::paperPathLength},
                                                     {"failures", sim::paperFailures},
                                                     {"churn", sim::paperChurn},
                                                     {"balance", sim::paperBalance}}};
    const QByteArray name = arguments.positionals().value(1);
    const auto *found = std::find_if(experiments.begin(), experiments.end(),
                                     [&](const Experiment &experiment) { return name == experiment.name; });
    if (found == experiments.end())
        return usageFailure(u"sim paper takes path-length, failures, churn or balance."_s, "sim");
    const Interruptible interruptible;
    sim::PaperResult result;
    {
        Progress progress(u"sim paper"_s);
        sim::PaperSettings settings;
        settings.seed = quint64(arguments.number("seed"));
        settings.lookups = int(arguments.number("lookups"));
        settings.nodesMost = int(arguments.number("nodes-most"));
        settings.progress = [&progress](double part) { return progress.show(part); };
        result = found->run(settings);
    }
    if (arguments.has("json"))
        writeJson(jsonOf(result));
    else
        printPaper(result);
    return ExitDone;
}

int simulate(const Arguments &arguments)
{
    const QByteArray &what = arguments.positionals().first();
    if (what == "run")
        return run(arguments);
    if (what == "explore" && arguments.positionals().size() == 1)
        return explore(arguments);
    if (what == "paper")
        return paper(arguments);
    return usageFailure(u"sim takes run [FILE], explore, or paper EXPERIMENT."_s, "sim");
}

constexpr std::array commands{
    Command{"sim", "run [FILE] | explore | paper EXPERIMENT", 1, 2,
            "run rings in virtual time, search them for violations, repeat the Chord paper's experiments",
            "The nodes of a simulation are the very code that runs on servers; time and network are made up. Equal "
            "settings are equal runs, and the trace hash shows it. A scenario FILE sets everything itself. Experiments "
            "are path-length, failures, churn and balance. Ctrl+C ends with the figures so far.",
            "$ funnelkvs sim run --nodes 50 --join-rate 1 --crash-rate 0.5 --duration 60s\n"
            "$ funnelkvs sim explore --seeds 1000\n"
            "$ funnelkvs sim paper failures --json",
            simOptions, simulate},
};

} // namespace

std::span<const Command> simCommands()
{
    return commands;
}

} // namespace cli
