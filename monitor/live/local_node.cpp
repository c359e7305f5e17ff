// SPDX-License-Identifier: GPL-3.0-or-later
//
// Standard error goes straight to the log file, so that a node never waits for this program to read.

#include "live/local_node.h"

#include "wire/host_port.h"

#include <QFile>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>
#endif

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 logTailBytes = 4096; // where the last line is looked for
constexpr int endTimeoutMs = 2000; // of a process that was killed

// Between fork and exec: only async-signal-safe calls (signal-safety(7)); prctl is a plain system call.
void endWithParent(QProcess &process)
{
#ifdef Q_OS_LINUX
    process.setChildProcessModifier([parent = getpid()] {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) // it has ended in the meantime
            _exit(1);
    });
#else
    Q_UNUSED(process)
#endif
}

} // namespace

LocalNode::LocalNode(const Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_address(settings.address)
{
    endWithParent(m_process);
    m_process.setStandardErrorFile(settings.logFile, QIODevice::Append);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &LocalNode::takeOutput);
    connect(&m_process, &QProcess::finished, this, &LocalNode::finish);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return; // finished() follows
        m_hasFailedToStart = true;
        // Later, since this may be called from within start().
        QMetaObject::invokeMethod(this, &LocalNode::finish, Qt::QueuedConnection);
    });
}

LocalNode::~LocalNode()
{
    m_process.disconnect(this);
    if (!isRunning())
        return;
    m_process.kill();
    m_process.waitForFinished(endTimeoutMs);
}

void LocalNode::start()
{
    QStringList words{u"node"_s,       u"--end-with-stdin"_s,
                      u"--listen"_s,   m_address.isEmpty() ? u"127.0.0.1:0"_s : QString::fromUtf8(m_address),
                      u"--replicas"_s, QString::number(m_settings.replicas),
                      u"--id-bits"_s,  QString::number(m_settings.idBits)};
    if (m_settings.id)
        words += {u"--id"_s, QString::fromLatin1(chord::IdSpace(m_settings.idBits).toHex(*m_settings.id))};
    if (!m_settings.dataDirectory.isEmpty())
        words += {u"--data-dir"_s, m_settings.dataDirectory};
    for (const QByteArray &contact : m_settings.contacts)
        words += {u"--join"_s, QString::fromUtf8(contact)};
    if (m_settings.contacts.empty())
        words += {u"--founding-hold"_s, u"0"_s}; // this ring is certainly new
    m_output.clear();
    m_isReady = m_expectsLeave = m_hasLeft = m_wasKilled = m_hasFailedToStart = false;
    m_process.start(m_settings.program, words);
}

void LocalNode::restart(const QByteArrayList &contacts)
{
    m_settings.contacts = contacts;
    start();
}

void LocalNode::kill()
{
    m_wasKilled = true;
    m_process.kill();
}

// "ready ID http://HOST:PORT/"
void LocalNode::takeOutput()
{
    m_output += m_process.readAllStandardOutput();
    if (m_isReady || !m_output.contains('\n'))
        return;
    const QList<QByteArray> words = m_output.simplified().split(' ');
    if (words.size() < 3 || words[0] != "ready" || !words[2].startsWith("http://"))
        return;
    const auto address = wire::HostPort::parse(QString::fromUtf8(words[2].sliced(7).chopped(1)));
    if (!address)
        return;
    m_address = address->toAddress();
    m_id = chord::IdSpace(m_settings.idBits).fromHex(words[1]);
    m_isReady = true;
    Q_EMIT ready();
}

void LocalNode::finish()
{
    const bool wasReady = std::exchange(m_isReady, false);
    m_hasLeft = m_expectsLeave && !m_wasKilled && m_process.exitStatus() == QProcess::NormalExit;
    Q_EMIT ended(wasReady, m_hasLeft ? QString() : howItEnded());
}

QString LocalNode::howItEnded() const
{
    if (m_hasFailedToStart)
        return tr("cannot start %1 (%2)").arg(m_settings.program, m_process.errorString());
    if (m_wasKilled)
        return tr("it was killed here");
    if (m_process.exitStatus() == QProcess::CrashExit)
        return tr("its process crashed or was ended by another program");
    const QString line = lastLogLine();
    return line.isEmpty() ? tr("its process ended by itself with exit code %1").arg(m_process.exitCode())
                          : tr("its process ended by itself with exit code %1: %2").arg(m_process.exitCode()).arg(line);
}

QString LocalNode::lastLogLine() const
{
    QFile log(m_settings.logFile);
    if (!log.open(QIODevice::ReadOnly))
        return {};
    log.seek(std::max<qint64>(0, log.size() - logTailBytes));
    const QByteArray tail = log.readAll().trimmed();
    return QString::fromUtf8(tail.sliced(tail.lastIndexOf('\n') + 1));
}

} // namespace monitor
