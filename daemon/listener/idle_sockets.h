// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sockets from which nothing comes. Qt's event loop tells the kernel of every socket at every turn, so that 400 silent
// connections make each answer to somebody else take four times as long (tests/bench/flood_bench). A parked socket is
// left to epoll, which is told once, and costs nothing until something comes. Where there is no epoll nothing is
// parked, and all is as slow as it was.
//
// The owner of the sockets decides which of them are silent, when sweepDue() says that it is time to look.

#pragma once

#include <QObject>
#include <QPointer>
#include <QSocketNotifier>
#include <QTimer>

#include <unordered_map>

namespace listener {

class IdleSockets final : public QObject {
    Q_OBJECT

public:
    explicit IdleSockets(QObject *parent = nullptr);
    ~IdleSockets() override;

    // Disables the notifier, which is for reading, until there is something to read at its descriptor or its stream has
    // ended; then it is enabled again. Nothing is to be done when the descriptor is closed.
    void park(QSocketNotifier *notifier);
    // The descriptor passes to somebody else, who watches it himself.
    void forget(qintptr descriptor);
    // Emits sweepDue() within a moment. To be called when a socket comes or is woken up, and from a sweep that has
    // found one that is not silent.
    void sweepSoon();

signals:
    void sweepDue();

private:
    void startWaking();
    void wake();

    int m_epoll = -1;
    QSocketNotifier *m_wakes = nullptr;
    QTimer m_sweepTimer;
    // By descriptor; those that were closed stay until their number is used again.
    std::unordered_map<qintptr, QPointer<QSocketNotifier>> m_parked;
};

} // namespace listener
