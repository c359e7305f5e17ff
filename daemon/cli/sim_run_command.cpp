// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim run: settings from options or a scenario file, progress on standard error, a table or JSON on standard output.

#include "cli/console.h"
#include "cli/sim_command.h"
#include "cli/sim_progress.h"
#include "cli/target.h"
#include "sim/scenario_text.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array runOptions{
    Option{"seed", Option::Kind::Number, "N", "of all chance", "1", 0, std::numeric_limits<qint64>::max()},
    Option{"nodes", Option::Kind::Number, "N", "at the start", "10", 1, 10'000'000},
    Option{"start", Option::Kind::Word, "ideal|storm|chain", "pointers all right, all join at once, or in turn",
           "storm"},
    Option{"duration", Option::Kind::Text, "TIME", "of load and faults, in virtual time", "20s"},
    Option{"join-rate", Option::Kind::Text, "R", "joins a second", "0"},
    Option{"leave-rate", Option::Kind::Text, "R", "leaves a second", "0"},
    Option{"crash-rate", Option::Kind::Text, "R", "crashes a second", "0"},
    Option{"keep-members", Option::Kind::Number, "N", "leaves and crashes leave at least this many members", "1", 0,
           10'000'000},
    Option{"delay", Option::Kind::Text, "DELAY", "one way; \"constant 5ms\", \"uniform 1ms 5ms\", \"exponential 5ms\"",
           "exponential 5ms"},
    Option{"loss", Option::Kind::Text, "P", "share of messages lost, 0 to 1", "0"},
    Option{"duplication", Option::Kind::Text, "P", "share of messages that arrive twice, 0 to 1", "0"},
    Option{"id-bits", Option::Kind::Number, "M", "length of identifiers", "160", chord::idBitsMin, chord::idBitsMax},
    Option{"replicas", Option::Kind::Number, "R", "holders of each key", "3", 1, 128},
    Option{"clients", Option::Kind::Number, "N", "each sends one operation after another", "4", 0, 1'000'000},
    Option{"keys", Option::Kind::Number, "N", "different keys", "100", 1, 10'000'000},
    Option{"trace", Option::Kind::Text, "FILE", "write every event there"},
    jsonOption,
};

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
    scenario.cluster.config.idBits = int(arguments.number("id-bits"));
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
    const std::array<std::pair<const char *, double *>, 5> rates{
        {{"join-rate", &scenario.joinsPerSecond},
         {"leave-rate", &scenario.leavesPerSecond},
         {"crash-rate", &scenario.crashesPerSecond},
         {"loss", &scenario.cluster.network.loss},
         {"duplication", &scenario.cluster.network.duplication}}};
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
    const sim::Survey &survey = result.surveys.back();
    const auto walk = [&](const sim::RingWalk &walked) {
        return QJsonObject{
            {u"members"_s, qint64(survey.members)}, {u"met"_s, qint64(walked.met)}, {u"around"_s, walked.around}};
    };
    const QJsonObject connectivity{{u"successors"_s, walk(survey.successors)},
                                   {u"predecessors"_s, walk(survey.predecessors)}};
    const QJsonObject placement{{u"keys"_s, qint64(survey.placement.keys)},
                                {u"atOwner"_s, qint64(survey.placement.atOwner)},
                                {u"atAllHolders"_s, qint64(survey.placement.whole)},
                                {u"copies"_s, qint64(survey.placement.copies)},
                                {u"elsewhere"_s, qint64(survey.placement.elsewhere)}};
    return {{u"seed"_s, qint64(scenario.cluster.seed)},
            {u"traceHash"_s, QString::number(result.traceHash, 16)},
            {u"simulatedMicros"_s, result.simulated},
            {u"startedMicros"_s, result.started},
            {u"settledMicros"_s, result.settled},
            {u"members"_s, result.members},
            {u"operations"_s, qint64(result.operations)},
            {u"answered"_s, qint64(result.answers.done)},
            {u"unavailable"_s, qint64(result.answers.unavailable)},
            {u"toldToWatchers"_s, qint64(result.watchUpdates)},
            {u"events"_s, qint64(result.counts.events)},
            {u"messages"_s, qint64(result.counts.messagesSent)},
            {u"messagesLost"_s, qint64(result.counts.messagesLost)},
            {u"joinsFailed"_s, qint64(result.counts.joinsFailed)},
            {u"lostKeys"_s, qint64(result.lostKeys)},
            {u"memoryBytes"_s, qint64(result.memoryBytes)},
            {u"nodeBytesMost"_s, result.costs.nodeBytes},
            {u"messagesPerSecondMost"_s, result.costs.messagesPerSecond},
            {u"queuedMost"_s, result.costs.queued},
            {u"connectivity"_s, connectivity},
            {u"placement"_s, placement},
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
    if (scenario.workload.watchers > 0)
        row("told to watchers", u"%1 events"_s.arg(result.watchUpdates));
    row("joins failed", QString::number(result.counts.joinsFailed));
    row("keys in lost ranges", QString::number(result.lostKeys));
    row("memory", u"%1 bytes, %2 the largest node"_s.arg(result.memoryBytes).arg(result.costs.nodeBytes));
    row("busiest node", u"%1 messages sent in a second"_s.arg(qRound64(result.costs.messagesPerSecond)));
    row("fullest queue", u"%1 messages on their way to one node"_s.arg(result.costs.queued));
    for (const sim::Survey &survey : result.surveys)
        writeLine(survey.toText());
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
    if (options.trace && (!trace.flush() || trace.error() != QFileDevice::NoError))
        return failure(u"sim: %1: %2."_s.arg(trace.fileName(), trace.errorString()));
    const sim::Problems unexpected = result.cancelled ? sim::Problems() : text.expect.differences(result);
    if (arguments.has("json"))
        writeJson(jsonOf(text.scenario, result, unexpected));
    else
        printResult(text.scenario, result, seconds);
    if (result.cancelled)
        return failure(u"sim: interrupted; these are the figures so far."_s);
    if (unexpected.empty())
        return ExitDone;
    return failure(u"sim: not as expected: %1."_s.arg(QString::fromUtf8(unexpected.front())));
}

int runSimulation(const Arguments &arguments)
{
    const QList<QByteArray> &words = arguments.positionals();
    const auto text = !words.isEmpty() ? scenarioFrom(words.first()) : scenarioOf(arguments);
    if (const UsageError *error = std::get_if<UsageError>(&text))
        return usageFailure(error->text, "sim run");
    return runScenario(arguments, std::get<sim::ScenarioText>(text));
}

} // namespace

Command simRunCommand()
{
    return {
        "sim run",
        "[FILE]",
        0,
        1,
        "run a ring in virtual time and check it",
        "The nodes of a simulation are the same code that runs on servers; time and network are simulated. Equal "
        "settings give equal runs, which the trace hash shows. A scenario FILE sets everything itself "
        "(common/sim/README.md), and can have faults that options have not: pauses, partitions, kills. The exit code "
        "is 1 after a violation or an expectation that was not met. Ctrl+C ends with the summary so far and exit code "
        "1; a second one ends at once.",
        "$ funnelkvs sim run --nodes 50 --join-rate 1 --crash-rate 0.5 --duration 60s\n"
        "$ funnelkvs sim run --nodes 20 --loss 0.01 --json\n"
        "$ funnelkvs sim run storm.scenario --trace storm.trace",
        runOptions,
        runSimulation};
}

} // namespace cli
