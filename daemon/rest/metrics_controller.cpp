// SPDX-License-Identifier: GPL-3.0-or-later
//
// The one route.

#include "rest/metrics_controller.h"

#include "http/http_reply.h"
#include "rest/metrics.h"
#include "rest/router.h"

namespace rest {

MetricsController::MetricsController(const Metrics &metrics)
    : m_metrics(metrics)
{
}

void MetricsController::addRoutes(Router &router)
{
    router.addReading(
        "/metrics", "counters and histograms, for Prometheus",
        [this](const http::HttpRequest &, QByteArrayView, http::HttpReply reply) {
            reply.send(200,
                       {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}},
                       m_metrics.text());
        });
}

} // namespace rest
