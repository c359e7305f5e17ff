// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who may come in, as the settings say: certificate and key, tokens, the ring's secret, the names this node goes by.
// Read from their files at the start, where a mistake ends the program, and again on SIGHUP, where it is logged and
// what was there stays.
#pragma once

#include "http/access_policy.h"
#include "net/host_port.h"
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

    // Returns what is wrong and which option it is about, as a sentence; empty if nothing is.
    QString load();
    // Certificate, key, authorities and tokens; the secret of a ring does not change while it runs.
    void reload();

    // A name or address that this node goes by.
    void allowHost(const net::HostPort &address);

    const http::AccessPolicy &accessPolicy() const { return m_policy; }
    const std::optional<TlsConfigurations> &tls() const { return m_tls; }
    const QByteArray &ringSecret() const { return m_ringSecret; } // empty: none

private:
    QString loadCertificate();
    QString loadTokens();
    QString loadRingSecret();

    const NodeSettings &m_settings;
    http::AccessPolicy m_policy;
    std::optional<TlsConfigurations> m_tls;
    QByteArray m_ringSecret;
};

} // namespace server
