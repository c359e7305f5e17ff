// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is remembered of leaders: the latest of a range wins, wherever on the ring it lies, and the cache stays small.

#include "chord/groups/leader_cache.h"

#include <QTest>

#include <random>

using namespace chord;

namespace {

NodeRef node(quint64 number)
{
    return {Id(number), "n" + QByteArray::number(number) + ":1", number};
}

Stamp stamp(quint32 round, quint64 sequence, quint64 leader)
{
    return {{0, round, leader}, sequence};
}

Descriptor descriptor(quint64 lo, quint64 hi, quint64 leader, const Stamp &latest = {})
{
    Descriptor out;
    out.group = hi;
    out.range = {Id(lo), Id(hi)};
    out.leader = node(leader);
    out.latest = latest;
    return out;
}

// The leader's number; 0: none known.
quint64 leaderAt(const LeaderCache &cache, quint64 id)
{
    const Descriptor *known = cache.find(Id(id));
    return known ? known->leader.incarnation : 0;
}

} // namespace

class TestLeaderCache : public QObject {
    Q_OBJECT

private slots:
    void findsByRange();
    void wrapsAroundZero();
    void wholeRing();
    void laterStampWins();
    void sameLeaderTellsNews();
    void hearsayWithoutAStamp();
    void votersStayUntilOthersAreTold();
    void splitShortensTheRange();
    void forget();
    void forgetNode();
    void fullCache();
    void noCache();
};

void TestLeaderCache::findsByRange()
{
    LeaderCache cache(10);
    QCOMPARE(leaderAt(cache, 5), quint64(0));
    cache.learn(descriptor(10, 20, 1, stamp(1, 1, 1)));
    cache.learn(descriptor(30, 40, 2, stamp(1, 1, 2)));
    QCOMPARE(leaderAt(cache, 10), quint64(0)); // lo is not in the range
    QCOMPARE(leaderAt(cache, 11), quint64(1));
    QCOMPARE(leaderAt(cache, 20), quint64(1));
    QCOMPARE(leaderAt(cache, 21), quint64(0));
    QCOMPARE(leaderAt(cache, 31), quint64(2));
    QCOMPARE(leaderAt(cache, 41), quint64(0));
}

void TestLeaderCache::wrapsAroundZero()
{
    LeaderCache cache(10);
    cache.learn(descriptor(200, 10, 1, stamp(1, 1, 1)));
    cache.learn(descriptor(10, 100, 2, stamp(1, 1, 2)));
    for (const quint64 id : {201, 255, 0, 5, 10})
        QCOMPARE(leaderAt(cache, id), quint64(1));
    QCOMPARE(leaderAt(cache, 11), quint64(2));
    QCOMPARE(leaderAt(cache, 150), quint64(0));
    QCOMPARE(leaderAt(cache, 200), quint64(0));
}

void TestLeaderCache::wholeRing()
{
    LeaderCache cache(10);
    cache.learn(descriptor(50, 50, 1, stamp(1, 1, 1)));
    for (const quint64 id : {0, 49, 50, 51, 255})
        QCOMPARE(leaderAt(cache, id), quint64(1));
}

void TestLeaderCache::laterStampWins()
{
    LeaderCache cache(10);
    cache.learn(descriptor(10, 20, 1, stamp(2, 5, 1)));
    cache.learn(descriptor(10, 20, 3, stamp(1, 9, 3)));
    QCOMPARE(leaderAt(cache, 15), quint64(1));
    cache.learn(descriptor(10, 20, 3, stamp(3, 0, 3)));
    QCOMPARE(leaderAt(cache, 15), quint64(3));
    QVERIFY(cache.find(Id(15))->latest == stamp(3, 0, 3));
    QCOMPARE(cache.find(Id(15))->leader, node(3));
}

void TestLeaderCache::sameLeaderTellsNews()
{
    LeaderCache cache(10);
    cache.learn(descriptor(10, 20, 1, stamp(2, 5, 1)));
    cache.learn(descriptor(10, 20, 1, stamp(2, 9, 1)));
    QVERIFY(cache.find(Id(15))->latest == stamp(2, 9, 1));
    cache.learn(descriptor(10, 20, 1, stamp(2, 7, 1))); // overtaken
    QVERIFY(cache.find(Id(15))->latest == stamp(2, 9, 1));
}

// A voter says who leads, not since when: it takes the place of another leader, and not of what this one said itself.
void TestLeaderCache::hearsayWithoutAStamp()
{
    LeaderCache cache(10);
    cache.learn(descriptor(10, 20, 1, stamp(2, 5, 1)));
    cache.learn(descriptor(10, 20, 1));
    QVERIFY(cache.find(Id(15))->latest == stamp(2, 5, 1));
    cache.learn(descriptor(10, 20, 2));
    QCOMPARE(leaderAt(cache, 15), quint64(2));
    QVERIFY(cache.find(Id(15))->latest.isNull());
    cache.learn(descriptor(10, 20, 2, stamp(3, 1, 2)));
    QVERIFY(cache.find(Id(15))->latest == stamp(3, 1, 2));
}

void TestLeaderCache::votersStayUntilOthersAreTold()
{
    LeaderCache cache(10);
    Descriptor told = descriptor(10, 20, 1, stamp(2, 5, 1));
    told.voters = {node(2), node(3)};
    cache.learn(told);
    cache.learn(descriptor(10, 20, 1, stamp(2, 9, 1)));
    QCOMPARE(cache.find(Id(15))->voters, told.voters);
    told.voters = {node(3), node(4)};
    told.latest = stamp(2, 10, 1);
    cache.learn(told);
    QCOMPARE(cache.find(Id(15))->voters, told.voters);
    cache.learn(descriptor(10, 20, 3, stamp(3, 1, 3)));
    QVERIFY(cache.find(Id(15))->voters.empty());
}

void TestLeaderCache::splitShortensTheRange()
{
    LeaderCache cache(10);
    cache.learn(descriptor(10, 100, 1, stamp(2, 5, 1)));
    cache.learn(descriptor(50, 100, 1, stamp(2, 6, 1)));
    QCOMPARE(leaderAt(cache, 20), quint64(0));
    QCOMPARE(leaderAt(cache, 60), quint64(1));
    cache.learn(descriptor(10, 50, 4, stamp(3, 1, 4)));
    QCOMPARE(leaderAt(cache, 20), quint64(4));
}

void TestLeaderCache::forget()
{
    LeaderCache cache(10);
    cache.forget(Id(1)); // of nothing
    cache.learn(descriptor(10, 20, 1, stamp(1, 1, 1)));
    cache.learn(descriptor(200, 10, 2, stamp(1, 1, 2)));
    cache.forget(Id(100)); // in nobody's range
    QCOMPARE(leaderAt(cache, 15), quint64(1));
    cache.forget(Id(15));
    QCOMPARE(leaderAt(cache, 15), quint64(0));
    QCOMPARE(leaderAt(cache, 250), quint64(2));
    cache.forget(Id(250));
    QCOMPARE(leaderAt(cache, 5), quint64(0));
}

void TestLeaderCache::forgetNode()
{
    LeaderCache cache(10);
    cache.learn(descriptor(10, 20, 1, stamp(1, 1, 1)));
    cache.learn(descriptor(20, 30, 2, stamp(1, 1, 2)));
    cache.learn(descriptor(30, 40, 1, stamp(1, 1, 1)));
    cache.forgetNode(node(1).address);
    QCOMPARE(leaderAt(cache, 15), quint64(0));
    QCOMPARE(leaderAt(cache, 25), quint64(2));
    QCOMPARE(leaderAt(cache, 35), quint64(0));
}

void TestLeaderCache::fullCache()
{
    LeaderCache cache(16);
    std::mt19937_64 random(1);
    for (int i = 0; i < 1000; ++i) {
        const quint64 lo = random() % 100;
        cache.learn(descriptor(10 * lo, 10 * lo + 10, 1 + random() % 9, stamp(quint32(1 + i), 1, 1)));
        // What was learned last is known.
        QVERIFY(cache.find(Id(10 * lo + 5)));
        int known = 0;
        for (quint64 at = 0; at < 100; ++at)
            known += cache.find(Id(10 * at + 5)) ? 1 : 0;
        QVERIFY(known <= 16);
    }
}

void TestLeaderCache::noCache()
{
    LeaderCache cache(0);
    cache.learn(descriptor(10, 20, 1, stamp(1, 1, 1)));
    QCOMPARE(leaderAt(cache, 15), quint64(0));
}

QTEST_APPLESS_MAIN(TestLeaderCache)
#include "tst_leader_cache.moc"
