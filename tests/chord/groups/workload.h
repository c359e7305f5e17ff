// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clients that put, get and delete, one operation of a key at a time, each at any node that runs, and judge every
// answer: what was acknowledged must be read until something else is written; what was said not to have happened must
// never be read; what may have happened may be read from then on.
#pragma once

#include "virtual_ring.h"

#include <optional>

class Workload {
public:
    // The keys are shared evenly by the ranges of the nodes that run now.
    Workload(VirtualRing &ring, int keys, quint64 seed = 1);
    ~Workload();

    // Clients work from the next tick on, or pause after what they have begun.
    void start() { m_running = true; }
    void stop() { m_running = false; }
    // Hosts that no client uses.
    void avoid(std::set<int> hosts) { m_avoided = std::move(hosts); }
    // Ends what is in progress, then reads every key at every node: true if all are available and agree.
    bool settleAndCheck();

    int acknowledged() const { return m_acknowledged; }
    int unavailable() const { return m_unavailable; }
    // Answers that no correct store gives.
    const QByteArrayList &errors() const { return m_errors; }

private:
    using Value = std::optional<QByteArray>; // nothing: no such key
    enum class Kind : quint8 { Get, Put, Delete };
    struct Entry {
        QByteArray key;
        Value value; // the last one known to be there
        std::set<Value> uncertain; // may come to be there at any time
        CallRef call;
        Kind kind = Kind::Get;
        Value written;
        int host = -1;
    };

    void step();
    void begin(Entry &entry);
    void judge(Entry &entry);
    void saw(Entry &entry, const Value &value);

    VirtualRing &m_ring;
    std::mt19937_64 m_random;
    std::vector<Entry> m_entries;
    std::set<int> m_avoided;
    bool m_running = false;
    int m_written = 0;
    int m_acknowledged = 0;
    int m_unavailable = 0;
    QByteArrayList m_errors;
};
