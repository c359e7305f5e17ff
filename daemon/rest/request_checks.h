// SPDX-License-Identifier: GPL-3.0-or-later
//
// Parts of a request that would be ignored: query items that mean nothing ("?tll=5" would store for ever),
// and fields that describe the content and are not kept with it. Such a request is refused, since its sender expects
// something else to happen than what would.

#pragma once

#include "rest/failure.h"

#include <optional>
#include <span>

namespace http {
class HttpRequest;
}

namespace rest {

// What is wrong with the query of a request that may have these items, each once. Names are compared as they are
// written: "t%74l" is none.
std::optional<Failure> queryFailure(QByteArrayView query, std::span<const QByteArray> items);

// What is wrong with the fields that describe the content of a PUT or POST: of these a node keeps the Content-Type only
// and decodes nothing.
std::optional<Failure> contentFailure(const http::HttpRequest &request);

} // namespace rest
