// SPDX-License-Identifier: GPL-3.0-or-later
//
// The keys of the whole ring as they were listed, each with the node that leads its range.
#pragma once

#include "model/names.h"
#include "model/ring_source.h"

#include <QAbstractTableModel>

namespace monitor {

class RingKeysModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Columns { KeyColumn, IdColumn, NodeColumn, BytesColumn, VersionColumn, ColumnCount };

    explicit RingKeysModel(QObject *parent = nullptr);

    void clear();
    void add(const std::vector<KeyView> &keys);
    // Which node leads a key, and how it is called.
    void setSnapshot(const SnapshotPtr &snapshot);
    const KeyView &keyAt(int row) const { return m_keys[size_t(row)]; }
    // Null: not known.
    const NodeView *leaderAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QVariant exact(int row, int column) const;

    std::vector<KeyView> m_keys;
    SnapshotPtr m_snapshot;
    Names m_names;
};

} // namespace monitor
