// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sockets from which nothing comes. Qt's event loop tells the kernel of every socket at every turn, so that 400 silent
// connections make each answer to somebody else take four times as long (tests/bench/flood_bench). A parked socket is
// left to epoll, which is told once, and costs nothing until something comes. Where there is no epoll nothing is
// parked, and all is as slow as it was.

#pragma once

#include <QObject>
#include <QPointer>
#include <QSocketNotifier>

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

private:
    void wake();

    int m_epoll = -1;
    QSocketNotifier *m_wakes = nullptr;
    // By descriptor; those that were closed stay until their number is used again.
    std::unordered_map<qintptr, QPointer<QSocketNotifier>> m_parked;
};

} // namespace listener
