// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two stores brought together by the messages of a reconciliation: the result is the newer of each key, on the side or
// sides that are to learn, and what is moved is no more than what differs.

#include "chord/store/comparison.h"

#include <QTest>

#include <random>

using namespace chord;

namespace {

struct Side {
    Store store;
    AppliedWrites applied;
};

// Carries a reconciliation to its end between two sides in memory.
class Exchange {
public:
    explicit Exchange(Config config = {})
        : m_config(std::move(config))
        , m_space(m_config.space())
    {
    }

    void put(Side &side, const QByteArray &key, quint64 counter, const QByteArray &value = "v")
    {
        Record record;
        record.key = key;
        record.value = value;
        record.version = {1, counter, 7};
        side.store.put(m_space.hash(key), std::move(record));
    }

    // False if it does not end within a bound of messages.
    bool run(Side &ours, Side &theirs, Reconciliation::Mode mode)
    {
        Reconciliation work(mode, Id(), Id());
        for (messages = 0; messages < 100000; ++messages) {
            if (const auto fetch = work.nextFetch()) {
                const FetchReply reply = answerFetch(theirs.store, theirs.applied, *fetch, m_config, 0);
                for (const Transfer &transfer : reply.records)
                    take(ours, transfer);
                work.onFetched(reply);
            } else if (const auto keys = work.nextPush(ours.store, m_config); !keys.empty()) {
                for (const QByteArray &key : keys)
                    take(theirs, toTransfer(*ours.store.find(m_space.hash(key), key), ours.applied, 0));
                work.onPushed();
            } else if (const auto sync = work.nextSync(ours.store)) {
                if (messages % 7 == 3) {
                    work.onFailure(); // lost: it must be asked again
                    continue;
                }
                work.onSync(ours.store, answerSync(theirs.store, *sync, m_config), [&](const QByteArray &key) {
                    const Record *record = ours.store.find(m_space.hash(key), key);
                    return Reconciliation::Ours{record ? record->version : Version{}, key == skipped};
                });
            } else {
                moved = work.moved();
                return work.done();
            }
        }
        return false;
    }

    int messages = 0;
    quint64 moved = 0;
    QByteArray skipped;

private:
    void take(Side &side, const Transfer &transfer)
    {
        side.store.put(m_space.hash(transfer.key), toRecord(transfer, 0));
    }

    Config m_config;
    IdSpace m_space;
};

RangeDigest whole(const Side &side)
{
    return side.store.digest(Id(), Id());
}

} // namespace

class TestReconciliation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalStoresTakeOneMessage();
    void fillsAnEmptyPeer();
    void learnsFromAPeerWhenEmpty();
    void movesOnlyWhatDiffers();
    void pullLeavesThePeerAlone();
    void offerLeavesThisSideAlone();
    void leavesWritesUnderWayAlone();
    void sendsLargeValuesAlone();
    void endsOnRepliesThatMakeNoSense();
};

void TestReconciliation::equalStoresTakeOneMessage()
{
    Exchange exchange;
    Side a, b;
    for (int i = 0; i < 5000; ++i) {
        exchange.put(a, QByteArray::number(i), 1);
        exchange.put(b, QByteArray::number(i), 1);
    }
    QVERIFY(exchange.run(a, b, Reconciliation::Mode::Both));
    QCOMPARE(exchange.messages, 1);
    QCOMPARE(exchange.moved, quint64(0));
}

void TestReconciliation::fillsAnEmptyPeer()
{
    Exchange exchange;
    Side a, b;
    for (int i = 0; i < 20000; ++i)
        exchange.put(a, QByteArray::number(i), 1);
    QVERIFY(exchange.run(a, b, Reconciliation::Mode::Both));
    QCOMPARE(whole(b), whole(a));
    QCOMPARE(exchange.moved, quint64(20000));
}

void TestReconciliation::learnsFromAPeerWhenEmpty()
{
    Exchange exchange;
    Side a, b;
    for (int i = 0; i < 20000; ++i)
        exchange.put(b, QByteArray::number(i), 1);
    QVERIFY(exchange.run(a, b, Reconciliation::Mode::Pull));
    QCOMPARE(whole(a), whole(b));
}

void TestReconciliation::movesOnlyWhatDiffers()
{
    std::mt19937 random(4);
    for (int round = 0; round < 20; ++round) {
        Exchange exchange;
        Side a, b;
        quint64 different = 0;
        for (int i = 0; i < 3000; ++i) {
            const QByteArray key = QByteArray::number(i);
            const bool differs = random() % 100 < 3;
            different += differs;
            const quint32 who = random() % 3;
            if (!differs || who != 0)
                exchange.put(a, key, differs && who == 1 ? 9 : 5);
            if (!differs || who != 2)
                exchange.put(b, key, 5);
        }
        QVERIFY(exchange.run(a, b, Reconciliation::Mode::Both));
        QCOMPARE(whole(a), whole(b));
        QCOMPARE(whole(a).count, quint64(3000));
        QCOMPARE(exchange.moved, different);
    }
}

void TestReconciliation::pullLeavesThePeerAlone()
{
    Exchange exchange;
    Side a, b;
    exchange.put(a, "ours", 1);
    exchange.put(a, "both", 3);
    exchange.put(b, "both", 2);
    exchange.put(b, "theirs", 1);
    const RangeDigest before = whole(b);
    QVERIFY(exchange.run(a, b, Reconciliation::Mode::Pull));
    QCOMPARE(whole(b), before);
    QCOMPARE(whole(a).count, quint64(3));
}

void TestReconciliation::offerLeavesThisSideAlone()
{
    Exchange exchange;
    Side a, b;
    exchange.put(a, "ours", 1);
    exchange.put(a, "both", 3);
    exchange.put(b, "both", 2);
    exchange.put(b, "theirs", 1);
    const RangeDigest before = whole(a);
    QVERIFY(exchange.run(a, b, Reconciliation::Mode::Offer));
    QCOMPARE(whole(a), before);
    QCOMPARE(whole(b).count, quint64(3));
    QCOMPARE(exchange.moved, quint64(2));
}

void TestReconciliation::leavesWritesUnderWayAlone()
{
    Exchange exchange;
    Side a, b;
    exchange.put(a, "busy", 1);
    exchange.put(b, "busy", 2);
    exchange.put(b, "idle", 2);
    exchange.skipped = "busy";
    QVERIFY(exchange.run(a, b, Reconciliation::Mode::Both));
    QCOMPARE(exchange.moved, quint64(1));
}

void TestReconciliation::sendsLargeValuesAlone()
{
    Config config;
    config.transferBytesMax = 1000;
    Exchange exchange(config);
    Side a, b;
    for (int i = 0; i < 10; ++i)
        exchange.put(a, QByteArray::number(i), 1, QByteArray(900, 'x'));
    QVERIFY(exchange.run(a, b, Reconciliation::Mode::Both));
    QCOMPARE(whole(b), whole(a));
    QVERIFY2(exchange.messages >= 10, "each message carries one value");
}

// A peer that answers with parts outside of what was asked, backwards, or without end.
void TestReconciliation::endsOnRepliesThatMakeNoSense()
{
    Side side;
    Exchange exchange;
    exchange.put(side, "a", 1);
    Reconciliation work(Reconciliation::Mode::Both, Id(100), Id(200));
    int messages = 0;
    while (const auto sync = work.nextSync(side.store)) {
        SyncReply reply;
        reply.kind = SyncReply::Kind::Parts;
        reply.parts = {{sync->hi, 1, 1}, {sync->lo, 1, 1}, {Id(500), 5, 5}, {sync->lo, 3, 3}};
        if (++messages > 5)
            reply.kind = SyncReply::Kind::Same;
        work.onSync(side.store, reply, [](const QByteArray &) { return Reconciliation::Ours{}; });
        QVERIFY(messages < 50);
    }
    QVERIFY(work.done());
}

QTEST_APPLESS_MAIN(TestReconciliation)
#include "tst_reconciliation.moc"
