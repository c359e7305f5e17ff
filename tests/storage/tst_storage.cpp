// SPDX-License-Identifier: GPL-3.0-or-later
//
// A data directory as the event loop sees it: commits are acknowledged in their order, failed ones are repeated, and
// what was acknowledged is read again.

#include "storage/storage.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace storage;
using namespace Qt::StringLiterals;

namespace {

const Identity identity{7, chord::Id(7), "127.0.0.1:11000", 160};

std::unique_ptr<chord::Persist> commit(quint64 number, qsizetype bytes = 100)
{
    auto out = std::make_unique<chord::Persist>();
    out->number = number;
    out->membership = chord::Membership();
    chord::Transfer record;
    record.key = "key " + QByteArray::number(number);
    record.value = QByteArray(bytes, 'x');
    record.stamp = {{0, 1, 7}, number};
    out->records.push_back(record);
    return out;
}

} // namespace

class tst_Storage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acknowledgesAndReadsAgain_data();
    void acknowledgesAndReadsAgain();
    void repeatsWhatFailed();
};

void tst_Storage::acknowledgesAndReadsAgain_data()
{
    QTest::addColumn<int>("sync");
    QTest::newRow("always") << int(Sync::Always);
    QTest::newRow("interval") << int(Sync::Interval);
}

void tst_Storage::acknowledgesAndReadsAgain()
{
    QFETCH(int, sync);
    QTemporaryDir dir;
    constexpr quint64 commits = 50;
    {
        Storage storage{Sync(sync)};
        QCOMPARE(storage.open(dir.path()), QString());
        QVERIFY(!storage.identity());
        storage.setIdentity(identity);
        std::vector<quint64> numbers;
        connect(&storage, &Storage::committed, this, [&](quint64 number) {
            numbers.push_back(number);
            if (number < commits)
                storage.commit(commit(number + 1));
        });
        storage.commit(commit(1));
        QTRY_COMPARE(numbers.size(), size_t(commits));
        QVERIFY(std::is_sorted(numbers.begin(), numbers.end()));
        QCOMPARE(storage.statistics().commits, commits);
        QVERIFY(storage.statistics().fileBytes > 0);
        storage.commit(commit(commits + 1)); // is done before the storage is gone
    }
    Storage storage{Sync(sync)};
    QCOMPARE(storage.open(dir.path()), QString());
    QCOMPARE(storage.identity(), identity);
    size_t records = 0;
    connect(&storage, &Storage::recordsRestored, this, [&](const auto &part) { records += part->size(); });
    QSignalSpy restored(&storage, &Storage::restored);
    storage.load();
    QTRY_COMPARE(restored.size(), 1);
    QCOMPARE(records, size_t(commits + 1));
    QCOMPARE(storage.recordsRead(), quint64(commits + 1));
    QCOMPARE(storage.recordsToRead(), quint64(commits + 1));
    storage.wipe();
    Storage empty{Sync(sync)};
    QCOMPARE(empty.open(dir.path()), QString());
    QVERIFY(!empty.identity());
}

void tst_Storage::repeatsWhatFailed()
{
    QTemporaryDir dir;
    Storage storage(Sync::Always);
    QCOMPARE(storage.open(dir.path()), QString());
    storage.setIdentity(identity);
    QSignalSpy committed(&storage, &Storage::committed);
    QSignalSpy changed(&storage, &Storage::problemChanged);
    storage.limitPages(20);
    storage.commit(commit(1, 500'000));
    QTRY_COMPARE(changed.size(), 1);
    QVERIFY2(storage.problem().contains(u"full"_s), qPrintable(storage.problem()));
    QCOMPARE(committed.size(), 0);
    storage.limitPages(1'000'000);
    QTRY_COMPARE(committed.size(), 1);
    QCOMPARE(storage.problem(), QString());
    QVERIFY(storage.statistics().failures > 0);
}

QTEST_GUILESS_MAIN(tst_Storage)
#include "tst_storage.moc"
