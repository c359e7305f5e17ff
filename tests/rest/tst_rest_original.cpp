// SPDX-License-Identifier: GPL-3.0-or-later
//
// The original's interface, compared as bytes. What its command-line client sends (tools/lib/rest/rest.go there) and
// reads is in here word by word.

#include "http_client.h"
#include "rest_node.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QtEndian>

namespace {

// The leading 32 bits of SHA-1, by other means than the core's.
QByteArray id32(const QByteArray &bytes)
{
    const QByteArray sha1 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha1);
    return QByteArray::number(qFromBigEndian<quint32>(sha1.constData()));
}

QByteArray quoted(const QByteArray &text)
{
    return "\"" + text + "\"";
}

// Of plain texts, which need no escapes.
QByteArray putBody(const QByteArray &key, const QByteArray &value)
{
    return "{\"key_str\":" + quoted(key) + ",\"val_str\":" + quoted(value) + "}";
}

QByteArray found(const QByteArray &key, const QByteArray &value)
{
    return "{\"Ok\":{\"data_id\":" + id32(key) + ",\"val_str\":" + quoted(value) + "}}";
}

const QByteArray done = R"({"Ok":true})";
const QByteArray notFound = R"({"Err":{"message":"QUERIED DATA NOT FOUND","line":0,"column":0,"err_code":7}})";

} // namespace

class TestRestOriginal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void simpleRequests();
    void jsonRequests();
    void texts_data();
    void texts();
    void formDecoding();
    void valuesAreSharedWithVersion1();
    void valueThatIsNoText();
    void malformed_data();
    void malformed();
    void lengths();
    void otherMethods_data();
    void otherMethods();
    void loneNodeInfo();
    void narrowRing();
    void resolveOnALoneNode();
    void resolveMalformed_data();
    void resolveMalformed();
    void notReady();
    void ringAsTheOriginalsClientSeesIt();

private:
    Answer get(const QByteArray &target) { return m_client->get(target); }
    Answer post(const QByteArray &target, const QByteArray &body);

    std::unique_ptr<RestNode> m_node;
    std::unique_ptr<HttpClient> m_client;
};

void TestRestOriginal::initTestCase()
{
    m_node = std::make_unique<RestNode>(chord::Config(), rest::ApiOptions{1});
    QVERIFY(m_node->createRing());
    m_client = std::make_unique<HttpClient>(m_node->port());
}

void TestRestOriginal::cleanupTestCase()
{
    m_client.reset();
    m_node.reset();
}

Answer TestRestOriginal::post(const QByteArray &target, const QByteArray &body)
{
    return m_client->ask("POST", target, body, {{"Content-Type", "application/json"}});
}

void TestRestOriginal::simpleRequests()
{
    const Answer missing = get("/global_get_simple?key=a");
    QCOMPARE(missing.status, 200);
    QCOMPARE(missing.body, notFound);
    QCOMPARE(get("/global_delete_simple?key=a").body, notFound);

    const Answer put = get("/global_put_simple?key=a&val=V");
    QCOMPARE(put.status, 200);
    QCOMPARE(put.field("Content-Type"), QByteArray("application/json"));
    // A cache that answers in our place would lose a write.
    QCOMPARE(put.field("Cache-Control"), QByteArray("no-store"));
    QCOMPARE(put.body, done);
    QCOMPARE(get("/global_get_simple?key=a").body, QByteArray(R"({"Ok":{"data_id":2264392759,"val_str":"V"}})"));
    QCOMPARE(get("/global_put_simple?val=W&key=a").body, done);
    QCOMPARE(get("/global_get_simple?key=a").body, QByteArray(R"({"Ok":{"data_id":2264392759,"val_str":"W"}})"));
    QCOMPARE(get("/global_delete_simple?key=a").body, done);
    QCOMPARE(get("/global_delete_simple?key=a").body, notFound);
    QCOMPARE(get("/global_get_simple?key=a").body, notFound);
    // An empty value is a value.
    QCOMPARE(get("/global_put_simple?key=a&val=").body, done);
    QCOMPARE(get("/global_get_simple?key=a").body, QByteArray(R"({"Ok":{"data_id":2264392759,"val_str":""}})"));
}

void TestRestOriginal::jsonRequests()
{
    QCOMPARE(post("/global_get", R"("j")").body, notFound);
    QCOMPARE(post("/global_delete", R"("j")").body, notFound);
    const Answer put = post("/global_put", R"({"key_str":"j","val_str":"V"})");
    QCOMPARE(put.status, 200);
    QCOMPARE(put.field("Content-Type"), QByteArray("application/json"));
    QCOMPARE(put.body, done);
    QCOMPARE(post("/global_get", R"("j")").body, found("j", "V"));
    // As the README there writes it, with spaces; members in any order, unknown ones passed over.
    QCOMPARE(post("/global_put", "{ \"val_str\" : \"W\", \"x\" : [1] , \"key_str\" : \"j\" }\n").body, done);
    QCOMPARE(post("/global_get", " \"j\"\r\n").body, found("j", "W"));
    QCOMPARE(post("/global_delete", R"("j")").body, done);
    QCOMPARE(post("/global_get", R"("j")").body, notFound);
    // curl's default type.
    QCOMPARE(m_client
                 ->ask("POST", "/global_put", R"({"key_str":"j","val_str":"V"})",
                       {{"Content-Type", "application/x-www-form-urlencoded"}})
                 .body,
             done);
}

void TestRestOriginal::texts_data()
{
    QTest::addColumn<QByteArray>("json"); // a JSON text as sent
    QTest::addColumn<QByteArray>("bytes"); // what it stands for
    QTest::addColumn<QByteArray>("answer"); // as serde_json writes it
    QTest::newRow("quotes") << QByteArray(R"("a\"b\\c\/d")") << QByteArray(R"(a"b\c/d)")
                            << QByteArray(R"("a\"b\\c/d")");
    QTest::newRow("control") << QByteArray(R"("\b\t\n\f\r\u0001\u001F\u007f")") << QByteArray("\b\t\n\f\r\x01\x1f\x7f")
                             << QByteArray("\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\"");
    QTest::newRow("NUL") << QByteArray(R"("a\u0000b")") << QByteArray("a\0b", 3) << QByteArray(R"("a\u0000b")");
    QTest::newRow("UTF-8") << QByteArray("\"\xE2\x82\xAC\\u20ac\"") << QByteArray("\xE2\x82\xAC\xE2\x82\xAC")
                           << QByteArray("\"\xE2\x82\xAC\xE2\x82\xAC\"");
    QTest::newRow("beyond the BMP") << QByteArray(R"("\ud83d\ude00")") << QByteArray("\xF0\x9F\x98\x80")
                                    << QByteArray("\"\xF0\x9F\x98\x80\"");
    QTest::newRow("HTML") << QByteArray(R"("<a href='x'>&</a>")") << QByteArray("<a href='x'>&</a>")
                          << QByteArray(R"("<a href='x'>&</a>")");
}

void TestRestOriginal::texts()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, answer);
    QCOMPARE(post("/global_put", R"({"key_str":)" + json + R"(,"val_str":)" + json + '}').body, done);
    QCOMPARE(post("/global_get", json).body, R"({"Ok":{"data_id":)" + id32(bytes) + R"(,"val_str":)" + answer + "}}");
    QCOMPARE(get("/global_get_simple?key=" + bytes.toPercentEncoding()).body,
             R"({"Ok":{"data_id":)" + id32(bytes) + R"(,"val_str":)" + answer + "}}");
}

void TestRestOriginal::formDecoding()
{
    QCOMPARE(get("/global_put_simple?key=a+b%2Bc&val=1+2%263%3D%25").body, done);
    QCOMPARE(post("/global_get", R"("a b+c")").body, found("a b+c", "1 2&3=%"));
    // The first of several counts.
    QCOMPARE(get("/global_get_simple?x=1&key=a+b%2Bc&key=other").body, found("a b+c", "1 2&3=%"));
}

void TestRestOriginal::valuesAreSharedWithVersion1()
{
    QCOMPARE(get("/global_put_simple?key=both&val=%E2%82%AC").body, done);
    const Answer read = get("/v1/kv/both");
    QCOMPARE(read.body, QByteArray("\xE2\x82\xAC"));
    QCOMPARE(read.field("Content-Type"), QByteArray("text/plain; charset=utf-8"));
    QCOMPARE(m_client->put("/v1/kv/both", "new").status, 204);
    QCOMPARE(post("/global_get", R"("both")").body, found("both", "new"));
}

void TestRestOriginal::valueThatIsNoText()
{
    QCOMPARE(m_client->put("/v1/kv/b%20in", "\xff").status, 201);
    const Answer answer = get("/global_get_simple?key=b+in");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body,
             QByteArray(R"({"Err":{"message":"The value is not UTF-8 text; read it at /v1/kv/b%20in.")"
                        R"(,"line":0,"column":0,"err_code":3}})"));
}

void TestRestOriginal::malformed_data()
{
    QTest::addColumn<QByteArray>("request");
    const auto get = [](const char *target) { QTest::newRow(target) << rawRequest("GET", target); };
    get("/global_put_simple");
    get("/global_put_simple?key=a");
    get("/global_put_simple?val=a");
    get("/global_put_simple?key=&val=a");
    get("/global_put_simple?key=a&val=%zz");
    get("/global_put_simple?key=a&val=%FF");
    get("/global_put_simple?Key=a&val=b");
    get("/global_get_simple");
    get("/global_get_simple?key=");
    get("/global_get_simple?key");
    get("/global_get_simple?keys=a");
    get("/global_get_simple?key=%FF");
    get("/global_get_simple?key=%");
    get("/global_delete_simple");
    get("/global_delete_simple?key=");
    const auto post = [](const char *target, const QByteArray &body) {
        QTest::addRow("%s %s", target, body.constData()) << rawRequest("POST", target, {}, body);
    };
    for (const char *body : {"", "null", "[]", "{}", "\"K\"", R"({"key_str":"K"})", R"({"val_str":"V"})",
                             R"({"key_str":"","val_str":"V"})", R"({"key_str":1,"val_str":"V"})",
                             R"({"key_str":"K","val_str":null})", R"({"key_str":"K","val_str":"V"}x)",
                             R"({"key_str":"K","val_str":"V")", R"({"key_str":"K","val_str":"\ud800"})",
                             "{\"key_str\":\"K\",\"val_str\":\"\xff\"}", R"([{"key_str":"K","val_str":"V"}])"})
        post("/global_put", body);
    for (const char *target : {"/global_get", "/global_delete"}) {
        for (const char *body : {"", "K", "1", "null", "\"K", "\"K\"\"L\"", "\"K\",\"L\"", "[\"K\"]", "\"\"", "'K'",
                                 "\"\\ud800\"", R"({"key_str":"K"})"})
            post(target, body);
    }
}

void TestRestOriginal::malformed()
{
    QFETCH(QByteArray, request);
    RawClient client(m_node->port());
    client.send(request);
    const Answer answer = client.readAnswer();
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.field("Content-Type"), QByteArray("application/json"));
    const QJsonObject error = QJsonDocument::fromJson(answer.body).object()["Err"].toObject();
    QVERIFY2(!error["message"].toString().isEmpty(), answer.body.constData());
    QVERIFY(error["err_code"].isDouble() && error["line"].isDouble() && error["column"].isDouble());
    QCOMPARE(get("/v1/kv/K").status, 404);
}

void TestRestOriginal::lengths()
{
    const QByteArray longest(1024, 'k');
    QCOMPARE(get("/global_put_simple?key=" + longest + "&val=v").body, done);
    QCOMPARE(get("/global_put_simple?key=" + longest + "k&val=v").status, 400);
    QCOMPARE(post("/global_get", quoted(longest + "k")).status, 400);
    const QByteArray large(1'000'000, 'v');
    QCOMPARE(post("/global_put", putBody("large", large)).body, done);
    QVERIFY(post("/global_get", R"("large")").body.endsWith("\"val_str\":\"" + large + "\"}}"));
    // Above the limit of a value, yet within that of a body.
    const QByteArray tooLarge(16 * 1024 * 1024 + 1, 'v');
    QCOMPARE(post("/global_put", putBody("large", tooLarge)).status, 400);
    QVERIFY(post("/global_get", R"("large")").body.endsWith("\"val_str\":\"" + large + "\"}}"));
}

void TestRestOriginal::otherMethods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("allow");
    // HEAD must not write.
    QTest::newRow("put, HEAD") << QByteArray("HEAD") << QByteArray("/global_put_simple?key=h&val=v")
                               << QByteArray("GET");
    QTest::newRow("delete, HEAD") << QByteArray("HEAD") << QByteArray("/global_delete_simple?key=h")
                                  << QByteArray("GET");
    QTest::newRow("put, POST") << QByteArray("POST") << QByteArray("/global_put_simple?key=h&val=v")
                               << QByteArray("GET");
    QTest::newRow("get, PUT") << QByteArray("PUT") << QByteArray("/global_get_simple?key=h") << QByteArray("GET, HEAD");
    QTest::newRow("json put, GET") << QByteArray("GET") << QByteArray("/global_put") << QByteArray("POST");
    QTest::newRow("json get, GET") << QByteArray("GET") << QByteArray("/global_get") << QByteArray("POST");
    QTest::newRow("info, DELETE") << QByteArray("DELETE") << QByteArray("/get_node_info") << QByteArray("GET, HEAD");
}

void TestRestOriginal::otherMethods()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, allow);
    const Answer answer = m_client->ask(method, path, "", {{"Content-Type", "text/plain"}});
    QCOMPARE(answer.status, 405);
    QCOMPARE(answer.field("Allow"), allow);
    QCOMPARE(get("/v1/kv/h").status, 404);
}

void TestRestOriginal::loneNodeInfo()
{
    const QByteArray address = m_node->address();
    const QByteArray node = R"({"node_id":)" + id32(address) + R"(,"address_str":")" + address + R"(","born_id":1,)";
    const QByteArray lists = R"("successor_info_list":[],"predecessor_info":[],"finger_table":[]})";
    const Answer answer = get("/get_node_info");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("Content-Type"), QByteArray("application/json"));
    // Its own successor; the predecessor and the fingers of a lone node are whatever it has.
    const QByteArray begin = node + R"("successor_info_list":[)" + node + lists + R"(],"predecessor_info":[)";
    QVERIFY2(answer.body.startsWith(begin), answer.body.constData());
    const QJsonObject info = QJsonDocument::fromJson(answer.body).object();
    QCOMPARE(info["finger_table"].toArray().size(), 32);
}

void TestRestOriginal::narrowRing()
{
    chord::Config config;
    config.idBits = 6;
    RestNode node(config, rest::ApiOptions{2});
    QVERIFY(node.createRing());
    HttpClient client(node.port());
    // The first six bits of SHA-1("a") = 86f7…: 100001. Shown whole.
    QCOMPARE(client.get("/global_put_simple?key=a&val=V").body, done);
    QCOMPARE(client.get("/global_get_simple?key=a").body, QByteArray(R"({"Ok":{"data_id":33,"val_str":"V"}})"));
    const QJsonObject info = QJsonDocument::fromJson(client.get("/get_node_info").body).object();
    QVERIFY(info["node_id"].toInt() < 64);
    QCOMPARE(info["born_id"].toInt(), 2);
    QCOMPARE(info["finger_table"].toArray().size(), 6);
}

void TestRestOriginal::resolveOnALoneNode()
{
    const QByteArray id = id32(m_node->address());
    const QByteArray expected =
        R"({"node_id":)" + id + R"(,"succ0_id":)" + id + R"(,"address_str":")" + m_node->address() + "\"}";
    for (const QByteArray percentage : {"0", "50", "99.999", "100", "1e1", "33.3"}) {
        const Answer answer = get("/resolve_id_val?percentage=" + percentage);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, expected);
    }
}

void TestRestOriginal::resolveMalformed_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"", "?percentage=", "?percentage=abc", "?percentage=-1", "?percentage=100.1",
                              "?percentage=nan", "?percentage=inf", "?percentage=5%25", "?percent=5"})
        QTest::addRow("/resolve_id_val%s", query) << QByteArray(query);
}

void TestRestOriginal::resolveMalformed()
{
    QFETCH(QByteArray, query);
    const Answer answer = get("/resolve_id_val" + query);
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.body.startsWith("{\"Err\":{\"message\":\""));
}

void TestRestOriginal::notReady()
{
    chord::Config config;
    config.operationTimeoutMs = 300;
    RestNode node(config);
    HttpClient client(node.port());
    for (const QByteArray target : {"/global_put_simple?key=a&val=b", "/global_get_simple?key=a",
                                    "/global_delete_simple?key=a", "/resolve_id_val?percentage=5"}) {
        const Answer answer = client.get(target);
        QCOMPARE(answer.status, 200);
        const QJsonObject error = QJsonDocument::fromJson(answer.body).object()["Err"].toObject();
        QCOMPARE(error["err_code"].toInt(), 2);
        QVERIFY(!error["message"].toString().isEmpty());
    }
}

// check-chain of the original's client: from node to node by successor_info_list[0].address_str, until it comes back.
void TestRestOriginal::ringAsTheOriginalsClientSeesIt()
{
    const auto ring = makeRing(4);
    QCOMPARE(ring.size(), size_t(4));
    QMap<QByteArray, QJsonObject> seen;
    const QByteArray start = ring[0]->address();
    QByteArray address = start;
    do {
        HttpClient client(quint16(address.split(':').last().toUInt()));
        const QJsonObject info = QJsonDocument::fromJson(client.get("/get_node_info").body).object();
        QCOMPARE(info["address_str"].toString().toUtf8(), address);
        QCOMPARE(QByteArray::number(quint32(info["node_id"].toDouble())), id32(address));
        QVERIFY(info["born_id"].isDouble());
        QVERIFY(!seen.contains(address));
        seen.insert(address, info);
        address = info["successor_info_list"][0]["address_str"].toString().toUtf8();
    } while (address != start);
    QCOMPARE(seen.size(), 4);

    for (const QJsonObject &info : std::as_const(seen)) {
        const QByteArray predecessor = info["predecessor_info"][0]["address_str"].toString().toUtf8();
        QCOMPARE(seen[predecessor]["successor_info_list"][0]["address_str"], info["address_str"]);
        // The point just before a node is its own. Seven decimals of a percentage tell points apart that are 4 or more
        // of 2^32 away.
        const double percentage = (info["node_id"].toDouble() - 4) / 4294967296.0 * 100;
        HttpClient client(ring[1]->port());
        const QJsonObject resolved =
            QJsonDocument::fromJson(
                client.get("/resolve_id_val?percentage=" + QByteArray::number(percentage, 'f', 7)).body)
                .object();
        QCOMPARE(resolved["address_str"], info["address_str"]);
        QCOMPARE(resolved["succ0_id"], info["successor_info_list"][0]["node_id"]);
    }

    // put-test-values through one node, get-test-values through another.
    HttpClient writer(ring[2]->port());
    HttpClient reader(ring[3]->port());
    for (int i = 0; i < 100; ++i) {
        const QByteArray key = QByteArray::number(i);
        QCOMPARE(writer.get("/global_put_simple?key=" + key + "&val=" + key).body, done);
    }
    for (int i = 0; i < 100; ++i) {
        const QByteArray key = QByteArray::number(i);
        QCOMPARE(reader.get("/global_get_simple?key=" + key).body, found(key, key));
    }
}

QTEST_GUILESS_MAIN(TestRestOriginal)
#include "tst_rest_original.moc"
