// SPDX-License-Identifier: GPL-3.0-or-later
//
// Puts the controllers together.

#include "rest/api.h"

#include "rest/batch_controller.h"
#include "rest/health_controller.h"
#include "rest/key_value_controller.h"
#include "rest/keys_controller.h"
#include "rest/metrics.h"
#include "rest/metrics_controller.h"
#include "rest/node_controller.h"
#include "rest/openapi_controller.h"
#include "rest/original_controller.h"
#include "rest/page_controller.h"
#include "rest/recovery_controller.h"
#include "rest/ring_controller.h"
#include "rest/ring_keys_controller.h"
#include "rest/turn_queue.h"
#include "rest/watchers.h"

namespace rest {

struct Api::Controllers {
    Controllers(net::NodeHost &host, const ApiOptions &options, const Router &router, std::function<void()> leave);

    Watchers watchers;
    Metrics metrics;
    TurnQueue turns;
    KeyValueController keyValue;
    BatchController batch;
    NodeController node;
    KeysController keys;
    RingKeysController ringKeys;
    RingController ring;
    RecoveryController recovery;
    HealthController health;
    MetricsController metricsText;
    OpenApiController openApi;
    OriginalController original;
    PageController page;
};

Api::Controllers::Controllers(net::NodeHost &host, const ApiOptions &options, const Router &router,
                              std::function<void()> leave)
    : watchers(host)
    , metrics(host, watchers, router)
    , keyValue(host, watchers)
    , batch(host)
    , node(host, std::move(leave))
    , keys(host)
    , ringKeys(host, turns)
    , ring(host)
    , recovery(host)
    , health(host)
    , metricsText(metrics)
    , original(host, options.bornId)
    , page(host, turns, options, router)
{
}

Api::Api(net::NodeHost &host, const ApiOptions &options, QObject *parent)
    : QObject(parent)
{
    const auto leave = [this] { QMetaObject::invokeMethod(this, &Api::leaveRequested, Qt::QueuedConnection); };
    m_controllers = std::make_unique<Controllers>(host, options, m_router, leave);
    m_router.setObserver(&m_controllers->metrics);

    // The most frequent first.
    m_controllers->keyValue.addRoutes(m_router);
    m_controllers->batch.addRoutes(m_router);
    m_controllers->node.addRoutes(m_router);
    m_controllers->keys.addRoutes(m_router);
    m_controllers->ringKeys.addRoutes(m_router);
    m_controllers->ring.addRoutes(m_router);
    m_controllers->recovery.addRoutes(m_router);
    m_controllers->health.addRoutes(m_router);
    m_controllers->metricsText.addRoutes(m_router);
    m_controllers->openApi.addRoutes(m_router);
    m_controllers->original.addRoutes(m_router);
    m_controllers->page.addRoutes(m_router);
}

Api::~Api() = default;

void Api::watch(const http::HttpServer &http)
{
    m_controllers->metrics.setHttpServer(&http);
}

void Api::handle(const http::HttpRequest &request, http::HttpReply reply)
{
    m_router.handle(request, std::move(reply));
}

} // namespace rest
