// SPDX-License-Identifier: GPL-3.0-or-later
//
// Mode, health and age of the ring, and for some seconds what was done last.
#pragma once

#include "model/ring_source.h"

#include <QStatusBar>
#include <QTimer>

class QLabel;

namespace monitor {

class HealthChip;
class RingSession;

class StatusBar : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusBar(QWidget *parent = nullptr);

    void refresh(const RingSession &session);
    // A success, until the next one or for some seconds.
    void tell(const QString &text);
    HealthChip *healthChip() const { return m_chip; }

private:
    void refreshMode(const RingSession &session);
    void refreshHealth(const RingSession &session);

    QLabel *m_mode;
    HealthChip *m_chip;
    QLabel *m_health;
    QLabel *m_told;
    QLabel *m_age;
    QTimer m_toldTimer;
};

QString modeText(Mode mode);

} // namespace monitor
