// SPDX-License-Identifier: GPL-3.0-or-later
//
// A tree of two levels: lookups, and their sentences.

#include "panels/trace_panel.h"

#include "model/type_scale.h"
#include "panels/trace_text.h"

#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace monitor {

TracePanel::TracePanel(QWidget *parent)
    : QWidget(parent)
    , m_tree(new QTreeWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tree);
    m_tree->setHeaderHidden(true);
    m_tree->setAccessibleName(tr("Lookups and their hops"));
    m_tree->setWordWrap(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    clear();
    const auto choose = [this](QTreeWidgetItem *item) {
        while (item && item->parent())
            item = item->parent();
        const int index = m_tree->indexOfTopLevelItem(item);
        if (index >= 0 && index < int(m_traces.size()))
            Q_EMIT traceChosen(m_traces[size_t(index)]);
    };
    connect(m_tree, &QTreeWidget::itemActivated, this, choose);
    connect(m_tree, &QTreeWidget::itemClicked, this, choose);
}

void TracePanel::add(const LookupTrace &trace, const Names &names)
{
    if (m_traces.empty())
        m_tree->clear();
    auto *item = new QTreeWidgetItem({traceTitle(trace, names)});
    item->setFont(0, headingFont(m_tree->font()));
    int number = 0;
    const QStringList sentences = traceSentences(trace, names);
    for (qsizetype i = 0; i < sentences.size(); ++i) {
        const bool isHop =
            i < qsizetype(trace.hops.size()) && trace.hops[size_t(i)].from.id != trace.hops[size_t(i)].to.id;
        const QString mark = isHop ? QStringLiteral("%1.  ").arg(++number) : QString();
        item->addChild(new QTreeWidgetItem({mark + sentences[i]}));
    }
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i)
        m_tree->topLevelItem(i)->setExpanded(false);
    m_tree->insertTopLevelItem(0, item);
    item->setExpanded(true);
    m_tree->scrollToTop();
    m_traces.push_front(trace);
    if (m_traces.size() > size_t(tracesMax)) {
        m_traces.pop_back();
        delete m_tree->topLevelItem(m_tree->topLevelItemCount() - 1);
    }
}

void TracePanel::clear()
{
    m_traces.clear();
    m_tree->clear();
    auto *hint = new QTreeWidgetItem({tr("Look up a key: each hop of the lookup is explained here.")});
    hint->setFlags(Qt::ItemIsEnabled);
    m_tree->addTopLevelItem(hint);
}

} // namespace monitor
