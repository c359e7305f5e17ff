// SPDX-License-Identifier: GPL-3.0-or-later
//
// /metrics: what Prometheus scrapes.

#pragma once

namespace rest {

class Metrics;
class Router;

class MetricsController {
public:
    // metrics must outlive it.
    explicit MetricsController(const Metrics &metrics);

    void addRoutes(Router &router);

private:
    const Metrics &m_metrics;
};

} // namespace rest
