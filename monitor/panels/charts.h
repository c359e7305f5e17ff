// SPDX-License-Identifier: GPL-3.0-or-later
//
// Three charts: keys per node (is the load even?), hops per lookup (is it O(log N)?) and durations of operations.
// Painted here: bars and dots need no library. Each has axes with units; what is below the mouse is told in words.
#pragma once

#include "model/ring_source.h"
#include "ring/style.h"

#include <QWidget>

#include <array>
#include <deque>

namespace monitor {

class Charts : public QWidget {
    Q_OBJECT
public:
    static constexpr int samplesMax = 500; // of hops and of durations
    enum class Chart : quint8 { Keys, Hops, Durations };
    static constexpr int chartCount = 3;

    explicit Charts(QWidget *parent = nullptr);

    void setSnapshot(SnapshotPtr snapshot, const ColourBook &colours);
    void addHops(int hops);
    // what: the operation, as a sentence.
    void addDuration(qint64 micros, const QString &what);
    void clear();

    // What is there, in words; empty: nothing is.
    QString textAt(const QPointF &place) const;
    // Where the mark of a node, a number of hops or an operation is; empty if it is not there.
    QRectF markBox(Chart chart, size_t index) const;

    QSize sizeHint() const override { return {600, 150}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    // A chart as it is drawn now.
    struct Plot {
        Chart chart = Chart::Keys;
        QRectF box; // with title and axes
        QRectF inside; // of the axes
        QString title;
        QString facts; // its most important number, so that it can be read without axes
        QString unit; // of the values
        QString axis; // what stands along the other axis
        std::vector<double> values;
        std::vector<double> ticks;
        double level = -1; // a dashed line at this value; negative: none
    };
    struct Duration {
        qint64 micros;
        QString what;
    };

    Plot plotOf(Chart chart) const;
    void fillKeys(Plot &plot) const;
    void fillHops(Plot &plot) const;
    void fillDurations(Plot &plot) const;
    void place(Plot &plot) const;
    QRectF markBox(const Plot &plot, size_t index) const;
    QString tickText(const Plot &plot, double value) const;
    QString nameOf(const Plot &plot, size_t index) const;
    QString tipOf(const Plot &plot, size_t index) const;
    QColor colourOf(const Plot &plot, size_t index) const;
    // The mark at or above whose place on the axis this point is; -1: none.
    int markAt(const Plot &plot, const QPointF &place) const;

    void paintFrame(QPainter &painter, const Plot &plot) const;
    void paintNames(QPainter &painter, const Plot &plot) const;
    void paintMarks(QPainter &painter, const Plot &plot) const;

    SnapshotPtr m_snapshot;
    std::vector<size_t> m_nodes; // those that are not dead, by their place in the snapshot
    ColourBook m_colours;
    std::deque<int> m_hops;
    std::deque<Duration> m_durations;
    QPointF m_mouse{-1, -1};
};

// The percentile of the values by nearest rank; 0 without values.
qint64 percentile(std::vector<qint64> values, int percent);

} // namespace monitor
