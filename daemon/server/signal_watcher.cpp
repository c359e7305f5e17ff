// SPDX-License-Identifier: GPL-3.0-or-later
//
// The self-pipe trick, as Qt's documentation on Unix signal handlers recommends; on Windows the console's handler runs
// in a thread of its own and may post.

#include "server/signal_watcher.h"

#include <atomic>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace server {

namespace {

std::atomic<int> signalsSeen = 0;

#ifdef Q_OS_WIN

SignalWatcher *theWatcher = nullptr;

BOOL WINAPI consoleEvent(DWORD)
{
    if (signalsSeen.fetch_add(1) > 0)
        ExitProcess(forcedExitCode);
    QMetaObject::invokeMethod(theWatcher, &SignalWatcher::endRequested, Qt::QueuedConnection);
    return TRUE;
}

#else

int pipeEnds[2] = {-1, -1};
constexpr char endByte = 'e';
constexpr char reloadByte = 'r';

// Async-signal-safe: signal-safety(7) names write and _exit, and the atomic is lock-free.
void handleSignal(int number)
{
    const bool isReload = number == SIGHUP;
    if (!isReload && signalsSeen.fetch_add(1) > 0)
        _exit(forcedExitCode);
    const char byte = isReload ? reloadByte : endByte;
    const ssize_t written = write(pipeEnds[1], &byte, 1);
    static_cast<void>(written); // a pipe full of requests to reload needs no further one, and a second signal ends us
}

void setHandler(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaction(number, &action, nullptr);
}

#endif

} // namespace

#ifdef Q_OS_WIN

SignalWatcher::SignalWatcher(QObject *parent)
    : QObject(parent)
{
    signalsSeen = 0;
    theWatcher = this;
    SetConsoleCtrlHandler(consoleEvent, TRUE);
}

SignalWatcher::~SignalWatcher()
{
    SetConsoleCtrlHandler(consoleEvent, FALSE);
}

void SignalWatcher::readPipe() { }

#else

SignalWatcher::SignalWatcher(QObject *parent)
    : QObject(parent)
{
    signalsSeen = 0;
    if (pipe(pipeEnds) != 0)
        qFatal("no pipe for signals: out of file descriptors");
    for (const int end : pipeEnds)
        fcntl(end, F_SETFD, FD_CLOEXEC);
    fcntl(pipeEnds[1], F_SETFL, O_NONBLOCK);
    m_notifier = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SignalWatcher::readPipe);
    setHandler(handleSignal);
}

SignalWatcher::~SignalWatcher()
{
    setHandler(SIG_DFL);
    m_notifier.reset();
    for (const int end : pipeEnds)
        close(end);
}

void SignalWatcher::readPipe()
{
    char byte = 0;
    if (read(pipeEnds[0], &byte, 1) != 1)
        return;
    if (byte == reloadByte)
        Q_EMIT reloadRequested();
    else
        Q_EMIT endRequested();
}

#endif

} // namespace server
