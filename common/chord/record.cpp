// SPDX-License-Identifier: GPL-3.0-or-later
//
// The text of a version. It is compared byte by byte as an ETag, so there is exactly one text for each version and
// anything else is refused.

#include "chord/record.h"

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

QByteArray Version::toText() const
{
    return QByteArray::number(term, 16) + '.' + QByteArray::number(counter, 16) + '.' + QByteArray::number(owner, 16);
}

std::optional<Version> Version::fromText(QByteArrayView text)
{
    const qsizetype first = text.indexOf('.');
    const qsizetype second = first < 0 ? -1 : text.indexOf('.', first + 1);
    if (second < 0)
        return std::nullopt;
    const std::optional<quint64> term = numberFromHex(text.first(first));
    const std::optional<quint64> counter = numberFromHex(text.sliced(first + 1, second - first - 1));
    const std::optional<quint64> owner = numberFromHex(text.sliced(second + 1));
    if (!term || !counter || !owner || *term == 0)
        return std::nullopt;
    return Version{*term, *counter, *owner};
}

} // namespace chord
