// SPDX-License-Identifier: GPL-3.0-or-later
//
// What must hold for AccessPolicy whatever a request's head says, stated again and more crudely than the policy does:
// nothing passes that names another host, that writes on behalf of another site, or that lacks the token it needs, and
// no answer's line can be broken by what a client sent. framer_property asks it of every request it finds.

#pragma once

#include <QByteArray>

namespace http {
class HttpRequest;
}

struct AccessFinding {
    QByteArray verdict; // of all policies, as text: it must not depend on how the bytes were cut
    QByteArray problem; // empty if all is well
};

AccessFinding judgeAccess(const http::HttpRequest &request);
