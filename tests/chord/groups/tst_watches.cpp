// SPDX-License-Identifier: GPL-3.0-or-later
//
// Watching a key: from its leader, through another node, over failovers, lost messages and ranges without a quorum.

#include "ring_checks.h"

using namespace chord;

namespace {

using Kind = WatchUpdate::Kind;

// "put a", "present b, skipped", "absent", "deleted", …
QByteArrayList textsOf(const std::vector<WatchUpdate> &updates, size_t from = 0)
{
    QByteArrayList texts;
    for (size_t i = from; i < updates.size(); ++i) {
        const WatchUpdate &update = updates[i];
        QByteArray text;
        switch (update.kind) {
        case Kind::Present:
            text = update.exists ? "present " + update.value : QByteArray("absent");
            break;
        case Kind::Put:
            text = "put " + update.value;
            break;
        case Kind::Deleted:
            text = "deleted";
            break;
        case Kind::Expired:
            text = "expired";
            break;
        case Kind::Unchanged:
            text = "unchanged";
            break;
        case Kind::Uncertain:
            text = "uncertain";
            break;
        }
        texts.append(update.mayHaveSkipped ? text + ", skipped" : text);
    }
    return texts;
}

QByteArrayList list(const char *texts)
{
    return *texts ? QByteArray(texts).split('|') : QByteArrayList();
}

} // namespace

class TestWatches : public QObject {
    Q_OBJECT

private slots:
    void tellsEveryChange_data();
    void tellsEveryChange();
    void sharesOneSubscription();
    void expiresPassively();
    void resumes();
    void goesOnWhenTheLeaderCrashes();
    void marksWhatMayBeMissing();
    void noticesALostEvent();
    void noticesALostLastEvent();
    void saysWhenTheStateIsUncertain();
    void goesOnAfterATransfer();
    void asksAgainWhereItCannotBeTold();
    void isBounded();
    void textOfAPoint();

private:
    // A ring of four; the key is led by host 1.
    static bool form(VirtualRing &ring, QByteArray &key)
    {
        key = ring.keyBetween(0, 1);
        return ring.form(4) && ring.serverOf(key) == 1;
    }
};

void TestWatches::tellsEveryChange_data()
{
    QTest::addColumn<int>("host");
    QTest::newRow("at the leader") << 1;
    QTest::newRow("at a voter") << 2;
    QTest::newRow("elsewhere") << 0;
}

void TestWatches::tellsEveryChange()
{
    QFETCH(const int, host);
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    const OperationHandle watcher = ring.beginWatch(host, key);
    ring.run(100);
    for (const char *value : {"a", "b", "b"})
        QCOMPARE(ring.finish(ring.put(3, key, value)).status, OperationStatus::Ok);
    QCOMPARE(ring.finish(ring.remove(2, key)).status, OperationStatus::Ok);
    const KeyResult last = ring.finish(ring.put(0, key, "c"));
    ring.run(100);
    const std::vector<WatchUpdate> &updates = ring.updates(host, watcher);
    QCOMPARE(textsOf(updates), list("absent|put a|put b|put b|deleted|put c"));
    QCOMPARE(updates.back().point.version, last.version);
    ring.run(20'000); // nothing more is told, and nothing is forgotten
    QCOMPARE(updates.size(), size_t(6));
    ring.endWatch(host, watcher);
    QCOMPARE(ring.finish(ring.put(0, key, "d")).status, OperationStatus::Ok);
    ring.run(10'000);
    QCOMPARE(updates.size(), size_t(6));
    QCOMPARE(ring.node(host).watcherCount(), size_t(0));
    QVERIFY(ring.violations().isEmpty());
}

void TestWatches::sharesOneSubscription()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    ring.finish(ring.put(0, key, "a"));
    const OperationHandle first = ring.beginWatch(3, key);
    ring.run(100);
    std::vector<OperationHandle> others;
    for (int i = 0; i < 10; ++i)
        others.push_back(ring.beginWatch(3, key));
    ring.run(100);
    ring.finish(ring.put(0, key, "b"));
    ring.run(100);
    QCOMPARE(ring.node(1).subscriptionCount(), size_t(1));
    QCOMPARE(ring.node(3).watcherCount(), size_t(11));
    QCOMPARE(textsOf(ring.updates(3, first)), list("present a|put b"));
    for (const OperationHandle other : others)
        QCOMPARE(textsOf(ring.updates(3, other)), list("present a|put b"));
}

void TestWatches::expiresPassively()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    const OperationHandle watcher = ring.beginWatch(3, key);
    ring.run(100);
    ring.finish(ring.putFor(0, key, "a", 2000));
    ring.run(3500);
    QCOMPARE(textsOf(ring.updates(3, watcher)), list("absent|put a|expired"));
    QVERIFY(ring.updates(3, watcher)[1].ttlMs > 1000);
}

// What a client knows is compared, also at another node.
void TestWatches::resumes()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    const OperationHandle absent = ring.beginWatch(0, key);
    ring.run(100);
    const WatchPoint none = ring.updates(0, absent).back().point;
    const OperationHandle stillAbsent = ring.beginWatch(3, key, none);
    ring.run(100);
    QCOMPARE(textsOf(ring.updates(3, stillAbsent)), list("unchanged"));
    ring.finish(ring.put(0, key, "a"));
    ring.run(100);
    const WatchPoint a = ring.updates(0, absent).back().point;
    const OperationHandle same = ring.beginWatch(3, key, a);
    const OperationHandle other = ring.beginWatch(3, key, none);
    ring.run(100);
    QCOMPARE(textsOf(ring.updates(3, same)), list("unchanged"));
    QCOMPARE(textsOf(ring.updates(3, other)), list("present a, skipped"));
    // It was there and is gone again: for who has seen neither, something is missing.
    ring.finish(ring.remove(0, key));
    ring.run(20'000);
    const OperationHandle again = ring.beginWatch(2, key, none);
    ring.run(100);
    QCOMPARE(textsOf(ring.updates(2, again)), list("absent, skipped"));
    QCOMPARE(textsOf(ring.updates(3, same)), list("unchanged|deleted"));
}

void TestWatches::goesOnWhenTheLeaderCrashes()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    ring.finish(ring.put(0, key, "a"));
    const OperationHandle watcher = ring.beginWatch(0, key);
    ring.run(100);
    ring.crash(1);
    ring.run(5000);
    QCOMPARE(ring.finish(ring.put(3, key, "b")).status, OperationStatus::Ok);
    ring.run(500);
    const QByteArrayList texts = textsOf(ring.updates(0, watcher));
    QCOMPARE(texts.first(), QByteArray("present a"));
    QCOMPARE(texts.last(), QByteArray("put b")); // not marked: nothing was missed
    QVERIFY2(!texts.join('|').contains("skipped"), texts.join('|').constData());
}

// A write between the lead that is lost and the one that tells.
void TestWatches::marksWhatMayBeMissing()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    ring.finish(ring.put(0, key, "a"));
    const OperationHandle watcher = ring.beginWatch(0, key);
    ring.run(100);
    ring.cutBoth(0, 1);
    ring.cutBoth(0, 2);
    ring.cutBoth(0, 3);
    ring.run(100);
    ring.finish(ring.put(3, key, "b"));
    ring.finish(ring.put(3, key, "c"));
    ring.run(500);
    ring.heal();
    ring.run(10'000);
    const QByteArrayList texts = textsOf(ring.updates(0, watcher));
    QCOMPARE(texts.first(), QByteArray("present a"));
    QVERIFY2(texts.contains("present c, skipped"), texts.join('|').constData());
    QVERIFY(!texts.contains("put c"));
}

void TestWatches::noticesALostEvent()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    const OperationHandle watcher = ring.beginWatch(0, key);
    ring.run(100);
    ring.setFilter([](const Packet &packet) {
        const auto *event = packet.as<WatchEvent>();
        return event && event->value == "a" ? Fate::Drop : Fate::Deliver;
    });
    ring.finish(ring.put(3, key, "a"));
    ring.finish(ring.put(3, key, "b"));
    ring.run(300);
    QCOMPARE(textsOf(ring.updates(0, watcher)), list("absent|present b, skipped"));
    ring.finish(ring.put(3, key, "c"));
    ring.run(300);
    QCOMPARE(textsOf(ring.updates(0, watcher), 2), list("put c"));
}

// Nothing follows it: it is missed when the watch is kept up.
void TestWatches::noticesALostLastEvent()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    const OperationHandle watcher = ring.beginWatch(0, key);
    ring.run(100);
    ring.setFilter([](const Packet &packet) { return packet.as<WatchEvent>() ? Fate::Drop : Fate::Deliver; });
    ring.finish(ring.put(3, key, "a"));
    ring.run(2500);
    QCOMPARE(textsOf(ring.updates(0, watcher)), list("absent|present a, skipped"));
}

void TestWatches::saysWhenTheStateIsUncertain()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    ring.finish(ring.put(0, key, "a"));
    const OperationHandle watcher = ring.beginWatch(0, key);
    ring.run(100);
    ring.pause(1);
    ring.pause(2);
    ring.run(6000);
    QCOMPARE(textsOf(ring.updates(0, watcher)), list("present a|uncertain"));
    const OperationHandle late = ring.beginWatch(0, key);
    QCOMPARE(textsOf(ring.updates(0, late)), list("uncertain"));
    ring.resume(1);
    ring.resume(2);
    QVERIFY(
        ring.runUntil([&] { return ring.updates(0, watcher).size() > 2 && ring.updates(0, late).size() > 1; }, 20'000));
    QCOMPARE(textsOf(ring.updates(0, watcher)), list("present a|uncertain|unchanged"));
    QCOMPARE(textsOf(ring.updates(0, late)), list("uncertain|present a"));
}

// A node that leaves hands its range over; a watch at it goes with the program, others go on.
void TestWatches::goesOnAfterATransfer()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    ring.finish(ring.put(0, key, "a"));
    const OperationHandle watcher = ring.beginWatch(3, key);
    const OperationHandle absent = ring.beginWatch(3, ring.keyBetween(0, 1, 1));
    ring.run(100);
    ring.leave(1);
    ring.run(10'000);
    QVERIFY(!ring.isUp(1));
    ring.finish(ring.put(0, key, "b"));
    ring.run(500);
    QCOMPARE(textsOf(ring.updates(3, watcher)), list("present a|put b"));
    QCOMPARE(textsOf(ring.updates(3, absent)), list("absent"));
}

// The leader cannot reach the node; a voter passes the question on.
void TestWatches::asksAgainWhereItCannotBeTold()
{
    VirtualRing ring;
    QByteArray key;
    QVERIFY(form(ring, key));
    ring.finish(ring.put(0, key, "a"));
    ring.cutBoth(0, 1);
    ring.run(3000);
    const OperationHandle watcher = ring.beginWatch(0, key);
    QVERIFY(ring.runUntil([&] { return textsOf(ring.updates(0, watcher)).contains("present a"); }, 10'000));
    ring.finish(ring.put(3, key, "b"));
    QVERIFY(ring.runUntil([&] { return textsOf(ring.updates(0, watcher)).contains("present b, skipped"); }, 10'000));
}

void TestWatches::isBounded()
{
    Config config = VirtualRing::quickConfig();
    config.watchersMax = 2;
    config.subscriptionsMax = 1;
    VirtualRing ring(config);
    QByteArray key;
    QVERIFY(form(ring, key));
    const QByteArray other = ring.keyBetween(0, 1, 1);
    const OperationHandle first = ring.beginWatch(0, key);
    QVERIFY(first != 0);
    ring.run(100);
    const OperationHandle second = ring.beginWatch(0, other);
    QVERIFY(second != 0);
    QCOMPARE(ring.node(0).beginWatch(key, {}, ring.now()), OperationHandle(0));
    QCOMPARE(ring.node(1).beginWatch({}, {}, ring.now()), OperationHandle(0));
    QCOMPARE(ring.node(1).beginWatch(QByteArray(config.keyBytesMax + 1, 'k'), {}, ring.now()), OperationHandle(0));
    ring.run(200);
    QCOMPARE(ring.node(1).subscriptionCount(), size_t(1));
    // One is told, the other asks every now and then.
    ring.finish(ring.put(3, other, "b"));
    ring.run(3000);
    QCOMPARE(textsOf(ring.updates(0, second)), list("absent|present b, skipped"));
}

void TestWatches::textOfAPoint()
{
    const WatchPoint value{{0x1f3c}, {}};
    const WatchPoint absence{{}, {{1, 2, 0xabc}, 0x77}};
    QCOMPARE(value.toText(), QByteArray("1f3c"));
    QCOMPARE(absence.toText(), QByteArray("absent-1-2-abc-77"));
    for (const WatchPoint &point : {value, absence})
        QVERIFY(WatchPoint::fromText(point.toText()) == point);
    for (const char *text : {"", "0", "1F", "01f", "absent", "absent-1-2-3", "absent-1-2-3-4-5", "absent-1-2-3-x",
                             "absent-01-2-3-4", "absent-1ffffffff-2-3-4", "gone-1-2-3-4"})
        QVERIFY2(!WatchPoint::fromText(text), text);
}

QTEST_APPLESS_MAIN(TestWatches)
#include "tst_watches.moc"
