// SPDX-License-Identifier: GPL-3.0-or-later
//
// Joins, leaves, crashes, restarts and short pauses in random order under load. What happens when is not repeatable
// with real processes, only the order of events is; the simulator repeats all of it.

#include "support/verify.h"

#include <QRandomGenerator>
#include <QtTest>

#include <algorithm>
#include <array>
#include <csignal>

using support::Daemon;
using support::Load;
using support::LoadOptions;
using support::Ring;
using support::waitFor;

namespace {

constexpr int nodesMin = 3;
constexpr int nodesMax = 7;
constexpr int eventsPerRow = 10;
constexpr int pauseMs = 1500; // long enough to lose leases, too short to be taken for dead every time

enum class Happening { Join, Leave, Crash, Restart, Pause };

constexpr std::array happeningNames{"join", "leave", "crash", "restart", "pause"};

// Returns false if a node did not come or go in time. members is kept up to date.
bool makeHappen(Happening happening, Daemon *victim, Ring &ring, std::vector<Daemon *> &members)
{
    switch (happening) {
    case Happening::Join:
        members.push_back(&ring.add());
        return members.back()->waitUntilReady();
    case Happening::Leave:
        std::erase(members, victim);
        victim->signalProcess(SIGTERM);
        return victim->waitUntilEnded();
    case Happening::Crash:
        std::erase(members, victim);
        victim->kill();
        return true;
    case Happening::Restart:
        victim->kill();
        std::replace(members.begin(), members.end(), victim,
                     &ring.add({QStringLiteral("--listen"), victim->addressText()}));
        return std::all_of(members.begin(), members.end(), [](Daemon *member) { return member->waitUntilReady(); });
    case Happening::Pause:
        victim->signalProcess(SIGSTOP);
        QTest::qWait(pauseMs);
        victim->signalProcess(SIGCONT);
        return true;
    }
    return false;
}

} // namespace

class TestChaos : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingAcknowledgedIsLost_data();
    void nothingAcknowledgedIsLost();
};

void TestChaos::nothingAcknowledgedIsLost_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 3; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestChaos::nothingAcknowledgedIsLost()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    Ring ring;
    QVERIFY(ring.start(4));
    std::vector<Daemon *> members;
    for (int i = 0; i < 4; ++i)
        members.push_back(&ring.node(i));
    Load load(LoadOptions{});
    load.setNodes(ring.addresses());
    load.start();

    for (int event = 0; event < eventsPerRow; ++event) {
        auto happening = Happening(random.bounded(5));
        if (int(members.size()) <= nodesMin && (happening == Happening::Leave || happening == Happening::Crash))
            happening = Happening::Join;
        if (int(members.size()) >= nodesMax && happening == Happening::Join)
            happening = Happening::Leave;
        qInfo("%d: %s", event, happeningNames[size_t(happening)]);
        QVERIFY(makeHappen(happening, members[random.bounded(quint32(members.size()))], ring, members));
        load.setNodes(ring.addresses());
        VERIFY_WHOLE(ring, int(members.size()));
        // One holder may always be lost; so all must be there again before the next is.
        QVERIFY2(ring.waitUntilReplicated(3), qPrintable(ring.lastProblems()));
        const quint64 acknowledged = load.acknowledged();
        QVERIFY(waitFor([&] { return load.acknowledged() > acknowledged + 30; }, 30'000));
    }
    load.stop();
    VERIFY_NOTHING_LOST(load, ring);
}

QTEST_GUILESS_MAIN(TestChaos)
#include "tst_chaos.moc"
