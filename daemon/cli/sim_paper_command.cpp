// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim paper: the Chord paper's experiments, its figures beside ours.

#include "cli/console.h"
#include "cli/sim_command.h"
#include "cli/sim_progress.h"
#include "cli/target.h"
#include "sim/paper.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array paperOptions{
    Option{"seed", Option::Kind::Number, "N", "of all chance", "1", 0, std::numeric_limits<qint64>::max()},
    Option{"lookups", Option::Kind::Number, "N", "for each row", "10000", 1, 10'000'000},
    Option{"nodes-most", Option::Kind::Number, "N", "path-length: the largest ring", "16384", 8, 1 << 24},
    jsonOption,
};

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
    const QByteArray name = arguments.positionals().first();
    const auto *found = std::find_if(experiments.begin(), experiments.end(),
                                     [&](const Experiment &experiment) { return name == experiment.name; });
    if (found == experiments.end())
        return usageFailure(u"sim paper takes path-length, failures, churn or balance."_s, "sim paper");
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

} // namespace

Command simPaperCommand()
{
    return {"sim paper",
            "EXPERIMENT",
            1,
            1,
            "repeat the Chord paper's experiments and compare",
            "Experiments are path-length, failures, churn and balance. Ctrl+C ends with the figures so far.",
            "$ funnelkvs sim paper failures\n"
            "$ funnelkvs sim paper path-length --json",
            paperOptions,
            paper};
}

} // namespace cli
