// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nodes that are started with names while no name server answers, as in a cluster that starts as a whole.

#include "support/daemon.h"
#include "support/program_run.h"

#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest>

#include <array>

using namespace Qt::StringLiterals;
using support::Daemon;

namespace {

// Two ports that were free just now.
std::array<QString, 2> freePorts()
{
    std::array<QTcpServer, 2> servers;
    std::array<QString, 2> ports;
    for (size_t i = 0; i < servers.size(); ++i) {
        servers[i].listen(QHostAddress::LocalHost);
        ports[i] = QString::number(servers[i].serverPort());
    }
    return ports;
}

} // namespace

class TestResolver : public QObject {
    Q_OBJECT

private slots:
    void foundsOneRingOnceItKnowsItsName();
};

void TestResolver::foundsOneRingOnceItKnowsItsName()
{
    QTemporaryDir directory;
    QFile stopped(directory.filePath(u"stopped"_s));
    QVERIFY(stopped.open(QIODevice::WriteOnly));
    const QStringList environment{u"LD_PRELOAD=" FAILING_RESOLVER ""_s,
                                  u"FUNNELKVS_TEST_RESOLVER="_s + stopped.fileName()};
    const auto ports = freePorts();
    const auto words = [&ports](size_t self) {
        return QStringList{u"--listen"_s,        u"127.0.0.1:"_s + ports[self],
                           u"--join"_s,          u"one.test:"_s + ports[0],
                           u"--join"_s,          u"other.test:"_s + ports[1],
                           u"--join-timeout"_s,  u"60"_s,
                           u"--founding-hold"_s, u"0"_s,
                           u"--log-level"_s,     u"info"_s};
    };
    Daemon one(words(0), environment);
    Daemon other(words(1), environment);
    for (const Daemon *node : {&one, &other}) {
        QVERIFY(support::waitFor([&] { return node->log().contains("cannot resolve other.test"); }, 20'000));
        QVERIFY(support::waitFor([&] { return node->log().contains("cannot resolve one.test"); }, 20'000));
        QVERIFY(node->isRunning());
    }
    QVERIFY(stopped.remove());
    QVERIFY2(one.waitUntilReady(), one.log().constData());
    QVERIFY2(other.waitUntilReady(), other.log().constData());
    const auto isOneRing = [&] {
        const support::ProgramRun chain = support::runProgram({u"check-chain"_s, u"--node"_s, one.addressText()});
        return chain.exitCode == 0 && chain.output.contains(one.addressText().toUtf8())
            && chain.output.contains(other.addressText().toUtf8());
    };
    QVERIFY2(support::waitFor(isOneRing, 20'000), (one.log() + other.log()).constData());
}

QTEST_GUILESS_MAIN(TestResolver)
#include "tst_resolver.moc"
