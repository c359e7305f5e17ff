// SPDX-License-Identifier: GPL-3.0-or-later
//
// One element of a batch on its way from JSON or CBOR: its members by name, not understood yet. Both readers end here,
// so that what an operation may and must have is written once.
#pragma once

#include "api/batch.h"

#include <QVarLengthArray>

namespace api {

struct BatchMember {
    enum class Kind : quint8 { Text, Bytes, Number, Boolean, Other };

    QByteArray name;
    Kind kind = Kind::Other;
    QByteArray bytes; // Text (UTF-8) and Bytes
    qint64 number = 0; // Number; Boolean: 0 or 1
};

// A well-formed element has no more.
inline constexpr int batchMembersMax = 9;
using BatchMembers = QVarLengthArray<BatchMember, batchMembersMax>;

// Takes the texts out of members. kind: what the operation is without a member "op", if it may do without. Returns what
// is wrong, to be put behind the element's place ("[3]"): ".key is missing."; empty if nothing is.
QString operationOf(BatchMembers &members, std::optional<BatchOperation::Kind> kind, BatchOperation &operation);

namespace batch_names {
inline constexpr char op[] = "op";
inline constexpr char key[] = "key";
inline constexpr char keyEncoding[] = "keyEncoding";
inline constexpr char value[] = "value";
inline constexpr char valueEncoding[] = "valueEncoding";
inline constexpr char valueEncodingBase64[] = "base64";
inline constexpr char contentType[] = "contentType";
inline constexpr char ttl[] = "ttl";
inline constexpr char ifMatch[] = "ifMatch";
inline constexpr char ifNoneMatch[] = "ifNoneMatch";
inline constexpr char status[] = "status";
inline constexpr char etag[] = "etag";
inline constexpr char problem[] = "problem";
inline constexpr char opPut[] = "put";
inline constexpr char opGet[] = "get";
inline constexpr char opDelete[] = "delete";
} // namespace batch_names

} // namespace api
