// SPDX-License-Identifier: GPL-3.0-or-later
//
// A node that stops for ten seconds and comes back, as a suspended machine does: the others take over meanwhile, it
// must not serve what it remembers, and it finds its way back into the ring.

#include "support/verify.h"

#include <QtTest>

#include <csignal>

using support::Daemon;
using support::Load;
using support::LoadOptions;
using support::Ring;
using support::waitFor;

class TestPause : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stoppedNodeServesNothingOldWhenItIsBack();
    void wholeRingStopsAndGoesOn();
};

void TestPause::stoppedNodeServesNothingOldWhenItIsBack()
{
    Ring ring;
    QVERIFY(ring.start(4));
    Daemon &stopped = ring.node(2);
    QList<net::HostPort> others = ring.addresses();
    others.removeAll(stopped.address());
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > 200; }, 30'000));

    stopped.signalProcess(SIGSTOP);
    QElapsedTimer clock;
    clock.start();
    load.setNodes(others);
    VERIFY_WHOLE(ring, 3);
    const quint64 acknowledged = load.acknowledged();
    QVERIFY(waitFor([&] { return clock.elapsed() >= 10'000 && load.acknowledged() > acknowledged + 200; }, 60'000));

    // Everybody asks it first.
    load.setNodes({stopped.address(), stopped.address(), others.first()});
    stopped.signalProcess(SIGCONT);
    VERIFY_WHOLE(ring, 4);
    const quint64 reads = load.readsAnswered();
    QVERIFY(waitFor([&] { return load.readsAnswered() > reads + 300; }, 30'000));
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

// Nobody is there to notice that all leases are over.
void TestPause::wholeRingStopsAndGoesOn()
{
    Ring ring;
    QVERIFY(ring.start(3));
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();
    QVERIFY(waitFor([&] { return load.acknowledged() > 100; }, 30'000));
    for (int i = 0; i < 3; ++i)
        ring.node(i).signalProcess(SIGSTOP);
    QTest::qWait(3000);
    for (int i = 0; i < 3; ++i)
        ring.node(i).signalProcess(SIGCONT);
    VERIFY_WHOLE(ring, 3);
    const quint64 acknowledged = load.acknowledged();
    QVERIFY(waitFor([&] { return load.acknowledged() > acknowledged + 100; }, 30'000));
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

QTEST_GUILESS_MAIN(TestPause)
#include "tst_pause.moc"
