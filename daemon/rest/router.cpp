// SPDX-License-Identifier: GPL-3.0-or-later
//
// A score of resources: going through them, sizes first, is as fast as any table.

#include "rest/router.h"

#include "http/http_reply.h"
#include "http/http_request.h"
#include "rest/failure.h"
#include "rest/reply_clock.h"
#include "rest/request_checks.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace rest {

namespace {

constexpr std::array<QByteArrayView, 5> methodNames{"GET", "HEAD", "PUT", "POST", "DELETE"};

std::optional<size_t> methodIndex(QByteArrayView name)
{
    const auto found = std::find(methodNames.begin(), methodNames.end(), name);
    return found == methodNames.end() ? std::nullopt : std::optional<size_t>(found - methodNames.begin());
}

bool takesPartInTheRing(QByteArrayView path)
{
    constexpr std::array<QByteArrayView, 9> ofTheNode{"/",           "/v1/node", "/v1/node/leave", "/v1/node/keys",
                                                      "/livez",      "/readyz",  "/metrics",       "/openapi.json",
                                                      "/page/{file}"};
    return std::find(ofTheNode.begin(), ofTheNode.end(), path) == ofTheNode.end();
}

std::optional<Failure> contentFailureOf(const http::HttpRequest &request)
{
    const bool hasContent = request.method() == QByteArrayView("PUT") || request.method() == QByteArrayView("POST");
    return hasContent ? contentFailure(request) : std::nullopt;
}

} // namespace

void Router::add(Method method, QByteArrayView path, QByteArrayView about, Handler handler,
                 const QList<QByteArray> &queryItems)
{
    constexpr int methodColumns = 8;
    constexpr int pathColumns = 26;
    const QByteArrayView name = methodNames[size_t(method)];
    m_listing += name.toByteArray().leftJustified(methodColumns) + path.toByteArray().leftJustified(pathColumns);
    m_listing += about;
    m_listing += '\n';
    setHandler(method, path, std::move(handler), queryItems);
}

void Router::addReading(QByteArrayView path, QByteArrayView about, const Handler &handler,
                        const QList<QByteArray> &queryItems)
{
    add(Method::Get, path, about, handler, queryItems);
    setHandler(Method::Head, path, handler, queryItems);
}

void Router::setHandler(Method method, QByteArrayView path, Handler handler, const QList<QByteArray> &queryItems)
{
    const qsizetype brace = path.indexOf('{');
    const QByteArrayView fixed = brace < 0 ? path : path.first(brace);
    auto resource = std::find_if(m_resources.begin(), m_resources.end(),
                                 [fixed](const Resource &known) { return known.path == fixed; });
    if (resource == m_resources.end())
        resource =
            m_resources.insert(resource, Resource{fixed.toByteArray(), path.toByteArray(), brace >= 0, {}, {}, {}});
    Q_ASSERT(!resource->handlers[size_t(method)]);
    resource->handlers[size_t(method)] = std::move(handler);
    resource->queryItems[size_t(method)] = queryItems;
    if (!resource->allow.isEmpty())
        resource->allow += ", ";
    resource->allow += methodNames[size_t(method)];
}

// A route's number: 0 for what there is not, then a place for each method of each resource.
Router::RouteName Router::routeName(int route) const
{
    if (route <= 0)
        return {"other", "other"};
    const auto [resource, method] = std::div(route - 1, int(methodCount));
    return {m_resources[size_t(resource)].fullPath, methodNames[size_t(method)].toByteArray()};
}

const Router::Resource *Router::find(QByteArrayView path) const
{
    for (const Resource &resource : m_resources) {
        if (resource.takesParameter ? path.startsWith(resource.path) : path == resource.path)
            return &resource;
    }
    return nullptr;
}

void Router::handle(const http::HttpRequest &request, http::HttpReply reply) const
{
    const QByteArrayView path = request.path();
    const Resource *resource = find(path);
    std::optional<size_t> method;
    if (resource)
        method = methodIndex(request.method());
    if (m_observer) {
        const bool isRoute = method && resource->handlers[*method];
        const auto number =
            isRoute ? (resource - m_resources.data()) * ptrdiff_t(methodCount) + ptrdiff_t(*method) + 1 : 0;
        reply.observe(*m_observer, int(number), replyClockNs());
    }
    // For checks of health (HAProxy sends OPTIONS /) and clients that explore; of the server as a whole with "*".
    if (request.method() == QByteArrayView("OPTIONS") && (resource || path == QByteArrayView("*"))) {
        reply.send(204, {{"Allow", resource ? resource->allow : QByteArray("GET, HEAD, PUT, POST, DELETE")}});
        return;
    }
    if (!resource) {
        sendFailure(reply, {Fault::NotFound, "There is nothing at this path; GET / lists what there is.", {}});
        return;
    }
    if (!method || !resource->handlers[*method]) {
        sendFailure(reply, {Fault::MethodNotAllowed, "This path does not know the method; see Allow.", {}},
                    {{"Allow", resource->allow}});
        return;
    }
    if (const std::optional<Failure> failure = contentFailureOf(request)) {
        sendFailure(reply, *failure, {{"Accept-Encoding", "identity"}});
        return;
    }
    const QList<QByteArray> &queryItems = resource->queryItems[*method];
    const bool isStrict = resource->path.startsWith("/v1/");
    if (const auto failure = isStrict ? queryFailure(request.query(), queryItems) : std::nullopt) {
        sendFailure(reply, *failure);
        return;
    }
    if (m_isLeaving && takesPartInTheRing(resource->fullPath)) {
        sendFailure(reply, {Fault::Unavailable, "This node is leaving the ring; ask another.", false});
        return;
    }
    resource->handlers[*method](request, path.sliced(resource->path.size()), std::move(reply));
}

} // namespace rest
