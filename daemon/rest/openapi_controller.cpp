// SPDX-License-Identifier: GPL-3.0-or-later
//
// The document, as it was compiled in.

#include "rest/openapi_controller.h"

#include "rest/json_reply.h"
#include "rest/router.h"

#include <QFile>

namespace rest {

OpenApiController::OpenApiController()
{
    QFile file(QStringLiteral(":/openapi.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("openapi.json is not compiled in.");
    m_document = file.readAll();
}

void OpenApiController::addRoutes(Router &router)
{
    router.addReading(
        "/openapi.json", "these requests and their answers, as OpenAPI 3.1",
        [this](const http::HttpRequest &, QByteArrayView, http::HttpReply reply) { sendJson(reply, 200, m_document); });
}

} // namespace rest
