// SPDX-License-Identifier: GPL-3.0-or-later
//
// All checkers over one run: those that look after every event, those that look at the quiet end, and the histories.
// Remembers the first few violations, with the time at which they were seen.
#pragma once

#include "sim/cluster.h"
#include "sim/history.h"
#include "sim/losscheck.h"
#include "sim/ringcheck.h"

namespace sim {

struct Violation {
    QByteArray checker; // "ring", "ownership", "history", "ideal ring", "placement", "bounds"
    Time at = 0;
    QByteArray text;
};

// What no node may exceed in a run. 0: not checked.
struct Bounds {
    double messagesPerSecond = 0; // sent by a node, on average over the run
    size_t nodeBytes = 0; // at the end
    size_t underWay = 0; // messages on their way at once, in the whole cluster
};

class Judge : public Listener {
public:
    Judge(Cluster &cluster, const History &history);

    void started(int host) override;
    void touched(int host) override;
    void failing(int host) override;
    void pausing(int host) override;
    void happened(int host, const chord::Event &event) override;
    void answering(const Operation &operation) { m_losses.answering(operation); }

    // Once changes have stopped: is there anything that is not yet as it should be in the end?
    Problems unsettled() const;
    // At the end of a run: the histories, what unsettled() still says, and the bounds.
    void conclude(const Bounds &bounds);

    bool failed() const { return !m_violations.empty(); }
    const std::vector<Violation> &violations() const { return m_violations; }
    // Keys whose last holder was crashed, so that nothing was promised about them any more.
    size_t excusedKeys() const { return m_losses.excused().size(); }
    // Times that a crash left the ring in a state the invariant excludes, so that the protocol had to be lucky.
    int ringsBroken() const { return m_ringsBroken; }

private:
    void report(const char *checker, const QByteArray &text);
    void checkRing(bool afterFailure);
    void checkOwnership();
    void checkBounds(const Bounds &bounds);
    bool routingChanged(int host);

    Cluster &m_cluster;
    const History &m_history;
    LossWatch m_losses;
    std::vector<Violation> m_violations;
    std::vector<quint64> m_routing; // by host: a digest of its successor list
    std::vector<Time> m_startedAt; // by host
    bool m_failing = false; // a node is being taken away just now
    bool m_ringBroken = false; // by a crash; it counts again once it is whole
    int m_ringsBroken = 0;
};

} // namespace sim
