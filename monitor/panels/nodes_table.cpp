// SPDX-License-Identifier: GPL-3.0-or-later
//
// Columns are sized once, when the first nodes are there.

#include "panels/nodes_table.h"

#include "panels/nodes_model.h"
#include "panels/table.h"

#include <QHeaderView>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>

namespace monitor {

NodesTable::NodesTable(QWidget *parent)
    : QTableView(parent)
    , m_nodes(new NodesModel(this))
{
    setUpTable(this, m_nodes, tr("Nodes of the ring"));
    setMonospaced(this, {NodesModel::AddressColumn});
    horizontalHeader()->setStretchLastSection(false);
    // Names and states must never be cut, also when states change; only visible rows are measured.
    horizontalHeader()->setResizeContentsPrecision(0);
    for (const int column : {NodesModel::NameColumn, NodesModel::StateColumn})
        horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const QModelIndexList rows = selectionModel()->selectedRows();
        if (!rows.isEmpty() && !m_isSyncing)
            Q_EMIT nodeSelected(m_nodes->idAt(proxyOf(this)->mapToSource(rows.constFirst()).row()));
    });
}

void NodesTable::setSnapshot(const SnapshotPtr &snapshot, const ColourBook &colours, const RingStyle &style)
{
    {
        const QScopedValueRollback syncing(m_isSyncing, true);
        m_nodes->setSnapshot(snapshot, colours, style);
    }
    if (!snapshot->nodes.empty() && !std::exchange(m_hasSizedColumns, true))
        resizeColumnsToContents();
}

void NodesTable::select(const Selection &selection)
{
    const QScopedValueRollback syncing(m_isSyncing, true);
    const int row = selection.node ? m_nodes->rowOf(*selection.node) : -1;
    if (row < 0) {
        clearSelection();
        return;
    }
    const QModelIndex index = proxyOf(this)->mapFromSource(m_nodes->index(row, 0));
    setCurrentIndex(index);
    scrollTo(index);
}

} // namespace monitor
