// SPDX-License-Identifier: GPL-3.0-or-later
//
// The health of the ring by colour and shape, with its live nodes; a click lists the numbers behind it, and each of
// those opens its list.
#pragma once

#include "model/ring_health.h"

#include <QToolButton>

namespace monitor {

class HealthChip : public QToolButton {
    Q_OBJECT
public:
    explicit HealthChip(QWidget *parent = nullptr);

    void setHealth(const RingHealth &health);
    const RingHealth &health() const { return m_health; }

    // The sign of a state: a disc, a triangle, a square, a ring with a cross.
    static QPixmap sign(RingHealth::State state, int size, qreal ratio);

Q_SIGNALS:
    void issuesRequested(const std::optional<monitor::RingIssue::Kind> &kind);

private:
    void fillMenu();

    RingHealth m_health;
};

} // namespace monitor
