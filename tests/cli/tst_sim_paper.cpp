// SPDX-License-Identifier: GPL-3.0-or-later
//
// sim paper as its users type it: the form of its JSON, its drawing, and what it says to bad input. What the figures
// are is tested in tests/sim.

#include "support/program_run.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

using namespace Qt::StringLiterals;
using support::ProgramRun;
using support::runProgram;

class TestSimPaper : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void json_data();
    void json();
    void sameSeedSameOutput();
    void table();
    void svg();
    void badInput_data();
    void badInput();
};

void TestSimPaper::json_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("members");
    QTest::addColumn<int>("rows");
    QTest::newRow("path-length") << u"path-length --nodes-most 16 --lookups 20"_s << QStringList{u"pathLength"_s} << 2;
    QTest::newRow("failures") << u"failures --no-variants --lookups 10"_s
                              << QStringList{u"failuresPer10k"_s, u"pathLength"_s, u"timeouts"_s} << 6;
    QTest::newRow("churn") << u"churn --no-variants --lookups 1"_s
                           << QStringList{u"failuresPer10k"_s, u"pathLength"_s, u"timeouts"_s} << 8;
    QTest::newRow("balance") << u"balance --draws 1"_s << QStringList{u"load"_s, u"loadMost"_s} << 1;
    QTest::newRow("virtual-nodes") << u"virtual-nodes --draws 1"_s << QStringList{u"load"_s} << 5;
}

void TestSimPaper::json()
{
    QFETCH(QString, words);
    QFETCH(QStringList, members);
    QFETCH(int, rows);
    const ProgramRun run = runProgram(u"sim paper %1 --json --seed 7"_s.arg(words).split(u' '));
    QCOMPARE(run.exitCode, 0);
    const QJsonObject json = QJsonDocument::fromJson(run.output).object();
    QCOMPARE(json["experiment"_L1].toString(), words.section(u' ', 0, 0));
    QVERIFY(json["source"_L1].toString().startsWith("TON"_L1));
    QCOMPARE(json["seed"_L1].toString(), u"7"_s);
    QCOMPARE(json["samples"_L1].toArray().size(), rows);
    QCOMPARE(json["rows"_L1].toArray().size(), rows);
    for (const QJsonValue &value : json["rows"_L1].toArray()) {
        const QJsonObject row = value.toObject();
        QCOMPARE(row.keys(), (QStringList{u"measured"_s, u"paper"_s, u"parameter"_s}));
        for (const QLatin1StringView side : {"paper"_L1, "measured"_L1}) {
            const QJsonObject figures = row[side].toObject();
            QCOMPARE(figures.keys(), members);
            for (const QString &member : members)
                QCOMPARE(figures[member].toObject().keys(), (QStringList{u"mean"_s, u"p1"_s, u"p99"_s}));
        }
    }
}

void TestSimPaper::sameSeedSameOutput()
{
    const QStringList words{u"sim"_s, u"paper"_s, u"failures"_s, u"--lookups"_s, u"10"_s};
    const QByteArray first = runProgram(words).output;
    QVERIFY(!first.isEmpty());
    QCOMPARE(runProgram(words).output, first);
    QVERIFY(runProgram(words + QStringList{u"--seed"_s, u"2"_s}).output != first);
}

void TestSimPaper::table()
{
    const ProgramRun run = runProgram(u"sim paper failures --lookups 10"_s.split(u' '));
    QCOMPARE(run.exitCode, 0);
    for (const char *text : {"Table II", "paper", "measured", "4.44 (2, 6)", "3.23 (0, 8)", "failures/10k"})
        QVERIFY2(run.output.contains(text), text);
}

void TestSimPaper::svg()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"balance.svg"_s);
    const ProgramRun run = runProgram({u"sim"_s, u"paper"_s, u"balance"_s, u"--draws"_s, u"2"_s, u"--svg"_s, path});
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    QStringList classes;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement)
            classes.append(xml.attributes().value("class"_L1).toString());
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(classes.contains(u"series paper"_s));
    QVERIFY(classes.contains(u"series measured"_s));
}

void TestSimPaper::badInput_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("said");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("experiment") << u"speed"_s << u"\"speed\" is no experiment"_s << 2;
    QTest::newRow("too few nodes") << u"path-length --nodes 1"_s << u"--nodes takes a number from 2"_s << 2;
    QTest::newRow("too many nodes") << u"path-length --nodes-most 99999999"_s << u"--nodes-most takes"_s << 2;
    QTest::newRow("no draws") << u"balance --draws 0"_s << u"--draws takes a number from 1"_s << 2;
    QTest::newRow("folder missing") << u"balance --svg /nonexistent/figure.svg"_s << u"/nonexistent/figure.svg"_s << 1;
}

void TestSimPaper::badInput()
{
    QFETCH(QString, words);
    QFETCH(QString, said);
    QFETCH(int, exitCode);
    const ProgramRun run = runProgram(u"sim paper %1"_s.arg(words).split(u' '));
    QCOMPARE(run.exitCode, exitCode);
    QVERIFY2(QString::fromUtf8(run.errors).contains(said), run.errors.constData());
    QCOMPARE(run.output, QByteArray());
}

QTEST_GUILESS_MAIN(TestSimPaper)
#include "tst_sim_paper.moc"
