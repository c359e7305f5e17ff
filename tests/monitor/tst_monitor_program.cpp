// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program as it is started: its options, its screenshots, its exit codes, and that its nodes end with it, however
// it ends.

#include "live_fixture.h"
#include "odd_servers.h"
#include "support/ring.h"

#include <QImage>
#include <QProcess>
#include <QSet>
#include <QtTest>

#include <csignal>

using namespace Qt::StringLiterals;
using support::waitFor;

class TestMonitorProgram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void screenshots_data();
    void screenshots();
    void screenshotOfARing();
    void cannotBeDone_data();
    void cannotBeDone();
    void printsAndEnds_data();
    void printsAndEnds();
    void tokenFromTheEnvironment();
    void nothingIsLeft_data();
    void nothingIsLeft();

private:
    struct Run {
        int exitCode = -1; // -1: did not end, or crashed
        QByteArray output;
        QByteArray errors;
    };
    Run run(const QStringList &words) const;
    QString path(const QString &name) const { return m_environment.dataFolder() + u'/' + name; }

    LiveEnvironment m_environment;
};

namespace {

const QString program = QStringLiteral(FUNNELKVS_BIN_DIR "/funnelkvs-monitor");

// How many colours there are in a picture, and where a ring should be.
qsizetype coloursIn(const QImage &image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 2) {
        for (int x = 0; x < image.width(); x += 2)
            colours.insert(image.pixel(x, y));
    }
    return colours.size();
}

} // namespace

void TestMonitorProgram::initTestCase()
{
    for (const char *variable : {"FUNNELKVS_CA", "FUNNELKVS_TOKEN", "FUNNELKVS_TOKEN_FILE"})
        qunsetenv(variable);
}

TestMonitorProgram::Run TestMonitorProgram::run(const QStringList &words) const
{
    QProcess process;
    process.start(program, words);
    if (!process.waitForFinished(90'000)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

void TestMonitorProgram::screenshots_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("coloursMin");
    // A start page has few colours; a ring has those of its owners, smoothed along every curve.
    QTest::newRow("empty") << QStringList{} << 20;
    QTest::newRow("textbook") << QStringList{u"--textbook"_s} << 300;
    QTest::newRow("lesson") << QStringList{u"--lesson"_s, u"3"_s} << 300;
    QTest::newRow("local ring") << QStringList{u"--start-ring"_s, u"3"_s} << 300;
}

void TestMonitorProgram::screenshots()
{
    QFETCH(QStringList, words);
    QFETCH(int, coloursMin);
    const QString file = path(u"screenshot.png"_s);
    QFile::remove(file);
    words += {u"--screenshot"_s, file, u"--size"_s, u"1100x700"_s, u"--after"_s, u"0.2"_s};
    const Run shot = run(words);
    QVERIFY2(shot.exitCode == 0, shot.errors);
    QVERIFY2(!shot.errors.contains("funnelkvs-monitor:"), shot.errors);
    const QImage image(file);
    QCOMPARE(image.size(), QSize(1100, 700));
    QVERIFY2(coloursIn(image) >= coloursMin, qPrintable(QString::number(coloursIn(image))));
}

void TestMonitorProgram::screenshotOfARing()
{
    support::Ring ring;
    QVERIFY(ring.start(2));
    const QString file = path(u"ring.png"_s);
    const Run shot = run({u"--connect"_s, ring.node(1).addressText(), u"--screenshot"_s, file, u"--after"_s, u"0.5"_s});
    QVERIFY2(shot.exitCode == 0, shot.errors);
    QVERIFY(coloursIn(QImage(file)) >= 300);
    QVERIFY(ring.waitUntilWhole(2)); // it was only looked at
}

void TestMonitorProgram::cannotBeDone_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char *name, const QStringList &words, int exitCode, const char *said) {
        QTest::newRow(name) << words << exitCode << QByteArray(said);
    };
    row("no such option", {u"--nonsense"_s}, 2, "--help");
    row("two rings", {u"--textbook"_s, u"--start-ring"_s, u"3"_s}, 2, "exclude each other");
    row("too many nodes", {u"--start-ring"_s, u"65"_s}, 2, "from 1 to 64");
    row("no such lesson", {u"--lesson"_s, u"0"_s}, 2, "from 1 to 5");
    row("no authorities", {u"--connect"_s, u"https://127.0.0.1:1"_s, u"--ca"_s, u"/nonexistent"_s}, 2,
        "cannot read the file /nonexistent");
    row("no token", {u"--connect"_s, u"127.0.0.1:1"_s, u"--token-file"_s, u"/nonexistent"_s}, 2,
        "cannot read the file /nonexistent");
    row("not writable", {u"--textbook"_s, u"--screenshot"_s, u"/nonexistent/a.png"_s, u"--after"_s, u"0"_s}, 1,
        "Cannot write");
    row("nobody there", {u"--connect"_s, u"127.0.0.1:%1"_s.arg(closedPort()), u"--screenshot"_s, u"a.png"_s}, 1,
        "connection refused");
}

void TestMonitorProgram::cannotBeDone()
{
    QFETCH(QStringList, words);
    QFETCH(QByteArray, said);
    const Run wrong = run(words);
    QTEST(wrong.exitCode, "exitCode");
    QVERIFY2(wrong.errors.contains("funnelkvs-monitor: ") && wrong.errors.contains(said), wrong.errors);
    QVERIFY(wrong.output.isEmpty());
}

void TestMonitorProgram::printsAndEnds_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("help") << u"--help"_s << QByteArray("--token-file");
    QTest::newRow("version") << u"--version"_s << QByteArray("funnelkvs-monitor " FUNNELKVS_VERSION);
}

void TestMonitorProgram::printsAndEnds()
{
    QFETCH(QString, word);
    QFETCH(QByteArray, said);
    qputenv("QT_QPA_PLATFORM", "none such"); // no display is needed
    const Run told = run({word});
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QCOMPARE(told.exitCode, 0);
    QVERIFY2(told.output.contains(said), told.output);
}

void TestMonitorProgram::tokenFromTheEnvironment()
{
    QFile table(path(u"tokens"_s));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("read token-that-reads\n");
    table.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    table.close();
    support::Daemon daemon({u"--tokens"_s, table.fileName()});
    QVERIFY(daemon.waitUntilReady());
    const QStringList words{u"--connect"_s,       daemon.addressText(), u"--screenshot"_s,
                            path(u"token.png"_s), u"--after"_s,         u"0"_s};
    const Run without = run(words);
    QCOMPARE(without.exitCode, 1);
    QVERIFY2(without.errors.contains("requires a token"), without.errors);
    qputenv("FUNNELKVS_TOKEN", "token-that-reads");
    const Run with = run(words);
    qunsetenv("FUNNELKVS_TOKEN");
    QVERIFY2(with.exitCode == 0, with.errors);
}

void TestMonitorProgram::nothingIsLeft_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("killed") << SIGKILL;
    QTest::newRow("terminated") << SIGTERM;
}

void TestMonitorProgram::nothingIsLeft()
{
    QFETCH(int, signal);
    QProcess monitor;
    monitor.start(program, {u"--start-ring"_s, u"3"_s});
    QVERIFY(monitor.waitForStarted());
    QList<qint64> nodes;
    const bool isUp = waitFor([&] { return (nodes = childrenOf(monitor.processId())).size() == 3; }, 40'000);
    ::kill(pid_t(monitor.processId()), signal);
    QVERIFY(monitor.waitForFinished());
    QVERIFY(isUp);
    QVERIFY(waitFor([&] { return std::none_of(nodes.begin(), nodes.end(), isRunning); }, 10'000));
}

QTEST_GUILESS_MAIN(TestMonitorProgram)
#include "tst_monitor_program.moc"
