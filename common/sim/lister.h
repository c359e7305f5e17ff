// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients that list all keys, again and again, each page at a node drawn at random, and write down which they were
// told.
#pragma once

#include "chord/results.h"
#include "sim/history.h"
#include "sim/random.h"

#include <functional>
#include <memory>

namespace sim {

class Cluster;

class Lister {
public:
    // Both outlive the cluster's run.
    Lister(Cluster &cluster, History &history, quint64 seed);

    void start(int listers);
    // No more walks; pages in progress end as they may.
    void stop() { m_running = false; }
    int underWay() const { return m_underWay; }
    quint64 completed() const { return m_completed; }

private:
    struct Walk {
        Moment begin = 0;
        std::map<int, int> told; // how often, by key
        chord::Id from;
        QByteArray after;
    };

    void begin();
    void ask(const std::shared_ptr<Walk> &walk);
    void take(const std::shared_ptr<Walk> &walk, const chord::OperationResult *result);
    void pause(std::function<void()> then);

    Cluster &m_cluster;
    History &m_history;
    Random m_random;
    bool m_running = false;
    int m_underWay = 0;
    quint64 m_completed = 0;
};

} // namespace sim
