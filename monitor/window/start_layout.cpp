// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the user had closed before stays closed.

#include "window/start_layout.h"

#include <QDockWidget>
#include <QMainWindow>

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
    if (!isStart) {
        for (QWidget *widget : std::exchange(m_hidden, {}))
            widget->show();
        return;
    }
    QList<QWidget *> around = m_bars;
    for (QWidget *dock : m_window->findChildren<QDockWidget *>(Qt::FindDirectChildrenOnly))
        around << dock;
    for (QWidget *widget : around) {
        if (widget->isHidden())
            continue;
        widget->hide();
        m_hidden << widget;
    }
}

} // namespace monitor
