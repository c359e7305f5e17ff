// SPDX-License-Identifier: GPL-3.0-or-later
//
// Both snapshots are sorted by identifier, so merging is one walk: rows are removed and inserted one by one, then what
// is left is announced as changed.

#include "panels/nodes_model.h"

#include "model/names.h"
#include "ring/description.h"
#include "ring/paint.h"

#include <QPainter>
#include <QPixmap>

namespace monitor {

namespace {

constexpr int markSize = 18; // logical pixels
constexpr int mergeMax = 64; // with more joins and leaves at once the model is reset

bool isNumber(int column)
{
    return column == NodesModel::KeysColumn || column == NodesModel::CopiesColumn || column == NodesModel::BytesColumn;
}

} // namespace

NodesModel::NodesModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_snapshot(std::make_shared<RingSnapshot>())
    , m_names(*m_snapshot)
{
}

void NodesModel::setSnapshot(SnapshotPtr snapshot, const ColourBook &colours, const RingStyle &style)
{
    m_colours = colours;
    m_style = style;
    const Names names(*snapshot);
    const auto difference = qAbs(qsizetype(snapshot->nodes.size()) - qsizetype(m_snapshot->nodes.size()));
    if (difference > mergeMax || snapshot->idBits != m_snapshot->idBits) {
        beginResetModel();
        m_snapshot = snapshot;
        m_names = names;
        endResetModel();
        return;
    }
    auto merged = std::make_shared<RingSnapshot>(*m_snapshot);
    m_snapshot = merged;
    for (int row = int(merged->nodes.size()) - 1; row >= 0; --row) {
        if (snapshot->indexOf(merged->nodes[size_t(row)].self.id) >= 0)
            continue;
        beginRemoveRows({}, row, row);
        merged->nodes.erase(merged->nodes.begin() + row);
        endRemoveRows();
    }
    for (int row = 0; row < int(snapshot->nodes.size()); ++row) {
        const NodeView &node = snapshot->nodes[size_t(row)];
        if (row < int(merged->nodes.size()) && merged->nodes[size_t(row)].self.id == node.self.id)
            continue;
        beginInsertRows({}, row, row);
        merged->nodes.insert(merged->nodes.begin() + row, node);
        endInsertRows();
    }
    m_snapshot = snapshot;
    m_names = names;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int NodesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_snapshot->nodes.size());
}

int NodesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant NodesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const NodeView &node = m_snapshot->nodes[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(node, index.column());
    case Qt::DecorationRole:
        return index.column() == NameColumn ? mark(node) : QVariant();
    case Qt::ToolTipRole:
        return plainTip(describeNode(*m_snapshot, index.row(), m_names));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case sortRole:
        return sortKey(node, index.row(), index.column());
    case nodeIdRole:
        return m_names.whole(node.self.id);
    case exportRole:
        return exact(node, index.column());
    default:
        return {};
    }
}

QVariant NodesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Columns(section)) {
    case NameColumn:
        return tr("Node");
    case StateColumn:
        return tr("State");
    case KeysColumn:
        return tr("Keys");
    case CopiesColumn:
        return tr("Copies");
    case BytesColumn:
        return tr("Size");
    case SuccessorColumn:
        return tr("Successor");
    case PredecessorColumn:
        return tr("Predecessor");
    case AddressColumn:
        return tr("Address");
    case ColumnCount:
        break;
    }
    return {};
}

QString NodesModel::text(const NodeView &node, int column) const
{
    switch (Columns(column)) {
    case NameColumn:
        return m_names.node(node.self);
    case StateColumn:
        return conditionText(node.condition);
    case KeysColumn:
        return QString::number(node.totals.primary);
    case CopiesColumn:
        return QString::number(node.totals.replica);
    case BytesColumn:
        return sizeText(node.totals.bytes);
    case SuccessorColumn:
        return node.successors.empty() ? tr("itself") : m_names.node(node.successors.front());
    case PredecessorColumn:
        return node.predecessor ? m_names.node(*node.predecessor) : QStringLiteral("–");
    case AddressColumn:
        return QString::fromUtf8(node.self.address);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant NodesModel::exact(const NodeView &node, int column) const
{
    switch (Columns(column)) {
    case NameColumn:
        return m_names.whole(node.self.id);
    case BytesColumn:
        return node.totals.bytes;
    case SuccessorColumn:
        return m_names.whole((node.successors.empty() ? node.self : node.successors.front()).id);
    case PredecessorColumn:
        return node.predecessor ? m_names.whole(node.predecessor->id) : QString();
    default:
        return text(node, column);
    }
}

QVariant NodesModel::sortKey(const NodeView &node, int row, int column) const
{
    switch (Columns(column)) {
    case NameColumn:
        return row;
    case KeysColumn:
        return node.totals.primary;
    case CopiesColumn:
        return node.totals.replica;
    case BytesColumn:
        return node.totals.bytes;
    default:
        return text(node, column);
    }
}

QPixmap NodesModel::mark(const NodeView &node) const
{
    constexpr int ratio = 2;
    QPixmap pixmap(markSize * ratio, markSize * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paintNode(painter, QPointF(markSize / 2.0, markSize / 2.0), markSize * 0.36, m_colours.colourOf(node.self.address),
              node.condition, m_style);
    return pixmap;
}

} // namespace monitor
