// SPDX-License-Identifier: GPL-3.0-or-later
//
// setup-nodes and stop-nodes, in a folder of the test's own, so that nobody's ring is touched.

#include "cli/local_process.h"
#include "support/daemon.h"
#include "support/program_run.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <memory>
#include <pwd.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using support::ProgramRun;
using support::waitFor;

class TestLocalRing : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void eightNodesComeAndGo();
    void dataIsKept();
    void securityIsHandedOn();
    void secondSetupIsRefused();
    void takenPortIsNamed();
    void nothingToStop();
    void stopsOnlyWhatItStarted();
    void restOfADeadRingIsNoObstacle();
    void unwritableFolder();
    void noHome();
    void processStamps();

private:
    ProgramRun run(const QStringList &words) const
    {
        return support::runProgram(words, {}, {u"XDG_DATA_HOME="_s + m_folder->path()});
    }
    QString basePort() const { return QString::number(m_basePort); }
    QString nodeAddress(int index) const { return u"127.0.0.1:%1"_s.arg(m_basePort + index); }
    QList<qint64> pidsOf(const ProgramRun &setup) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    quint16 m_basePort = 0;
};

// Looks for ten free ports in a row.
void TestLocalRing::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (quint16 base = 20'000; base < 60'000; base += 10) {
        std::vector<std::unique_ptr<QTcpServer>> probes;
        for (quint16 port = base; port < base + 10; ++port) {
            probes.push_back(std::make_unique<QTcpServer>());
            if (!probes.back()->listen(QHostAddress::LocalHost, port))
                break;
        }
        m_basePort = base;
        if (probes.back()->isListening())
            return;
    }
    QFAIL("no ten free ports in a row");
}

void TestLocalRing::cleanup()
{
    run({u"stop-nodes"_s, u"--timeout"_s, u"1"_s});
}

QList<qint64> TestLocalRing::pidsOf(const ProgramRun &setup) const
{
    QList<qint64> pids;
    for (const QJsonValue &node : QJsonDocument::fromJson(setup.output).object()["nodes"_L1].toArray())
        pids.append(node["pid"_L1].toInteger());
    return pids;
}

void TestLocalRing::eightNodesComeAndGo()
{
    const ProgramRun setup = run({u"setup-nodes"_s, u"8"_s, u"--base-port"_s, basePort()});
    QVERIFY2(setup.exitCode == 0, setup.errors.constData());
    QVERIFY(setup.errors.contains("8 of 8 joined, stabilizing"));
    qInfo("%s", setup.output.constData());

    const ProgramRun chain = run({u"check-chain"_s, u"--node"_s, nodeAddress(7)});
    QCOMPARE(chain.exitCode, 0);
    QCOMPARE(chain.output.count('\n'), 8);
    for (int bornId = 1; bornId <= 8; ++bornId)
        QVERIFY(chain.output.contains("born_id=" + QByteArray::number(bornId) + ' '));

    const ProgramRun stop = run({u"stop-nodes"_s});
    QCOMPARE(stop.exitCode, 0);
    QVERIFY2(stop.output.contains("8 nodes stopped"), stop.output.constData());
    for (int i = 0; i < 8; ++i)
        QCOMPARE(run({u"status"_s, u"--node"_s, nodeAddress(i)}).exitCode, 1);
}

void TestLocalRing::dataIsKept()
{
    const QString data = m_folder->filePath(u"data"_s);
    const QStringList setUp{u"setup-nodes"_s, u"3"_s, u"--base-port"_s, basePort(), u"--data-dir"_s, data};
    QCOMPARE(run(setUp).exitCode, 0);
    QCOMPARE(run({u"put"_s, u"kept"_s, u"value"_s, u"--node"_s, nodeAddress(0)}).exitCode, 0);
    QCOMPARE(run({u"stop-nodes"_s}).exitCode, 0);
    QCOMPARE(QDir(data).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 3);
    const ProgramRun again = run(setUp);
    QVERIFY2(again.exitCode == 0, again.errors.constData());
    const ProgramRun get = run({u"get"_s, u"kept"_s, u"--node"_s, nodeAddress(2)});
    QVERIFY2(get.exitCode == 0, get.errors.constData());
    QCOMPARE(get.output, QByteArray("value"));
}

// Files with relative names, though the nodes run in another folder; one option from the environment.
void TestLocalRing::securityIsHandedOn()
{
    const auto write = [this](const char *name, const QByteArray &content) {
        QFile file(m_folder->filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    };
    write("tokens", "# of the test\nwrite token-that-writes\n");
    write("secret", "0123456789abcdef-of-the-ring\n");
    const QString certificates = QStringLiteral(FUNNELKVS_SOURCE_DIR "/tests/certificates/");
    const QDir here;
    const QStringList tls{u"--tls-cert"_s, here.relativeFilePath(certificates + "node.pem"_L1), u"--tls-key"_s,
                          here.relativeFilePath(certificates + "node.key"_L1)};
    const QStringList environment{u"XDG_DATA_HOME="_s + m_folder->path(),
                                  u"FUNNELKVS_TLS_CA="_s + here.relativeFilePath(certificates + "ca.pem"_L1)};
    const ProgramRun setup =
        support::runProgram(QStringList{u"setup-nodes"_s, u"3"_s, u"--base-port"_s, basePort(), u"--tokens"_s,
                                        here.relativeFilePath(m_folder->filePath(u"tokens"_s)), u"--ring-secret-file"_s,
                                        m_folder->filePath(u"secret"_s)}
                                + tls,
                            {}, environment);
    QVERIFY2(setup.exitCode == 0, setup.errors.constData());

    const QStringList come{u"--node"_s, u"https://"_s + nodeAddress(2), u"--ca"_s, certificates + "ca.pem"_L1};
    const QStringList token{u"FUNNELKVS_TOKEN=token-that-writes"_s};
    QCOMPARE(support::runProgram(QStringList{u"check-chain"_s} + come, {}, token).output.count('\n'), 3);
    QCOMPARE(support::runProgram(QStringList{u"put"_s, u"k"_s, u"v"_s} + come, {}, token).exitCode, 0);
    QCOMPARE(support::runProgram(QStringList{u"get"_s, u"k"_s} + come).exitCode, 1);
    QCOMPARE(run({u"get"_s, u"k"_s, u"--node"_s, nodeAddress(2)}).exitCode, 1);
    // The secret is asked for as well.
    support::Daemon stranger(
        QStringList{u"--join"_s, nodeAddress(0), u"--join-timeout"_s, u"1"_s, u"--tls-ca"_s, certificates + "ca.pem"_L1}
        + tls);
    QVERIFY(stranger.waitUntilEnded());
    QCOMPARE(stranger.exitCode(), 1);

    const ProgramRun untold = run({u"setup-nodes"_s, u"1"_s, u"--base-port"_s, QString::number(m_basePort + 5),
                                   u"--tokens"_s, u"no-such-file"_s});
    QCOMPARE(untold.exitCode, 2);
    QVERIFY2(untold.errors.contains("no-such-file"), untold.errors.constData());
}

void TestLocalRing::secondSetupIsRefused()
{
    QCOMPARE(run({u"setup-nodes"_s, u"2"_s, u"--base-port"_s, basePort()}).exitCode, 0);
    const ProgramRun second = run({u"setup-nodes"_s, u"3"_s, u"--base-port"_s, basePort()});
    QCOMPARE(second.exitCode, 1);
    QVERIFY2(second.errors.contains("a ring of 2 nodes is up already"), second.errors.constData());
    QCOMPARE(run({u"check-chain"_s, u"--node"_s, nodeAddress(0)}).output.count('\n'), 2);
}

void TestLocalRing::takenPortIsNamed()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost, quint16(m_basePort + 2)));
    const ProgramRun setup = run({u"setup-nodes"_s, u"4"_s, u"--base-port"_s, basePort()});
    QCOMPARE(setup.exitCode, 1);
    QVERIFY2(setup.errors.contains("has port " + QByteArray::number(m_basePort + 2)), setup.errors.constData());
    QCOMPARE(run({u"status"_s, u"--node"_s, nodeAddress(0)}).exitCode, 1);
}

void TestLocalRing::nothingToStop()
{
    const ProgramRun stop = run({u"stop-nodes"_s});
    QCOMPARE(stop.exitCode, 0);
    QVERIFY(stop.output.contains("No nodes"));
}

// A process that was given the id of a node which is gone must live on.
void TestLocalRing::stopsOnlyWhatItStarted()
{
    const ProgramRun setup = run({u"setup-nodes"_s, u"2"_s, u"--json"_s, u"--base-port"_s, basePort()});
    const QList<qint64> pids = pidsOf(setup);
    QCOMPARE(pids.size(), 2);
    QProcess bystander;
    support::endWithParent(bystander);
    bystander.start(u"sleep"_s, {u"300"_s});
    QVERIFY(bystander.waitForStarted());

    QFile file(m_folder->filePath(u"funnelkvs/ring-%1.json"_s.arg(m_basePort)));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray state = file.readAll();
    file.close();
    QByteArray forged = state;
    forged.replace("\"pid\": " + QByteArray::number(pids[0]), "\"pid\": " + QByteArray::number(bystander.processId()));
    QVERIFY(forged != state);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(forged);
    file.close();

    const ProgramRun stop = run({u"stop-nodes"_s});
    QCOMPARE(stop.exitCode, 0);
    QVERIFY2(stop.output.contains("1 node stopped"), stop.output.constData());
    QCOMPARE(bystander.state(), QProcess::Running);
    QVERIFY(cli::localProcess(pids[0]).isRunning());
    ::kill(pid_t(pids[0]), SIGKILL);
    bystander.kill();
    bystander.waitForFinished();
}

void TestLocalRing::restOfADeadRingIsNoObstacle()
{
    const QList<qint64> pids = pidsOf(run({u"setup-nodes"_s, u"2"_s, u"--json"_s, u"--base-port"_s, basePort()}));
    for (const qint64 pid : pids)
        ::kill(pid_t(pid), SIGKILL);
    QVERIFY(waitFor([&] { return !cli::localProcess(pids[0]).isRunning() && !cli::localProcess(pids[1]).isRunning(); },
                    10'000));
    const ProgramRun setup = run({u"setup-nodes"_s, u"2"_s, u"--base-port"_s, basePort()});
    QVERIFY2(setup.exitCode == 0, setup.errors.constData());
}

void TestLocalRing::unwritableFolder()
{
    const ProgramRun setup = support::runProgram({u"setup-nodes"_s, u"1"_s}, {}, {u"XDG_DATA_HOME=/proc/nowhere"_s});
    QCOMPARE(setup.exitCode, 1);
    QVERIFY2(setup.errors.contains("XDG_DATA_HOME"), setup.errors.constData());
}

// As cron, containers and service managers start programs. The root of the file system is no home.
void TestLocalRing::noHome()
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"HOME"_s);
    environment.remove(u"XDG_DATA_HOME"_s);
    process.setProcessEnvironment(environment);
    process.start(support::programPath(), {u"setup-nodes"_s, u"1"_s, u"--base-port"_s, basePort(), u"--json"_s});
    QVERIFY(process.waitForFinished());
    const QByteArray output = process.readAllStandardOutput();
    const passwd *user = getpwuid(geteuid());
    if (process.exitCode() == 0) {
        const QString log = QJsonDocument::fromJson(output)[u"nodes"_s][0]["log"_L1].toString();
        QVERIFY2(log.startsWith(QFile::decodeName(user->pw_dir) + "/.local/share/funnelkvs/"_L1), qPrintable(log));
    } else {
        QVERIFY(process.readAllStandardError().contains("HOME"));
    }
    process.start(support::programPath(), {u"stop-nodes"_s, u"--base-port"_s, basePort()});
    QVERIFY(process.waitForFinished());
    QVERIFY(!QFileInfo::exists(u"/.local/share/funnelkvs"_s));
}

void TestLocalRing::processStamps()
{
    const cli::LocalProcess self = cli::localProcess(QCoreApplication::applicationPid());
    QVERIFY(self.isRunning());
    QVERIFY(!(cli::LocalProcess{self.pid, "another"}).isRunning());
    QVERIFY(!cli::LocalProcess{}.isRunning());
}

QTEST_GUILESS_MAIN(TestLocalRing)
#include "tst_local_ring.moc"
