// SPDX-License-Identifier: GPL-3.0-or-later
//
// A line is time (UTC), level, category, text; each is one write, so that lines of several nodes in one file stay
// whole.

#include "server/log_output.h"

#include "files/nonblocking_writer.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <cstdio>

namespace server {

using namespace Qt::StringLiterals;

namespace {

struct Log {
    files::NonblockingWriter writer{fileno(stderr)};
    QString file; // empty: standard error
    bool isJson = false;
    qint64 linesLost = 0; // since something was written
};

Log &theLog()
{
    static Log log;
    return log;
}

// From the least on, and what Qt's rules call them.
struct Level {
    const char *name;
    QLatin1StringView inRules;
};
constexpr std::array levels{Level{"debug", "debug"_L1}, Level{"info", "info"_L1}, Level{"warning", "warning"_L1},
                            Level{"error", "critical"_L1}};

const char *levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
    case QtFatalMsg:
        return "error";
    }
    Q_UNREACHABLE();
}

bool isLevel(const QByteArray &name)
{
    return std::any_of(levels.begin(), levels.end(), [&name](const Level &level) { return name == level.name; });
}

// Everything from the level on, nothing below it.
QString rulesFor(const QString &category, const QByteArray &least)
{
    QString rules;
    bool isShown = false;
    for (const Level &level : levels) {
        isShown = isShown || least == level.name;
        rules += u"%1.%2=%3\n"_s.arg(category, level.inRules, isShown ? "true"_L1 : "false"_L1);
    }
    return rules;
}

void writeLogLine(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    Log &log = theLog();
    if (log.linesLost > 0) {
        const QString lost =
            u"%1 lines of the log were lost: nobody read it, or the disk was full"_s.arg(log.linesLost);
        if (log.writer.write(logLine(log.isJson, "warning", "funnelkvs.program", lost)))
            log.linesLost = 0;
    }
    if (log.linesLost > 0 || !log.writer.write(logLine(log.isJson, levelName(type), context.category, text)))
        ++log.linesLost;
}

} // namespace

QByteArray logLine(bool isJson, const char *level, const char *category, const QString &text)
{
    const QString time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    if (!isJson)
        return time.toLatin1() + ' ' + level + ' ' + category + ": " + text.toLocal8Bit() + '\n';
    const QJsonObject object{{u"time"_s, time},
                             {u"level"_s, QString::fromLatin1(level)},
                             {u"category"_s, QString::fromLatin1(category)},
                             {u"message"_s, text}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

bool isLogFilter(const QByteArray &text)
{
    const qsizetype equals = text.lastIndexOf('=');
    const QByteArray category = text.first(std::max<qsizetype>(equals, 0));
    const auto isNameCharacter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
            || c == '-' || c == '*';
    };
    return !category.isEmpty() && std::all_of(category.begin(), category.end(), isNameCharacter)
        && isLevel(text.sliced(equals + 1));
}

QString logRules(const LogSettings &settings)
{
    QString rules = rulesFor(u"*"_s, settings.level);
    if (settings.level == "debug")
        rules += u"qt.*.debug=false\n"_s;
    for (const QByteArray &filter : settings.filters) {
        const qsizetype equals = filter.lastIndexOf('=');
        const QString category = QString::fromLatin1(filter.first(equals));
        const QByteArray level = filter.sliced(equals + 1);
        rules += rulesFor(category, level);
        if (!category.endsWith(u'*'))
            rules += rulesFor(category + u".*"_s, level);
    }
    return rules;
}

QString startLogging(const LogSettings &settings)
{
    files::ignoreWriteSignals();
    Log &log = theLog();
    log.isJson = settings.isJson;
    log.file = settings.file;
    if (const QString problem = reopenLog(); !problem.isEmpty())
        return problem;
    QLoggingCategory::setFilterRules(logRules(settings));
    qInstallMessageHandler(writeLogLine);
    return {};
}

QString reopenLog()
{
    Log &log = theLog();
    return log.file.isEmpty() ? QString() : log.writer.open(log.file);
}

} // namespace server
