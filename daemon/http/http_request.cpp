// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading a request: lookups in the guard's buffer.

#include "http/http_request.h"

#include "api/key_text.h"
#include "http/http_framer.h"

namespace http {

HttpRequest::HttpRequest(const HttpFramer &framer, const QHostAddress &remoteAddress, Access granted)
    : m_framer(framer)
    , m_remoteAddress(remoteAddress)
    , m_granted(granted)
{
}

QByteArrayView HttpRequest::method() const
{
    return m_framer.method();
}

QByteArrayView HttpRequest::path() const
{
    return m_framer.path();
}

QByteArrayView HttpRequest::query() const
{
    return m_framer.query();
}

std::optional<QByteArray> HttpRequest::queryItem(QByteArrayView name) const
{
    QByteArrayView rest = query();
    while (!rest.isEmpty()) {
        const qsizetype end = rest.indexOf('&');
        const QByteArrayView item = end < 0 ? rest : rest.first(end);
        if (item.startsWith(name)) {
            if (item.size() == name.size())
                return QByteArray();
            if (item[name.size()] == '=')
                return api::percentDecoded(item.sliced(name.size() + 1), api::Plus::IsSpace);
        }
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
    }
    return std::nullopt;
}

QByteArrayView HttpRequest::header(QByteArrayView name) const
{
    return m_framer.header(name);
}

QByteArray HttpRequest::headerList(QByteArrayView name) const
{
    QByteArray list;
    for (int i = 0; i < m_framer.fieldCount(); ++i) {
        const HttpFramer::Field field = m_framer.field(i);
        if (field.name.compare(name, Qt::CaseInsensitive) != 0)
            continue;
        list = list.isNull() ? field.value.toByteArray() : list + ", " + field.value.toByteArray();
    }
    return list;
}

QByteArrayView HttpRequest::host() const
{
    return m_framer.host();
}

const QByteArray &HttpRequest::body() const
{
    return m_framer.body();
}

bool HttpRequest::hasLength() const
{
    return m_framer.hasLength();
}

} // namespace http
