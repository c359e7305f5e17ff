// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of Storage that lives on the thread of its own. It is called through queued invocations only, and calls
// Storage back in the same way.
#pragma once

#include "storage/database.h"

#include <QObject>
#include <QTimer>

namespace storage {

class Storage;

class Worker : public QObject {
    Q_OBJECT
public:
    Worker(Storage *storage, Sync sync);

    // A problem, if there is one.
    QString open(const QString &directory);
    Database &database() { return *m_database; }
    void load();
    void commit(const std::shared_ptr<chord::Persist> &persist);
    // Syncs, and perhaps wipes; the database is closed.
    void end(bool wipes);

private:
    void attempt();
    void syncLate();
    template <typename Call>
    void tell(Call call);

    Storage *m_storage;
    const Sync m_sync;
    std::unique_ptr<Database> m_database;
    std::shared_ptr<chord::Persist> m_commit; // in progress
    QTimer m_retry;
    QTimer m_syncing; // with Sync::Interval
    bool m_isUnsynced = false;
};

} // namespace storage
