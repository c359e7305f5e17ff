// SPDX-License-Identifier: GPL-3.0-or-later
//
// Counts of one second are the difference of two looks.

#include "sim/check/bounds_check.h"

namespace sim {

namespace {

template <typename Number>
void raise(Number &most, int &host, Number found, int foundAt)
{
    if (found <= most)
        return;
    most = found;
    host = foundAt;
}

} // namespace

void BoundsCheck::look()
{
    const bool secondIsOver = m_cluster.now() - m_since >= chord::usPerSecond;
    const double seconds = double(m_cluster.now() - m_since) / double(chord::usPerSecond);
    m_sent.resize(size_t(m_cluster.hostCount()));
    for (int host = 0; host < m_cluster.hostCount(); ++host) {
        const chord::Node *node = m_cluster.node(host);
        if (!node)
            continue;
        raise(m_most.nodeBytes, m_largest, qint64(node->memoryBytes()), host);
        if (m_cluster.state(host) == HostState::Up)
            raise(m_most.queued, m_fullest, qint64(m_cluster.queued(host)), host);
        if (!secondIsOver)
            continue;
        const Sent now{node->self().incarnation, node->counters().messagesSent};
        Sent &before = m_sent[size_t(host)];
        // (A restarted node with a disk is the same incarnation.)
        const bool isSameRun = before.incarnation == now.incarnation && before.messages <= now.messages;
        const quint64 sent = isSameRun ? now.messages - before.messages : now.messages;
        raise(m_most.messagesPerSecond, m_busiest, double(sent) / seconds, host);
        before = now;
    }
    if (secondIsOver)
        m_since = m_cluster.now();
}

std::vector<QByteArray> BoundsCheck::problems(const Bounds &bounds) const
{
    std::vector<QByteArray> problems;
    const auto compare = [&](int host, double most, double bound, const char *what) {
        if (bound > 0 && most > bound)
            problems.push_back(m_cluster.ref(host).address + ": " + QByteArray::number(most, 'f', 0) + what
                               + ", more than " + QByteArray::number(bound, 'f', 0));
    };
    compare(m_busiest, m_most.messagesPerSecond, bounds.messagesPerSecond, " messages sent in a second");
    compare(m_largest, double(m_most.nodeBytes), double(bounds.nodeBytes), " bytes taken");
    compare(m_fullest, double(m_most.queued), double(bounds.queued), " messages waiting for it");
    return problems;
}

} // namespace sim
