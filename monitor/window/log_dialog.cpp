// SPDX-License-Identifier: GPL-3.0-or-later
//
// A log is read once and not followed.

#include "window/log_dialog.h"

#include <QFile>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace monitor {

namespace {

constexpr qint64 logBytesMax = 256 * 1024; // the end of a log is what matters

} // namespace

LogDialog::LogDialog(const QString &title, const QString &text, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    resize(800, 400);
    auto *edit = new QPlainTextEdit(text, this);
    edit->setReadOnly(true);
    edit->setAccessibleName(tr("Log"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(edit);
    show();
    edit->moveCursor(QTextCursor::End);
}

QString LogDialog::open(const QString &nodeName, const QString &path, QWidget *parent)
{
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return tr("The log %1 cannot be read: %2.").arg(path, file.errorString());
    file.seek(std::max<qint64>(0, file.size() - logBytesMax));
    new LogDialog(tr("Log of %1: %2").arg(nodeName, path), QString::fromUtf8(file.readAll()), parent);
    return {};
}

} // namespace monitor
