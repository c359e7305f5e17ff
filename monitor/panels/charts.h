// SPDX-License-Identifier: GPL-3.0-or-later
//
// Three charts: keys per node (is the load even?), hops per lookup (is it O(log N)?) and durations of operations.
// Painted here: bars and a line need no library.
#pragma once

#include "model/ring_source.h"
#include "ring/style.h"

#include <QWidget>

#include <deque>

namespace monitor {

class Charts : public QWidget {
    Q_OBJECT
public:
    static constexpr int samplesMax = 500; // of hops and of durations

    explicit Charts(QWidget *parent = nullptr);

    void setSnapshot(SnapshotPtr snapshot, const ColourBook &colours);
    void addHops(int hops);
    void addDuration(qint64 micros);
    void clear();

    QSize sizeHint() const override { return {600, 150}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintKeys(QPainter &painter, const QRectF &box) const;
    void paintHops(QPainter &painter, const QRectF &box) const;
    void paintDurations(QPainter &painter, const QRectF &box) const;
    // Title and frame; returns what is left for the chart.
    QRectF paintFrame(QPainter &painter, const QRectF &box, const QString &title, const QString &facts) const;

    SnapshotPtr m_snapshot;
    ColourBook m_colours;
    std::deque<int> m_hops;
    std::deque<qint64> m_micros;
};

// The percentile of the values by nearest rank; 0 without values.
qint64 percentile(std::vector<qint64> values, int percent);

} // namespace monitor
