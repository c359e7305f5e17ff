// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an operator decides after a range has lost the majority of its voters: that a node is gone for ever, and that a
// range goes on with the voters that are left.

#pragma once

#include "rest/guard/reply.h"

namespace net {
class NodeHost;
}

namespace rest {

class HttpRequest;
class Router;

class RecoveryController {
public:
    // host must outlive it.
    explicit RecoveryController(net::NodeHost &host);

    void addRoutes(Router &router);

private:
    void declareDead(const HttpRequest &request, HttpReply reply);
    void recoverRange(const HttpRequest &request, HttpReply reply);

    net::NodeHost &m_host;
};

} // namespace rest
