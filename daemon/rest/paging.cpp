// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading limits, writing links.

#include "rest/paging.h"

#include "http/http_request.h"
#include "rest/query.h"

#include <algorithm>

namespace rest {

namespace {

constexpr qint64 limitDefault = 100;
constexpr qint64 limitMax = 1000;

} // namespace

Outcome<std::optional<qint64>> limitOf(const http::HttpRequest &request)
{
    const auto item = optionalQueryItem(request, "limit");
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    const auto &text = std::get<std::optional<QByteArray>>(item);
    if (!text)
        return std::optional<qint64>();
    const std::optional<qint64> limit = wholeNumber(*text);
    if (!limit || *limit < 1)
        return Failure{Fault::Malformed, "limit must be a whole number above 0.", {}};
    return limit;
}

int pageLimit(std::optional<qint64> limit)
{
    return int(std::min(limit.value_or(limitDefault), limitMax));
}

QByteArray nextLink(const QByteArray &query, const QByteArray &cursor)
{
    return "<?" + query + "&after=" + cursor + ">; rel=\"next\"";
}

} // namespace rest
