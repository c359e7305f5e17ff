// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lookups so far, newest first, each with its hops explained. Choosing one draws it on the ring again.
#pragma once

#include "model/names.h"
#include "model/ring_source.h"

#include <QWidget>

#include <deque>

class QTreeWidget;

namespace monitor {

class TracePanel : public QWidget {
    Q_OBJECT
public:
    static constexpr int tracesMax = 200;

    explicit TracePanel(QWidget *parent = nullptr);

    void add(const LookupTrace &trace, const Names &names);
    void clear();
    QTreeWidget *tree() const { return m_tree; }

Q_SIGNALS:
    void traceChosen(const monitor::LookupTrace &trace);

private:
    QTreeWidget *m_tree;
    std::deque<LookupTrace> m_traces; // as in the tree
};

} // namespace monitor
