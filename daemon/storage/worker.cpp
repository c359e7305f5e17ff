// SPDX-License-Identifier: GPL-3.0-or-later
//
// A commit that has failed is tried again once a second: a full disk may have room by then.

#include "storage/worker.h"

#include "storage/storage.h"

#include <QElapsedTimer>

namespace storage {

namespace {

constexpr int retryMs = 1000;
constexpr int syncIntervalMs = 1000; // what --sync interval may lose when the machine stops

quint64 bytesOf(const chord::Persist &persist)
{
    quint64 bytes = 0;
    for (const chord::Transfer &record : persist.records)
        bytes += quint64(record.key.size() + record.value.size() + record.contentType.size());
    return bytes;
}

} // namespace

Worker::Worker(Storage *storage, Sync sync)
    : m_storage(storage)
    , m_sync(sync)
    , m_retry(this)
    , m_syncing(this)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryMs);
    m_syncing.setSingleShot(true);
    m_syncing.setInterval(syncIntervalMs);
    connect(&m_retry, &QTimer::timeout, this, &Worker::attempt);
    connect(&m_syncing, &QTimer::timeout, this, &Worker::syncLate);
}

template <typename Call>
void Worker::tell(Call call)
{
    QMetaObject::invokeMethod(m_storage, std::move(call), Qt::QueuedConnection);
}

// Qt wants a connection to be used on the thread that made it.
QString Worker::open(const QString &directory)
{
    m_database = std::make_unique<Database>();
    return m_database->open(directory);
}

void Worker::load()
{
    Storage *storage = m_storage;
    const quint64 all = m_database->recordCount();
    quint64 read = 0;
    const auto take = [&](std::vector<chord::Transfer> &&records) {
        read += records.size();
        const auto part = std::make_shared<std::vector<chord::Transfer>>(std::move(records));
        tell([storage, part, read, all] {
            storage->onProgress(read, all);
            Q_EMIT storage->recordsRestored(part);
        });
        return true;
    };
    const auto restored = std::make_shared<chord::Restored>();
    QString problem = m_database->readRecords(take);
    if (problem.isEmpty())
        problem = m_database->beginStart(restored.get());
    if (problem.isEmpty())
        tell([storage, restored] { Q_EMIT storage->restored(restored); });
    else
        tell([storage, problem] { Q_EMIT storage->unusable(problem); });
}

void Worker::commit(const std::shared_ptr<chord::Persist> &persist)
{
    m_commit = persist;
    attempt();
}

void Worker::attempt()
{
    Storage *storage = m_storage;
    QElapsedTimer timer;
    timer.start();
    const QString problem = m_database->write(*m_commit, m_sync == Sync::Always);
    if (!problem.isEmpty()) {
        m_retry.start();
        tell([storage, problem] { storage->onFailed(problem); });
        return;
    }
    const std::shared_ptr<chord::Persist> done = std::move(m_commit);
    m_isUnsynced = m_sync == Sync::Interval && !done->hasPromises;
    if (m_isUnsynced && !m_syncing.isActive())
        m_syncing.start();
    tell([storage, number = done->number, bytes = bytesOf(*done), micros = timer.nsecsElapsed() / 1000,
          size = m_database->fileBytes()] { storage->onCommitted(number, bytes, micros, size); });
}

void Worker::syncLate()
{
    if (m_isUnsynced && !m_database->sync().isEmpty())
        m_syncing.start();
    else
        m_isUnsynced = false;
}

void Worker::end(bool wipes)
{
    m_retry.stop();
    m_syncing.stop();
    if (!m_database)
        return;
    if (m_commit)
        m_database->write(*m_commit, true);
    else if (m_isUnsynced)
        m_database->sync();
    if (wipes)
        m_database->wipe();
    m_database.reset();
}

} // namespace storage
