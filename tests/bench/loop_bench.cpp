// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long each route holds the event loop, and with it everything else that a node does, at a node with many keys. A
// timer that is always due measures the processor time of each turn of the node's loop, so that whatever else the
// machine does does not count; it prints the longest turn during each request, and how large the answer was. Nothing
// that one request asks for should take more than 20 ms.
//
//     loop_bench [KEYS]

#include "rest_node.h"

#include "api/batch.h"

#include <QCoreApplication>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <ctime>

namespace {

constexpr int batchSize = 1000;
constexpr int patienceMs = 120'000;
constexpr qsizetype largeValueBytes = 16 * 1024 * 1024;

double threadCpuMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

// A node on a thread of its own, and the longest turn of its loop.
class NodeThread : public QThread {
public:
    NodeThread()
    {
        start();
        while (port == 0)
            msleep(10);
    }
    ~NodeThread() override
    {
        quit();
        wait();
    }

    void run() override
    {
        RestNode node;
        if (!node.createRing())
            qFatal("no ring");
        QTimer turn;
        turn.setInterval(0);
        double last = threadCpuMs();
        QObject::connect(&turn, &QTimer::timeout, &turn, [&] {
            const double now = threadCpuMs();
            longestUs = std::max(longestUs.load(), qint64((now - last) * 1000));
            last = now;
        });
        turn.start();
        port = node.port();
        exec();
    }

    std::atomic<quint16> port = 0;
    std::atomic<qint64> longestUs = 0;
};

// Sends each request on a connection of its own, all at once, and reads the answers to their ends.
qsizetype answersTo(quint16 port, const QByteArray &request, int times = 1)
{
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    qsizetype bytes = 0;
    for (int i = 0; i < times; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(QStringLiteral("127.0.0.1"), port);
        sockets.back()->waitForConnected(patienceMs);
        sockets.back()->write(request);
        sockets.back()->flush();
    }
    for (const auto &socket : sockets) {
        while (socket->bytesToWrite() > 0 && socket->waitForBytesWritten(patienceMs)) { }
        while (socket->state() == QAbstractSocket::ConnectedState && socket->waitForReadyRead(patienceMs))
            bytes += socket->readAll().size();
        bytes += socket->readAll().size();
    }
    return bytes;
}

QByteArray requestOf(const QByteArray &method, const QByteArray &target, const QByteArray &fields = {},
                     const QByteArray &body = {})
{
    return method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + fields
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray batchOf(api::BatchOperation::Kind kind, int first, int count, bool asCbor, const QByteArray &value = "value")
{
    std::vector<api::BatchOperation> operations;
    for (int i = first; i < first + count; ++i)
        operations.push_back({kind,
                              "key/" + QByteArray::number(i),
                              kind == api::BatchOperation::Kind::Put ? value : QByteArray(),
                              {},
                              {},
                              {},
                              {}});
    if (asCbor)
        return requestOf("POST", "/v1/batch", "Content-Type: application/cbor\r\n", api::batchToCbor(operations));
    QByteArray json = "[";
    for (const api::BatchOperation &operation : operations)
        json += QByteArray(json.size() > 1 ? "," : "") + R"({"op":"get","key":")" + operation.key + "\"}";
    return requestOf("POST", "/v1/batch", "Content-Type: application/json\r\n", json + ']');
}

void measure(NodeThread &node, const char *name, const QByteArray &request, int times = 1)
{
    node.longestUs = 0;
    const qsizetype bytes = answersTo(node.port, request, times);
    QThread::msleep(20);
    std::printf("%-44s %8.2f ms %12lld bytes\n", name, double(node.longestUs) / 1000, qlonglong(bytes));
    std::fflush(stdout);
}

void measureRoutes(NodeThread &node)
{
    const QByteArray ndjson = "Accept: application/x-ndjson\r\n";
    measure(node, "GET /livez", requestOf("GET", "/livez"));
    measure(node, "GET /v1/node", requestOf("GET", "/v1/node"));
    measure(node, "GET /v1/node/keys?limit=1000", requestOf("GET", "/v1/node/keys?limit=1000"));
    measure(node, "GET /v1/keys?limit=1000", requestOf("GET", "/v1/keys?limit=1000"));
    measure(node, "GET /v1/keys?prefix=none", requestOf("GET", "/v1/keys?prefix=none"));
    measure(node, "GET /v1/keys as a stream", requestOf("GET", "/v1/keys", ndjson));
    measure(node, "the same, 20 at once", requestOf("GET", "/v1/keys", ndjson), 20);
    measure(node, "GET /v1/ring", requestOf("GET", "/v1/ring"));
    measure(node, "GET /v1/lookup/key", requestOf("GET", "/v1/lookup/key"));
    measure(node, "GET /metrics", requestOf("GET", "/metrics"));
    measure(node, "GET /readyz", requestOf("GET", "/readyz"));
    measure(node, "GET /openapi.json", requestOf("GET", "/openapi.json"));
    measure(node, "GET / as HTML", requestOf("GET", "/", "Accept: text/html\r\n"));
    measure(node, "GET /get_node_info", requestOf("GET", "/get_node_info"));
    measure(node, "GET /resolve_id_val", requestOf("GET", "/resolve_id_val?percentage=50"));
    measure(node, "1,000 gets as JSON", batchOf(api::BatchOperation::Kind::Get, 0, batchSize, false));
    measure(node, "1,000 gets as CBOR", batchOf(api::BatchOperation::Kind::Get, 0, batchSize, true));
}

void measureLarge(NodeThread &node)
{
    const QByteArray large(largeValueBytes, '\1'); // six bytes each in JSON
    const QByteArray half(largeValueBytes / 2, '\1');
    measure(node, "PUT of 16 MiB", requestOf("PUT", "/v1/kv/large", {}, large));
    measure(node, "GET of 16 MiB", requestOf("GET", "/v1/kv/large"));
    measure(node, "the same, 30 at once", requestOf("GET", "/v1/kv/large"), 30);
    measure(node, "PUT of 8 MiB as JSON text of the original",
            requestOf("POST", "/global_put", "Content-Type: application/json\r\n",
                      R"({"key_str":"text","val_str":")" + QByteArray(largeValueBytes - 1000, 'x') + "\"}"));
    measure(node, "POST /global_get of 16 MB",
            requestOf("POST", "/global_get", "Content-Type: application/json\r\n", "\"text\""));
    measure(node, "GET /global_get_simple of 16 MB", requestOf("GET", "/global_get_simple?key=text"));
    measure(node, "PUT of 8 MiB of control characters", requestOf("PUT", "/v1/kv/control", {}, half));
    measure(node, "GET /global_get_simple of these", requestOf("GET", "/global_get_simple?key=control"));
    measure(node, "a batch that gets them as JSON",
            requestOf("POST", "/v1/batch", "Content-Type: application/json\r\n", R"([{"op":"get","key":"control"}])"));
    measure(node, "the page, with 16 MiB", requestOf("GET", "/?key=large", "Accept: text/html\r\n"));
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const int keys = argc > 1 ? std::max(QByteArray(argv[1]).toInt(), batchSize) : 300'000;
    NodeThread node;
    std::printf("%d keys; the longest turn of the event loop in processor time\n", keys);
    for (int first = 0; first < keys; first += batchSize)
        answersTo(node.port, batchOf(api::BatchOperation::Kind::Put, first, batchSize, true));
    std::printf("%-44s %8.2f ms\n", "storing them, 1,000 in a batch", double(node.longestUs) / 1000);
    measureRoutes(node);
    measureLarge(node);
    for (int first = 0; first < keys; first += batchSize)
        answersTo(node.port, batchOf(api::BatchOperation::Kind::Delete, first, batchSize, true));
    measure(node, "GET /v1/node/keys, all deleted", requestOf("GET", "/v1/node/keys"));
    measure(node, "GET /v1/keys, all deleted", requestOf("GET", "/v1/keys"));
    return 0;
}
