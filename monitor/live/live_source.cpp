// SPDX-License-Identifier: GPL-3.0-or-later
//
// Opening, watching and publishing. The actions are in live_actions.cpp.

#include "live/live_source.h"

#include "live/failure_text.h"
#include "model/names.h"
#include "model/snapshot_comparison.h"

#include <QDateTime>

#include <algorithm>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

// The shortest time between two snapshots; each has all changes.
constexpr int publishPauseMs = 100;
constexpr qint64 leftKeptMs = 15'000; // longer than any node keeps it in its lists
constexpr size_t nodesMax = 5000; // a ring that names more nodes than this is not followed further
constexpr auto tlsScheme = "https://"_L1;

// People copy the URL of a node.
QString withoutScheme(const QString &typed)
{
    for (const QLatin1StringView scheme : {"http://"_L1, tlsScheme}) {
        if (typed.startsWith(scheme))
            return typed.sliced(scheme.size()).chopped(typed.endsWith(u'/') ? 1 : 0);
    }
    return typed;
}

} // namespace

LiveSource::LiveSource(QObject *parent, const LiveTimes &times)
    : RingSource(parent)
    , m_times(times)
    , m_poller(times)
    , m_ring(times)
    , m_snapshot(std::make_shared<RingSnapshot>())
    , m_startedMs(QDateTime::currentMSecsSinceEpoch())
{
    m_clock.start();
    m_publishTimer.setSingleShot(true);
    connect(&m_publishTimer, &QTimer::timeout, this, &LiveSource::publish);
    connect(&m_poller, &RingPoller::answered, this, &LiveSource::noteDocument);
    connect(&m_poller, &RingPoller::failed, this, &LiveSource::noteFailure);
    connect(&m_poller, &RingPoller::listed, this,
            [this](const QByteArray &address, const std::shared_ptr<const KeyList> &keys, bool complete) {
                m_ring.onKeys(address, keys, complete);
                publishSoon(publishPauseMs);
            });
    connect(&m_lister, &KeyLister::listed, this, &RingSource::keysListed);
    connect(&m_metrics, &MetricsReader::read, this, [this](const Peer &node, const QByteArray &text) {
        Q_EMIT metricsRead({node, nowMs(), text});
    });
    connect(&m_requests, &KeyRequests::finished, this, &LiveSource::finish);
    connect(&m_requests, &KeyRequests::inFlightChanged, this,
            [this] { m_poller.setOthersInFlight(m_requests.inFlight()); });
    connect(&m_cluster, &LocalCluster::nodeReady, this, &LiveSource::noteLocalReady);
    connect(&m_cluster, &LocalCluster::nodeEnded, this, &LiveSource::noteLocalEnded);
    connect(&m_cluster, &LocalCluster::nodeFailed, this, [this](int number, const QString &how) {
        if (const auto starting = m_starting.extract(number))
            reportLater(starting.mapped().first, starting.mapped().second, false,
                        tr("Cannot start the node: %1. Its log is %2.").arg(how, m_cluster.node(number)->logFile()));
    });
    connect(&m_cluster, &LocalCluster::dataProblem, this, &RingSource::troubled);
    connect(&m_cluster, &LocalCluster::startFailed, this, &LiveSource::failToOpen);
    connect(&m_cluster, &LocalCluster::started, this, [this] {
        m_stage = Stage::Stabilizing;
        m_poller.hurry();
        tellProgress();
        considerOpen();
    });
}

LiveSource::~LiveSource()
{
    for (QObject *part :
         {static_cast<QObject *>(&m_poller), static_cast<QObject *>(&m_requests), static_cast<QObject *>(&m_cluster)})
        part->disconnect(this);
}

qint64 LiveSource::nowMs() const
{
    return m_startedMs + m_clock.elapsed();
}

void LiveSource::close()
{
    m_stage = Stage::Closed;
    if (m_probe) { // it may be telling what led here
        m_probe->disconnect(this);
        m_probe.release()->deleteLater();
    }
    m_poller.clear();
    m_lister.cancel();
    m_metrics.cancel();
    m_cluster.stop();
    m_ring.clear();
    m_changes.clear();
    m_named.clear();
    m_unheard.clear();
    m_leftMs.clear();
    for (const auto &[number, starting] : std::exchange(m_starting, {}))
        reportLater(starting.first, starting.second, false, tr("Cancelled: another ring was opened."));
    for (const auto &[address, killing] : std::exchange(m_killing, {}))
        reportLater(killing.first, killing.second, true, tr("The node was stopped."));
    m_firstContact.clear();
    m_title.clear();
    m_isReadOnly = m_isSettling = false;
    setSecurity({});
    publishSoon(0);
}

void LiveSource::setSecurity(const client::Security &security)
{
    m_security = security;
    m_poller.setSecurity(security);
    m_requests.setSecurity(security);
    m_lister.setSecurity(security);
    m_metrics.setSecurity(security);
}

void LiveSource::failToOpen(const QString &text)
{
    close();
    Q_EMIT progressed({}, 0, 0);
    Q_EMIT openFailed(text);
}

void LiveSource::connectTo(const QString &address, const client::Security &security)
{
    close();
    const QString typed = address.trimmed();
    client::Security used = security;
    used.usesTls = typed.startsWith(tlsScheme);
    QString problem;
    const std::optional<wire::HostPort> parsed = wire::HostPort::parse(withoutScheme(typed), &problem);
    if (!parsed) {
        const QString text = tr("%1 Enter the address of a node, such as 127.0.0.1:11000.").arg(problem);
        QMetaObject::invokeMethod(
            this, [this, text] { failToOpen(text); }, Qt::QueuedConnection);
        return;
    }
    setSecurity(used);
    m_stage = Stage::Probing;
    m_isReadOnly = m_isSettling = true;
    const QByteArray contact = parsed->toAddress();
    m_title = (used.usesTls ? QString(tlsScheme) : QString()) + QString::fromUtf8(contact);
    m_probe = std::make_unique<AddressProbe>(used);
    Q_EMIT progressed(tr("Asking %1").arg(m_title), 0, 1);
    connect(m_probe.get(), &AddressProbe::isNode, this,
            [this, contact](const api::NodeDocument &document) { watchFirst(document, contact); });
    connect(m_probe.get(), &AddressProbe::isNone, this, [this](const client::Failure &failure, bool speaksTls) {
        failToOpen(FailureText::whyNoRing(m_title, failure, speaksTls, !m_security.token.isEmpty()));
    });
    m_probe->ask(parsed->host, parsed->port);
}

void LiveSource::watchFirst(const api::NodeDocument &document, const QByteArray &contact)
{
    m_probe.release()->deleteLater();
    m_stage = Stage::Open;
    m_firstContact = document.node.address;
    // A node that is reached under another name than its own (a tunnel, a container) is asked there from now on.
    m_unheard.insert(m_firstContact);
    m_named[m_firstContact] = {{}, m_firstContact};
    m_poller.watch(m_firstContact, contact == m_firstContact ? QByteArray() : contact);
    noteDocument(m_firstContact, document);
    Q_EMIT progressed({}, 0, 0);
    Q_EMIT opened();
}

void LiveSource::startRing(int nodes, int replicas, bool keepsData)
{
    beginStart(keepsData);
    m_cluster.start(nodes, replicas, keepsData);
    tellProgress();
}

void LiveSource::reopenRing(const KeptRing &ring)
{
    beginStart(true);
    m_cluster.reopen(ring);
    tellProgress();
}

void LiveSource::beginStart(bool keepsData)
{
    close();
    m_stage = Stage::Starting;
    m_title = keepsData ? tr("local ring, data kept") : tr("local ring");
}

void LiveSource::cancel()
{
    if (m_stage == Stage::Probing || m_stage == Stage::Starting || m_stage == Stage::Stabilizing)
        failToOpen({});
}

void LiveSource::tellProgress()
{
    const int wanted = m_cluster.wanted();
    if (m_stage == Stage::Starting)
        Q_EMIT progressed(tr("%1 of %2 joined").arg(m_cluster.readyCount()).arg(wanted), m_cluster.readyCount(),
                          wanted + 1);
    else if (m_stage == Stage::Stabilizing)
        Q_EMIT progressed(tr("%1 of %1 joined, stabilizing").arg(wanted), wanted, wanted + 1);
}

// A ring that was started is open when all of it is seen to be one chain, with every range served.
void LiveSource::considerOpen()
{
    if (m_stage != Stage::Stabilizing || !m_snapshot->isWhole()
        || m_snapshot->nodes.size() < size_t(m_cluster.wanted()))
        return;
    m_stage = Stage::Open;
    Q_EMIT progressed({}, 0, 0);
    Q_EMIT opened();
}

void LiveSource::watch(const Peer &peer)
{
    if (m_poller.isWatched(peer.address) || m_named.size() >= nodesMax)
        return;
    const auto left = m_leftMs.find(peer.address);
    if (left != m_leftMs.end() && nowMs() - left->second < leftKeptMs)
        return;
    m_leftMs.erase(peer.address);
    m_named[peer.address] = peer;
    m_unheard.insert(peer.address);
    m_poller.watch(peer.address);
}

void LiveSource::noteDocument(const QByteArray &address, const api::NodeDocument &document)
{
    const LocalNode *local = m_cluster.find(address);
    if (local && !local->isRunning())
        return; // it said so before it ended
    const std::vector<Peer> named = m_ring.onDocument(address, document, nowMs());
    if (local && local->isReady())
        m_ring.setLocal(address, true);
    for (const Peer &peer : named)
        watch(peer);
    noteHeard(address);
}

void LiveSource::noteFailure(const QByteArray &address, const client::Failure &failure)
{
    m_ring.onFailure(m_named[address], failure, nowMs());
    noteHeard(address);
}

void LiveSource::noteHeard(const QByteArray &address)
{
    m_unheard.erase(address);
    publishSoon(m_ring.hasChanged() ? publishPauseMs : m_times.refreshPause);
}

void LiveSource::noteLocalReady(int number, const QByteArray &address)
{
    if (m_firstContact.isEmpty())
        m_firstContact = address;
    m_leftMs.erase(address);
    m_named[address].address = address;
    m_unheard.insert(address);
    m_ring.setLocal(address, true);
    m_poller.watch(address);
    m_poller.hurry();
    tellProgress();
    if (const auto starting = m_starting.extract(number)) {
        const ActionRequest &request = starting.mapped().second;
        const std::optional<chord::Id> &id = m_cluster.node(number)->id();
        const QString self = id ? Names(*m_snapshot).node(*id) : name(address);
        reportLater(starting.mapped().first, request, true,
                    request.action == Action::Join ? tr("%1 has joined the ring.").arg(self)
                                                   : tr("%1 is running again.").arg(self));
    }
}

void LiveSource::noteLocalEnded(const QByteArray &address, const QString &how)
{
    m_ring.onProcessEnded(address, how, nowMs());
    m_poller.hurry();
    if (const auto killing = m_killing.extract(address))
        reportLater(killing.mapped().first, killing.mapped().second, true,
                    tr("%1 was killed. Restart brings it back.").arg(name(address)));
    publishSoon(0);
}

void LiveSource::publishSoon(int afterMs)
{
    // The clock is read once: a wait below zero would never end.
    const qint64 waitMs = std::max<qint64>(0, m_publishedMs + afterMs - m_clock.elapsed());
    if (!m_publishTimer.isActive() || m_publishTimer.remainingTime() > waitMs)
        m_publishTimer.start(int(waitMs));
}

void LiveSource::publish()
{
    m_publishedMs = m_clock.elapsed();
    m_ring.judgeVanished(nowMs());
    for (const QByteArray &address : m_ring.dropGone(nowMs())) {
        m_poller.forget(address);
        m_named.erase(address);
        m_unheard.erase(address);
        m_leftMs[address] = nowMs();
    }
    const SnapshotPtr before = std::exchange(m_snapshot, m_ring.takeSnapshot(nowMs()));
    const std::vector<RingEvent> events = m_changes.advance(m_snapshot, m_isSettling);
    m_isSettling = m_isSettling && (m_stage != Stage::Open || !m_unheard.empty());
    const auto isNews = [](const RingEvent &event) {
        return event.kind != RingEvent::Kind::Repaired && event.kind != RingEvent::Kind::Written
            && event.kind != RingEvent::Kind::Deleted;
    };
    const auto isSettlingSoon = [](const RangeStatus &range) { return !range.isServed() && !range.isLost(); };
    if (std::any_of(events.begin(), events.end(), isNews)
        || std::any_of(m_snapshot->ranges.begin(), m_snapshot->ranges.end(), isSettlingSoon))
        m_poller.hurry();
    if (isSameContent(*before, *m_snapshot))
        Q_EMIT snapshotRefreshed();
    else
        Q_EMIT snapshotChanged();
    for (const RingEvent &event : events)
        Q_EMIT eventHappened(event);
    considerOpen();
}

} // namespace monitor
