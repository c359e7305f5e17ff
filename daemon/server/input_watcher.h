// SPDX-License-Identifier: GPL-3.0-or-later
//
// The end of standard input as an event. A program that starts nodes holds the other end of a pipe: when it dies, in
// whatever way and on whatever system, the pipe is closed, and its nodes know that nobody is left who wants them.
#pragma once

#include <QObject>

#ifndef Q_OS_WIN
#include <QSocketNotifier>

#include <memory>
#endif

namespace server {

// One at a time. What arrives on standard input is thrown away.
class InputWatcher : public QObject {
    Q_OBJECT
public:
    explicit InputWatcher(QObject *parent = nullptr);

Q_SIGNALS:
    void closed();

#ifndef Q_OS_WIN
private:
    void readInput();

    std::unique_ptr<QSocketNotifier> m_notifier;
#endif
};

} // namespace server
