// SPDX-License-Identifier: GPL-3.0-or-later
//
// Means are marks, the 1st and 99th percentile are whiskers.

#include "sim/paper/paper_figure.h"

namespace sim {

namespace {

constexpr double logFrom = 50; // parameters that span more than this factor are drawn on a logarithmic axis

void append(FigureSeries &series, double x, const std::optional<Statistic> &statistic)
{
    if (statistic)
        series.points.push_back({x, statistic->mean, statistic->p1, statistic->p99});
}

FigurePanel panelOf(const PaperResult &result, size_t index)
{
    FigurePanel panel;
    panel.xTitle = result.parameterName;
    panel.yTitle = result.rows.front().figures[index].title;
    panel.series = {{"paper", {}}, {"measured", {}}};
    for (const PaperVariant &variant : result.variants)
        panel.series.push_back({variant.name, {}});
    for (const PaperRow &row : result.rows) {
        const double x = row.parameter.toDouble();
        const PaperFigure &figure = row.figures[index];
        panel.xTicks.push_back({x, row.parameter});
        append(panel.series[0], x, figure.paper);
        append(panel.series[1], x, figure.measured);
        for (size_t i = 0; i < figure.variants.size(); ++i)
            append(panel.series[2 + i], x, figure.variants[i]);
    }
    const double first = panel.xTicks.front().x;
    panel.xIsLog = first > 0 && panel.xTicks.back().x / first > logFrom;
    return panel;
}

} // namespace

Figure figureOf(const PaperResult &result)
{
    Figure figure;
    figure.title = result.experiment + ": the paper's figures and those measured";
    figure.caption = result.source + "; marks are means, whiskers the 1st and 99th percentile";
    if (result.rows.empty())
        return figure;
    for (size_t i = 0; i < result.rows.front().figures.size(); ++i)
        figure.panels.push_back(panelOf(result, i));
    return figure;
}

} // namespace sim
