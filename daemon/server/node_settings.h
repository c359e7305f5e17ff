// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node is started with, already checked.
#pragma once

#include "chord/config.h"
#include "net/host_port.h"
#include "server/log_output.h"
#include "storage/database.h"

#include <optional>

namespace server {

// File names; empty: none.
struct TlsFiles {
    QString certificate; // PEM, with the intermediate ones behind it
    QString key;
    QString authorities; // who may have signed peers' certificates; none: those the system trusts

    bool areGiven() const { return !certificate.isEmpty(); }
};

struct NodeSettings {
    net::HostPort listen;
    std::optional<net::HostPort> advertise; // none: where it listens; port 0: the port it listens at
    QList<net::HostPort> joins; // empty: starts a ring
    std::optional<chord::Id> id; // none: from the advertised address
    QByteArray ringName;
    chord::Config config;
    int bornId = 0;
    int leaveTimeoutMs = 0;
    QString dataDirectory; // empty: nothing outlives the process
    storage::Sync sync = storage::Sync::Always;
    bool endWithInput = false;
    LogSettings log;
    TlsFiles tls;
    QString tokensFile; // empty: REST asks nobody for a token
    QString ringSecretFile; // empty: peers are not asked who they are
    bool isInsecure = false; // may listen beyond loopback without a ring secret
    QList<QByteArray> allowedHosts; // names that requests may call this node by, besides its addresses
    QList<QByteArray> corsOrigins; // other sites whose pages may use this node
    int connectionsMax = 0; // of REST clients
    int connectionsPerAddressMax = 0;
    int watchersMax = 0; // connections of REST clients that watch a key; not counted above
    int keepAliveTimeoutMs = 0; // of a REST connection between two requests
};

} // namespace server
