// SPDX-License-Identifier: GPL-3.0-or-later
//
// Authentication and access control as the settings say: certificate and key, tokens, the ring's secret, the names of
// this node.
// Read from their files at the start, where a mistake ends the program, and again on SIGHUP, where it is logged and
// what was there stays.
#pragma once

#include "http/access_policy.h"
#include "net/host_port.h"
#include "server/node_error.h"
#include "server/tls_files.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace server {

struct NodeSettings;

class NodeSecurity {
public:
    // settings outlive this object.
    explicit NodeSecurity(const NodeSettings &settings);

    // Returns what is wrong with the first file that cannot be used; nothing if all can.
    std::optional<NodeError> load();
    // Certificate, key, authorities and tokens; the secret of a ring does not change while it runs.
    void reload();

    // A name or address of this node.
    void allowHost(const net::HostPort &address);

    const http::AccessPolicy &accessPolicy() const { return m_policy; }
    const std::optional<TlsConfigurations> &tls() const { return m_tls; }
    const QByteArray &ringSecret() const { return m_ringSecret; } // empty: none

private:
    std::optional<NodeError> loadCertificate();
    std::optional<NodeError> loadTokens();
    std::optional<NodeError> loadRingSecret();

    const NodeSettings &m_settings;
    http::AccessPolicy m_policy;
    std::optional<TlsConfigurations> m_tls;
    QByteArray m_ringSecret;
};

} // namespace server
