// SPDX-License-Identifier: GPL-3.0-or-later
//
// POST /v1/batch: many operations in one request, as JSON (RFC 8259) or CBOR (RFC 8949). Both languages have the same
// members; CBOR carries keys and values as the bytes they are, JSON as text, or percent-encoded and base64 where they
// are no UTF-8. Reading is strict: a member that is not known is an error, since a misspelt "ifMatch" would be a lost
// update. What the members mean is checked where the operations are carried out.
#pragma once

#include "api/json.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace api {

inline constexpr int batchOperationsMax = 1000;
inline constexpr char cborContentType[] = "application/cbor";

struct BatchOperation {
    enum class Kind : quint8 { Get, Put, Delete };

    Kind kind = Kind::Get;
    QByteArray key;
    QByteArray value; // of a put
    QByteArray contentType; // of a put; empty: none
    std::optional<qint64> ttlSeconds; // of a put
    QByteArray ifMatch; // as the header field of that name; null: not given
    QByteArray ifNoneMatch;
    friend bool operator==(const BatchOperation &, const BatchOperation &) = default;
};

// How one operation ended: the status that it would have had as a request of its own, and what came with it.
struct BatchOutcome {
    int status = 0;
    QByteArray etag; // with its quotes; empty: none
    std::optional<QByteArray> value; // of a get with status 200
    QByteArray contentType; // of the value; empty: none was stored with it
    std::optional<Problem> problem; // why it failed
    std::optional<qint64> ttlSeconds = {}; // of a value that expires: in how long
    friend bool operator==(const BatchOutcome &, const BatchOutcome &) = default;
};

struct BatchRequest {
    std::vector<BatchOperation> operations;
    QString error; // a sentence that names the element ("[17].key is missing."); empty exactly if all is well
    bool tooMany = false; // the error is that there are more than batchOperationsMax
};

BatchRequest batchFromJson(const QByteArray &json);
BatchRequest batchFromCbor(const QByteArray &cbor);
QByteArray batchToCbor(const std::vector<BatchOperation> &operations);

// One operation from one JSON object: a line of what put-many and get-many read. It is of that kind, whether it says so
// or has no "op"; a get may also be just the text of its key.
Parsed<BatchOperation> batchOperationFromJson(const QByteArray &json, BatchOperation::Kind kind);

QByteArray batchToJson(const std::vector<BatchOutcome> &outcomes);
QByteArray batchToCbor(const std::vector<BatchOutcome> &outcomes);
Parsed<std::vector<BatchOutcome>> outcomesFromCbor(const QByteArray &cbor);

// What this value takes in an answer to a batch at most: as JSON, control characters become six, and bytes that are no
// text become base64.
qsizetype valueBytesInJson(const QByteArray &value);
qsizetype valueBytesInCbor(const QByteArray &value);

class JsonWriter;
// The members of one outcome, into an object that has begun.
void writeOutcome(JsonWriter &json, const BatchOutcome &outcome);

} // namespace api
