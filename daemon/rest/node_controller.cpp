// SPDX-License-Identifier: GPL-3.0-or-later
//
// The node about itself.

#include "rest/node_controller.h"

#include "api/json.h"
#include "http/http_request.h"
#include "net/node_host.h"
#include "rest/json_reply.h"
#include "rest/router.h"

namespace rest {

NodeController::NodeController(net::NodeHost &host, std::function<void()> leave)
    : m_host(host)
    , m_leave(std::move(leave))
{
}

void NodeController::addRoutes(Router &router)
{
    router.addReading("/v1/node", "this node: neighbours, fingers, counters",
                      [this](const http::HttpRequest &, QByteArrayView, http::HttpReply reply) { describe(reply); });
    router.add(Method::Post, "/v1/node/leave", "hand everything over to the ring and exit",
               [this](const http::HttpRequest &, QByteArrayView, http::HttpReply reply) { leave(reply); });
}

void NodeController::describe(http::HttpReply &reply)
{
    sendJson(reply, 200, api::toJson(api::nodeDocument(m_host.node(), m_host.uptimeSeconds())));
}

void NodeController::leave(http::HttpReply &reply)
{
    reply.send(202, {});
    m_leave();
}

} // namespace rest
