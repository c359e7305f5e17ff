// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lines to standard output, standard error or a file, from a program that must not wait for their reader: a pipe
// that nobody reads is full after 64 KiB, and the next write would stop the whole program.
#pragma once

#include <QByteArray>
#include <QString>

namespace files {

// After ignoreWriteSignals(), since a pipe whose reader has gone ends the program otherwise.
class NonblockingWriter {
public:
    // Writes to a descriptor that others may share; it stays open and keeps its mode.
    explicit NonblockingWriter(int descriptor);
    // Closed: open() comes next.
    NonblockingWriter() = default;
    ~NonblockingWriter();
    Q_DISABLE_COPY_MOVE(NonblockingWriter)

    // Appends to this file from now on. Returns what went wrong, as the end of a sentence; then all stays as it was.
    QString open(const QString &path);

    // The line as a whole, in one write where the system allows. Returns false if it was dropped: nobody reads, the
    // reader has gone, or the disk is full.
    bool write(const QByteArray &line);

private:
    qint64 writeSome(const char *bytes, qint64 count) const;
    void close();

    int m_descriptor = -1;
    bool m_isOwned = false;
    QByteArray m_rest; // of a line that was begun
};

// From now on a write to a pipe or socket without a reader, or beyond a file's size limit, is an error that is returned
// and not a signal that ends the program.
void ignoreWriteSignals();

} // namespace files
