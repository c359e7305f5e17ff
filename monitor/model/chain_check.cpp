// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each live node is compared with the live nodes next to it.

#include "model/chain_check.h"

#include "chord/ring_pointers.h"
#include "model/names.h"

#include <QCoreApplication>

namespace monitor {

namespace {

// A node that does not answer is no member here, so that a pointer to it is a problem.
chord::Membership membershipOf(const NodeView &node)
{
    if (node.condition == NodeCondition::Alive || node.condition == NodeCondition::Leaving)
        return chord::Membership::Member;
    return node.condition == NodeCondition::Joining ? chord::Membership::Unsure : chord::Membership::Gone;
}

class ChainCheck {
    Q_DECLARE_TR_FUNCTIONS(monitor::ChainCheck)
public:
    explicit ChainCheck(const RingSnapshot &ring)
        : m_ring(ring)
        , m_names(ring)
    {
    }

    std::vector<QString> problems() const
    {
        std::vector<QString> out;
        for (size_t i = 0; i < m_ring.nodes.size(); ++i) {
            if (membershipOf(m_ring.nodes[i]) != chord::Membership::Member)
                continue;
            const QString successor = successorProblem(i);
            if (!successor.isEmpty())
                out.push_back(successor);
            const QString predecessor = predecessorProblem(i);
            if (!predecessor.isEmpty())
                out.push_back(predecessor);
        }
        return out;
    }

private:
    chord::PointerJudgement judge(chord::RingDirection direction, size_t place, const chord::Id &pointer) const
    {
        return chord::judgePointer(
            direction, m_ring.nodes.size(), place, pointer,
            [this](size_t other) { return m_ring.nodes[other].self.id; },
            [this](size_t other) { return membershipOf(m_ring.nodes[other]); });
    }

    QString successorProblem(size_t place) const
    {
        const NodeView &node = m_ring.nodes[place];
        const Peer successor = node.successors.empty() ? node.self : node.successors.front();
        const chord::PointerJudgement judgement = judge(chord::RingDirection::Successor, place, successor.id);
        if (judgement.isRight)
            return {};
        const QString self = m_names.node(node.self);
        const QString due = m_names.node(m_ring.nodes[judgement.due].self);
        if (successor.id == node.self.id)
            return tr("%1 knows no successor; it should be %2.").arg(self, due);
        return tr("The successor of %1 is %2, but should be %3.").arg(self, m_names.node(successor), due);
    }

    QString predecessorProblem(size_t place) const
    {
        const NodeView &node = m_ring.nodes[place];
        // A lone node need not know that it is its own.
        const chord::Id pointer = node.predecessor ? node.predecessor->id : node.self.id;
        const chord::PointerJudgement judgement = judge(chord::RingDirection::Predecessor, place, pointer);
        if (judgement.isRight)
            return {};
        const QString self = m_names.node(node.self);
        const QString due = m_names.node(m_ring.nodes[judgement.due].self);
        if (!node.predecessor)
            return tr("%1 knows no predecessor; it should be %2.").arg(self, due);
        return tr("The predecessor of %1 is %2, but should be %3.").arg(self, m_names.node(*node.predecessor), due);
    }

    const RingSnapshot &m_ring;
    Names m_names;
};

} // namespace

std::vector<QString> chainProblems(const RingSnapshot &ring)
{
    return ChainCheck(ring).problems();
}

} // namespace monitor
