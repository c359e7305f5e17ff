// SPDX-License-Identifier: GPL-3.0-or-later
//
// A server on a free port, whose handler answers at once or holds replies until the test says so.

#pragma once

#include "http/http_server.h"
#include "listener/port_listener.h"

#include <QPointer>

#include <deque>
#include <functional>
#include <memory>

struct HeldRequest {
    QByteArray path;
    http::HttpReply reply;
};

class TestHandler final : public http::RequestHandler {
public:
    void handle(const http::HttpRequest &request, http::HttpReply reply) override;

    // Paths under /held keep their replies here.
    std::deque<HeldRequest> held;
    QByteArrayList paths;
    // What /run/… calls, if anything, before it answers.
    std::function<void()> run;
};

class HttpFixture {
public:
    explicit HttpFixture(const http::HttpLimits &limits = {}, const listener::ListenerLimits &portLimits = {});

    quint16 portNumber() const { return port->serverPort(); }
    const http::HttpCounters &counters() const { return http->counters(); }
    const listener::ListenerCounters &portCounters() const { return port->counters(); }
    // True once this many replies are held.
    bool waitForHeld(size_t count) const;
    bool waitForConnections(int count) const;

    TestHandler handler;
    std::unique_ptr<http::HttpServer> http;
    QPointer<listener::PortListener> port;
};
