// SPDX-License-Identifier: GPL-3.0-or-later
//
// JSON answers.

#include "rest/json_reply.h"

#include "api/json.h"

#include <QVarLengthArray>

namespace rest {

void sendJson(HttpReply &reply, int status, const QByteArray &json, std::initializer_list<HttpField> fields)
{
    QVarLengthArray<HttpField, 8> all;
    all.append(HttpField{"Content-Type", api::jsonContentType});
    all.append(HttpField{"Cache-Control", "no-store"});
    all.append(fields.begin(), qsizetype(fields.size()));
    reply.send(status, std::span<const HttpField>(all.data(), size_t(all.size())), json);
}

} // namespace rest
