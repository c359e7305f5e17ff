// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients that all read, write and delete the same keys, with and without conditions: for each node and key one that
// only reads, which no write of its own delays, and one that does everything. So a range which is not served delays no
// client of another. What they saw is judged afterwards by the simulator's linearizability checker. Runs on the test's
// event loop.
#pragma once

#include "client/node_client.h"
#include "net/host_port.h"
#include "sim/history.h"

#include <QElapsedTimer>
#include <QObject>
#include <QRandomGenerator>
#include <QStringList>

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace support {

class ContendedLoad : public QObject {
    Q_OBJECT
public:
    ContendedLoad(const QList<net::HostPort> &nodes, const QList<QByteArray> &keys);
    ~ContendedLoad() override;

    void start();
    // Waits until nothing is in progress.
    void stop();
    // Reads every key through every node until it is answered; false if the deadline is over. Not while the load runs.
    bool readAll(int timeoutMs);

    // What the clients of one node were answered on one key since the last mark(), by operations begun after it.
    struct Progress {
        qint64 firstAnswerMs = -1; // after the mark; -1: none
        qint64 longestSilenceMs = 0; // between answers, the mark and now
        qint64 lastAnswerMs = 0; // on the load's clock
        bool hasRead = false;
        bool hasWritten = false;

        bool isServed() const { return hasRead && hasWritten; }
    };
    void mark();
    Progress progress(int node, int key) const;

    // What no order of the operations explains, and answers that no node should give. A test must find this empty.
    QStringList violations() const;
    QString summary() const;

private:
    struct Client;
    using Done = std::function<void()>;

    void next(Client &client);
    void send(Client &client, const sim::Operation &operation, Done done);
    sim::Operation drawOperation(const Client &client);
    client::WriteOptions conditionOf(const sim::Operation &operation) const;
    sim::Operation begun(size_t index) const { return m_history.operations()[index]; }
    void ended(Client &client, size_t index, const client::Failure *failure, sim::Operation operation);
    void noteValue(const sim::Operation &operation, sim::ValueNumber number, const QByteArray &etag);
    void noteProgress(const sim::Operation &operation);
    size_t placeOf(int node, int key) const { return size_t(node) * size_t(m_keys.size()) + size_t(key); }

    const QList<QByteArray> m_keys;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::vector<Progress> m_progress; // by node, then key
    sim::History m_history;
    std::map<sim::ValueNumber, QByteArray> m_etags;
    std::map<int, sim::ValueNumber> m_lastSeen; // by key
    QRandomGenerator m_random;
    QElapsedTimer m_clock;
    qint64 m_markedMs = 0;
    bool m_isRunning = false;
    quint64 m_failed = 0;
    QStringList m_oddAnswers;
};

} // namespace support
