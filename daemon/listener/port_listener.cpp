// SPDX-License-Identifier: GPL-3.0-or-later
//
// Accepting, telling peers from clients, and the one timer that the deadlines of all newcomers share.

#include "listener/port_listener.h"

#include "listener/acceptor.h"
#include "listener/protocol_sniffer.h"
#include "listener/tls_handshake.h"

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

constexpr int listenBacklog = 512;
// A client that uses the wrong protocol in a loop does not fill the log.
constexpr qint64 wrongProtocolPauseMs = 1000;

// Deadlines are met within a quarter of them, but nobody minds half a second.
int tickMs(const ListenerLimits &limits)
{
    return std::clamp(limits.firstBytesTimeoutMs / 4, 5, 500);
}

} // namespace

PortListener::PortListener(const ListenerLimits &limits, QObject *parent)
    : QTcpServer(parent)
    , m_limits(limits)
{
    m_clock.start();
    m_tick.setInterval(tickMs(limits));
    connect(&m_tick, &QTimer::timeout, this, &PortListener::checkDeadlines);
    connect(&m_idleSockets, &IdleSockets::sweepDue, this, &PortListener::parkSilent);
    setListenBacklogSize(listenBacklog);
}

PortListener::~PortListener()
{
    m_acceptor.reset(); // before its descriptor is closed
    while (!m_undecided.empty())
        giveUp(*m_undecided.begin());
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

void PortListener::incomingConnection(qintptr descriptor)
{
    makeRoomForUndecided();
    auto *sniffer = new ProtocolSniffer(descriptor, nowMs() + m_limits.firstBytesTimeoutMs, m_idleSockets, this);
    connect(sniffer, &ProtocolSniffer::decided, this, [this, sniffer](Caller caller) { decided(sniffer, caller); });
    connect(sniffer, &ProtocolSniffer::ended, this, [this, sniffer] { giveUp(sniffer); });
    m_undecided.insert(sniffer);
    m_counters.undecidedConnections = undecidedCount();
    if (!m_tick.isActive())
        m_tick.start();
    m_idleSockets.sweepSoon();
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
            giveUp(oldest);
    }
}

void PortListener::decided(ProtocolSniffer *sniffer, Caller caller)
{
    const qintptr descriptor = sniffer->takeDescriptor();
    m_undecided.erase(sniffer);
    sniffer->deleteLater();
    if ((caller == Caller::Tls) != m_tls.has_value())
        refuseWrongProtocol(descriptor);
    else if (caller == Caller::Tls)
        startTls(descriptor, sniffer->deadlineMs());
    else if (caller == Caller::Peer)
        openPeer(descriptor);
    else
        openClient(descriptor);
    m_counters.undecidedConnections = undecidedCount();
}

void PortListener::giveUp(ProtocolSniffer *sniffer)
{
    m_undecided.erase(sniffer);
    m_counters.undecidedConnections = undecidedCount();
    sniffer->deleteLater();
    // Closing a descriptor is not the same everywhere; a socket object knows how.
    QTcpSocket socket;
    if (socket.setSocketDescriptor(sniffer->takeDescriptor()))
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

void PortListener::startTls(qintptr descriptor, qint64 deadlineMs)
{
    auto *handshake = new TlsHandshake(descriptor, *m_tls, deadlineMs, this);
    connect(handshake, &TlsHandshake::decided, this, [=, this](Caller caller) { decided(handshake, caller); });
    connect(handshake, &TlsHandshake::failed, this, [=, this](const QString &reason) { failed(handshake, reason); });
    m_handshakes.insert(handshake);
    if (!handshake->isValid())
        forget(handshake);
}

void PortListener::decided(TlsHandshake *handshake, Caller caller)
{
    QSslSocket *socket = handshake->takeSocket();
    forget(handshake);
    // From the event loop: the handshake is still on the stack.
    QMetaObject::invokeMethod(
        socket,
        [this, socket, caller] {
            if (caller == Caller::Peer)
                openPeer(socket);
            else
                openClient(socket);
        },
        Qt::QueuedConnection);
    socket->setParent(this);
}

void PortListener::failed(TlsHandshake *handshake, const QString &reason)
{
    qCDebug(lcPort, "%s: TLS has failed: %s", qUtf8Printable(handshake->peerText()), qUtf8Printable(reason));
    forget(handshake);
}

void PortListener::forget(TlsHandshake *handshake)
{
    if (m_handshakes.erase(handshake) == 0)
        return;
    handshake->disconnectSocket();
    handshake->deleteLater();
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

void PortListener::openClient(qintptr descriptor)
{
    auto *socket = new QAbstractSocket(QAbstractSocket::TcpSocket, this);
    if (socket->setSocketDescriptor(descriptor, QAbstractSocket::ConnectedState,
                                    QIODevice::ReadWrite | QIODevice::Unbuffered)) {
        openClient(socket);
        return;
    }
    socket->abort();
    socket->deleteLater();
}

void PortListener::openClient(QAbstractSocket *socket)
{
    if (isSignalConnected(QMetaMethod::fromSignal(&PortListener::clientConnected)) && isListening()
        && socket->state() == QAbstractSocket::ConnectedState) {
        emit clientConnected(socket);
        return;
    }
    socket->abort();
    socket->deleteLater();
}

void PortListener::checkDeadlines()
{
    if (undecidedCount() == 0)
        return m_tick.stop();
    const qint64 now = nowMs();
    // Copies, since callers leave the sets when their time is up.
    for (ProtocolSniffer *sniffer : std::vector<ProtocolSniffer *>(m_undecided.begin(), m_undecided.end())) {
        if (sniffer->deadlineMs() <= now) {
            ++m_counters.timeoutsTotal;
            giveUp(sniffer);
        }
    }
    for (TlsHandshake *handshake : std::vector<TlsHandshake *>(m_handshakes.begin(), m_handshakes.end())) {
        if (handshake->deadlineMs() <= now) {
            ++m_counters.timeoutsTotal;
            forget(handshake);
        }
    }
}

// A newcomer is silent until it is looked at, so that none needs a second sweep.
void PortListener::parkSilent()
{
    for (ProtocolSniffer *sniffer : m_undecided)
        sniffer->park();
}

} // namespace listener
