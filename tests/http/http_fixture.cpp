// SPDX-License-Identifier: GPL-3.0-or-later
//
// The test handler's paths: /held/… holds its reply, /drop drops it, /size/N answers N bytes, /status/N answers N,
// /echo the body, /run runs something; anything else "METHOD path body-size".

#include "http_fixture.h"

#include <QTest>

void TestHandler::handle(const http::HttpRequest &request, http::HttpReply reply)
{
    const QByteArray path = request.path().toByteArray();
    paths.append(path);
    if (path.startsWith("/held")) {
        held.push_back(HeldRequest{path, std::move(reply)});
    } else if (path.startsWith("/size/")) {
        reply.send(200, {}, QByteArray(path.mid(6).toInt(), 'v'));
    } else if (path.startsWith("/status/")) {
        reply.send(path.mid(8).toInt(), {{"ETag", "\"1\""}, {"Bad", "a\r\nInjected: b"}}, "body");
    } else if (path == "/echo") {
        reply.send(200, {}, request.body());
    } else if (path == "/run") {
        run();
        reply.send(200, {}, path);
    } else if (path != "/drop") {
        reply.send(200, {{"Content-Type", "text/plain"}},
                   request.method().toByteArray() + ' ' + path + ' ' + QByteArray::number(request.body().size()));
    }
}

HttpFixture::HttpFixture(const http::HttpLimits &limits, const listener::ListenerLimits &portLimits)
    : http(std::make_unique<http::HttpServer>(handler, limits))
    , port(new listener::PortListener(portLimits))
{
    if (!port->listen(QHostAddress::LocalHost) || !http->serve(port))
        qFatal("Cannot listen on a free port");
}

bool HttpFixture::waitForHeld(size_t count) const
{
    return QTest::qWaitFor([&] { return handler.held.size() == count; }, 10'000);
}

bool HttpFixture::waitForConnections(int count) const
{
    return QTest::qWaitFor([&] { return counters().connections == count; }, 10'000);
}
