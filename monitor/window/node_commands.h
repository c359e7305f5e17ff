// SPDX-License-Identifier: GPL-3.0-or-later
//
// The actions on nodes: those that need another word from the user ask for it, the others begin at once.
#pragma once

#include <QObject>

class QWidget;

namespace monitor {

class ActionRunner;
class Actions;
class MessageBar;
class RingSession;

class NodeCommands : public QObject {
    Q_OBJECT
public:
    // All of them outlive the commands; window: of dialogs and menus.
    NodeCommands(RingSession *session, ActionRunner *runner, const Actions &actions, MessageBar *messages,
                 QWidget *window);

    // For what is selected.
    void showMenu(const QPoint &place);
    void showLog(const QByteArray &address);

private:
    void connectActions();
    void joinAt();
    void cutLink();
    void copyIdentifier(); // of a node or key

    RingSession *m_session;
    ActionRunner *m_runner;
    const Actions &m_actions;
    MessageBar *m_messages;
    QWidget *m_window;
};

} // namespace monitor
