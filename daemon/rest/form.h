// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a browser sends of an HTML form (application/x-www-form-urlencoded).

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>

#include <optional>

namespace rest {

using FormItems = QHash<QByteArray, QByteArray>;

// The items of the body by their names, decoded. Nothing if the Content-Type is another, an item is malformed, a name
// is given twice, or there are more than any form of ours has.
std::optional<FormItems> formItems(QByteArrayView contentType, const QByteArray &body);

} // namespace rest
