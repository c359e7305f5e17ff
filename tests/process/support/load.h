// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients that write and read through all nodes of a ring while a test does harm to it, and check every answer. Writers
// have keys of their own; readers read any key. Runs on the test's event loop.
#pragma once

#include "client/node_client.h"
#include "net/host_port.h"
#include "support/history.h"

#include <QElapsedTimer>
#include <QObject>
#include <QRandomGenerator>
#include <QStringList>

#include <map>
#include <memory>
#include <vector>

namespace support {

struct LoadOptions {
    int writers = 4;
    int readers = 4;
    int keysPerWriter = 25;
    int valueBytes = 100;
    int deletePercent = 10; // of writes
    int pauseMs = 3; // between the operations of one client, so that the nodes get the processor
};

class Load : public QObject {
    Q_OBJECT
public:
    explicit Load(const LoadOptions &options);
    ~Load() override;

    // Whom to talk to from now on.
    void setNodes(const QList<net::HostPort> &nodes) { m_nodes = nodes; }
    void start();
    // Waits until nothing is in progress.
    void stop();

    // Reads every key through each of these nodes, again and again while a node says that it cannot answer now, and
    // checks what it finds. Returns false if one could not be read until the deadline. Not while the load runs.
    bool readAll(const QList<net::HostPort> &nodes, int timeoutMs);

    quint64 acknowledged() const { return m_acknowledged; }
    quint64 readsAnswered() const { return m_readsAnswered; }
    quint64 failed() const { return m_failed; }
    // What no read may ever show. A test must find this empty.
    const QStringList &violations() const { return m_violations; }
    // The longest time between two acknowledged writes, in milliseconds.
    qint64 longestSilenceMs() const { return m_longestSilenceMs; }
    QString summary() const;
    QStringList lastFailures() const { return m_lastFailures; }

private:
    struct Actor;
    struct Key {
        QByteArray name;
        KeyHistory history;
        qint64 blockedUntilMs = 0; // a write failed: what is still in progress shall be over before the next
    };

    client::NodeClient &clientFor(Actor &actor, const net::HostPort &node);
    void next(Actor &actor);
    void writeNext(Actor &actor);
    void readNext(Actor &actor);
    void writeEnded(Actor &actor, Key &key, quint64 number, const client::Failure *failure);
    void checkRead(Key &key, const net::HostPort &node, quint64 floor,
                   const client::Result<client::StoredValue> &result);
    void actorRests(Actor &actor);
    void noteFailure(const QString &what, const net::HostPort &node, const client::Failure &failure);

    const LoadOptions m_options;
    QList<net::HostPort> m_nodes;
    std::vector<Key> m_keys;
    std::vector<std::unique_ptr<Actor>> m_actors;
    QRandomGenerator m_random;
    QElapsedTimer m_clock;
    qint64 m_lastAcknowledgedMs = 0;
    qint64 m_longestSilenceMs = 0;
    bool m_isRunning = false;
    quint64 m_acknowledged = 0;
    quint64 m_readsAnswered = 0;
    quint64 m_failed = 0;
    QStringList m_violations;
    QStringList m_lastFailures;
};

} // namespace support
