// SPDX-License-Identifier: GPL-3.0-or-later
//
// A node's finger table as the paper prints it: the number of the finger, counted from 1, where it starts, the interval
// it is responsible for, and the node it points to (TON, Table I). In small rings every finger has its row; in large
// ones, fingers that name the same node share one.
#pragma once

#include "model/names.h"

#include <QAbstractTableModel>

namespace monitor {

class FingersModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Columns { NumberColumn, StartColumn, IntervalColumn, NodeColumn, ColumnCount };

    explicit FingersModel(QObject *parent = nullptr);

    void setNode(const NodeView &node, const Names &names, int idBits);
    // The node that a row points to.
    Peer nodeAt(int row) const { return m_rows[size_t(row)].node; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        int first = 0; // numbers as in the paper
        int last = 0;
        QString start;
        QString end; // the interval is [start, end)
        Peer node;
        QString nodeName;
        friend bool operator==(const Row &, const Row &) = default;
    };

    std::vector<Row> m_rows;
};

} // namespace monitor
