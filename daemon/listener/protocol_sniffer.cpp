// SPDX-License-Identifier: GPL-3.0-or-later
//
// recv() with MSG_PEEK is the same on POSIX and Windows but for its types, and for how it is told not to block: nobody
// has said anything about the mode of the socket yet.

#include "listener/protocol_sniffer.h"

#include "listener/idle_sockets.h"
#include "wire/hello.h"

#include <QTimer>

#include <utility>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <cerrno>
#include <sys/socket.h>
#endif

namespace listener {

namespace {

// The magic may come in pieces, and a peeked socket stays readable: look again after this long instead of spinning.
constexpr int lookAgainMs = 10;

// Returns how many bytes are there (at most size), 0 at the end of the stream, -1 on error, -2 for "not yet".
int peek(qintptr descriptor, char *data, int size)
{
#ifdef Q_OS_WIN
    u_long available = 0;
    if (ioctlsocket(SOCKET(descriptor), FIONREAD, &available) == 0 && available == 0)
        return -2; // or it has ended, which its deadline will tell
    return recv(SOCKET(descriptor), data, size, MSG_PEEK);
#else
    const ssize_t got = recv(int(descriptor), data, size_t(size), MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) ? -2 : int(got);
#endif
}

} // namespace

std::optional<Caller> callerOf(QByteArrayView firstBytes)
{
    constexpr char tlsHandshake = 0x16; // RFC 8446, 5.1: the type of the first record
    if (firstBytes.startsWith(tlsHandshake))
        return Caller::Tls;
    const qsizetype seen = qMin(firstBytes.size(), wire::magic.size());
    if (firstBytes.first(seen) != wire::magic.first(seen))
        return Caller::Client;
    return seen == wire::magic.size() ? std::optional(Caller::Peer) : std::nullopt;
}

ProtocolSniffer::ProtocolSniffer(qintptr descriptor, qint64 deadlineMs, IdleSockets &idleSockets, QObject *parent)
    : QObject(parent)
    , m_idleSockets(idleSockets)
    , m_descriptor(descriptor)
    , m_deadlineMs(deadlineMs)
    , m_notifier(descriptor, QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &ProtocolSniffer::look);
}

// The notifier must be off before the descriptor is closed: its number may be somebody else's a moment later.
qintptr ProtocolSniffer::takeDescriptor()
{
    m_notifier.setEnabled(false);
    m_idleSockets.forget(m_descriptor);
    return std::exchange(m_descriptor, -1);
}

void ProtocolSniffer::park()
{
    if (m_notifier.isEnabled())
        m_idleSockets.park(&m_notifier);
}

void ProtocolSniffer::look()
{
    if (m_descriptor == -1)
        return;
    char bytes[wire::magic.size()];
    const int got = peek(m_descriptor, bytes, sizeof bytes);
    if (got == -2)
        return;
    m_notifier.setEnabled(false);
    if (got <= 0)
        emit ended();
    else if (const std::optional<Caller> caller = callerOf(QByteArrayView(bytes, got)))
        emit decided(*caller);
    else
        QTimer::singleShot(lookAgainMs, this, [this] { m_notifier.setEnabled(m_descriptor != -1); });
}

} // namespace listener
