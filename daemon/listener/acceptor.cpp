// SPDX-License-Identifier: GPL-3.0-or-later
//
// Without a free descriptor a connection stays in the system's queue. It is looked at again ten times a second: some
// other connection will end before long.

#include "listener/acceptor.h"

#include <QLoggingCategory>

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>

namespace listener {

Q_LOGGING_CATEGORY(lcAccept, "funnelkvs.rest.port", QtInfoMsg)

namespace {

constexpr int acceptAgainMs = 100;
constexpr int acceptedAtOnceMax = 64; // then others have their turn

int acceptOne(int listening)
{
#ifdef Q_OS_LINUX
    return accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
#else
    const int descriptor = ::accept(listening, nullptr, nullptr);
    if (descriptor >= 0) {
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    }
    return descriptor;
#endif
}

} // namespace

Acceptor::Acceptor(qintptr listening, QObject *parent)
    : QObject(parent)
    , m_listening(int(listening))
    , m_notifier(listening, QSocketNotifier::Read, this)
{
    m_again.setSingleShot(true);
    m_again.setInterval(acceptAgainMs);
    connect(&m_notifier, &QSocketNotifier::activated, this, &Acceptor::acceptAll);
    connect(&m_again, &QTimer::timeout, this, [this] { m_notifier.setEnabled(true); });
}

void Acceptor::acceptAll()
{
    for (int i = 0; i < acceptedAtOnceMax; ++i) {
        const int descriptor = acceptOne(m_listening);
        if (descriptor >= 0) {
            if (std::exchange(m_isShort, false))
                qCInfo(lcAccept, "connections are accepted again");
            Q_EMIT accepted(descriptor);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return;
        } else if (errno != EINTR && errno != ECONNABORTED && errno != EPROTO) {
            pause(errno);
            return;
        }
    }
}

void Acceptor::pause(int error)
{
    m_notifier.setEnabled(false);
    m_again.start();
    if (std::exchange(m_isShort, true))
        return;
    qCWarning(lcAccept,
              "cannot accept connections: %s; they wait until others end. Raise the limit of open files "
              "(ulimit -n, LimitNOFILE=) or lower --connections-max",
              qUtf8Printable(qt_error_string(error)));
}

} // namespace listener
