// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whether the ring is consistent, judged from what its nodes said at slightly different times: while nodes join and
// leave, a pointer may look wrong for one poll interval.
#pragma once

#include "model/names.h"
#include "model/ring_snapshot.h"

#include <QCoreApplication>

namespace monitor {

class RingDiagnosis {
    Q_DECLARE_TR_FUNCTIONS(monitor::RingDiagnosis)
public:
    static constexpr int problemsMax = 12; // of more only the number is given

    // Fills in chainWhole, ranges and problems from the snapshot's nodes. A ring without live nodes is not whole.
    static void judge(RingSnapshot &snapshot);

private:
    explicit RingDiagnosis(RingSnapshot &snapshot);
    void checkChain();
    void checkRanges();
    void checkSilent();
    void checkRings();
    std::vector<std::vector<const NodeView *>> rings() const;
    void tell();
    QString name(const chord::Id &id) const { return m_names.node(id); }

    RingSnapshot &m_snapshot;
    Names m_names;
    std::vector<const NodeView *> m_members; // neither joining nor dead
    std::vector<QString> m_problems;
};

} // namespace monitor
