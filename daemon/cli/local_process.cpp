// SPDX-License-Identifier: GPL-3.0-or-later
//
// Qt starts detached processes and then knows nothing of them, so this is what is left to the system. On Linux a start
// stamp is read from /proc, on other Unix systems ps is asked, on Windows the process's creation time.

#include "cli/local_process.h"

#include <QFile>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <QProcess>

#include <csignal>
#endif

namespace cli {

namespace {

#if defined(Q_OS_WIN)

QByteArray startStampOf(qint64 pid)
{
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, DWORD(pid));
    if (!process)
        return {};
    FILETIME created;
    FILETIME exited;
    FILETIME kernel;
    FILETIME user;
    DWORD exitCode = 0;
    const bool isRunning = GetExitCodeProcess(process, &exitCode) && exitCode == STILL_ACTIVE
        && GetProcessTimes(process, &created, &exited, &kernel, &user);
    CloseHandle(process);
    if (!isRunning)
        return {};
    return QByteArray::number((quint64(created.dwHighDateTime) << 32) | created.dwLowDateTime);
}

bool end(qint64 pid)
{
    HANDLE process = OpenProcess(PROCESS_TERMINATE, FALSE, DWORD(pid));
    const bool isEnded = process && TerminateProcess(process, 1);
    if (process)
        CloseHandle(process);
    return isEnded;
}

#elif defined(Q_OS_LINUX)

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The process's start in clock ticks since the system's, after the system's own id. A zombie is not running.
QByteArray startStampOf(qint64 pid)
{
    // proc(5): "pid (name) state ppid …", the start time is field 22; the name may hold spaces and brackets.
    const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(pid));
    const QList<QByteArray> fields = stat.sliced(stat.lastIndexOf(')') + 1).simplified().split(' ');
    if (fields.size() < 20 || fields[0] == "Z" || fields[0] == "X")
        return {};
    return contentOf(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed() + ':' + fields[19];
}

#else

QByteArray startStampOf(qint64 pid)
{
    QProcess ps;
    ps.start(QStringLiteral("ps"),
             {QStringLiteral("-o"), QStringLiteral("lstart="), QStringLiteral("-p"), QString::number(pid)});
    ps.waitForFinished();
    return ps.readAllStandardOutput().simplified();
}

#endif

} // namespace

LocalProcess localProcess(qint64 pid)
{
    return {pid, startStampOf(pid)};
}

bool LocalProcess::isRunning() const
{
    return pid > 0 && !startStamp.isEmpty() && startStampOf(pid) == startStamp;
}

bool LocalProcess::requestEnd() const
{
#ifdef Q_OS_WIN
    return kill(); // there is no signal that a process without a window would get
#else
    return !isRunning() || ::kill(pid_t(pid), SIGTERM) == 0;
#endif
}

bool LocalProcess::kill() const
{
#ifdef Q_OS_WIN
    return !isRunning() || end(pid);
#else
    return !isRunning() || ::kill(pid_t(pid), SIGKILL) == 0;
#endif
}

} // namespace cli
