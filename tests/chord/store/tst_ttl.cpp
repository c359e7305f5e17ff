// SPDX-License-Identifier: GPL-3.0-or-later
//
// Times to live, in virtual time: a node that is a ring of its own, with a clock that the test moves. A value is there
// until its time is up and not a millisecond longer, whatever was written to the key before and after.

#include "chord/node.h"
#include "chord/store/store.h"

#include <QTest>

using namespace chord;

namespace {

constexpr qint64 noTtl = -1;
constexpr qint64 hourMs = 3600 * 1000;

class ClockedNode {
public:
    ClockedNode()
        : m_node({Id(7), "127.0.0.1:1", 1}, config())
    {
        m_node.createRing(m_now);
        pass(1000);
    }

    const Node &node() const { return m_node; }

    // Lets that much time pass, doing what becomes due.
    void pass(qint64 ms)
    {
        const Time end = m_now + ms * usPerMs;
        while (m_node.nextDeadline() <= end) {
            m_now = std::max(m_now, m_node.nextDeadline());
            m_node.advance(m_now);
            m_node.takeOutput(m_output);
        }
        m_now = end;
        m_node.advance(m_now);
        m_node.takeOutput(m_output);
    }

    KeyResult get(const QByteArray &key) { return result(m_node.beginGet(key, m_now)); }
    KeyResult put(const QByteArray &key, qint64 ttlMs, const Condition &condition = {})
    {
        return result(m_node.beginPut(key, "v", {}, ttlMs, condition, m_now));
    }
    KeyResult remove(const QByteArray &key, const Condition &condition = {})
    {
        return result(m_node.beginDelete(key, condition, m_now));
    }

private:
    // A founder holds nothing back.
    static Config config()
    {
        Config config;
        config.foundingHoldMs = 0;
        return config;
    }
    // A lone node answers at once.
    KeyResult result(OperationHandle handle)
    {
        m_node.takeOutput(m_output);
        for (OperationResult &result : m_output.results) {
            if (result.handle == handle)
                return std::get<KeyResult>(result.outcome);
        }
        return {};
    }

    Time m_now = 0;
    Node m_node;
    Output m_output;
};

Condition ifMatch(const Version &version)
{
    return {Condition::Kind::IfMatch, false, {version}};
}

const Condition ifNone{Condition::Kind::IfNoneMatch, true, {}};

} // namespace

class TestTtl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereUntilItsTime_data();
    void thereUntilItsTime();
    void anotherPutSetsAnotherTime();
    void whatIsGoneCanBeCreated();
    void conditionsSeeNothing();
    void nothingIsLeft();
};

void TestTtl::thereUntilItsTime_data()
{
    QTest::addColumn<qint64>("ttlMs");
    QTest::newRow("a second") << qint64(1000);
    QTest::newRow("an hour") << hourMs;
}

void TestTtl::thereUntilItsTime()
{
    QFETCH(qint64, ttlMs);
    ClockedNode node;
    QCOMPARE(node.put("k", ttlMs).status, OperationStatus::Ok);
    node.pass(ttlMs - 1);
    QCOMPARE(node.get("k").status, OperationStatus::Ok);
    QCOMPARE(node.get("k").value, QByteArray("v"));
    node.pass(1);
    QCOMPARE(node.get("k").status, OperationStatus::NotFound);
    QCOMPARE(node.remove("k").status, OperationStatus::NotFound);
}

void TestTtl::anotherPutSetsAnotherTime()
{
    ClockedNode node;
    node.put("longer", 1000);
    node.put("shorter", 10'000);
    node.put("for ever", 1000);
    node.pass(500);
    QVERIFY(!node.put("longer", 10'000).created);
    node.put("shorter", 100);
    node.put("for ever", noTtl);
    node.pass(1000);
    QCOMPARE(node.get("longer").status, OperationStatus::Ok);
    QCOMPARE(node.get("shorter").status, OperationStatus::NotFound);
    node.pass(20'000);
    QCOMPARE(node.get("longer").status, OperationStatus::NotFound);
    QCOMPARE(node.get("for ever").status, OperationStatus::Ok);
}

void TestTtl::whatIsGoneCanBeCreated()
{
    ClockedNode node;
    const Version first = node.put("k", 1000, ifNone).version;
    QCOMPARE(node.put("k", 1000, ifNone).status, OperationStatus::ConditionFailed);
    node.pass(1000);
    const KeyResult second = node.put("k", noTtl, ifNone);
    QCOMPARE(second.status, OperationStatus::Ok);
    QVERIFY(second.created);
    QVERIFY2(first != second.version, "no version comes back");
}

void TestTtl::conditionsSeeNothing()
{
    ClockedNode node;
    const Version version = node.put("k", 1000).version;
    QCOMPARE(node.put("k", 1000, ifMatch(version)).status, OperationStatus::Ok);
    const Version latest = node.get("k").version;
    node.pass(1000);
    const KeyResult failed = node.put("k", noTtl, ifMatch(latest));
    QCOMPARE(failed.status, OperationStatus::ConditionFailed);
    QVERIFY(failed.version.isNull());
    QCOMPARE(node.remove("k", ifMatch(latest)).status, OperationStatus::ConditionFailed);
}

// Neither the value nor a trace of it stays in memory.
void TestTtl::nothingIsLeft()
{
    ClockedNode node;
    for (int i = 0; i < 100; ++i)
        node.put(QByteArray::number(i), 1000);
    QCOMPARE(node.node().primaryKeys(), quint64(100));
    node.pass(2 * hourMs);
    QCOMPARE(node.node().primaryKeys(), quint64(0));
    QCOMPARE(node.node().store().payloadBytes(), quint64(0));
}

QTEST_APPLESS_MAIN(TestTtl)
#include "tst_ttl.moc"
