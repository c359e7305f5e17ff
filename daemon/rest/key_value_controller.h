// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/kv/{key}: values as raw bytes. GET at the key's owner is the hot path of the whole program: no text is converted
// on it, and its value is shared from the store to the socket.

#pragma once

#include "http/http_reply.h"

namespace net {
class NodeHost;
}

namespace http {
class HttpRequest;
}

namespace rest {

class Router;
class Watchers;

class KeyValueController {
public:
    // Both must outlive it.
    KeyValueController(net::NodeHost &host, Watchers &watchers);

    void addRoutes(Router &router);

private:
    void get(const http::HttpRequest &request, QByteArrayView keyText, http::HttpReply reply);
    void watch(const http::HttpRequest &request, const QByteArray &key, http::HttpReply reply);
    void put(const http::HttpRequest &request, QByteArrayView keyText, http::HttpReply reply);
    void remove(const http::HttpRequest &request, QByteArrayView keyText, http::HttpReply reply);

    net::NodeHost &m_host;
    Watchers &m_watchers;
};

} // namespace rest
