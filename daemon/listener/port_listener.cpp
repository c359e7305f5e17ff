// SPDX-License-Identifier: GPL-3.0-or-later
//
// Accepting, telling peers from HTTP clients, caps, and the one timer that all deadlines share: a timer a connection
// would be started and stopped with every request.

#include "listener/port_listener.h"

#include "http/answer.h"
#include "http/guarded_socket.h"
#include "http/http_connection.h"
#include "http/http_server.h"
#include "listener/acceptor.h"
#include "listener/protocol_sniffer.h"
#include "listener/tls_handshake.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QMetaMethod>
#include <QSslSocket>
#include <QTcpSocket>

#include <algorithm>
#include <utility>
#include <vector>

namespace listener {

Q_LOGGING_CATEGORY(lcPort, "funnelkvs.rest.port", QtWarningMsg)

namespace {

constexpr qsizetype readBytesMax = 64 * 1024;
constexpr int listenBacklog = 512;
constexpr int turnedAwayTimeoutMs = 2000;
// Whoever is silent for so long, or up to twice as long, is parked. Often enough that a flood of silent connections is
// hardly felt, and seldom enough that looking at all connections is not.
constexpr int parkPeriodMs = 20;
// Whoever calls with the wrong protocol in a loop does not fill the log.
constexpr qint64 wrongProtocolPauseMs = 1000;

// Deadlines are met within a quarter of the shortest of them, but nobody minds half a second.
int tickMs(const http::HttpLimits &limits)
{
    const int shortest = std::min({limits.firstBytesTimeoutMs, limits.headerTimeoutMs, limits.bodyTimeoutMs,
                                   limits.writeTimeoutMs, limits.idleTimeoutMs});
    return std::clamp(shortest / 4, 5, 500);
}

} // namespace

PortListener::PortListener(const http::HttpLimits &limits, QObject *parent)
    : QTcpServer(parent)
    , m_limits(limits)
    , m_readScratch(readBytesMax, Qt::Uninitialized)
{
    m_writeScratch.reserve(readBytesMax + 4096);
    m_clock.start();
    m_tick.setInterval(tickMs(limits));
    connect(&m_tick, &QTimer::timeout, this, &PortListener::checkDeadlines);
    m_parkTimer.setInterval(parkPeriodMs);
    m_parkTimer.setSingleShot(true);
    connect(&m_parkTimer, &QTimer::timeout, this, &PortListener::parkSilent);
    setListenBacklogSize(listenBacklog);
}

PortListener::~PortListener()
{
    m_acceptor.reset(); // before its descriptor is closed
    while (!m_connections.empty())
        delete *m_connections.begin();
    while (!m_undecided.empty())
        givenUp(*m_undecided.begin());
    qDeleteAll(std::exchange(m_handshakes, {}));
}

bool PortListener::listen(const QHostAddress &address, quint16 port)
{
    if (!QTcpServer::listen(address, port))
        return false;
    m_acceptor = std::make_unique<Acceptor>(socketDescriptor(), this);
    connect(m_acceptor.get(), &Acceptor::accepted, this, &PortListener::incomingConnection);
    pauseAccepting();
    return true;
}

// Qt begins to accept again whenever a connection was taken.
QTcpSocket *PortListener::nextPendingConnection()
{
    QTcpSocket *socket = QTcpServer::nextPendingConnection();
    if (socket)
        pauseAccepting();
    return socket;
}

int PortListener::inHandCount() const
{
    return int(std::count_if(m_connections.begin(), m_connections.end(),
                             [](const http::HttpConnection *connection) { return connection->isInHand(); }));
}

int PortListener::unansweredCount() const
{
    return int(std::count_if(m_connections.begin(), m_connections.end(),
                             [](const http::HttpConnection *connection) { return connection->isAnswering(); }));
}

void PortListener::incomingConnection(qintptr descriptor)
{
    makeRoomForUndecided();
    m_undecided.insert(new ProtocolSniffer(*this, descriptor, nowMs() + m_limits.firstBytesTimeoutMs));
    m_counters.undecidedConnections = undecidedCount();
    if (!m_tick.isActive())
        m_tick.start();
    parkSoon();
}

// The newcomer is more likely to be somebody than the one who has been silent longest; but in a burst nobody may have
// looked yet whether he has been silent.
void PortListener::makeRoomForUndecided()
{
    const auto isEarlier = [](const auto *a, const auto *b) { return a->deadlineMs() < b->deadlineMs(); };
    while (undecidedCount() >= m_limits.undecidedMax) {
        const auto silent = std::min_element(m_undecided.begin(), m_undecided.end(), isEarlier);
        const auto slow = std::min_element(m_handshakes.begin(), m_handshakes.end(), isEarlier);
        if (silent == m_undecided.end()
            || (slow != m_handshakes.end() && (*slow)->deadlineMs() < (*silent)->deadlineMs())) {
            forget(*slow);
            continue;
        }
        ProtocolSniffer *oldest = *silent;
        oldest->look();
        if (m_undecided.contains(oldest))
            givenUp(oldest);
    }
}

void PortListener::decided(ProtocolSniffer *firstBytes, Caller caller)
{
    const qintptr descriptor = firstBytes->takeDescriptor();
    m_undecided.erase(firstBytes);
    firstBytes->deleteLater();
    if ((caller == Caller::Tls) != m_tls.has_value())
        refuseWrongProtocol(descriptor);
    else if (caller == Caller::Tls)
        openTls(descriptor, firstBytes->deadlineMs());
    else if (caller == Caller::Peer)
        openPeer(descriptor);
    else
        openHttp(descriptor);
    m_counters.undecidedConnections = undecidedCount();
}

void PortListener::givenUp(ProtocolSniffer *firstBytes)
{
    m_undecided.erase(firstBytes);
    m_counters.undecidedConnections = undecidedCount();
    firstBytes->deleteLater();
    // Closing a descriptor is not the same everywhere; a socket object knows how.
    QTcpSocket socket;
    if (socket.setSocketDescriptor(firstBytes->takeDescriptor()))
        socket.abort();
}

// TLS at a port without, or something else at a port with it.
void PortListener::refuseWrongProtocol(qintptr descriptor)
{
    ++m_counters.wrongProtocolTotal;
    QTcpSocket socket;
    if (!socket.setSocketDescriptor(descriptor))
        return;
    if (m_wrongProtocolToldMs < 0 || nowMs() - m_wrongProtocolToldMs >= wrongProtocolPauseMs) {
        m_wrongProtocolToldMs = nowMs();
        qCWarning(lcPort, "%s: %s; closed.", qUtf8Printable(socket.peerAddress().toString()),
                  m_tls ? "It speaks plain text, and this port speaks TLS only (https://, --tls)"
                        : "It speaks TLS, and this port does not (--tls-cert)");
    }
    socket.abort();
}

// --- TLS

void PortListener::openTls(qintptr descriptor, qint64 deadlineMs)
{
    auto *opening = new TlsHandshake(*this, descriptor, *m_tls, deadlineMs);
    m_handshakes.insert(opening);
    if (!opening->isValid())
        forget(opening);
}

void PortListener::decided(TlsHandshake *opening, Caller caller)
{
    QSslSocket *socket = opening->takeSocket();
    forget(opening);
    // From the event loop: the handshake is still on the stack.
    QMetaObject::invokeMethod(
        socket,
        [this, socket, caller] {
            if (caller == Caller::Peer)
                openPeer(socket);
            else
                openHttp(socket);
        },
        Qt::QueuedConnection);
    socket->setParent(this);
}

void PortListener::failed(TlsHandshake *opening, const QString &reason)
{
    qCDebug(lcPort, "%s: TLS has failed: %s", qUtf8Printable(opening->peerText()), qUtf8Printable(reason));
    forget(opening);
}

void PortListener::forget(TlsHandshake *opening)
{
    if (m_handshakes.erase(opening) == 0)
        return;
    opening->disconnectSocket();
    opening->deleteLater();
    m_counters.undecidedConnections = undecidedCount();
}

// --- Decided

void PortListener::openPeer(qintptr descriptor)
{
    auto *socket = new QTcpSocket(this);
    if (socket->setSocketDescriptor(descriptor)) {
        openPeer(socket);
        return;
    }
    socket->abort();
    socket->deleteLater();
}

void PortListener::openPeer(QTcpSocket *socket)
{
    if (!isSignalConnected(QMetaMethod::fromSignal(&PortListener::peerConnected))) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    ++m_counters.peerConnectionsTotal;
    emit peerConnected(socket);
}

void PortListener::openHttp(qintptr descriptor)
{
    auto *network = new QAbstractSocket(QAbstractSocket::TcpSocket, this);
    if (network->setSocketDescriptor(descriptor, QAbstractSocket::ConnectedState,
                                     QIODevice::ReadWrite | QIODevice::Unbuffered)) {
        openHttp(network);
        return;
    }
    network->abort();
    network->deleteLater();
}

void PortListener::openHttp(QAbstractSocket *network)
{
    if (!m_http || !isListening() || network->state() != QAbstractSocket::ConnectedState) {
        network->abort();
        network->deleteLater();
        return;
    }
    const QHostAddress address = network->peerAddress();
    if (int(m_connections.size()) >= m_limits.connectionsMax)
        return turnAway(network, 503, "This node serves as many connections as it may.");
    if (m_connectionsByAddress.value(address) >= m_limits.connectionsPerAddressMax)
        return turnAway(network, 429, "There are too many connections from this address.");

    auto *connection = new http::HttpConnection(*this, network);
    m_connections.insert(connection);
    ++m_connectionsByAddress[address];
    m_counters.httpConnections = int(m_connections.size());
    ++m_counters.httpConnectionsTotal;
    addPendingConnection(connection->guardedSocket());
    connection->start();
}

// Reads the request that is there, so that closing does not reset the connection under the answer.
void PortListener::turnAway(QAbstractSocket *network, int status, QByteArrayView detail)
{
    ++m_counters.refusalsTotal[status];
    network->read(m_readScratch.data(), m_readScratch.size());
    const QByteArray body = http::problemJson(status, detail);
    const http::HttpField fields[] = {{"Content-Type", http::problemMediaType}, {"Retry-After", "1"}};
    QByteArray answer;
    http::appendAnswerHead(answer, status, fields,
                           http::AnswerFrame{body.size(), http::AnswerFrame::Connection::Close, date(nowMs())});
    connect(network, &QAbstractSocket::disconnected, network, &QObject::deleteLater);
    QTimer::singleShot(turnedAwayTimeoutMs, network, [network] { network->abort(); });
    network->write(answer + body);
    network->disconnectFromHost();
}

void PortListener::forget(http::HttpConnection *connection)
{
    if (m_connections.erase(connection) == 0)
        return;
    m_counters.httpConnections = int(m_connections.size());
    const auto it = m_connectionsByAddress.find(connection->countedAddress());
    if (--it.value() == 0)
        m_connectionsByAddress.erase(it);
}

void PortListener::checkDeadlines()
{
    if (m_connections.empty() && undecidedCount() == 0)
        return m_tick.stop();
    const qint64 now = nowMs();
    // Copies, since connections leave the set when their time is up.
    for (http::HttpConnection *connection :
         std::vector<http::HttpConnection *>(m_connections.begin(), m_connections.end()))
        connection->checkDeadline(now);
    for (ProtocolSniffer *firstBytes : std::vector<ProtocolSniffer *>(m_undecided.begin(), m_undecided.end())) {
        if (firstBytes->deadlineMs() <= now) {
            ++m_counters.timeoutsTotal;
            givenUp(firstBytes);
        }
    }
    for (TlsHandshake *opening : std::vector<TlsHandshake *>(m_handshakes.begin(), m_handshakes.end())) {
        if (opening->deadlineMs() <= now) {
            ++m_counters.timeoutsTotal;
            forget(opening);
        }
    }
}

void PortListener::parkSoon()
{
    if (!m_parkTimer.isActive())
        m_parkTimer.start();
}

// Goes on as long as there is somebody who is not parked; who is woken up says so by parkSoon().
void PortListener::parkSilent()
{
    bool isSomebodyAwake = false;
    const auto consider = [this, &isSomebodyAwake](auto *caller) {
        isSomebodyAwake = !caller->parkIfSilent(m_parking) || isSomebodyAwake;
    };
    std::for_each(m_connections.begin(), m_connections.end(), consider);
    std::for_each(m_undecided.begin(), m_undecided.end(), consider);
    if (isSomebodyAwake)
        m_parkTimer.start();
}

QByteArrayView PortListener::date(qint64 nowMs)
{
    constexpr qint64 dateAgeMsMax = 500;
    if (m_date.isEmpty() || nowMs - m_dateAtMs > dateAgeMsMax) {
        m_date = http::httpDate(QDateTime::currentSecsSinceEpoch());
        m_dateAtMs = nowMs;
    }
    return m_date;
}

} // namespace listener
