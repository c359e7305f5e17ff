// SPDX-License-Identifier: GPL-3.0-or-later
//
// Media ranges and their weights.

#include "rest/accept.h"

#include <QByteArray>

#include <optional>

namespace rest {

namespace {

QByteArrayView takeUntil(QByteArrayView &text, char separator)
{
    const qsizetype end = text.indexOf(separator);
    const QByteArrayView part = end < 0 ? text : text.first(end);
    text = end < 0 ? QByteArrayView() : text.sliced(end + 1);
    return part.trimmed();
}

// The weight of a media range among its parameters; 1 without one, 0 for what is none.
double weightOf(QByteArrayView parameters)
{
    while (!parameters.isEmpty()) {
        const QByteArrayView parameter = takeUntil(parameters, ';');
        if (parameter.startsWith("q=") || parameter.startsWith("Q="))
            return parameter.sliced(2).toByteArray().toDouble();
    }
    return 1;
}

// Nothing if the type is not named.
std::optional<double> weightIn(QByteArrayView accept, QByteArrayView type)
{
    while (!accept.isEmpty()) {
        QByteArrayView parameters = takeUntil(accept, ',');
        if (takeUntil(parameters, ';').compare(type, Qt::CaseInsensitive) == 0)
            return weightOf(parameters);
    }
    return std::nullopt;
}

} // namespace

bool wantsEventStream(QByteArrayView accept)
{
    return !accept.isEmpty() && weightIn(accept, "text/event-stream").value_or(0) > 0;
}

static bool prefers(QByteArrayView accept, QByteArrayView type, QByteArrayView other)
{
    const double weight = weightIn(accept, type).value_or(0);
    return weight > 0 && weight >= weightIn(accept, other).value_or(0);
}

bool prefersHtml(QByteArrayView accept)
{
    return prefers(accept, "text/html", "text/plain");
}

bool prefersNdjson(QByteArrayView accept)
{
    return prefers(accept, "application/x-ndjson", "application/json");
}

} // namespace rest
