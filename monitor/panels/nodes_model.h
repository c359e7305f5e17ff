// SPDX-License-Identifier: GPL-3.0-or-later
//
// The nodes of a snapshot as a table. A new snapshot is merged in by identifier, so that a selected row stays selected
// while others come and go.
#pragma once

#include "model/names.h"
#include "ring/style.h"

#include <QAbstractTableModel>

namespace monitor {

inline constexpr int sortRole = Qt::UserRole; // numbers as numbers, identifiers in the order of the ring
inline constexpr int nodeIdRole = Qt::UserRole + 1; // its identifier in full, hexadecimal
inline constexpr int exportRole = Qt::UserRole + 2; // exact, where what is shown is rounded or shortened

class NodesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Columns {
        NameColumn,
        StateColumn,
        KeysColumn,
        CopiesColumn,
        BytesColumn,
        SuccessorColumn,
        PredecessorColumn,
        AddressColumn,
        ColumnCount,
    };

    explicit NodesModel(QObject *parent = nullptr);

    void setSnapshot(SnapshotPtr snapshot, const ColourBook &colours, const RingStyle &style);
    // The identifier that a row stands for.
    chord::Id idAt(int row) const { return m_snapshot->nodes[size_t(row)].self.id; }
    int rowOf(const chord::Id &id) const { return m_snapshot->indexOf(id); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const NodeView &node, int column) const;
    QVariant exact(const NodeView &node, int column) const;
    QVariant sortKey(const NodeView &node, int row, int column) const;
    QPixmap mark(const NodeView &node) const;

    SnapshotPtr m_snapshot;
    Names m_names;
    ColourBook m_colours;
    RingStyle m_style;
};

} // namespace monitor
