// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/node: what this node knows of itself and its neighbours, and how it is told to leave.

#pragma once

#include "http/http_reply.h"

#include <functional>

namespace net {
class NodeHost;
}

namespace rest {

class Router;

class NodeController {
public:
    // host must outlive it. leave is called when a client has asked this node to leave, after it was answered.
    NodeController(net::NodeHost &host, std::function<void()> leave);

    void addRoutes(Router &router);

private:
    void describe(http::HttpReply &reply);
    void leave(http::HttpReply &reply);

    net::NodeHost &m_host;
    std::function<void()> m_leave;
};

} // namespace rest
