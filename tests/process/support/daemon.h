// SPDX-License-Identifier: GPL-3.0-or-later
//
// One `funnelkvs node` process of a test: started on a free port, followed by its ready line, ended when the object
// goes and, by the kernel, when the test program dies in whatever way.
#pragma once

#include "net/host_port.h"

#include <QProcess>
#include <QString>
#include <QStringList>

#include <functional>

namespace support {

// Runs the event loop until condition holds or the deadline is over. Returns whether it holds.
bool waitFor(const std::function<bool()> &condition, int timeoutMs);

QString programPath();

// Makes the kernel end the process with its parent, where the system can.
void endWithParent(QProcess &process);

class Daemon {
public:
    // words: options of `funnelkvs node`. Without --listen it is 127.0.0.1 and a free port.
    // environment: NAME=VALUE, besides the test's own.
    explicit Daemon(const QStringList &words, const QStringList &environment = {});
    ~Daemon();
    Q_DISABLE_COPY_MOVE(Daemon)

    // Until the ready line is there. False if it did not come in time or the process ended.
    bool waitUntilReady(int timeoutMs = 30'000);
    bool waitUntilEnded(int timeoutMs = 30'000);

    // After it was ready.
    const net::HostPort &address() const { return m_address; }
    QString addressText() const { return QString::fromUtf8(m_address.toAddress()); }
    QByteArray id() const { return m_id; }

    bool isRunning() const { return m_process.state() == QProcess::Running; }
    int exitCode() const { return m_process.exitCode(); }
    bool exitedNormally() const { return m_process.exitStatus() == QProcess::NormalExit; }
    qint64 pid() const { return m_pid; }
    QByteArray log() const;
    QByteArray output() const { return m_output; }

    void signalProcess(int number) const;
    void closeInput() { m_process.closeWriteChannel(); }
    // SIGKILL, and waits until it has ended.
    void kill();

private:
    void takeOutput();

    QProcess m_process;
    qint64 m_pid = 0;
    QByteArray m_output;
    QByteArray m_log;
    net::HostPort m_address;
    QByteArray m_id;
};

} // namespace support
