// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text of requests, and looking up a field of a response.

#include "client/http_message.h"

namespace client {

QByteArray HttpResponse::field(QByteArrayView name) const
{
    QByteArrayView rest = head;
    while (!rest.isEmpty()) {
        const qsizetype end = rest.indexOf('\n');
        const QByteArrayView line = end < 0 ? rest : rest.first(end);
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
        const qsizetype colon = line.indexOf(':');
        if (colon == name.size() && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.sliced(colon + 1).trimmed().toByteArray();
    }
    return {};
}

QByteArray requestBytes(const HttpRequest &request, const QByteArray &host)
{
    QByteArray bytes;
    bytes.reserve(request.method.size() + request.target.size() + host.size() + request.fields.size() + 64
                  + (request.body ? request.body->size() : 0));
    bytes += request.method + ' ' + request.target + " HTTP/1.1\r\nHost: " + host + "\r\n" + request.fields;
    if (request.body)
        bytes += "Content-Length: " + QByteArray::number(request.body->size()) + "\r\n\r\n" + *request.body;
    else
        bytes += "\r\n";
    return bytes;
}

} // namespace client
