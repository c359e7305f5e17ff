// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the user had closed before stays closed.

#include "window/start_layout.h"

#include <utility>

namespace monitor {

StartLayout::StartLayout(QMainWindow *window)
    : m_window(window)
{
}

void StartLayout::set(bool isStart)
{
    if (std::exchange(m_isStart, isStart) == isStart)
        return;
    if (isStart)
        m_hidden.hide(*m_window, m_bars);
    else
        m_hidden.showAgain();
}

} // namespace monitor
