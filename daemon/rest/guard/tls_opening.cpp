// SPDX-License-Identifier: GPL-3.0-or-later
//
// QSslSocket does the handshake; its failures are the caller's business, so they are logged at debug only.

#include "rest/guard/tls_opening.h"

#include "rest/guard/port_server.h"

#include <utility>

namespace rest {

namespace {

// What a socket may hold of what we have not read yet; the rest waits in the kernel.
constexpr qint64 readBufferBytesMax = 64 * 1024;

} // namespace

TlsOpening::TlsOpening(PortServer &server, qintptr descriptor, const QSslConfiguration &configuration,
                       qint64 deadlineMs)
    : QObject(&server)
    , m_server(server)
    , m_socket(new QSslSocket(this))
    , m_deadlineMs(deadlineMs)
    , m_isValid(m_socket->setSocketDescriptor(descriptor))
{
    if (!m_isValid)
        return;
    m_socket->setReadBufferSize(readBufferBytesMax);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QSslSocket::readyRead, this, &TlsOpening::look);
    connect(m_socket, &QSslSocket::encrypted, this, &TlsOpening::look);
    connect(m_socket, &QSslSocket::disconnected, this, &TlsOpening::fail);
    connect(m_socket, &QSslSocket::errorOccurred, this, &TlsOpening::fail);
    m_socket->setSslConfiguration(configuration);
    m_socket->startServerEncryption();
}

QSslSocket *TlsOpening::takeSocket()
{
    m_socket->disconnect(this);
    return std::exchange(m_socket, nullptr);
}

void TlsOpening::disconnectSocket()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void TlsOpening::look()
{
    if (!m_socket || !m_socket->isEncrypted())
        return;
    const QByteArray bytes = m_socket->peek(sizeof peerMagic);
    if (bytes.isEmpty())
        return;
    if (const std::optional<Caller> caller = callerOf(bytes))
        m_server.decided(this, *caller);
}

void TlsOpening::fail()
{
    if (m_socket)
        m_server.failed(this, m_socket->errorString());
}

} // namespace rest
