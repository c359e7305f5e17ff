// SPDX-License-Identifier: GPL-3.0-or-later
//
// Keeps a fixed number of requests in progress on a fixed number of connections and measures each (a closed loop: the
// next is sent when one is answered). Everything is prepared beforehand, because the generator shares the machine with
// the nodes it measures.
#pragma once

#include "cli/latency_histogram.h"
#include "client/http_client_connection.h"
#include "net/host_port.h"

#include <QEventLoop>
#include <QRandomGenerator>

#include <memory>
#include <vector>

namespace cli {

struct LoadPlan {
    QList<net::HostPort> nodes; // connections are spread over them
    int connections = 32;
    int pipeline = 1; // requests in progress on each connection
    qint64 operations = 0; // ends after this many; 0: after seconds
    qint64 seconds = 10;
    int keys = 10000;
    int valueBytes = 100;
    int readPercent = 90;
    bool inKeyOrder = false; // each key in turn instead of any at random
    int batch = 0; // operations in one request; 0: each in a request of its own
};

struct LoadCount {
    LatencyHistogram latency; // of answers that are no failure
    quint64 missing = 0; // reads that found nothing
    quint64 failed = 0;
    quint64 bytes = 0; // of values
};

struct LoadResult {
    LoadCount reads;
    LoadCount writes;
    double seconds = 0;
    QString firstFailure; // a sentence; empty if there was none
};

class LoadGenerator {
public:
    explicit LoadGenerator(const LoadPlan &plan);
    ~LoadGenerator();

    // Runs the event loop until the plan is carried out.
    LoadResult run();

private:
    void sendNext(client::HttpClientConnection *connection);
    void sendOne(client::HttpClientConnection *connection);
    void sendBatch(client::HttpClientConnection *connection);
    bool countOne(bool isRead, qint64 sentNs, const client::HttpResponse &response);
    bool countBatch(const std::vector<bool> &reads, qint64 sentNs, const client::HttpResponse &response);
    void answered(client::HttpClientConnection *connection, bool isGood);
    QString wrongSize(qsizetype bytes) const;
    void noteFailure(const QString &text);
    bool isOver() const;
    bool nextIsRead() { return m_random.bounded(100) < m_plan.readPercent; }
    quint32 nextKey();

    const LoadPlan m_plan;
    const QByteArray m_value;
    std::vector<std::unique_ptr<client::HttpClientConnection>> m_connections;
    QRandomGenerator m_random{1}; // the same keys in every run
    QElapsedTimer m_clock;
    QEventLoop m_loop;
    LoadResult m_result;
    qint64 m_sent = 0;
    qint64 m_underWay = 0;
};

} // namespace cli
