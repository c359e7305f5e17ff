// SPDX-License-Identifier: GPL-3.0-or-later
//
// Watchers' stories, right and wrong ones.

#include "sim/check/watch_check.h"

#include <QTest>

using namespace sim;
using Kind = chord::WatchUpdate::Kind;

namespace {

constexpr int key = 3;
constexpr int watcher = 1;

// "P5": present, value of version 5; "p5": put; "d", "x": deleted, expired; "P": absent; "U5": unchanged. A "!" behind
// it: marked.
chord::WatchUpdate updateOf(QByteArray word)
{
    chord::WatchUpdate update;
    update.mayHaveSkipped = word.endsWith('!');
    word.chop(update.mayHaveSkipped ? 1 : 0);
    switch (word[0]) {
    case 'P':
        update.kind = Kind::Present;
        break;
    case 'p':
        update.kind = Kind::Put;
        break;
    case 'd':
        update.kind = Kind::Deleted;
        break;
    case 'x':
        update.kind = Kind::Expired;
        break;
    case 'U':
        update.kind = Kind::Unchanged;
        break;
    }
    update.point.version = {word.sliced(1).toULongLong()};
    update.exists = !update.point.version.isNull();
    return update;
}

} // namespace

class TestWatchCheck : public QObject {
    Q_OBJECT

private slots:
    void stories_data();
    void stories();
    void knowsTheEnd();
    void forgetsWhatWasLost();
};

// s1: the key is served in state 1 (s: absent); w: the watcher begins; r: it resumes; all else is told to it.
void TestWatchCheck::stories_data()
{
    QTest::addColumn<QByteArray>("story");
    QTest::addColumn<bool>("isRight");
    QTest::newRow("all changes") << QByteArray("s s1 w P1 s2 p2 s d s3 p3") << true;
    QTest::newRow("told before it is seen") << QByteArray("s1 w P1 p2 s2 p3 s3") << true;
    QTest::newRow("a change is missing") << QByteArray("s1 w P1 s2 s3 p3") << false;
    QTest::newRow("a change is missing, marked") << QByteArray("s1 w P1 s2 s3 P3!") << true;
    QTest::newRow("a delete is missing") << QByteArray("s1 w P1 s s3 p3") << false;
    QTest::newRow("an expiry") << QByteArray("s1 w P1 s x s3 p3") << true;
    QTest::newRow("the first state is old") << QByteArray("s1 s2 w P1") << false;
    QTest::newRow("the first state is newer than the begin") << QByteArray("s1 w s2 P2 s3 p3") << true;
    QTest::newRow("goes back") << QByteArray("s1 w P1 s2 p2 P1!") << false;
    QTest::newRow("resumed with an older state") << QByteArray("s1 w P1 s2 p2 s3 r P2!") << false;
    QTest::newRow("resumed") << QByteArray("s1 w P1 s2 p2 s3 s4 r P4!") << true;
    QTest::newRow("unchanged") << QByteArray("s1 w P1 r U1 s2 p2") << true;
    QTest::newRow("unchanged, and another") << QByteArray("s1 w P1 s2 r U2") << false;
    QTest::newRow("told again") << QByteArray("s1 w P1 P1") << false;
    QTest::newRow("one of several absences") << QByteArray("s s1 s s2 s w P s3 p3") << true;
    QTest::newRow("overlooked by the checker") << QByteArray("s1 w P1 p2 p3 s3 s4 p4") << true;
    QTest::newRow("begins before anything is seen") << QByteArray("w P p1 s2 p2 s3 p3") << true;
    QTest::newRow("begins before anything is seen, and misses") << QByteArray("w P s2 p2 s3 s4 p4") << false;
    QTest::newRow("the first state is seen later") << QByteArray("w P s s1 p1") << true;
    QTest::newRow("an absence overlooked by the checker") << QByteArray("s1 w P1 d p3 s3") << true;
}

void TestWatchCheck::stories()
{
    QFETCH(const QByteArray, story);
    QFETCH(const bool, isRight);
    WatchCheck check;
    QByteArray problem;
    for (const QByteArray &word : story.split(' ')) {
        if (word[0] == 's')
            check.serves(key, {word.sliced(1).toULongLong()});
        else if (word == "w")
            check.begins(watcher, key);
        else if (word == "r")
            check.resumes(watcher);
        else if (problem.isEmpty())
            problem = check.told(watcher, updateOf(word));
    }
    QVERIFY2(problem.isEmpty() == isRight, problem.constData());
}

void TestWatchCheck::knowsTheEnd()
{
    WatchCheck check;
    check.serves(key, {1});
    check.begins(watcher, key);
    QVERIFY(!check.isCurrent(watcher));
    QVERIFY(check.ends(watcher).contains("nothing"));
    QVERIFY(check.told(watcher, updateOf("P1")).isEmpty());
    QVERIFY(check.isCurrent(watcher));
    check.serves(key, {});
    QVERIFY(!check.isCurrent(watcher));
}

void TestWatchCheck::forgetsWhatWasLost()
{
    WatchCheck check;
    check.serves(key, {1});
    check.serves(key, {2});
    check.begins(watcher, key);
    QVERIFY(check.told(watcher, updateOf("P2")).isEmpty());
    check.forget(key);
    check.serves(key, {1});
    QVERIFY(check.told(watcher, updateOf("P1!")).isEmpty());
    QVERIFY(check.isCurrent(watcher));
    // The state is the one that the watcher knew, as it happens.
    check.forget(key);
    check.serves(key, {1});
    QVERIFY(check.told(watcher, updateOf("U1")).isEmpty());
    check.serves(key, {3});
    QVERIFY(check.told(watcher, updateOf("p3")).isEmpty());
}

QTEST_APPLESS_MAIN(TestWatchCheck)
#include "tst_watch_check.moc"
