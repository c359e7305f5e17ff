// SPDX-License-Identifier: GPL-3.0-or-later
//
// JSON answers.

#include "rest/json_reply.h"

#include "api/json.h"

#include <QVarLengthArray>

namespace rest {

void sendJson(http::HttpReply &reply, int status, const QByteArray &json, std::initializer_list<http::HttpField> fields)
{
    QVarLengthArray<http::HttpField, 8> all;
    all.append(http::HttpField{"Content-Type", api::jsonContentType});
    all.append(http::HttpField{"Cache-Control", "no-store"});
    all.append(fields.begin(), qsizetype(fields.size()));
    reply.send(status, std::span<const http::HttpField>(all.data(), size_t(all.size())), json);
}

} // namespace rest
