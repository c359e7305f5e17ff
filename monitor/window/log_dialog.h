// SPDX-License-Identifier: GPL-3.0-or-later
//
// The end of a node's log in a window of its own.
#pragma once

#include <QDialog>

namespace monitor {

class LogDialog : public QDialog {
    Q_OBJECT
public:
    LogDialog(const QString &title, const QString &text, QWidget *parent);

    // Shows the log, and deletes itself when it is closed. Returns what failed as a sentence; empty: nothing.
    static QString open(const QString &nodeName, const QString &path, QWidget *parent);
};

} // namespace monitor
