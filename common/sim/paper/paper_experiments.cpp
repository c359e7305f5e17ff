// SPDX-License-Identifier: GPL-3.0-or-later
//
// The experiments whose rings do not change while they are asked: path length, and failures at once.

#include "sim/paper/paper_experiments.h"

#include "sim/paper/paper_lookups.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace sim {

namespace {

constexpr int nodesLeast = 8; // of path-length
constexpr int evenNodesMost = 1 << 14; // beyond, the variant would only repeat itself
constexpr int ringNodesMin = 8192; // small rings differ, so a row has this many nodes in all, in several rings
constexpr int failureRings = 10; // and so do sets of failed nodes

// Each bit of a random distance is as likely 1 as 0, and each 1 is a hop (TON, section VI-C): the binomial law.
Statistic halfOfLog(int nodes)
{
    const double bits = std::log2(nodes);
    Statistic law{bits / 2, {}, {}};
    const int whole = int(std::lround(bits));
    double probability = std::ldexp(1.0, -whole);
    double sum = 0;
    for (int hops = 0; hops <= whole; ++hops) {
        sum += probability;
        if (!law.p1 && sum >= 0.01)
            law.p1 = hops;
        if (!law.p99 && sum >= 0.99)
            law.p99 = hops;
        probability *= double(whole - hops) / (hops + 1);
    }
    return law;
}

// How many of all fall to this ring.
int shareOf(int lookups, int ring, int rings)
{
    return int(qint64(lookups) * (ring + 1) / rings - qint64(lookups) * ring / rings);
}

// Several small rings or one large one. Returns whether goOn never said no.
bool lookUpInRings(const PaperSettings &settings, int nodes, Placement placement, LookupSamples &samples,
                   const std::function<bool(double)> &goOn)
{
    const int rings = std::clamp(ringNodesMin / nodes, 1, settings.lookups);
    for (int ring = 0; ring < rings; ++ring) {
        const quint64 seed =
            ring == 0 ? settings.seed : mix(settings.seed, mix(quint64(Purpose::PaperRing), quint64(ring)));
        Cluster cluster(paperCluster(seed, 1));
        startIdealRing(cluster, nodes, placement, quint64(ring));
        Lookups lookups(cluster, seed, samples);
        const int share = shareOf(settings.lookups, ring, rings);
        if (!lookups.run(share, [&](double part) { return goOn((ring + part) / rings); }))
            return false;
    }
    return true;
}

std::optional<PaperRow> pathLengthRow(const PaperSettings &settings, int nodes, const std::function<bool(double)> &goOn)
{
    LookupSamples hashed;
    const bool withEven = settings.variants && nodes <= evenNodesMost;
    if (!lookUpInRings(settings, nodes, Placement::Hashed, hashed,
                       [&](double part) { return goOn(withEven ? part / 2 : part); }))
        return std::nullopt;
    PaperFigure figure{"pathLength", "path length", halfOfLog(nodes), statistic(hashed.pathLengths), {}};
    if (settings.variants) {
        figure.variants = {statistic(hashed.shortcutLengths), std::nullopt};
        if (withEven) {
            LookupSamples even;
            if (!lookUpInRings(settings, nodes, Placement::Even, even,
                               [&](double part) { return goOn((1 + part) / 2); }))
                return std::nullopt;
            figure.variants.back() = statistic(even.pathLengths);
        }
    }
    return PaperRow{QByteArray::number(nodes), {std::move(figure)}, hashed.failures.size()};
}

} // namespace

PaperResult paperPathLength(const PaperSettings &settings)
{
    PaperResult result{"path-length", "TON, section VI-C and Fig. 10", "nodes", "lookups", {}, {}, {}, false};
    result.notes = {
        "The paper's figures are its law, half of log2 N, with the percentiles of the binomial distribution that "
        "it gives as the reason; the paper's own rings have 2^3 to 2^14 nodes.",
        "With hashed identifiers the mean stays about 0.12 hops below the law: 4 to 6 % with up to 64 nodes, "
        "2 % with 16384. Successor lists have one entry, as in the paper."};
    if (settings.variants)
        result.variants = {{"shortcut",
                            "as nodes do it: one that owns the key itself asks nobody, where the paper's "
                            "pseudocode sends it around the ring"},
                           {"even", "identifiers at equal distances, for which the law is exact"}};
    std::vector<int> sizes;
    for (qint64 nodes = nodesLeast; nodes <= settings.nodesMost; nodes *= 2)
        sizes.push_back(int(nodes));
    if (settings.nodesOnly > 0)
        sizes = {settings.nodesOnly};
    const double all = std::accumulate(sizes.begin(), sizes.end(), 0.0);
    double done = 0;
    for (const int nodes : sizes) {
        const std::optional<PaperRow> row =
            pathLengthRow(settings, nodes, [&](double part) { return settings.progress((done + part * nodes) / all); });
        done += nodes;
        if (!row) {
            result.cancelled = true;
            return result;
        }
        result.rows.push_back(*row);
    }
    return result;
}

namespace {

struct FailureRow {
    double fraction, path, path1, path99, timeouts, timeouts99;
};
constexpr std::array<FailureRow, 6> failureTable{{{0.0, 3.84, 2, 5, 0.0, 0},
                                                  {0.1, 4.03, 2, 6, 0.60, 2},
                                                  {0.2, 4.22, 2, 6, 1.17, 3},
                                                  {0.3, 4.44, 2, 6, 2.02, 5},
                                                  {0.4, 4.69, 2, 7, 3.23, 8},
                                                  {0.5, 5.09, 3, 8, 5.10, 11}}};

// Returns whether goOn never said no.
bool lookUpAmongDead(const PaperSettings &settings, double fraction, LookupSamples &samples,
                     const std::function<bool(double)> &goOn)
{
    const int rings = std::min(failureRings, settings.lookups);
    for (int ring = 0; ring < rings; ++ring) {
        const quint64 seed = mix(settings.seed, mix(quint64(Purpose::PaperFailures), quint64(ring)));
        Cluster cluster(paperCluster(seed, paperListLength));
        startIdealRing(cluster, paperNodes);
        std::vector<int> hosts = cluster.hostsUp();
        Random::forPurpose(seed, Purpose::PaperFailures).shuffle(hosts);
        hosts.resize(size_t(std::lround(fraction * paperNodes)));
        for (int host : hosts)
            cluster.crash(host);
        Lookups lookups(cluster, seed, samples);
        const int share = shareOf(settings.lookups, ring, rings);
        if (!lookups.run(share, [&](double part) { return goOn((ring + part) / rings); }))
            return false;
    }
    return true;
}

} // namespace

PaperResult paperFailures(const PaperSettings &settings)
{
    PaperResult result{"failures", "TON, section VI-D and Table II", "fraction of failed nodes", "lookups", {}, {}, {},
                       false};
    result.notes = {"1,000 nodes with successor lists of 20; the fraction crashes at once and nothing is repaired. The "
                    "lookups are spread over ten rings, since one set of failed nodes differs from the next by 10 % "
                    "and more in timeouts; the paper's rows are one set each.",
                    "timeouts counts silent nodes on the way, and the key's own successor."};
    if (settings.variants)
        result.variants = {{"to the owner",
                            "counting also the silent nodes that are tried in place of a silent "
                            "successor, until an owner has answered for itself"}};
    for (const FailureRow &paper : failureTable) {
        LookupSamples samples;
        const double done = double(result.rows.size());
        if (!lookUpAmongDead(settings, paper.fraction, samples, [&](double part) {
                return settings.progress((done + part) / double(failureTable.size()));
            })) {
            result.cancelled = true;
            return result;
        }
        PaperRow row{
            QByteArray::number(paper.fraction),
            {{"pathLength", "path length", {paper.path, paper.path1, paper.path99}, statistic(samples.pathLengths), {}},
             {"timeouts", "timeouts", {paper.timeouts, 0, paper.timeouts99}, statistic(samples.timeouts), {}},
             {"failuresPer10k", "failures/10k", {0, 0, 0}, statistic(samples.failures), {}}},
            samples.failures.size()};
        if (settings.variants) {
            for (PaperFigure &figure : row.figures)
                figure.variants = {std::nullopt};
            row.figures[1].variants = {statistic(samples.allTimeouts)};
        }
        result.rows.push_back(std::move(row));
    }
    return result;
}

} // namespace sim
