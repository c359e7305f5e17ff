// SPDX-License-Identifier: GPL-3.0-or-later
//
// A QTcpSocket without an engine: open, in the connected state, reading what it was offered.

#include "http/guarded_socket.h"

#include "http/http_connection.h"

#include <cstring>

namespace http {

GuardedSocket::GuardedSocket(HttpConnection &connection, const QAbstractSocket &network, QObject *parent)
    : QTcpSocket(parent)
    , m_connection(&connection)
{
    setPeerAddress(network.peerAddress());
    setPeerPort(network.peerPort());
    setLocalAddress(network.localAddress());
    setLocalPort(network.localPort());
    setSocketState(ConnectedState);
    setOpenMode(ReadWrite);
}

GuardedSocket::~GuardedSocket()
{
    // So that the base class has nothing to abort.
    setSocketState(UnconnectedState);
    if (m_connection)
        m_connection->qtLetGo();
}

void GuardedSocket::offerRequest()
{
    m_offered.resize(0);
    m_connection->appendHeadForQt(m_offered);
    m_read = 0;
    emit readyRead();
}

void GuardedSocket::finish()
{
    m_connection = nullptr;
    setSocketState(UnconnectedState);
    emit disconnected();
}

qint64 GuardedSocket::bytesAvailable() const
{
    return QTcpSocket::bytesAvailable() + m_offered.size() - m_read;
}

void GuardedSocket::disconnectFromHost()
{
    if (m_connection)
        m_connection->qtWantsToClose();
}

qint64 GuardedSocket::readData(char *data, qint64 bytesMax)
{
    const qint64 bytes = qMin<qint64>(bytesMax, m_offered.size() - m_read);
    memcpy(data, m_offered.constData() + m_read, size_t(bytes));
    m_read += bytes;
    return bytes;
}

// Answers do not come this way (see HttpServer), so whatever Qt has to say of its own is not for the client.
qint64 GuardedSocket::writeData(const char *, qint64)
{
    return -1;
}

} // namespace http
