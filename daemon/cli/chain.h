// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ring as somebody outside sees it: asks each node for itself, follows its successor, and compares what neighbours
// say of each other. It does not trust /v1/ring for that, which is one node's account; only whether every range is
// served is taken from there.
#pragma once

#include "api/json.h"
#include "net/host_port.h"

#include <QString>

#include <vector>

namespace cli {

struct ChainLink {
    api::NodeDocument node;
    int bornId = 0; // as the original's interface tells it; 0: none was given

    // Alone, a node is its own successor.
    const api::NodeLabel &successor() const;
};

struct Chain {
    std::vector<ChainLink> links; // in the order of the walk
    std::vector<api::RangeEntry> ranges; // as /v1/ring of the first node has them
    std::vector<QString> problems; // sentences; none: the chain is whole

    bool isWhole() const { return problems.empty(); }
};

// Walks from start until it is there again or the way ends. timeoutMs is per request.
Chain walkChain(const net::HostPort &start, int timeoutMs);

// What is wrong with these links, apart from what kept the walk from going on: order on the ring, predecessors, states.
// (Zave 2017: an ideal ring is one ordered cycle in which predecessors mirror successors.)
std::vector<QString> linkProblems(const std::vector<ChainLink> &links);
// Why ranges are not served, a sentence for each that is not.
std::vector<QString> rangeProblems(const std::vector<api::RangeEntry> &ranges);

} // namespace cli
