// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the store costs on top of Qt's HTTP server: GET /v1/kv/{key} at the key's owner, a value of 100 bytes, against
// the same bytes from a bare QHttpServer route that answers through its responder. Each is served by this program,
// started again with --serve and pinned to one core, and loaded by wrk (Debian package wrk) pinned to another, in
// turns, so that whatever else the machine does falls on both. Prints the medians of requests a second and of requests
// per second of the server's processor time, and their ratios.
//
//     rest_bench [ROUNDS [SECONDS]]

#include "http/http_server.h"
#include "listener/port_listener.h"
#include "net/node_host.h"
#include "net/transport.h"
#include "rest/api.h"

#include <QCoreApplication>
#include <QHttpServer>
#include <QProcess>
#include <QSocketNotifier>
#include <QTcpServer>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <vector>

namespace {

constexpr char path[] = "/v1/kv/somekey";
const QByteArray key("somekey");
const QByteArray value(100, 'v');

struct Figures {
    double perSecond = 0; // 0: wrk failed or saw an error
    double perCpuSecond = 0;
};

// Tells the port, serves until standard input ends, then tells the processor time that serving took.
int serveUntilTold(QCoreApplication &application, quint16 port)
{
    printf("%d\n", port);
    fflush(stdout);
    QSocketNotifier inputEnded(fileno(stdin), QSocketNotifier::Read);
    QObject::connect(&inputEnded, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    const std::clock_t begun = std::clock();
    QCoreApplication::exec();
    printf("%f\n", double(std::clock() - begun) / CLOCKS_PER_SEC);
    return 0;
}

int serveBare(QCoreApplication &application)
{
    QHttpServer http;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    const auto answer = [](QHttpServerResponder &responder) {
#else
    const auto answer = [](QHttpServerResponder &&responder) {
#endif
        responder.write(value, "application/octet-stream");
    };
    http.route(path, answer);
    auto *server = new QTcpServer(&http);
    if (!server->listen(QHostAddress::LocalHost))
        return 1;
    http.bind(server);
    return serveUntilTold(application, server->serverPort());
}

// A ring of one node, which owns every key.
int serveNode(QCoreApplication &application)
{
    auto *port = new listener::PortListener;
    if (!port->listen(QHostAddress::LocalHost))
        return 1;
    const chord::Config config;
    const QByteArray address = "127.0.0.1:" + QByteArray::number(port->serverPort());
    const chord::NodeRef self{config.space().hash(address), address, 1};
    net::Transport transport(self, "bench", config);
    net::NodeHost host(self, config, &transport);
    rest::Api api(host, {});
    http::HttpServer http(api);
    http.serve(port);

    bool stored = false;
    host.createRing();
    host.put(key, value, {}, -1, {}, [&](chord::KeyResult &&result) {
        stored = result.status == chord::OperationStatus::Ok;
        application.quit();
    });
    if (!stored)
        QCoreApplication::exec();
    return stored ? serveUntilTold(application, port->serverPort()) : 1;
}

double numberAfter(const QByteArray &report, const char *words)
{
    const qsizetype at = report.indexOf(words);
    return at < 0 ? 0 : report.mid(at + qsizetype(strlen(words)), 30).simplified().split(' ').first().toDouble();
}

Figures measure(const char *mode, int seconds)
{
    QProcess server;
    server.start("taskset", {"-c", "0", QCoreApplication::applicationFilePath(), "--serve", mode});
    if (!server.waitForReadyRead(10'000))
        return {};
    const QString url = "http://127.0.0.1:" + QString::fromLatin1(server.readLine().trimmed()) + path;
    QProcess wrk;
    wrk.start("taskset", {"-c", "1", "wrk", "-t1", "-c32", "-d" + QString::number(seconds), url});
    wrk.waitForFinished((seconds + 10) * 1000);
    const QByteArray report = wrk.readAllStandardOutput();
    server.closeWriteChannel();
    server.waitForFinished();
    const double cpuSeconds = server.readAllStandardOutput().trimmed().toDouble();
    if (report.contains("Non-2xx") || report.contains("Socket errors") || cpuSeconds <= 0)
        return {};
    const double requests = numberAfter(report, "Requests/sec:") * seconds;
    return {requests / seconds, requests / cpuSeconds};
}

double median(const std::vector<Figures> &rounds, double Figures::*figure)
{
    std::vector<double> figures;
    for (const Figures &round : rounds)
        figures.push_back(round.*figure);
    std::sort(figures.begin(), figures.end());
    return figures[figures.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && strcmp(argv[1], "--serve") == 0)
        return strcmp(argv[2], "bare") == 0 ? serveBare(application) : serveNode(application);

    const int rounds = argc > 1 ? std::max(1, atoi(argv[1])) : 5;
    const int seconds = argc > 2 ? std::max(1, atoi(argv[2])) : 3;
    std::vector<Figures> bare;
    std::vector<Figures> node;
    for (int round = 0; round < rounds; ++round) {
        bare.push_back(measure("bare", seconds));
        node.push_back(measure("node", seconds));
        printf("round %d: bare route %8.0f/s, GET at the owner %8.0f/s\n", round + 1, bare.back().perSecond,
               node.back().perSecond);
        fflush(stdout);
    }
    for (const auto &[name, figure] :
         {std::pair("per second", &Figures::perSecond), std::pair("per CPU second", &Figures::perCpuSecond)}) {
        const double bareFigure = median(bare, figure);
        const double nodeFigure = median(node, figure);
        if (bareFigure <= 0 || nodeFigure <= 0) {
            fputs("No figure: this needs wrk and taskset (Debian packages wrk and util-linux).\n", stderr);
            return 1;
        }
        printf("median %-15s bare route %8.0f, GET at the owner %8.0f, ratio %.3f\n", name, bareFigure, nodeFigure,
               nodeFigure / bareFigure);
    }
    return 0;
}
