// SPDX-License-Identifier: GPL-3.0-or-later
//
// The events of the ring with a filter by text and kind; those that it lets through can be saved, and each is a way to
// its moment.
#pragma once

#include "model/ring_source.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace monitor {

class EventsTable;
class Names;

class EventsPanel : public QWidget {
    Q_OBJECT
public:
    explicit EventsPanel(QWidget *parent = nullptr);

    // How times and nodes are written.
    void setManner(Mode mode, const Names &names);
    void add(const RingEvent &event);
    void clear();
    void dropAfter(qint64 atMs);
    // Of the events that the filter lets through, in the order of the table.
    QString csv() const;

Q_SIGNALS:
    // An event was clicked: where time can be moved, it goes there.
    void momentChosen(qint64 atMs);
    // It was double-clicked, or chosen with Return: also a live ring shows its past then.
    void pastRequested(qint64 atMs);
    void exportRequested();

private:
    QWidget *makeFilters();
    void applyFilter();
    void showCount();

    EventsTable *m_table;
    QLineEdit *m_text;
    QComboBox *m_kinds;
    QLabel *m_count;
};

} // namespace monitor
