// SPDX-License-Identifier: GPL-3.0-or-later
//
// Qt has no datagrams over local sockets. A name that begins with @ is in Linux's abstract namespace.

#include "server/service_manager.h"

#include <QByteArray>

#ifdef Q_OS_UNIX
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#endif

namespace server {

void notifyServiceManager(QByteArrayView state)
{
#ifdef Q_OS_UNIX
    const QByteArray name = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address = {};
    if (name.isEmpty() || name.size() >= qsizetype(sizeof address.sun_path))
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    if (name.startsWith('@'))
        address.sun_path[0] = '\0';
    const int descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (descriptor < 0)
        return;
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(name.size()));
    // Should it fail, the service manager's own timeout tells.
    static_cast<void>(sendto(descriptor, state.data(), size_t(state.size()), MSG_DONTWAIT | MSG_NOSIGNAL,
                             reinterpret_cast<const sockaddr *>(&address), length));
    close(descriptor);
#else
    Q_UNUSED(state)
#endif
}

} // namespace server
