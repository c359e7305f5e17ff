// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kind is compared first: it needs no text.

#include "panels/events_filter.h"

#include "panels/events_model.h"

namespace monitor {

void EventsFilter::set(const QString &text, int kind)
{
    m_text = text;
    m_kind = kind;
    invalidateFilter();
}

bool EventsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto *events = qobject_cast<const EventsModel *>(sourceModel());
    if (m_kind >= 0 && int(events->eventAt(row).kind) != m_kind)
        return false;
    if (m_text.isEmpty())
        return true;
    const auto has = [&](int column) {
        return events->index(row, column, parent).data().toString().contains(m_text, Qt::CaseInsensitive);
    };
    return has(EventsModel::TextColumn) || has(EventsModel::NodeColumn);
}

} // namespace monitor
