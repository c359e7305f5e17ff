// SPDX-License-Identifier: GPL-3.0-or-later
//
// From the guard to Qt and from Qt to the handler. Qt says which request it has read by object (6.4: the socket) or not
// at all (6.8), so the connection that is being delivered is remembered across the call; it all happens in one thread.

#include "http/http_server.h"

#include "http/guarded_socket.h"
#include "http/http_connection.h"
#include "listener/port_listener.h"

#include <utility>

namespace http {

HttpServer::HttpServer(RequestHandler &handler, const HttpLimits &limits, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_handler(handler)
    , m_connections(limits, [this](HttpConnection &connection) { return deliver(connection); })
{
}

HttpServer::~HttpServer()
{
    // While this object is still one of ours: what it has open may still call.
    qDeleteAll(std::exchange(m_ports, {}));
}

bool HttpServer::serve(listener::PortListener *port)
{
    if (!bindServer(*this, port))
        return false;
    connect(port, &listener::PortListener::clientConnected, this,
            [this, port](QAbstractSocket *socket) { open(*port, socket); });
    m_ports.append(port);
    return true;
}

// Qt is given the guarded socket as the port's next one, so that it never sees the client's.
void HttpServer::open(listener::PortListener &port, QAbstractSocket *socket)
{
    HttpConnection *connection = m_connections.open(socket);
    if (!connection)
        return;
    port.addPendingConnection(connection->guardedSocket());
    connection->start();
}

listener::ListenerCounters HttpServer::portCounters() const
{
    listener::ListenerCounters sum;
    for (const listener::PortListener *port : m_ports) {
        const listener::ListenerCounters &counters = port->counters();
        sum.undecidedConnections += counters.undecidedConnections;
        sum.peerConnectionsTotal += counters.peerConnectionsTotal;
        sum.timeoutsTotal += counters.timeoutsTotal;
        sum.wrongProtocolTotal += counters.wrongProtocolTotal;
    }
    return sum;
}

bool HttpServer::deliver(HttpConnection &connection)
{
    GuardedSocket *socket = connection.guardedSocket();
    if (!socket)
        return false;
    m_delivering = &connection;
    socket->offerRequest();
    return std::exchange(m_delivering, nullptr) == nullptr;
}

bool HttpServer::handleRequest(const QHttpServerRequest &, QtResponder)
{
    if (HttpConnection *connection = std::exchange(m_delivering, nullptr))
        connection->handOver(m_handler);
    return true;
}

void HttpServer::missingHandler(const QHttpServerRequest &, QtResponder)
{
    // handleRequest() takes every request there is.
}

} // namespace http
