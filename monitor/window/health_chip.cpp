// SPDX-License-Identifier: GPL-3.0-or-later
//
// The colours of Okabe and Ito; the shapes differ for those who cannot tell them apart.

#include "window/health_chip.h"

#include "ring/style.h"

#include <QMenu>
#include <QPainter>
#include <QPixmap>

namespace monitor {

namespace {

QColor colourOf(RingHealth::State state)
{
    switch (state) {
    case RingHealth::State::Whole:
        return ownerColour(5); // green
    case RingHealth::State::Degraded:
        return ownerColour(0); // orange
    case RingHealth::State::NoQuorum:
        return ownerColour(3); // vermillion
    case RingHealth::State::Unreachable:
        return QColor(0xb0, 0x1c, 0x10);
    case RingHealth::State::Unknown:
        break;
    }
    return Qt::gray;
}

} // namespace

HealthChip::HealthChip(QWidget *parent)
    : QToolButton(parent)
{
    setObjectName(QStringLiteral("healthChip"));
    setAccessibleName(tr("Health of the ring"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    auto *menu = new QMenu(this);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &HealthChip::fillMenu);
    setHealth({});
}

QPixmap HealthChip::sign(RingHealth::State state, int size, qreal ratio)
{
    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = colourOf(state);
    const QRectF box = QRectF(0, 0, size, size).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.setPen(QPen(colour.darker(150), 1));
    painter.setBrush(colour);
    switch (state) {
    case RingHealth::State::Whole:
        painter.drawEllipse(box);
        break;
    case RingHealth::State::Degraded:
        painter.drawPolygon(QPolygonF({QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()}));
        break;
    case RingHealth::State::NoQuorum:
        painter.drawRect(box);
        break;
    case RingHealth::State::Unreachable: {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, 2));
        painter.drawEllipse(box);
        const QRectF cross = box.adjusted(3.5, 3.5, -3.5, -3.5);
        painter.drawLine(cross.topLeft(), cross.bottomRight());
        painter.drawLine(cross.bottomLeft(), cross.topRight());
        break;
    }
    case RingHealth::State::Unknown:
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(box);
        break;
    }
    return pixmap;
}

void HealthChip::setHealth(const RingHealth &health)
{
    if (m_health == health && !text().isEmpty())
        return;
    m_health = health;
    constexpr int signSize = 14;
    setIcon(sign(health.state, signSize, devicePixelRatioF()));
    setText(health.allNodes == 0 ? healthText(health.state)
                                 : tr("%1 · %2 of %3 nodes", "health, live, all")
                                       .arg(healthText(health.state))
                                       .arg(health.liveNodes)
                                       .arg(health.allNodes));
    setToolTip(tr("Health of the ring. Click for the numbers."));
}

void HealthChip::fillMenu()
{
    menu()->clear();
    menu()->addAction(tr("Live nodes: %1 of %2").arg(m_health.liveNodes).arg(m_health.allNodes), this,
                      [this] { Q_EMIT issuesRequested(RingIssue::Kind::SilentNode); });
    menu()->addSeparator();
    for (int i = issueKinds - 1; i > 0; --i) {
        const auto kind = RingIssue::Kind(i);
        QAction *entry =
            menu()->addAction(tr("%1: %2", "kind, count").arg(issueKindText(kind)).arg(m_health.count(kind)), this,
                              [this, kind] { Q_EMIT issuesRequested(kind); });
        entry->setEnabled(m_health.count(kind) > 0);
    }
    menu()->addSeparator();
    menu()->addAction(tr("All problems"), this, [this] { Q_EMIT issuesRequested({}); });
}

} // namespace monitor
