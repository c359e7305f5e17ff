// SPDX-License-Identifier: GPL-3.0-or-later
//
// The guard over real sockets: the table whole and in pieces, answers, order, and clients that go away early.

#include "http_fixture.h"
#include "raw_client.h"
#include "request_table.h"

#include <QAbstractEventDispatcher>
#include <QSignalSpy>
#include <QTest>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

// Of this program; 0 where that is not told, as under AddressSanitizer.
qint64 heapBytesInUse()
{
#ifdef __GLIBC__
    return qint64(mallinfo2().uordblks) + qint64(mallinfo2().hblkhd);
#else
    return 0;
#endif
}

QByteArray get(const QByteArray &path, const QByteArray &fields = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: node\r\n" + fields + "\r\n";
}

QByteArray put(const QByteArray &path, const QByteArray &body)
{
    return "PUT " + path + " HTTP/1.1\r\nHost: node\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
        + body;
}

} // namespace

class TestHttpServer : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void table_data();
    void table();

    void answers();
    void memoryAfterwards_data();
    void memoryAfterwards();
    void answersWithoutBody_data();
    void answersWithoutBody();
    void headHasLengthAndNoBody();
    void fieldsCannotBreakOut();
    void droppedReplyIs500();
    void continueIsSentWhenTheBodyIsAwaited();
    void refusedLengthGetsNoContinue();
    void largeBodiesBothWays();
    void refusalReachesAClientThatIsStillSending();

    void pipelinedWithDelayedAnswers();
    void pipelinedManyAtOnce();
    void garbageBehindARequest();
    void nothingIsReadWhileARequestIsInHand();
    void replyFromWithinAnotherRequest();

    void abortWithPendingAnswer();
    void abortInEveryState_data();
    void abortInEveryState();
    void halfCloseStillGetsTheAnswer_data();
    void halfCloseStillGetsTheAnswer();
    void halfCloseDoesNotSpin();
    void serverGoesBeforeReply();
    void connectionsAreForgotten();
    void ipv6();

private:
    std::unique_ptr<HttpFixture> m_table;
};

void TestHttpServer::initTestCase()
{
    m_table = std::make_unique<HttpFixture>(tableLimits());
}

void TestHttpServer::cleanupTestCase()
{
    QVERIFY(m_table->waitForConnections(0));
    QCOMPARE(m_table->counters().requestsInFlight, 0);
    m_table.reset();
}

void TestHttpServer::table_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("staysOpen");
    QTest::addColumn<qsizetype>("pieceBytes");
    for (const RequestCase &request : requestTable()) {
        const qsizetype size = request.bytes.size();
        const std::pair<const char *, qsizetype> cuts[] = {{"whole", size}, {"halves", (size + 1) / 2}, {"sevens", 7}};
        for (const auto &[name, pieceBytes] : cuts) {
            QTest::addRow("%s, %s", request.name, name)
                << request.bytes << request.status << request.staysOpen << pieceBytes;
        }
    }
}

void TestHttpServer::table()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QFETCH(bool, staysOpen);
    QFETCH(qsizetype, pieceBytes);
    const bool isHead = bytes.startsWith("HEAD ");

    RawClient client(m_table->portNumber());
    QVERIFY(client.isConnected());
    client.sendInPieces(bytes, pieceBytes);
    const RawAnswer answer = client.readAnswer(isHead);
    QCOMPARE(answer.status, status);
    QVERIFY(!answer.field("Date").isEmpty());
    if (status != 200)
        QVERIFY2(answer.isProblem(), answer.body.constData());
    QCOMPARE(answer.field("Connection") == "close", !staysOpen);
    if (staysOpen) {
        client.send(get("/again"));
        QCOMPARE(client.readAnswer().body, QByteArray("GET /again 0"));
    } else {
        QVERIFY(client.waitForClose());
    }
    QCOMPARE(client.unread(), QByteArray());
}

void TestHttpServer::answers()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send(put("/v1/kv/%2F?a=b", "12345"));
    const RawAnswer answer = client.readAnswer();
    QVERIFY(answer.head.startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 16\r\nDate: "));
    QVERIFY(answer.head.endsWith(" GMT\r\n\r\n"));
    QCOMPARE(answer.body, QByteArray("PUT /v1/kv/%2F 5"));
    QVERIFY(answer.field("Connection").isNull());

    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QCOMPARE(client.readAnswer().field("Connection"), QByteArray("keep-alive"));
    QCOMPARE(guard.counters().requestsTotal, 2U);
    QCOMPARE(guard.counters().connectionsTotal, 1U);
}

void TestHttpServer::memoryAfterwards_data()
{
    QTest::addColumn<QByteArray>("bytes");
    for (const RequestCase &request : requestTable())
        QTest::newRow(request.name) << request.bytes;
}

// Each request of the table a few times more: what is in use afterwards is what was in use before.
void TestHttpServer::memoryAfterwards()
{
    QFETCH(QByteArray, bytes);
    const auto sendOnce = [&] {
        {
            RawClient client(m_table->portNumber());
            client.sendInPieces(bytes, (bytes.size() + 1) / 2);
            QVERIFY(client.readAnswer(bytes.startsWith("HEAD ")).status != 0);
        }
        QVERIFY(m_table->waitForConnections(0));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        m_table->handler.paths.clear();
    };
    // A cache may grow once; what a request leaves behind, each of them leaves.
    constexpr int attempts = 8;
    constexpr int times = 3;
    sendOnce();
    qint64 least = 1;
    for (int attempt = 0; attempt < attempts && least > 0; ++attempt) {
        const qint64 before = heapBytesInUse();
        for (int i = 0; i < times; ++i)
            sendOnce();
        const qint64 left = heapBytesInUse() - before;
        least = attempt == 0 ? left : qMin(least, left);
    }
    QVERIFY2(least <= 0, qPrintable(QStringLiteral("%1 bytes").arg(least)));
}

void TestHttpServer::answersWithoutBody_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("204") << 204;
    QTest::newRow("304") << 304;
}

void TestHttpServer::answersWithoutBody()
{
    QFETCH(int, status);
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send(get("/status/" + QByteArray::number(status)) + get("/next"));
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, status);
    QVERIFY(answer.field("Content-Length").isNull());
    QCOMPARE(answer.field("ETag"), QByteArray("\"1\""));
    QCOMPARE(client.readAnswer().body, QByteArray("GET /next 0"));
}

void TestHttpServer::headHasLengthAndNoBody()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send("HEAD /size/200000 HTTP/1.1\r\nHost: node\r\n\r\n");
    QCOMPARE(client.readAnswer(true).field("Content-Length"), QByteArray("200000"));
    client.send(get("/next"));
    QCOMPARE(client.readAnswer().body, QByteArray("GET /next 0"));
}

void TestHttpServer::fieldsCannotBreakOut()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send(get("/status/200"));
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.head.contains("Injected"));
    QVERIFY(!answer.head.contains("Bad"));
}

void TestHttpServer::droppedReplyIs500()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send(get("/drop"));
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 500);
    QVERIFY(answer.isProblem());
    client.send(get("/held"));
    QVERIFY(guard.waitForHeld(1));
    guard.handler.held.clear();
    QCOMPARE(client.readAnswer().status, 500);
    client.send(get("/next"));
    QCOMPARE(client.readAnswer().status, 200);
}

void TestHttpServer::continueIsSentWhenTheBodyIsAwaited()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    for (int i = 0; i < 2; ++i) {
        client.send("PUT /echo HTTP/1.1\r\nHost: node\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        QCOMPARE(client.readAnyAnswer().status, 100);
        client.send("abc");
        const RawAnswer answer = client.readAnyAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("abc"));
    }
}

void TestHttpServer::refusedLengthGetsNoContinue()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send("PUT /echo HTTP/1.1\r\nHost: node\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
    QCOMPARE(client.readAnyAnswer().status, 413);
    QVERIFY(client.waitForClose());
}

void TestHttpServer::largeBodiesBothWays()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    QByteArray body(16 * 1024 * 1024, Qt::Uninitialized);
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = char(i * 7 + (i >> 12));
    client.send(put("/echo", body) + get("/next"));
    QVERIFY(client.readAnswer().body == body);
    QCOMPARE(client.readAnswer().body, QByteArray("GET /next 0"));

    QByteArray chunks;
    for (qsizetype at = 0; at < body.size(); at += 1'000'000) {
        const QByteArray chunk = body.mid(at, 1'000'000);
        chunks += QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n";
    }
    client.send("PUT /echo HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
    QVERIFY(client.readAnswer().body == body);
}

// Most clients send the whole body before they look for an answer.
void TestHttpServer::refusalReachesAClientThatIsStillSending()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send(put("/echo", QByteArray(20 * 1024 * 1024, 'x')));
    const RawAnswer answer = client.readAnswer();
    QCOMPARE(answer.status, 413);
    QVERIFY(answer.isProblem());
    QVERIFY(client.waitForClose());
}

void TestHttpServer::pipelinedWithDelayedAnswers()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send(get("/held/1") + put("/held/2", "body") + get("/held/3") + get("/now"));
    for (const char *path : {"/held/1", "/held/2", "/held/3"}) {
        QVERIFY(guard.waitForHeld(1));
        // Nothing behind it has reached the handler.
        QCOMPARE(guard.handler.paths.last(), QByteArray(path));
        HeldRequest request = std::move(guard.handler.held.front());
        guard.handler.held.pop_front();
        request.reply.send(200, {}, request.path);
        QVERIFY(!request.reply.isOpen());
    }
    QCOMPARE(client.readAnswer().body, QByteArray("/held/1"));
    QCOMPARE(client.readAnswer().body, QByteArray("/held/2"));
    QCOMPARE(client.readAnswer().body, QByteArray("/held/3"));
    QCOMPARE(client.readAnswer().body, QByteArray("GET /now 0"));
}

void TestHttpServer::pipelinedManyAtOnce()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    QByteArray requests;
    for (int i = 0; i < 5000; ++i)
        requests += get("/" + QByteArray::number(i));
    client.send(requests);
    for (int i = 0; i < 5000; ++i)
        QCOMPARE(client.readAnswer().body, "GET /" + QByteArray::number(i) + " 0");
}

void TestHttpServer::garbageBehindARequest()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send(get("/1") + "garbage\r\n\r\n" + get("/2"));
    QCOMPARE(client.readAnswer().status, 200);
    QCOMPARE(client.readAnswer().status, 400);
    QVERIFY(client.waitForClose());
    QCOMPARE(client.unread(), QByteArray());
    QCOMPARE(guard.handler.paths, QByteArrayList{"/1"});
}

void TestHttpServer::nothingIsReadWhileARequestIsInHand()
{
    HttpFixture guard;
    RawClient client(guard.portNumber());
    constexpr qint64 floodBytes = 64 * 1024 * 1024;
    client.send(get("/held"));
    QVERIFY(guard.waitForHeld(1));
    client.send(put("/echo", QByteArray(1'000'000, 'x')).repeated(64));
    // The kernel's buffers fill and then nothing moves any more.
    qint64 before = 0;
    QVERIFY(QTest::qWaitFor([&] {
        QTest::qWait(100);
        return std::exchange(before, client.bytesToWrite()) == client.bytesToWrite();
    }));
    QVERIFY(client.bytesToWrite() > floodBytes / 2);
    guard.handler.held.front().reply.send(200, {}, "first");
    QCOMPARE(client.readAnswer().body, QByteArray("first"));
    for (int i = 0; i < 64; ++i)
        QCOMPARE(client.readAnswer().body.size(), 1'000'000);
}

void TestHttpServer::replyFromWithinAnotherRequest()
{
    HttpFixture guard;
    RawClient first(guard.portNumber());
    RawClient second(guard.portNumber());
    first.send(get("/held") + get("/run"));
    QVERIFY(guard.waitForHeld(1));
    int runs = 0;
    guard.handler.run = [&] {
        ++runs;
        if (!guard.handler.held.empty()) {
            HeldRequest request = std::move(guard.handler.held.front());
            guard.handler.held.pop_front();
            request.reply.send(200, {}, "late");
            // The first connection's next request waits for its turn.
            QCOMPARE(runs, 1);
        }
    };
    second.send(get("/run"));
    QCOMPARE(second.readAnswer().body, QByteArray("/run"));
    QCOMPARE(first.readAnswer().body, QByteArray("late"));
    QCOMPARE(first.readAnswer().body, QByteArray("/run"));
    QCOMPARE(runs, 2);
}

void TestHttpServer::abortWithPendingAnswer()
{
    HttpFixture guard;
    for (int i = 0; i < 20; ++i) {
        RawClient client(guard.portNumber());
        client.send(get("/held"));
        QVERIFY(guard.waitForHeld(size_t(i) + 1));
        client.abort();
    }
    QTest::qWait(20);
    for (HeldRequest &request : guard.handler.held)
        request.reply.send(200, {}, QByteArray(100'000, 'x'));
    QVERIFY(guard.waitForConnections(0));
    QCOMPARE(guard.counters().requestsInFlight, 0);
    RawClient client(guard.portNumber());
    client.send(get("/still"));
    QCOMPARE(client.readAnswer().status, 200);
}

void TestHttpServer::abortInEveryState_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing sent") << QByteArray();
    QTest::newRow("one byte") << QByteArray("G");
    QTest::newRow("magic begun") << QByteArray("FK");
    QTest::newRow("in the head") << get("/").chopped(2);
    QTest::newRow("in the body") << put("/", "abc").chopped(1);
    QTest::newRow("in a large body") << put("/", QByteArray(1'000'000, 'x')).chopped(1);
    QTest::newRow("in a chunk") << QByteArray("PUT / HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab");
    QTest::newRow("while the answer is written") << get("/size/50000000");
    QTest::newRow("behind a refusal") << QByteArray("nonsense\r\n\r\n");
    QTest::newRow("with requests behind") << get("/held") + get("/a") + get("/b").chopped(3);
}

void TestHttpServer::abortInEveryState()
{
    QFETCH(QByteArray, bytes);
    // The only thing that ends a magic that was begun.
    HttpFixture guard({}, listener::ListenerLimits{.firstBytesTimeoutMs = 200});
    for (int i = 0; i < 5; ++i) {
        RawClient client(guard.portNumber());
        client.stopReading();
        client.send(bytes);
        QTest::qWait(10);
        client.abort();
    }
    guard.handler.held.clear();
    QVERIFY(QTest::qWaitFor([&] {
        guard.handler.held.clear();
        return guard.counters().connections == 0 && guard.portCounters().undecidedConnections == 0;
    }));
    QCOMPARE(guard.counters().requestsInFlight, 0);
}

void TestHttpServer::halfCloseStillGetsTheAnswer_data()
{
    QTest::addColumn<bool>("afterwards");
    QTest::newRow("with the request") << false;
    QTest::newRow("while the answer is pending") << true;
}

void TestHttpServer::halfCloseStillGetsTheAnswer()
{
    QFETCH(bool, afterwards);
    HttpFixture guard;
    RawClient client(guard.portNumber());
    client.send(get("/now") + get("/held/1") + get("/held/2"));
    if (!afterwards)
        client.halfClose();
    QVERIFY(guard.waitForHeld(1));
    if (afterwards)
        client.halfClose();
    QTest::qWait(20);
    guard.handler.held.front().reply.send(200, {}, "one");
    QVERIFY(guard.waitForHeld(2));
    QTest::qWait(20);
    guard.handler.held.back().reply.send(200, {}, QByteArray(300'000, 'x'));
    QCOMPARE(client.readAnswer().body, QByteArray("GET /now 0"));
    QCOMPARE(client.readAnswer().body, QByteArray("one"));
    QCOMPARE(client.readAnswer().body.size(), 300'000);
    QVERIFY(client.waitForClose());
    QVERIFY(guard.waitForConnections(0));
}

void TestHttpServer::halfCloseDoesNotSpin()
{
    HttpFixture guard;
    RawClient halfClosed(guard.portNumber());
    halfClosed.send(get("/held"));
    RawClient gone(guard.portNumber());
    gone.send(get("/held"));
    QVERIFY(guard.waitForHeld(2));
    halfClosed.halfClose();
    gone.abort();
    QTest::qWait(50);
    QSignalSpy turns(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake);
    QTest::qWait(300);
    QVERIFY2(turns.count() < 100, qPrintable(QString::number(turns.count())));
    guard.handler.held.clear();
}

void TestHttpServer::serverGoesBeforeReply()
{
    auto guard = std::make_unique<HttpFixture>();
    RawClient client(guard->portNumber());
    client.send(get("/held") + get("/next"));
    QVERIFY(guard->waitForHeld(1));
    HeldRequest request = std::move(guard->handler.held.front());
    guard->handler.held.clear();
    guard.reset();
    QVERIFY(!request.reply.isOpen());
    request.reply.send(200, {}, "too late");
    QVERIFY(client.waitForClose());
}

void TestHttpServer::connectionsAreForgotten()
{
    HttpFixture guard;
    const qsizetype children = guard.http->findChildren<QObject *>().size();
    for (int i = 0; i < 50; ++i) {
        RawClient client(guard.portNumber());
        client.send(get("/a", i % 2 ? "Connection: close\r\n" : ""));
        QCOMPARE(client.readAnswer().status, 200);
    }
    QVERIFY(guard.waitForConnections(0));
    // Ours and Qt's objects of a connection are gone, too.
    QTRY_VERIFY(guard.http->findChildren<QObject *>().size() <= children + 1);
}

void TestHttpServer::ipv6()
{
    HttpFixture guard;
    auto *port = new listener::PortListener;
    if (!port->listen(QHostAddress::LocalHostIPv6)) {
        // A machine without IPv6: there is nothing to serve then, and serving says so.
        QVERIFY(!guard.http->serve(port));
        delete port;
        return;
    }
    QVERIFY(guard.http->serve(port));
    QTcpSocket client;
    client.connectToHost(QHostAddress(QHostAddress::LocalHostIPv6), port->serverPort());
    client.write("GET /six HTTP/1.1\r\nHost: [::1]\r\n\r\n");
    QTRY_VERIFY(client.bytesAvailable() > 0);
    QVERIFY(client.readAll().startsWith("HTTP/1.1 200 OK\r\n"));
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
