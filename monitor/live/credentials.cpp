// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program's, not a ring's, hence in one place.

#include "live/credentials.h"

#include "client/security_files.h"

namespace monitor {

namespace {

client::Security &theCredentials()
{
    static client::Security security;
    return security;
}

} // namespace

QString readCredentials(const QString &caFile, const QString &tokenFile)
{
    QString problem;
    const auto security = client::securityFrom(true, caFile, tokenFile, &problem);
    if (security)
        theCredentials() = *security;
    return problem;
}

const client::Security &credentials()
{
    return theCredentials();
}

} // namespace monitor
