// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each descriptor is told of once (EPOLLONESHOT), since from then on its own notifier watches it.

#include "rest/guard/parking.h"

#ifdef Q_OS_LINUX
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <unistd.h>
#endif

namespace rest {

#ifdef Q_OS_LINUX

Parking::Parking(QObject *parent)
    : QObject(parent)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0)
        return;
    m_wakes = new QSocketNotifier(m_epoll, QSocketNotifier::Read, this);
    connect(m_wakes, &QSocketNotifier::activated, this, &Parking::wake);
}

Parking::~Parking()
{
    delete m_wakes; // before its descriptor's number is somebody else's
    if (m_epoll >= 0)
        close(m_epoll);
}

void Parking::park(QSocketNotifier *notifier)
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

void Parking::forget(qintptr descriptor)
{
    if (m_parked.erase(descriptor) > 0)
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, int(descriptor), nullptr);
}

void Parking::wake()
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

Parking::Parking(QObject *parent)
    : QObject(parent)
{
}

Parking::~Parking() = default;

void Parking::park(QSocketNotifier *) { }

void Parking::forget(qintptr) { }

void Parking::wake() { }

#endif

} // namespace rest
