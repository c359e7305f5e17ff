// SPDX-License-Identifier: GPL-3.0-or-later
//
// A request is checked whole before the ring hears of it. Callbacks hold the reply and values only, nothing of the
// controller, and may come after the client has gone.

#include "rest/key_value_controller.h"

#include "net/node_host.h"
#include "rest/guard/request.h"
#include "rest/path_key.h"
#include "rest/preconditions.h"
#include "rest/query.h"
#include "rest/router.h"

#include <memory>

namespace rest {

namespace {

// Of a value that was stored without one (RFC 9110, 8.3).
constexpr char defaultContentType[] = "application/octet-stream";

// A hundred years: beyond it the client has mistaken the unit, and microseconds stay far from overflowing.
constexpr qint64 ttlSecondsMax = 100LL * 365 * 24 * 3600;
constexpr qint64 msPerSecond = 1000;
constexpr qint64 noTtl = -1;

// std::function wants what it holds to be copyable.
using SharedReply = std::shared_ptr<HttpReply>;

void answerFailure(HttpReply &reply, const chord::KeyResult &result, bool write)
{
    const Failure failure = failureOf(result, write);
    if (failure.fault == Fault::ConditionFailed && !result.version.isNull())
        sendFailure(reply, failure, {{"ETag", entityTag(result.version)}});
    else
        sendFailure(reply, failure);
}

// A failed condition matters only where the request would have succeeded without it, so that a key that is not there
// is 404 (RFC 9110, 13.2.1); If-Match comes before If-None-Match (13.2.2).
void answerGet(HttpReply &reply, const Preconditions &preconditions, const chord::KeyResult &result)
{
    if (result.status != chord::OperationStatus::Ok) {
        answerFailure(reply, result, false);
        return;
    }
    const QByteArray tag = entityTag(result.version);
    if (!holds(preconditions.ifMatch, result.version)) {
        sendFailure(reply, {Fault::ConditionFailed, "The value's entity tag is not in If-Match.", {}}, {{"ETag", tag}});
        return;
    }
    // no-cache: kept copies must be checked here before use, or a read could miss an acknowledged write.
    if (!holds(preconditions.ifNoneMatch, result.version)) {
        reply.send(304, {{"ETag", tag}, {"Cache-Control", "no-cache"}});
        return;
    }
    const QByteArrayView type = result.contentType.isEmpty() ? QByteArrayView(defaultContentType) : result.contentType;
    reply.send(200, {{"Content-Type", type}, {"ETag", tag}, {"Cache-Control", "no-cache"}}, result.value);
}

void answerPut(HttpReply &reply, const chord::KeyResult &result)
{
    if (result.status == chord::OperationStatus::Ok)
        reply.send(result.created ? 201 : 204, {{"ETag", entityTag(result.version)}});
    else
        answerFailure(reply, result, true);
}

void answerRemove(HttpReply &reply, chord::KeyResult &result)
{
    if (result.status == chord::OperationStatus::ConditionFailed && result.version.isNull())
        result.status = chord::OperationStatus::NotFound;
    if (result.status == chord::OperationStatus::Ok)
        reply.send(204, {});
    else
        answerFailure(reply, result, true);
}

// Milliseconds from ?ttl=SECONDS, noTtl if there is none.
Outcome<qint64> ttlMsOf(const HttpRequest &request)
{
    const Outcome<std::optional<QByteArray>> item = optionalQueryItem(request, "ttl");
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    const auto &text = std::get<std::optional<QByteArray>>(item);
    if (!text)
        return noTtl;
    const std::optional<qint64> seconds = wholeNumber(*text);
    if (!seconds || *seconds < 1 || *seconds > ttlSecondsMax) {
        return Failure{Fault::Malformed,
                       "ttl must be a whole number of seconds from 1 to " + QByteArray::number(ttlSecondsMax) + '.',
                       {}};
    }
    return *seconds * msPerSecond;
}

// What is wrong with the body of a PUT, if anything is.
std::optional<Failure> bodyFailure(const HttpRequest &request, const chord::Config &config)
{
    if (request.body().size() > config.valueBytesMax) {
        return Failure{Fault::ValueTooLarge,
                       "The value has " + QByteArray::number(request.body().size()) + " bytes; at most "
                           + QByteArray::number(config.valueBytesMax) + " are allowed.",
                       {}};
    }
    if (request.header("Content-Type").size() > config.contentTypeBytesMax) {
        return Failure{Fault::Malformed,
                       "The Content-Type is longer than " + QByteArray::number(config.contentTypeBytesMax) + " bytes.",
                       {}};
    }
    // RFC 9110, 14.5: a part of a value taken for all of it would destroy the rest.
    if (!request.header("Content-Range").isNull())
        return Failure{Fault::Malformed, "A value can only be stored whole; leave Content-Range out.", {}};
    return std::nullopt;
}

} // namespace

KeyValueController::KeyValueController(net::NodeHost &host)
    : m_host(host)
{
}

void KeyValueController::addRoutes(Router &router)
{
    const auto bound = [this](auto member) {
        return [this, member](const HttpRequest &request, QByteArrayView key, HttpReply reply) {
            (this->*member)(request, key, std::move(reply));
        };
    };
    router.addReading("/v1/kv/{key}", "the value of a key; the key is percent-encoded",
                      bound(&KeyValueController::get));
    router.add(Method::Put, "/v1/kv/{key}", "store the body; ?ttl=SECONDS, If-Match, If-None-Match",
               bound(&KeyValueController::put));
    router.add(Method::Delete, "/v1/kv/{key}", "delete; If-Match, If-None-Match", bound(&KeyValueController::remove));
}

void KeyValueController::get(const HttpRequest &request, QByteArrayView keyText, HttpReply reply)
{
    const auto key = keyFromPath(keyText, m_host.node().config());
    if (const auto *failure = std::get_if<Failure>(&key)) {
        sendFailure(reply, *failure);
        return;
    }
    auto preconditions = preconditionsOf(request);
    if (const auto *failure = std::get_if<Failure>(&preconditions)) {
        sendFailure(reply, *failure);
        return;
    }
    struct Pending {
        HttpReply reply;
        Preconditions preconditions;
    };
    const std::shared_ptr<Pending> pending(
        new Pending{std::move(reply), std::get<Preconditions>(std::move(preconditions))});
    m_host.get(std::get<QByteArray>(key),
               [pending](chord::KeyResult &&result) { answerGet(pending->reply, pending->preconditions, result); });
}

void KeyValueController::put(const HttpRequest &request, QByteArrayView keyText, HttpReply reply)
{
    const chord::Config &config = m_host.node().config();
    const auto key = keyFromPath(keyText, config);
    const auto ttlMs = ttlMsOf(request);
    const auto condition = writeConditionOf(request);
    const auto body = bodyFailure(request, config);
    for (const Failure *failure : {std::get_if<Failure>(&key), std::get_if<Failure>(&ttlMs),
                                   std::get_if<Failure>(&condition), body ? &*body : nullptr}) {
        if (failure) {
            sendFailure(reply, *failure);
            return;
        }
    }
    const auto shared = std::make_shared<HttpReply>(std::move(reply));
    m_host.put(std::get<QByteArray>(key), request.body(), request.header("Content-Type").toByteArray(),
               std::get<qint64>(ttlMs), std::get<chord::Condition>(condition),
               [shared](chord::KeyResult &&result) { answerPut(*shared, result); });
}

void KeyValueController::remove(const HttpRequest &request, QByteArrayView keyText, HttpReply reply)
{
    const auto key = keyFromPath(keyText, m_host.node().config());
    const auto condition = writeConditionOf(request);
    for (const Failure *failure : {std::get_if<Failure>(&key), std::get_if<Failure>(&condition)}) {
        if (failure) {
            sendFailure(reply, *failure);
            return;
        }
    }
    const auto shared = std::make_shared<HttpReply>(std::move(reply));
    m_host.remove(std::get<QByteArray>(key), std::get<chord::Condition>(condition),
                  [shared](chord::KeyResult &&result) { answerRemove(*shared, result); });
}

} // namespace rest
