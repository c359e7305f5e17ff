// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/batch over real sockets, against a ring of three nodes and against one whose limits are small.

#include "http_client.h"
#include "rest_node.h"
#include "waiting.h"

#include "api/batch.h"
#include "client/node_client.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using Kind = api::BatchOperation::Kind;
using Outcomes = std::vector<api::BatchOutcome>;

namespace {

constexpr char jsonType[] = "application/json";
constexpr int answerTimeoutMs = 20'000;

api::BatchOperation put(const QByteArray &key, const QByteArray &value)
{
    return {Kind::Put, key, value, {}, {}, {}, {}};
}

api::BatchOperation get(const QByteArray &key)
{
    return {Kind::Get, key, {}, {}, {}, {}, {}};
}

} // namespace

class TestRestBatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void statusesInOrder();
    void sameKeyInOrder();
    void thousandOverTheRing();
    void binaryAndCborAgree();
    void conditions();
    void emptyBatch();
    void refusesWhole_data();
    void refusesWhole();
    void otherTypes_data();
    void otherTypes();
    void withoutLength();
    void valuesTooLargeTogether();
    void clientGoesAway();
    void notReady();

private:
    Answer post(quint16 port, const QByteArray &json);
    QJsonArray outcomes(const QByteArray &json);
    Outcomes viaClient(int node, const std::vector<api::BatchOperation> &operations);

    std::vector<std::unique_ptr<RestNode>> m_ring;
};

void TestRestBatch::initTestCase()
{
    m_ring = makeRing(3);
    QCOMPARE(m_ring.size(), size_t(3));
}

void TestRestBatch::cleanupTestCase()
{
    m_ring.clear();
}

Answer TestRestBatch::post(quint16 port, const QByteArray &json)
{
    return HttpClient(port).ask("POST", "/v1/batch", json, {{"Content-Type", jsonType}});
}

QJsonArray TestRestBatch::outcomes(const QByteArray &json)
{
    const Answer answer = post(m_ring[0]->port(), json);
    return answer.status == 200 ? QJsonDocument::fromJson(answer.body).array() : QJsonArray();
}

Outcomes TestRestBatch::viaClient(int node, const std::vector<api::BatchOperation> &operations)
{
    client::NodeClient client(QStringLiteral("127.0.0.1"), m_ring[size_t(node)]->port());
    std::optional<client::Result<Outcomes>> result;
    client.batch(operations, [&result](client::Result<Outcomes> &&answer) { result = std::move(answer); });
    if (!waitFor([&result] { return result.has_value(); }, answerTimeoutMs) || !*result)
        return {};
    return *result->value;
}

// Each is told as a request of its own would have been.
void TestRestBatch::statusesInOrder()
{
    const QJsonArray told = outcomes(R"([
        {"op":"put","key":"s/1","value":"one","contentType":"text/plain"},
        {"op":"get","key":"s/none"},
        {"op":"put","key":"s/2","value":"two","ttl":100},
        {"op":"delete","key":"s/none"}])");
    QCOMPARE(told.size(), 4);
    QCOMPARE(told[0][QStringLiteral("status")].toInt(), 201);
    QCOMPARE(told[1][QStringLiteral("status")].toInt(), 404);
    QCOMPARE(told[1][QStringLiteral("problem")][QStringLiteral("status")].toInt(), 404);
    QCOMPARE(told[2][QStringLiteral("status")].toInt(), 201);
    QCOMPARE(told[3][QStringLiteral("status")].toInt(), 404);

    const Answer single = HttpClient(m_ring[1]->port()).get("/v1/kv/s%2F1");
    QCOMPARE(single.body, QByteArray("one"));
    QCOMPARE(single.field("Content-Type"), QByteArray("text/plain"));
    QCOMPARE(QString::fromLatin1(single.field("ETag")), told[0][QStringLiteral("etag")].toString());
    const QJsonArray read = outcomes(R"([{"op":"get","key":"s/1"}])");
    QCOMPARE(read[0].toObject(),
             (QJsonObject{{QStringLiteral("status"), 200},
                          {QStringLiteral("etag"), told[0][QStringLiteral("etag")]},
                          {QStringLiteral("value"), QStringLiteral("one")},
                          {QStringLiteral("contentType"), QStringLiteral("text/plain")}}));
}

void TestRestBatch::sameKeyInOrder()
{
    std::vector<api::BatchOperation> operations;
    for (int i = 0; i < 100; ++i) {
        operations.push_back(put("same", QByteArray::number(i)));
        operations.push_back(get("same"));
    }
    const Outcomes told = viaClient(1, operations);
    QCOMPARE(told.size(), operations.size());
    for (size_t i = 0; i < told.size(); i += 2) {
        QCOMPARE(told[i].status, i == 0 ? 201 : 204);
        QCOMPARE(told[i + 1].value, std::optional(QByteArray::number(qulonglong(i / 2))));
        QCOMPARE(told[i + 1].etag, told[i].etag);
    }
}

void TestRestBatch::thousandOverTheRing()
{
    std::vector<api::BatchOperation> puts;
    std::vector<api::BatchOperation> gets;
    std::vector<api::BatchOperation> removes;
    for (int i = 0; i < api::batchOperationsMax; ++i) {
        const QByteArray key = "many-" + QByteArray::number(i);
        puts.push_back(put(key, "value " + key));
        gets.push_back(get(key));
        removes.push_back({Kind::Delete, key, {}, {}, {}, {}, {}});
    }
    for (const api::BatchOutcome &outcome : viaClient(0, puts))
        QCOMPARE(outcome.status, 201);
    const Outcomes read = viaClient(1, gets);
    QCOMPARE(read.size(), gets.size());
    for (size_t i = 0; i < read.size(); ++i)
        QCOMPARE(read[i].value, std::optional("value " + gets[i].key));
    const Outcomes removed = viaClient(2, removes);
    QCOMPARE(removed.size(), removes.size());
    for (const api::BatchOutcome &outcome : removed)
        QCOMPARE(outcome.status, 204);
    for (const api::BatchOutcome &outcome : viaClient(0, gets))
        QCOMPARE(outcome.status, 404);
}

void TestRestBatch::binaryAndCborAgree()
{
    const QByteArray key("\0\xff/", 3);
    const QByteArray value("\xfe\0v", 3);
    QCOMPARE(viaClient(0, {put(key, value)}).front().status, 201);
    QCOMPARE(viaClient(1, {get(key)}).front().value, std::optional(value));
    const QJsonArray told = outcomes(R"([{"op":"get","key":"%00%FF%2F","keyEncoding":"percent"}])");
    QCOMPARE(told[0][QStringLiteral("valueEncoding")].toString(), QStringLiteral("base64"));
    QCOMPARE(told[0][QStringLiteral("value")].toString().toLatin1(), value.toBase64());
}

void TestRestBatch::conditions()
{
    const Outcomes first = viaClient(0, {put("c", "1")});
    const QByteArray tag = first.front().etag;
    api::BatchOperation create = put("c", "2");
    create.ifNoneMatch = "*";
    api::BatchOperation replace = put("c", "3");
    replace.ifMatch = tag;
    api::BatchOperation unchanged = get("c");
    unchanged.ifNoneMatch = tag;
    const Outcomes told = viaClient(1, {unchanged, create, replace, create});
    QCOMPARE(told.size(), size_t(4));
    QCOMPARE(told[0].status, 304);
    QVERIFY(!told[0].value);
    QCOMPARE(told[1].status, 412);
    QCOMPARE(told[1].etag, tag);
    QCOMPARE(told[2].status, 204);
    QCOMPARE(told[3].status, 412);
    QCOMPARE(told[3].etag, told[2].etag);
}

void TestRestBatch::emptyBatch()
{
    const Answer answer = post(m_ring[0]->port(), "[]");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray("[]"));
    QCOMPARE(answer.field("Content-Type"), QByteArray(jsonType));
}

void TestRestBatch::refusesWhole_data()
{
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    const auto keyOf = [](int bytes) { return R"({"op":"get","key":")" + QByteArray(bytes, 'k') + "\"}"; };
    QTest::newRow("no object") << QByteArray("7") << 400 << QByteArray("[1] must be an object.");
    QTest::newRow("misspelt") << QByteArray(R"({"op":"get","kee":"k"})") << 400 << QByteArray("unknown member");
    QTest::newRow("key twice") << QByteArray(R"({"op":"get","key":"k","key":"l"})") << 400 << QByteArray("given twice");
    QTest::newRow("colons in texts") << QByteArray(R"({"op":"get","key":"k:\":\\","kee":"::"})") << 400
                                     << QByteArray("unknown member");
    QTest::newRow("empty key") << keyOf(0) << 400 << QByteArray("[1]: The key is empty");
    QTest::newRow("long key") << keyOf(1025) << 400 << QByteArray("[1]: The key has 1025 bytes");
    QTest::newRow("ttl 0") << QByteArray(R"({"op":"put","key":"k","value":"","ttl":0})") << 400
                           << QByteArray("[1]: ttl must be");
    QTest::newRow("condition") << QByteArray(R"({"op":"get","key":"k","ifMatch":"x"})") << 400
                               << QByteArray("[1]: If-Match must be");
    QTest::newRow("conditions") << QByteArray(R"({"op":"delete","key":"k","ifMatch":"*","ifNoneMatch":"\"1.1.1\""})")
                                << 400 << QByteArray("[1]: If-Match: * and a list");
    QTest::newRow("content type") << R"({"op":"put","key":"k","value":"","contentType":")" + QByteArray(256, 't')
            + "\"}" << 400 << QByteArray("[1]: The Content-Type has 256 bytes");
    QTest::newRow("large value") << R"({"op":"put","key":"k","value":")" + QByteArray(1001, 'v') + "\"}" << 413
                                 << QByteArray("[1]: The value has 1001 bytes");
    QTest::newRow("too many")
        << QByteArray(R"({"op":"get","key":"k"})").append(QByteArray(R"(,{"op":"get","key":"k"})").repeated(999)) << 413
        << QByteArray("1001 operations");
}

// One bad operation, and none is begun.
void TestRestBatch::refusesWhole()
{
    QFETCH(QByteArray, second);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    chord::Config config;
    config.valueBytesMax = 1000;
    RestNode node(config);
    QVERIFY(node.createRing());
    const Answer answer = post(node.port(), R"([{"op":"put","key":"first","value":"v"},)" + second + ']');
    QCOMPARE(answer.status, status);
    QVERIFY(answer.isProblem());
    QVERIFY2(answer.member("detail").toString().contains(QString::fromLatin1(says)), answer.body.constData());
    QCOMPARE(HttpClient(node.port()).get("/v1/kv/first").status, 404);
}

void TestRestBatch::otherTypes_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    QTest::newRow("parameter") << QByteArray("Application/JSON; charset=utf-8") << 200;
    QTest::newRow("text") << QByteArray("text/plain") << 415;
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << 415;
    QTest::newRow("longer") << QByteArray("application/json-seq") << 415;
    QTest::newRow("cbor, but JSON inside") << QByteArray("application/cbor") << 400;
}

void TestRestBatch::otherTypes()
{
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    const Answer answer = HttpClient(m_ring[0]->port()).ask("POST", "/v1/batch", "[]", {{"Content-Type", type}});
    QCOMPARE(answer.status, status);
    if (status == 415)
        QCOMPARE(answer.field("Accept"), QByteArray("application/json, application/cbor"));
    RawClient raw(m_ring[0]->port());
    raw.send(rawRequest("POST", "/v1/batch", {}, "[]"));
    QCOMPARE(raw.readAnswer().status, 415);
}

void TestRestBatch::withoutLength()
{
    RawClient raw(m_ring[0]->port());
    raw.send(rawRequest("POST", "/v1/batch", {{"Content-Type", jsonType}}));
    const Answer answer = raw.readAnswer();
    QCOMPARE(answer.status, 411);
    QVERIFY(answer.isProblem());
    raw.send(rawRequest("GET", "/v1/batch"));
    QCOMPARE(raw.readAnswer().status, 405);
}

// 64 MiB are answered; what is beyond says so, and the rest is answered all the same.
void TestRestBatch::valuesTooLargeTogether()
{
    const QByteArray value(15 * 1024 * 1024, 'v');
    QCOMPARE(viaClient(0, {put("large", value)}).size(), size_t(1));
    std::vector<api::BatchOperation> operations(6, get("large"));
    operations.push_back(get("none"));
    const Outcomes told = viaClient(0, operations);
    QCOMPARE(told.size(), operations.size());
    for (size_t i = 0; i < 4; ++i)
        QCOMPARE(told[i].value->size(), value.size());
    QCOMPARE(told[4].status, 413);
    QCOMPARE(told[5].status, 413);
    QCOMPARE(told[6].status, 404);
    viaClient(0, {{Kind::Delete, "large", {}, {}, {}, {}, {}}});
}

void TestRestBatch::clientGoesAway()
{
    QByteArray json = "[";
    for (int i = 0; i < 500; ++i)
        json += R"({"op":"put","key":"gone","value":"v"},)";
    json.back() = ']';
    {
        RawClient raw(m_ring[0]->port());
        raw.send(rawRequest("POST", "/v1/batch", {{"Content-Type", jsonType}}, json));
        QVERIFY(waitFor([this] { return m_ring[0]->host().node().counters().operationsBegun > 0; }, answerTimeoutMs));
        raw.abort();
    }
    QCOMPARE(viaClient(0, {put("here", "v")}).size(), size_t(1));
}

void TestRestBatch::notReady()
{
    chord::Config config;
    config.operationTimeoutMs = 200;
    RestNode node(config);
    const Answer answer = post(node.port(), R"([{"op":"put","key":"k","value":"v"},{"op":"get","key":"k"}])");
    QCOMPARE(answer.status, 200);
    const QJsonArray told = QJsonDocument::fromJson(answer.body).array();
    QCOMPARE(told[0][QStringLiteral("status")].toInt(), 503);
    QCOMPARE(told[1][QStringLiteral("status")].toInt(), 503);
}

QTEST_GUILESS_MAIN(TestRestBatch)
#include "tst_rest_batch.moc"
