// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the user had closed before is in no list.

#include "window/hidden_widgets.h"

#include <QDockWidget>
#include <QMainWindow>

#include <utility>

namespace monitor {

void HiddenWidgets::hide(const QMainWindow &window, const QList<QWidget *> &others)
{
    QList<QWidget *> widgets = others;
    for (QWidget *dock : window.findChildren<QDockWidget *>(Qt::FindDirectChildrenOnly))
        widgets << dock;
    for (QWidget *widget : widgets) {
        if (widget->isHidden())
            continue;
        widget->hide();
        m_widgets << widget;
    }
}

void HiddenWidgets::showAgain()
{
    for (QWidget *widget : std::exchange(m_widgets, {}))
        widget->show();
}

} // namespace monitor
