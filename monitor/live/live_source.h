// SPDX-License-Identifier: GPL-3.0-or-later
//
// A live ring: polled and controlled over REST and, where this program started its nodes, through their processes. It
// is opened by connectTo() or startRing() and then emits opened() or openFailed() once; opening again closes the ring
// before, and ends the nodes that were started for it.
//
// All of it lives in the window's thread: requests are asynchronous, few are in flight, and each answer costs well
// under a millisecond, so the window never waits.
#pragma once

#include "client/security.h"
#include "live/address_probe.h"
#include "live/change_tracker.h"
#include "live/key_lister.h"
#include "live/key_requests.h"
#include "live/live_times.h"
#include "live/local_cluster.h"
#include "live/metrics_reader.h"
#include "live/observed_ring.h"
#include "live/ring_poller.h"
#include "model/ring_source.h"
#include "wire/host_port.h"

#include <QElapsedTimer>
#include <QTimer>

#include <map>
#include <memory>
#include <set>

namespace monitor {

class LiveSource : public RingSource {
    Q_OBJECT
public:
    static constexpr int replicasDefault = 3;

    explicit LiveSource(QObject *parent = nullptr, const LiveTimes &times = {});
    // Ends the nodes that it started.
    ~LiveSource() override;

    // Watches the ring of the node at this address ("HOST:PORT" or a URL, as typed by a person; https:// for TLS). An
    // invalid address, a node that does not answer or denies access, and a program that is not a FunnelKVS node end in
    // openFailed() with a sentence for each case.
    void connectTo(const QString &address, const client::Security &security = {});
    // Starts this number of nodes on this machine (1..LocalCluster::nodesMax) and watches their ring. cancel() stops
    // it.
    void startRing(int nodes, int replicas = replicasDefault, bool keepsData = false);
    // The same for a ring whose data were kept.
    void reopenRing(const KeptRing &ring);

    // Where the logs of the nodes started here are; empty if none were.
    QString logFolder() const { return m_cluster.logFolder(); }

    Mode mode() const override { return Mode::Live; }
    SnapshotPtr snapshot() const override { return m_snapshot; }
    QString whyNot(Action action) const override;
    QString whyNotAt(Action action, const QByteArray &node) const override;
    QString effectOf(Action action, const QByteArray &node) const override;
    quint64 begin(const ActionRequest &request) override;
    qint64 nowMs() const override;
    QString title() const override { return m_title; }
    // A ring whose nodes this program did not start opens read-only.
    bool isReadOnly() const override { return m_isReadOnly; }
    void setReadOnly(bool readOnly) override { m_isReadOnly = readOnly; }
    int localNodes() const override { return m_cluster.runningCount(); }
    bool keepsData() const override { return !m_cluster.dataFolder().isEmpty(); }
    // Empty if nothing is kept.
    const QString &dataFolder() const { return m_cluster.dataFolder(); }
    QString logPath(const QByteArray &address) const override;
    void listKeys(const QByteArray &prefix, const QByteArray &after) override;
    void readMetrics() override;
    bool hasMetrics() const override { return true; }
    void cancel() override;

Q_SIGNALS:
    void opened(); // the first node answered, or all that were to be started are one ring
    void openFailed(const QString &text); // sentences: what, why, what to do; empty after cancel()

private:
    enum class Stage : quint8 { Closed, Probing, Starting, Stabilizing, Open };

    void close();
    void setSecurity(const client::Security &security);
    void failToOpen(const QString &text);
    void watchFirst(const api::NodeDocument &document, const QByteArray &contact);
    void noteDocument(const QByteArray &address, const api::NodeDocument &document);
    void noteFailure(const QByteArray &address, const client::Failure &failure);
    void noteHeard(const QByteArray &address);
    void beginStart(bool keepsData);
    void watch(const Peer &peer);
    void noteLocalReady(int number, const QByteArray &address);
    void noteLocalEnded(const QByteArray &address, const QString &how);
    void tellProgress();
    void considerOpen();

    void publishSoon(int afterMs);
    void publish();

    void beginAtNode(quint64 ticket, const ActionRequest &request);
    void beginAtProcess(quint64 ticket, const ActionRequest &request);
    void finish(ActionReport report);
    void reportLater(quint64 ticket, const ActionRequest &request, bool ok, const QString &text);
    QString whyNoProcess(Action action) const;
    QString problemOfPlace(const ActionRequest &request) const;
    QByteArray nodeToAsk(const ActionRequest &request) const;
    QByteArrayList liveContacts(const QByteArray &except) const;
    const NodeView *nodeAt(const QByteArray &address) const;
    QString name(const QByteArray &address) const;

    const LiveTimes m_times;
    RingPoller m_poller;
    ObservedRing m_ring;
    ChangeTracker m_changes;
    KeyRequests m_requests;
    KeyLister m_lister;
    MetricsReader m_metrics;
    LocalCluster m_cluster;
    std::unique_ptr<AddressProbe> m_probe;

    Stage m_stage = Stage::Closed;
    bool m_isReadOnly = false;
    bool m_isSettling = false; // the ring that was connected to is being discovered
    client::Security m_security;
    QString m_title;
    QByteArray m_firstContact; // the node that the user named, or the first that was started
    std::map<QByteArray, Peer> m_named; // every node that is watched, as others call it
    std::set<QByteArray> m_unheard; // watched, and neither an answer nor a failure yet
    std::map<QByteArray, qint64> m_leftMs; // when a node left; other nodes still name it for a while
    std::map<int, std::pair<quint64, ActionRequest>> m_starting; // joins and restarts by the node's number
    std::map<QByteArray, std::pair<quint64, ActionRequest>> m_killing; // by address

    SnapshotPtr m_snapshot;
    QTimer m_publishTimer;
    QElapsedTimer m_clock;
    qint64 m_startedMs; // when m_clock began, in milliseconds since 1970
    qint64 m_publishedMs = 0;
    quint64 m_lastTicket = 0;
};

} // namespace monitor
