// SPDX-License-Identifier: GPL-3.0-or-later
//
// All checkers over one run: those that look after every event, those that look at the quiet end, and the histories.
// Remembers the first few violations, with the time at which they were seen.
//
// Where nodes on one machine are left in parts of which none has ever heard another, each part proves all the others it
// knows gone, and recovers their ranges as it should: from then on only pointers and costs are judged. Elsewhere
// nothing is recovered without an operator.
#pragma once

#include "sim/check/acquaintances.h"
#include "sim/check/bounds_check.h"
#include "sim/check/group_check.h"
#include "sim/check/ring_check.h"
#include "sim/check/serving_check.h"
#include "sim/cluster.h"
#include "sim/history.h"

namespace sim {

struct Violation {
    // "ring", "serving", "leaders", "loss", "leaving", "history", "watches", "listing", "settling", "bounds"
    QByteArray checker;
    Time at = 0;
    QByteArray text;
};

class Judge : public Listener {
public:
    Judge(Cluster &cluster, const History &history);

    void arriving(int from, int to, const chord::Message &message) override;
    void touched(int host) override;
    void failing(int host) override;
    void pausing(int host) override;
    void happened(int host, const chord::Event &event) override;

    // To be called often.
    void look() { m_bounds.look(); }
    // Once all faults are over: is everything as it should be in the end? What is not is remembered until the next
    // call.
    bool isSettled();
    // The last reads, begun after that, have ended or are given up: those not answered are named by their keys.
    void unanswered(const std::vector<int> &keys);
    // Is its range one that can be served in the end?
    bool isLiving(int key);
    // What the checker of watchers has found.
    void noteWatchProblems(const std::vector<QByteArray> &problems);
    // At the end of a run: the histories, what was not settled at the last look, and the bounds.
    void conclude(const Bounds &bounds);

    bool failed() const { return !m_violations.empty(); }
    const std::vector<Violation> &violations() const { return m_violations; }
    // Keys in ranges that were recovered with a loss.
    size_t lostKeys() const { return m_groups.lostKeys(); }
    const Costs &costs() const { return m_bounds.most(); }

private:
    void report(const char *checker, const QByteArray &text);
    void checkRing(int host);
    void checkHistories();
    Problems unsettled();

    Cluster &m_cluster;
    const History &m_history;
    ServingCheck m_serving;
    GroupCheck m_groups;
    Acquaintances m_acquaintances;
    BoundsCheck m_bounds;
    std::vector<Violation> m_violations;
    std::vector<quint64> m_routing; // by host: which state of its successor list was looked at
    bool m_onlyJoins = true; // so far: nodes have joined, and done nothing else
    Problems m_unsettled;
    bool m_isParted = false;
};

} // namespace sim
