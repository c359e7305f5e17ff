// SPDX-License-Identifier: GPL-3.0-or-later
//
// Cache-Control needs a closer look: browsers send it with requests of their own accord, and stores of files take it as
// a property of the content. Directives of requests (RFC 9111, 5.2.1) pass, those of responses are refused.

#include "rest/request_checks.h"

#include "http/http_request.h"

#include <QList>

#include <algorithm>
#include <array>

namespace rest {

namespace {

constexpr std::array<const char *, 2> contentFields{"Content-Language", "Content-Disposition"};

bool isEqual(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

QByteArray listOf(std::span<const QByteArray> items)
{
    QByteArray list;
    for (const QByteArray &item : items)
        list += list.isEmpty() ? item : ", " + item;
    return list;
}

// "gzip", "identity, gzip"; identity alone means that nothing was done (RFC 9110, 8.4.1).
bool isEncoded(const QByteArray &contentEncoding)
{
    const QList<QByteArray> codings = contentEncoding.split(',');
    return std::any_of(codings.begin(), codings.end(), [](const QByteArray &coding) {
        return !coding.trimmed().isEmpty() && !isEqual(coding.trimmed(), "identity");
    });
}

bool isOfRequests(QByteArrayView directive)
{
    constexpr std::array<QByteArrayView, 7> plain{"",          "no-cache",  "no-store",      "no-transform",
                                                  "max-age=0", "max-stale", "only-if-cached"};
    const auto isIt = [directive](QByteArrayView name) { return isEqual(directive, name); };
    return std::any_of(plain.begin(), plain.end(), isIt) || directive.startsWith("max-stale=")
        || directive.startsWith("min-fresh=") || directive.startsWith("stale-if-error=");
}

bool describesContent(const QByteArray &cacheControl)
{
    const QList<QByteArray> directives = cacheControl.split(',');
    return std::any_of(directives.begin(), directives.end(),
                       [](const QByteArray &directive) { return !isOfRequests(directive.trimmed()); });
}

Failure notKept(const QByteArray &field)
{
    return {Fault::UnsupportedType,
            "A node keeps a value's bytes and its Content-Type; " + field + " would be lost. Leave it out.",
            {}};
}

} // namespace

std::optional<Failure> queryFailure(QByteArrayView query, std::span<const QByteArray> items)
{
    QList<QByteArrayView> seen;
    while (!query.isEmpty()) {
        const qsizetype end = query.indexOf('&');
        const QByteArrayView item = end < 0 ? query : query.first(end);
        query = end < 0 ? QByteArrayView() : query.sliced(end + 1);
        const qsizetype equals = item.indexOf('=');
        const QByteArrayView name = equals < 0 ? item : item.first(equals);
        if (item.isEmpty())
            continue;
        constexpr qsizetype shownMax = 40;
        const QByteArray shown = name.first(std::min(name.size(), shownMax)).toByteArray();
        if (std::find(items.begin(), items.end(), name) == items.end())
            return Failure{Fault::Malformed,
                           "The query has an unknown item \"" + shown + "\"; "
                               + (items.empty() ? QByteArray("this request has none.")
                                                : "this request has: " + listOf(items) + '.'),
                           {}};
        if (seen.contains(name))
            return Failure{Fault::Malformed, "The query has more than one " + shown + '.', {}};
        seen.append(name);
    }
    return std::nullopt;
}

std::optional<Failure> contentFailure(const http::HttpRequest &request)
{
    if (const QByteArray encoding = request.headerList("Content-Encoding"); isEncoded(encoding))
        return Failure{Fault::UnsupportedType,
                       "Content is taken as it is, without a Content-Encoding. Send it plain; or, to have it stored "
                       "compressed, with a Content-Type that says so, as application/gzip.",
                       {}};
    for (const char *field : contentFields) {
        if (!request.header(field).isNull())
            return notKept(field);
    }
    if (describesContent(request.headerList("Cache-Control")))
        return notKept("Cache-Control");
    return std::nullopt;
}

} // namespace rest
