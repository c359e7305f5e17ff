// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be wrong with a request, as a type, and the one place where it becomes a status and a problem document
// (RFC 9457). Controllers say what happened; which number HTTP has for it is decided here.

#pragma once

#include "http/http_reply.h"

#include <QByteArray>

#include <optional>
#include <variant>

namespace chord {
struct KeyResult;
struct LookupResult;
} // namespace chord

namespace api {
struct Problem;
}

namespace rest {

enum class Fault : quint8 {
    Malformed, // 400
    Forbidden, // 403
    NotFound, // 404
    MethodNotAllowed, // 405
    LengthRequired, // 411
    ConditionFailed, // 412
    TooLarge, // 413
    KeyTooLong, // 414
    UnsupportedType, // 415
    Unavailable, // 503, with Retry-After
};

struct Failure {
    Fault fault = Fault::Malformed;
    QByteArray detail; // a sentence for the user, UTF-8
    std::optional<bool> mayHaveHappened; // of an operation: a write, it may take effect all the same
};

// Of a large value when the answers to others hold as much memory as they may (http::HttpReply::reserve).
Failure answersTooLarge();

// What a step of handling a request came to.
template <typename T>
using Outcome = std::variant<T, Failure>;

// Of an operation that did not end as Ok.
Failure failureOf(const chord::KeyResult &result);
Failure failureOf(const chord::LookupResult &result);

int statusOf(const Failure &failure);
api::Problem problemOf(const Failure &failure);

// fields: what the fault's answer carries beyond its document, such as Allow.
void sendFailure(http::HttpReply &reply, const Failure &failure, std::initializer_list<http::HttpField> fields = {});

} // namespace rest
