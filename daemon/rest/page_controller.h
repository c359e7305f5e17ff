// SPDX-License-Identifier: GPL-3.0-or-later
//
// "/" and what belongs to it. Browsers get the node's page, everybody else the list of routes as text. Forms are
// answered with the page again, so that everything works without scripts; they carry a token that only this page has,
// besides what the guard checks of every request.

#pragma once

#include "http/http_reply.h"
#include "rest/document_worker.h"
#include "rest/form.h"

#include <memory>

namespace net {
class NodeHost;
}

namespace http {
class HttpRequest;
}

namespace rest {

struct ApiOptions;
class NodePage;
class Router;
class TurnQueue;

class PageController {
public:
    // host, turns and router must outlive it.
    PageController(net::NodeHost &host, TurnQueue &turns, const ApiOptions &options, const Router &router);
    ~PageController();

    void addRoutes(Router &router);

private:
    void index(const http::HttpRequest &request, http::HttpReply reply);
    void form(const http::HttpRequest &request, http::HttpReply reply);
    void carryOut(const std::optional<FormItems> &items, bool mayWrite, http::HttpReply reply);
    void asset(const http::HttpRequest &request, QByteArrayView name, http::HttpReply &reply);

    net::NodeHost &m_host;
    TurnQueue &m_turns;
    const Router &m_router;
    std::shared_ptr<const NodePage> m_page;
    DocumentWorker m_worker;
};

} // namespace rest
