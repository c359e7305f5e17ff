// SPDX-License-Identifier: GPL-3.0-or-later
//
// Polls nodes and passes on their answers. It decides only when to poll which node: at most a few at once, not all at
// the same time, nodes that do not answer less and less often, all nodes more often while the ring changes, and keys
// only when they seem to have changed.
//
// The cost of a large ring is bounded: the period grows with the number of nodes, and so does the time between two
// listings of keys that did not seem to change.
#pragma once

#include "client/node_client.h"
#include "client/security.h"
#include "live/key_listing.h"
#include "live/live_times.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>
#include <map>
#include <memory>
#include <set>

namespace monitor {

class RingPoller : public QObject {
    Q_OBJECT
public:
    static constexpr int inFlightMax = 16; // requests in all, those of others (setOthersInFlight) included

    explicit RingPoller(const LiveTimes &times = {}, QObject *parent = nullptr);
    ~RingPoller() override;

    // Of the connections that are made from now on.
    void setSecurity(const client::Security &security) { m_security = security; }
    // Begins to poll a node, or polls a known one at once. contact: where it is reached, if not at its address.
    void watch(const QByteArray &address, const QByteArray &contact = {});
    void forget(const QByteArray &address);
    void clear();
    bool isWatched(const QByteArray &address) const { return m_nodes.contains(address); }
    QByteArray contactOf(const QByteArray &address) const;

    // The ring changes: poll more often for some seconds.
    void hurry();
    // This node's keys have changed, whatever its totals say.
    void relist(const QByteArray &address);
    // Requests of others in progress; they count towards inFlightMax.
    void setOthersInFlight(int count);
    int inFlight() const { return m_polling + m_listing; }

Q_SIGNALS:
    void answered(const QByteArray &address, const api::NodeDocument &document);
    void failed(const QByteArray &address, const client::Failure &failure);
    void listed(const QByteArray &address, const std::shared_ptr<const monitor::KeyList> &keys, bool complete);

private:
    struct Node;

    void schedule(Node &node, qint64 dueMs);
    void begin();
    void beginPolls();
    void beginPages();
    bool mayPoll(const Node &node) const;
    void poll(Node &node);
    void onDocument(Node &node, client::Result<api::NodeDocument> &&result);
    void considerListing(Node &node, const api::NodeDocument &document);
    void askPage(Node &node);
    void onPage(Node &node, client::Result<api::KeysPage> &&result);
    void endListing(Node &node);
    client::NodeClient &clientOf(Node &node);
    void closeIdle(Node &node);
    qint64 periodMs() const;
    Node *find(const QByteArray &address, quint64 generation);
    template <typename T>
    client::Callback<T> toNode(const Node &node, void (RingPoller::*take)(Node &, client::Result<T> &&));

    const LiveTimes m_times;
    client::Security m_security;
    std::map<QByteArray, std::unique_ptr<Node>> m_nodes;
    std::set<std::pair<qint64, QByteArray>> m_due; // when to poll each node next; without those being polled
    std::deque<QByteArray> m_toList; // a page is wanted from each
    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_hurryUntilMs = 0;
    quint64 m_lastGeneration = 0;
    int m_polling = 0;
    int m_pollingFailed = 0; // of m_polling, those that did not answer the last time
    int m_listing = 0;
    int m_othersInFlight = 0;
};

} // namespace monitor
