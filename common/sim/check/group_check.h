// SPDX-License-Identifier: GPL-3.0-or-later
//
// What groups did during a run: who led them under which ballot, which voters served which range last, and which ranges
// were recorded as lost. From that follows what may be excused: a range whose voters are gone, a majority of them at
// least, is not served until it is recovered, and what it held may then be lost. Nothing else is excused.
#pragma once

#include "chord/messages.h"
#include "sim/history.h"

#include <map>
#include <vector>

namespace sim {

class Cluster;

class GroupCheck {
public:
    // Both outlive it.
    GroupCheck(const Cluster &cluster, const History &history);

    // The node of this host may have changed, and serves these ranges now. What is wrong, as a sentence: a ballot has
    // two leaders, or one that came back to it.
    QByteArray touched(int host, const std::vector<chord::Range> &served);
    // The node of this host says that this range was recovered, or taken in empty, with a loss. A sentence if a part of
    // it is living.
    QByteArray recordedLoss(int host, const chord::Range &range);
    // The node of this host ends. If no other node votes in any group, all data is gone, and no node is there to record
    // it. A sentence if the node has left while a group counts on it, though others stay.
    QByteArray ending(int host);

    // Up to which moment the history of this key counts: until its range was recorded as lost; noMoment: to its end.
    Moment countsUntil(int key) const;
    // The keys that were read or written and are in a range that was recorded as lost.
    size_t lostKeys() const;
    // The first place in this range that has a majority of the voters of its group, so that it should be served;
    // nothing if there is none.
    std::optional<chord::Id> livingPlace(const chord::Range &range) const;
    // A majority of the voters that served this place last is there, and also of those of each later configuration that
    // one of them has accepted.
    bool isLiving(const chord::Id &place) const;

private:
    // Ranges change; the last that was served at a place counts, and where none was, the last that had a leader.
    struct Served {
        chord::Range range;
        chord::GroupId group = 0;
        quint64 version = 0;
        std::vector<chord::NodeRef> voters;
    };
    struct Loss {
        chord::Range range;
        Moment at = 0;
    };
    struct Look {
        quint64 state = 0;
        std::map<chord::GroupId, chord::Ballot> led;
    };

    QByteArray noteLeads(Look &look, const chord::NodeRef &self, const std::vector<chord::GroupView> &views);
    void noteLed(const std::vector<chord::GroupView> &views, const chord::NodeRef &self,
                 const std::vector<chord::Range> &served);
    // Has a majority of its voters accepted this configuration, or a later one?
    bool isChosen(const chord::GroupView &proposed) const;
    const Served *servedLast(const chord::Id &place) const;
    bool hasMajority(const std::vector<chord::NodeRef> &voters) const;
    std::vector<chord::Id> places(const chord::Range &range) const;

    const Cluster &m_cluster;
    const History &m_history;
    std::vector<Look> m_looks; // by host
    std::map<std::pair<chord::GroupId, chord::Ballot>, bool> m_ballots; // that had a leader: has it ended?
    std::vector<Served> m_served; // the latest last
    std::vector<Loss> m_losses;
    bool m_allLost = false; // the last node that voted has ended: only what is served from then on lives
};

} // namespace sim
