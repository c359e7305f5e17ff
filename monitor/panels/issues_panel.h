// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is wrong with the ring, as a list that can be narrowed to one kind.
#pragma once

#include "model/ring_health.h"
#include "model/selection.h"

#include <QWidget>

class QComboBox;
class QTreeWidget;

namespace monitor {

class IssuesPanel : public QWidget {
    Q_OBJECT
public:
    explicit IssuesPanel(QWidget *parent = nullptr);

    void setSnapshot(const SnapshotPtr &snapshot);
    // Shows this kind only; nothing: all.
    void setFilter(const std::optional<RingIssue::Kind> &kind);
    // The sentences that are listed.
    QStringList texts() const;

Q_SIGNALS:
    void selectionRequested(const monitor::Selection &selection);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();

    SnapshotPtr m_snapshot;
    bool m_isRefreshed = false; // the list is that of m_snapshot
    std::vector<RingIssue> m_issues; // as listed
    QComboBox *m_filter;
    QTreeWidget *m_list;
};

} // namespace monitor
