// SPDX-License-Identifier: GPL-3.0-or-later
//
// Logs are read as they come, so that a daemon never waits for a full pipe.

#include "support/daemon.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QProcessEnvironment>
#include <QTimer>

#include <csignal>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace support {

using namespace Qt::StringLiterals;

bool waitFor(const std::function<bool()> &condition, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QEventLoop loop;
        QTimer::singleShot(10, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return true;
}

QString programPath()
{
    return QStringLiteral(FUNNELKVS_BIN_DIR "/funnelkvs");
}

void endWithParent(QProcess &process)
{
#ifdef Q_OS_LINUX
    process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
#else
    Q_UNUSED(process)
#endif
}

Daemon::Daemon(const QStringList &words, const QStringList &environment)
{
    QStringList arguments = QStringList{u"node"_s} + words;
    if (!words.contains(u"--listen"_s))
        arguments += {u"--listen"_s, u"127.0.0.1:0"_s};
    if (!words.contains(u"--founding-hold"_s))
        arguments += {u"--founding-hold"_s, u"0"_s};
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString &variable : environment)
        variables.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    m_process.setProcessEnvironment(variables);
    endWithParent(m_process);
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { takeOutput(); });
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process,
                     [this] { m_log += m_process.readAllStandardError(); });
    m_process.start(programPath(), arguments);
    m_process.waitForStarted();
    m_pid = m_process.processId();
}

Daemon::~Daemon()
{
    kill();
}

// "ready ID http://HOST:PORT/", or https
void Daemon::takeOutput()
{
    m_output += m_process.readAllStandardOutput();
    const QList<QByteArray> words = m_output.simplified().split(' ');
    if (!m_output.contains('\n') || words.size() != 3 || words[0] != "ready")
        return;
    const QByteArray url = words[2];
    if (const auto address = net::HostPort::parse(QString::fromUtf8(url.sliced(url.indexOf("//") + 2).chopped(1)))) {
        m_id = words[1];
        m_address = *address;
    }
}

bool Daemon::waitUntilReady(int timeoutMs)
{
    return waitFor([this] { return !m_id.isEmpty() || !isRunning(); }, timeoutMs) && !m_id.isEmpty();
}

bool Daemon::waitUntilEnded(int timeoutMs)
{
    return waitFor([this] { return m_process.state() == QProcess::NotRunning; }, timeoutMs);
}

QByteArray Daemon::log() const
{
    return m_log;
}

void Daemon::signalProcess(int number) const
{
    if (isRunning())
        ::kill(pid_t(m_pid), number);
}

void Daemon::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

} // namespace support
