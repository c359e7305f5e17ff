// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a client notices of others that mean harm: how long its answers take while nobody else is there, and during each
// kind of flood. The guard runs with its default limits in this program, started again with --serve.
//
//     flood_bench [CONNECTIONS [REQUESTS]]

#include "flood.h"

#include "http/access_policy.h"
#include "http/http_server.h"
#include "listener/port_listener.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QProcess>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace {

class AnswerPath final : public http::RequestHandler {
public:
    void handle(const http::HttpRequest &request, http::HttpReply reply) override
    {
        reply.send(200, {}, request.path().toByteArray());
    }
};

int serve(QCoreApplication &application)
{
    AnswerPath handler;
    http::HttpServer http(handler);
    const http::AccessPolicy policy;
    http.setAccessPolicy(&policy);
    auto *port = new listener::PortListener;
    if (!port->listen(QHostAddress::LocalHost) || !http.serve(port))
        return 1;
    printf("%d\n", port->serverPort());
    fflush(stdout);
    return application.exec();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 2 && strcmp(argv[1], "--serve") == 0)
        return serve(application);
    const int connections = argc > 1 ? std::max(1, atoi(argv[1])) : 400;
    const int requests = argc > 2 ? std::max(100, atoi(argv[2])) : 20'000;

    QProcess server;
    server.start(QCoreApplication::applicationFilePath(), {"--serve"});
    if (!server.waitForReadyRead(5000))
        return 1;
    const auto port = quint16(server.readLine().trimmed().toUInt());
    const auto measure = [&](const char *name, qint64 quietUs) {
        const std::vector<qint64> times = answerTimesUs(port, requests);
        const qint64 p99 = percentile(times, 0.99);
        printf("%-18s %6zu answers, p50 %5lld us, p99 %6lld us", name, times.size(), qlonglong(percentile(times, 0.5)),
               qlonglong(p99));
        if (quietUs > 0)
            printf(", %.1f times the quiet p99", double(p99) / double(quietUs));
        printf("\n");
        fflush(stdout);
        return p99;
    };
    measure("(warming up)", 0);
    const qint64 quiet = measure("quiet", 0);
    for (const Flood::Kind kind :
         {Flood::Kind::SlowHeads, Flood::Kind::SlowBodies, Flood::Kind::Idle, Flood::Kind::Connections}) {
        const Flood flood(kind, port, connections);
        const QDeadlineTimer deadline(30'000);
        while (flood.opened() < connections && !deadline.hasExpired())
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (flood.opened() < connections) {
            fprintf(stderr,
                    "flood_bench: %d of %d connections are open after 30 s; is a limit of open files in the way?\n",
                    int(flood.opened()), connections);
            server.kill();
            server.waitForFinished();
            return 1;
        }
        measure(nameOf(kind), quiet);
    }
    measure("quiet again", quiet);
    server.kill();
    server.waitForFinished();
    return 0;
}
