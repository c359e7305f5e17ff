// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients that do what clients do: pipeline, speak HTTP/1.0, wait for "100 Continue", send in pieces, and go away in
// the middle. The guard's own tests try it on a handler; here the whole node answers, now or later.

#include "http_client.h"
#include "rest_node.h"

#include <QTest>

class TestRestClients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void pipelinedRequestsAreAnsweredInOrder();
    void pipelinedAcrossTheRing();
    void http10Closes();
    void http10KeepsAliveWhenAsked();
    void connectionCloseCloses();
    void expectContinue();
    void chunkedPut();
    void putInPieces();
    void putWithoutLength();
    void clientsThatGoAway();
    void nodeThatGoesAway();
    void manyConnections();

private:
    std::vector<std::unique_ptr<RestNode>> m_ring;
};

void TestRestClients::initTestCase()
{
    m_ring = makeRing(3);
    QCOMPARE(m_ring.size(), size_t(3));
}

void TestRestClients::cleanupTestCase()
{
    m_ring.clear();
}

void TestRestClients::pipelinedRequestsAreAnsweredInOrder()
{
    RawClient client(m_ring[0]->port());
    QByteArray requests;
    for (int i = 0; i < 100; ++i) {
        const QByteArray target = "/v1/kv/pipe" + QByteArray::number(i);
        requests += rawRequest("PUT", target, {}, "value " + QByteArray::number(i)) + rawRequest("GET", target)
            + rawRequest("DELETE", target) + rawRequest("GET", target);
    }
    client.send(requests);
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(client.readAnswer().status, 201);
        QCOMPARE(client.readAnswer().body, "value " + QByteArray::number(i));
        QCOMPARE(client.readAnswer().status, 204);
        QCOMPARE(client.readAnswer().status, 404);
    }
}

// Slow answers (a walk, a lookup, a remote key) must not be overtaken by quick ones.
void TestRestClients::pipelinedAcrossTheRing()
{
    RawClient client(m_ring[1]->port());
    client.send(rawRequest("PUT", "/v1/kv/across", {}, "v") + rawRequest("GET", "/v1/ring")
                + rawRequest("GET", "/livez") + rawRequest("GET", "/v1/lookup/across") + rawRequest("GET", "/v1/node")
                + rawRequest("GET", "/nothing") + rawRequest("GET", "/v1/kv/across") + rawRequest("HEAD", "/livez"));
    QCOMPARE(client.readAnswer().status, 201);
    QVERIFY(client.readAnswer().body.startsWith("{\"nodes\":"));
    QCOMPARE(client.readAnswer().body, QByteArray("ok\n"));
    QVERIFY(client.readAnswer().body.startsWith("{\"key\":\"across\""));
    QVERIFY(client.readAnswer().body.contains("\"uptimeSeconds\""));
    QCOMPARE(client.readAnswer().status, 404);
    QCOMPARE(client.readAnswer().body, QByteArray("v"));
    QCOMPARE(client.readAnswer(false).field("Content-Length"), QByteArray("3"));
}

void TestRestClients::http10Closes()
{
    HttpClient(m_ring[0]->port()).put("/v1/kv/old", "v");
    const QByteArray answer = rawExchange(m_ring[0]->port(), "GET /v1/kv/old HTTP/1.0\r\n\r\n");
    QVERIFY2(answer.startsWith("HTTP/1.1 200 OK\r\n") && answer.endsWith("\r\n\r\nv"), answer.constData());
    QVERIFY(answer.toLower().contains("\r\nconnection: close\r\n"));
}

void TestRestClients::http10KeepsAliveWhenAsked()
{
    HttpClient(m_ring[0]->port()).put("/v1/kv/old", "v");
    RawClient client(m_ring[0]->port());
    for (int i = 0; i < 2; ++i) {
        client.send("GET /v1/kv/old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        const Answer answer = client.readAnswer();
        QCOMPARE(answer.body, QByteArray("v"));
        QCOMPARE(answer.field("Connection").toLower(), QByteArray("keep-alive"));
    }
}

void TestRestClients::connectionCloseCloses()
{
    const QByteArray answers = rawExchange(m_ring[0]->port(),
                                           rawRequest("PUT", "/v1/kv/close", {}, "v")
                                               + rawRequest("GET", "/v1/kv/close", {{"Connection", "close"}}));
    QVERIFY2(answers.startsWith("HTTP/1.1 201 ") && answers.endsWith("\r\n\r\nv"), answers.constData());
}

void TestRestClients::expectContinue()
{
    RawClient client(m_ring[0]->port());
    client.send("PUT /v1/kv/expect HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.readAnswer().status, 100);
    client.send("value");
    QCOMPARE(client.readAnswer().status, 201);
    client.send(rawRequest("GET", "/v1/kv/expect"));
    QCOMPARE(client.readAnswer().body, QByteArray("value"));
}

void TestRestClients::chunkedPut()
{
    RawClient client(m_ring[0]->port());
    client.send("PUT /v1/kv/chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
    QCOMPARE(client.readAnswer().status, 201);
    client.send(rawRequest("GET", "/v1/kv/chunks"));
    QCOMPARE(client.readAnswer().body, QByteArray("abcde"));
}

void TestRestClients::putInPieces()
{
    RawClient client(m_ring[0]->port());
    const QByteArray request = rawRequest("PUT", "/v1/kv/pieces", {{"Content-Type", "a/b"}}, "body");
    for (const char byte : request) {
        client.send(QByteArray(1, byte));
        QTest::qWait(0); // lets it out on its own
    }
    QCOMPARE(client.readAnswer().status, 201);
    client.send(rawRequest("GET", "/v1/kv/pieces"));
    QCOMPARE(client.readAnswer().body, QByteArray("body"));
}

void TestRestClients::putWithoutLength()
{
    const QByteArray answer = rawExchange(m_ring[0]->port(), "PUT /v1/kv/nolength HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY2(answer.startsWith("HTTP/1.1 411 ") && answer.contains("application/problem+json"), answer.constData());
}

// Answers that come when nobody is there any more, on every kind of request, and the node goes on.
void TestRestClients::clientsThatGoAway()
{
    const QByteArray requests[] = {rawRequest("GET", "/v1/ring"),
                                   rawRequest("GET", "/v1/lookup/gone"),
                                   rawRequest("GET", "/v1/kv/gone"),
                                   rawRequest("PUT", "/v1/kv/gone", {}, QByteArray(100'000, 'v')),
                                   rawRequest("DELETE", "/v1/kv/gone"),
                                   rawRequest("GET", "/global_put_simple?key=gone&val=v"),
                                   rawRequest("GET", "/resolve_id_val?percentage=5"),
                                   rawRequest("PUT", "/v1/kv/gone", {}, "v").chopped(1)};
    for (int round = 0; round < 10; ++round) {
        for (const QByteArray &request : requests) {
            for (const auto &node : m_ring) {
                RawClient client(node->port());
                client.send(request + request);
                // Sometimes before the request is read, sometimes with the answer in progress.
                for (int turn = 0; turn < round; ++turn)
                    QTest::qWait(0);
                client.abort();
            }
        }
    }
    for (const auto &node : m_ring)
        QCOMPARE(HttpClient(node->port()).get("/livez").status, 200);
}

// Replies that are out when their node ends: the client sees an answer or the end, and nothing crashes.
void TestRestClients::nodeThatGoesAway()
{
    auto ring = makeRing(2);
    QCOMPARE(ring.size(), size_t(2));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<RawClient>(ring[1]->port()));
        clients.back()->send(rawRequest("PUT", "/v1/kv/end" + QByteArray::number(i), {}, "v")
                             + rawRequest("GET", "/v1/ring"));
    }
    QTest::qWait(0);
    ring.pop_back();
    for (const auto &client : clients)
        QVERIFY(client->waitUntilClosed());
}

void TestRestClients::manyConnections()
{
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_ring[i % 3]->port()));
        clients.back()->send(rawRequest("PUT", "/v1/kv/many" + QByteArray::number(i), {}, QByteArray::number(i)));
    }
    for (const auto &client : clients)
        QCOMPARE(client->readAnswer().status, 201);
    for (int i = 0; i < 200; ++i)
        clients[i]->send(rawRequest("GET", "/v1/kv/many" + QByteArray::number(i)));
    for (int i = 0; i < 200; ++i)
        QCOMPARE(clients[i]->readAnswer().body, QByteArray::number(i));
}

QTEST_GUILESS_MAIN(TestRestClients)
#include "tst_rest_clients.moc"
