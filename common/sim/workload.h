// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients: each sends one operation after another, each time to a node drawn at random, whatever state it is in, and
// writes down in the history what it asked and what it was told.
#pragma once

#include "chord/results.h"
#include "sim/history.h"
#include "sim/network.h"

#include <functional>
#include <map>
#include <optional>

namespace sim {

class Cluster;

struct WorkloadSettings {
    int clients = 0;
    int listers = 0; // further clients, each of which lists all keys again and again
    int keys = 20;
    double zipf = 0; // exponent of the keys' popularity; 0: all alike
    // Shares of the operations, in any unit; conditional ones are puts and deletes in equal parts.
    int gets = 50;
    int puts = 30;
    int deletes = 10;
    int conditionals = 10;
    Delay thinkTime = Delay::exponential(20'000); // between an answer and the next request, µs
    int valueBytes = 0; // values are padded up to this
    Time ttl = 0; // lifetime of a share of the values, µs; 0: none expires
    double ttlShare = 0.25; // of all puts
    int watchers = 0; // clients that watch a key, now through this host and now through that

    friend bool operator==(const WorkloadSettings &, const WorkloadSettings &) = default;
};

// The key's text; and a value's number within its bytes, which begin with it.
inline constexpr char keyPrefix[] = "k";
QByteArray keyText(int key);
int keyNumber(const QByteArray &text); // -1 if it is none of ours
QByteArray valueText(ValueNumber number, int bytes);
ValueNumber valueNumber(const QByteArray &value); // unknownValue if it is none of ours

class Workload {
public:
    // Both outlive the cluster's run.
    Workload(Cluster &cluster, History &history, const WorkloadSettings &settings, quint64 seed);

    void start();
    // No more requests; those in progress end as they may.
    void stop() { m_running = false; }
    int underWay() const { return m_underWay; }
    // One get of each key (the second time: of those that were not answered), each at one of these hosts, drawn at
    // random.
    void readAll(const std::vector<int> &hosts);
    // The keys of those gets that have not been answered with a value or with its absence.
    const std::vector<int> &unread() const { return m_unread; }

    struct Counts {
        quint64 done = 0; // answered with what was asked, a not-found or a failed condition
        quint64 unavailable = 0;
        quint64 invented = 0; // a value came back that nobody ever wrote
    };
    const Counts &counts() const { return m_counts; }

private:
    void scheduleNext(int client);
    void sendNext(int client);
    Operation drawOperation(int client);
    void send(const Operation &operation, int host, std::function<void()> then);
    void expectExpiry(size_t put);
    void record(size_t index, const chord::OperationResult *result);
    std::optional<int> drawHost();

    Cluster &m_cluster;
    History &m_history;
    WorkloadSettings m_settings;
    Random m_random;
    Zipf m_popularity;
    std::map<ValueNumber, chord::Version> m_versions; // of values that answers have told
    std::map<int, ValueNumber> m_lastSeen; // by key
    Counts m_counts;
    std::vector<int> m_unread;
    bool m_running = false;
    int m_underWay = 0;
};

} // namespace sim
