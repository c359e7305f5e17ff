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

HttpServer::HttpServer(RequestHandler &handler, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_handler(handler)
{
}

HttpServer::~HttpServer()
{
    // While this object is still one of ours: connections call back as they end.
    qDeleteAll(std::exchange(m_ports, {}));
}

bool HttpServer::serve(listener::PortListener *port)
{
    if (!bindServer(*this, port))
        return false;
    port->m_http = this;
    m_ports.append(port);
    return true;
}

listener::GuardCounters HttpServer::counters() const
{
    listener::GuardCounters sum;
    for (const listener::PortListener *port : m_ports) {
        const listener::GuardCounters &counters = port->counters();
        sum.httpConnections += counters.httpConnections;
        sum.undecidedConnections += counters.undecidedConnections;
        sum.requestsInFlight += counters.requestsInFlight;
        sum.httpConnectionsTotal += counters.httpConnectionsTotal;
        sum.peerConnectionsTotal += counters.peerConnectionsTotal;
        sum.requestsTotal += counters.requestsTotal;
        sum.timeoutsTotal += counters.timeoutsTotal;
        sum.wrongProtocolTotal += counters.wrongProtocolTotal;
        for (const auto &[status, count] : counters.refusalsTotal)
            sum.refusalsTotal[status] += count;
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
