// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim paper: the Chord paper's experiments, its figures beside ours, as a table, as JSON and as a drawing.

#include "cli/console.h"
#include "cli/sim_command.h"
#include "cli/sim_progress.h"
#include "cli/target.h"
#include "files/output_file.h"
#include "sim/paper/paper_figure.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array paperOptions{
    Option{"seed", Option::Kind::Number, "N", "of all chance", "1", 0, std::numeric_limits<qint64>::max()},
    Option{"lookups", Option::Kind::Number, "N", "path-length, failures, churn: for each row", "10000", 1, 10'000'000},
    Option{"nodes-most", Option::Kind::Number, "N", "path-length: the largest of the rings of 8, 16, 32, ... nodes",
           "16384", 8, 1 << 24},
    Option{"nodes", Option::Kind::Number, "N", "path-length: one ring of this size instead", "", 2, 1 << 24},
    Option{"draws", Option::Kind::Number, "N", "balance, virtual-nodes: rings drawn; of virtual-nodes a tenth", "100",
           1, 1'000'000},
    Option{"no-variants", Option::Kind::Switch, "", "only the paper's set-up"},
    Option{"svg", Option::Kind::Text, "FILE", "draw the paper's figure with both series there"},
    jsonOption,
};

struct Experiment {
    const char *name;
    sim::PaperResult (*run)(const sim::PaperSettings &settings);
};
constexpr std::array<Experiment, 5> experiments{{{"path-length", sim::paperPathLength},
                                                 {"failures", sim::paperFailures},
                                                 {"churn", sim::paperChurn},
                                                 {"balance", sim::paperBalance},
                                                 {"virtual-nodes", sim::paperVirtualNodes}}};

// --- JSON

QJsonObject jsonOf(const sim::Statistic &statistic)
{
    const auto orNull = [](const std::optional<double> &value) { return value ? QJsonValue(*value) : QJsonValue(); };
    return {{u"mean"_s, statistic.mean}, {u"p1"_s, orNull(statistic.p1)}, {u"p99"_s, orNull(statistic.p99)}};
}

// The same members under "paper" and "measured"; what the paper does not tell is null.
QJsonObject jsonOf(const sim::PaperRow &row)
{
    QJsonObject paper;
    QJsonObject measured;
    for (const sim::PaperFigure &figure : row.figures) {
        paper[QString::fromLatin1(figure.name)] = jsonOf(figure.paper);
        measured[QString::fromLatin1(figure.name)] = jsonOf(figure.measured);
    }
    return {{u"parameter"_s, QString::fromLatin1(row.parameter)}, {u"paper"_s, paper}, {u"measured"_s, measured}};
}

QJsonObject jsonOfVariant(const sim::PaperResult &result, size_t index)
{
    QJsonArray rows;
    for (const sim::PaperRow &row : result.rows) {
        QJsonObject measured;
        for (const sim::PaperFigure &figure : row.figures) {
            if (figure.variants[index])
                measured[QString::fromLatin1(figure.name)] = jsonOf(*figure.variants[index]);
        }
        rows.append(QJsonObject{{u"parameter"_s, QString::fromLatin1(row.parameter)}, {u"measured"_s, measured}});
    }
    return {{u"name"_s, QString::fromUtf8(result.variants[index].name)},
            {u"text"_s, QString::fromUtf8(result.variants[index].text)},
            {u"rows"_s, rows}};
}

QJsonObject jsonOf(const sim::PaperResult &result, quint64 seed)
{
    QJsonArray rows;
    QJsonArray samples;
    for (const sim::PaperRow &row : result.rows) {
        rows.append(jsonOf(row));
        samples.append(qint64(row.samples));
    }
    QJsonArray variants;
    for (size_t i = 0; i < result.variants.size(); ++i)
        variants.append(jsonOfVariant(result, i));
    QJsonArray notes;
    for (const QByteArray &note : result.notes)
        notes.append(QString::fromUtf8(note));
    return {{u"experiment"_s, QString::fromLatin1(result.experiment)},
            {u"rows"_s, rows},
            {u"source"_s, QString::fromUtf8(result.source)},
            {u"seed"_s, QString::number(seed)},
            {u"sampleOf"_s, QString::fromUtf8(result.samplesName)},
            {u"samples"_s, samples},
            {u"variants"_s, variants},
            {u"notes"_s, notes},
            {u"cancelled"_s, result.cancelled}};
}

// --- Table

QString textOf(const std::optional<sim::Statistic> &statistic)
{
    if (!statistic)
        return u"-"_s;
    QString text = QString::number(statistic->mean, 'f', 2);
    if (statistic->p1 && statistic->p99)
        text += u" (%1, %2)"_s.arg(*statistic->p1, 0, 'g', 3).arg(*statistic->p99, 0, 'g', 3);
    return text;
}

QString difference(const sim::PaperFigure &figure)
{
    if (figure.paper.mean == 0)
        return {};
    const double percent = (figure.measured.mean / figure.paper.mean - 1) * 100;
    return (percent < 0 ? u""_s : u"+"_s) + QString::number(percent, 'f', 1) + u'%';
}

void printLine(const QString &parameter, const QString &figure, const QStringList &columns)
{
    QString line = u"%1  %2"_s.arg(parameter, 8).arg(figure, -12);
    for (const QString &column : columns)
        line += u" %1"_s.arg(column, 16);
    writeLine(line);
}

void printPaper(const sim::PaperResult &result)
{
    writeLine(QString::fromUtf8(result.source) + u"; means, in brackets the 1st and 99th percentile; rows by "_s
              + QString::fromUtf8(result.parameterName) + u'.');
    QStringList titles{u"paper"_s, u"measured"_s, u"difference"_s};
    for (const sim::PaperVariant &variant : result.variants)
        titles.append(QString::fromUtf8(variant.name));
    titles.append(QString::fromUtf8(result.samplesName));
    printLine({}, u"figure"_s, titles);
    for (const sim::PaperRow &row : result.rows) {
        QString parameter = QString::fromLatin1(row.parameter);
        for (const sim::PaperFigure &figure : row.figures) {
            QStringList columns{textOf(figure.paper), textOf(figure.measured), difference(figure)};
            for (const std::optional<sim::Statistic> &variant : figure.variants)
                columns.append(textOf(variant));
            columns.append(parameter.isEmpty() ? QString() : QString::number(row.samples));
            printLine(parameter, QString::fromUtf8(figure.title), columns);
            parameter.clear();
        }
    }
    for (const sim::PaperVariant &variant : result.variants)
        writeLine(QString::fromUtf8(variant.name) + u": "_s + QString::fromUtf8(variant.text) + u'.');
    for (const QByteArray &note : result.notes)
        writeLine(note);
    if (result.cancelled)
        writeLine("Interrupted: these are the rows so far."_ba);
}

// --- The command

int paper(const Arguments &arguments)
{
    const QByteArray &name = arguments.positionals().first();
    const auto *found = std::find_if(experiments.begin(), experiments.end(),
                                     [&](const Experiment &experiment) { return name == experiment.name; });
    if (found == experiments.end())
        return usageFailure(u"\"%1\" is no experiment: sim paper takes path-length, failures, churn, balance or "
                            "virtual-nodes."_s.arg(QString::fromLocal8Bit(name)),
                            "sim paper");
    // Before hours of work, not after them.
    files::OutputFile drawing(QFile::decodeName(arguments.text("svg")));
    if (arguments.has("svg") && !drawing.open())
        return failure(u"sim paper: %1: %2."_s.arg(drawing.path(), drawing.errorText()));
    sim::PaperSettings settings;
    settings.seed = quint64(arguments.number("seed"));
    settings.lookups = int(arguments.number("lookups"));
    settings.nodesMost = int(arguments.number("nodes-most"));
    settings.nodesOnly = int(arguments.number("nodes"));
    settings.draws = int(arguments.number("draws"));
    settings.variants = !arguments.has("no-variants");
    const Interruptible interruptible;
    sim::PaperResult result;
    {
        Progress progress(u"sim paper %1"_s.arg(QString::fromLatin1(name)));
        settings.progress = [&progress](double part) { return progress.show(part); };
        result = found->run(settings);
    }
    if (arguments.has("json"))
        writeJson(jsonOf(result, settings.seed));
    else
        printPaper(result);
    if (arguments.has("svg") && (drawing.device().write(sim::toSvg(sim::figureOf(result))) < 0 || !drawing.commit()))
        return failure(u"sim paper: %1: %2."_s.arg(drawing.path(), drawing.errorText()));
    return ExitDone;
}

} // namespace

Command simPaperCommand()
{
    return {
        "sim paper",
        "EXPERIMENT",
        1,
        1,
        "repeat the Chord paper's experiments and compare",
        "Runs the protocol's own code in the set-up of Stoica et al., IEEE/ACM Transactions on Networking 11(1), "
        "2003, and shows the paper's figures beside those measured. An EXPERIMENT is path-length (Fig. 10), failures "
        "(Table II), churn (Table III), balance (Fig. 8) or virtual-nodes (Fig. 9).\n"
        "Variants show what depends on the set-up. Equal options give equal figures. Ctrl+C ends with the rows so "
        "far.",
        "$ funnelkvs sim paper failures\n"
        "$ funnelkvs sim paper churn --no-variants --json\n"
        "$ funnelkvs sim paper path-length --nodes-most 1048576 --svg path-length.svg\n"
        "$ funnelkvs sim paper path-length --nodes 1000000 --lookups 100000 --no-variants\n"
        "$ funnelkvs sim paper balance --draws 1000 --svg balance.svg",
        paperOptions,
        paper};
}

} // namespace cli
