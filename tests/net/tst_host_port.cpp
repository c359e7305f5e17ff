// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is taken for HOST:PORT, what it becomes, and what is said about everything else; and the bounds of the backoff.

#include "net/backoff.h"
#include "net/clock.h"
#include "net/host_port.h"

#include <QtTest>

using namespace net;
using namespace Qt::StringLiterals;

class TestHostPort : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void accepts_data();
    void accepts();
    void rejects_data();
    void rejects();
    void portZeroOnlyWhenAllowed();
    void backoffGrowsWithinItsBounds();
    void clockDoesNotGoBack();
};

void TestHostPort::accepts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("IPv4") << u"127.0.0.1:11000"_s << QByteArray("127.0.0.1:11000");
    QTest::newRow("IPv6") << u"[::1]:11000"_s << QByteArray("[::1]:11000");
    QTest::newRow("IPv6 written at length") << u"[0:0:0:0:0:0:0:1]:80"_s << QByteArray("[::1]:80");
    QTest::newRow("IPv6 in capitals") << u"[FE80::A]:80"_s << QByteArray("[fe80::a]:80");
    QTest::newRow("name") << u"localhost:1"_s << QByteArray("localhost:1");
    QTest::newRow("name in capitals") << u"Node-7.Example.ORG:65535"_s << QByteArray("node-7.example.org:65535");
    QTest::newRow("name with root dot") << u"example.org.:80"_s << QByteArray("example.org.:80");
    QTest::newRow("name with underscore") << u"kvs_node_1:11000"_s << QByteArray("kvs_node_1:11000");
    QTest::newRow("name outside ASCII") << u"b\u00fccher.example:80"_s << QByteArray("xn--bcher-kva.example:80");
}

void TestHostPort::accepts()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, address);
    QString problem = u"unchanged"_s;
    const std::optional<HostPort> parsed = HostPort::parse(text, &problem);
    QVERIFY2(parsed.has_value(), qPrintable(problem));
    QCOMPARE(problem, QString());
    QCOMPARE(parsed->toAddress(), address);
    QCOMPARE(HostPort::parse(QString::fromLatin1(address)), parsed);
}

void TestHostPort::rejects_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("word"); // which the complaint must have
    QTest::newRow("empty") << u""_s << u"port is missing"_s;
    QTest::newRow("no port") << u"localhost"_s << u"port is missing"_s;
    QTest::newRow("empty port") << u"localhost:"_s << u"port must be"_s;
    QTest::newRow("no host") << u":11000"_s << u"host is missing"_s;
    QTest::newRow("port 0") << u"localhost:0"_s << u"port must be"_s;
    QTest::newRow("port 65536") << u"localhost:65536"_s << u"port must be"_s;
    QTest::newRow("port below zero") << u"localhost:-1"_s << u"port must be"_s;
    QTest::newRow("port with sign") << u"localhost:+80"_s << u"port must be"_s;
    QTest::newRow("port in other digits") << u"localhost:\u0663"_s << u"port must be"_s;
    QTest::newRow("huge port") << u"localhost:99999999999999999999"_s << u"port must be"_s;
    QTest::newRow("bare IPv6") << u"::1:11000"_s << u"brackets"_s;
    QTest::newRow("open bracket") << u"[::1:11000"_s << u"not closed"_s;
    QTest::newRow("IPv6 without port") << u"[::1]"_s << u"port is missing"_s;
    QTest::newRow("IPv4 in brackets") << u"[127.0.0.1]:1"_s << u"not an IPv6"_s;
    QTest::newRow("no IPv6") << u"[hello]:1"_s << u"not an IPv6"_s;
    QTest::newRow("empty brackets") << u"[]:1"_s << u"not an IPv6"_s;
    QTest::newRow("short IPv4") << u"127.1:80"_s << u"not an IPv4"_s;
    QTest::newRow("IPv4 above 255") << u"127.0.0.256:80"_s << u"not an IPv4"_s;
    QTest::newRow("URL") << u"http://localhost:11000"_s << u"without \"http://\""_s;
    QTest::newRow("path") << u"localhost/x:11000"_s << u"cannot have"_s;
    QTest::newRow("space") << u"local host:11000"_s << u"cannot have"_s;
    QTest::newRow("two dots") << u"a..b:11000"_s << u"not a host name"_s;
    QTest::newRow("dot alone") << u".:11000"_s << u"not an IPv4"_s;
    QTest::newRow("long label") << QString(64, u'a') + u":1"_s << u"not a host name"_s;
    QTest::newRow("long name") << u"a."_s.repeated(127) + u"b:1"_s << u"longer than"_s;
}

void TestHostPort::rejects()
{
    QFETCH(QString, text);
    QFETCH(QString, word);
    QString problem;
    QVERIFY(!HostPort::parse(text, &problem));
    QVERIFY2(problem.contains(word), qPrintable(problem));
    QVERIFY2(problem.endsWith(u'.'), qPrintable(problem));
}

void TestHostPort::portZeroOnlyWhenAllowed()
{
    QVERIFY(!HostPort::parse(u"127.0.0.1:0"));
    QCOMPARE(HostPort::parse(u"127.0.0.1:0", nullptr, HostPort::PortZero::Allowed)->port, quint16(0));
}

void TestHostPort::backoffGrowsWithinItsBounds()
{
    Backoff backoff;
    QVERIFY(!backoff.hasFailed());
    int rangeTopMs = Backoff::delayMsMin;
    for (int i = 0; i < 20; ++i) {
        const int delayMs = backoff.afterFailure();
        QVERIFY(backoff.hasFailed());
        QVERIFY(delayMs >= std::max(Backoff::delayMsMin, rangeTopMs / 2));
        QVERIFY(delayMs <= rangeTopMs);
        rangeTopMs = std::min(rangeTopMs * 2, Backoff::delayMsMax);
    }
    backoff.reset();
    QVERIFY(backoff.afterFailure() <= Backoff::delayMsMin);
    QVERIFY(backoff.afterRefusal() >= Backoff::delayMsMax / 2);
}

void TestHostPort::clockDoesNotGoBack()
{
    const chord::Time start = monotonicNow();
    chord::Time last = start;
    while (last - start < 2000) {
        const chord::Time now = monotonicNow();
        QVERIFY(now >= last);
        last = now;
    }
}

QTEST_GUILESS_MAIN(TestHostPort)
#include "tst_host_port.moc"
