// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/batch: many operations in one request, for clients that load or read many keys. A thousand requests of their own
// cost the node a thousand times the framing and the client as many round trips.

#pragma once

#include "http/http_reply.h"

namespace net {
class NodeHost;
}

namespace http {
class HttpRequest;
}

namespace rest {

class Router;

class BatchController {
public:
    // host must outlive it.
    explicit BatchController(net::NodeHost &host);

    void addRoutes(Router &router);

private:
    void carryOut(const http::HttpRequest &request, http::HttpReply reply);

    net::NodeHost &m_host;
};

} // namespace rest
