// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two of three nodes end for ever. The nodes name themselves "localhost", which proves nothing about where they run, so
// the range without a majority waits for its operator, and the commands lead the operator through.

#include "api/json.h"
#include "support/program_run.h"
#include "support/verify.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using support::ProgramRun;
using support::Ring;
using support::runProgram;
using support::waitFor;

class TestRecovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void operatorRecoversALostMajority();
};

void TestRecovery::operatorRecoversALostMajority()
{
    Ring ring({u"--advertise"_s, u"localhost:0"_s});
    QVERIFY(ring.start(3));
    const QString left = ring.node(0).addressText();
    const auto run = [&left](QStringList words) { return runProgram(words + QStringList{u"--node"_s, left}); };
    QCOMPARE(run({u"put"_s, u"key"_s, u"value"_s}).exitCode, 0);
    QVERIFY(ring.waitUntilReplicated(3));

    const QStringList lost{ring.node(1).addressText(), ring.node(2).addressText()};
    ring.node(1).kill();
    ring.node(2).kill();
    ProgramRun check;
    const auto isReported = [&] {
        check = run({u"check-chain"_s});
        const QByteArray node = run({u"status"_s}).output;
        return check.exitCode == 1 && node.contains("noQuorum") && !node.contains("electing");
    };
    QVERIFY(waitFor(isReported, 60'000));
    QCOMPARE(run({u"get"_s, u"key"_s}).exitCode, 1);

    const auto status = api::fromJson<api::NodeDocument>(run({u"status"_s, u"--json"_s}).output);
    QVERIFY2(status.value, qPrintable(status.error));
    for (const QString &address : lost)
        QCOMPARE(run({u"declare-dead"_s, address, u"--yes"_s}).exitCode, 0);
    for (const api::RangeEntry &range : status.value->ranges) {
        const ProgramRun recovery = run({u"recover-range"_s, QString::fromLatin1(range.high), u"--yes"_s});
        QVERIFY2(recovery.exitCode == 0, recovery.output + recovery.errors);
    }
    VERIFY_WHOLE(ring, 1);
    QCOMPARE(run({u"get"_s, u"key"_s}).output, QByteArray("value"));
    QCOMPARE(run({u"put"_s, u"key"_s, u"another"_s}).exitCode, 0);
    // And others may join again.
    ring.add();
    VERIFY_WHOLE(ring, 2);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
