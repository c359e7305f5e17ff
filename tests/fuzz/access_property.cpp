// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two policies: one that allows a host, an origin and three tokens, and one that allows nothing beyond the defaults.

#include "access_property.h"

#include "http/access_policy.h"
#include "http/http_request.h"

using http::Access;
using http::AccessPolicy;
using Kind = http::AccessPolicy::Verdict::Kind;

namespace {

constexpr char allowedHost[] = "n";
constexpr char allowedOrigin[] = "https://app.example";

AccessPolicy openPolicy()
{
    AccessPolicy policy;
    policy.allowHost(allowedHost);
    policy.allowOrigin(allowedOrigin);
    return policy;
}

AccessPolicy strictPolicy()
{
    AccessPolicy policy;
    QString problem;
    policy.setTokens(http::TokenTable::parse("read r\nwrite w\nadmin a\n", &problem));
    return policy;
}

bool isWellKnown(QByteArray host)
{
    const qsizetype bracket = host.indexOf(']');
    if (bracket >= 0)
        return true;
    host = host.left(host.indexOf(':') < 0 ? host.size() : host.indexOf(':')).toLower();
    if (host.endsWith('.'))
        host.chop(1);
    const bool isNumeric = host.toUpper() == host.toLower() && !host.contains('_') && !host.contains('~');
    return isNumeric || host == "localhost" || host.endsWith(".localhost");
}

bool isWriting(const http::HttpRequest &request)
{
    const QByteArray path = request.path().toByteArray();
    if (path == "/global_put_simple" || path == "/global_delete_simple")
        return true;
    const QByteArray method = request.method().toByteArray();
    return method != "GET" && method != "HEAD" && method != "OPTIONS" && path != "/global_get";
}

bool isOtherSites(const http::HttpRequest &request)
{
    const QByteArray site = request.header("Sec-Fetch-Site").toByteArray();
    if (!request.header("Sec-Fetch-Site").isNull())
        return site != "same-origin" && site != "none";
    QByteArray origin = request.header("Origin").toByteArray().toLower();
    QByteArray own = request.host().toByteArray().toLower();
    const QByteArray ownPort = origin.startsWith("https:") ? ":443" : ":80"; // of the scheme: as good as none
    for (QByteArray *site : {&origin, &own})
        site->chop(site->endsWith(ownPort) ? ownPort.size() : 0);
    return !request.header("Origin").isNull() && !origin.endsWith("://" + own);
}

bool holdsToken(const http::HttpRequest &request)
{
    const QByteArray path = request.path().toByteArray();
    const bool bodyDecides = request.method() == QByteArrayView("POST") && (path == "/v1/batch" || path == "/page/key");
    const QByteArray token = http::tokenOf(request.header("Authorization"));
    const bool isAdmins = path == "/v1/node/leave" || path == "/v1/declare-dead" || path == "/v1/recover-range";
    return token == "a" || (token == "w" && !isAdmins) || (token == "r" && (bodyDecides || !isWriting(request)));
}

bool areWholeLines(const QByteArray &lines)
{
    if (!lines.isEmpty() && !lines.endsWith("\r\n"))
        return false;
    for (const QByteArray &line : lines.chopped(lines.isEmpty() ? 0 : 2).split('\n')) {
        if (!lines.isEmpty() && (line.indexOf(": ") < 1 || line.chopped(line.endsWith('\r') ? 1 : 0).contains('\r')))
            return false;
    }
    return true;
}

QByteArray problemOfOpen(const http::HttpRequest &request, const AccessPolicy::Verdict &verdict)
{
    const bool mayShare = request.header("Origin") == QByteArrayView(allowedOrigin);
    if (verdict.answerLines.contains("Access-Control-Allow-Origin") && !mayShare)
        return "an origin is allowed that was not";
    if (verdict.kind != Kind::Pass)
        return verdict.kind == Kind::Preflight && !mayShare ? "a preflight is answered that must not be" : "";
    QByteArray name = request.host().toByteArray().toLower();
    name = name.left(name.indexOf(':') < 0 ? name.size() : name.indexOf(':'));
    if (!isWellKnown(request.host().toByteArray()) && name != allowedHost && name != QByteArray(allowedHost) + '.')
        return "another's name passes";
    return isWriting(request) && isOtherSites(request) && !mayShare ? "another site writes" : "";
}

QByteArray problemOfStrict(const http::HttpRequest &request, const AccessPolicy::Verdict &verdict)
{
    if (verdict.kind == Kind::Refused)
        return verdict.status == 401 || verdict.status == 403 || verdict.status == 421 ? ""
                                                                                       : "a status that is no refusal";
    const QByteArray path = request.path().toByteArray();
    if (verdict.kind == Kind::Preflight || !isWellKnown(request.host().toByteArray()))
        return "passes though nothing was allowed";
    if (isWriting(request) && isOtherSites(request))
        return "another site writes, and none is allowed";
    const bool isHealthCheck = request.method() == QByteArrayView("OPTIONS") && (path == "/" || path == "*");
    if (path == "/livez" || path == "/readyz" || isHealthCheck)
        return "";
    const QByteArray token = http::tokenOf(request.header("Authorization"));
    if (!holdsToken(request))
        return "passes without a token";
    return (verdict.granted >= Access::Write) == (token != "r") ? "" : "is granted what the token does not permit";
}

} // namespace

AccessFinding judgeAccess(const http::HttpRequest &request)
{
    static const AccessPolicy open = openPolicy();
    static const AccessPolicy strict = strictPolicy();
    AccessFinding finding;
    for (const AccessPolicy *policy : {&open, &strict}) {
        const AccessPolicy::Verdict verdict = policy->judge(request);
        finding.verdict += QByteArray::number(int(verdict.kind)) + '/' + QByteArray::number(verdict.status)
            + verdict.detail + verdict.answerLines;
        if (finding.problem.isEmpty())
            finding.problem = policy == &open ? problemOfOpen(request, verdict) : problemOfStrict(request, verdict);
        if (!areWholeLines(verdict.answerLines))
            finding.problem = "an answer's line is broken";
    }
    return finding;
}
