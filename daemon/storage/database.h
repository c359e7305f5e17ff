// SPDX-License-Identifier: GPL-3.0-or-later
//
// The file of a data directory: an SQLite database in WAL mode, one transaction a commit. It is locked for one process
// as long as it is open; the lock ends with the process, however that ends. Every row carries a checksum, and all rows
// are read at the start, so that damage is found before anything is served. Lives on one thread.
//
//     meta(name, value, sum)     identity, starts, commits, membership
//     groups(name, state, sum)   what this node has promised and accepted, for each of its groups
//     records(key, value, …)     the records, readable with ordinary tools
#pragma once

#include "storage/encoding.h"

#include <QString>

#include <functional>
#include <memory>
#include <variant>

class QSqlDatabase;
class QSqlQuery;

namespace storage {

enum class Sync : quint8 {
    Always, // each commit is on the disk before it is acknowledged
    Interval, // records may be up to a second late, promises and configurations never are
};

class Database {
public:
    Database();
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    // Makes the directory and the file if they are not there. What is wrong, with what to do about it; empty if nothing
    // is.
    QString open(const QString &directory);
    void close();
    const QString &fileName() const { return m_fileName; }
    // None: the directory is new.
    const std::optional<Identity> &identity() const { return m_identity; }
    void setIdentity(const Identity &identity) { m_newIdentity = identity; }

    // Counts this start, and syncs that. A problem as above.
    QString beginStart(chord::Restored *restored);
    quint64 recordCount();
    // Reads all records, in parts; false from take ends it. A problem as above.
    using Take = std::function<bool(std::vector<chord::Transfer> &&)>;
    QString readRecords(const Take &take);

    // The number of commits so far, over all starts.
    quint64 commits() const { return m_commits; }
    // All of it or, with a problem, nothing.
    QString write(const chord::Persist &persist, bool isSynced);
    // Makes all that was written so far last.
    QString sync();
    // Forgets everything, the identity too: the node has left its ring.
    QString wipe();
    qint64 fileBytes() const;
    // The file grows to this many pages of 4 KiB at most.
    void limitPages(int count) { run(QStringLiteral("PRAGMA max_page_count = %1").arg(count)); }
    // Milliseconds since 1970; the system's clock unless told otherwise.
    void setClock(std::function<qint64()> clock) { m_clock = std::move(clock); }

private:
    bool run(const QString &statement);
    QString prepare();
    QString readIdentity();
    QString readGroups(chord::Restored *restored);
    std::optional<chord::Transfer> readRecord(const QSqlQuery &query, qint64 nowMs) const;
    bool writeMeta(const QString &name, const QByteArray &value);
    QByteArray readMeta(const QString &name);
    bool writeRows(const chord::Persist &persist);
    void setSynced(bool isSynced);
    QString problem(const QString &what) const;
    QString damaged(const QString &where) const;

    struct Statements;
    QString m_connection; // the name that Qt knows it by
    QString m_directory;
    QString m_fileName;
    std::unique_ptr<QSqlDatabase> m_database;
    std::unique_ptr<Statements> m_statements;
    std::optional<Identity> m_identity;
    std::optional<Identity> m_newIdentity; // written with the first commit
    quint64 m_commits = 0;
    bool m_isSynced = true;
    bool m_isDamaged = false;
    std::function<qint64()> m_clock;
    QString m_error; // of the last statement that failed
};

} // namespace storage
