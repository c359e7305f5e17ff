// SPDX-License-Identifier: GPL-3.0-or-later
//
// A desktop notification when the health of a live ring changes while the user looks elsewhere. What lasts only a
// moment is not told.
#pragma once

#include "model/ring_health.h"

#include <QObject>
#include <QTimer>

class QSystemTrayIcon;
class QWidget;

namespace monitor {

class RingSession;

class HealthNotifier : public QObject {
    Q_OBJECT
public:
    static constexpr int settlesMs = 1500; // so long a change must last

    // Both outlive it; window: while it is active, nothing is shown.
    HealthNotifier(RingSession *session, QWidget *window);

Q_SIGNALS:
    void changed(const QString &title, const QString &text);

private:
    void follow();
    void tell();
    void show(const QString &title, const QString &text);

    RingSession *m_session;
    QWidget *m_window;
    RingHealth::State m_told = RingHealth::State::Unknown;
    QTimer m_settling;
    QSystemTrayIcon *m_tray = nullptr; // made when it is needed
};

} // namespace monitor
