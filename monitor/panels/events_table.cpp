// SPDX-License-Identifier: GPL-3.0-or-later
//
// The last column, the sentence, takes the room that is left.

#include "panels/events_table.h"

#include "panels/events_model.h"
#include "panels/table.h"

#include <QScrollBar>

namespace monitor {

EventsTable::EventsTable(QWidget *parent)
    : QTableView(parent)
    , m_events(new EventsModel(this))
{
    setUpTable(this, m_events, tr("Events"));
    setColumnWidth(EventsModel::TimeColumn, 80);
    setColumnWidth(EventsModel::KindColumn, 90);
    setColumnWidth(EventsModel::NodeColumn, 70);
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

void EventsTable::clear()
{
    m_events->clear();
}

} // namespace monitor
