// SPDX-License-Identifier: GPL-3.0-or-later
//
// A file that a program writes for its user. A regular file is replaced by a complete one or stays as it was. A device
// or a pipe is written to and never replaced: renaming a file to /dev/null would destroy the device for everybody.
//
// All errors count, also those that appear only when the buffers are flushed: QSaveFile alone (Qt 6.4) reports a file
// that found no room on the disk as written if it fits into the buffer.
#pragma once

#include <QFileDevice>
#include <QString>

#include <memory>

namespace files {

// open(), then device(), then commit(); without commit(), a regular file stays as it was.
class OutputFile {
public:
    explicit OutputFile(const QString &path);
    ~OutputFile();
    Q_DISABLE_COPY_MOVE(OutputFile)

    QString path() const { return m_path; }
    // Returns false, and errorText() says why, if the file cannot be written.
    bool open();
    // To write to. Valid after open().
    QIODevice &device() const { return *m_file; }
    // Returns whether everything written has arrived.
    bool commit();
    // The end of a sentence, without a full stop.
    QString errorText() const { return m_file->errorString(); }

private:
    const QString m_path;
    const bool m_isReplaced; // by a complete file
    std::unique_ptr<QFileDevice> m_file;
};

// Returns what went wrong, as the end of a sentence; empty if the bytes have arrived.
QString writeFile(const QString &path, const QByteArray &bytes);

} // namespace files
