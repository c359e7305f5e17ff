// SPDX-License-Identifier: GPL-3.0-or-later
//
// What has happened to the ring, newest last. Old events are dropped beyond a bound, so that a window left open for
// weeks does not grow.
#pragma once

#include "model/names.h"
#include "model/ring_source.h"

#include <QAbstractTableModel>

#include <deque>

namespace monitor {

inline constexpr int eventsMax = 5000;
inline constexpr int eventKinds = int(RingEvent::Kind::Deleted) + 1;

class EventsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Columns { TimeColumn, KindColumn, NodeColumn, TextColumn, ColumnCount };

    explicit EventsModel(QObject *parent = nullptr);

    void add(const RingEvent &event);
    void clear();
    // Drops those after this time.
    void dropAfter(qint64 atMs);
    // How times and nodes are written: of the clock, or since the beginning of virtual time.
    void setManner(Mode mode, const Names &names);
    const RingEvent &eventAt(int row) const { return m_events[size_t(row)]; }
    const std::deque<RingEvent> &events() const { return m_events; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QVariant exact(const RingEvent &event, int column) const;

    std::deque<RingEvent> m_events;
    Mode m_mode = Mode::Live;
    Names m_names;
};

QString eventKindText(RingEvent::Kind kind);
// A moment of the source's clock: "14:05:09", or in the classroom "12.4 s".
QString momentText(qint64 atMs, Mode mode);
// The same to the millisecond.
QString exactMomentText(qint64 atMs, Mode mode);

} // namespace monitor
