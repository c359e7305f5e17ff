// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/ring and /v1/lookup/{key}: questions that the ring answers, not this node alone.

#pragma once

#include "http/http_reply.h"
#include "rest/document_worker.h"

namespace net {
class NodeHost;
}

namespace rest {

class Router;

class RingController {
public:
    // host must outlive it.
    explicit RingController(net::NodeHost &host);

    void addRoutes(Router &router);

private:
    void walk(http::HttpReply reply);
    void lookup(QByteArrayView keyText, http::HttpReply reply);

    net::NodeHost &m_host;
    DocumentWorker m_worker;
};

} // namespace rest
