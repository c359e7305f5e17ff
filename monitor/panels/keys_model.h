// SPDX-License-Identifier: GPL-3.0-or-later
//
// The keys that a node holds. Rows are read from the snapshot's own list when they are shown: a node may hold very
// many.
#pragma once

#include "model/names.h"

#include <QAbstractTableModel>

namespace monitor {

class KeysModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Columns { KeyColumn, IdColumn, RoleColumn, BytesColumn, VersionColumn, ColumnCount };

    explicit KeysModel(QObject *parent = nullptr);

    void setKeys(std::shared_ptr<const KeyList> keys, const Names &names);
    const KeyView &keyAt(int row) const { return (*m_keys)[size_t(row)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const KeyList> m_keys;
    Names m_names;
};

// "term.counter", as ETags begin; the owner that breaks ties is left to the tool tip's full form.
QString versionText(const chord::Version &version);

} // namespace monitor
