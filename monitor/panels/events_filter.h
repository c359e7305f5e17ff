// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lets events through by their text and kind.
#pragma once

#include <QSortFilterProxyModel>

namespace monitor {

class EventsFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    // text: of the node or the description, in any case; empty: any. kind: negative: any.
    void set(const QString &text, int kind);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
    int m_kind = -1;
};

} // namespace monitor
