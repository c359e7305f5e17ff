// SPDX-License-Identifier: GPL-3.0-or-later
//
// Addresses that people type: each kind of wrong one gets its own sentence, and a slow right one works.

#include "client/security_files.h"
#include "live_fixture.h"
#include "odd_servers.h"

#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace monitor;

class TestLiveAddresses : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void texts_data();
    void texts();
    void otherServers_data();
    void otherServers();
    void closedPortIsTold();
    void unknownNameIsTold();
    void tlsIsTold();
    void cancelWhileAsking();
    void triedAgainAfterAFailure();
    void slowNodeIsANode();
    void otherNameOfANode();
    void nodeWithTlsAndTokens();
};

// Resolvers give up quickly, so that a machine without a network is not slower than one with.
void TestLiveAddresses::initTestCase()
{
    qputenv("RES_OPTIONS", "timeout:1 attempts:1");
}

void TestLiveAddresses::texts_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("said");
    QTest::newRow("nothing") << u""_s << u"the port is missing"_s;
    QTest::newRow("no port") << u"127.0.0.1"_s << u"the port is missing"_s;
    QTest::newRow("port too large") << u"127.0.0.1:70000"_s << u"from 1 to 65535"_s;
    QTest::newRow("port 0") << u"127.0.0.1:0"_s << u"from 1 to 65535"_s;
    QTest::newRow("no IPv4 address") << u"127.0.0.256:1"_s << u"not an IPv4 address"_s;
    QTest::newRow("IPv6 without brackets") << u"::1:11000"_s << u"brackets"_s;
    QTest::newRow("no name") << u"a b:11000"_s << u"cannot have \" \""_s;
}

void TestLiveAddresses::texts()
{
    QFETCH(QString, address);
    QFETCH(QString, said);
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(address);
    QVERIFY(watch.waitUntilFailed(5000));
    QVERIFY2(watch.failure.contains(said), qPrintable(watch.failure));
    QVERIFY2(watch.failure.contains(u"such as 127.0.0.1:11000"_s), qPrintable(watch.failure));
    QVERIFY(!source.whyNot(Action::Get).isEmpty());
}

void TestLiveAddresses::otherServers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const QByteArray &answer, bool closes, const char *said) {
        QTest::newRow(name) << answer << closes << QString::fromLatin1(said);
    };
    row("web server, 404", httpAnswer(404, "text/html", "<h1>Not found</h1>"), false,
        "is not a FunnelKVS node (HTTP status 404)");
    row("web server, 200", httpAnswer(200, "text/html", "<h1>It works!</h1>"), false, "invalid description of a node");
    row("web server, 301", httpAnswer(301, "text/html", ""), false, "is not a FunnelKVS node (HTTP status 301)");
    row("malformed JSON", httpAnswer(200, "application/json", "{\"id\":"), false, "invalid description of a node");
    row("another's JSON", httpAnswer(200, "application/json", "{\"status\":\"ok\"}"), false,
        "invalid description of a node");
    row("misshapen document", httpAnswer(200, "application/json", R"({"id":"zz","address":1})"), false,
        "invalid description of a node");
    row("SSH", "SSH-2.0-OpenSSH_9.2\r\n", false, "does not speak HTTP");
    row("binary", QByteArray("\x01\x00\xff\x00", 4), false, "does not speak HTTP");
    row("closes half-way", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", true, "does not speak HTTP");
    row("silent", {}, false, "does not respond");
}

void TestLiveAddresses::otherServers()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, closes);
    QFETCH(QString, said);
    const ParrotServer server(answer, closes);
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(server.address());
    QVERIFY(watch.waitUntilFailed());
    QVERIFY2(watch.failure.contains(said), qPrintable(watch.failure));
    QVERIFY2(watch.failure.contains(server.address()), qPrintable(watch.failure));
    QVERIFY(server.connectionCount() > 0);
    QVERIFY(source.snapshot()->nodes.empty());
}

void TestLiveAddresses::closedPortIsTold()
{
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(u"127.0.0.1:%1"_s.arg(closedPort()));
    QVERIFY(watch.waitUntilFailed());
    QVERIFY2(watch.failure.contains(u"connection refused"_s), qPrintable(watch.failure));
}

void TestLiveAddresses::unknownNameIsTold()
{
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(u"no-such-host.invalid:11000"_s); // RFC 6761, section 6.4: never resolves
    QVERIFY(watch.waitUntilFailed());
    QVERIFY2(watch.failure.contains(u"was not found"_s), qPrintable(watch.failure));
}

void TestLiveAddresses::tlsIsTold()
{
    const TlsServer server;
    QVERIFY(server.isListening());
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(server.address());
    QVERIFY(watch.waitUntilFailed());
    QVERIFY2(watch.failure.contains(u"requires TLS"_s), qPrintable(watch.failure));
    QVERIFY2(watch.failure.contains(u"https://"_s), qPrintable(watch.failure));
}

void TestLiveAddresses::cancelWhileAsking()
{
    const ParrotServer silent({});
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(silent.address());
    QVERIFY(support::waitFor([&] { return silent.connectionCount() == 1; }, 10'000));
    source.cancel();
    QVERIFY(watch.hasFailed);
    QCOMPARE(watch.failure, QString());
    QCOMPARE(watch.progress.last(), QString());
}

void TestLiveAddresses::triedAgainAfterAFailure()
{
    support::Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(u"nonsense"_s);
    QVERIFY(watch.waitUntilFailed());
    source.connectTo(u"  "_s + daemon.addressText() + u'\n'); // as pasted
    VERIFY_SAID(support::waitFor([&] { return watch.isOpen; }, 20'000), watch);
    VERIFY_SAID(watch.waitUntilWhole(1), watch);
    QCOMPARE(source.title(), daemon.addressText());
}

// 500 ms each way: a second for a round trip, and one more to connect.
void TestLiveAddresses::slowNodeIsANode()
{
    support::Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    const DelayProxy proxy(daemon.address().port, 250);
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(proxy.address());
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    VERIFY_SAID(watch.waitUntilWhole(1), watch);
    // It is asked where it was found, although it calls itself otherwise, and never looks suspect.
    QCOMPARE(addressesIn(*source.snapshot()), QByteArrayList{daemon.address().toAddress()});
    const qint64 firstSeenMs = source.snapshot()->nodes[0].seenMs;
    VERIFY_SAID(watch.waitForSnapshot(
                    [&](const RingSnapshot &snapshot) { return snapshot.nodes[0].seenMs > firstSeenMs + 3000; }),
                watch);
    QVERIFY(!watch.hasEvent(RingEvent::Kind::Suspected));
    source.setReadOnly(false);
    ActionRequest put;
    put.action = Action::Put;
    put.key = "k";
    put.value = "v";
    const ActionReport report = watch.run(put);
    QVERIFY2(report.ok, qPrintable(report.text));
    QVERIFY(report.micros >= 500'000);
}

void TestLiveAddresses::otherNameOfANode()
{
    support::Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(u"LOCALHOST:%1"_s.arg(daemon.address().port));
    VERIFY_SAID(watch.waitUntilOpen(), watch);
    VERIFY_SAID(watch.waitUntilWhole(1), watch);
    QCOMPARE(source.snapshot()->nodes.size(), size_t(1));
    QVERIFY(source.snapshot()->problems.empty());
}

void TestLiveAddresses::nodeWithTlsAndTokens()
{
    const QString certificates = QStringLiteral(FUNNELKVS_SOURCE_DIR "/tests/certificates/");
    QTemporaryDir folder;
    const auto write = [&folder](const QString &name, const QByteArray &content) {
        QFile file(folder.filePath(name));
        file.open(QIODevice::WriteOnly);
        file.write(content);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return file.fileName();
    };
    support::Daemon daemon({u"--tls-cert"_s, certificates + u"node.pem"_s, u"--tls-key"_s, certificates + u"node.key"_s,
                            u"--tls-ca"_s, certificates + u"ca.pem"_s, u"--tokens"_s,
                            write(u"tokens"_s, "write token-that-writes\n")});
    QVERIFY2(daemon.waitUntilReady(), daemon.log());
    const QString ca = certificates + u"ca.pem"_s;
    const QString token = write(u"token"_s, "token-that-writes\n");
    const QString url = u"https://"_s + daemon.addressText();
    const auto saidWith = [&url](const QString &caFile, const QString &tokenFile) {
        QString problem;
        const auto security = client::securityFrom(true, caFile, tokenFile, &problem);
        if (!security)
            return problem;
        LiveSource source;
        SourceWatch watch(source);
        source.connectTo(url, *security);
        return watch.waitUntilFailed() ? watch.failure : QString();
    };
    const QString untrusted = saidWith({}, token);
    QVERIFY2(untrusted.contains(u"--ca FILE"_s), qPrintable(untrusted));
    const QString unknown = saidWith(ca, {});
    QVERIFY2(unknown.contains(u"--token-file FILE"_s), qPrintable(unknown));
    const QString noFile = saidWith(ca, u"no-such-file"_s);
    QVERIFY2(noFile.contains(u"--token-file: cannot read"_s), qPrintable(noFile));

    QString problem;
    const auto security = client::securityFrom(true, ca, token, &problem);
    QVERIFY2(security, qPrintable(problem));
    LiveSource source;
    SourceWatch watch(source);
    source.connectTo(url + u'/', *security);
    VERIFY_SAID(watch.waitUntilWhole(1), watch);
    source.setReadOnly(false);
    ActionRequest put;
    put.action = Action::Put;
    put.key = "k";
    put.value = "v";
    const ActionReport report = watch.run(put);
    QVERIFY2(report.ok, qPrintable(report.text));

    support::Daemon plain({});
    QVERIFY(plain.waitUntilReady());
    source.connectTo(plain.addressText());
    VERIFY_SAID(watch.waitForSnapshot([&plain](const RingSnapshot &snapshot) {
        return addressesIn(snapshot) == QByteArrayList{plain.address().toAddress()};
    }),
                watch);
}

QTEST_GUILESS_MAIN(TestLiveAddresses)
#include "tst_live_addresses.moc"
