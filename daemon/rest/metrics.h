// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node counts for Prometheus. Two kinds: histograms that are filled in as things happen, which is on the path of
// every request and so costs a clock and an addition; and everything that is counted elsewhere anyway, which is only
// looked up when somebody asks. Names, units and help texts stand here and nowhere else.

#pragma once

#include "http/http_reply.h"

#include <prometheus/collectable.h>
#include <prometheus/registry.h>

#include <memory>
#include <vector>

namespace net {
class NodeHost;
}

namespace prometheus {
class Histogram;
}

namespace http {
class HttpServer;
}

namespace rest {

class Router;
class Watchers;

class Metrics final : public http::ReplyObserver, public prometheus::Collectable {
public:
    // All must outlive it; host tells it how long peers take until it is destroyed.
    Metrics(net::NodeHost &host, const Watchers &watchers, const Router &router);
    ~Metrics() override;

    // Whose connections and refusals are told, too.
    void setHttpServer(const http::HttpServer *http) { m_http = http; }

    // In the text format of Prometheus, version 0.0.4.
    QByteArray text() const;

    void replied(int route, int status, qint64 startedNs) override;
    void peerAnswered(qint64 micros);

    std::vector<prometheus::MetricFamily> Collect() const override;

private:
    struct OfStatus {
        int status;
        prometheus::Histogram *latency;
    };

    prometheus::Histogram &latencyOf(int route, int status);

    net::NodeHost &m_host;
    const Watchers &m_watchers;
    const Router &m_router;
    const http::HttpServer *m_http = nullptr;
    prometheus::Registry m_registry;
    prometheus::Family<prometheus::Histogram> &m_requestLatency;
    prometheus::Histogram &m_peerLatency;
    std::vector<std::vector<OfStatus>> m_latencies; // by route
};

} // namespace rest
