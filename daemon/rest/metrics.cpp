// SPDX-License-Identifier: GPL-3.0-or-later
//
// The list of metrics.

#include "rest/metrics.h"

#include "api/json.h"
#include "chord/node.h"
#include "chord/store/store.h"
#include "http/http_server.h"
#include "listener/port_listener.h"
#include "net/node_host.h"
#include "net/transport.h"
#include "rest/reply_clock.h"
#include "rest/router.h"
#include "rest/watchers.h"
#include "storage/storage.h"

#include <prometheus/histogram.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <limits>
#include <locale>
#include <sstream>

namespace rest {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

// Seconds. A read at its owner takes 50 µs; an operation gives up after 5 s.
const std::vector<double> latencyBounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                        0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};
constexpr double microsPerSecond = 1e6;
constexpr double nanosPerSecond = 1e9;

struct Label {
    const char *name;
    std::string value;
};

class Families {
public:
    void counter(const char *name, const char *help, double value) { add(name, help, MetricType::Counter, value); }
    void gauge(const char *name, const char *help, double value) { add(name, help, MetricType::Gauge, value); }

    // One more of a family with a label; all of one name in a row.
    void labelled(const char *name, const char *help, MetricType type, const Label &label, double value)
    {
        if (m_families.empty() || m_families.back().name != name)
            m_families.push_back({name, help, type, {}});
        ClientMetric metric;
        metric.label.push_back({label.name, label.value});
        (type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
        m_families.back().metric.push_back(std::move(metric));
    }

    // counts[i] observations of exactly i, the last of that and more.
    void histogram(const char *name, const char *help, std::span<const quint32> counts, quint64 sum)
    {
        ClientMetric metric;
        for (size_t i = 0; i < counts.size(); ++i) {
            metric.histogram.sample_count += counts[i];
            const bool isLast = i + 1 == counts.size();
            metric.histogram.bucket.push_back(
                {metric.histogram.sample_count, isLast ? std::numeric_limits<double>::infinity() : double(i)});
        }
        metric.histogram.sample_sum = double(sum);
        m_families.push_back({name, help, MetricType::Histogram, {metric}});
    }

    // counts[i] observations up to bounds[i] seconds, the last of more.
    void durations(const char *name, const char *help, const std::vector<double> &bounds,
                   const std::vector<quint64> &counts, double sum)
    {
        ClientMetric metric;
        for (size_t i = 0; i < counts.size(); ++i) {
            metric.histogram.sample_count += counts[i];
            const double bound = i < bounds.size() ? bounds[i] : std::numeric_limits<double>::infinity();
            metric.histogram.bucket.push_back({metric.histogram.sample_count, bound});
        }
        metric.histogram.sample_sum = sum;
        m_families.push_back({name, help, MetricType::Histogram, {metric}});
    }

    std::vector<MetricFamily> take() { return std::move(m_families); }

private:
    void add(const char *name, const char *help, MetricType type, double value)
    {
        ClientMetric metric;
        (type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
        m_families.push_back({name, help, type, {metric}});
    }

    std::vector<MetricFamily> m_families;
};

void addNode(Families &families, const net::NodeHost &host)
{
    const chord::Node &node = host.node();
    const chord::Counters &counters = node.counters();
    families.labelled("funnelkvs_build_info", "1; the label is the program's version.", MetricType::Gauge,
                      {"version", FUNNELKVS_VERSION}, 1);
    families.gauge("funnelkvs_uptime_seconds", "Since the program started.", double(host.uptimeSeconds()));
    families.gauge("funnelkvs_ready", "1 while this node can serve, else 0; /readyz says why.",
                   host.notReadyReason().isEmpty());
    constexpr char keysHelp[] = "Keys in memory: of ranges that this node leads (primary), or of others (replica).";
    families.labelled("funnelkvs_keys", keysHelp, MetricType::Gauge, {"role", "primary"}, double(node.primaryKeys()));
    families.labelled("funnelkvs_keys", keysHelp, MetricType::Gauge, {"role", "replica"}, double(node.replicaKeys()));
    families.gauge("funnelkvs_stored_bytes", "Of keys, values and content types in memory, tombstones included.",
                   double(node.store().payloadBytes()));
    families.gauge("funnelkvs_operations_pending", "Begun on this node and not ended.", double(host.pendingCount()));
    families.counter("funnelkvs_operations_total", "Gets, puts, deletes, lookups and walks begun on this node.",
                     double(counters.operationsBegun));
    families.counter("funnelkvs_operations_failed_total", "Of these, the ones that found too few nodes in time.",
                     double(counters.operationsFailed));
    families.counter("funnelkvs_owner_cache_hits_total", "Operations sent straight to a remembered owner.",
                     double(counters.cacheHits));
    families.histogram("funnelkvs_lookup_hops", "Nodes that a lookup asked.", node.lookupHopCounts(),
                       counters.lookupHops);
}

// With a data directory only.
void addStorage(Families &families, const storage::Storage &storage)
{
    const storage::Storage::Statistics &statistics = storage.statistics();
    families.durations("funnelkvs_commit_duration_seconds", "Commits to the data directory, and how long they took.",
                       storage::Storage::durationBounds(), statistics.durations, statistics.seconds);
    families.counter("funnelkvs_commit_failures_total", "Attempts to commit that failed; each is repeated.",
                     double(statistics.failures));
    families.counter("funnelkvs_committed_bytes_total", "Of keys, values and content types committed.",
                     double(statistics.bytes));
    families.gauge("funnelkvs_data_file_bytes", "Size of the data directory's file and its log.",
                   double(statistics.fileBytes));
    families.gauge("funnelkvs_disk_failing", "1 while commits fail and writes are refused, else 0.",
                   storage.problem().isEmpty() ? 0 : 1);
}

// Of the ranges that this node is a voter of.
void addRanges(Families &families, const chord::Node &node)
{
    using State = chord::GroupState;
    const std::vector<chord::GroupView> groups = node.groups();
    const auto countIf = [&groups](const auto &isCounted) {
        return double(std::count_if(groups.begin(), groups.end(), isCounted));
    };
    for (const State state : {State::Serving, State::Electing, State::NoQuorum, State::Recovering}) {
        families.labelled("funnelkvs_ranges",
                          "Ranges that this node is a voter of, by state; noQuorum: a majority of the voters does not "
                          "answer, and neither reads nor writes are possible.",
                          MetricType::Gauge, {"state", api::groupStateText(state)},
                          countIf([state](const chord::GroupView &group) { return group.state == state; }));
    }
    families.gauge("funnelkvs_ranges_led", "Ranges that this node leads.",
                   countIf([&node](const chord::GroupView &group) { return group.leader == node.self(); }));
}

void addElections(Families &families, const chord::Counters &counters)
{
    families.counter("funnelkvs_elections_total", "Elections that this node began, to lead a range.",
                     double(counters.elections));
    families.counter("funnelkvs_elections_won_total", "Of these, the ones it won.", double(counters.electionsWon));
    families.counter("funnelkvs_leads_transferred_total", "Ranges whose lead this node gave to another voter.",
                     double(counters.leadsTransferred));
    families.counter("funnelkvs_leads_lost_total",
                     "Ranges that this node stopped leading because no majority answered or another node was elected.",
                     double(counters.leadsLost));
    families.counter("funnelkvs_range_config_changes_total", "Changes of the voters of ranges that this node leads.",
                     double(counters.configChanges));
    families.counter("funnelkvs_range_splits_total", "Ranges divided because a node joined.", double(counters.splits));
    families.counter("funnelkvs_range_merges_total", "Ranges merged because a node had gone.", double(counters.merges));
    families.counter("funnelkvs_recoveries_total",
                     "Ranges recovered after the loss of a majority; acknowledged writes may have been lost.",
                     double(counters.recoveries));
    families.counter("funnelkvs_copied_records_total", "Records sent to voters, old and new, that lacked them.",
                     double(counters.recordsCopied));
    families.counter("funnelkvs_copied_bytes_total", "Bytes of these records.", double(counters.bytesCopied));
    families.counter("funnelkvs_reaccepted_records_total", "Records accepted again after elections.",
                     double(counters.recordsReaccepted));
    families.counter("funnelkvs_tombstones_collected_total", "Deletes that every voter knows, forgotten.",
                     double(counters.tombstonesCollected));
}

void addWatchers(Families &families, const chord::Node &node, const Watchers &watchers)
{
    families.gauge("funnelkvs_watchers", "HTTP clients that watch a key through this node.", double(watchers.count()));
    families.gauge("funnelkvs_watch_subscriptions",
                   "Keys whose changes this node, as their leader, tells nodes; counted once for each of these nodes.",
                   double(node.subscriptionCount()));
    families.counter("funnelkvs_watch_events_total", "Events written to watchers.", double(watchers.counters().events));
    families.counter("funnelkvs_watch_skips_total",
                     "Times that a watcher was too slow, and changes were skipped for it.",
                     double(watchers.counters().skips));
}

void addPeers(Families &families, const chord::Counters &node, const net::TransportCounters &counters)
{
    families.gauge("funnelkvs_peer_connections", "Open connections to other nodes.", counters.connections);
    families.gauge("funnelkvs_peer_queue_bytes", "Written for other nodes and not yet taken by the system.",
                   double(counters.queuedBytes));
    families.counter("funnelkvs_peer_requests_timed_out_total", "Requests that another node did not answer in time.",
                     double(node.requestsTimedOut));
    families.counter("funnelkvs_peer_messages_sent_total", "To other nodes.", double(counters.messagesSent));
    families.counter("funnelkvs_peer_messages_received_total", "From other nodes.", double(counters.messagesReceived));
    families.counter("funnelkvs_peer_messages_dropped_total",
                     "Not sent: the queue was full, or no connection was established in time.",
                     double(counters.messagesDropped));
    families.counter("funnelkvs_peer_sent_bytes_total", "To other nodes.", double(counters.bytesSent));
    families.counter("funnelkvs_peer_received_bytes_total", "From other nodes.", double(counters.bytesReceived));
    families.counter("funnelkvs_peer_connections_opened_total", "Connections that were established.",
                     double(counters.connectionsOpened));
    constexpr char failedHelp[] =
        "Connections that were not established (no answer to a dial, refused over the hello) or "
        "were closed over a malformed frame.";
    constexpr char failed[] = "funnelkvs_peer_connections_failed_total";
    families.labelled(failed, failedHelp, MetricType::Counter, {"reason", "unreachable"},
                      double(counters.connectionsFailed));
    families.labelled(failed, failedHelp, MetricType::Counter, {"reason", "refused"},
                      double(counters.connectionsRefused));
    families.labelled(failed, failedHelp, MetricType::Counter, {"reason", "malformed"},
                      double(counters.connectionsBroken));
}

void addHttp(Families &families, const http::HttpCounters &counters, const listener::ListenerCounters &port)
{
    families.gauge("funnelkvs_http_connections", "Open connections of HTTP clients.", counters.connections);
    families.gauge("funnelkvs_http_requests_in_flight", "Requests being answered.", counters.requestsInFlight);
    families.counter("funnelkvs_http_connections_total", "Connections of HTTP clients.",
                     double(counters.connectionsTotal));
    families.counter("funnelkvs_http_requests_total", "Requests that came through the guard.",
                     double(counters.requestsTotal));
    families.counter("funnelkvs_http_timeouts_total", "Connections closed because a client was too slow.",
                     double(counters.timeoutsTotal + port.timeoutsTotal));
    families.counter("funnelkvs_wrong_protocol_connections_total",
                     "Connections closed because they spoke TLS to a port without it, or plain text to one with it.",
                     double(port.wrongProtocolTotal));
    for (const auto &[status, count] : counters.refusalsTotal) {
        families.labelled("funnelkvs_http_refusals_total", "Requests that the guard refused, by the status they got.",
                          MetricType::Counter, {"status", std::to_string(status)}, double(count));
    }
}

} // namespace

Metrics::Metrics(net::NodeHost &host, const Watchers &watchers, const Router &router)
    : m_host(host)
    , m_watchers(watchers)
    , m_router(router)
    , m_requestLatency(prometheus::BuildHistogram()
                           .Name("funnelkvs_http_request_duration_seconds")
                           .Help("From a request's last byte to its answer, by route, method and status.")
                           .Register(m_registry))
    , m_peerLatency(prometheus::BuildHistogram()
                        .Name("funnelkvs_peer_request_duration_seconds")
                        .Help("From sending a request to another node to its answer.")
                        .Register(m_registry)
                        .Add({}, latencyBounds))
{
    host.setPeerAnswerObserver([this](chord::Time micros) { peerAnswered(micros); });
}

Metrics::~Metrics()
{
    m_host.setPeerAnswerObserver({});
}

void Metrics::replied(int route, int status, qint64 startedNs)
{
    latencyOf(route, status).Observe(double(replyClockNs() - startedNs) / nanosPerSecond);
}

void Metrics::peerAnswered(qint64 micros)
{
    m_peerLatency.Observe(double(micros) / microsPerSecond);
}

// A route has a handful of statuses; the most frequent is there first, or soon.
prometheus::Histogram &Metrics::latencyOf(int route, int status)
{
    if (m_latencies.size() <= size_t(route))
        m_latencies.resize(size_t(route) + 1);
    std::vector<OfStatus> &latencies = m_latencies[size_t(route)];
    for (const OfStatus &known : latencies) {
        if (known.status == status)
            return *known.latency;
    }
    const Router::RouteName name = m_router.routeName(route);
    prometheus::Histogram &latency = m_requestLatency.Add(
        {{"route", name.path.toStdString()}, {"method", name.method.toStdString()}, {"status", std::to_string(status)}},
        latencyBounds);
    latencies.push_back({status, &latency});
    return latency;
}

std::vector<prometheus::MetricFamily> Metrics::Collect() const
{
    Families families;
    addNode(families, m_host);
    if (m_host.storage())
        addStorage(families, *m_host.storage());
    addRanges(families, m_host.node());
    addElections(families, m_host.node().counters());
    addWatchers(families, m_host.node(), m_watchers);
    addPeers(families, m_host.node().counters(), m_host.transport().counters());
    if (m_http)
        addHttp(families, m_http->counters(), m_http->portCounters());
    return families.take();
}

QByteArray Metrics::text() const
{
    std::vector<prometheus::MetricFamily> families = Collect();
    std::vector<prometheus::MetricFamily> observed = m_registry.Collect();
    std::move(observed.begin(), observed.end(), std::back_inserter(families));
    std::ostringstream text;
    text.imbue(std::locale::classic());
    prometheus::TextSerializer().Serialize(text, families);
    return QByteArray::fromStdString(text.str());
}

} // namespace rest
