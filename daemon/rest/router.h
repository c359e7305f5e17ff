// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds the handler of a method and a path by comparing bytes. Qt's router runs a regular expression a rule over
// decoded paths; here nothing is decoded, since a key may hold any byte, and a request costs a few comparisons.

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <array>
#include <functional>
#include <vector>

namespace http {
class HttpReply;
class HttpRequest;
class ReplyObserver;
} // namespace http

namespace rest {

enum class Method : quint8 { Get, Head, Put, Post, Delete };

class Router {
public:
    // parameter: the raw text of the path's {…}, still percent-encoded and possibly empty; valid during the call only.
    using Handler =
        std::function<void(const http::HttpRequest &request, QByteArrayView parameter, http::HttpReply reply)>;

    // path: whole, as in "/v1/ring", or ending in a parameter that takes all the rest of a path, slashes included, as
    // in "/v1/kv/{key}". about: what the request is for, for listing(). Each method and path once. queryItems: those
    // that its query may have; below /v1 all others are refused. (The original passes over them, and links to the page
    // and checks of health may have anything added.)
    void add(Method method, QByteArrayView path, QByteArrayView about, Handler handler,
             const QList<QByteArray> &queryItems = {});
    // The same for GET and for HEAD, whose body the guard leaves out: for what only reads.
    void addReading(QByteArrayView path, QByteArrayView about, const Handler &handler,
                    const QList<QByteArray> &queryItems = {});

    // Calls the handler, or answers: 404, 405 with Allow, 204 with Allow to OPTIONS, 400 or 415 to what no handler may
    // pass over (request_checks.h).
    void handle(const http::HttpRequest &request, http::HttpReply reply) const;

    // From now on requests that take part in what the ring does are answered 503: this node is about to leave. What
    // tells about the node itself is answered as before.
    void refuseRingRequests() { m_isLeaving = true; }

    // Hears of every answer from now on; it outlives the server. Its routes are named by routeName().
    void setObserver(http::ReplyObserver *observer) { m_observer = observer; }

    // The path as it was added, and the method; of requests for what there is not, both are "other".
    struct RouteName {
        QByteArray path;
        QByteArray method;
    };
    RouteName routeName(int route) const;

    // What there is, for people: a line a request, in the order it was added.
    const QByteArray &listing() const { return m_listing; }

private:
    static constexpr size_t methodCount = 5;

    struct Resource {
        QByteArray path; // without {parameter}
        QByteArray fullPath; // with it
        bool takesParameter = false;
        std::array<Handler, methodCount> handlers;
        std::array<QList<QByteArray>, methodCount> queryItems;
        QByteArray allow; // value of the Allow field
    };

    void setHandler(Method method, QByteArrayView path, Handler handler, const QList<QByteArray> &queryItems);
    const Resource *find(QByteArrayView path) const;

    std::vector<Resource> m_resources;
    QByteArray m_listing;
    bool m_isLeaving = false;
    http::ReplyObserver *m_observer = nullptr;
};

} // namespace rest
