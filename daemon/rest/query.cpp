// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading query items on top of the guard's decoding.

#include "rest/query.h"

#include "http/http_request.h"

#include <algorithm>

namespace rest {

namespace {

bool hasItem(QByteArrayView query, QByteArrayView name)
{
    while (!query.isEmpty()) {
        const qsizetype end = query.indexOf('&');
        const QByteArrayView item = end < 0 ? query : query.first(end);
        if (item.startsWith(name) && (item.size() == name.size() || item[name.size()] == '='))
            return true;
        query = end < 0 ? QByteArrayView() : query.sliced(end + 1);
    }
    return false;
}

} // namespace

Outcome<std::optional<QByteArray>> optionalQueryItem(const http::HttpRequest &request, QByteArrayView name)
{
    std::optional<QByteArray> value = request.queryItem(name);
    if (!value && hasItem(request.query(), name)) {
        return Failure{Fault::Malformed,
                       "In the query's " + name.toByteArray() + ", a % is not followed by two hexadecimal digits.",
                       {}};
    }
    return value;
}

std::optional<qint64> wholeNumber(QByteArrayView text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    bool fits = false;
    const qint64 number = text.toLongLong(&fits);
    return fits ? std::optional(number) : std::nullopt;
}

} // namespace rest
