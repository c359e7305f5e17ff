// SPDX-License-Identifier: GPL-3.0-or-later
//
// SIGTERM and SIGINT, and SIGHUP, as events of the loop: the handler only writes a byte into a pipe. The second signal
// to end ends the program from within the handler, so that it works even if the loop hangs.
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace server {

// Of a program that the second signal to end has ended.
inline constexpr int forcedExitCode = 1;

// One at a time.
class SignalWatcher : public QObject {
    Q_OBJECT
public:
    explicit SignalWatcher(QObject *parent = nullptr);
    // Signals do again what they do by default.
    ~SignalWatcher() override;

Q_SIGNALS:
    // The first signal to end came.
    void endRequested();
    // SIGHUP: files that may have changed are to be read again.
    void reloadRequested();

private:
    void readPipe();

    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace server
