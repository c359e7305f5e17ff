// SPDX-License-Identifier: GPL-3.0-or-later
//
// The metrics of the nodes: a row for each, and requests and their 99th percentile over the last minutes for all
// together. They are read only while the panel is looked at.
#pragma once

#include "model/ring_source.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QStackedWidget;

namespace monitor {

class MetricsModel;
class TrendChart;

class MetricsPanel : public QWidget {
    Q_OBJECT
public:
    static constexpr int readEveryMs = 2000;

    explicit MetricsPanel(QWidget *parent = nullptr);

    // Of another ring. hasMetrics: it has nodes that can be asked.
    void clear(bool hasMetrics);
    void setSnapshot(const SnapshotPtr &snapshot);
    void add(const NodeMetrics &metrics);
    const MetricsModel &metrics() const { return *m_metrics; }

Q_SIGNALS:
    void readRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void beginRound();

    MetricsModel *m_metrics;
    TrendChart *m_requests;
    TrendChart *m_p99;
    QStackedWidget *m_pages;
    QTimer m_timer;
    qint64 m_latestMs = 0;
    bool m_hasMetrics = false;
};

} // namespace monitor
