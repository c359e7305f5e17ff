// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an operation of a batch may and must have.

#include "api/batch_members.h"

#include "api/json_texts.h"
#include "api/key_text.h"

#include <algorithm>

namespace api {

using namespace Qt::StringLiterals;
namespace names = batch_names;

namespace {

using Kind = BatchMember::Kind;

BatchMember *find(BatchMembers &members, const char *name)
{
    const auto found =
        std::find_if(members.begin(), members.end(), [name](const BatchMember &m) { return m.name == name; });
    return found == members.end() ? nullptr : &*found;
}

QString problemWith(const char *name, const QString &problem)
{
    return u".%1 %2."_s.arg(QLatin1StringView(name), problem);
}

// A text that may be missing.
QString takeText(BatchMembers &members, const char *name, QByteArray &text)
{
    BatchMember *member = find(members, name);
    if (!member)
        return {};
    if (member->kind != Kind::Text)
        return problemWith(name, u"must be a text"_s);
    text = std::move(member->bytes);
    if (text.isNull())
        text = ""; // given, though empty
    return {};
}

// Bytes, or a text in the encoding that the member of the other name tells.
QString takeBytes(BatchMembers &members, const char *name, const char *encodingName, const char *encoding,
                  std::optional<QByteArray> (*decode)(const QByteArray &), QByteArray &bytes)
{
    BatchMember *member = find(members, name);
    if (!member)
        return problemWith(name, u"is missing"_s);
    if (member->kind != Kind::Text && member->kind != Kind::Bytes)
        return problemWith(name, u"must be a text"_s);
    bytes = std::move(member->bytes);
    QByteArray given;
    if (const QString problem = takeText(members, encodingName, given); !problem.isEmpty())
        return problem;
    if (given.isNull())
        return {};
    if (given != encoding || member->kind == Kind::Bytes)
        return problemWith(encodingName, u"can only be \"%1\", with a text"_s.arg(QLatin1StringView(encoding)));
    const std::optional<QByteArray> decoded = decode(bytes);
    if (!decoded)
        return problemWith(name, u"is not what its encoding says"_s);
    bytes = *decoded;
    return {};
}

std::optional<QByteArray> percentDecodedKey(const QByteArray &text)
{
    return percentDecoded(text);
}

std::optional<QByteArray> base64Decoded(const QByteArray &text)
{
    const auto result = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    return result ? std::optional(result.decoded) : std::nullopt;
}

QString takeKind(BatchMembers &members, std::optional<BatchOperation::Kind> kind, BatchOperation &operation)
{
    QByteArray op;
    if (const QString problem = takeText(members, names::op, op); !problem.isEmpty())
        return problem;
    if (op.isNull() && kind)
        operation.kind = *kind;
    else if (op == names::opPut)
        operation.kind = BatchOperation::Kind::Put;
    else if (op == names::opGet)
        operation.kind = BatchOperation::Kind::Get;
    else if (op == names::opDelete)
        operation.kind = BatchOperation::Kind::Delete;
    else
        return problemWith(names::op, u"must be \"put\", \"get\" or \"delete\""_s);
    if (kind && operation.kind != *kind)
        return problemWith(names::op, u"is not what this is for"_s);
    return {};
}

QString takeValue(BatchMembers &members, BatchOperation &operation)
{
    if (const QString problem = takeBytes(members, names::value, names::valueEncoding, names::valueEncodingBase64,
                                          base64Decoded, operation.value);
        !problem.isEmpty())
        return problem;
    if (const QString problem = takeText(members, names::contentType, operation.contentType); !problem.isEmpty())
        return problem;
    if (operation.contentType.isEmpty())
        operation.contentType = QByteArray();
    if (const BatchMember *ttl = find(members, names::ttl)) {
        if (ttl->kind != Kind::Number)
            return problemWith(names::ttl, u"must be a whole number of seconds"_s);
        operation.ttlSeconds = ttl->number;
    }
    return {};
}

// What such an operation does not have: that somebody gave it means that he expects something else to happen.
QString unexpectedMember(const BatchMembers &members, BatchOperation::Kind kind)
{
    constexpr std::array always{names::op, names::key, names::keyEncoding, names::ifMatch, names::ifNoneMatch};
    constexpr std::array ofPut{names::value, names::valueEncoding, names::contentType, names::ttl};
    for (const BatchMember &member : members) {
        const auto isIt = [&member](const char *name) { return member.name == name; };
        const bool known = std::any_of(always.begin(), always.end(), isIt);
        const bool put = std::any_of(ofPut.begin(), ofPut.end(), isIt);
        if (!known && !put)
            return u" has an unknown member \"%1\"."_s.arg(QString::fromUtf8(member.name.left(40)));
        if (put && kind != BatchOperation::Kind::Put)
            return problemWith(member.name.constData(), u"only belongs to a put"_s);
    }
    return {};
}

} // namespace

QString operationOf(BatchMembers &members, std::optional<BatchOperation::Kind> kind, BatchOperation &operation)
{
    QString problem = takeKind(members, kind, operation);
    if (problem.isEmpty())
        problem = unexpectedMember(members, operation.kind);
    if (problem.isEmpty())
        problem =
            takeBytes(members, names::key, names::keyEncoding, keyEncodingPercent, percentDecodedKey, operation.key);
    if (problem.isEmpty() && operation.kind == BatchOperation::Kind::Put)
        problem = takeValue(members, operation);
    if (problem.isEmpty())
        problem = takeText(members, names::ifMatch, operation.ifMatch);
    if (problem.isEmpty())
        problem = takeText(members, names::ifNoneMatch, operation.ifNoneMatch);
    return problem;
}

} // namespace api
