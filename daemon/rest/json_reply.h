// SPDX-License-Identifier: GPL-3.0-or-later
//
// How every JSON document leaves: with its type, and never kept by a cache, since all of them tell of this moment.

#pragma once

#include "http/http_reply.h"

namespace rest {

void sendJson(http::HttpReply &reply, int status, const QByteArray &json,
              std::initializer_list<http::HttpField> fields = {});

} // namespace rest
