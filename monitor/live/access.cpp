// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files are read for each connection, so that a renewed token needs no restart of the program.

#include "live/access.h"

#include "client/security_files.h"

#include <algorithm>

namespace monitor {

using namespace Qt::StringLiterals;

std::optional<client::Security> Access::load(const QString &address, QString *problem) const
{
    std::optional<client::Security> security =
        client::securityFrom(address.startsWith("https://"_L1), authoritiesFile, tokenFile, problem);
    if (!security || token.isEmpty())
        return security;
    // It becomes a part of a header line.
    if (!std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; })) {
        *problem = u"The token contains spaces or other invalid characters."_s;
        return std::nullopt;
    }
    security->token = token;
    return security;
}

} // namespace monitor
