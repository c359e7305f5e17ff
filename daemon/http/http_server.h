// SPDX-License-Identifier: GPL-3.0-or-later
//
// Qt's HTTP server with our handler in place of its router: the router runs regular expressions over decoded paths,
// which costs a quarter of the throughput and loses the difference between "/" and "%2F". Requests come framed and
// checked from HttpConnection, one at a time per connection.
//
// Answers do not go through QHttpServerResponder. In 6.4 it keeps a raw socket pointer, takes only a header list known
// at compile time, and makes some twenty writes of an answer; in 6.8 it adds a Content-Length of its own to 204, 304
// and HEAD. HttpReply writes the whole answer at once instead, and Qt is told that the request is done with.

#pragma once

#include "http/http_connections.h"
#include "http/http_reply.h"
#include "http/http_request.h"
#include "http/qt_compat.h"

#include <QAbstractHttpServer>

namespace listener {
class PortListener;
struct ListenerCounters;
} // namespace listener

namespace http {

class RequestHandler {
public:
    virtual ~RequestHandler() = default;
    // Called once a request, in the server's thread, never from within another call for the same connection. The reply
    // may be sent from here or moved away and sent later. request is valid during the call only.
    virtual void handle(const HttpRequest &request, HttpReply reply) = 0;
};

// Use: PortListener *port = new PortListener(limits); port->listen(…); httpServer.serve(port);
class HttpServer final : public QAbstractHttpServer {
    Q_OBJECT

public:
    // handler outlives the server.
    explicit HttpServer(RequestHandler &handler, const HttpLimits &limits = {}, QObject *parent = nullptr);
    ~HttpServer() override;

    // Serves the clients of port from now on and owns it. Several ports (IPv4 and IPv6) may be served; the limits are
    // for all of them together. Returns false, and owns nothing, if port is not listening.
    bool serve(listener::PortListener *port);

    const HttpCounters &counters() const { return m_connections.counters(); }
    // For a program that is about to end; see HttpConnections.
    void closeAfterAnswers() { m_connections.closeAfterAnswers(); }
    int inHandCount() const { return m_connections.inHandCount(); }
    int unansweredCount() const { return m_connections.unansweredCount(); }
    // Of all its ports together.
    listener::ListenerCounters portCounters() const;

    // Who may ask for what; it outlives the server and may change between requests. Without one everybody may.
    void setAccessPolicy(const AccessPolicy *policy) { m_connections.setAccessPolicy(policy); }

protected:
    bool handleRequest(const QHttpServerRequest &request, QtResponder responder) override;
    void missingHandler(const QHttpServerRequest &request, QtResponder responder) override;

private:
    void open(listener::PortListener &port, QAbstractSocket *socket);
    // Lets Qt read the request that connection has in hand. Returns false if Qt made nothing of it.
    bool deliver(HttpConnection &connection);

    RequestHandler &m_handler;
    HttpConnections m_connections;
    QList<listener::PortListener *> m_ports;
    HttpConnection *m_delivering = nullptr;
};

} // namespace http
