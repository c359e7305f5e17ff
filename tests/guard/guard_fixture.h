// SPDX-License-Identifier: GPL-3.0-or-later
//
// A guarded server on a free port, whose handler answers at once or holds replies until the test says so.

#pragma once

#include "rest/guard/http_server.h"
#include "rest/guard/port_server.h"

#include <QPointer>

#include <deque>
#include <functional>
#include <memory>

struct HeldRequest {
    QByteArray path;
    rest::HttpReply reply;
};

class TestHandler final : public rest::RequestHandler {
public:
    void handle(const rest::HttpRequest &request, rest::HttpReply reply) override;

    // Paths under /held keep their replies here.
    std::deque<HeldRequest> held;
    QByteArrayList paths;
    // What /run/… calls, if anything, before it answers.
    std::function<void()> run;
};

class GuardFixture {
public:
    explicit GuardFixture(const rest::GuardLimits &limits = {});

    quint16 portNumber() const { return port->serverPort(); }
    const rest::GuardCounters &counters() const { return port->counters(); }
    // True once so many replies are held.
    bool waitForHeld(size_t count) const;
    bool waitForConnections(int count) const;

    TestHandler handler;
    std::unique_ptr<rest::HttpServer> http;
    QPointer<rest::PortServer> port;
};
