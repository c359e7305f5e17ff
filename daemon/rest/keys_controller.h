// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/node/keys: what this node holds, in the order of the ring, a page at a time. A cursor is the last key that was
// told, so that paging neither repeats nor misses a key that stays while others come and go.

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

class KeysController {
public:
    // host must outlive it.
    explicit KeysController(net::NodeHost &host);

    void addRoutes(Router &router);

private:
    void list(const http::HttpRequest &request, http::HttpReply &reply);

    net::NodeHost &m_host;
};

} // namespace rest
