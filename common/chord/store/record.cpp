// SPDX-License-Identifier: GPL-3.0-or-later
//
// The text of a version. It is compared byte by byte as an ETag, so there is exactly one text for each version and
// anything else is refused.

#include "chord/store/record.h"

#include <algorithm>

namespace chord {

namespace {

// One number as QByteArray::number(…, 16) writes it: 1 to 16 lower-case digits, no leading zero.
std::optional<quint64> numberFromHex(QByteArrayView text)
{
    if (text.isEmpty() || text.size() > 16 || (text.front() == '0' && text.size() > 1))
        return std::nullopt;
    quint64 number = 0;
    for (const char digit : text) {
        if (digit >= '0' && digit <= '9')
            number = number << 4 | quint64(digit - '0');
        else if (digit >= 'a' && digit <= 'f')
            number = number << 4 | quint64(digit - 'a' + 10);
        else
            return std::nullopt;
    }
    return number;
}

} // namespace

Version Version::of(const Stamp &stamp)
{
    // The finalizer of splitmix64 (Steele, Lea, Flood 2014) over each word in turn.
    quint64 hash = 0;
    for (const quint64 word :
         {quint64(stamp.ballot.lossEpoch) << 32 | stamp.ballot.round, stamp.ballot.leader, stamp.sequence}) {
        hash = (hash ^ word) + 0x9e3779b97f4a7c15ULL;
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
        hash ^= hash >> 31;
    }
    return {std::max<quint64>(hash, 1)};
}

QByteArray Version::toText() const
{
    return QByteArray::number(number, 16);
}

std::optional<Version> Version::fromText(QByteArrayView text)
{
    const std::optional<quint64> number = numberFromHex(text);
    if (!number || *number == 0)
        return std::nullopt;
    return Version{*number};
}

} // namespace chord
