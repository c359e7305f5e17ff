// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds the handler of a method and a path by comparing bytes. Qt's router runs a regular expression a rule over
// decoded paths; here nothing is decoded, since a key may hold any byte, and a request costs a few comparisons.

#pragma once

#include <QByteArray>
#include <QByteArrayView>

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
    // in "/v1/kv/{key}". about: what the request is for, for listing(). Each method and path once.
    void add(Method method, QByteArrayView path, QByteArrayView about, Handler handler);
    // The same for GET and for HEAD, whose body the guard leaves out: for what only reads.
    void addReading(QByteArrayView path, QByteArrayView about, const Handler &handler);

    // Calls the handler, or answers 404 or 405 with Allow.
    void handle(const http::HttpRequest &request, http::HttpReply reply) const;

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
        QByteArray allow; // value of the Allow field
    };

    void setHandler(Method method, QByteArrayView path, Handler handler);
    const Resource *find(QByteArrayView path) const;

    std::vector<Resource> m_resources;
    QByteArray m_listing;
    http::ReplyObserver *m_observer = nullptr;
};

} // namespace rest
