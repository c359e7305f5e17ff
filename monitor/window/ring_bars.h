// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bars above the ring about rings that are not shown: one that is being opened while another one is, with Cancel, and
// the parked ones, with Return and Stop. They stay until it is over. Another bar tells which keys are lost when the
// program ends, before it does.
#pragma once

#include <QObject>
#include <QString>

#include <set>

namespace monitor {

class MessageBar;
class RingSession;

class RingBars : public QObject {
    Q_OBJECT
public:
    // Both outlive the bars.
    RingBars(RingSession *session, MessageBar *messages, QObject *parent = nullptr);

    void refresh();
    void showOpening(const QString &text);
    // True if keys of local rings would be lost: then a bar says so. False if there are none, or it has been said.
    bool warnsBeforeQuit();

    static QString subjectOf(int parkedNumber);

Q_SIGNALS:
    void quitRequested();

private:
    quint64 keysAtRisk() const;

    RingSession *m_session;
    MessageBar *m_messages;
    bool m_isQuitConfirmed = false;
    std::set<QString> m_shown; // subjects of parked rings
};

} // namespace monitor
