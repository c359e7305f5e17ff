// SPDX-License-Identifier: GPL-3.0-or-later
//
// The end of a node's log in a window of its own: it follows what the node writes, and finds a text.
#pragma once

#include <QDialog>
#include <QFile>
#include <QStringDecoder>
#include <QTimer>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTextCursor;

namespace monitor {

class LogDialog : public QDialog {
    Q_OBJECT
public:
    // Shows the log, and deletes itself when it is closed. Returns what failed as a sentence; empty: nothing.
    static QString open(const QString &nodeName, const QString &path, QWidget *parent);

private:
    LogDialog(const QString &title, const QString &path, QWidget *parent);

    QWidget *makeFindRow();
    bool openFile(QString *problem);
    void readOn();
    void setFollows(bool follows);
    // From the place of the cursor on; round the end, if it has to.
    void findNext(bool backwards);
    void markFound();

    QFile m_file;
    QStringDecoder m_decoder; // a character may come in two parts
    QTimer m_timer;
    QPlainTextEdit *m_text;
    QLineEdit *m_wanted;
    QLabel *m_count;
    QCheckBox *m_follow;
};

} // namespace monitor
