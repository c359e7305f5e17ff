// SPDX-License-Identifier: GPL-3.0-or-later
//
// The REST interface of the project this one follows, so that its clients go on working: results are Rust's Result as
// JSON with status 200 whatever happened, and its GETs write. Values are UTF-8 text here.

#pragma once

#include "http/http_reply.h"
#include "rest/document_worker.h"

namespace net {
class NodeHost;
}

namespace http {
class HttpRequest;
}

namespace rest {

class Router;

class OriginalController {
public:
    // host must outlive it. bornId: what the node was numbered on its command line, 1 for the one that started the
    // ring; 0 if it was not.
    OriginalController(net::NodeHost &host, int bornId);

    void addRoutes(Router &router);

private:
    void put(const QByteArray &key, const QByteArray &value, http::HttpReply reply);
    void get(const QByteArray &key, http::HttpReply reply);
    void remove(const QByteArray &key, http::HttpReply reply);
    void answerData(quint32 dataId, const QByteArray &key, const QByteArray &value, http::HttpReply reply);
    template <typename T, typename Then>
    void readBody(const http::HttpRequest &request, http::HttpReply reply, Then then);
    void describe(http::HttpReply &reply);
    void resolve(const http::HttpRequest &request, http::HttpReply reply);
    // Are key and value within the limits? Answers if not.
    bool accepts(const QByteArray &key, qsizetype valueBytes, http::HttpReply &reply) const;

    net::NodeHost &m_host;
    DocumentWorker m_worker;
    int m_bornId;
};

} // namespace rest
