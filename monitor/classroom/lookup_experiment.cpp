// SPDX-License-Identifier: GPL-3.0-or-later
//
// The thread shares nothing with this one but the flag to end; what it finds comes as queued calls.

#include "classroom/lookup_experiment.h"

#include "sim/paper/paper_experiments.h"

#include <QThread>

#include <algorithm>

namespace monitor {

namespace {

std::vector<ResultRow> rowsOf(const sim::PaperResult &result)
{
    std::vector<ResultRow> rows;
    for (const sim::PaperRow &row : result.rows) {
        const auto isPathLength = [](const sim::PaperFigure &figure) { return figure.name == "pathLength"; };
        const auto figure = std::find_if(row.figures.begin(), row.figures.end(), isPathLength);
        if (figure != row.figures.end()) {
            rows.push_back({row.parameter.toInt(), int(row.samples), figure->measured.mean, figure->paper.mean});
        }
    }
    return rows;
}

} // namespace

LookupExperiment::LookupExperiment(QObject *parent)
    : QObject(parent)
{
}

LookupExperiment::~LookupExperiment()
{
    cancel();
}

void LookupExperiment::start(const ExperimentSettings &experiment)
{
    cancel();
    const auto isCancelled = std::make_shared<std::atomic<bool>>(false);
    m_isCancelled = isCancelled;
    const auto tell = [this, isCancelled](auto what) {
        QMetaObject::invokeMethod(
            this,
            [isCancelled, what] {
                if (!*isCancelled)
                    what();
            },
            Qt::QueuedConnection);
    };
    sim::PaperSettings settings;
    settings.lookups = experiment.lookups;
    settings.nodesMost = experiment.nodesMost;
    settings.variants = false;
    settings.progress = [this, isCancelled, tell](double part) {
        tell([this, part] { Q_EMIT progressed(part); });
        return !*isCancelled;
    };
    m_thread.reset(QThread::create([this, settings, tell] {
        const std::vector<ResultRow> rows = rowsOf(sim::paperPathLength(settings));
        tell([this, rows] { Q_EMIT finished(rows); });
    }));
    m_thread->start();
}

void LookupExperiment::cancel()
{
    if (!m_thread)
        return;
    *m_isCancelled = true;
    m_thread->wait();
    m_thread.reset();
}

} // namespace monitor
