// SPDX-License-Identifier: GPL-3.0-or-later
//
// A piece may add others.

#include "rest/turn_queue.h"

namespace rest {

TurnQueue::TurnQueue()
{
    m_turn.setInterval(0);
    QObject::connect(&m_turn, &QTimer::timeout, &m_turn, [this] { runFirst(); });
}

void TurnQueue::add(std::function<void()> piece)
{
    m_pieces.push_back(std::move(piece));
    if (!m_turn.isActive())
        m_turn.start();
}

void TurnQueue::runFirst()
{
    const std::function<void()> piece = std::move(m_pieces.front());
    m_pieces.pop_front();
    if (m_pieces.empty())
        m_turn.stop();
    piece();
}

} // namespace rest
