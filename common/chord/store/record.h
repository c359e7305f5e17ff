// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node stores for a key. A record carries two names of its state: the stamp under which it was accepted, which
// orders the states of one key among replicas and changes when a new leader accepts the record again; and the version,
// which clients see as the ETag and which stays the same until the key is written.
#pragma once

#include "chord/groups/ballot.h"
#include "chord/id.h"

#include <QByteArray>

#include <compare>
#include <limits>
#include <optional>
#include <vector>

namespace chord {

// Microseconds on a clock that never goes back; the origin is the caller's. Durations use the same unit.
using Time = qint64;
inline constexpr Time usPerMs = 1000;
inline constexpr Time usPerSecond = 1000 * usPerMs;
inline constexpr Time never = std::numeric_limits<Time>::max();

// 64 bits drawn from the stamp of the write: two writes of one key have the same with a chance of 2^-64.
struct Version {
    quint64 number = 0; // 0: no version

    friend auto operator<=>(const Version &, const Version &) = default;

    bool isNull() const { return number == 0; }
    static Version of(const Stamp &stamp);
    // Hexadecimal, lower case, no leading zero: the text between the quotes of an ETag.
    QByteArray toText() const;
    // Accepts exactly what toText makes of a version that is not null.
    static std::optional<Version> fromText(QByteArrayView text);
};

struct Record {
    QByteArray key;
    QByteArray value; // empty in a tombstone
    QByteArray contentType; // empty: none was given
    Stamp stamp;
    Version version;
    Time expiresAt = never; // on this node's clock
    bool tombstone = false; // the key was deleted; kept until every replica knows

    friend bool operator==(const Record &, const Record &) = default;
};

// Names one request of one client for ever: the incarnation of the node that began it, and its count there. A retry
// carries the same id, and is applied once.
struct OperationId {
    quint64 origin = 0;
    quint64 number = 0;

    friend auto operator<=>(const OperationId &, const OperationId &) = default;
};

} // namespace chord
