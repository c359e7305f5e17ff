// SPDX-License-Identifier: GPL-3.0-or-later
//
// The options of a node as a table, and the checks that need more than one option.
#pragma once

#include "cli/options.h"
#include "server/node_settings.h"

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

std::span<const Option> nodeOptions();

std::variant<server::NodeSettings, UsageError> nodeSettings(const Arguments &arguments);

} // namespace cli
