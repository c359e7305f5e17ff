// SPDX-License-Identifier: GPL-3.0-or-later
//
// How TLS is set up.

#include "client/socket.h"

#include <QSslConfiguration>
#include <QSslSocket>

namespace client {

std::unique_ptr<QTcpSocket> newSocket(const Security &security)
{
    if (!security.usesTls)
        return std::make_unique<QTcpSocket>();
    auto socket = std::make_unique<QSslSocket>();
    if (!security.verifiesNode)
        socket->setPeerVerifyMode(QSslSocket::VerifyNone);
    if (!security.authorities.isEmpty()) {
        QSslConfiguration configuration = socket->sslConfiguration();
        configuration.setCaCertificates(security.authorities);
        socket->setSslConfiguration(configuration);
    }
    return socket;
}

} // namespace client
