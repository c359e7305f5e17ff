// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node stores for a key, and how two states of one key are ordered. A version is the term of the ownership it
// was written under and the owner's write counter. Terms only grow when a range changes hands, so whatever a new owner
// writes is later than anything its predecessor may still have under way; the owner's identifier breaks ties that only
// a broken ring could produce.
#pragma once

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
inline constexpr Time never = std::numeric_limits<Time>::max();

struct Version {
    quint64 term = 0; // 0: no version, before any other
    quint64 counter = 0;
    quint64 owner = 0; // the words of the owner's identifier, folded into one

    friend auto operator<=>(const Version &, const Version &) = default;

    bool isNull() const { return term == 0; }
    // "term.counter.owner", all hexadecimal: the text between the quotes of an ETag.
    QByteArray toText() const;
    // Accepts exactly what toText makes of a version that is not null.
    static std::optional<Version> fromText(QByteArrayView text);
};

struct Record {
    QByteArray key;
    QByteArray value; // empty in a tombstone
    QByteArray contentType; // empty: none was given
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
