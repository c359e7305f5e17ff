// SPDX-License-Identifier: GPL-3.0-or-later
//
// Limits, and the sentences about what is beyond them.

#include "rest/key_limits.h"

#include "chord/config.h"

namespace rest {

namespace {

// A hundred years: beyond it the client has mistaken the unit, and microseconds stay far from overflowing.
constexpr qint64 ttlSecondsMax = 100LL * 365 * 24 * 3600;
constexpr qint64 msPerSecond = 1000;

QByteArray tooMany(const char *what, qsizetype bytes, int bytesMax)
{
    return "The " + QByteArray(what) + " has " + QByteArray::number(bytes) + " bytes; at most "
        + QByteArray::number(bytesMax) + " are allowed.";
}

} // namespace

std::optional<Failure> keyFailure(const QByteArray &key, const chord::Config &config)
{
    if (key.isEmpty())
        return Failure{Fault::Malformed, "The key is empty; it must have at least one byte.", {}};
    if (key.size() > config.keyBytesMax)
        return Failure{Fault::KeyTooLong, tooMany("key", key.size(), config.keyBytesMax), {}};
    return std::nullopt;
}

std::optional<Failure> valueFailure(qsizetype valueBytes, QByteArrayView contentType, const chord::Config &config)
{
    if (valueBytes > config.valueBytesMax)
        return Failure{Fault::TooLarge, tooMany("value", valueBytes, config.valueBytesMax), {}};
    if (contentType.size() > config.contentTypeBytesMax)
        return Failure{Fault::Malformed, tooMany("Content-Type", contentType.size(), config.contentTypeBytesMax), {}};
    return std::nullopt;
}

std::optional<Failure> ttlFailure(std::optional<qint64> seconds)
{
    if (seconds && *seconds >= 1 && *seconds <= ttlSecondsMax)
        return std::nullopt;
    return Failure{Fault::Malformed,
                   "ttl must be a whole number of seconds from 1 to " + QByteArray::number(ttlSecondsMax) + '.',
                   {}};
}

qint64 ttlMs(std::optional<qint64> seconds)
{
    return seconds ? *seconds * msPerSecond : noTtl;
}

std::optional<qint64> ttlSeconds(qint64 ttlMs)
{
    return ttlMs < 0 ? std::nullopt : std::optional((ttlMs + msPerSecond - 1) / msPerSecond);
}

} // namespace rest
