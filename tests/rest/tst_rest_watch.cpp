// SPDX-License-Identifier: GPL-3.0-or-later
//
// GET /v1/kv/{key} as an event stream, over real sockets: events, resuming, slow readers, limits, and ends.

#include "event_client.h"
#include "http_client.h"
#include "rest_node.h"
#include "waiting.h"

#include <QTest>

#include <algorithm>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

class TestRestWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void tellsTheStateThenChanges();
    void tellsOfAnyBytes();
    void tellsOfLifetimes();
    void throughEveryNode();
    void resumes();
    void passesOverAnUnknownId();
    void ordinaryRequestsStayAsTheyWere();
    void refusesBadKeys();
    void http10();
    void sendsComments();
    void clientsThatGoAway();
    void slowWatcherIsToldAndBounded();
    void slowWatchersDelayNobody();
    void largeValues();
    void manyWatchers();
    void tooManyWatchers();
    void closesWhenTheServerEnds();

private:
    std::vector<std::unique_ptr<RestNode>> m_ring;
    quint16 port(int node = 0) const { return m_ring[size_t(node)]->port(); }
    Answer put(const QByteArray &key, const QByteArray &value, int node = 0)
    {
        return HttpClient(port(node)).put("/v1/kv/" + key, value);
    }
};

void TestRestWatch::initTestCase()
{
    // For seven hundred clients, and the server's side of each.
    rlimit files = {};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
    setrlimit(RLIMIT_NOFILE, &files);
    m_ring = makeRing(3);
    QCOMPARE(m_ring.size(), size_t(3));
}

void TestRestWatch::cleanupTestCase()
{
    m_ring.clear();
}

void TestRestWatch::tellsTheStateThenChanges()
{
    EventClient client(port(), "changes");
    QVERIFY(client.waitForEvents(1));
    QCOMPARE(client.status(), 200);
    QCOMPARE(client.field("Content-Type"), QByteArray("text/event-stream"));
    QCOMPARE(client.field("Cache-Control"), QByteArray("no-cache"));
    QCOMPARE(client.field("X-Accel-Buffering"), QByteArray("no"));
    QVERIFY(client.retryMs() >= 1000);
    const QByteArray first = put("changes", "a", 1).field("ETag");
    put("changes", "b", 2);
    HttpClient(port()).ask("DELETE", "/v1/kv/changes");
    const QByteArray last = put("changes", "c").field("ETag");
    QVERIFY(client.waitForEvents(5));
    QCOMPARE(client.texts(), (QByteArrayList{"absent", "put a", "put b", "deleted", "put c"}));
    QCOMPARE(client.events()[1].etag, first);
    QCOMPARE(client.events()[1].id, QByteArray(first).replace('"', ""));
    QCOMPARE(client.events()[4].etag, last);
    QVERIFY(client.events()[3].etag.isEmpty());
    QVERIFY(client.events()[3].id.startsWith("absent-"));
    QCOMPARE(client.events()[1].key, QByteArray("changes"));
}

void TestRestWatch::tellsOfAnyBytes()
{
    const QByteArray key("\x00/\xff", 3);
    const QByteArray value("\x00\r\n\n\xff data: x", 13);
    EventClient client(port(), key);
    QVERIFY(client.waitForEvents(1));
    HttpClient(port()).put("/v1/kv/%00%2F%FF", value, {{"Content-Type", "image/x"}});
    HttpClient(port()).put("/v1/kv/%00%2F%FF", "line\nline\r\n\n", {{"Content-Type", "text/plain"}});
    HttpClient(port()).put("/v1/kv/%00%2F%FF", "");
    QVERIFY(client.waitForEvents(4));
    QCOMPARE(client.events()[1].key, key);
    QVERIFY(client.events()[1].value == value);
    QCOMPARE(client.events()[1].contentType, QByteArray("image/x"));
    QVERIFY(client.events()[2].value == QByteArray("line\nline\r\n\n"));
    QVERIFY(client.events()[3].value == QByteArray(""));
}

void TestRestWatch::tellsOfLifetimes()
{
    EventClient client(port(1), "short");
    QVERIFY(client.waitForEvents(1));
    HttpClient(port()).put("/v1/kv/short?ttl=1", "a");
    QVERIFY(client.waitForEvents(3));
    QCOMPARE(client.texts(), (QByteArrayList{"absent", "put a", "expired"}));
    QCOMPARE(client.events()[1].ttlSeconds, std::optional<qint64>(1));
}

void TestRestWatch::throughEveryNode()
{
    std::vector<std::unique_ptr<EventClient>> clients;
    for (int node = 0; node < 3; ++node) {
        for (int i = 0; i < 5; ++i)
            clients.push_back(std::make_unique<EventClient>(port(node), "all" + QByteArray::number(i)));
    }
    for (const auto &client : clients)
        QVERIFY(client->waitForEvents(1));
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 5; ++i)
            put("all" + QByteArray::number(i), QByteArray::number(round), (round + i) % 3);
    }
    for (const auto &client : clients) {
        QVERIFY(client->waitForEvents(4));
        QCOMPARE(client->texts(), (QByteArrayList{"absent", "put 0", "put 1", "put 2"}));
    }
}

void TestRestWatch::resumes()
{
    put("resumed", "a");
    QByteArray id;
    {
        EventClient client(port(), "resumed");
        QVERIFY(client.waitForEvents(1));
        id = client.lastId();
    }
    EventClient same(port(1), "resumed", "Last-Event-ID: " + id + "\r\n");
    QVERIFY(same.waitForEvents(1));
    QCOMPARE(same.texts(), QByteArrayList{"unchanged"});
    QCOMPARE(same.lastId(), id);
    put("resumed", "b");
    QVERIFY(same.waitForEvents(2));
    QCOMPARE(same.texts().last(), QByteArray("put b"));
    EventClient other(port(2), "resumed", "Last-Event-ID: " + id + "\r\n");
    QVERIFY(other.waitForEvents(1));
    QCOMPARE(other.texts(), QByteArrayList{"present b, skipped"});
}

void TestRestWatch::passesOverAnUnknownId()
{
    put("unknown", "a");
    EventClient client(port(), "unknown", "Last-Event-ID: what?\r\n");
    QVERIFY(client.waitForEvents(1));
    QCOMPARE(client.texts(), QByteArrayList{"present a, skipped"});
}

void TestRestWatch::ordinaryRequestsStayAsTheyWere()
{
    put("plain", "a");
    HttpClient client(port());
    QCOMPARE(client.get("/v1/kv/plain", {{"Accept", "*/*"}}).body, QByteArray("a"));
    QCOMPARE(client.get("/v1/kv/plain", {{"Accept", "text/event-stream;q=0, */*"}}).body, QByteArray("a"));
    const Answer head = client.ask("HEAD", "/v1/kv/plain", {}, {{"Accept", "text/event-stream"}});
    QCOMPARE(head.status, 200);
    QCOMPARE(head.field("Content-Length"), QByteArray("1"));
}

void TestRestWatch::refusesBadKeys()
{
    const Answer answer = HttpClient(port()).get("/v1/kv/%zz", {{"Accept", "text/event-stream"}});
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.isProblem());
    QCOMPARE(HttpClient(port()).get("/v1/kv/a?x=1", {{"Accept", "text/event-stream"}}).status, 400);
}

// Without chunks; the end of the connection ends it.
void TestRestWatch::http10()
{
    put("old", "a");
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port());
    socket.write("GET /v1/kv/old HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n");
    QByteArray all;
    QVERIFY(waitFor(
        [&] {
            all += socket.readAll();
            return all.endsWith("}\n\n");
        },
        20'000));
    QVERIFY(!all.contains("Transfer-Encoding"));
    QVERIFY(all.contains("\r\n\r\nretry: "));
}

// Every 15 seconds, and no more often.
void TestRestWatch::sendsComments()
{
    EventClient client(port(), "silent");
    QVERIFY(client.waitForEvents(1));
    QVERIFY(client.waitFor([&] { return client.comments() > 0; }, 25'000));
    QVERIFY(!client.waitFor([&] { return client.comments() > 1; }, 2000));
}

void TestRestWatch::clientsThatGoAway()
{
    const chord::Node &node = m_ring[0]->host().node();
    QVERIFY(waitFor([&] { return node.watcherCount() == 0; }, 20'000));
    for (int i = 0; i < 20; ++i) {
        auto client = std::make_unique<EventClient>(port(), "gone" + QByteArray::number(i % 3));
        if (i % 2 == 0)
            QVERIFY(client->waitForEvents(1));
        client->abort();
    }
    EventClient half(port(), "gone0");
    QVERIFY(half.waitForEvents(1));
    QVERIFY(waitFor([&] { return node.watcherCount() == 1; }, 20'000));
    put("gone0", "a");
    QVERIFY(half.waitForEvents(2));
    half.abort();
    QVERIFY(waitFor([&] { return node.watcherCount() == 0; }, 20'000));
}

void TestRestWatch::slowWatcherIsToldAndBounded()
{
    EventClient slow(port(), "slow");
    EventClient quick(port(), "slow");
    QVERIFY(slow.waitForEvents(1) && quick.waitForEvents(1));
    slow.stopReading();
    const QByteArray large(200'000, 'x');
    for (int i = 0; i < 60; ++i)
        QVERIFY(put("slow", large + QByteArray::number(i)).status < 300);
    QVERIFY(quick.waitForEvents(61));
    slow.readAgain();
    QVERIFY(slow.waitFor([&] { return slow.events().back().value == large + "59"; }));
    QVERIFY(slow.events().size() < 61);
    QVERIFY(slow.events().back().mayHaveSkipped);
    put("slow", "end");
    QVERIFY(slow.waitFor([&] { return slow.texts().last() == "put end"; }));
}

// The event loop is never busy for long, and others are told in time.
void TestRestWatch::slowWatchersDelayNobody()
{
    std::vector<std::unique_ptr<EventClient>> clients;
    for (int i = 0; i < 50; ++i) {
        clients.push_back(std::make_unique<EventClient>(port(), "held"));
        QVERIFY(clients.back()->waitForEvents(1));
        clients.back()->stopReading();
    }
    for (int i = 0; i < 20; ++i)
        put("held", QByteArray(100'000, 'y'));
    EventClient other(port(), "free");
    QVERIFY(other.waitForEvents(1));
    put("free", "a");
    QVERIFY(other.waitForEvents(2, 2000));
}

void TestRestWatch::largeValues()
{
    const QByteArray value(16 * 1024 * 1024, 'z');
    EventClient client(port(1), "large");
    QVERIFY(client.waitForEvents(1));
    QVERIFY(put("large", value).status < 300);
    QVERIFY(client.waitForEvents(2));
    QVERIFY(client.events()[1].value == value);
}

void TestRestWatch::manyWatchers()
{
    constexpr size_t count = 700; // more than ordinary connections from one address
    std::vector<std::unique_ptr<EventClient>> clients;
    for (size_t i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<EventClient>(port(), "many"));
        if (i % 50 == 49)
            QVERIFY(clients.back()->waitForEvents(1));
    }
    for (const auto &client : clients)
        QVERIFY(client->waitForEvents(1));
    QCOMPARE(m_ring[0]->host().node().watcherCount(), count);
    put("many", "a", 1);
    for (const auto &client : clients) {
        QVERIFY(client->waitForEvents(2));
        QCOMPARE(client->texts(), (QByteArrayList{"absent", "put a"}));
    }
    const QByteArray metrics = HttpClient(port()).get("/metrics").body;
    QVERIFY(metrics.contains("\nfunnelkvs_watchers 700\n"));
}

void TestRestWatch::tooManyWatchers()
{
    chord::Config config;
    config.watchersMax = 2;
    RestNode node(config);
    QVERIFY(node.createRing());
    EventClient first(node.port(), "k");
    EventClient second(node.port(), "k");
    QVERIFY(first.waitForEvents(1) && second.waitForEvents(1));
    const Answer refused = HttpClient(node.port()).get("/v1/kv/k", {{"Accept", "text/event-stream"}});
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.isProblem());
    QVERIFY(refused.has("Retry-After"));
    first.abort();
    QVERIFY(waitFor([&] { return node.host().node().watcherCount() == 1; }, 20'000));
    EventClient third(node.port(), "k");
    QVERIFY(third.waitForEvents(1));
}

void TestRestWatch::closesWhenTheServerEnds()
{
    RestNode node;
    QVERIFY(node.createRing());
    EventClient client(node.port(), "k");
    QVERIFY(client.waitForEvents(1));
    node.http().closeAfterAnswers();
    QVERIFY(client.waitFor([&] { return client.isClosed(); }));
    QCOMPARE(client.texts(), (QByteArrayList{"absent", "ended"}));
    QVERIFY(client.isComplete());
    QVERIFY(waitFor([&] { return node.http().unansweredCount() == 0; }, 5000));
}

QTEST_GUILESS_MAIN(TestRestWatch)
#include "tst_rest_watch.moc"
