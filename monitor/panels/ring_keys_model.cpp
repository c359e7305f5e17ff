// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ring that changes changes leaders, not the list: it stays as it was until it is listed again.

#include "panels/ring_keys_model.h"

#include "panels/nodes_model.h"

namespace monitor {

namespace {

constexpr int keyCharactersMax = 60;

} // namespace

RingKeysModel::RingKeysModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_snapshot(std::make_shared<RingSnapshot>())
    , m_names(chord::idBitsMax)
{
}

void RingKeysModel::clear()
{
    beginResetModel();
    m_keys.clear();
    endResetModel();
}

void RingKeysModel::add(const std::vector<KeyView> &keys)
{
    if (keys.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + int(keys.size()) - 1);
    m_keys.insert(m_keys.end(), keys.begin(), keys.end());
    endInsertRows();
}

void RingKeysModel::setSnapshot(const SnapshotPtr &snapshot)
{
    // Rows are sorted and filtered again only where it can matter: there may be many.
    const bool isOther = m_snapshot->ranges != snapshot->ranges || m_snapshot->nodes.size() != snapshot->nodes.size();
    m_snapshot = snapshot;
    m_names = Names(*snapshot);
    if (isOther && !m_keys.empty())
        Q_EMIT dataChanged(index(0, NodeColumn), index(rowCount() - 1, NodeColumn));
}

const NodeView *RingKeysModel::leaderAt(int row) const
{
    const chord::Id id = keyAt(row).id;
    const RangeStatus *range = m_snapshot->rangeOf(id);
    const int node =
        range && range->view.leader ? m_snapshot->indexOf(range->view.leader->id) : m_snapshot->ownerOf(id);
    return node < 0 ? nullptr : &m_snapshot->nodes[size_t(node)];
}

int RingKeysModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_keys.size());
}

int RingKeysModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant RingKeysModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const KeyView &key = keyAt(index.row());
    const int column = index.column();
    if (role == exportRole)
        return exact(index.row(), column);
    if (role == Qt::ToolTipRole)
        return column == VersionColumn ? QString::fromLatin1(key.version.toText()) : plainTip(bytesText(key.key, 400));
    if (role == sortRole && column == IdColumn)
        return QString::fromLatin1(chord::IdSpace(m_snapshot->idBits).toHex(key.id));
    if (role == sortRole && column == BytesColumn)
        return key.bytes;
    if (role != Qt::DisplayRole && role != sortRole)
        return {};
    switch (Columns(column)) {
    case KeyColumn:
        return bytesText(key.key, keyCharactersMax);
    case IdColumn:
        return m_names.point(key.id);
    case NodeColumn: {
        const NodeView *leader = leaderAt(index.row());
        return leader ? m_names.node(leader->self) : QString();
    }
    case BytesColumn:
        return sizeText(key.bytes);
    case VersionColumn:
        return key.version.isNull() ? QString() : QString::fromLatin1(key.version.toText());
    case ColumnCount:
        break;
    }
    return {};
}

QVariant RingKeysModel::exact(int row, int column) const
{
    const KeyView &key = keyAt(row);
    if (column == KeyColumn)
        return isReadableText(key.key) ? QString::fromUtf8(key.key)
                                       : QStringLiteral("0x") + QString::fromLatin1(key.key.toHex());
    if (column == IdColumn)
        return m_names.whole(key.id);
    if (column == BytesColumn)
        return QString::number(key.bytes);
    return {};
}

QVariant RingKeysModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Columns(section)) {
    case KeyColumn:
        return tr("Key");
    case IdColumn:
        return tr("Identifier");
    case NodeColumn:
        return tr("Node");
    case BytesColumn:
        return tr("Size");
    case VersionColumn:
        return tr("Version");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace monitor
