// SPDX-License-Identifier: GPL-3.0-or-later
//
// What has happened to the ring as a table, which follows its end unless the user has scrolled away from it.
#pragma once

#include "model/ring_source.h"

#include <QTableView>

namespace monitor {

class EventsFilter;
class EventsModel;
class Names;

class EventsTable : public QTableView {
    Q_OBJECT
public:
    explicit EventsTable(QWidget *parent = nullptr);

    // How times and nodes are written.
    void setManner(Mode mode, const Names &names);
    void add(const RingEvent &event);
    void clear();
    void dropAfter(qint64 atMs);

    // Shows those whose node or description has this text, in any case, and that are of this kind; negative: of any.
    void setFilter(const QString &text, int kind);
    const EventsModel &events() const { return *m_events; }
    // Of the event in this row of the table.
    qint64 momentOf(const QModelIndex &index) const;

private:
    EventsModel *m_events;
    EventsFilter *m_filter;
};

} // namespace monitor
