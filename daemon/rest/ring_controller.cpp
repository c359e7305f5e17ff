// SPDX-License-Identifier: GPL-3.0-or-later
//
// Walking around the ring, and looking one key up hop by hop.

#include "rest/ring_controller.h"

#include "api/json.h"
#include "http/http_request.h"
#include "net/node_host.h"
#include "rest/json_reply.h"
#include "rest/membership.h"
#include "rest/path_key.h"
#include "rest/router.h"

#include <memory>
#include <utility>

namespace rest {

namespace {

// About what a node and a range take of the document.
constexpr qsizetype nodeBytes = 512;
constexpr qsizetype rangeBytes = 1024;

qsizetype documentBytes(const chord::RingResult &ring)
{
    return qsizetype(ring.members.size()) * nodeBytes + qsizetype(ring.ranges.size()) * rangeBytes;
}

} // namespace

RingController::RingController(net::NodeHost &host)
    : m_host(host)
{
}

void RingController::addRoutes(Router &router)
{
    router.addReading(
        "/v1/ring", "all nodes, walked along the successors",
        [this](const http::HttpRequest &, QByteArrayView, http::HttpReply reply) { walk(std::move(reply)); });
    router.addReading("/v1/lookup/{key}", "who owns a key, and by which hops it was found",
                      [this](const http::HttpRequest &, QByteArrayView key, http::HttpReply reply) {
                          lookup(key, std::move(reply));
                      });
}

void RingController::walk(http::HttpReply reply)
{
    if (const auto failure = joiningFailure(m_host.node())) {
        sendFailure(reply, *failure);
        return;
    }
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    const chord::IdSpace space = m_host.node().config().space();
    m_host.walkRing([this, shared, space](chord::RingResult &&ring) {
        const qsizetype bytes = documentBytes(ring);
        m_worker.run<QByteArray>(
            bytes, [ring = std::move(ring), space] { return api::toJson(api::ringDocument(ring, space)); },
            [shared](QByteArray &&document) { sendJson(*shared, 200, document); });
    });
}

void RingController::lookup(QByteArrayView keyText, http::HttpReply reply)
{
    const chord::Config &config = m_host.node().config();
    const auto outcome = keyFromPath(keyText, config);
    if (const auto *failure = std::get_if<Failure>(&outcome)) {
        sendFailure(reply, *failure);
        return;
    }
    if (const auto failure = joiningFailure(m_host.node())) {
        sendFailure(reply, *failure);
        return;
    }
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    const chord::IdSpace space = config.space();
    const QByteArray key = std::get<QByteArray>(outcome);
    m_host.lookup(space.hash(key), [shared, space, key](chord::LookupResult &&result) {
        if (result.status == chord::OperationStatus::Ok)
            sendJson(*shared, 200, api::toJson(api::lookupDocument(key, result, space)));
        else
            sendFailure(*shared, failureOf(result));
    });
}

} // namespace rest
