// SPDX-License-Identifier: GPL-3.0-or-later
//
// The directory is opened, locked and looked at before anything else happens, so that what is wrong with it is an error
// of the command line: only then, and in the end, is the thread waited for.

#include "storage/storage.h"

#include "storage/worker.h"

#include <algorithm>
#include <csignal>

namespace storage {

const std::vector<double> &Storage::durationBounds()
{
    static const std::vector<double> bounds{0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                            0.05,    0.1,    0.25,  0.5,    1,     2.5,  10};
    return bounds;
}

Storage::Storage(Sync sync, QObject *parent)
    : QObject(parent)
    , m_worker(std::make_unique<Worker>(this, sync))
{
#ifdef SIGXFSZ
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error like a full disk, and no end of the process
#endif
    m_statistics.durations.resize(durationBounds().size() + 1);
    m_worker->moveToThread(&m_thread);
    m_thread.setObjectName("storage");
    m_thread.start();
}

Storage::~Storage()
{
    end(false);
}

QString Storage::open(const QString &directory)
{
    QString problem;
    const auto open = [&] {
        problem = m_worker->open(directory);
        m_identity = m_worker->database().identity();
        m_fileName = m_worker->database().fileName();
    };
    QMetaObject::invokeMethod(m_worker.get(), open, Qt::BlockingQueuedConnection);
    return problem;
}

void Storage::setIdentity(const Identity &identity)
{
    m_identity = identity;
    QMetaObject::invokeMethod(
        m_worker.get(), [worker = m_worker.get(), identity] { worker->database().setIdentity(identity); },
        Qt::BlockingQueuedConnection);
}

void Storage::limitPages(int count)
{
    QMetaObject::invokeMethod(
        m_worker.get(), [worker = m_worker.get(), count] { worker->database().limitPages(count); },
        Qt::BlockingQueuedConnection);
}

void Storage::load()
{
    QMetaObject::invokeMethod(m_worker.get(), &Worker::load, Qt::QueuedConnection);
}

void Storage::commit(std::unique_ptr<chord::Persist> persist)
{
    if (!m_worker)
        return;
    const std::shared_ptr<chord::Persist> shared = std::move(persist);
    QMetaObject::invokeMethod(
        m_worker.get(), [worker = m_worker.get(), shared] { worker->commit(shared); }, Qt::QueuedConnection);
}

void Storage::end(bool wipes)
{
    if (!m_worker)
        return;
    QMetaObject::invokeMethod(
        m_worker.get(), [worker = m_worker.get(), wipes] { worker->end(wipes); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
    m_worker.reset();
}

void Storage::onProgress(quint64 read, quint64 all)
{
    m_recordsRead = read;
    m_recordsToRead = all;
}

void Storage::onCommitted(quint64 number, quint64 bytes, qint64 micros, qint64 fileBytes)
{
    const double seconds = double(micros) / 1e6;
    const auto &bounds = durationBounds();
    ++m_statistics.durations[size_t(std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin())];
    ++m_statistics.commits;
    m_statistics.seconds += seconds;
    m_statistics.bytes += bytes;
    m_statistics.fileBytes = fileBytes;
    if (!m_problem.isEmpty()) {
        m_problem.clear();
        Q_EMIT problemChanged();
    }
    Q_EMIT committed(number);
}

void Storage::onFailed(const QString &problem)
{
    ++m_statistics.failures;
    if (m_problem == problem)
        return;
    m_problem = problem;
    Q_EMIT problemChanged();
}

} // namespace storage
