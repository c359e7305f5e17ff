// SPDX-License-Identifier: GPL-3.0-or-later
//
// The three questions. It is on the path of every request, so what is looked at most often comes first and nothing is
// copied that can be viewed.

#include "http/access_policy.h"

#include "http/characters.h"
#include "http/http_request.h"

#include <algorithm>

namespace http {

namespace {

using Verdict = AccessPolicy::Verdict;
using Kind = Verdict::Kind;

// Stored values come from anybody: no browser is to guess that one is a script, or to lend one to another site's page.
constexpr char plainAnswerLines[] = "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n";
// A value that is a page is shown as a stranger's: its scripts do not run, and what it asks for comes from elsewhere.
constexpr char valueAnswerLines[] = "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n"
                                    "Content-Security-Policy: sandbox\r\n";
constexpr char preflightLines[] =
    "Access-Control-Allow-Methods: GET, HEAD, PUT, POST, DELETE\r\n"
    "Access-Control-Allow-Headers: Authorization, Content-Type, If-Match, If-None-Match, Last-Event-ID\r\n"
    "Access-Control-Max-Age: 600\r\n";
constexpr char exposedLine[] = "Access-Control-Expose-Headers: ETag, Link, Retry-After, TTL\r\n";

constexpr char askForToken[] = "Bearer realm=\"funnelkvs\", Basic realm=\"funnelkvs\"";
constexpr char tokenIsUnknown[] = "Bearer realm=\"funnelkvs\", error=\"invalid_token\", Basic realm=\"funnelkvs\"";

bool isReading(QByteArrayView method)
{
    return method == QByteArrayView("GET") || method == QByteArrayView("HEAD");
}

// Without the port, and without the dot that an absolute name may end in.
QByteArrayView hostOnly(QByteArrayView hostAndPort)
{
    QByteArrayView host = hostAndPort;
    const qsizetype colon = hostAndPort.lastIndexOf(':');
    if (colon >= 0 && hostAndPort.indexOf(']', colon) < 0)
        host = hostAndPort.first(colon);
    if (host.endsWith('.'))
        host.chop(1);
    return host;
}

// What browsers take for an address; they never look such a "name" up.
bool isAddress(QByteArrayView host)
{
    return host.startsWith('[')
        || std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

bool endsWithIgnoringCase(QByteArrayView text, QByteArrayView end)
{
    return text.size() >= end.size() && text.last(end.size()).compare(end, Qt::CaseInsensitive) == 0;
}

bool isLocalName(QByteArrayView host)
{
    // RFC 6761, 6.3: these are never looked up elsewhere.
    return host.compare(QByteArrayView("localhost"), Qt::CaseInsensitive) == 0
        || endsWithIgnoringCase(host, ".localhost");
}

// Scheme, host and port. Two that differ in naming the scheme's own port only are the same (RFC 9110, 4.2.3).
struct Site {
    QByteArray scheme; // empty: there was none
    QByteArray hostAndPort; // in lower case, without the scheme's own port

    QByteArray toText() const { return scheme + "://" + hostAndPort; }
};

Site siteOf(const QByteArray &scheme, QByteArrayView hostAndPort)
{
    const QByteArrayView ownPort = scheme == "https" ? ":443" : ":80";
    if (hostAndPort.endsWith(ownPort))
        hostAndPort.chop(ownPort.size());
    return {scheme, hostAndPort.toByteArray().toLower()};
}

Site siteOf(QByteArrayView origin)
{
    const qsizetype schemeEnd = origin.indexOf("://");
    if (schemeEnd <= 0)
        return {{}, origin.toByteArray()};
    return siteOf(origin.first(schemeEnd).toByteArray().toLower(), origin.sliced(schemeEnd + 3));
}

// Browsers fetch, and even show, pages that they expect to be asked for: of an address that is being typed, too. Those
// of today say so in Sec-Purpose, older ones in the others.
bool isPrefetch(const HttpRequest &request)
{
    for (const char *field : {"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"}) {
        const QByteArray value = request.headerList(field).toLower();
        if (value.contains("prefetch") || value.contains("prerender") || value.contains("preview"))
            return true;
    }
    return false;
}

// A link that somebody follows: what it shows is for their eyes, and no page of another origin gets to see it.
bool isFollowedLink(const HttpRequest &request, Access needed)
{
    return needed <= Access::Read && isReading(request.method())
        && request.header("Sec-Fetch-Mode") == QByteArrayView("navigate")
        && request.header("Sec-Fetch-Dest") == QByteArrayView("document");
}

// What is wrong with where the request comes from, or null.
const char *crossSiteProblem(const HttpRequest &request, QByteArrayView origin, Access needed)
{
    const QByteArrayView site = request.header("Sec-Fetch-Site");
    if (!site.isNull()) {
        // "same-site" is another port or a sibling name: not us.
        const bool isOurs = site == QByteArrayView("same-origin") || site == QByteArrayView("none");
        return isOurs || isFollowedLink(request, needed)
            ? nullptr
            : "The page of another site asks for this; a node permits it with --cors-origin.";
    }
    if (!origin.isNull()) {
        const Site site = siteOf(origin);
        const Site own = siteOf(site.scheme, request.host());
        const bool isOurs = !site.scheme.isEmpty() && site.toText() == own.toText();
        return isOurs ? nullptr : "The page of another origin asks for this; a node permits it with --cors-origin.";
    }
    if (needed >= Access::Write && request.header("User-Agent").startsWith("Mozilla/")) {
        return "Your browser does not say which page made it send this, so it could be another site's. Browsers say it "
               "to localhost and over HTTPS; the node's own page and programs work everywhere.";
    }
    return nullptr;
}

Verdict refusal(int status, const char *detail, const QByteArray &answerLines, QByteArrayView challenge = {})
{
    Verdict verdict;
    verdict.kind = Kind::Refused;
    verdict.status = status;
    verdict.detail = detail;
    verdict.challenge = challenge;
    verdict.answerLines = answerLines;
    return verdict;
}

} // namespace

void AccessPolicy::allowHost(QByteArrayView host)
{
    m_hosts.append(host.toByteArray().toLower());
}

void AccessPolicy::allowOrigin(QByteArrayView origin)
{
    m_origins.append(siteOf(origin).toText());
}

QByteArray AccessPolicy::answerLines(const HttpRequest &request) const
{
    QByteArray lines = request.path().startsWith("/v1/kv/")
        ? QByteArray::fromRawData(valueAnswerLines, sizeof valueAnswerLines - 1)
        : QByteArray::fromRawData(plainAnswerLines, sizeof plainAnswerLines - 1);
    if (m_origins.isEmpty())
        return lines;
    lines += "Vary: Origin\r\n";
    const QByteArrayView origin = request.header("Origin");
    if (!isAllowedOrigin(origin))
        return lines;
    lines += "Access-Control-Allow-Origin: " + origin.toByteArray() + "\r\n";
    const bool isPreflight = request.method() == QByteArrayView("OPTIONS");
    return isPreflight ? lines : lines + exposedLine;
}

Verdict AccessPolicy::judge(const HttpRequest &request) const
{
    Verdict passed;
    passed.answerLines = answerLines(request);
    if (!isOwnHost(request.host())) {
        return refusal(421, "That is no name of this node; permit it with --allowed-host NAME.", passed.answerLines);
    }
    const QByteArrayView origin = request.header("Origin");
    const bool isAllowed = isAllowedOrigin(origin);
    if (isAllowed && request.method() == QByteArrayView("OPTIONS")
        && !request.header("Access-Control-Request-Method").isNull()) {
        passed.kind = Kind::Preflight;
        passed.answerLines += preflightLines;
        return passed;
    }
    const Access doesAtMost = accessNeeded(request.method(), request.path());
    if (const char *problem = isAllowed ? nullptr : crossSiteProblem(request, origin, doesAtMost))
        return refusal(403, problem, passed.answerLines);
    if (doesAtMost >= Access::Write && isReading(request.method()) && isPrefetch(request))
        return refusal(403, "A browser asks for this before anybody has, and it would write.", passed.answerLines);
    const Access needed = tokenNeeded(request.method(), request.path());
    if (m_tokens && needed != Access::Open)
        return judgeToken(request, needed, std::move(passed));
    passed.granted = m_tokens ? Access::Open : Access::Admin;
    return passed;
}

Verdict AccessPolicy::judgeToken(const HttpRequest &request, Access needed, Verdict passed) const
{
    const QByteArrayView authorization = request.header("Authorization");
    if (authorization.isNull()) {
        return refusal(401, "This node asks for a token: send it as \"Authorization: Bearer TOKEN\".",
                       passed.answerLines, askForToken);
    }
    const QByteArray token = tokenOf(authorization);
    const std::optional<TokenTable::Holder> holder = token.isEmpty() ? std::nullopt : m_tokens->holderOf(token);
    if (!holder)
        return refusal(401, "This node does not know that token.", passed.answerLines, tokenIsUnknown);
    passed.who = holder->name;
    passed.granted = holder->access;
    return holder->access >= needed ? passed : refusal(403, tooWeakDetail(needed), passed.answerLines, tokenIsTooWeak);
}

// HTTP/1.0 has no Host; no browser speaks it.
bool AccessPolicy::isOwnHost(QByteArrayView hostAndPort) const
{
    const QByteArrayView host = hostOnly(hostAndPort);
    if (isAddress(host) || isLocalName(host))
        return true;
    return std::any_of(m_hosts.begin(), m_hosts.end(),
                       [host](const QByteArray &own) { return host.compare(own, Qt::CaseInsensitive) == 0; });
}

Access accessNeeded(QByteArrayView method, QByteArrayView path)
{
    const auto isPath = [path](std::initializer_list<QByteArrayView> paths) {
        return std::find(paths.begin(), paths.end(), path) != paths.end();
    };
    if (isPath({"/v1/node/leave", "/v1/declare-dead", "/v1/recover-range"}))
        return Access::Admin;
    if (isPath({"/global_put_simple", "/global_delete_simple"}))
        return Access::Write;
    if (isReading(method) && isPath({"/livez", "/readyz"}))
        return Access::Open;
    if (isReading(method) || method == QByteArrayView("OPTIONS") || isPath({"/global_get"}))
        return Access::Read;
    return Access::Write;
}

Access tokenNeeded(QByteArrayView method, QByteArrayView path)
{
    // How HAProxy checks health unless told otherwise; it tells nothing that the documentation does not.
    if (method == QByteArrayView("OPTIONS") && (path == QByteArrayView("/") || path == QByteArrayView("*")))
        return Access::Open;
    const bool bodyDecides = path == QByteArrayView("/v1/batch") || path == QByteArrayView("/page/key");
    return bodyDecides && method == QByteArrayView("POST") ? Access::Read : accessNeeded(method, path);
}

const char *tooWeakDetail(Access needed)
{
    return needed == Access::Admin ? "This takes a token with the right \"admin\"."
                                   : "This takes a token with the right \"write\".";
}

bool isOrigin(QByteArrayView text)
{
    const QByteArrayView scheme = text.startsWith("https://") ? "https://" : "http://";
    return text.startsWith(scheme) && isHost(text.sliced(scheme.size())) && !text.endsWith(':')
        && text.toByteArray().toLower() == text;
}

} // namespace http
