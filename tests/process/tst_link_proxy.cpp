// SPDX-License-Identifier: GPL-3.0-or-later
//
// The proxies that cut links in other tests do what they say: here between sockets of the test, one of which greets as
// a node does.

#include "support/daemon.h"
#include "support/link_proxy.h"
#include "wire/hello.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

#include <memory>

using support::LinkProxy;
using support::Links;
using support::waitFor;

namespace {

constexpr int timeoutMs = 10'000;

const chord::Address diallerAddress = "127.0.0.1:1";

QByteArray greeting()
{
    const chord::Config config;
    wire::Hello hello = wire::makeHello("funnelkvs", config, {config.space().hash("dialler"), diallerAddress, 1});
    QByteArray bytes = wire::magic.toByteArray();
    wire::appendHello(bytes, hello);
    return bytes;
}

} // namespace

class TestLinkProxy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void forwardsBothWays();
    void waitsUntilItsNodeListens();
    void holdsOneDirection_data();
    void holdsOneDirection();
    void holdsTheEndOfAConnection();
    void newConnectionNeedsBothDirections();
    void neverCutsRestClients();
    void resetsConnectionsAndAcceptsThem();
    void refusesOnceItsNodeHasEnded();

private:
    // Connects, sends these bytes, and waits until the node has got them.
    bool connectWith(const QByteArray &bytes);
    void dial(const QByteArray &bytes);
    bool isAccepted();

    std::unique_ptr<Links> m_links;
    std::unique_ptr<QTcpServer> m_listener; // the node behind the proxy
    std::unique_ptr<LinkProxy> m_proxy;
    std::unique_ptr<QTcpSocket> m_dialler;
    QTcpSocket *m_node = nullptr; // the node's end
};

void TestLinkProxy::init()
{
    m_links = std::make_unique<Links>();
    m_listener = std::make_unique<QTcpServer>();
    QVERIFY(m_listener->listen(QHostAddress::LocalHost));
    m_proxy = std::make_unique<LinkProxy>(*m_links);
    m_proxy->setTarget(m_listener->serverPort());
}

void TestLinkProxy::cleanup()
{
    m_node = nullptr;
    m_dialler.reset();
    m_proxy.reset();
    m_listener.reset();
    m_links.reset();
}

void TestLinkProxy::dial(const QByteArray &bytes)
{
    m_dialler = std::make_unique<QTcpSocket>();
    m_dialler->connectToHost(QHostAddress(QHostAddress::LocalHost), m_proxy->address().split(':')[1].toUShort());
    m_dialler->write(bytes);
}

bool TestLinkProxy::isAccepted()
{
    m_node = m_listener->nextPendingConnection();
    return m_node;
}

bool TestLinkProxy::connectWith(const QByteArray &bytes)
{
    dial(bytes);
    return waitFor([this] { return isAccepted(); }, timeoutMs)
        && waitFor([&] { return m_node->bytesAvailable() == bytes.size(); }, timeoutMs) && m_node->readAll() == bytes;
}

void TestLinkProxy::forwardsBothWays()
{
    QVERIFY(connectWith(greeting()));
    m_node->write("answer");
    QVERIFY(waitFor([this] { return m_dialler->bytesAvailable() == 6; }, timeoutMs));
    m_dialler->disconnectFromHost();
    QVERIFY(waitFor([this] { return m_node->state() == QAbstractSocket::UnconnectedState; }, timeoutMs));
}

void TestLinkProxy::waitsUntilItsNodeListens()
{
    m_proxy = std::make_unique<LinkProxy>(*m_links);
    dial(greeting());
    QVERIFY(m_dialler->waitForConnected());
    QVERIFY(!waitFor([this] { return isAccepted(); }, 100));
    m_proxy->setTarget(m_listener->serverPort());
    QVERIFY(waitFor([this] { return isAccepted(); }, timeoutMs));
}

void TestLinkProxy::holdsOneDirection_data()
{
    QTest::addColumn<bool>("fromDialler");
    QTest::newRow("from the node that dialled") << true;
    QTest::newRow("to the node that dialled") << false;
}

void TestLinkProxy::holdsOneDirection()
{
    QFETCH(bool, fromDialler);
    QVERIFY(connectWith(greeting()));
    QTcpSocket *held = fromDialler ? m_dialler.get() : m_node;
    QTcpSocket *free = fromDialler ? m_node : m_dialler.get();
    m_links->cut(fromDialler ? diallerAddress : m_proxy->address(), fromDialler ? m_proxy->address() : diallerAddress);
    held->write("one");
    free->write("two");
    QVERIFY(waitFor([&] { return held->bytesAvailable() == 3; }, timeoutMs));
    held->write("more");
    QVERIFY(!waitFor([&] { return free->bytesAvailable() > 0; }, 100));
    m_links->heal();
    QVERIFY(waitFor([&] { return free->bytesAvailable() == 7; }, timeoutMs));
    QCOMPARE(free->readAll(), "onemore");
}

void TestLinkProxy::holdsTheEndOfAConnection()
{
    QVERIFY(connectWith(greeting()));
    m_links->cut(diallerAddress, m_proxy->address());
    m_dialler->write("last");
    m_dialler->disconnectFromHost();
    const auto isEnded = [this] { return m_node->state() == QAbstractSocket::UnconnectedState; };
    QVERIFY(!waitFor(isEnded, 100));
    m_links->heal();
    QVERIFY(waitFor(isEnded, timeoutMs));
    QCOMPARE(m_node->readAll(), "last");
}

void TestLinkProxy::newConnectionNeedsBothDirections()
{
    m_links->cut(m_proxy->address(), diallerAddress);
    dial(greeting());
    QVERIFY(m_dialler->waitForConnected());
    QVERIFY(!waitFor([this] { return isAccepted(); }, 100));
    QCOMPARE(m_dialler->state(), QAbstractSocket::ConnectedState);
    m_links->heal();
    QVERIFY(waitFor([this] { return isAccepted(); }, timeoutMs));
}

void TestLinkProxy::neverCutsRestClients()
{
    m_links->cut(diallerAddress, m_proxy->address());
    m_links->resetAllOf(m_proxy->address());
    QVERIFY(connectWith("GET / HTTP/1.1\r\n\r\n"));
}

void TestLinkProxy::resetsConnectionsAndAcceptsThem()
{
    QVERIFY(connectWith(greeting()));
    m_links->resetAllOf(m_proxy->address());
    const auto isReset = [this] { return m_dialler->state() == QAbstractSocket::UnconnectedState; };
    QVERIFY(waitFor(isReset, timeoutMs));
    QVERIFY(m_dialler->error() != QAbstractSocket::ConnectionRefusedError);
    QVERIFY(waitFor([this] { return m_node->state() == QAbstractSocket::UnconnectedState; }, timeoutMs));
    dial(greeting());
    QVERIFY(m_dialler->waitForConnected());
    QVERIFY(waitFor(isReset, timeoutMs));
    QVERIFY(!isAccepted());
    QCOMPARE(m_links->resets(), quint64(2));
    QVERIFY(m_proxy->isListening());
}

void TestLinkProxy::refusesOnceItsNodeHasEnded()
{
    m_listener->close();
    dial(greeting());
    QVERIFY(waitFor([this] { return !m_proxy->isListening(); }, timeoutMs));
    dial({});
    QVERIFY(waitFor([this] { return m_dialler->error() == QAbstractSocket::ConnectionRefusedError; }, timeoutMs));
}

QTEST_GUILESS_MAIN(TestLinkProxy)
#include "tst_link_proxy.moc"
