// SPDX-License-Identifier: GPL-3.0-or-later
//
// The differences between the HTTP servers of Qt 6.4 (Debian 12) and 6.8 (Debian 13) that reach us, in one place: what
// a handler is given beside the request, and what bind() says.

#pragma once

#include <QAbstractHttpServer>
#include <QTcpServer>

class QTcpSocket;

namespace http {

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
using QtResponder = QHttpServerResponder &;
#else
using QtResponder = QTcpSocket *;
#endif

// Hands a listening server over to http, which owns it from then on. Returns false if it is not listening.
inline bool bindServer(QAbstractHttpServer &http, QTcpServer *server)
{
    if (!server->isListening())
        return false;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    return http.bind(server);
#else
    http.bind(server);
    return true;
#endif
}

} // namespace http
