// SPDX-License-Identifier: GPL-3.0-or-later
//
// A node's data directory, as the event loop sees it: opened at once, read and written on a thread of its own, so that
// the loop never waits for a disk. One commit is in progress at a time; one that fails is tried again until it
// succeeds, and is not acknowledged before.
#pragma once

#include "storage/database.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace storage {

class Worker;

class Storage : public QObject {
    Q_OBJECT
public:
    struct Statistics {
        quint64 commits = 0;
        quint64 failures = 0; // failed attempts
        quint64 bytes = 0; // of records
        qint64 fileBytes = 0;
        double seconds = 0; // in all commits
        std::vector<quint64> durations; // commits by duration, up to each of durationBounds and above the last
    };
    // Seconds.
    static const std::vector<double> &durationBounds();

    explicit Storage(Sync sync, QObject *parent = nullptr);
    // What is still to be committed is.
    ~Storage() override;

    // What is wrong, as a sentence with what to do; empty if nothing is.
    QString open(const QString &directory);
    // None: the directory is new, and needs one before the first commit.
    const std::optional<Identity> &identity() const { return m_identity; }
    void setIdentity(const Identity &identity);

    // Reads all of it: ends in restored() or unusable().
    void load();
    quint64 recordsRead() const { return m_recordsRead; }
    quint64 recordsToRead() const { return m_recordsToRead; }

    // Ends in committed().
    void commit(std::unique_ptr<chord::Persist> persist);
    // Returns when all commits so far are done or have failed once, and the thread has ended. Nothing follows.
    void finish() { end(false); }
    // And forgets everything in the directory: the node has left.
    void wipe() { end(true); }

    // As of the next commit, the file grows to this many pages of 4 KiB at most.
    void limitPages(int count);

    // Why the latest attempt to commit failed; empty if it did not.
    const QString &problem() const { return m_problem; }
    const Statistics &statistics() const { return m_statistics; }
    QString fileName() const { return m_fileName; }

Q_SIGNALS:
    void recordsRestored(const std::shared_ptr<std::vector<chord::Transfer>> &records);
    void restored(const std::shared_ptr<chord::Restored> &state);
    void unusable(const QString &problem);
    void committed(quint64 number);
    void problemChanged();

private:
    friend class Worker;
    void end(bool wipes);
    void onProgress(quint64 read, quint64 all);
    void onCommitted(quint64 number, quint64 bytes, qint64 micros, qint64 fileBytes);
    void onFailed(const QString &problem);

    QThread m_thread;
    std::unique_ptr<Worker> m_worker; // on m_thread
    std::optional<Identity> m_identity;
    QString m_fileName;
    QString m_problem;
    Statistics m_statistics;
    quint64 m_recordsRead = 0;
    quint64 m_recordsToRead = 0;
};

} // namespace storage
