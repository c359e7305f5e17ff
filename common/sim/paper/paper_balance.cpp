// SPDX-License-Identifier: GPL-3.0-or-later
//
// How evenly consistent hashing spreads keys. No node runs here: identifiers are drawn at random, which is what SHA-1
// makes of keys and addresses, and keys are counted at their successors. The fullest node of one draw is itself random,
// so that many rings are drawn.

#include "sim/paper/paper_experiments.h"

#include "sim/random.h"

#include <algorithm>
#include <array>

namespace sim {

namespace {

constexpr int nodes = 10'000;
constexpr int balanceKeys = 500'000;
constexpr int virtualKeys = 1'000'000;
constexpr int drawsPerVirtual = 10; // virtual nodes even out what is drawn: fewer rings say as much

// Keys a node, as multiples of the mean, in one ring whose nodes have so many identifiers each. The first 64 bits of an
// identifier decide: among so few, two that agree in them are not to be expected.
std::vector<double> drawLoads(Random &random, int keys, int identifiersEach)
{
    std::vector<std::pair<quint64, int>> ring;
    ring.reserve(size_t(nodes) * size_t(identifiersEach));
    for (int i = 0; i < nodes * identifiersEach; ++i)
        ring.emplace_back(random.next(), i % nodes);
    std::sort(ring.begin(), ring.end());
    const auto isBefore = [](const std::pair<quint64, int> &entry, quint64 key) { return entry.first < key; };
    std::vector<double> loads(nodes, 0);
    for (int i = 0; i < keys; ++i) {
        const auto owner = std::lower_bound(ring.begin(), ring.end(), random.next(), isBefore);
        loads[size_t(owner == ring.end() ? ring.front().second : owner->second)] += double(nodes) / keys;
    }
    return loads;
}

// The means of the draws' percentiles, and the distribution of their fullest nodes.
struct Draws {
    Statistic load{1, 0, 0};
    std::vector<double> fullest;

    void add(const std::vector<double> &loads)
    {
        const Statistic drawn = statistic(loads);
        fullest.push_back(*std::max_element(loads.begin(), loads.end()));
        const double share = 1 / double(fullest.size());
        load.p1 = *load.p1 + (*drawn.p1 - *load.p1) * share;
        load.p99 = *load.p99 + (*drawn.p99 - *load.p99) * share;
    }
};

} // namespace

PaperResult paperBalance(const PaperSettings &settings)
{
    PaperResult result{"balance", "TON, section VI-B and Fig. 8", "keys", "draws", {}, {}, {}, false};
    result.notes = {
        "10,000 nodes. load is the number of keys a node as a multiple of the mean, fullest that of the fullest node. "
        "The "
        "paper shows one draw; ours are the means of many, and for the fullest node the percentiles over them.",
        "The gaps between random identifiers are exponential: the 99th percentile is ln 100 = 4.6 times the mean, and "
        "the "
        "largest of 10,000 gaps is 9.8 times the mean on average (the harmonic number of 10,000) with a standard "
        "deviation of 1.3: the paper's 9.1 is an ordinary draw."};
    Random random = Random::forPurpose(settings.seed, Purpose::PaperBalance);
    Draws draws;
    while (draws.fullest.size() < size_t(settings.draws) && !result.cancelled) {
        draws.add(drawLoads(random, balanceKeys, 1));
        result.cancelled = !settings.progress(double(draws.fullest.size()) / settings.draws);
    }
    result.rows.push_back({QByteArray::number(balanceKeys),
                           {{"load", "load", {1, 0, 4.6}, draws.load, {}},
                            {"loadMost", "fullest", {9.1, {}, {}}, statistic(draws.fullest), {}}},
                           draws.fullest.size()});
    return result;
}

PaperResult paperVirtualNodes(const PaperSettings &settings)
{
    struct Row {
        int identifiers;
        std::optional<double> p1;
        std::optional<double> p99;
    };
    const std::array<Row, 5> table{{{1, 0, 4.8}, {2, {}, {}}, {5, {}, {}}, {10, {}, {}}, {20, 0.5, 1.6}}};
    PaperResult result{
        "virtual-nodes", "TON, section VI-B and Fig. 9", "virtual nodes a node", "draws", {}, {}, {}, false};
    result.notes = {"10,000 nodes, 1,000,000 keys. load is the number of keys a node as a multiple of the mean. The "
                    "paper tells the first and the last row in words. FunnelKVS has one identifier a node."};
    Random random = Random::forPurpose(settings.seed, Purpose::PaperVirtual);
    const int drawsEach = std::max(1, settings.draws / drawsPerVirtual);
    for (const Row &paper : table) {
        Draws draws;
        while (draws.fullest.size() < size_t(drawsEach)) {
            draws.add(drawLoads(random, virtualKeys, paper.identifiers));
            const double part = double(draws.fullest.size()) / drawsEach;
            if (!settings.progress((double(result.rows.size()) + part) / double(table.size()))) {
                result.cancelled = true;
                return result;
            }
        }
        result.rows.push_back({QByteArray::number(paper.identifiers),
                               {{"load", "load", {1, paper.p1, paper.p99}, draws.load, {}}},
                               draws.fullest.size()});
    }
    return result;
}

} // namespace sim
