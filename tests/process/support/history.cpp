// SPDX-License-Identifier: GPL-3.0-or-later
//
// Linearizability of a register with one writer, as far as single reads can show it.

#include "support/history.h"

#include <QList>

#include <algorithm>

namespace support {

using namespace Qt::StringLiterals;

quint64 KeyHistory::beginPut()
{
    return ++m_lastBegun;
}

quint64 KeyHistory::beginDelete()
{
    m_deletes.insert(++m_lastBegun);
    return m_lastBegun;
}

void KeyHistory::acknowledge(quint64 number)
{
    m_floor = std::max(m_floor, number);
}

QString KeyHistory::checkValue(quint64 number, quint64 floorAtBegin)
{
    if (number == 0 || number > m_lastBegun)
        return u"a value that was never written"_s;
    if (m_deletes.contains(number))
        return u"write %1 as a value, but it was a delete"_s.arg(number);
    if (number < floorAtBegin)
        return u"write %1, although write %2 was acknowledged or read before"_s.arg(number).arg(floorAtBegin);
    m_floor = std::max(m_floor, number);
    return {};
}

QString KeyHistory::checkMissing(quint64 floorAtBegin)
{
    if (floorAtBegin == 0)
        return {};
    const auto seen = m_deletes.lower_bound(floorAtBegin);
    if (seen == m_deletes.end())
        return u"nothing, although write %1 was acknowledged or read before"_s.arg(floorAtBegin);
    m_floor = std::max(m_floor, *seen);
    return {};
}

QByteArray valueOf(const QByteArray &key, quint64 number, int bytes)
{
    return (key + '|' + QByteArray::number(number) + '|').leftJustified(bytes, '.');
}

quint64 numberOf(const QByteArray &key, const QByteArray &value)
{
    const QList<QByteArray> parts = value.split('|');
    return parts.size() == 3 && parts[0] == key ? parts[1].toULongLong() : 0;
}

} // namespace support
