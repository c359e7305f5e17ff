// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whom a leader tells of changes: nodes that watch keys for their clients, one subscription of each node for a key.
// A subscription holds as long as the same group leads the key under the same ballot; it ends when its node has not
// renewed it for a while. Pure bookkeeping: Groups says what has changed and sends what comes out.
#pragma once

#include "chord/groups/leadership.h"

#include <map>

namespace chord {

// An event for a node; for this one if there is no address.
struct WatchLetter {
    Address to;
    WatchEvent event;
};

class Subscribers {
public:
    // By whom, and until when.
    struct Subscriber {
        Address address; // empty: this node
        quint64 watch = 0;
        quint64 told = 0;
        Time until = 0;
    };
    // Under which lead: any change of it ends the subscriptions.
    struct Tenure {
        GroupId group = 0;
        Ballot ballot;
        friend bool operator==(const Tenure &, const Tenure &) = default;
    };
    struct Key {
        Id id;
        Tenure tenure;
        Version version; // of the value that was told last; null: that there is none
        std::map<quint64, Subscriber> subscribers; // by the incarnation of the node
    };
    // A change, as the leader's store has it now; a tombstone otherwise.
    struct Change {
        const Record *record;
        bool isExpiry = false;
        qint64 ttlMs = -1;
        Stamp point;
    };

    bool isEmpty() const { return m_keys.empty(); }
    bool has(const QByteArray &key) const { return !m_keys.empty() && m_keys.contains(key); }
    const std::map<QByteArray, Key> &keys() const { return m_keys; }
    size_t count() const { return m_byWatch.size(); }

    // Begins a watch, in place of the earlier one of that node. The answer says which, and what of it was told; it is
    // this very one if it is known. Nothing: a later one is.
    std::optional<WatchCount> add(const QByteArray &key, const Id &id, const Tenure &tenure, const Version &version,
                                  const OperationId &watch, const Address &address, Time until);
    // What is to be told of a change of the key; nothing if the state that was told stays.
    std::vector<WatchLetter> changed(const QByteArray &key, const Change &change, Time now);
    // All subscriptions of a key end: what is to be told.
    std::vector<WatchLetter> end(const QByteArray &key);
    KeepWatchesReply keep(quint64 incarnation, const KeepWatches &request, Time until);
    // Ends those that have not been renewed, if that was done last a period ago.
    void sweep(Time now, Time period);
    size_t memoryBytes() const;

private:
    void remove(std::map<QByteArray, Key>::iterator key, quint64 incarnation);

    std::map<QByteArray, Key> m_keys; // of which there are subscribers
    std::map<OperationId, QByteArray> m_byWatch;
    Time m_sweptAt = 0;
};

} // namespace chord
