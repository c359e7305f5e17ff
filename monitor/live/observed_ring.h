// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is known of the ring: the last answer of each node, its time, and the failures since. A value that the poller
// and the processes of this machine update; it makes the snapshots.
#pragma once

#include "client/node_client.h"
#include "live/live_times.h"
#include "model/names.h"
#include "model/ring_snapshot.h"

#include <QCoreApplication>

#include <map>

namespace monitor {

// A node as the API names it; nothing if its identifier is invalid.
std::optional<Peer> peerOf(const api::NodeLabel &label, const chord::IdSpace &space = chord::IdSpace());

class ObservedRing {
    Q_DECLARE_TR_FUNCTIONS(monitor::ObservedRing)
public:
    // A dead node of another machine leaves the picture, if no live one names it any more.
    static constexpr qint64 deadKeptMs = 300'000;

    explicit ObservedRing(const LiveTimes &times = {})
        : m_times(times)
    {
    }

    // Takes in what the node said that was asked at this address. Returns the nodes that it names, itself left out.
    std::vector<Peer> onDocument(const QByteArray &address, const api::NodeDocument &document, qint64 nowMs);
    // named: as another node calls it, if it never answered.
    void onFailure(const Peer &named, const client::Failure &failure, qint64 nowMs);
    void onKeys(const QByteArray &address, const std::shared_ptr<const KeyList> &keys, bool complete);

    // This program has started the node (its process shows whether it is alive), or no longer controls it.
    void setLocal(const QByteArray &address, bool local);
    // The node was asked to leave, and said that it would: when it is gone, it has left.
    void expectLeave(const QByteArray &address);
    // A process of ours ended. how: a part of a sentence ("it was killed here"); empty: it left as it was told to.
    void onProcessEnded(const QByteArray &address, const QString &how, qint64 nowMs);

    // Drops nodes that have left, and dead ones that no live node names any more. Returns their addresses.
    std::vector<QByteArray> dropGone(qint64 nowMs);
    // Decides which of those that refuse connections have crashed, and which have left.
    void judgeVanished(qint64 nowMs);
    void clear() { *this = ObservedRing(m_times); }

    // Something visible differs from the last snapshot.
    bool hasChanged() const { return m_hasChanged; }
    std::shared_ptr<const RingSnapshot> takeSnapshot(qint64 nowMs);

private:
    struct Observed {
        NodeView view; // condition as last judged; trouble is made for each snapshot
        bool hasAnswered = false;
        bool expectsLeave = false;
        int failures = 0; // in a row
        qint64 troubledSinceMs = 0; // when the first of them was noticed
        qint64 leadlessSeenMs = 0; // when another voter last said that a range that this node led has no leader
        qint64 refusedSinceMs = 0; // it refuses connections, and why is not known yet; 0: otherwise
        QString cause; // of the last failure; a part of a sentence
        QString processEnd; // how its process here ended; empty: it runs, or is not ours
        bool hasLeft = false;
    };

    bool fill(NodeView &view, const api::NodeDocument &document) const;
    void note(const QByteArray &address, const QString &problem);
    bool isNamed(const QByteArray &address) const;
    void noteLeadless(const NodeView &teller, qint64 nowMs);
    bool hasCrashed(const Observed &observed) const;
    // The live nodes before and behind an identifier; null: there are none.
    std::pair<const Observed *, const Observed *> liveAround(const chord::Id &id) const;
    QString troubleOf(const Observed &observed, const RingSnapshot &snapshot, const Names &names, qint64 nowMs) const;
    QString effectOf(const NodeView &view, const RingSnapshot &snapshot, const Names &names) const;

    LiveTimes m_times;
    std::map<QByteArray, Observed> m_nodes; // by address
    std::map<QByteArray, QString> m_strangers; // what is wrong with an address that is not of this ring
    int m_idBits = 0; // 0: no node has answered yet
    int m_replicas = 0;
    bool m_hasChanged = false;
};

} // namespace monitor
