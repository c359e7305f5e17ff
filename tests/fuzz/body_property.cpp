// SPDX-License-Identifier: GPL-3.0-or-later
//
// One check a kind of document.

#include "body_property.h"

#include "wire/batch.h"
#include "wire/json.h"
#include "wire/key_text.h"
#include "wire/original.h"

#include <algorithm>
#include <array>

namespace {

using wire::BatchOperation;
using wire::BatchOutcome;

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

QByteArray problemOf(const wire::BatchRequest &request)
{
    if (!request.error.isEmpty())
        return "";
    if (request.tooMany || int(request.operations.size()) > wire::batchOperationsMax)
        return "too many operations are not refused";
    const wire::BatchRequest again = wire::batchFromCbor(wire::batchToCbor(request.operations));
    if (!again.error.isEmpty())
        return "a batch cannot be read again: " + again.error.toUtf8();
    return areSame(again.operations, request.operations) ? "" : "a batch changes on its way";
}

QByteArray batchInJson(const QByteArray &body)
{
    return problemOf(wire::batchFromJson(body));
}

QByteArray batchInCbor(const QByteArray &body)
{
    return problemOf(wire::batchFromCbor(body));
}

template <BatchOperation::Kind kind>
QByteArray lineOfBatch(const QByteArray &body)
{
    const wire::Parsed<BatchOperation> line = wire::batchOperationFromJson(body, kind);
    if (!line.value)
        return line.error.isEmpty() ? "a line is refused without a reason" : "";
    if (line.value->kind != kind)
        return "a line is of another kind";
    wire::BatchRequest request;
    request.operations = {*line.value};
    return problemOf(request);
}

QByteArray outcomes(const QByteArray &body)
{
    const auto parsed = wire::outcomesFromCbor(body);
    if (!parsed.value)
        return parsed.error.isEmpty() ? "outcomes are refused without a reason" : "";
    const auto again = wire::outcomesFromCbor(wire::batchToCbor(*parsed.value));
    if (!again.value)
        return "outcomes cannot be read again: " + again.error.toUtf8();
    if (*again.value != *parsed.value)
        return "outcomes change on their way";
    return wire::isUtf8(wire::batchToJson(*parsed.value)) ? "" : "outcomes are no text as JSON";
}

// JSON that reads is written the same once it has been written once.
template <typename T>
QByteArray document(const QByteArray &body)
{
    const wire::Parsed<T> parsed = wire::fromJson<T>(body);
    if (!parsed.value)
        return parsed.error.isEmpty() ? "a document is refused without a reason" : "";
    const QByteArray written = wire::toJson(*parsed.value);
    if (!wire::isUtf8(written))
        return "a document is written as no text";
    const wire::Parsed<T> again = wire::fromJson<T>(written);
    if (!again.value)
        return "a document cannot be read again: " + again.error.toUtf8() + '\n' + written;
    return wire::toJson(*again.value) == written ? "" : "a document changes on its way: " + written;
}

QByteArray keyInPath(const QByteArray &body)
{
    const std::optional<QByteArray> key = wire::percentDecoded(body);
    return !key || wire::percentDecoded(wire::percentEncoded(*key)) == key ? "" : "a key changes on its way";
}

constexpr std::array<QByteArray (*)(const QByteArray &), bodyKinds> checks{
    batchInJson,
    batchInCbor,
    lineOfBatch<BatchOperation::Kind::Put>,
    lineOfBatch<BatchOperation::Kind::Get>,
    outcomes,
    document<wire::OriginalPut>,
    document<wire::OriginalKey>,
    document<wire::NodeDocument>,
    document<wire::KeysPage>,
    document<wire::RingDocument>,
    document<wire::LookupDocument>,
    keyInPath,
    document<wire::RecoveryDocument>,
};

} // namespace

QByteArray bodyProblem(QByteArrayView input)
{
    if (input.isEmpty())
        return {};
    return checks[size_t(quint8(input[0]) % bodyKinds)](input.sliced(1).toByteArray());
}
