// SPDX-License-Identifier: GPL-3.0-or-later
//
// All checkers over one run: those that look after every event, those that look at the quiet end, and the histories.
// Remembers the first few violations, with the time at which they were seen.
#pragma once

#include "sim/boundscheck.h"
#include "sim/cluster.h"
#include "sim/history.h"
#include "sim/losscheck.h"
#include "sim/ownershipcheck.h"
#include "sim/principalwatch.h"
#include "sim/ringcheck.h"

namespace sim {

struct Violation {
    QByteArray checker; // "ring", "ownership", "history", "settling", "bounds"
    Time at = 0;
    QByteArray text;
};

// What a run is judged by.
enum class Promises : quint8 {
    All,
    // Only what must hold under network partitions too, in which the store promises nothing: successor lists in order,
    // and the bounds. Whether the ring is one is counted.
    Ring,
};

class Judge : public Listener {
public:
    Judge(Cluster &cluster, const History &history, Promises promises);

    void touched(int host) override;
    void failing(int host) override;
    void pausing(int host) override;
    void resuming(int host) override;
    void happened(int host, const chord::Event &event) override;
    void answering(const Operation &operation) { m_losses.answering(operation); }

    // To be called often.
    void look() { m_costs.look(); }
    // Once changes have stopped: is there anything that is not yet as it should be in the end?
    Problems unsettled() const;
    // At the end of a run: the histories, what unsettled() still says, and the bounds.
    void conclude(const Bounds &bounds);

    bool failed() const { return !m_violations.empty(); }
    const std::vector<Violation> &violations() const { return m_violations; }
    // Keys whose last holder was crashed, so that nothing was promised about them any more.
    size_t excusedKeys() const { return m_losses.excused().size(); }
    // Times that a failure left the ring in a state the invariant excludes. Zave assumes that no failure does; after
    // one that did, the protocol has to be lucky, and nothing but the bounds is judged any more.
    int ringsBroken() const { return m_ringsBroken; }
    const Costs &costs() const { return m_costs.most(); }

private:
    void report(const char *checker, const QByteArray &text);
    void checkRing();
    Time noticeTime() const;
    bool isAllThatSomebodyKnows(int leaving) const;
    void checkHistories();
    void checkOwnership(int host);
    void checkBounds(const Bounds &bounds);
    bool routingChanged(int host);

    Cluster &m_cluster;
    const History &m_history;
    const Promises m_promises;
    LossWatch m_losses;
    OwnershipWatch m_ownership;
    PrincipalWatch m_principals;
    CostWatch m_costs;
    std::vector<Violation> m_violations;
    std::vector<quint64> m_routing; // by host: a digest of its successor list
    bool m_failing = false; // a node is being taken away just now
    Time m_answersUntil = -1; // what a node sent before it crashed may arrive until then
    Time m_noticedBy = -1; // lists have been put right after the last that crashed or left
    int m_paused = 0; // hosts
    bool m_ringBroken = false; // it counts again once it is whole
    int m_ringsBroken = 0;
};

} // namespace sim
