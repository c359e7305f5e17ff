// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients of nodes with the authentication of their ring: a window may be connected to several rings at once, and each
// lets this program in in its own way.
#pragma once

#include "client/node_client.h"
#include "client/security.h"

namespace monitor {

// host: a name or address, IPv6 without brackets. The caller owns the client, unless it has a parent.
client::NodeClient *makeNodeClient(const QString &host, quint16 port, const client::Security &security,
                                   QObject *parent = nullptr);

} // namespace monitor
