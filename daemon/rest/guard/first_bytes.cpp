// SPDX-License-Identifier: GPL-3.0-or-later
//
// recv() with MSG_PEEK is the same on POSIX and Windows but for its types. It is called when the socket has become
// readable, so it does not block, whatever mode the socket is in.

#include "rest/guard/first_bytes.h"

#include "rest/guard/port_server.h"

#include <QTimer>

#include <cstring>
#include <utility>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <cerrno>
#include <sys/socket.h>
#endif

namespace rest {

namespace {

// The magic may come in pieces, and a peeked socket stays readable: look again after this long instead of spinning.
constexpr int lookAgainMs = 10;

// Returns how many bytes are there (at most size), 0 at the end of the stream, -1 on error, -2 for "not yet".
int peek(qintptr descriptor, char *data, int size)
{
#ifdef Q_OS_WIN
    const int got = recv(SOCKET(descriptor), data, size, MSG_PEEK);
    return got < 0 && WSAGetLastError() == WSAEWOULDBLOCK ? -2 : got;
#else
    const ssize_t got = recv(int(descriptor), data, size_t(size), MSG_PEEK);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) ? -2 : int(got);
#endif
}

} // namespace

FirstBytes::FirstBytes(PortServer &server, qintptr descriptor, qint64 deadlineMs)
    : QObject(&server)
    , m_server(server)
    , m_descriptor(descriptor)
    , m_deadlineMs(deadlineMs)
    , m_notifier(descriptor, QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &FirstBytes::look);
}

// The notifier must be off before the descriptor is closed: its number may be somebody else's a moment later.
qintptr FirstBytes::takeDescriptor()
{
    m_notifier.setEnabled(false);
    return std::exchange(m_descriptor, -1);
}

void FirstBytes::look()
{
    if (m_descriptor == -1)
        return;
    char bytes[sizeof peerMagic];
    const int got = peek(m_descriptor, bytes, sizeof bytes);
    if (got == -2)
        return;
    m_notifier.setEnabled(false);
    if (got <= 0)
        return m_server.givenUp(this);
    const bool isPrefix = memcmp(bytes, peerMagic, size_t(got)) == 0;
    if (isPrefix && got < int(sizeof peerMagic))
        QTimer::singleShot(lookAgainMs, this, [this] { m_notifier.setEnabled(m_descriptor != -1); });
    else
        m_server.decided(this, isPrefix);
}

} // namespace rest
