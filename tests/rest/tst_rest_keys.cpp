// SPDX-License-Identifier: GPL-3.0-or-later
//
// /v1/keys over real sockets: pages and streams of the keys of a ring, cursors that stay right while keys change, slow
// and vanishing clients, and a range that cannot be listed.

#include "http_client.h"
#include "rest_node.h"
#include "waiting.h"

#include "api/json.h"
#include "client/node_client.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUrl>

#include <map>

namespace {

constexpr int keys = 2500; // more than a page, and than a leader tells at once
const Fields ndjson{{"Accept", "application/x-ndjson"}};

QByteArray keyOf(int number)
{
    return "key/" + QByteArray::number(number);
}

bool storeMany(quint16 port, const QByteArray &prefix, int count)
{
    client::NodeClient client(QStringLiteral("127.0.0.1"), port);
    int left = 0;
    bool isStored = true;
    for (int first = 0; first < count; first += 500) {
        std::vector<api::BatchOperation> operations;
        for (int i = first; i < std::min(first + 500, count); ++i)
            operations.push_back(
                {api::BatchOperation::Kind::Put, prefix + QByteArray::number(i), "value", {}, {}, {}, {}});
        ++left;
        client.batch(operations, [&](client::Result<std::vector<api::BatchOutcome>> &&result) {
            --left;
            isStored = isStored && result;
        });
    }
    return waitFor([&left] { return left == 0; }, 60'000) && isStored;
}

QJsonObject objectOf(const QByteArray &line)
{
    return QJsonDocument::fromJson(line).object();
}

// The lines of a stream: keys and how often each was told, and the last line.
struct Lines {
    std::map<QString, int> told;
    QJsonObject last;
};

Lines linesOf(const QByteArray &body)
{
    Lines lines;
    QList<QByteArray> all = body.split('\n');
    if (all.isEmpty() || !all.takeLast().isEmpty() || all.isEmpty())
        return lines;
    lines.last = objectOf(all.takeLast());
    for (const QByteArray &line : all)
        ++lines.told[objectOf(line)[u"key"].toString()];
    return lines;
}

} // namespace

class TestRestKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void pages();
    void facts();
    void keysThatAreNoText();
    void linksAreRelative();
    void prefixes();
    void limits();
    void malformed_data();
    void malformed();
    void cursorsOfOtherRings();
    void stream();
    void streamWithLimitGoesOn();
    void streamToHead();
    void streamToHttp10();
    void whileKeysChange();
    void slowReader();
    void vanishingReader();
    void whileShuttingDown();
    void joiningNode();
    void withoutQuorum();

private:
    std::map<QByteArray, int> walk(const QByteArray &prefix, int limit, const std::function<void()> &between = {});

    std::vector<std::unique_ptr<RestNode>> m_ring;
};

void TestRestKeys::initTestCase()
{
    m_ring = makeRing(4);
    QCOMPARE(m_ring.size(), size_t(4));
    QVERIFY(storeMany(m_ring[0]->port(), "key/", keys));
}

void TestRestKeys::cleanupTestCase()
{
    m_ring.clear();
}

// Each page at another node.
std::map<QByteArray, int> TestRestKeys::walk(const QByteArray &prefix, int limit, const std::function<void()> &between)
{
    std::map<QByteArray, int> told;
    QByteArray after;
    size_t node = 0;
    do {
        QByteArray target = "/v1/keys?limit=" + QByteArray::number(limit) + "&prefix=" + prefix.toPercentEncoding();
        if (!after.isEmpty())
            target += "&after=" + after;
        const Answer answer = HttpClient(m_ring[node++ % m_ring.size()]->port()).get(target);
        const api::Parsed<api::RingKeysPage> page = api::fromJson<api::RingKeysPage>(answer.body);
        if (answer.status != 200 || !page.value) {
            qWarning("%d %s", answer.status, answer.body.constData());
            return {};
        }
        for (const api::RingKey &key : page.value->keys)
            ++told[key.key];
        after = page.value->next;
        if (between)
            between();
    } while (!after.isEmpty());
    return told;
}

void TestRestKeys::pages()
{
    for (const int limit : {1000, 333}) {
        const auto told = walk("key/", limit);
        QCOMPARE(int(told.size()), keys);
        for (const auto &[key, times] : told)
            QCOMPARE(times, 1);
    }
}

void TestRestKeys::facts()
{
    HttpClient client(m_ring[1]->port());
    const Answer stored = client.put("/v1/kv/facts%2F1?ttl=100", "12345");
    const Answer answer = client.get("/v1/keys?prefix=facts/");
    QCOMPARE(answer.field("Content-Type"), QByteArray("application/json"));
    const QJsonObject document = objectOf(answer.body);
    QVERIFY(document[u"next"].isNull());
    const QJsonObject key = document[u"keys"].toArray().at(0).toObject();
    QCOMPARE(key[u"key"].toString(), QStringLiteral("facts/1"));
    QCOMPARE(key[u"bytes"].toInt(), 5);
    QCOMPARE(key[u"etag"].toString(), QString::fromLatin1(stored.field("ETag")));
    QCOMPARE(key[u"id"].toString(), objectOf(client.get("/v1/lookup/facts%2F1").body)[u"id"].toString());
    QVERIFY(key[u"ttl"].toInt() > 90 && key[u"ttl"].toInt() <= 100);
    QVERIFY(!answer.has("Link"));
}

void TestRestKeys::keysThatAreNoText()
{
    HttpClient client(m_ring[1]->port());
    QCOMPARE(client.put("/v1/kv/odd%00%FF", "v").status, 201);
    const QJsonObject key = objectOf(client.get("/v1/keys?prefix=odd%00").body)[u"keys"].toArray().at(0).toObject();
    QCOMPARE(key[u"key"].toString(), QStringLiteral("odd%00%FF"));
    QCOMPARE(key[u"keyEncoding"].toString(), QStringLiteral("percent"));
}

// A proxy may have put the node below a path of its own.
void TestRestKeys::linksAreRelative()
{
    for (const QByteArray path : {"/v1/keys", "/v1/node/keys"}) {
        const Answer first = HttpClient(m_ring[2]->port()).get(path + "?limit=3");
        const QByteArray link = first.field("Link");
        QVERIFY2(link.startsWith("<?") && link.endsWith(">; rel=\"next\""), link.constData());
        const QUrl base(QStringLiteral("https://example.org/store") + QString::fromLatin1(path + "?limit=3"));
        const QUrl next = base.resolved(QUrl(QString::fromLatin1(link.mid(1, link.indexOf('>') - 1))));
        QCOMPARE(next.path(), QStringLiteral("/store") + QString::fromLatin1(path));
        const QByteArray target = path + '?' + next.query(QUrl::FullyEncoded).toLatin1();
        const Answer second = HttpClient(m_ring[2]->port()).get(target);
        QCOMPARE(second.status, 200);
        QVERIFY(second.body != first.body);
    }
    const Answer odd = HttpClient(m_ring[2]->port()).get("/v1/keys?limit=1&prefix=key%2F");
    QVERIFY(odd.field("Link").contains("prefix=key%2F&limit=1&after="));
}

void TestRestKeys::prefixes()
{
    QCOMPARE(int(walk("key/1", 1000).size()), 1111);
    QCOMPARE(int(walk("key/24", 10).size()), 111);
    QVERIFY(walk("none", 1000).empty());
}

void TestRestKeys::limits()
{
    HttpClient client(m_ring[0]->port());
    QCOMPARE(objectOf(client.get("/v1/keys").body)[u"keys"].toArray().size(), 100);
    QCOMPARE(objectOf(client.get("/v1/keys?limit=4000000000").body)[u"keys"].toArray().size(), 1000);
}

void TestRestKeys::malformed_data()
{
    QTest::addColumn<QByteArray>("query");
    const QByteArray separator = QByteArray(40, '0') + '.';
    for (const QByteArray &query :
         {QByteArray("limit=0"), QByteArray("limit=-1"), QByteArray("limit=x"), QByteArray("after="),
          QByteArray("after=%21"), QByteArray("after=a%zz"), QByteArray("after=AAAA"), QByteArray("prefix=%zz"),
          "prefix=" + QByteArray(1025, 'k'), QByteArray("prefx=a"), QByteArray("limit=1&limit=2"),
          "after=" + (separator + "key/1").toBase64(), "after=" + QByteArray(QByteArray(40, 'x') + '.').toBase64()})
        QTest::newRow(query.constData()) << query;
}

void TestRestKeys::malformed()
{
    QFETCH(QByteArray, query);
    for (const Fields &fields : {Fields(), ndjson}) {
        RawClient client(m_ring[0]->port());
        client.send(rawRequest("GET", "/v1/keys?" + query, fields));
        const Answer answer = client.readAnswer();
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.isProblem());
    }
}

// Of a ring with shorter identifiers.
void TestRestKeys::cursorsOfOtherRings()
{
    const QByteArray cursor = QByteArray("00ff.").toBase64(QByteArray::Base64UrlEncoding);
    QCOMPARE(HttpClient(m_ring[0]->port()).get("/v1/keys?after=" + cursor).status, 400);
}

void TestRestKeys::stream()
{
    const Answer answer = HttpClient(m_ring[3]->port()).get("/v1/keys?prefix=key%2F", ndjson);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("Content-Type"), QByteArray("application/x-ndjson"));
    const Lines lines = linesOf(answer.body);
    QCOMPARE(lines.last[u"complete"].toBool(), true);
    QCOMPARE(lines.last[u"keys"].toInt(), keys);
    QVERIFY(!lines.last.contains(u"next") && !lines.last.contains(u"problem"));
    QCOMPARE(int(lines.told.size()), keys);
    for (const auto &[key, times] : lines.told)
        QCOMPARE(times, 1);
}

void TestRestKeys::streamWithLimitGoesOn()
{
    HttpClient client(m_ring[3]->port());
    Lines first = linesOf(client.get("/v1/keys?prefix=key%2F&limit=1234", ndjson).body);
    QCOMPARE(int(first.told.size()), 1234);
    QCOMPARE(first.last[u"complete"].toBool(true), false);
    const QByteArray next = first.last[u"next"].toString().toLatin1();
    const Lines second = linesOf(client.get("/v1/keys?prefix=key%2F&after=" + next, ndjson).body);
    QCOMPARE(int(second.told.size()), keys - 1234);
    for (const auto &[key, times] : second.told)
        QVERIFY(!first.told.contains(key));
}

void TestRestKeys::streamToHead()
{
    RawClient client(m_ring[0]->port());
    client.send(rawRequest("HEAD", "/v1/keys", ndjson));
    client.send(rawRequest("GET", "/livez"));
    const Answer head = client.readAnswer(false);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.field("Content-Type"), QByteArray("application/x-ndjson"));
    QCOMPARE(client.readAnswer().status, 200);
}

// It knows no chunks: the body ends with the connection.
void TestRestKeys::streamToHttp10()
{
    const QByteArray answer =
        rawExchange(m_ring[0]->port(),
                    "GET /v1/keys?prefix=key/ HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: application/x-ndjson\r\n\r\n");
    const qsizetype head = answer.indexOf("\r\n\r\n");
    QVERIFY(head > 0 && !answer.first(head).contains("chunked"));
    QCOMPARE(int(linesOf(answer.sliced(head + 4)).told.size()), keys);
}

void TestRestKeys::whileKeysChange()
{
    HttpClient client(m_ring[1]->port());
    int step = 0;
    const auto told = walk("key/", 50, [&] {
        client.ask("DELETE", "/v1/kv/key%2F" + QByteArray::number(10 * step));
        client.put("/v1/kv/key%2F" + QByteArray::number(10 * step + 1), "other");
        client.put("/v1/kv/key%2Fnew" + QByteArray::number(step++), "new");
    });
    for (int i = 0; i < keys; ++i)
        QVERIFY2(told.contains(keyOf(i)) || (i % 10 == 0 && i < 10 * step), keyOf(i).constData());
    for (const auto &[key, times] : told)
        QCOMPARE(times, 1);
}

// It is sent no more than it takes, and its connection is not given up while it takes something.
void TestRestKeys::slowReader()
{
    RestNode node;
    QVERIFY(node.createRing());
    QVERIFY(storeMany(node.port(), QByteArray(900, 'k'), 20'000));
    QTcpSocket socket;
    socket.setReadBufferSize(64 * 1024);
    socket.connectToHost(QStringLiteral("127.0.0.1"), node.port());
    QVERIFY(waitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }, 10'000));
    const quint64 begun = node.host().node().counters().operationsBegun;
    socket.write(rawRequest("GET", "/v1/keys", ndjson));
    QTest::qWait(500);
    const quint64 pages = node.host().node().counters().operationsBegun - begun;
    QVERIFY2(pages >= 1 && pages < 60, QByteArray::number(pages).constData()); // of 70 and more
    QByteArray body;
    QVERIFY(waitFor(
        [&] {
            body += socket.readAll();
            return body.endsWith("\r\n0\r\n\r\n");
        },
        60'000));
    QCOMPARE(body.count("\"etag\""), 20'000);
}

void TestRestKeys::vanishingReader()
{
    RestNode node;
    QVERIFY(node.createRing());
    QVERIFY(storeMany(node.port(), QByteArray(900, 'k'), 20'000));
    {
        RawClient client(node.port());
        client.send(rawRequest("GET", "/v1/keys", ndjson));
        QTest::qWait(50);
        client.abort();
    }
    QTest::qWait(200);
    const quint64 begun = node.host().node().counters().operationsBegun;
    QTest::qWait(300);
    QCOMPARE(node.host().node().counters().operationsBegun, begun);
    QCOMPARE(HttpClient(node.port()).get("/livez").status, 200);
}

// It is told where to go on.
void TestRestKeys::whileShuttingDown()
{
    RestNode node;
    QVERIFY(node.createRing());
    QVERIFY(storeMany(node.port(), QByteArray(900, 'k'), 20'000));
    QTcpSocket socket;
    socket.setReadBufferSize(64 * 1024);
    socket.connectToHost(QStringLiteral("127.0.0.1"), node.port());
    socket.write(rawRequest("GET", "/v1/keys", ndjson));
    QVERIFY(waitFor([&] { return socket.bytesAvailable() > 0; }, 10'000));
    node.http().closeAfterAnswers();
    QByteArray all;
    QVERIFY(waitFor(
        [&] {
            all += socket.readAll();
            return all.endsWith("\r\n0\r\n\r\n");
        },
        60'000));
    QVERIFY(all.contains("\"complete\":false") && all.contains("shutting down") && all.contains("\"next\":\""));
    QVERIFY(all.count("\"etag\"") < 20'000);
}

void TestRestKeys::joiningNode()
{
    RestNode node;
    QCOMPARE(HttpClient(node.port()).get("/v1/keys").status, 503);
    QCOMPARE(HttpClient(node.port()).get("/v1/keys", ndjson).status, 503);
}

// The range is named; what lies before it is told.
void TestRestKeys::withoutQuorum()
{
    chord::Config config;
    config.operationTimeoutMs = 1500;
    auto ring = makeRing(3, config);
    QCOMPARE(ring.size(), size_t(3));
    QVERIFY(storeMany(ring[0]->port(), "key/", 10));
    // A range that has one voter so far would go on being served by it.
    QVERIFY(waitFor(
        [&] {
            return std::all_of(ring.begin(), ring.end(), [](const auto &node) {
                const auto groups = node->host().node().groups();
                return groups.size() == 3 && std::all_of(groups.begin(), groups.end(), [](const auto &group) {
                           return group.voters.size() == 3;
                       });
            });
        },
        60'000));
    ring.resize(1);
    HttpClient client(ring[0]->port());
    QByteArray detail;
    const auto isNamed = [&] {
        const Answer answer = client.get("/v1/keys");
        detail = answer.body;
        return answer.status == 503 && answer.isProblem() && answer.has("Retry-After") && detail.contains("The range (")
            && detail.contains("has no quorum");
    };
    QTRY_VERIFY2_WITH_TIMEOUT(isNamed(), detail.constData(), 60'000);
    QCOMPARE(client.get("/v1/keys", ndjson).status, 503);
}

QTEST_GUILESS_MAIN(TestRestKeys)

#include "tst_rest_keys.moc"
