// SPDX-License-Identifier: GPL-3.0-or-later
//
// A pipe can be waited for like a socket, except on Windows, where a thread waits and ends the process itself.

#include "server/input_watcher.h"

#ifdef Q_OS_WIN
#include <thread>
#include <windows.h>
#else
#include <cerrno>
#include <unistd.h>
#endif

namespace server {

#ifdef Q_OS_WIN

InputWatcher::InputWatcher(QObject *parent)
    : QObject(parent)
{
    std::thread([] {
        char bytes[256];
        DWORD count = 0;
        while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), bytes, sizeof bytes, &count, nullptr) && count > 0) { }
        ExitProcess(0);
    }).detach();
}

#else

InputWatcher::InputWatcher(QObject *parent)
    : QObject(parent)
    , m_notifier(std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &InputWatcher::readInput);
}

void InputWatcher::readInput()
{
    char bytes[256];
    const ssize_t count = read(STDIN_FILENO, bytes, sizeof bytes);
    if (count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN)))
        return;
    m_notifier->setEnabled(false);
    Q_EMIT closed();
}

#endif

} // namespace server
