// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the transport costs on top of the bare sockets below it: round trips of 100-byte messages between two peers in
// one process, one at a time and 32 in flight, beside the same over a pair of QTcpSocket that knows no frames. Both run
// in turns, and the ratio of their best turns is what counts; and a local get through the node host beside the core's.
//
//     transport_bench [SECONDS]     for each figure; 2 unless told

#include "net/node_host.h"
#include "net/transport.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

namespace {

constexpr qsizetype rawMessageBytes = 100;
constexpr int turns = 5;

chord::Message request(quint64 number)
{
    chord::Execute execute;
    execute.operation = {0x123456789abcdef0, number};
    execute.key = "some key of 20 bytes";
    execute.value = QByteArray(50, 'x');
    return {number, 1, execute};
}

// Counts answers and keeps this many requests in progress.
class Driver {
public:
    virtual ~Driver() = default;
    virtual void send(int count) = 0;
    // Runs for so long; returns round trips a second.
    double run(int inFlight, qint64 ms);

protected:
    // count answers have come: asks again, or stops.
    void answered(int count);

private:
    bool m_isRunning = false;
    qint64 m_answered = 0;
    int m_underWay = 0;
};

double Driver::run(int inFlight, qint64 ms)
{
    m_isRunning = true;
    m_answered = 0;
    m_underWay = inFlight;
    QElapsedTimer timer;
    timer.start();
    send(inFlight);
    while (timer.elapsed() < ms)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const double rate = double(m_answered) * 1e9 / double(timer.nsecsElapsed());
    m_isRunning = false;
    while (m_underWay > 0)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return rate;
}

void Driver::answered(int count)
{
    m_answered += count;
    if (m_isRunning)
        send(count);
    else
        m_underWay -= count;
}

class RawPair : public Driver {
public:
    RawPair();
    void send(int count) override { m_client.write(QByteArray(count * rawMessageBytes, 'x')); }

private:
    QTcpServer m_server;
    QTcpSocket m_client;
    QTcpSocket *m_echo = nullptr;
    qint64 m_readBytes = 0;
};

RawPair::RawPair()
{
    m_server.listen(QHostAddress(QHostAddress::LocalHost));
    m_client.connectToHost(m_server.serverAddress(), m_server.serverPort());
    m_server.waitForNewConnection(5000);
    m_client.waitForConnected(5000);
    m_echo = m_server.nextPendingConnection();
    m_client.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_echo->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    QObject::connect(m_echo, &QTcpSocket::readyRead, m_echo, [this] { m_echo->write(m_echo->readAll()); });
    QObject::connect(&m_client, &QTcpSocket::readyRead, &m_client, [this] {
        const qint64 before = m_readBytes / rawMessageBytes;
        m_readBytes += m_client.readAll().size();
        answered(int(m_readBytes / rawMessageBytes - before));
    });
}

// A transport with a port.
struct Peer {
    explicit Peer(quint64 id)
    {
        server.listen(QHostAddress(QHostAddress::LocalHost));
        self = {chord::Id(id), "127.0.0.1:" + QByteArray::number(server.serverPort()), id};
        transport = std::make_unique<net::Transport>(self, "bench", chord::Config());
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this] {
            while (QTcpSocket *socket = server.nextPendingConnection())
                transport->accept(socket);
        });
    }

    QTcpServer server;
    chord::NodeRef self;
    std::unique_ptr<net::Transport> transport;
};

class TransportPair : public Driver {
public:
    TransportPair();
    void send(int count) override
    {
        for (int i = 0; i < count; ++i)
            m_client.transport->send(m_echo.self.address, request(++m_number));
    }

private:
    Peer m_client{1};
    Peer m_echo{2};
    quint64 m_number = 0;
};

TransportPair::TransportPair()
{
    m_echo.transport->setReceiver([this](const chord::NodeRef &from, std::vector<chord::Message> &messages) {
        for (chord::Message &message : messages)
            m_echo.transport->send(from.address, std::move(message));
    });
    m_client.transport->setReceiver(
        [this](const chord::NodeRef &, std::vector<chord::Message> &messages) { answered(int(messages.size())); });
    run(1, 50);
}

void compare(RawPair &raw, TransportPair &transport, int inFlight, qint64 ms)
{
    double rawBest = 0;
    double transportBest = 0;
    for (int i = 0; i < turns; ++i) {
        rawBest = std::max(rawBest, raw.run(inFlight, ms / turns));
        transportBest = std::max(transportBest, transport.run(inFlight, ms / turns));
    }
    std::printf("%2d in flight   raw sockets %9.0f/s   transport %9.0f/s   ratio %.2f\n", inFlight, rawBest,
                transportBest, transportBest / rawBest);
}

// Nanoseconds of one get that the node answers alone.
void measureLocalGet()
{
    constexpr int count = 500'000;
    Peer peer(1);
    chord::Config config;
    config.foundingHoldMs = 0;
    net::NodeHost host(peer.self, config, peer.transport.get());
    host.createRing();
    bool isStored = false;
    host.put("key", QByteArray(100, 'x'), {}, -1, {}, [&](chord::KeyResult &&) { isStored = true; });
    while (!isStored)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);

    // The core alone is a node of its own, driven by hand.
    chord::Node node(peer.self, config);
    chord::Output output;
    const chord::Time now = host.now();
    node.createRing(now);
    node.beginPut("key", QByteArray(100, 'x'), {}, -1, {}, now);
    node.takeOutput(output);

    double hostBest = 1e9;
    double coreBest = 1e9;
    int found = 0;
    for (int turn = 0; turn < turns; ++turn) {
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < count; ++i)
            host.get("key", [&](chord::KeyResult &&result) { found += int(!result.value.isEmpty()); });
        hostBest = std::min(hostBest, double(timer.nsecsElapsed()) / count);
        timer.start();
        for (int i = 0; i < count; ++i) {
            node.beginGet("key", now);
            node.takeOutput(output);
        }
        coreBest = std::min(coreBest, double(timer.nsecsElapsed()) / count);
    }
    std::printf("local get      core %.0f ns   host %.0f ns   on top %.0f ns   (%d%% found)\n", coreBest, hostBest,
                hostBest - coreBest, found * 100 / (count * turns));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const qint64 ms = 1000 * (argc > 1 ? std::max(1, std::atoi(argv[1])) : 2);
    RawPair raw;
    TransportPair transport;
    compare(raw, transport, 1, ms);
    compare(raw, transport, 32, ms);
    measureLocalGet();
    return 0;
}
