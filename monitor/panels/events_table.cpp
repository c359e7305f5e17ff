// SPDX-License-Identifier: GPL-3.0-or-later
//
// The last column, the sentence, takes the room that is left.

#include "panels/events_table.h"

#include "panels/events_filter.h"
#include "panels/events_model.h"
#include "panels/table.h"

#include <QHeaderView>
#include <QScrollBar>

namespace monitor {

EventsTable::EventsTable(QWidget *parent)
    : QTableView(parent)
    , m_events(new EventsModel(this))
    , m_filter(new EventsFilter(this))
{
    setUpTable(this, m_events, tr("Events"), m_filter);
    setMonospaced(this, {EventsModel::TimeColumn});
    horizontalHeader()->setResizeContentsPrecision(0); // only visible rows are measured
    for (const int column : {EventsModel::TimeColumn, EventsModel::KindColumn, EventsModel::NodeColumn})
        horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
}

void EventsTable::setManner(Mode mode, const Names &names)
{
    m_events->setManner(mode, names);
}

void EventsTable::add(const RingEvent &event)
{
    const bool isAtEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    m_events->add(event);
    if (isAtEnd)
        scrollToBottom();
}

void EventsTable::dropAfter(qint64 atMs)
{
    m_events->dropAfter(atMs);
    scrollToBottom();
}

void EventsTable::clear()
{
    m_events->clear();
}

void EventsTable::setFilter(const QString &text, int kind)
{
    m_filter->set(text, kind);
}

qint64 EventsTable::momentOf(const QModelIndex &index) const
{
    return m_events->eventAt(m_filter->mapToSource(index).row()).atMs;
}

} // namespace monitor
