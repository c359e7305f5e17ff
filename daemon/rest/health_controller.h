// SPDX-License-Identifier: GPL-3.0-or-later
//
// /livez and /readyz, for supervisors and load balancers: is the program alive, and should it be sent requests?

#pragma once

#include "http/http_reply.h"

namespace net {
class NodeHost;
}

namespace rest {

class Router;

class HealthController {
public:
    // host must outlive it.
    explicit HealthController(net::NodeHost &host);

    void addRoutes(Router &router);

private:
    void readiness(http::HttpReply &reply);

    net::NodeHost &m_host;
};

} // namespace rest
