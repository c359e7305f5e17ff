// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Chord paper's experiments (Stoica et al., IEEE/ACM Transactions on Networking 11(1), 2003: TON), run with this
// project's protocol code and the paper's set-up: iterative lookups, packets with an exponential delay of 50 ms on
// average, a timeout of 500 ms, stabilization every 15 to 45 s, successor lists of 20. Each row has the paper's figures
// beside ours.
#pragma once

#include <QByteArray>

#include <functional>
#include <optional>
#include <vector>

namespace sim {

struct Statistic {
    double mean = 0;
    std::optional<double> p1; // percentiles
    std::optional<double> p99;
};

struct PaperFigures {
    std::optional<Statistic> pathLength; // nodes that were asked the way
    std::optional<Statistic> timeouts; // per lookup
    std::optional<double> failuresPer10k; // lookups that did not end at the key's owner
    std::optional<Statistic> load; // keys a node, as multiples of the mean; p99 the 99th percentile
    std::optional<double> loadMost; // of the fullest node
};

struct PaperRow {
    QByteArray parameter; // "0.1", "1024"
    PaperFigures paper;
    PaperFigures measured;
    size_t samples = 0; // lookups, or nodes
};

struct PaperResult {
    QByteArray experiment;
    QByteArray source; // section, table and figure
    QByteArray parameterName;
    std::vector<PaperRow> rows;
    bool cancelled = false;
};

struct PaperSettings {
    quint64 seed = 1;
    int lookups = 10'000; // for each row
    int nodesMost = 1 << 14; // of path-length
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

} // namespace sim
