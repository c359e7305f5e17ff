// SPDX-License-Identifier: GPL-3.0-or-later
//
// How rings that others have started let this program in. Told once, on the command line or in the environment, and the
// same for all of them; the nodes that this program starts itself take whoever is on this machine.
#pragma once

#include "client/security.h"

#include <QString>

namespace monitor {

// Reads the authorities to trust and the token to show, from these files or, where a name is empty, as the environment
// says (client::securityFrom). Returns what is wrong, as a sentence; empty if nothing is.
QString readCredentials(const QString &caFile, const QString &tokenFile);

// What was read last. Whether there is TLS, a node's address says.
const client::Security &credentials();

} // namespace monitor
