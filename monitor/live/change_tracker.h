// SPDX-License-Identifier: GPL-3.0-or-later
//
// The differences between two snapshots as events. Changes that were reverted between two polls are not visible.
#pragma once

#include "model/names.h"
#include "model/ring_source.h"

#include <QCoreApplication>

#include <map>
#include <set>

namespace monitor {

class ChangeTracker {
    Q_DECLARE_TR_FUNCTIONS(monitor::ChangeTracker)
public:
    // The events that lead from the last snapshot to this one. Nodes that appear while settling is said (the ring is
    // being discovered) did not join: they were members before.
    std::vector<RingEvent> advance(const SnapshotPtr &next, bool settling);
    // This program has written the key, and has said so: the change that follows is no event.
    void expectWrite(const QByteArray &key, qint64 nowMs);
    void clear() { *this = {}; }

private:
    // A node's keys before its list last changed: what its neighbours got from it is found there.
    struct Former {
        std::shared_ptr<const KeyList> keys;
        qint64 replacedMs = 0;
    };

    void add(RingEvent::Kind kind, const NodeView &node, const QString &text);
    QString name(const Peer &peer) const { return m_names.node(peer); }
    QString name(const std::optional<Peer> &peer) const;
    void compareMembership(bool settling);
    void compareCondition(const NodeView &before, const NodeView &now);
    void comparePointers(const NodeView &before, const NodeView &now);
    void compareCounters(const NodeView &before, const NodeView &now);
    void compareRanges();
    void compareKeys();
    KeyList findOrigins(const NodeView &node, KeyList gained); // returns those that have none
    void compareWrites(const NodeView &node, const KeyList &was, const KeyList &is, const KeyList &created);
    void addWrites(RingEvent::Kind kind, const NodeView &node, std::vector<QByteArray> keys);
    bool hasLed(const NodeView &node, const chord::Id &key) const;
    std::vector<const NodeView *> neighbours(const chord::Id &id) const;
    void rememberFormerKeys();

    SnapshotPtr m_before;
    SnapshotPtr m_now;
    Names m_names{chord::idBitsMax}; // of m_now
    std::map<chord::Id, Former> m_former;
    std::map<chord::Id, Peer> m_leaders; // of each range when it was last seen served, by its end
    std::set<chord::Id> m_joined; // and not yet asked for their keys
    std::map<QByteArray, qint64> m_expected; // writes of this program, and when
    std::vector<RingEvent> m_events;
};

} // namespace monitor
