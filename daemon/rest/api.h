// SPDX-License-Identifier: GPL-3.0-or-later
//
// All of the REST interface over one node: the routes of version 1 and of the original. It sits between the HTTP guard,
// which hands it requests, and the node host, in their thread.
//
//     rest::Api api(host, options);
//     http::HttpServer http(api);
//     api.watch(http);
//     http.serve(port);

#pragma once

#include "http/http_server.h"
#include "rest/router.h"

#include <QByteArray>
#include <QObject>

#include <memory>

namespace net {
class NodeHost;
}

namespace rest {

struct ApiOptions {
    int bornId = 0; // as the original numbers nodes: 1 started the ring, 0 was not numbered
    bool usesTls = false; // this node, and so all of its ring
    QByteArray ringSecret = {}; // empty: none
};

class Api final : public QObject, public http::RequestHandler {
    Q_OBJECT

public:
    // host must outlive it.
    Api(net::NodeHost &host, const ApiOptions &options, QObject *parent = nullptr);
    ~Api() override;

    // For /metrics: http's connections and refusals. It must live as long as requests are handled.
    void watch(const http::HttpServer &http);

    void handle(const http::HttpRequest &request, http::HttpReply reply) override;

    // This node is about to leave; see Router.
    void refuseRingRequests() { m_router.refuseRingRequests(); }

Q_SIGNALS:
    // A client asked this node to hand over, leave and exit, and has been answered. From the event loop.
    void leaveRequested();

private:
    struct Controllers;

    Router m_router;
    std::unique_ptr<Controllers> m_controllers;
};

} // namespace rest
