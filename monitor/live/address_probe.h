// SPDX-License-Identifier: GPL-3.0-or-later
//
// Checks whether there is a FunnelKVS node at an address: one request and, if the response is not HTTP, one attempt
// with TLS, since a missing https:// is the most likely mistake.
#pragma once

#include "client/node_client.h"
#include "client/security.h"

#include <QObject>
#include <QSslSocket>
#include <QTimer>

#include <memory>

namespace monitor {

class AddressProbe : public QObject {
    Q_OBJECT
public:
    explicit AddressProbe(client::Security security, QObject *parent = nullptr)
        : QObject(parent)
        , m_security(std::move(security))
    {
    }

    // host: a name or address, IPv6 without brackets. Ends in one of the signals; asked once only.
    void ask(const QString &host, quint16 port);

Q_SIGNALS:
    void isNode(const api::NodeDocument &document);
    // speaksTls: the program there speaks TLS.
    void isNone(const client::Failure &failure, bool speaksTls);

private:
    void askForTls(const QString &host, quint16 port);
    void endWith(bool speaksTls);

    client::Security m_security;
    std::unique_ptr<client::NodeClient> m_client;
    std::unique_ptr<QSslSocket> m_tls;
    QTimer m_timer;
    client::Failure m_failure;
    bool m_hasEnded = false;
};

} // namespace monitor
