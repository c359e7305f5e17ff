// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each call is one request and one way to read its answer; what went wrong is told in one place.

#include "client/node_client.h"

#include "api/key_text.h"

#include <algorithm>
#include <utility>

namespace client {

using namespace Qt::StringLiterals;

namespace {

// A node gives a batch up to twice the time of an operation, 5 s each.
constexpr int batchTimeoutMs = 20'000;

QByteArray keyTarget(const QByteArray &key)
{
    return "/v1/kv/" + api::percentEncoded(key);
}

QByteArray conditionFields(const WriteOptions &options)
{
    QByteArray fields;
    if (!options.ifMatch.isEmpty())
        fields += "If-Match: " + options.ifMatch + "\r\n";
    if (!options.ifNoneMatch.isEmpty())
        fields += "If-None-Match: " + options.ifNoneMatch + "\r\n";
    return fields;
}

Failure::Kind kindOfStatus(int status)
{
    switch (status) {
    case 404:
        return Failure::Kind::NotFound;
    case 412:
        return Failure::Kind::ConditionFailed;
    case 503:
        return Failure::Kind::Unavailable;
    default:
        return Failure::Kind::Rejected;
    }
}

// Calls done with what read() makes of a success, or with the failure.
template <typename T, typename Read>
HttpClientConnection::Callback reading(Callback<T> done, Read read)
{
    return [done = std::move(done), read = std::move(read)](HttpResponse &&response) {
        if (response.isSuccess())
            done(read(response));
        else
            done({std::nullopt, failureOf(response)});
    };
}

Failure badAnswer(const HttpResponse &response, const QString &error)
{
    Failure failure;
    failure.kind = Failure::Kind::BadAnswer;
    failure.status = response.status;
    failure.text = u"its answer is not a FunnelKVS node's (%1)"_s.arg(error);
    return failure;
}

template <typename T>
Result<T> parsed(const HttpResponse &response)
{
    api::Parsed<T> document = api::fromJson<T>(response.body);
    if (document.value)
        return {std::move(document.value), {}};
    return {std::nullopt, badAnswer(response, document.error)};
}

} // namespace

Failure failureOf(const HttpResponse &response)
{
    Failure failure;
    if (!response.isAnswered()) {
        const bool wasSent = response.outcome != HttpResponse::Outcome::Unreachable;
        failure.kind = wasSent ? Failure::Kind::NoAnswer : Failure::Kind::Unreachable;
        failure.cause = response.cause;
        failure.mayHaveHappened = wasSent && !response.isToSafeRequest;
        failure.text = response.error;
        return failure;
    }
    failure.kind = kindOfStatus(response.status);
    failure.status = response.status;
    const api::Parsed<api::Problem> problem = api::fromJson<api::Problem>(response.body);
    failure.mayHaveHappened = !response.isToSafeRequest && response.status >= 500
        && (!problem.value || problem.value->mayHaveHappened.value_or(false));
    if (problem.value)
        failure.text = problem.value->detail.isEmpty() ? problem.value->title : problem.value->detail;
    else
        failure.text = u"it answered HTTP status %1"_s.arg(response.status);
    while (failure.text.endsWith(u'.'))
        failure.text.chop(1);
    return failure;
}

HttpRequest batchRequest(const std::vector<api::BatchOperation> &operations)
{
    HttpRequest request;
    request.method = "POST";
    request.target = "/v1/batch";
    request.fields = QByteArray("Content-Type: ") + api::cborContentType + "\r\n";
    request.body = api::batchToCbor(operations);
    request.timeoutMs = batchTimeoutMs;
    request.onlyReads = std::all_of(operations.begin(), operations.end(), [](const api::BatchOperation &operation) {
        return operation.kind == api::BatchOperation::Kind::Get;
    });
    return request;
}

Result<std::vector<api::BatchOutcome>> batchOutcomes(const HttpResponse &response, size_t operations)
{
    if (!response.isSuccess())
        return {std::nullopt, failureOf(response)};
    api::Parsed<std::vector<api::BatchOutcome>> outcomes = api::outcomesFromCbor(response.body);
    if (outcomes.value && outcomes.value->size() == operations)
        return {std::move(outcomes.value), {}};
    const QString error = outcomes.value
        ? u"%1 outcomes for %2 operations"_s.arg(outcomes.value->size()).arg(operations)
        : outcomes.error;
    return {std::nullopt, badAnswer(response, error)};
}

NodeClient::NodeClient(const QString &host, quint16 port, QObject *parent)
    : QObject(parent)
    , m_connection(host, port)
{
}

HttpRequest NodeClient::request(const QByteArray &method, const QByteArray &target) const
{
    HttpRequest request;
    request.method = method;
    request.target = target;
    request.timeoutMs = m_timeoutMs;
    return request;
}

HttpRequest NodeClient::emptyPost(const QByteArray &target) const
{
    HttpRequest post = request("POST", target);
    post.body = QByteArray();
    return post;
}

void NodeClient::get(const QByteArray &key, Callback<StoredValue> done)
{
    m_connection.send(
        request("GET", keyTarget(key)), reading<StoredValue>(std::move(done), [](HttpResponse &response) {
            StoredValue stored{std::move(response.body), response.field("Content-Type"), response.field("ETag"), {}};
            if (const QByteArray ttl = response.field("TTL"); !ttl.isNull())
                stored.ttlSeconds = ttl.toLongLong();
            return Result<StoredValue>{std::move(stored), {}};
        }));
}

void NodeClient::put(const QByteArray &key, const QByteArray &value, const WriteOptions &options,
                     Callback<Written> done)
{
    QByteArray target = keyTarget(key);
    if (options.ttlSeconds >= 0)
        target += "?ttl=" + QByteArray::number(options.ttlSeconds);
    HttpRequest put = request("PUT", target);
    put.body = value;
    put.fields = conditionFields(options);
    if (!options.contentType.isEmpty())
        put.fields += "Content-Type: " + options.contentType + "\r\n";
    m_connection.send(put, reading<Written>(std::move(done), [](HttpResponse &response) {
                          return Result<Written>{Written{response.status == 201, response.field("ETag")}, {}};
                      }));
}

void NodeClient::remove(const QByteArray &key, const WriteOptions &options, Callback<Done> done)
{
    HttpRequest remove = request("DELETE", keyTarget(key));
    remove.fields = conditionFields(options);
    m_connection.send(remove, reading<Done>(std::move(done), [](HttpResponse &) { return Result<Done>{Done{}, {}}; }));
}

void NodeClient::batch(const std::vector<api::BatchOperation> &operations,
                       Callback<std::vector<api::BatchOutcome>> done)
{
    m_connection.send(batchRequest(operations),
                      [done = std::move(done), count = operations.size()](HttpResponse &&response) {
                          done(batchOutcomes(response, count));
                      });
}

void NodeClient::node(Callback<api::NodeDocument> done)
{
    m_connection.send(request("GET", "/v1/node"),
                      reading<api::NodeDocument>(std::move(done), parsed<api::NodeDocument>));
}

void NodeClient::keys(int limit, const QByteArray &after, Callback<api::KeysPage> done)
{
    QByteArray target = "/v1/node/keys?limit=" + QByteArray::number(limit);
    if (!after.isEmpty())
        target += "&after=" + after.toPercentEncoding();
    m_connection.send(request("GET", target), reading<api::KeysPage>(std::move(done), parsed<api::KeysPage>));
}

void NodeClient::ringKeys(const QByteArray &prefix, int limit, const QByteArray &after,
                          Callback<api::RingKeysPage> done)
{
    QByteArray target = "/v1/keys?limit=" + QByteArray::number(limit);
    if (!prefix.isEmpty())
        target += "&prefix=" + prefix.toPercentEncoding();
    if (!after.isEmpty())
        target += "&after=" + after;
    m_connection.send(request("GET", target), reading<api::RingKeysPage>(std::move(done), parsed<api::RingKeysPage>));
}

void NodeClient::ring(Callback<api::RingDocument> done)
{
    m_connection.send(request("GET", "/v1/ring"),
                      reading<api::RingDocument>(std::move(done), parsed<api::RingDocument>));
}

void NodeClient::lookup(const QByteArray &key, Callback<api::LookupDocument> done)
{
    m_connection.send(request("GET", "/v1/lookup/" + api::percentEncoded(key)),
                      reading<api::LookupDocument>(std::move(done), parsed<api::LookupDocument>));
}

void NodeClient::leave(Callback<Done> done)
{
    m_connection.send(emptyPost("/v1/node/leave"), reading<Done>(std::move(done), [](HttpResponse &) {
                          return Result<Done>{Done{}, {}};
                      }));
}

void NodeClient::declareDead(const QByteArray &address, Callback<Done> done)
{
    m_connection.send(emptyPost("/v1/declare-dead?node=" + api::percentEncoded(address)),
                      reading<Done>(std::move(done), [](HttpResponse &) {
                          return Result<Done>{Done{}, {}};
                      }));
}

void NodeClient::recoverRange(const QByteArray &id, bool isConfirmed, Callback<api::RecoveryDocument> done)
{
    const QByteArray target = "/v1/recover-range?id=" + api::percentEncoded(id);
    m_connection.send(emptyPost(target + (isConfirmed ? "&confirm=true" : "")),
                      reading<api::RecoveryDocument>(std::move(done), parsed<api::RecoveryDocument>));
}

void NodeClient::fetch(const QByteArray &target, Callback<QByteArray> done)
{
    m_connection.send(request("GET", target), reading<QByteArray>(std::move(done), [](HttpResponse &response) {
                          return Result<QByteArray>{std::move(response.body), {}};
                      }));
}

} // namespace client
