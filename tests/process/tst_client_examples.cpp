// SPDX-License-Identifier: GPL-3.0-or-later
//
// The examples for curl and Python in README.md, run as they stand there, against a node. tests/browser runs that for
// browsers.

#include "support/daemon.h"
#include "support/program_run.h"

#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QtTest>

using namespace Qt::StringLiterals;
using support::Daemon;

namespace {

constexpr int patienceMs = 60'000;

// The block of README.md in this language, for the node.
QString example(const QString &language, const Daemon &node)
{
    QFile file(QStringLiteral(FUNNELKVS_SOURCE_DIR "/README.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QRegularExpression block(u"^```%1\n(.*?)^```$"_s.arg(language),
                                   QRegularExpression::MultilineOption
                                       | QRegularExpression::DotMatchesEverythingOption);
    const QString code = block.match(QString::fromUtf8(file.readAll())).captured(1);
    return QString(code).replace(u"127.0.0.1:11000"_s, node.addressText());
}

// What the interpreter prints; null if it failed.
QByteArray outputOf(const QString &interpreter, const QString &code)
{
    QProcess process;
    support::endWithParent(process);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(interpreter, {u"-c"_s, code});
    if (!process.waitForFinished(patienceMs) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

} // namespace

class TestClientExamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void curl();
    void python();

private:
    std::unique_ptr<Daemon> m_node;
};

void TestClientExamples::initTestCase()
{
    m_node = std::make_unique<Daemon>(QStringList{u"--founding-hold"_s, u"0"_s});
    QVERIFY(m_node->waitUntilReady());
}

void TestClientExamples::curl()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"curl"_s).isEmpty(), "run: sh resources/install-packages.sh test");
    const QString code = example(u"sh"_s, *m_node);
    QVERIFY(!code.isEmpty());
    QCOMPARE(outputOf(u"sh"_s, code), QByteArray("1"));
    QCOMPARE(outputOf(u"sh"_s, code), QByteArray("2"));
}

void TestClientExamples::python()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"python3"_s).isEmpty(), "run: sh resources/install-packages.sh test");
    const QString code = example(u"python"_s, *m_node);
    QVERIFY(!code.isEmpty());
    const QList<QByteArray> lines = outputOf(u"python3"_s, code).trimmed().split('\n');
    QCOMPARE(lines.size(), 24);
    for (const QByteArray &line : lines)
        QVERIFY2(line.startsWith("temperature/") && line.contains(" 2 "), line.constData());
}

QTEST_GUILESS_MAIN(TestClientExamples)

#include "tst_client_examples.moc"
