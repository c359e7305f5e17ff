// SPDX-License-Identifier: GPL-3.0-or-later
//
// How this program is let into a ring of others: whose certificates it trusts, and the token it shows. Only the names
// of files are ever written down; a token that was typed serves one connection and is forgotten.
#pragma once

#include "client/security.h"

#include <QString>

#include <optional>

namespace monitor {

struct Access {
    QString authoritiesFile; // PEM; empty: that of FUNNELKVS_CA, or those that the system trusts
    QString tokenFile; // empty: that of FUNNELKVS_TOKEN_FILE, or the token in FUNNELKVS_TOKEN
    QByteArray token; // typed; goes before the others

    // Reads the files. Nothing, and problem says in a sentence what is wrong, if one cannot be used. Authorities matter
    // only to an address that begins with https://.
    std::optional<client::Security> load(const QString &address, QString *problem) const;
};

} // namespace monitor
