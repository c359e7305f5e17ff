// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients that watch: each one key, through a host drawn at random, for a while or until that host is down; then
// through another one, most often from what it was told last. Watched by a checker.
#pragma once

#include "sim/check/watch_check.h"
#include "sim/cluster.h"
#include "sim/workload.h"

#include <functional>

namespace sim {

class WatchLoad : public Listener {
public:
    // The cluster outlives it. Without watchers it does nothing.
    WatchLoad(Cluster &cluster, const WorkloadSettings &settings, quint64 seed);

    void start();
    // They stay where they are, or go where they can; none moves on without need.
    void settle() { m_isSettling = true; }
    // Does each know the state that is there? Of keys for which this holds.
    using Condition = std::function<bool(int key)>;
    bool isCurrent(const Condition &isLiving) const;
    // What is wrong, each only once.
    std::vector<QByteArray> takeProblems() { return std::exchange(m_problems, {}); }
    void conclude(const Condition &isLiving);
    quint64 updates() const { return m_updates; }

    void touched(int host) override;
    void updated(int host, const chord::WatchUpdate &update) override;
    void happened(int host, const chord::Event &event) override;

private:
    struct Client {
        int key = 0;
        int host = -1;
        chord::OperationHandle watcher = 0; // 0: on its way to the host, or waiting for another one
        std::optional<chord::WatchPoint> known;
        quint64 round = 0; // counts its attempts
    };

    void connectSoon(int number, Time delay);
    void connect(int number);
    void began(int number, quint64 round, chord::OperationHandle watcher);
    void moveOn(int number, quint64 round);
    void look(int key);
    std::optional<int> drawHost();

    Cluster &m_cluster;
    WorkloadSettings m_settings;
    Random m_random;
    WatchCheck m_check;
    std::vector<Client> m_clients;
    std::map<std::pair<int, chord::OperationHandle>, int> m_byWatcher; // host and handle
    std::map<int, quint64> m_ringOf; // by key: which ring serves it; 0: two have, and it is not judged
    std::vector<QByteArray> m_problems;
    bool m_isSettling = false;
    bool m_isJudged = true;
    quint64 m_updates = 0;
};

} // namespace sim
