// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/batch: many operations in one request, for clients that load or read many keys. A thousand requests of their own
// cost the node a thousand times the framing and the client as many round trips.

#pragma once

#include "api/batch.h"
#include "http/http_reply.h"
#include "rest/document_worker.h"

#include <vector>

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
    // Of a batch and of its answer.
    enum class Language : quint8 { Json, Cbor };

    // host must outlive it.
    explicit BatchController(net::NodeHost &host);

    void addRoutes(Router &router);

private:
    void carryOut(const http::HttpRequest &request, http::HttpReply reply);
    void begin(api::BatchRequest &&batch, bool mayWrite, Language language, http::HttpReply reply);
    void answer(Language language, std::vector<api::BatchOutcome> &&outcomes, http::HttpReply reply);

    net::NodeHost &m_host;
    DocumentWorker m_worker;
};

} // namespace rest
