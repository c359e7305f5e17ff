// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of faults and statuses.

#include "rest/failure.h"

#include "api/json.h"
#include "chord/results.h"
#include "http/answer.h"

#include <QVarLengthArray>

namespace rest {

namespace {

// Another leader is elected about a second after one has crashed (Config::leaseMs).
constexpr char retryAfterSeconds[] = "1";

int httpStatus(Fault fault)
{
    switch (fault) {
    case Fault::Malformed:
        return 400;
    case Fault::Forbidden:
        return 403;
    case Fault::NotFound:
        return 404;
    case Fault::MethodNotAllowed:
        return 405;
    case Fault::LengthRequired:
        return 411;
    case Fault::ConditionFailed:
        return 412;
    case Fault::TooLarge:
        return 413;
    case Fault::KeyTooLong:
        return 414;
    case Fault::UnsupportedType:
        return 415;
    case Fault::Unavailable:
        return 503;
    }
    Q_UNREACHABLE();
    return 500;
}

} // namespace

Failure answersTooLarge()
{
    return {Fault::Unavailable, "Too many large answers are being sent; try again.", {}};
}

Failure failureOf(const chord::KeyResult &result)
{
    const auto detail = [&result](const char *otherwise) {
        return result.reason.isEmpty() ? QByteArray(otherwise) : result.reason;
    };
    switch (result.status) {
    case chord::OperationStatus::NotFound:
        return {Fault::NotFound, "There is no value under this key.", {}};
    case chord::OperationStatus::ConditionFailed:
        return {Fault::ConditionFailed, "The condition of the request does not hold for what is stored.", {}};
    case chord::OperationStatus::Invalid:
        return {Fault::Malformed, detail("The key or the value is outside the limits."), {}};
    case chord::OperationStatus::Ok:
    case chord::OperationStatus::Unavailable:
        break;
    }
    return {Fault::Unavailable, detail("Too few replicas answered in time."), result.mayHaveHappened};
}

Failure failureOf(const chord::LookupResult &result)
{
    const QByteArray detail = result.reason.isEmpty() ? "No owner was found in time." : result.reason;
    return {Fault::Unavailable, detail, false};
}

int statusOf(const Failure &failure)
{
    return httpStatus(failure.fault);
}

api::Problem problemOf(const Failure &failure)
{
    api::Problem problem;
    problem.status = statusOf(failure);
    problem.title = QString::fromLatin1(http::reasonPhrase(problem.status));
    problem.detail = QString::fromUtf8(failure.detail);
    problem.mayHaveHappened = failure.mayHaveHappened;
    return problem;
}

void sendFailure(http::HttpReply &reply, const Failure &failure, std::initializer_list<http::HttpField> fields)
{
    const api::Problem problem = problemOf(failure);
    QVarLengthArray<http::HttpField, 8> all;
    all.append(http::HttpField{"Content-Type", api::problemContentType});
    if (failure.fault == Fault::Unavailable)
        all.append(http::HttpField{"Retry-After", retryAfterSeconds});
    all.append(fields.begin(), qsizetype(fields.size()));
    reply.send(problem.status, std::span<const http::HttpField>(all.data(), size_t(all.size())), api::toJson(problem));
}

} // namespace rest
