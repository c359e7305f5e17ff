// SPDX-License-Identifier: GPL-3.0-or-later
//
// Deadlines, caps and memory.

#include "http_fixture.h"
#include "raw_client.h"

#include "http/access_policy.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSocketNotifier>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

namespace {

QByteArray get(const QByteArray &path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: node\r\n\r\n";
}

constexpr qsizetype largeBytes = 1'000'000;

// A request with a body that does not come with its head in one read.
QByteArray large(const QByteArray &method, const QByteArray &path, bool isChunked = false)
{
    const QByteArray head = method + ' ' + path + " HTTP/1.1\r\nHost: n\r\n";
    const QByteArray body(largeBytes, 'x');
    if (isChunked)
        return head + "Transfer-Encoding: chunked\r\n\r\n" + QByteArray::number(largeBytes, 16) + "\r\n" + body
            + "\r\n0\r\n\r\n";
    return head + "Content-Length: " + QByteArray::number(largeBytes) + "\r\n\r\n" + body;
}

// Long for everything, so that a test shortens what it is about.
http::HttpLimits patient()
{
    http::HttpLimits limits;
    limits.headerTimeoutMs = limits.bodyTimeoutMs = 60'000;
    limits.writeTimeoutMs = limits.idleTimeoutMs = 60'000;
    limits.drainPauseMs = 20;
    return limits;
}

// AddressSanitizer keeps what was freed, and surrounds what was not.
#ifdef __SANITIZE_ADDRESS__
constexpr int memoryFactor = 4;
#else
constexpr int memoryFactor = 1;
#endif

// Resident memory of this process, or 0 where that cannot be read.
qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4096;
}

} // namespace

class TestHttpLimits : public QObject {
    Q_OBJECT

private slots:
    void slowRequest_data();
    void slowRequest();
    void tricklingHeadDoesNotExtendItsDeadline();
    void tricklingBodyIsTooSlow();
    void fastBodyExtendsItsDeadline();
    void idleConnectionIsClosed();
    void silentConnectionsAreParked();
    void pendingAnswerHasNoDeadline();
    void clientThatDoesNotRead();

    void connectionsInAll();
    void connectionsPerAddress();
    void requestsInFlight();
    void bodiesInFlight();
    void largeBodiesWaitForRoom();
    void bodiesOfClientsThatAreGone();
    void replyKeepsItsShare();
    void decodedBodies();
    void continueWaitsForRoom();
    void answersInFlight();
    void largeAnswersTakeTurns();
    void turnedAwayWithFieldsOfThePolicy();
    void announcedBodiesCostNothing();
    void idleConnectionIsSmall();

    void peersPassAFullHouse();
    void portsShareTheirLimits();
};

// --- deadlines

void TestHttpLimits::slowRequest_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("method") << QByteArray("G");
    QTest::newRow("request line") << QByteArray("GET / HTTP/1.1\r\n");
    QTest::newRow("last byte of the head") << get("/").chopped(1);
    QTest::newRow("no byte of the body") << QByteArray("PUT / HTTP/1.1\r\nHost: n\r\nContent-Length: 5\r\n\r\n");
    QTest::newRow("last byte of the body") << QByteArray("PUT / HTTP/1.1\r\nHost: n\r\nContent-Length: 5\r\n\r\nhell");
    QTest::newRow("chunk") << QByteArray("PUT / HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nh");
    QTest::newRow("second request") << get("/") + "GET /";
}

void TestHttpLimits::slowRequest()
{
    QFETCH(QByteArray, bytes);
    http::HttpLimits limits = patient();
    limits.headerTimeoutMs = limits.bodyTimeoutMs = 100;
    HttpFixture guard(limits);
    RawClient client(guard.portNumber());
    client.send(bytes);
    RawAnswer answer = client.readAnswer();
    if (bytes.startsWith(get("/")) && answer.status == 200)
        answer = client.readAnswer();
    QCOMPARE(answer.status, 408);
    QVERIFY(answer.isProblem());
    QCOMPARE(answer.field("Connection"), QByteArray("close"));
    QVERIFY(client.waitForClose());
    QCOMPARE(guard.counters().refusalsTotal.at(408), 1U);
}

void TestHttpLimits::tricklingHeadDoesNotExtendItsDeadline()
{
    http::HttpLimits limits = patient();
    limits.headerTimeoutMs = 200;
    HttpFixture guard(limits);
    RawClient client(guard.portNumber());
    client.send("GET / HTTP/1.1\r\nHost: n\r\n");
    QElapsedTimer clock;
    clock.start();
    while (client.isConnected() && clock.elapsed() < 10'000) {
        client.send("A: b\r\n");
        QTest::qWait(30);
    }
    QCOMPARE(client.readAnswer().status, 408);
    QVERIFY(clock.elapsed() < 5'000);
}

void TestHttpLimits::tricklingBodyIsTooSlow()
{
    http::HttpLimits limits = patient();
    limits.bodyTimeoutMs = 200;
    HttpFixture guard(limits);
    RawClient client(guard.portNumber());
    client.send("PUT / HTTP/1.1\r\nHost: n\r\nContent-Length: 100000\r\n\r\n");
    QElapsedTimer clock;
    clock.start();
    while (client.isConnected() && clock.elapsed() < 10'000) {
        client.send("x");
        QTest::qWait(30);
    }
    QCOMPARE(client.readAnswer().status, 408);
}

void TestHttpLimits::fastBodyExtendsItsDeadline()
{
    http::HttpLimits limits = patient();
    limits.bodyTimeoutMs = 200;
    limits.transferBytesPerSecondMin = 1000;
    HttpFixture guard(limits);
    RawClient client(guard.portNumber());
    client.send("PUT /echo HTTP/1.1\r\nHost: n\r\nContent-Length: 1000\r\n\r\n");
    for (int i = 0; i < 10; ++i) { // 100 bytes in 60 ms: faster than need be, slower than the deadline in all
        client.send(QByteArray(100, 'x'));
        QTest::qWait(60);
    }
    QCOMPARE(client.readAnswer().body.size(), 1000);
}

void TestHttpLimits::idleConnectionIsClosed()
{
    http::HttpLimits limits = patient();
    limits.idleTimeoutMs = 100;
    HttpFixture guard(limits);
    RawClient client(guard.portNumber());
    client.send(get("/"));
    QCOMPARE(client.readAnswer().status, 200);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.unread(), QByteArray());
    QVERIFY(guard.waitForConnections(0));
}

#ifdef Q_OS_LINUX
// Qt's event loop asks the kernel about each enabled notifier at every turn.
void TestHttpLimits::silentConnectionsAreParked()
{
    constexpr int listening = 1;
    constexpr int each = 10;
    HttpFixture guard(patient());
    const auto notifiersAwake = [&guard] {
        const auto all = guard.http->findChildren<QSocketNotifier *>();
        return int(std::count_if(all.begin(), all.end(), [](QSocketNotifier *one) { return one->isEnabled(); }));
    };
    const QByteArrayList openings{"", "GET /a", "PUT /a HTTP/1.1\r\nHost: n\r\nContent-Length: 3\r\n\r\na", get("/a")};
    const QByteArrayList rest{get("/b"), " HTTP/1.1\r\nHost: n\r\n\r\n", "bc", get("/b")};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (const QByteArray &opening : openings) {
        for (int i = 0; i < each; ++i) {
            clients.push_back(std::make_unique<RawClient>(guard.portNumber()));
            clients.back()->send(opening);
            if (opening == openings.last())
                QCOMPARE(clients.back()->readAnswer().status, 200);
        }
    }
    QVERIFY(guard.waitForConnections(3 * each)); // of the others nobody knows yet what they are
    QTRY_COMPARE(notifiersAwake(), listening);

    // Each wakes when something comes, again and again.
    for (int round = 0; round < 2; ++round) {
        for (size_t i = 0; i < clients.size(); ++i) {
            clients[i]->send(round == 0 ? rest[qsizetype(i / each)] : get("/c"));
            QCOMPARE(clients[i]->readAnswer().status, 200);
        }
        QTRY_COMPARE(notifiersAwake(), listening);
    }
    // And is noticed when it goes.
    clients.resize(each);
    QVERIFY(guard.waitForConnections(each));
    for (const auto &client : clients)
        client->abort();
    QVERIFY(guard.waitForConnections(0));
}
#else
void TestHttpLimits::silentConnectionsAreParked() { }
#endif

void TestHttpLimits::pendingAnswerHasNoDeadline()
{
    http::HttpLimits limits = patient();
    limits.headerTimeoutMs = limits.bodyTimeoutMs = limits.idleTimeoutMs = limits.writeTimeoutMs = 50;
    HttpFixture guard(limits);
    RawClient client(guard.portNumber());
    client.send(get("/held"));
    QVERIFY(guard.waitForHeld(1));
    QTest::qWait(200);
    QVERIFY(client.isConnected());
    guard.handler.held.front().reply.send(200, {}, "late");
    QCOMPARE(client.readAnswer().body, QByteArray("late"));
}

void TestHttpLimits::clientThatDoesNotRead()
{
    http::HttpLimits limits = patient();
    limits.writeTimeoutMs = 100;
    limits.transferBytesPerSecondMin = 100'000'000;
    HttpFixture guard(limits);
    RawClient client(guard.portNumber());
    client.stopReading();
    client.send(get("/size/50000000"));
    QVERIFY(guard.waitForConnections(1));
    QVERIFY(guard.waitForConnections(0));
    QCOMPARE(guard.counters().timeoutsTotal, 1U);
    QCOMPARE(guard.counters().requestsInFlight, 0);
}

// --- caps

void TestHttpLimits::connectionsInAll()
{
    http::HttpLimits limits = patient();
    limits.connectionsMax = 2;
    HttpFixture guard(limits);
    RawClient one(guard.portNumber());
    RawClient two(guard.portNumber());
    for (RawClient *client : {&one, &two}) {
        client->send(get("/"));
        QCOMPARE(client->readAnswer().status, 200);
    }
    RawClient three(guard.portNumber());
    three.send(get("/"));
    const RawAnswer refusal = three.readAnswer();
    QCOMPARE(refusal.status, 503);
    QVERIFY(refusal.isProblem());
    QVERIFY(!refusal.field("Retry-After").isEmpty());
    QVERIFY(three.waitForClose());
    one.abort();
    QVERIFY(guard.waitForConnections(1));
    RawClient four(guard.portNumber());
    four.send(get("/"));
    QCOMPARE(four.readAnswer().status, 200);
}

void TestHttpLimits::connectionsPerAddress()
{
    http::HttpLimits limits = patient();
    limits.connectionsPerAddressMax = 1;
    HttpFixture guard(limits);
    RawClient one(guard.portNumber());
    one.send(get("/"));
    QCOMPARE(one.readAnswer().status, 200);
    RawClient two(guard.portNumber());
    two.send(get("/"));
    QCOMPARE(two.readAnswer().status, 429);
    QVERIFY(two.waitForClose());
    QCOMPARE(guard.counters().refusalsTotal.at(429), 1U);
}

void TestHttpLimits::requestsInFlight()
{
    http::HttpLimits limits = patient();
    limits.requestsInFlightMax = 1;
    HttpFixture guard(limits);
    RawClient one(guard.portNumber());
    one.send(get("/held"));
    QVERIFY(guard.waitForHeld(1));
    RawClient two(guard.portNumber());
    two.send(get("/"));
    const RawAnswer refusal = two.readAnswer();
    QCOMPARE(refusal.status, 503);
    QVERIFY(refusal.isProblem());
    guard.handler.held.front().reply.send(200, {}, "one");
    QCOMPARE(one.readAnswer().status, 200);
    two.send(get("/"));
    QCOMPARE(two.readAnswer().status, 200);
}

void TestHttpLimits::bodiesInFlight()
{
    http::HttpLimits limits = patient();
    limits.bodyBytesInFlightMax = 1'500'000;
    limits.bodyWaitMs = 100;
    HttpFixture guard(limits);
    RawClient one(guard.portNumber());
    one.send(large("PUT", "/held"));
    QVERIFY(guard.waitForHeld(1));
    RawClient two(guard.portNumber());
    two.send(large("PUT", "/held"));
    const RawAnswer refusal = two.readAnswer();
    QCOMPARE(refusal.status, 503);
    QVERIFY(refusal.isProblem());
    QCOMPARE(refusal.field("Retry-After"), QByteArray("1"));
    QVERIFY(two.waitForClose());
    RawClient small(guard.portNumber());
    small.send("PUT /echo HTTP/1.1\r\nHost: n\r\nContent-Length: 5\r\n\r\nhello");
    QCOMPARE(small.readAnswer().body, QByteArray("hello"));
    guard.handler.held.clear();
    QCOMPARE(one.readAnswer().status, 500);
    RawClient three(guard.portNumber());
    three.send(large("PUT", "/held"));
    QVERIFY(guard.waitForHeld(1));
    guard.handler.held.clear();
}

// None is refused, since room comes with each answer.
void TestHttpLimits::largeBodiesWaitForRoom()
{
    constexpr int clients = 30;
    http::HttpLimits limits = patient();
    limits.bodyBytesInFlightMax = 3 * largeBytes;
    limits.bodyWaitMs = 30'000;
    HttpFixture guard(limits);
    std::vector<std::unique_ptr<RawClient>> all;
    for (int i = 0; i < clients; ++i) {
        all.push_back(std::make_unique<RawClient>(guard.portNumber()));
        all.back()->send(large(i % 2 == 0 ? "PUT" : "POST", i % 3 == 0 ? "/held" : "/echo", i % 5 == 0));
    }
    int answered = 0;
    int heldMost = 0;
    while (answered < clients / 3) {
        QTRY_VERIFY_WITH_TIMEOUT(!guard.handler.held.empty(), 20'000);
        heldMost = std::max(heldMost, int(guard.handler.held.size()));
        http::HttpReply reply = std::move(guard.handler.held.front().reply);
        guard.handler.held.pop_front();
        reply.send(200, {}, QByteArray(largeBytes, 'x'));
        ++answered;
    }
    for (const auto &client : all) {
        const RawAnswer answer = client->readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body.size(), largeBytes);
    }
    QVERIFY2(heldMost <= 4, qPrintable(QString::number(heldMost)));
    QVERIFY(guard.counters().refusalsTotal.empty());
}

// What such a client has asked for goes on, and holds its body until it ends.
void TestHttpLimits::bodiesOfClientsThatAreGone()
{
    http::HttpLimits limits = patient();
    limits.bodyBytesInFlightMax = 2 * largeBytes + largeBytes / 2;
    limits.bodyWaitMs = 100;
    HttpFixture guard(limits);
    for (size_t i = 1; i <= 2; ++i) {
        RawClient gone(guard.portNumber());
        gone.send(large("PUT", "/held"));
        QVERIFY(guard.waitForHeld(i));
        gone.abort();
    }
    RawClient refused(guard.portNumber());
    refused.send(large("PUT", "/echo"));
    QCOMPARE(refused.readAnswer().status, 503);
    guard.handler.held.clear();
    RawClient taken(guard.portNumber());
    taken.send(large("PUT", "/echo"));
    QCOMPARE(taken.readAnswer().status, 200);
}

void TestHttpLimits::replyKeepsItsShare()
{
    class Sink final : public http::ReplySink {
        void answer(int, std::span<const http::HttpField>, const QByteArray &) override { }
    };
    auto sink = std::make_unique<Sink>();
    auto share = std::make_shared<int>(0);
    const std::weak_ptr<int> kept = share;
    {
        http::HttpReply reply(*sink);
        reply.keep(std::exchange(share, nullptr));
        sink.reset(); // the client is gone
        const http::HttpReply moved = std::move(reply);
        QVERIFY(!kept.expired());
    }
    QVERIFY(kept.expired());
}

// A document is in memory twice: as its text, and as what was read from it.
void TestHttpLimits::decodedBodies()
{
    http::HttpLimits limits = patient();
    limits.bodyBytesInFlightMax = 2 * largeBytes + largeBytes / 2;
    limits.bodyWaitMs = 100;
    HttpFixture guard(limits);
    RawClient document(guard.portNumber());
    document.send(large("POST", "/held"));
    QVERIFY(guard.waitForHeld(1));
    RawClient other(guard.portNumber());
    other.send(large("PUT", "/echo"));
    QCOMPARE(other.readAnswer().status, 503);
    guard.handler.held.clear();
    QCOMPARE(document.readAnswer().status, 500);
    RawClient value(guard.portNumber());
    value.send(large("PUT", "/held"));
    QVERIFY(guard.waitForHeld(1));
    RawClient another(guard.portNumber());
    another.send(large("PUT", "/echo"));
    QCOMPARE(another.readAnswer().status, 200);
    guard.handler.held.clear();
}

void TestHttpLimits::continueWaitsForRoom()
{
    http::HttpLimits limits = patient();
    limits.bodyBytesInFlightMax = largeBytes + largeBytes / 4;
    limits.bodyWaitMs = 100;
    HttpFixture guard(limits);
    RawClient one(guard.portNumber());
    one.send(large("PUT", "/held"));
    QVERIFY(guard.waitForHeld(1));
    const QByteArray request = large("PUT", "/echo");
    const qsizetype headBytes = request.indexOf("\r\n\r\n") + 2;
    RawClient two(guard.portNumber());
    two.send(request.first(headBytes) + "Expect: 100-continue\r\n\r\n");
    QCOMPARE(two.readAnyAnswer().status, 503);
    guard.handler.held.clear();
    RawClient three(guard.portNumber());
    three.send(request.first(headBytes) + "Expect: 100-continue\r\n\r\n");
    QCOMPARE(three.readAnyAnswer().status, 100);
    three.send(request.sliced(headBytes + 2));
    QCOMPARE(three.readAnswer().status, 200);
}

// What answers hold is counted until they have been sent, or their clients are gone.
void TestHttpLimits::answersInFlight()
{
    http::HttpLimits limits = patient();
    limits.answerBytesInFlightMax = 1000;
    HttpFixture guard(limits);
    RawClient first(guard.portNumber());
    RawClient second(guard.portNumber());
    first.send(get("/held/1"));
    second.send(get("/held/2"));
    QVERIFY(guard.waitForHeld(2));
    http::HttpReply one = std::move(guard.handler.held[0].reply);
    http::HttpReply other = std::move(guard.handler.held[1].reply);
    QVERIFY(one.reserve(600));
    QVERIFY(!other.reserve(600));
    QVERIFY(other.reserve(300));
    QVERIFY(!one.reserve(200));
    one.send(200, {}, "done");
    QCOMPARE(first.readAnswer().status, 200);
    QVERIFY(other.reserve(600));
    second.abort();
    other.send(200, {}, "too late");
    QVERIFY(guard.waitForConnections(1));
    first.send(get("/held/3"));
    QTRY_COMPARE(guard.handler.held.size(), size_t(3));
    QVERIFY(guard.handler.held[2].reply.reserve(1000));
    guard.handler.held[2].reply.send(200, {}, "done");
}

// All of them arrive whole, and small answers do not wait for them.
void TestHttpLimits::largeAnswersTakeTurns()
{
    constexpr int clients = 20;
    const QByteArray large(8 * 1024 * 1024, 'a');
    HttpFixture guard(patient());
    std::vector<std::unique_ptr<RawClient>> all;
    for (int i = 0; i < clients; ++i) {
        all.push_back(std::make_unique<RawClient>(guard.portNumber()));
        all.back()->send(get("/held/" + QByteArray::number(i)));
    }
    QVERIFY(guard.waitForHeld(clients));
    for (HeldRequest &held : guard.handler.held)
        held.reply.send(200, {}, large);
    RawClient small(guard.portNumber());
    small.send(get("/"));
    QCOMPARE(small.readAnswer().status, 200);
    for (const auto &client : all)
        QCOMPARE(client->readAnswer().body.size(), large.size());
}

// Otherwise a browser shows "Failed to fetch", and no page learns why.
void TestHttpLimits::turnedAwayWithFieldsOfThePolicy()
{
    http::HttpLimits limits = patient();
    limits.connectionsMax = 0;
    HttpFixture guard(limits);
    http::AccessPolicy policy;
    policy.allowOrigin("https://app.example.org");
    guard.http->setAccessPolicy(&policy);
    RawClient client(guard.portNumber());
    client.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://app.example.org\r\n\r\n");
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 503);
    QCOMPARE(answer.field("Access-Control-Allow-Origin"), QByteArray("https://app.example.org"));
    RawClient other(guard.portNumber());
    other.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://other.example.org\r\n\r\n");
    QVERIFY(other.readAnswer().field("Access-Control-Allow-Origin").isNull());
}

void TestHttpLimits::announcedBodiesCostNothing()
{
    HttpFixture guard(patient());
    const qint64 before = residentBytes();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<RawClient>(guard.portNumber()));
        clients.back()->send("PUT /echo HTTP/1.1\r\nHost: n\r\nContent-Length: 16000000\r\n\r\n"
                             + QByteArray(100, 'x'));
    }
    QVERIFY(guard.waitForConnections(100));
    const qint64 eachBytes = (residentBytes() - before) / 100;
    // Client and server together; the 64 KiB a body starts with are reserved, not touched.
    QVERIFY2(eachBytes < 200'000 * memoryFactor, qPrintable(QString::number(eachBytes)));
}

void TestHttpLimits::idleConnectionIsSmall()
{
    HttpFixture guard(patient());
    std::vector<std::unique_ptr<RawClient>> clients;
    const QByteArray fields = "X: " + QByteArray(20'000, 'x') + "\r\n";
    const qint64 before = residentBytes();
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<RawClient>(guard.portNumber()));
        clients.back()->send("GET / HTTP/1.1\r\nHost: n\r\n" + fields + "\r\n");
        QCOMPARE(clients.back()->readAnswer().status, 200);
    }
    const qint64 eachBytes = (residentBytes() - before) / 100;
    qInfo("An idle connection and its client hold %lld bytes.", qlonglong(eachBytes));
    QVERIFY2(eachBytes < 100'000 * memoryFactor, qPrintable(QString::number(eachBytes)));
}

void TestHttpLimits::peersPassAFullHouse()
{
    http::HttpLimits limits = patient();
    limits.connectionsMax = 1;
    HttpFixture guard(limits);
    std::vector<QTcpSocket *> peers;
    QObject::connect(guard.port, &listener::PortListener::peerConnected, guard.port,
                     [&peers](QTcpSocket *socket) { peers.push_back(socket); });
    RawClient http(guard.portNumber());
    http.send(get("/held"));
    QVERIFY(guard.waitForHeld(1));
    RawClient peer(guard.portNumber());
    peer.send("FKVS");
    QTRY_COMPARE(peers.size(), size_t(1));
    guard.handler.held.clear();
}

// The limits are the server's, however many ports it serves.
void TestHttpLimits::portsShareTheirLimits()
{
    http::HttpLimits limits = patient();
    limits.connectionsMax = 1;
    HttpFixture guard(limits);
    auto *other = new listener::PortListener;
    QVERIFY(other->listen(QHostAddress::LocalHost) && guard.http->serve(other));
    RawClient one(guard.portNumber());
    one.send(get("/"));
    QCOMPARE(one.readAnswer().status, 200);
    RawClient two(other->serverPort());
    two.send(get("/"));
    QCOMPARE(two.readAnswer().status, 503);
}

QTEST_GUILESS_MAIN(TestHttpLimits)
#include "tst_http_limits.moc"
