// SPDX-License-Identifier: GPL-3.0-or-later
//
// Health checks.

#include "rest/health_controller.h"

#include "net/node_host.h"
#include "rest/failure.h"
#include "rest/guard/request.h"
#include "rest/router.h"

namespace rest {

namespace {

void sendFine(HttpReply &reply)
{
    reply.send(200, {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}}, "ok\n");
}

QByteArray whyNotReady(chord::NodeState state)
{
    switch (state) {
    case chord::NodeState::Joining:
        return "This node has not joined the ring yet.";
    case chord::NodeState::Leaving:
    case chord::NodeState::Left:
        return "This node is leaving the ring.";
    case chord::NodeState::Ready:
        break;
    }
    return "This node has no lease for its range at the moment.";
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
        sendFailure(reply, {Fault::Unavailable, whyNotReady(node.state()), {}});
}

} // namespace rest
