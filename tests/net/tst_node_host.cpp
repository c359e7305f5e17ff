// SPDX-License-Identifier: GPL-3.0-or-later
//
// Real nodes over real sockets in one process: rings form, keys survive, and callbacks may do what they like.

#include "chord/routing.h"
#include "net/node_host.h"
#include "net_fixture.h"

#include <QSignalSpy>
#include <QtTest>

using namespace net;
using namespace Qt::StringLiterals;

namespace {

constexpr int settleMs = 15'000; // joins and repairs take well under a second each when the machine is idle

// The rings of tests are new: no other one remembers their founders.
chord::Config withoutFoundingHold(chord::Config config)
{
    config.foundingHoldMs = 0;
    return config;
}

struct TestNode {
    explicit TestNode(quint64 id, const chord::Config &config = {})
        : peer({.id = id, .incarnation = 1000 + id, .config = config})
        , host(std::make_unique<NodeHost>(peer.self(), withoutFoundingHold(config), &peer.transport()))
        , joined(host.get(), &NodeHost::joined)
        , joinFailed(host.get(), &NodeHost::joinFailed)
        , left(host.get(), &NodeHost::left)
    {
    }
    ~TestNode() { kill(); }

    void kill()
    {
        host.reset();
        peer.die();
    }
    bool isReady() const { return host->node().ready(host->now()); }

    TestPeer peer;
    std::unique_ptr<NodeHost> host;
    QSignalSpy joined;
    QSignalSpy joinFailed;
    QSignalSpy left;
};

// Waits for the end of one operation.
struct KeyOutcome {
    std::optional<chord::KeyResult> result;
    int calls = 0;

    NodeHost::KeyCallback callback()
    {
        return [this](chord::KeyResult &&ended) {
            result = std::move(ended);
            ++calls;
        };
    }
    bool isOk() const { return result && result->status == chord::OperationStatus::Ok; }
};

bool put(TestNode &node, const QByteArray &key, const QByteArray &value)
{
    KeyOutcome outcome;
    node.host->put(key, value, "text/plain", -1, {}, outcome.callback());
    return QTest::qWaitFor([&] { return outcome.calls > 0; }, settleMs) && outcome.isOk();
}

chord::KeyResult get(TestNode &node, const QByteArray &key)
{
    KeyOutcome outcome;
    node.host->get(key, outcome.callback());
    return QTest::qWaitFor([&] { return outcome.calls > 0; }, settleMs) ? *outcome.result : chord::KeyResult();
}

} // namespace

class TestNodeHost : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersAtOnceWhenAlone();
    void callbacksMayBeginOperations();
    void callbacksMayDeleteTheHost();
    void formsARingAndBearsADeath();
    void joinsThroughAnAlias();
    void failsToJoinWhereNobodyIs();
    void failsToJoinWithATakenIdentifier();
    void leavesWithItsKeysHandedOver();
};

void TestNodeHost::answersAtOnceWhenAlone()
{
    TestNode node(1);
    node.host->createRing();
    QTRY_COMPARE(node.joined.count(), 1);
    QTRY_VERIFY(node.isReady());
    QVERIFY(put(node, "key", "value"));

    KeyOutcome found;
    node.host->get("key", found.callback());
    QCOMPARE(found.calls, 1);
    QCOMPARE(found.result->value, QByteArray("value"));
    QCOMPARE(found.result->contentType, QByteArray("text/plain"));

    KeyOutcome missing;
    node.host->get("other", missing.callback());
    QCOMPARE(missing.calls, 1);
    QCOMPARE(missing.result->status, chord::OperationStatus::NotFound);

    KeyOutcome removed;
    node.host->remove("key", {}, removed.callback());
    QTRY_COMPARE(removed.calls, 1);
    QVERIFY(removed.isOk());
    QCOMPARE(get(node, "key").status, chord::OperationStatus::NotFound);

    std::optional<chord::RingResult> ring;
    node.host->walkRing([&](chord::RingResult &&result) { ring = std::move(result); });
    QTRY_VERIFY(ring.has_value());
    QVERIFY(ring->complete);
    QCOMPARE(ring->members.size(), 1u);

    std::optional<chord::LookupResult> lookup;
    node.host->lookup(chord::Id(5), [&](chord::LookupResult &&result) { lookup = std::move(result); });
    QTRY_VERIFY(lookup.has_value());
    QCOMPARE(lookup->owner, node.peer.self());
    QVERIFY(node.host->uptimeSeconds() >= 0 && node.host->uptimeSeconds() < 60);
}

void TestNodeHost::callbacksMayBeginOperations()
{
    TestNode node(1);
    node.host->createRing();
    QTRY_VERIFY(node.isReady());
    QVERIFY(put(node, "key", "value"));

    // A chain this long would run out of stack, were each call made within the one before.
    constexpr int count = 100'000;
    int calls = 0;
    bool isNested = false;
    bool wasNested = false;
    NodeHost::KeyCallback again = [&](chord::KeyResult &&result) {
        wasNested |= isNested;
        QCOMPARE(result.value, QByteArray("value"));
        isNested = true;
        if (++calls < count)
            node.host->get("key", again);
        isNested = false;
    };
    node.host->get("key", again);
    QCOMPARE(calls, count);
    QVERIFY(!wasNested);
}

void TestNodeHost::callbacksMayDeleteTheHost()
{
    TestNode node(1);
    node.host->createRing();
    QTRY_VERIFY(node.isReady());
    int calls = 0;
    node.host->get("key", [&](chord::KeyResult &&) {
        ++calls;
        // These are never heard of again.
        for (int i = 0; i < 3; ++i)
            node.host->get("key", [&](chord::KeyResult &&) { ++calls; });
        node.host.reset();
    });
    QCOMPARE(calls, 1);

    TestNode other(2);
    other.host->createRing();
    QTRY_VERIFY(other.isReady());
    QObject::connect(other.host.get(), &NodeHost::left, [&] { other.host.reset(); });
    other.host->leave(1000);
    QTRY_VERIFY(!other.host);
}

void TestNodeHost::formsARingAndBearsADeath()
{
    constexpr int keys = 50;
    TestNode a(1);
    TestNode b(2);
    TestNode c(3);
    a.host->createRing();
    b.host->join({a.peer.address()});
    QTRY_COMPARE_WITH_TIMEOUT(b.joined.count(), 1, settleMs);
    c.host->join({"127.0.0.1:" + QByteArray::number(freePort()), b.peer.address()});
    QTRY_COMPARE_WITH_TIMEOUT(c.joined.count(), 1, settleMs);
    for (int i = 0; i < keys; ++i)
        QVERIFY(put(i % 2 ? b : c, QByteArray::number(i), "value " + QByteArray::number(i)));
    for (int i = 0; i < keys; ++i)
        QCOMPARE(get(a, QByteArray::number(i)).value, "value " + QByteArray::number(i));
    QVERIFY(put(a, "large", QByteArray(chord::Config().valueBytesMax, 'x')));
    QCOMPARE(get(b, "large").value, QByteArray(chord::Config().valueBytesMax, 'x'));

    b.kill();
    for (int i = 0; i < keys; ++i)
        QTRY_COMPARE_WITH_TIMEOUT(get(i % 2 ? a : c, QByteArray::number(i)).value, "value " + QByteArray::number(i),
                                  settleMs);
    KeyOutcome removed;
    a.host->remove("7", {}, removed.callback());
    QTRY_COMPARE_WITH_TIMEOUT(removed.calls, 1, settleMs);
    QVERIFY(removed.isOk());
    QCOMPARE(get(c, "7").status, chord::OperationStatus::NotFound);
    QTRY_COMPARE(a.host->node().routing().successor(), c.peer.self());
    QTRY_COMPARE(c.host->node().routing().successor(), a.peer.self());
}

void TestNodeHost::joinsThroughAnAlias()
{
    TestNode a(1);
    TestNode b(2);
    a.host->createRing();
    b.host->join({"localhost:" + QByteArray::number(a.peer.port())});
    QTRY_COMPARE_WITH_TIMEOUT(b.joined.count(), 1, settleMs);
    QTRY_COMPARE(b.host->node().routing().successor(), a.peer.self());
}

void TestNodeHost::failsToJoinWhereNobodyIs()
{
    chord::Config config;
    config.joinTimeoutMs = 700;
    TestNode node(1, config);
    node.host->join({"127.0.0.1:" + QByteArray::number(freePort())});
    QTRY_COMPARE_WITH_TIMEOUT(node.joinFailed.count(), 1, settleMs);
    QVERIFY(!node.joinFailed[0][0].toString().isEmpty());
    QCOMPARE(node.joined.count(), 0);
}

// The node that has the identifier refuses its hello, so that to the newcomer it looks as if it were dead.
void TestNodeHost::failsToJoinWithATakenIdentifier()
{
    TestNode a(1);
    TestNode b(2);
    TestNode c(3);
    a.host->createRing();
    for (TestNode *node : {&b, &c}) {
        node->host->join({a.peer.address()});
        QTRY_COMPARE_WITH_TIMEOUT(node->joined.count(), 1, settleMs);
    }
    chord::Config config;
    config.joinTimeoutMs = 1000;
    TestNode again(2, config);
    again.host->join({a.peer.address()});
    QTRY_COMPARE_WITH_TIMEOUT(again.joinFailed.count(), 1, settleMs);
    QVERIFY2(
        again.joinFailed[0][0].toString().contains(u"taken by the node at "_s + QString::fromLatin1(b.peer.address())),
        qPrintable(again.joinFailed[0][0].toString()));
    QTRY_COMPARE(c.host->node().routing().predecessor(), b.peer.self());
    QTRY_VERIFY(b.isReady());
}

void TestNodeHost::leavesWithItsKeysHandedOver()
{
    TestNode a(1);
    TestNode b(2);
    a.host->createRing();
    QTRY_VERIFY(a.isReady());
    QVERIFY(put(a, "key", "value"));
    b.host->join({a.peer.address()});
    QTRY_COMPARE_WITH_TIMEOUT(b.joined.count(), 1, settleMs);
    a.host->leave(settleMs);
    QTRY_COMPARE_WITH_TIMEOUT(a.left.count(), 1, settleMs);
    a.kill();
    QCOMPARE(get(b, "key").value, QByteArray("value"));
}

QTEST_GUILESS_MAIN(TestNodeHost)
#include "tst_node_host.moc"
