// SPDX-License-Identifier: GPL-3.0-or-later
//
// Items of a query string, where it matters that a malformed one is not taken for one that is missing: "?ttl=%zz" must
// not store a value for ever.

#pragma once

#include "rest/failure.h"

#include <QByteArrayView>

namespace http {
class HttpRequest;
}

namespace rest {

// The decoded value of the item, nothing if there is none; Malformed if it cannot be decoded.
Outcome<std::optional<QByteArray>> optionalQueryItem(const http::HttpRequest &request, QByteArrayView name);

// Digits only, no sign, no spaces; nothing if malformed or above the largest qint64.
std::optional<qint64> wholeNumber(QByteArrayView text);

} // namespace rest
