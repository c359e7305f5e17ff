// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keys are bytes; URLs and JSON are text. The percent-encoded form of a key is what stands in the path of
// /v1/kv/{key}: unreserved characters (RFC 3986, section 2.3) as they are, every other byte as %XX, the slash included.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace api {

bool isUtf8(QByteArrayView bytes);

QByteArray percentEncoded(const QByteArray &key);

enum class Plus { Literal, IsSpace }; // IsSpace: as forms encode their items
// The bytes that text stands for (RFC 3986, section 2.1). Accepts any byte that is not part of a % sequence as itself;
// nothing if a % is not followed by two hexadecimal digits.
std::optional<QByteArray> percentDecoded(QByteArrayView text, Plus plus = Plus::Literal);

} // namespace api
