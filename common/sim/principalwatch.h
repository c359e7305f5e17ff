// SPDX-License-Identifier: GPL-3.0-or-later
//
// Over time: once a principal, always a principal (ringcheck.h), for as long as the node runs. Two things are perfect
// in Zave's model and not in ours. Questions are answered at once there; here an answer is as old as its way was long,
// and a list made from it may skip a principal until it is made anew, and so may the lists copied from that one, one
// place further back each: that has to be over within a time. And dead is dead there; here a node that somebody took
// for dead (a pause, lost messages) may be left out until that is forgotten, and must then become a principal again
// like any newcomer. Where all that a member knew of is gone, everything begins anew.
#pragma once

#include "sim/ringcheck.h"

#include "chord/config.h"
#include "chord/record.h"

#include <map>

namespace sim {

using chord::Time;

class PrincipalWatch {
public:
    explicit PrincipalWatch(const chord::Config &config);

    // Somebody takes this node for dead from now on.
    void doubted(const chord::NodeRef &node, Time now);
    // The ring as it is now; to be called whenever it has changed. A principal that has been less for too long without
    // being doubted, as a sentence; empty if there is none.
    QByteArray look(const RingPicture &picture, Time now);

private:
    struct Lost {
        chord::NodeRef node;
        Time since = 0;
        QByteArray by; // whose list skipped it
    };

    // A principal that was left out is back by then: a newcomer that a stale answer led too far ahead finds back by one
    // member a round, and then one place of the lists copied from its own is put right in each.
    Time repairMax(size_t members) const;

    Time m_roundMax; // of stabilization
    Time m_doubtMax; // whoever was taken for dead is named again by then
    Time m_detectionMax; // to find out that a node has just died
    int m_listLength;
    std::vector<chord::NodeRef> m_principals;
    std::map<quint64, Lost> m_lost; // by incarnation
    std::map<quint64, Time> m_doubts; // by incarnation; when they end
};

} // namespace sim
