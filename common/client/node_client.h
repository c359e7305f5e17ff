// SPDX-License-Identifier: GPL-3.0-or-later
//
// The REST interface of one node (version 1), as calls that answer later. Results are typed: a value, or a failure that
// says what happened to the request, so that no caller has to look at HTTP.
#pragma once

#include "api/batch.h"
#include "api/json.h"
#include "client/http_client_connection.h"

#include <QObject>

#include <functional>
#include <optional>

namespace client {

struct Failure {
    enum class Kind : quint8 {
        Unreachable, // nobody saw the request
        NoAnswer, // it was sent, and no answer came
        NotFound,
        ConditionFailed,
        Unavailable, // 503: too few replicas, or the node is not ready
        Rejected, // any other status
        BadAnswer, // what came is not what a node of FunnelKVS says
    };

    Kind kind = Kind::Unreachable;
    HttpResponse::Cause cause = HttpResponse::Cause::Other; // of Unreachable and NoAnswer
    int status = 0; // HTTP's, if there was an answer
    bool mayHaveHappened = false; // a write may have taken effect
    QString text; // a sentence for the user, without the node's address and without a full stop
};

template <typename T>
struct Result {
    std::optional<T> value;
    Failure failure; // meaningful if there is no value

    explicit operator bool() const { return value.has_value(); }
};

template <typename T>
using Callback = std::function<void(Result<T> &&)>;

struct StoredValue {
    QByteArray value;
    QByteArray contentType; // empty: none was given
    QByteArray etag; // with its quotes, as If-Match wants it
    std::optional<qint64> ttlSeconds; // until it expires; nothing: it does not
};

struct WriteOptions {
    QByteArray contentType;
    qint64 ttlSeconds = -1; // -1: for ever
    QByteArray ifMatch; // an ETag with its quotes, or "*"; empty: unconditional
    QByteArray ifNoneMatch;
};

struct Written {
    bool created = false;
    QByteArray etag;
};

struct Done { };

class NodeClient : public QObject {
    Q_OBJECT
public:
    // host: a name or address, IPv6 without brackets.
    NodeClient(const QString &host, quint16 port, QObject *parent = nullptr);

    // How long a request may take, connecting included.
    void setTimeoutMs(int timeoutMs) { m_timeoutMs = timeoutMs; }

    void get(const QByteArray &key, Callback<StoredValue> done);
    void put(const QByteArray &key, const QByteArray &value, const WriteOptions &options, Callback<Written> done);
    // Of options, only the conditions count.
    void remove(const QByteArray &key, const WriteOptions &options, Callback<Done> done);

    // Up to api::batchOperationsMax operations; as many outcomes, in the same order. The failure is that of all.
    void batch(const std::vector<api::BatchOperation> &operations, Callback<std::vector<api::BatchOutcome>> done);

    void node(Callback<api::NodeDocument> done);
    // after: KeysPage::next of the page before; empty for the first.
    void keys(int limit, const QByteArray &after, Callback<api::KeysPage> done);
    // Of the whole ring, those with this prefix. after: RingKeysPage::next of the page before; empty for the first.
    void ringKeys(const QByteArray &prefix, int limit, const QByteArray &after, Callback<api::RingKeysPage> done);
    void ring(Callback<api::RingDocument> done);
    void lookup(const QByteArray &key, Callback<api::LookupDocument> done);
    void leave(Callback<Done> done);
    // After the loss of a majority: whatever ran at that HOST:PORT is gone for ever, with its memory.
    void declareDead(const QByteArray &address, Callback<Done> done);
    // Recovers the range of this place (hexadecimal) with the voters that are left: if nothing can be lost, or if
    // isConfirmed. The answer tells what was done, or would be.
    void recoverRange(const QByteArray &id, bool isConfirmed, Callback<api::RecoveryDocument> done);

    // Anything else; the answer's body. Any status below 300 is a success.
    void fetch(const QByteArray &target, Callback<QByteArray> done);

private:
    HttpRequest request(const QByteArray &method, const QByteArray &target) const;
    HttpRequest emptyPost(const QByteArray &target) const;

    HttpClientConnection m_connection;
    int m_timeoutMs = 10000;
};

// A request for that, and what its answer, if it is a success, says.
HttpRequest batchRequest(const std::vector<api::BatchOperation> &operations);
Result<std::vector<api::BatchOutcome>> batchOutcomes(const HttpResponse &response, size_t operations);

// What went wrong, of a response that is no success.
Failure failureOf(const HttpResponse &response);

} // namespace client
