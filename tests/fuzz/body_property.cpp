// SPDX-License-Identifier: GPL-3.0-or-later
//
// One check a kind of document.

#include "body_property.h"

#include "api/batch.h"
#include "api/json.h"
#include "api/key_text.h"
#include "api/original.h"

#include <algorithm>
#include <array>

namespace {

using api::BatchOperation;
using api::BatchOutcome;

// Null and empty differ in these, though == does not see it.
bool areSame(const BatchOperation &a, const BatchOperation &b)
{
    return a == b && a.ifMatch.isNull() == b.ifMatch.isNull() && a.ifNoneMatch.isNull() == b.ifNoneMatch.isNull();
}

bool areSame(const std::vector<BatchOperation> &a, const std::vector<BatchOperation> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const BatchOperation &x, const BatchOperation &y) { return areSame(x, y); });
}

QByteArray problemOf(const api::BatchRequest &request)
{
    if (!request.error.isEmpty())
        return "";
    if (request.tooMany || int(request.operations.size()) > api::batchOperationsMax)
        return "too many operations are not refused";
    const api::BatchRequest again = api::batchFromCbor(api::batchToCbor(request.operations));
    if (!again.error.isEmpty())
        return "a batch cannot be read again: " + again.error.toUtf8();
    return areSame(again.operations, request.operations) ? "" : "a batch changes on its way";
}

QByteArray batchInJson(const QByteArray &body)
{
    return problemOf(api::batchFromJson(body));
}

QByteArray batchInCbor(const QByteArray &body)
{
    return problemOf(api::batchFromCbor(body));
}

template <BatchOperation::Kind kind>
QByteArray lineOfBatch(const QByteArray &body)
{
    const api::Parsed<BatchOperation> line = api::batchOperationFromJson(body, kind);
    if (!line.value)
        return line.error.isEmpty() ? "a line is refused without a reason" : "";
    if (line.value->kind != kind)
        return "a line is of another kind";
    api::BatchRequest request;
    request.operations = {*line.value};
    return problemOf(request);
}

QByteArray outcomes(const QByteArray &body)
{
    const auto parsed = api::outcomesFromCbor(body);
    if (!parsed.value)
        return parsed.error.isEmpty() ? "outcomes are refused without a reason" : "";
    const auto again = api::outcomesFromCbor(api::batchToCbor(*parsed.value));
    if (!again.value)
        return "outcomes cannot be read again: " + again.error.toUtf8();
    if (*again.value != *parsed.value)
        return "outcomes change on their way";
    return api::isUtf8(api::batchToJson(*parsed.value)) ? "" : "outcomes are no text as JSON";
}

// JSON that reads is written the same once it has been written once.
template <typename T>
QByteArray document(const QByteArray &body)
{
    const api::Parsed<T> parsed = api::fromJson<T>(body);
    if (!parsed.value)
        return parsed.error.isEmpty() ? "a document is refused without a reason" : "";
    const QByteArray written = api::toJson(*parsed.value);
    if (!api::isUtf8(written))
        return "a document is written as no text";
    const api::Parsed<T> again = api::fromJson<T>(written);
    if (!again.value)
        return "a document cannot be read again: " + again.error.toUtf8() + '\n' + written;
    return api::toJson(*again.value) == written ? "" : "a document changes on its way: " + written;
}

QByteArray keyInPath(const QByteArray &body)
{
    const std::optional<QByteArray> key = api::percentDecoded(body);
    return !key || api::percentDecoded(api::percentEncoded(*key)) == key ? "" : "a key changes on its way";
}

constexpr std::array<QByteArray (*)(const QByteArray &), bodyKinds> checks{
    batchInJson,
    batchInCbor,
    lineOfBatch<BatchOperation::Kind::Put>,
    lineOfBatch<BatchOperation::Kind::Get>,
    outcomes,
    document<api::OriginalPut>,
    document<api::OriginalKey>,
    document<api::NodeDocument>,
    document<api::KeysPage>,
    document<api::RingDocument>,
    document<api::LookupDocument>,
    keyInPath,
    document<api::RecoveryDocument>,
};

} // namespace

QByteArray bodyProblem(QByteArrayView input)
{
    if (input.isEmpty())
        return {};
    return checks[size_t(quint8(input[0]) % bodyKinds)](input.sliced(1).toByteArray());
}
