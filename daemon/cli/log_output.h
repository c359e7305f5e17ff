// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where log lines go, and which. Qt's own handler may send them to the system's journal when standard error is no
// terminal; a daemon's log belongs where its starter put it.
#pragma once

#include <QByteArray>
#include <QString>

namespace cli {

// level: debug, info, warning or error. file: appended to; empty: standard error. Returns what went wrong, as the end
// of a sentence; empty if nothing did.
QString startLogging(const QByteArray &level, const QString &file);

} // namespace cli
