// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nodes that end by SIGKILL while clients write and read: the chain heals, and no read ever shows less than what was
// acknowledged.

#include "support/verify.h"

#include <QtTest>

using support::Daemon;
using support::Load;
using support::LoadOptions;
using support::Ring;
using support::waitFor;

namespace {

constexpr int copies = 3; // the default of --replicas

} // namespace

class TestCrash : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void healsUnderLoad();
    void outlivesOneCrashAfterAnother();
    void servesAloneWhenAllOthersDieAtOnce();
    void outlivesTheNodeItJoinedThrough();
    void takesARestartedNodeBackAtOnce();
};

void TestCrash::healsUnderLoad()
{
    Ring ring;
    QVERIFY(ring.start(5));
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > 300; }, 30'000));

    ring.node(2).kill();
    load.setNodes(ring.addresses());
    VERIFY_WHOLE(ring, 4);
    const quint64 acknowledged = load.acknowledged();
    QVERIFY(waitFor([&] { return load.acknowledged() > acknowledged + 200; }, 30'000));
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

void TestCrash::outlivesOneCrashAfterAnother()
{
    Ring ring;
    QVERIFY(ring.start(5));
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    for (int left = 4; left >= 1; --left) {
        const quint64 acknowledged = load.acknowledged();
        QVERIFY(waitFor([&] { return load.acknowledged() > acknowledged + 100; }, 30'000));
        ring.node(4 - left).kill();
        load.setNodes(ring.addresses());
        VERIFY_WHOLE(ring, left);
        QVERIFY2(ring.waitUntilReplicated(std::min(copies, left)), qPrintable(ring.lastProblems()));
    }
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

void TestCrash::servesAloneWhenAllOthersDieAtOnce()
{
    Ring ring;
    QVERIFY(ring.start(3));
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > 300; }, 30'000));
    load.stop();
    QVERIFY(ring.waitUntilReplicated(copies));

    ring.node(0).kill();
    ring.node(1).kill();
    VERIFY_WHOLE(ring, 1);
    VERIFY_NOTHING_LOST(load, ring);
    // And it takes writes again.
    load.setNodes(ring.addresses());
    const quint64 acknowledged = load.acknowledged();
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > acknowledged + 100; }, 30'000));
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

void TestCrash::outlivesTheNodeItJoinedThrough()
{
    Ring ring;
    QVERIFY(ring.start(2));
    Daemon &joined = ring.add({}, &ring.node(1));
    QVERIFY(joined.waitUntilReady());
    VERIFY_WHOLE(ring, 3);
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > 100; }, 30'000));

    ring.node(1).kill();
    load.setNodes(ring.addresses());
    VERIFY_WHOLE(ring, 2);
    // The ring still takes newcomers, through the one that has lost its contact.
    QVERIFY(ring.add({}, &joined).waitUntilReady());
    VERIFY_WHOLE(ring, 3);
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

void TestCrash::takesARestartedNodeBackAtOnce()
{
    Ring ring;
    QVERIFY(ring.start(4));
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    for (int round = 0; round < 3; ++round) {
        const quint64 acknowledged = load.acknowledged();
        QVERIFY(waitFor([&] { return load.acknowledged() > acknowledged + 100; }, 30'000));
        Daemon &victim = ring.node(round == 0 ? 1 : 3 + round);
        victim.kill();
        // Same address, same identifier, empty memory, before anybody has noticed.
        Daemon &restarted = ring.add({QStringLiteral("--listen"), victim.addressText()});
        QVERIFY(restarted.waitUntilReady());
        QCOMPARE(restarted.id(), victim.id());
        VERIFY_WHOLE(ring, 4);
        QVERIFY2(ring.waitUntilReplicated(copies), qPrintable(ring.lastProblems()));
    }
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
