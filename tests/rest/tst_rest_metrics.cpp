// SPDX-License-Identifier: GPL-3.0-or-later
//
// /metrics: that the text is well-formed, that names and units follow Prometheus' rules, and that what is counted is
// what happened. The sample alerts are held against it, too: an alert over a name that is not told never fires.

#include "http_client.h"
#include "rest_node.h"
#include "waiting.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int countedTimeoutMs = 10'000;

} // namespace

class TestRestMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void wellFormed();
    void namesAndUnits();
    void requestsByRouteAndStatus();
    void histogramsAddUp();
    void keysByRole();
    void rangesByState();
    void elections();
    void peersAnswer();
    void refusalsByStatus();
    void wrongProtocol();
    void alertsUseWhatIsTold();

private:
    QMap<QString, double> samples();

    std::vector<std::unique_ptr<RestNode>> m_ring;
    std::unique_ptr<HttpClient> m_client;
};

void TestRestMetrics::initTestCase()
{
    m_ring = makeRing(3);
    QCOMPARE(m_ring.size(), size_t(3));
    m_client = std::make_unique<HttpClient>(m_ring[0]->port());
}

void TestRestMetrics::cleanupTestCase()
{
    m_client.reset();
    m_ring.clear();
}

// By name and labels.
QMap<QString, double> TestRestMetrics::samples()
{
    QMap<QString, double> samples;
    for (const QByteArray &line : m_client->get("/metrics").body.split('\n')) {
        const qsizetype space = line.lastIndexOf(' ');
        if (!line.startsWith('#') && space > 0)
            samples.insert(QString::fromUtf8(line.first(space)), line.sliced(space + 1).toDouble());
    }
    return samples;
}

void TestRestMetrics::wellFormed()
{
    const Answer answer = m_client->get("/metrics");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("Content-Type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
    QVERIFY(answer.body.endsWith('\n'));
    const QRegularExpression line(u"^(# HELP [a-z_]+ \\S.*\\.|# TYPE [a-z_]+ (counter|gauge|histogram)|"
                                  "[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? (\\+Inf|[-+0-9.e]+))$"_s);
    QSet<QByteArray> families;
    for (const QByteArray &text : answer.body.chopped(1).split('\n')) {
        QVERIFY2(line.match(QString::fromUtf8(text)).hasMatch(), text.constData());
        if (text.startsWith("# TYPE ")) {
            const QByteArray name = text.split(' ')[2];
            QVERIFY2(!families.contains(name), name.constData());
            families.insert(name);
        }
    }
    QVERIFY(families.size() > 25);
}

void TestRestMetrics::namesAndUnits()
{
    for (const QByteArray &line : m_client->get("/metrics").body.split('\n')) {
        if (!line.startsWith("# TYPE "))
            continue;
        const QList<QByteArray> words = line.split(' ');
        QVERIFY2(words[2].startsWith("funnelkvs_"), line.constData());
        QCOMPARE(words[2].endsWith("_total"), words[3] == "counter");
        for (const QByteArray unit : {"_ms", "_millis", "_micros", "_kib", "_percent", "milliseconds"})
            QVERIFY2(!words[2].contains(unit), line.constData());
    }
}

void TestRestMetrics::requestsByRouteAndStatus()
{
    const auto count = [this](const QString &labels) {
        return samples().value(u"funnelkvs_http_request_duration_seconds_count{%1}"_s.arg(labels));
    };
    const QString found = u"method=\"GET\",route=\"/v1/kv/{key}\",status=\"200\""_s;
    const QString missed = u"method=\"GET\",route=\"/v1/kv/{key}\",status=\"404\""_s;
    const QString other = u"method=\"other\",route=\"other\",status=\"404\""_s;
    const QString notAllowed = u"method=\"other\",route=\"other\",status=\"405\""_s;
    m_client->put("/v1/kv/counted", "v");
    const double before = count(found);
    const double othersBefore = count(other);
    for (int i = 0; i < 5; ++i)
        m_client->get("/v1/kv/counted");
    m_client->get("/v1/kv/not-there");
    m_client->get("/nowhere");
    m_client->ask("DELETE", "/v1/ring");
    QCOMPARE(count(found), before + 5);
    QVERIFY(count(missed) >= 1);
    QCOMPARE(count(other), othersBefore + 1);
    QVERIFY(count(notAllowed) >= 1);
    // Neither keys nor unknown paths become labels: their number has no bound.
    for (const QString &name : samples().keys())
        QVERIFY2(!name.contains(u"counted"_s) && !name.contains(u"nowhere"_s), qPrintable(name));
}

void TestRestMetrics::histogramsAddUp()
{
    m_client->get("/v1/lookup/some");
    const QMap<QString, double> all = samples();
    const QRegularExpression bucket(u"^(\\w+)_bucket\\{(.*?),?le=\"([^\"]+)\"\\}$"_s);
    QMap<QString, QMap<double, double>> histograms;
    for (auto sample = all.begin(); sample != all.end(); ++sample) {
        const QRegularExpressionMatch match = bucket.match(sample.key());
        if (!match.hasMatch())
            continue;
        const double bound = match.captured(3) == u"+Inf"_s ? qInf() : match.captured(3).toDouble();
        const QString labels = match.captured(2);
        histograms[match.captured(1) + u"_count"_s + (labels.isEmpty() ? QString() : u'{' + labels + u'}')].insert(
            bound, sample.value());
    }
    QVERIFY(histograms.size() >= 3);
    for (auto histogram = histograms.begin(); histogram != histograms.end(); ++histogram) {
        double before = 0;
        for (const double value : *histogram) {
            QVERIFY2(value >= before, qPrintable(histogram.key()));
            before = value;
        }
        QVERIFY2(histogram->contains(qInf()), qPrintable(histogram.key()));
        QCOMPARE(histogram->value(qInf()), all.value(histogram.key()));
    }
    const chord::Counters &counters = m_ring[0]->host().node().counters();
    QCOMPARE(all.value(u"funnelkvs_lookup_hops_sum"_s), double(counters.lookupHops));
    QVERIFY(all.value(u"funnelkvs_lookup_hops_count"_s) <= double(counters.lookupsBegun));
}

void TestRestMetrics::keysByRole()
{
    for (int i = 0; i < 30; ++i)
        m_client->put("/v1/kv/role-" + QByteArray::number(i), "value");
    const QMap<QString, double> all = samples();
    const chord::Node &node = m_ring[0]->host().node();
    QCOMPARE(all.value(u"funnelkvs_keys{role=\"primary\"}"_s), double(node.primaryKeys()));
    QCOMPARE(all.value(u"funnelkvs_keys{role=\"replica\"}"_s), double(node.replicaKeys()));
    QVERIFY(all.value(u"funnelkvs_stored_bytes"_s) > 100);
    QCOMPARE(all.value(u"funnelkvs_ready"_s), 1.);
}

void TestRestMetrics::rangesByState()
{
    double led = 0;
    for (const auto &node : m_ring) {
        HttpClient client(node->port());
        const QByteArray text = client.get("/metrics").body;
        for (const char *state : {"serving", "electing", "noQuorum", "recovering"})
            QVERIFY2(text.contains("\nfunnelkvs_ranges{state=\"" + QByteArray(state) + "\"} "), state);
        const qsizetype at = text.indexOf("\nfunnelkvs_ranges_led ");
        QVERIFY(at >= 0);
        led += text.sliced(at).split('\n')[1].split(' ')[1].toDouble();
    }
    QCOMPARE(led, 3.);
    const auto all = samples();
    QCOMPARE(all.value(u"funnelkvs_ranges{state=\"serving\"}"_s), double(m_ring[0]->host().node().groups().size()));
    QCOMPARE(all.value(u"funnelkvs_ranges{state=\"noQuorum\"}"_s), 0.);
}

void TestRestMetrics::elections()
{
    const auto all = samples();
    const chord::Counters &counters = m_ring[0]->host().node().counters();
    QCOMPARE(all.value(u"funnelkvs_elections_total"_s), double(counters.elections));
    QCOMPARE(all.value(u"funnelkvs_leads_lost_total"_s), double(counters.leadsLost));
    QCOMPARE(all.value(u"funnelkvs_range_config_changes_total"_s), double(counters.configChanges));
    QVERIFY2(counters.configChanges > 0, "it founded the ring, and two nodes have joined");
    QCOMPARE(all.value(u"funnelkvs_recoveries_total"_s, -1), 0.);
    QVERIFY(all.contains(u"funnelkvs_copied_bytes_total"_s));
}

void TestRestMetrics::peersAnswer()
{
    const QString name = u"funnelkvs_peer_request_duration_seconds_count"_s;
    const double before = samples().value(name);
    QVERIFY(waitFor([&] { return samples().value(name) > before; }, countedTimeoutMs));
    const QMap<QString, double> all = samples();
    QVERIFY(all.value(u"funnelkvs_peer_connections"_s) >= 1);
    QVERIFY(all.value(u"funnelkvs_peer_sent_bytes_total"_s) > 0);
    const double mean = all.value(u"funnelkvs_peer_request_duration_seconds_sum"_s) / all.value(name);
    QVERIFY2(mean > 0 && mean < 1, qPrintable(QString::number(mean)));
}

void TestRestMetrics::refusalsByStatus()
{
    const QString name = u"funnelkvs_http_refusals_total{status=\"400\"}"_s;
    const double before = samples().value(name);
    RawClient raw(m_ring[0]->port());
    raw.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    QCOMPARE(raw.readAnswer().status, 400);
    QCOMPARE(samples().value(name), before + 1);
    QVERIFY(samples().value(u"funnelkvs_http_connections"_s) >= 1);
    QCOMPARE(samples().value(u"funnelkvs_http_requests_in_flight"_s), 1.); // this one
}

void TestRestMetrics::wrongProtocol()
{
    const auto count = [this] { return samples().value(u"funnelkvs_wrong_protocol_connections_total"_s, -1); };
    const double before = count();
    QVERIFY(before >= 0);
    RawClient client(m_ring[0]->port());
    client.send(QByteArray::fromHex("160301020001")); // a TLS handshake, at a port without
    QVERIFY(waitFor([&] { return count() == before + 1; }, countedTimeoutMs));
}

void TestRestMetrics::alertsUseWhatIsTold()
{
    QFile file(QStringLiteral(FUNNELKVS_SOURCE_DIR "/resources/prometheus/alerts.yml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString alerts = QString::fromUtf8(file.readAll());
    QSet<QString> told;
    for (const QString &sample : samples().keys())
        told.insert(sample.section(u'{', 0, 0));
    const QRegularExpression name(u"funnelkvs_[a-z_]+"_s);
    int used = 0;
    for (auto found = name.globalMatch(alerts); found.hasNext(); ++used) {
        const QString metric = found.next().captured();
        QVERIFY2(told.contains(metric), qPrintable(metric));
    }
    QVERIFY(used > 8);
}

QTEST_GUILESS_MAIN(TestRestMetrics)
#include "tst_rest_metrics.moc"
