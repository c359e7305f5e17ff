// SPDX-License-Identifier: GPL-3.0-or-later
//
// A snapshot holds only the first finger of each run that names the same node; runs are unfolded here.

#include "panels/fingers_model.h"

#include "panels/nodes_model.h"

namespace monitor {

FingersModel::FingersModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void FingersModel::setNode(const NodeView &node, const Names &names, int idBits)
{
    const chord::IdSpace space(idBits);
    const auto startOf = [&](int index) {
        return index >= idBits ? node.self.id : space.add(node.self.id, space.powerOfTwo(index));
    };
    std::vector<Row> rows;
    for (size_t i = 0; i < node.fingers.size(); ++i) {
        const FingerView &finger = node.fingers[i];
        const int end = i + 1 < node.fingers.size() ? node.fingers[i + 1].index : idBits;
        const int step = names.isPaperRing() ? 1 : std::max(1, end - finger.index);
        for (int first = finger.index; first < end; first += step)
            rows.push_back({first + 1, first + step, names.point(startOf(first)), names.point(startOf(first + step)),
                            finger.node, names.node(finger.node)});
    }
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int FingersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int FingersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant FingersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    if (role == sortRole)
        return index.column() == NodeColumn ? QVariant(row.nodeName) : QVariant(row.first);
    if (role == nodeIdRole)
        return row.nodeName;
    if (role != Qt::DisplayRole)
        return {};
    switch (Columns(index.column())) {
    case NumberColumn:
        return row.first == row.last ? QString::number(row.first)
                                     : QStringLiteral("%1–%2").arg(row.first).arg(row.last);
    case StartColumn:
        return row.start;
    case IntervalColumn:
        return QStringLiteral("[%1, %2)").arg(row.start, row.end);
    case NodeColumn:
        return row.nodeName;
    case ColumnCount:
        break;
    }
    return {};
}

QVariant FingersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Columns(section)) {
    case NumberColumn:
        return tr("No.");
    case StartColumn:
        return tr("Start");
    case IntervalColumn:
        return tr("Interval");
    case NodeColumn:
        return tr("Node");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace monitor
