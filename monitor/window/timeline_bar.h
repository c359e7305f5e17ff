// SPDX-License-Identifier: GPL-3.0-or-later
//
// The timeline has the line above the status bar to itself. In the past of a live ring, a button leads back.
#pragma once

#include "window/tool_bar.h"

namespace monitor {

class Actions;
class RingSession;
class Timeline;

class TimelineBar : public ToolBar {
    Q_OBJECT
public:
    TimelineBar(RingSession *session, Timeline *timeline, const Actions &actions, QWidget *parent);

    void refresh();
    // Nothing happens where time cannot be moved.
    void seek(qint64 atMs);
    // The same; of a live ring, its recording is replayed from there.
    void enterPast(qint64 atMs);

private:
    RingSession *m_session;
    Timeline *m_timeline;
    QAction *m_back; // the place of the button
};

} // namespace monitor
