// SPDX-License-Identifier: GPL-3.0-or-later
//
// Health checks.

#include "rest/health_controller.h"

#include "net/node_host.h"
#include "rest/guard/request.h"
#include "rest/membership.h"
#include "rest/router.h"

namespace rest {

namespace {

void sendFine(HttpReply &reply)
{
    reply.send(200, {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}}, "ok\n");
}

Failure notReady(const chord::Node &node)
{
    if (const auto joining = joiningFailure(node))
        return *joining;
    if (node.state() != chord::NodeState::Ready)
        return {Fault::Unavailable, "This node is leaving the ring.", {}};
    return {Fault::Unavailable, "This node has no lease for its range at the moment.", {}};
}

} // namespace

HealthController::HealthController(net::NodeHost &host)
    : m_host(host)
{
}

void HealthController::addRoutes(Router &router)
{
    // That the event loop came round to answering is the proof.
    router.addReading("/livez", "200 while the program runs",
                      [](const HttpRequest &, QByteArrayView, HttpReply reply) { sendFine(reply); });
    router.addReading("/readyz", "200 while the node serves its range, else 503",
                      [this](const HttpRequest &, QByteArrayView, HttpReply reply) { readiness(reply); });
}

void HealthController::readiness(HttpReply &reply)
{
    const chord::Node &node = m_host.node();
    if (node.ready(m_host.now()))
        sendFine(reply);
    else
        sendFailure(reply, notReady(node));
}

} // namespace rest
