// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each descriptor is told of once (EPOLLONESHOT), since from then on its own notifier watches it.

#include "listener/idle_sockets.h"

#ifdef Q_OS_LINUX
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <unistd.h>
#endif

namespace listener {

namespace {

// A client that is silent for so long, or up to twice as long, is parked. Often enough that a flood of silent
// connections is hardly felt, and seldom enough that looking at all connections is not.
constexpr int sweepPeriodMs = 20;

} // namespace

IdleSockets::IdleSockets(QObject *parent)
    : QObject(parent)
{
    m_sweepTimer.setInterval(sweepPeriodMs);
    m_sweepTimer.setSingleShot(true);
    connect(&m_sweepTimer, &QTimer::timeout, this, &IdleSockets::sweepDue);
    startWaking();
}

void IdleSockets::sweepSoon()
{
    if (!m_sweepTimer.isActive())
        m_sweepTimer.start();
}

#ifdef Q_OS_LINUX

void IdleSockets::startWaking()
{
    m_epoll = epoll_create1(EPOLL_CLOEXEC);
    if (m_epoll < 0)
        return;
    m_wakes = new QSocketNotifier(m_epoll, QSocketNotifier::Read, this);
    connect(m_wakes, &QSocketNotifier::activated, this, &IdleSockets::wake);
}

IdleSockets::~IdleSockets()
{
    delete m_wakes; // before its descriptor's number is somebody else's
    if (m_epoll >= 0)
        close(m_epoll);
}

void IdleSockets::park(QSocketNotifier *notifier)
{
    const auto descriptor = int(notifier->socket());
    epoll_event event = {};
    event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
    event.data.fd = descriptor;
    const bool isTold = m_epoll >= 0
        && (epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) == 0
            || (errno == EEXIST && epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event) == 0));
    if (!isTold)
        return;
    m_parked[descriptor] = notifier;
    notifier->setEnabled(false);
}

void IdleSockets::forget(qintptr descriptor)
{
    if (m_parked.erase(descriptor) > 0)
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, int(descriptor), nullptr);
}

void IdleSockets::wake()
{
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(m_epoll, events.data(), int(events.size()), 0);
    for (int i = 0; i < count; ++i) {
        const auto parked = m_parked.find(events[size_t(i)].data.fd);
        if (parked == m_parked.end())
            continue;
        if (QSocketNotifier *notifier = parked->second)
            notifier->setEnabled(true);
        forget(parked->first);
    }
}

#else

IdleSockets::~IdleSockets() = default;

void IdleSockets::startWaking() { }

void IdleSockets::park(QSocketNotifier *) { }

void IdleSockets::forget(qintptr) { }

void IdleSockets::wake() { }

#endif

} // namespace listener
