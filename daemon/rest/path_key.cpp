// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keys out of paths.

#include "rest/path_key.h"

#include "api/key_text.h"
#include "rest/key_limits.h"

namespace rest {

Outcome<QByteArray> keyFromPath(QByteArrayView text, const chord::Config &config)
{
    std::optional<QByteArray> key = text.contains('%') ? api::percentDecoded(text) : text.toByteArray();
    if (!key)
        return Failure{Fault::Malformed, "In the key, a % is not followed by two hexadecimal digits.", {}};
    if (std::optional<Failure> failure = keyFailure(*key, config))
        return *std::move(failure);
    return *std::move(key);
}

} // namespace rest
