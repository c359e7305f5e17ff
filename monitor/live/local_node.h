// SPDX-License-Identifier: GPL-3.0-or-later
//
// One `funnelkvs node` process of this machine, across restarts. Its log goes to a file; on standard output it reports
// that it is ready. It cannot outlive this program: where the system can do so, it kills the node with its parent;
// everywhere the node ends when its standard input is closed (--end-with-stdin).
#pragma once

#include "chord/id.h"

#include <QByteArrayList>
#include <QCoreApplication>
#include <QProcess>

#include <optional>

namespace monitor {

class LocalNode : public QObject {
    Q_OBJECT
public:
    struct Settings {
        QString program;
        QString logFile;
        QByteArrayList contacts; // nodes to join through; empty: it starts a ring
        int replicas = 3;
        int idBits = chord::idBitsMax;
        std::optional<chord::Id> id; // none: derived from its address
        QByteArray address; // to listen on; empty: the system chooses a port
        QString dataDirectory; // empty: it keeps nothing
    };

    explicit LocalNode(const Settings &settings, QObject *parent = nullptr);
    // Kills the process.
    ~LocalNode() override;

    void start();
    // Starts it again under the address and the identifier it had, if it was ready before.
    void restart(const QByteArrayList &contacts);
    // At once (SIGKILL): nothing is handed over.
    void kill();
    // It was asked to leave: its end is expected.
    void expectLeave() { m_expectsLeave = true; }

    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    bool isReady() const { return m_isReady; }
    // It ended because it was told to leave.
    bool hasLeft() const { return m_hasLeft; }
    // Nothing until it was ready once.
    const std::optional<chord::Id> &id() const { return m_id; }
    const QByteArray &address() const { return m_address; } // empty until it was ready once, unless it was given
    const QString &dataDirectory() const { return m_settings.dataDirectory; }
    const QString &logFile() const { return m_settings.logFile; }

Q_SIGNALS:
    void ready();
    // wasReady: it had been. how: a part of a sentence ("it was killed here"); empty if it left as it was told to.
    void ended(bool wasReady, const QString &how);

private:
    void takeOutput();
    void finish();
    QString howItEnded() const;
    QString lastLogLine() const;

    Settings m_settings;
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_address;
    std::optional<chord::Id> m_id;
    bool m_isReady = false;
    bool m_expectsLeave = false;
    bool m_hasLeft = false;
    bool m_wasKilled = false;
    bool m_hasFailedToStart = false;
};

} // namespace monitor
