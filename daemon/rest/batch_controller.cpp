// SPDX-License-Identifier: GPL-3.0-or-later
//
// A batch is read and checked whole; only then is any of it begun.

#include "rest/batch_controller.h"

#include "api/batch.h"
#include "http/access_policy.h"
#include "http/http_request.h"
#include "net/node_host.h"
#include "rest/batch_run.h"
#include "rest/json_reply.h"
#include "rest/key_limits.h"
#include "rest/router.h"

#include <algorithm>

namespace rest {

using Language = BatchController::Language;

namespace {

constexpr char acceptedTypes[] = "application/json, application/cbor";

// Of the body, by its Content-Type, whose parameters do not matter.
std::optional<Language> languageOf(const http::HttpRequest &request)
{
    QByteArrayView type = request.header("Content-Type");
    if (const qsizetype semicolon = type.indexOf(';'); semicolon >= 0)
        type = type.first(semicolon);
    type = type.trimmed();
    if (type.compare(api::jsonContentType, Qt::CaseInsensitive) == 0)
        return Language::Json;
    if (type.compare(api::cborContentType, Qt::CaseInsensitive) == 0)
        return Language::Cbor;
    return std::nullopt;
}

Outcome<BatchStep> stepOf(api::BatchOperation &&operation, const chord::Config &config)
{
    if (std::optional<Failure> failure = keyFailure(operation.key, config))
        return Failure{Fault::Malformed, failure->detail, {}}; // 414 is for a path
    auto preconditions = preconditionsOf(operation.ifMatch, operation.ifNoneMatch);
    if (auto *failure = std::get_if<Failure>(&preconditions))
        return std::move(*failure);
    BatchStep step;
    step.preconditions = std::get<Preconditions>(std::move(preconditions));
    if (operation.kind != api::BatchOperation::Kind::Get) {
        auto condition = writeConditionOf(step.preconditions);
        if (auto *failure = std::get_if<Failure>(&condition))
            return std::move(*failure);
        step.writeCondition = std::get<chord::Condition>(std::move(condition));
    }
    if (std::optional<Failure> failure = valueFailure(operation.value.size(), operation.contentType, config))
        return *std::move(failure);
    if (operation.ttlSeconds) {
        if (std::optional<Failure> failure = ttlFailure(operation.ttlSeconds))
            return *std::move(failure);
    }
    step.operation = std::move(operation);
    return step;
}

Outcome<std::vector<BatchStep>> stepsOf(api::BatchRequest &&batch, const chord::Config &config)
{
    if (!batch.error.isEmpty())
        return Failure{batch.tooMany ? Fault::TooLarge : Fault::Malformed, batch.error.toUtf8(), {}};
    std::vector<BatchStep> steps;
    steps.reserve(batch.operations.size());
    for (api::BatchOperation &operation : batch.operations) {
        Outcome<BatchStep> step = stepOf(std::move(operation), config);
        if (auto *failure = std::get_if<Failure>(&step)) {
            failure->detail.prepend('[' + QByteArray::number(qsizetype(steps.size())) + "]: ");
            return std::move(*failure);
        }
        steps.push_back(std::get<BatchStep>(std::move(step)));
    }
    return steps;
}

bool writes(const api::BatchRequest &batch)
{
    return std::any_of(batch.operations.begin(), batch.operations.end(), [](const api::BatchOperation &operation) {
        return operation.kind != api::BatchOperation::Kind::Get;
    });
}

QByteArray written(Language language, const std::vector<api::BatchOutcome> &outcomes)
{
    return language == Language::Json ? api::batchToJson(outcomes) : api::batchToCbor(outcomes);
}

void send(http::HttpReply &reply, Language language, const QByteArray &document)
{
    if (language == Language::Json)
        sendJson(reply, 200, document);
    else
        reply.send(200, {{"Content-Type", api::cborContentType}, {"Cache-Control", "no-store"}}, document);
}

qsizetype valueBytesOf(const std::vector<api::BatchOutcome> &outcomes)
{
    qsizetype bytes = 0;
    for (const api::BatchOutcome &outcome : outcomes)
        bytes += outcome.value ? outcome.value->size() : 0;
    return bytes;
}

} // namespace

BatchController::BatchController(net::NodeHost &host)
    : m_host(host)
{
}

void BatchController::addRoutes(Router &router)
{
    router.add(Method::Post, "/v1/batch", "up to 1,000 puts, gets and deletes, as JSON or CBOR",
               [this](const http::HttpRequest &request, QByteArrayView, http::HttpReply reply) {
                   carryOut(request, std::move(reply));
               });
}

void BatchController::carryOut(const http::HttpRequest &request, http::HttpReply reply)
{
    if (!request.hasLength()) {
        sendFailure(reply, {Fault::LengthRequired, "A batch is the body of the request, and there is none.", {}});
        return;
    }
    const std::optional<Language> language = languageOf(request);
    if (!language) {
        sendFailure(reply, {Fault::UnsupportedType, "The Content-Type of a batch must be one of those in Accept.", {}},
                    {{"Accept", acceptedTypes}});
        return;
    }
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    const bool mayWrite = request.permits(http::Access::Write);
    m_worker.run<api::BatchRequest>(
        request.body().size(),
        [language = *language, body = request.body()] {
            return language == Language::Json ? api::batchFromJson(body) : api::batchFromCbor(body);
        },
        [this, shared, mayWrite, language = *language](api::BatchRequest &&batch) {
            begin(std::move(batch), mayWrite, language, std::move(*shared));
        });
}

void BatchController::begin(api::BatchRequest &&batch, bool mayWrite, Language language, http::HttpReply reply)
{
    if (writes(batch) && !mayWrite) {
        sendFailure(reply, {Fault::Forbidden, http::tooWeakDetail(http::Access::Write), {}},
                    {{"WWW-Authenticate", http::tokenIsTooWeak}});
        return;
    }
    auto steps = stepsOf(std::move(batch), m_host.node().config());
    if (const auto *failure = std::get_if<Failure>(&steps)) {
        sendFailure(reply, *failure);
        return;
    }
    BatchRun::start(m_host, std::get<std::vector<BatchStep>>(std::move(steps)), std::move(reply),
                    language == Language::Json ? api::valueBytesInJson : api::valueBytesInCbor,
                    [this, language](http::HttpReply &&reply, std::vector<api::BatchOutcome> &&outcomes) {
                        answer(language, std::move(outcomes), std::move(reply));
                    });
}

void BatchController::answer(Language language, std::vector<api::BatchOutcome> &&outcomes, http::HttpReply reply)
{
    const qsizetype bytes = valueBytesOf(outcomes);
    const auto shared = std::make_shared<http::HttpReply>(std::move(reply));
    m_worker.run<QByteArray>(
        bytes, [language, outcomes = std::move(outcomes)] { return written(language, outcomes); },
        [shared, language](QByteArray &&document) { send(*shared, language, document); });
}

} // namespace rest
