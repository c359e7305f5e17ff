// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a node tells of itself and of its ring: node, keys, ring, lookup, health, leave, the list of requests.

#include "http_client.h"
#include "rest_node.h"

#include "api/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

#include <algorithm>
#include <map>
#include <set>

namespace {

QByteArray hexId(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex();
}

template <typename T>
T documentAt(const RestNode &node, const QByteArray &target)
{
    HttpClient client(node.port());
    const Answer answer = client.get(target);
    const api::Parsed<T> parsed = api::fromJson<T>(answer.body);
    if (answer.status != 200 || answer.field("Content-Type") != "application/json" || !parsed.value)
        qWarning("%s: %d %s", target.constData(), answer.status, answer.body.constData());
    return parsed.value.value_or(T());
}

// All pages, by the "next" of each.
std::vector<api::KeyEntry> allKeys(const RestNode &node, int limit)
{
    std::vector<api::KeyEntry> keys;
    QByteArray target = "/v1/node/keys?limit=" + QByteArray::number(limit);
    while (true) {
        const auto page = documentAt<api::KeysPage>(node, target);
        if (int(page.keys.size()) > limit || (!page.next.isEmpty() && int(page.keys.size()) < limit))
            qFatal("A page of the wrong length.");
        keys.insert(keys.end(), page.keys.begin(), page.keys.end());
        if (page.next.isEmpty())
            return keys;
        target = "/v1/node/keys?limit=" + QByteArray::number(limit) + "&after=" + page.next;
    }
}

} // namespace

class TestRestNode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void loneNode();
    void joiningNode();
    void nodeInARing();
    void keysOfALoneNode();
    void keysThatAreNoText();
    void keysWhileTheyChange();
    void expiredKeysAreNotListed();
    void keysLink();
    void keysLimits();
    void malformedPaging_data();
    void malformedPaging();
    void keysByRole();
    void ring();
    void loneRing();
    void lookup();
    void lookupOfOddKeys();
    void anyNodeServesAnyKey();
    void conditionsThroughAnotherNode();
    void readyWhileItServes();
    void leaveIsAnsweredFirst();
    void leftNodeHandedOver();
    void listing();
    void unknownPaths_data();
    void unknownPaths();
    void otherMethods_data();
    void otherMethods();

private:
    std::unique_ptr<RestNode> m_lone;
    std::vector<std::unique_ptr<RestNode>> m_ring;
};

void TestRestNode::initTestCase()
{
    m_lone = std::make_unique<RestNode>();
    QVERIFY(m_lone->createRing());
    m_ring = makeRing(5);
    QCOMPARE(m_ring.size(), size_t(5));
}

void TestRestNode::cleanupTestCase()
{
    m_ring.clear();
    m_lone.reset();
}

void TestRestNode::loneNode()
{
    HttpClient client(m_lone->port());
    const Answer answer = client.get("/v1/node");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("Content-Type"), QByteArray("application/json"));
    QCOMPARE(answer.field("Cache-Control"), QByteArray("no-store"));
    const QJsonObject node = QJsonDocument::fromJson(answer.body).object();
    const QSet<QString> members{"id",          "address",    "state",   "idBits", "replicas",
                                "predecessor", "successors", "fingers", "keys",   "uptimeSeconds",
                                "version",     "counters",   "ring",    "ranges"};
    const QStringList names = node.keys();
    QCOMPARE(QSet<QString>(names.begin(), names.end()), members);
    QCOMPARE(node["id"].toString().toUtf8(), hexId(m_lone->address()));
    QCOMPARE(node["address"].toString().toUtf8(), m_lone->address());
    QCOMPARE(node["state"].toString(), "ready");
    QCOMPARE(node["idBits"].toInt(), 160);
    QCOMPARE(node["replicas"].toInt(), 3);
    QCOMPARE(node["version"].toString(), FUNNELKVS_VERSION);
    QVERIFY(node["uptimeSeconds"].toInt(-1) >= 0);
    QVERIFY(node["counters"].toObject().contains("operationsBegun"));
    QVERIFY(QRegularExpression("^[0-9a-f]{16}$").match(node["ring"].toString()).hasMatch());
    QCOMPARE(node["ranges"].toArray().size(), 1);
    const QJsonObject range = node["ranges"][0].toObject();
    QCOMPARE(range["low"], node["id"]);
    QCOMPARE(range["high"], node["id"]);
    QCOMPARE(range["leader"]["id"], node["id"]);
    QCOMPARE(range["voters"].toArray().size(), 1);
    QCOMPARE(range["state"].toString(), "serving");
    QCOMPARE(range["lossEpoch"].toInt(-1), 0);
    QCOMPARE(client.ask("HEAD", "/v1/node").status, 200);
}

void TestRestNode::joiningNode()
{
    RestNode node;
    node.host().join({"127.0.0.1:1"});
    const auto document = documentAt<api::NodeDocument>(node, "/v1/node");
    QCOMPARE(document.state, chord::NodeState::Joining);
    QVERIFY(document.ring.isEmpty() && document.ranges.empty());
    // It knows only itself, and must not pass that off as the ring.
    HttpClient client(node.port());
    for (const QByteArray target : {"/v1/ring", "/v1/lookup/a"}) {
        const Answer answer = client.get(target);
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.isProblem());
        QVERIFY(answer.field("Retry-After").toInt() > 0);
    }
}

void TestRestNode::nodeInARing()
{
    std::set<QByteArray> addresses;
    for (const auto &node : m_ring)
        addresses.insert(node->address());
    for (const auto &node : m_ring) {
        const auto document = documentAt<api::NodeDocument>(*node, "/v1/node");
        QCOMPARE(document.node.address, node->address());
        QCOMPARE(document.state, chord::NodeState::Ready);
        QVERIFY(document.predecessor && addresses.count(document.predecessor->address));
        QVERIFY(document.predecessor->id == hexId(document.predecessor->address));
        QVERIFY(!document.successors.empty());
        for (const api::NodeLabel &successor : document.successors)
            QVERIFY(addresses.count(successor.address) && successor.address != node->address());
        for (const api::FingerLabel &finger : document.fingers)
            QVERIFY(finger.index >= 0 && finger.index < 160 && addresses.count(finger.node.address));
    }
}

void TestRestNode::keysOfALoneNode()
{
    RestNode node;
    QVERIFY(node.createRing());
    QVERIFY(allKeys(node, 10).empty());
    HttpClient client(node.port());
    std::set<QByteArray> put;
    for (int i = 0; i < 57; ++i) {
        const QByteArray key = "key " + QByteArray::number(i);
        put.insert(key);
        QCOMPARE(client.put("/v1/kv/" + key.toPercentEncoding(), QByteArray(i, 'v')).status, 201);
    }
    QCOMPARE(client.ask("DELETE", "/v1/kv/key%207").status, 204);
    put.erase("key 7");

    for (const int limit : {1, 5, 56, 57, 1000}) {
        const auto keys = allKeys(node, limit);
        QCOMPARE(keys.size(), put.size());
        std::set<QByteArray> listed;
        for (const api::KeyEntry &entry : keys) {
            listed.insert(entry.key);
            QCOMPARE(entry.id, hexId(entry.key));
            QCOMPARE(entry.role, api::KeyEntry::Role::Primary);
            QCOMPARE(entry.bytes, entry.key.mid(4).toULongLong());
        }
        QCOMPARE(listed, put);
        QVERIFY(std::is_sorted(keys.begin(), keys.end(), [](const auto &a, const auto &b) { return a.id < b.id; }));
    }
    // What is listed is what reading tells.
    const api::KeyEntry first = allKeys(node, 10).front();
    QCOMPARE(client.get("/v1/kv/" + first.key.toPercentEncoding()).field("ETag"), '"' + first.version.toText() + '"');
    const auto document = documentAt<api::NodeDocument>(node, "/v1/node");
    QCOMPARE(document.keys.primary, quint64(put.size()));
    QCOMPARE(document.keys.replica, quint64(0));
}

void TestRestNode::keysThatAreNoText()
{
    RestNode node;
    QVERIFY(node.createRing());
    HttpClient client(node.port());
    const std::set<QByteArray> put{QByteArray("\xff\xfe/"), QByteArray("a\0b", 3), QByteArray("\xE2\x82\xAC"), "%FF"};
    for (const QByteArray &key : put)
        QCOMPARE(client.put("/v1/kv/" + key.toPercentEncoding(), "v").status, 201);
    std::set<QByteArray> listed;
    for (const api::KeyEntry &entry : allKeys(node, 1))
        listed.insert(entry.key);
    QCOMPARE(listed, put);
}

// A key that is there all the time is listed exactly once, whatever comes and goes meanwhile.
void TestRestNode::keysWhileTheyChange()
{
    RestNode node;
    QVERIFY(node.createRing());
    HttpClient client(node.port());
    for (int i = 0; i < 40; ++i)
        client.put("/v1/kv/stays" + QByteArray::number(i), "v");
    for (int i = 0; i < 40; ++i)
        client.put("/v1/kv/goes" + QByteArray::number(i), "v");

    std::map<QByteArray, int> times;
    QByteArray after;
    int round = 0;
    do {
        const auto page = documentAt<api::KeysPage>(node, "/v1/node/keys?limit=3" + after);
        for (const api::KeyEntry &entry : page.keys)
            ++times[entry.key];
        // The very key that the cursor names goes, too.
        if (!page.keys.empty() && page.keys.back().key.startsWith("goes"))
            client.ask("DELETE", "/v1/kv/" + page.keys.back().key);
        client.put("/v1/kv/comes" + QByteArray::number(round), "v");
        client.ask("DELETE", "/v1/kv/goes" + QByteArray::number(round));
        after = page.next.isEmpty() ? QByteArray() : "&after=" + page.next;
        QVERIFY(++round < 200);
    } while (!after.isEmpty());
    for (int i = 0; i < 40; ++i)
        QCOMPARE(times["stays" + QByteArray::number(i)], 1);
    for (const auto &[key, count] : times)
        QVERIFY2(count == 1, key.constData());
}

void TestRestNode::expiredKeysAreNotListed()
{
    RestNode node;
    QVERIFY(node.createRing());
    HttpClient client(node.port());
    client.put("/v1/kv/mortal?ttl=1", "v");
    client.put("/v1/kv/immortal", "v");
    QCOMPARE(allKeys(node, 10).size(), size_t(2));
    QTRY_COMPARE_WITH_TIMEOUT(client.get("/v1/kv/mortal").status, 404, 10'000);
    QCOMPARE(allKeys(node, 10).size(), size_t(1));
}

void TestRestNode::keysLink()
{
    RestNode node;
    QVERIFY(node.createRing());
    HttpClient client(node.port());
    for (int i = 0; i < 3; ++i)
        client.put("/v1/kv/" + QByteArray::number(i), "v");
    const Answer first = client.get("/v1/node/keys?limit=2");
    const QByteArray link = first.field("Link");
    QVERIFY2(link.startsWith("<?") && link.endsWith(">; rel=\"next\""), link.constData());
    const Answer second = client.get("/v1/node/keys" + link.mid(1, link.indexOf('>') - 1));
    QCOMPARE(second.status, 200);
    QCOMPARE(QJsonDocument::fromJson(second.body)["keys"].toArray().size(), 1);
    QVERIFY(QJsonDocument::fromJson(second.body)["next"].isNull());
    QVERIFY(!second.has("Link"));
}

void TestRestNode::keysLimits()
{
    RestNode node;
    QVERIFY(node.createRing());
    HttpClient client(node.port());
    for (int i = 0; i < 101; ++i)
        client.put("/v1/kv/" + QByteArray::number(i), "v");
    QCOMPARE(documentAt<api::KeysPage>(node, "/v1/node/keys").keys.size(), size_t(100));
    QCOMPARE(documentAt<api::KeysPage>(node, "/v1/node/keys?limit=101").keys.size(), size_t(101));
    // More than a page may hold is cut, not refused.
    QCOMPARE(documentAt<api::KeysPage>(node, "/v1/node/keys?limit=4000000000").keys.size(), size_t(101));
}

void TestRestNode::malformedPaging_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"limit=0", "limit=-1", "limit=", "limit=x", "limit=%zz", "limit=99999999999999999999",
                              "after=", "after=%21", "after=a%zz", "after=*"})
        QTest::newRow(query) << QByteArray(query);
}

void TestRestNode::malformedPaging()
{
    QFETCH(QByteArray, query);
    RawClient client(m_lone->port());
    client.send(rawRequest("GET", "/v1/node/keys?" + query));
    const Answer answer = client.readAnswer();
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.isProblem());
}

// Each key is primary on one node and a replica on R-1 others.
void TestRestNode::keysByRole()
{
    HttpClient client(m_ring[0]->port());
    constexpr int count = 50;
    for (int i = 0; i < count; ++i)
        QCOMPARE(client.put("/v1/kv/role" + QByteArray::number(i), "v").status, 201);
    const auto placed = [this] {
        std::map<QByteArray, std::pair<int, int>> copies;
        for (const auto &node : m_ring) {
            for (const api::KeyEntry &entry : allKeys(*node, 1000)) {
                auto &[primaries, replicas] = copies[entry.key];
                ++(entry.role == api::KeyEntry::Role::Primary ? primaries : replicas);
            }
        }
        int right = 0;
        for (int i = 0; i < count; ++i)
            right += copies["role" + QByteArray::number(i)] == std::pair(1, 2);
        return right;
    };
    QTRY_COMPARE_WITH_TIMEOUT(placed(), count, 20'000);
}

void TestRestNode::ring()
{
    std::set<QByteArray> addresses;
    for (const auto &node : m_ring)
        addresses.insert(node->address());
    for (const auto &node : m_ring) {
        const auto ring = documentAt<api::RingDocument>(*node, "/v1/ring");
        QVERIFY(ring.complete);
        QVERIFY(ring.problems.empty());
        QCOMPARE(ring.nodes.size(), m_ring.size());
        QCOMPARE(ring.nodes[0].node.address, node->address());
        std::set<QByteArray> walked;
        for (size_t i = 0; i < ring.nodes.size(); ++i) {
            walked.insert(ring.nodes[i].node.address);
            const api::RingNode &next = ring.nodes[(i + 1) % ring.nodes.size()];
            QCOMPARE(ring.nodes[i].successor, next.node);
            QVERIFY(next.predecessor == ring.nodes[i].node);
        }
        QCOMPARE(walked, addresses);
        // The ranges follow each other once around the ring, and each is led by one of its voters.
        QCOMPARE(ring.ranges.size(), m_ring.size());
        for (size_t i = 0; i < ring.ranges.size(); ++i) {
            const api::RangeEntry &range = ring.ranges[i];
            QCOMPARE(range.state, chord::GroupState::Serving);
            QCOMPARE(range.high, ring.ranges[(i + 1) % ring.ranges.size()].low);
            QVERIFY(range.leader && std::count(range.voters.begin(), range.voters.end(), *range.leader) == 1);
            QVERIFY(range.ballot.startsWith("0."));
        }
    }
}

void TestRestNode::loneRing()
{
    const auto ring = documentAt<api::RingDocument>(*m_lone, "/v1/ring");
    QVERIFY(ring.complete);
    QCOMPARE(ring.nodes.size(), size_t(1));
    QCOMPARE(ring.nodes[0].node.address, m_lone->address());
    QCOMPARE(ring.nodes[0].successor, ring.nodes[0].node);
}

void TestRestNode::lookup()
{
    const auto ring = documentAt<api::RingDocument>(*m_ring[0], "/v1/ring");
    for (int i = 0; i < 20; ++i) {
        const QByteArray key = "lookup" + QByteArray::number(i);
        // The owner is the first node at or after the key's place.
        std::vector<api::NodeLabel> nodes;
        for (const api::RingNode &node : ring.nodes)
            nodes.push_back(node.node);
        std::sort(nodes.begin(), nodes.end(), [](const auto &a, const auto &b) { return a.id < b.id; });
        const auto owner = std::find_if(nodes.begin(), nodes.end(), [&](const auto &n) { return n.id >= hexId(key); });
        const api::NodeLabel expected = owner == nodes.end() ? nodes.front() : *owner;
        for (const auto &node : m_ring) {
            const auto document = documentAt<api::LookupDocument>(*node, "/v1/lookup/" + key);
            QCOMPARE(document.key, key);
            QCOMPARE(document.id, hexId(key));
            QCOMPARE(document.owner, expected);
            QCOMPARE(document.replicas.size(), size_t(3));
            QCOMPARE(document.replicas.front(), expected);
            QVERIFY(!document.hops.empty() || document.owner.address == node->address());
            for (const api::HopEntry &hop : document.hops)
                QVERIFY(hop.micros >= 0);
        }
    }
}

void TestRestNode::lookupOfOddKeys()
{
    HttpClient client(m_lone->port());
    const Answer answer = client.get("/v1/lookup/%FF%2F");
    QCOMPARE(answer.status, 200);
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    QCOMPARE(document["key"].toString(), "%FF%2F");
    QCOMPARE(document["id"].toString().toUtf8(), hexId("\xff/"));
    QCOMPARE(document["owner"]["address"].toString().toUtf8(), m_lone->address());
    RawClient raw(m_lone->port());
    for (const auto &[target, status] : {std::pair("/v1/lookup/", 400), std::pair("/v1/lookup/%2", 400)}) {
        raw.send(rawRequest("GET", target));
        const Answer refused = raw.readAnswer();
        QCOMPARE(refused.status, status);
        QVERIFY(refused.isProblem());
    }
    QCOMPARE(client.get("/v1/lookup/" + QByteArray(1025, 'k')).status, 414);
}

void TestRestNode::anyNodeServesAnyKey()
{
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (const auto &node : m_ring)
        clients.push_back(std::make_unique<HttpClient>(node->port()));
    const QByteArray value("bytes\0\xff", 7);
    for (int i = 0; i < 50; ++i) {
        const QByteArray target = "/v1/kv/any%2F" + QByteArray::number(i);
        const Answer put = clients[i % 5]->put(target, value, {{"Content-Type", "x/y"}});
        QCOMPARE(put.status, 201);
        for (const auto &client : clients) {
            const Answer read = client->get(target);
            QCOMPARE(read.status, 200);
            QCOMPARE(read.body, value);
            QCOMPARE(read.field("Content-Type"), QByteArray("x/y"));
            QCOMPARE(read.field("ETag"), put.field("ETag"));
        }
        QCOMPARE(clients[(i + 2) % 5]->ask("DELETE", target).status, 204);
        for (const auto &client : clients)
            QCOMPARE(client->get(target).status, 404);
    }
}

void TestRestNode::conditionsThroughAnotherNode()
{
    HttpClient one(m_ring[0]->port());
    HttpClient other(m_ring[1]->port());
    for (int i = 0; i < 20; ++i) {
        const QByteArray target = "/v1/kv/through" + QByteArray::number(i);
        const QByteArray first = one.put(target, "1", {{"If-None-Match", "*"}}).field("ETag");
        QCOMPARE(other.put(target, "2", {{"If-None-Match", "*"}}).status, 412);
        const Answer second = other.put(target, "2", {{"If-Match", first}});
        QCOMPARE(second.status, 204);
        QCOMPARE(one.put(target, "3", {{"If-Match", first}}).field("ETag"), second.field("ETag"));
        QCOMPARE(one.get(target, {{"If-None-Match", second.field("ETag")}}).status, 304);
        QCOMPARE(one.ask("DELETE", target, {}, {{"If-Match", first}}).status, 412);
        QCOMPARE(one.ask("DELETE", target, {}, {{"If-Match", second.field("ETag")}}).status, 204);
    }
}

void TestRestNode::readyWhileItServes()
{
    RestNode node;
    HttpClient client(node.port());
    const Answer before = client.get("/readyz");
    QCOMPARE(before.status, 503);
    QVERIFY(before.isProblem());
    QVERIFY(before.field("Retry-After").toInt() > 0);
    QCOMPARE(before.member("detail").toByteArray(), node.host().node().notReadyReason(node.host().now()));
    QCOMPARE(client.get("/livez").status, 200);
    QVERIFY(node.createRing());
    QCOMPARE(client.get("/readyz").status, 200);
    QCOMPARE(client.ask("HEAD", "/readyz").status, 200);
    QCOMPARE(client.get("/livez").body, QByteArray("ok\n"));
}

void TestRestNode::leaveIsAnsweredFirst()
{
    RestNode node;
    QVERIFY(node.createRing());
    QSignalSpy spy(&node.api(), &rest::Api::leaveRequested);
    HttpClient client(node.port());
    QCOMPARE(client.get("/v1/node/leave").status, 405);
    QCOMPARE(spy.count(), 0);
    // As "curl -X POST" sends it: without a length.
    RawClient raw(node.port());
    raw.send(rawRequest("POST", "/v1/node/leave"));
    const Answer answer = raw.readAnswer();
    QCOMPARE(answer.status, 202);
    QTRY_COMPARE(spy.count(), 1);
}

void TestRestNode::leftNodeHandedOver()
{
    auto ring = makeRing(4);
    QCOMPARE(ring.size(), size_t(4));
    HttpClient client(ring[0]->port());
    for (int i = 0; i < 40; ++i)
        QCOMPARE(client.put("/v1/kv/left" + QByteArray::number(i), "v").status, 201);
    // As the daemon does it.
    RestNode &leaver = *ring[2];
    connect(&leaver.api(), &rest::Api::leaveRequested, &leaver.host(), [&leaver] { leaver.host().leave(15'000); });
    QSignalSpy left(&leaver.host(), &net::NodeHost::left);
    HttpClient leaverClient(leaver.port());
    QCOMPARE(leaverClient.ask("POST", "/v1/node/leave").status, 202);
    QTRY_COMPARE_WITH_TIMEOUT(left.count(), 1, 20'000);
    QCOMPARE(leaverClient.get("/readyz").status, 503);
    ring.erase(ring.begin() + 2);
    for (int i = 0; i < 40; ++i)
        QCOMPARE(client.get("/v1/kv/left" + QByteArray::number(i)).status, 200);
}

void TestRestNode::listing()
{
    HttpClient client(m_lone->port());
    const Answer answer = client.get("/");
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.field("Content-Type").startsWith("text/plain"));
    // Each line is true: no path of it is unknown, and its method is allowed.
    int requests = 0;
    for (const QByteArray &line : answer.body.split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() < 2 || !words[1].startsWith('/'))
            continue;
        ++requests;
        QByteArray path = words[1];
        path.replace("{key}", "k").replace("{file}", "style.css");
        const Answer listed = client.ask("BREW", path, "", {{"Content-Type", "text/plain"}});
        QCOMPARE(listed.status, 405);
        QVERIFY2((listed.field("Allow") + ',').contains(words[0] + ','), line.constData());
    }
    QCOMPARE(requests, 27);
}

void TestRestNode::unknownPaths_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/v1", "/v1/", "/v1/node/", "/v1/nodes", "/V1/node", "/v1/ring/", "/v1/lookup", "//",
                             "/kv/a", "/global_get_simple/", "/%76%31/node", "/v1/../v1/node", "/favicon.ico"})
        QTest::newRow(path) << QByteArray(path);
}

void TestRestNode::unknownPaths()
{
    QFETCH(QByteArray, path);
    RawClient client(m_lone->port());
    client.send(rawRequest("GET", path));
    const Answer answer = client.readAnswer();
    QCOMPARE(answer.status, 404);
    QVERIFY(answer.isProblem());
}

void TestRestNode::otherMethods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("allow");
    for (const char *path : {"/", "/v1/node", "/v1/node/keys", "/v1/ring", "/v1/lookup/a", "/livez", "/readyz"})
        QTest::newRow(path) << QByteArray("POST") << QByteArray(path) << QByteArray("GET, HEAD");
    for (const char *path : {"/v1/declare-dead", "/v1/recover-range"})
        QTest::newRow(path) << QByteArray("GET") << QByteArray(path) << QByteArray("POST");
    QTest::newRow("leave") << QByteArray("GET") << QByteArray("/v1/node/leave") << QByteArray("POST");
}

void TestRestNode::otherMethods()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, allow);
    HttpClient client(m_lone->port());
    const Answer answer = client.ask(method, path, "", {{"Content-Type", "text/plain"}});
    QCOMPARE(answer.status, 405);
    QVERIFY(answer.isProblem());
    QCOMPARE(answer.field("Allow"), allow);
}

QTEST_GUILESS_MAIN(TestRestNode)
#include "tst_rest_node.moc"
