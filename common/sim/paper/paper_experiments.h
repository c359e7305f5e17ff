// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Chord paper's experiments (Stoica et al., IEEE/ACM Transactions on Networking 11(1), 2003: TON), run with this
// project's protocol code and the paper's set-up: iterative lookups, packets with an exponential delay of 50 ms on
// average, a timeout of 500 ms, stabilization every 15 to 45 s, successor lists of 20. Each row has the paper's figures
// beside ours, and, where the set-up leaves a choice or ours does better, variants beside both.
#pragma once

#include <QByteArray>

#include <functional>
#include <optional>
#include <vector>

namespace sim {

// Of a sample; a percentile the paper does not tell is missing.
struct Statistic {
    double mean = 0;
    std::optional<double> p1;
    std::optional<double> p99;
};

Statistic statistic(std::vector<double> values);

struct PaperFigure {
    QByteArray name; // "pathLength", in JSON
    QByteArray title; // "path length"
    Statistic paper;
    Statistic measured;
    std::vector<std::optional<Statistic>> variants; // one for each of the result's; nothing where it was not run
};

struct PaperRow {
    QByteArray parameter; // "0.1", "1024"
    std::vector<PaperFigure> figures;
    size_t samples = 0; // how many things a measured mean is of
};

struct PaperVariant {
    QByteArray name; // "crash"
    QByteArray text; // what is different, a sentence
};

struct PaperResult {
    QByteArray experiment;
    QByteArray source; // section, table and figure
    QByteArray parameterName;
    QByteArray samplesName; // "lookups"
    std::vector<QByteArray> notes; // what a reader must know to compare, a sentence or two each
    std::vector<PaperVariant> variants;
    std::vector<PaperRow> rows;
    bool cancelled = false; // ended early: what was done of the last row is missing
};

struct PaperSettings {
    quint64 seed = 1;
    int lookups = 10'000; // for each row
    int nodesMost = 1 << 14; // path-length: the largest ring
    int nodesOnly = 0; // path-length: this ring and no other; 0: all up to nodesMost
    int draws = 100; // balance, virtual-nodes: rings drawn
    bool variants = true;
    // Told how far it is, 0..1; false ends it with the rows so far.
    std::function<bool(double)> progress = [](double) { return true; };
};

// Mean path length in ideal rings of 2^3 .. nodesMost nodes (TON, section VI-C and Fig. 10: half of log2 N).
PaperResult paperPathLength(const PaperSettings &settings);
// 1,000 nodes of which a fraction fails at once, no stabilization (TON, section VI-D and Table II).
PaperResult paperFailures(const PaperSettings &settings);
// About 1,000 nodes, joins and leaves at each rate, a lookup a second (TON, section VI-E and Table III).
PaperResult paperChurn(const PaperSettings &settings);
// 10^4 nodes, 5 * 10^5 keys (TON, section VI-B and Fig. 8).
PaperResult paperBalance(const PaperSettings &settings);
// 10^4 nodes of r virtual ones each, 10^6 keys (TON, section VI-B and Fig. 9).
PaperResult paperVirtualNodes(const PaperSettings &settings);

} // namespace sim
