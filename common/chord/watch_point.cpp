// SPDX-License-Identifier: GPL-3.0-or-later
//
// The text of a point: clients send it back as Last-Event-ID.

#include "chord/watch_point.h"

#include <QList>

#include <array>

namespace chord {

static constexpr char absentText[] = "absent";

QByteArray WatchPoint::toText() const
{
    if (!version.isNull())
        return version.toText();
    QByteArray text = absentText;
    for (const quint64 number : {quint64(absentAt.ballot.lossEpoch), quint64(absentAt.ballot.round),
                                 absentAt.ballot.leader, absentAt.sequence})
        text += '-' + QByteArray::number(number, 16);
    return text;
}

std::optional<WatchPoint> WatchPoint::fromText(QByteArrayView text)
{
    WatchPoint point;
    if (const auto version = Version::fromText(text)) {
        point.version = *version;
        return point;
    }
    const QList<QByteArray> parts = text.toByteArray().split('-');
    std::array<quint64, 4> numbers{};
    if (parts.size() != 1 + qsizetype(numbers.size()))
        return {};
    for (size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = parts[1 + qsizetype(i)].toULongLong(nullptr, 16);
    point.absentAt = {{quint32(numbers[0]), quint32(numbers[1]), numbers[2]}, numbers[3]};
    return point.toText() == text ? std::optional(point) : std::nullopt;
}

} // namespace chord
