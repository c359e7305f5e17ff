// SPDX-License-Identifier: GPL-3.0-or-later
//
// The proxy belongs to the view.

#include "panels/table.h"

#include "model/type_scale.h"
#include "panels/nodes_model.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>

namespace monitor {

namespace {

QString csvField(QString text)
{
    const bool needsQuotes = text.contains(u'"') || text.contains(u',') || text.contains(u'\n') || text.contains(u'\r');
    if (!needsQuotes)
        return text;
    return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

class MonospacedDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->font = monospacedFont(option->font);
        option->fontMetrics = QFontMetrics(option->font);
    }
};

} // namespace

void setUpTable(QTableView *table, QAbstractItemModel *model, const QString &accessibleName,
                QSortFilterProxyModel *proxy)
{
    if (!proxy)
        proxy = new QSortFilterProxyModel(table);
    proxy->setSourceModel(model);
    proxy->setSortRole(sortRole);
    table->setModel(proxy);
    table->setAccessibleName(accessibleName);
    table->setSortingEnabled(true);
    table->sortByColumn(0, Qt::AscendingOrder);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 6);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setTabKeyNavigation(false);
}

QTableView *makeTable(QAbstractItemModel *model, const QString &accessibleName, QWidget *parent)
{
    auto *table = new QTableView(parent);
    setUpTable(table, model, accessibleName);
    return table;
}

void setMonospaced(QTableView *table, std::initializer_list<int> columns)
{
    auto *delegate = new MonospacedDelegate(table);
    for (const int column : columns)
        table->setItemDelegateForColumn(column, delegate);
}

QSortFilterProxyModel *proxyOf(const QTableView *table)
{
    return qobject_cast<QSortFilterProxyModel *>(table->model());
}

QString csvOf(const QAbstractItemModel &model)
{
    QString csv;
    const auto line = [&](auto &&fieldAt) {
        for (int column = 0; column < model.columnCount(); ++column)
            csv += (column ? QStringLiteral(",") : QString()) + csvField(fieldAt(column).toString());
        csv += QStringLiteral("\r\n");
    };
    line([&](int column) { return model.headerData(column, Qt::Horizontal); });
    for (int row = 0; row < model.rowCount(); ++row)
        line([&](int column) {
            const QModelIndex index = model.index(row, column);
            const QVariant exact = index.data(exportRole);
            return exact.isValid() ? exact : index.data();
        });
    return csv;
}

} // namespace monitor
