// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a key, a value and what comes with it must be, whichever request brings them.

#pragma once

#include "rest/failure.h"

namespace chord {
struct Config;
}

namespace rest {

// Each returns what is wrong, if anything is.
std::optional<Failure> keyFailure(const QByteArray &key, const chord::Config &config);
std::optional<Failure> valueFailure(qsizetype valueBytes, QByteArrayView contentType, const chord::Config &config);
// A time to live; nothing stands for one that is no number.
std::optional<Failure> ttlFailure(std::optional<qint64> seconds);

// As the core wants it.
inline constexpr qint64 noTtl = -1;
qint64 ttlMs(std::optional<qint64> seconds);

// Whole seconds, rounded up, until a value expires in ttlMs; nothing of one that does not.
std::optional<qint64> ttlSeconds(qint64 ttlMs);

} // namespace rest
