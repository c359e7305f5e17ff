// SPDX-License-Identifier: GPL-3.0-or-later
//
// Links between nodes that live are cut, both ways and one way, for longer than leases and the replacement of voters
// take. A range is served by the nodes that reach a majority of its voters, and by no others; after the heal there is
// one ring again. All clients together see a linearizable history.

#include "support/contended_load.h"
#include "support/node_watch.h"
#include "support/proxied_ring.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QtTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using support::ContendedLoad;
using support::NodeWatch;
using support::ProxiedRing;
using support::waitFor;

namespace {

constexpr int nodes = 5;
constexpr int keysPerRange = 2;
constexpr int quorum = 2; // of three voters
constexpr int cutMs = 5000;
// The reach is 1.5 s for service during a cut and 5 s for the ring after the heal; the tests allow for slow machines.
constexpr int serviceMsMax = 10'000;
constexpr int wholeMsMax = 20'000;

// A ring under load, with its observers.
struct Scene {
    ProxiedRing ring;
    QList<QByteArray> keys;
    std::unique_ptr<ContendedLoad> load;
    std::vector<std::unique_ptr<NodeWatch>> watches;

    bool start()
    {
        if (!ring.start(nodes))
            return false;
        keys = ring.keysInEachRange(keysPerRange);
        load = std::make_unique<ContendedLoad>(ring.listening(), keys);
        for (const net::HostPort &node : ring.listening())
            watches.push_back(std::make_unique<NodeWatch>(node));
        load->start();
        return waitFor([this] { return unserved(true).isEmpty(); }, 30'000);
    }

    // Begins to measure.
    void mark()
    {
        load->mark();
        for (const auto &watch : watches)
            watch->mark();
    }

    // Is a majority of the range's voters linked to this node? Then it serves the range, through one of them where the
    // leader is on the far side of a bridge.
    bool mustServe(int node, int range) const
    {
        const QList<int> voters = ring.votersOf(range);
        return std::count_if(voters.begin(), voters.end(), [&](int voter) { return ring.isLinked(node, voter); })
            >= quorum;
    }

    bool hasEveryQuorum(int node) const
    {
        for (int range = 0; range < nodes; ++range) {
            if (!mustServe(node, range))
                return false;
        }
        return true;
    }

    // Which keys are not served at which nodes since the mark, although they should be (or at all nodes).
    QStringList unserved(bool everywhere) const
    {
        QStringList lines;
        for (int node = 0; node < nodes; ++node) {
            for (int key = 0; key < keys.size(); ++key) {
                const int range = ring.rangeOf(keys[key]);
                const auto progress = load->progress(node, key);
                if ((everywhere || mustServe(node, range)) && !progress.isServed())
                    lines.append(u"node %1 does not %2 key %3, of range %4"_s.arg(node)
                                     .arg(progress.hasRead ? u"write"_s : u"read"_s)
                                     .arg(key)
                                     .arg(range));
            }
        }
        return lines;
    }

    // What was measured since the mark, for those nodes and keys that should be served.
    QString measured() const
    {
        qint64 firstMs = 0;
        qint64 silenceMs = 0;
        int pairs = 0;
        for (int node = 0; node < nodes; ++node) {
            for (int key = 0; key < keys.size(); ++key) {
                if (!mustServe(node, ring.rangeOf(keys[key])))
                    continue;
                ++pairs;
                firstMs = std::max(firstMs, load->progress(node, key).firstAnswerMs);
                silenceMs = std::max(silenceMs, load->progress(node, key).longestSilenceMs);
            }
        }
        return u"%1 of %2 pairs of a node and a key must be served: first answer after at most %3 ms, longest silence "
               "%4 ms"_s.arg(pairs)
                   .arg(nodes * keys.size())
                   .arg(firstMs)
                   .arg(silenceMs);
    }
};

QList<int> othersThan(const QList<int> &some)
{
    QList<int> others;
    for (int node = 0; node < nodes; ++node) {
        if (!some.contains(node))
            others.append(node);
    }
    return others;
}

// A node that cannot reach a quorum of every range never says that the ring is complete.
#define VERIFY_NOT_COMPLETE(scene)                                                                                     \
    do {                                                                                                               \
        for (int node = 0; node < nodes; ++node) {                                                                     \
            const NodeWatch &watch = *(scene).watches[size_t(node)];                                                   \
            QVERIFY(watch.ringAnswers() > 0);                                                                          \
            QVERIFY2(watch.lastCompleteMs() < 0 || (scene).hasEveryQuorum(node),                                       \
                     qPrintable(u"node %1 said so %2 ms after the cut"_s.arg(node).arg(watch.lastCompleteMs())));      \
        }                                                                                                              \
    } while (false)

// Stops the load and judges what the clients saw.
#define VERIFY_HISTORY(scene)                                                                                          \
    do {                                                                                                               \
        (scene).load->stop();                                                                                          \
        QVERIFY((scene).load->readAll(30'000));                                                                        \
        const QStringList losses = (scene).ring.recordedLosses();                                                      \
        QVERIFY2(losses.isEmpty(), qPrintable(losses.join(u'\n')));                                                    \
        const QStringList violations = (scene).load->violations();                                                     \
        QVERIFY2(violations.isEmpty(), qPrintable(violations.join(u'\n')));                                            \
        qInfo("%s", qPrintable((scene).load->summary()));                                                              \
    } while (false)

using Nodes = QList<int>;

} // namespace

class TestPartition : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linksAreCut_data();
    void linksAreCut();
    void resetsProveNothing();
};

void TestPartition::linksAreCut_data()
{
    QTest::addColumn<Nodes>("side");
    QTest::addColumn<Nodes>("other");
    QTest::addColumn<bool>("isHeard"); // the other gets what the side sends
    QTest::addColumn<bool>("hears");
    const auto add = [](const char *name, const Nodes &side, const Nodes &other, bool isHeard, bool hears) {
        QTest::newRow(name) << side << other << isHeard << hears;
    };
    add("halves, both ways", {0, 1}, {2, 3, 4}, false, false);
    add("halves, one way", {1, 3}, {0, 2, 4}, false, true);
    add("one isolated, both ways", {2}, othersThan({2}), false, false);
    add("one isolated, one way: it is not heard", {2}, othersThan({2}), false, true);
    add("one isolated, one way: it hears nothing", {0}, othersThan({0}), true, false);
    add("bridge, both ways", {0, 1}, {3, 4}, false, false);
    add("bridge, one way", {0, 1}, {3, 4}, true, false);
}

void TestPartition::linksAreCut()
{
    QFETCH(Nodes, side);
    QFETCH(Nodes, other);
    QFETCH(bool, isHeard);
    QFETCH(bool, hears);
    Scene scene;
    QVERIFY2(scene.start(), qPrintable(scene.ring.ring().lastProblems()));

    if (!isHeard)
        scene.ring.cut(side, other);
    if (!hears)
        scene.ring.cut(other, side);
    scene.mark();
    QElapsedTimer clock;
    clock.start();
    const NodeWatch &first = *scene.watches[size_t(side.front())];
    const auto isSettled = [&] { return scene.unserved(false).isEmpty() && (side.size() > 1 || !first.isReady()); };
    const bool hasSettled = waitFor([&] { return clock.elapsed() >= cutMs && isSettled(); }, serviceMsMax);
    qInfo("%s", qPrintable(scene.measured()));
    QVERIFY2(hasSettled, qPrintable(scene.unserved(false).join(u'\n')));
    VERIFY_NOT_COMPLETE(scene);
    if (side.size() == 1) {
        QVERIFY(!first.reason().isEmpty());
        qInfo("the isolated node was last ready %lld ms after the cut, and then not, because %s", first.lastReadyMs(),
              qPrintable(first.reason()));
    }

    scene.ring.links().heal();
    scene.mark();
    clock.restart();
    const bool isWhole = scene.ring.ring().waitUntilWhole(nodes, wholeMsMax);
    qInfo("one whole ring %lld ms after the heal", clock.elapsed());
    QVERIFY2(isWhole, qPrintable(scene.ring.ring().lastProblems()));
    QVERIFY2(waitFor([&] { return scene.unserved(true).isEmpty(); }, serviceMsMax),
             qPrintable(scene.unserved(true).join(u'\n')));
    VERIFY_HISTORY(scene);
}

void TestPartition::resetsProveNothing()
{
    constexpr int victim = 2;
    Scene scene;
    QVERIFY2(scene.start(), qPrintable(scene.ring.ring().lastProblems()));
    scene.ring.links().resetAllOf(scene.ring.proxy(victim).address());
    scene.mark();
    QElapsedTimer clock;
    clock.start();
    // The others go on without it.
    const auto doOthersServe = [&] {
        for (int node : othersThan({victim})) {
            for (int key = 0; key < scene.keys.size(); ++key) {
                if (!scene.load->progress(node, key).isServed())
                    return false;
            }
        }
        return true;
    };
    QVERIFY2(waitFor([&] { return clock.elapsed() >= cutMs && doOthersServe(); }, serviceMsMax),
             qPrintable(scene.unserved(true).join(u'\n')));
    QVERIFY(scene.ring.links().resets() > nodes);
    QVERIFY(scene.ring.proxy(victim).isListening());
    qInfo("%llu connections were reset", scene.ring.links().resets());

    scene.ring.links().heal();
    clock.restart();
    const bool isWhole = scene.ring.ring().waitUntilWhole(nodes, wholeMsMax);
    qInfo("one whole ring %lld ms after the heal", clock.elapsed());
    QVERIFY2(isWhole, qPrintable(scene.ring.ring().lastProblems()));
    VERIFY_HISTORY(scene);
}

QTEST_GUILESS_MAIN(TestPartition)
#include "tst_partition.moc"
