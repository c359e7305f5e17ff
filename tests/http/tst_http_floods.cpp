// SPDX-License-Identifier: GPL-3.0-or-later
//
// While many clients mean harm, one that means none is answered, each time and soon; and when they are gone, nothing of
// them is left. tests/bench/flood_bench has the figures.

#include "flood.h"
#include "http_fixture.h"

#include <QTest>

#include <future>

class TestHttpFloods : public QObject {
    Q_OBJECT

private slots:
    void others_data();
    void others();
};

void TestHttpFloods::others_data()
{
    QTest::addColumn<Flood::Kind>("kind");
    for (const Flood::Kind kind :
         {Flood::Kind::SlowHeads, Flood::Kind::SlowBodies, Flood::Kind::Idle, Flood::Kind::Connections})
        QTest::newRow(nameOf(kind)) << kind;
}

void TestHttpFloods::others()
{
    QFETCH(Flood::Kind, kind);
    constexpr int floodConnections = 150;
    constexpr int requests = 150;
    // Of one request, on a machine that does other things as well; the deadlines below are met while it is measured.
    constexpr qint64 answerUsMax = 2'000'000;
    http::HttpLimits limits;
    limits.connectionsPerAddressMax = 100;
    limits.headerTimeoutMs = limits.bodyTimeoutMs = limits.idleTimeoutMs = 1000;
    HttpFixture guard(limits, listener::ListenerLimits{.undecidedMax = 64, .firstBytesTimeoutMs = 1000});
    {
        const Flood flood(kind, guard.portNumber(), floodConnections);
        QVERIFY(QTest::qWaitFor([&] { return flood.opened() > floodConnections; }, 10'000));
        std::future<std::vector<qint64>> measuring =
            std::async(std::launch::async, answerTimesUs, guard.portNumber(), requests);
        QVERIFY(QTest::qWaitFor(
            [&] { return measuring.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }, 30'000));
        const std::vector<qint64> times = measuring.get();
        QCOMPARE(times.size(), size_t(requests));
        QVERIFY2(times.back() < answerUsMax, qPrintable(QString::number(times.back())));
    }
    QTRY_COMPARE(guard.counters().connections, 0);
    QTRY_COMPARE(guard.portCounters().undecidedConnections, 0);
    QCOMPARE(guard.counters().requestsInFlight, 0);
}

QTEST_GUILESS_MAIN(TestHttpFloods)
#include "tst_http_floods.moc"
