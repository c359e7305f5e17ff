// SPDX-License-Identifier: GPL-3.0-or-later
//
// QSslSocket does the handshake; its failures are the caller's business, so they are logged at debug only.

#include "listener/tls_handshake.h"

#include "wire/hello.h"

#include <utility>

namespace listener {

namespace {

// What a socket may hold of what we have not read yet; the rest waits in the kernel.
constexpr qint64 readBufferBytesMax = 64 * 1024;

} // namespace

TlsHandshake::TlsHandshake(qintptr descriptor, const QSslConfiguration &configuration, qint64 deadlineMs,
                           QObject *parent)
    : QObject(parent)
    , m_socket(new QSslSocket(this))
    , m_deadlineMs(deadlineMs)
    , m_isValid(m_socket->setSocketDescriptor(descriptor))
{
    if (!m_isValid)
        return;
    m_socket->setReadBufferSize(readBufferBytesMax);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QSslSocket::readyRead, this, &TlsHandshake::look);
    connect(m_socket, &QSslSocket::encrypted, this, &TlsHandshake::look);
    connect(m_socket, &QSslSocket::disconnected, this, &TlsHandshake::fail);
    connect(m_socket, &QSslSocket::errorOccurred, this, &TlsHandshake::fail);
    m_socket->setSslConfiguration(configuration);
    m_socket->startServerEncryption();
}

QSslSocket *TlsHandshake::takeSocket()
{
    m_socket->disconnect(this);
    return std::exchange(m_socket, nullptr);
}

void TlsHandshake::disconnectSocket()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void TlsHandshake::look()
{
    if (!m_socket || !m_socket->isEncrypted())
        return;
    const QByteArray bytes = m_socket->peek(wire::magic.size());
    if (bytes.isEmpty())
        return;
    if (const std::optional<Caller> caller = callerOf(bytes))
        emit decided(*caller);
}

void TlsHandshake::fail()
{
    if (m_socket)
        emit failed(m_socket->errorString());
}

} // namespace listener
