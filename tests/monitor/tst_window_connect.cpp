// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window and rings of others: addresses that lead nowhere, what a wrong one gets told and offered, read-only until
// unlocked, limits of the node, TLS and tokens.

#include "live_fixture.h"
#include "odd_servers.h"
#include "panels/message_bar.h"
#include "ring/ring_view.h"
#include "support/ring.h"
#include "window_driver.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QSettings>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace monitor;
using support::Daemon;
using support::Ring;
using support::waitFor;

class TestWindowConnect : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_driver.reset(); }

    void wrongAddresses_data();
    void wrongAddresses();
    void connectsOtherwise();
    void openRingStays();
    void readOnlyUntilUnlocked();
    void limitsOfTheNode();
    void slowNode();
    void strangerTakesThePort();
    void tls();
    void tokens();
    void tokenIsTakenBack();
    void filesThatAreNone_data();
    void filesThatAreNone();

private:
    QString write(const QString &name, const QByteArray &content, bool isPrivate = true) const;
    bool connectByPage(const QString &address);
    // As if the dialog had been filled in.
    bool connectByDialog(const QMap<QString, QString> &fields);
    bool isTold(const QString &part) { return m_driver->waitForMessage(u"open"_s, part); }

    LiveEnvironment m_environment;
    std::unique_ptr<WindowDriver> m_driver;
};

namespace {

const QString addressField = QStringLiteral("Address of a node");
const QString authoritiesField = QStringLiteral("CA certificates");
const QString tokenField = QStringLiteral("Token");
const QString tokenFileField = QStringLiteral("Token file");

QString certificate(const QString &name)
{
    return QStringLiteral(FUNNELKVS_SOURCE_DIR "/tests/certificates/") + name;
}

} // namespace

void TestWindowConnect::initTestCase()
{
    qputenv("RES_OPTIONS", "timeout:1 attempts:1"); // a machine without a network is not slower than one with
    for (const char *variable : {"FUNNELKVS_CA", "FUNNELKVS_TOKEN", "FUNNELKVS_TOKEN_FILE"})
        qunsetenv(variable);
    QApplication::setOrganizationName(u"FunnelKVS-test"_s);
    QApplication::setApplicationName(u"tst_window_connect"_s);
}

void TestWindowConnect::init()
{
    QSettings().clear();
    m_driver = std::make_unique<WindowDriver>();
}

QString TestWindowConnect::write(const QString &name, const QByteArray &content, bool isPrivate) const
{
    QFile file(m_environment.dataFolder() + u'/' + name);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | (isPrivate ? QFile::Permissions() : QFile::ReadOther));
    return file.fileName();
}

bool TestWindowConnect::connectByPage(const QString &address)
{
    return m_driver->type(u"Address of a node, host:port"_s, address) && m_driver->clickButton(u"connectToNode"_s);
}

bool TestWindowConnect::connectByDialog(const QMap<QString, QString> &fields)
{
    m_driver->answerNextDialog(fields);
    return m_driver->press(&Actions::connectToNode)
        && waitFor([] { return !QApplication::activeModalWidget(); }, 20'000);
}

void TestWindowConnect::wrongAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("answer"); // of a server that is to be asked; null: there is none
    QTest::addColumn<QString>("said");
    QTest::newRow("no port") << u"127.0.0.1"_s << QByteArray() << u"the port is missing"_s;
    QTest::newRow("no such name") << u"no-such-host.invalid:1"_s << QByteArray() << u"was not found"_s;
    QTest::newRow("closed port") << QString() << QByteArray() << u"connection refused"_s;
    QTest::newRow("web server") << QString() << httpAnswer(404, "text/html", "<h1>Not found</h1>")
                                << u"is not a FunnelKVS node"_s;
    QTest::newRow("malformed JSON") << QString() << httpAnswer(200, "application/json", "{\"id\":")
                                    << u"invalid description of a node"_s;
    QTest::newRow("no HTTP") << QString() << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << u"does not speak HTTP"_s;
}

void TestWindowConnect::wrongAddresses()
{
    QFETCH(QString, address);
    QFETCH(QByteArray, answer);
    QFETCH(QString, said);
    const ParrotServer server(answer);
    if (address.isEmpty())
        address = answer.isNull() ? u"127.0.0.1:%1"_s.arg(closedPort()) : server.address();
    QVERIFY(connectByPage(address));
    VERIFY_SHOWN(isTold(said), *m_driver);
    QVERIFY(!m_driver->window().session().isOpen());
    QVERIFY(m_driver->clickButton(u"openTextbook"_s)); // the start page is there again
    QVERIFY(m_driver->window().session().isOpen());
}

// The message's button opens the dialog with what was typed.
void TestWindowConnect::connectsOtherwise()
{
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    QVERIFY(connectByPage(u"127.0.0.1:%1"_s.arg(closedPort())));
    VERIFY_SHOWN(isTold(u"refused"_s), *m_driver);
    m_driver->answerNextDialog({{addressField, u"http://%1/"_s.arg(daemon.addressText())}}); // a node's own URL
    QVERIFY(m_driver->clickRemedy(u"Edit connection…"_s));
    VERIFY_SHOWN(m_driver->waitUntilWhole(1), *m_driver);
    QVERIFY(m_driver->window().messages()->textOf(u"open"_s).isEmpty());
}

// Who opens the dialog and thinks better of it keeps the ring.
void TestWindowConnect::openRingStays()
{
    QVERIFY(m_driver->clickButton(u"openTextbook"_s));
    QVERIFY(m_driver->press(&Actions::connectToNode));
    QVERIFY(waitFor([] { return QApplication::activeModalWidget() != nullptr; }, 20'000));
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Escape);
    QVERIFY(waitFor([] { return QApplication::activeModalWidget() == nullptr; }, 20'000));
    QVERIFY(m_driver->window().session().isOpen());
}

void TestWindowConnect::readOnlyUntilUnlocked()
{
    Ring ring;
    QVERIFY(ring.start(2));
    QVERIFY(connectByPage(ring.node(1).addressText()));
    VERIFY_SHOWN(m_driver->waitUntilWhole(2), *m_driver);
    VERIFY_SHOWN(m_driver->statusText().contains(u"(read-only)"_s), *m_driver);
    QVERIFY(m_driver->type(u"Key"_s, u"k"_s));
    QVERIFY(m_driver->type(u"Value"_s, u"v"_s));
    for (QAction *Actions::*action : {&Actions::put, &Actions::remove, &Actions::join})
        QVERIFY(!m_driver->clickAction(action));
    QVERIFY(m_driver->window().actions().put->toolTip().contains(u"Unlock"_s));
    VERIFY_SHOWN(m_driver->clickRemedy(u"Unlock"_s), *m_driver);
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForStatus(u"Stored “k”"_s), *m_driver);
    VERIFY_SHOWN(m_driver->clickNode(ring.node(0).address().toAddress()), *m_driver);
    QVERIFY(!m_driver->clickAction(&Actions::kill)); // of others
    QVERIFY(m_driver->clickAction(&Actions::leave)); // its text says what moves
    QVERIFY(ring.node(0).waitUntilEnded());
    VERIFY_SHOWN(m_driver->waitUntilWhole(1), *m_driver);
    VERIFY_SHOWN(m_driver->waitForEvent(u"has left the ring"_s), *m_driver);
}

void TestWindowConnect::limitsOfTheNode()
{
    Daemon daemon({u"--value-bytes-max"_s, u"1000"_s});
    QVERIFY(daemon.waitUntilReady());
    QVERIFY(connectByPage(daemon.addressText()));
    VERIFY_SHOWN(m_driver->waitUntilWhole(1), *m_driver);
    QVERIFY(m_driver->press(&Actions::unlock));
    QVERIFY(m_driver->type(u"Key"_s, u"k"_s));
    QVERIFY(m_driver->paste(u"Value"_s, QString(1001, u'v')));
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForMessage(u"action"_s, u"1000"_s), *m_driver);
    QVERIFY(m_driver->paste(u"Value"_s, QString(1000, u'v')));
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForStatus(u"Stored “k”"_s), *m_driver);
}

// 500 ms for each way and back: the window goes on, and waits.
void TestWindowConnect::slowNode()
{
    Daemon daemon({});
    QVERIFY(daemon.waitUntilReady());
    const DelayProxy proxy(daemon.address().port, 250);
    QVERIFY(connectByPage(proxy.address()));
    VERIFY_SHOWN(m_driver->waitUntilWhole(1), *m_driver);
    QVERIFY(m_driver->press(&Actions::unlock));
    QVERIFY(m_driver->type(u"Key"_s, u"k"_s));
    QVERIFY(m_driver->clickAction(&Actions::put));
    QVERIFY(m_driver->type(u"Value"_s, u"meanwhile"_s));
    VERIFY_SHOWN(m_driver->waitForStatus(u"Stored “k”"_s), *m_driver);
    QVERIFY(m_driver->window().messages()->textOf(u"node:"_s + daemon.addressText()).isEmpty());
}

void TestWindowConnect::strangerTakesThePort()
{
    // Known by a name, of which a refused connection proves nothing: the others keep the node that was killed for some
    // seconds, and so it can be seen that it did not leave.
    Ring ring({u"--advertise"_s, u"localhost:0"_s});
    QVERIFY(ring.start(3));
    QVERIFY(connectByPage(ring.node(0).addressText()));
    VERIFY_SHOWN(m_driver->waitUntilWhole(3), *m_driver);
    const QString address = ring.node(1).addressText();
    QVERIFY(m_driver->clickNode(address.toUtf8()));
    ring.node(1).kill();
    VERIFY_SHOWN(m_driver->waitForCondition(address.toUtf8(), NodeCondition::Dead), *m_driver);
    VERIFY_SHOWN(m_driver->waitForInspector(u"connection refused"_s), *m_driver);
    Daemon other({u"--listen"_s, address, u"--id-bits"_s, u"32"_s});
    QVERIFY(other.waitUntilReady());
    VERIFY_SHOWN(m_driver->waitForInspector(u"another program answers at its address"_s), *m_driver);
}

void TestWindowConnect::tls()
{
    Daemon daemon({u"--tls-cert"_s, certificate(u"node.pem"_s), u"--tls-key"_s, certificate(u"node.key"_s)});
    QVERIFY2(daemon.waitUntilReady(), daemon.log());
    const QString url = u"https://"_s + daemon.addressText();
    QVERIFY(connectByPage(daemon.addressText()));
    VERIFY_SHOWN(isTold(u"Connect to %1 instead"_s.arg(url)), *m_driver);
    QVERIFY(connectByPage(url));
    VERIFY_SHOWN(isTold(u"--ca FILE"_s), *m_driver);
    QVERIFY(connectByDialog({{addressField, url}, {authoritiesField, certificate(u"ca.pem"_s)}}));
    VERIFY_SHOWN(m_driver->waitUntilWhole(1), *m_driver);
    VERIFY_SHOWN(m_driver->statusText().contains(url), *m_driver);
    QVERIFY(m_driver->press(&Actions::unlock));
    QVERIFY(m_driver->type(u"Key"_s, u"k"_s));
    QVERIFY(m_driver->type(u"Value"_s, u"over TLS"_s));
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForStatus(u"Stored “k”"_s), *m_driver);
    QVERIFY(m_driver->window().actions().join->toolTip().contains(u"--tls-cert"_s));

    // What is started here speaks none, whatever was spoken before.
    m_driver->window().startRing(1);
    VERIFY_SHOWN(m_driver->waitUntilWhole(1), *m_driver);
    Daemon plain(QStringList{});
    QVERIFY(plain.waitUntilReady());
    QVERIFY(connectByDialog({{addressField, u"https://"_s + plain.addressText()}}));
    VERIFY_SHOWN(isTold(u"does not speak TLS"_s), *m_driver);
}

void TestWindowConnect::tokens()
{
    const QString table = write(u"tokens"_s, "read token-that-reads\nwrite token-that-writes\n");
    Daemon daemon({u"--tokens"_s, table, u"--log-level"_s, u"debug"_s});
    QVERIFY(daemon.waitUntilReady());
    const QString address = daemon.addressText();
    QVERIFY(connectByPage(address));
    VERIFY_SHOWN(isTold(u"requires a token"_s), *m_driver);
    QVERIFY(connectByDialog({{addressField, address}, {tokenField, u"token-of-nobody"_s}}));
    VERIFY_SHOWN(isTold(u"does not accept this token"_s), *m_driver);

    QVERIFY(connectByDialog({{addressField, address}, {tokenField, u"token-that-reads"_s}}));
    VERIFY_SHOWN(m_driver->waitUntilWhole(1), *m_driver);
    QVERIFY(m_driver->press(&Actions::unlock));
    QVERIFY(m_driver->type(u"Key"_s, u"k"_s));
    QVERIFY(m_driver->type(u"Value"_s, u"v"_s));
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForMessage(u"action"_s, u"Connect again with a token that has this permission"_s),
                 *m_driver);

    const QString file = write(u"token"_s, "token-that-writes\n");
    QVERIFY(connectByDialog({{addressField, address}, {tokenFileField, file}}));
    // The ring that was open stays until this one is there, locked again.
    VERIFY_SHOWN(waitFor([this] { return m_driver->press(&Actions::unlock); }, 20'000), *m_driver);
    VERIFY_SHOWN(m_driver->waitUntilWhole(1), *m_driver);
    QVERIFY(m_driver->clickAction(&Actions::put));
    VERIFY_SHOWN(m_driver->waitForStatus(u"Stored “k”"_s), *m_driver);

    // It is nowhere to be read: not in the window, not in what it remembers, not in the node's log.
    m_driver->window().close();
    QSettings settings;
    settings.sync();
    QFile remembered(settings.fileName());
    QVERIFY(remembered.open(QIODevice::ReadOnly));
    const QByteArray kept = remembered.readAll();
    QVERIFY(kept.contains(address.toUtf8()));
    for (const char *token : {"token-of-nobody", "token-that-reads", "token-that-writes"})
        QVERIFY2(!kept.contains(token) && !m_driver->said().contains(QLatin1StringView(token))
                     && !daemon.log().contains(token),
                 token);
}

// The node lives, and says so; only this program is not let in any more.
void TestWindowConnect::tokenIsTakenBack()
{
    write(u"changing"_s, "read first-token\n");
    Daemon daemon({u"--tokens"_s, m_environment.dataFolder() + u"/changing"_s});
    QVERIFY(daemon.waitUntilReady());
    QVERIFY(connectByDialog({{addressField, daemon.addressText()}, {tokenField, u"first-token"_s}}));
    VERIFY_SHOWN(m_driver->waitUntilWhole(1), *m_driver);
    write(u"changing"_s, "read second-token\n");
    daemon.signalProcess(SIGHUP);
    const QString subject = u"node:"_s + daemon.addressText();
    VERIFY_SHOWN(m_driver->waitForMessage(subject, u"it denies access to this program"_s), *m_driver);
    QCOMPARE(m_driver->ring().nodes[0].condition, NodeCondition::Suspect);
}

void TestWindowConnect::filesThatAreNone_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("isPrivate");
    QTest::addColumn<QString>("said");
    QTest::newRow("no certificate") << authoritiesField << QByteArray("hello") << true << u"holds no certificate"_s;
    QTest::newRow("others may read it") << tokenFileField << QByteArray("a-token") << false << u"chmod 600"_s;
    QTest::newRow("empty") << tokenFileField << QByteArray() << true << u"is empty"_s;
    QTest::newRow("two words") << tokenFileField << QByteArray("a token") << true << u"holds spaces"_s;
}

// The dialog stays open, and says it.
void TestWindowConnect::filesThatAreNone()
{
    QFETCH(QString, field);
    QFETCH(QByteArray, content);
    QFETCH(bool, isPrivate);
    QFETCH(QString, said);
    m_driver->answerNextDialog(
        {{addressField, u"https://127.0.0.1:1"_s}, {field, write(u"file"_s, content, isPrivate)}});
    QVERIFY(m_driver->press(&Actions::connectToNode));
    const auto isSaid = [&] {
        const QWidget *dialog = QApplication::activeModalWidget();
        const auto labels = dialog ? dialog->findChildren<QLabel *>() : QList<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](QLabel *label) { return label->text().contains(said); });
    };
    QVERIFY(waitFor(isSaid, 20'000));
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Escape);
    QVERIFY(waitFor([] { return !QApplication::activeModalWidget(); }, 20'000));
    QVERIFY(!m_driver->window().session().source());
}

QTEST_MAIN(TestWindowConnect)
#include "tst_window_connect.moc"
