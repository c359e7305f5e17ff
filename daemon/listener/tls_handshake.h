// SPDX-License-Identifier: GPL-3.0-or-later
//
// A connection whose TLS handshake is in progress, or that has not said anything inside it yet: until its first bytes
// tell a peer from an HTTP client, as ProtocolSniffer does where there is no TLS.

#pragma once

#include "listener/protocol_sniffer.h"

#include <QSslConfiguration>
#include <QSslSocket>

#include <optional>

namespace listener {

class TlsHandshake final : public QObject {
    Q_OBJECT

public:
    // Owns the descriptor from now on. Check isValid().
    TlsHandshake(qintptr descriptor, const QSslConfiguration &configuration, qint64 deadlineMs, QObject *parent);

    bool isValid() const { return m_isValid; }
    qint64 deadlineMs() const { return m_deadlineMs; }
    // For the log.
    QString peerText() const { return m_socket->peerAddress().toString(); }
    // Hears no more of its socket; it is about to be deleted.
    void disconnectSocket();
    // Gives up the socket, what it has read still in it; its new owner becomes its parent.
    QSslSocket *takeSocket();

signals:
    void decided(Caller caller);
    void failed(const QString &reason);

private:
    void look();
    void fail();

    QSslSocket *m_socket;
    const qint64 m_deadlineMs;
    bool m_isValid;
};

} // namespace listener
