// SPDX-License-Identifier: GPL-3.0-or-later
//
// Held bytes are simply not read: first a socket's buffer fills, then the system's, then the sender waits.

#include "support/link_proxy.h"

#include "wire/hello.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QtEndian>

#include <sys/socket.h>

namespace support {

namespace {

constexpr qint64 readBufferBytes = 1024 * 1024;
constexpr qint64 writeBufferBytesMax = 1024 * 1024;
constexpr qint64 chunkBytes = 64 * 1024;

bool hasEnded(const QTcpSocket *socket)
{
    return socket->state() == QAbstractSocket::UnconnectedState;
}

// Closes the socket so that the other side gets a reset.
void sendReset(QTcpSocket *socket)
{
    const linger atOnce{1, 0};
    if (socket->socketDescriptor() >= 0)
        setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    socket->abort();
}

} // namespace

// --- Links

void Links::cut(const chord::Address &from, const chord::Address &to)
{
    m_cuts.emplace(from, to);
    Q_EMIT changed();
}

void Links::resetAllOf(const chord::Address &node)
{
    m_reset.insert(node);
    Q_EMIT changed();
}

void Links::heal()
{
    m_cuts.clear();
    m_reset.clear();
    Q_EMIT changed();
}

// --- ProxiedConnection

ProxiedConnection::ProxiedConnection(Links &links, QTcpSocket *dialler, const chord::Address &to, QObject *parent)
    : QObject(parent)
    , m_links(links)
    , m_dialler(dialler)
    , m_to(to)
{
    m_dialler->setParent(this);
    m_dialler->setReadBufferSize(readBufferBytes);
    m_dialler->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_dialler, &QTcpSocket::readyRead, this, &ProxiedConnection::move);
    connect(m_dialler, &QTcpSocket::bytesWritten, this, &ProxiedConnection::move);
    connect(m_dialler, &QTcpSocket::disconnected, this, &ProxiedConnection::move);
    connect(&m_links, &Links::changed, this, &ProxiedConnection::move);
}

void ProxiedConnection::setTarget(quint16 port)
{
    m_targetPort = port;
    move();
}

// Returns whether the node that has connected is known.
bool ProxiedConnection::identify()
{
    if (m_isIdentified)
        return true;
    constexpr qsizetype headBytes = wire::magic.size() + wire::frameHeaderBytes;
    const QByteArray bytes = m_dialler->peek(headBytes + wire::helloFrameBytesMax);
    if (wire::magic.startsWith(QByteArrayView(bytes).first(std::min(bytes.size(), wire::magic.size())))) {
        if (bytes.size() < headBytes)
            return false;
        const quint32 contentBytes = qFromBigEndian<quint32>(bytes.constData() + wire::magic.size());
        if (contentBytes <= quint32(wire::helloFrameBytesMax)) {
            const QByteArrayView content = QByteArrayView(bytes).sliced(headBytes);
            if (content.size() < qsizetype(contentBytes))
                return false;
            const wire::Greeting greeting = wire::decodeGreeting(content.first(contentBytes));
            if (const auto *hello = std::get_if<wire::Hello>(&greeting))
                m_from = hello->sender.address;
        }
    }
    m_isIdentified = true;
    return true;
}

// As a handshake does, this needs both directions.
void ProxiedConnection::dialNode()
{
    if (m_targetPort == 0 || m_links.isCut(m_from, m_to) || m_links.isCut(m_to, m_from))
        return;
    m_node = new QTcpSocket(this);
    m_node->setReadBufferSize(readBufferBytes);
    connect(m_node, &QTcpSocket::connected, this, [this] {
        m_node->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        move();
    });
    connect(m_node, &QTcpSocket::readyRead, this, &ProxiedConnection::move);
    connect(m_node, &QTcpSocket::bytesWritten, this, &ProxiedConnection::move);
    connect(m_node, &QTcpSocket::disconnected, this, &ProxiedConnection::move);
    connect(m_node, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::ConnectionRefusedError)
            Q_EMIT targetRefused();
        move();
    });
    m_node->connectToHost(QHostAddress(QHostAddress::LocalHost), m_targetPort);
}

bool ProxiedConnection::isHeld(QTcpSocket *from) const
{
    return from == m_dialler ? m_links.isCut(m_from, m_to) : m_links.isCut(m_to, m_from);
}

// Moves what may be moved now.
void ProxiedConnection::move()
{
    if (!m_node && hasEnded(m_dialler)) {
        deleteLater(); // a handshake that was never completed
        return;
    }
    if (!identify())
        return;
    if (!m_from.isEmpty() && (m_links.isReset(m_from) || m_links.isReset(m_to))) {
        reset();
        return;
    }
    if (!m_node) {
        dialNode();
        return;
    }
    if (m_node->state() == QAbstractSocket::HostLookupState || m_node->state() == QAbstractSocket::ConnectingState)
        return;
    forward(m_dialler, m_node);
    forward(m_node, m_dialler);
    if (hasEnded(m_dialler) && hasEnded(m_node))
        deleteLater();
}

// Bytes in order, and the end of the connection behind them.
void ProxiedConnection::forward(QTcpSocket *from, QTcpSocket *to)
{
    if (isHeld(from))
        return;
    while (from->bytesAvailable() > 0 && to->bytesToWrite() < writeBufferBytesMax) {
        const QByteArray bytes = from->read(chunkBytes);
        if (to->state() == QAbstractSocket::ConnectedState)
            to->write(bytes);
    }
    if (hasEnded(from) && from->bytesAvailable() == 0 && to->state() == QAbstractSocket::ConnectedState)
        to->disconnectFromHost();
}

void ProxiedConnection::reset()
{
    m_links.countReset();
    m_dialler->disconnect(this);
    sendReset(m_dialler);
    if (m_node) {
        m_node->disconnect(this);
        sendReset(m_node);
    }
    m_links.disconnect(this);
    deleteLater();
}

// --- LinkProxy

LinkProxy::LinkProxy(Links &links)
    : m_links(links)
{
    connect(&m_server, &QTcpServer::newConnection, this, &LinkProxy::accept);
    m_server.listen(QHostAddress::LocalHost);
    m_address = "127.0.0.1:" + QByteArray::number(m_server.serverPort());
}

void LinkProxy::setTarget(quint16 port)
{
    m_targetPort = port;
    const QList<ProxiedConnection *> waiting = findChildren<ProxiedConnection *>(Qt::FindDirectChildrenOnly);
    for (ProxiedConnection *connection : waiting)
        connection->setTarget(port);
}

void LinkProxy::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        auto *connection = new ProxiedConnection(m_links, socket, m_address, this);
        // With its node gone, the proxy refuses as the node would.
        connect(connection, &ProxiedConnection::targetRefused, &m_server, &QTcpServer::close);
        connection->setTarget(m_targetPort);
    }
}

} // namespace support
