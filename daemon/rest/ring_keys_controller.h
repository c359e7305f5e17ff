// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/keys: the keys of the whole ring, in pages, or all of them as a stream of lines.

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
class TurnQueue;

class RingKeysController {
public:
    // Both must outlive it.
    RingKeysController(net::NodeHost &host, TurnQueue &turns);

    void addRoutes(Router &router);

private:
    void list(const http::HttpRequest &request, http::HttpReply reply);

    net::NodeHost &m_host;
    TurnQueue &m_turns;
};

} // namespace rest
