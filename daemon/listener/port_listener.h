// SPDX-License-Identifier: GPL-3.0-or-later
//
// The node's one port. Peers open with the magic of wire/hello.h, everybody else is taken for a client: the first bytes
// are looked at in the kernel's buffer, so that the owner of a socket finds everything still to be read, and only then
// does a connection get the objects of its kind.
//
// With TLS all of this happens inside it, and nothing else is spoken at the port; a TLS handshake is told from both by
// its first byte, so a connection with the wrong one is closed and named in the log.

#pragma once

#include "listener/idle_sockets.h"

#include <QElapsedTimer>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>

#include <memory>
#include <optional>
#include <unordered_set>

class QTcpSocket;

namespace listener {

class Acceptor;
class ProtocolSniffer;
class TlsHandshake;
enum class Caller : quint8;

struct ListenerLimits {
    // Connections of which nobody knows yet whether a peer or a client is calling.
    int undecidedMax = 256;
    int firstBytesTimeoutMs = 10'000;
};

// Counted since the start, but for the first, which is of now.
struct ListenerCounters {
    int undecidedConnections = 0;
    quint64 peerConnectionsTotal = 0;
    quint64 timeoutsTotal = 0;
    quint64 wrongProtocolTotal = 0; // TLS at a port without, or something else at a port with it
};

class PortListener final : public QTcpServer {
    Q_OBJECT

public:
    explicit PortListener(const ListenerLimits &limits = {}, QObject *parent = nullptr);
    ~PortListener() override;

    // Port 0 lets the system choose; serverPort() tells. QHostAddress::Any is IPv4 and IPv6.
    bool listen(const QHostAddress &address, quint16 port = 0);
    QTcpSocket *nextPendingConnection() override;
    // For a server that takes its sockets from a QTcpServer, as Qt's own do: socket is its next one.
    using QTcpServer::addPendingConnection;

    // For connections from now on: TLS with this certificate and key, or none.
    void setTls(std::optional<QSslConfiguration> tls) { m_tls = std::move(tls); }

    const ListenerCounters &counters() const { return m_counters; }

signals:
    // Connected, with everything still unread. The receiver takes ownership (setParent or deleteLater); if nobody is
    // connected, the caller is hung up on. A peer's socket tells of its bytes by readyRead() from the event loop; a
    // client's is unbuffered, or a QSslSocket.
    void peerConnected(QTcpSocket *socket);
    void clientConnected(QAbstractSocket *socket);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    qint64 nowMs() const { return m_clock.elapsed(); }
    int undecidedCount() const { return int(m_undecided.size() + m_handshakes.size()); }
    void makeRoomForUndecided();
    void decided(ProtocolSniffer *sniffer, Caller caller);
    void giveUp(ProtocolSniffer *sniffer);
    void refuseWrongProtocol(qintptr descriptor);
    void startTls(qintptr descriptor, qint64 deadlineMs);
    void decided(TlsHandshake *handshake, Caller caller);
    void failed(TlsHandshake *handshake, const QString &reason);
    void forget(TlsHandshake *handshake);
    void openPeer(qintptr descriptor);
    void openPeer(QTcpSocket *socket);
    void openClient(qintptr descriptor);
    void openClient(QAbstractSocket *socket);
    void checkDeadlines();
    void parkSilent();

    const ListenerLimits m_limits;
    std::unique_ptr<Acceptor> m_acceptor;
    ListenerCounters m_counters;
    std::unordered_set<ProtocolSniffer *> m_undecided;
    std::unordered_set<TlsHandshake *> m_handshakes;
    std::optional<QSslConfiguration> m_tls;
    qint64 m_wrongProtocolToldMs = -1;
    QElapsedTimer m_clock;
    QTimer m_tick;
    IdleSockets m_idleSockets;
};

} // namespace listener
