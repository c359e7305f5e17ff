// SPDX-License-Identifier: GPL-3.0-or-later
//
// From the text of the nodes to rates and percentiles, in the table and over time.

#include "model/metrics_text.h"
#include "panels/metrics_model.h"
#include "panels/metrics_panel.h"
#include "panels/trend_chart.h"
#include "ring_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace monitor;
using namespace Qt::StringLiterals;

namespace {

const QByteArray histogram = "funnelkvs_http_request_duration_seconds";

// requests: of which each took at most the bound.
QByteArray text(int requests, int slow, int failed)
{
    return "# HELP funnelkvs_http_requests_total x\n# TYPE funnelkvs_http_requests_total counter\n"
           "funnelkvs_http_requests_total "
        + QByteArray::number(requests) + "\nfunnelkvs_operations_total " + QByteArray::number(2 * requests)
        + "\nfunnelkvs_operations_failed_total " + QByteArray::number(failed)
        + "\nfunnelkvs_http_refusals_total{status=\"400\"} 1\nfunnelkvs_http_refusals_total{status=\"404\"} 2\n"
          "funnelkvs_stored_bytes 2.048e+03\n"
        + histogram + "_bucket{route=\"/v1/kv\",le=\"0.001\"} " + QByteArray::number(requests - slow) + '\n' + histogram
        + "_bucket{route=\"/v1/kv\",le=\"0.1\"} " + QByteArray::number(requests) + '\n' + histogram
        + "_bucket{route=\"/v1/kv\",le=\"+Inf\"} " + QByteArray::number(requests) + '\n';
}

} // namespace

class TestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void samplesAreAddedUp();
    void quantilesAreOfTheTimeBetween();
    void ratesNeedTwoReadings();
    void aRestartIsNoRate();
    void deadNodesGo();
    void readsOnlyWhileShown();
    void trendTellsWhatIsBelowTheMouse();
};

void TestMetrics::samplesAreAddedUp()
{
    const MetricsText read(text(100, 0, 5) + "garbage\nname{ 3\nfunnelkvs_nan NaN\n");
    QCOMPARE(read.sum("funnelkvs_http_requests_total").value_or(-1), double(100));
    QCOMPARE(read.sum("funnelkvs_http_refusals_total").value_or(-1), double(3));
    QCOMPARE(read.sum("funnelkvs_stored_bytes").value_or(-1), double(2048));
    QVERIFY(!read.sum("funnelkvs_nan") && !read.sum("garbage"));
}

void TestMetrics::quantilesAreOfTheTimeBetween()
{
    const MetricsText before(text(1000, 0, 0));
    const MetricsText now(text(1100, 50, 0)); // half of the hundred in between were slow
    QVERIFY(!before.quantileSince(before, histogram, 0.5));
    QCOMPARE(before.quantileSince(MetricsText(), histogram, 0.5).value_or(-1), double(0.0005));
    QCOMPARE(now.quantileSince(before, histogram, 0.5).value_or(-1), double(0.001));
    QCOMPARE(now.quantileSince(before, histogram, 0.75).value_or(-1), double(0.001 + 0.099 / 2));
    QVERIFY(!now.quantileSince(before, "other", 0.5));
}

void TestMetrics::ratesNeedTwoReadings()
{
    MetricsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(std::make_shared<RingSnapshot>(textbookRing()));
    const auto shown = [&model](int row, int column) { return model.index(row, column).data().toString(); };
    model.add({peerAt(32), 1000, text(100, 0, 0)});
    model.add({peerAt(8), 1000, text(100, 0, 0)});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(shown(0, MetricsModel::NodeColumn), u"N8"_s);
    QCOMPARE(shown(0, MetricsModel::RequestsColumn), u"–"_s);
    QCOMPARE(shown(0, MetricsModel::MemoryColumn), u"2.0 KiB"_s);
    QVERIFY(!model.requestsPerSecond());
    model.add({peerAt(8), 3000, text(150, 0, 4)});
    model.add({peerAt(32), 3000, text(110, 0, 0)});
    QCOMPARE(shown(0, MetricsModel::RequestsColumn), u"25/s"_s);
    QCOMPARE(shown(0, MetricsModel::OperationsColumn), u"50/s"_s);
    QCOMPARE(shown(0, MetricsModel::ErrorsColumn), u"2.0/s"_s);
    QCOMPARE(shown(1, MetricsModel::RequestsColumn), u"5.0/s"_s);
    QCOMPARE(model.requestsPerSecond().value_or(-1), 30.0);
    QVERIFY(*model.p99Seconds() < 0.001);
    model.add({peerAt(8), 5000, text(250, 100, 4)}); // all of these were slow
    QVERIFY(*model.p99Seconds() > 0.09);
}

void TestMetrics::aRestartIsNoRate()
{
    MetricsModel model;
    model.add({peerAt(8), 1000, text(100, 0, 0)});
    model.add({peerAt(8), 3000, text(3, 0, 0)});
    QCOMPARE(model.index(0, MetricsModel::RequestsColumn).data().toString(), u"–"_s);
}

void TestMetrics::deadNodesGo()
{
    MetricsModel model;
    RingSnapshot ring = textbookRing();
    model.add({ring.nodes[0].self, 1000, text(1, 0, 0)});
    model.add({ring.nodes[1].self, 1000, text(1, 0, 0)});
    ring.nodes[0].condition = NodeCondition::Dead;
    model.setSnapshot(std::make_shared<RingSnapshot>(ring));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), u"N8"_s);
}

void TestMetrics::readsOnlyWhileShown()
{
    MetricsPanel panel;
    QSignalSpy asked(&panel, &MetricsPanel::readRequested);
    panel.clear(true);
    QCOMPARE(asked.count(), 0);
    panel.show();
    QCOMPARE(asked.count(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(asked.count() >= 2, 10 * MetricsPanel::readEveryMs);
    panel.clear(false); // a ring without metrics
    const auto before = asked.count();
    panel.hide();
    panel.show();
    QCOMPARE(asked.count(), before);
}

void TestMetrics::trendTellsWhatIsBelowTheMouse()
{
    TrendChart chart(u"Requests"_s, [](double value) { return QString::number(value) + u"/s"_s; });
    chart.resize(400, 150);
    QVERIFY(chart.textAt({200, 80}).isEmpty());
    chart.add(1000, 10);
    chart.add(3000, 40);
    QVERIFY(chart.textAt(chart.placeOf(1)).endsWith(u"  40/s"_s));
    QVERIFY(chart.textAt(chart.placeOf(0)).endsWith(u"  10/s"_s));
    QVERIFY(chart.placeOf(0).y() > chart.placeOf(1).y());
    for (size_t i = 0; i < 2 * TrendChart::samplesMax; ++i)
        chart.add(qint64(i), 1);
    QVERIFY(chart.placeOf(0).x() >= 0);
    QVERIFY(!chart.grab().isNull());
}

QTEST_MAIN(TestMetrics)
#include "tst_metrics.moc"
