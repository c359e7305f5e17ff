// SPDX-License-Identifier: GPL-3.0-or-later
//
// Widgets of a window that are hidden for a while; those that were hidden already stay so.
#pragma once

#include <QList>

class QMainWindow;
class QWidget;

namespace monitor {

class HiddenWidgets {
public:
    // These, and all docks of the window.
    void hide(const QMainWindow &window, const QList<QWidget *> &others);
    void showAgain();

private:
    QList<QWidget *> m_widgets;
};

} // namespace monitor
