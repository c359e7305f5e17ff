// SPDX-License-Identifier: GPL-3.0-or-later
//
// The live source with nodes of its own: every button against real daemons, and nothing left behind.

#include "live_fixture.h"

#include <QCoreApplication>
#include <QProcess>
#include <QtTest>

#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;
using namespace monitor;
using support::waitFor;

class TestLiveCluster : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup();

    void startsARing();
    void startsASingleNode();
    void drivesKeys();
    void binaryKeysAndValues();
    void killsRepairsAndRestarts();
    void joinsAndLeaves();
    void tellsACrash();
    void cancelWhileStarting();
    void quitWhileStarting();
    void startsAgain();
    void saysThatTheProgramIsMissing();
    void leavesNothingWhenKilled();
    void keepsFewLogs();

private:
    LiveEnvironment m_environment;
};

void TestLiveCluster::cleanup()
{
    QVERIFY(waitFor([] { return ownChildren().isEmpty(); }, 10'000));
}

void TestLiveCluster::startsARing()
{
    LiveSource source;
    SourceWatch watch(source);
    QVERIFY(!source.whyNot(Action::Put).isEmpty());
    QVERIFY(source.snapshot()->nodes.empty());
    source.startRing(5);
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    QCOMPARE(watch.progress.first(), u"0 of 5 joined"_s);
    QVERIFY(watch.progress.contains(u"5 of 5 joined, stabilizing"_s));
    QCOMPARE(watch.progress.last(), QString());

    const SnapshotPtr snapshot = source.snapshot();
    QCOMPARE(snapshot->nodes.size(), size_t(5));
    QVERIFY(snapshot->chainWhole);
    QCOMPARE(snapshot->replicas, 3);
    for (const NodeView &node : snapshot->nodes) {
        QVERIFY(node.local);
        QVERIFY(node.seenMs > 0 && node.seenMs <= source.nowMs());
        QVERIFY(QFileInfo::exists(source.logPath(node.self.address)));
    }
    QVERIFY(!source.isReadOnly());
    QVERIFY(source.logFolder().startsWith(m_environment.dataFolder()));
    QVERIFY(!source.whyNot(Action::Restart).isEmpty()); // none has ended
    for (const Action action : {Action::Put, Action::Lookup, Action::Join, Action::Kill, Action::Leave})
        QCOMPARE(source.whyNot(action), QString());
}

void TestLiveCluster::startsASingleNode()
{
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(1);
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    QCOMPARE(source.snapshot()->nodes.size(), size_t(1));
    QVERIFY(source.snapshot()->chainWhole);
    QVERIFY(source.snapshot()->problems.empty());
    QVERIFY(source.effectOf(Action::Leave, source.snapshot()->nodes[0].self.address).contains(u"last node"_s));
}

void TestLiveCluster::drivesKeys()
{
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(3);
    VERIFY_SAID(watch.waitUntilOpen(), watch);

    ActionRequest put = onKey(Action::Put, "color", "blue");
    put.contentType = "text/plain";
    ActionReport report = watch.run(put);
    QVERIFY2(report.ok, qPrintable(report.text));
    QCOMPARE(report.key, QByteArray("color"));
    QVERIFY(!report.etag.isEmpty());

    report = watch.run(onKey(Action::Get, "color"));
    QVERIFY2(report.ok, qPrintable(report.text));
    QCOMPARE(report.value, QByteArray("blue"));
    QCOMPARE(report.contentType, QByteArray("text/plain"));

    // The key is seen at its owner and its replicas, without anybody asking for it.
    VERIFY_SAID(watch.waitForSnapshot([](const RingSnapshot &snapshot) {
        int copies = 0;
        int owners = 0;
        for (const NodeView &node : snapshot.nodes) {
            copies += node.keys && node.keysComplete && node.keys->size() == 1 ? 1 : 0;
            owners += node.keys && !node.keys->empty() && node.keys->front().primary ? 1 : 0;
        }
        return copies == 3 && owners == 1;
    }),
                watch);

    report = watch.run(onKey(Action::Lookup, "color"));
    QVERIFY2(report.ok, qPrintable(report.text));
    QVERIFY(report.lookup);
    const SnapshotPtr snapshot = source.snapshot();
    QCOMPARE(snapshot->indexOf(report.lookup->owner.id), snapshot->ownerOf(report.lookup->id));
    QCOMPARE(report.lookup->replicas.size(), size_t(3));
    QVERIFY(!report.lookup->hops.empty());
    QCOMPARE(report.lookup->hops.front().from, report.lookup->asker);
    QCOMPARE(report.lookup->hops.back().to, report.lookup->owner);

    report = watch.run(onKey(Action::Delete, "color"));
    QVERIFY2(report.ok, qPrintable(report.text));
    QCOMPARE(report.value, QByteArray("blue")); // for Undo
    QCOMPARE(report.contentType, QByteArray("text/plain"));

    for (const Action action : {Action::Get, Action::Delete}) {
        report = watch.run(onKey(action, "color"));
        QVERIFY(!report.ok);
        QVERIFY2(report.text.contains(u"there is no such key"_s), qPrintable(report.text));
    }
    report = watch.run(onKey(Action::Put, QByteArray(1025, 'k'), "v"));
    QVERIFY(!report.ok);
    QVERIFY2(report.text.contains(u"1025 bytes"_s), qPrintable(report.text));
    QVERIFY(!watch.run(onKey(Action::Get, "")).ok);
    report = watch.run(onKey(Action::Put, "large", QByteArray(16 * 1024 * 1024 + 1, 'v')));
    QVERIFY(!report.ok);
    QVERIFY2(report.text.contains(u"16777216"_s), qPrintable(report.text));
}

void TestLiveCluster::binaryKeysAndValues()
{
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(1);
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    QByteArray every;
    for (int byte = 0; byte < 256; ++byte)
        every.append(char(byte));
    ActionReport report = watch.run(onKey(Action::Put, every, every));
    QVERIFY2(report.ok, qPrintable(report.text));
    QVERIFY(report.text.contains(u"0x00 01"_s));
    report = watch.run(onKey(Action::Get, every));
    QVERIFY2(report.ok, qPrintable(report.text));
    QCOMPARE(report.value, every);
    VERIFY_SAID(watch.waitForSnapshot([&](const RingSnapshot &snapshot) {
        const auto &keys = snapshot.nodes[0].keys;
        return keys && keys->size() == 1 && keys->front().key == every && keys->front().bytes == 256;
    }),
                watch);
}

void TestLiveCluster::killsRepairsAndRestarts()
{
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(4);
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    for (int i = 0; i < 40; ++i)
        QVERIFY(watch.run(onKey(Action::Put, "key" + QByteArray::number(i), "value")).ok);
    const chord::IdSpace space;
    const auto ownerOf = [&](const QByteArray &key) {
        const SnapshotPtr snapshot = source.snapshot();
        return snapshot->nodes[size_t(snapshot->ownerOf(space.hash(key)))].self.address;
    };
    const QByteArray victim = ownerOf("key0");
    VERIFY_SAID(watch.waitForSnapshot([&](const RingSnapshot &snapshot) {
        quint64 owned = 0;
        for (const NodeView &node : snapshot.nodes)
            owned += node.keysComplete ? node.totals.primary : 0;
        return owned == 40;
    }),
                watch);

    ActionReport report = watch.run(onNode(Action::Kill, victim));
    QVERIFY2(report.ok, qPrintable(report.text));
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Died, victim), watch);
    const NodeView dead = nodeIn(*source.snapshot(), victim);
    QCOMPARE(dead.condition, NodeCondition::Dead);
    QVERIFY2(dead.trouble.contains(u"it was killed here"_s), qPrintable(dead.trouble));
    QVERIFY2(dead.trouble.contains(u"Its keys"_s), qPrintable(dead.trouble));
    QVERIFY(dead.totals.primary > 0); // what was known last stays
    QVERIFY(dead.keys);

    VERIFY_SAID(watch.waitUntilWhole(3), watch);
    VERIFY_SAID(nodeIn(*source.snapshot(), victim).trouble.contains(u"are read from"_s), watch);
    QVERIFY(ownerOf("key0") != victim);
    report = watch.run(onKey(Action::Get, "key0"));
    QVERIFY2(report.ok, qPrintable(report.text));
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::KeysMoved), watch);

    QVERIFY(!source.whyNotAt(Action::Kill, victim).isEmpty());
    QVERIFY(!source.whyNotAt(Action::Leave, victim).isEmpty());
    QCOMPARE(source.whyNotAt(Action::Restart, victim), QString());
    report = watch.run(onNode(Action::Restart, victim));
    QVERIFY2(report.ok, qPrintable(report.text));
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Recovered, victim), watch);
    VERIFY_SAID(watch.waitUntilWhole(4), watch);
    QCOMPARE(nodeIn(*source.snapshot(), victim).trouble, QString());
    QVERIFY(!source.whyNotAt(Action::Restart, victim).isEmpty());
}

void TestLiveCluster::joinsAndLeaves()
{
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(3);
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    for (int i = 0; i < 30; ++i)
        QVERIFY(watch.run(onKey(Action::Put, "key" + QByteArray::number(i), "value")).ok);
    const QByteArrayList before = addressesIn(*source.snapshot());

    ActionRequest join = onKey(Action::Join, {});
    join.id = chord::Id(4711);
    ActionReport report = watch.run(join);
    QVERIFY2(report.ok, qPrintable(report.text));
    VERIFY_SAID(watch.waitUntilWhole(4), watch);
    const int index = source.snapshot()->indexOf(chord::Id(4711));
    QVERIFY(index >= 0);
    const QByteArray joined = source.snapshot()->nodes[size_t(index)].self.address;
    QVERIFY(!before.contains(joined));
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Joined, joined), watch);

    // The same identifier once more is refused.
    report = watch.run(join);
    QVERIFY(!report.ok);
    QVERIFY2(report.text.contains(u"identifier already"_s), qPrintable(report.text));

    const QByteArray leaving = before.first();
    VERIFY_SAID(watch.waitForSnapshot([&](const RingSnapshot &snapshot) {
        return nodeIn(snapshot, leaving).totals.primary + nodeIn(snapshot, leaving).totals.replica > 0;
    }),
                watch);
    const QString effect = source.effectOf(Action::Leave, leaving);
    QVERIFY2(effect.contains(u"key"_s) && effect.contains(u"move"_s), qPrintable(effect));
    report = watch.run(onNode(Action::Leave, leaving));
    QVERIFY2(report.ok, qPrintable(report.text));
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Left, leaving), watch);
    VERIFY_SAID(watch.waitUntilWhole(3), watch);
    VERIFY_SAID(source.snapshot()->indexOf(leaving) < 0, watch);
    QVERIFY(!watch.hasEvent(RingEvent::Kind::Died));
    for (int i = 0; i < 30; ++i)
        QVERIFY(watch.run(onKey(Action::Get, "key" + QByteArray::number(i))).ok);
}

// Ended from outside, behind the monitor's back.
void TestLiveCluster::tellsACrash()
{
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(2);
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    const QList<qint64> nodes = ownChildren();
    QCOMPARE(nodes.size(), 2);
    ::kill(pid_t(nodes.first()), SIGKILL);
    VERIFY_SAID(watch.waitForEvent(RingEvent::Kind::Died), watch);
    VERIFY_SAID(watch.waitForSnapshot([](const RingSnapshot &snapshot) {
        return std::any_of(snapshot.nodes.begin(), snapshot.nodes.end(), [](const NodeView &node) {
            return node.local && node.condition == NodeCondition::Dead
                && node.trouble.contains(u"crashed or was ended by another program"_s)
                && node.trouble.contains(u"Restart"_s);
        });
    }),
                watch);
    QCOMPARE(source.whyNot(Action::Restart), QString());
}

void TestLiveCluster::cancelWhileStarting()
{
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(8);
    QVERIFY(waitFor([&] { return watch.progress.size() > 1; }, 30'000)); // one is up, the others are starting
    source.cancel();
    QVERIFY(watch.hasFailed);
    QCOMPARE(watch.failure, QString()); // who cancels need not be told
    QVERIFY(waitFor([] { return ownChildren().isEmpty(); }, 10'000));
    QVERIFY(waitFor([&] { return source.snapshot()->nodes.empty(); }, 5000));
    source.cancel(); // nothing is going on any more
    QVERIFY(!watch.isOpen);
}

void TestLiveCluster::quitWhileStarting()
{
    {
        LiveSource source;
        SourceWatch watch(source);
        source.startRing(6);
        QVERIFY(waitFor([&] { return watch.progress.size() > 1; }, 30'000));
    }
    QVERIFY(ownChildren().isEmpty());
    {
        LiveSource source;
        source.startRing(6); // not even the first process is up
    }
    QVERIFY(ownChildren().isEmpty());
}

void TestLiveCluster::startsAgain()
{
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(2);
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    const QByteArrayList before = addressesIn(*source.snapshot());
    watch.isOpen = false;
    source.startRing(3);
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    QCOMPARE(source.snapshot()->nodes.size(), size_t(3));
    QVERIFY(waitFor([] { return ownChildren().size() == 3; }, 10'000));
    QVERIFY(!watch.hasEvent(RingEvent::Kind::Died));
}

void TestLiveCluster::saysThatTheProgramIsMissing()
{
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(2);
    const bool failed = watch.waitUntilFailed(5000);
    qputenv("PATH", path);
    QVERIFY(failed);
    QVERIFY2(watch.failure.contains(u"funnelkvs"_s) && watch.failure.contains(u"PATH"_s), qPrintable(watch.failure));
}

// A program like the monitor, killed without a chance to clean up.
void TestLiveCluster::leavesNothingWhenKilled()
{
    QProcess owner;
    owner.start(QCoreApplication::applicationDirPath() + "/cluster_owner"_L1, {u"3"_s});
    QVERIFY(owner.waitForStarted());
    QList<qint64> nodes;
    const bool isUp = waitFor(
        [&] {
            const QList<QByteArray> words = owner.property("said").toByteArray().split(' ');
            owner.setProperty("said", owner.property("said").toByteArray() + owner.readAllStandardOutput());
            return words.first() == "up" && words.last().endsWith('\n');
        },
        40'000);
    for (const QByteArray &word : owner.property("said").toByteArray().simplified().split(' ').mid(1))
        nodes.append(word.toLongLong());
    QVERIFY(isUp);
    QCOMPARE(nodes.size(), 3);
    for (const qint64 pid : nodes)
        QVERIFY(isRunning(pid));
    ::kill(pid_t(owner.processId()), SIGKILL);
    QVERIFY(owner.waitForFinished());
    const bool isGone = waitFor([&] { return std::none_of(nodes.begin(), nodes.end(), isRunning); }, 10'000);
    for (const qint64 pid : nodes)
        ::kill(pid_t(pid), SIGKILL);
    QVERIFY(isGone);
}

void TestLiveCluster::keepsFewLogs()
{
    const QDir logs(m_environment.dataFolder() + "/funnelkvs/monitor-logs"_L1);
    for (int i = 0; i < 15; ++i)
        QVERIFY(logs.mkpath(u"2000-01-01_00-00-%1-000"_s.arg(i, 2, 10, QChar(u'0'))));
    LiveSource source;
    SourceWatch watch(source);
    source.startRing(1);
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    QCOMPARE(logs.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 10);
    QVERIFY(QFileInfo::exists(source.logFolder()));
}

QTEST_GUILESS_MAIN(TestLiveCluster)
#include "tst_live_cluster.moc"
