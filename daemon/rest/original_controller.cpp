// SPDX-License-Identifier: GPL-3.0-or-later
//
// Parameters in, results out; api/original.h has the bytes.

#include "rest/original_controller.h"

#include "api/batch.h"
#include "api/key_text.h"
#include "api/original.h"
#include "http/http_request.h"
#include "net/node_host.h"
#include "rest/failure.h"
#include "rest/json_reply.h"
#include "rest/membership.h"
#include "rest/router.h"

#include <memory>

namespace rest {

namespace {

// What the original calls an internal problem; used for what its other codes do not cover.
constexpr int otherProblem = 3;

// As of a batch: room for any value of readable text.
constexpr qsizetype answerBytesMax = 32 * 1024 * 1024;

constexpr char textContentType[] = "text/plain; charset=utf-8";

void sendError(http::HttpReply &reply, int status, int code, const QString &message)
{
    sendJson(reply, status, api::toJson(api::OriginalError{message, code}));
}

void sendMalformed(http::HttpReply &reply, const QString &message)
{
    sendError(reply, 400, otherProblem, message);
}

// Of an operation that did not end as Ok. The message for a missing key is the original's.
void sendError(http::HttpReply &reply, const chord::KeyResult &result)
{
    using api::OriginalError;
    const QString reason = QString::fromUtf8(result.reason);
    switch (result.status) {
    case chord::OperationStatus::NotFound:
        sendError(reply, 200, OriginalError::notFound, QStringLiteral("QUERIED DATA NOT FOUND"));
        return;
    case chord::OperationStatus::Invalid:
        sendMalformed(reply, reason);
        return;
    default:
        // A write in progress when its node went down may have happened; otherwise nobody took it.
        sendError(reply, 200, result.mayHaveHappened ? OriginalError::nodeDown : OriginalError::noAppropriateNode,
                  reason.isEmpty() ? QStringLiteral("Too few replicas answered in time.") : reason);
    }
}

// A query item as the original takes it: form-decoded UTF-8. Answers if it is missing or malformed.
std::optional<QByteArray> textItem(const http::HttpRequest &request, QByteArrayView name, http::HttpReply &reply)
{
    std::optional<QByteArray> text = request.queryItem(name);
    if (text && api::isUtf8(*text))
        return text;
    sendMalformed(
        reply,
        QStringLiteral("The query must have an item \"%1\" of percent-encoded UTF-8.").arg(QString::fromLatin1(name)));
    return std::nullopt;
}

void answerDone(http::HttpReply &reply, const chord::KeyResult &result)
{
    if (result.status == chord::OperationStatus::Ok)
        sendJson(reply, 200, api::toJson(api::OriginalDone()));
    else
        sendError(reply, result);
}

void sendNoText(http::HttpReply &reply, const QByteArray &key, const QString &why)
{
    const QString path = QStringLiteral("/v1/kv/") + QString::fromLatin1(api::percentEncoded(key));
    sendError(reply, 200, otherProblem, QStringLiteral("The value %1; read it at %2.").arg(why, path));
}

// The point that many percent around the ring; 100 is the last identifier.
chord::Id pointAt(double percentage, const chord::IdSpace &space)
{
    constexpr quint32 stepsPerPercent = 10'000'000;
    if (percentage >= 100)
        return space.distance(chord::Id(1), chord::Id(0));
    return space.fraction(quint32(percentage * stepsPerPercent), 100 * stepsPerPercent);
}

} // namespace

OriginalController::OriginalController(net::NodeHost &host, int bornId)
    : m_host(host)
    , m_bornId(bornId)
{
}

void OriginalController::addRoutes(Router &router)
{
    router.add(Method::Get, "/global_put_simple", "?key=K&val=V",
               [this](const http::HttpRequest &request, auto, http::HttpReply reply) {
                   const auto key = textItem(request, "key", reply);
                   const auto value = key ? textItem(request, "val", reply) : std::nullopt;
                   if (value)
                       put(*key, *value, std::move(reply));
               });
    router.addReading("/global_get_simple", "?key=K",
                      [this](const http::HttpRequest &request, auto, http::HttpReply reply) {
                          if (const auto key = textItem(request, "key", reply))
                              get(*key, std::move(reply));
                      });
    router.add(Method::Get, "/global_delete_simple", "?key=K",
               [this](const http::HttpRequest &request, auto, http::HttpReply reply) {
                   if (const auto key = textItem(request, "key", reply))
                       remove(*key, std::move(reply));
               });
    router.add(Method::Post, "/global_put", R"({"key_str":"K","val_str":"V"})",
               [this](const http::HttpRequest &request, auto, http::HttpReply reply) {
                   readBody<api::OriginalPut>(request, std::move(reply), [this](const auto &body, auto reply) {
                       put(body.key, body.value, std::move(reply));
                   });
               });
    router.add(
        Method::Post, "/global_get", R"("K")", [this](const http::HttpRequest &request, auto, http::HttpReply reply) {
            readBody<api::OriginalKey>(request, std::move(reply),
                                       [this](const auto &body, auto reply) { get(body.key, std::move(reply)); });
        });
    router.add(Method::Post, "/global_delete", R"("K")",
               [this](const http::HttpRequest &request, auto, http::HttpReply reply) {
                   readBody<api::OriginalKey>(request, std::move(reply), [this](const auto &body, auto reply) {
                       remove(body.key, std::move(reply));
                   });
               });
    router.addReading("/get_node_info", "this node, its neighbours and fingers",
                      [this](const http::HttpRequest &, auto, http::HttpReply reply) { describe(reply); });
    router.addReading(
        "/resolve_id_val", "?percentage=0..100",
        [this](const http::HttpRequest &request, auto, http::HttpReply reply) { resolve(request, std::move(reply)); });
}

// The body as a JSON document of type T, for then. Answers if it is none.
template <typename T, typename Then>
void OriginalController::readBody(const http::HttpRequest &request, http::HttpReply reply, Then then)
{
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_worker.run<api::Parsed<T>>(
        request.body().size(), [body = request.body()] { return api::fromJson<T>(body); },
        [shared, then](api::Parsed<T> &&parsed) {
            if (parsed.value)
                then(*parsed.value, std::move(*shared));
            else
                sendMalformed(*shared, parsed.error);
        });
}

bool OriginalController::accepts(const QByteArray &key, qsizetype valueBytes, http::HttpReply &reply) const
{
    const chord::Config &config = m_host.node().config();
    if (key.isEmpty() || key.size() > config.keyBytesMax) {
        sendMalformed(reply, QStringLiteral("A key must have 1 to %1 bytes.").arg(config.keyBytesMax));
        return false;
    }
    if (valueBytes > config.valueBytesMax) {
        sendMalformed(reply, QStringLiteral("A value must have at most %1 bytes.").arg(config.valueBytesMax));
        return false;
    }
    return true;
}

void OriginalController::put(const QByteArray &key, const QByteArray &value, http::HttpReply reply)
{
    if (!accepts(key, value.size(), reply))
        return;
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_host.put(key, value, textContentType, -1, {},
               [shared](chord::KeyResult &&result) { answerDone(*shared, result); });
}

void OriginalController::get(const QByteArray &key, http::HttpReply reply)
{
    if (!accepts(key, 0, reply))
        return;
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    const chord::IdSpace space = m_host.node().config().space();
    const quint32 dataId = space.top32(space.hash(key));
    m_host.get(key, [this, shared, dataId, key](chord::KeyResult &&result) {
        if (result.status != chord::OperationStatus::Ok)
            sendError(*shared, result);
        else
            answerData(dataId, key, result.value, std::move(*shared));
    });
}

void OriginalController::answerData(quint32 dataId, const QByteArray &key, const QByteArray &value,
                                    http::HttpReply reply)
{
    if (api::valueBytesInJson(value) > answerBytesMax) {
        sendNoText(reply, key, QStringLiteral("is too long as JSON"));
        return;
    }
    if (!reply.reserve(value.size() + api::valueBytesInJson(value))) {
        sendError(reply, 200, api::OriginalError::noAppropriateNode, QString::fromUtf8(answersTooLarge().detail));
        return;
    }
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_worker.run<QByteArray>(
        value.size(),
        [dataId, value] {
            return api::isUtf8(value) ? api::toJson(api::OriginalData{dataId, value}) : QByteArray();
        },
        [shared, key](QByteArray &&json) {
            if (json.isEmpty())
                sendNoText(*shared, key, QStringLiteral("is not UTF-8 text"));
            else
                sendJson(*shared, 200, json);
        });
}

void OriginalController::remove(const QByteArray &key, http::HttpReply reply)
{
    if (!accepts(key, 0, reply))
        return;
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_host.remove(key, {}, [shared](chord::KeyResult &&result) { answerDone(*shared, result); });
}

void OriginalController::describe(http::HttpReply &reply)
{
    sendJson(reply, 200, api::toJson(api::originalNode(m_host.node(), m_bornId)));
}

void OriginalController::resolve(const http::HttpRequest &request, http::HttpReply reply)
{
    const auto text = textItem(request, "percentage", reply);
    if (!text)
        return;
    bool isNumber = false;
    const double percentage = text->toDouble(&isNumber);
    if (!isNumber || !(percentage >= 0 && percentage <= 100)) {
        sendMalformed(reply, QStringLiteral("percentage must be a number from 0 to 100."));
        return;
    }
    if (const auto failure = joiningFailure(m_host.node())) {
        sendError(reply, 200, api::OriginalError::noAppropriateNode, QString::fromUtf8(failure->detail));
        return;
    }
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    const chord::IdSpace space = m_host.node().config().space();
    m_host.lookup(pointAt(percentage, space), [shared, space](chord::LookupResult &&result) {
        if (result.status == chord::OperationStatus::Ok)
            sendJson(*shared, 200, api::toJson(api::originalResolved(result, space)));
        else
            sendError(*shared, 200, api::OriginalError::noAppropriateNode, QString::fromUtf8(result.reason));
    });
}

} // namespace rest
