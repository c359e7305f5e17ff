// SPDX-License-Identifier: GPL-3.0-or-later
//
// Play, step and speed, for a source whose time can be stopped; hidden for others.
#pragma once

#include "window/tool_bar.h"

class QComboBox;

namespace monitor {

class Actions;
class Playback;
class RingSession;

class PlayBar : public ToolBar {
    Q_OBJECT
public:
    // Connects the actions; session and actions outlive the bar.
    PlayBar(RingSession *session, const Actions &actions, QWidget *parent);

    void refresh();
    // On the stage, the buttons stand elsewhere.
    void setOnStage(bool isOnStage);

private:
    void makeSpeeds();
    Playback *playback() const;

    RingSession *m_session;
    const Actions &m_actions;
    QComboBox *m_speed;
    bool m_isOnStage = false;
};

} // namespace monitor
