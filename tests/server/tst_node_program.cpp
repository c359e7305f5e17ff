// SPDX-License-Identifier: GPL-3.0-or-later
//
// The node's process within this one: what it says of itself by values and signals. It prints nothing.

#include "server/node_program.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace Qt::StringLiterals;
using server::NodeError;
using server::NodeProgram;
using server::NodeSettings;

namespace {

constexpr int patienceMs = 20'000;

NodeSettings onLoopback()
{
    NodeSettings settings;
    settings.listen = {u"127.0.0.1"_s, 0};
    settings.config.foundingHoldMs = 0;
    settings.leaveTimeoutMs = 5000;
    settings.connectionsMax = settings.connectionsPerAddressMax = 100;
    return settings;
}

// Where nobody listens: a port that was just given back.
net::HostPort deadAddress()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return {u"127.0.0.1"_s, server.serverPort()};
}

} // namespace

class TestNodeProgram : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void doesNotStart_data();
    void doesNotStart();
    void portInUse();
    void badFiles_data();
    void badFiles();
    void startsAndEnds();
    void cannotJoin();
};

void TestNodeProgram::initTestCase()
{
    qRegisterMetaType<std::optional<NodeError>>();
}

void TestNodeProgram::doesNotStart_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("joinsItself");
    QTest::addColumn<NodeError::Kind>("kind");
    QTest::newRow("open to others") << u"0.0.0.0"_s << false << NodeError::Kind::OpenWithoutSecret;
    QTest::newRow("no address of this machine") << u"192.0.2.1"_s << false << NodeError::Kind::CannotListen;
    QTest::newRow("joins itself") << u"127.0.0.1"_s << true << NodeError::Kind::JoinsItself;
}

void TestNodeProgram::doesNotStart()
{
    QFETCH(QString, host);
    QFETCH(bool, joinsItself);
    QFETCH(NodeError::Kind, kind);
    NodeSettings settings = onLoopback();
    settings.listen.host = host;
    settings.isInsecure = kind == NodeError::Kind::CannotListen;
    if (joinsItself) {
        settings.listen = deadAddress();
        settings.joins = {settings.listen};
    }
    NodeProgram node(settings);
    const std::optional<NodeError> error = node.start();
    QVERIFY(error);
    QCOMPARE(error->kind, kind);
    QCOMPARE(error->subject, QString::fromUtf8(settings.listen.toAddress()));
}

void TestNodeProgram::portInUse()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    NodeSettings settings = onLoopback();
    settings.listen.port = other.serverPort();
    NodeProgram node(settings);
    const std::optional<NodeError> error = node.start();
    QVERIFY(error);
    QCOMPARE(error->kind, NodeError::Kind::AddressInUse);
    QVERIFY(!error->detail.isEmpty());
}

void TestNodeProgram::badFiles_data()
{
    QTest::addColumn<NodeError::Kind>("kind");
    QTest::addColumn<QByteArray>("content"); // null: no such file
    QTest::newRow("no certificate") << NodeError::Kind::BadCertificate << QByteArray();
    QTest::newRow("no tokens") << NodeError::Kind::BadTokens << QByteArray();
    QTest::newRow("tokens without a right") << NodeError::Kind::BadTokens << QByteArray("secret\n");
    QTest::newRow("no ring secret") << NodeError::Kind::BadRingSecret << QByteArray();
    QTest::newRow("short ring secret") << NodeError::Kind::BadRingSecret << QByteArray("short\n");
}

void TestNodeProgram::badFiles()
{
    QFETCH(NodeError::Kind, kind);
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"file"_s);
    if (!content.isNull()) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    }
    NodeSettings settings = onLoopback();
    if (kind == NodeError::Kind::BadCertificate)
        settings.tls.certificate = settings.tls.key = name;
    else if (kind == NodeError::Kind::BadTokens)
        settings.tokensFile = name;
    else
        settings.ringSecretFile = name;
    NodeProgram node(settings);
    const std::optional<NodeError> error = node.start();
    QVERIFY(error);
    QCOMPARE(error->kind, kind);
    QVERIFY2(error->detail.contains(name), qPrintable(error->detail));
    QVERIFY2(!error->detail.contains("--"_L1), qPrintable(error->detail));
}

void TestNodeProgram::startsAndEnds()
{
    NodeProgram node(onLoopback());
    QSignalSpy ready(&node, &NodeProgram::ready);
    QSignalSpy ended(&node, &NodeProgram::ended);
    QVERIFY(!node.start());
    QVERIFY(ready.count() == 1 || ready.wait(patienceMs));
    QVERIFY(ready.first().at(1).toByteArray().startsWith("http://127.0.0.1:"));
    QVERIFY(!ready.first().at(0).toByteArray().isEmpty());
#ifdef Q_OS_UNIX
    QCOMPARE(std::raise(SIGTERM), 0);
    QVERIFY(ended.wait(patienceMs));
    QCOMPARE(ended.count(), 1);
    QVERIFY(!ended.first().first().value<std::optional<NodeError>>());
#endif
}

void TestNodeProgram::cannotJoin()
{
    NodeSettings settings = onLoopback();
    const net::HostPort contact = deadAddress();
    settings.joins = {contact};
    settings.config.joinTimeoutMs = 1000;
    NodeProgram node(settings);
    QSignalSpy ready(&node, &NodeProgram::ready);
    QSignalSpy ended(&node, &NodeProgram::ended);
    QVERIFY(!node.start());
    QVERIFY(ended.wait(patienceMs));
    const auto error = ended.first().first().value<std::optional<NodeError>>();
    QVERIFY(error);
    QCOMPARE(error->kind, NodeError::Kind::CannotJoin);
    QVERIFY2(error->detail.contains(QString::fromUtf8(contact.toAddress())), qPrintable(error->detail));
    QCOMPARE(ready.count(), 0);
}

QTEST_GUILESS_MAIN(TestNodeProgram)
#include "tst_node_program.moc"
