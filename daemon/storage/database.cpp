// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every statement is prepared once. Lifetimes are stored with the date at which they were written: a clock that was set
// back meanwhile makes no value live longer than it was meant to.

#include "storage/database.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <algorithm>
#include <atomic>

namespace storage {

using namespace Qt::StringLiterals;

namespace {

constexpr int formatVersion = 2; // 1: children of a split without their voters
constexpr int applicationId = 0x464b5653; // "FKVS", in the file's header
constexpr int checkpointPages = 4000; // of 4 KiB: the WAL is written back when it is about that long
constexpr size_t recordsAtOnce = 5000;

constexpr auto fileNameInDirectory = "node.db"_L1;

enum RecordColumn { Key, Value, ContentType, TtlMs, WrittenMs, Tombstone, State, Sum };

quint64 recordSum(const QByteArray &key, const QByteArray &value, const QByteArray &contentType, qint64 ttlMs,
                  qint64 writtenMs, bool tombstone, const QByteArray &state)
{
    quint64 sum = checksum(quint64(ttlMs) * 31 + quint64(writtenMs) * 2 + (tombstone ? 1 : 0), key);
    for (const QByteArray &bytes : {value, contentType, state})
        sum = checksum(sum, bytes);
    return sum;
}

// A null array would be stored as NULL.
QByteArray notNull(const QByteArray &bytes)
{
    return bytes.isNull() ? QByteArray("") : bytes;
}

} // namespace

struct Database::Statements {
    explicit Statements(const QSqlDatabase &database)
        : putMeta(database)
        , putGroup(database)
        , dropGroup(database)
        , putRecord(database)
        , dropRecord(database)
    {
    }
    QSqlQuery putMeta;
    QSqlQuery putGroup;
    QSqlQuery dropGroup;
    QSqlQuery putRecord;
    QSqlQuery dropRecord;
};

Database::Database()
    : m_clock(&QDateTime::currentMSecsSinceEpoch)
{
    static std::atomic<int> count = 0;
    m_connection = u"funnelkvs-%1"_s.arg(++count);
}

Database::~Database()
{
    close();
}

void Database::close()
{
    m_statements.reset();
    if (!m_database)
        return;
    m_database->close();
    m_database.reset();
    QSqlDatabase::removeDatabase(m_connection);
}

bool Database::run(const QString &statement)
{
    QSqlQuery query(*m_database);
    if (query.exec(statement))
        return true;
    m_error = query.lastError().databaseText();
    return false;
}

QString Database::problem(const QString &what) const
{
    return u"cannot %1 %2: %3"_s.arg(what, m_fileName, m_error);
}

QString Database::damaged(const QString &where) const
{
    return u"%1 is damaged: %2. Nothing of it is served. Move the directory away and start the node again: it then "
           "joins as a new node, and gets its data from the others. If they have lost theirs, restore a backup."_s.arg(
               m_fileName, where);
}

QString Database::open(const QString &directory)
{
    m_directory = directory;
    m_fileName = QDir(directory).filePath(fileNameInDirectory);
    if (!QDir().mkpath(directory))
        return u"cannot make the directory %1; check --data-dir and the rights there"_s.arg(directory);
    m_database = std::make_unique<QSqlDatabase>(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection));
    m_database->setDatabaseName(m_fileName);
    if (!m_database->isValid() || !m_database->open()) {
        m_error = m_database->lastError().databaseText();
        return m_database->isValid()
            ? problem(u"open"_s) + u"; check the rights there, and that the disk is not read-only"_s
            : u"Qt's driver for SQLite is missing; install libqt6sql6-sqlite"_s;
    }
    // Exclusive: the lock is held from here to the end of the process.
    const bool isLocked = run(u"PRAGMA locking_mode = EXCLUSIVE"_s) && run(u"BEGIN EXCLUSIVE"_s) && run(u"COMMIT"_s);
    if (!isLocked && m_error.contains("locked"_L1))
        return u"%1 is in use by another process; each node needs a directory of its own"_s.arg(m_directory);
    if (!isLocked)
        return m_error.contains("not a database"_L1) || m_error.contains("malformed"_L1)
            ? damaged(m_error)
            : problem(u"open"_s) + u"; check the rights there, and that the disk is not read-only"_s;
    return prepare();
}

QString Database::prepare()
{
    QSqlQuery query(*m_database);
    const int version = query.exec(u"PRAGMA user_version"_s) && query.next() ? query.value(0).toInt() : 0;
    query.finish();
    if (version > formatVersion)
        return u"%1 has format %2, and this program knows formats up to %3; use the newer program that wrote it"_s
            .arg(m_fileName)
            .arg(version)
            .arg(formatVersion);
    if (version != 0 && version < formatVersion)
        return u"%1 has format %2 of a development version, which this program does not read; start the node with an "
               "empty directory beside others that have the data, or restore a backup"_s.arg(m_fileName)
                   .arg(version);
    const QStringList statements{
        u"PRAGMA journal_mode = WAL"_s,
        u"PRAGMA synchronous = FULL"_s,
        u"PRAGMA wal_autocheckpoint = %1"_s.arg(checkpointPages),
        u"PRAGMA cache_size = -16000"_s,
        u"BEGIN"_s,
        u"CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value BLOB, sum INTEGER) WITHOUT ROWID"_s,
        u"CREATE TABLE IF NOT EXISTS groups(name INTEGER PRIMARY KEY, state BLOB, sum INTEGER)"_s,
        u"CREATE TABLE IF NOT EXISTS records(key BLOB PRIMARY KEY, value BLOB, content_type BLOB, ttl_ms INTEGER, "
        "written_ms INTEGER, tombstone INTEGER, state BLOB, sum INTEGER) WITHOUT ROWID"_s,
        u"PRAGMA application_id = %1"_s.arg(applicationId),
        u"PRAGMA user_version = %1"_s.arg(formatVersion),
        u"COMMIT"_s,
    };
    for (const QString &statement : statements) {
        if (!run(statement))
            return m_error.contains("malformed"_L1) ? damaged(m_error) : problem(u"prepare"_s);
    }
    m_statements = std::make_unique<Statements>(*m_database);
    m_statements->putMeta.prepare(u"INSERT OR REPLACE INTO meta VALUES(?, ?, ?)"_s);
    m_statements->putGroup.prepare(u"INSERT OR REPLACE INTO groups VALUES(?, ?, ?)"_s);
    m_statements->dropGroup.prepare(u"DELETE FROM groups WHERE name = ?"_s);
    m_statements->putRecord.prepare(u"INSERT OR REPLACE INTO records VALUES(?, ?, ?, ?, ?, ?, ?, ?)"_s);
    m_statements->dropRecord.prepare(u"DELETE FROM records WHERE key = ?"_s);
    return readIdentity();
}

// --- Meta

bool Database::writeMeta(const QString &name, const QByteArray &value)
{
    QSqlQuery &query = m_statements->putMeta;
    query.bindValue(0, name);
    query.bindValue(1, value);
    query.bindValue(2, qint64(checksum(0, value)));
    const bool done = query.exec();
    if (!done)
        m_error = query.lastError().databaseText();
    return done;
}

// Null if it is not there; m_isDamaged if it is not what was written.
QByteArray Database::readMeta(const QString &name)
{
    QSqlQuery query(*m_database);
    query.prepare(u"SELECT value, sum FROM meta WHERE name = ?"_s);
    query.bindValue(0, name);
    if (!query.exec()) {
        m_isDamaged = true;
        return {};
    }
    if (!query.next())
        return {};
    const QByteArray value = query.value(0).toByteArray();
    m_isDamaged = m_isDamaged || quint64(query.value(1).toLongLong()) != checksum(0, value);
    return value;
}

QString Database::readIdentity()
{
    const QByteArray bytes = readMeta(u"identity"_s);
    if (!bytes.isNull())
        m_identity = decodeIdentity(bytes);
    m_commits = readMeta(u"commits"_s).toULongLong();
    return m_isDamaged || (!bytes.isNull() && !m_identity) ? damaged(u"its identity cannot be read"_s) : QString();
}

QString Database::beginStart(chord::Restored *restored)
{
    restored->commits = m_commits;
    restored->starts = readMeta(u"starts"_s).toULongLong() + 1;
    const auto membership = decodeMembership(readMeta(u"membership"_s));
    if (!membership || m_isDamaged)
        return damaged(u"what it says of its ring cannot be read"_s);
    restored->membership = *membership;
    if (const QString problem = readGroups(restored); !problem.isEmpty())
        return problem;
    setSynced(true);
    if (!run(u"BEGIN"_s) || !writeMeta(u"starts"_s, QByteArray::number(restored->starts)) || !run(u"COMMIT"_s))
        return problem(u"write"_s);
    return {};
}

QString Database::readGroups(chord::Restored *restored)
{
    QSqlQuery query(*m_database);
    query.setForwardOnly(true);
    if (!query.exec(u"SELECT name, state, sum FROM groups ORDER BY name"_s))
        return damaged(query.lastError().databaseText());
    while (query.next()) {
        const QByteArray state = query.value(1).toByteArray();
        const auto group = decodeGroup(state);
        const bool isWhole = group && quint64(query.value(2).toLongLong()) == checksum(group->group, state)
            && group->group == quint64(query.value(0).toLongLong());
        if (!isWhole)
            return damaged(u"the state of group %1 is not what was written"_s.arg(query.value(0).toString()));
        restored->groups.push_back(*group);
    }
    return query.lastError().isValid() ? damaged(query.lastError().databaseText()) : QString();
}

// --- Records

quint64 Database::recordCount()
{
    QSqlQuery query(*m_database);
    return query.exec(u"SELECT count(*) FROM records"_s) && query.next() ? query.value(0).toULongLong() : 0;
}

std::optional<chord::Transfer> Database::readRecord(const QSqlQuery &query, qint64 nowMs) const
{
    chord::Transfer record;
    record.key = query.value(Key).toByteArray();
    record.value = query.value(Value).toByteArray();
    record.contentType = query.value(ContentType).toByteArray();
    record.ttlMs = query.value(TtlMs).toLongLong();
    record.tombstone = query.value(Tombstone).toBool();
    const qint64 writtenMs = query.value(WrittenMs).toLongLong();
    const QByteArray bytes = query.value(State).toByteArray();
    const quint64 sum =
        recordSum(record.key, record.value, record.contentType, record.ttlMs, writtenMs, record.tombstone, bytes);
    const auto state = decodeRecordState(bytes);
    if (!state || sum != quint64(query.value(Sum).toLongLong()))
        return {};
    record.stamp = state->stamp;
    record.version = state->version;
    record.applied = state->applied;
    if (record.ttlMs >= 0)
        record.ttlMs = std::clamp<qint64>(record.ttlMs - (nowMs - writtenMs), 0, record.ttlMs);
    return record;
}

QString Database::readRecords(const Take &take)
{
    const qint64 nowMs = m_clock();
    QSqlQuery query(*m_database);
    query.setForwardOnly(true);
    if (!query.exec(u"SELECT * FROM records"_s))
        return damaged(query.lastError().databaseText());
    std::vector<chord::Transfer> part;
    while (query.next()) {
        auto record = readRecord(query, nowMs);
        if (!record)
            return damaged(u"the record of key \"%1\" is not what was written"_s.arg(
                QString::fromUtf8(query.value(Key).toByteArray().toPercentEncoding())));
        part.push_back(std::move(*record));
        if (part.size() == recordsAtOnce && !take(std::exchange(part, {})))
            return {};
    }
    if (query.lastError().isValid())
        return damaged(query.lastError().databaseText());
    take(std::move(part));
    return {};
}

// --- Writing

// Also when it is FULL, a transaction is synced only at its end.
void Database::setSynced(bool isSynced)
{
    if (std::exchange(m_isSynced, isSynced) != isSynced)
        run(isSynced ? u"PRAGMA synchronous = FULL"_s : u"PRAGMA synchronous = NORMAL"_s);
}

bool Database::writeRows(const chord::Persist &persist)
{
    const auto execute = [this](QSqlQuery &query) {
        const bool done = query.exec();
        if (!done)
            m_error = query.lastError().databaseText();
        return done;
    };
    Statements &statements = *m_statements;
    for (const chord::GroupId group : persist.removedGroups) {
        statements.dropGroup.bindValue(0, qint64(group));
        if (!execute(statements.dropGroup))
            return false;
    }
    for (const chord::DurableGroup &group : persist.groups) {
        const QByteArray state = encode(group);
        statements.putGroup.bindValue(0, qint64(group.group));
        statements.putGroup.bindValue(1, state);
        statements.putGroup.bindValue(2, qint64(checksum(group.group, state)));
        if (!execute(statements.putGroup))
            return false;
    }
    for (const QByteArray &key : persist.removedKeys) {
        statements.dropRecord.bindValue(0, key);
        if (!execute(statements.dropRecord))
            return false;
    }
    const qint64 nowMs = m_clock();
    for (const chord::Transfer &record : persist.records) {
        const QByteArray state = encode(RecordState{record.stamp, record.version, record.applied});
        QSqlQuery &query = statements.putRecord;
        query.bindValue(Key, record.key);
        query.bindValue(Value, notNull(record.value));
        query.bindValue(ContentType, notNull(record.contentType));
        query.bindValue(TtlMs, record.ttlMs);
        query.bindValue(WrittenMs, nowMs);
        query.bindValue(Tombstone, record.tombstone ? 1 : 0);
        query.bindValue(State, state);
        query.bindValue(Sum,
                        qint64(recordSum(record.key, record.value, record.contentType, record.ttlMs, nowMs,
                                         record.tombstone, state)));
        if (!execute(query))
            return false;
    }
    return true;
}

QString Database::write(const chord::Persist &persist, bool isSynced)
{
    setSynced(isSynced || persist.hasPromises || m_newIdentity);
    bool done = run(u"BEGIN"_s);
    if (done && m_newIdentity)
        done = writeMeta(u"identity"_s, encode(*m_newIdentity)) && writeMeta(u"starts"_s, "1");
    if (done && persist.membership)
        done = writeMeta(u"membership"_s, encode(*persist.membership));
    done = done && writeMeta(u"commits"_s, QByteArray::number(m_commits + 1)) && writeRows(persist) && run(u"COMMIT"_s);
    if (!done) {
        const QString reason = problem(u"write"_s);
        run(u"ROLLBACK"_s);
        return reason;
    }
    ++m_commits;
    if (m_newIdentity)
        m_identity = std::exchange(m_newIdentity, {});
    return {};
}

QString Database::sync()
{
    chord::Persist nothing;
    return write(nothing, true);
}

QString Database::wipe()
{
    setSynced(true);
    const bool done = run(u"BEGIN"_s) && run(u"DELETE FROM meta"_s) && run(u"DELETE FROM groups"_s)
        && run(u"DELETE FROM records"_s) && run(u"COMMIT"_s);
    if (done)
        return {};
    const QString reason = problem(u"write"_s);
    run(u"ROLLBACK"_s);
    return reason;
}

qint64 Database::fileBytes() const
{
    return QFileInfo(m_fileName).size() + QFileInfo(m_fileName + u"-wal"_s).size();
}

} // namespace storage
