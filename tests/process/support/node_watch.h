// SPDX-License-Identifier: GPL-3.0-or-later
//
// Asks one node again and again whether the ring is complete and whether the node is ready.
#pragma once

#include "client/node_client.h"
#include "net/host_port.h"

#include <QElapsedTimer>
#include <QObject>

namespace support {

class NodeWatch : public QObject {
    Q_OBJECT
public:
    explicit NodeWatch(const net::HostPort &node);

    // Forgets what was seen. From now on, what is asked counts.
    void mark();

    // When the last request that was answered with "complete" or "ready" was sent, in milliseconds after the mark; -1:
    // none was.
    qint64 lastCompleteMs() const { return m_lastCompleteMs; }
    qint64 lastReadyMs() const { return m_lastReadyMs; }
    // How often the ring was told since the mark, complete or not.
    int ringAnswers() const { return m_ringAnswers; }
    // What /readyz said last, and why; true also before its first answer after the mark.
    bool isReady() const { return m_reason.isEmpty(); }
    const QString &reason() const { return m_reason; }

private:
    void askRing();
    void askReady();
    qint64 sinceMark(qint64 sentMs) const { return sentMs - m_markedMs; }

    client::NodeClient m_ringClient;
    client::NodeClient m_readyClient;
    QElapsedTimer m_clock;
    qint64 m_markedMs = 0;
    int m_ringAnswers = 0;
    qint64 m_lastCompleteMs = -1;
    qint64 m_lastReadyMs = -1;
    QString m_reason;
};

} // namespace support
