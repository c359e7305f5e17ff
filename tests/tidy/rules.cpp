// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rules, most of them tables: a reader should see at a glance what is banned and why.

#include "rules.h"

#include <QDir>
#include <QMap>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>

namespace tidy {

namespace {

using namespace Qt::StringLiterals;

struct Ban {
    const char *pattern; // regular expression over code with comments and literals blanked
    const char *reason; // completes "… : "
};

const std::array coreBans{
    Ban{R"(\bQ(Timer|ElapsedTimer|DeadlineTimer|BasicTimer|ChronoTimer)\b)", "time comes in as an argument"},
    Ban{R"(\bQ(DateTime|Date|Time)::current\w*)", "time comes in as an argument"},
    Ban{R"(\b(system_clock|steady_clock|high_resolution_clock|utc_clock)\b)", "time comes in as an argument"},
    Ban{R"(\b(gettimeofday|clock_gettime|timespec_get)\b)", "time comes in as an argument"},
    Ban{R"((^|[^\w.>:])(std::)?(time|clock)\s*\()", "time comes in as an argument"},
    Ban{R"(\bQRandomGenerator(64)?::(global|system|securelySeeded)\b)", "randomness comes in through the boundary"},
    Ban{R"((^|[^\w.>:])(std::)?(rand|srand|random|drand48)\s*\()", "randomness comes in through the boundary"},
    Ban{R"(\brandom_device\b)", "randomness comes in through the boundary"},
    Ban{R"(\bQ(Object|CoreApplication|EventLoop)\b|\bQ_OBJECT\b)", "the core is made of values"},
    Ban{R"(\b(QThread|QMutex|QSemaphore|QtConcurrent|std::thread|std::mutex|std::async)\b)",
        "the core knows no threads"},
    Ban{R"(\bQ(File|Dir|Process|Settings|IODevice|Tcp\w+|Udp\w+|Network\w+)\b|\bqEnvironmentVariable|\bgetenv\b)",
        "the core touches nothing outside itself"},
};

const std::array hashContainers{
    Ban{R"(\bQ(Hash|MultiHash|Set|Cache)\b|\bunordered_(map|set|multimap|multiset)\b)",
        "iteration order differs from run to run; use an ordered container, or end the line with "
        "\"// order-free: why no order can be seen\""},
};

// The brackets keep this file from breaking its own rule.
const std::array unfinishedWork{
    Ban{R"(\b([T]ODO|[F]IXME|[X]XX|[H]ACK)\b)", "finish it, or open an issue and say nothing here"},
};

const std::array dodgedTests{
    Ban{R"(\b(QSKIP|QEXPECT_FAIL)\b)", "a test passes, fails or is removed"},
};

// Each with what to write instead. The brackets keep this file's own text out of a search for these words.
const std::array bannedWords{
    Ban{R"(\b[w]ho may come in\b)", "name the thing: authentication and access control"},
    Ban{R"(\b[w]hoever\b)", "name it: a client, a node, a user"},
    Ban{R"(\b[a]new\b)", "again, or new"},
    Ban{R"(\b[u]nder way\b)", "in progress"},
    Ban{R"(\b(go|goes|went) by\b)", "uses, is called, or passes"},
    Ban{R"(\b[b]efall(s|en)?\b|\b[b]efell\b)", "happens to"},
    Ban{R"(\b[d]eeds?\b)", "action"},
    Ban{R"(\b(come|comes|came) about\b)", "happens, is made"},
    Ban{R"(\b[s]o many\b)", "a number, or \"this many\""},
    Ban{R"(\b[i]n vain\b)", "without success"},
    Ban{R"(\bin the [s]tead of\b)", "for, on behalf of"},
    Ban{R"(\bwithout a [w]ord\b)", "without a response"},
    Ban{R"(\b[n]amesakes?\b)", "the node that has the identifier"},
    Ban{R"(\b[n]obody (has|asked|asks)\b)", "say what does or does not happen"},
};

// Those that are checked in sources as well, comments and texts: the others have meanings there that are meant.
const QStringList bannedInSources{u"whoever"_s,     u"anew"_s,       u"under way"_s,      u"in vain"_s, u"came about"_s,
                                  u"comes about"_s, u"come about"_s, u"without a word"_s, u"befalls"_s, u"namesake"_s};

// Folder -> folders of ours it may include, besides itself. Tests may include anything.
const QMap<QString, QSet<QString>> allowedIncludes{
    {u"chord"_s, {}},
    {u"files"_s, {}},
    {u"wire"_s, {u"chord"_s}},
    {u"api"_s, {u"chord"_s, u"files"_s}},
    {u"version"_s, {}},
    {u"sim"_s, {u"chord"_s, u"files"_s}},
    {u"client"_s, {u"api"_s, u"files"_s}},
    {u"storage"_s, {u"chord"_s}},
    {u"net"_s, {u"chord"_s, u"wire"_s, u"storage"_s}},
    {u"listener"_s, {u"wire"_s}},
    {u"http"_s, {u"api"_s, u"listener"_s}},
    {u"rest"_s, {u"chord"_s, u"api"_s, u"storage"_s, u"net"_s, u"http"_s, u"listener"_s}},
    {u"server"_s,
     {u"chord"_s, u"files"_s, u"wire"_s, u"client"_s, u"storage"_s, u"net"_s, u"http"_s, u"listener"_s, u"rest"_s}},
    {u"cli"_s,
     {u"server"_s, u"chord"_s, u"files"_s, u"wire"_s, u"api"_s, u"sim"_s, u"client"_s, u"net"_s, u"listener"_s,
      u"http"_s, u"rest"_s, u"version"_s}},
    {u"main"_s, {u"cli"_s}},
    {u"model"_s, {u"chord"_s, u"api"_s}},
    {u"ring"_s, {u"chord"_s, u"model"_s}},
    {u"panels"_s, {u"chord"_s, u"model"_s, u"ring"_s}},
    {u"live"_s, {u"chord"_s, u"wire"_s, u"api"_s, u"client"_s, u"model"_s}},
    {u"replay"_s, {u"chord"_s, u"files"_s, u"api"_s, u"model"_s}},
    {u"classroom"_s, {u"chord"_s, u"sim"_s, u"model"_s, u"replay"_s}},
    {u"session"_s, {u"chord"_s, u"api"_s, u"model"_s, u"live"_s, u"replay"_s, u"classroom"_s}},
    {u"window"_s,
     {u"chord"_s, u"files"_s, u"model"_s, u"ring"_s, u"panels"_s, u"live"_s, u"replay"_s, u"classroom"_s, u"session"_s,
      u"version"_s}},
    {u"monitor"_s, {u"window"_s}},
};

const QStringList topLevelNames{u"CMakeLists.txt"_s, u"CMakePresets.json"_s, u"README.md"_s, u"LICENSE"_s,  u"common"_s,
                                u"daemon"_s,         u"monitor"_s,           u"tests"_s,     u"resources"_s};

constexpr auto licence = "SPDX-License-Identifier: GPL-3.0-or-later"_L1;

// The folder whose rules hold for a file: its sub-folder of common/, daemon/ or monitor/, what stands in daemon/ or
// monitor/ itself, or nothing (tests).
QString folderOf(const QString &path)
{
    const QStringList parts = path.split(u'/');
    if (parts.size() > 2 && (parts[0] == "common"_L1 || parts[0] == "daemon"_L1 || parts[0] == "monitor"_L1))
        return parts[1];
    if (parts.size() == 2 && parts[0] == "daemon"_L1)
        return u"main"_s;
    return parts[0] == "monitor"_L1 ? u"monitor"_s : QString();
}

template <size_t N>
Findings search(const SourceFile &file, const QStringList &lines, const std::array<Ban, N> &bans)
{
    Findings findings;
    for (const Ban &ban : bans) {
        const QRegularExpression pattern{QLatin1String(ban.pattern)};
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const QRegularExpressionMatch match = pattern.match(lines[i]);
            if (match.hasMatch())
                findings.append(
                    {file.path, int(i + 1), u"%1: %2"_s.arg(match.captured().trimmed(), QLatin1String(ban.reason))});
        }
    }
    return findings;
}

// The lines of a document with blocks of code, and code in backticks, blanked.
QStringList proseOf(const SourceFile &document)
{
    static const QRegularExpression inlineCode(u"`[^`]*`"_s);
    QStringList prose;
    bool isCode = false;
    for (QString line : document.raw) {
        const bool isFence = line.startsWith("```"_L1);
        isCode ^= isFence;
        prose.append(isFence || isCode ? QString() : line.replace(inlineCode, u" "_s));
    }
    return prose;
}

// What may name a document: a document's line, or the comment at the end of a line of code.
QString referringText(const SourceFile &file, qsizetype line)
{
    const QString &raw = file.raw[line];
    if (file.isDocument())
        return raw;
    const qsizetype comment = raw.indexOf("//"_L1);
    const bool isComment = comment >= 0 && QStringView(file.code[line]).sliced(comment).trimmed().isEmpty();
    return isComment ? raw.sliced(comment) : QString();
}

// Is there a file that ends in this path? "groups/ballot.h" names common/chord/groups/ballot.h.
bool isNamed(const QString &path, const QStringList &paths)
{
    return std::any_of(paths.begin(), paths.end(),
                       [&](const QString &known) { return known == path || known.endsWith(u'/' + path); });
}

// The target of a link in a document, relative to the project's folder; empty if it is none of its files.
QString linkedPath(const QString &document, const QString &target)
{
    const QString path = target.section(u'#', 0, 0);
    if (path.isEmpty() || path.contains(u':'))
        return {};
    const QString folder = document.contains(u'/') ? document.section(u'/', 0, -2) + u'/' : QString();
    return QDir::cleanPath(folder + path);
}

bool saysOrderFree(const QString &line)
{
    static const QRegularExpression marker(u"// order-free: \\S"_s);
    return marker.match(line).hasMatch();
}

} // namespace

QString Finding::text() const
{
    return line > 0 ? u"%1:%2: %3"_s.arg(path).arg(line).arg(message) : u"%1: %2"_s.arg(path, message);
}

Findings checkLicence(const SourceFile &file)
{
    if (file.isCpp()) {
        if (file.raw.value(0) == "// "_L1 + licence)
            return {};
        return {{file.path, 1, u"the first line must be \"// %1\""_s.arg(licence)}};
    }
    for (const QString &line : file.raw.mid(0, 3)) {
        if (line.contains(licence))
            return {};
    }
    return {{file.path, 1, u"one of the first three lines must say \"%1\""_s.arg(licence)}};
}

Findings checkOpening(const SourceFile &file)
{
    if (!file.isCpp())
        return {};
    Findings findings;
    const QString second = file.raw.value(1) == "//"_L1 ? file.raw.value(2) : file.raw.value(1);
    if (!second.startsWith("// "_L1))
        findings.append({file.path, 2, u"after the licence line, a comment must say what this file is for"_s});
    if (file.isHeader() && !file.code.contains(u"#pragma once"_s))
        findings.append({file.path, 0, u"a header needs #pragma once"_s});
    return findings;
}

Findings checkIncludes(const SourceFile &file)
{
    const QString own = folderOf(file.path);
    if (!file.isCpp() || own.isEmpty())
        return {};
    if (!allowedIncludes.contains(own))
        return {{file.path, 0, u"no rule says what folder %1 may include; add it to tests/tidy/rules.cpp"_s.arg(own)}};

    static const QRegularExpression include(uR"re(^\s*#\s*include\s*"(?:([^/"]+)/)?[^"]*")re"_s);
    Findings findings;
    for (qsizetype i = 0; i < file.raw.size(); ++i) {
        const QRegularExpressionMatch match = include.match(file.raw[i]);
        const QString folder = match.captured(1);
        if (!match.hasMatch() || folder.isEmpty() || folder == own || allowedIncludes[own].contains(folder))
            continue;
        QStringList allowed = allowedIncludes[own].values();
        allowed.sort();
        findings.append(
            {file.path, int(i + 1),
             u"%1 must not include %2; it may include %3"_s.arg(
                 own, folder, allowed.isEmpty() ? u"nothing of ours but itself"_s : allowed.join(u", "_s))});
    }
    return findings;
}

Findings checkCorePurity(const SourceFile &file)
{
    if (!file.isCpp() || folderOf(file.path) != "chord"_L1)
        return {};
    Findings findings = search(file, file.code, coreBans);
    for (const Finding &finding : search(file, file.code, hashContainers)) {
        const QString line = file.raw[finding.line - 1];
        if (!saysOrderFree(line) && !line.trimmed().startsWith("#include"_L1))
            findings.append(finding);
    }
    return findings;
}

Findings checkFinished(const SourceFile &file)
{
    Findings findings = search(file, file.raw, unfinishedWork);
    if (file.isCpp())
        findings += search(file, file.code, dodgedTests);
    return findings;
}

Findings checkWording(const SourceFile &file)
{
    if (file.isCpp() && !file.path.startsWith("tests/tidy/"_L1)) { // whose examples break the rule
        Findings findings;
        for (qsizetype i = 0; i < file.raw.size(); ++i) {
            for (const QString &banned : bannedInSources) {
                static const QRegularExpression letter(u"[A-Za-z]"_s);
                const qsizetype at = file.raw[i].toLower().indexOf(banned);
                const bool isWord = at >= 0 && !letter.match(file.raw[i].mid(at + banned.size(), 1)).hasMatch()
                    && (at == 0 || !letter.match(file.raw[i].mid(at - 1, 1)).hasMatch());
                if (isWord)
                    findings.append({file.path, int(i + 1), u"says \"%1\"; use plain words"_s.arg(banned)});
            }
        }
        return findings;
    }
    if (!file.isDocument())
        return {};
    QStringList lines = proseOf(file);
    for (QString &line : lines)
        line = line.toLower();
    return search(file, lines, bannedWords);
}

Findings checkReferences(const SourceFile &file, const QStringList &paths)
{
    if (!file.isDocument() && !file.isCpp())
        return {};
    // Not with a wildcard or a placeholder in capitals before its end, as in "groups_*.cpp".
    static const QRegularExpression name(
        u"(?<![\\w*.{}-])((?:[\\w-]+/)*(?:[a-z0-9_-]+\\.(?:cpp|h|pml)|[\\w-]+\\.md))\\b"_s);
    static const QRegularExpression link(u"\\]\\(([^)\\s]+)\\)"_s);
    Findings findings;
    const auto missing = [&](qsizetype line, const QString &path) {
        findings.append({file.path, int(line + 1), u"there is no file %1"_s.arg(path)});
    };
    for (qsizetype i = 0; i < file.raw.size(); ++i) {
        const QString text = referringText(file, i);
        QString withoutLinks = text;
        for (const QRegularExpressionMatch &match : link.globalMatch(file.isDocument() ? text : QString())) {
            withoutLinks.replace(match.captured(), u"]"_s);
            const QString path = linkedPath(file.path, match.captured(1));
            const bool isFolder = std::any_of(paths.begin(), paths.end(),
                                              [&](const QString &known) { return known.startsWith(path + u'/'); });
            if (!path.isEmpty() && !paths.contains(path) && !isFolder)
                missing(i, path);
        }
        for (const QRegularExpressionMatch &match : name.globalMatch(withoutLinks)) {
            if (!isNamed(match.captured(1), paths))
                missing(i, match.captured(1));
        }
    }
    return findings;
}

Findings checkFunctionLength(const SourceFile &file)
{
    constexpr qsizetype linesMost = 70;
    static const QRegularExpression table(u"_data\\(\\)|^Lesson "_s);
    Findings findings;
    qsizetype begin = -1;
    for (qsizetype i = 0; i < file.code.size() && file.isCpp(); ++i) {
        if (file.code[i].trimmed() == "{"_L1 && file.code[i].startsWith(u'{') && i > 0)
            begin = i;
        if (begin < 0 || !file.code[i].startsWith(u'}'))
            continue;
        const qsizetype lines = i - begin - 1;
        if (lines > linesMost && !file.code[begin - 1].contains(table))
            findings.append(
                {file.path, int(begin + 1),
                 u"a function of %1 lines; at most %2, so that it fits a screen"_s.arg(lines).arg(linesMost)});
        begin = -1;
    }
    return findings;
}

Findings checkClassName(const SourceFile &file)
{
    if (!file.isHeader() || file.path.startsWith("tests/"_L1))
        return {};
    static const QRegularExpression opening(u"^class (\\w+)[^;]*$"_s);
    static const QRegularExpression other(u"^(struct|enum|template|using|inline|[\\w:<>,*& ]+\\()"_s);
    QString name;
    int line = 0;
    for (qsizetype i = 0; i < file.code.size(); ++i) {
        if (const auto match = opening.match(file.code[i]); match.hasMatch() && name.isEmpty()) {
            name = match.captured(1);
            line = int(i + 1);
        } else if (match.hasMatch() || other.match(file.code[i]).hasMatch()) {
            return {}; // the file holds more than this class, and is named after what all of it is for
        }
    }
    const QString expected = file.path.section(u'/', -1).section(u'.', 0, 0).remove(u'_');
    if (name.isEmpty() || name.compare(expected, Qt::CaseInsensitive) == 0)
        return {};
    return {{file.path, line, u"holds nothing but the class %1; name the file after it"_s.arg(name)}};
}

Findings checkBuilt(const SourceFile &file, const QMap<QString, QString> &cmakeFiles)
{
    if (!file.path.endsWith(".cpp"_L1))
        return {};
    const QString name = file.path.section(u'/', -1);
    for (QString folder = file.path.section(u'/', 0, -2); !folder.isEmpty(); folder = folder.section(u'/', 0, -2)) {
        const QString cmake = cmakeFiles.value(folder);
        const QString within = file.path.mid(folder.size() + 1);
        const QString pattern = within.contains(u'/') ? within.section(u'/', 0, -2) + "/*.cpp"_L1 : u"*.cpp"_s;
        if (cmake.contains(u"GLOB sources CONFIGURE_DEPENDS"_s) && cmake.contains(pattern))
            return {};
        if (cmake.contains(within) || cmake.contains(u'(' + name.chopped(4)) || cmake.contains(u' ' + name.chopped(4)))
            return {};
    }
    return {{file.path, 0, u"no CMakeLists.txt names it: it is built by nobody"_s}};
}

Findings checkUnused(const QList<SourceFile> &files)
{
    static const QRegularExpression word(u"\\b[A-Za-z_]\\w*\\b"_s);
    static const QRegularExpression definition(u"^[^ ].*::~?(\\w+)\\("_s);
    static const QRegularExpression declaration(
        u"^(?: {4})?(?!return|else|using|typedef)[\\w:<>,*& \\[\\]]+[ *&](\\w+)\\("_s);
    QHash<QString, int> uses;
    QMap<QString, Finding> declared;
    for (const SourceFile &file : files) {
        const bool isOurs = file.isHeader() && !file.path.startsWith("tests/"_L1);
        for (qsizetype i = 0; i < file.code.size() && file.isCpp(); ++i) {
            const QString &line = file.code[i];
            for (const QRegularExpressionMatch &match : word.globalMatch(line))
                ++uses[match.captured()];
            if (const auto match = definition.match(line); match.hasMatch() && !file.isHeader())
                --uses[match.captured(1)];
            const auto match = declaration.match(line);
            if (isOurs && match.hasMatch() && !line.contains("override"_L1) && !line.contains("Q_"_L1))
                declared.insert(match.captured(1), {file.path, int(i + 1), {}});
        }
    }
    Findings findings;
    for (auto it = declared.begin(); it != declared.end(); ++it) {
        if (uses.value(it.key()) <= 1)
            findings.append({it->path, it->line, u"%1 is declared and used nowhere"_s.arg(it.key())});
    }
    return findings;
}

Findings checkTopLevel(const QStringList &names)
{
    Findings findings;
    for (const QString &name : names) {
        if (!topLevelNames.contains(name) && !name.startsWith(u'.') && !name.startsWith("build"_L1))
            findings.append(
                {name, 0,
                 u"does not belong at the top level, which holds %1 and dot-files"_s.arg(topLevelNames.join(u", "_s))});
    }
    return findings;
}

} // namespace tidy
