// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a browser sends of an HTML form (application/x-www-form-urlencoded).

#pragma once

#include <QByteArray>
#include <QHash>

#include <optional>

namespace http {
class HttpRequest;
}

namespace rest {

using FormItems = QHash<QByteArray, QByteArray>;

// The items of the body by their names, decoded; of several with one name, the first. Nothing if the Content-Type is
// another, an item is malformed, or there are more than any form of ours has.
std::optional<FormItems> formItems(const http::HttpRequest &request);

} // namespace rest
