// SPDX-License-Identifier: GPL-3.0-or-later
//
// Puts the controllers together.

#include "rest/api.h"

#include "rest/health_controller.h"
#include "rest/key_value_controller.h"
#include "rest/keys_controller.h"
#include "rest/node_controller.h"
#include "rest/original_controller.h"
#include "rest/ring_controller.h"

namespace rest {

struct Api::Controllers {
    KeyValueController keyValue;
    NodeController node;
    KeysController keys;
    RingController ring;
    HealthController health;
    OriginalController original;
};

Api::Api(net::NodeHost &host, const ApiOptions &options, QObject *parent)
    : QObject(parent)
{
    const auto leave = [this] { QMetaObject::invokeMethod(this, &Api::leaveRequested, Qt::QueuedConnection); };
    m_controllers.reset(new Controllers{KeyValueController(host), NodeController(host, leave), KeysController(host),
                                        RingController(host), HealthController(host),
                                        OriginalController(host, options.bornId)});

    // The most frequent first.
    m_controllers->keyValue.addRoutes(m_router);
    m_controllers->node.addRoutes(m_router);
    m_controllers->keys.addRoutes(m_router);
    m_controllers->ring.addRoutes(m_router);
    m_controllers->health.addRoutes(m_router);
    m_controllers->original.addRoutes(m_router);
    m_router.addReading("/", "this list",
                        [this](const HttpRequest &, QByteArrayView, HttpReply reply) { sendListing(reply); });
}

Api::~Api() = default;

void Api::handle(const HttpRequest &request, HttpReply reply)
{
    m_router.handle(request, std::move(reply));
}

void Api::sendListing(HttpReply &reply) const
{
    reply.send(200, {{"Content-Type", "text/plain; charset=utf-8"}},
               "FunnelKVS " FUNNELKVS_VERSION ", a node of a distributed key-value store.\n\n" + m_router.listing());
}

} // namespace rest
