// SPDX-License-Identifier: GPL-3.0-or-later
//
// One timer for the node that is due next; each answer makes room for the next request.

#include "live/ring_poller.h"

#include "live/node_connection.h"
#include "wire/host_port.h"

#include <QPointer>
#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace monitor {

namespace {

constexpr int pollsPerSecondMax = 200; // so 1,000 nodes are polled every 5 s
constexpr double jitter = 0.25; // of a period, either way
// Nodes that do not answer hold their places for the whole timeout: they never get more than this many.
constexpr int inFlightFailedMax = RingPoller::inFlightMax / 2;
constexpr int pagesInFlightMax = 4;
constexpr int listingPauseFactor = 5; // the pause between two listings, in multiples of what the first one took
constexpr qint64 relistMs = 30'000; // although nothing seems to have changed, and more with each hundred nodes
// More connections than this are not kept open between polls: the system's limit on files is often 1,024.
constexpr size_t keptConnectionsMax = 200;

// Totals alone do not show that a node lost the leadership of a range while its keys were listed, and won it again
// before it was asked next: its keys would be those of a replica. Each election has a ballot of its own.
size_t rolesOf(const api::NodeDocument &document)
{
    size_t hash = 0;
    for (const api::RangeEntry &range : document.ranges)
        hash = qHashMulti(hash, range.low, range.high, range.ballot, range.leader ? range.leader->id : QByteArray());
    return hash;
}

} // namespace

struct RingPoller::Node {
    // What must not be destroyed in a callback of its own.
    struct DeleteLater {
        void operator()(QObject *object) const { object->deleteLater(); }
    };

    QByteArray address;
    QByteArray contact;
    quint64 generation = 0; // names this very entry in callbacks
    std::unique_ptr<client::NodeClient, DeleteLater> client;
    qint64 dueMs = -1; // its place in m_due; -1: none
    int failures = 0; // in a row
    bool isPolling = false;
    bool countsAsFailed = false; // this poll does, in m_pollingFailed
    int idBits = chord::idBitsMax;
    api::KeyTotals totals; // what it said last
    KeyListing listing;
    bool isPageAsked = false;
    bool wantsListing = false; // although its totals are as before
    qint64 listingBeganMs = 0;
    size_t roles = 0; // which ranges it leads or holds, and since which election: a hash
    size_t listedRoles = 0;
    std::optional<api::KeyTotals> listedTotals; // when the last complete listing began
    qint64 listedMs = 0;
    qint64 nextListingMs = 0; // not before
};

RingPoller::RingPoller(const LiveTimes &times, QObject *parent)
    : QObject(parent)
    , m_times(times)
{
    m_clock.start();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RingPoller::begin);
}

RingPoller::~RingPoller() = default;

void RingPoller::watch(const QByteArray &address, const QByteArray &contact)
{
    if (isWatched(address) && !contact.isEmpty() && contact != contactOf(address))
        forget(address); // requests to the old contact would be ignored
    std::unique_ptr<Node> &node = m_nodes[address];
    if (!node) {
        node = std::make_unique<Node>();
        node->address = address;
        node->contact = contact;
        node->generation = ++m_lastGeneration;
    }
    node->failures = 0;
    if (!node->isPolling)
        schedule(*node, m_clock.elapsed());
    begin();
}

void RingPoller::forget(const QByteArray &address)
{
    const auto found = m_nodes.find(address);
    if (found == m_nodes.end())
        return;
    const Node &node = *found->second;
    m_due.erase({node.dueMs, address});
    std::erase(m_toList, address);
    m_polling -= node.isPolling ? 1 : 0;
    m_pollingFailed -= node.countsAsFailed ? 1 : 0;
    m_listing -= node.isPageAsked ? 1 : 0;
    m_nodes.erase(found);
}

void RingPoller::clear()
{
    m_timer.stop();
    m_nodes.clear();
    m_due.clear();
    m_toList.clear();
    m_polling = m_pollingFailed = m_listing = 0;
}

QByteArray RingPoller::contactOf(const QByteArray &address) const
{
    const auto found = m_nodes.find(address);
    return found == m_nodes.end() || found->second->contact.isEmpty() ? address : found->second->contact;
}

void RingPoller::hurry()
{
    m_hurryUntilMs = m_clock.elapsed() + m_times.hurriedFor;
    const qint64 latestMs = m_clock.elapsed() + periodMs();
    std::vector<QByteArray> late;
    for (auto due = m_due.rbegin(); due != m_due.rend() && due->first > latestMs; ++due)
        late.push_back(due->second);
    for (const QByteArray &address : late) {
        Node &node = *m_nodes.at(address);
        if (node.failures == 0)
            schedule(node, m_clock.elapsed() + QRandomGenerator::global()->bounded(periodMs()));
    }
    begin();
}

void RingPoller::relist(const QByteArray &address)
{
    const auto found = m_nodes.find(address);
    if (found != m_nodes.end())
        found->second->wantsListing = true;
}

void RingPoller::setOthersInFlight(int count)
{
    m_othersInFlight = count;
    begin();
}

qint64 RingPoller::periodMs() const
{
    const qint64 least = m_clock.elapsed() < m_hurryUntilMs ? m_times.hurriedPeriod : m_times.period;
    return std::max(least, qint64(m_nodes.size()) * 1000 / pollsPerSecondMax);
}

void RingPoller::schedule(Node &node, qint64 dueMs)
{
    m_due.erase({node.dueMs, node.address});
    node.dueMs = dueMs;
    m_due.insert({dueMs, node.address});
}

RingPoller::Node *RingPoller::find(const QByteArray &address, quint64 generation)
{
    const auto found = m_nodes.find(address);
    return found != m_nodes.end() && found->second->generation == generation ? found->second.get() : nullptr;
}

// Clients are destroyed later than their nodes, and where a dialog runs an event loop of its own they may outlive the
// poller, too: so each answer checks first whether both still exist.
template <typename T>
client::Callback<T> RingPoller::toNode(const Node &node, void (RingPoller::*take)(Node &, client::Result<T> &&))
{
    return [poller = QPointer<RingPoller>(this), address = node.address, generation = node.generation,
            take](client::Result<T> &&result) {
        Node *node = poller ? poller->find(address, generation) : nullptr;
        if (node)
            (poller->*take)(*node, std::move(result));
    };
}

// Begins what there is room for. Pages first: they are few, and where polls fall behind their schedule there is always
// one more of those.
void RingPoller::begin()
{
    beginPages();
    beginPolls();
    if (m_due.empty() || inFlight() + m_othersInFlight >= inFlightMax)
        return; // the next answer comes back here
    const qint64 waitMs = std::max<qint64>(1, m_due.begin()->first - m_clock.elapsed());
    m_timer.start(int(waitMs));
}

bool RingPoller::mayPoll(const Node &node) const
{
    return node.failures == 0 || m_pollingFailed < inFlightFailedMax;
}

void RingPoller::beginPolls()
{
    const qint64 nowMs = m_clock.elapsed();
    auto due = m_due.begin();
    while (due != m_due.end() && due->first <= nowMs && inFlight() + m_othersInFlight < inFlightMax) {
        Node &node = *m_nodes.at(due->second);
        if (!mayPoll(node)) {
            ++due;
            continue;
        }
        due = m_due.erase(due);
        poll(node);
    }
}

void RingPoller::poll(Node &node)
{
    node.dueMs = -1;
    node.isPolling = true;
    node.countsAsFailed = node.failures > 0;
    ++m_polling;
    m_pollingFailed += node.countsAsFailed ? 1 : 0;
    clientOf(node).node(toNode(node, &RingPoller::onDocument));
}

void RingPoller::onDocument(Node &node, client::Result<api::NodeDocument> &&result)
{
    --m_polling;
    m_pollingFailed -= node.countsAsFailed ? 1 : 0;
    node.isPolling = node.countsAsFailed = false;
    qint64 pauseMs = periodMs();
    if (result) {
        node.failures = 0;
        considerListing(node, *result.value);
    } else {
        ++node.failures;
        pauseMs = std::min(m_times.retryMax, m_times.retryMin << std::min(node.failures - 1, 10));
    }
    const double factor = 1 - jitter + 2 * jitter * QRandomGenerator::global()->generateDouble();
    schedule(node, m_clock.elapsed() + qint64(double(pauseMs) * factor));
    closeIdle(node);
    // A receiver may call forget() for the node.
    const QByteArray address = node.address;
    if (result)
        Q_EMIT answered(address, *result.value);
    else
        Q_EMIT failed(address, result.failure);
    begin();
}

void RingPoller::considerListing(Node &node, const api::NodeDocument &document)
{
    node.idBits = document.idBits;
    node.totals = document.keys;
    node.roles = rolesOf(document);
    const qint64 nowMs = m_clock.elapsed();
    if (node.listing.isRunning() || nowMs < node.nextListingMs)
        return;
    const qint64 staleMs = relistMs * qint64(1 + m_nodes.size() / 100);
    const bool isStale = nowMs - node.listedMs > staleMs;
    const bool isAsListed = node.listedTotals == node.totals && node.listedRoles == node.roles;
    if (isAsListed && !node.wantsListing && !isStale)
        return;
    node.wantsListing = false;
    node.listedRoles = node.roles;
    node.listing.start(node.idBits, node.totals);
    node.listingBeganMs = nowMs;
    if (node.totals.primary + node.totals.replica == 0)
        endListing(node);
    else
        m_toList.push_back(node.address);
}

void RingPoller::beginPages()
{
    while (!m_toList.empty() && m_listing < pagesInFlightMax && inFlight() + m_othersInFlight < inFlightMax) {
        Node &node = *m_nodes.at(m_toList.front());
        m_toList.pop_front();
        askPage(node);
    }
}

void RingPoller::askPage(Node &node)
{
    node.isPageAsked = true;
    ++m_listing;
    clientOf(node).keys(KeyListing::pageKeys, node.listing.after(), toNode(node, &RingPoller::onPage));
}

void RingPoller::onPage(Node &node, client::Result<api::KeysPage> &&result)
{
    --m_listing;
    node.isPageAsked = false;
    if (!result) { // the polls show the state of the node
        node.listing.abandon();
        node.nextListingMs = m_clock.elapsed() + m_times.listingPause;
    } else if (node.listing.take(*result.value)) {
        endListing(node);
    } else {
        m_toList.push_back(node.address);
    }
    closeIdle(node);
    begin();
}

void RingPoller::endListing(Node &node)
{
    const qint64 nowMs = m_clock.elapsed();
    const bool isEmpty = node.listing.startedTotals().primary + node.listing.startedTotals().replica == 0;
    const bool isComplete = isEmpty || node.listing.isComplete();
    node.listedTotals = node.listing.startedTotals();
    node.listedMs = nowMs;
    node.nextListingMs = nowMs + std::max(m_times.listingPause, (nowMs - node.listingBeganMs) * listingPauseFactor);
    const std::shared_ptr<const KeyList> keys = node.listing.finish();
    // Queued behind answered(), which makes the node known to the receivers.
    QMetaObject::invokeMethod(
        this, [this, address = node.address, keys, isComplete] { Q_EMIT listed(address, keys, isComplete); },
        Qt::QueuedConnection);
}

client::NodeClient &RingPoller::clientOf(Node &node)
{
    if (!node.client) {
        const QByteArray &where = node.contact.isEmpty() ? node.address : node.contact;
        // A node may advertise an invalid address; requests to it then fail, as they should.
        const wire::HostPort address = wire::HostPort::parse(QString::fromUtf8(where)).value_or(wire::HostPort());
        node.client.reset(makeNodeClient(address.host, address.port, m_security));
        node.client->setTimeoutMs(m_times.timeout);
    }
    return *node.client;
}

void RingPoller::closeIdle(Node &node)
{
    if (m_nodes.size() > keptConnectionsMax && !node.isPolling && !node.isPageAsked)
        node.client.reset();
}

} // namespace monitor
