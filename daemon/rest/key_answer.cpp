// SPDX-License-Identifier: GPL-3.0-or-later
//
// RFC 9110's rules about conditions and what the ring says, put together.

#include "rest/key_answer.h"

#include "chord/results.h"
#include "rest/key_limits.h"

namespace rest {

namespace {

KeyAnswer failed(const chord::KeyResult &result)
{
    KeyAnswer answer;
    answer.failure = failureOf(result);
    if (answer.failure->fault == Fault::ConditionFailed && !result.version.isNull())
        answer.etag = entityTag(result.version);
    return answer;
}

} // namespace

// A failed condition matters only where the request would have succeeded without it, so that a key that is not there
// is 404 (RFC 9110, 13.2.1); If-Match comes before If-None-Match (13.2.2).
KeyAnswer getAnswer(const Preconditions &preconditions, chord::KeyResult &&result)
{
    if (result.status != chord::OperationStatus::Ok)
        return failed(result);
    KeyAnswer answer;
    answer.etag = entityTag(result.version);
    if (!holds(preconditions.ifMatch, result.version)) {
        answer.failure = Failure{Fault::ConditionFailed, "The value's entity tag is not in If-Match.", {}};
    } else if (!holds(preconditions.ifNoneMatch, result.version)) {
        answer.status = 304;
    } else {
        answer.status = 200;
        answer.value = std::move(result.value);
        answer.contentType = std::move(result.contentType);
        answer.ttlSeconds = ttlSeconds(result.ttlMs);
    }
    return answer;
}

KeyAnswer putAnswer(const chord::KeyResult &result)
{
    if (result.status != chord::OperationStatus::Ok)
        return failed(result);
    KeyAnswer answer;
    answer.status = result.created ? 201 : 204;
    answer.etag = entityTag(result.version);
    return answer;
}

KeyAnswer removeAnswer(const chord::KeyResult &result)
{
    if (result.status == chord::OperationStatus::ConditionFailed && result.version.isNull())
        return {0, {}, {}, {}, {}, Failure{Fault::NotFound, "There is no value under this key.", {}}};
    if (result.status != chord::OperationStatus::Ok)
        return failed(result);
    return {204, {}, {}, {}, {}, {}};
}

KeyAnswer explained(KeyAnswer &&answer, const QByteArray &ifMatch)
{
    if (answer.failure && answer.failure->fault == Fault::ConditionFailed && hasWeakTag(ifMatch))
        answer.failure->detail += " If-Match holds a weak entity tag (W/\"...\"), which matches nothing; a proxy that "
                                  "compresses (nginx: gzip) makes entity tags weak. Send it without W/.";
    return std::move(answer);
}

} // namespace rest
