// SPDX-License-Identifier: GPL-3.0-or-later
//
// Joins, leaves and lookups at the same time. In the paper a node that leaves tells its neighbours (TON, section VI-E),
// and a stabilization round renews the successor and one other entry of finger table and successor list; ours renews
// fingers by a timer of their own, and the whole list at once.

#include "sim/paper/paper_experiments.h"

#include "sim/paper/paper_lookups.h"

#include <array>

namespace sim {

namespace {

constexpr int leaseMs = 3 * 30'000;
constexpr int leaveTimeoutMs = 60'000;
constexpr int stabilizePeriodMs = 30'000; // drawn from 15 to 45 s
// About 10 distinct fingers and 20 successors: an entry's turn comes every 30 rounds, so one of the fingers' every 3.
constexpr int paperFingersPeriodMs = 3 * stabilizePeriodMs;
// As daemons do by default: about as often as they stabilize.
constexpr int shippedFingersPeriodMs = stabilizePeriodMs * 5 / 4;

struct Row {
    double rate, path, timeouts, failures;
};
constexpr std::array<Row, 8> table{{{0.05, 3.90, 0.05, 0},
                                    {0.10, 3.83, 0.11, 0},
                                    {0.15, 3.84, 0.16, 2},
                                    {0.20, 3.81, 0.23, 5},
                                    {0.25, 3.83, 0.30, 6},
                                    {0.30, 3.91, 0.34, 8},
                                    {0.35, 3.94, 0.42, 16},
                                    {0.40, 4.06, 0.46, 15}}};

struct SetUp {
    int fixFingersPeriodMs = paperFingersPeriodMs;
    bool crashes = false; // instead of leaving
};
constexpr std::array<SetUp, 3> setUps{{{}, {shippedFingersPeriodMs, false}, {paperFingersPeriodMs, true}}};

// Poisson processes of joins and leaves at the same rate, so that the ring keeps its size, and of lookups.
class Churn {
public:
    Churn(Cluster &cluster, Lookups &lookups, double perSecond, bool crashes, quint64 seed)
        : m_cluster(cluster)
        , m_lookups(lookups)
        , m_crashes(crashes)
        , m_random(Random::forPurpose(seed, Purpose::PaperChurn))
    {
        every(1 / perSecond, [this] { m_cluster.join(m_cluster.addHost(), {member()}); });
        every(1 / perSecond, [this] { leave(); });
        every(1, [this] { m_lookups.begin(); });
    }

private:
    void every(double meanSeconds, std::function<void()> what)
    {
        m_cluster.at(m_cluster.now() + Time(m_random.exponential(meanSeconds * chord::usPerSecond)),
                     [this, meanSeconds, what = std::move(what)] {
                         what();
                         every(meanSeconds, what);
                     });
    }
    int member() { return m_lookups.members().draw(m_random); }
    void leave()
    {
        if (m_crashes)
            m_cluster.crash(member());
        else
            m_cluster.leave(member(), leaveTimeoutMs);
    }

    Cluster &m_cluster;
    Lookups &m_lookups;
    bool m_crashes;
    Random m_random;
};

// Returns whether goOn never said no.
bool lookUpUnderChurn(const PaperSettings &settings, const SetUp &setUp, double rate, LookupSamples &samples,
                      const std::function<bool(double)> &goOn)
{
    ClusterSettings cluster = paperCluster(settings.seed, paperListLength);
    cluster.config.deadAfterTimeouts = 2; // one answer that comes late must not hide an owner
    cluster.config.stabilizePeriodMs = stabilizePeriodMs;
    cluster.config.fixFingersPeriodMs = setUp.fixFingersPeriodMs;
    cluster.config.joinTimeoutMs = 600'000;
    // What a crashed node owned is taken over when its lease has run out.
    cluster.config.leaseMs = leaseMs;
    cluster.config.leaseRenewMs = leaseMs / 3;
    Cluster ring(cluster);
    startIdealRing(ring, paperNodes);
    Lookups lookups(ring, settings.seed, samples);
    const Churn churn(ring, lookups, rate, setUp.crashes, settings.seed);
    while (samples.failures.size() < size_t(settings.lookups)) {
        ring.runUntil(ring.now() + chord::usPerSecond);
        if (!goOn(double(samples.failures.size()) / settings.lookups))
            return false;
    }
    lookups.finish();
    return true;
}

PaperRow rowOf(const Row &paper, const std::vector<LookupSamples> &runs)
{
    PaperRow row{QByteArray::number(paper.rate),
                 {{"pathLength", "path length", {paper.path, {}, {}}, statistic(runs[0].pathLengths), {}},
                  {"timeouts", "timeouts", {paper.timeouts, {}, {}}, statistic(runs[0].timeouts), {}},
                  {"failuresPer10k", "failures/10k", {paper.failures, 0, 0}, statistic(runs[0].failures), {}}},
                 runs[0].failures.size()};
    for (size_t i = 1; i < runs.size(); ++i) {
        row.figures[0].variants.push_back(statistic(runs[i].pathLengths));
        row.figures[1].variants.push_back(statistic(runs[i].timeouts));
        row.figures[2].variants.push_back(statistic(runs[i].failures));
    }
    return row;
}

} // namespace

PaperResult paperChurn(const PaperSettings &settings)
{
    PaperResult result{"churn", "TON, section VI-E and Table III", "joins and leaves a second", "lookups", {}, {}, {},
                       false};
    result.notes = {
        "1,000 nodes with successor lists of 20 that stabilize every 15 to 45 s and lookups at 1/s. Nodes that leave "
        "tell their neighbours, as in the paper; other nodes' fingers learn of it by a timeout. A finger is "
        "renewed every 900 s, as the paper's are on average.",
        "A joining node counts as a member once its keys have been handed over to it, a leaving one until it has "
        "handed its own over. A lookup has failed if it names a node that owned the key at no time while it ran."};
    if (settings.variants)
        result.variants = {
            {"fresh fingers", "one finger is renewed every 37.5 s, the proportion that daemons have by default"},
            {"crash", "nodes crash in silence instead of leaving"}};
    const size_t runsEach = settings.variants ? setUps.size() : 1;
    for (const Row &paper : table) {
        std::vector<LookupSamples> runs(runsEach);
        for (size_t i = 0; i < runsEach; ++i) {
            const double before = double(result.rows.size() * runsEach + i);
            const auto goOn = [&](double part) {
                return settings.progress((before + part) / double(table.size() * runsEach));
            };
            if (!lookUpUnderChurn(settings, setUps[i], paper.rate, runs[i], goOn)) {
                result.cancelled = true;
                return result;
            }
        }
        result.rows.push_back(rowOf(paper, runs));
    }
    return result;
}

} // namespace sim
