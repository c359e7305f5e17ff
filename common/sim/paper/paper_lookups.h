// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the paper's experiments with lookups share: its set-up, who is a member at the moment, and lookups that are
// judged when they end.
#pragma once

#include "sim/cluster.h"
#include "sim/paper/paper_experiments.h"

#include <map>
#include <vector>

namespace sim {

inline constexpr int paperNodes = 1000;
inline constexpr int paperListLength = 20;

// The paper's delays and timeouts, nothing stored, no maintenance, and a lookup that learns of a dead peer keeps it to
// itself: in the paper lookups are independent.
ClusterSettings paperCluster(quint64 seed, int successorListLength);

// The nodes that serve, in the order of the ring, kept up to date from construction on.
class Members : public Listener {
public:
    explicit Members(Cluster &cluster);

    void touched(int host) override;

    size_t count() const { return m_ring.size(); }
    // The member whose identifier is the first at or behind this one; there must be a member.
    int ownerOf(const chord::Id &id) const;
    int predecessorOf(const chord::Id &id) const;
    int draw(Random &random) const { return m_ring[random.below(m_ring.size())].second; }
    // Is called after a node came or went.
    void setChanged(std::function<void()> changed) { m_changed = std::move(changed); }

private:
    size_t placeOf(const chord::Id &id) const;

    Cluster &m_cluster;
    std::vector<std::pair<chord::Id, int>> m_ring;
    std::vector<bool> m_isMember; // by host
    std::function<void()> m_changed;
};

// What lookups came to, perhaps in several rings.
struct LookupSamples {
    // Nodes that were asked the way and answered, without the one that asks and without the owner, which only confirms
    // that it is alive. The paper's pseudocode (TON, Fig. 5) sends a node that owns the key once around the ring; ours
    // sees it at once, and that path is then counted along the routing tables.
    std::vector<double> pathLengths;
    std::vector<double> shortcutLengths; // the same with 0 for a node that owns the key, as it is
    // Nodes that did not answer: on the way, and the key's own successor. Those that are tried in its place count in
    // allTimeouts only: our lookups end when the owner itself has answered, which is more than the paper asks.
    std::vector<double> timeouts;
    std::vector<double> allTimeouts;
    // 0 or 10,000 for each lookup, so that the mean is the failures of 10,000. A lookup has failed if it ends at a node
    // that was at no moment of it the key's owner; then it is in none of the lists above.
    std::vector<double> failures;
};

// Lookups of random keys from random members.
class Lookups {
public:
    Lookups(Cluster &cluster, quint64 seed, LookupSamples &samples);
    Q_DISABLE_COPY_MOVE(Lookups)

    void begin();
    // Waits for what is in progress.
    void finish();
    // This many, spread over virtual time, and waits for them. Ends early and returns false if goOn(share done) does.
    bool run(int count, const std::function<bool(double)> &goOn);

    const Members &members() const { return m_members; }

private:
    struct UnderWay {
        chord::Id target;
        std::vector<int> owners; // since it began
    };
    void ended(quint64 number, int host, const chord::OperationResult *result);
    void count(int host, int owner, const chord::LookupResult &result);
    int stepsAround(int host) const;

    Cluster &m_cluster;
    LookupSamples &m_samples;
    Members m_members;
    Random m_random;
    std::map<quint64, UnderWay> m_underWay;
    quint64 m_begun = 0;
};

enum class Placement : quint8 {
    Hashed, // identifiers as SHA-1 gives them; others for each draw
    Even, // at equal distances
};

// This many hosts in a ring with all pointers right, their first greetings over.
void startIdealRing(Cluster &cluster, int nodes, Placement placement = Placement::Hashed, quint64 draw = 0);

} // namespace sim
