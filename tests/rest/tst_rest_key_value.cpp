// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/kv/{key}, row by row of the contract, over real sockets against a node that is a ring of its own.

#include "http_client.h"
#include "rest_node.h"

#include <QTest>

#include <algorithm>

namespace {

// Limits that are reached with small requests.
chord::Config smallLimits()
{
    chord::Config config;
    config.valueBytesMax = 1000;
    return config;
}

QByteArray allBytes()
{
    QByteArray bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes += char(byte);
    return bytes;
}

QByteArray percentAll(const QByteArray &bytes)
{
    QByteArray text;
    for (const char byte : bytes)
        text += '%' + QByteArray::number(uchar(byte), 16).rightJustified(2, '0');
    return text;
}

} // namespace

class TestRestKeyValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void createsReplacesReadsDeletes();
    void headTellsWithoutBody();
    void valuesAreBytes_data();
    void valuesAreBytes();
    void contentTypeComesBack_data();
    void contentTypeComesBack();
    void valueWithoutContentType();
    void keysAreBytes_data();
    void keysAreBytes();
    void malformedKeys_data();
    void malformedKeys();
    void keyLengths();
    void valueLengths();
    void sixteenMebibytes();
    void contentTypeLengths();
    void partialPutIsRefused();
    void ttl();
    void remainingLifetime();
    void weakTagsOfProxies();
    void malformedTtl_data();
    void malformedTtl();
    void readConditions_data();
    void readConditions();
    void writeConditions_data();
    void writeConditions();
    void deleteConditions();
    void conditionInSeveralFields();
    void conditionsOnNothing();
    void malformedConditions_data();
    void malformedConditions();
    void createdOnceOfMany();
    void otherMethods_data();
    void optionsOfEachPath();
    void unknownQueryItems_data();
    void unknownQueryItems();
    void contentThatIsNotKept_data();
    void contentThatIsNotKept();
    void otherMethods();
    void notReady();

private:
    std::unique_ptr<RestNode> m_node;
    std::unique_ptr<HttpClient> m_client;
};

void TestRestKeyValue::initTestCase()
{
    m_node = std::make_unique<RestNode>();
    QVERIFY(m_node->createRing());
    m_client = std::make_unique<HttpClient>(m_node->port());
}

void TestRestKeyValue::cleanupTestCase()
{
    m_client.reset();
    m_node.reset();
}

void TestRestKeyValue::createsReplacesReadsDeletes()
{
    QCOMPARE(m_client->get("/v1/kv/k").status, 404);

    const Answer created = m_client->put("/v1/kv/k", "one");
    QCOMPARE(created.status, 201);
    QCOMPARE(created.body, QByteArray());
    const QByteArray first = created.field("ETag");
    QVERIFY2(first.size() > 2 && first.startsWith('"') && first.endsWith('"'), first.constData());

    const Answer replaced = m_client->put("/v1/kv/k", "two");
    QCOMPARE(replaced.status, 204);
    const QByteArray second = replaced.field("ETag");
    QVERIFY(second != first);

    const Answer read = m_client->get("/v1/kv/k");
    QCOMPARE(read.status, 200);
    QCOMPARE(read.body, QByteArray("two"));
    QCOMPARE(read.field("ETag"), second);
    QCOMPARE(read.field("Content-Length"), QByteArray("3"));
    QCOMPARE(read.field("Cache-Control"), QByteArray("no-cache"));

    const Answer deleted = m_client->ask("DELETE", "/v1/kv/k");
    QCOMPARE(deleted.status, 204);
    QCOMPARE(deleted.body, QByteArray());
    const Answer missing = m_client->get("/v1/kv/k");
    QCOMPARE(missing.status, 404);
    QVERIFY(missing.isProblem());
    const Answer again = m_client->ask("DELETE", "/v1/kv/k");
    QCOMPARE(again.status, 404);
    QVERIFY(again.isProblem());
    // What comes after a delete is new.
    const Answer recreated = m_client->put("/v1/kv/k", "one");
    QCOMPARE(recreated.status, 201);
    QVERIFY(recreated.field("ETag") != first && recreated.field("ETag") != second);
}

void TestRestKeyValue::headTellsWithoutBody()
{
    const QByteArray tag = m_client->put("/v1/kv/head", "12345").field("ETag");
    RawClient client(m_node->port());
    client.send(rawRequest("HEAD", "/v1/kv/head") + rawRequest("GET", "/v1/kv/head"));
    const Answer head = client.readAnswer(false);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.field("Content-Length"), QByteArray("5"));
    QCOMPARE(head.field("Content-Type"), QByteArray("text/plain"));
    QCOMPARE(head.field("ETag"), tag);
    // Had a body followed, this would not be an answer.
    QCOMPARE(client.readAnswer().body, QByteArray("12345"));

    client.send(rawRequest("HEAD", "/v1/kv/head-missing")
                + rawRequest("HEAD", "/v1/kv/head", {{"If-None-Match", tag}}));
    QCOMPARE(client.readAnswer(false).status, 404);
    QCOMPARE(client.readAnswer(false).status, 304);
}

void TestRestKeyValue::valuesAreBytes_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("NUL") << QByteArray(1, '\0');
    QTest::newRow("NULs within") << QByteArray("a\0b\0\0c", 6);
    QTest::newRow("every byte") << allBytes();
    QTest::newRow("looks like HTTP") << QByteArray("\r\n\r\nGET / HTTP/1.1\r\n\r\n");
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\x80");
    QTest::newRow("above the socket's buffers") << QByteArray(3'000'000, 'x');
}

void TestRestKeyValue::valuesAreBytes()
{
    QFETCH(QByteArray, value);
    QVERIFY(m_client->put("/v1/kv/bytes", value).status / 100 == 2);
    const Answer read = m_client->get("/v1/kv/bytes");
    QCOMPARE(read.status, 200);
    QCOMPARE(read.body, value);
    QCOMPARE(read.field("Content-Length"), QByteArray::number(value.size()));
}

void TestRestKeyValue::contentTypeComesBack_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("json") << QByteArray("application/json");
    QTest::newRow("with parameters") << QByteArray("text/html; charset=ISO-8859-1; x=\"a;b\"");
    QTest::newRow("strange") << QByteArray("x-no/such+thing");
}

void TestRestKeyValue::contentTypeComesBack()
{
    QFETCH(QByteArray, type);
    QVERIFY(m_client->put("/v1/kv/typed", "v", {{"Content-Type", type}}).status / 100 == 2);
    QCOMPARE(m_client->get("/v1/kv/typed").field("Content-Type"), type);
    QCOMPARE(m_client->ask("HEAD", "/v1/kv/typed").field("Content-Type"), type);
}

void TestRestKeyValue::valueWithoutContentType()
{
    RawClient client(m_node->port());
    client.send(rawRequest("PUT", "/v1/kv/untyped", {}, "v"));
    QCOMPARE(client.readAnswer().status, 201);
    QCOMPARE(m_client->get("/v1/kv/untyped").field("Content-Type"), QByteArray("application/octet-stream"));
}

void TestRestKeyValue::keysAreBytes_data()
{
    QTest::addColumn<QByteArray>("path"); // as sent
    QTest::addColumn<QByteArray>("same"); // another spelling of the same key
    QTest::addColumn<QByteArray>("other"); // a different key
    QTest::newRow("slash") << QByteArray("a%2Fb") << QByteArray("a%2fb") << QByteArray("a%252Fb");
    QTest::newRow("plain slash") << QByteArray("c/d") << QByteArray("c%2Fd") << QByteArray("c%252Fd");
    QTest::newRow("only a slash") << QByteArray("%2F") << QByteArray("/") << QByteArray("%2F%2F");
    QTest::newRow("NUL") << QByteArray("n%00m") << QByteArray("%6E%00m") << QByteArray("nm");
    QTest::newRow("not UTF-8") << QByteArray("%FF%FE") << QByteArray("%ff%fe") << QByteArray("%C3%BF%C3%BE");
    QTest::newRow("UTF-8") << QByteArray("%E2%82%AC") << QByteArray("%e2%82%ac") << QByteArray("%E2%82");
    QTest::newRow("plus is no space") << QByteArray("1+1") << QByteArray("1%2B1") << QByteArray("1%201");
    QTest::newRow("percent") << QByteArray("%25") << QByteArray("%25") << QByteArray("%2525");
    QTest::newRow("question mark") << QByteArray("w%3Fttl=x") << QByteArray("w%3fttl%3Dx") << QByteArray("w");
    QTest::newRow("dots") << QByteArray("%2E%2E") << QByteArray("%2E.") << QByteArray("%2E");
    QTest::newRow("reserved") << QByteArray("a:b@c;d=e,f!$&'()*")
                              << QByteArray("a%3Ab%40c%3Bd%3De%2Cf%21%24%26%27%28%29%2A") << QByteArray("a");
    QTest::newRow("every byte") << percentAll(allBytes()) << percentAll(allBytes())
                                << percentAll(allBytes().chopped(1));
}

void TestRestKeyValue::keysAreBytes()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, same);
    QFETCH(QByteArray, other);
    RawClient client(m_node->port());
    client.send(rawRequest("PUT", "/v1/kv/" + path, {}, "value of " + path));
    QCOMPARE(client.readAnswer().status, 201);
    client.send(rawRequest("GET", "/v1/kv/" + same));
    const Answer read = client.readAnswer();
    QCOMPARE(read.status, 200);
    QCOMPARE(read.body, "value of " + path);
    client.send(rawRequest("GET", "/v1/kv/" + other));
    QCOMPARE(client.readAnswer().status, 404);
    client.send(rawRequest("DELETE", "/v1/kv/" + same));
    QCOMPARE(client.readAnswer().status, 204);
}

void TestRestKeyValue::malformedKeys_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::newRow("empty") << QByteArray("/v1/kv/") << 400;
    QTest::newRow("empty with a query") << QByteArray("/v1/kv/?ttl=5") << 400;
    QTest::newRow("half a byte") << QByteArray("/v1/kv/a%2") << 400;
    QTest::newRow("lonely percent") << QByteArray("/v1/kv/%") << 400;
    QTest::newRow("no digits") << QByteArray("/v1/kv/%zz") << 400;
    QTest::newRow("no key at all") << QByteArray("/v1/kv") << 404;
    QTest::newRow("other version") << QByteArray("/v2/kv/a") << 404;
    QTest::newRow("encoded prefix") << QByteArray("/v1%2Fkv/a") << 404;
}

void TestRestKeyValue::malformedKeys()
{
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    RawClient client(m_node->port());
    for (const QByteArray method : {"GET", "PUT", "DELETE"}) {
        client.send(rawRequest(method, target, {}, method == "PUT" ? std::optional<QByteArray>("v") : std::nullopt));
        const Answer answer = client.readAnswer();
        QCOMPARE(answer.status, status);
        QVERIFY(answer.isProblem());
    }
}

void TestRestKeyValue::keyLengths()
{
    for (const int bytes : {1, 1023, 1024}) {
        QCOMPARE(m_client->put("/v1/kv/" + QByteArray(bytes, 'l'), "v").status, 201);
        QCOMPARE(m_client->get("/v1/kv/" + QByteArray(bytes, 'l')).status, 200);
    }
    // Bytes of the key count, not of its spelling.
    QCOMPARE(m_client->put("/v1/kv/" + percentAll(QByteArray(1024, '\xfe')), "v").status, 201);
    for (const QByteArray &key : {QByteArray(1025, 'k'), percentAll(QByteArray(1025, 'k')), QByteArray(5000, 'k')}) {
        for (const QByteArray method : {"GET", "HEAD", "PUT", "DELETE"}) {
            const Answer answer = m_client->ask(method, "/v1/kv/" + key, "", {{"Content-Type", "text/plain"}});
            QCOMPARE(answer.status, 414);
            QVERIFY(method == "HEAD" || answer.isProblem());
        }
    }
    QCOMPARE(m_client->get("/v1/kv/" + QByteArray(100'000, 'k')).status, 414);
}

void TestRestKeyValue::valueLengths()
{
    RestNode node(smallLimits());
    QVERIFY(node.createRing());
    HttpClient client(node.port());
    QCOMPARE(client.put("/v1/kv/a", QByteArray(999, 'v')).status, 201);
    QCOMPARE(client.put("/v1/kv/b", QByteArray(1000, 'v')).status, 201);
    QCOMPARE(client.get("/v1/kv/b").body.size(), 1000);
    const Answer refused = client.put("/v1/kv/c", QByteArray(1001, 'v'));
    QCOMPARE(refused.status, 413);
    QVERIFY(refused.isProblem());
    QCOMPARE(client.get("/v1/kv/c").status, 404);
}

void TestRestKeyValue::sixteenMebibytes()
{
    QByteArray value(16 * 1024 * 1024, 'v');
    value[5'000'000] = '\0';
    QCOMPARE(m_client->put("/v1/kv/large", value).status, 201);
    QVERIFY(m_client->get("/v1/kv/large").body == value);
    QCOMPARE(m_client->put("/v1/kv/larger", value + 'v').status, 413);
    // Far above: refused by its length, without waiting for the body.
    RawClient client(m_node->port());
    client.send("PUT /v1/kv/larger HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n");
    QCOMPARE(client.readAnswer().status, 413);
    QCOMPARE(m_client->get("/v1/kv/larger").status, 404);
    QCOMPARE(m_client->ask("DELETE", "/v1/kv/large").status, 204);
}

void TestRestKeyValue::contentTypeLengths()
{
    const QByteArray longest = "text/" + QByteArray(250, 'x');
    QVERIFY(m_client->put("/v1/kv/type", "v", {{"Content-Type", longest}}).status == 201);
    QCOMPARE(m_client->get("/v1/kv/type").field("Content-Type"), longest);
    const Answer refused = m_client->put("/v1/kv/type", "w", {{"Content-Type", longest + 'x'}});
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.isProblem());
    QCOMPARE(m_client->get("/v1/kv/type").body, QByteArray("v"));
}

void TestRestKeyValue::partialPutIsRefused()
{
    const Answer refused = m_client->put("/v1/kv/part", "v", {{"Content-Range", "bytes 0-0/2"}});
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.isProblem());
}

void TestRestKeyValue::ttl()
{
    QCOMPARE(m_client->put("/v1/kv/short?ttl=1", "v").status, 201);
    QCOMPARE(m_client->put("/v1/kv/long?ttl=3600", "v").status, 201);
    QCOMPARE(m_client->get("/v1/kv/short").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(m_client->get("/v1/kv/short").status, 404, 10'000);
    QCOMPARE(m_client->get("/v1/kv/long").status, 200);
    // A put without a lifetime takes the old one away, and an expired value is created again.
    QCOMPARE(m_client->put("/v1/kv/short?ttl=1", "v").status, 201);
    QCOMPARE(m_client->put("/v1/kv/short", "v").status, 204);
    QVERIFY(!QTest::qWaitFor([this] { return m_client->get("/v1/kv/short").status != 200; }, 1500));
}

void TestRestKeyValue::remainingLifetime()
{
    QCOMPARE(m_client->put("/v1/kv/expiring?ttl=100", "v").status, 201);
    for (const char *method : {"GET", "HEAD"}) {
        const int left = m_client->ask(method, "/v1/kv/expiring").field("TTL").toInt();
        QVERIFY2(left > 80 && left <= 100, qPrintable(QString::number(left)));
    }
    QCOMPARE(m_client->put("/v1/kv/expiring", "v").status, 204);
    const Answer immortal = m_client->get("/v1/kv/expiring");
    QCOMPARE(immortal.status, 200);
    QVERIFY(!immortal.has("TTL"));
}

// nginx makes entity tags weak when it compresses, and clients send back what they got.
void TestRestKeyValue::weakTagsOfProxies()
{
    const QByteArray etag = m_client->put("/v1/kv/proxied", "v").field("ETag");
    const Fields weak{{"If-Match", "W/" + etag}};
    for (const Answer &answer :
         {m_client->put("/v1/kv/proxied", "w", weak), m_client->ask("DELETE", "/v1/kv/proxied", {}, weak),
          m_client->get("/v1/kv/proxied", weak)}) {
        QCOMPARE(answer.status, 412);
        QVERIFY2(answer.member("detail").toString().contains(QStringLiteral("Send it without W/")), answer.body);
    }
    const Fields other{{"If-Match", "\"1\""}};
    const Answer strong = m_client->put("/v1/kv/proxied", "w", other);
    QCOMPARE(strong.status, 412);
    QVERIFY2(!strong.body.contains("weak"), strong.body);
}

void TestRestKeyValue::malformedTtl_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"ttl=0", "ttl=-1", "ttl=", "ttl", "ttl=abc", "ttl=1.5", "ttl=1e3", "ttl=+5", "ttl=%zz",
                              "ttl=%205", "ttl=99999999999", "ttl=9223372036854775808"})
        QTest::newRow(query) << QByteArray(query);
}

void TestRestKeyValue::malformedTtl()
{
    QFETCH(QByteArray, query);
    RawClient client(m_node->port());
    client.send(rawRequest("PUT", "/v1/kv/mortal?" + query, {}, "v"));
    const Answer answer = client.readAnswer();
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.isProblem());
    QCOMPARE(m_client->get("/v1/kv/mortal").status, 404);
}

// In the rows, NOW stands for the entity tag of the value that is there, OLD for that of the one before.
void TestRestKeyValue::readConditions_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("status");
    const auto row = [](const char *field, const char *value, int status) {
        QTest::addRow("%s: %s", field, value) << QByteArray(field) << QByteArray(value) << status;
    };
    row("If-None-Match", "NOW", 304);
    row("If-None-Match", "W/NOW", 304); // weak comparison
    row("If-None-Match", "\"x\", NOW", 304);
    row("If-None-Match", " , NOW,, ", 304); // empty list elements
    row("If-None-Match", "*", 304);
    row("If-None-Match", "OLD", 200);
    row("If-None-Match", "\"x\"", 200);
    row("If-None-Match", "\"\"", 200);
    row("If-Match", "NOW", 200);
    row("If-Match", "*", 200);
    row("If-Match", "OLD,\"x\"\t,  NOW", 200);
    row("If-Match", "OLD", 412);
    row("If-Match", "W/NOW", 412); // strong comparison
    row("If-Match", "\"a,b\"", 412); // a comma may be part of a tag
}

void TestRestKeyValue::readConditions()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, value);
    QFETCH(int, status);
    const QByteArray old = m_client->put("/v1/kv/cond", "old").field("ETag");
    const QByteArray now = m_client->put("/v1/kv/cond", "now").field("ETag");
    value.replace("NOW", now).replace("OLD", old);
    for (const QByteArray method : {"GET", "HEAD"}) {
        const Answer answer = m_client->ask(method, "/v1/kv/cond", {}, {{field, value}});
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.field("ETag"), now);
        if (method == "GET")
            QCOMPARE(answer.body, status == 200 ? QByteArray("now") : status == 304 ? QByteArray() : answer.body);
        QVERIFY(status != 412 || method == "HEAD" || answer.isProblem());
    }
}

void TestRestKeyValue::writeConditions_data()
{
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *name, const Fields &fields, bool holds) { QTest::newRow(name) << fields << holds; };
    row("match", {{"If-Match", "NOW"}}, true);
    row("match any", {{"If-Match", "*"}}, true);
    row("match of several", {{"If-Match", "OLD, NOW"}}, true);
    row("match old", {{"If-Match", "OLD"}}, false);
    row("match weak", {{"If-Match", "W/NOW"}}, false);
    row("match foreign", {{"If-Match", "\"x\""}}, false);
    row("none-match any", {{"If-None-Match", "*"}}, false);
    row("none-match now", {{"If-None-Match", "NOW"}}, false);
    row("none-match weak", {{"If-None-Match", "W/NOW"}}, false);
    row("none-match old", {{"If-None-Match", "OLD"}}, true);
    row("none-match foreign", {{"If-None-Match", "\"x\""}}, true);
    row("both hold", {{"If-Match", "NOW"}, {"If-None-Match", "OLD"}}, true);
    row("both, second fails", {{"If-Match", "OLD, NOW"}, {"If-None-Match", "NOW"}}, false);
    row("both, first fails", {{"If-Match", "OLD"}, {"If-None-Match", "\"x\""}}, false);
    row("contradiction", {{"If-Match", "NOW"}, {"If-None-Match", "*"}}, false);
}

void TestRestKeyValue::writeConditions()
{
    QFETCH(Fields, fields);
    QFETCH(bool, holds);
    const QByteArray old = m_client->put("/v1/kv/cond", "old").field("ETag");
    const QByteArray now = m_client->put("/v1/kv/cond", "now").field("ETag");
    for (auto &field : fields)
        field.second.replace("NOW", now).replace("OLD", old);
    const Answer answer = m_client->put("/v1/kv/cond", "new", fields);
    QCOMPARE(answer.status, holds ? 204 : 412);
    QVERIFY(holds || answer.isProblem());
    QCOMPARE(answer.field("ETag") == now, !holds);
    QCOMPARE(m_client->get("/v1/kv/cond").body, QByteArray(holds ? "new" : "now"));
}

void TestRestKeyValue::deleteConditions()
{
    const QByteArray old = m_client->put("/v1/kv/cond", "old").field("ETag");
    const QByteArray now = m_client->put("/v1/kv/cond", "now").field("ETag");
    const Answer refused = m_client->ask("DELETE", "/v1/kv/cond", {}, {{"If-Match", old}});
    QCOMPARE(refused.status, 412);
    QVERIFY(refused.isProblem());
    QCOMPARE(m_client->ask("DELETE", "/v1/kv/cond", {}, {{"If-None-Match", now}}).status, 412);
    QCOMPARE(m_client->get("/v1/kv/cond").status, 200);
    QCOMPARE(m_client->ask("DELETE", "/v1/kv/cond", {}, {{"If-Match", now}}).status, 204);
    QCOMPARE(m_client->get("/v1/kv/cond").status, 404);
}

void TestRestKeyValue::conditionInSeveralFields()
{
    const QByteArray tag = m_client->put("/v1/kv/several", "v").field("ETag");
    RawClient client(m_node->port());
    client.send(rawRequest("GET", "/v1/kv/several", {{"If-None-Match", "\"x\""}, {"if-none-match", tag}}));
    QCOMPARE(client.readAnswer().status, 304);
    client.send(rawRequest("PUT", "/v1/kv/several", {{"If-Match", "\"x\""}, {"IF-MATCH", tag}}, "w"));
    QCOMPARE(client.readAnswer().status, 204);
}

void TestRestKeyValue::conditionsOnNothing()
{
    // Without the condition these would be 404, which then stands (RFC 9110, 13.2.1).
    QCOMPARE(m_client->get("/v1/kv/void", {{"If-Match", "*"}}).status, 404);
    QCOMPARE(m_client->get("/v1/kv/void", {{"If-None-Match", "*"}}).status, 404);
    QCOMPARE(m_client->ask("DELETE", "/v1/kv/void", {}, {{"If-Match", "*"}}).status, 404);
    // A put would create, so here it decides.
    const Answer refused = m_client->put("/v1/kv/void", "v", {{"If-Match", "*"}});
    QCOMPARE(refused.status, 412);
    QVERIFY(!refused.has("ETag"));
    QCOMPARE(m_client->put("/v1/kv/void", "v", {{"If-Match", "\"1.1.1\""}}).status, 412);
    QCOMPARE(m_client->put("/v1/kv/void", "v", {{"If-None-Match", "*"}}).status, 201);
}

void TestRestKeyValue::malformedConditions_data()
{
    QTest::addColumn<QByteArray>("value");
    for (const char *value : {"", "abc", "\"abc", "abc\"", "w/\"abc\"", "W/", "W/abc", "\"a\" \"b\"", "\"a\"\"b\"",
                              "*, \"a\"", "\"a\", *", "**", ",", "\"a b\"", "\"a\"; q=1", "'a'"})
        QTest::newRow(*value ? value : "empty") << QByteArray(value);
}

void TestRestKeyValue::malformedConditions()
{
    QFETCH(QByteArray, value);
    m_client->put("/v1/kv/malformed", "v");
    RawClient client(m_node->port());
    for (const QByteArray field : {"If-Match", "If-None-Match"}) {
        for (const QByteArray method : {"GET", "PUT", "DELETE"}) {
            const std::optional<QByteArray> body = method == "PUT" ? std::optional<QByteArray>("w") : std::nullopt;
            client.send(rawRequest(method, "/v1/kv/malformed", {{field, value}}, body));
            const Answer answer = client.readAnswer();
            QCOMPARE(answer.status, 400);
            QVERIFY(answer.isProblem());
            QVERIFY(answer.member("detail").toString().contains(QString::fromLatin1(field)));
        }
    }
    // If-Match with anything, but not with these: no single condition.
    client.send(rawRequest("PUT", "/v1/kv/malformed", {{"If-Match", "*"}, {"If-None-Match", "\"a\""}}, "w"));
    QCOMPARE(client.readAnswer().status, 400);
    QCOMPARE(m_client->get("/v1/kv/malformed").body, QByteArray("v"));
}

// Of many at once that want to be first, one is.
void TestRestKeyValue::createdOnceOfMany()
{
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<RawClient>(m_node->port()));
        clients.back()->send(rawRequest("PUT", "/v1/kv/first", {{"If-None-Match", "*"}}, QByteArray::number(i)));
    }
    QMap<int, int> statuses;
    for (const auto &client : clients)
        ++statuses[client->readAnswer().status];
    QCOMPARE(statuses, (QMap<int, int>{{201, 1}, {412, 19}}));
}

void TestRestKeyValue::otherMethods_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"POST", "PATCH", "get", "BREW"})
        QTest::newRow(method) << QByteArray(method);
}

void TestRestKeyValue::otherMethods()
{
    QFETCH(QByteArray, method);
    RawClient client(m_node->port());
    client.send(rawRequest(method, "/v1/kv/k", {}, ""));
    const Answer answer = client.readAnswer();
    QCOMPARE(answer.status, 405);
    QVERIFY(answer.isProblem());
    QCOMPARE(answer.field("Allow"), QByteArray("GET, HEAD, PUT, DELETE"));
}

// HAProxy's check of health, and clients that explore.
void TestRestKeyValue::optionsOfEachPath()
{
    const QPair<QByteArray, QByteArray> allowed[] = {{"/", "GET, HEAD"},
                                                     {"*", "GET, HEAD, PUT, POST, DELETE"},
                                                     {"/v1/kv/k", "GET, HEAD, PUT, DELETE"},
                                                     {"/v1/batch", "POST"}};
    for (const auto &[path, allow] : allowed) {
        RawClient client(m_node->port());
        client.send(rawRequest("OPTIONS", path));
        const Answer answer = client.readAnswer();
        QCOMPARE(answer.status, 204);
        QCOMPARE(answer.field("Allow"), allow);
    }
    QVERIFY(rawExchange(m_node->port(), "OPTIONS / HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 204"));
    RawClient client(m_node->port());
    client.send(rawRequest("OPTIONS", "/nowhere"));
    QCOMPARE(client.readAnswer().status, 404);
}

void TestRestKeyValue::unknownQueryItems_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    const auto row = [](const char *method, const char *target, int status) {
        QTest::addRow("%s %s", method, target) << QByteArray(method) << QByteArray(target) << status;
    };
    row("PUT", "/v1/kv/q?tll=5", 400);
    row("PUT", "/v1/kv/q?TTL=5", 400);
    row("PUT", "/v1/kv/q?t%74l=5", 400);
    row("PUT", "/v1/kv/q?ttl=5&ttl=6", 400);
    row("PUT", "/v1/kv/q?ttl=5&x", 400);
    row("PUT", "/v1/kv/q?ttl=5&", 201);
    row("PUT", "/v1/kv/q?", 204);
    row("GET", "/v1/kv/q?ttl=5", 400);
    row("DELETE", "/v1/kv/q?force=true", 400);
    row("GET", "/v1/node?x=1", 400);
    row("GET", "/v1/ring?x=1", 400);
    row("GET", "/v1/lookup/q?x=1", 400);
    row("GET", "/v1/node/keys?limit=1&limit=2", 400);
    row("GET", "/v1/node/keys?limits=1", 400);
    row("GET", "/v1/node/keys?limit=1", 200);
    row("POST", "/v1/node/leave?force", 400);
    row("POST", "/v1/declare-dead?node=127.0.0.1:1&confirmed=true", 400);
    row("POST", "/v1/batch?ttl=5", 400);
    row("GET", "/livez?x=1", 200); // nothing is lost
    row("GET", "/?utm_source=a", 200);
    row("GET", "/global_get_simple?key=q&x=1", 200); // as the original
}

void TestRestKeyValue::unknownQueryItems()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    RawClient client(m_node->port());
    client.send(rawRequest(method, target, {{"Content-Type", "application/json"}}, "[]"));
    const Answer answer = client.readAnswer();
    QCOMPARE(answer.status, status);
    QVERIFY(status != 400 || answer.isProblem());
}

void TestRestKeyValue::contentThatIsNotKept_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("isTaken");
    const auto row = [](const char *field, const char *value, bool isTaken) {
        QTest::addRow("%s: %s", field, value) << QByteArray(field) << QByteArray(value) << isTaken;
    };
    row("Content-Encoding", "gzip", false);
    row("Content-Encoding", "identity, br", false);
    row("Content-Encoding", "x-unheard-of", false);
    row("Content-Encoding", "identity", true);
    row("Content-Encoding", "", true);
    row("Content-Language", "en", false);
    row("Content-Disposition", "attachment; filename=a.txt", false);
    row("Cache-Control", "max-age=3600", false);
    row("Cache-Control", "no-cache, public", false);
    row("Cache-Control", "private", false);
    row("Cache-Control", "no-cache", true); // what browsers say of a request
    row("Cache-Control", "max-age=0, no-store", true);
}

// For put, batch, form and the original's POST alike.
void TestRestKeyValue::contentThatIsNotKept()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, value);
    QFETCH(bool, isTaken);
    struct Post {
        const char *method;
        const char *path;
        const char *type;
        QByteArray body;
    };
    for (const Post &post : {Post{"PUT", "/v1/kv/described", "application/json", "{}"},
                             Post{"POST", "/v1/batch", "application/json", R"([{"op":"get","key":"k"}])"},
                             Post{"POST", "/page/key", "application/x-www-form-urlencoded", "do=get&key=k"},
                             Post{"POST", "/global_put", "application/json", R"({"key_str":"k","val_str":"v"})"}}) {
        RawClient client(m_node->port());
        client.send(rawRequest(post.method, post.path, {{"Content-Type", post.type}, {field, value}}, post.body));
        const Answer answer = client.readAnswer();
        QCOMPARE(answer.status == 415, !isTaken);
        QVERIFY(isTaken || (answer.isProblem() && answer.field("Accept-Encoding") == "identity"));
    }
}

// A node that has joined no ring has nothing to answer from.
void TestRestKeyValue::notReady()
{
    chord::Config config;
    config.operationTimeoutMs = 300;
    RestNode node(config);
    HttpClient client(node.port());
    for (const QByteArray method : {"GET", "PUT", "DELETE"}) {
        const Answer answer = client.ask(method, "/v1/kv/k", "v", {{"Content-Type", "text/plain"}});
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.isProblem());
        QVERIFY(answer.field("Retry-After").toInt() > 0);
        QCOMPARE(answer.member("mayHaveHappened"), QVariant(false)); // no node has taken it
    }
}

QTEST_GUILESS_MAIN(TestRestKeyValue)
#include "tst_rest_key_value.moc"
