// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a live source has said so far, and waiting for what it is to say.
#pragma once

#include "live/live_source.h"
#include "support/daemon.h"

#include <QStringList>

#include <functional>
#include <map>

class SourceWatch : public QObject {
    Q_OBJECT
public:
    explicit SourceWatch(monitor::LiveSource &source);

    // Each runs the event loop; false if it did not come to that in time.
    bool waitUntilOpen(int timeoutMs = 40'000);
    bool waitUntilFailed(int timeoutMs = 40'000);
    bool waitForSnapshot(const std::function<bool(const monitor::RingSnapshot &)> &condition, int timeoutMs = 40'000);
    // This many live nodes in a whole chain, and nothing wrong.
    bool waitUntilWhole(size_t nodes, int timeoutMs = 40'000);
    bool waitForEvent(monitor::RingEvent::Kind kind, const QByteArray &node = {}, int timeoutMs = 40'000);
    // Begins an action and waits for its report; one that says so if there is none.
    monitor::ActionReport run(const monitor::ActionRequest &request, int timeoutMs = 40'000);

    bool hasEvent(monitor::RingEvent::Kind kind, const QByteArray &node = {}) const;
    QString said() const; // everything, for a failed test

    bool isOpen = false;
    bool hasFailed = false;
    QString failure;
    QStringList progress;
    std::vector<monitor::RingEvent> events;
    std::map<quint64, monitor::ActionReport> reports;
    int changes = 0; // snapshotChanged
    int refreshes = 0; // snapshotRefreshed

private:
    monitor::LiveSource &m_source;
};

// The node of this address in the snapshot; an empty one if it is not there.
monitor::NodeView nodeIn(const monitor::RingSnapshot &snapshot, const QByteArray &address);
QByteArrayList addressesIn(const monitor::RingSnapshot &snapshot);
// Does a process of this id run? A zombie does not.
bool isRunning(qint64 pid);
// The processes that this one has started and that run.
QList<qint64> ownChildren();
QList<qint64> childrenOf(qint64 pid);
