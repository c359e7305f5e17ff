// SPDX-License-Identifier: GPL-3.0-or-later
//
// Successive snapshots share their key lists: an unchanged list costs nothing here.

#include "panels/keys_model.h"

#include "model/names.h"
#include "panels/nodes_model.h"

namespace monitor {

KeysModel::KeysModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_keys(std::make_shared<KeyList>())
    , m_names(chord::idBitsMax)
{
}

void KeysModel::setKeys(std::shared_ptr<const KeyList> keys, const Names &names)
{
    if (keys == m_keys)
        return;
    beginResetModel();
    m_keys = keys ? std::move(keys) : std::make_shared<KeyList>();
    m_names = names;
    endResetModel();
}

int KeysModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_keys->size());
}

int KeysModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant KeysModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const KeyView &key = keyAt(index.row());
    if (role == sortRole) {
        if (index.column() == IdColumn)
            return index.row();
        if (index.column() == BytesColumn)
            return key.bytes;
    } else if (role == Qt::ToolTipRole) {
        return index.column() == VersionColumn ? QString::fromLatin1(key.version.toText())
                                               : plainTip(bytesText(key.key, 400));
    } else if (role != Qt::DisplayRole) {
        return {};
    }
    switch (Columns(index.column())) {
    case KeyColumn:
        return m_names.isPaperRing() ? m_names.key(key.key, key.id) + QStringLiteral(" · ") + bytesText(key.key, 24)
                                     : bytesText(key.key, 32);
    case IdColumn:
        return m_names.point(key.id);
    case RoleColumn:
        return key.primary ? tr("owned") : tr("copy");
    case BytesColumn:
        return sizeText(key.bytes);
    case VersionColumn:
        return versionText(key.version);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant KeysModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Columns(section)) {
    case KeyColumn:
        return tr("Key");
    case IdColumn:
        return tr("Identifier");
    case RoleColumn:
        return tr("Role");
    case BytesColumn:
        return tr("Size");
    case VersionColumn:
        return tr("Version");
    case ColumnCount:
        break;
    }
    return {};
}

QString versionText(const chord::Version &version)
{
    constexpr int digitsMax = 8;
    const QString text = QString::fromLatin1(version.toText());
    return text.size() > digitsMax ? text.left(digitsMax) + QChar(0x2026) : text;
}

} // namespace monitor
