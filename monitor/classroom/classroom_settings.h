// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which ring the classroom shows, as a value: together with what is done to it, it makes the whole run. Messages take a
// visible part of a second and the protocol's periods are a few seconds, so that they can be followed in real time.
#pragma once

#include "chord/id.h"
#include "sim/cluster.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>

#include <vector>

namespace monitor {

struct ClassroomSettings {
    Q_DECLARE_TR_FUNCTIONS(monitor::ClassroomSettings)
public:
    static constexpr int nodesMax = 2000; // joined later included
    static constexpr int keysMax = 100'000;
    static constexpr int delayMsMax = 500;

    quint64 seed = 1;
    int idBits = 6;
    int replicas = 3;
    int successorListLength = 4;
    int delayMs = 200; // of a message, one way
    std::vector<chord::Id> nodes; // members in the beginning, with correct pointers
    std::vector<QByteArray> keys; // stored in the beginning
    QString name; // for the window's title; empty: says how many nodes

    // The example of the Chord paper (TON, Fig. 2 and 3): m = 6, nodes 1 8 14 21 32 38 42 48 51 56, keys 10 24 30
    // 38 54.
    static ClassroomSettings textbook();
    // Nodes with random identifiers (fewer if there are not enough identifiers), and keys "key 1", "key 2", ….
    static ClassroomSettings random(int nodes, int idBits, quint64 seed, int keys = 0);

    // What is wrong, as a sentence for the user; empty if nothing is.
    QString problem() const;
    // For these settings without problem().
    sim::ClusterSettings cluster() const;
};

// The key of the textbook ring that has this identifier (keys are hashed, so that K54 is a word that hashes to 54);
// empty if there is none.
QByteArray textbookKey(const chord::Id &id);

} // namespace monitor
