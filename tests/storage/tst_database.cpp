// SPDX-License-Identifier: GPL-3.0-or-later
//
// The file of a data directory: what is written is read again, whole commits only; locks, formats, damage in every part
// of the file, and lifetimes across clocks that were changed.

#include "storage/database.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <map>
#include <random>

using namespace chord;
using namespace storage;
using namespace Qt::StringLiterals;

namespace {

NodeRef node(quint64 number)
{
    return {Id({number, 0, number}), "127.0.0.1:" + QByteArray::number(number), number * 1000};
}

Transfer record(const QByteArray &key, const QByteArray &value, quint64 sequence)
{
    Transfer out;
    out.key = key;
    out.value = value;
    out.contentType = "text/plain";
    out.stamp = {{1, 2, 3}, sequence};
    out.version = Version::of(out.stamp);
    out.applied.forgotten = {{0, 1, 3}, 7};
    out.applied.writes = {{{5, 6}, out.stamp, true}};
    return out;
}

DurableGroup group(GroupId number)
{
    DurableGroup out;
    out.group = number;
    out.state = 3;
    out.promised = {1, 5, 9000};
    out.accepted = {1, 4, 8000};
    out.config.version = 12;
    out.config.range = {Id(5), Id(9)};
    out.config.voters = {node(1), node(2), node(3)};
    out.config.children = {{77, {Id(1), Id(5)}, out.config.voters}};
    out.config.absorbed = AbsorbedGroup{88, {0, 1, 2}, 3, AbsorbedGroup::Stage::Refused};
    out.range = {Id(1), Id(9)};
    out.isLearner = true;
    out.mark = {{1, 2, 3}, 4};
    out.lockedBy = 99;
    out.childrenTaken = {70, 71};
    out.childrenDropped = {72};
    out.leaseMsMax = 1000;
    out.streamBallot = {1, 3, 3};
    out.lastNumber = 17;
    out.barrier = 16;
    return out;
}

RingMembership membership()
{
    RingMembership out;
    out.ring = ~quint64(0);
    out.isMember = true;
    out.predecessor = node(4);
    out.successors = {node(5), node(6)};
    out.contacts = {node(7)};
    return out;
}

const Identity identity{~quint64(0) - 4, Id({1, 2, 3}), "127.0.0.1:11000", 160};

Persist commit(std::vector<Transfer> records, std::vector<QByteArray> removed = {})
{
    Persist out;
    out.membership = membership();
    out.groups = {group(1), group(~quint64(0))};
    out.records = std::move(records);
    out.removedKeys = std::move(removed);
    return out;
}

std::map<QByteArray, Transfer> read(Database &database, QString *problem)
{
    std::map<QByteArray, Transfer> out;
    *problem = database.readRecords([&](std::vector<Transfer> &&records) {
        for (const Transfer &one : records)
            out[one.key] = one;
        return true;
    });
    return out;
}

} // namespace

class tst_Database : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void encodingIsStrict();
    void readsWhatWasWritten();
    void locksItsDirectory();
    void refusesOtherFormats_data();
    void refusesOtherFormats();
    void findsDamage_data();
    void findsDamage();
    void losesATornCommitAsAWhole();
    void lifetimesSurviveChangedClocks();
    void wipes();
    void failsWithoutRoom();
};

void tst_Database::encodingIsStrict()
{
    QCOMPARE(decodeIdentity(encode(identity)), identity);
    QCOMPARE(decodeMembership(encode(membership())), membership());
    QCOMPARE(decodeMembership(encode(RingMembership())), RingMembership());
    QCOMPARE(decodeGroup(encode(group(5))), group(5));
    QCOMPARE(decodeGroup(encode(DurableGroup())), DurableGroup());
    const QByteArray bytes = encode(group(5));
    for (qsizetype size = 0; size < bytes.size(); ++size)
        QVERIFY(!decodeGroup(bytes.first(size)));
    QVERIFY(!decodeGroup(bytes + '\0'));
    // No bytes make it fail in another way than by saying so.
    std::mt19937 random(1);
    for (int i = 0; i < 20'000; ++i) {
        QByteArray changed = bytes;
        for (int k = 0; k < 3; ++k)
            changed[qsizetype(random() % quint32(changed.size()))] = char(random());
        decodeGroup(changed);
        decodeMembership(changed);
        decodeRecordState(changed);
    }
}

void tst_Database::readsWhatWasWritten()
{
    QTemporaryDir dir;
    QString problem;
    {
        Database database;
        QCOMPARE(database.open(dir.filePath(u"a/b"_s)), QString());
        QVERIFY(!database.identity());
        database.setIdentity(identity);
        QCOMPARE(database.write(commit({record("a", "1", 1), record("b", {}, 2), record("c", "3", 3)}), true),
                 QString());
        Transfer tombstone = record("b", {}, 4);
        tombstone.tombstone = true;
        Persist second = commit({record(QByteArray("\0\xff", 2), QByteArray(100'000, 'x'), 5), tombstone}, {"a"});
        second.removedGroups = {1};
        second.groups = {};
        QCOMPARE(database.write(second, false), QString());
        QCOMPARE(database.commits(), quint64(2));
    }
    Database database;
    QCOMPARE(database.open(dir.filePath(u"a/b"_s)), QString());
    QCOMPARE(database.identity(), identity);
    QCOMPARE(database.recordCount(), quint64(3));
    const auto records = read(database, &problem);
    QCOMPARE(problem, QString());
    QCOMPARE(records.size(), size_t(3));
    QCOMPARE(records.at("c"), record("c", "3", 3));
    QVERIFY(records.at("b").tombstone);
    QCOMPARE(records.at(QByteArray("\0\xff", 2)).value.size(), 100'000);
    Restored restored;
    QCOMPARE(database.beginStart(&restored), QString());
    QCOMPARE(restored.starts, quint64(2));
    QCOMPARE(restored.commits, quint64(2));
    QCOMPARE(restored.membership, membership());
    QCOMPARE(restored.groups, std::vector<DurableGroup>{group(~quint64(0))});
}

void tst_Database::locksItsDirectory()
{
    QTemporaryDir dir;
    Database first;
    QCOMPARE(first.open(dir.path()), QString());
    Database second;
    QVERIFY2(second.open(dir.path()).contains(u"in use by another process"_s), "");
    first.close();
    Database third;
    QCOMPARE(third.open(dir.path()), QString());
}

void tst_Database::refusesOtherFormats_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("advice");
    QTest::newRow("newer") << 3 << u"use the newer program"_s;
    QTest::newRow("older") << 1 << u"restore a backup"_s;
}

void tst_Database::refusesOtherFormats()
{
    QFETCH(int, format);
    QFETCH(QString, advice);
    QTemporaryDir dir;
    {
        Database database;
        QCOMPARE(database.open(dir.path()), QString());
    }
    {
        QSqlDatabase raw = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"raw"_s);
        raw.setDatabaseName(dir.filePath(u"node.db"_s));
        QVERIFY(raw.open());
        QVERIFY(QSqlQuery(raw).exec(u"PRAGMA user_version = %1"_s.arg(format)));
    }
    QSqlDatabase::removeDatabase(u"raw"_s);
    Database database;
    const QString problem = database.open(dir.path());
    QVERIFY2(problem.contains(u"has format %1"_s.arg(format)) && problem.contains(advice), qPrintable(problem));
}

void tst_Database::findsDamage_data()
{
    QTest::addColumn<QString>("statement");
    QTest::newRow("value") << u"UPDATE records SET value = x'00' WHERE key = x'6137'"_s; // "a7"
    QTest::newRow("key") << u"UPDATE records SET key = x'7A' WHERE key = x'6137'"_s;
    QTest::newRow("lifetime") << u"UPDATE records SET ttl_ms = 5 WHERE key = x'6137'"_s;
    QTest::newRow("state") << u"UPDATE records SET state = x'00' WHERE key = x'6137'"_s;
    QTest::newRow("group") << u"UPDATE groups SET state = zeroblob(length(state))"_s;
    QTest::newRow("ring") << u"UPDATE meta SET value = x'00' WHERE name = 'membership'"_s;
    QTest::newRow("commits") << u"UPDATE meta SET value = '7' WHERE name = 'commits'"_s;
    QTest::newRow("bytes of the file") << QString();
}

void tst_Database::findsDamage()
{
    QFETCH(QString, statement);
    QTemporaryDir dir;
    const QString fileName = dir.filePath(u"node.db"_s);
    {
        Database database;
        QCOMPARE(database.open(dir.path()), QString());
        database.setIdentity(identity);
        std::vector<Transfer> records;
        for (int i = 0; i < 1000; ++i)
            records.push_back(record("a" + QByteArray::number(i), QByteArray(100, 'v'), quint64(i)));
        QCOMPARE(database.write(commit(records), true), QString());
    }
    if (statement.isEmpty()) {
        QFile file(fileName);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(file.size() / 2));
        file.write(QByteArray(4096, 'z'));
    } else {
        {
            QSqlDatabase raw = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"raw"_s);
            raw.setDatabaseName(fileName);
            QVERIFY(raw.open());
            QSqlQuery query(raw);
            QVERIFY(query.exec(statement));
            QVERIFY(query.numRowsAffected() > 0);
        }
        QSqlDatabase::removeDatabase(u"raw"_s);
    }
    Database database;
    QString problem = database.open(dir.path());
    if (problem.isEmpty())
        read(database, &problem);
    Restored restored;
    if (problem.isEmpty())
        problem = database.beginStart(&restored);
    QVERIFY2(problem.contains(u"is damaged"_s) && problem.contains(fileName), qPrintable(problem));
}

// As after a power cut in the middle of a write: the log ends within the last commit.
void tst_Database::losesATornCommitAsAWhole()
{
    QTemporaryDir dir;
    QTemporaryDir copies;
    Database writer;
    QCOMPARE(writer.open(dir.path()), QString());
    writer.setIdentity(identity);
    QCOMPARE(writer.write(commit({record("a", "old", 1), record("b", "old", 2)}), true), QString());
    const qint64 before = QFileInfo(dir.filePath(u"node.db-wal"_s)).size();
    QCOMPARE(writer.write(commit({record("a", "new", 3), record("b", QByteArray(50'000, 'n'), 4)}), true), QString());
    const qint64 after = QFileInfo(dir.filePath(u"node.db-wal"_s)).size();
    QVERIFY(before > 0 && after > before);
    for (qint64 size = before; size < after; size += 1021) {
        const QString copy = copies.filePath(QString::number(size));
        QVERIFY(QDir().mkpath(copy));
        QVERIFY(QFile::copy(dir.filePath(u"node.db"_s), copy + u"/node.db"_s));
        QVERIFY(QFile::copy(dir.filePath(u"node.db-wal"_s), copy + u"/node.db-wal"_s));
        QVERIFY(QFile::resize(copy + u"/node.db-wal"_s, size));
        Database database;
        QCOMPARE(database.open(copy), QString());
        QString problem;
        const auto records = read(database, &problem);
        QCOMPARE(problem, QString());
        QCOMPARE(records.at("a").value, QByteArray("old"));
        QCOMPARE(records.at("b").value, QByteArray("old"));
        QCOMPARE(database.commits(), quint64(1));
    }
}

void tst_Database::lifetimesSurviveChangedClocks()
{
    QTemporaryDir dir;
    const auto remaining = [&](qint64 nowMs) {
        Database database;
        database.setClock([nowMs] { return nowMs; });
        QString problem = database.open(dir.path());
        const auto records = problem.isEmpty() ? read(database, &problem) : std::map<QByteArray, Transfer>();
        return problem.isEmpty() ? records.at("a").ttlMs : -2;
    };
    {
        Database database;
        database.setClock([] { return qint64(1'000'000); });
        QCOMPARE(database.open(dir.path()), QString());
        database.setIdentity(identity);
        Transfer mortal = record("a", "1", 1);
        mortal.ttlMs = 60'000;
        QCOMPARE(database.write(commit({mortal}), true), QString());
    }
    QCOMPARE(remaining(1'020'000), 40'000);
    QCOMPARE(remaining(1'060'001), 0);
    QCOMPARE(remaining(9'000'000), 0);
    QCOMPARE(remaining(5000), 60'000); // set back: never longer than it was meant to
}

void tst_Database::wipes()
{
    QTemporaryDir dir;
    {
        Database database;
        QCOMPARE(database.open(dir.path()), QString());
        database.setIdentity(identity);
        QCOMPARE(database.write(commit({record("a", "1", 1)}), true), QString());
        QCOMPARE(database.wipe(), QString());
    }
    Database database;
    QCOMPARE(database.open(dir.path()), QString());
    QVERIFY(!database.identity());
    QCOMPARE(database.recordCount(), quint64(0));
}

// A commit that does not fit leaves nothing behind, and the next one succeeds when there is room.
void tst_Database::failsWithoutRoom()
{
    QTemporaryDir dir;
    Database database;
    QCOMPARE(database.open(dir.path()), QString());
    database.setIdentity(identity);
    QCOMPARE(database.write(commit({record("a", "1", 1)}), true), QString());
    database.limitPages(20);
    std::vector<Transfer> many;
    for (int i = 0; i < 100; ++i)
        many.push_back(record("b" + QByteArray::number(i), QByteArray(4000, 'x'), quint64(i)));
    const QString full = database.write(commit(many), true);
    QVERIFY2(full.contains(u"full"_s) && full.contains(u"node.db"_s), qPrintable(full));
    QString problem;
    QCOMPARE(read(database, &problem).size(), size_t(1));
    QCOMPARE(database.write(commit({record("c", "1", 1)}), true), QString());
    database.limitPages(1'000'000);
    QCOMPARE(database.write(commit(many), true), QString());
    QCOMPARE(read(database, &problem).size(), size_t(102));
    QCOMPARE(problem, QString());
}

QTEST_GUILESS_MAIN(tst_Database)
#include "tst_database.moc"
