// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the lists in pages have in common: how many entries are asked for, and the link to the next page.

#pragma once

#include "rest/failure.h"

namespace http {
class HttpRequest;
}

namespace rest {

// The query's limit, a whole number above 0; nothing if there is none.
Outcome<std::optional<qint64>> limitOf(const http::HttpRequest &request);
// 100 if none is asked for. A larger one than 1,000 is cut to that, so that one page never keeps the node from its
// other work.
int pageLimit(std::optional<qint64> limit);

// The value of Link, relative to the request's own path: a proxy may have put that below a path of its own.
QByteArray nextLink(const QByteArray &query, const QByteArray &cursor);

} // namespace rest
