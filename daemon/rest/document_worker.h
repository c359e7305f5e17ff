// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads and writes large documents in other threads. A batch of 16 MB takes the reader a tenth of a second, in which
// the node would answer nobody and its neighbours would take it for dead. What is done there is a pure function of
// values that the thread has for itself; everything else stays in the event loop's thread.

#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace rest {

class DocumentWorker {
public:
    // Documents up to here are done at once: going to another thread and back would take longer.
    static constexpr qsizetype inlineBytesMax = 64 * 1024;

    DocumentWorker();
    // Waits for work that was begun; nobody hears of its result.
    ~DocumentWorker();
    Q_DISABLE_COPY_MOVE(DocumentWorker)

    // Calls done with what work returned: before this returns if the document has few bytes, else from the event loop.
    template <typename T>
    void run(qsizetype bytes, std::function<T()> work, std::function<void(T &&)> done)
    {
        if (bytes <= inlineBytesMax) {
            done(work());
            return;
        }
        m_pool.start([this, work = std::move(work), done = std::move(done)]() mutable {
            const auto result = std::make_shared<T>(work());
            work = nullptr; // with what it holds, before the result goes on
            QMetaObject::invokeMethod(
                &m_context, [result, done = std::move(done)] { done(std::move(*result)); }, Qt::QueuedConnection);
        });
    }

private:
    QObject m_context; // of calls from the event loop; outlives the threads
    QThreadPool m_pool;
};

} // namespace rest
