// SPDX-License-Identifier: GPL-3.0-or-later
//
// Both routes take their parameters from the query and ignore the body.

#include "rest/recovery_controller.h"

#include "api/json.h"
#include "http/http_request.h"
#include "net/host_port.h"
#include "net/node_host.h"
#include "rest/json_reply.h"
#include "rest/membership.h"
#include "rest/query.h"
#include "rest/router.h"

#include <memory>

namespace rest {

namespace {

// A query item that must be there.
Outcome<QByteArray> requiredItem(const http::HttpRequest &request, QByteArrayView name, const char *example)
{
    const auto item = optionalQueryItem(request, name);
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    const auto &text = std::get<std::optional<QByteArray>>(item);
    if (text && !text->isEmpty())
        return *text;
    return Failure{Fault::Malformed, "The query must have an item " + name.toByteArray() + ", as in " + example, {}};
}

Outcome<chord::Address> nodeOf(const http::HttpRequest &request)
{
    const auto item = requiredItem(request, "node", "?node=127.0.0.1:11000.");
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    QString problem;
    const auto address = net::HostPort::parse(QString::fromUtf8(std::get<QByteArray>(item)), &problem);
    if (address)
        return address->toAddress();
    return Failure{Fault::Malformed, "node must be HOST:PORT. " + problem.toUtf8(), {}};
}

Outcome<chord::Id> placeOf(const http::HttpRequest &request, const chord::IdSpace &space)
{
    const auto item = requiredItem(request, "id", "?id=1a2b; GET /v1/ring shows the ends of the ranges.");
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    if (const std::optional<chord::Id> id = space.fromHex(std::get<QByteArray>(item)))
        return *id;
    return Failure{Fault::Malformed,
                   "id must have 1 to " + QByteArray::number(space.hexDigits()) + " hexadecimal digits below 2^"
                       + QByteArray::number(space.bits()) + '.',
                   {}};
}

Outcome<bool> confirmationOf(const http::HttpRequest &request)
{
    const auto item = optionalQueryItem(request, "confirm");
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    const auto &text = std::get<std::optional<QByteArray>>(item);
    if (!text || *text == "false")
        return false;
    if (*text == "true")
        return true;
    return Failure{Fault::Malformed, "confirm must be true or false.", {}};
}

} // namespace

RecoveryController::RecoveryController(net::NodeHost &host)
    : m_host(host)
{
}

void RecoveryController::addRoutes(Router &router)
{
    router.add(Method::Post, "/v1/declare-dead", "?node=HOST:PORT: it is gone for ever, with its memory",
               [this](const http::HttpRequest &request, QByteArrayView, http::HttpReply reply) {
                   declareDead(request, std::move(reply));
               },
               {"node"});
    router.add(Method::Post, "/v1/recover-range", "?id=HEX: go on with the voters that are left; &confirm=true",
               [this](const http::HttpRequest &request, QByteArrayView, http::HttpReply reply) {
                   recoverRange(request, std::move(reply));
               },
               {"id", "confirm"});
}

void RecoveryController::declareDead(const http::HttpRequest &request, http::HttpReply reply)
{
    const auto node = nodeOf(request);
    if (const auto *failure = std::get_if<Failure>(&node)) {
        sendFailure(reply, *failure);
        return;
    }
    if (const auto failure = joiningFailure(m_host.node())) {
        sendFailure(reply, *failure);
        return;
    }
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_host.declareGone(std::get<chord::Address>(node), [shared](chord::KeyResult &&result) {
        if (result.status == chord::OperationStatus::Ok)
            shared->send(204, {});
        else
            sendFailure(*shared, failureOf(result));
    });
}

void RecoveryController::recoverRange(const http::HttpRequest &request, http::HttpReply reply)
{
    const chord::IdSpace space = m_host.node().config().space();
    const auto place = placeOf(request, space);
    const auto confirmation = confirmationOf(request);
    for (const Failure *failure : {std::get_if<Failure>(&place), std::get_if<Failure>(&confirmation)}) {
        if (failure) {
            sendFailure(reply, *failure);
            return;
        }
    }
    if (const auto failure = joiningFailure(m_host.node())) {
        sendFailure(reply, *failure);
        return;
    }
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_host.recoverRange(std::get<chord::Id>(place), std::get<bool>(confirmation),
                        [shared, space](chord::RecoveryResult &&recovery) {
                            sendJson(*shared, 200, api::toJson(api::recoveryDocument(recovery, space)));
                        });
}

} // namespace rest
