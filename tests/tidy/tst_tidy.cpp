// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds the tree to the project's own rules, and shows for each rule that it can fail: every rule is first tried on
// snippets that break it and on ones that only look as if they did.

#include "rules.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tidy;

namespace {

using Rule = Findings (*)(const SourceFile &);

// Files that carry a licence line and are read by the rules; pictures and machine-read data are not among them.
const QStringList sourceNames{u"*.cpp"_s,  u"*.h"_s,          u"CMakeLists.txt"_s, u"*.cmake"_s,
                              u"*.sh"_s,   u"packages.txt"_s, u"*.js"_s,           u"*.css"_s,
                              u"*.html"_s, u"*.service"_s,    u"*.bash"_s,         u"_funnelkvs"_s};

const QStringList sourceFolders{u"common"_s, u"daemon"_s, u"monitor"_s, u"tests"_s, u"resources"_s, u".ci"_s};

QStringList sourcePaths()
{
    const QDir top(QStringLiteral(FUNNELKVS_SOURCE_DIR));
    QStringList paths{u"CMakeLists.txt"_s, u".ci/run"_s};
    for (const QString &folder : sourceFolders) {
        QDirIterator it(top.filePath(folder), sourceNames, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            paths.append(top.relativeFilePath(it.next()));
    }
    paths.sort();
    return paths;
}

QString read(const QString &path)
{
    QFile file(QStringLiteral(FUNNELKVS_SOURCE_DIR) + u'/' + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return QString::fromUtf8(file.readAll());
}

QString describe(const Findings &findings)
{
    QStringList lines;
    for (const Finding &finding : findings)
        lines.append(finding.text());
    return lines.join(u'\n');
}

} // namespace

class TestTidy : public QObject {
    Q_OBJECT

private slots:
    void treeKeepsRule_data();
    void treeKeepsRule();
    void topLevelHoldsOnlyWhatBelongs();

    void blanksWhatIsNotCode_data();
    void blanksWhatIsNotCode();
    void ruleFindsWhatItShould_data();
    void ruleFindsWhatItShould();
    void findingNamesFileAndLine();
    void topLevelRefusesStrangers();
};

void TestTidy::treeKeepsRule_data()
{
    QTest::addColumn<Rule>("rule");
    QTest::newRow("licence") << &checkLicence;
    QTest::newRow("opening") << &checkOpening;
    QTest::newRow("includes") << &checkIncludes;
    QTest::newRow("core purity") << &checkCorePurity;
    QTest::newRow("finished") << &checkFinished;
}

void TestTidy::treeKeepsRule()
{
    QFETCH(Rule, rule);
    const QStringList paths = sourcePaths();
    QVERIFY2(paths.contains(u"tests/tidy/tst_tidy.cpp"_s), "the walk over the tree misses this very file");

    Findings findings;
    for (const QString &path : paths)
        findings += rule(SourceFile::fromText(path, read(path)));
    QVERIFY2(findings.isEmpty(), qPrintable(u'\n' + describe(findings)));
}

void TestTidy::topLevelHoldsOnlyWhatBelongs()
{
    const QDir top(QStringLiteral(FUNNELKVS_SOURCE_DIR));
    const Findings findings = checkTopLevel(top.entryList(QDir::AllEntries | QDir::NoDotAndDotDot));
    QVERIFY2(findings.isEmpty(), qPrintable(u'\n' + describe(findings)));
}

void TestTidy::blanksWhatIsNotCode_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("line comment") << u"a; // b\nc;"_s << u"a;     \nc;"_s;
    QTest::newRow("block comment") << u"a /* b\nc */ d"_s << u"a     \n     d"_s;
    QTest::newRow("string") << u"f(\"x // y\");"_s << u"f(\"      \");"_s;
    QTest::newRow("escaped quote") << u"f(\"\\\"a\"); b"_s << u"f(\"   \"); b"_s;
    QTest::newRow("character") << u"c == '\"'; d"_s << u"c == ' '; d"_s;
    QTest::newRow("digit separator") << u"n = 1'000'000; m"_s << u"n = 1'000'000; m"_s;
    QTest::newRow("raw string") << u"R\"x(a\")b)x\" c"_s << u"R\"x(    )x\" c"_s;
    QTest::newRow("prefixed raw string") << u"u8R\"(//)\" c"_s << u"u8R\"(  )\" c"_s;
    QTest::newRow("unclosed string") << u"\"abc"_s << u"\"   "_s;
    QTest::newRow("unclosed comment") << u"a /*b"_s << u"a    "_s;
    QTest::newRow("unclosed raw string") << u"R\"(ab"_s << u"R\"(  "_s;
}

void TestTidy::blanksWhatIsNotCode()
{
    QFETCH(QString, text);
    QTEST(codeOnly(text), "code");
}

void TestTidy::ruleFindsWhatItShould_data()
{
    QTest::addColumn<Rule>("rule");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("lines"); // of the findings, in order

    const QString licence = u"SPDX-License-Identifier: GPL-3.0-or-later\n"_s;
    const QString core = u"common/chord/node.cpp"_s;
    const QList<int> nothing;
    const auto row = [](const char *name, Rule rule, const QString &path, const QString &text,
                        const QList<int> &lines) { QTest::newRow(name) << rule << path << text << lines; };

    row("licence: first line", &checkLicence, core, u"// "_s + licence, nothing);
    row("licence: none", &checkLicence, core, u"#include <QString>\n"_s, {1});
    row("licence: second line of C++", &checkLicence, core, u"\n// "_s + licence, {1});
    row("licence: another one", &checkLicence, core, u"// SPDX-License-Identifier: MIT\n"_s, {1});
    row("licence: after #!", &checkLicence, u"a.sh"_s, u"#!/bin/sh\n# "_s + licence, nothing);
    row("licence: none in a script", &checkLicence, u"a.sh"_s, u"#!/bin/sh\nset -eu\n"_s, {1});

    row("opening: says what for", &checkOpening, core, u"// x\n//\n// Why.\n"_s, nothing);
    row("opening: says nothing", &checkOpening, core, u"// x\n\n#include <QString>\n"_s, {2});
    row("opening: header without guard", &checkOpening, u"common/chord/id.h"_s, u"// x\n// Why.\n"_s, {0});
    row("opening: guard in a comment", &checkOpening, u"common/chord/id.h"_s, u"// x\n// #pragma once\n"_s, {0});
    row("opening: header", &checkOpening, u"common/chord/id.h"_s, u"// x\n// Why.\n#pragma once\n"_s, nothing);

    row("includes: chord itself", &checkIncludes, core, u"#include \"chord/id.h\"\n#include \"id.h\"\n"_s, nothing);
    row("includes: chord wire", &checkIncludes, core, u"\n#include \"wire/codec.h\"\n"_s, {2});
    row("includes: spaced", &checkIncludes, core, u"  #  include \"net/transport.h\"\n"_s, {1});
    row("includes: wire chord", &checkIncludes, u"common/wire/codec.h"_s, u"#include \"chord/id.h\"\n"_s, nothing);
    row("includes: wire sim", &checkIncludes, u"common/wire/codec.h"_s, u"#include \"sim/rng.h\"\n"_s, {1});
    row("includes: net rest", &checkIncludes, u"daemon/net/a.cpp"_s, u"#include \"rest/server.h\"\n"_s, {1});
    row("includes: monitor net", &checkIncludes, u"monitor/a.cpp"_s, u"#include \"net/transport.h\"\n"_s, {1});
    row("includes: cli rest", &checkIncludes, u"daemon/cli/a.cpp"_s, u"#include \"rest/server.h\"\n"_s, nothing);
    row("includes: tests", &checkIncludes, u"tests/chord/a.cpp"_s, u"#include \"net/transport.h\"\n"_s, nothing);
    row("includes: unknown folder", &checkIncludes, u"common/misc/a.cpp"_s, u"int a;\n"_s, {0});

    for (const char *bad : {"QTimer timer;",
                            "QElapsedTimer t;",
                            "auto t = QDateTime::currentDateTimeUtc();",
                            "auto t = QTime::currentTime();",
                            "std::chrono::steady_clock::now();",
                            "auto t = time(nullptr);",
                            "return std::clock();",
                            "QRandomGenerator::global()->generate();",
                            "int x = rand();",
                            "std::rand();",
                            "std::random_device seed;",
                            "class Node : public QObject {",
                            "Q_OBJECT",
                            "std::mutex lock;",
                            "QFile file;",
                            "QTcpSocket *socket;",
                            "QHash<Id, Value> values;",
                            "QSet<Id> seen;",
                            "std::unordered_map<int, int> m;",
                            "QHash<int, int> m; // order-free:",
                            "QHash<int, int> m; // order does not matter"}) {
        const QByteArray name = "core: bans " + QByteArray(bad);
        row(name.constData(), &checkCorePurity, core, u"int a;\n"_s + QLatin1String(bad) + u'\n', {2});
    }
    for (const char *good :
         {"QHash<int, int> m; // order-free: only looked up by key", "#include <QHash>",
          "// a QTimer would tie us to an event loop", "auto s = u\"rand()\";", "advance(now);", "msg.time();",
          "deadline = nextTime(now);", "Clock::time(3);", "int brand(int);", "std::map<Id, Value> values;"}) {
        const QByteArray name = "core: allows " + QByteArray(good);
        row(name.constData(), &checkCorePurity, core, u"int a;\n"_s + QLatin1String(good) + u'\n', nothing);
    }
    row("core: elsewhere a timer is fine", &checkCorePurity, u"daemon/net/a.cpp"_s, u"QTimer timer;\n"_s, nothing);

    // Put together at run time, so that this file keeps the rule it tests.
    row("finished: marker", &checkFinished, core, u"int a; // TO"_s + u"DO: more\n"_s, {1});
    row("finished: marker in a script", &checkFinished, u"a.sh"_s, u"\n# FIX"_s + u"ME\n"_s, {2});
    row("finished: part of a word", &checkFinished, core, u"int TO"_s + u"DOS;\n"_s, nothing);
    row("finished: skipped test", &checkFinished, u"tests/a.cpp"_s, u"QSKIP(\"later\");\n"_s, {1});
    row("finished: word in a string", &checkFinished, u"tests/a.cpp"_s, u"f(\"QSKIP\");\n"_s, nothing);
}

void TestTidy::ruleFindsWhatItShould()
{
    QFETCH(Rule, rule);
    QFETCH(QString, path);
    QFETCH(QString, text);
    QList<int> lines;
    for (const Finding &finding : rule(SourceFile::fromText(path, text)))
        lines.append(finding.line);
    QTEST(lines, "lines");
}

void TestTidy::findingNamesFileAndLine()
{
    const Findings findings = checkIncludes(SourceFile::fromText(u"common/wire/a.h"_s, u"\n#include \"sim/b.h\"\n"_s));
    QCOMPARE(describe(findings), u"common/wire/a.h:2: wire must not include sim; it may include chord"_s);
}

void TestTidy::topLevelRefusesStrangers()
{
    const Findings findings = checkTopLevel({u"README.md"_s, u"build-asan"_s, u".ci"_s, u"notes.txt"_s, u"src"_s});
    QCOMPARE(findings.size(), 2);
    QCOMPARE(findings[0].path, u"notes.txt"_s);
    QCOMPARE(findings[1].path, u"src"_s);
}

QTEST_APPLESS_MAIN(TestTidy)

#include "tst_tidy.moc"
