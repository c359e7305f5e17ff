// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the nodes' metrics say between their last two readings: rates, the 99th percentile of a request, errors, and the
// data in memory.
#pragma once

#include "model/metrics_text.h"
#include "model/names.h"
#include "model/ring_source.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace monitor {

class MetricsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Columns {
        NodeColumn,
        RequestsColumn,
        P99Column,
        OperationsColumn,
        ErrorsColumn,
        MemoryColumn,
        ColumnCount,
    };

    explicit MetricsModel(QObject *parent = nullptr);

    void clear();
    // Rows of nodes that are dead or gone are removed.
    void setSnapshot(const SnapshotPtr &snapshot);
    void add(const NodeMetrics &metrics);

    // Of all nodes together; nothing as long as no node was read twice.
    std::optional<double> requestsPerSecond() const;
    std::optional<double> p99Seconds() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        Peer node;
        qint64 atMs = 0;
        qint64 beforeMs = 0; // 0: it was read once
        QByteArray text;
        QByteArray textBefore;
        MetricsText now;
        MetricsText before;
    };

    // Of counters, added up; nothing if the node has started again in between.
    static std::optional<double> rate(const Row &row, std::initializer_list<QByteArray> counters);
    std::optional<double> value(const Row &row, int column) const;

    std::vector<Row> m_rows; // in the order of their identifiers
    Names m_names;
};

} // namespace monitor
