// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much each node has to do, compared with the busiest: for colours that show imbalance.
#pragma once

#include "model/ring_snapshot.h"

#include <QMap>

namespace monitor {

enum class Colouring : quint8 {
    ByNode, // each its own
    ByKeys, // that it leads
    ByLoad, // messages received and operations begun, a second
};

class NodeLoad {
public:
    // Rates come from the counters of successive answers of a node.
    void observe(const RingSnapshot &ring);
    // By address, from 0 to 1, in steps, so that small changes change no picture; empty for ByNode.
    QMap<QByteArray, double> parts(const RingSnapshot &ring, Colouring colouring) const;

private:
    struct Seen {
        qint64 atMs = 0;
        quint64 count = 0;
        double perSecond = 0;
    };
    QMap<QByteArray, Seen> m_seen; // by address
};

} // namespace monitor
