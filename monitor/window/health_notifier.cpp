// SPDX-License-Identifier: GPL-3.0-or-later
//
// Through the icon in the system's tray, which is there only once there was something to tell.

#include "window/health_notifier.h"

#include "session/ring_session.h"
#include "window/settings.h"

#include <QSystemTrayIcon>
#include <QWidget>

namespace monitor {

using State = RingHealth::State;

HealthNotifier::HealthNotifier(RingSession *session, QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
{
    m_settling.setSingleShot(true);
    m_settling.setInterval(settlesMs);
    connect(&m_settling, &QTimer::timeout, this, &HealthNotifier::tell);
    connect(session, &RingSession::snapshotChanged, this, &HealthNotifier::follow);
    connect(session, &RingSession::sourceChanged, this, [this] {
        m_told = State::Unknown;
        m_settling.stop();
        follow();
    });
}

void HealthNotifier::follow()
{
    const bool isLive = m_session->isOpen() && m_session->source()->mode() == Mode::Live;
    if (!isLive || m_session->health().state == m_told)
        m_settling.stop();
    else if (m_told == State::Unknown)
        m_told = m_session->health().state; // as it is found
    else if (!m_settling.isActive())
        m_settling.start();
}

void HealthNotifier::tell()
{
    const RingHealth &health = m_session->health();
    m_told = health.state;
    const QString title = tr("%1: %2", "ring, health").arg(m_session->source()->title(), healthText(health.state));
    const std::vector<RingIssue> issues = issuesOf(*m_session->snapshot());
    const QString text = issues.empty() || health.state == State::Whole
        ? tr("%1 of %2 nodes are live.").arg(health.liveNodes).arg(health.allNodes)
        : issues.front().text;
    Q_EMIT changed(title, text);
    if (!m_window->isActiveWindow() && Settings::notifies())
        show(title, text);
}

void HealthNotifier::show(const QString &title, const QString &text)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    if (!m_tray) {
        m_tray = new QSystemTrayIcon(m_window->windowIcon(), this);
        connect(m_tray, &QSystemTrayIcon::activated, m_window, &QWidget::activateWindow);
    }
    m_tray->show();
    m_tray->showMessage(title, text, m_told == State::Whole ? QSystemTrayIcon::Information : QSystemTrayIcon::Warning);
}

} // namespace monitor
