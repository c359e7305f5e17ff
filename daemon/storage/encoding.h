// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is stored as bytes in the columns of a data directory: QDataStream in one fixed version. Reading is strict:
// nothing comes of bytes that are too short, too long or out of range.
#pragma once

#include "chord/persist.h"

#include <optional>

namespace storage {

// Whose directory it is.
struct Identity {
    quint64 incarnation = 0;
    chord::Id id;
    chord::Address address;
    int idBits = 0;
    friend bool operator==(const Identity &, const Identity &) = default;
};

// Of a record, but for its key, value, content type, lifetime and whether it is a tombstone.
struct RecordState {
    chord::Stamp stamp;
    chord::Version version;
    chord::AppliedList applied;
    friend bool operator==(const RecordState &, const RecordState &) = default;
};

QByteArray encode(const Identity &identity);
QByteArray encode(const chord::Membership &membership);
QByteArray encode(const chord::DurableGroup &group);
QByteArray encode(const RecordState &state);

std::optional<Identity> decodeIdentity(const QByteArray &bytes);
std::optional<chord::Membership> decodeMembership(const QByteArray &bytes);
std::optional<chord::DurableGroup> decodeGroup(const QByteArray &bytes);
std::optional<RecordState> decodeRecordState(const QByteArray &bytes);

// A sum over these bytes, to find damage; begin with 0, or with the sum of what comes before.
quint64 checksum(quint64 before, const QByteArray &bytes);

} // namespace storage
