// SPDX-License-Identifier: GPL-3.0-or-later
//
// A queue: rows are added below and dropped above.

#include "panels/events_model.h"

#include "model/names.h"
#include "panels/nodes_model.h"

#include <QDateTime>
#include <QLocale>

namespace monitor {

EventsModel::EventsModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_names(chord::idBitsMax)
{
}

void EventsModel::add(const RingEvent &event)
{
    if (m_events.size() >= size_t(eventsMax)) {
        beginRemoveRows({}, 0, 0);
        m_events.pop_front();
        endRemoveRows();
    }
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_events.push_back(event);
    endInsertRows();
}

void EventsModel::clear()
{
    beginResetModel();
    m_events.clear();
    endResetModel();
}

void EventsModel::dropAfter(qint64 atMs)
{
    beginResetModel();
    std::erase_if(m_events, [atMs](const RingEvent &event) { return event.atMs > atMs; });
    endResetModel();
}

void EventsModel::setManner(Mode mode, const Names &names)
{
    m_mode = mode;
    m_names = names;
}

int EventsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

int EventsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant EventsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RingEvent &event = eventAt(index.row());
    if (role == sortRole && index.column() == TimeColumn)
        return event.atMs;
    if (role == Qt::ToolTipRole)
        return plainTip(event.text);
    if (role == exportRole)
        return exact(event, index.column());
    if (role != Qt::DisplayRole && role != sortRole)
        return {};
    switch (Columns(index.column())) {
    case TimeColumn:
        return exactMomentText(event.atMs, m_mode);
    case KindColumn:
        return eventKindText(event.kind);
    case NodeColumn:
        return event.node ? m_names.node(*event.node) : QString();
    case TextColumn:
        return event.text;
    case ColumnCount:
        break;
    }
    return {};
}

// Of a file, which is read elsewhere: the date, and addresses that name nodes for certain.
QVariant EventsModel::exact(const RingEvent &event, int column) const
{
    if (column == TimeColumn && m_mode != Mode::Classroom)
        return QDateTime::fromMSecsSinceEpoch(event.atMs).toUTC().toString(Qt::ISODateWithMs);
    if (column == TimeColumn)
        return QString::number(double(event.atMs) / 1000, 'f', 3);
    if (column == NodeColumn)
        return event.node ? QString::fromUtf8(event.node->address) : QString();
    return {};
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Columns(section)) {
    case TimeColumn:
        return tr("Time");
    case KindColumn:
        return tr("Kind");
    case NodeColumn:
        return tr("Node");
    case TextColumn:
        return tr("Description");
    case ColumnCount:
        break;
    }
    return {};
}

QString eventKindText(RingEvent::Kind kind)
{
    switch (kind) {
    case RingEvent::Kind::Joined:
        return EventsModel::tr("joined");
    case RingEvent::Kind::Left:
        return EventsModel::tr("left");
    case RingEvent::Kind::Died:
        return EventsModel::tr("died");
    case RingEvent::Kind::Suspected:
        return EventsModel::tr("no answer");
    case RingEvent::Kind::Recovered:
        return EventsModel::tr("back");
    case RingEvent::Kind::PointerChanged:
        return EventsModel::tr("pointer");
    case RingEvent::Kind::KeysMoved:
        return EventsModel::tr("keys moved");
    case RingEvent::Kind::Repaired:
        return EventsModel::tr("repaired");
    case RingEvent::Kind::Problem:
        return EventsModel::tr("problem");
    case RingEvent::Kind::Message:
        return EventsModel::tr("message");
    case RingEvent::Kind::Note:
        return EventsModel::tr("note");
    case RingEvent::Kind::Written:
        return EventsModel::tr("written");
    case RingEvent::Kind::Deleted:
        return EventsModel::tr("deleted");
    }
    return {};
}

QString momentText(qint64 atMs, Mode mode)
{
    if (mode == Mode::Classroom)
        return EventsModel::tr("%1 s").arg(QLocale().toString(double(atMs) / 1000, 'f', 2));
    return QDateTime::fromMSecsSinceEpoch(atMs).toString(QStringLiteral("HH:mm:ss"));
}

QString exactMomentText(qint64 atMs, Mode mode)
{
    if (mode == Mode::Classroom)
        return EventsModel::tr("%1 s").arg(QLocale().toString(double(atMs) / 1000, 'f', 3));
    return QDateTime::fromMSecsSinceEpoch(atMs).toString(QStringLiteral("HH:mm:ss.zzz"));
}

} // namespace monitor
