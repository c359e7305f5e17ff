// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keys out of paths.

#include "rest/path_key.h"

#include "chord/config.h"
#include "wire/key_text.h"

namespace rest {

Outcome<QByteArray> keyFromPath(QByteArrayView text, const chord::Config &config)
{
    std::optional<QByteArray> key = text.contains('%') ? wire::percentDecoded(text) : text.toByteArray();
    if (!key)
        return Failure{Fault::Malformed, "In the key, a % is not followed by two hexadecimal digits.", {}};
    if (key->isEmpty())
        return Failure{Fault::Malformed, "The key is empty; it must have at least one byte.", {}};
    if (key->size() > config.keyBytesMax) {
        return Failure{Fault::KeyTooLong,
                       "The key has " + QByteArray::number(key->size()) + " bytes; at most "
                           + QByteArray::number(config.keyBytesMax) + " are allowed.",
                       {}};
    }
    return *std::move(key);
}

} // namespace rest
