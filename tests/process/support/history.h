// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one key may be read as. Each key has one writer, which numbers its writes and sends the next when the last has
// ended; a write that failed may or may not have happened. A read that begins after a write was acknowledged, or after
// another read saw it, must see that write or a later one.
#pragma once

#include <QByteArray>
#include <QString>

#include <set>

namespace support {

class KeyHistory {
public:
    // Begins the next write and returns its number, from 1.
    quint64 beginPut();
    quint64 beginDelete();
    void acknowledge(quint64 number);

    // The earliest write that a read which begins now may see; 0: it may also find nothing.
    quint64 floor() const { return m_floor; }

    // Checks what a read that began at that floor has found. Returns what is wrong; empty if nothing is.
    QString checkValue(quint64 number, quint64 floorAtBegin);
    QString checkMissing(quint64 floorAtBegin);

    quint64 lastBegun() const { return m_lastBegun; }

private:
    quint64 m_lastBegun = 0;
    quint64 m_floor = 0;
    std::set<quint64> m_deletes;
};

// The value of a write, and its number back; 0 if these bytes are no such value of that key.
QByteArray valueOf(const QByteArray &key, quint64 number, int bytes);
quint64 numberOf(const QByteArray &key, const QByteArray &value);

} // namespace support
