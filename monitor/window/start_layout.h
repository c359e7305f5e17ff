// SPDX-License-Identifier: GPL-3.0-or-later
//
// While the start page shows, there is nothing for the docks and for the bars of keys and time to show: they are hidden
// and come back as they were with the first ring.
#pragma once

#include "window/hidden_widgets.h"

#include <QList>

class QMainWindow;
class QWidget;

namespace monitor {

class StartLayout {
public:
    explicit StartLayout(QMainWindow *window);

    // bars: hidden as well, besides all docks.
    void setBars(const QList<QWidget *> &bars) { m_bars = bars; }
    void set(bool isStart);
    bool isSet() const { return m_isStart; }

private:
    QMainWindow *m_window;
    QList<QWidget *> m_bars;
    HiddenWidgets m_hidden;
    bool m_isStart = false;
};

} // namespace monitor
