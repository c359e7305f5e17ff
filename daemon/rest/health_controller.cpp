// SPDX-License-Identifier: GPL-3.0-or-later
//
// Health checks.

#include "rest/health_controller.h"

#include "http/http_request.h"
#include "net/node_host.h"
#include "rest/failure.h"
#include "rest/router.h"

namespace rest {

namespace {

void sendFine(http::HttpReply &reply)
{
    reply.send(200, {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}}, "ok\n");
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
                      [](const http::HttpRequest &, QByteArrayView, http::HttpReply reply) { sendFine(reply); });
    router.addReading("/readyz", "200 while the node can serve, else 503 and why",
                      [this](const http::HttpRequest &, QByteArrayView, http::HttpReply reply) { readiness(reply); });
}

void HealthController::readiness(http::HttpReply &reply)
{
    const QByteArray reason = m_host.notReadyReason();
    if (reason.isEmpty())
        sendFine(reply);
    else
        sendFailure(reply, {Fault::Unavailable, reason, {}});
}

} // namespace rest
