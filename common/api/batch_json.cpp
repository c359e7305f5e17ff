// SPDX-License-Identifier: GPL-3.0-or-later
//
// Batches as JSON.

#include "api/batch_members.h"
#include "api/json_reader.h"
#include "api/json_texts.h"
#include "api/json_writer.h"
#include "api/key_text.h"

#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace api {

using namespace Qt::StringLiterals;
namespace names = batch_names;

namespace {

const QString repeatedMember = u"A member is given twice in one object."_s;

// Qt's parser makes up to eight bytes of one ("[0,0,0…"), so a text of many small items is turned away before it: a
// separator in front of every member of every operation is as many as there can be.
bool hasTooManyItems(const QByteArray &json)
{
    int separatorsLeft = batchMembersMax * batchOperationsMax;
    bool inText = false;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '"')
            inText = !inText;
        else if (c == '\\')
            ++i;
        else if (c == ',' && !inText && --separatorsLeft < 0)
            return true;
    }
    return false;
}

BatchMember memberOf(const QString &name, const QJsonValue &value)
{
    BatchMember member;
    member.name = name.toUtf8();
    if (value.isString()) {
        const QString text = value.toString();
        if (text.isValidUtf16()) // half a surrogate pair stands for no character
            member.kind = BatchMember::Kind::Text;
        member.bytes = text.toUtf8();
    } else if (value.isDouble()) {
        constexpr double exactBelow = 9007199254740992.0; // 2^53
        const double number = value.toDouble();
        if (std::trunc(number) == number && std::abs(number) < exactBelow) {
            member.kind = BatchMember::Kind::Number;
            member.number = qint64(number);
        }
    }
    return member;
}

QString operationFrom(const QJsonValue &value, std::optional<BatchOperation::Kind> kind, BatchOperation &operation)
{
    if (!value.isObject())
        return u" must be an object."_s;
    const QJsonObject object = value.toObject();
    BatchMembers members;
    for (auto member = object.begin(); member != object.end(); ++member)
        members.append(memberOf(member.key(), member.value()));
    return operationOf(members, kind, operation);
}

} // namespace

BatchRequest batchFromJson(const QByteArray &json)
{
    BatchRequest request;
    if (hasTooManyItems(json)) {
        request.tooMany = true;
        request.error = u"There are more members than %1 operations can have."_s.arg(batchOperationsMax);
        return request;
    }
    JsonMistake mistake;
    const std::optional<QJsonValue> document = parseJson(json, mistake);
    if (!document || !document->isArray()) {
        request.error = document ? u"A batch must be an array of operations."_s : mistake.text();
        return request;
    }
    if (hasRepeatedMember(json, *document)) {
        request.error = repeatedMember;
        return request;
    }
    const QJsonArray array = document->toArray();
    if (array.size() > batchOperationsMax) {
        request.tooMany = true;
        request.error = u"There are %1 operations; at most %2 are allowed."_s.arg(array.size()).arg(batchOperationsMax);
        return request;
    }
    request.operations.resize(size_t(array.size()));
    for (qsizetype i = 0; i < array.size() && request.error.isEmpty(); ++i) {
        const QString problem = operationFrom(array[i], std::nullopt, request.operations[size_t(i)]);
        if (!problem.isEmpty())
            request.error = u"[%1]%2"_s.arg(i).arg(problem);
    }
    return request;
}

// Without what a listing tells of a key.
static QJsonValue withoutFacts(const QJsonValue &value)
{
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (const char *name : {"id", "bytes", "etag", "ttl"})
        object.remove(QLatin1StringView(name));
    return object;
}

Parsed<BatchOperation> batchOperationFromJson(const QByteArray &json, BatchOperation::Kind kind)
{
    JsonMistake mistake;
    const std::optional<QJsonValue> value = parseJson(json, mistake);
    if (!value)
        return {{}, mistake.text()};
    if (hasRepeatedMember(json, *value))
        return {{}, repeatedMember};
    BatchOperation operation;
    operation.kind = kind;
    if (kind != BatchOperation::Kind::Put && value->isString()) {
        operation.key = value->toString().toUtf8();
        return {std::move(operation), {}};
    }
    const QString problem =
        operationFrom(kind == BatchOperation::Kind::Put ? *value : withoutFacts(*value), kind, operation);
    if (!problem.isEmpty())
        return {{}, problem.startsWith(u'.') ? problem.sliced(1) : u"It"_s + problem};
    return {std::move(operation), {}};
}

qsizetype valueBytesInJson(const QByteArray &value)
{
    qsizetype escapes = 0; // bytes besides the first
    for (const char c : value)
        escapes += uchar(c) < 0x20 ? 5 : (c == '"' || c == '\\');
    return std::max(value.size() + escapes, (value.size() + 2) / 3 * 4);
}

void writeOutcome(JsonWriter &json, const BatchOutcome &outcome)
{
    json.name(names::status);
    json.number(outcome.status);
    if (!outcome.etag.isEmpty()) {
        json.name(names::etag);
        json.text(outcome.etag);
    }
    if (outcome.value) {
        const bool isText = isUtf8(*outcome.value);
        json.name(names::value);
        json.text(isText ? *outcome.value : outcome.value->toBase64());
        if (!isText) {
            json.name(names::valueEncoding);
            json.text(names::valueEncodingBase64);
        }
    }
    if (!outcome.contentType.isEmpty()) {
        json.name(names::contentType);
        json.text(isUtf8(outcome.contentType) ? outcome.contentType : percentEncoded(outcome.contentType));
    }
    if (outcome.ttlSeconds) {
        json.name(names::ttl);
        json.number(*outcome.ttlSeconds);
    }
    if (outcome.problem) {
        json.name(names::problem);
        writeProblem(json, *outcome.problem);
    }
}

QByteArray batchToJson(const std::vector<BatchOutcome> &outcomes)
{
    JsonWriter json;
    json.beginArray();
    for (const BatchOutcome &outcome : outcomes) {
        json.beginObject();
        writeOutcome(json, outcome);
        json.endObject();
    }
    json.endArray();
    return json.take();
}

} // namespace api
