// SPDX-License-Identifier: GPL-3.0-or-later
//
// What may be lost? An acknowledged write survives every crash that leaves one of its holders alive. A crash (or a
// pause, which looks like one) that takes the last running holder of what a client was told excuses the key: its
// history is judged only up to that moment. Every other loss is a violation, and the judge of histories finds it.
#pragma once

#include "sim/cluster.h"
#include "sim/history.h"

#include <map>

namespace sim {

class LossWatch : public Listener {
public:
    // Both outlive it.
    LossWatch(const Cluster &cluster, const History &history);

    void failing(int host) override;
    void pausing(int host) override;
    // An answer is about to be written down: if its holders have all gone while it was on its way, it is excused.
    void answering(const Operation &operation);

    // Up to which moment the history of this key counts; noMoment: to its end.
    Moment countsUntil(int key) const;
    const std::map<int, Moment> &excused() const { return m_excused; }

private:
    void excuseWithout(int host);
    bool isCutOff(int host, int without) const;
    bool survives(int key, const History::Confirmed &confirmed, int without) const;

    const Cluster &m_cluster;
    const History &m_history;
    std::map<int, Moment> m_excused; // by key
};

} // namespace sim
