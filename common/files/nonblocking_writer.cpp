// SPDX-License-Identifier: GPL-3.0-or-later
//
// O_NONBLOCK belongs to the open file and not to the descriptor: set on standard error, it would also hold for the
// shell and for all other programs on the same terminal. So pipes and terminals are opened a second time, where the
// system can (Linux, by /proc). Elsewhere, and if the rights do not suffice, it is asked before each write whether
// there is room; that cannot fail unless others fill the same pipe at this very moment. Regular files are never full
// for long.

#include "files/nonblocking_writer.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <climits>
#include <csignal>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace files {

#ifdef Q_OS_WIN

NonblockingWriter::NonblockingWriter(int descriptor)
    : m_descriptor(descriptor)
{
}

void ignoreWriteSignals() { }

qint64 NonblockingWriter::writeSome(const char *bytes, qint64 count) const
{
    return _write(m_descriptor, bytes, unsigned(count));
}

void NonblockingWriter::close()
{
    if (m_isOwned)
        _close(m_descriptor);
}

static int openToAppend(const QString &path)
{
    return _wopen(reinterpret_cast<const wchar_t *>(path.utf16()), _O_WRONLY | _O_CREAT | _O_APPEND | _O_BINARY,
                  _S_IREAD | _S_IWRITE);
}

#else

namespace {

int reopened(int descriptor)
{
    struct stat status = {};
    if (fstat(descriptor, &status) != 0 || S_ISREG(status.st_mode) || S_ISSOCK(status.st_mode))
        return -1;
    const QByteArray name = "/proc/self/fd/" + QByteArray::number(descriptor);
    return ::open(name.constData(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

bool hasRoom(int descriptor)
{
    pollfd entry{descriptor, POLLOUT, 0};
    return poll(&entry, 1, 0) == 1 && (entry.revents & POLLOUT);
}

int openToAppend(const QString &path)
{
    constexpr mode_t everybodyLessUmask = 0666;
    return ::open(QFile::encodeName(path).constData(),
                  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, everybodyLessUmask);
}

} // namespace

NonblockingWriter::NonblockingWriter(int descriptor)
    : m_descriptor(reopened(descriptor))
    , m_isOwned(m_descriptor >= 0)
{
    if (!m_isOwned)
        m_descriptor = descriptor;
}

void ignoreWriteSignals()
{
    for (const int number : {SIGPIPE, SIGXFSZ})
        std::signal(number, SIG_IGN);
}

// Returns how much was written, or -1.
qint64 NonblockingWriter::writeSome(const char *bytes, qint64 count) const
{
#ifdef MSG_DONTWAIT
    const ssize_t sent = send(m_descriptor, bytes, size_t(count), MSG_DONTWAIT);
    if (sent >= 0 || errno != ENOTSOCK)
        return sent;
#endif
    // Where there is room in a pipe, this much fits (POSIX, write).
    if (!hasRoom(m_descriptor))
        return -1;
    return ::write(m_descriptor, bytes, size_t(m_isOwned ? count : std::min<qint64>(count, PIPE_BUF)));
}

void NonblockingWriter::close()
{
    if (m_isOwned)
        ::close(m_descriptor);
}

#endif

NonblockingWriter::~NonblockingWriter()
{
    close();
}

QString NonblockingWriter::open(const QString &path)
{
    const int descriptor = openToAppend(path);
    if (descriptor < 0)
        return qt_error_string(errno);
    close();
    m_descriptor = descriptor;
    m_isOwned = true;
    m_rest.clear();
    return {};
}

bool NonblockingWriter::write(const QByteArray &line)
{
    if (m_descriptor < 0)
        return false;
    const bool isRestOfEarlier = !m_rest.isEmpty();
    if (!isRestOfEarlier)
        m_rest = line;
    const qsizetype whole = m_rest.size();
    while (!m_rest.isEmpty()) {
        const qint64 written = writeSome(m_rest.constData(), m_rest.size());
        if (written <= 0)
            break;
        m_rest.remove(0, written);
    }
    if (m_rest.isEmpty())
        return !isRestOfEarlier || write(line);
    // Nothing of this line was written: it is dropped as a whole. One that was begun is ended later.
    if (!isRestOfEarlier && m_rest.size() == whole) {
        m_rest.clear();
        return false;
    }
    return !isRestOfEarlier;
}

} // namespace files
