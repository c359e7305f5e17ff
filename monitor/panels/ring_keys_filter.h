// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lets keys of the ring through by their text, size and node.
#pragma once

#include "chord/id.h"

#include <QRegularExpression>
#include <QSortFilterProxyModel>

#include <optional>

namespace monitor {

struct KeySearch {
    enum class Manner : quint8 { Contains, Expression, Begins };
    Manner manner = Manner::Contains;
    QString text; // empty: any key
    quint64 bytesMin = 0; // of the value
    std::optional<chord::Id> node; // that leads it; nothing: any
};

class RingKeysFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    // Returns what is wrong with an expression, as a sentence; then the filter stays as it was.
    QString set(const KeySearch &search);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    KeySearch m_search;
    QRegularExpression m_expression;
};

} // namespace monitor
