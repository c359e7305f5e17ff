// SPDX-License-Identifier: GPL-3.0-or-later
//
// The socket of a connection to a node.
#pragma once

#include "client/security.h"

#include <QTcpSocket>

#include <memory>

namespace client {

// A QSslSocket, which trusts whom it should, if the connection is to be one of TLS.
std::unique_ptr<QTcpSocket> newSocket(const Security &security);

} // namespace client
