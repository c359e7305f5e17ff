// SPDX-License-Identifier: GPL-3.0-or-later
//
// Accepting, telling peers from HTTP clients, caps, and the one timer that all deadlines share: a timer a connection
// would be started and stopped with every request.

#include "rest/guard/port_server.h"

#include "rest/guard/answer.h"
#include "rest/guard/connection.h"
#include "rest/guard/first_bytes.h"
#include "rest/guard/guarded_socket.h"
#include "rest/guard/http_server.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QMetaMethod>
#include <QTcpSocket>

#include <algorithm>

namespace rest {

Q_LOGGING_CATEGORY(lcPort, "funnelkvs.rest.port", QtWarningMsg)

namespace {

constexpr qsizetype readBytesMax = 64 * 1024;
constexpr int listenBacklog = 512;
constexpr int turnedAwayTimeoutMs = 2000;
constexpr int acceptAgainMs = 100;

// Deadlines are met within a quarter of the shortest of them, but nobody minds half a second.
int tickMs(const GuardLimits &limits)
{
    const int shortest = std::min({limits.firstBytesTimeoutMs, limits.headerTimeoutMs, limits.bodyTimeoutMs,
                                   limits.writeTimeoutMs, limits.idleTimeoutMs});
    return std::clamp(shortest / 4, 5, 500);
}

} // namespace

PortServer::PortServer(const GuardLimits &limits, QObject *parent)
    : QTcpServer(parent)
    , m_limits(limits)
    , m_readScratch(readBytesMax, Qt::Uninitialized)
{
    m_writeScratch.reserve(readBytesMax + 4096);
    m_clock.start();
    m_tick.setInterval(tickMs(limits));
    connect(&m_tick, &QTimer::timeout, this, &PortServer::checkDeadlines);
    setListenBacklogSize(listenBacklog);
    // Out of file descriptors: Qt stops accepting for good. Some connection will end before long.
    connect(this, &QTcpServer::acceptError, this, [this](QAbstractSocket::SocketError error) {
        qCWarning(lcPort, "Cannot accept a connection (%d: %s); trying again.", int(error),
                  qUtf8Printable(errorString()));
        QTimer::singleShot(acceptAgainMs, this, &QTcpServer::resumeAccepting);
    });
}

PortServer::~PortServer()
{
    while (!m_connections.empty())
        delete *m_connections.begin();
    while (!m_undecided.empty())
        givenUp(*m_undecided.begin());
}

void PortServer::incomingConnection(qintptr descriptor)
{
    if (int(m_undecided.size()) >= m_limits.undecidedMax) {
        // The newcomer is more likely to be somebody than the one who has been silent longest.
        givenUp(*std::min_element(m_undecided.begin(), m_undecided.end(),
                                  [](FirstBytes *a, FirstBytes *b) { return a->deadlineMs() < b->deadlineMs(); }));
    }
    m_undecided.insert(new FirstBytes(*this, descriptor, nowMs() + m_limits.firstBytesTimeoutMs));
    m_counters.undecidedConnections = int(m_undecided.size());
    if (!m_tick.isActive())
        m_tick.start();
}

void PortServer::decided(FirstBytes *firstBytes, bool isPeer)
{
    const qintptr descriptor = firstBytes->takeDescriptor();
    m_undecided.erase(firstBytes);
    m_counters.undecidedConnections = int(m_undecided.size());
    firstBytes->deleteLater();
    if (isPeer)
        openPeer(descriptor);
    else
        openHttp(descriptor);
}

void PortServer::givenUp(FirstBytes *firstBytes)
{
    m_undecided.erase(firstBytes);
    m_counters.undecidedConnections = int(m_undecided.size());
    firstBytes->deleteLater();
    // Closing a descriptor is not the same everywhere; a socket object knows how.
    QTcpSocket socket;
    if (socket.setSocketDescriptor(firstBytes->takeDescriptor()))
        socket.abort();
}

void PortServer::openPeer(qintptr descriptor)
{
    auto *socket = new QTcpSocket(this);
    if (!socket->setSocketDescriptor(descriptor)
        || !isSignalConnected(QMetaMethod::fromSignal(&PortServer::peerConnected))) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    ++m_counters.peerConnectionsTotal;
    emit peerConnected(socket);
}

void PortServer::openHttp(qintptr descriptor)
{
    auto *network = new QAbstractSocket(QAbstractSocket::TcpSocket, this);
    if (!network->setSocketDescriptor(descriptor, QAbstractSocket::ConnectedState,
                                      QIODevice::ReadWrite | QIODevice::Unbuffered)
        || !m_http || !isListening()) {
        network->abort();
        network->deleteLater();
        return;
    }
    const QHostAddress address = network->peerAddress();
    if (int(m_connections.size()) >= m_limits.connectionsMax)
        return turnAway(network, 503, "This node serves as many connections as it may.");
    if (m_connectionsByAddress.value(address) >= m_limits.connectionsPerAddressMax)
        return turnAway(network, 429, "There are too many connections from this address.");

    auto *connection = new Connection(*this, network);
    m_connections.insert(connection);
    ++m_connectionsByAddress[address];
    m_counters.httpConnections = int(m_connections.size());
    ++m_counters.httpConnectionsTotal;
    addPendingConnection(connection->guardedSocket());
    connection->start();
}

// Reads the request that is there, so that closing does not reset the connection under the answer.
void PortServer::turnAway(QAbstractSocket *network, int status, QByteArrayView detail)
{
    ++m_counters.refusalsTotal[status];
    network->read(m_readScratch.data(), m_readScratch.size());
    const QByteArray body = problemJson(status, detail);
    const HttpField fields[] = {{"Content-Type", problemMediaType}, {"Retry-After", "1"}};
    QByteArray answer;
    appendAnswerHead(answer, status, fields, AnswerFrame{body.size(), AnswerFrame::Connection::Close, date(nowMs())});
    connect(network, &QAbstractSocket::disconnected, network, &QObject::deleteLater);
    QTimer::singleShot(turnedAwayTimeoutMs, network, [network] { network->abort(); });
    network->write(answer + body);
    network->disconnectFromHost();
}

void PortServer::forget(Connection *connection)
{
    if (m_connections.erase(connection) == 0)
        return;
    m_counters.httpConnections = int(m_connections.size());
    const auto it = m_connectionsByAddress.find(connection->countedAddress());
    if (--it.value() == 0)
        m_connectionsByAddress.erase(it);
}

void PortServer::checkDeadlines()
{
    if (m_connections.empty() && m_undecided.empty())
        return m_tick.stop();
    const qint64 now = nowMs();
    // Copies, since connections leave the set when their time is up.
    for (Connection *connection : std::vector<Connection *>(m_connections.begin(), m_connections.end()))
        connection->checkDeadline(now);
    for (FirstBytes *firstBytes : std::vector<FirstBytes *>(m_undecided.begin(), m_undecided.end())) {
        if (firstBytes->deadlineMs() <= now) {
            ++m_counters.timeoutsTotal;
            givenUp(firstBytes);
        }
    }
}

QByteArrayView PortServer::date(qint64 nowMs)
{
    constexpr qint64 dateAgeMsMax = 500;
    if (m_date.isEmpty() || nowMs - m_dateAtMs > dateAgeMsMax) {
        m_date = httpDate(QDateTime::currentSecsSinceEpoch());
        m_dateAtMs = nowMs;
    }
    return m_date;
}

} // namespace rest
