// SPDX-License-Identifier: GPL-3.0-or-later
//
// A round ends when the next one begins: what has come until then is a point of the charts.

#include "panels/metrics_panel.h"

#include "model/names.h"
#include "panels/metrics_model.h"
#include "panels/table.h"
#include "panels/trend_chart.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

namespace monitor {

MetricsPanel::MetricsPanel(QWidget *parent)
    : QWidget(parent)
    , m_metrics(new MetricsModel(this))
    , m_pages(new QStackedWidget(this))
{
    m_requests = new TrendChart(
        tr("Requests"), [](double rate) { return tr("%1/s").arg(QLocale().toString(rate, 'g', 3)); }, this);
    m_p99 = new TrendChart(
        tr("99th percentile"), [](double seconds) { return durationText(std::llround(seconds * 1e6)); }, this);
    auto *nothing = new QLabel(tr("Only the nodes of a live ring have metrics."), this);
    nothing->setMargin(10);
    nothing->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto *page = new QWidget(this);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    QTableView *table = makeTable(m_metrics, tr("Metrics of the nodes"), page);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    row->addWidget(table, 3);
    row->addWidget(m_requests, 2);
    row->addWidget(m_p99, 2);
    m_pages->addWidget(nothing);
    m_pages->addWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_timer.setInterval(readEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &MetricsPanel::beginRound);
}

void MetricsPanel::clear(bool hasMetrics)
{
    m_hasMetrics = hasMetrics;
    m_metrics->clear();
    m_requests->clear();
    m_p99->clear();
    m_pages->setCurrentIndex(hasMetrics ? 1 : 0);
    m_latestMs = 0;
    if (hasMetrics && isVisible())
        beginRound();
}

void MetricsPanel::setSnapshot(const SnapshotPtr &snapshot)
{
    m_metrics->setSnapshot(snapshot);
}

void MetricsPanel::add(const NodeMetrics &metrics)
{
    m_latestMs = metrics.atMs;
    m_metrics->add(metrics);
}

void MetricsPanel::beginRound()
{
    if (!m_hasMetrics)
        return;
    if (const auto rate = m_metrics->requestsPerSecond())
        m_requests->add(m_latestMs, *rate);
    if (const auto seconds = m_metrics->p99Seconds())
        m_p99->add(m_latestMs, *seconds);
    Q_EMIT readRequested();
}

void MetricsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_timer.start();
    beginRound();
}

void MetricsPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer.stop();
}

} // namespace monitor
