// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds the tree to the project's own rules, and shows for each rule that it can fail: every rule is first tried on
// snippets that break it and on ones that only look as if they did.

#include "rules.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
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

// All files of the project, as far as a document may name them.
QStringList allPaths()
{
    const QDir top(QStringLiteral(FUNNELKVS_SOURCE_DIR));
    QStringList paths = top.entryList(QDir::Files);
    for (const QString &folder : sourceFolders + QStringList{u".github"_s}) {
        QDirIterator it(top.filePath(folder), QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            paths.append(top.relativeFilePath(it.next()));
    }
    paths.sort();
    return paths;
}

QStringList documentPaths()
{
    return allPaths().filter(QRegularExpression(u"\\.md$"_s));
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
    void documentsKeepTheWording();
    void namedDocumentsExist();
    void allSourcesAreBuilt();
    void allFunctionsAreUsed();

    void blanksWhatIsNotCode_data();
    void blanksWhatIsNotCode();
    void ruleFindsWhatItShould_data();
    void ruleFindsWhatItShould();
    void findingNamesFileAndLine();
    void topLevelRefusesStrangers();
    void referencesAreFound_data();
    void referencesAreFound();
    void strayFilesAreFound_data();
    void strayFilesAreFound();
    void unusedFunctionsAreFound();
};

void TestTidy::treeKeepsRule_data()
{
    QTest::addColumn<Rule>("rule");
    QTest::newRow("licence") << &checkLicence;
    QTest::newRow("opening") << &checkOpening;
    QTest::newRow("includes") << &checkIncludes;
    QTest::newRow("core purity") << &checkCorePurity;
    QTest::newRow("finished") << &checkFinished;
    QTest::newRow("wording") << &checkWording;
    QTest::newRow("function length") << &checkFunctionLength;
    QTest::newRow("class name") << &checkClassName;
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

void TestTidy::documentsKeepTheWording()
{
    const QStringList paths = documentPaths();
    QVERIFY(paths.contains(u"README.md"_s) && paths.contains(u".github/CONTRIBUTING.md"_s));
    Findings findings;
    for (const QString &path : paths)
        findings += checkWording(SourceFile::fromText(path, read(path)));
    QVERIFY2(findings.isEmpty(), qPrintable(u'\n' + describe(findings)));
}

void TestTidy::namedDocumentsExist()
{
    const QStringList all = allPaths();
    Findings findings;
    for (const QString &path : sourcePaths() + documentPaths()) {
        if (!path.startsWith(u"tests/tidy/"_s)) // its examples name files that are not there
            findings += checkReferences(SourceFile::fromText(path, read(path)), all);
    }
    QVERIFY2(findings.isEmpty(), qPrintable(u'\n' + describe(findings)));
}

void TestTidy::allSourcesAreBuilt()
{
    const QStringList paths = sourcePaths();
    QMap<QString, QString> cmakeFiles;
    for (const QString &path : paths) {
        if (path.endsWith(u"/CMakeLists.txt"_s))
            cmakeFiles.insert(path.section(u'/', 0, -2), read(path));
    }
    Findings findings;
    for (const QString &path : paths)
        findings += checkBuilt(SourceFile::fromText(path, {}), cmakeFiles);
    QVERIFY2(findings.isEmpty(), qPrintable(u'\n' + describe(findings)));
}

void TestTidy::allFunctionsAreUsed()
{
    QList<SourceFile> files;
    for (const QString &path : sourcePaths())
        files.append(SourceFile::fromText(path, read(path)));
    const Findings findings = checkUnused(files);
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
    const QString document = u"common/README.md"_s;
    row("wording: plain", &checkWording, document, u"A node joins the ring again.\n"_s, nothing);
    for (const char *bad : {"## Who may come in", "Whoever asks", "It begins anew.", "a request under way",
                            "It goes by another name", "what befalls a host", "deeds", "No TLS came about",
                            "it waits so many seconds", "a leave in vain", "It closed without a word."}) {
        const QByteArray name = "wording: " + QByteArray(bad);
        row(name.constData(), &checkWording, document, u"Text\n"_s + QLatin1String(bad) + u'\n', {2});
    }
    row("wording: part of a word", &checkWording, document, u"indeed, renewed, so manyfold\n"_s, nothing);
    row("wording: code", &checkWording, document, u"`leave anew`\n```\nanew\n```\nanew\n"_s, {5});
    row("wording: elsewhere", &checkWording, core, u"// anew\n"_s, {1});
    row("wording: part of a word", &checkWording, core, u"// manewood\n"_s, nothing);

    row("finished: word in a string", &checkFinished, u"tests/a.cpp"_s, u"f(\"QSKIP\");\n"_s, nothing);

    const QString longBody = u"void f()\n{\n"_s + u"    g();\n"_s.repeated(71) + u"}\n"_s;
    row("function length: too long", &checkFunctionLength, u"common/chord/a.cpp"_s, longBody, {2});
    row("function length: rows of a test", &checkFunctionLength, u"tests/a.cpp"_s,
        u"void T::f_data()\n{\n"_s + u"    g();\n"_s.repeated(71) + u"}\n"_s, nothing);
    row("function length: fits", &checkFunctionLength, u"common/chord/a.cpp"_s,
        u"void f()\n{\n"_s + u"    g();\n"_s.repeated(70) + u"}\n"_s, nothing);
    row("class name: another", &checkClassName, u"common/chord/a_box.h"_s, u"class Bag {\n};\n"_s, {1});
    row("class name: the file's", &checkClassName, u"common/chord/a_box.h"_s, u"class ABox : public B {\n};\n"_s,
        nothing);
    row("class name: not alone", &checkClassName, u"common/chord/a_box.h"_s, u"struct C {\n};\nclass Bag {\n};\n"_s,
        nothing);
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

void TestTidy::referencesAreFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("missing"); // empty: nothing is
    const auto row = [](const char *name, const char *path, const char *line, const char *missing) {
        QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(line) << QString::fromLatin1(missing);
    };
    row("whole path", "README.md", "see common/chord/id.h", "");
    row("end of a path", "README.md", "see `chord/id.h` and id.cpp", "");
    row("source that is not there", "README.md", "see `chord/ids.h`", "chord/ids.h");
    row("other folder", "README.md", "see wire/id.h", "wire/id.h");
    row("part of a name", "README.md", "see d.h", "d.h");
    row("document", "README.md", "DESIGN.md has more", "DESIGN.md");
    row("wildcard", "README.md", "all id_*.cpp and lesson_NAME.cpp and *.h", "");
    row("other kinds of files", "README.md", "node.pem, page.html", "");
    row("comment", "common/chord/id.cpp", "int a; // as in ids.h", "ids.h");
    row("include", "common/chord/id.cpp", "#include <unistd.h>", "");
    row("string", "common/chord/id.cpp", "f(\"// ids.h\");", "");
    row("link", "README.md", "[a](common/README.md) and [b](common/chord) and [c](common/README.md#part)", "");
    row("link from a folder", "common/README.md", "[a](../README.md) and [b](chord/id.h)", "");
    row("broken link", "common/README.md", "[a](README.txt)", "common/README.txt");
    row("link elsewhere", "README.md", "[a](https://example.org/a.md) and [b](#part)", "");
}

void TestTidy::referencesAreFound()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    QFETCH(QString, missing);
    const QStringList paths{u"README.md"_s, u"common/README.md"_s, u"common/chord/id.h"_s, u"common/chord/id.cpp"_s};
    const Findings findings = checkReferences(SourceFile::fromText(path, u"\n"_s + line + u'\n'), paths);
    if (missing.isEmpty())
        QCOMPARE(describe(findings), QString());
    else
        QCOMPARE(describe(findings), path + u":2: there is no file "_s + missing);
}

void TestTidy::strayFilesAreFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isBuilt");
    QTest::newRow("by pattern") << u"common/chord/id.cpp"_s << true;
    QTest::newRow("by pattern, in a folder") << u"common/chord/groups/election.cpp"_s << true;
    QTest::newRow("in a folder without a pattern") << u"common/chord/old/election.cpp"_s << false;
    QTest::newRow("test") << u"tests/chord/tst_id.cpp"_s << true;
    QTest::newRow("support of a test") << u"tests/chord/samples.cpp"_s << true;
    QTest::newRow("test that is not named") << u"tests/chord/tst_ids.cpp"_s << false;
    QTest::newRow("in a folder without CMakeLists.txt") << u"tests/other/tst_id.cpp"_s << false;
}

void TestTidy::strayFilesAreFound()
{
    QFETCH(QString, path);
    QFETCH(bool, isBuilt);
    const QMap<QString, QString> cmakeFiles{
        {u"common/chord"_s, u"file(GLOB sources CONFIGURE_DEPENDS *.cpp *.h groups/*.cpp)"_s},
        {u"tests/chord"_s, u"funnelkvs_test(tst_id SOURCES tst_id.cpp samples.cpp LIBS funnelkvs_chord)"_s}};
    QCOMPARE(checkBuilt(SourceFile::fromText(path, {}), cmakeFiles).isEmpty(), isBuilt);
}

void TestTidy::unusedFunctionsAreFound()
{
    const QList<SourceFile> files{
        SourceFile::fromText(u"common/chord/a.h"_s,
                             u"class A {\n    int used() const;\n    int unused() const;\n"
                             "    int called() { return 1; }\n    void event(int) override;\n};\n"
                             "QString free(int);\n"_s),
        SourceFile::fromText(u"common/chord/a.cpp"_s,
                             u"int A::used() const\n{\n    return called();\n}\n"
                             "int A::unused() const\n{\n    return 2; // unused()\n}\n"_s),
        SourceFile::fromText(u"tests/chord/tst_a.cpp"_s, u"void f()\n{\n    a.used();\n}\n"_s)};
    QCOMPARE(describe(checkUnused(files)),
             u"common/chord/a.h:7: free is declared and used nowhere\n"
             "common/chord/a.h:3: unused is declared and used nowhere"_s);
}

QTEST_APPLESS_MAIN(TestTidy)

#include "tst_tidy.moc"
