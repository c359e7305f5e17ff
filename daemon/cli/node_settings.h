// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node is started with: its options' table, and the checks that need more than one option.
#pragma once

#include "chord/config.h"
#include "cli/log_output.h"
#include "cli/options.h"
#include "net/host_port.h"

namespace cli {

// Files that setup-nodes hands on to the nodes it starts.
inline constexpr Option tlsCertOption{
    "tls-cert", Option::Kind::Text, "FILE",
    "serve peers and clients over TLS only, with this certificate (PEM, the chain behind it)"};
inline constexpr Option tlsKeyOption{"tls-key", Option::Kind::Text, "FILE", "the certificate's private key (PEM)"};
inline constexpr Option tlsCaOption{
    "tls-ca", Option::Kind::Text, "FILE",
    "trust the certificates of peers that these authorities have signed (default: the system's authorities)"};
inline constexpr Option tokensOption{
    "tokens", Option::Kind::Text, "FILE",
    "ask REST clients for a token of this file, which has lines of \"read|write|admin TOKEN [NAME]\""};
inline constexpr Option ringSecretFileOption{
    "ring-secret-file", Option::Kind::Text, "FILE",
    "only nodes with the secret in this file join each other; equal in all of a ring"};

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
};

std::span<const Option> nodeOptions();

std::variant<NodeSettings, UsageError> nodeSettings(const Arguments &arguments);

} // namespace cli
