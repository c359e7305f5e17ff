// SPDX-License-Identifier: GPL-3.0-or-later
//
// Authentication of this program at a ring: the certificate authorities that it trusts, and its token. Only file names
// are stored; a token that was typed is used for one connection and not stored.
#pragma once

#include "client/security.h"

#include <QString>

#include <optional>

namespace monitor {

struct Access {
    QString authoritiesFile; // PEM; empty: that of FUNNELKVS_CA, or those trusted by the system
    QString tokenFile; // empty: that of FUNNELKVS_TOKEN_FILE, or the token in FUNNELKVS_TOKEN
    QByteArray token; // typed; has precedence over the others

    // Reads the files. Nothing, and problem says in a sentence what is wrong, if one cannot be used. Authorities matter
    // only to an address that begins with https://.
    std::optional<client::Security> load(const QString &address, QString *problem) const;
};

} // namespace monitor
