// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list is made only while it can be seen: a broken ring of a thousand nodes has thousands of issues.

#include "panels/issues_panel.h"

#include "model/names.h"

#include <QComboBox>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace monitor {

namespace {

constexpr int allKinds = -1;
constexpr size_t rowsMax = 500;

enum Column { KindColumn, NodeColumn, TextColumn };

} // namespace

IssuesPanel::IssuesPanel(QWidget *parent)
    : QWidget(parent)
    , m_snapshot(std::make_shared<RingSnapshot>())
    , m_filter(new QComboBox(this))
    , m_list(new QTreeWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_filter, 0, Qt::AlignLeft);
    layout->addWidget(m_list, 1);
    m_filter->setAccessibleName(tr("Which problems"));
    m_filter->addItem(tr("all problems"), allKinds);
    for (int kind = issueKinds - 1; kind >= 0; --kind)
        m_filter->addItem(issueKindText(RingIssue::Kind(kind)), kind);
    m_list->setAccessibleName(tr("Problems of the ring"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHeaderLabels({tr("Kind"), tr("Node"), tr("Description")});
    for (const int column : {KindColumn, NodeColumn})
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    connect(m_filter, &QComboBox::currentIndexChanged, this, &IssuesPanel::refresh);
    connect(m_list, &QTreeWidget::itemClicked, this, [this](const QTreeWidgetItem *item) {
        const int row = m_list->indexOfTopLevelItem(const_cast<QTreeWidgetItem *>(item));
        if (row >= 0 && row < int(m_issues.size()) && m_issues[size_t(row)].node)
            Q_EMIT selectionRequested({m_issues[size_t(row)].node->id, {}});
    });
}

void IssuesPanel::setSnapshot(const SnapshotPtr &snapshot)
{
    m_snapshot = snapshot;
    m_isRefreshed = false;
    if (isVisible())
        refresh();
}

void IssuesPanel::setFilter(const std::optional<RingIssue::Kind> &kind)
{
    m_filter->setCurrentIndex(m_filter->findData(kind ? int(*kind) : allKinds));
    refresh();
}

QStringList IssuesPanel::texts() const
{
    QStringList texts;
    for (const RingIssue &issue : m_issues)
        texts << issue.text;
    return texts;
}

void IssuesPanel::showEvent(QShowEvent *event)
{
    if (!m_isRefreshed)
        refresh();
    QWidget::showEvent(event);
}

void IssuesPanel::refresh()
{
    m_isRefreshed = true;
    m_issues = issuesOf(*m_snapshot);
    const int kind = m_filter->currentData().toInt();
    std::erase_if(m_issues,
                  [kind](const RingIssue &issue) { return kind != allKinds && issue.kind != RingIssue::Kind(kind); });
    const Names names(*m_snapshot);
    m_list->clear();
    QList<QTreeWidgetItem *> rows;
    for (size_t i = 0; i < std::min(m_issues.size(), rowsMax); ++i) {
        const RingIssue &issue = m_issues[i];
        auto *row = new QTreeWidgetItem(
            {issueKindText(issue.kind), issue.node ? names.node(*issue.node) : QString(), issue.text});
        row->setToolTip(TextColumn, plainTip(issue.text));
        rows << row;
    }
    m_list->addTopLevelItems(rows);
}

} // namespace monitor
