// SPDX-License-Identifier: GPL-3.0-or-later
//
// Work that takes a millisecond or more, one piece in each turn of the event loop: however many clients ask for it at
// once, everything else that a node does waits for one piece only.

#pragma once

#include <QTimer>

#include <deque>
#include <functional>

namespace rest {

class TurnQueue {
public:
    TurnQueue();

    // Calls piece from the event loop, after those that were added before.
    void add(std::function<void()> piece);

private:
    void runFirst();

    std::deque<std::function<void()>> m_pieces;
    QTimer m_turn; // Qt carries posted calls that post calls out within one turn, hence a timer
};

} // namespace rest
