// SPDX-License-Identifier: GPL-3.0-or-later
//
// A line is time (UTC), level, category, text; each is one write, so that lines of several nodes in one file stay
// whole.

#include "cli/log_output.h"

#include <QDateTime>
#include <QFile>
#include <QLoggingCategory>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

FILE *logStream = stderr;

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

void writeLogLine(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const QByteArray line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' '
        + levelName(type) + ' ' + context.category + ": " + text.toLocal8Bit() + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), logStream);
    std::fflush(logStream);
}

} // namespace

QString startLogging(const QByteArray &level, const QString &file)
{
    if (!file.isEmpty()) {
        FILE *stream = std::fopen(QFile::encodeName(file).constData(), "a");
        if (!stream)
            return QString::fromLocal8Bit(std::strerror(errno));
        logStream = stream;
    }
    const QByteArray levels = "debug info warning error";
    QString rules;
    for (const QByteArray &quiet : levels.first(levels.indexOf(level)).split(' ')) {
        if (!quiet.isEmpty())
            rules += u"*.%1=false\n"_s.arg(QString::fromLatin1(quiet));
    }
    rules += u"funnelkvs.*.%1=true\n"_s.arg(level == "error" ? u"critical"_s : QString::fromLatin1(level));
    if (level == "debug")
        rules += u"qt.*.debug=false\n"_s;
    QLoggingCategory::setFilterRules(rules);
    qInstallMessageHandler(writeLogLine);
    return {};
}

} // namespace cli
