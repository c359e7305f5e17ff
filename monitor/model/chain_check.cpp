// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each live node is compared with the live nodes next to it.

#include "model/chain_check.h"

#include "model/names.h"

#include <QCoreApplication>

namespace monitor {

namespace {

class ChainCheck {
    Q_DECLARE_TR_FUNCTIONS(monitor::ChainCheck)
public:
    explicit ChainCheck(const RingSnapshot &ring)
        : m_ring(ring)
        , m_names(ring)
    {
        for (const NodeView &node : ring.nodes) {
            if (node.condition == NodeCondition::Alive || node.condition == NodeCondition::Leaving)
                m_live.push_back(&node);
        }
    }

    std::vector<QString> problems() const
    {
        std::vector<QString> out;
        for (size_t i = 0; i < m_live.size(); ++i) {
            const NodeView &node = *m_live[i];
            const NodeView &next = *m_live[(i + 1) % m_live.size()];
            const NodeView &previous = *m_live[(i + m_live.size() - 1) % m_live.size()];
            const QString successor = successorProblem(node, next);
            if (!successor.isEmpty())
                out.push_back(successor);
            const QString predecessor = predecessorProblem(node, previous);
            if (!predecessor.isEmpty())
                out.push_back(predecessor);
        }
        return out;
    }

private:
    QString successorProblem(const NodeView &node, const NodeView &next) const
    {
        const Peer successor = node.successors.empty() ? node.self : node.successors.front();
        if (successor.id == next.self.id || isJoiningBetween(node, successor, next))
            return {};
        const QString self = m_names.node(node.self);
        if (successor.id == node.self.id)
            return tr("%1 knows no successor; it should be %2.").arg(self, m_names.node(next.self));
        return tr("The successor of %1 is %2, but should be %3.")
            .arg(self, m_names.node(successor), m_names.node(next.self));
    }

    QString predecessorProblem(const NodeView &node, const NodeView &previous) const
    {
        const QString self = m_names.node(node.self);
        const bool isAlone = previous.self.id == node.self.id;
        if (!node.predecessor && isAlone)
            return {};
        if (!node.predecessor)
            return tr("%1 knows no predecessor; it should be %2.").arg(self, m_names.node(previous.self));
        if (node.predecessor->id == previous.self.id || isJoiningBetween(previous, *node.predecessor, node))
            return {};
        return tr("The predecessor of %1 is %2, but should be %3.")
            .arg(self, m_names.node(*node.predecessor), m_names.node(previous.self));
    }

    bool isJoiningBetween(const NodeView &from, const Peer &node, const NodeView &to) const
    {
        const int index = m_ring.indexOf(node.id);
        return index >= 0 && m_ring.nodes[size_t(index)].condition == NodeCondition::Joining
            && chord::between(from.self.id, node.id, to.self.id);
    }

    const RingSnapshot &m_ring;
    Names m_names;
    std::vector<const NodeView *> m_live;
};

} // namespace

std::vector<QString> chainProblems(const RingSnapshot &ring)
{
    return ChainCheck(ring).problems();
}

} // namespace monitor
