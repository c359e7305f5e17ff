// SPDX-License-Identifier: GPL-3.0-or-later
//
// The node's one port. Peers open with the four bytes "FKVS", everybody else is taken for an HTTP client: the first
// bytes are looked at in the kernel's buffer, so that a peer's socket is a plain QTcpSocket with everything still to be
// read and no trace of the guard, and only then does a connection get the objects of its kind.
//
// With TLS all of this happens inside it, and nothing else is spoken at the port; a TLS handshake is told from both by
// its first byte, so whoever brings the wrong one is closed upon and named in the log.
//
// For HTTP this is the guard in front of Qt's server (QT-NOTES: what that server accepts and when it crashes). Each
// connection is framed strictly, has one request in Qt's hands at a time, and lives within HttpLimits.

#pragma once

#include "http/http_limits.h"
#include "listener/idle_sockets.h"

#include <QElapsedTimer>
#include <QHash>
#include <QHostAddress>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <unordered_set>

class QTcpSocket;

namespace http {
class HttpConnection;
class HttpServer;
} // namespace http

namespace listener {

class Acceptor;
class ProtocolSniffer;
class TlsHandshake;
enum class Caller : quint8;

// What a peer's connection starts with.
inline constexpr char peerMagic[] = {'F', 'K', 'V', 'S'};

// Counted since the start, but for the first three, which are of now.
struct GuardCounters {
    int httpConnections = 0;
    int undecidedConnections = 0;
    int requestsInFlight = 0;
    quint64 httpConnectionsTotal = 0;
    quint64 peerConnectionsTotal = 0;
    quint64 requestsTotal = 0;
    quint64 timeoutsTotal = 0;
    quint64 wrongProtocolTotal = 0; // TLS at a port without, or something else at a port with it
    // Refusals of the guard itself, by status; what the handler answers is not in here.
    std::map<int, quint64> refusalsTotal;
};

class PortListener final : public QTcpServer {
    Q_OBJECT

public:
    explicit PortListener(const http::HttpLimits &limits = {}, QObject *parent = nullptr);
    ~PortListener() override;

    // Port 0 lets the system choose; serverPort() tells. QHostAddress::Any is IPv4 and IPv6.
    bool listen(const QHostAddress &address, quint16 port = 0);
    QTcpSocket *nextPendingConnection() override;

    // For connections from now on: TLS with this certificate and key, or none.
    void setTls(std::optional<QSslConfiguration> tls) { m_tls = std::move(tls); }

    // From now on every answer ends its connection, so that no client expects another on it.
    void closeAfterAnswers() { m_closesAfterAnswers = true; }
    // Requests that wait for their answer.
    int inHandCount() const;
    // Likewise, and those whose answer has not been passed on to the system whole.
    int unansweredCount() const;

    const http::HttpLimits &limits() const { return m_limits; }
    const GuardCounters &counters() const { return m_counters; }

signals:
    // Connected, with the magic and what follows it still unread; readyRead() comes from the event loop. The receiver
    // takes ownership (setParent or deleteLater); if nobody is connected, the peer is hung up on.
    void peerConnected(QTcpSocket *socket);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    friend class http::HttpConnection;
    friend class ProtocolSniffer;
    friend class http::HttpServer;
    friend class TlsHandshake;

    qint64 nowMs() const { return m_clock.elapsed(); }
    int undecidedCount() const { return int(m_undecided.size() + m_handshakes.size()); }
    void makeRoomForUndecided();
    void decided(ProtocolSniffer *firstBytes, Caller caller);
    void givenUp(ProtocolSniffer *firstBytes);
    void refuseWrongProtocol(qintptr descriptor);
    void openTls(qintptr descriptor, qint64 deadlineMs);
    void decided(TlsHandshake *opening, Caller caller);
    void failed(TlsHandshake *opening, const QString &reason);
    void forget(TlsHandshake *opening);
    void openPeer(qintptr descriptor);
    void openPeer(QTcpSocket *socket);
    void openHttp(qintptr descriptor);
    void openHttp(QAbstractSocket *network);
    void turnAway(QAbstractSocket *network, int status, QByteArrayView detail);
    void forget(http::HttpConnection *connection);
    void checkDeadlines();
    void parkSoon();
    void parkSilent();
    QByteArrayView date(qint64 nowMs);

    const http::HttpLimits m_limits;
    std::unique_ptr<Acceptor> m_acceptor;
    bool m_closesAfterAnswers = false;
    GuardCounters m_counters;
    http::HttpServer *m_http = nullptr;
    std::unordered_set<http::HttpConnection *> m_connections;
    std::unordered_set<ProtocolSniffer *> m_undecided;
    std::unordered_set<TlsHandshake *> m_handshakes;
    std::optional<QSslConfiguration> m_tls;
    qint64 m_wrongProtocolToldMs = -1;
    QHash<QHostAddress, int> m_connectionsByAddress;
    qint64 m_bodyBytesInFlight = 0;
    QElapsedTimer m_clock;
    QTimer m_tick;
    IdleSockets m_parking;
    QTimer m_parkTimer;
    // Shared by all connections, since only one reads or writes at a time.
    QByteArray m_readScratch;
    QByteArray m_writeScratch;
    QByteArray m_date;
    qint64 m_dateAtMs = 0;
};

} // namespace listener
