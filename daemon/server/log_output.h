// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where log lines go, which, and in what form. Qt's own handler may send them to the system's journal when standard
// error is no terminal; a daemon's log belongs where its starter put it.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace server {

struct LogSettings {
    QByteArray level = "info"; // debug, info, warning or error
    QList<QByteArray> filters; // "CATEGORY=LEVEL", for single categories and those below them; later ones go first
    bool isJson = false; // a JSON object a line, instead of text
    QString file; // appended to; empty: standard error
};

// Returns what went wrong, as the end of a sentence; empty if nothing did. The program never waits for a reader of its
// log: lines that nobody takes are dropped, and how many is logged once there is room again.
QString startLogging(const LogSettings &settings);
// Opens the log's file again, which may have been renamed or removed since (logrotate). Returns likewise; what was open
// stays in use then. Nothing happens where the log goes to standard error.
QString reopenLog();

// Is this CATEGORY=LEVEL?
bool isLogFilter(const QByteArray &text);

// The rules for QLoggingCategory that settings stand for.
QString logRules(const LogSettings &settings);

// One line of the log, with its end. level: as in LogSettings.
QByteArray logLine(bool isJson, const char *level, const char *category, const QString &text);

} // namespace server
