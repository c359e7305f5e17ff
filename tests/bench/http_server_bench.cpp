// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the guard costs: a trivial GET through PortListener, HttpServer and a handler, against the same answer from a
// bare QHttpServer route that answers through its responder. Both are served by this program, started again with
// --serve and pinned to one core, and loaded by wrk (Debian package wrk) pinned to another, in turns, so that whatever
// else the machine does falls on both. Prints the medians and their ratio, by the clock and by the CPU time the server
// took: the latter also means something on a busy machine.
//
//     http_guard_bench [ROUNDS [SECONDS]]

#include "http/access_policy.h"
#include "http/http_server.h"
#include "listener/port_listener.h"

#include <QCoreApplication>
#include <QFile>
#include <QHttpServer>
#include <QProcess>
#include <QTcpServer>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

#include <unistd.h>

namespace {

const QByteArray value(100, 'v');

class AnswerValue final : public http::RequestHandler {
public:
    void handle(const http::HttpRequest &request, http::HttpReply reply) override
    {
        if (request.path().startsWith("/v1/kv/"))
            reply.send(200, {{"Content-Type", "application/octet-stream"}}, value);
        else
            reply.sendProblem(404, "No such path.");
    }
};

void announce(const QTcpServer &server)
{
    printf("%d\n", server.serverPort());
    fflush(stdout);
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
    http.route("/v1/kv/somekey", answer);
    auto *server = new QTcpServer;
    if (!server->listen(QHostAddress::LocalHost))
        return 1;
    http.bind(server);
    announce(*server);
    return application.exec();
}

int serveGuarded(QCoreApplication &application)
{
    AnswerValue handler;
    const http::AccessPolicy policy;
    http::HttpServer http(handler);
    http.setAccessPolicy(&policy);
    auto *port = new listener::PortListener;
    if (!port->listen(QHostAddress::LocalHost) || !http.serve(port))
        return 1;
    announce(*port);
    return application.exec();
}

struct Figures {
    double perSecond = 0;
    double perCpuSecond = 0;
};

// CPU time that a process has used, in seconds (proc(5): utime and stime, in ticks).
double cpuSeconds(qint64 processId)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(processId));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray stat = file.readAll();
    const QByteArrayList fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return (fields.value(11).toDouble() + fields.value(12).toDouble()) / double(sysconf(_SC_CLK_TCK));
}

double numberBefore(const QByteArray &report, const char *words)
{
    return report.first(qMax<qsizetype>(report.indexOf(words), 0)).trimmed().split('\n').last().trimmed().toDouble();
}

// All zero if wrk failed or saw an error.
Figures measure(const QString &mode, int seconds)
{
    QProcess server;
    server.start("taskset", {"-c", "0", QCoreApplication::applicationFilePath(), "--serve", mode});
    if (!server.waitForReadyRead(5000))
        return {};
    const QString url = "http://127.0.0.1:" + QString::fromLatin1(server.readLine().trimmed()) + "/v1/kv/somekey";
    QProcess wrk;
    wrk.start("taskset", {"-c", "1", "wrk", "-t1", "-c32", "-d" + QString::number(seconds), url});
    wrk.waitForFinished((seconds + 10) * 1000);
    const QByteArray report = wrk.readAllStandardOutput();
    const double cpu = cpuSeconds(server.processId());
    server.kill();
    server.waitForFinished();
    const qsizetype at = report.indexOf("Requests/sec:");
    if (at < 0 || report.contains("Non-2xx") || report.contains("Socket errors"))
        return {};
    return {report.mid(at + 13, 20).simplified().split(' ').first().toDouble(),
            cpu > 0 ? numberBefore(report, " requests in ") / cpu : 0};
}

double median(std::vector<double> figures)
{
    std::sort(figures.begin(), figures.end());
    return figures[figures.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && strcmp(argv[1], "--serve") == 0)
        return strcmp(argv[2], "bare") == 0 ? serveBare(application) : serveGuarded(application);

    const int rounds = argc > 1 ? std::max(1, atoi(argv[1])) : 5;
    const int seconds = argc > 2 ? std::max(1, atoi(argv[2])) : 3;
    std::vector<double> bare;
    std::vector<double> guarded;
    std::vector<double> bareByCpu;
    std::vector<double> guardedByCpu;
    for (int round = 0; round < rounds; ++round) {
        const Figures without = measure("bare", seconds);
        const Figures with = measure("guarded", seconds);
        if (without.perSecond == 0 || with.perSecond == 0) {
            fputs("No figure: this needs wrk and taskset (Debian packages wrk and util-linux).\n", stderr);
            return 1;
        }
        bare.push_back(without.perSecond);
        guarded.push_back(with.perSecond);
        bareByCpu.push_back(without.perCpuSecond);
        guardedByCpu.push_back(with.perCpuSecond);
        printf("round %d: bare %8.0f/s %8.0f per CPU second, guarded %8.0f/s %8.0f per CPU second\n", round + 1,
               without.perSecond, without.perCpuSecond, with.perSecond, with.perCpuSecond);
        fflush(stdout);
    }
    printf("median: bare %.0f/s, guarded %.0f/s, ratio %.3f; per CPU second %.0f and %.0f, ratio %.3f (Qt %s)\n",
           median(bare), median(guarded), median(guarded) / median(bare), median(bareByCpu), median(guardedByCpu),
           median(guardedByCpu) / median(bareByCpu), qVersion());
    return 0;
}
