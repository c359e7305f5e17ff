// SPDX-License-Identifier: GPL-3.0-or-later
//
// The {key} of a path: percent-encoded, any bytes, slashes and bytes that are no UTF-8 included, within the ring's
// limit.

#pragma once

#include "rest/failure.h"

#include <QByteArrayView>

namespace chord {
struct Config;
}

namespace rest {

// The key's bytes; Malformed if empty or if a "%" is not followed by two hexadecimal digits, KeyTooLong.
Outcome<QByteArray> keyFromPath(QByteArrayView text, const chord::Config &config);

} // namespace rest
