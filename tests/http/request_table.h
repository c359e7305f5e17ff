// SPDX-License-Identifier: GPL-3.0-or-later
//
// Odd and hostile requests, each with what the guard must make of it. One table for the framer, where every split is
// tried, and for real sockets. Written for the limits of tableLimits(), which are small so that going over them is
// cheap.

#pragma once

#include "http/http_limits.h"

#include <QByteArray>
#include <QList>

struct RequestCase {
    const char *name;
    QByteArray bytes;
    // 200 for a request that reaches the handler.
    int status;
    // Whether the connection serves another request afterwards.
    bool staysOpen;
};

http::HttpLimits tableLimits();
const QList<RequestCase> &requestTable();
