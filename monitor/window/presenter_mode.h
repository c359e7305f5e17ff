// SPDX-License-Identifier: GPL-3.0-or-later
//
// The stage, for a room that looks at a projector: the full screen, larger type, and nothing but the ring and what the
// window leaves there. Docks, bars and menus come back as they were. The ring view has a presenter style of its own.
#pragma once

#include "window/hidden_widgets.h"

class QFont;
class QMainWindow;

namespace monitor {

class PresenterMode {
public:
    // window outlives it.
    explicit PresenterMode(QMainWindow *window);

    void set(bool isPresenter);

private:
    void hideAround();
    void setFonts(bool isPresenter);
    void setDocks(const QFont &font);
    void scaleOwnFonts(double ratio);
    void setRowHeights(const QFont &font);

    QMainWindow *m_window;
    HiddenWidgets m_hidden;
};

} // namespace monitor
