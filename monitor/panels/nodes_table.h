// SPDX-License-Identifier: GPL-3.0-or-later
//
// The nodes of the ring as a table, in which one can be selected.
#pragma once

#include "model/selection.h"
#include "ring/style.h"

#include <QTableView>

namespace monitor {

class NodesModel;

class NodesTable : public QTableView {
    Q_OBJECT
public:
    explicit NodesTable(QWidget *parent = nullptr);

    void setSnapshot(const SnapshotPtr &snapshot, const ColourBook &colours, const RingStyle &style);
    // Emits nothing: for what the rest of the window has selected.
    void select(const Selection &selection);
    const NodesModel &nodes() const { return *m_nodes; }

Q_SIGNALS:
    void nodeSelected(const chord::Id &node); // by the user

private:
    NodesModel *m_nodes;
    bool m_hasSizedColumns = false;
    bool m_isSyncing = false; // the selection changes, and not by the user
};

} // namespace monitor
