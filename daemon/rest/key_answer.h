// SPDX-License-Identifier: GPL-3.0-or-later
//
// What HTTP says about the end of a get, put or delete, before it becomes the answer to a request or one of many in the
// answer to a batch.

#pragma once

#include "rest/failure.h"
#include "rest/preconditions.h"

namespace rest {

struct KeyAnswer {
    int status = 0; // of a success, 200, 201, 204 or 304
    QByteArray etag; // with its quotes; empty: none
    QByteArray value; // status 200
    QByteArray contentType; // status 200; empty: none was stored
    std::optional<qint64> ttlSeconds; // status 200 of a get: until the value expires; nothing: it does not
    std::optional<Failure> failure; // then status is not meant
};

KeyAnswer getAnswer(const Preconditions &preconditions, chord::KeyResult &&result);
KeyAnswer putAnswer(const chord::KeyResult &result);
KeyAnswer removeAnswer(const chord::KeyResult &result);

// Explains a failed condition that holds a weak tag, which If-Match never matches (RFC 9110, 13.1.1): a proxy that
// compresses made it from ours. ifMatch: the header field's value, may be null.
KeyAnswer explained(KeyAnswer &&answer, const QByteArray &ifMatch);

} // namespace rest
