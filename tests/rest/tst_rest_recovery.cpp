// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an operator does after a range has lost the majority of its voters, and what the node tells until then.

#include "http_client.h"
#include "rest_node.h"

#include "api/json.h"

#include <QTest>

#include <algorithm>

namespace {

constexpr int noticedTimeoutMs = 30'000;

template <typename T>
std::optional<T> documentOf(const Answer &answer)
{
    const api::Parsed<T> parsed = api::fromJson<T>(answer.body);
    if (answer.status != 200 || !parsed.value)
        qWarning("%d %s %s", answer.status, answer.body.constData(), qPrintable(parsed.error));
    return parsed.value;
}

} // namespace

class TestRestRecovery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void malformed_data();
    void malformed();
    void othersAreNotKnown();
    void nodeOutsideARing();
    void healthyRange();
    void lostMajority();

private:
    std::unique_ptr<RestNode> m_node;
};

void TestRestRecovery::initTestCase()
{
    m_node = std::make_unique<RestNode>();
    QVERIFY(m_node->createRing());
}

void TestRestRecovery::cleanupTestCase()
{
    m_node.reset();
}

void TestRestRecovery::malformed_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char *target, const char *said) {
        QTest::newRow(target) << QByteArray(target) << QByteArray(said);
    };
    row("/v1/declare-dead", "node");
    row("/v1/declare-dead?node=", "node");
    row("/v1/declare-dead?node=127.0.0.1", "HOST:PORT");
    row("/v1/declare-dead?node=127.0.0.1:0", "HOST:PORT");
    row("/v1/recover-range", "id");
    row("/v1/recover-range?id=", "id");
    row("/v1/recover-range?id=xyz", "hexadecimal");
    row("/v1/recover-range?id=00000000000000000000000000000000000000001", "hexadecimal");
    row("/v1/recover-range?id=1&confirm=", "confirm");
    row("/v1/recover-range?id=1&confirm=yes", "confirm");
}

void TestRestRecovery::malformed()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, said);
    HttpClient client(m_node->port());
    const Answer answer = client.ask("POST", target);
    QCOMPARE(answer.status, 400);
    QVERIFY(answer.isProblem());
    QVERIFY2(answer.member("detail").toByteArray().contains(said), answer.body.constData());
    QCOMPARE(client.get(target).status, 405);
}

void TestRestRecovery::othersAreNotKnown()
{
    HttpClient client(m_node->port());
    const Answer answer = client.ask("POST", "/v1/declare-dead?node=127.0.0.1:1");
    QCOMPARE(answer.status, 400);
    QVERIFY(!answer.member("detail").toByteArray().isEmpty());
    QCOMPARE(client.get("/readyz").status, 200);
}

void TestRestRecovery::nodeOutsideARing()
{
    RestNode node;
    node.host().join({"127.0.0.1:1"});
    HttpClient client(node.port());
    for (const QByteArray target : {"/v1/declare-dead?node=127.0.0.1:1", "/v1/recover-range?id=1"}) {
        const Answer answer = client.ask("POST", target);
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.field("Retry-After").toInt() > 0);
        QCOMPARE(answer.member("mayHaveHappened"), QVariant(false));
    }
}

void TestRestRecovery::healthyRange()
{
    HttpClient client(m_node->port());
    const auto recovery = documentOf<api::RecoveryDocument>(client.ask("POST", "/v1/recover-range?id=1&confirm=true"));
    QVERIFY(recovery);
    QVERIFY(!recovery->done);
    QVERIFY(!recovery->range);
    QVERIFY(recovery->missing.empty());
    QVERIFY(!recovery->text.isEmpty());
    QCOMPARE(documentOf<api::NodeDocument>(client.get("/v1/node"))->ranges.at(0).lossEpoch, 0u);
}

// Two of three voters end: nothing is served until an operator accepts the loss.
void TestRestRecovery::lostMajority()
{
    auto ring = makeRing(3);
    QCOMPARE(ring.size(), size_t(3));
    HttpClient client(ring[0]->port());
    QVERIFY(client.put("/v1/kv/before", "value").status < 300);
    const std::vector<QByteArray> lost{ring[1]->address(), ring[2]->address()};
    const auto isSettled = [&client] {
        const auto node = documentOf<api::NodeDocument>(client.get("/v1/node"));
        return node && node->ranges.size() == 3
            && std::all_of(node->ranges.begin(), node->ranges.end(), [](const api::RangeEntry &range) {
                   return range.voters.size() == 3 && range.state == chord::GroupState::Serving;
               });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), noticedTimeoutMs);
    ring.resize(1);

    const auto ranges = [&client] { return documentOf<api::NodeDocument>(client.get("/v1/node"))->ranges; };
    const auto haveNoQuorum = [&] {
        const auto now = ranges();
        return std::all_of(now.begin(), now.end(),
                           [](const api::RangeEntry &range) { return range.state == chord::GroupState::NoQuorum; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(haveNoQuorum(), noticedTimeoutMs);
    QCOMPARE(client.get("/readyz").status, 503);
    QVERIFY(client.get("/metrics").body.contains("funnelkvs_ranges{state=\"noQuorum\"} 3"));
    const Answer unanswered = client.get("/v1/kv/before");
    QCOMPARE(unanswered.status, 503);
    QVERIFY(unanswered.has("Retry-After"));
    QCOMPARE(unanswered.member("mayHaveHappened"), QVariant(false));

    for (const QByteArray &address : lost)
        QCOMPARE(client.ask("POST", "/v1/declare-dead?node=" + address).status, 204);
    for (const api::RangeEntry &range : ranges()) {
        const QByteArray target = "/v1/recover-range?id=" + range.high;
        const auto plan = documentOf<api::RecoveryDocument>(client.ask("POST", target));
        QVERIFY(plan);
        QCOMPARE(plan->range, (api::RangeBounds{range.low, range.high}));
        QCOMPARE(plan->present.size(), size_t(1));
        QVERIFY(!plan->missing.empty());
        QVERIFY(!plan->text.isEmpty());
        QCOMPARE(plan->done, plan->certain); // without a confirmation only if nothing can be lost
        if (plan->done)
            continue;
        const auto recovery = documentOf<api::RecoveryDocument>(client.ask("POST", target + "&confirm=true"));
        QVERIFY(recovery);
        QVERIFY2(recovery->done, qPrintable(recovery->text));
    }
    QTRY_COMPARE_WITH_TIMEOUT(client.get("/v1/kv/before").status, 200, noticedTimeoutMs);
    QCOMPARE(client.get("/v1/kv/before").body, QByteArray("value"));
    for (const api::RangeEntry &range : ranges())
        QCOMPARE(range.lossEpoch, 1u);
}

QTEST_GUILESS_MAIN(TestRestRecovery)
#include "tst_rest_recovery.moc"
