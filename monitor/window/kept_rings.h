// SPDX-License-Identifier: GPL-3.0-or-later
//
// The local rings that were kept, on the start page and in the menu: reopened, or deleted with an offer to undo it.
#pragma once

#include <QObject>

class QAction;

namespace monitor {

class MessageBar;
class RingSession;
class StartPage;

class KeptRings : public QObject {
    Q_OBJECT
public:
    // All of them outlive this object. reopen: for the ring that was used last.
    KeptRings(RingSession *session, StartPage *page, MessageBar *messages, QAction *reopen, QObject *parent);

    void refresh();

private:
    void reopen(const QString &folder);
    void forget(const QString &folder);

    RingSession *m_session;
    StartPage *m_page;
    MessageBar *m_messages;
    QAction *m_reopen;
};

} // namespace monitor
