// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an operator decides after a range has lost the majority of its voters: that a node is gone for ever, and that a
// range goes on with the voters that are left.

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

class RecoveryController {
public:
    // host must outlive it.
    explicit RecoveryController(net::NodeHost &host);

    void addRoutes(Router &router);

private:
    void declareDead(const http::HttpRequest &request, http::HttpReply reply);
    void recoverRange(const http::HttpRequest &request, http::HttpReply reply);

    net::NodeHost &m_host;
};

} // namespace rest
