// SPDX-License-Identifier: GPL-3.0-or-later
//
// /openapi.json: the routes as a document for programs (OpenAPI 3.1). It is written by hand in resources/openapi.json;
// tests/rest holds it against the routes and against what a node answers.

#pragma once

#include <QByteArray>

namespace rest {

class Router;

class OpenApiController {
public:
    OpenApiController();

    void addRoutes(Router &router);

private:
    QByteArray m_document;
};

} // namespace rest
