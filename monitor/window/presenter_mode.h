// SPDX-License-Identifier: GPL-3.0-or-later
//
// Larger type in all of a window, and the full screen, for a room that looks at a projector. The ring view has a
// presenter style of its own.
#pragma once

class QFont;
class QMainWindow;

namespace monitor {

class PresenterMode {
public:
    // window outlives it.
    explicit PresenterMode(QMainWindow *window);

    void set(bool isPresenter);

private:
    void setDocks(const QFont &font);
    void scaleOwnFonts(double ratio);
    void setRowHeights(const QFont &font);

    QMainWindow *m_window;
};

} // namespace monitor
