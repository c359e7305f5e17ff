// SPDX-License-Identifier: GPL-3.0-or-later
//
// The common parts of all tables of the window: appearance, sorting, and export as CSV.
#pragma once

#include <QString>

#include <initializer_list>

class QAbstractItemModel;
class QSortFilterProxyModel;
class QTableView;
class QWidget;

namespace monitor {

// A view over model, sorted by its sort role when a heading is clicked. proxy: between them; null: one that only sorts.
void setUpTable(QTableView *table, QAbstractItemModel *model, const QString &accessibleName,
                QSortFilterProxyModel *proxy = nullptr);
QTableView *makeTable(QAbstractItemModel *model, const QString &accessibleName, QWidget *parent);
// For identifiers, hexadecimal digits and times: their digits stand below each other.
void setMonospaced(QTableView *table, std::initializer_list<int> columns);
QSortFilterProxyModel *proxyOf(const QTableView *table);
// RFC 4180, with the headings; exact values, where those that are shown are rounded.
QString csvOf(const QAbstractItemModel &model);

} // namespace monitor
