// SPDX-License-Identifier: GPL-3.0-or-later
//
// A request is checked whole before the ring hears of it. Callbacks hold the reply and values only, nothing of the
// controller, and may come after the client has gone.

#include "rest/key_value_controller.h"

#include "http/http_request.h"
#include "net/node_host.h"
#include "rest/accept.h"
#include "rest/key_answer.h"
#include "rest/key_limits.h"
#include "rest/membership.h"
#include "rest/path_key.h"
#include "rest/query.h"
#include "rest/router.h"
#include "rest/watchers.h"

#include <memory>

namespace rest {

namespace {

// Of a value that was stored without one (RFC 9110, 8.3).
constexpr char defaultContentType[] = "application/octet-stream";

// std::function wants what it holds to be copyable.
using SharedReply = std::shared_ptr<http::HttpReply>;

// no-cache: kept copies must be checked here before use, or a read could miss an acknowledged write. TTL: the field
// that RFC 8030 (5.2) has for how long something is kept.
void send(http::HttpReply &reply, const KeyAnswer &answer)
{
    if (answer.failure && answer.etag.isEmpty()) {
        sendFailure(reply, *answer.failure);
    } else if (answer.failure) {
        sendFailure(reply, *answer.failure, {{"ETag", answer.etag}});
    } else if (answer.status == 200) {
        const QByteArray ttl = answer.ttlSeconds ? QByteArray::number(*answer.ttlSeconds) : QByteArray();
        const QByteArrayView type =
            answer.contentType.isEmpty() ? QByteArrayView(defaultContentType) : answer.contentType;
        const http::HttpField fields[] = {
            {"Content-Type", type}, {"ETag", answer.etag}, {"Cache-Control", "no-cache"}, {"TTL", ttl}};
        const size_t fieldCount = std::size(fields) - (ttl.isNull() ? 1 : 0);
        reply.send(200, std::span(fields, fieldCount), answer.value);
    } else if (answer.status == 304) {
        reply.send(304, {{"ETag", answer.etag}, {"Cache-Control", "no-cache"}});
    } else if (answer.etag.isEmpty()) {
        reply.send(answer.status, {});
    } else {
        reply.send(answer.status, {{"ETag", answer.etag}});
    }
}

// Milliseconds from ?ttl=SECONDS, noTtl if there is none.
Outcome<qint64> ttlMsOf(const http::HttpRequest &request)
{
    const Outcome<std::optional<QByteArray>> item = optionalQueryItem(request, "ttl");
    if (const auto *failure = std::get_if<Failure>(&item))
        return *failure;
    const auto &text = std::get<std::optional<QByteArray>>(item);
    if (!text)
        return noTtl;
    const std::optional<qint64> seconds = wholeNumber(*text);
    if (std::optional<Failure> failure = ttlFailure(seconds))
        return *std::move(failure);
    return ttlMs(seconds);
}

// What is wrong with the body of a PUT, if anything is.
std::optional<Failure> bodyFailure(const http::HttpRequest &request, const chord::Config &config)
{
    if (std::optional<Failure> failure = valueFailure(request.body().size(), request.header("Content-Type"), config))
        return failure;
    // RFC 9110, 14.5: a part of a value taken for all of it would destroy the rest.
    if (!request.header("Content-Range").isNull())
        return Failure{Fault::Malformed, "A value can only be stored whole; leave Content-Range out.", {}};
    return std::nullopt;
}

} // namespace

KeyValueController::KeyValueController(net::NodeHost &host, Watchers &watchers)
    : m_host(host)
    , m_watchers(watchers)
{
}

void KeyValueController::addRoutes(Router &router)
{
    const auto bound = [this](auto member) {
        return [this, member](const http::HttpRequest &request, QByteArrayView key, http::HttpReply reply) {
            (this->*member)(request, key, std::move(reply));
        };
    };
    router.addReading("/v1/kv/{key}",
                      "the value of a key; the key is percent-encoded; with Accept: text/event-stream, each change",
                      bound(&KeyValueController::get));
    router.add(Method::Put, "/v1/kv/{key}", "store the body; ?ttl=SECONDS, If-Match, If-None-Match",
               bound(&KeyValueController::put), {"ttl"});
    router.add(Method::Delete, "/v1/kv/{key}", "delete; If-Match, If-None-Match", bound(&KeyValueController::remove));
}

void KeyValueController::get(const http::HttpRequest &request, QByteArrayView keyText, http::HttpReply reply)
{
    const auto key = keyFromPath(keyText, m_host.node().config());
    if (const auto *failure = std::get_if<Failure>(&key)) {
        sendFailure(reply, *failure);
        return;
    }
    if (request.method() == QByteArrayView("GET") && wantsEventStream(request.headerList("Accept"))) {
        watch(request, std::get<QByteArray>(key), std::move(reply));
        return;
    }
    auto preconditions = preconditionsOf(request);
    if (const auto *failure = std::get_if<Failure>(&preconditions)) {
        sendFailure(reply, *failure);
        return;
    }
    struct Pending {
        http::HttpReply reply;
        Preconditions preconditions;
        QByteArray ifMatch;
    };
    const std::shared_ptr<Pending> pending(new Pending{
        std::move(reply), std::get<Preconditions>(std::move(preconditions)), request.headerList("If-Match")});
    m_host.get(std::get<QByteArray>(key), [pending](chord::KeyResult &&result) {
        if (!pending->reply.reserve(result.value.size())) {
            sendFailure(pending->reply, answersTooLarge());
            return;
        }
        send(pending->reply, explained(getAnswer(pending->preconditions, std::move(result)), pending->ifMatch));
    });
}

// A Last-Event-ID that this node cannot read names a state that it does not know.
void KeyValueController::watch(const http::HttpRequest &request, const QByteArray &key, http::HttpReply reply)
{
    if (const std::optional<Failure> failure = joiningFailure(m_host.node())) {
        sendFailure(reply, *failure);
        return;
    }
    std::optional<chord::WatchPoint> known;
    if (const QByteArrayView last = request.header("Last-Event-ID"); !last.isEmpty())
        known = chord::WatchPoint::fromText(last).value_or(chord::WatchPoint());
    m_watchers.begin(key, known, std::move(reply));
}

void KeyValueController::put(const http::HttpRequest &request, QByteArrayView keyText, http::HttpReply reply)
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
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_host.put(std::get<QByteArray>(key), request.body(), request.header("Content-Type").toByteArray(),
               std::get<qint64>(ttlMs), std::get<chord::Condition>(condition),
               [shared, ifMatch = request.headerList("If-Match")](chord::KeyResult &&result) {
                   send(*shared, explained(putAnswer(result), ifMatch));
               });
}

void KeyValueController::remove(const http::HttpRequest &request, QByteArrayView keyText, http::HttpReply reply)
{
    const auto key = keyFromPath(keyText, m_host.node().config());
    const auto condition = writeConditionOf(request);
    for (const Failure *failure : {std::get_if<Failure>(&key), std::get_if<Failure>(&condition)}) {
        if (failure) {
            sendFailure(reply, *failure);
            return;
        }
    }
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_host.remove(std::get<QByteArray>(key), std::get<chord::Condition>(condition),
                  [shared, ifMatch = request.headerList("If-Match")](chord::KeyResult &&result) {
                      send(*shared, explained(removeAnswer(result), ifMatch));
                  });
}

} // namespace rest
